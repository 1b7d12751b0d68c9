/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pass over the patterns: every hole of a clause's texts has an argument. Most
 * strings have no holes, so those that do are listed first, in order; what a
 * run of texts or a body asks for is then found once, however often it is
 * used. Called by verify.c after the code; behind it a hole is filled without
 * asking.
 */
#include "runtime/test_op.h"
#include "runtime/verify_internal.h"

/* A string with holes: the greatest number in them; MALFORMED when it cannot be a pattern. Names may have such bytes. */
struct holed {
	uint32_t string, most;
};

enum { MALFORMED = YICE_ARGS_MAX + 1 };

/* What a run of WORDS asks for, at its first word; until it is known, or inside a run: */
enum { RUN_UNKNOWN = 0xff, RUN_INSIDE = 0xfe };

struct texts {
	struct yice_verifier *verifier;
	struct yice_buf holed; /* struct holed, ascending */
	uint8_t *runs;	       /* per word */
	uint8_t *frames;       /* per frame: how many arguments its texts and asides ask for */
	uint8_t *bodies;       /* per body: the same, with its frame */
};

/* Lists the strings with holes. */
static int list_holes(struct texts *texts)
{
	const struct yice_view *view = texts->verifier->view;
	const char *strings = view->strings, *end = strings + view->count[YICE_SEC_STRINGS];
	const char *at = strings, *start;

	while ((at = memchr(at, YICE_HOLE, (size_t)(end - at)))) {
		struct holed found = { 0, 0 };

		for (start = at; start[-1]; start--) /* strings start with "", a NUL; no string is gone back through twice */
			;
		found.string = (uint32_t)(start - strings);
		for (; *at; at++) {
			unsigned char number = (unsigned char)at[1];

			if (*at != YICE_HOLE)
				continue;
			if (!number || number > YICE_ARGS_MAX)
				number = MALFORMED;
			found.most = number > found.most ? number : found.most;
			at += at[1] != '\0';
		}
		yice_buf_add(&texts->holed, &found, sizeof(found));
	}
	return yice_buf_status(&texts->holed);
}

/* The greatest number in the holes of a string, 0 when it has none. */
static uint32_t holes_of(const struct texts *texts, uint32_t string)
{
	const struct holed *holed = (const struct holed *)(const void *)texts->holed.data;
	size_t low = 0, high = texts->holed.len / sizeof(*holed);

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (holed[middle].string == string)
			return holed[middle].most;
		if (holed[middle].string < string)
			low = middle + 1;
		else
			high = middle;
	}
	return 0;
}

/* Adds what a run of patterns asks for to *most. Each word is looked at once: runs are the same or apart. */
static int add_run(struct texts *texts, uint32_t run, enum yice_section section, uint32_t record, const char *field,
		   uint32_t *most)
{
	const struct yice_view *view = texts->verifier->view;
	uint8_t *known = &texts->runs[run];

	if (*known == RUN_UNKNOWN) {
		uint32_t own = 0;

		for (uint32_t i = 1; i <= view->words[run]; i++) {
			uint32_t holes = holes_of(texts, view->words[run + i]);

			if (texts->runs[run + i] != RUN_UNKNOWN)
				return yice_refuse(texts->verifier, YICE_D_image_texts, section, record, field);
			texts->runs[run + i] = RUN_INSIDE;
			own = holes > own ? holes : own;
		}
		*known = (uint8_t)own;
	}
	if (*known == RUN_INSIDE)
		return yice_refuse(texts->verifier, YICE_D_image_texts, section, record, field);
	*most = *known > *most ? *known : *most;
	return YICE_OK;
}

static int verify_frame(struct texts *texts, uint32_t number)
{
	const struct yice_view *view = texts->verifier->view;
	const struct yice_image_frame *frame = &view->frames[number];
	uint32_t most = 0;
	int status = add_run(texts, frame->texts, YICE_SEC_FRAMES, number, "texts", &most);

	if (!status)
		status = add_run(texts, frame->lead, YICE_SEC_FRAMES, number, "lead", &most);
	if (!status)
		status = add_run(texts, frame->open, YICE_SEC_FRAMES, number, "open", &most);
	for (uint32_t i = frame->asides; !status && i < frame->asides + frame->aside_count; i++)
		status = add_run(texts, view->asides[i].texts, YICE_SEC_ASIDES, i, "texts", &most);
	texts->frames[number] = (uint8_t)most;
	return status;
}

/* An aside belongs to one frame: no frame's work is done twice. */
static int verify_frames(struct texts *texts)
{
	struct yice_verifier *verifier = texts->verifier;
	const struct yice_view *view = verifier->view;
	uint32_t next = 0;
	int status = YICE_OK;

	for (uint32_t i = 0; !status && i < view->count[YICE_SEC_FRAMES]; i++) {
		if (view->frames[i].aside_count && view->frames[i].asides != next)
			return yice_refuse(verifier, YICE_D_image_aside_order, YICE_SEC_FRAMES, i, "asides");
		next += view->frames[i].aside_count;
		status = verify_frame(texts, i);
	}
	if (!status && next != view->count[YICE_SEC_ASIDES])
		status = yice_refuse(verifier, YICE_D_image_aside_order, YICE_SEC_ASIDES, next, NULL);
	return status;
}

static int verify_bodies(struct texts *texts)
{
	const struct yice_view *view = texts->verifier->view;
	int status = YICE_OK;

	for (uint32_t i = 0; !status && i < view->count[YICE_SEC_BODIES]; i++) {
		const struct yice_image_body *body = &view->bodies[i];
		const uint32_t strings[] = { body->original, body->summary, body->english };
		uint32_t most = texts->frames[body->frame];

		for (size_t s = 0; s < YICE_COUNT(strings); s++) {
			uint32_t holes = holes_of(texts, strings[s]);

			most = holes > most ? holes : most;
		}
		if (most == MALFORMED)
			status = yice_refuse(texts->verifier, YICE_D_image_hole, YICE_SEC_BODIES, i, NULL);
		texts->bodies[i] = (uint8_t)most;
	}
	return status;
}

/* Tests are shared by clauses of whatever arguments: what a person must judge has no holes there. */
static int verify_tests(const struct texts *texts)
{
	const struct yice_view *view = texts->verifier->view;

	for (uint32_t i = 0; i < view->count[YICE_SEC_TESTS]; i++)
		if (yice_test_op(&view->tests[i]) == YICE_TEST_OPEN && holes_of(texts, view->tests[i].arg))
			return yice_refuse(texts->verifier, YICE_D_image_hole, YICE_SEC_TESTS, i, "arg");
	return YICE_OK;
}

static int verify_clauses(const struct texts *texts)
{
	const struct yice_view *view = texts->verifier->view;

	for (uint32_t i = 0; i < view->count[YICE_SEC_CLAUSES]; i++)
		if (view->words[view->contexts[view->clauses[i].context].args] < texts->bodies[view->clauses[i].body])
			return yice_refuse(texts->verifier, YICE_D_image_hole, YICE_SEC_CLAUSES, i, "context");
	return YICE_OK;
}

int yice_verify_texts(struct yice_verifier *verifier)
{
	const struct yice_view *view = verifier->view;
	size_t words = view->count[YICE_SEC_WORDS];
	struct texts texts = { .verifier = verifier, .runs = malloc(words + 1),
			       .frames = malloc((size_t)view->count[YICE_SEC_FRAMES] + 1),
			       .bodies = malloc((size_t)view->count[YICE_SEC_BODIES] + 1) };
	int status = YICE_ENOMEM;

	if (texts.runs && texts.frames && texts.bodies) {
		memset(texts.runs, RUN_UNKNOWN, words + 1);
		status = list_holes(&texts);
	}
	if (!status)
		status = verify_frames(&texts);
	if (!status)
		status = verify_bodies(&texts);
	if (!status)
		status = verify_tests(&texts);
	if (!status)
		status = verify_clauses(&texts);
	yice_buf_release(&texts.holed);
	free(texts.runs);
	free(texts.frames);
	free(texts.bodies);
	return status;
}

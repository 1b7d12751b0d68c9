/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fuzz target: any bytes as an image. What the verifier accepts is listed,
 * given facts of every type, decided, explained and rendered; none of that may
 * go wrong. The mutator works on words of sections, since other changes rarely
 * pass the verifier.
 */
#include "tests/fuzz/fuzz.h"

#include "base/report.h"
#include "runtime/image_layout.h"
#include "runtime/image_read.h"
#include "runtime/run.h"
#include "yice/eval.h"

/* A value that one in a few attributes of a type takes, in the words of a facts document. */
static const char *value_of(const struct yice_view *view, uint32_t slot, uint32_t turn)
{
	const struct yice_image_attr *attr = &view->attrs[slot];
	static const char *const numbers[] = { "0", "0.3", "1", "1000000", "1/3", "2:1", "-1", "120%" };

	switch (attr->type) {
	case YICE_ATTR_BOOLEAN:
		return turn % 2 ? "是" : "no";
	case YICE_ATTR_QUANTITY:
		return numbers[turn % YICE_COUNT(numbers)];
	case YICE_ATTR_DATE:
		return turn % 2 ? "2011-02-28" : "2024-07-01";
	default: {
		const struct yice_image_vocab *vocab = &view->vocabs[attr->vocab];

		if (!vocab->members)
			return "";
		return yice_view_string(view, view->members[vocab->first_member + turn % vocab->members].zh);
	}
	}
}

static void give_facts(const struct yice_view *view, yice_facts *facts, uint32_t turn)
{
	yice_facts_clear(facts);
	if (view->count[YICE_SEC_UNITS]) {
		const struct yice_image_unit *unit = &view->units[turn % view->count[YICE_SEC_UNITS]];
		int status = yice_facts_set_unit(facts, yice_view_string(view, unit->code));

		FUZZ_CHECK(status == YICE_OK);
	}
	for (uint32_t slot = turn % 2; turn && slot < view->count[YICE_SEC_ATTRS]; slot += 1 + turn / 4) {
		const char *name = yice_view_string(view, view->attrs[slot].zh);
		int status = yice_facts_set(facts, name, value_of(view, slot, turn + slot), (int)(turn & 2), NULL);

		FUZZ_CHECK(status == YICE_OK || status == YICE_EDIAG || status == YICE_ENOTFOUND);
	}
}

static void render(yice_run *run, const yice_facts *facts, uint32_t turn)
{
	static const char *const formats[] = { "json", "text", "md", "csv", "html" };
	char id[YICE_NAME_MAX * 4], *text;

	FUZZ_CHECK(yice_run_render(run, facts, formats[turn % YICE_COUNT(formats)], turn % 2 ? "en" : "zh", NULL, NULL,
				   &text) == YICE_OK);
	free(text);
	for (size_t i = turn; i < yice_run_count(run); i += 7) {
		if (yice_run_id(run, i, id, sizeof(id)) >= sizeof(id))
			continue;
		FUZZ_CHECK(yice_run_render(run, facts, "json", "zh", NULL, id, &text) == YICE_OK);
		free(text);
	}
}

static void use(const yice_image *image)
{
	yice_facts *facts;
	yice_run *run;
	char day[11], *text;

	FUZZ_CHECK(yice_facts_new(image, &facts) == YICE_OK);
	FUZZ_CHECK(yice_run_new(image, &run) == YICE_OK);
	FUZZ_CHECK(yice_image_disassemble(image, NULL, &text) == YICE_OK);
	free(text);
	yice_image_default_day(image, day);
	for (uint32_t turn = 0; turn < 6; turn++) {
		int status;

		give_facts(&image->view, facts, turn);
		status = yice_run_decide(run, facts, turn % 3 ? NULL : "2024-07-01");
		FUZZ_CHECK(status == YICE_OK || status == YICE_ELIMIT);
		if (status == YICE_OK)
			render(run, facts, turn);
	}
	yice_run_free(run);
	yice_facts_free(facts);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	yice_report *report;
	yice_image *image;
	char *text;
	int status;

	FUZZ_CHECK(yice_report_new(&report) == YICE_OK);
	status = yice_image_borrow(data, size, report, &image);
	FUZZ_CHECK(status == YICE_OK || status == YICE_EIMAGE);
	if (status == YICE_OK) {
		use(image);
		yice_image_free(image);
	} else {
		FUZZ_CHECK(yice_report_text(report, "pretty", "en", &text) == YICE_OK);
		free(text);
	}
	yice_report_free(report);
	return 0;
}

/* ---------------------------------------------------------------- mutation */

static uint32_t next(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

static uint64_t read_word(const uint8_t *at, size_t width)
{
	uint64_t value = 0;

	for (size_t i = 0; i < width; i++)
		value |= (uint64_t)at[i] << 8 * i;
	return value;
}

static void write_word(uint8_t *at, size_t width, uint64_t value)
{
	for (size_t i = 0; i < width; i++)
		at[i] = (uint8_t)(value >> 8 * i);
}

/* Another value for a word: near it, that of another record, or a number from the edges. */
static uint64_t other_value(uint64_t value, uint64_t peer, uint32_t *state)
{
	switch (next(state) % 8) {
	case 0:
		return value + 1;
	case 1:
		return value - 1;
	case 2:
	case 3:
		return peer;
	case 4:
		return next(state) % 8;
	case 5:
		return ~(uint64_t)0 - next(state) % 3;
	case 6:
		return value ^ (uint64_t)1 << next(state) % 64;
	default:
		return value + next(state) % 64 - 32;
	}
}

/* Changes one word of one section, or swaps two records of it. Returns false when the header leads nowhere. */
static bool change_section(uint8_t *data, size_t size, uint32_t *state)
{
	size_t entry = 24 + 24 * (size_t)(next(state) % YICE_SECTIONS);
	uint64_t offset, bytes, width, fields;
	size_t count, a, b;

	if (entry + 24 > size)
		return false;
	offset = read_word(data + entry, 8);
	bytes = read_word(data + entry + 8, 8);
	width = read_word(data + entry + 16, 4);
	fields = read_word(data + entry + 20, 4);
	if ((width != 1 && width != 4 && width != 8) || !fields || fields > 64 || bytes < width * fields ||
	    offset > size || bytes > size - offset)
		return false;
	count = (size_t)(bytes / (width * fields));
	a = next(state) % count;
	b = next(state) % count;
	if (next(state) % 8) {
		size_t field = next(state) % (size_t)fields;
		uint8_t *at = data + offset + (a * fields + field) * width;
		uint8_t *peer = data + offset + (b * fields + field) * width;

		write_word(at, (size_t)width, other_value(read_word(at, (size_t)width), read_word(peer, (size_t)width), state));
		return true;
	}
	for (size_t i = 0; i < width * fields; i++) {
		uint8_t *x = data + offset + a * width * fields + i, *y = data + offset + b * width * fields + i;
		uint8_t keep = *x;

		*x = *y;
		*y = keep;
	}
	return true;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned int seed)
{
	uint32_t state = (uint32_t)seed * 2654435761u + 1;
	uint32_t changes = 1 + next(&state) % 3;

	if (size < 24 + 24 * YICE_SECTIONS || next(&state) % 16 == 0)
		return LLVMFuzzerMutate(data, size, max);
	while (changes--)
		if (!change_section(data, size, &state) && next(&state) % 32 == 0)
			return LLVMFuzzerMutate(data, size, max);
	return size;
}

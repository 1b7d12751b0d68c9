/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The list of diagnostics every pass adds to. Everything a diagnostic holds
 * is copied into the list's arena, so callers may pass temporary text. Codes
 * that are switched off are not stored at all; running out of memory is
 * remembered and makes the list count as failed, never as clean.
 */
#include "base/diag.h"
#include "base/utf8.h"

#define AS_TABLE (-1)

void yice_diags_init(struct yice_diags *diags)
{
	memset(diags, 0, sizeof(*diags));
	memset(diags->override, AS_TABLE, sizeof(diags->override));
	yice_arena_init(&diags->arena);
}

void yice_diags_release(struct yice_diags *diags)
{
	free(diags->items);
	yice_buf_release(&diags->drawing);
	yice_arena_release(&diags->arena);
	yice_diags_init(diags);
}

void yice_diags_fork(struct yice_diags *diags, const struct yice_diags *from)
{
	yice_diags_init(diags);
	memcpy(diags->override, from->override, sizeof(diags->override));
	diags->turn = from->turn;
}

static void fill_message(struct yice_diags *diags, struct yice_message *message, enum yice_diag_id id,
			 struct yice_span span, va_list args)
{
	message->id = id;
	message->span = span;
	for (int i = 0; i < YICE_DIAG_ARGS; i++) {
		const char *text = va_arg(args, const char *);

		if (!text)
			return;
		message->args[i] = yice_arena_strdup(&diags->arena, text);
		if (!message->args[i])
			diags->failed = true;
	}
}

static int severity_of(const struct yice_diags *diags, enum yice_diag_id id)
{
	return diags->override[id] == AS_TABLE ? (int)yice_diag_severity(id) : diags->override[id];
}

static bool append(struct yice_diags *diags, struct yice_diag *diag)
{
	if (diags->count == diags->cap) {
		uint32_t cap = diags->cap ? diags->cap * 2 : 16;
		struct yice_diag **items = NULL;
		size_t bytes;

		if (cap > diags->cap && !__builtin_mul_overflow(cap, sizeof(struct yice_diag *), &bytes))
			items = realloc(diags->items, bytes);
		if (!items)
			return false;
		diags->items = items;
		diags->cap = cap;
	}
	diags->items[diags->count++] = diag;
	return true;
}

static void tally(struct yice_diags *diags, const struct yice_diag *diag, int by)
{
	if (diag->severity == YICE_ERROR)
		diags->errors += (uint32_t)by;
	if (diag->severity == YICE_WARNING)
		diags->warnings += (uint32_t)by;
}

void yice_diags_join(struct yice_diags *diags, struct yice_diags *from)
{
	for (uint32_t i = 0; i < from->count; i++) {
		if (!append(diags, from->items[i])) {
			diags->failed = true;
			break;
		}
		tally(diags, from->items[i], 1);
	}
	diags->failed |= from->failed;
	yice_arena_adopt(&diags->arena, &from->arena);
	yice_diags_release(from);
}

struct yice_diag *yice_diag_add(struct yice_diags *diags, enum yice_diag_id id, struct yice_span span, ...)
{
	int severity = severity_of(diags, id);
	struct yice_diag *diag;
	va_list args;

	if (severity == YICE_SEVERITY_OFF)
		return NULL;
	diag = yice_arena_alloc(&diags->arena, sizeof(*diag));
	if (!diag || !append(diags, diag)) {
		diags->failed = true;
		return NULL;
	}
	diag->severity = (enum yice_severity)severity;
	diag->fix_span = YICE_SPAN_NONE;
	diag->turn = diags->turn;
	va_start(args, span);
	fill_message(diags, &diag->main, id, span, args);
	va_end(args);
	tally(diags, diag, 1);
	return diag;
}

static void copy_args(struct yice_diags *diags, const struct yice_message *from, struct yice_message *to)
{
	*to = *from;
	to->next = NULL;
	for (int i = 0; i < YICE_DIAG_ARGS && from->args[i]; i++) {
		to->args[i] = yice_arena_strdup(&diags->arena, from->args[i]);
		if (!to->args[i])
			diags->failed = true;
	}
}

static struct yice_message *copy_chain(struct yice_diags *diags, const struct yice_message *from)
{
	struct yice_message *first = NULL, **tail = &first;

	for (; from; from = from->next, tail = &(*tail)->next) {
		*tail = yice_arena_alloc(&diags->arena, sizeof(**tail));
		if (!*tail) {
			diags->failed = true;
			break;
		}
		copy_args(diags, from, *tail);
	}
	return first;
}

void yice_diag_take(struct yice_diags *diags, const struct yice_diag *from)
{
	struct yice_diag *diag = yice_arena_alloc(&diags->arena, sizeof(*diag));

	if (!diag || !append(diags, diag)) {
		diags->failed = true;
		return;
	}
	*diag = *from;
	diag->turn = diags->turn;
	copy_args(diags, &from->main, &diag->main);
	diag->notes = copy_chain(diags, from->notes);
	diag->helps = copy_chain(diags, from->helps);
	if (from->fix) {
		diag->fix = yice_arena_strdup(&diags->arena, from->fix);
		diags->failed |= !diag->fix;
	}
	tally(diags, diag, 1);
}

/* A new message at the end of the chain, or NULL. */
static struct yice_message *chain(struct yice_diags *diags, struct yice_message **tail)
{
	while (*tail)
		tail = &(*tail)->next;
	*tail = yice_arena_alloc(&diags->arena, sizeof(**tail));
	if (!*tail)
		diags->failed = true;
	return *tail;
}

void yice_diag_note(struct yice_diags *diags, struct yice_diag *diag, enum yice_diag_id id,
		    struct yice_span span, ...)
{
	struct yice_message *note = diag ? chain(diags, &diag->notes) : NULL;
	va_list args;

	if (!note)
		return;
	va_start(args, span);
	fill_message(diags, note, id, span, args);
	va_end(args);
}

void yice_diag_help(struct yice_diags *diags, struct yice_diag *diag, enum yice_diag_id id, ...)
{
	struct yice_message *help = diag ? chain(diags, &diag->helps) : NULL;
	va_list args;

	if (!help)
		return;
	va_start(args, id);
	fill_message(diags, help, id, YICE_SPAN_NONE, args);
	va_end(args);
}

void yice_diag_fix(struct yice_diags *diags, struct yice_diag *diag, struct yice_span span,
		   const char *replacement)
{
	if (!diag)
		return;
	diag->fix_span = span;
	diag->fix = yice_arena_strdup(&diags->arena, replacement);
	if (!diag->fix)
		diags->failed = true;
}

const char *yice_diag_witness(const struct yice_diag *diag)
{
	for (const struct yice_message *help = diag->helps; help; help = help->next)
		if (help->id == YICE_D_help_witness)
			return help->args[0];
	return NULL;
}

int yice_diags_override(struct yice_diags *diags, const char *code, int severity)
{
	enum yice_diag_id id = yice_diag_find(code);

	assert(severity >= YICE_NOTE && severity <= YICE_SEVERITY_OFF);
	if (id == YICE_DIAG_COUNT)
		return YICE_ENOTFOUND;
	if (yice_diag_is_fixed(id) && severity != YICE_ERROR)
		return YICE_ERANGE;
	diags->override[id] = (signed char)severity;
	return YICE_OK;
}

int yice_diags_status(const struct yice_diags *diags)
{
	return diags->failed ? YICE_ENOMEM : diags->errors ? YICE_EDIAG : YICE_OK;
}

static bool same_place(const struct yice_diag *a, const struct yice_diag *b)
{
	return a->main.span.file == b->main.span.file && a->main.span.start == b->main.span.start;
}

static bool goes_before(const struct yice_diag *a, const struct yice_diag *b)
{
	if (a->main.span.file != b->main.span.file)
		return a->main.span.file < b->main.span.file;
	if (a->main.span.start != b->main.span.start)
		return a->main.span.start < b->main.span.start;
	return a->turn < b->turn;
}

static bool same_text(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

static bool same_message(const struct yice_message *a, const struct yice_message *b)
{
	if (a->id != b->id || a->span.file != b->span.file || a->span.start != b->span.start ||
	    a->span.end != b->span.end)
		return false;
	for (int i = 0; i < YICE_DIAG_ARGS; i++)
		if (!same_text(a->args[i], b->args[i]))
			return false;
	return true;
}

/* Merges the sorted runs from[0..middle) and from[middle..count), equal items from the first run first. */
static void merge(struct yice_diag **from, uint32_t middle, uint32_t count, struct yice_diag **to)
{
	uint32_t left = 0, right = middle;

	for (uint32_t i = 0; i < count; i++)
		if (right == count || (left < middle && !goes_before(from[right], from[left])))
			to[i] = from[left++];
		else
			to[i] = from[right++];
}

static bool sort_items(struct yice_diags *diags)
{
	struct yice_diag **to = calloc(diags->cap, sizeof(*to)), **from = diags->items;
	uint64_t count = diags->count;

	if (!to)
		return false;
	for (uint64_t run = 1; run < count; run *= 2) {
		struct yice_diag **swap = from;

		for (uint64_t at = 0; at < count; at += 2 * run) {
			uint64_t rest = count - at;
			uint64_t middle = rest < run ? rest : run, end = rest < 2 * run ? rest : 2 * run;

			merge(from + at, (uint32_t)middle, (uint32_t)end, to + at);
		}
		from = to;
		to = swap;
	}
	diags->items = from;
	free(to);
	return true;
}

/* Repeats share their place, so only items of the same offset need comparing. */
static bool is_repeat(const struct yice_diags *diags, uint32_t kept, const struct yice_diag *diag)
{
	while (kept-- > 0 && same_place(diags->items[kept], diag))
		if (same_message(&diags->items[kept]->main, &diag->main))
			return true;
	return false;
}

void yice_diags_sort(struct yice_diags *diags)
{
	uint32_t kept = 0;

	if (!diags->count)
		return;
	if (!sort_items(diags)) {
		diags->failed = true;
		return;
	}
	for (uint32_t i = 0; i < diags->count; i++) {
		struct yice_diag *diag = diags->items[i];

		if (is_repeat(diags, kept, diag))
			tally(diags, diag, -1);
		else
			diags->items[kept++] = diag;
	}
	diags->count = kept;
}

static int count_points(const char *text)
{
	int count = 0;

	for (; *text; text++)
		count += (*text & 0xc0) != 0x80;
	return count;
}

static int lower(char c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

/* COD for cod: as far apart as two words can be, and yet the same. */
static bool differs_in_case(const char *a, const char *b)
{
	while (*a && lower(*a) == lower(*b))
		a++, b++;
	return lower(*a) == lower(*b);
}

const char *yice_did_you_mean(const char *name, const char *const *candidates, size_t count)
{
	size_t len = strlen(name);
	int points = count_points(name), best = points < 6 ? 1 : points / 3;
	const char *found = NULL;

	for (size_t i = 0; i < count; i++)
		if (differs_in_case(name, candidates[i]))
			return candidates[i];
	for (size_t i = 0; i < count; i++) {
		int distance = yice_utf8_distance(name, len, candidates[i], strlen(candidates[i]), best);
		int longer = count_points(candidates[i]);

		longer = longer > points ? longer : points;
		/* A candidate that shares nothing with the name is no help, however short both are. */
		if (distance > best || distance >= longer)
			continue;
		found = candidates[i];
		best = distance - 1;
		if (best < 0)
			break;
	}
	return found;
}

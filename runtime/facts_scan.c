/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Facts in one pass, for the many documents that have nothing wrong and
 * nothing unusual: from bytes to slots, without a tree. It understands a
 * document completely or not at all, and reports nothing; escapes, nulls in
 * odd places, exponents, mistakes of any kind are for facts_json.c, whose
 * results it must equal. It reads a copy of the document that the facts keep:
 * where a value's text ends, NUL is written over what has been read already,
 * so that texts for reports are places in the copy.
 */
#include "base/date.h"
#include "base/utf8.h"
#include "runtime/facts_internal.h"
#include "runtime/lexicon.h"

/* Behind the copy: a NUL, which no text contains, a mark that ends every search, and bytes a word may reach into. */
#define COPY_START 1
#define COPY_ROOM 24

#define DIGITS_MAX 18 /* that fit 64 bits in any case */

struct scan {
	struct yice_facts *facts;
	const struct yice_lexicon *lexicon;
	char *base;       /* of facts->rest->texts */
	uint32_t members; /* bit per enum yice_facts_member that was read */
	uint32_t last;    /* slot of the fact read last; the number of slots before the first */
	uint32_t empty;   /* lists that are empty and not called complete yet */
};

/* Each reader below is given the place where something starts and returns that behind it, or NULL to give up. */

static inline char *skip_space(char *at)
{
	while ((unsigned char)*at <= ' ' && (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r'))
		at++;
	return at;
}

/* From behind a name to its value. */
static inline char *skip_colon(char *at)
{
	at = skip_space(at);
	return *at == ':' ? skip_space(at + 1) : NULL;
}

/* Past a comma to the next item, or past the closing bracket with *done. The text of the item before ends here. */
static inline char *skip_separator(char *at, char close, bool *done)
{
	char *stop = at;

	at = skip_space(at);
	*done = *at == close;
	if (!*done && *at != ',')
		return NULL;
	*stop = '\0';
	return *done ? at + 1 : skip_space(at + 1);
}

/* The members of an object whose brace has been read, each from the first byte of its name. */
static inline char *read_object(struct scan *scan, char *at, char *(*read_member)(struct scan *scan, char *at))
{
	bool done = false;

	at = skip_space(at);
	if (*at == '}')
		return at + 1;
	while (at && !done) {
		at = *at == '"' ? read_member(scan, at + 1) : NULL;
		if (at)
			at = skip_separator(at, '}', &done);
	}
	return at;
}

/* The items of a list whose bracket has been read, all of them strings, each from its first byte. */
static inline char *read_strings(struct scan *scan, char *at, char *(*read_string)(struct scan *scan, char *at))
{
	bool done = false;

	at = skip_space(at);
	if (*at == ']')
		return at + 1;
	while (at && !done) {
		at = *at == '"' ? read_string(scan, at + 1) : NULL;
		if (at)
			at = skip_separator(at, ']', &done);
	}
	return at;
}

/* A character of three bytes that the first of them does not leave in doubt, as almost all Chinese ones are. */
static inline bool is_common(const char *at)
{
	return (yice_load_word(at) & 0xc0c0f0) == 0x8080e0 && *at != '\xe0' && *at != '\xed';
}

/* Any text without escapes, from behind its first mark; returns the place of its last, where it is made to end. */
static char *read_text(char *at)
{
	for (;;) {
		uint64_t word = yice_load_word(at), special;
		size_t step;
		uint32_t cp;

		special = yice_quote_bytes(word) | yice_zero_bytes(word ^ UINT64_C(0x5c5c5c5c5c5c5c5c)) |
			  ((word - UINT64_C(0x2020202020202020)) & ~word & UINT64_C(0x8080808080808080)) |
			  (word & UINT64_C(0x8080808080808080));
		if (!special) {
			at += 8;
			continue;
		}
		at += __builtin_ctzll(special) / 8;
		if (*at == '"')
			break;
		if ((unsigned char)*at < 0x80)
			return NULL;
		step = is_common(at) ? 3 : yice_utf8_decode(at, 4, &cp);
		if (!step)
			return NULL;
		at += step;
	}
	*at = '\0';
	return at;
}

static inline uint32_t offset_of(const struct scan *scan, const char *at)
{
	return (uint32_t)(at - scan->base);
}

/* ---------------------------------------------------------------- numbers */

/* digits / 10^decimals */
struct number {
	uint64_t digits;
	uint32_t decimals;
	bool negative;
};

static const int64_t powers[DIGITS_MAX + 1] = {
	1,
	10,
	100,
	1000,
	10000,
	100000,
	1000000,
	10000000,
	100000000,
	1000000000,
	10000000000,
	100000000000,
	1000000000000,
	10000000000000,
	100000000000000,
	1000000000000000,
	10000000000000000,
	100000000000000000,
	1000000000000000000,
};

static inline char *read_digits(char *at, uint64_t *value)
{
	for (unsigned int digit; (digit = (unsigned char)*at - (unsigned int)'0') < 10; at++)
		*value = *value * 10 + digit;
	return at;
}

/* A number of JSON without exponent. What follows it is for the caller to judge. */
static inline char *read_number(char *at, struct number *out)
{
	char *start, *point;

	*out = (struct number){ .negative = *at == '-' };
	at += out->negative;
	start = at;
	at = read_digits(start, &out->digits);
	if (at == start || (*start == '0' && at > start + 1))
		return NULL;
	point = at;
	if (*point == '.') {
		at = read_digits(point + 1, &out->digits);
		out->decimals = (uint32_t)(at - point - 1);
		if (!out->decimals)
			return NULL;
	}
	return at - start <= DIGITS_MAX ? at : NULL;
}

/* The tick of num / den units, as yice_ratio_tick() has it for num * scale < 2^61; false when it may be out of range. */
static inline bool set_quantity(struct yice_facts *facts, uint32_t slot, const struct yice_reading *reading,
				int64_t scaled, int64_t num, int64_t den, bool negative)
{
	uint64_t *exact = facts->block + facts->exact + 2 * (size_t)slot;
	int64_t whole = scaled / den, tick = 2 * whole + (scaled != whole * den);

	tick = negative ? -tick : tick;
	facts->block[reading->fact] = (uint64_t)tick;
	exact[0] = (uint64_t)(negative ? -num : num);
	exact[1] = (uint64_t)den;
	return tick >= reading->low && tick <= reading->high;
}

/* A number in the attribute's own measure. */
static inline bool take_number(struct yice_facts *facts, uint32_t slot, const struct yice_reading *reading,
			       const struct number *number)
{
	int64_t num = (int64_t)number->digits;

	return num <= reading->most && set_quantity(facts, slot, reading, num * reading->scale, num,
						    powers[number->decimals], number->negative);
}

/* The same in another measure, of which one is num / den of the attribute's own. */
static bool take_measured(struct yice_facts *facts, uint32_t slot, const struct yice_reading *reading,
			  const struct number *number, const uint64_t *factor)
{
	int64_t num, den;

	if (__builtin_mul_overflow((int64_t)number->digits, (int64_t)factor[0], &num) || num > reading->most ||
	    __builtin_mul_overflow(powers[number->decimals], (int64_t)factor[1], &den))
		return false;
	return set_quantity(facts, slot, reading, num * reading->scale, num, den, number->negative);
}

/* A text that is no simple number with a measure of one word, or the attribute's own. */
static char *read_unusual(struct scan *scan, uint32_t slot, char *at)
{
	struct yice_diags diags;
	char *end = read_text(at);
	bool good;

	if (!end)
		return NULL;
	yice_diags_init(&diags);
	good = yice_fact_read_quantity(
	    scan->facts, slot, (struct yice_given){ at, (size_t)(end - at), YICE_SPAN_NONE }, &diags);
	scan->facts->rest->texts.failed |= diags.failed;
	yice_diags_release(&diags);
	return good ? end + 1 : NULL;
}

/* "1.2 t/a" from behind its first mark. */
static char *read_measured(struct scan *scan, uint32_t slot, const struct yice_reading *reading, char *start)
{
	const struct yice_spellings *names = &scan->lexicon->names;
	const struct yice_spelling *measure;
	struct number number;
	char *at = read_number(start, &number);
	size_t len;

	if (!at || *at == 'e' || *at == 'E')
		return read_unusual(scan, slot, start);
	while (*at == ' ')
		at++;
	if (*at == '"') {
		if (!take_number(scan->facts, slot, reading, &number))
			return NULL;
		*at = '\0';
		return at + 1;
	}
	measure = yice_spellings_find(names, reading->space, at, &len);
	if (!measure || !take_measured(scan->facts, slot, reading, &number, names->pool + measure->value))
		return read_unusual(scan, slot, start);
	at[len] = '\0';
	return at + len + 1;
}

static inline char *read_quantity(struct scan *scan, uint32_t slot, const struct yice_reading *reading, char *at)
{
	struct number number;

	if (*at == '"')
		return read_measured(scan, slot, reading, at + 1);
	at = read_number(at, &number);
	return at && take_number(scan->facts, slot, reading, &number) ? at : NULL;
}

/* ---------------------------------------------------------------- booleans, dates, one member */

static inline char *read_boolean(struct scan *scan, const struct yice_reading *reading, char *at)
{
	const struct yice_spelling *word;
	bool yes = true;
	size_t len;

	if (!memcmp(at, "true", 4)) {
		at += 4;
	} else if (!memcmp(at, "false", 5)) {
		at += 5;
		yes = false;
	} else {
		word = *at == '"' ? yice_spellings_find(&scan->lexicon->names, YICE_SPACE_BOOLEANS, at + 1, &len) :
				    NULL;
		if (!word)
			return NULL;
		yes = word->value;
		at[len + 1] = '\0';
		at += len + 2;
	}
	scan->facts->block[reading->fact] = yes;
	return at;
}

/* "2024-07-01" */
static char *read_day(char *at, yice_day *day)
{
	if (*at != '"' || at[11] != '"' || yice_date_parse(at + 1, 10, day))
		return NULL;
	at[11] = '\0';
	return at + 12;
}

static char *read_date(struct scan *scan, uint32_t slot, const struct yice_reading *reading, char *at)
{
	struct yice_facts *facts = scan->facts;
	uint64_t *exact = facts->block + facts->exact + 2 * (size_t)slot;
	yice_day day;

	at = read_day(at, &day);
	if (!at)
		return NULL;
	facts->block[reading->fact] = (uint64_t)(2 * (int64_t)day);
	exact[0] = (uint64_t)(int64_t)day;
	exact[1] = 1;
	return at;
}

static inline uint64_t code_range(const struct yice_spelling *code)
{
	return code->value | (uint64_t)code->end << 32;
}

static inline char *read_one(struct scan *scan, const struct yice_reading *reading, char *at)
{
	uint64_t *fact = scan->facts->block + reading->fact;
	const struct yice_spelling *member;
	size_t len;

	if (*at != '"')
		return NULL;
	member = yice_spellings_find(&scan->lexicon->names, reading->space, at + 1, &len);
	if (!member)
		return NULL;
	if (reading->kind == YICE_READ_CODE) {
		fact[0] = 1 | UINT64_C(1) << 32;
		fact[1] = code_range(member);
	} else {
		for (uint32_t i = 0; i < reading->words; i++)
			fact[reading->words + i] = ~UINT64_C(0);
		fact[member->value / 64] = UINT64_C(1) << member->value % 64;
		fact[reading->words + member->value / 64] = ~(UINT64_C(1) << member->value % 64);
	}
	at[len + 1] = '\0';
	return at + len + 2;
}

/* ---------------------------------------------------------------- lists */

static bool add_code(uint64_t *fact, const struct yice_spelling *code)
{
	uint64_t count = (uint32_t)fact[0];

	for (uint64_t i = 0; i < count; i++)
		if (fact[1 + i] == code_range(code))
			return false;
	if (count == YICE_CODES_MAX)
		return false;
	fact[1 + count] = code_range(code);
	fact[0]++;
	return true;
}

/* One more member that is present; false when it is there already. */
static inline bool add_member(struct yice_facts *facts, uint32_t slot, const struct yice_reading *reading,
			      const struct yice_spelling *member)
{
	uint64_t *fact = slot == facts->view->meta->site_slot ? facts->rest->stated : facts->block + reading->fact;
	uint64_t bit = UINT64_C(1) << member->value % 64;

	if (reading->kind == YICE_READ_CODES)
		return add_code(fact, member);
	if (fact[member->value / 64] & bit)
		return false;
	fact[member->value / 64] |= bit;
	return true;
}

/* ["a", "b"]. The names move together, "a、b", which no list is too short for, and become its text. */
static char *read_list(struct scan *scan, uint32_t slot, const struct yice_reading *reading, char *at)
{
	static const char comma[] = "、";
	char *end = NULL;
	bool done = false;

	static_assert(sizeof(comma) - 1 <= sizeof("\",\"") - 1, "joining needs no room");
	if (*at != '[')
		return NULL;
	at = skip_space(at + 1);
	scan->facts->rest->notes[slot].text = offset_of(scan, at + 1);
	if (*at == ']') {
		scan->empty++;
		return at + 1;
	}
	while (!done) {
		const struct yice_spelling *member;
		size_t len;

		if (*at != '"')
			return NULL;
		member = yice_spellings_find(&scan->lexicon->names, reading->space, ++at, &len);
		if (!member || !add_member(scan->facts, slot, reading, member))
			return NULL;
		if (end) {
			memcpy(end, comma, sizeof(comma) - 1);
			memmove(end + sizeof(comma) - 1, at, len);
			end += sizeof(comma) - 1 + len;
		} else {
			end = at + len;
		}
		at = skip_separator(at + len + 1, ']', &done);
		if (!at)
			return NULL;
	}
	*end = '\0';
	return at;
}

/* ---------------------------------------------------------------- facts */

static inline char *read_value(struct scan *scan, uint32_t slot, const struct yice_reading *reading, char *at)
{
	switch ((enum yice_reading_kind)reading->kind) {
	case YICE_READ_BOOLEAN:
		return read_boolean(scan, reading, at);
	case YICE_READ_TERM:
	case YICE_READ_CODE:
		return read_one(scan, reading, at);
	case YICE_READ_TERMS:
	case YICE_READ_CODES:
		return read_list(scan, slot, reading, at);
	case YICE_READ_QUANTITY:
		return read_quantity(scan, slot, reading, at);
	case YICE_READ_DATE:
		return read_date(scan, slot, reading, at);
	}
	return NULL;
}

/* The slot of a name, often that of the document before; YICE_NONE when there is none. */
static inline uint32_t find_slot(struct scan *scan, const char *at, size_t *len)
{
	const struct yice_spellings *names = &scan->lexicon->names;
	struct yice_fact_guess *guess = &scan->facts->rest->next[scan->last];
	const struct yice_spelling *name;

	if (guess->text && yice_spelling_stands(names, guess->text, at, len))
		return guess->slot;
	name = yice_spellings_find(names, YICE_SPACE_ATTRS, at, len);
	if (!name)
		return YICE_NONE;
	*guess = (struct yice_fact_guess){ name->text, name->value };
	return name->value;
}

static char *read_fact(struct scan *scan, char *at)
{
	struct yice_facts *facts = scan->facts;
	uint64_t bit, *touched;
	size_t len;
	uint32_t slot = find_slot(scan, at, &len);

	if (slot == YICE_NONE)
		return NULL;
	scan->last = slot;
	bit = UINT64_C(1) << slot % 64;
	touched = &facts->rest->touched[slot / 64];
	at = skip_colon(at + len + 1);
	if (!at || *touched & bit)
		return NULL;
	*touched |= bit;
	if (!memcmp(at, "null", 4))
		return at + 4;
	facts->rest->notes[slot].text = offset_of(scan, at + (*at == '"'));
	return read_value(scan, slot, &scan->lexicon->readings[slot], at);
}

/* ---------------------------------------------------------------- site, complete, evidence */

static char *read_unit(struct scan *scan, char *at)
{
	struct yice_facts *facts = scan->facts;
	size_t len;
	uint32_t unit = yice_lexicon_unit(facts->rest->lexicon, at, &len);

	if (unit == YICE_NONE || facts->unit_count == YICE_SITE_UNITS)
		return NULL;
	for (uint32_t i = 0; i < facts->unit_count; i++)
		if (facts->units[i] == unit)
			return NULL;
	if (!yice_facts_unit_room(facts, facts->unit_count + 1))
		return NULL;
	facts->units[facts->unit_count++] = unit;
	return at + len + 1;
}

static char *read_scope(struct scan *scan, char *at)
{
	size_t len;

	scan->facts->scope = yice_lexicon_scope(scan->facts->rest->lexicon, at, &len);
	return scan->facts->scope == YICE_NONE ? NULL : at + len + 1;
}

static char *read_site_member(struct scan *scan, char *at)
{
	size_t len;
	const struct yice_spelling *name =
	    yice_spellings_find(&scan->lexicon->names, YICE_SPACE_SITE, at, &len);

	at = name ? skip_colon(at + len + 1) : NULL;
	if (!at)
		return NULL;
	if (name->value == YICE_IN_SCOPE)
		return *at == '"' && scan->facts->scope == YICE_NONE ? read_scope(scan, at + 1) : NULL;
	if (scan->facts->unit_count)
		return NULL;
	if (*at == '"')
		return read_unit(scan, at + 1);
	at = *at == '[' ? read_strings(scan, at + 1, read_unit) : NULL;
	return scan->facts->unit_count ? at : NULL;
}

/* Whether a stated scope fits the units. */
static bool scope_fits(const struct yice_facts *facts)
{
	for (uint32_t i = 0; facts->scope != YICE_NONE && i < facts->unit_count; i++)
		if (!yice_scope_holds(facts->view, facts->scope, yice_facts_unit_scope(facts, facts->units[i])))
			return false;
	return true;
}

static bool is_empty(const struct yice_facts *facts, uint32_t slot)
{
	return !*yice_facts_text(facts, slot);
}

static char *read_complete(struct scan *scan, char *at)
{
	struct yice_facts *facts = scan->facts;
	size_t len;
	const struct yice_spelling *name =
	    yice_spellings_find(&scan->lexicon->names, YICE_SPACE_ATTRS, at, &len);

	if (!name || !facts->view->attrs[name->value].many || facts->rest->notes[name->value].complete ||
	    !yice_fact_given(facts, name->value))
		return NULL;
	if (scan->empty && is_empty(facts, name->value))
		scan->empty--;
	yice_fact_complete(facts, name->value);
	return at + len + 1;
}

static char *read_evidence(struct scan *scan, char *at)
{
	struct yice_facts *facts = scan->facts;
	struct yice_edition other;
	const char *text;
	size_t len;
	const struct yice_spelling *name =
	    yice_spellings_find(&scan->lexicon->names, YICE_SPACE_ATTRS, at, &len);

	at = name ? skip_colon(at + len + 1) : NULL;
	if (!at || *at != '"' || facts->rest->notes[name->value].evidence || !yice_facts_known(facts, name->value))
		return NULL;
	text = ++at;
	facts->rest->notes[name->value].evidence = offset_of(scan, text);
	at = read_text(at);
	return at && !yice_evidence_differs(facts->view, name->value, text, &other) ? at + 1 : NULL;
}

/* ---------------------------------------------------------------- the document */

static char *read_project(struct scan *scan, char *at)
{
	if (*at != '"')
		return NULL;
	scan->facts->rest->project = offset_of(scan, at + 1);
	at = read_text(at + 1);
	return at ? at + 1 : NULL;
}

static char *read_as_of(struct scan *scan, char *at)
{
	yice_day day;
	char *end = read_day(at, &day);

	if (end)
		memcpy(scan->facts->day, at + 1, 11);
	return end;
}

/* What the site and the lists say together; false when they contradict each other. */
static bool settle(struct scan *scan)
{
	struct yice_facts *facts = scan->facts;
	uint32_t slot = facts->view->meta->site_slot;

	if (slot == YICE_NONE || (!facts->unit_count && !yice_fact_given(facts, slot)))
		return true;
	if (!yice_facts_site_agrees(facts))
		return false;
	yice_facts_settle_site(facts);
	return !facts->rest->texts.failed;
}

static char *read_member(struct scan *scan, char *at)
{
	size_t len;
	const struct yice_spelling *name =
	    yice_spellings_find(&scan->lexicon->names, YICE_SPACE_MEMBERS, at, &len);
	uint32_t member = name ? name->value : 0, later;

	at = name ? skip_colon(at + len + 1) : NULL;
	if (!at)
		return NULL;
	later = member < YICE_IN_SITE ? member : YICE_IN_EVIDENCE;
	for (uint32_t i = member; i <= later; i++)
		if (scan->members >> i & 1)
			return NULL;
	scan->members |= UINT32_C(1) << member;
	switch ((enum yice_facts_member)member) {
	case YICE_IN_PROJECT:
		return read_project(scan, at);
	case YICE_IN_DAY:
		return read_as_of(scan, at);
	case YICE_IN_SITE:
		at = *at == '{' ? read_object(scan, at + 1, read_site_member) : NULL;
		return at && scope_fits(scan->facts) ? at : NULL;
	case YICE_IN_FACTS:
		return *at == '{' ? read_object(scan, at + 1, read_fact) : NULL;
	case YICE_IN_COMPLETE:
		return *at == '[' ? read_strings(scan, at + 1, read_complete) : NULL;
	case YICE_IN_EVIDENCE:
		return *at == '{' && settle(scan) ? read_object(scan, at + 1, read_evidence) : NULL;
	}
	return NULL;
}

/* The facts' own copy of the document, with what must stand behind it; NULL when there is no memory. */
static char *copy_document(struct yice_facts *facts, const char *json, size_t len)
{
	struct yice_buf *texts = &facts->rest->texts;
	size_t room = COPY_START + len + COPY_ROOM;

	texts->len = 0;
	if (texts->cap <= room && !yice_buf_extend(texts, room))
		return NULL;
	texts->len = room;
	texts->data[0] = '\0';
	memcpy(texts->data + COPY_START, json, len);
	memset(texts->data + COPY_START + len, '"', COPY_ROOM);
	texts->data[COPY_START + len] = '\0';
	texts->data[room] = '\0';
	return texts->data + COPY_START;
}

bool yice_facts_scan(struct yice_facts *facts, const char *json, size_t len)
{
	struct scan scan = { .facts = facts, .lexicon = facts->rest->lexicon, .last = facts->view->count[YICE_SEC_ATTRS] };
	char *at, *end;

	if (!len || len > INT32_MAX - COPY_ROOM - COPY_START)
		return false;
	at = copy_document(facts, json, len);
	if (!at)
		return false;
	scan.base = facts->rest->texts.data;
	end = at + len;
	at = skip_space(at);
	at = *at == '{' ? read_object(&scan, at + 1, read_member) : NULL;
	if (!at || skip_space(at) != end || scan.empty)
		return false;
	return scan.members >> YICE_IN_EVIDENCE & 1 || settle(&scan);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Single facts: from a user's words to the bits of the facts block. Nothing is
 * changed unless the whole value is understood; what is wrong with it is said
 * at its place, with the nearest name that would have been right.
 */
#include "base/date.h"
#include "runtime/facts_internal.h"
#include "runtime/image_layout.h"
#include "runtime/quantity.h"
#include "runtime/test_op.h"

uint32_t yice_facts_store(struct yice_facts *facts, const char *text, size_t len)
{
	uint32_t at = (uint32_t)facts->rest->texts.len;

	if (facts->rest->texts.len + len > INT32_MAX) {
		facts->rest->texts.failed = true;
		return 0;
	}
	yice_buf_add(&facts->rest->texts, text, len);
	yice_buf_addc(&facts->rest->texts, '\0');
	return facts->rest->texts.failed ? 0 : at;
}

void yice_fact_note(struct yice_facts *facts, uint32_t slot, const char *text, size_t len)
{
	facts->rest->notes[slot].text = yice_facts_store(facts, text, len);
}

bool yice_fact_given(const struct yice_facts *facts, uint32_t slot)
{
	return facts->rest->notes[slot].text != 0;
}

void yice_fact_forget(struct yice_facts *facts, uint32_t slot)
{
	uint32_t at = facts->view->attrs[slot].fact, size = yice_fact_size(facts->view, slot);

	memcpy(facts->block + at, facts->rest->blank + at, size * sizeof(uint64_t));
	if (slot == facts->view->meta->site_slot) {
		memset(facts->rest->stated, 0, size * sizeof(uint64_t));
		facts->parted = false;
	}
	memset(&facts->rest->notes[slot], 0, sizeof(facts->rest->notes[slot]));
}

/* ---------------------------------------------------------------- messages */

/* The text of a message's argument: at most 80 bytes, whole characters. */
struct excerpt {
	char text[84];
};

static struct excerpt excerpt(struct yice_given given)
{
	struct excerpt out = { "" };
	size_t len = given.len;

	if (len > 80) {
		len = 80;
		while (len && ((unsigned char)given.text[len] & 0xc0) == 0x80)
			len--;
		memcpy(out.text + len, "…", sizeof("…"));
	}
	memcpy(out.text, given.text, len);
	return out;
}

static const char *attr_name(const struct yice_facts *facts, uint32_t slot)
{
	return yice_view_string(facts->view, facts->view->attrs[slot].zh);
}

/* Nearest to name among count strings, offsets of which are found every stride words; whether there is one. */
static bool suggest(const struct yice_view *view, const char *name, const uint32_t *offsets, size_t stride,
		    uint32_t count, struct yice_diags *diags, struct yice_diag *diag)
{
	const char **names = diag ? malloc(((size_t)count + 1) * sizeof(*names)) : NULL, *near;

	if (diag && !names)
		diags->failed = true;
	if (!names)
		return false;
	for (uint32_t i = 0; i < count; i++)
		names[i] = yice_view_string(view, offsets[i * stride]);
	near = yice_did_you_mean(name, names, count);
	if (near)
		yice_diag_help(diags, diag, YICE_D_help_did_you_mean, near, NULL);
	free(names);
	return near != NULL;
}

#define WORDS_OF(record) (sizeof(record) / sizeof(uint32_t))

void yice_facts_suggest_attr(const struct yice_view *view, const char *name, struct yice_diags *diags,
			     struct yice_diag *diag)
{
	if (view->count[YICE_SEC_ATTR_NAMES])
		suggest(view, name, &view->attr_names->name, WORDS_OF(*view->attr_names),
			view->count[YICE_SEC_ATTR_NAMES], diags, diag);
}

void yice_facts_suggest_unit(const struct yice_view *view, const char *name, struct yice_diags *diags,
			     struct yice_diag *diag)
{
	if (view->count[YICE_SEC_UNITS])
		suggest(view, name, &view->units->code, WORDS_OF(*view->units), view->count[YICE_SEC_UNITS],
			diags, diag);
}

/* The names of one list lie together in MEMBER_NAMES. */
static bool suggest_member(const struct yice_view *view, uint32_t vocab, const char *name,
			   struct yice_diags *diags, struct yice_diag *diag)
{
	uint32_t first = 0, end, count = view->count[YICE_SEC_MEMBER_NAMES];

	while (first < count && view->member_names[first].vocab != vocab)
		first++;
	for (end = first; end < count && view->member_names[end].vocab == vocab;)
		end++;
	return end > first && suggest(view, name, &view->member_names[first].name,
				      WORDS_OF(*view->member_names), end - first, diags, diag);
}

#define WORDS_SHOWN 10 /* of a longer list none are */

/* All words of a short list. */
static void help_words(const struct yice_view *view, uint32_t slot, struct yice_diags *diags,
		       struct yice_diag *diag)
{
	const struct yice_image_attr *attr = &view->attrs[slot];
	struct yice_buf zh = YICE_BUF_INIT, en = YICE_BUF_INIT;

	if (attr->type != YICE_ATTR_TERMS || view->vocabs[attr->vocab].members > WORDS_SHOWN)
		return;
	for (uint32_t i = 0; i < view->vocabs[attr->vocab].members; i++) {
		const struct yice_image_member *m = &view->members[view->vocabs[attr->vocab].first_member + i];

		yice_buf_addf(&zh, "%s%s", i ? "、" : "", yice_view_string(view, m->zh));
		yice_buf_addf(&en, "%s%s", i ? ", " : "", yice_view_name(view, m->zh, m->en, YICE_EN));
	}
	yice_diag_help(diags, diag, YICE_D_help_words, yice_buf_text(&zh), yice_buf_text(&en), NULL);
	diags->failed |= zh.failed || en.failed;
	yice_buf_release(&zh);
	yice_buf_release(&en);
}

void yice_fact_report_kind(const struct yice_facts *facts, uint32_t slot, const char *name,
			   struct yice_span span, struct yice_diags *diags)
{
	static const char *const one[YICE_ATTR_TYPES][2] = {
		[YICE_ATTR_BOOLEAN] = { "“是”或“否”（true、false）", "true or false, \"yes\" or \"no\"" },
		[YICE_ATTR_TERMS] = { "一个名称，如 \"甲\"", "one name, as in \"a\"" },
		[YICE_ATTR_CODES] = { "一个代码，如 \"C2614\"", "one code, as in \"C2614\"" },
		[YICE_ATTR_QUANTITY] = { "数，或带计量的文字，如 \"1.2 t/a\"",
					 "a number, or text with a measure, as in \"1.2 t/a\"" },
		[YICE_ATTR_DATE] = { "日期，如 \"2024-07-01\"", "a date, as in \"2024-07-01\"" },
	};
	static const char *const some[2] = { "名称的列表，如 [\"甲\", \"乙\"]",
					     "a list of names, as in [\"a\", \"b\"]" };
	const struct yice_image_attr *attr = &facts->view->attrs[slot];
	const char *const *takes = attr->many ? some : one[attr->type];

	help_words(facts->view, slot, diags,
		   yice_diag_add(diags, YICE_D_facts_kind, span, name, takes[YICE_ZH], takes[YICE_EN], NULL));
}

/* ---------------------------------------------------------------- booleans, quantities, dates */

void yice_fact_set_boolean(struct yice_facts *facts, uint32_t slot, bool yes)
{
	facts->block[facts->view->attrs[slot].fact] = yes;
}

bool yice_fact_read_boolean(struct yice_facts *facts, uint32_t slot, struct yice_given given,
			    struct yice_diags *diags)
{
	static const struct {
		const char *word;
		bool yes;
	} words[] = { { "是", true },  { "否", false },  { "yes", true },
		      { "no", false }, { "true", true }, { "false", false } };

	for (size_t i = 0; i < YICE_COUNT(words); i++)
		if (strlen(words[i].word) == given.len && !memcmp(words[i].word, given.text, given.len)) {
			yice_fact_set_boolean(facts, slot, words[i].yes);
			return true;
		}
	yice_fact_report_kind(facts, slot, attr_name(facts, slot), given.span, diags);
	return false;
}

static void set_scalar(struct yice_facts *facts, uint32_t slot, int64_t tick, struct yice_ratio value)
{
	uint64_t *exact = facts->block + facts->exact + 2 * (size_t)slot;

	facts->block[facts->view->attrs[slot].fact] = (uint64_t)tick;
	exact[0] = (uint64_t)value.num;
	exact[1] = (uint64_t)value.den;
}

static void report_measure(const struct yice_view *view, const char *unknown, struct yice_span span,
			   struct yice_diags *diags)
{
	struct yice_diag *diag = yice_diag_add(diags, YICE_D_facts_measure, span, unknown, NULL);

	if (view->count[YICE_SEC_MEASURES])
		suggest(view, unknown, &view->measures->zh, WORDS_OF(*view->measures),
			view->count[YICE_SEC_MEASURES], diags, diag);
}

/* Refuses a value outside the attribute's range. */
static bool in_range(const struct yice_facts *facts, uint32_t slot, struct yice_ratio value,
		     struct yice_span span, struct yice_diags *diags)
{
	const struct yice_view *view = facts->view;
	const struct yice_image_attr *attr = &view->attrs[slot];
	bool below = attr->min != YICE_NONE && yice_ratio_cmp(value, yice_view_ratio(view, attr->min)) < 0;
	bool above = attr->max != YICE_NONE && yice_ratio_cmp(value, yice_view_ratio(view, attr->max)) > 0;
	struct yice_buf bound = YICE_BUF_INIT;

	if (!below && !above)
		return true;
	yice_ratio_format(yice_view_ratio(view, below ? attr->min : attr->max), &bound);
	if (attr->measure)
		yice_buf_addf(&bound, " %s", yice_view_string(view, attr->measure));
	yice_diag_add(diags, below ? YICE_D_facts_below : YICE_D_facts_above, span, attr_name(facts, slot),
		      yice_buf_text(&bound), NULL);
	if (bound.failed)
		diags->failed = true;
	yice_buf_release(&bound);
	return false;
}

bool yice_fact_read_quantity(struct yice_facts *facts, uint32_t slot, struct yice_given given,
			     struct yice_diags *diags)
{
	const struct yice_view *view = facts->view;
	const struct yice_image_attr *attr = &view->attrs[slot];
	struct yice_quantity quantity;
	struct yice_ratio value = { 0, 1 };
	int status = yice_quantity_parse(view, given.text, given.len, &quantity);

	/* 1,200 kg/a; 10-20 t/a; 2/3 hm²: no measure begins like this, the number is at fault. */
	if (status == YICE_ENOTFOUND && strchr(",.-~+*", *quantity.unknown))
		status = YICE_ESYNTAX;
	if (status == YICE_ENOTFOUND) {
		report_measure(view, quantity.unknown, given.span, diags);
		return false;
	}
	if (!status)
		status = yice_quantity_in(view, &quantity, slot, &value);
	if (status == YICE_ENOMEM)
		diags->failed = true;
	if (status == YICE_ENOTFOUND)
		yice_diag_add(diags, YICE_D_facts_dimension, given.span, attr_name(facts, slot),
			      attr->measure ? yice_view_string(view, attr->measure) : "1",
			      excerpt(given).text, NULL);
	if (status == YICE_ESYNTAX)
		yice_diag_add(diags, YICE_D_facts_number, given.span, excerpt(given).text, NULL);
	if (status == YICE_ERANGE)
		yice_diag_add(diags, YICE_D_facts_exact, given.span, excerpt(given).text, NULL);
	if (status || !in_range(facts, slot, value, given.span, diags))
		return false;
	set_scalar(facts, slot, yice_ratio_tick(value, view->numbers[attr->scale]), value);
	return true;
}

bool yice_fact_read_date(struct yice_facts *facts, uint32_t slot, struct yice_given given,
			 struct yice_diags *diags)
{
	yice_day day;

	if (yice_date_parse(given.text, given.len, &day)) {
		yice_diag_add(diags, YICE_D_facts_date, given.span, excerpt(given).text, NULL);
		return false;
	}
	set_scalar(facts, slot, 2 * (int64_t)day, yice_ratio_int(day));
	return true;
}

bool yice_evidence_differs(const struct yice_view *view, uint32_t slot, const char *text, struct yice_edition *out)
{
	const struct yice_image_attr *attr = &view->attrs[slot];

	return attr->type == YICE_ATTR_CODES &&
	       yice_edition_other(text, yice_view_string(view, view->vocabs[attr->vocab].edition), out);
}

/* The code is one of another edition whose table the image has too. */
static bool help_edition(const struct yice_view *view, uint32_t vocab, struct yice_given given,
			 struct yice_diags *diags, struct yice_diag *diag)
{
	struct excerpt name = excerpt(given);

	for (uint32_t i = 0; view->vocabs[vocab].edition && i < view->count[YICE_SEC_VOCABS]; i++) {
		if (i == vocab || !view->vocabs[i].edition ||
		    yice_image_find_member(view, i, given.text, given.len) == YICE_NONE)
			continue;
		yice_diag_help(diags, diag, YICE_D_help_code_edition, name.text,
			       yice_view_string(view, view->vocabs[i].edition),
			       yice_view_string(view, view->vocabs[vocab].edition), NULL);
		return true;
	}
	return false;
}

/* ---------------------------------------------------------------- members of lists and codes */

/* Ordinal in the attribute's list, or YICE_NONE with the mistake reported. */
static uint32_t find_member(const struct yice_facts *facts, uint32_t slot, struct yice_given given,
			    struct yice_diags *diags)
{
	const struct yice_view *view = facts->view;
	uint32_t vocab = view->attrs[slot].vocab;
	uint32_t ordinal = yice_image_find_member(view, vocab, given.text, given.len);
	struct excerpt name = excerpt(given);
	struct yice_diag *diag;

	if (ordinal != YICE_NONE)
		return ordinal;
	diag = yice_diag_add(diags, YICE_D_facts_member, given.span, name.text,
			     yice_view_string(view, view->vocabs[vocab].zh), NULL);
	if (!help_edition(view, vocab, given, diags, diag) &&
	    !suggest_member(view, vocab, name.text, diags, diag))
		help_words(view, slot, diags, diag);
	return YICE_NONE;
}

/* A code stands for its whole subtree. */
static uint64_t code_range(const struct yice_view *view, uint32_t vocab, uint32_t ordinal)
{
	return ordinal | (uint64_t)view->members[view->vocabs[vocab].first_member + ordinal].end << 32;
}

bool yice_fact_read_one(struct yice_facts *facts, uint32_t slot, struct yice_given given,
			struct yice_diags *diags)
{
	const struct yice_view *view = facts->view;
	const struct yice_image_attr *attr = &view->attrs[slot];
	uint64_t *fact = facts->block + attr->fact;
	uint32_t ordinal = find_member(facts, slot, given, diags), words;

	if (ordinal == YICE_NONE)
		return false;
	if (attr->type == YICE_ATTR_CODES) {
		fact[0] = 1 | UINT64_C(1) << 32;
		fact[1] = code_range(view, attr->vocab, ordinal);
		return true;
	}
	words = yice_attr_mask_words(view, slot);
	memset(fact, 0, words * sizeof(*fact));
	memset(fact + words, 0xff, words * sizeof(*fact));
	fact[ordinal / 64] |= UINT64_C(1) << ordinal % 64;
	fact[words + ordinal / 64] &= ~(UINT64_C(1) << ordinal % 64);
	return true;
}

static bool add_code(struct yice_facts *facts, uint32_t slot, struct yice_given given, uint32_t ordinal,
		     bool present, struct yice_diags *diags)
{
	const struct yice_view *view = facts->view;
	uint64_t *fact = facts->block + view->attrs[slot].fact, count = (uint32_t)fact[0];
	uint64_t range = code_range(view, view->attrs[slot].vocab, ordinal);

	if (!present) {
		yice_diag_add(diags, YICE_D_facts_codes_not, given.span, excerpt(given).text, NULL);
		return false;
	}
	for (uint64_t i = 0; i < count; i++)
		if (fact[1 + i] == range) {
			yice_diag_add(diags, YICE_D_facts_repeat, given.span, excerpt(given).text, NULL);
			return true;
		}
	if (count == YICE_CODES_MAX) {
		char limit[8] = { '0' + YICE_CODES_MAX, '\0' };

		static_assert(YICE_CODES_MAX < 10, "one digit");
		yice_diag_add(diags, YICE_D_facts_codes, given.span, attr_name(facts, slot), limit, NULL);
		return false;
	}
	fact[1 + count] = range;
	fact[0]++;
	return true;
}

bool yice_fact_read_member(struct yice_facts *facts, uint32_t slot, struct yice_given given, bool present,
			   struct yice_diags *diags)
{
	const struct yice_view *view = facts->view;
	uint32_t ordinal = find_member(facts, slot, given, diags), words;
	uint64_t *fact, bit;

	if (ordinal == YICE_NONE)
		return false;
	if (view->attrs[slot].type == YICE_ATTR_CODES)
		return add_code(facts, slot, given, ordinal, present, diags);
	words = yice_attr_mask_words(view, slot);
	fact = slot == view->meta->site_slot ? facts->rest->stated : facts->block + view->attrs[slot].fact;
	fact += ordinal / 64;
	bit = UINT64_C(1) << ordinal % 64;
	if (fact[present ? words : 0] & bit) {
		yice_diag_add(diags, YICE_D_facts_both, given.span, excerpt(given).text, NULL);
		return false;
	}
	if (fact[present ? 0 : words] & bit)
		yice_diag_add(diags, YICE_D_facts_repeat, given.span, excerpt(given).text, NULL);
	fact[present ? 0 : words] |= bit;
	return true;
}

void yice_fact_complete(struct yice_facts *facts, uint32_t slot)
{
	const struct yice_image_attr *attr = &facts->view->attrs[slot];
	uint64_t *fact = facts->block + attr->fact;
	uint32_t words;

	facts->rest->notes[slot].complete = true;
	if (attr->type == YICE_ATTR_CODES) {
		fact[0] |= UINT64_C(1) << 32;
		return;
	}
	words = yice_attr_mask_words(facts->view, slot);
	for (uint32_t i = 0; i < words; i++)
		fact[words + i] = ~fact[i];
}

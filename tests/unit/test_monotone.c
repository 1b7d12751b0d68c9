/* SPDX-License-Identifier: Apache-2.0 */
/*
 * No verdict from missing data, as a property of every example and every case
 * beside the maintained rule sets: whatever is decided with some facts left
 * out, or said less exactly, stays so when they are given, and so it is of
 * random sites in several units of those rules. A clause may only
 * go from unknown to something else, never from one outcome to another. And a
 * clause that one left-out fact makes unknown names that fact as missing.
 */
#include "tests/unit/unit.h"

#include <glob.h>
#include <unistd.h>

#include "base/json.h"
#include "runtime/run.h"
#include "runtime/test_op.h"
#include "yice/compile.h"

#define FACTS_MAX   256
#define RANDOM_RUNS 12
#define JOINT_SITES 400

/* How much of a fact is told; what is higher says no more than what is lower does, and FIRST less than OPEN. */
enum telling { WHOLE, OPEN, FIRST, PREFIX, NOTHING, TELLINGS };

struct rules {
	void *bytes;
	yice_image *image;
	yice_facts *facts[2];
	yice_run *run[2];
	uint32_t documents, compared, settled;
};

/* One facts document and how much of each of its facts a variant tells. */
struct document {
	const char *path;
	const char *text; /* of the file the spans point into */
	const struct yice_json *root;
	const struct yice_json *facts[FACTS_MAX];
	size_t count;
	const char *day;
};

static void add_span(struct yice_buf *out, const struct document *document, uint32_t start, uint32_t end)
{
	yice_buf_add(out, document->text + start, end - start);
}

static size_t index_of(const struct document *document, const char *name)
{
	size_t i = 0;

	while (i < document->count && strcmp(document->facts[i]->key, name))
		i++;
	return i;
}

/* A value told less exactly, or whole when it has no less exact form. */
static void add_value(struct yice_buf *out, const struct document *document, const struct yice_json *value,
		      enum telling telling)
{
	if (telling == FIRST && value->kind == YICE_JSON_ARRAY && value->first) {
		yice_buf_addc(out, '[');
		add_span(out, document, value->first->span.start, value->first->span.end);
		yice_buf_addc(out, ']');
	} else if (telling == PREFIX && value->kind == YICE_JSON_STRING && value->len > 1 && *value->text >= 'A' &&
		   *value->text <= 'Z' && strspn(value->text + 1, "0123456789") == value->len - 1) {
		yice_json_quote(out, value->text, value->len - 1 - (value->len == 3));
	} else {
		add_span(out, document, value->span.start, value->span.end);
	}
}

static void add_facts(struct yice_buf *out, const struct document *document, const enum telling *tellings)
{
	bool first = true;

	yice_buf_addc(out, '{');
	for (size_t i = 0; i < document->count; i++) {
		const struct yice_json *fact = document->facts[i];

		if (tellings[i] == NOTHING)
			continue;
		yice_buf_adds(out, first ? "" : ",");
		add_span(out, document, fact->key_span.start, fact->key_span.end);
		yice_buf_addc(out, ':');
		add_value(out, document, fact, tellings[i]);
		first = false;
	}
	yice_buf_addc(out, '}');
}

/* Names of what is complete: of facts told whole only. */
static void add_complete(struct yice_buf *out, const struct document *document, const struct yice_json *complete,
			 const enum telling *tellings)
{
	bool first = true;

	yice_buf_addc(out, '[');
	for (const struct yice_json *name = complete->first; name; name = name->next) {
		size_t i = index_of(document, name->text);

		if (i < document->count && (tellings[i] == WHOLE || tellings[i] == PREFIX)) {
			yice_buf_adds(out, first ? "" : ",");
			add_span(out, document, name->span.start, name->span.end);
			first = false;
		}
	}
	yice_buf_addc(out, ']');
}

static void write_variant(struct yice_buf *out, const struct document *document, const enum telling *tellings)
{
	yice_buf_adds(out, "{\"project\":\"\"");
	for (const struct yice_json *member = document->root->first; member; member = member->next) {
		bool facts = !strcmp(member->key, "facts"), complete = !strcmp(member->key, "complete");

		if (!facts && !complete && strcmp(member->key, "site") && strcmp(member->key, "as_of"))
			continue;
		yice_buf_addf(out, ",\"%s\":", member->key);
		if (facts)
			add_facts(out, document, tellings);
		else if (complete)
			add_complete(out, document, member, tellings);
		else
			add_span(out, document, member->span.start, member->span.end);
	}
	yice_buf_addc(out, '}');
	assert_int_equal(yice_buf_status(out), YICE_OK);
}

static void decide(struct rules *rules, int which, const struct document *document, const enum telling *tellings)
{
	struct yice_buf text = YICE_BUF_INIT;
	yice_report *report;
	char *mistakes;
	int status;

	write_variant(&text, document, tellings);
	assert_int_equal(yice_report_new(&report), YICE_OK);
	yice_facts_clear(rules->facts[which]);
	status = yice_facts_read(rules->facts[which], document->path, yice_buf_text(&text), text.len, report);
	if (status) {
		assert_int_equal(yice_report_text(report, "pretty", "en", &mistakes), YICE_OK);
		fail_msg("%s\n%s", mistakes, yice_buf_text(&text));
	}
	yice_report_free(report);
	yice_buf_release(&text);
	assert_int_equal(yice_run_decide(rules->run[which], rules->facts[which], document->day), YICE_OK);
}

/* Is it still open what becomes of the clause? A note or a duty is shown as long as it may apply. */
static bool is_open(const struct yice_decided *decided)
{
	if (decided->outcome == YICE_NOTED || decided->outcome == YICE_RUN_DUTY)
		return decided->applies == YICE_U;
	return decided->outcome == YICE_UNKNOWN;
}

static const char *word(int outcome)
{
	return outcome == YICE_RUN_DUTY ? "a duty" : yice_outcome_word((enum yice_outcome)outcome, "en");
}

/* The decision with less told, run 1, against that with more, run 0. `left_out`: the one fact not told, or NULL. */
static void compare(struct rules *rules, const struct document *document, const struct yice_json *left_out)
{
	struct yice_run *more = rules->run[0], *less = rules->run[1];

	assert_int_equal(yice_run_count(more), yice_run_count(less));
	for (uint32_t i = 0; i < yice_run_count(more); i++) {
		char id[512];

		assert_int_equal(yice_run_decided(more, i)->clause, yice_run_decided(less, i)->clause);
		yice_run_id(more, i, id, sizeof(id));
		if (!is_open(yice_run_decided(less, i)) && (yice_run_decided(more, i)->outcome != yice_run_decided(less, i)->outcome ||
						    yice_run_decided(more, i)->applies != yice_run_decided(less, i)->applies))
			fail_msg("%s: %s is %s without %s, but %s with it", document->path, id,
				 word(yice_run_decided(less, i)->outcome), left_out ? left_out->key : "some facts",
				 word(yice_run_decided(more, i)->outcome));
		rules->compared++;
	}
}

/* Every clause that became unknown says that the fact is missing. */
static void check_missing(struct rules *rules, const struct document *document, const struct yice_json *left_out)
{
	struct yice_run *more = rules->run[0];
	struct yice_run *less = rules->run[1];
	uint32_t slot = yice_image_find_attr(less->view, left_out->key, strlen(left_out->key));

	for (uint32_t i = 0; i < yice_run_count(less); i++) {
		struct yice_because because;
		struct yice_arena arena;
		bool named = false;
		char id[512];

		if (yice_run_decided(less, i)->outcome != YICE_UNKNOWN || yice_run_decided(more, i)->outcome == YICE_UNKNOWN)
			continue;
		yice_arena_init(&arena);
		assert_int_equal(yice_run_because(less, i, &arena, &because), YICE_OK);
		for (uint32_t m = 0; m < because.missing_count; m++)
			named |= because.missing[m] == slot;
		yice_arena_release(&arena);
		yice_run_id(less, i, id, sizeof(id));
		if (!named)
			fail_msg("%s: %s does not name %s as missing", document->path, id, left_out->key);
		rules->settled++;
	}
}

/* The document less one fact at a time, dropped or told less exactly. */
static void leave_out_each(struct rules *rules, const struct document *document)
{
	enum telling tellings[FACTS_MAX] = { WHOLE };

	decide(rules, 0, document, tellings);
	for (size_t i = 0; i < document->count; i++) {
		for (int telling = OPEN; telling < TELLINGS; telling++) {
			tellings[i] = (enum telling)telling;
			decide(rules, 1, document, tellings);
			compare(rules, document, document->facts[i]);
		}
		check_missing(rules, document, document->facts[i]);
		tellings[i] = WHOLE;
	}
}

/* Some of the facts, and then some of those. */
static void leave_out_some(struct rules *rules, const struct document *document, uint64_t *random)
{
	enum telling tellings[FACTS_MAX];

	for (size_t i = 0; i < document->count; i++)
		tellings[i] = unit_random(random) >> 62 ? WHOLE : NOTHING;
	decide(rules, 0, document, tellings);
	for (size_t i = 0; i < document->count; i++)
		if (tellings[i] == WHOLE && unit_random(random) >> 63)
			tellings[i] = (enum telling)(OPEN + unit_random(random) % (TELLINGS - OPEN));
	decide(rules, 1, document, tellings);
	compare(rules, document, NULL);
}

static void try_document(struct rules *rules, const char *path, const char *text, const struct yice_json *root,
			 const char *day)
{
	const struct yice_json *facts = yice_json_get(root, "facts");
	struct document document = { .path = path, .text = text, .root = root, .day = day };
	uint64_t random = 20240701;

	for (const struct yice_json *fact = facts ? facts->first : NULL; fact; fact = fact->next) {
		assert_true(document.count < FACTS_MAX);
		document.facts[document.count++] = fact;
	}
	leave_out_each(rules, &document);
	for (int i = 0; i < RANDOM_RUNS; i++)
		leave_out_some(rules, &document, &random);
	rules->documents++;
}

/* A facts document, or the cases of an expectation file that state their facts. */
static void try_file(struct rules *rules, const char *path)
{
	struct yice_diags diags;
	struct yice_arena arena;
	struct yice_json *root;
	const struct yice_json *cases;
	char *text;
	size_t len;

	yice_diags_init(&diags);
	yice_arena_init(&arena);
	assert_int_equal(yice_read_file(path, &text, &len), YICE_OK);
	assert_int_equal(yice_json_parse(text, len, 0, 0, &arena, &diags, &root), YICE_OK);
	cases = yice_json_get(root, "cases");
	if (!cases)
		try_document(rules, path, text, root, NULL);
	for (const struct yice_json *one = cases ? cases->first : NULL; one; one = one->next) {
		const struct yice_json *facts = yice_json_get(one, "facts"), *day = yice_json_get(one, "as_of");

		if (facts)
			try_document(rules, path, text, facts, day ? day->text : NULL);
	}
	free(text);
	yice_arena_release(&arena);
	yice_diags_release(&diags);
}

static void try_files(struct rules *rules, const char *pattern)
{
	glob_t found;

	if (glob(pattern, 0, NULL, &found))
		return;
	for (size_t i = 0; i < found.gl_pathc; i++)
		try_file(rules, found.gl_pathv[i]);
	globfree(&found);
}

/* ---- sites in several units */

static bool has_place(const struct yice_view *view, uint32_t mask, uint32_t place)
{
	return mask != YICE_NONE && (uint64_t)view->numbers[mask + place / 64] >> place % 64 & 1;
}

/* What is stated of the places: of each nothing, or one that does not contradict all units or one of them. */
static void add_places(struct yice_buf *text, const struct yice_view *view, const uint32_t *units, uint32_t count, bool present,
		       uint64_t chosen)
{
	const struct yice_image_vocab *places = &view->vocabs[view->meta->place_list];
	bool first = true;

	for (uint32_t i = 0; i < places->members; i++) {
		uint64_t draw = unit_random(&chosen) % 5;
		bool out = true, in = false;

		for (uint32_t u = 0; u < count; u++) {
			out &= has_place(view, view->units[units[u]].absent, i);
			in |= has_place(view, view->units[units[u]].present, i);
		}
		if ((present ? out : in) || draw != (present ? 0 : 1))
			continue;
		yice_buf_adds(text, first ? "" : ",");
		yice_json_quote(text, yice_view_string(view, view->members[places->first_member + i].zh),
				strlen(yice_view_string(view, view->members[places->first_member + i].zh)));
		first = false;
	}
}

/* Units that differ in their places, near one another in the image more often than not. */
static void write_joint(struct yice_buf *text, const struct yice_view *view, uint64_t *random)
{
	uint32_t units[3], count = 2 + (uint32_t)(unit_random(random) % 2), all = view->count[YICE_SEC_UNITS];
	uint64_t chosen = unit_random(random) | 1;

	units[0] = (uint32_t)(unit_random(random) % all);
	for (uint32_t i = 1; i < count; i++)
		units[i] = (units[i - 1] + 1 + (uint32_t)(unit_random(random) % 5)) % all;
	yice_buf_adds(text, "{\"site\":{\"unit\":[");
	for (uint32_t i = 0; i < count; i++)
		yice_buf_addf(text, "%s\"%s\"", i ? "," : "", yice_view_string(view, view->units[units[i]].code));
	yice_buf_adds(text, "]},\"facts\":{\"场址\":{\"has\":[");
	add_places(text, view, units, count, true, chosen);
	yice_buf_adds(text, "],\"not\":[");
	add_places(text, view, units, count, false, chosen);
	yice_buf_adds(text, "]},\"建设性质\":\"新建\"}");
	if (unit_random(random) & UINT64_C(1) << 60)
		yice_buf_adds(text, ",\"complete\":[\"场址\"]");
	yice_buf_adds(text, "}");
}

/* Leaving out what is stated of places makes each part of the site less known, never another. */
static void more_facts_change_no_outcome_of_sites_in_several_units(void **state)
{
	struct rules *rules = *state;
	uint32_t before = rules->documents, parted = 0, settled = rules->settled;
	uint64_t random = 20240702;

	for (int i = 0; i < JOINT_SITES; i++) {
		struct yice_buf text = YICE_BUF_INIT;
		struct yice_diags diags;
		struct yice_arena arena;
		struct yice_json *root;

		yice_diags_init(&diags);
		yice_arena_init(&arena);
		write_joint(&text, rules->run[0]->view, &random);
		assert_int_equal(yice_json_parse(text.data, text.len, 0, 0, &arena, &diags, &root), YICE_OK);
		try_document(rules, "several units", text.data, root, "2024-07-01");
		parted += rules->facts[0]->parted;
		yice_buf_release(&text);
		yice_arena_release(&arena);
		yice_diags_release(&diags);
	}
	assert_int_equal(rules->documents - before, JOINT_SITES);
	assert_true(parted > JOINT_SITES / 2 && rules->settled - settled > 1000);
}

static int open_rules(void **state)
{
	static struct rules rules;
	const char *path = "rulesets", *root = getenv("ROOT");
	yice_report *report;
	size_t len;

	if (root && chdir(root))
		return -1;
	if (yice_report_new(&report) || yice_build(&path, 1, report, &rules.bytes, &len) ||
	    yice_image_borrow(rules.bytes, len, report, &rules.image))
		return -1;
	yice_report_free(report);
	for (int i = 0; i < 2; i++)
		if (yice_facts_new(rules.image, &rules.facts[i]) || yice_run_new(rules.image, &rules.run[i]))
			return -1;
	*state = &rules;
	return 0;
}

static int close_rules(void **state)
{
	struct rules *rules = *state;

	for (int i = 0; i < 2; i++) {
		yice_run_free(rules->run[i]);
		yice_facts_free(rules->facts[i]);
	}
	yice_image_free(rules->image);
	free(rules->bytes);
	return 0;
}

static void more_facts_change_no_outcome_of_examples(void **state)
{
	struct rules *rules = *state;

	try_files(rules, "examples/*.json");
	assert_true(rules->documents >= 8 && rules->compared > 10000 && rules->settled > 100);
}

static void more_facts_change_no_outcome_of_cases(void **state)
{
	struct rules *rules = *state;
	uint32_t before = rules->documents;

	try_files(rules, "rulesets/*/*.cases.json");
	assert_true(rules->documents - before >= 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(more_facts_change_no_outcome_of_examples),
		cmocka_unit_test(more_facts_change_no_outcome_of_cases),
		cmocka_unit_test(more_facts_change_no_outcome_of_sites_in_several_units),
	};

	return cmocka_run_group_tests_name("monotone", tests, open_rules, close_rules);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Advice against enumeration. Random lists over domains so small that every
 * state of the facts, each attribute known, missing or known in part, is decided
 * beforehand: which sets of missing facts settle a verdict, and which changes
 * turn a refusal, can then be looked up, and advice must say the same. The
 * environment variable ADVICE_WORLDS sets how many lists of each kind are tried.
 */
#include "tests/unit/unit.h"

#include <stdio.h>
#include <unistd.h>

#include "advice/advice.h"
#include "advice/near.h"
#include "runtime/facts.h"
#include "runtime/run.h"
#include "yice/compile.h"

#define VARIANTS   3
#define ATTRS      5
#define VALUES_MAX 21
#define CLAUSES    4
#define STATES     8000
#define SIXTHS     19 /* from 0 to 3 */

/* Values of one attribute; behind them come "missing" and, where `partial` has a text, "known in part". */
struct domain {
	const char *name;
	uint32_t count;
	char values[VALUES_MAX][32];
	const char *partial;  /* NULL: it is never known in part */
	uint32_t completions; /* bit per value that it can turn out to be */
	bool some, number, fixed;
};

struct world {
	struct domain domains[ATTRS];
	uint32_t attrs, states;
	void *bytes;
	yice_image *image;
	yice_facts *facts;
	yice_run *run;
	struct yice_buf rules;
	const char *table; /* of the file beside the rules; NULL: the codes */
	uint8_t verdict[STATES];
	int8_t outcome[STATES][CLAUSES];
};

static const char *const declarations[VARIANTS] = {
	"词表 性：新、改、扩 词表 件：甲、乙、丙 代码表 业 版本 \"试\" 数据 \"codes.tsv\"\n"
	"属性 性：一项 性 属性 件：多项 件 属性 旗：是否 属性 量：数量 1 范围 0、3 属性 业：一项 业\n",
	"词表 性：新、改、扩 代码表 业 版本 \"试\" 数据 \"codes.tsv\"\n"
	"属性 性：一项 性 属性 业：多项 业 属性 建：日期 属性 批：日期\n",
	"词表 性：新、改、扩 属性 性：一项 性 属性 旗：是否 属性 甲：数量 1 范围 0、3 属性 乙：数量 1 范围 "
	"0、3\n",
};
static const char codes_table[] =
    "code\tname\nA\t甲\nA1\t甲一\nA11\t甲一一\nA12\t甲一二\nA2\t甲二\nB\t乙\nB1\t乙一\n";
static const char *const codes[] = { "A", "A1", "A11", "A12", "A2", "B", "B1" };
static const char *const natures[] = { "新", "改", "扩" };
static const char *const parts[] = { "甲", "乙", "丙" };
static const char *const leaves[] = { "A11", "A12", "A2", "B1" };
static const char *const relations[] = { "<", "≤", ">", "≥", "=", "≠" };

static uint64_t state = 20261122;

static uint32_t draw(uint32_t below)
{
	return (uint32_t)(unit_random(&state) >> 33) % below;
}

/* ---------------------------------------------------------------- random rules */

static void add_words(const char *const *words, uint32_t count, struct yice_buf *out)
{
	uint32_t chosen = 1 + draw((1u << count) - 1);
	bool first = true;

	for (uint32_t i = 0; i < count; i++)
		if (chosen >> i & 1) {
			yice_buf_addf(out, "%s%s", first ? "" : "、", words[i]);
			first = false;
		}
}

static void add_test(int variant, struct yice_buf *out)
{
	static const char *const some[] = { "含", "不含", "全部属于" };
	const char *relation = relations[draw(6)];

	switch (variant * 10 + (int)draw(variant == 0 ? 5 : variant == 1 ? 4 : 5)) {
	case 0:
		yice_buf_addf(out, "件 %s ", some[draw(3)]);
		add_words(parts, 3, out);
		return;
	case 1:
	case 23:
		yice_buf_addf(out, "旗 = %s", draw(2) ? "是" : "否");
		return;
	case 2:
		yice_buf_addf(out, "量 %s %u", relation, (unsigned int)draw(4));
		return;
	case 3:
		yice_buf_addf(out, "业 %s %s", draw(2) ? "属于" : "不属于", codes[draw(YICE_COUNT(codes))]);
		return;
	case 10:
		yice_buf_addf(out, "业 %s %s", some[draw(3)], codes[draw(YICE_COUNT(codes))]);
		return;
	case 11:
		yice_buf_addf(out, "%s %s 2024-01-0%u", draw(2) ? "建" : "批", relation,
			      (unsigned int)draw(3) + 2);
		return;
	case 12:
		yice_buf_addf(out, "建 %s 批", relation);
		return;
	case 20:
		yice_buf_addf(out, "甲 %s 乙 %s %u", draw(2) ? "+" : "-", relation, (unsigned int)draw(4));
		return;
	case 21:
		yice_buf_addf(out, "%s %s %u", draw(2) ? "甲" : "乙", relation, (unsigned int)draw(4));
		return;
	case 22:
		yice_buf_addf(out, "甲 %s 乙", relation);
		return;
	default:
		yice_buf_adds(out, "性 属于 ");
		add_words(natures, 3, out);
		return;
	}
}

static void add_condition(int variant, uint32_t depth, struct yice_buf *out)
{
	uint32_t kind = draw(depth ? 9 : 6), children = 2 + draw(2);

	if (kind == 4 && !draw(4)) {
		yice_buf_addf(out, "待判 \"%u\"", (unsigned int)draw(3));
		return;
	}
	if (kind < 6) {
		add_test(variant, out);
		return;
	}
	if (kind == 6) {
		yice_buf_adds(out, "非（");
		add_condition(variant, depth - 1, out);
		yice_buf_adds(out, "）");
		return;
	}
	for (uint32_t i = 0; i < children; i++) {
		yice_buf_adds(out, i ? kind == 7 ? " 且（" : " 或（" : "（");
		add_condition(variant, depth - 1, out);
		yice_buf_adds(out, "）");
	}
}

static void add_clause(int variant, uint32_t number, struct yice_buf *out)
{
	static const char *const effects[] = { "禁止", "禁止", "限制 \"论证\"" };
	uint32_t effect = draw(6);

	yice_buf_addf(out, "1-%u 原文 \"甲\"", (unsigned int)number + 1);
	if (draw(6) || effect < YICE_COUNT(effects)) {
		yice_buf_adds(out, " 当 ");
		add_condition(variant, 2, out);
	}
	if (!draw(3)) {
		yice_buf_adds(out, " 除 ");
		add_condition(variant, 1, out);
	}
	if (effect < YICE_COUNT(effects)) {
		yice_buf_addf(out, " %s", effects[effect]);
	} else {
		yice_buf_adds(out, " 须 ");
		add_condition(variant, 1, out);
	}
	yice_buf_adds(out, draw(16) ? "\n" : " 待判 \"等\"\n");
}

/* ---------------------------------------------------------------- domains */

static struct domain *add_domain(struct world *world, const char *name)
{
	struct domain *domain = &world->domains[world->attrs++];

	memset(domain, 0, sizeof(*domain));
	domain->name = name;
	return domain;
}

static void add_one(struct world *world, const char *name, const char *const *words, uint32_t count)
{
	struct domain *domain = add_domain(world, name);

	for (uint32_t i = 0; i < count; i++)
		snprintf(domain->values[domain->count++], sizeof(domain->values[0]), "%s", words[i]);
}

static void add_some(struct world *world, const char *name, const char *const *words, uint32_t count)
{
	struct domain *domain = add_domain(world, name);

	domain->some = true;
	for (uint32_t set = 0; set < 1u << count; set++) {
		char *text = domain->values[domain->count++];

		for (uint32_t i = 0; i < count; i++)
			if (set >> i & 1)
				snprintf(text + strlen(text), sizeof(domain->values[0]) - strlen(text),
					 "%s%s", *text ? "、" : "", words[i]);
		domain->completions |= set & 1 ? 1u << (domain->count - 1) : 0;
	}
	domain->partial = words[0];
}

static void add_sixths(struct world *world, const char *name, uint32_t step)
{
	struct domain *domain = add_domain(world, name);

	domain->number = true;
	for (uint32_t sixths = 0; sixths < SIXTHS; sixths += step)
		snprintf(domain->values[domain->count++], sizeof(domain->values[0]), "%u 六分",
			 (unsigned int)sixths);
}

static void add_days(struct world *world, const char *name)
{
	struct domain *domain = add_domain(world, name);
	yice_day day = 0;

	domain->number = domain->fixed = true;
	assert_int_equal(yice_date_make(2023, 12, 30, &day), YICE_OK);
	for (int i = 0; i < 9; i++)
		yice_date_format(day + i, domain->values[domain->count++]);
}

static void make_domains(struct world *world, int variant)
{
	static const char *const yes_no[] = { "否", "是" };

	world->attrs = 0;
	add_one(world, "性", natures, 3);
	if (variant == 0) {
		add_some(world, "件", parts, 3);
		add_one(world, "旗", yes_no, 2);
		add_sixths(world, "量", 3);
		add_one(world, "业", leaves, 4);
		world->domains[4].fixed = true;
		world->domains[4].partial = "A1";
		world->domains[4].completions = 3;
	} else if (variant == 1) {
		add_some(world, "业", leaves, 4);
		world->domains[1].fixed = true;
		add_days(world, "建");
		add_days(world, "批");
	} else {
		add_one(world, "旗", yes_no, 2);
		add_sixths(world, "甲", 1);
		add_sixths(world, "乙", 1);
	}
}

/* ---------------------------------------------------------------- states */

static uint32_t choices(const struct domain *domain)
{
	return domain->count + 1 + (domain->partial != NULL);
}

static uint32_t index_of(const struct world *world, const uint32_t *chosen)
{
	uint32_t index = 0;

	for (uint32_t a = world->attrs; a-- > 0;)
		index = index * choices(&world->domains[a]) + chosen[a];
	return index;
}

static void set_value(const struct world *world, const struct domain *domain, const char *text, bool complete)
{
	assert_int_equal(yice_facts_set(world->facts, domain->name, text, domain->some && complete, NULL),
			 YICE_OK);
}

static void set_choice(const struct world *world, uint32_t a, uint32_t choice)
{
	const struct domain *domain = &world->domains[a];

	if (choice < domain->count)
		set_value(world, domain, domain->values[choice], true);
	else if (choice > domain->count)
		set_value(world, domain, domain->partial, false);
}

static enum yice_verdict decide(const struct world *world, const uint32_t *chosen)
{
	yice_facts_clear(world->facts);
	for (uint32_t a = 0; a < world->attrs; a++)
		set_choice(world, a, chosen[a]);
	assert_int_equal(yice_run_decide(world->run, world->facts, NULL), YICE_OK);
	return yice_run_verdict(world->run);
}

static void decide_states(struct world *world)
{
	uint32_t chosen[ATTRS] = { 0 };

	world->states = 1;
	for (uint32_t a = 0; a < world->attrs; a++)
		world->states *= choices(&world->domains[a]);
	assert_true(world->states <= STATES);
	for (uint32_t i = 0; i < world->states; i++) {
		for (uint32_t a = 0, rest = i; a < world->attrs; a++) {
			chosen[a] = rest % choices(&world->domains[a]);
			rest /= choices(&world->domains[a]);
		}
		world->verdict[i] = (uint8_t)decide(world, chosen);
		for (uint32_t c = 0; c < CLAUSES; c++)
			world->outcome[i][c] = (int8_t)yice_run_outcome(world->run, c);
	}
}

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
	assert_int_equal(fclose(file), 0);
}

/* An image of the world's rules, with facts and a run. */
static void build_world(struct world *world)
{
	char folder[] = "/tmp/yice-advice.XXXXXX", rules[64], table[64];
	const char *path = rules;
	yice_report *report;
	size_t len;

	assert_non_null(mkdtemp(folder));
	snprintf(rules, sizeof(rules), "%s/a.yice", folder);
	snprintf(table, sizeof(table), "%s/codes.tsv", folder);
	write_file(rules, yice_buf_text(&world->rules));
	write_file(table, world->table ? world->table : codes_table);
	assert_int_equal(yice_report_new(&report), YICE_OK);
	if (yice_build(&path, 1, report, &world->bytes, &len))
		fail_msg("%s", yice_buf_text(&world->rules));
	assert_int_equal(yice_image_borrow(world->bytes, len, NULL, &world->image), YICE_OK);
	yice_report_free(report);
	assert_int_equal(unlink(rules) | unlink(table) | rmdir(folder), 0);
	assert_int_equal(yice_facts_new(world->image, &world->facts), YICE_OK);
	assert_int_equal(yice_run_new(world->image, &world->run), YICE_OK);
}

static void make_world(struct world *world, int variant)
{
	yice_buf_clear(&world->rules);
	yice_buf_addf(
	    &world->rules,
	    "行政区 000000 全国 计量 六分 = 1/6 1\n%s清单 000000 \"试\" 施行 2020-01-01 起\n适用 全域\n",
	    declarations[variant]);
	for (uint32_t i = 0; i < CLAUSES; i++)
		add_clause(variant, i, &world->rules);
	build_world(world);
	make_domains(world, variant);
	decide_states(world);
}

static void free_world(struct world *world)
{
	yice_run_free(world->run);
	yice_facts_free(world->facts);
	yice_image_free(world->image);
	free(world->bytes);
}

static void explain(const struct world *world, const uint32_t *chosen)
{
	print_message("%s", yice_buf_text(&world->rules));
	for (uint32_t a = 0; a < world->attrs; a++) {
		const struct domain *domain = &world->domains[a];

		print_message("%s: %s\n", domain->name,
			      chosen[a] < domain->count    ? domain->values[chosen[a]]
			      : chosen[a] == domain->count ? "missing"
							   : domain->partial);
	}
}

/* With the rules and facts at hand, when it does not hold. */
#define claim(world, chosen, condition)                                                                      \
	do {                                                                                                 \
		if (!(condition)) {                                                                          \
			explain(world, chosen);                                                              \
			assert_true(condition);                                                              \
		}                                                                                            \
	} while (0)

/* ---------------------------------------------------------------- what enumeration says */

static bool completes(const struct domain *domain, uint32_t choice, uint32_t value)
{
	return choice == domain->count || (domain->completions >> value & 1);
}

/*
 * Calls each with every completion of the attributes in the set from the a-th on; until one call returns
 * false, which is passed on.
 */
static bool all_completions(const struct world *world, uint32_t set, uint32_t a, uint32_t *chosen,
			    bool (*each)(const struct world *world, const uint32_t *chosen, void *context),
			    void *context)
{
	uint32_t was = chosen[a];
	bool go_on = true;

	if (a == world->attrs)
		return each(world, chosen, context);
	if (!(set >> a & 1))
		return all_completions(world, set, a + 1, chosen, each, context);
	for (uint32_t value = 0; go_on && value < world->domains[a].count; value++) {
		if (!completes(&world->domains[a], was, value))
			continue;
		chosen[a] = value;
		go_on = all_completions(world, set, a + 1, chosen, each, context);
	}
	chosen[a] = was;
	return go_on;
}

static bool is_settled(const struct world *world, const uint32_t *chosen, void *context)
{
	YICE_UNUSED(context);
	return world->verdict[index_of(world, chosen)] != YICE_UNDETERMINED;
}

struct extremes {
	uint8_t best, worst;
};

static bool note_extremes(const struct world *world, const uint32_t *chosen, void *context)
{
	uint8_t verdict = world->verdict[index_of(world, chosen)];
	struct extremes *extremes = context;

	extremes->best = verdict < extremes->best ? verdict : extremes->best;
	extremes->worst = verdict > extremes->worst ? verdict : extremes->worst;
	return true;
}

/* Clauses that stay unknown while none refuses. */
static bool note_open(const struct world *world, const uint32_t *chosen, void *context)
{
	uint32_t index = index_of(world, chosen), *open = context;

	for (uint32_t c = 0; world->verdict[index] != YICE_REFUSED && c < CLAUSES; c++)
		if (world->outcome[index][c] == YICE_UNKNOWN)
			*open |= 1u << c;
	return true;
}

/* How many clauses an answer settles, all of them when it refuses. */
static bool note_settled(const struct world *world, const uint32_t *chosen, void *context)
{
	uint32_t index = index_of(world, chosen), *most = context, open = 0;

	for (uint32_t c = 0; world->verdict[index] != YICE_REFUSED && c < CLAUSES; c++)
		open += world->outcome[index][c] == YICE_UNKNOWN;
	most[0] = CLAUSES - open > most[0] ? CLAUSES - open : most[0];
	most[1] |= world->verdict[index] == YICE_REFUSED;
	return true;
}

static uint32_t attr_of(const struct world *world, const char *name)
{
	for (uint32_t a = 0; a < world->attrs; a++)
		if (!strcmp(world->domains[a].name, name))
			return a;
	fail_msg("no attribute %s", name);
	return 0;
}

static uint32_t slot_attr(const struct world *world, uint32_t slot)
{
	return attr_of(world, yice_view_string(&world->image->view, world->image->view.attrs[slot].zh));
}

/* ---------------------------------------------------------------- settling */

static void check_ask(const struct world *world, uint32_t *chosen, uint32_t missing,
		      const struct yice_ask *ask)
{
	uint32_t a = slot_attr(world, ask->slot), open = 0, said = 0, most[2] = { 0, 0 }, now = 0;

	all_completions(world, missing & ~(1u << a), 0, chosen, note_open, &open);
	for (uint32_t i = 0; i < ask->clause_count; i++)
		said |= 1u << ask->clauses[i];
	claim(world, chosen, said == open);
	all_completions(world, 1u << a, 0, chosen, note_settled, most);
	for (uint32_t c = 0; c < CLAUSES; c++)
		now += world->outcome[index_of(world, chosen)][c] == YICE_UNKNOWN;
	claim(world, chosen, ask->settles == most[0] - (CLAUSES - now));
	claim(world, chosen, ask->refuses == (most[1] != 0));
}

static void check_settling(const struct world *world, uint32_t *chosen)
{
	struct extremes extremes = { YICE_VERDICTS, 0 };
	uint32_t missing = 0, least = UINT32_MAX, said = 0;
	const struct yice_settling *settling;
	yice_advice *advice;

	assert_int_equal(decide(world, chosen), YICE_UNDETERMINED);
	assert_int_equal(yice_advice_new(world->image, world->facts, NULL, NULL, NULL, &advice), YICE_OK);
	settling = &advice->settling;
	for (uint32_t a = 0; a < world->attrs; a++)
		missing |= chosen[a] >= world->domains[a].count ? 1u << a : 0;
	for (uint32_t set = 0; set < 1u << world->attrs; set++)
		if (!(set & ~missing) && (uint32_t)__builtin_popcount(set) < least &&
		    all_completions(world, set, 0, chosen, is_settled, NULL))
			least = (uint32_t)__builtin_popcount(set);
	for (uint32_t i = 0; i < settling->count; i++)
		said |= 1u << slot_attr(world, settling->asks[i].slot);
	claim(world, chosen, settling->least);
	claim(world, chosen, settling->count == least);
	claim(world, chosen, all_completions(world, said, 0, chosen, is_settled, NULL));
	for (uint32_t i = 0; i < settling->count; i++)
		check_ask(world, chosen, missing, &settling->asks[i]);
	all_completions(world, missing, 0, chosen, note_extremes, &extremes);
	claim(world, chosen, settling->best_known && settling->best == extremes.best);
	claim(world, chosen, settling->worst_known && settling->worst == extremes.worst);
	yice_advice_free(advice);
}

/* ---------------------------------------------------------------- changing */

/* Whether the attributes in the set can be changed so that it is good. */
static bool can_turn(const struct world *world, uint32_t set, uint32_t a, uint32_t *chosen,
		     enum yice_verdict worst)
{
	uint32_t was = chosen[a];
	bool found = false;

	if (a == world->attrs)
		return world->verdict[index_of(world, chosen)] <= worst;
	if (!(set >> a & 1))
		return can_turn(world, set, a + 1, chosen, worst);
	for (uint32_t value = 0; !found && value < world->domains[a].count; value++) {
		chosen[a] = value;
		found = can_turn(world, set, a + 1, chosen, worst);
	}
	chosen[a] = was;
	return found;
}

/* The least number of changes, or UINT32_MAX; bit per set of that size that does. */
static uint32_t least_changes(const struct world *world, uint32_t may, uint32_t *chosen,
			      enum yice_verdict worst, uint32_t *sets)
{
	*sets = 0;
	for (uint32_t size = 0; size <= world->attrs; size++) {
		for (uint32_t set = 0; set < 1u << world->attrs; set++)
			if (!(set & ~may) && (uint32_t)__builtin_popcount(set) == size &&
			    can_turn(world, set, 0, chosen, worst))
				*sets |= 1u << set;
		if (*sets)
			return size;
	}
	return UINT32_MAX;
}

/* The value of one change, as its text for the facts. */
static void change_text(const struct world *world, const uint32_t *chosen,
			const struct yice_fact_change *change, struct yice_buf *out)
{
	const struct yice_view *view = &world->image->view;
	const struct yice_image_attr *attr = &view->attrs[change->slot];
	const struct yice_image_member *members =
	    attr->vocab == YICE_NONE ? NULL : view->members + view->vocabs[attr->vocab].first_member;
	uint32_t a = slot_attr(world, change->slot);

	if (change->text)
		yice_buf_adds(out, change->text);
	else if (change->members)
		yice_buf_adds(out, yice_view_string(view, members[change->members[0]].zh));
	else if (!change->dropped)
		yice_buf_adds(out, change->yes ? "是" : "否");
	for (uint32_t m = 0; change->dropped && m < view->vocabs[attr->vocab].members; m++) {
		const char *name = yice_view_string(view, members[m].zh);
		bool is = strstr(world->domains[a].values[chosen[a]], name) != NULL;

		for (uint32_t i = 0; i < change->dropped_count; i++)
			is &= change->dropped[i] != m;
		for (uint32_t i = 0; i < change->added_count; i++)
			is |= change->added[i] == m;
		if (is)
			yice_buf_addf(out, "%s%s", out->len ? "、" : "", name);
	}
}

/* Puts the state and a way into the facts, with another value for the k-th change unless that is NULL; the
 * verdict. */
static enum yice_verdict decide_way(const struct world *world, const uint32_t *chosen,
				    const struct yice_way *way, uint32_t other, const char *text)
{
	struct yice_buf value = YICE_BUF_INIT;

	decide(world, chosen);
	for (uint32_t k = 0; k < way->count; k++) {
		const struct domain *domain = &world->domains[slot_attr(world, way->changes[k].slot)];

		yice_buf_clear(&value);
		change_text(world, chosen, &way->changes[k], &value);
		set_value(world, domain, text && k == other ? text : yice_buf_text(&value), true);
	}
	yice_buf_release(&value);
	assert_int_equal(yice_run_decide(world->run, world->facts, NULL), YICE_OK);
	return yice_run_verdict(world->run);
}

static struct yice_ratio number_of(const struct world *world, const char *name, const char *text)
{
	const struct yice_view *view = &world->image->view;

	assert_int_equal(yice_facts_set(world->facts, name, text, false, NULL), YICE_OK);
	return yice_fact_value(view, world->facts->block, yice_image_find_attr(view, name, strlen(name)));
}

static bool is_within(const struct yice_fact_change *change, struct yice_ratio number)
{
	int low = change->has_low ? yice_ratio_cmp(number, change->low) : 1;
	int high = change->has_high ? yice_ratio_cmp(change->high, number) : 1;

	return (low > 0 || (low == 0 && change->low_in)) && (high > 0 || (high == 0 && change->high_in));
}

static struct yice_ratio gap(struct yice_ratio a, struct yice_ratio b)
{
	struct yice_ratio out;

	b.num = -b.num;
	assert_int_equal(yice_ratio_add(a, b, &out), YICE_OK);
	out.num = out.num < 0 ? -out.num : out.num;
	return out;
}

/* What lies within the bounds serves; if nothing else changes, nothing does that is nearer to the fact than
 * their end. */
static void check_number(const struct world *world, const uint32_t *chosen, const struct yice_way *way,
			 uint32_t k, enum yice_verdict worst)
{
	const struct yice_fact_change *change = &way->changes[k];
	uint32_t a = slot_attr(world, change->slot);
	const struct domain *domain = &world->domains[a];
	struct yice_ratio was = number_of(world, domain->name, domain->values[chosen[a]]);
	struct yice_ratio is = number_of(world, domain->name, change->text);
	struct yice_ratio end = yice_ratio_cmp(is, was) < 0 ? change->high : change->low;

	claim(world, chosen, is_within(change, is));
	for (uint32_t value = 0; value < domain->count; value++) {
		struct yice_ratio number = number_of(world, domain->name, domain->values[value]);
		bool good = decide_way(world, chosen, way, k, domain->values[value]) <= worst;

		claim(world, chosen, good || !is_within(change, number));
		claim(world, chosen,
		      !good || way->count > 1 || is_within(change, number) ||
			  yice_ratio_cmp(gap(number, was), gap(end, was)) >= 0);
	}
}

/* All words named serve, and no other. */
static void check_members(const struct world *world, const uint32_t *chosen, const struct yice_way *way,
			  uint32_t k, enum yice_verdict worst)
{
	const struct yice_fact_change *change = &way->changes[k];
	const struct yice_image_attr *attr = &world->image->view.attrs[change->slot];
	const struct domain *domain = &world->domains[slot_attr(world, change->slot)];

	for (uint32_t value = 0; attr->type == YICE_ATTR_TERMS && value < domain->count; value++) {
		bool good = decide_way(world, chosen, way, k, domain->values[value]) <= worst, named = false;

		for (uint32_t i = 0; i < change->member_count; i++)
			named |= change->members[i] == value;
		claim(world, chosen, good == named);
	}
}

static void check_ways(const struct world *world, uint32_t *chosen, uint32_t may, enum yice_verdict worst,
		       const struct yice_changing *changing)
{
	uint32_t sets, size = least_changes(world, may, chosen, worst, &sets), said = 0;

	claim(world, chosen, changing->exact && !changing->more);
	claim(world, chosen, changing->count == (uint32_t)__builtin_popcount(sets));
	for (uint32_t i = 0; i < changing->count; i++) {
		const struct yice_way *way = &changing->ways[i];
		uint32_t set = 0;

		for (uint32_t k = 0; k < way->count; k++) {
			set |= 1u << slot_attr(world, way->changes[k].slot);
			claim(world, chosen, way->changes[k].alone == (way->count == 1));
			if (way->changes[k].text)
				check_number(world, chosen, way, k, worst);
			if (way->changes[k].members)
				check_members(world, chosen, way, k, worst);
		}
		said |= 1u << set;
		claim(world, chosen, way->count == size);
		claim(world, chosen,
		      way->verdict <= worst && decide_way(world, chosen, way, 0, NULL) == way->verdict);
	}
	claim(world, chosen, said == sets);
}

static void check_changing(const struct world *world, uint32_t *chosen, bool vary)
{
	static const char *const all[] = { "业", "建", "批" };
	struct yice_advice_options options = { .vary = all };
	uint32_t may = 0, sets, lift;
	yice_advice *advice;

	for (uint32_t a = 0; a < world->attrs; a++) {
		const struct domain *domain = &world->domains[a];
		bool codes_list = domain->some && !strcmp(domain->name, "业"); /* never changed */

		may |= chosen[a] < domain->count && (!domain->fixed || vary) && !codes_list ? 1u << a : 0;
	}
	for (uint32_t i = 0; vary && i < YICE_COUNT(all); i++)
		if (yice_image_find_attr(&world->image->view, all[i], strlen(all[i])) != YICE_NONE)
			options.vary_count++;
	if (options.vary_count == 2) /* 业 alone, or all three: never the days alone */
		options.vary_count = 1;
	assert_int_equal(decide(world, chosen), YICE_REFUSED);
	assert_int_equal(yice_advice_new(world->image, world->facts, NULL, &options, NULL, &advice), YICE_OK);
	check_ways(world, chosen, may, YICE_CONDITIONAL, &advice->admit);
	lift = least_changes(world, may, chosen, YICE_UNDETERMINED, &sets);
	if (!advice->admit.count || lift < advice->admit.ways[0].count) {
		claim(world, chosen, advice->lifts == (lift != UINT32_MAX));
		check_ways(world, chosen, may, YICE_UNDETERMINED, &advice->lift);
	} else {
		claim(world, chosen, !advice->lifts);
	}
	yice_advice_free(advice);
}

/* ---------------------------------------------------------------- the tests */

static int worlds(void)
{
	const char *given = getenv("ADVICE_WORLDS");

	return given ? atoi(given) : 25;
}

/* Each attribute known, or with odds of one in two missing or known in part. */
static void choose(const struct world *world, bool in_part, uint32_t *chosen)
{
	for (uint32_t a = 0; a < world->attrs; a++) {
		const struct domain *domain = &world->domains[a];

		chosen[a] = draw(domain->count);
		if (domain->number && domain->fixed) /* days with some before and after */
			chosen[a] = 2 + draw(5);
		else if (domain->count ==
			 SIXTHS) /* halves: corners of regions are, and what lies between them has sixths */
			chosen[a] -= chosen[a] % 3;
		if (draw(in_part ? 2 : 6) == 0)
			chosen[a] = domain->count + (in_part && domain->partial ? draw(2) : 0);
	}
}

static void try_variant(int variant)
{
	struct world *world = calloc(1, sizeof(*world));
	uint32_t settled = 0, turned = 0;

	assert_non_null(world);
	for (int i = 0; i < worlds(); i++) {
		make_world(world, variant);
		for (int k = 0; k < 24; k++) {
			uint32_t chosen[ATTRS + 1] = { 0 };
			uint8_t verdict;

			choose(world, k % 2, chosen);
			verdict = world->verdict[index_of(world, chosen)];
			if (verdict == YICE_UNDETERMINED) {
				check_settling(world, chosen);
				settled++;
			} else if (verdict == YICE_REFUSED && k % 2 == 0) {
				check_changing(world, chosen, k % 4 == 0);
				turned++;
			}
		}
		free_world(world);
	}
	yice_buf_release(&world->rules);
	free(world);
	print_message("# %u settled, %u turned\n", (unsigned int)settled, (unsigned int)turned);
	assert_true(worlds() < 25 || (settled > 40 && turned > 40));
}

static void words_codes_and_numbers_as_enumeration_says(void **unused)
{
	YICE_UNUSED(unused);
	try_variant(0);
}

static void lists_of_codes_and_days_as_enumeration_says(void **unused)
{
	YICE_UNUSED(unused);
	try_variant(1);
}

static void sums_as_enumeration_says(void **unused)
{
	YICE_UNUSED(unused);
	try_variant(2);
}

#define FLAGS 36
#define SUMS  80

/* One of three flags holds, or all of them: too many of these at once, of which no search sees that they
 * contradict. */
static void add_odd(uint32_t number, struct yice_buf *out)
{
	uint32_t a = draw(FLAGS), b = (a + 1 + draw(FLAGS - 1)) % FLAGS, c = draw(FLAGS);
	bool odd = draw(2);

	while (c == a || c == b)
		c = draw(FLAGS);
	yice_buf_addf(out, "1-%u 原文 \"甲\" 须 ", (unsigned int)number + 1);
	for (uint32_t set = 0, shown = 0; set < 8; set++)
		if ((__builtin_popcount(set) % 2 == 1) == odd)
			yice_buf_addf(out, "%s（旗%u = %s 且 旗%u = %s 且 旗%u = %s）", shown++ ? " 或 " : "",
				      (unsigned int)a, set & 1 ? "是" : "否", (unsigned int)b,
				      set & 2 ? "是" : "否", (unsigned int)c, set & 4 ? "是" : "否");
	yice_buf_addc(out, '\n');
}

static void what_is_beyond_the_bound_is_not_claimed(void **unused)
{
	struct world *world = calloc(1, sizeof(*world));
	yice_advice *advice;
	char name[16];

	YICE_UNUSED(unused);
	assert_non_null(world);
	yice_buf_adds(&world->rules, "行政区 000000 全国\n");
	for (uint32_t i = 0; i < FLAGS; i++)
		yice_buf_addf(&world->rules, "属性 旗%u：是否\n", (unsigned int)i);
	yice_buf_adds(&world->rules, "清单 000000 \"试\" 施行 2020-01-01 起\n适用 全域\n");
	for (uint32_t i = 0; i < SUMS; i++)
		add_odd(i, &world->rules);
	build_world(world);
	assert_int_equal(yice_advice_new(world->image, world->facts, NULL, NULL, NULL, &advice), YICE_OK);
	assert_int_equal(advice->settling.count, FLAGS); /* serves in any case */
	assert_false(advice->settling.least || advice->settling.best_known);
	yice_advice_free(advice);
	for (uint32_t i = 0; i < FLAGS; i++) {
		snprintf(name, sizeof(name), "旗%u", (unsigned int)i);
		assert_int_equal(yice_facts_set(world->facts, name, "否", 0, NULL), YICE_OK);
	}
	assert_int_equal(yice_advice_new(world->image, world->facts, NULL, NULL, NULL, &advice), YICE_OK);
	assert_int_equal(yice_advice_ways(advice) + yice_advice_size(advice), 0);
	assert_false(yice_advice_exact(advice));
	yice_advice_free(advice);
	free_world(world);
	yice_buf_release(&world->rules);
	free(world);
}

static void names_that_no_fact_has_are_refused(void **unused)
{
	static const char *const names[] = { "旗", "没有" };
	struct yice_advice_options options = { .keep = names, .keep_count = 2 };
	struct world *world = calloc(1, sizeof(*world));
	yice_report *report;
	yice_advice *advice;

	YICE_UNUSED(unused);
	assert_non_null(world);
	make_world(world, 0);
	assert_int_equal(yice_report_new(&report), YICE_OK);
	assert_int_equal(yice_advice_new(world->image, world->facts, NULL, &options, report, &advice),
			 YICE_ENOTFOUND);
	assert_int_equal(yice_report_errors(report), 1);
	assert_null(advice);
	assert_int_equal(yice_advice_new(world->image, world->facts, "2024-13-01", NULL, NULL, &advice),
			 YICE_ESYNTAX);
	yice_report_free(report);
	free_world(world);
	yice_buf_release(&world->rules);
	free(world);
}

#define PLACES 60

/* Squares of all sizes, anywhere within a degree. */
static void add_squares(struct yice_buf *rules, struct yice_buf *geojson)
{
	yice_buf_adds(
	    rules,
	    "行政区 000000 全国 行政区 440600 市 上级 000000\n图形 单元 数据 \"codes.tsv\" 来源 \"虚构\"\n"
	    "清单 440600 \"试\" 施行 2020-01-01 起\n");
	yice_buf_adds(geojson, "{\"type\": \"FeatureCollection\", \"features\": [\n");
	for (unsigned int i = 0; i < PLACES; i++) {
		unsigned int x = 11000 + 10 * (i % 10) + draw(5), y = 2200 + 10 * (i / 10) + draw(5),
			     size = 1 + draw(4);

		yice_buf_addf(rules, "单元 ZH4406002%04u \"甲\" 重点管控\n1-1 原文 \"甲\" 鼓励\n", i + 1);
		yice_buf_addf(geojson,
			      "%s{\"type\": \"Feature\", \"properties\": {\"code\": \"ZH4406002%04u\"}, "
			      "\"geometry\": {\"type\": "
			      "\"Polygon\", \"coordinates\": [[[%ue-2, %ue-2], [%ue-2, %ue-2], [%ue-2, "
			      "%ue-2], [%ue-2, %ue-2], "
			      "[%ue-2, %ue-2]]]}}\n",
			      i ? "," : "", i + 1, x, y, x + size, y, x + size, y + size, x, y + size, x, y);
	}
	yice_buf_adds(geojson, "]}\n");
}

/* Measured until it is certain, and measured all. */
static void the_nearest_units_are_the_first_of_all(void **unused)
{
	struct world *world = calloc(1, sizeof(*world));
	struct yice_near_unit few[5], all[PLACES];
	uint8_t wanted[PLACES];
	struct yice_buf geojson = YICE_BUF_INIT;
	yice_report *report;
	char json[128];
	uint32_t count;

	YICE_UNUSED(unused);
	assert_non_null(world);
	add_squares(&world->rules, &geojson);
	world->table = yice_buf_text(&geojson);
	build_world(world);
	assert_int_equal(yice_report_new(&report), YICE_OK);
	for (int i = 0; i < 40; i++) {
		snprintf(json, sizeof(json),
			 "{\"site\": {\"crs\": \"CGCS2000\", \"point\": \"%u.%03u,%u.%03u\"}}",
			 110 + (unsigned int)draw(2), (unsigned int)draw(1000), 22 + (unsigned int)draw(1),
			 (unsigned int)draw(1000));
		assert_int_equal(yice_facts_read(world->facts, "facts", json, strlen(json), report), YICE_OK);
		for (uint32_t u = 0; u < PLACES; u++)
			wanted[u] = draw(3) > 0;
		assert_int_equal(yice_near_find(world->facts, wanted, all, PLACES, &count), YICE_OK);
		assert_true(count >= YICE_COUNT(few));
		assert_int_equal(yice_near_find(world->facts, wanted, few, YICE_COUNT(few), &count), YICE_OK);
		assert_int_equal(count, YICE_COUNT(few));
		for (uint32_t k = 0; k < count; k++) {
			assert_true(wanted[few[k].unit]);
			assert_int_equal(few[k].unit, all[k].unit);
			assert_int_equal(few[k].mm.low, all[k].mm.low);
		}
	}
	yice_report_free(report);
	free_world(world);
	yice_buf_release(&geojson);
	yice_buf_release(&world->rules);
	free(world);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_codes_and_numbers_as_enumeration_says),
		cmocka_unit_test(lists_of_codes_and_days_as_enumeration_says),
		cmocka_unit_test(sums_as_enumeration_says),
		cmocka_unit_test(the_nearest_units_are_the_first_of_all),
		cmocka_unit_test(what_is_beyond_the_bound_is_not_claimed),
		cmocka_unit_test(names_that_no_fact_has_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

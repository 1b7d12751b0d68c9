/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Advice against enumeration: in the worlds of small_world.h every state of the facts
 * is decided beforehand, so that which sets of missing facts settle a verdict,
 * and which changes turn a refusal, can be looked up, and advice must say the
 * same. The environment variable ADVICE_WORLDS sets how many lists of each kind
 * are tried.
 */
#include "tests/unit/unit.h"

#include <stdio.h>

#include "advice/advice.h"
#include "advice/near.h"
#include "tests/unit/small_world.h"

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
	return world->verdict[world_index(world, chosen)] != YICE_UNDETERMINED;
}

struct extremes {
	uint8_t best, worst;
};

static bool note_extremes(const struct world *world, const uint32_t *chosen, void *context)
{
	uint8_t verdict = world->verdict[world_index(world, chosen)];
	struct extremes *extremes = context;

	extremes->best = verdict < extremes->best ? verdict : extremes->best;
	extremes->worst = verdict > extremes->worst ? verdict : extremes->worst;
	return true;
}

/* Clauses that stay unknown while none refuses. */
static bool note_open(const struct world *world, const uint32_t *chosen, void *context)
{
	uint32_t index = world_index(world, chosen), *open = context;

	for (uint32_t c = 0; world->verdict[index] != YICE_REFUSED && c < CLAUSES; c++)
		if (world->outcome[index][c] == YICE_UNKNOWN)
			*open |= 1u << c;
	return true;
}

/* How many clauses an answer settles, all of them when it refuses. */
static bool note_settled(const struct world *world, const uint32_t *chosen, void *context)
{
	uint32_t index = world_index(world, chosen), *most = context, open = 0;

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
		now += world->outcome[world_index(world, chosen)][c] == YICE_UNKNOWN;
	claim(world, chosen, ask->settles == most[0] - (CLAUSES - now));
	claim(world, chosen, ask->refuses == (most[1] != 0));
}

static void check_settling(const struct world *world, uint32_t *chosen)
{
	struct extremes extremes = { YICE_VERDICTS, 0 };
	uint32_t missing = 0, least = UINT32_MAX, said = 0;
	const struct yice_settling *settling;
	yice_advice *advice;

	assert_int_equal(world_decide(world, chosen), YICE_UNDETERMINED);
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

static uint32_t told[2]; /* ways of several numbers, without bounds and with */

/* Whether the attributes in the set can be changed so that it is good. */
static bool can_turn(const struct world *world, uint32_t set, uint32_t a, uint32_t *chosen,
		     enum yice_verdict worst)
{
	uint32_t was = chosen[a];
	bool found = false;

	if (a == world->attrs)
		return world->verdict[world_index(world, chosen)] <= worst;
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

	world_decide(world, chosen);
	for (uint32_t k = 0; k < way->count; k++) {
		const struct domain *domain = &world->domains[slot_attr(world, way->changes[k].slot)];

		yice_buf_clear(&value);
		change_text(world, chosen, &way->changes[k], &value);
		world_set(world, domain, text && k == other ? text : yice_buf_text(&value), true);
	}
	yice_buf_release(&value);
	assert_int_equal(yice_run_decide(world->run, world->facts, NULL), YICE_OK);
	return yice_run_verdict(world->run);
}

static struct yice_ratio number_of(const struct world *world, const char *name, const char *text)
{
	const struct yice_view *view = &world->image->view;

	assert_int_equal(yice_facts_set(world->facts, name, text, false, NULL), YICE_OK);
	return yice_fact_value(world->facts->block, yice_image_find_attr(view, name, strlen(name)));
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

/* number * scale without its fraction, below it. */
static int64_t floor_of(struct yice_ratio number, int64_t scale)
{
	int64_t scaled = number.num * scale;

	return scaled / number.den - (scaled % number.den < 0);
}

static int64_t unit_of(struct yice_ratio number)
{
	int64_t scale = 1;

	while (scale <= 1000 && scale % number.den)
		scale *= 10;
	return scale <= 1000 ? scale : 1;
}

/* Next to the end: it, or short of it by the last digit of it or of what was; by less if
 * that is too far, or the end of the range. */
static struct yice_ratio beside(const struct yice_fact_change *change, struct yice_ratio was, bool down,
				bool day)
{
	struct yice_ratio end = down ? change->high : change->low, out = end;
	int64_t scale = unit_of(was) > unit_of(end) ? unit_of(was) : unit_of(end);

	if (down ? change->high_in : change->low_in)
		return end;
	do {
		int64_t at = floor_of(end, scale);

		at += down ? -(end.den == 1 || scale % end.den == 0) : 1;
		assert_int_equal(yice_ratio_make(at, scale, &out), YICE_OK);
		scale *= 10;
	} while (!day && (!is_within(change, out) || !yice_ratio_cmp(out, yice_ratio_int(down ? 0 : 3))));
	return out;
}

/* What lies within the ends serves, nothing does that is nearer to the fact, and that next to it is given. */
static void check_number(const struct world *world, const uint32_t *chosen, const struct yice_way *way,
			 uint32_t k, enum yice_verdict worst)
{
	const struct yice_fact_change *change = &way->changes[k];
	uint32_t a = slot_attr(world, change->slot);
	const struct domain *domain = &world->domains[a];
	struct yice_ratio was = number_of(world, domain->name, domain->values[chosen[a]]);
	struct yice_ratio is = number_of(world, domain->name, change->text);
	bool down = yice_ratio_cmp(is, was) < 0;
	struct yice_ratio end = down ? change->high : change->low;

	claim(world, chosen, is_within(change, is));
	claim(world, chosen, !yice_ratio_cmp(is, beside(change, was, down, domain->fixed)));
	for (uint32_t value = 0; value < domain->count; value++) {
		struct yice_ratio number = number_of(world, domain->name, domain->values[value]);
		bool good = decide_way(world, chosen, way, k, domain->values[value]) <= worst;

		claim(world, chosen, good || !is_within(change, number));
		claim(world, chosen,
		      !good || is_within(change, number) ||
			  yice_ratio_cmp(gap(number, was), gap(end, was)) >= 0);
	}
}

/* Whether the way does whatever its numbers from the k-th change on are within their ends. */
static bool within_all(const struct world *world, const uint32_t *chosen, struct yice_way *way, uint32_t k,
		       enum yice_verdict worst)
{
	struct yice_fact_change *change = &way->changes[k];
	const struct domain *domain;
	char *text = k < way->count ? change->text : NULL;
	bool good = true;

	if (k == way->count)
		return decide_way(world, chosen, way, 0, NULL) <= worst;
	if (!text)
		return within_all(world, chosen, way, k + 1, worst);
	domain = &world->domains[slot_attr(world, change->slot)];
	for (uint32_t value = 0; good && value < domain->count; value++) {
		char other[sizeof(domain->values[0])];

		snprintf(other, sizeof(other), "%s", domain->values[value]);
		if (!is_within(change, number_of(world, domain->name, other)))
			continue;
		change->text = other;
		good = within_all(world, chosen, way, k + 1, worst);
	}
	change->text = text;
	return good;
}

/* Ends are told of one number in any case, of several only if they serve together. */
static void check_bounds(const struct world *world, const uint32_t *chosen, struct yice_way *way,
			 enum yice_verdict worst)
{
	uint32_t numbers = 0;

	for (uint32_t k = 0; k < way->count; k++) {
		claim(world, chosen, way->changes[k].bounded == way->changes[0].bounded);
		numbers += way->changes[k].text != NULL;
	}
	claim(world, chosen,
	      way->changes[0].bounded ? within_all(world, chosen, way, 0, worst) : numbers > 1);
	told[way->changes[0].bounded] += numbers > 1;
}

/* How far from the root the paths of two codes part. */
static uint32_t common(const char *a, const char *b)
{
	uint32_t i = 0;

	while (a[i] && a[i] == b[i])
		i++;
	return i;
}

/* The first code given that serves with the rest of the way, of those that part last from what it was. */
static void check_code(const struct world *world, const uint32_t *chosen, const struct yice_way *way,
		       uint32_t k, enum yice_verdict worst)
{
	const struct domain *domain = &world->domains[slot_attr(world, way->changes[k].slot)];
	const char *was = domain->values[chosen[domain - world->domains]];
	struct yice_buf is = YICE_BUF_INIT;

	change_text(world, chosen, &way->changes[k], &is);
	for (uint32_t value = 0; value < domain->count; value++) {
		const char *other = domain->values[value];

		claim(world, chosen,
		      common(other, was) <= common(yice_buf_text(&is), was) ||
			  decide_way(world, chosen, way, k, other) > worst);
	}
	yice_buf_release(&is);
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
		claim(world, chosen, !good || change->members[0] <= value);
	}
}

static void check_ways(const struct world *world, uint32_t *chosen, uint32_t may, enum yice_verdict worst,
		       struct yice_changing *changing)
{
	uint32_t sets, size = least_changes(world, may, chosen, worst, &sets), said = 0;

	claim(world, chosen, changing->exact && !changing->more);
	claim(world, chosen, changing->count == (uint32_t)__builtin_popcount(sets));
	for (uint32_t i = 0; i < changing->count; i++) {
		struct yice_way *way = &changing->ways[i];
		uint32_t set = 0, type;

		for (uint32_t k = 0; k < way->count; k++) {
			set |= 1u << slot_attr(world, way->changes[k].slot);
			claim(world, chosen, way->changes[k].alone == (way->count == 1));
			if (way->changes[k].text)
				check_number(world, chosen, way, k, worst);
			type = world->image->view.attrs[way->changes[k].slot].type;
			if (way->changes[k].members)
				check_members(world, chosen, way, k, worst);
			if (way->changes[k].members && type == YICE_ATTR_CODES)
				check_code(world, chosen, way, k, worst);
		}
		check_bounds(world, chosen, way, worst);
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
	assert_int_equal(world_decide(world, chosen), YICE_REFUSED);
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

		chosen[a] = world_draw(domain->count);
		if (domain->number && domain->fixed) /* days with some before and after */
			chosen[a] = 2 + world_draw(5);
		else if (domain->count ==
			 SIXTHS) /* halves: corners of regions are, and what lies between them has sixths */
			chosen[a] -= chosen[a] % 3;
		if (world_draw(in_part ? 2 : 6) == 0)
			chosen[a] = domain->count + (in_part && domain->partial ? world_draw(2) : 0);
	}
}

static void try_variant(int variant)
{
	struct world *world = calloc(1, sizeof(*world));
	uint32_t settled = 0, turned = 0;

	assert_non_null(world);
	for (int i = 0; i < worlds(); i++) {
		world_make(world, variant);
		for (int k = 0; k < 24; k++) {
			uint32_t chosen[ATTRS + 1] = { 0 };
			uint8_t verdict;

			choose(world, k % 2, chosen);
			verdict = world->verdict[world_index(world, chosen)];
			if (verdict == YICE_UNDETERMINED) {
				check_settling(world, chosen);
				settled++;
			} else if (verdict == YICE_REFUSED && k % 2 == 0) {
				check_changing(world, chosen, k % 4 == 0);
				turned++;
			}
		}
		world_free(world);
	}
	yice_buf_release(&world->rules);
	free(world);
	print_message("# %u settled, %u turned, of several numbers %u without bounds and %u with\n",
		      (unsigned int)settled, (unsigned int)turned, (unsigned int)told[0], (unsigned int)told[1]);
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

/* What is known of a part of the site stays; what is not known of the other settles the rest. */
static void parts_of_a_site_are_settled_together(void **unused)
{
	static const char *const vary[] = { "场址" };
	struct yice_advice_options options = { .vary = vary, .vary_count = 1 };
	struct world *world = calloc(1, sizeof(*world));
	yice_advice *advice;

	YICE_UNUSED(unused);
	assert_non_null(world);
	yice_buf_adds(&world->rules,
		      "行政区 440606 某县 分区 甲区 园区 甲园 园区 乙园 属性 场址：多项 区划 属性 旗：是否\n"
		      "清单 440606 \"试\" 施行 2020-01-01 起\n"
		      "单元 ZH44060620001 \"甲\" 重点管控 要素 甲区 位于 甲园\n1-1 原文 \"甲\" 鼓励\n"
		      "单元 ZH44060620002 \"乙\" 重点管控 位于 乙园\n1-1 原文 \"乙\" 鼓励\n"
		      "适用 全域\n2-1 原文 \"甲\" 禁止 除 场址 位于 甲园\n"
		      "2-2 原文 \"甲\" 当 场址 不位于 甲园、乙园 且 旗 = 是 禁止\n");
	world_build(world);
	assert_int_equal(yice_facts_set_unit(world->facts, "ZH44060620001"), YICE_OK);
	assert_int_equal(yice_facts_set_unit(world->facts, "ZH44060620002"), YICE_OK);
	assert_int_equal(yice_advice_new(world->image, world->facts, NULL, NULL, NULL, &advice), YICE_OK);
	assert_true(advice->settling.least);
	assert_int_equal(advice->settling.count, 1); /* 旗 is not asked for: all of the site lies in parks */
	yice_advice_free(advice);
	/* Where the part in the second unit is outside, all is known, and no fact that may change undoes it. */
	assert_int_equal(yice_facts_set(world->facts, "场址", "", 1, NULL), YICE_OK);
	assert_int_equal(yice_advice_new(world->image, world->facts, NULL, NULL, NULL, &advice), YICE_OK);
	assert_true(advice->admit.exact);
	assert_int_equal(yice_advice_ways(advice), 0);
	yice_advice_free(advice);
	/* Of places that may change no more is claimed than was tried. */
	assert_int_equal(yice_advice_new(world->image, world->facts, NULL, &options, NULL, &advice), YICE_OK);
	assert_false(advice->admit.exact);
	yice_advice_free(advice);
	/* That is kept when another place is changed. */
	assert_int_equal(yice_facts_set(world->facts, "场址", "甲园、甲区", 1, NULL), YICE_OK);
	assert_int_equal(yice_run_decide(world->run, world->facts, NULL), YICE_OK);
	assert_int_equal(yice_run_verdict(world->run), YICE_ADMITTED);
	world_free(world);
	yice_buf_release(&world->rules);
	free(world);
}

#define FLAGS 36
#define SUMS  80

/* One of three flags holds, or all of them: too many of these at once, of which no search sees that they
 * contradict. */
static void add_odd(uint32_t number, struct yice_buf *out)
{
	uint32_t a = world_draw(FLAGS), b = (a + 1 + world_draw(FLAGS - 1)) % FLAGS, c = world_draw(FLAGS);
	bool odd = world_draw(2);

	while (c == a || c == b)
		c = world_draw(FLAGS);
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
	world_build(world);
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
	world_free(world);
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
	world_make(world, 0);
	assert_int_equal(yice_report_new(&report), YICE_OK);
	assert_int_equal(yice_advice_new(world->image, world->facts, NULL, &options, report, &advice),
			 YICE_ENOTFOUND);
	assert_int_equal(yice_report_errors(report), 1);
	assert_null(advice);
	assert_int_equal(yice_advice_new(world->image, world->facts, "2024-13-01", NULL, NULL, &advice),
			 YICE_ESYNTAX);
	yice_report_free(report);
	world_free(world);
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
		unsigned int x = 11000 + 10 * (i % 10) + world_draw(5), y = 2200 + 10 * (i / 10) + world_draw(5),
			     size = 1 + world_draw(4);

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
	world_build(world);
	assert_int_equal(yice_report_new(&report), YICE_OK);
	for (int i = 0; i < 40; i++) {
		snprintf(json, sizeof(json),
			 "{\"site\": {\"crs\": \"CGCS2000\", \"point\": \"%u.%03u,%u.%03u\"}}",
			 110 + (unsigned int)world_draw(2), (unsigned int)world_draw(1000), 22 + (unsigned int)world_draw(1),
			 (unsigned int)world_draw(1000));
		assert_int_equal(yice_facts_read(world->facts, "facts", json, strlen(json), report), YICE_OK);
		for (uint32_t u = 0; u < PLACES; u++)
			wanted[u] = world_draw(3) > 0;
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
	world_free(world);
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
		cmocka_unit_test(parts_of_a_site_are_settled_together),
		cmocka_unit_test(names_that_no_fact_has_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When a lower clause loosens an upper one, or cuts across it: the definition of decision 0033, written out over all projects
 * without forms: what the two are about, and each way in which one lets pass what the other refuses. Called by findings.c.
 */
#include "tests/analysis/clauses.h"

/* ---------------------------------------------------------------- what two clauses are about, defined */

static bool lies_there(const struct clause *clause, const struct project *project)
{
	return !clause->unit || !(project->values[PLACE] & 2);
}

static bool in_force(const struct clause *clause, uint32_t year)
{
	return year >= clause->from && (!clause->until || year < clause->until);
}

/* Refused above and by no clause of the list that is looked at there, in a year in which both are in force. */
static bool is_loose(const struct pair *pair, const struct project *project)
{
	if (!lies_there(pair->lower, project) || !refuses(pair->upper, project))
		return false;
	for (uint32_t year = 0; year < YEARS; year++) {
		bool loose = in_force(pair->lower, year) && in_force(pair->upper, year);

		for (uint32_t i = 0; i < pair->count; i++)
			loose = loose && !((pair->lower->unit || !pair->list[i].unit) && in_force(&pair->list[i], year) &&
					   refuses(&pair->list[i], project));
		if (loose)
			return true;
	}
	return false;
}

/* Members of a list that the tests name. */
static uint32_t named(const struct condition *condition, enum attribute attribute)
{
	uint32_t set = 0;

	for (uint32_t i = 0; i < condition->count; i++)
		if (condition->tests[i].attribute == attribute)
			set |= condition->tests[i].set;
	return set;
}

static bool parts_ways(uint32_t a, uint32_t b)
{
	return a && b && !(a & b);
}

/* One guard tells projects by all words that the other one does, what either demands apart. */
static bool are_nested(const struct pair *pair)
{
	const struct clause *lower = pair->lower, *upper = pair->upper;
	const uint32_t demanded = attributes_of(&lower->demand) | attributes_of(&upper->demand);
	const uint32_t words = (1u << NATURE | 1u << FLAG | 1u << PARTS) & ~demanded;
	const uint32_t a = attributes_of(&lower->guard) & words, b = attributes_of(&upper->guard) & words;

	for (enum attribute i = PARTS; i <= PLACE; i++)
		if (!(demanded >> i & 1) && parts_ways(named(&lower->guard, i), named(&upper->guard, i)))
			return false;
	return !(a & ~b) || !(b & ~a);
}

/* The guard of the lower clause, and a part of what it misses: NULL, or from `first` on. */
struct matter {
	const struct condition *guard, *missed;
	uint32_t first;
};

static uint32_t looked_at(const struct matter *matter)
{
	uint32_t bits = attributes_of(matter->guard);

	for (uint32_t i = matter->first; matter->missed && i < end_of(matter->missed, matter->first); i++)
		bits |= words_of(&matter->missed->tests[i]);
	return bits;
}

static uint32_t names_of(const struct matter *matter, enum attribute attribute)
{
	uint32_t set = named(matter->guard, attribute);

	for (uint32_t i = matter->first; matter->missed && i < end_of(matter->missed, matter->first); i++)
		if (matter->missed->tests[i].attribute == attribute)
			set |= matter->missed->tests[i].set;
	return set;
}

/* The wide one looks at all that the narrow one looks at, `but` apart, and names some members in common. */
static bool covers(const struct matter *wide, const struct matter *narrow, uint32_t but)
{
	return !(looked_at(narrow) & ~but & ~looked_at(wide)) &&
	       !parts_ways(names_of(wide, PARTS), names_of(narrow, PARTS)) &&
	       !parts_ways(names_of(wide, PLACE), names_of(narrow, PLACE));
}

/* The place alone may make the guard hold. */
static bool by_place(const struct clause *clause)
{
	for (uint32_t i = 0; i < clause->guard.count; i = end_of(&clause->guard, i)) {
		bool place = false;

		for (uint32_t k = i; k < end_of(&clause->guard, i); k++)
			place |= clause->guard.tests[k].attribute == PLACE;
		if (!place)
			return false;
	}
	return true;
}

static bool in_touch(const struct pair *pair, const struct matter *lower, const struct matter *upper)
{
	return WORDS(looked_at(lower) & looked_at(upper)) || (by_place(pair->lower) && by_place(pair->upper));
}

/* The lower clause stands in an area that the upper one names. */
static uint32_t standing(const struct pair *pair)
{
	return pair->lower->unit && (named(&pair->upper->guard, PLACE) & 1) ? 1u << PLACE : 0;
}

static bool same_attributes(const struct pair *pair)
{
	const struct clause *clause = pair->upper;
	const struct matter lower = { &pair->lower->guard, NULL, 0 };
	struct condition all = clause->guard;
	const struct matter upper = { &all, NULL, 0 };

	for (uint32_t i = 0; i < clause->demand.count && all.count < YICE_COUNT(all.tests); i++)
		all.tests[all.count++] = clause->demand.tests[i];
	return pair->about || (in_touch(pair, &lower, &upper) && covers(&lower, &upper, standing(pair)) && covers(&upper, &lower, 0));
}

static bool same_matter(const struct pair *pair, const struct matter *lower)
{
	const struct matter upper = { &pair->upper->guard, NULL, 0 };
	const uint32_t numbers = 1u << MASS | 1u << SIZE, place = 1u << PLACE;

	if (pair->about || !in_touch(pair, lower, &upper))
		return pair->about;
	if (pair->lower->effect == REQUIRES)
		return covers(lower, &upper, standing(pair));
	return covers(lower, &upper, numbers | standing(pair)) ||
	       (covers(lower, &upper, numbers | place) && covers(&upper, lower, numbers | place));
}

/* ---------------------------------------------------------------- loosening, defined */

static bool alike(const struct test *a, const struct test *b)
{
	if (a->attribute == OPEN || a->attribute != b->attribute)
		return false;
	return (a->attribute != PARTS && a->attribute != PLACE) || (a->set & b->set);
}

static bool is_open_part(const struct condition *condition, uint32_t first)
{
	for (uint32_t i = first; i < end_of(condition, first); i++)
		if (condition->tests[i].attribute == OPEN)
			return true;
	return false;
}

/* Sides on which a demand that is met limits the number: by parts that leave nothing to judgement, if there are such. */
static bool all_open(const struct condition *demand)
{
	for (uint32_t i = 0; i < demand->count; i = end_of(demand, i))
		if (!is_open_part(demand, i))
			return false;
	return true;
}

static bool says(const struct condition *demand, uint32_t test)
{
	uint32_t first = test;

	while (demand->tests[first].or)
		first--;
	return demand->tests[test].attribute != OPEN && (all_open(demand) || !is_open_part(demand, first));
}

/* The lower demand, met, limits what the test limits and on a side in common, or is about the same; it looks at all of that. */
static bool test_spoken(const struct condition *met, const struct test *test, int sides)
{
	uint32_t looks = 0;
	int own = 0;
	bool same = false;

	for (uint32_t i = 0; i < met->count; i++)
		if (says(met, i)) {
			looks |= words_of(&met->tests[i]);
			same |= alike(&met->tests[i], test);
			own |= met->tests[i].attribute == test->attribute ? sides_of(met->tests[i].relation) : 0;
		}
	return same && !(WORDS(words_of(test)) & ~looks) && (test->attribute < MASS || (own & sides));
}

/* Whether a test is missed by being beyond it on one side; ≠ has no side. */
static bool misses_side(const struct test *test, const struct project *project, int side)
{
	uint32_t value = project->values[test->attribute];
	uint32_t limit = test->against ? project->values[MASS + SIZE - test->attribute] : GRAIN * test->limit;

	return test->attribute >= MASS && test->relation != 5 && (sides_of(test->relation) & side) &&
	       !test_holds(test, project, true, nothing) && (side == HIGH ? value >= limit : value <= limit);
}

/* Sides on which the project misses the test: of one that stands alone, else of those it has. */
static int missed_sides(const struct test *test, const struct project *project, bool alone)
{
	if (!alone || test->relation == 5)
		return sides_of(test->relation);
	return (misses_side(test, project, HIGH) ? HIGH : 0) | (misses_side(test, project, LOW) ? LOW : 0);
}

static bool part_spoken(const struct condition *met, const struct condition *upper, uint32_t first,
			const struct project *project)
{
	const uint32_t end = end_of(upper, first);

	for (uint32_t i = first; i < end; i++)
		if (upper->tests[i].attribute != OPEN &&
		    test_spoken(met, &upper->tests[i],
				upper->tests[i].attribute < MASS ? 0 : missed_sides(&upper->tests[i], project, end == first + 1)))
			return true;
	return false;
}

/* One more of the upper limits of that number on that side, which the lower demand speaks of. */
static bool speaks_of_another(const struct condition *met, const struct condition *upper, uint32_t left_out, int side)
{
	const struct test *out = &upper->tests[left_out];

	for (uint32_t i = 0; i < upper->count; i = end_of(upper, i))
		if (i != left_out && end_of(upper, i) == i + 1 && upper->tests[i].attribute == out->attribute &&
		    upper->tests[i].relation != 5 && (sides_of(upper->tests[i].relation) & side) &&
		    test_spoken(met, &upper->tests[i], side))
			return true;
	return false;
}

/* What a part of a demand that the lower clause misses, and a part of the upper one, are both about. */
static bool part_alike(const struct condition *missed, uint32_t first, const struct condition *upper, uint32_t other)
{
	for (uint32_t i = first; i < end_of(missed, first); i++)
		for (uint32_t k = other; k < end_of(upper, other); k++)
			if (alike(&missed->tests[i], &upper->tests[k]))
				return true;
	return false;
}

/* Of a part that is =, the side on which it is missed; of others one bit. */
static int halves_missed(const struct condition *upper, uint32_t first, const struct project *project)
{
	const struct test *test = &upper->tests[first];

	if (end_of(upper, first) > first + 1 || test->attribute < MASS || test->attribute == OPEN || test->relation != 4)
		return HIGH;
	return misses_side(test, project, HIGH) ? HIGH : LOW;
}

static bool by_demands(const struct pair *pair, const struct project *project)
{
	const struct condition *met = &pair->lower->demand, *upper = &pair->upper->demand;

	if (pair->lower->effect != REQUIRES || pair->upper->effect != REQUIRES || !applies(pair->lower, project, nothing) ||
	    !holds(met, project, true, all_open(met) ? nothing : open))
		return false;
	for (uint32_t i = 0; i < upper->count; i = end_of(upper, i)) {
		if (!part_holds(upper, i, project, false, nothing))
			continue;
		if (!(pair->together[i] & halves_missed(upper, i, project)))
			continue;
		if (part_spoken(met, upper, i, project))
			return true;
		for (int side = HIGH; end_of(upper, i) == i + 1 && upper->tests[i].attribute != OPEN && side <= LOW; side++)
			if (misses_side(&upper->tests[i], project, side) && speaks_of_another(met, upper, i, side))
				return true;
	}
	return false;
}

static int limits_of(const struct clause *clause, enum attribute attribute, bool demand)
{
	if (demand)
		return bounds_on(&clause->demand, attribute, false);
	return bounds_on(&clause->guard, attribute, true) | bounds_on(&clause->except, attribute, false);
}

/* The clause is none of the project's, or its demand is met, with limits on these sides taken to spare it. */
static bool spares(const struct clause *clause, const struct project *project, struct drop drop, bool demand)
{
	drop.sides = drop.sides == (HIGH | LOW) ? drop.sides : (HIGH | LOW) - drop.sides;
	drop.may = true;
	return demand ? holds(&clause->demand, project, true, drop) : is_none_of(clause, project, drop);
}

/* own, other: sides of the limits of the two; demand: of the upper one's demand. */
static bool is_limit(const struct pair *pair, const struct project *project, struct drop drop, int own,
		     int other, bool across, bool demand)
{
	if (!(own & drop.sides) || !(across ? other : other & drop.sides))
		return false;
	if (!(other & drop.sides))
		drop.sides = other;
	return spares(pair->upper, project, drop, demand);
}

static bool demand_alike(const struct pair *pair)
{
	const struct condition *lower = &pair->lower->demand, *upper = &pair->upper->demand;

	for (uint32_t i = 0; i < lower->count; i++)
		for (uint32_t k = 0; k < upper->count; k++)
			if (alike(&lower->tests[i], &upper->tests[k]))
				return true;
	return false;
}

static bool by_one_limit(const struct pair *pair, const struct project *project, struct drop drop)
{
	const struct clause *lower = pair->lower, *upper = pair->upper;
	bool demanded = lower->effect == REQUIRES, above = upper->effect == REQUIRES;

	if (is_limit(pair, project, drop, limits_of(lower, drop.attribute, demanded),
		     limits_of(upper, drop.attribute, above), pair->within && !demanded && !above, above) &&
	    applies(lower, project, demanded ? nothing : drop) &&
	    (!demanded || holds(&lower->demand, project, false, drop)))
		return true;
	return demand_alike(pair) &&
	       is_limit(pair, project, drop, limits_of(lower, drop.attribute, false),
			limits_of(upper, drop.attribute, false), pair->within, false) &&
	       applies(lower, project, drop) && holds(&lower->demand, project, false, nothing);
}

static bool by_limits(const struct pair *pair, const struct project *project)
{
	if (pair->lower->effect == RESTRICTS)
		return false;
	for (enum attribute attribute = MASS; attribute <= SIZE; attribute++)
		for (int side = HIGH; side <= LOW; side++)
			if (by_one_limit(pair, project, (struct drop){ attribute, side, false, false }))
				return true;
	return false;
}

static bool guard_alike(const struct condition *guard, const struct condition *upper, uint32_t other)
{
	uint32_t looks = 0;
	bool same = false;

	for (uint32_t k = other; k < end_of(upper, other); k++) {
		looks |= words_of(&upper->tests[k]);
		for (uint32_t i = 0; i < guard->count; i++)
			same |= alike(&guard->tests[i], &upper->tests[k]);
	}
	return same && !(WORDS(looks) & ~attributes_of(guard));
}

/* The project is refused above for what the lower clause would refuse it for, too. missed: NULL of a prohibition. */
static bool for_the_same(const struct pair *pair, const struct project *project, const struct condition *missed,
			 uint32_t first, bool apart)
{
	const struct condition *upper = pair->upper->effect == REQUIRES ? &pair->upper->demand : &pair->upper->guard;
	const struct matter lower = { &pair->lower->guard, missed, first };
	bool same = !missed;

	if (pair->upper->effect == PROHIBITS) {
		for (uint32_t k = 0; missed && k < upper->count; k = end_of(upper, k))
			same |= part_alike(missed, first, upper, k);
		return same && !apart && same_matter(pair, &lower);
	}
	for (uint32_t k = 0; k < upper->count; k = end_of(upper, k))
		if (part_holds(upper, k, project, false, nothing) &&
		    (missed ? part_alike(missed, first, upper, k) : guard_alike(&pair->lower->guard, upper, k)))
			return (pair->nested && !pair->adds) != apart;
	return false;
}

/* The lower clause would refuse the project for some part of the demand, as it is read by `how`, and that is the upper one's. */
static bool would_refuse(const struct pair *pair, const struct project *project, const struct condition *demand,
			 struct drop how, bool apart)
{
	if (pair->lower->effect == PROHIBITS)
		return for_the_same(pair, project, NULL, 0, apart);
	for (uint32_t i = 0; i < demand->count; i = end_of(demand, i))
		if (part_holds(demand, i, project, false, how) && for_the_same(pair, project, demand, i, apart))
			return true;
	return false;
}

static bool by_exception(const struct pair *pair, const struct project *project, bool apart)
{
	const struct clause *lower = pair->lower;

	return lower->except.count && holds(&lower->guard, project, true, nothing) &&
	       holds(&lower->except, project, true, open) && would_refuse(pair, project, &lower->demand, nothing, apart);
}

/* What else a demand accepts, said in facts. */
static struct condition others_of(const struct condition *demand, uint32_t alternative)
{
	struct condition others = { .count = 0 };
	uint32_t first = alternative;

	while (demand->tests[first].or)
		first--;
	for (uint32_t k = first; k < end_of(demand, first); k++)
		if (k != alternative && demand->tests[k].attribute != OPEN) {
			others.tests[others.count] = demand->tests[k];
			others.tests[others.count].or = others.count > 0;
			others.count++;
		}
	return others;
}

/* The clause speaks of the project, which misses what else its demand accepts than this; of an =, the side. */
static int misses_others(const struct pair *pair, const struct project *project, uint32_t alternative, bool apart)
{
	const struct condition *demand = &pair->lower->demand;
	const struct condition others = others_of(demand, alternative);

	if (demand->tests[alternative].attribute == OPEN || !others.count || !holds(&pair->lower->guard, project, true, nothing) ||
	    !would_refuse(pair, project, &others, nothing, apart))
		return 0;
	return halves_missed(&others, 0, project);
}

/* Of several things that would do, the project has one, and nothing else that is said in facts. */
static bool by_alternative(const struct pair *pair, const struct project *project, bool apart)
{
	const struct condition *demand = &pair->lower->demand;

	for (uint32_t i = 0; i < demand->count; i++)
		if (test_holds(&demand->tests[i], project, true, nothing) &&
		    (misses_others(pair, project, i, apart) & pair->some[i]))
			return true;
	return false;
}

/* A project that both refuse, and the lower clause for having none of several things. */
static void note_some(struct pair *pair, const struct project *project)
{
	const struct condition *demand = &pair->lower->demand;
	const bool apart = pair->adds || (pair->upper->effect == REQUIRES && !pair->nested);

	for (uint32_t i = 0; i < demand->count && refuses(pair->upper, project) && applies(pair->lower, project, nothing); i++)
		if (test_holds(&demand->tests[i], project, false, nothing))
			pair->some[i] |= misses_others(pair, project, i, apart);
}

static bool leaves_out(const struct condition *condition)
{
	for (uint32_t i = 0; i < condition->count; i++)
		if (condition->tests[i].left)
			return true;
	return false;
}

static struct condition put_back(const struct condition *condition)
{
	struct condition whole = *condition;

	for (uint32_t i = 0; i < whole.count; i++)
		whole.tests[i].set |= whole.tests[i].left;
	return whole;
}

static bool by_leaving_out(const struct pair *pair, const struct project *project, bool apart)
{
	const struct clause *lower = pair->lower;
	const struct condition whole = put_back(&lower->demand);

	return (leaves_out(&lower->guard) || leaves_out(&lower->demand)) &&
	       holds(&lower->guard, project, true, restored) &&
	       (holds(&lower->guard, project, false, open) ||
		(lower->effect == REQUIRES && holds(&lower->demand, project, true, open))) &&
	       would_refuse(pair, project, &whole, nothing, apart);
}

static bool by_judgement(const struct pair *pair, const struct project *project, bool apart)
{
	const struct clause *lower = pair->lower;
	bool any = false;

	for (uint32_t i = 0; i < lower->demand.count; i++) {
		any |= lower->demand.tests[i].attribute == OPEN;
		if (lower->demand.tests[i].attribute == OPEN && !lower->demand.tests[i].or && end_of(&lower->demand, i) == i + 1)
			return false; /* a part of it that says nothing else: what it refuses for is not told */
	}
	return any && holds(&lower->guard, project, true, nothing) && judges(lower, project) &&
	       would_refuse(pair, project, &lower->demand, open, apart);
}

static bool by_conditions(const struct pair *pair, const struct project *project)
{
	return pair->lower->effect != PROHIBITS &&
	       (pair->refused || (pair->lower->effect == RESTRICTS && same_attributes(pair))) &&
	       applies(pair->lower, project, nothing) && holds(&pair->lower->demand, project, true, open);
}

/* A project that both refuse: which of the upper demands they do so for, each for something alike. */
static void note_together(struct pair *pair, const struct project *project)
{
	const struct condition *lower = &pair->lower->demand, *upper = &pair->upper->demand;
	const struct drop how = all_open(lower) ? open : nothing;

	if (!refuses(pair->upper, project) || !applies(pair->lower, project, nothing))
		return;
	for (uint32_t i = 0; i < upper->count; i = end_of(upper, i))
		for (uint32_t k = 0; k < lower->count && part_holds(upper, i, project, false, nothing); k = end_of(lower, k))
			if (part_holds(lower, k, project, false, how) && part_alike(lower, k, upper, i))
				pair->together[i] |= halves_missed(upper, i, project);
}

/*
 * within: all that the lower clause applies to, and there is such, the upper one does too; refused: it refuses that;
 * adds: it demands something of projects of which the lower one refuses more.
 */
static void know(struct pair *pair)
{
	bool any = false, some = false, demands = pair->upper->effect == REQUIRES;

	pair->within = pair->refused = true;
	pair->about = !demands;
	pair->nested = are_nested(pair);
	for (uint32_t i = 0; i < PROJECTS; i++) {
		struct project project = project_at(i);

		if (!lies_there(pair->lower, &project))
			continue;
		note_together(pair, &project);
		pair->adds |= demands && applies(pair->upper, &project, nothing) && refuses(pair->lower, &project) &&
			      !refuses(pair->upper, &project);
		pair->about = pair->about && (!holds(&pair->lower->guard, &project, true, open) ||
					      !holds(&pair->upper->guard, &project, false, open));
		if (!applies(pair->lower, &project, nothing))
			continue;
		any = true;
		pair->within = pair->within && !is_none_of(pair->upper, &project, open);
		if (standing(pair) && !(project.values[PLACE] & 1))
			continue;
		some = true;
		pair->refused = pair->refused && refuses(pair->upper, &project);
	}
	for (uint32_t i = 0; i < PROJECTS; i++) {
		struct project project = project_at(i);

		if (lies_there(pair->lower, &project))
			note_some(pair, &project);
	}
	pair->within = pair->within && any;
	pair->refused = pair->refused && some;
}

/* apart: what would be so, did the guards not tell projects by different words, and did the lower clause add nothing. */
static bool lets_pass(const struct pair *pair, const struct project *project, bool apart)
{
	if (pair->nested != apart && by_demands(pair, project))
		return true;
	if ((pair->nested && !pair->adds) != apart && by_limits(pair, project))
		return true;
	if (pair->lower->effect == RESTRICTS)
		return !apart && by_conditions(pair, project);
	return by_exception(pair, project, apart) || by_alternative(pair, project, apart) ||
	       by_leaving_out(pair, project, apart) || by_judgement(pair, project, apart) ||
	       (!apart && by_conditions(pair, project));
}

static bool lasts(const struct pair *pair, const struct clause *above)
{
	for (uint32_t year = 0; year < YEARS; year++)
		if (in_force(pair->lower, year) && in_force(pair->upper, year) && !in_force(above, year))
			return false;
	return true;
}

static bool means_the_same(const struct clause *a, const struct clause *b)
{
	for (uint32_t i = 0; a->effect == b->effect && i < PROJECTS; i++) {
		struct project project = project_at(i);

		if (applies(a, &project, nothing) != applies(b, &project, nothing) ||
		    is_none_of(a, &project, nothing) != is_none_of(b, &project, nothing) ||
		    refuses(a, &project) != refuses(b, &project) || judges(a, &project) != judges(b, &project))
			return false;
	}
	return a->effect == b->effect;
}

bool means_another(const struct pair *pair)
{
	for (uint32_t i = 0; i < pair->above_count; i++)
		if (lasts(pair, &pair->above[i]) && means_the_same(pair->lower, &pair->above[i]))
			return true;
	return false;
}

enum yice_diag_id told_of(struct pair *pair)
{
	enum effect upper = pair->upper->effect;
	bool across = false;

	if (pair->lower->copied && lasts(pair, &pair->above[pair->lower->copied - 1]))
		return 0;
	if (upper == RESTRICTS || (!WORDS(all_attributes(pair->lower) & all_attributes(pair->upper)) &&
				   !(upper == PROHIBITS && by_place(pair->upper))))
		return 0;
	know(pair);
	for (uint32_t i = 0; i < PROJECTS; i++) {
		struct project project = project_at(i);

		if (!is_loose(pair, &project))
			continue;
		if (lets_pass(pair, &project, false))
			return YICE_D_loosens;
		across = across || lets_pass(pair, &project, true);
	}
	return across ? YICE_D_cuts_across : 0;
}

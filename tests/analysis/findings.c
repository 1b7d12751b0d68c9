/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Findings of `yice check` about two clauses against what they are defined to
 * be: random lists of plain clauses, every project over their small domains
 * decided here, without the compiler, the runtime or the solver. Which lower
 * clause loosens which upper one, and between which steps of a scale there is
 * a gap or an overlap, must come out the same: none missed, none invented.
 * Witnesses of loosening are read back and decided.
 *   findings [-n LISTS] [-s SEED]
 * Prints TAP.
 */
#include "base/base.h"

#include <stdio.h>
#include <unistd.h>

#include "base/report.h"
#include "runtime/facts.h"
#include "runtime/run.h"
#include "tests/analysis/lists.h"
#include "yice/analysis.h"
#include "yice/compile.h"

enum attribute { NATURE, FLAG, PARTS, PLACE, MASS, SIZE, ATTRIBUTES, OPEN }; /* MASS and SIZE are numbers */
enum { HIGH = 1, LOW = 2 };
enum effect { REQUIRES, PROHIBITS, RESTRICTS };

#define YEARS 3

static const char *const names[ATTRIBUTES] = { "性", "旗", "件", "场址", "量", "值" };
static const char *const areas[] = { "东", "西" };

/*
 * NATURE: is in the set; PARTS, PLACE: has one of the set; FLAG: is as said; numbers: relation to the limit, or to
 * the other number; OPEN: words that a person decides.
 */
struct test {
	enum attribute attribute;
	uint32_t set, relation, limit;
	uint32_t left; /* members that 除外 takes out: in no set then */
	bool against, lacks;
	bool or; /* does in place of the test before it, else both have to hold */
};

struct condition {
	struct test tests[8];
	uint32_t count;
};

struct clause {
	struct condition guard, except, demand; /* except: none when empty */
	enum effect effect;
	uint32_t from, until; /* years of being in force, from the first on; until 0: all that follow */
	bool unit;            /* it stands in the unit, which has a part in the first area and none in the second */
};

/* Numbers in thirds, 0 to 3, so that two have room between whole ones; of what a site lies in, one area, both or none. */
struct project {
	uint32_t values[ATTRIBUTES];
};

#define GRAIN    3
#define POINTS   (3 * GRAIN + 1)
#define PROJECTS (3 * 2 * 8 * 4 * POINTS * POINTS)
/* Attributes but the place, which tells no matter by itself. */
#define WORDS(attributes) ((attributes) & ~(1u << PLACE))

static struct project project_at(uint32_t i)
{
	return (struct project){ { i % 3, i / 3 % 2, i / 6 % 8, i / 48 % 4, i / 192 % POINTS, i / 192 / POINTS } };
}

/* ---------------------------------------------------------------- conditions, decided */

/* A bound on a side; what is dropped is taken to hold. */
static bool bound(uint32_t value, uint32_t limit, int side, bool strict, int dropped)
{
	if (dropped & side)
		return true;
	if (value == limit)
		return !strict;
	return side == HIGH ? value < limit : value > limit;
}

/* relations: < ≤ > ≥ = ≠ */
static bool number_holds(uint32_t relation, uint32_t value, uint32_t limit, int dropped)
{
	switch (relation) {
	case 0:
	case 1:
		return bound(value, limit, HIGH, relation == 0, dropped);
	case 2:
	case 3:
		return bound(value, limit, LOW, relation == 2, dropped);
	case 4:
		return bound(value, limit, HIGH, false, dropped) && bound(value, limit, LOW, false, dropped);
	default:
		return bound(value, limit, HIGH, true, dropped) || bound(value, limit, LOW, true, dropped);
	}
}

static uint32_t opposite(uint32_t relation)
{
	static const uint32_t of[] = { 3, 2, 1, 0, 5, 4 };

	return of[relation];
}

static int sides_of(uint32_t relation)
{
	return relation < 2 ? HIGH : relation < 4 ? LOW : HIGH | LOW;
}

/*
 * How a condition is read: with bounds on these sides of one attribute taken to hold, after negation has reached the tests;
 * open words taken to hold, or their opposite, where it may be so; with what 除外 takes out put back.
 */
struct drop {
	enum attribute attribute;
	int sides;
	bool may, restored;
};

static const struct drop nothing = { ATTRIBUTES, 0, false, false }, open = { ATTRIBUTES, 0, true, false },
			 restored = { ATTRIBUTES, 0, false, true };

static bool test_holds(const struct test *test, const struct project *project, bool positive,
		       struct drop drop)
{
	uint32_t value = project->values[test->attribute % ATTRIBUTES], set = test->set | (drop.restored ? test->left : 0);

	if (test->attribute == OPEN)
		return drop.may;
	if (test->against)
		return number_holds(positive ? test->relation : opposite(test->relation), value,
				    project->values[MASS + SIZE - test->attribute], 0);
	if (test->attribute >= MASS)
		return number_holds(positive ? test->relation : opposite(test->relation), value,
				    GRAIN * test->limit, drop.attribute == test->attribute ? drop.sides : 0);
	if (test->attribute == NATURE)
		return (set >> value & 1) == (positive != test->lacks);
	if (test->attribute == FLAG)
		return (value == set) == positive;
	return ((value & set) != 0) == (positive != test->lacks);
}

/* Behind the tests from `first` on that do in place of each other. */
static uint32_t end_of(const struct condition *condition, uint32_t first)
{
	uint32_t end = first + 1;

	while (end < condition->count && condition->tests[end].or)
		end++;
	return end;
}

/* One of the tests holds, or with !positive none does. */
static bool part_holds(const struct condition *condition, uint32_t first, const struct project *project, bool positive,
		       struct drop drop)
{
	for (uint32_t i = first; i < end_of(condition, first); i++)
		if (test_holds(&condition->tests[i], project, positive, drop) == positive)
			return positive;
	return !positive;
}

static bool holds(const struct condition *condition, const struct project *project, bool positive,
		  struct drop drop)
{
	for (uint32_t i = 0; i < condition->count; i = end_of(condition, i))
		if (part_holds(condition, i, project, positive, drop) != positive)
			return !positive;
	return positive;
}

static bool applies(const struct clause *clause, const struct project *project, struct drop drop)
{
	return holds(&clause->guard, project, true, drop) &&
	       (!clause->except.count || holds(&clause->except, project, false, drop));
}

/* For certain, or as far as open words go. */
static bool is_none_of(const struct clause *clause, const struct project *project, struct drop drop)
{
	return holds(&clause->guard, project, false, drop) ||
	       (clause->except.count && holds(&clause->except, project, true, drop));
}

static bool refuses(const struct clause *clause, const struct project *project)
{
	return clause->effect != RESTRICTS && applies(clause, project, nothing) &&
	       (clause->effect == PROHIBITS || holds(&clause->demand, project, false, nothing));
}

/* A clause that demands: it is missed, or a person decides. */
static bool judges(const struct clause *clause, const struct project *project)
{
	return applies(clause, project, open) &&
	       (is_none_of(clause, project, open) || holds(&clause->demand, project, false, open));
}

static uint32_t words_of(const struct test *test)
{
	return test->attribute == OPEN ? 0 : test->against ? 1u << MASS | 1u << SIZE : 1u << test->attribute;
}

static uint32_t attributes_of(const struct condition *condition)
{
	uint32_t bits = 0;

	for (uint32_t i = 0; i < condition->count; i++)
		bits |= words_of(&condition->tests[i]);
	return bits;
}

static uint32_t all_attributes(const struct clause *clause)
{
	return attributes_of(&clause->guard) | attributes_of(&clause->except) |
	       attributes_of(&clause->demand);
}

static int bounds_on(const struct condition *condition, enum attribute attribute, bool positive)
{
	int sides = 0;

	for (uint32_t i = 0; i < condition->count; i++)
		if (condition->tests[i].attribute == attribute && !condition->tests[i].against)
			sides |= sides_of(positive ? condition->tests[i].relation
						   : opposite(condition->tests[i].relation));
	return sides;
}

/* ---------------------------------------------------------------- what two clauses are about, defined */

/* Two clauses, the lower list's others, and what of them is the same for all projects. */
struct pair {
	const struct clause *lower, *upper, *list;
	uint32_t count;
	bool within, refused, about, nested; /* filled by know() */
};

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

static bool by_demands(const struct pair *pair, const struct project *project)
{
	const struct condition *met = &pair->lower->demand, *upper = &pair->upper->demand;

	if (pair->lower->effect != REQUIRES || pair->upper->effect != REQUIRES || !applies(pair->lower, project, nothing) ||
	    !holds(met, project, true, all_open(met) ? nothing : open))
		return false;
	for (uint32_t i = 0; i < upper->count; i = end_of(upper, i)) {
		if (!part_holds(upper, i, project, false, nothing))
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

/* What a part of a demand that the lower clause misses, and a part of the upper one, are both about. */
static bool part_alike(const struct condition *missed, uint32_t first, const struct condition *upper, uint32_t other)
{
	for (uint32_t i = first; i < end_of(missed, first); i++)
		for (uint32_t k = other; k < end_of(upper, other); k++)
			if (alike(&missed->tests[i], &upper->tests[k]))
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
			return pair->nested != apart;
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

/* Of several things that would do, the project has one, and nothing else that is said in facts. */
static bool by_alternative(const struct pair *pair, const struct project *project, bool apart)
{
	const struct condition *demand = &pair->lower->demand;

	for (uint32_t i = 0; i < demand->count; i++) {
		struct condition others = { .count = 0 };
		uint32_t first = i;

		while (demand->tests[first].or)
			first--;
		for (uint32_t k = first; k < end_of(demand, first); k++)
			if (k != i && demand->tests[k].attribute != OPEN) {
				others.tests[others.count] = demand->tests[k];
				others.tests[others.count].or = others.count > 0;
				others.count++;
			}
		if (demand->tests[i].attribute != OPEN && others.count && holds(&pair->lower->guard, project, true, nothing) &&
		    test_holds(&demand->tests[i], project, true, nothing) &&
		    would_refuse(pair, project, &others, nothing, apart))
			return true;
	}
	return false;
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

/* within: all that the lower clause applies to, and there is such, the upper one does too; refused: it refuses that. */
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
	pair->within = pair->within && any;
	pair->refused = pair->refused && some;
}

/* apart: what would be so, did the guards not tell projects by different words. */
static bool lets_pass(const struct pair *pair, const struct project *project, bool apart)
{
	if (pair->nested != apart && (by_demands(pair, project) || by_limits(pair, project)))
		return true;
	if (pair->lower->effect == RESTRICTS)
		return !apart && by_conditions(pair, project);
	return by_exception(pair, project, apart) || by_alternative(pair, project, apart) ||
	       by_leaving_out(pair, project, apart) || by_judgement(pair, project, apart) ||
	       (!apart && by_conditions(pair, project));
}

/* What is told of the pair: 0 nothing, else the diagnostic. */
static enum yice_diag_id told_of(struct pair *pair)
{
	enum effect upper = pair->upper->effect;
	bool across = false;

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

/* ---------------------------------------------------------------- clauses, at random and as text */

static struct test random_test(struct random *random, enum attribute attribute)
{
	struct test test = { .attribute = attribute, .relation = draw(random, 6), .limit = draw(random, 4) };

	if (attribute == NATURE)
		test.set = 1 + draw(random, 6);
	else if (attribute == PARTS)
		test.set = 1 + draw(random, 7);
	else if (attribute == PLACE)
		test.set = 1 + draw(random, 3);
	else if (attribute == FLAG)
		test.set = draw(random, 2);
	else if (test.relation > 3 && draw(random, 3)) /* limits more often than single values */
		test.relation -= 4;
	if (attribute == PARTS || attribute == PLACE)
		test.lacks = !draw(random, 5);
	return test;
}

/* Some member of the test's own taken out by 除外, where one is left. */
static void leave_out(struct random *random, struct test *test)
{
	uint32_t member = 1u << draw(random, 3);

	if ((test->attribute == NATURE || test->attribute == PARTS) && (test->set & member) && (test->set & ~member)) {
		test->left = member;
		test->set &= ~member;
	}
}

static struct condition random_condition(struct random *random, uint32_t most, bool numbers)
{
	struct condition condition = { .count = 1 + draw(random, most) };

	for (uint32_t i = 0; i < condition.count; i++)
		condition.tests[i] = random_test(random, numbers && draw(random, 4)
							     ? (enum attribute)(MASS + draw(random, 2))
							     : (enum attribute)draw(random, ATTRIBUTES));
	return condition;
}

/* The same with alternatives, open words and 除外. */
static void vary(struct random *random, struct condition *condition)
{
	for (uint32_t i = 0; i < condition->count; i++) {
		if (!draw(random, 3))
			leave_out(random, &condition->tests[i]);
		if (i && !draw(random, 3))
			condition->tests[i].or = true;
	}
	if (condition->count && !draw(random, 5))
		condition->tests[condition->count++] = (struct test){ .attribute = OPEN, .or = draw(random, 3) };
}

/* A number by a limit, or by the other number, or by the stricter of both. */
static struct condition random_limits(struct random *random)
{
	struct condition condition = { .count = 1 + draw(random, 2) };

	condition.tests[0] = random_test(random, draw(random, 4) ? MASS : SIZE);
	condition.tests[0].against = draw(random, 2);
	condition.tests[1] = condition.tests[0];
	condition.tests[1].against = !condition.tests[0].against;
	return condition;
}

static struct clause random_clause(struct random *random)
{
	struct clause clause = { .guard = random_condition(random, 3, false),
				 .effect = (enum effect)draw(random, 3) };
	uint32_t spoken = draw(random, 8);

	if (spoken < 2) /* of every project, or of every project at a place */
		clause.guard.count = spoken;
	if (spoken == 1)
		clause.guard.tests[0] = random_test(random, PLACE);
	if (clause.effect == RESTRICTS && draw(random, 2))
		clause.effect = PROHIBITS;
	if (!draw(random, 3))
		clause.except = random_condition(random, 2, false);
	if (clause.effect == REQUIRES)
		clause.demand = random_condition(random, 2, true);
	if (clause.effect == REQUIRES && !draw(random, 3))
		clause.demand = random_limits(random);
	if (!draw(random, 2)) {
		vary(random, &clause.guard);
		vary(random, &clause.except);
		vary(random, &clause.demand);
	}
	if (!draw(random, 3))
		clause.from = draw(random, YEARS);
	if (clause.from + 1 < YEARS && !draw(random, 3))
		clause.until = clause.from + 1 + draw(random, YEARS - 1 - clause.from);
	return clause;
}

static void add_set(struct yice_buf *text, const char *const *words, uint32_t set)
{
	bool first = true;

	for (uint32_t i = 0; i < 3; i++)
		if (set >> i & 1) {
			yice_buf_addf(text, "%s%s", first ? "" : "、", words[i]);
			first = false;
		}
}

static void add_members(struct yice_buf *text, const struct test *test)
{
	const char *const *words = test->attribute == NATURE ? natures : test->attribute == PLACE ? areas : parts;

	yice_buf_adds(text, test->attribute == NATURE  ? "属于 "
			    : test->attribute == PLACE ? test->lacks ? "不位于 " : "位于 "
			    : test->lacks	       ? "不含 "
						       : "含 ");
	add_set(text, words, test->set | test->left);
	if (test->left)
		yice_buf_adds(text, " 除外 ");
	add_set(text, words, test->left);
}

static void add_one(struct yice_buf *text, const struct test *test)
{
	if (test->attribute == OPEN) {
		yice_buf_adds(text, "待判 \"等\"");
		return;
	}
	yice_buf_addf(text, "%s ", names[test->attribute]);
	if (test->attribute == FLAG)
		yice_buf_adds(text, test->set ? "= 是" : "= 否");
	else if (test->against)
		yice_buf_addf(text, "%s %s", relations[test->relation], names[MASS + SIZE - test->attribute]);
	else if (test->attribute >= MASS)
		yice_buf_addf(text, "%s %u", relations[test->relation], (unsigned int)test->limit);
	else
		add_members(text, test);
}

static void add_tests(struct yice_buf *text, const char *word, const struct condition *condition)
{
	for (uint32_t i = 0; i < condition->count; i++) {
		bool last = end_of(condition, i) == i + 1;

		yice_buf_addf(text, " %s", condition->tests[i].or ? "或 " : i ? "且 " : word);
		yice_buf_adds(text, condition->tests[i].or ? "" : last ? " " : "（");
		add_one(text, &condition->tests[i]);
		yice_buf_adds(text, condition->tests[i].or && last ? "）" : "");
	}
}

static void put_clause(struct yice_buf *text, uint32_t number, const struct clause *clause)
{
	yice_buf_addf(text, "1-%u 摘要 \"甲\"", (unsigned int)number + 1);
	add_tests(text, "当", &clause->guard);
	add_tests(text, "除", &clause->except);
	add_tests(text, "须", &clause->demand);
	yice_buf_adds(text, clause->effect == PROHIBITS   ? " 禁止"
			    : clause->effect == RESTRICTS ? " 限制 \"论证\""
							  : "");
	if (clause->from || clause->until)
		yice_buf_addf(text, " 施行 %u-01-01 起", 2020 + (unsigned int)clause->from);
	if (clause->until)
		yice_buf_addf(text, "，%u-01-01 废止", 2020 + (unsigned int)clause->until);
	yice_buf_adds(text, "\n");
}

/* ---------------------------------------------------------------- lists, checked */

static const char unit[] = "ZH11000020001";

#define UPPER 3
#define LOWER 3
#define STEPS 4

struct world {
	char path[64];
	struct yice_buf text;
	yice_report *report;
	unsigned long pairs, loose, across, seams, gaps, overlaps, witnesses, wrong;
};

static void check(int status, const char *what)
{
	if (!status)
		return;
	printf("Bail out! %s: %s\n", what, yice_status_name(status));
	exit(1);
}

static void run_check(struct world *world)
{
	const char *path = world->path;
	FILE *file = fopen(path, "wb");
	int status;

	check(file && fwrite(world->text.data, 1, world->text.len, file) == world->text.len && !fclose(file)
		  ? YICE_OK
		  : YICE_EIO,
	      path);
	check(yice_report_new(&world->report), "report");
	status = yice_analyse(&path, 1, world->report);
	check(status == YICE_EDIAG ? YICE_OK : status, "analysis");
}

/* The finding at the clause "1-N" of `at` that names `other`, or NULL. */
static const struct yice_diag *finding(const struct world *world, enum yice_diag_id id, uint32_t at,
				       const char *list, const char *other)
{
	const struct yice_diags *diags = &world->report->diags;
	char number[16];

	snprintf(number, sizeof(number), "1-%u ", (unsigned int)at + 1);
	for (uint32_t i = 0; i < diags->count; i++) {
		const struct yice_message *main = &diags->items[i]->main;
		const char *text = world->text.data;

		if (main->id == id && !strcmp(main->args[0], other) &&
		    text + main->span.start > strstr(text, list) &&
		    !strncmp(text + main->span.start, number, strlen(number)))
			return diags->items[i];
	}
	return NULL;
}

static bool none_unreached(const struct world *world)
{
	for (uint32_t i = 0; i < world->report->diags.count; i++)
		if (world->report->diags.items[i]->main.id == YICE_D_not_reached)
			return false;
	return true;
}

/* The outcome by a clause that is in force on the day, or -1. */
static int outcome_by(const yice_run *run, const char *id)
{
	size_t at = yice_run_find(run, id);

	return at < yice_run_count(run) ? (int)yice_run_outcome(run, at) : -1;
}

/* Whether no clause of the lower list refuses what was decided, and the one at issue is settled. */
static bool passes(const yice_run *run, const char *lower)
{
	char id[32];

	for (uint32_t i = 0; i < 2 * LOWER; i++) {
		snprintf(id, sizeof(id), "110000/%s/1-%u", i % 2 ? unit : "全域", (unsigned int)i / 2 + 1);
		if (outcome_by(run, id) == YICE_VIOLATED)
			return false;
	}
	return outcome_by(run, lower) >= 0 && outcome_by(run, lower) != YICE_UNKNOWN;
}

/* The witness decided: refused by the upper clause, and by none of the lower list. */
static bool reproduces(struct world *world, const struct yice_diag *diag, const char *upper,
		       const char *lower)
{
	const char *path = world->path;
	yice_report *report = NULL;
	yice_image *image = NULL;
	yice_facts *facts = NULL;
	yice_run *run = NULL;
	void *bytes = NULL;
	size_t len = 0;
	bool good;

	check(yice_report_new(&report), "report");
	check(yice_build(&path, 1, report, &bytes, &len), "build");
	check(yice_image_borrow(bytes, len, report, &image), "image");
	check(yice_facts_new(image, &facts), "facts");
	check(yice_run_new(image, &run), "run");
	good =
	    diag->helps &&
	    !yice_facts_read(facts, "witness", diag->helps->args[0], strlen(diag->helps->args[0]), report) &&
	    !yice_run_decide(run, facts, NULL) &&
	    outcome_by(run, upper) == YICE_VIOLATED && passes(run, lower);
	world->witnesses++;
	yice_run_free(run);
	yice_facts_free(facts);
	yice_image_free(image);
	yice_report_free(report);
	free(bytes);
	return good;
}

static const char *const told[] = { "nothing", "looser", "looser across" };

static void compare_pair(struct world *world, struct pair *pair, const char *above, const char *here, uint32_t l)
{
	const enum yice_diag_id expected = told_of(pair);
	const struct yice_diag *loose = finding(world, YICE_D_loosens, l, "清单 110000", above);
	const struct yice_diag *across = finding(world, YICE_D_cuts_across, l, "清单 110000", above);
	const enum yice_diag_id found = loose ? YICE_D_loosens : across ? YICE_D_cuts_across : 0;
	const struct yice_diag *diag = loose ? loose : across;

	world->pairs++;
	world->loose += expected == YICE_D_loosens;
	world->across += expected == YICE_D_cuts_across;
	if (found == expected && !(loose && across) &&
	    (!diag || (world->loose + world->across) % 8 || reproduces(world, diag, above, here)))
		return;
	printf("# %s and %s: %s, by enumeration %s\n", above, here, told[found ? 1 + !loose : 0],
	       told[expected ? 1 + (expected == YICE_D_cuts_across) : 0]);
	world->wrong++;
}

static void compare_tiers(struct world *world, const struct clause *upper, const struct clause *lower)
{
	for (uint32_t u = 0; u < UPPER; u++)
		for (uint32_t l = 0; l < LOWER; l++) {
			struct pair pair = { .lower = &lower[l], .upper = &upper[u], .list = lower, .count = LOWER };
			char above[32], here[32];

			snprintf(above, sizeof(above), "000000/全域/1-%u", (unsigned int)u + 1);
			snprintf(here, sizeof(here), "110000/%s/1-%u", lower[l].unit ? unit : "全域", (unsigned int)l + 1);
			compare_pair(world, &pair, above, here, l);
		}
}

static const char vocabulary[] =
    "词表 性：新、改、扩 词表 件：甲、乙、丙\n属性 性：一项 性 属性 旗：是否 属性 件：多项 件 "
    "属性 量：数量 1 范围 0、3 属性 值：数量 1 范围 0、3 "
    "属性 场址：多项 区划 分区 东 要素 大气 分区 西 要素 水\n行政区 000000 全国 行政区 110000 市 上级 000000\n";

static void check_tiers(struct world *world, struct random *random)
{
	struct clause upper[UPPER], lower[LOWER];

	yice_buf_clear(&world->text);
	yice_buf_addf(&world->text, "%s清单 000000 \"国\" 施行 2020-01-01 起\n适用 全域\n", vocabulary);
	for (uint32_t i = 0; i < UPPER; i++) {
		upper[i] = random_clause(random);
		put_clause(&world->text, i, &upper[i]);
	}
	yice_buf_adds(&world->text, "清单 110000 \"市\" 施行 2020-01-01 起\n适用 全域\n");
	for (uint32_t i = 0; i < LOWER; i++) {
		lower[i] = random_clause(random);
		lower[i].unit = i + 1 == LOWER && draw(random, 2);
		if (lower[i].unit)
			yice_buf_addf(&world->text, "单元 %s \"甲\" 重点管控 要素 东\n", unit);
		put_clause(&world->text, i, &lower[i]);
	}
	run_check(world);
	if (!none_unreached(world))
		world->wrong++;
	compare_tiers(world, upper, lower);
	yice_report_free(world->report);
}

/* ---------------------------------------------------------------- steps of a scale */

/* A range in thirds, -1 and POINTS when open, and whether its ends are left out. */
struct range {
	int low, high;
	bool low_strict, high_strict;
};

static void narrow(struct range *range, uint32_t relation, int limit)
{
	bool strict = relation == 0 || relation == 2;

	if ((sides_of(relation) & HIGH) && (range->high > limit || (range->high == limit && strict))) {
		range->high = limit;
		range->high_strict = strict;
	}
	if ((sides_of(relation) & LOW) && (range->low < limit || (range->low == limit && strict))) {
		range->low = limit;
		range->low_strict = strict;
	}
}

/* Bounds of the number stand beside the rest: in a negated conjunction only alone, ≠ never. */
static bool range_of(const struct clause *clause, enum attribute number, struct range *out)
{
	*out = (struct range){ -1, POINTS, false, false };
	for (uint32_t i = 0; i < clause->guard.count; i++)
		if (clause->guard.tests[i].attribute == number) {
			if (clause->guard.tests[i].relation == 5)
				return false;
			narrow(out, clause->guard.tests[i].relation, GRAIN * (int)clause->guard.tests[i].limit);
		}
	for (uint32_t i = 0; i < clause->except.count; i++)
		if (clause->except.tests[i].attribute == number) {
			if (clause->except.count > 1 || clause->except.tests[i].relation == 4)
				return false;
			narrow(out, opposite(clause->except.tests[i].relation),
			       GRAIN * (int)clause->except.tests[i].limit);
		}
	return out->low >= 0 || out->high < POINTS;
}

static bool in_sequence(const struct range *a, const struct range *b)
{
	return a->low != a->high && b->low != b->high && a->high < POINTS && b->low >= 0 && a->low < b->low &&
	       a->high < b->high;
}

/* The clause applies, whatever its bounds of the number say. */
static bool rest_holds(const struct clause *clause, const struct project *project, enum attribute number)
{
	return applies(clause, project, (struct drop){ number, HIGH | LOW, false, false });
}

static bool same_rest(const struct clause *a, const struct clause *b, enum attribute number)
{
	for (uint32_t i = 0; i < PROJECTS; i++) {
		struct project project = project_at(i);

		if (rest_holds(a, &project, number) != rest_holds(b, &project, number))
			return false;
	}
	return true;
}

static bool apply_together(const struct clause *a, const struct clause *b)
{
	for (uint32_t i = 0; i < PROJECTS; i++) {
		struct project project = project_at(i);

		if (applies(a, &project, nothing) && applies(b, &project, nothing))
			return true;
	}
	return false;
}

/* What the scale says of the two: 0 nothing, else the diagnostic. */
static enum yice_diag_id seam_of(const struct clause *list, uint32_t a, uint32_t b, enum attribute number)
{
	struct range first, second, third;

	if (!range_of(&list[a], number, &first) || !range_of(&list[b], number, &second) || !in_sequence(&first, &second) ||
	    !same_rest(&list[a], &list[b], number) || !apply_together(&list[a], &list[a]) ||
	    !apply_together(&list[b], &list[b]))
		return 0;
	for (uint32_t i = 0; i < STEPS; i++)
		if (range_of(&list[i], number, &third) && in_sequence(&first, &third) &&
		    in_sequence(&third, &second) && same_rest(&list[a], &list[i], number) &&
		    apply_together(&list[i], &list[i]))
			return 0;
	if (first.high > second.low || (first.high == second.low && !first.high_strict && !second.low_strict))
		return apply_together(&list[a], &list[b]) ? YICE_D_threshold_overlap : 0;
	if (first.high == second.low && !(first.high_strict && second.low_strict))
		return 0;
	for (uint32_t i = 0; i < PROJECTS; i++) {
		struct project project = project_at(i);
		int mass = (int)project.values[number];
		bool spoken = false;

		if (mass < first.high || (mass == first.high && !first.high_strict) || mass > second.low ||
		    (mass == second.low && !second.low_strict) || !rest_holds(&list[a], &project, number))
			continue;
		for (uint32_t c = 0; c < STEPS; c++)
			spoken |=
			    ((attributes_of(&list[c].guard) | attributes_of(&list[c].except)) >> number & 1) &&
			    holds(&list[c].guard, &project, true, nothing);
		if (!spoken)
			return YICE_D_threshold_gap;
	}
	return 0;
}

/* Much the same but for the number, so that there are scales. */
static struct clause random_step(struct random *random, const struct test *rest)
{
	struct clause clause = { .effect = (enum effect)draw(random, 3) };

	clause.guard.tests[clause.guard.count++] = random_test(random, MASS);
	if (!draw(random, 3))
		clause.guard.tests[clause.guard.count++] = random_test(random, MASS);
	if (draw(random, 8))
		clause.guard.tests[clause.guard.count++] = *rest;
	if (!draw(random, 4))
		clause.except = random_condition(random, 2, true);
	if (clause.effect == REQUIRES)
		clause.demand = random_condition(random, 1, false);
	return clause;
}

static void check_steps(struct world *world, struct random *random)
{
	struct test rest = random_test(random, NATURE);
	struct clause list[STEPS];

	yice_buf_clear(&world->text);
	yice_buf_addf(&world->text, "%s清单 110000 \"市\" 施行 2020-01-01 起\n适用 全域\n", vocabulary);
	for (uint32_t i = 0; i < STEPS; i++) {
		list[i] = random_step(random, &rest);
		put_clause(&world->text, i, &list[i]);
	}
	run_check(world);
	for (uint32_t a = 0; a < STEPS; a++)
		for (uint32_t b = 0; b < STEPS; b++) {
			enum yice_diag_id by_mass = a == b ? 0 : seam_of(list, a, b, MASS);
			enum yice_diag_id by_size = a == b ? 0 : seam_of(list, a, b, SIZE);
			char below[32];
			bool gap, overlap;

			snprintf(below, sizeof(below), "110000/全域/1-%u", (unsigned int)a + 1);
			gap = finding(world, YICE_D_threshold_gap, b, "清单 110000", below) != NULL;
			overlap = finding(world, YICE_D_threshold_overlap, b, "清单 110000", below) != NULL;
			world->seams++;
			world->gaps += gap;
			world->overlaps += overlap;
			if (gap == (by_mass == YICE_D_threshold_gap || by_size == YICE_D_threshold_gap) &&
			    overlap == (by_mass == YICE_D_threshold_overlap || by_size == YICE_D_threshold_overlap))
				continue;
			printf("# between 1-%u and 1-%u: gap %d, overlap %d, by enumeration not so\n",
			       (unsigned int)a + 1, (unsigned int)b + 1, gap, overlap);
			world->wrong++;
		}
	yice_report_free(world->report);
}

int main(int argc, char **argv)
{
	static struct world world;
	unsigned long lists = 400, seed = 1;
	struct random random;

	for (int i = 1; i + 1 < argc; i += 2)
		*(strcmp(argv[i], "-n") ? &seed : &lists) = strtoul(argv[i + 1], NULL, 10);
	random.state = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
	strcpy(world.path, "/tmp/yice-findings.XXXXXX");
	check(mkstemp(world.path) < 0 ? YICE_EIO : YICE_OK, "file");
	for (unsigned long i = 0; i < lists && !world.wrong; i++) {
		check_tiers(&world, &random);
		if (!world.wrong)
			check_steps(&world, &random);
	}
	if (world.wrong)
		printf("# seed %lu, the list is %s\n", seed, world.path);
	else
		unlink(world.path);
	printf("%sok 1 - %lu pairs of tiers: %lu loosen as enumeration says and %lu across, %lu witnesses reproduced\n"
	       "%sok 2 - %lu pairs of steps: %lu gaps and %lu overlaps as enumeration says\n1..2\n",
	       world.wrong ? "not " : "", world.pairs, world.loose, world.across, world.witnesses,
	       world.wrong ? "not " : "", world.seams, world.gaps, world.overlaps);
	yice_buf_release(&world.text);
	return world.wrong != 0;
}

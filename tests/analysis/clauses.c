/* SPDX-License-Identifier: Apache-2.0 */
/* See clauses.h: conditions decided over every project, and clauses drawn at random and written. Called by loosening.c and findings.c. */
#include "tests/analysis/clauses.h"

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

uint32_t opposite(uint32_t relation)
{
	static const uint32_t of[] = { 3, 2, 1, 0, 5, 4 };

	return of[relation];
}

int sides_of(uint32_t relation)
{
	return relation < 2 ? HIGH : relation < 4 ? LOW : HIGH | LOW;
}



bool test_holds(const struct test *test, const struct project *project, bool positive,
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

uint32_t end_of(const struct condition *condition, uint32_t first)
{
	uint32_t end = first + 1;

	while (end < condition->count && condition->tests[end].or)
		end++;
	return end;
}

bool part_holds(const struct condition *condition, uint32_t first, const struct project *project, bool positive,
		       struct drop drop)
{
	for (uint32_t i = first; i < end_of(condition, first); i++)
		if (test_holds(&condition->tests[i], project, positive, drop) == positive)
			return positive;
	return !positive;
}

bool holds(const struct condition *condition, const struct project *project, bool positive,
		  struct drop drop)
{
	for (uint32_t i = 0; i < condition->count; i = end_of(condition, i))
		if (part_holds(condition, i, project, positive, drop) != positive)
			return !positive;
	return positive;
}

bool applies(const struct clause *clause, const struct project *project, struct drop drop)
{
	return holds(&clause->guard, project, true, drop) &&
	       (!clause->except.count || holds(&clause->except, project, false, drop));
}

bool is_none_of(const struct clause *clause, const struct project *project, struct drop drop)
{
	return holds(&clause->guard, project, false, drop) ||
	       (clause->except.count && holds(&clause->except, project, true, drop));
}

bool refuses(const struct clause *clause, const struct project *project)
{
	return clause->effect != RESTRICTS && applies(clause, project, nothing) &&
	       (clause->effect == PROHIBITS || holds(&clause->demand, project, false, nothing));
}

bool judges(const struct clause *clause, const struct project *project)
{
	return applies(clause, project, open) &&
	       (is_none_of(clause, project, open) || holds(&clause->demand, project, false, open));
}

uint32_t words_of(const struct test *test)
{
	return test->attribute == OPEN ? 0 : test->against ? 1u << MASS | 1u << SIZE : 1u << test->attribute;
}

uint32_t attributes_of(const struct condition *condition)
{
	uint32_t bits = 0;

	for (uint32_t i = 0; i < condition->count; i++)
		bits |= words_of(&condition->tests[i]);
	return bits;
}

uint32_t all_attributes(const struct clause *clause)
{
	return attributes_of(&clause->guard) | attributes_of(&clause->except) |
	       attributes_of(&clause->demand);
}

int bounds_on(const struct condition *condition, enum attribute attribute, bool positive)
{
	int sides = 0;

	for (uint32_t i = 0; i < condition->count; i++)
		if (condition->tests[i].attribute == attribute && !condition->tests[i].against)
			sides |= sides_of(positive ? condition->tests[i].relation
						   : opposite(condition->tests[i].relation));
	return sides;
}

/* ---------------------------------------------------------------- clauses, at random and as text */

struct test random_test(struct random *random, enum attribute attribute)
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

struct condition random_condition(struct random *random, uint32_t most, bool numbers)
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

struct clause random_clause(struct random *random)
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

void put_clause(struct yice_buf *text, uint32_t number, const struct clause *clause)
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

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Days of mutants: how intervals change, on which day one tells, and on which
 * day changed rules decide when a case names none. An interval is [from, to).
 * Called by mutate.c and mutate_differ.c.
 */
#include "analysis/mutate.h"

bool yice_mutation_days(enum yice_mutation kind, struct yice_interval days, struct yice_interval *out)
{
	bool begin = kind == YICE_MUTATE_BEGIN_LATER || kind == YICE_MUTATE_BEGIN_EARLIER || kind == YICE_MUTATE_BEGIN_DROP;
	yice_day *end = begin ? &out->from : &out->to;

	*out = days;
	if (*end == (begin ? YICE_DAY_MIN : YICE_DAY_MAX))
		return false;
	if (kind == YICE_MUTATE_BEGIN_DROP || kind == YICE_MUTATE_END_DROP)
		*end = begin ? YICE_DAY_MIN : YICE_DAY_MAX;
	else
		*end += kind == YICE_MUTATE_BEGIN_LATER || kind == YICE_MUTATE_END_LATER ? 1 : -1;
	return out->from < out->to;
}

struct yice_interval yice_days_both(struct yice_interval a, struct yice_interval b)
{
	return (struct yice_interval){ a.from > b.from ? a.from : b.from, a.to < b.to ? a.to : b.to };
}

/* What a rule has in the mutant; NULL: it is not there. */
static const struct yice_rule *rule_in(const struct yice_rules *rules, const struct yice_mutant *mutant, uint32_t number)
{
	for (uint32_t i = 0; mutant && i < mutant->count; i++)
		if (mutant->clauses[i] == number)
			return mutant->variants[i] == YICE_NONE ? NULL : &rules->items[mutant->variants[i]];
	return &rules->items[number];
}

/* As emit.c says it: the latest day on which a list takes effect, one without a day with the last of its clauses. */
yice_day yice_mutant_day(const struct yice_model *model, const struct yice_rules *rules, uint32_t originals,
			 const struct yice_mutant *mutant)
{
	yice_day day = YICE_DAY_MIN;

	for (uint32_t i = 0; i < model->lists.count; i++) {
		yice_day from = mutant && mutant->list == i ? mutant->days.from : model->lists.items[i].days.from;

		day = from > day ? from : day;
	}
	for (uint32_t i = 0; i < originals; i++) {
		uint32_t list = rules->items[i].placed->list;
		const struct yice_rule *rule;

		if ((mutant && mutant->list == list ? mutant->days.from : model->lists.items[list].days.from) != YICE_DAY_MIN)
			continue;
		rule = rule_in(rules, mutant, i);
		if (rule && rule->days.from > day)
			day = rule->days.from;
	}
	return day == YICE_DAY_MIN ? 0 : day;
}

yice_day yice_days_apart(struct yice_interval a, struct yice_interval b, bool *first)
{
	yice_day day = YICE_DAY_MIN, earliest;

	if (yice_date_make(1, 1, 1, &earliest))
		return YICE_DAY_MIN;
	/* The day before the later beginning, the day of the earlier end. */
	if (a.from != b.from)
		day = (a.from > b.from ? a.from : b.from) - 1;
	if (day < earliest && a.to != b.to)
		day = a.to < b.to ? a.to : b.to;
	*first = yice_interval_has(a, day);
	return day < earliest ? YICE_DAY_MIN : day;
}

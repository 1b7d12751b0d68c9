/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents that are repealed, or are no longer valid, while clauses that rest
 * on them go on. The compiler tells each citation of what was repealed before
 * its clause took effect (Y0646); a repeal that came afterwards is nobody's
 * slip and concerns all such clauses at once, so it is told once, at the
 * document, with every one of them, but not those that also rest on what
 * replaced it. No clock is asked: a clause goes on as long
 * as its own interval, or its list's, says. Called by check_run.c.
 */
#include "analysis/check.h"

#include "compiler/declare.h"
#include "compiler/type.h"

#include <stdio.h>

/* The basis by which the clause rests on the document when that goes, or later. */
static const struct yice_rule_basis *rests_on(const struct yice_model *model, const struct yice_rule *rule,
					      uint32_t document, yice_day gone)
{
	for (uint32_t i = 0; i < rule->base_count && rule->days.to > gone; i++)
		if (rule->bases[i].document == document && !yice_rule_basis_continues(model, rule, i, false))
			return &rule->bases[i];
	return NULL;
}

/* Clauses of a template or group stand at one place: the first is named, with the number of the others. */
static void note_clauses(struct yice_checker *checker, struct yice_diag *diag, uint32_t document,
			 yice_day gone)
{
	struct yice_model *model = checker->model;
	const struct yice_rules *rules = checker->rules;
	uint32_t *more = calloc(rules->count, sizeof(*more));
	struct yice_map places;

	yice_map_init(&places);
	for (int pass = 0; more && pass < 2; pass++)
		for (uint32_t i = 0; i < rules->count && !checker->status; i++) {
			const struct yice_rule_basis *basis =
			    rests_on(model, &rules->items[i], document, gone);
			uint32_t key[2], entry = 0, first;
			char count[16];

			if (!basis)
				continue;
			key[0] = basis->span.file;
			key[1] = basis->span.start;
			checker->status = yice_map_put(&places, key, sizeof(key), i, &entry, NULL);
			first = checker->status ? i : places.entries[entry].value;
			more[first] += !pass && first != i;
			snprintf(count, sizeof(count), "%u", (unsigned int)more[i]);
			if (pass && first == i)
				yice_diag_note(model->diags, diag,
					       more[i] ? YICE_D_note_rest : YICE_D_note_rests, basis->span,
					       yice_placed_id(model, i), count, NULL);
		}
	if (!more)
		checker->status = YICE_ENOMEM;
	yice_map_release(&places);
	free(more);
}

static void report(struct yice_checker *checker, uint32_t number)
{
	struct yice_model *model = checker->model;
	const struct yice_document *document = &model->documents.items[number];
	struct yice_diag *diag;
	char day[11];

	yice_date_format(document->days.to, day);
	diag = yice_diag_add(model->diags, YICE_D_basis_lapses, document->label.span, document->label.zh, day,
			     NULL);
	if (!diag)
		return;
	note_clauses(checker, diag, number, document->days.to);
	if (document->successor != YICE_NONE)
		yice_diag_help(model->diags, diag, YICE_D_help_successor,
			       model->documents.items[document->successor].title, NULL);
}

void yice_check_bases(struct yice_checker *checker)
{
	const struct yice_model *model = checker->model;
	bool *lapses = calloc((size_t)model->documents.count + 1, sizeof(*lapses));

	if (!lapses)
		checker->status = YICE_ENOMEM;
	for (uint32_t i = 0; lapses && i < checker->rules->count; i++) {
		const struct yice_rule *rule = &checker->rules->items[i];

		for (uint32_t b = 0; b < rule->base_count; b++) {
			yice_day gone = model->documents.items[rule->bases[b].document].days.to;

			if (gone < rule->days.to &&
			    (gone > rule->days.from || rule->days.from == YICE_DAY_MIN) &&
			    !yice_rule_basis_continues(model, rule, b, false))
				lapses[rule->bases[b].document] = true;
		}
	}
	for (uint32_t i = 0; lapses && i < model->documents.count && !checker->status; i++)
		if (lapses[i])
			report(checker, i);
	free(lapses);
}

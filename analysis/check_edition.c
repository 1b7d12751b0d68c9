/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Clauses that speak of industry codes of one edition while they are decided
 * by the table of another: C2631 of GB/T 4754-2011 need not be C2631 of
 * GB/T 4754-2017. The edition is what the text names, or the document that is
 * cited. Called by check_run.c.
 */
#include "analysis/check.h"

#include "base/edition.h"

#include <stdio.h>

/* Tables that a citation is held against. */
struct holding {
	const struct yice_model *model;
	struct yice_edition cited;
	bool any, same;                 /* a table was met; one that goes by what is cited */
	const struct yice_vocab *other; /* the first that goes by another year */
};

static void hold(struct holding *h, const struct yice_vocab *vocab)
{
	const char *edition = vocab->edition;
	struct yice_edition own;

	if (vocab->kind != YICE_VOCAB_CODES || !edition)
		return;
	h->any = true;
	if (!yice_edition_next(&edition, &own) || own.standard != h->cited.standard)
		return;
	h->same |= own.year == h->cited.year;
	if (own.year != h->cited.year && !h->other)
		h->other = vocab;
}

static void hold_tests(struct holding *h, const struct yice_logic *logic)
{
	const struct yice_model *model = h->model;

	if (!logic)
		return;
	if (logic->kind == YICE_LOGIC_TEST &&
	    (logic->op == YICE_TEST_CODE_ANY || logic->op == YICE_TEST_CODE_ALL))
		hold(h, &model->vocabs.items[model->attributes.items[model->slots.items[logic->slot].attribute]
						 .type.vocab]);
	for (const struct yice_logic *child = logic->first; child; child = child->next)
		hold_tests(h, child);
}

/* The table that does not go by the edition cited: of the clause's own tests, or, when it has none, of all. */
static const struct yice_vocab *wrong_table(const struct yice_model *model, const struct yice_rule *rule,
					    const struct yice_edition *cited)
{
	struct holding h = { model, *cited, false, false, NULL };

	hold_tests(&h, rule->guard);
	hold_tests(&h, rule->demand);
	for (uint32_t i = 0; i < rule->except_count; i++)
		hold_tests(&h, rule->except[i]);
	for (uint32_t i = 0; !h.any && i < model->vocabs.count; i++)
		if (model->vocabs.items[i].kind == YICE_VOCAB_CODES)
			hold(&h, &model->vocabs.items[i]);
	return h.same ? NULL : h.other;
}

static void help_tests(struct yice_checker *checker, struct yice_diag *diag, const struct yice_logic *logic)
{
	if (!logic)
		return;
	if (logic->kind == YICE_LOGIC_TEST &&
	    (logic->op == YICE_TEST_CODE_ANY || logic->op == YICE_TEST_CODE_ALL))
		yice_diag_help(checker->model->diags, diag, YICE_D_help_codes_read, logic->zh,
			       logic->en ? logic->en : logic->zh, NULL);
	for (const struct yice_logic *child = logic->first; child; child = child->next)
		help_tests(checker, diag, child);
}

static void look_text(struct yice_checker *checker, const struct yice_subject *subject, const char *text)
{
	const struct yice_model *model = checker->model;
	const struct yice_rule *rule = subject->rule;
	struct yice_edition cited;

	while (text && yice_edition_next(&text, &cited)) {
		const struct yice_vocab *table = wrong_table(model, rule, &cited);
		char name[48];
		struct yice_diag *diag;

		if (!table)
			continue;
		snprintf(name, sizeof(name), "%.*s", (int)(cited.len < 40 ? cited.len : 40), cited.text);
		diag = yice_finding(checker, YICE_D_other_edition, subject, NULL, name, table->label.zh,
				    table->edition);
		if (!diag)
			continue;
		help_tests(checker, diag, rule->guard);
		for (uint32_t i = 0; i < rule->except_count; i++)
			help_tests(checker, diag, rule->except[i]);
		help_tests(checker, diag, rule->demand);
	}
}

static void look_rule(struct yice_checker *checker, const struct yice_subject *subject)
{
	const struct yice_rule *rule = subject->rule;

	look_text(checker, subject, rule->original);
	look_text(checker, subject, rule->summary);
	for (uint32_t i = 0; i < rule->text_count; i++)
		look_text(checker, subject, rule->texts[i]);
	for (uint32_t i = 0; i < rule->open_count; i++)
		look_text(checker, subject, rule->open[i]);
	for (uint32_t i = 0; i < rule->base_count; i++) {
		const struct yice_document *document =
		    &checker->model->documents.items[rule->bases[i].document];

		look_text(checker, subject, document->title);
		look_text(checker, subject, document->reference);
	}
}

void yice_check_editions(struct yice_checker *checker)
{
	for (uint32_t i = checker->first; !checker->status && i < checker->end; i++)
		if (!checker->subjects.items[i].rule->bad)
			look_rule(checker, &checker->subjects.items[i]);
}

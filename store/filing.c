/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a filing authority holds against a version: 有件必备、有备必审. Every rule
 * names its provision; all findings are reported, so that an updater mends them
 * in one go. Called on filing by the ledger, and beforehand by whoever submits.
 */
#include "store/ledger_internal.h"
#include "store/lifecycle.h"

#define REVIEW_YEARS 5 /* 原则上每五年调整 */

/* The same day five years on; 29 February runs to 1 March. */
static yice_day after_years(yice_day day, int years)
{
	char text[11];
	int year = 0;
	yice_day out;

	yice_date_format(day, text);
	for (int i = 0; i < 4; i++)
		year = year * 10 + (text[i] - '0');
	if (yice_date_make(year + years, (text[5] - '0') * 10 + text[6] - '0',
			   (text[8] - '0') * 10 + text[9] - '0', &out) == YICE_OK)
		return out;
	return yice_date_make(year + years, 3, 1, &out) == YICE_OK ? out : YICE_DAY_MAX;
}

static void check_periodic(const struct yice_version *version, const struct yice_version *last,
			   struct yice_diags *diags)
{
	char day[2][11];

	if (after_years(version->period.from, REVIEW_YEARS) != version->period.to) {
		yice_date_format(version->period.from, day[0]);
		yice_date_format(version->period.to, day[1]);
		yice_diag_add(diags, YICE_D_store_period, version->at[YICE_F_V_PERIOD], day[0], day[1], NULL);
	}
	if (last && !version->evaluation)
		yice_diag_add(diags, YICE_D_store_evaluation, version->at[YICE_F_V_EVALUATION], NULL);
}

/*
 * Updates that follow law or a statutory area are synchronous and need no argumentation. Otherwise a priority
 * unit takes the province's, and a major strategy or target takes one in any case.
 */
static void check_dynamic(const struct yice_version *version, const struct yice_findings *findings,
			  struct yice_diags *diags)
{
	struct yice_span at = version->at[version->argued.by ? YICE_F_V_ARGUED : YICE_F_V_REASON];

	if (version->reason == YICE_REASON_AREA || version->reason == YICE_REASON_LAW)
		return;
	if (findings && findings->priority && version->argued.by != YICE_ARGUED_PROVINCE)
		yice_diag_add(diags, YICE_D_store_argumentation_province, at, findings->priority, NULL);
	else if (version->reason == YICE_REASON_STRATEGY && version->argued.by == YICE_ARGUED_NOT)
		yice_diag_add(diags, YICE_D_store_argumentation, at, NULL);
}

/*
 * The last lasting version is withdrawn, and any lasting one corrected: where another has superseded it, or will, the
 * correction ends by then, so that it does not reach over the days of those behind it.
 */
static void check_target(const struct yice_version *version, const struct yice_version *last,
			 const struct yice_version *target, const struct yice_version *next, struct yice_diags *diags)
{
	bool corrects = version->kind == YICE_VERSION_CORRECTION && target && !yice_version_is_passing(target);
	char text[2][24], day[11];

	assert(last || !target);
	if (corrects && next && version->to > next->from) {
		yice_date_format(next->from, day);
		yice_diag_add(diags, YICE_D_store_target_superseded, version->at[YICE_F_V_TARGET],
			      yice_number_text(target->seq, text[0]), yice_number_text(next->seq, text[1]), day, NULL);
		return;
	}
	if (corrects || (version->kind == YICE_VERSION_WITHDRAWAL && target && target->seq == last->seq))
		return;
	yice_diag_add(diags, YICE_D_store_target, version->at[YICE_F_V_TARGET],
		      yice_number_text(version->seq, text[0]), yice_number_text(version->target, text[1]),
		      NULL);
}

/*
 * Filed first, in effect afterwards; never before what it follows. Only a correction reaches back, to what it
 * corrects.
 */
static void check_days(const struct yice_version *version, const struct yice_version *last,
		       const struct yice_version *target, yice_day day, struct yice_diags *diags)
{
	const struct yice_version *floor = version->kind == YICE_VERSION_CORRECTION ? target : last;
	char text[2][11], seq[24];

	yice_date_format(version->from, text[0]);
	if (version->kind != YICE_VERSION_CORRECTION && version->from < day) {
		yice_date_format(day, text[1]);
		yice_diag_add(diags, YICE_D_store_from_past, version->at[YICE_F_V_FROM], text[0], text[1],
			      NULL);
	}
	if (floor && version->from < floor->from) {
		yice_date_format(floor->from, text[1]);
		yice_diag_add(diags, YICE_D_store_from_base, version->at[YICE_F_V_FROM], text[0],
			      yice_number_text(floor->seq, seq), text[1], NULL);
	}
}

static int by_clause(const void *a, const void *b)
{
	const struct yice_change *left = *(const struct yice_change *const *)a,
				 *right = *(const struct yice_change *const *)b;
	int order = strcmp(left->clause, right->clause);

	return order ? order : (int)left->word - (int)right->word;
}

static void report_change(const struct yice_version *version, enum yice_diag_id id, const char *clause,
			  enum yice_change_word first, enum yice_change_word second, struct yice_diags *diags)
{
	struct yice_span at = version->at[YICE_F_V_CHANGED];

	if (at.file == UINT32_MAX)
		at = version->span;
	yice_diag_add(diags, id, at, clause, yice_change_word(first), yice_change_word(second), NULL);
}

/* Declared and real changes side by side, both in order of clauses, and of words for one that went and was replaced. */
static int check_changes(const struct yice_version *version, const struct yice_findings *findings,
			 struct yice_diags *diags)
{
	const struct yice_changes *declared = &version->changed;
	const struct yice_change **real = malloc((findings->change_count + 1u) * sizeof(*real));
	uint32_t i = 0, j = 0;

	if (!real)
		return YICE_ENOMEM;
	for (uint32_t n = 0; n < findings->change_count; n++)
		real[n] = &findings->changes[n];
	qsort(real, findings->change_count, sizeof(*real), by_clause);
	while (i < declared->count || j < findings->change_count) {
		const struct yice_change *said = i < declared->count ? &declared->items[i] : NULL;
		const struct yice_change *found = j < findings->change_count ? real[j] : NULL;
		int order = !said ? 1 : !found ? -1 : strcmp(said->clause, found->clause);

		assert(said || found);
		if (order < 0)
			report_change(version, YICE_D_store_changed_extra, said->clause, said->word,
				      said->word, diags);
		else if (order > 0)
			report_change(version, YICE_D_store_changed_missing, found->clause, found->word,
				      found->word, diags);
		else if (said->word != found->word)
			report_change(version, YICE_D_store_changed_word, said->clause, said->word,
				      found->word, diags);
		i += order <= 0;
		j += order >= 0;
	}
	free(real);
	return YICE_OK;
}

static int check_findings(const struct yice_version *version, const struct yice_version *last,
			  const struct yice_findings *findings, struct yice_diags *diags)
{
	bool whole = !last || version->kind == YICE_VERSION_WITHDRAWAL;
	int status = YICE_OK;

	if (whole && version->changed.count)
		yice_diag_add(diags, YICE_D_store_no_changes, version->at[YICE_F_V_CHANGED],
			      last ? "撤回" : "首版", last ? "a withdrawal" : "a first version", NULL);
	if (!findings)
		return YICE_OK;
	if (!whole)
		status = check_changes(version, findings, diags);
	for (uint32_t i = 0;
	     !status && i < findings->looser_count && version->kind != YICE_VERSION_WITHDRAWAL; i++)
		yice_diag_add(diags, YICE_D_store_looser, version->span, findings->looser[i], NULL);
	return status;
}

int yice_lifecycle_check_version(const struct yice_version *version, const struct yice_version *last,
				 const struct yice_version *target, const struct yice_version *next,
				 const struct yice_findings *findings, yice_day day, struct yice_diags *diags)
{
	uint32_t errors = diags->errors;
	int status;

	if (!last && version->kind != YICE_VERSION_PERIODIC)
		yice_diag_add(diags, YICE_D_store_first_kind, version->span, version->scope, NULL);
	switch (version->kind) {
	case YICE_VERSION_PERIODIC:
		check_periodic(version, last, diags);
		break;
	case YICE_VERSION_DYNAMIC:
		check_dynamic(version, findings, diags);
		break;
	case YICE_VERSION_CORRECTION:
	case YICE_VERSION_WITHDRAWAL:
		check_target(version, last, target, next, diags);
		break;
	case YICE_VERSIONS:
		break;
	}
	check_days(version, last, target, day, diags);
	status = check_findings(version, last, findings, diags);
	if (status || diags->failed)
		return YICE_ENOMEM;
	return diags->errors == errors ? YICE_OK : YICE_EDIAG;
}

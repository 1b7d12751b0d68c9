/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The way a witness takes when somebody runs it through `yice eval`, in
 * memory: rules to image, document to facts, decision, outcome by id. Called
 * by the checks and by differences.
 */
#include "analysis/trial.h"

#include "runtime/run.h"

/* What decides on the image. */
static int start(struct yice_trial *trial)
{
	int status = yice_facts_new(trial->image, &trial->facts);

	return status ? status : yice_run_new(trial->image, &trial->run);
}

int yice_trial_open(struct yice_trial *trial, const struct yice_model *model, const struct yice_rules *rules)
{
	int status = yice_rules_emit(model, rules, &trial->bytes);

	if (!status)
		status = yice_buf_status(&trial->bytes);
	if (!status)
		status = yice_image_borrow(trial->bytes.data, trial->bytes.len, NULL, &trial->image);
	return status ? status : start(trial);
}

int yice_trial_take(struct yice_trial *trial, yice_image *image)
{
	trial->image = image;
	return start(trial);
}

int yice_trial_share(struct yice_trial *trial, const struct yice_trial *of)
{
	trial->image = of->image;
	trial->shares = true;
	return start(trial);
}

void yice_trial_release(struct yice_trial *trial)
{
	yice_run_free(trial->run);
	yice_facts_free(trial->facts);
	if (!trial->shares)
		yice_image_free(trial->image);
	yice_buf_release(&trial->bytes);
}

int yice_trial_decide(struct yice_trial *trial, const char *json)
{
	yice_report *report;
	int status = yice_report_new(&report);

	if (status)
		return status;
	status = yice_facts_read(trial->facts, "witness", json, strlen(json), report);
	yice_report_free(report);
	return status ? status : yice_run_decide(trial->run, trial->facts, NULL);
}

int yice_trial_outcome(const struct yice_trial *trial, const char *id)
{
	uint32_t at = yice_run_find(trial->run, id);

	return at == YICE_NONE ? YICE_TRIAL_ABSENT : yice_run_outcome(trial->run, at);
}

int yice_trial_told(const struct yice_trial *trial, uint32_t at)
{
	const struct yice_decided *decided = at == YICE_NONE ? NULL : yice_run_decided(trial->run, at);

	if (!decided)
		return YICE_TRIAL_ABSENT;
	return decided->outcome == YICE_RUN_DUTY && decided->applies == YICE_F ? YICE_TRIAL_UNLISTED : decided->outcome;
}

int yice_trial_beside(const struct yice_trial *trial, uint32_t at, bool *listed)
{
	const struct yice_view *view = trial->run->view;
	const struct yice_decided *decided = at == YICE_NONE ? NULL : yice_run_decided(trial->run, at);
	struct yice_because because;
	struct yice_arena arena;
	int status = YICE_OK;

	*listed = decided && view->frames[view->bodies[view->clauses[decided->clause].body].frame].aside_count;
	if (!*listed)
		return YICE_OK;
	yice_arena_init(&arena);
	status = yice_run_because(trial->run, at, &arena, &because);
	*listed = !status && yice_run_concerns(trial->run, decided, &because) != YICE_F;
	yice_arena_release(&arena);
	return status;
}

enum yice_level yice_level_of(int outcome)
{
	switch (outcome) {
	case YICE_VIOLATED:
		return YICE_LEVEL_REFUSED;
	case YICE_JUDGEMENT:
		return YICE_LEVEL_JUDGED;
	case YICE_RESTRICTED:
		return YICE_LEVEL_RESTRICTED;
	default:
		return YICE_LEVEL_FREE;
	}
}

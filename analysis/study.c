/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opens rules for questions, and says as forms how projects come out by a
 * clause, outcome by outcome. Called by whoever proves statements, makes
 * boundary cases or tries mutants.
 */
#include "analysis/study.h"

#include "compiler/type.h"
#include "runtime/run.h"

int yice_study_load(struct yice_study *study, const char *const *paths, size_t count,
		    struct yice_report *report)
{
	int status;

	memset(study, 0, sizeof(*study));
	yice_map_init(&study->bodies);
	yice_map_init(&study->ids);
	yice_model_init(&study->model, &report->sources, &report->diags);
	status = yice_rules_check_all(&study->model, &study->rules, paths, count);
	yice_diags_sort(&report->diags);
	return status ? status : yice_diags_status(&report->diags);
}

static int map_ids(struct yice_study *study)
{
	uint32_t entry;
	int status = YICE_OK;

	for (uint32_t i = 0; !status && i < study->rules.count; i++) {
		const char *id = yice_placed_id(&study->model, i);

		status = id ? yice_map_put(&study->ids, id, strlen(id), i, &entry, NULL) : YICE_ENOMEM;
	}
	return status;
}

int yice_study_open(struct yice_study *study)
{
	int status;

	study->reading = (struct yice_realm_model){ .model = &study->model, .rules = &study->rules };
	study->subjects.bodies = &study->bodies;
	status = map_ids(study);
	if (!status)
		status = yice_realm_init(&study->realm, &study->reading, 1);
	if (!status)
		status = yice_subjects_init(&study->subjects, &study->realm, &study->reading);
	if (!status)
		status = yice_solver_new(&study->realm, &study->solver);
	return status ? status : yice_trial_open(&study->trial, &study->model, &study->rules);
}

void yice_study_release(struct yice_study *study)
{
	yice_trial_release(&study->trial);
	yice_solver_free(study->solver);
	if (study->realm.axes)
		yice_realm_release(&study->realm);
	yice_model_release(&study->model);
	yice_map_release(&study->ids);
	yice_map_release(&study->bodies);
}

uint32_t yice_study_clause(const struct yice_study *study, const char *id)
{
	uint32_t entry = yice_map_find(&study->ids, id, strlen(id));

	return entry == YICE_MAP_NONE ? YICE_NONE : study->ids.entries[entry].value;
}

const struct yice_form *yice_study_outcome(struct yice_study *study, const struct yice_subject *subject,
					   enum yice_outcome outcome)
{
	struct yice_realm *realm = &study->realm;
	enum yice_effect_op effect = subject->rule->effect;

	switch (outcome) {
	case YICE_NOT_APPLICABLE:
		return effect == YICE_OBLIGES ? realm->no : subject->applies.is[0];
	case YICE_SATISFIED:
		return effect == YICE_REQUIRES
			   ? yice_form_and(realm, subject->applies.is[1], subject->demand.is[1])
			   : realm->no;
	case YICE_NOTED:
		return effect == YICE_ENCOURAGES ? subject->applies.may[1] : realm->no;
	case YICE_VIOLATED:
		return subject->least[YICE_LEVEL_REFUSED];
	case YICE_JUDGEMENT:
		return yice_form_and(realm, subject->least[YICE_LEVEL_JUDGED],
				     subject->below[YICE_LEVEL_REFUSED]);
	case YICE_RESTRICTED:
		return yice_form_and(realm, subject->least[YICE_LEVEL_RESTRICTED],
				     subject->below[YICE_LEVEL_JUDGED]);
	default:
		return realm->no;
	}
}

uint32_t yice_study_unit(const struct yice_study *study, const struct yice_subject *subject)
{
	const struct yice_placement *target = yice_subject_target(&study->model, subject);

	if (target->kind == YICE_FOR_UNIT)
		return target->key;
	for (uint32_t i = 0; i < study->model.units.count; i++)
		if (yice_subject_concerns(&study->model, subject, i))
			return i;
	return YICE_NONE;
}

struct yice_ratio yice_study_step(const struct yice_study *study, const struct yice_logic *test)
{
	bool sum = test->op == YICE_TEST_SUM;
	uint32_t slot = sum ? test->sum[0].slot : test->slot;
	struct yice_ratio step = { 1, 10 };

	if (yice_slot_type(&study->model, slot)->kind == YICE_ATTR_DATE)
		return yice_ratio_int(1);
	while (!sum && step.den <= study->model.slots.items[slot].scale && step.den < INT64_C(1000000000))
		step.den *= 10;
	return step;
}

yice_day yice_study_day(const struct yice_study *study, const struct yice_rule *rule)
{
	yice_day day = (yice_day)study->trial.image->view.meta->default_day;

	if (day < rule->days.from)
		return rule->days.from;
	return day >= rule->days.to ? rule->days.to - 1 : day;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a change means for projects that are known: each is decided by both
 * versions on one day, the later of those they would choose, and the clauses
 * are named that come out differently. Called through include/yice/analysis.h.
 */
#include "analysis/diff.h"

#include "base/json.h"
#include "runtime/run.h"

struct impact {
	struct yice_diff *diff;
	const char *lang;
	bool json;
	struct yice_buf out;
	uint32_t clauses;
};

static const char *verdict(const struct impact *impact, enum yice_side side)
{
	return yice_verdict_word(yice_run_verdict(impact->diff->versions[side].trial.run),
				 impact->json ? "en" : impact->lang);
}

static const char *outcome(const struct impact *impact, int of)
{
	bool english = impact->json || !strcmp(impact->lang, "en");

	if (of == YICE_TRIAL_ABSENT)
		return english ? "absent" : "无此条";
	if (of < 0)
		return english ? "duty" : "职责";
	return yice_outcome_word((enum yice_outcome)of, english ? "en" : "zh");
}

static void add_clause(struct impact *impact, const char *id, int old, int new)
{
	if (!impact->json) {
		yice_buf_addf(&impact->out, "  %s  %s → %s\n", id, outcome(impact, old),
			      outcome(impact, new));
	} else {
		yice_buf_adds(&impact->out, impact->clauses ? ",{\"id\":" : "{\"id\":");
		yice_json_quote(&impact->out, id, strlen(id));
		yice_buf_addf(&impact->out, ",\"old\":\"%s\",\"new\":\"%s\"}", outcome(impact, old),
			      outcome(impact, new));
	}
	impact->clauses++;
}

/* Clauses looked at by one version; of those looked at by both, one round tells. */
static int add_clauses(struct impact *impact, enum yice_side side)
{
	const struct yice_trial *trial = &impact->diff->versions[side].trial;
	const struct yice_trial *other = &impact->diff->versions[!side].trial;

	for (size_t i = 0; i < yice_run_count(trial->run); i++) {
		int own = yice_run_outcome(trial->run, i), there;
		size_t len = yice_run_id(trial->run, i, NULL, 0);
		char *id = malloc(len + 1);

		if (!id)
			return YICE_ENOMEM;
		yice_run_id(trial->run, i, id, len + 1);
		there = yice_trial_outcome(other, id);
		if (side == YICE_NEW && own != there && own != YICE_NOT_APPLICABLE)
			add_clause(impact, id, there, own);
		else if (side == YICE_NEW && own != there && there != YICE_TRIAL_ABSENT)
			add_clause(impact, id, there, own);
		else if (side == YICE_OLD && there == YICE_TRIAL_ABSENT && own != YICE_NOT_APPLICABLE)
			add_clause(impact, id, own, there);
		free(id);
	}
	return YICE_OK;
}

static int read_facts(struct impact *impact, const char *name, const char *text, size_t len,
		      yice_report *report)
{
	int status = YICE_OK;

	for (int side = 0; !status && side < YICE_SIDES; side++)
		status = yice_facts_read(impact->diff->versions[side].trial.facts, name, text, len, report);
	return status;
}

/* The day in the facts, else the later default of the two. */
static int decide(struct impact *impact)
{
	struct yice_version *versions = impact->diff->versions;
	char days[YICE_SIDES][11];
	const char *day = NULL;
	int status = YICE_OK;

	for (int side = 0; side < YICE_SIDES; side++)
		yice_image_default_day(versions[side].trial.image, days[side]);
	if (!*yice_facts_day(versions[YICE_NEW].trial.facts))
		day = strcmp(days[YICE_OLD], days[YICE_NEW]) > 0 ? days[YICE_OLD] : days[YICE_NEW];
	for (int side = 0; !status && side < YICE_SIDES; side++)
		status = yice_run_decide(versions[side].trial.run, versions[side].trial.facts, day);
	return status;
}

static int write(struct impact *impact, const char *name)
{
	const struct yice_facts *facts = impact->diff->versions[YICE_NEW].trial.facts;
	const char *project = *yice_facts_project(facts) ? yice_facts_project(facts) : name;
	int status;

	if (impact->json) {
		yice_buf_adds(&impact->out, "{\"project\":");
		yice_json_quote(&impact->out, project, strlen(project));
		yice_buf_addf(&impact->out, ",\"old\":\"%s\",\"new\":\"%s\",\"clauses\":[",
			      verdict(impact, YICE_OLD), verdict(impact, YICE_NEW));
	} else {
		yice_buf_addf(&impact->out, "%s  %s → %s\n", project, verdict(impact, YICE_OLD),
			      verdict(impact, YICE_NEW));
	}
	status = add_clauses(impact, YICE_NEW);
	if (!status)
		status = add_clauses(impact, YICE_OLD);
	if (impact->json)
		yice_buf_adds(&impact->out, "]}\n");
	return status ? status : yice_buf_status(&impact->out);
}

int yice_diff_impact(yice_diff *diff, const char *name, const char *facts, size_t len, const char *format,
		     const char *lang, yice_report *report, char **out)
{
	struct impact impact = { diff, lang, !strcmp(format, "json"), YICE_BUF_INIT, 0 };
	int status = read_facts(&impact, name, facts, len, report);

	*out = NULL;
	if (!status)
		status = decide(&impact);
	if (!status)
		status = write(&impact, name);
	if (!status && (impact.clauses || yice_run_verdict(diff->versions[YICE_OLD].trial.run) !=
					      yice_run_verdict(diff->versions[YICE_NEW].trial.run)))
		*out = impact.out.data;
	else
		yice_buf_release(&impact.out);
	return status;
}

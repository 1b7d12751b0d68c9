/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a change means for projects that are known: each is decided by both
 * versions on one day, the later of those they would choose, and the clauses
 * are named that come out differently; where a site lies in several units that
 * are stated, unit by unit too, since a place in one says nothing of the
 * other. Called through include/yice/analysis.h.
 */
#include "analysis/diff.h"

#include "base/json.h"
#include "base/report.h"
#include "runtime/run.h"

struct impact {
	struct yice_diff *diff;
	const char *lang;
	bool json;
	struct yice_buf out;
	uint32_t clauses;   /* written for the site, or the unit, that is being decided */
	bool changed;       /* some clause, or the verdict, of the site or of one of its units */
	const char *indent; /* of a clause, as text */
	const char *name;   /* of the file, and the document's line in it */
	unsigned int line;
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
		yice_buf_addf(&impact->out, "%s%s  %s → %s\n", impact->indent, id, outcome(impact, old),
			      outcome(impact, new));
	} else {
		yice_buf_adds(&impact->out, impact->clauses ? ",{\"id\":" : "{\"id\":");
		yice_json_quote(&impact->out, id, strlen(id));
		yice_buf_addf(&impact->out, ",\"old\":\"%s\",\"new\":\"%s\"}", outcome(impact, old),
			      outcome(impact, new));
	}
	impact->clauses++;
	impact->changed = true;
}

/* Clauses looked at by one version; of those looked at by both, one round tells, by their ids in the new one. */
static int add_clauses(struct impact *impact, enum yice_side side)
{
	const struct yice_trial *trial = &impact->diff->versions[side].trial;
	const struct yice_trial *other = &impact->diff->versions[!side].trial;
	const char *there_id;

	for (size_t i = 0; i < yice_run_count(trial->run); i++) {
		int own = yice_run_outcome(trial->run, i), there;
		size_t len = yice_run_id(trial->run, i, NULL, 0);
		char *id = malloc(len + 1);

		if (!id)
			return YICE_ENOMEM;
		yice_run_id(trial->run, i, id, len + 1);
		there_id = yice_diff_other_id(impact->diff, side, id);
		there = there_id ? yice_trial_outcome(other, there_id) : YICE_TRIAL_ABSENT;
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

static int read_facts(struct impact *impact, const char *text, size_t len, yice_report *report)
{
	int status = YICE_OK;

	for (int side = 0; !status && side < YICE_SIDES; side++) {
		uint32_t source = report->sources.count;

		status = yice_facts_read(impact->diff->versions[side].trial.facts, impact->name, text, len, report);
		if (source < report->sources.count)
			report->sources.items[source].first = impact->line;
	}
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

/* The clauses of what has just been decided; a verdict that differs counts as a change too. */
static int add_changes(struct impact *impact)
{
	int status;

	impact->clauses = 0;
	impact->changed |= yice_run_verdict(impact->diff->versions[YICE_OLD].trial.run) !=
			   yice_run_verdict(impact->diff->versions[YICE_NEW].trial.run);
	status = add_clauses(impact, YICE_NEW);
	return status ? status : add_clauses(impact, YICE_OLD);
}

/* A project without a name goes by its line. */
static void add_name(struct impact *impact)
{
	const char *own = yice_facts_project(impact->diff->versions[YICE_NEW].trial.facts), *name;
	struct yice_buf text = YICE_BUF_INIT;

	if (!*own)
		yice_buf_addf(&text, "%s:%u", impact->name, impact->line);
	impact->out.failed |= text.failed;
	name = *own ? own : yice_buf_text(&text);
	if (impact->json)
		yice_json_quote(&impact->out, name, strlen(name));
	else
		yice_buf_adds(&impact->out, name);
	yice_buf_release(&text);
}

static int write(struct impact *impact)
{
	int status;

	if (impact->json)
		yice_buf_adds(&impact->out, "{\"project\":");
	add_name(impact);
	if (impact->json) {
		yice_buf_addf(&impact->out, ",\"old\":\"%s\",\"new\":\"%s\",\"clauses\":[",
			      verdict(impact, YICE_OLD), verdict(impact, YICE_NEW));
	} else {
		yice_buf_addf(&impact->out, "  %s → %s\n", verdict(impact, YICE_OLD), verdict(impact, YICE_NEW));
	}
	status = add_changes(impact);
	if (impact->json)
		yice_buf_addc(&impact->out, ']');
	return status ? status : yice_buf_status(&impact->out);
}

/* ---- a site in several units, unit by unit */

/* The document with one of its units in place of all. */
static int decide_in(struct impact *impact, const char *text, size_t len, const struct yice_json *units,
		     const struct yice_json *unit)
{
	struct yice_buf one = YICE_BUF_INIT;
	yice_report *report;
	int status = yice_report_new(&report);

	if (status)
		return status;
	yice_buf_add(&one, text, units->span.start);
	yice_buf_add(&one, text + unit->span.start, unit->span.end - unit->span.start);
	yice_buf_add(&one, text + units->span.end, len - units->span.end);
	status = yice_buf_status(&one);
	if (!status)
		status = read_facts(impact, one.data, one.len, report);
	if (!status)
		status = decide(impact);
	yice_buf_release(&one);
	yice_report_free(report);
	return status;
}

/* As JSON every unit is named; as text those where something changes. */
static int write_unit(struct impact *impact, const char *code, bool first)
{
	const size_t before = impact->out.len;
	const bool changed = impact->changed;
	int status;

	if (impact->json) {
		yice_buf_adds(&impact->out, first ? "{\"unit\":" : ",{\"unit\":");
		yice_json_quote(&impact->out, code, strlen(code));
		yice_buf_addf(&impact->out, ",\"old\":\"%s\",\"new\":\"%s\",\"clauses\":[",
			      verdict(impact, YICE_OLD), verdict(impact, YICE_NEW));
	} else {
		yice_buf_addf(&impact->out, "  %s  %s → %s\n", code, verdict(impact, YICE_OLD),
			      verdict(impact, YICE_NEW));
	}
	impact->changed = false;
	impact->indent = "    ";
	status = add_changes(impact);
	if (impact->json)
		yice_buf_adds(&impact->out, "]}");
	else if (!impact->changed)
		impact->out.len = before;
	impact->changed |= changed;
	return status;
}

/* A unit in which the facts contradict themselves, by the places they state, is passed over. */
static int write_units(struct impact *impact, const char *text, size_t len, const struct yice_json *units)
{
	bool first = true;
	int status = YICE_OK;

	if (impact->json)
		yice_buf_adds(&impact->out, ",\"units\":[");
	for (const struct yice_json *unit = units->first; !status && unit; unit = unit->next) {
		status = decide_in(impact, text, len, units, unit);
		if (!status) {
			status = write_unit(impact, unit->text, first);
			first = false;
		} else if (status == YICE_EDIAG) {
			status = YICE_OK;
		}
	}
	if (impact->json)
		yice_buf_addc(&impact->out, ']');
	return status;
}

/* The facts have been read, so that a list of units is one of strings. */
static int add_units(struct impact *impact, const char *text, size_t len)
{
	const struct yice_json *site, *units;
	struct yice_json *document = NULL;
	struct yice_diags diags;
	struct yice_arena arena;
	int status;

	yice_arena_init(&arena);
	yice_diags_init(&diags);
	status = yice_json_parse(text, len, 0, 0, &arena, &diags, &document);
	site = document && document->kind == YICE_JSON_OBJECT ? yice_json_get(document, "site") : NULL;
	units = site && site->kind == YICE_JSON_OBJECT ? yice_json_get(site, "unit") : NULL;
	if (!status && units && units->kind == YICE_JSON_ARRAY && units->count > 1)
		status = write_units(impact, text, len, units);
	yice_diags_release(&diags);
	yice_arena_release(&arena);
	return status;
}

int yice_diff_impact(yice_diff *diff, const char *name, unsigned int line, const char *facts, size_t len,
		     const char *format, const char *lang, yice_report *report, char **out)
{
	struct impact impact = {
		diff, lang, !strcmp(format, "json"), YICE_BUF_INIT, 0, false, "  ", name, line
	};
	int status = read_facts(&impact, facts, len, report);

	*out = NULL;
	if (!status)
		status = decide(&impact);
	if (!status)
		status = write(&impact);
	if (!status)
		status = add_units(&impact, facts, len);
	if (impact.json)
		yice_buf_adds(&impact.out, "}\n");
	else if (!status && impact.out.data)
		impact.out.data[impact.out.len] = '\0';
	if (!status)
		status = yice_buf_status(&impact.out);
	if (!status && impact.changed)
		*out = impact.out.data;
	else
		yice_buf_release(&impact.out);
	return status;
}

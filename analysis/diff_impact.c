/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a change means for projects that are known: each is decided by both
 * versions on one day, the later of those they would choose, and the clauses
 * are found that come out differently; where a site lies in several units that
 * are stated, unit by unit too, since a place in one says nothing of the
 * other. A project that only one version can decide comes out differently.
 * Called through include/yice/analysis.h.
 */
#include "analysis/impact.h"

#include "base/json.h"
#include "base/report.h"
#include "runtime/run.h"

static struct yice_trial *trial_of(struct yice_impact *impact, enum yice_side side)
{
	return &impact->diff->versions[side].trial;
}

/* The day in the facts, else the later default of the two. */
static int decide(struct yice_impact *impact, struct yice_impact_part *part)
{
	char days[YICE_SIDES][11];
	const char *day = NULL;
	int status = YICE_OK;

	for (enum yice_side side = YICE_OLD; side < YICE_SIDES; side++)
		yice_image_default_day(trial_of(impact, side)->image, days[side]);
	if (!*yice_facts_day(trial_of(impact, part->decided[YICE_NEW] ? YICE_NEW : YICE_OLD)->facts))
		day = strcmp(days[YICE_OLD], days[YICE_NEW]) > 0 ? days[YICE_OLD] : days[YICE_NEW];
	for (enum yice_side side = YICE_OLD; !status && side < YICE_SIDES; side++)
		if (part->decided[side]) {
			status = yice_run_decide(trial_of(impact, side)->run, trial_of(impact, side)->facts, day);
			part->verdict[side] = yice_run_verdict(trial_of(impact, side)->run);
		}
	return status;
}

/* ---- clauses that come out differently */

static void add_clause(struct yice_impact *impact, struct yice_impact_part *part, const char *id, int old, int new)
{
	struct yice_impact_clause *clauses =
	    yice_impact_room(impact, part->clauses, part->clause_count, sizeof(*clauses));

	if (!clauses)
		return;
	part->clauses = clauses;
	clauses[part->clause_count++] =
	    (struct yice_impact_clause){ yice_arena_strdup(&impact->arena, id), { old, new } };
}

/* What the other version makes of the clause that has this id here. */
static int outcome_there(struct yice_impact *impact, const struct yice_impact_part *part, enum yice_side side,
			 const char *id)
{
	const char *there;

	if (!part->decided[!side])
		return YICE_IMPACT_UNDECIDED;
	there = yice_diff_other_id(impact->diff, side, id);
	return yice_trial_told(trial_of(impact, !side), there ? yice_run_find(trial_of(impact, !side)->run, there) : YICE_NONE);
}

/* Whether an outcome is worth telling that stands alone; where the other version does not decide, what holds a project up. */
static bool counts_alone(int own, int there)
{
	if (there == YICE_IMPACT_UNDECIDED)
		return own == YICE_VIOLATED || own == YICE_RESTRICTED || own == YICE_JUDGEMENT || own == YICE_UNKNOWN;
	return own != YICE_NOT_APPLICABLE && own != YICE_TRIAL_UNLISTED;
}

/* Of clauses looked at by both versions one round tells, by their ids in the new one. */
static int add_clauses(struct yice_impact *impact, struct yice_impact_part *part, enum yice_side side)
{
	const struct yice_trial *trial = trial_of(impact, side);

	for (size_t i = 0; part->decided[side] && i < yice_run_count(trial->run); i++) {
		int own = yice_trial_told(trial, (uint32_t)i), there;
		size_t len = yice_run_id(trial->run, i, NULL, 0);
		char *id = malloc(len + 1);
		bool alone;

		if (!id)
			return YICE_ENOMEM;
		yice_run_id(trial->run, i, id, len + 1);
		there = outcome_there(impact, part, side, id);
		alone = there == YICE_TRIAL_ABSENT || there == YICE_IMPACT_UNDECIDED;
		if (alone ? counts_alone(own, there) : side == YICE_NEW && own != there)
			add_clause(impact, part, id, side == YICE_OLD ? own : there, side == YICE_OLD ? there : own);
		free(id);
	}
	return impact->arena.failed ? YICE_ENOMEM : YICE_OK;
}

/* Of what has been read. A verdict that differs counts as a change too. */
static int compare(struct yice_impact *impact, struct yice_impact_part *part)
{
	int status = decide(impact, part);

	if (!status)
		status = add_clauses(impact, part, YICE_NEW);
	if (!status)
		status = add_clauses(impact, part, YICE_OLD);
	part->changed = part->clause_count || part->decided[YICE_OLD] != part->decided[YICE_NEW] ||
			part->verdict[YICE_OLD] != part->verdict[YICE_NEW];
	return status;
}

/* ---- a site in several units, unit by unit */

/* The document with one of its units in place of all. */
static int read_in(struct yice_impact *impact, const char *text, size_t len, const struct yice_json *units,
		   const struct yice_json *unit, struct yice_impact_part *part)
{
	struct yice_buf one = YICE_BUF_INIT;
	int status;

	yice_buf_add(&one, text, units->span.start);
	yice_buf_add(&one, text + unit->span.start, unit->span.end - unit->span.start);
	yice_buf_add(&one, text + units->span.end, len - units->span.end);
	status = yice_buf_status(&one);
	if (!status)
		status = yice_impact_read(impact, one.data, one.len, part, NULL);
	yice_buf_release(&one);
	return status;
}

/* A unit in which the facts contradict themselves, by the places they state, is passed over. */
static int compare_units(struct yice_impact *impact, const char *text, size_t len, const struct yice_json *units)
{
	int status = YICE_OK;

	impact->units = yice_arena_array(&impact->arena, units->count, sizeof(*impact->units));
	if (!impact->units)
		return YICE_ENOMEM;
	for (const struct yice_json *unit = units->first; !status && unit; unit = unit->next) {
		struct yice_impact_part *part = &impact->units[impact->unit_count];

		*part = (struct yice_impact_part){ .unit = yice_arena_strdup(&impact->arena, unit->text) };
		status = part->unit ? read_in(impact, text, len, units, unit, part) : YICE_ENOMEM;
		if (status == YICE_EDIAG) {
			status = YICE_OK;
			continue;
		}
		if (!status)
			status = compare(impact, part);
		impact->unit_count++;
	}
	return status;
}

/* The facts have been read, so that a list of units is one of strings. */
static int look_at_units(struct yice_impact *impact, const char *text, size_t len)
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
		status = compare_units(impact, text, len, units);
	yice_diags_release(&diags);
	yice_arena_release(&arena);
	return status;
}

/* ---- one project */

/* A project without a name goes by its line. */
static int take_name(struct yice_impact *impact)
{
	const char *own = yice_facts_project(trial_of(impact, impact->whole.decided[YICE_NEW] ? YICE_NEW : YICE_OLD)->facts);
	struct yice_buf text = YICE_BUF_INIT;

	if (*own)
		yice_buf_adds(&text, own);
	else
		yice_buf_addf(&text, "%s:%u", impact->name, impact->line);
	impact->project = text.failed ? NULL : yice_arena_strdup(&impact->arena, text.data);
	yice_buf_release(&text);
	return impact->project ? YICE_OK : YICE_ENOMEM;
}

static int look_at(struct yice_impact *impact, const char *facts, size_t len, yice_report *report)
{
	int status = yice_impact_read(impact, facts, len, &impact->whole, report);

	if (!status)
		status = take_name(impact);
	if (!status)
		status = compare(impact, &impact->whole);
	return status ? status : look_at_units(impact, facts, len);
}

static bool is_changed(const struct yice_impact *impact)
{
	bool changed = impact->whole.changed;

	for (uint32_t i = 0; i < impact->unit_count; i++)
		changed |= impact->units[i].changed;
	return changed;
}

int yice_diff_impact(yice_diff *diff, const char *name, unsigned int line, const char *facts, size_t len,
		     const char *format, const char *lang, yice_report *report, char **out)
{
	const bool json = !strcmp(format, "json");
	struct yice_impact impact = { .diff = diff, .name = name, .line = line,
				      .lang = json || !strcmp(lang, "en") ? YICE_EN : YICE_ZH };
	struct yice_buf text = YICE_BUF_INIT;
	int status;

	*out = NULL;
	yice_arena_init(&impact.arena);
	status = look_at(&impact, facts, len, report);
	if (!status && is_changed(&impact)) {
		if (json)
			yice_impact_json(&impact, &text);
		else if (!strcmp(format, "html"))
			yice_impact_html(&impact, &text);
		else
			yice_impact_text(&impact, &text);
		status = yice_buf_status(&text);
		*out = status ? NULL : text.data;
	}
	if (!*out)
		yice_buf_release(&text);
	yice_arena_release(&impact.arena);
	return status;
}

int yice_diff_impact_frame(const yice_diff *diff, const char *format, const char *lang, int end, size_t projects,
			   size_t changed, char **out)
{
	const enum yice_lang in = !strcmp(lang, "en") ? YICE_EN : YICE_ZH;
	struct yice_buf text = YICE_BUF_INIT;
	int status;

	yice_buf_adds(&text, "");
	if (!strcmp(format, "html") && end)
		yice_impact_page_end(in, projects, changed, &text);
	else if (!strcmp(format, "html"))
		yice_impact_page(diff, in, &text);
	status = yice_buf_status(&text);
	*out = status ? NULL : strdup(yice_buf_text(&text));
	yice_buf_release(&text);
	return status ? status : *out ? YICE_OK : YICE_ENOMEM;
}

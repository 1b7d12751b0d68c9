/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Holds a decision against its case. Names of facts may be expected in either
 * spelling, and a reason may be quoted in either language; everything else
 * must be exactly as written. Used by cmd_test.c.
 */
#include "base/base.h"
#include "cli/expect.h"
#include "runtime/render.h"

#define ABSENT "absent" /* a clause that the decision did not look at */

struct judge {
	const struct yice_sight *sight;
	yice_run *run;
	const yice_facts *facts;
	enum yice_lang lang;
	struct yice_findings *findings;
	int status;
};

void yice_findings_init(struct yice_findings *findings)
{
	yice_arena_init(&findings->arena);
	findings->first = NULL;
	findings->end = &findings->first;
}

void yice_findings_release(struct yice_findings *findings)
{
	yice_arena_release(&findings->arena);
	yice_findings_init(findings);
}

static const char *outcome_word(int outcome)
{
	return outcome < 0 || outcome >= YICE_OUTCOMES ? "duty"
						       : yice_outcome_word((enum yice_outcome)outcome, "en");
}

int yice_outcomes_of(const struct yice_sight *sight, struct yice_map *out)
{
	yice_run *run = sight->run;
	uint32_t entry, count = (uint32_t)yice_run_count(run);
	struct yice_buf id = YICE_BUF_INIT;
	int status = YICE_OK;

	for (uint32_t i = 0; !status && i < count; i++) {
		uint32_t at = yice_sight_at(sight, i);
		int outcome;

		if (at == YICE_NONE)
			continue;
		outcome = yice_run_decided(run, at)->outcome;
		yice_buf_clear(&id);
		if (sight->stands)
			yice_buf_adds(&id, sight->ids->entries[sight->clauses[i]].key);
		else
			yice_image_clause_id(run->view, yice_run_decided(run, i)->clause, &id);
		status = yice_buf_status(&id);
		if (!status)
			status = yice_map_put(out, yice_buf_text(&id), id.len,
					      outcome < 0 ? (uint32_t)YICE_OUTCOMES : (uint32_t)outcome,
					      &entry, NULL);
	}
	yice_buf_release(&id);
	return status;
}

/* What the clause with that id came out at is at this number among the decided; YICE_NONE: it is not there. */
static uint32_t find_clause(const struct yice_sight *sight, const char *id)
{
	uint32_t i;

	if (sight->stands) {
		uint32_t entry = yice_map_find(sight->ids, id, strlen(id));

		i = entry == YICE_MAP_NONE ? YICE_NONE : sight->at[sight->ids->entries[entry].value];
	} else {
		i = yice_run_find(sight->run, id);
	}
	return i == YICE_NONE ? YICE_NONE : yice_sight_at(sight, i);
}

/* The verdict over what stands there; what bars a good one is the run's. */
enum yice_verdict yice_sight_verdict(const struct yice_sight *sight)
{
	static const enum yice_verdict calls_for[YICE_OUTCOMES] = {
		[YICE_VIOLATED] = YICE_REFUSED,
		[YICE_UNKNOWN] = YICE_UNDETERMINED,
		[YICE_JUDGEMENT] = YICE_NEEDS_JUDGEMENT,
		[YICE_RESTRICTED] = YICE_CONDITIONAL,
	};
	yice_run *run = sight->run;
	enum yice_verdict worst = YICE_ADMITTED;
	bool looked = false, settled = !run->site_incomplete;
	size_t count = yice_run_count(run);

	if (!sight->stands)
		return run->verdict;
	for (size_t i = 0; i < count; i++) {
		uint32_t at = sight->stands[i];
		int outcome = at == YICE_NONE ? YICE_RUN_DUTY : yice_run_decided(run, at)->outcome;

		if (outcome < 0)
			continue;
		looked = true;
		worst = calls_for[outcome] > worst ? calls_for[outcome] : worst;
	}
	for (uint32_t i = 0; i < sight->facts->unit_count; i++) {
		uint32_t unit = sight->facts->units[i];

		settled = settled && (sight->days ? yice_run_unit_in_force_if(run, unit, sight->list, *sight->days)
						  : yice_run_unit_in_force(run, unit));
	}
	return (looked && settled) || worst > YICE_UNDETERMINED ? worst : YICE_UNDETERMINED;
}

/* Slots missing over what stands there. */
static int missing_of(const struct yice_sight *sight, struct yice_arena *arena, const uint32_t **slots,
		      uint32_t *count)
{
	yice_run *run = sight->run;
	size_t decided = yice_run_count(run);
	uint32_t *list;
	int status = YICE_OK;

	if (!sight->stands)
		return yice_run_missing(run, arena, slots, count);
	*count = 0;
	*slots = list = yice_arena_array(arena, (size_t)run->view->count[YICE_SEC_ATTRS] + 1, sizeof(*list));
	for (size_t i = 0; list && !status && i < decided; i++) {
		struct yice_because because;
		uint32_t at = sight->stands[i];

		if (at == YICE_NONE || yice_run_decided(run, at)->outcome != YICE_UNKNOWN)
			continue;
		status = yice_run_because(run, at, arena, &because);
		for (uint32_t m = 0; !status && m < because.missing_count; m++) {
			uint32_t seen = 0;

			while (seen < *count && list[seen] != because.missing[m])
				seen++;
			list[seen] = because.missing[m];
			*count += seen == *count;
		}
	}
	return list ? status : YICE_ENOMEM;
}

/* clause: index among the decided, or YICE_NONE; its reason is shown. */
static void find(struct judge *judge, const char *what, const char *id, const char *expected, const char *got,
		 uint32_t clause)
{
	struct yice_arena *arena = &judge->findings->arena;
	struct yice_finding *finding = yice_arena_alloc(arena, sizeof(*finding));
	struct yice_buf reason = YICE_BUF_INIT;

	if (clause != YICE_NONE && !judge->status)
		judge->status = yice_run_reason(judge->run, judge->facts, clause, judge->lang, &reason);
	if (finding) {
		finding->what = what;
		finding->clause = id ? yice_arena_strdup(arena, id) : NULL;
		finding->expected = yice_arena_strdup(arena, expected);
		finding->got = yice_arena_strdup(arena, got);
		finding->reason = yice_arena_strdup(arena, yice_buf_text(&reason));
		*judge->findings->end = finding;
		judge->findings->end = &finding->next;
	}
	if (arena->failed)
		judge->status = YICE_ENOMEM;
	yice_buf_release(&reason);
}

/* The strings of an array, as they are shown. */
static void list_expected(const struct yice_json *array, struct yice_buf *out)
{
	for (const struct yice_json *item = array->first; item; item = item->next)
		yice_buf_addf(out, "%s%s", item == array->first ? "" : ", ", item->text);
}

static bool names_slot(const struct yice_view *view, uint32_t slot, const char *name)
{
	const struct yice_image_attr *attr = &view->attrs[slot];

	return !strcmp(name, yice_view_string(view, attr->zh)) ||
	       (attr->en && !strcmp(name, yice_view_string(view, attr->en)));
}

/* Are the slots, and what is missing of the site (NULL: nothing), exactly those of the array, in whatever order? */
static bool same_slots(const struct yice_view *view, const struct yice_json *array, const uint32_t *slots,
		       uint32_t count, const char *site)
{
	for (uint32_t i = 0; i < count; i++) {
		const struct yice_json *item = array->first;

		while (item && !names_slot(view, slots[i], item->text))
			item = item->next;
		if (!item)
			return false;
	}
	if (site) {
		const struct yice_json *item = array->first;

		while (item && strcmp(item->text, site))
			item = item->next;
		if (!item)
			return false;
	}
	return array->count == count + (site != NULL);
}

static void compare_missing(struct judge *judge, const struct yice_json *array, const char *id,
			    const uint32_t *slots, uint32_t count, const char *site)
{
	const struct yice_view *view = judge->run->view;
	struct yice_buf expected = YICE_BUF_INIT, got = YICE_BUF_INIT;

	if (same_slots(view, array, slots, count, site))
		return;
	list_expected(array, &expected);
	yice_buf_adds(&got, site ? site : "");
	for (uint32_t i = 0; i < count; i++)
		yice_buf_addf(
		    &got, "%s%s", got.len ? ", " : "",
		    yice_view_name(view, view->attrs[slots[i]].zh, view->attrs[slots[i]].en, judge->lang));
	find(judge, "missing", id, yice_buf_text(&expected), yice_buf_text(&got), YICE_NONE);
	if (expected.failed || got.failed)
		judge->status = YICE_ENOMEM;
	yice_buf_release(&expected);
	yice_buf_release(&got);
}

static void compare_open(struct judge *judge, const struct yice_json *array, const char *id,
			 uint32_t clause, const struct yice_because *because)
{
	struct yice_buf expected = YICE_BUF_INIT, got = YICE_BUF_INIT;
	const struct yice_json *item = array->first;
	bool same = array->count == because->open_count;

	for (uint32_t i = 0; i < because->open_count; i++, item = item ? item->next : NULL) {
		size_t start;

		yice_buf_adds(&got, i ? ", " : "");
		start = got.len;
		yice_text_add(&got, judge->run->view, clause, because->open[i]);
		same = same && item && !strcmp(item->text, yice_buf_text(&got) + start);
	}
	list_expected(array, &expected);
	if (!same)
		find(judge, "judge", id, yice_buf_text(&expected), yice_buf_text(&got), YICE_NONE);
	if (expected.failed || got.failed)
		judge->status = YICE_ENOMEM;
	yice_buf_release(&expected);
	yice_buf_release(&got);
}

/* Every string must occur in the reason, in one language or the other. */
static void compare_because(struct judge *judge, const struct yice_json *array, const char *id,
			    uint32_t clause)
{
	struct yice_buf zh = YICE_BUF_INIT, en = YICE_BUF_INIT;

	judge->status = yice_run_reason(judge->run, judge->facts, clause, YICE_ZH, &zh);
	if (!judge->status)
		judge->status = yice_run_reason(judge->run, judge->facts, clause, YICE_EN, &en);
	for (const struct yice_json *item = array->first; !judge->status && item; item = item->next)
		if (!strstr(yice_buf_text(&zh), item->text) && !strstr(yice_buf_text(&en), item->text))
			find(judge, "because", id, item->text, "", clause);
	yice_buf_release(&zh);
	yice_buf_release(&en);
}

static void compare_clause(struct judge *judge, const struct yice_json *expect)
{
	const char *id = expect->key;
	bool plain = expect->kind == YICE_JSON_STRING;
	const struct yice_json *outcome = plain ? expect : yice_json_get(expect, "outcome");
	const struct yice_json *missing = plain ? NULL : yice_json_get(expect, "missing");
	const struct yice_json *open = plain ? NULL : yice_json_get(expect, "judge");
	const struct yice_json *reasons = plain ? NULL : yice_json_get(expect, "because");
	uint32_t clause = find_clause(judge->sight, id);
	struct yice_because because;
	struct yice_arena arena;

	if (clause == YICE_NONE) {
		if (!outcome || strcmp(outcome->text, ABSENT))
			find(judge, "outcome", id, outcome ? outcome->text : "", ABSENT, YICE_NONE);
		return;
	}
	if (outcome && strcmp(outcome->text, outcome_word(yice_run_decided(judge->run, clause)->outcome)))
		find(judge, "outcome", id, outcome->text, outcome_word(yice_run_decided(judge->run, clause)->outcome),
		     clause);
	yice_arena_init(&arena);
	if (!judge->status)
		judge->status = yice_run_because(judge->run, clause, &arena, &because);
	if (!judge->status && missing)
		compare_missing(judge, missing, id, because.missing, because.missing_count, NULL);
	if (!judge->status && open)
		compare_open(judge, open, id, yice_run_decided(judge->run, clause)->clause, &because);
	if (!judge->status && reasons)
		compare_because(judge, reasons, id, clause);
	yice_arena_release(&arena);
}

static const char *expected_change(const struct yice_json *changes, const char *id)
{
	const struct yice_json *change = yice_json_get(changes, id);

	return change ? change->text : NULL;
}

/* The changes must be those listed, and no other. */
static void compare_changes(struct judge *judge, const struct yice_json *changes,
			    const struct yice_map *before)
{
	struct yice_map now;

	yice_map_init(&now);
	judge->status = yice_outcomes_of(judge->sight, &now);
	for (uint32_t i = 0; !judge->status && i < now.count; i++) {
		const struct yice_map_entry *entry = &now.entries[i];
		uint32_t was = yice_map_find(before, entry->key, entry->len);
		const char *expected = expected_change(changes, entry->key);
		const char *then =
		    was == YICE_MAP_NONE ? ABSENT : outcome_word((int)before->entries[was].value);
		const char *got = outcome_word((int)entry->value);

		if (expected ? !strcmp(expected, got) && strcmp(then, got) : !strcmp(then, got))
			continue;
		find(judge, "change", entry->key, expected ? expected : then, got,
		     find_clause(judge->sight, entry->key));
	}
	for (uint32_t i = 0; !judge->status && i < before->count; i++) {
		const struct yice_map_entry *entry = &before->entries[i];
		const char *expected = expected_change(changes, entry->key);

		if (yice_map_find(&now, entry->key, entry->len) == YICE_MAP_NONE &&
		    (!expected || strcmp(expected, ABSENT)))
			find(judge, "change", entry->key, expected ? expected : outcome_word((int)entry->value),
			     ABSENT, YICE_NONE);
	}
	for (const struct yice_json *change = changes->first; !judge->status && change; change = change->next)
		if (yice_map_find(&now, change->key, strlen(change->key)) == YICE_MAP_NONE &&
		    yice_map_find(before, change->key, strlen(change->key)) == YICE_MAP_NONE)
			find(judge, "change", change->key, change->text, ABSENT, YICE_NONE);
	yice_map_release(&now);
}

static void compare_overall(struct judge *judge, const struct yice_json *expect)
{
	const struct yice_json *verdict = yice_json_get(expect, "verdict");
	const struct yice_json *missing = yice_json_get(expect, "missing");
	const char *got = yice_verdict_word(yice_sight_verdict(judge->sight), "en");
	struct yice_arena arena;
	const uint32_t *slots;
	uint32_t count;

	if (verdict && strcmp(verdict->text, got))
		find(judge, "verdict", NULL, verdict->text, got, YICE_NONE);
	if (!missing || judge->status)
		return;
	yice_arena_init(&arena);
	judge->status = missing_of(judge->sight, &arena, &slots, &count);
	if (!judge->status)
		compare_missing(judge, missing, NULL, slots, count, yice_run_missing_site(judge->run));
	yice_arena_release(&arena);
}

int yice_expect_compare(const struct yice_case *one, const struct yice_sight *sight, enum yice_lang lang,
			const struct yice_map *before, struct yice_findings *findings)
{
	struct judge judge = { sight, sight->run, sight->facts, lang, findings, YICE_OK };
	const struct yice_json *clauses = yice_json_get(one->expect, "clauses");
	const struct yice_json *changes = yice_json_get(one->expect, "changes");

	compare_overall(&judge, one->expect);
	for (const struct yice_json *clause = clauses ? clauses->first : NULL; !judge.status && clause;
	     clause = clause->next)
		compare_clause(&judge, clause);
	if (!judge.status && changes && before)
		compare_changes(&judge, changes, before);
	return judge.status;
}

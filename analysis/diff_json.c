/* SPDX-License-Identifier: Apache-2.0 */
/* Differences for programs: one JSON object, documented member by member in yice-diff(1). Called by diff.c.
 */
#include "analysis/diff.h"

#include "base/json.h"
#include "yice/eval.h"

static void add_text(const char *text, struct yice_buf *out)
{
	if (text)
		yice_json_quote(out, text, strlen(text));
	else
		yice_buf_adds(out, "null");
}

static void add_member(const char *name, const char *text, struct yice_buf *out)
{
	yice_buf_addf(out, "\"%s\":", name);
	add_text(text, out);
}

static void add_tests(const struct yice_clause_change *change, struct yice_buf *out)
{
	yice_buf_adds(out, ",\"tests\":[");
	for (uint32_t i = 0; i < change->edit_count; i++) {
		const struct yice_logic *const *test = change->edits[i].test;

		yice_buf_adds(out, i ? ",{" : "{");
		add_member("old", test[YICE_OLD] ? test[YICE_OLD]->zh : NULL, out);
		yice_buf_addc(out, ',');
		add_member("new", test[YICE_NEW] ? test[YICE_NEW]->zh : NULL, out);
		yice_buf_addc(out, '}');
	}
	yice_buf_addc(out, ']');
}

static const char *outcome_word(int outcome)
{
	if (outcome == YICE_TRIAL_ABSENT)
		return NULL;
	return outcome < 0 ? "duty" : yice_outcome_word((enum yice_outcome)outcome, "en");
}

static void add_flip(const struct yice_flip *flip, const char **before, struct yice_buf *out)
{
	if (!flip->json)
		return;
	yice_buf_addf(out, "%s{", *before);
	add_member("old", outcome_word(flip->outcome[YICE_OLD]), out);
	yice_buf_addc(out, ',');
	add_member("new", outcome_word(flip->outcome[YICE_NEW]), out);
	yice_buf_addf(out, ",\"facts\":%s}", flip->json);
	*before = ",";
}

static void add_days(const struct yice_diff *diff, const struct yice_clause_change *change,
		     struct yice_buf *out)
{
	static const char *const names[] = { "old", "new" };

	if (!change->days)
		return;
	yice_buf_adds(out, ",\"in_force\":{");
	for (int side = 0; side < YICE_SIDES; side++) {
		const struct yice_rule *rule = diff->versions[side].subjects.items[change->clause[side]].rule;
		char from[11], to[11];

		yice_date_format(rule->days.from, from);
		yice_date_format(rule->days.to, to);
		yice_buf_addf(out, "%s\"%s\":[\"%s\",\"%s\"]", side ? "," : "", names[side], from, to);
	}
	yice_buf_addc(out, '}');
}

static void add_change(const struct yice_diff *diff, const struct yice_clause_change *change,
		       struct yice_buf *out)
{
	const char *before = "";

	yice_buf_addc(out, '{');
	add_member("kind", yice_difference_word(change->kind, "en"), out);
	yice_buf_addc(out, ',');
	add_member("old", change->id[YICE_OLD], out);
	yice_buf_addc(out, ',');
	add_member("new", change->id[YICE_NEW], out);
	add_tests(change, out);
	add_days(diff, change, out);
	yice_buf_adds(out, ",\"witnesses\":[");
	add_flip(&change->stricter, &before, out);
	add_flip(&change->looser, &before, out);
	yice_buf_addf(out, "],\"settled\":%s}", change->unreached ? "false" : "true");
}

static void add_unit(const struct yice_unit_change *unit, struct yice_buf *out)
{
	yice_buf_addc(out, '{');
	add_member("code", unit->code, out);
	yice_buf_addf(out, ",\"added\":%s,\"removed\":%s,\"class\":%s,\"places\":%s}",
		      unit->is[YICE_OLD] ? "false" : "true", unit->is[YICE_NEW] ? "false" : "true",
		      unit->klass ? "true" : "false", unit->places ? "true" : "false");
}

static void add_affected(const struct yice_diff *diff, struct yice_buf *out)
{
	const struct yice_model *model = &diff->versions[YICE_NEW].model;
	const char *before = "";
	struct yice_buf codes = YICE_BUF_INIT;

	yice_buf_adds(out, ",\"affected\":{\"units\":[");
	for (uint32_t i = 0; i < model->units.count; i++)
		if (diff->touched[i]) {
			yice_buf_adds(out, before);
			add_text(model->units.items[i].code, out);
			before = ",";
		}
	yice_diff_codes(diff, "\",\"", &codes);
	out->failed |= codes.failed;
	yice_buf_addf(out, "],\"industries\":[%s%s%s]}", codes.len ? "\"" : "", yice_buf_text(&codes),
		      codes.len ? "\"" : "");
	yice_buf_release(&codes);
}

void yice_diff_json(const struct yice_diff *diff, struct yice_buf *out)
{
	yice_buf_adds(out, "{\"changes\":[");
	for (uint32_t i = 0; i < diff->count; i++) {
		yice_buf_adds(out, i ? "," : "");
		add_change(diff, &diff->changes[i], out);
	}
	yice_buf_adds(out, "],\"units\":[");
	for (uint32_t i = 0; i < diff->unit_count; i++) {
		yice_buf_adds(out, i ? "," : "");
		add_unit(&diff->units[i], out);
	}
	yice_buf_addc(out, ']');
	add_affected(diff, out);
	yice_buf_adds(out, "}\n");
}

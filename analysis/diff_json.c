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

static const char *const parts[] = {
	[YICE_PART_EFFECT] = "effect",
	[YICE_PART_WHEN] = "when",
	[YICE_PART_UNLESS] = "unless",
	[YICE_PART_REQUIRE] = "require",
	[YICE_PART_CONDITION] = "condition",
	[YICE_PART_TEXT] = "text",
	[YICE_PART_ADDRESSEE] = "addressee",
	[YICE_PART_DUE] = "due",
	[YICE_PART_BESIDE] = "beside",
	[YICE_PART_BASIS] = "basis",
	[YICE_PART_TAG] = "tag",
	[YICE_PART_HEADING] = "dimension",
	[YICE_PART_LEAD] = "lead",
	[YICE_PART_FICTIONAL] = "fictional",
	[YICE_PART_ORIGINAL] = "original",
	[YICE_PART_SUMMARY] = "summary",
	[YICE_PART_ENGLISH] = "english",
};

static void add_tests(const struct yice_clause_change *change, struct yice_buf *out)
{
	yice_buf_adds(out, ",\"tests\":[");
	for (uint32_t i = 0; i < change->edit_count; i++) {
		const struct yice_edit *edit = &change->edits[i];

		yice_buf_addf(out, "%s{\"part\":\"%s\",", i ? "," : "", parts[edit->part]);
		add_member("old", edit->text[YICE_OLD][YICE_ZH], out);
		yice_buf_addc(out, ',');
		add_member("new", edit->text[YICE_NEW][YICE_ZH], out);
		yice_buf_adds(out, edit->whole ? ",\"whole\":true" : "");
		if (edit->gained) {
			yice_buf_addc(out, ',');
			add_member("gained", edit->gained, out);
		}
		if (edit->lost) {
			yice_buf_addc(out, ',');
			add_member("lost", edit->lost, out);
		}
		if (edit->means[YICE_OLD]) {
			yice_buf_adds(out, ",\"means\":{");
			add_member("old", edit->means[YICE_OLD], out);
			yice_buf_addc(out, ',');
			add_member("new", edit->means[YICE_NEW], out);
			yice_buf_addc(out, '}');
		}
		yice_buf_addc(out, '}');
	}
	yice_buf_addc(out, ']');
}

static const char *outcome_word(int outcome)
{
	if (outcome == YICE_TRIAL_ABSENT || outcome == YICE_DIFF_NO_UNIT || outcome == YICE_DIFF_NO_WORD)
		return NULL;
	if (outcome == YICE_TRIAL_UNLISTED)
		return "not-listed";
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
	if (flip->listed[YICE_OLD] || flip->listed[YICE_NEW]) {
		yice_buf_adds(out, ",\"listed\":{");
		add_member("old", flip->listed[YICE_OLD], out);
		yice_buf_addc(out, ',');
		add_member("new", flip->listed[YICE_NEW], out);
		yice_buf_addc(out, '}');
	}
	yice_buf_addf(out, ",\"facts\":%s", flip->json);
	if (flip->restated) {
		yice_buf_addf(out, ",\"restated\":{\"version\":\"%s\",", flip->lacks == YICE_OLD ? "old" : "new");
		add_member("lacks", flip->word, out);
		yice_buf_addf(out, ",\"facts\":%s}", flip->restated);
	}
	yice_buf_addc(out, '}');
	*before = ",";
}

/* Why there is no witness where projects do come out differently. */
static void add_excuse(const struct yice_clause_change *change, struct yice_buf *out)
{
	const struct yice_flip *flips[YICE_DIFF_FLIPS];
	uint32_t count = yice_diff_flips(change, flips);
	const char *before = ",\"unshown\":[";

	for (uint32_t i = 0; i < count; i++) {
		struct yice_buf text = YICE_BUF_INIT;

		yice_diff_excuse(flips[i], YICE_EN, &text);
		out->failed |= text.failed;
		if (text.len) {
			yice_buf_adds(out, before);
			add_text(text.data, out);
			before = ",";
		}
		yice_buf_release(&text);
	}
	yice_buf_adds(out, strlen(before) == 1 ? "]" : "");
}

/* one_unit: what is told was asked of sites in one unit. */
static void add_witnesses(const struct yice_clause_change *change, bool one_unit, struct yice_buf *out)
{
	const struct yice_flip *flips[YICE_DIFF_FLIPS];
	uint32_t count = yice_diff_flips(change, flips);
	const char *before = "";

	yice_buf_adds(out, ",\"witnesses\":[");
	for (uint32_t i = 0; i < count; i++)
		add_flip(flips[i], &before, out);
	yice_buf_addc(out, ']');
	add_excuse(change, out);
	yice_buf_addf(out, ",\"settled\":%s,\"sites\":\"%s\"}", change->unreached ? "false" : "true",
		      one_unit ? "one-unit" : "all");
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
	yice_buf_addc(out, '{');
	add_member("kind", yice_difference_word(change->kind, "en"), out);
	yice_buf_addc(out, ',');
	add_member("old", change->id[YICE_OLD], out);
	yice_buf_addc(out, ',');
	add_member("new", change->id[YICE_NEW], out);
	add_tests(change, out);
	add_days(diff, change, out);
	add_witnesses(change, change->one_unit, out);
}

static const char *truth(bool is)
{
	return is ? "true" : "false";
}

static void add_unit_clauses(const struct yice_unit_change *unit, struct yice_buf *out)
{
	yice_buf_adds(out, ",\"clauses\":[");
	for (uint32_t i = 0; i < unit->clause_count; i++) {
		const struct yice_clause_change *clause = &unit->clauses[i];

		yice_buf_addf(out, "%s{\"change\":\"%s\",", i ? "," : "",
			      clause->kind == YICE_DIFF_ADDED	  ? "begins"
			      : clause->kind == YICE_DIFF_REMOVED ? "ceases"
								  : "differs");
		add_member("old", clause->id[YICE_OLD], out);
		yice_buf_addc(out, ',');
		add_member("new", clause->id[YICE_NEW], out);
		add_witnesses(clause, true, out);
	}
	yice_buf_addc(out, ']');
}

static void add_detail(const char *name, bool is, const char *const *text, const char **before, struct yice_buf *out)
{
	if (!is)
		return;
	yice_buf_addf(out, "%s\"%s\":{", *before, name);
	add_member("old", text[YICE_OLD], out);
	yice_buf_addc(out, ',');
	add_member("new", text[YICE_NEW], out);
	yice_buf_addc(out, '}');
	*before = ",";
}

/* What of it was and is. */
static void add_details(const struct yice_diff *diff, const struct yice_unit_change *unit, struct yice_buf *out)
{
	const char *before = "", *classes[YICE_SIDES] = { NULL, NULL };

	for (int side = 0; unit->klass && side < YICE_SIDES; side++)
		classes[side] = yice_diff_class(
		    diff->versions[side].model.units.items[unit->spot->number[side]].klass, YICE_EN);
	yice_buf_adds(out, ",\"details\":{");
	add_detail("class", unit->klass, classes, &before, out);
	add_detail("places", unit->places, unit->place_text, &before, out);
	add_detail("scopes", unit->scope, unit->scope_text, &before, out);
	add_detail("name", unit->name, unit->name_text, &before, out);
	yice_buf_addc(out, '}');
}

static void add_unit(const struct yice_diff *diff, const struct yice_unit_change *unit, struct yice_buf *out)
{
	const struct yice_spot *spot = unit->spot;

	yice_buf_addc(out, '{');
	add_member("code", spot->unit ? spot->unit : spot->scope, out);
	yice_buf_addf(out, ",\"added\":%s,\"removed\":%s", truth(spot->number[YICE_OLD] == YICE_NONE),
		      truth(spot->number[YICE_NEW] == YICE_NONE));
	if (spot->unit)
		yice_buf_addf(out, ",\"class\":%s,\"places\":%s,\"border\":%s", truth(unit->klass), truth(unit->places),
			      truth(unit->border));
	yice_buf_addf(out, ",\"scopes\":%s,\"name\":%s,\"fictional\":%s", truth(unit->scope), truth(unit->name),
		      truth(unit->fictional));
	add_details(diff, unit, out);
	add_unit_clauses(unit, out);
	yice_buf_addc(out, '}');
}

static void add_units(const struct yice_diff *diff, bool units, struct yice_buf *out)
{
	const char *before = "";

	yice_buf_adds(out, units ? ",\"units\":[" : ",\"scopes\":[");
	for (uint32_t i = 0; i < diff->unit_count; i++)
		if (!diff->units[i].spot->unit == !units) {
			yice_buf_adds(out, before);
			add_unit(diff, &diff->units[i], out);
			before = ",";
		}
	yice_buf_addc(out, ']');
}

static void add_declared(const struct yice_diff *diff, struct yice_buf *out)
{
	yice_buf_adds(out, ",\"declarations\":[");
	for (uint32_t i = 0; i < diff->declared_count; i++) {
		const struct yice_declared *declared = &diff->declared[i];

		yice_buf_addf(out, "%s{\"kind\":\"%s\",", i ? "," : "", yice_diff_declared_word(declared->kind, YICE_EN));
		add_member("name", declared->name, out);
		yice_buf_addc(out, ',');
		add_member("aspect", yice_diff_aspect_word(declared->aspect, YICE_EN), out);
		yice_buf_addc(out, ',');
		add_member("old", declared->text[YICE_OLD], out);
		yice_buf_addc(out, ',');
		add_member("new", declared->text[YICE_NEW], out);
		yice_buf_addc(out, '}');
	}
	yice_buf_addc(out, ']');
}

static void add_affected(const struct yice_diff *diff, struct yice_buf *out)
{
	const char *before = "";
	struct yice_buf codes = YICE_BUF_INIT;

	yice_buf_adds(out, ",\"affected\":{\"units\":[");
	for (uint32_t i = 0; i < diff->spot_count; i++)
		if (yice_diff_is_touched(diff, &diff->spots[i])) {
			yice_buf_adds(out, before);
			add_text(diff->spots[i].unit, out);
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
	yice_buf_addc(out, ']');
	add_units(diff, true, out);
	add_units(diff, false, out);
	add_declared(diff, out);
	add_affected(diff, out);
	yice_buf_adds(out, "}\n");
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Loads two versions of rules, sources or images, pairs their clauses by text
 * and meaning, and the rest by id, and keeps what changed in reading order of
 * the new version, then what is gone. Behind include/yice/analysis.h.
 */
#include "analysis/diff.h"

#include "analysis/imaged.h"
#include "base/report.h"
#include "compiler/type.h"

/* Its witnesses are decided on the image itself. */
static int load_image(struct yice_diff *diff, struct yice_version *version, const char *path)
{
	yice_image *image;
	int status = yice_image_open(path, diff->report, &image);

	if (!status)
		status = yice_trial_take(&version->trial, image);
	return status ? status
		      : yice_rules_from_image(&version->model, &version->rules, version->trial.image);
}

static int load_version(struct yice_diff *diff, enum yice_side side, const char *path)
{
	struct yice_version *version = &diff->versions[side];
	int status;

	if (yice_is_image(path))
		return load_image(diff, version, path);
	status = yice_rules_check_all(&version->model, &version->rules, &path, 1);
	return status ? status : yice_diags_status(&diff->report->diags);
}

static int open_realm(struct yice_diff *diff)
{
	int status;

	for (int side = 0; side < YICE_SIDES; side++)
		diff->readings[side] = (struct yice_realm_model){ .model = &diff->versions[side].model,
								  .rules = &diff->versions[side].rules };
	status = yice_realm_init(&diff->realm, diff->readings, YICE_SIDES);
	for (int side = 0; !status && side < YICE_SIDES; side++) {
		struct yice_version *version = &diff->versions[side];

		version->subjects.bodies = &diff->bodies;
		status = yice_subjects_init(&version->subjects, &diff->realm, &diff->readings[side]);
		if (!status && !version->trial.image)
			status = yice_trial_open(&version->trial, &version->model, &version->rules);
	}
	return status ? status : yice_solver_new(&diff->realm, &diff->solver);
}

/* ---- which clause became which */

/* What a clause has in common with its partner: bits. */
enum { SAME_ID = 1, SAME_HOME = 2, SAME_TEXT = 4, SAME_MEANING = 8 };

/*
 * In this order, so that one that was renumbered, since others came or went before it, is not taken for the one that
 * had its number; and of equal ones those of the same number are partners.
 */
static const unsigned char rounds[] = {
	SAME_ID | SAME_TEXT | SAME_MEANING,   SAME_HOME | SAME_TEXT | SAME_MEANING,
	SAME_ID | SAME_TEXT,		      SAME_HOME | SAME_TEXT,
	SAME_ID,			      SAME_TEXT | SAME_MEANING,
};

/* A clause by what it has to have in common; home is its unit, class or scope. *has: it has that, a text is none. */
static int pair_key(struct yice_diff *diff, enum yice_side side, uint32_t number, int same, struct yice_buf *key,
		    bool *has)
{
	const struct yice_subject *subject = yice_subject(&diff->versions[side].subjects, number);
	const char *id = same & (SAME_ID | SAME_HOME) ? yice_placed_id(&diff->versions[side].model, number) : "";
	const struct yice_rule *rule;
	size_t before;

	if (!subject || !id)
		return YICE_ENOMEM;
	rule = subject->rule;
	yice_buf_clear(key);
	if (same & SAME_ID)
		yice_buf_addf(key, "%s ", id);
	else if (same & SAME_HOME) /* its number may have a stroke in it; the scope and what it is for have not */
		yice_buf_add(key, id, (size_t)(strchr(strchr(id, '/') + 1, '/') - id));
	if (same & SAME_MEANING)
		yice_buf_addf(key, "%lu ", (unsigned long)subject->body);
	before = key->len;
	if (same & SAME_TEXT)
		yice_rule_add_text(rule, rule->original ? rule->original : rule->summary, key);
	*has = same & (SAME_ID | SAME_MEANING) || key->len > before;
	return yice_buf_status(key);
}

/* Clauses of the old version without a partner, each by its key; next: the next one of the same key. */
static int map_old(struct yice_diff *diff, int same, struct yice_map *map, uint32_t *next)
{
	struct yice_buf key = YICE_BUF_INIT;
	uint32_t entry;
	bool added, has;
	int status = YICE_OK;

	for (uint32_t i = diff->versions[YICE_OLD].rules.count; !status && i-- > 0;) {
		next[i] = YICE_NONE;
		if (diff->new[i] != YICE_NONE)
			continue;
		status = pair_key(diff, YICE_OLD, i, same, &key, &has);
		if (status || !has)
			continue;
		status = yice_map_put(map, key.data, key.len, i, &entry, &added);
		if (status || added)
			continue;
		next[i] = map->entries[entry].value;
		map->entries[entry].value = i;
	}
	yice_buf_release(&key);
	return status;
}

/* Of equal clauses the first become the first. */
static int pair_by(struct yice_diff *diff, int same)
{
	uint32_t *next = calloc((size_t)diff->versions[YICE_OLD].rules.count + 1, sizeof(*next));
	struct yice_buf key = YICE_BUF_INIT;
	struct yice_map map;
	bool has;
	int status;

	if (!next)
		return YICE_ENOMEM;
	yice_map_init(&map);
	status = map_old(diff, same, &map, next);
	for (uint32_t i = 0; !status && map.count && i < diff->versions[YICE_NEW].rules.count; i++) {
		uint32_t entry;

		if (diff->old[i] != YICE_NONE)
			continue;
		status = pair_key(diff, YICE_NEW, i, same, &key, &has);
		entry = status || !has ? YICE_MAP_NONE : yice_map_find(&map, key.data, key.len);
		if (entry == YICE_MAP_NONE || map.entries[entry].value == YICE_NONE)
			continue;
		diff->old[i] = map.entries[entry].value;
		diff->new[diff->old[i]] = i;
		map.entries[entry].value = next[diff->old[i]];
	}
	yice_buf_release(&key);
	yice_map_release(&map);
	free(next);
	return status;
}

static int pair_clauses(struct yice_diff *diff)
{
	uint32_t *partners[YICE_SIDES] = { diff->new, diff->old };
	int status = YICE_OK;

	/* Read in their order, so that facts of witnesses stand in it. */
	for (int side = 0; side < YICE_SIDES; side++)
		for (uint32_t i = 0; i < diff->versions[side].rules.count; i++) {
			partners[side][i] = YICE_NONE;
			if (!yice_subject(&diff->versions[side].subjects, i))
				return YICE_ENOMEM;
		}
	for (size_t i = 0; !status && i < YICE_COUNT(rounds); i++)
		status = pair_by(diff, rounds[i]);
	return status;
}

static void note_number(struct yice_diff *diff, const struct yice_clause_change *change)
{
	for (int side = 0; side < YICE_SIDES; side++) {
		const char *id = change->id[side];
		uint32_t entry;

		if (id && yice_map_put(&diff->renumbered[side], id, strlen(id), diff->count, &entry, NULL))
			diff->status = YICE_ENOMEM;
	}
}

static void add_change(struct yice_diff *diff, uint32_t old, uint32_t new)
{
	struct yice_clause_change change = { .clause = { old, new } };

	for (int side = 0; side < YICE_SIDES; side++)
		if (change.clause[side] != YICE_NONE)
			change.id[side] = yice_placed_id(&diff->versions[side].model, change.clause[side]);
	if (!yice_diff_compare(diff, &change))
		return;
	yice_diff_touch(diff, &change);
	if (old == YICE_NONE || new == YICE_NONE || strcmp(change.id[YICE_OLD], change.id[YICE_NEW]))
		note_number(diff, &change);
	diff->changes[diff->count++] = change;
}

const char *yice_diff_other_id(const struct yice_diff *diff, enum yice_side side, const char *id)
{
	const struct yice_map *map = &diff->renumbered[side];
	uint32_t entry = yice_map_find(map, id, strlen(id));

	return entry == YICE_MAP_NONE ? id : diff->changes[map->entries[entry].value].id[!side];
}

static int compare_versions(struct yice_diff *diff)
{
	uint32_t before = diff->versions[YICE_OLD].rules.count, after = diff->versions[YICE_NEW].rules.count;
	int status;

	diff->old = yice_arena_array(&diff->arena, after, sizeof(*diff->old));
	diff->new = yice_arena_array(&diff->arena, before, sizeof(*diff->new));
	diff->changes = yice_arena_array(&diff->arena, (size_t)before + after, sizeof(*diff->changes));
	diff->touched =
	    yice_arena_array(&diff->arena, diff->versions[YICE_NEW].model.units.count, sizeof(bool));
	diff->touched_old =
	    yice_arena_array(&diff->arena, diff->versions[YICE_OLD].model.units.count, sizeof(bool));
	if (diff->arena.failed)
		return YICE_ENOMEM;
	status = pair_clauses(diff);
	if (!status)
		status = yice_diff_spots(diff);
	if (!status)
		yice_diff_measures(diff);
	for (uint32_t i = 0; !status && i < after; i++) {
		add_change(diff, diff->old[i], i);
		status = diff->status;
	}
	for (uint32_t i = 0; !status && i < before; i++) {
		if (diff->new[i] == YICE_NONE)
			add_change(diff, i, YICE_NONE);
		status = diff->status;
	}
	if (!status)
		yice_diff_borders(diff);
	if (!status && !diff->status)
		yice_diff_units(diff);
	if (!status && !diff->status)
		yice_diff_declares(diff);
	return status ? status : diff->status;
}

/* ---- the public face */

int yice_diff_new(const char *old_path, const char *new_path, yice_report *report, yice_diff **out)
{
	struct yice_diff *diff = calloc(1, sizeof(*diff));
	int status;

	if (!diff)
		return YICE_ENOMEM;
	diff->report = report;
	yice_arena_init(&diff->arena);
	yice_map_init(&diff->bodies);
	yice_map_init(&diff->grounds);
	for (int side = 0; side < YICE_SIDES; side++) {
		yice_map_init(&diff->renumbered[side]);
		yice_model_init(&diff->versions[side].model, &report->sources, &report->diags);
	}
	status = load_version(diff, YICE_OLD, old_path);
	if (!status || status == YICE_EDIAG) {
		int other = load_version(diff, YICE_NEW, new_path);

		status = other ? other : status;
	}
	if (!status)
		status = open_realm(diff);
	if (!status)
		status = compare_versions(diff);
	if (!status && (diff->arena.failed || yice_realm_status(&diff->realm)))
		status = YICE_ENOMEM;
	if (status) {
		yice_diags_sort(&report->diags);
		yice_diff_free(diff);
		return status;
	}
	*out = diff;
	return YICE_OK;
}

void yice_diff_free(yice_diff *diff)
{
	if (!diff)
		return;
	yice_solver_free(diff->solver);
	if (diff->realm.axes)
		yice_realm_release(&diff->realm);
	for (int side = 0; side < YICE_SIDES; side++) {
		yice_trial_release(&diff->versions[side].trial);
		yice_model_release(&diff->versions[side].model);
		yice_map_release(&diff->renumbered[side]);
	}
	yice_map_release(&diff->bodies);
	yice_map_release(&diff->grounds);
	yice_arena_release(&diff->arena);
	free(diff);
}

size_t yice_diff_count(const yice_diff *diff)
{
	return diff->count;
}

enum yice_difference yice_diff_kind(const yice_diff *diff, size_t i)
{
	return diff->changes[i].kind;
}

const char *yice_diff_clause(const yice_diff *diff, size_t i, int new_version)
{
	return diff->changes[i].id[new_version ? YICE_NEW : YICE_OLD];
}

const char *yice_difference_word(enum yice_difference kind, const char *lang)
{
	static const char *const words[YICE_DIFFERENCES][2] = {
		[YICE_DIFF_ADDED] = { "新增", "added" },
		[YICE_DIFF_REMOVED] = { "删除", "removed" },
		[YICE_DIFF_MOVED] = { "移动", "moved" },
		[YICE_DIFF_TIGHTENED] = { "加严", "tightened" },
		[YICE_DIFF_LOOSENED] = { "放宽", "loosened" },
		[YICE_DIFF_RESCOPED] = { "改变范围", "re-scoped" },
		[YICE_DIFF_INCOMPARABLE] = { "有宽有严", "incomparable" },
		[YICE_DIFF_REWORDED] = { "仅改文字", "reworded" },
	};

	return words[kind][!strcmp(lang, "en") ? YICE_EN : YICE_ZH];
}

int yice_diff_render(const yice_diff *diff, const char *format, const char *lang, char **out)
{
	bool json = !strcmp(format, "json"), html = !strcmp(format, "html"), english = !strcmp(lang, "en");
	struct yice_buf text = YICE_BUF_INIT;

	if ((!json && !html && strcmp(format, "text")) || (!english && strcmp(lang, "zh")))
		return YICE_ENOTFOUND;
	if (json)
		yice_diff_json(diff, &text);
	else if (html)
		yice_diff_html(diff, english ? YICE_EN : YICE_ZH, &text);
	else
		yice_diff_text(diff, english ? YICE_EN : YICE_ZH, &text);
	if (text.failed) {
		yice_buf_release(&text);
		return YICE_ENOMEM;
	}
	*out = text.data;
	return YICE_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counts clauses for yice_coverage(): every clause that addresses projects is
 * counted once as decided by facts alone, as decided in part (open words
 * remain), as left to a person by open words that say what to judge, or as text
 * that says nothing yet; duties and encouragements are
 * counted apart, since they give no verdict. Distinct texts are counted for a
 * scope and all below it, each as its most open clause, so that no share is
 * ever flattered by a text that is finished in one place only.
 */
#include "compiler/coverage.h"
#include "compiler/declare.h"

/* Tests of a clause that facts decide, and those that only a person can. */
struct tests {
	struct yice_span target; /* where the zone stands that the clause is for */
	uint32_t decided, open;
};

/* That a site lies in the zone a clause stands under is said by the list, and is no part of the clause's own
 * core. */
static void count_tests(const struct yice_logic *logic, struct tests *tests)
{
	if (!logic)
		return;
	for (const struct yice_logic *child = logic->first; child; child = child->next)
		count_tests(child, tests);
	if (logic->kind != YICE_LOGIC_TEST)
		return;
	if (logic->op == YICE_TEST_OPEN)
		tests->open++;
	else if (logic->span.file != tests->target.file || logic->span.start != tests->target.start)
		tests->decided++;
}

enum yice_cover yice_cover_kind(const struct yice_model *model, const struct yice_rule *rule)
{
	struct tests tests = { model->placements.items[rule->placed->target].span, 0, rule->open_count };

	if (rule->effect == YICE_OBLIGES)
		return YICE_COVER_DUTIES;
	if (rule->effect == YICE_ENCOURAGES)
		return YICE_COVER_ENCOURAGED;
	count_tests(rule->guard, &tests);
	count_tests(rule->demand, &tests);
	for (uint32_t i = 0; i < rule->except_count; i++)
		count_tests(rule->except[i], &tests);
	if (rule->effect != YICE_DOES_NOTHING && !tests.open)
		return YICE_COVER_FULL;
	if (tests.decided)
		return YICE_COVER_PARTIAL;
	return tests.open ? YICE_COVER_JUDGED : YICE_COVER_TEXT;
}

const char *yice_cover_words(const struct yice_rule *rule, struct yice_buf *scratch)
{
	const char *words = rule->original ? rule->original : rule->summary;

	return words || rule->english ? yice_rule_text(rule, words ? words : rule->english, scratch) : "";
}

/* ---- lines */

static uint32_t class_of(const struct yice_model *model, const struct yice_placed *placed)
{
	const struct yice_placement *placement = &model->placements.items[placed->target];

	if (placement->kind == YICE_FOR_CLASS)
		return placement->key;
	return placement->kind == YICE_FOR_UNIT ? (uint32_t)model->units.items[placement->key].klass
						: (uint32_t)YICE_CLASSES;
}

/* The line of a clause, made when it is the first one there; NULL when out of memory. */
static struct yice_cover_line *find_line(struct yice_cover_sheet *sheet, struct yice_map *places,
					 struct yice_map *scopes, const struct yice_placed *placed)
{
	struct yice_model *model = sheet->model;
	uint32_t key[3] = { model->lists.items[placed->list].scope, class_of(model, placed),
			    placed->dimension };
	struct yice_cover_line *line;
	uint32_t entry, rank;
	bool added;

	if (yice_map_put(scopes, key, sizeof(key[0]), 0, &rank, NULL) ||
	    yice_map_put(places, key, sizeof(key), sheet->lines.count, &entry, &added))
		return NULL;
	if (!added)
		return &sheet->lines.items[places->entries[entry].value];
	line = YICE_PUSH(model, &sheet->lines);
	if (line) {
		line->scope = key[0];
		line->rank = rank;
		line->klass = key[1];
		line->dimension = key[2];
	}
	return line;
}

/* Rank of its scope, what holds for all units before what holds for a class, dimensions as declared. */
static int compare_lines(const void *left, const void *right)
{
	const struct yice_cover_line *a = left, *b = right;
	uint32_t aclass = (a->klass + 1) % (YICE_CLASSES + 1), bclass = (b->klass + 1) % (YICE_CLASSES + 1);

	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	if (aclass != bclass)
		return aclass < bclass ? -1 : 1;
	return (a->dimension > b->dimension) - (a->dimension < b->dimension);
}

/* ---- bases */

/*
 * Whether a document carries a clause for less than the days of the clause, and none that it replaced or that replaced it does
 * so for the rest; an open beginning asks for none.
 */
static bool is_stale(const struct yice_model *model, const struct yice_rule *rule, uint32_t basis, bool *early)
{
	const struct yice_document *document = &model->documents.items[rule->bases[basis].document];

	*early = rule->days.from != YICE_DAY_MIN && document->days.from > rule->days.from &&
		 !yice_rule_basis_continues(model, rule, basis, true);
	return *early || ((document->days.to < rule->days.to || document->successor != YICE_NONE) &&
			  !yice_rule_basis_continues(model, rule, basis, false));
}

static int count_bases(struct yice_cover_sheet *sheet, uint32_t clause, struct yice_cover_tally *tally)
{
	const struct yice_rule *rule = &sheet->rules->items[clause];
	bool any = false;

	for (uint32_t i = 0; i < rule->base_count; i++) {
		const struct yice_document *document =
		    &sheet->model->documents.items[rule->bases[i].document];
		struct yice_cover_stale *stale;
		bool early;

		if (!is_stale(sheet->model, rule, i, &early))
			continue;
		any = true;
		stale = YICE_PUSH(sheet->model, &sheet->stale);
		if (!stale)
			return YICE_ENOMEM;
		*stale = (struct yice_cover_stale){ clause, document, early };
	}
	tally->count[YICE_COVER_STALE] += any;
	tally->count[YICE_COVER_NO_BASIS] += !rule->base_count;
	return YICE_OK;
}

/* ---- what moves no verdict */

static int note_due(struct yice_cover_sheet *sheet, uint32_t clause, const struct yice_aside *aside, yice_day day,
		    struct yice_cover_tally *tally)
{
	struct yice_cover_dated *dated;

	if (day == YICE_DAY_MAX)
		return YICE_OK;
	tally->count[YICE_COVER_DUE]++;
	dated = YICE_PUSH(sheet->model, &sheet->dated);
	if (!dated)
		return YICE_ENOMEM;
	*dated = (struct yice_cover_dated){ clause, aside, day };
	return YICE_OK;
}

/* Encouragements and duties beside effects, and those anywhere that have a last day. */
static int count_guidance(struct yice_cover_sheet *sheet, uint32_t clause, struct yice_cover_tally *tally)
{
	const struct yice_rule *rule = &sheet->rules->items[clause];
	int status = note_due(sheet, clause, NULL, rule->due, tally);

	tally->count[YICE_COVER_BESIDE] += rule->aside_count;
	for (uint32_t i = 0; !status && i < rule->aside_count; i++)
		status = note_due(sheet, clause, &rule->asides[i], rule->asides[i].due, tally);
	return status;
}

/* Those of one clause stand in its memory in the order they were written. */
static int compare_dated(const void *left, const void *right)
{
	const struct yice_cover_dated *a = left, *b = right;

	if (a->day != b->day)
		return a->day < b->day ? -1 : 1;
	if (a->clause != b->clause)
		return a->clause < b->clause ? -1 : 1;
	if (!a->aside || !b->aside)
		return (a->aside != NULL) - (b->aside != NULL);
	return (a->aside > b->aside) - (a->aside < b->aside);
}

struct yice_label yice_cover_addressee(const struct yice_cover_sheet *sheet, const struct yice_cover_dated *dated)
{
	return dated->aside ? dated->aside->addressee : sheet->rules->items[dated->clause].addressee;
}

void yice_cover_say(const struct yice_cover_sheet *sheet, const struct yice_cover_dated *dated, struct yice_buf *out)
{
	const struct yice_rule *rule = &sheet->rules->items[dated->clause];
	const char **texts = dated->aside ? dated->aside->texts : rule->texts;
	uint32_t count = dated->aside ? dated->aside->text_count : rule->text_count;

	struct yice_buf scratch = YICE_BUF_INIT;

	if (!count)
		yice_buf_adds(out, yice_cover_words(rule, &scratch));
	for (uint32_t i = 0; i < count; i++) {
		yice_buf_adds(out, i ? "；" : "");
		yice_rule_add_text(rule, texts[i], out);
	}
	out->failed |= scratch.failed;
	yice_buf_release(&scratch);
}

/* ---- distinct texts */

/* What is known of (scope, text): the value of an entry is the text's most open kind there. */
static int note_text(struct yice_cover_sheet *sheet, struct yice_map *texts, struct yice_map *pairs,
		     const struct yice_rule *rule, enum yice_cover kind)
{
	struct yice_buf scratch = YICE_BUF_INIT;
	const char *words = yice_cover_words(rule, &scratch);
	uint32_t scope = sheet->model->lists.items[rule->placed->list].scope, key[2], entry;
	int status = scratch.failed ? YICE_ENOMEM : yice_map_put(texts, words, strlen(words), 0, &key[1], NULL);

	yice_buf_release(&scratch);
	if (status)
		return status;
	for (;; scope = sheet->model->scopes.items[scope].parent) {
		key[0] = scope;
		if (yice_map_put(pairs, key, sizeof(key), kind, &entry, NULL))
			return YICE_ENOMEM;
		if (pairs->entries[entry].value < (uint32_t)kind)
			pairs->entries[entry].value = kind;
		if (scope == YICE_NONE)
			return YICE_OK;
	}
}

/* Figures for everything, then for each scope that has lines. */
static int sum_texts(struct yice_cover_sheet *sheet, const struct yice_map *pairs)
{
	struct yice_model *model = sheet->model;
	uint32_t *figures = yice_arena_array(&model->arena, model->scopes.count + 1, sizeof(*figures));
	struct yice_cover_texts *texts = YICE_PUSH(model, &sheet->texts);

	if (!figures || !texts)
		return YICE_ENOMEM;
	texts->scope = YICE_NONE;
	for (uint32_t i = 0; i < sheet->lines.count; i++) {
		const struct yice_cover_line *line = &sheet->lines.items[i];

		if (line->scope == YICE_NONE || figures[line->scope])
			continue;
		figures[line->scope] = sheet->texts.count;
		texts = YICE_PUSH(model, &sheet->texts);
		if (!texts)
			return YICE_ENOMEM;
		texts->scope = line->scope;
		texts->rank = line->rank;
	}
	for (uint32_t i = 0; i < pairs->count; i++) {
		uint32_t scope, figure;

		memcpy(&scope, pairs->entries[i].key, sizeof(scope));
		figure = scope == YICE_NONE ? 0 : figures[scope];
		if (scope != YICE_NONE && !figure)
			continue;
		sheet->texts.items[figure].count[YICE_COVER_CLAUSES]++;
		sheet->texts.items[figure].count[pairs->entries[i].value]++;
	}
	return YICE_OK;
}

/* ---- all */

struct maps {
	struct yice_map places, scopes, texts, pairs;
};

static int count_rule(struct yice_cover_sheet *sheet, struct maps *maps, uint32_t clause)
{
	const struct yice_rule *rule = &sheet->rules->items[clause];
	struct yice_cover_line *line = find_line(sheet, &maps->places, &maps->scopes, rule->placed);
	enum yice_cover kind = yice_cover_kind(sheet->model, rule);

	if (!line)
		return YICE_ENOMEM;
	line->tally.count[YICE_COVER_CLAUSES]++;
	line->tally.count[kind]++;
	if (yice_cover_projects(kind) && note_text(sheet, &maps->texts, &maps->pairs, rule, kind))
		return YICE_ENOMEM;
	if (count_guidance(sheet, clause, &line->tally))
		return YICE_ENOMEM;
	return count_bases(sheet, clause, &line->tally);
}

int yice_cover_count(struct yice_cover_sheet *sheet)
{
	struct maps maps;
	int status = YICE_OK;

	yice_map_init(&maps.places);
	yice_map_init(&maps.scopes);
	yice_map_init(&maps.texts);
	yice_map_init(&maps.pairs);
	for (uint32_t i = 0; !status && i < sheet->rules->count; i++)
		status = count_rule(sheet, &maps, i);
	if (!status && sheet->lines.count)
		qsort(sheet->lines.items, sheet->lines.count, sizeof(*sheet->lines.items), compare_lines);
	if (!status && sheet->dated.count)
		qsort(sheet->dated.items, sheet->dated.count, sizeof(*sheet->dated.items), compare_dated);
	for (uint32_t i = 0; !status && i < sheet->lines.count; i++)
		for (int j = 0; j < YICE_COVERS; j++)
			sheet->total.count[j] += sheet->lines.items[i].tally.count[j];
	if (!status)
		status = sum_texts(sheet, &maps.pairs);
	yice_map_release(&maps.pairs);
	yice_map_release(&maps.texts);
	yice_map_release(&maps.scopes);
	yice_map_release(&maps.places);
	return status;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * 优先于: where one clause applies, another does not. That is sound only when
 * the overriding clause holds wherever and whenever the other one would, so
 * anything else is refused, and so is overriding a clause of an upper scope.
 * The order must have no cycles; overriding clauses are then settled before
 * those they override, and their applicability becomes an exception there.
 * Called by rule.c.
 */
#include "compiler/declare.h"
#include "compiler/type.h"

struct edge {
	uint32_t by;                  /* the overriding rule */
	const struct yice_word *word; /* where it says so */
	struct edge *next;
};

enum colour { WHITE, GREY, BLACK };

struct node {
	struct edge *first, **tail;
	struct edge *at; /* while on the path */
	enum colour colour;
};

struct ranking {
	struct yice_model *model;
	struct yice_rules *rules;
	struct yice_map ids; /* id -> rule */
	struct node *nodes;
	uint32_t *path;
};

static const char *target_name(const struct yice_model *model, const struct yice_placement *placement)
{
	switch (placement->kind) {
	case YICE_FOR_CLASS:
		return yice_builtin_label(0, placement->key).zh;
	case YICE_FOR_PLACE:
		return model->vocabs.items[YICE_VOCAB_OF_PLACES].members[placement->key].label.zh;
	case YICE_FOR_UNIT:
		return model->units.items[placement->key].code;
	default:
		return "全域";
	}
}

static const struct yice_placement *target_of(const struct yice_model *model,
					      const struct yice_placed *placed)
{
	return &model->placements.items[placed->target];
}

static uint32_t scope_of(const struct yice_model *model, const struct yice_placed *placed)
{
	return model->lists.items[placed->list].scope;
}

/* Id of clause `number` in the target of `placed`. */
static const char *make_id(struct yice_model *model, const struct yice_placed *placed, const char *number,
			   uint32_t repeat)
{
	uint32_t scope = scope_of(model, placed);
	const char *code = scope == YICE_NONE ? "" : model->scopes.items[scope].code;
	const char *target = target_name(model, target_of(model, placed));

	number = *number ? number : "无号";
	return repeat > 1
		   ? yice_model_text(model, "%s/%s/%s#%lu", code, target, number, (unsigned long)repeat)
		   : yice_model_text(model, "%s/%s/%s", code, target, number);
}

const char *yice_placed_id(struct yice_model *model, uint32_t placed)
{
	const struct yice_placed *p = &model->placed.items[placed];

	return make_id(model, p, p->number, p->repeat);
}

static int map_ids(struct ranking *ranking)
{
	for (uint32_t i = 0; i < ranking->model->placed.count; i++) {
		const char *id = yice_placed_id(ranking->model, i);
		uint32_t index;

		if (!id || yice_map_put(&ranking->ids, id, strlen(id), i, &index, NULL))
			return YICE_ENOMEM;
	}
	return YICE_OK;
}

static uint32_t find_id(const struct ranking *ranking, const char *id, size_t len)
{
	uint32_t entry = yice_map_find(&ranking->ids, id, len);

	return entry == YICE_MAP_NONE ? YICE_NONE : ranking->ids.entries[entry].value;
}

static void report_unknown(struct ranking *ranking, struct yice_typing *typing, const struct yice_word *word,
			   const char *id)
{
	struct yice_model *model = ranking->model;
	const char **names = yice_arena_array(&model->arena, (size_t)ranking->ids.count + 1, sizeof(*names));
	struct yice_diag *diag =
	    yice_typing_report(typing, YICE_D_unknown_clause, word->span, word->text, NULL, NULL);
	const char *near;

	for (uint32_t i = 0; names && i < ranking->ids.count; i++)
		names[i] = ranking->ids.entries[i].key;
	near = names ? yice_did_you_mean(id, names, ranking->ids.count) : NULL;
	/* The author wrote a number only: the target is not the mistake. */
	if (near && !strchr(word->text, '/')) {
		size_t prefix = (size_t)(strrchr(id, '/') - id) + 1;

		near = strncmp(near, id, prefix) ? NULL : near + prefix;
	}
	if (near)
		yice_diag_help(model->diags, diag, YICE_D_help_did_you_mean, near, NULL);
}

/* The rule that a word after 优先于 names, or YICE_NONE (reported). */
static uint32_t resolve(struct ranking *ranking, struct yice_typing *typing, uint32_t from,
			const struct yice_word *word)
{
	struct yice_model *model = ranking->model;
	const char *id =
	    strchr(word->text, '/') ? word->text : make_id(model, &model->placed.items[from], word->text, 1);
	size_t len = id ? strlen(id) : 0;
	bool first = len > 2 && !strcmp(id + len - 2, "#1");
	const char *second = id ? yice_model_text(model, "%s#2", id) : NULL;
	uint32_t found;

	if (!second) {
		typing->bad = true;
		return YICE_NONE;
	}
	found = find_id(ranking, id, first ? len - 2 : len);
	if (found == YICE_NONE) {
		report_unknown(ranking, typing, word, id);
		return YICE_NONE;
	}
	if (!first && find_id(ranking, second, strlen(second)) != YICE_NONE) {
		struct yice_diag *diag =
		    yice_typing_report(typing, YICE_D_ambiguous_clause, word->span, word->text, NULL, NULL);

		yice_diag_note(model->diags, diag, YICE_D_note_clause, model->placed.items[found].span,
			       word->text, NULL);
		return YICE_NONE;
	}
	return found;
}

/*
 * Every site and unit that `other` speaks of is one that `by` speaks of. Places are in the guard. Clauses for a unit
 * may stand in the list of a scope the unit does not lie in, whose other clauses then do not concern it.
 */
static bool target_covers(const struct yice_model *model, const struct yice_placement *by,
			  const struct yice_placement *other)
{
	uint32_t scope = model->lists.items[by->list].scope;

	if (by->kind != YICE_FOR_UNIT && other->kind == YICE_FOR_UNIT &&
	    !yice_scope_covers(model, scope, model->units.items[other->key].scope))
		return false;
	switch (by->kind) {
	case YICE_FOR_CLASS:
		return (other->kind == YICE_FOR_CLASS && other->key == by->key) ||
		       (other->kind == YICE_FOR_UNIT && model->units.items[other->key].klass == by->key);
	case YICE_FOR_UNIT:
		return other->kind == YICE_FOR_UNIT && other->key == by->key;
	default:
		return true;
	}
}

static struct yice_rule *need_rule(struct ranking *ranking, uint32_t number)
{
	struct yice_model *model = ranking->model;
	struct yice_rule *rule = &ranking->rules->items[number];
	uint64_t turn = model->diags->turn;

	if (!rule->placed) {
		model->diags->turn = YICE_TURN_BUILD | number;
		yice_rule_build(model, &model->placed.items[number], rule);
		model->diags->turn = turn;
	}
	return rule;
}

static bool may_override(struct ranking *ranking, struct yice_typing *typing, uint32_t by, uint32_t other,
			 const struct yice_word *word)
{
	struct yice_model *model = ranking->model;
	const struct yice_rule *a = need_rule(ranking, by), *b = need_rule(ranking, other);
	uint32_t upper = scope_of(model, a->placed), lower = scope_of(model, b->placed);
	struct yice_diag *diag = NULL;

	if (upper != lower && yice_scope_covers(model, lower, upper))
		diag = yice_typing_report(typing, YICE_D_overrides_upper, word->span, word->text, NULL, NULL);
	else if (!yice_scope_covers(model, upper, lower) ||
		 !target_covers(model, target_of(model, a->placed), target_of(model, b->placed)))
		diag = yice_typing_report(typing, YICE_D_overrides_elsewhere, word->span, word->text, NULL,
					  NULL);
	else if (a->days.from > b->days.from || a->days.to < b->days.to)
		diag =
		    yice_typing_report(typing, YICE_D_overrides_interval, word->span, word->text, NULL, NULL);
	else
		return true;
	yice_diag_note(model->diags, diag, YICE_D_note_clause, b->placed->span, word->text, NULL);
	return false;
}

static void add_edge(struct ranking *ranking, uint32_t by, uint32_t other, const struct yice_word *word)
{
	struct node *node = &ranking->nodes[other];
	struct edge *edge;

	for (edge = node->first; edge; edge = edge->next)
		if (edge->by == by)
			return;
	edge = yice_arena_alloc(&ranking->model->arena, sizeof(*edge));
	if (!edge)
		return;
	edge->by = by;
	edge->word = word;
	*(node->first ? node->tail : &node->first) = edge;
	node->tail = &edge->next;
}

static void add_edges(struct ranking *ranking, uint32_t by)
{
	struct yice_rule *rule = need_rule(ranking, by);
	struct yice_typing typing = { .model = ranking->model, .env = rule->placed->env };

	for (uint32_t i = 0; i < rule->override_count; i++) {
		const struct yice_word *word = rule->overrides[i];
		uint32_t other = word->text ? resolve(ranking, &typing, by, word) : YICE_NONE;

		if (other != YICE_NONE && may_override(ranking, &typing, by, other, word))
			add_edge(ranking, by, other, word);
	}
	rule->bad |= typing.bad;
}

static void add_id(struct ranking *ranking, uint32_t number, struct yice_buf *out)
{
	const char *id = yice_placed_id(ranking->model, number);

	yice_buf_adds(out, id ? id : "");
}

/* path[from..count) is a circle: each is overridden by the next, and the last by the first. */
static void report_cycle(struct ranking *ranking, uint32_t from, uint32_t count)
{
	struct yice_model *model = ranking->model;
	struct yice_buf names = YICE_BUF_INIT;
	const struct edge *last = ranking->nodes[ranking->path[count - 1]].at;
	struct yice_diag *diag;

	for (uint32_t i = count; i-- > from;) {
		add_id(ranking, ranking->path[i], &names);
		yice_buf_adds(&names, " → ");
		ranking->rules->items[ranking->path[i]].bad = true;
	}
	add_id(ranking, ranking->path[count - 1], &names);
	if (names.failed)
		model->failed = true;
	diag = yice_diag_add(model->diags, YICE_D_overrides_cycle, last->word->span, yice_buf_text(&names),
			     NULL);
	yice_buf_release(&names);
	for (uint32_t i = from; i + 1 < count; i++)
		yice_diag_note(model->diags, diag, YICE_D_note_overrides,
			       ranking->nodes[ranking->path[i]].at->word->span,
			       yice_placed_id(model, ranking->path[i]), NULL);
}

/* Guard and none of the exceptions, as one expression; a test that always holds when there is neither. */
static struct yice_logic *applicability(struct yice_model *model, const struct yice_rule *rule,
					uint32_t number)
{
	struct yice_logic *all = rule->guard;

	for (uint32_t i = 0; i < rule->except_count; i++)
		all = yice_logic_join(model, YICE_LOGIC_AND, all, yice_logic_not(model, rule->except[i]));
	if (all)
		return all;
	all = yice_logic_new(model, YICE_LOGIC_TEST, rule->placed->span);
	if (!all)
		return NULL;
	all->op = YICE_TEST_CONST;
	all->truth = true;
	all->zh = yice_model_text(model, "%s 适用", yice_placed_id(model, number));
	all->en = yice_model_text(model, "%s applies", yice_placed_id(model, number));
	return all;
}

/* All clauses that override this one are final. */
static void settle(struct ranking *ranking, uint32_t number)
{
	struct yice_model *model = ranking->model;
	struct yice_rule *rule = &ranking->rules->items[number];
	struct yice_logic **except;
	uint32_t count = rule->except_count;

	for (const struct edge *edge = ranking->nodes[number].first; edge; edge = edge->next)
		count++;
	if (count == rule->except_count)
		return;
	except = yice_arena_array(&model->arena, count, sizeof(*except));
	if (!except)
		return;
	if (rule->except_count)
		memcpy(except, rule->except, rule->except_count * sizeof(*except));
	for (const struct edge *edge = ranking->nodes[number].first; edge; edge = edge->next) {
		const struct yice_rule *by = &ranking->rules->items[edge->by];
		struct yice_logic *test = by->bad ? NULL : applicability(model, by, edge->by);

		if (test)
			except[rule->except_count++] = test;
	}
	rule->except = except;
	/* Here, so that a clause too large is reported and not handed on to those it overrides. */
	yice_rule_check_size(model, rule);
}

/* Depth first from one clause to those that override it, without recursion: chains may be as long as a list.
 */
static void visit(struct ranking *ranking, uint32_t start)
{
	uint32_t count = 0;

	ranking->path[count++] = start;
	ranking->nodes[start].colour = GREY;
	ranking->nodes[start].at = ranking->nodes[start].first;
	while (count) {
		uint32_t number = ranking->path[count - 1], from = count;
		struct node *node = &ranking->nodes[number], *by;

		if (!node->at) {
			node->colour = BLACK;
			settle(ranking, number);
			count--;
			if (count)
				ranking->nodes[ranking->path[count - 1]].at =
				    ranking->nodes[ranking->path[count - 1]].at->next;
			continue;
		}
		by = &ranking->nodes[node->at->by];
		if (by->colour == WHITE) {
			by->colour = GREY;
			by->at = by->first;
			ranking->path[count++] = node->at->by;
			continue;
		}
		if (by->colour == GREY) {
			while (ranking->path[--from] != node->at->by)
				;
			report_cycle(ranking, from, count);
		}
		node->at = node->at->next;
	}
}

int yice_rules_rank(struct yice_model *model, struct yice_rules *rules, const uint32_t *by, uint32_t by_count)
{
	struct ranking ranking = { .model = model, .rules = rules };
	uint32_t count = model->placed.count;
	int status = YICE_ENOMEM;

	/* Not from the arena: of what is asked for here little is touched. */
	ranking.nodes = calloc((size_t)count + 1, sizeof(*ranking.nodes));
	ranking.path = calloc((size_t)count + 1, sizeof(*ranking.path));
	yice_map_init(&ranking.ids);
	if (ranking.nodes && ranking.path)
		status = map_ids(&ranking);
	for (uint32_t i = 0; !status && i < by_count; i++)
		add_edges(&ranking, by[i]);
	for (uint32_t i = 0; !status && i < count; i++)
		if (ranking.nodes[i].first && ranking.nodes[i].colour == WHITE)
			visit(&ranking, i);
	yice_map_release(&ranking.ids);
	free(ranking.nodes);
	free(ranking.path);
	return status ? status : yice_model_status(model);
}

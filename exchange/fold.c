/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Repeats. Distinct texts that agree but for names are gathered around the
 * first of them; what differs becomes a parameter. The rule for what may differ
 * is narrow (yice_name_kind): numbers, kinds, verbs and marks never. Every
 * member, with its names put into the body, gives its text byte for byte.
 * Called by import.
 */
#include "exchange/fold.h"

#define CANDIDATES_MAX 32
#define EDGE           10 /* tokens at the beginning or the end by which texts are held to be akin */
#define HOLE_BYTES_MAX 240
#define FIXED_MIN      12 /* tokens that must agree, and three fifths of the text */

struct text {
	const char *text;
	struct yice_token *tokens;
	uint32_t count, entry, uses, cluster, next; /* next of the cluster */
	int32_t *match;                             /* of the cluster's first text: one a token of it */
};

struct cluster {
	uint32_t first, last, uses, texts;
	bool *fixed; /* one a token of the first text */
};

struct link {
	uint32_t cluster, next;
};

struct fold {
	struct yice_list_table *list;
	struct yice_bodies *bodies;
	struct yice_lexicon lexicon;
	struct yice_arena *arena;
	struct text *texts;
	struct cluster *clusters;
	struct link *links;
	uint32_t text_count, text_cap, cluster_count, cluster_cap, link_count, link_cap;
	struct yice_map distinct, edges;
};

/* Entries by equal text. */
static int find_distinct(struct fold *fold)
{
	for (uint32_t i = 0; i < fold->list->entry_count; i++) {
		struct yice_entry *entry = &fold->list->entries[i];
		struct text *texts;
		uint32_t index;
		bool added;
		int status = yice_map_put(&fold->distinct, entry->text, strlen(entry->text), fold->text_count,
					  &index, &added);

		texts = yice_exchange_room(fold->texts, fold->text_count, &fold->text_cap, sizeof(*texts));
		if (texts)
			fold->texts = texts;
		if (status || !texts)
			return YICE_ENOMEM;
		if (added) {
			struct text *text = &texts[fold->text_count++];

			*text = (struct text){ .text = entry->text, .entry = i };
			text->tokens =
			    yice_lexicon_tokens(&fold->lexicon, fold->arena, text->text, &text->count);
			if (!text->tokens)
				return YICE_ENOMEM;
		}
		entry->use = fold->distinct.entries[index].value;
		texts[entry->use].uses++;
	}
	return YICE_OK;
}

/* Does token i of the cluster's text stand unchanged in another? Names agree as tokens but may differ as
 * text. */
static bool unchanged(const struct text *a, uint32_t i, const struct text *b, const int32_t *match)
{
	const struct yice_token *x = &a->tokens[i], *y;

	if (match[i] < 0)
		return false;
	y = &b->tokens[match[i]];
	return x->len == y->len && !memcmp(a->text + x->start, b->text + y->start, x->len);
}

/* Names right before a hole that ends as a name does belong to it, as the county before a park's name. */
static void widen_back(const struct text *a, bool *fixed, uint32_t from, uint32_t to)
{
	uint32_t start = a->tokens[from].start,
		 end = to < a->count ? a->tokens[to].start : (uint32_t)strlen(a->text);
	const char *kind;

	if (!yice_name_ending(a->text + start, end - start, &kind))
		return;
	while (from && fixed[from - 1] && a->tokens[from - 1].id == YICE_TOKEN_NAME)
		fixed[--from] = false;
}

/* Single tokens between two holes join them, and endings behind a hole belong to the name in it. */
static void widen(const struct text *a, bool *fixed)
{
	for (uint32_t i = 1; i + 1 < a->count; i++)
		if (fixed[i] && !fixed[i - 1] && !fixed[i + 1] &&
		    strncmp(a->text + a->tokens[i].start, "，", 3))
			fixed[i] = false;
	for (uint32_t i = 1; i < a->count; i++) {
		size_t len;

		if (!fixed[i] || fixed[i - 1])
			continue;
		len = yice_name_follows(a->text + a->tokens[i].start);
		for (; i < a->count && len >= a->tokens[i].len; i++) {
			len -= a->tokens[i].len;
			fixed[i] = false;
		}
	}
	for (uint32_t i = 0, to; i < a->count; i = to) {
		for (to = i; to < a->count && fixed[to] == fixed[i];)
			to++;
		if (!fixed[i])
			widen_back(a, fixed, i, to);
	}
}

/* The bytes of member b that stand for the hole [from, to) of the first text. */
static void hole_of(const struct text *b, const int32_t *match, uint32_t from, uint32_t to, uint32_t count,
		    uint32_t *start, uint32_t *end)
{
	uint32_t first = from ? (uint32_t)match[from - 1] + 1 : 0;
	uint32_t last = to < count ? (uint32_t)match[to] : b->count;

	*start = first < b->count ? b->tokens[first].start : (uint32_t)strlen(b->text);
	*end = last < b->count ? b->tokens[last].start : (uint32_t)strlen(b->text);
}

/* Is [start, end) one name of the table? */
static bool one_token(const struct text *b, uint32_t start, uint32_t end)
{
	for (uint32_t i = 0; i < b->count; i++)
		if (b->tokens[i].start == start)
			return b->tokens[i].id == YICE_TOKEN_NAME && b->tokens[i].len == end - start;
	return false;
}

/* The kind of place that [start, end) of a text names. Of the table's own names only the ending counts: the
 * 城镇 in 明城镇 is no kind of sewage. */
static const char *kind_of(const struct text *text, uint32_t start, uint32_t end)
{
	char plain[HOLE_BYTES_MAX];
	const char *kind;
	size_t len = 0;

	if (end - start > HOLE_BYTES_MAX)
		return NULL;
	for (uint32_t i = 0; i < text->count && text->tokens[i].start < end; i++) {
		const struct yice_token *token = &text->tokens[i];
		const char *bytes = text->text + token->start;
		size_t size = token->len, tail;

		if (token->start < start)
			continue;
		tail = token->id == YICE_TOKEN_NAME ? yice_name_ending(bytes, size, &kind) : 0;
		if (len + 3 + size > HOLE_BYTES_MAX)
			return NULL;
		if (token->id == YICE_TOKEN_NAME) {
			memcpy(plain + len, "某", 3);
			len += 3;
			bytes += size - tail;
			size = tail;
		}
		memcpy(plain + len, bytes, size);
		len += size;
	}
	return yice_name_kind(plain, len);
}

/* Do the hole [from, to) of the first text and [start, end) of member b hold names, of one kind? */
static bool both_names(const struct text *a, uint32_t from, uint32_t to, const struct text *b, uint32_t start,
		       uint32_t end)
{
	uint32_t a_start = a->tokens[from].start;
	uint32_t a_end = to < a->count ? a->tokens[to].start : (uint32_t)strlen(a->text);
	const char *mine = kind_of(a, a_start, a_end), *other = kind_of(b, start, end);

	if (mine && other)
		return !strcmp(mine, other);
	return (mine || one_token(a, a_start, a_end)) && (other || one_token(b, start, end));
}

/* Does member b give names for all holes, and agree everywhere else without anything between? */
static bool fits(const struct text *a, const bool *fixed, const struct text *b, const int32_t *match)
{
	for (uint32_t i = 0; i < a->count;) {
		uint32_t to = i, start, end;

		if (fixed[i]) {
			bool joined = i == 0 ? match[0] == 0 : !fixed[i - 1] || match[i] == match[i - 1] + 1;

			if (!joined || (i + 1 == a->count && (uint32_t)match[i] + 1 != b->count))
				return false;
			i++;
			continue;
		}
		while (to < a->count && !fixed[to])
			to++;
		hole_of(b, match, i, to, a->count, &start, &end);
		if (end < start || !both_names(a, i, to, b, start, end))
			return false;
		i = to;
	}
	return true;
}

static bool enough(const bool *fixed, uint32_t count)
{
	uint32_t same = 0;

	for (uint32_t i = 0; i < count; i++)
		same += fixed[i];
	return same >= FIXED_MIN && same * 5 >= count * 3;
}

/* Takes a text into a cluster when all members, old and new, fit what is then common to them. */
static int try_join(struct fold *fold, uint32_t cluster, uint32_t index, bool *joined)
{
	struct cluster *c = &fold->clusters[cluster];
	struct text *b = &fold->texts[index];
	const struct text *a = &fold->texts[c->first];
	int32_t *match = malloc((a->count + 1) * sizeof(*match));
	bool *fixed = malloc(a->count + 1);
	int status =
	    match && fixed ? yice_align(a->tokens, a->count, b->tokens, b->count, match) : YICE_ENOMEM;
	bool good = !status;

	for (uint32_t i = 0; good && i < a->count; i++)
		fixed[i] = c->fixed[i] && unchanged(a, i, b, match);
	if (good) {
		widen(a, fixed);
		good = enough(fixed, a->count) && fits(a, fixed, b, match);
	}
	for (uint32_t i = c->first; good && i != YICE_NO_INDEX; i = fold->texts[i].next)
		good = fits(a, fixed, &fold->texts[i], fold->texts[i].match);
	if (good) {
		b->match = yice_arena_array(fold->arena, a->count, sizeof(*match));
		if (b->match)
			memcpy(b->match, match, a->count * sizeof(*match));
		memcpy(c->fixed, fixed, a->count);
		fold->texts[c->last].next = index;
		c->last = index;
		b->cluster = cluster;
		c->texts++;
		c->uses += b->uses;
	}
	free(match);
	free(fixed);
	*joined = good;
	return status == YICE_ENOMEM || (good && !b->match) ? YICE_ENOMEM : YICE_OK;
}

static int new_cluster(struct fold *fold, uint32_t index)
{
	struct text *text = &fold->texts[index];
	struct cluster *items =
	    yice_exchange_room(fold->clusters, fold->cluster_count, &fold->cluster_cap, sizeof(*items));
	struct cluster *cluster;

	if (!items)
		return YICE_ENOMEM;
	fold->clusters = items;
	cluster = &items[fold->cluster_count];
	*cluster = (struct cluster){ .first = index, .last = index, .uses = text->uses, .texts = 1 };
	cluster->fixed = yice_arena_array(fold->arena, text->count, sizeof(bool));
	text->match = yice_arena_array(fold->arena, text->count, sizeof(*text->match));
	if (!cluster->fixed || !text->match)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < text->count; i++) {
		cluster->fixed[i] = true;
		text->match[i] = (int32_t)i;
	}
	text->cluster = fold->cluster_count++;
	return YICE_OK;
}

/* The key of an edge of a text: its first or its last tokens, names all alike. */
static void edge_key(const struct text *text, bool tail, struct yice_buf *key)
{
	yice_buf_clear(key);
	yice_buf_addc(key, tail ? 't' : 'h');
	for (uint32_t i = 0; i < EDGE && i < text->count; i++) {
		uint32_t at = tail ? text->count - 1 - i : i;

		yice_buf_add(key, &text->tokens[at].id, sizeof(text->tokens[at].id));
	}
}

/* Looks among the clusters whose first text has that edge. */
static int look_by_edge(struct fold *fold, uint32_t index, const struct yice_buf *key, bool *joined)
{
	uint32_t found = yice_map_find(&fold->edges, yice_buf_text(key), key->len), tried = 0;
	int status = YICE_OK;

	if (found == YICE_MAP_NONE)
		return YICE_OK;
	for (uint32_t at = fold->edges.entries[found].value;
	     !status && !*joined && at != YICE_NO_INDEX && tried++ < CANDIDATES_MAX;
	     at = fold->links[at].next)
		status = try_join(fold, fold->links[at].cluster, index, joined);
	return status;
}

static int add_link(struct fold *fold, const struct yice_buf *key, uint32_t cluster)
{
	struct link *links =
	    yice_exchange_room(fold->links, fold->link_count, &fold->link_cap, sizeof(*links));
	uint32_t index;
	bool added;

	if (!links)
		return YICE_ENOMEM;
	fold->links = links;
	if (yice_map_put(&fold->edges, yice_buf_text(key), key->len, YICE_NO_INDEX, &index, &added))
		return YICE_ENOMEM;
	links[fold->link_count] = (struct link){ cluster, fold->edges.entries[index].value };
	fold->edges.entries[index].value = fold->link_count++;
	return YICE_OK;
}

static int gather(struct fold *fold)
{
	struct yice_buf head = YICE_BUF_INIT, tail = YICE_BUF_INIT;
	int status = YICE_OK;

	for (uint32_t i = 0; !status && i < fold->text_count; i++) {
		bool joined = false;

		fold->texts[i].next = YICE_NO_INDEX;
		edge_key(&fold->texts[i], false, &head);
		edge_key(&fold->texts[i], true, &tail);
		status = yice_buf_status(&head) || yice_buf_status(&tail) ? YICE_ENOMEM : YICE_OK;
		if (!status)
			status = look_by_edge(fold, i, &head, &joined);
		if (!status && !joined)
			status = look_by_edge(fold, i, &tail, &joined);
		if (status || joined)
			continue;
		status = new_cluster(fold, i);
		if (!status)
			status = add_link(fold, &head, fold->texts[i].cluster);
		if (!status)
			status = add_link(fold, &tail, fold->texts[i].cluster);
	}
	yice_buf_release(&head);
	yice_buf_release(&tail);
	return status;
}

/* A copy of a text's bytes; NULL when out of memory. */
static const char *piece(struct fold *fold, const struct text *text, uint32_t start, uint32_t end)
{
	return yice_arena_strndup(fold->arena, text->text + start, end - start);
}

/* The parameter that has the same name as hole `from` in every member, or -1. */
static int equal_param(struct fold *fold, const struct cluster *c, int params, int hole)
{
	for (int p = 0; p < params; p++) {
		bool equal = true;

		for (uint32_t i = c->first; equal && i != YICE_NO_INDEX; i = fold->texts[i].next)
			equal = !strcmp(fold->bodies->args[i][p], fold->bodies->args[i][hole]);
		if (equal)
			return p;
	}
	return -1;
}

static const char *param_name(struct fold *fold, const struct yice_body *body, const char *arg)
{
	const char *kind = "名称";
	struct yice_buf name = YICE_BUF_INIT;
	uint32_t again = 1;

	(void)yice_name_ending(arg, strlen(arg), &kind);
	for (uint32_t i = 0; i < body->param_count; i++)
		again += !strncmp(body->params[i], kind, strlen(kind));
	yice_buf_adds(&name, kind);
	if (again > 1)
		yice_buf_addf(&name, "%u", again);
	kind = yice_buf_status(&name) ? NULL : yice_arena_strdup(fold->arena, yice_buf_text(&name));
	yice_buf_release(&name);
	return kind;
}

/* Arguments of every member for one hole, as parameter number body->param_count. */
static int add_param(struct fold *fold, const struct cluster *c, struct yice_body *body, uint32_t from,
		     uint32_t to)
{
	const struct text *a = &fold->texts[c->first];
	struct yice_part *part = &body->parts[body->part_count++];
	int hole = (int)body->param_count, same;

	for (uint32_t i = c->first; i != YICE_NO_INDEX; i = fold->texts[i].next) {
		const struct text *b = &fold->texts[i];
		uint32_t start, end;

		if (!fold->bodies->args[i])
			fold->bodies->args[i] = yice_arena_array(fold->arena, a->count + 1, sizeof(char *));
		if (!fold->bodies->args[i])
			return YICE_ENOMEM;
		hole_of(b, b->match, from, to, a->count, &start, &end);
		fold->bodies->args[i][hole] = piece(fold, b, start, end);
		if (!fold->bodies->args[i][hole])
			return YICE_ENOMEM;
	}
	same = equal_param(fold, c, hole, hole);
	part->param = same >= 0 ? same : hole;
	if (same >= 0)
		return YICE_OK;
	body->params[hole] = param_name(fold, body, fold->bodies->args[c->first][hole]);
	return body->params[body->param_count++] ? YICE_OK : YICE_ENOMEM;
}

static int make_parts(struct fold *fold, const struct cluster *c, struct yice_body *body)
{
	const struct text *a = &fold->texts[c->first];
	int status = YICE_OK;

	body->parts = yice_arena_array(fold->arena, a->count + 1, sizeof(*body->parts));
	body->params = yice_arena_array(fold->arena, a->count + 1, sizeof(*body->params));
	if (!body->parts || !body->params)
		return YICE_ENOMEM;
	for (uint32_t i = 0, to; !status && i < a->count; i = to) {
		for (to = i; to < a->count && c->fixed[to] == c->fixed[i];)
			to++;
		if (c->fixed[i]) {
			uint32_t end = to < a->count ? a->tokens[to].start : (uint32_t)strlen(a->text);
			struct yice_part *part = &body->parts[body->part_count++];

			part->param = -1;
			part->text = piece(fold, a, a->tokens[i].start, end);
			status = part->text ? YICE_OK : YICE_ENOMEM;
		} else {
			status = add_param(fold, c, body, i, to);
		}
	}
	return status;
}

/* The first words of what a body says in every use: up to a full stop, or a comma once there are some. */
static const char *first_words(struct fold *fold, const struct yice_body *body)
{
	struct yice_buf words = YICE_BUF_INIT;
	const char *text, *name = NULL;
	size_t cut = 0, chars = 0;

	for (uint32_t i = 0; i < body->part_count; i++)
		if (body->parts[i].param < 0)
			yice_buf_adds(&words, body->parts[i].text);
	text = yice_buf_text(&words);
	while (text[cut] && chars < 14 && strncmp(text + cut, "。", 3) &&
	       (chars < 5 || strncmp(text + cut, "，", 3)))
		for (cut++, chars++; ((unsigned char)text[cut] & 0xc0) == 0x80;)
			cut++;
	text = yice_buf_status(&words) ? NULL : yice_arena_strndup(fold->arena, text, cut);
	if (text)
		name = yice_list_name(fold->arena, text);
	yice_buf_release(&words);
	return name && !*name ? "条款" : name;
}

/* A name no other body has. */
static const char *body_name(struct fold *fold, const struct yice_body *body, struct yice_map *names)
{
	struct yice_buf name = YICE_BUF_INIT;
	const char *made = first_words(fold, body);
	bool added = false;
	int status = made ? YICE_OK : YICE_ENOMEM;

	for (uint32_t n = 1; !status && !added; n++) {
		yice_buf_clear(&name);
		yice_buf_adds(&name, made);
		if (n > 1)
			yice_buf_addf(&name, "_%u", n);
		status = yice_buf_status(&name);
		if (!status)
			status = yice_exchange_put(names, yice_buf_text(&name), name.len, fold->bodies->count,
						   &added);
	}
	made = status ? NULL : yice_arena_strdup(fold->arena, yice_buf_text(&name));
	yice_buf_release(&name);
	return made;
}

/* The body of a cluster that repeats. */
static int make_body(struct fold *fold, const struct cluster *c, struct yice_map *names)
{
	struct yice_bodies *bodies = fold->bodies;
	struct yice_body *items =
	    yice_exchange_room(bodies->items, bodies->count, &bodies->cap, sizeof(*items));
	struct yice_body *body;
	int status;

	if (!items)
		return YICE_ENOMEM;
	bodies->items = items;
	body = &items[bodies->count];
	*body =
	    (struct yice_body){ .texts = c->texts, .uses = c->uses, .entry = fold->texts[c->first].entry };
	status = make_parts(fold, c, body);
	if (status)
		return status;
	body->name = body_name(fold, body, names);
	for (uint32_t i = c->first; i != YICE_NO_INDEX; i = fold->texts[i].next)
		fold->texts[i].entry = bodies->count; /* from here on: the body */
	bodies->count++;
	return body->name ? YICE_OK : YICE_ENOMEM;
}

/* Bodies for what repeats; entries of refused ones stay where they are. */
static int make_bodies(struct fold *fold, const char *const *keep, size_t keep_count)
{
	struct yice_map names;
	int status = YICE_OK;

	yice_map_init(&names);
	for (uint32_t i = 0; !status && i < fold->cluster_count; i++)
		if (fold->clusters[i].uses > 1)
			status = make_body(fold, &fold->clusters[i], &names);
	for (size_t i = 0; !status && i < keep_count; i++) {
		uint32_t at = yice_map_find(&names, keep[i], strlen(keep[i]));

		if (at == YICE_MAP_NONE) {
			yice_diag_add(fold->list->diags, YICE_D_template_unknown, YICE_SPAN_NONE, keep[i],
				      NULL);
			status = YICE_EDIAG;
		} else {
			fold->bodies->items[names.entries[at].value].refused = true;
		}
	}
	yice_map_release(&names);
	return status;
}

static void assign(struct fold *fold)
{
	struct yice_bodies *bodies = fold->bodies;

	for (uint32_t i = 0; i < bodies->count; i++)
		bodies->written += !bodies->items[i].refused;
	for (uint32_t i = 0; i < fold->list->entry_count; i++) {
		struct yice_entry *entry = &fold->list->entries[i];
		const struct text *text = &fold->texts[entry->use];

		if (fold->clusters[text->cluster].uses > 1 && !bodies->items[text->entry].refused)
			entry->body = text->entry;
		else
			bodies->written++;
	}
}

int yice_fold(struct yice_list_table *list, bool off, const char *const *keep, size_t keep_count,
	      struct yice_bodies *bodies)
{
	struct fold fold = { .list = list, .bodies = bodies, .arena = &bodies->arena };
	int status;

	memset(bodies, 0, sizeof(*bodies));
	yice_arena_init(&bodies->arena);
	yice_map_init(&fold.distinct);
	yice_map_init(&fold.edges);
	status = yice_lexicon_build(&fold.lexicon, list);
	if (!status)
		status = find_distinct(&fold);
	bodies->distinct = fold.text_count;
	bodies->args = yice_arena_array(&bodies->arena, (size_t)fold.text_count + 1, sizeof(*bodies->args));
	if (!status && !bodies->args)
		status = YICE_ENOMEM;
	if (!status && !off)
		status = gather(&fold);
	if (!status && !off)
		status = make_bodies(&fold, keep, keep_count);
	if (!status && !off)
		assign(&fold);
	bodies->folded = off ? fold.text_count : fold.cluster_count;
	if (off)
		bodies->written = list->entry_count;
	free(fold.texts);
	free(fold.clusters);
	free(fold.links);
	yice_map_release(&fold.distinct);
	yice_map_release(&fold.edges);
	yice_lexicon_release(&fold.lexicon);
	return status;
}

void yice_bodies_release(struct yice_bodies *bodies)
{
	free(bodies->items);
	yice_arena_release(&bodies->arena);
}

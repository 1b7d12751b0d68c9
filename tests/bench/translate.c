/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Turns a neutral workload, rules.ndjson and projects.ndjson, into Yice sources and facts: translate DIR WORK
 * N. Called by tests/bench/neutral. A category guard becomes a zone that units declare and projects say they
 * lie in, a ban a prohibition or restriction, a comparison a demand, a text a clause of text alone. Every
 * clause number begins with the clause's neutral effect, P or R, from which the runner makes the neutral
 * verdict. Names get the prefix x_, because some ("area") are keywords.
 */
#include "base/base.h"
#include "base/json.h"
#include "base/map.h"

#include <stdio.h>

#define TIERS      5
#define NO_SCOPE   UINT32_MAX
#define CODE_WIDTH 5

/* A line of rules.ndjson, its clauses already Yice. Children in order of the file. */
struct scope {
	char id[16];
	uint32_t tier, category, first_child, last_child, next;
	struct yice_buf clauses;
};

struct translation {
	const char *dir, *work;
	struct scope *scopes;
	uint32_t count, cap;
	struct yice_map ids;      /* scope id to index */
	struct yice_map codes;    /* industry codes, with every prefix that is a level */
	struct yice_map measures; /* "mg/L" to the number in u0, u1, ... */
	struct yice_map units;    /* attribute to its number of measure */
	struct yice_buf words;
	struct yice_diags diags;
};

static const char *const tiers[TIERS] = { "nation", "province", "city", "district", "unit" };
static const char *const classes[] = { "", "优先保护", "重点管控", "一般管控" };

static void fail(const char *what)
{
	fprintf(stderr, "translate: %s\n", what);
	exit(1);
}

static void expect(int status)
{
	if (status)
		fail(yice_status_name(status));
}

static void put(struct yice_map *map, const char *key, size_t len, uint32_t value)
{
	uint32_t index;

	expect(yice_map_put(map, key, len, value, &index, NULL));
}

static uint32_t value_of(const struct yice_map *map, const char *key, const char *what)
{
	uint32_t at = yice_map_find(map, key, strlen(key));

	if (at == YICE_MAP_NONE)
		fail(what);
	return map->entries[at].value;
}

static const struct yice_json *member(const struct yice_json *object, const char *name)
{
	const struct yice_json *found = yice_json_get(object, name);

	if (!found)
		fail(name);
	return found;
}

/* ---------------------------------------------------------------- files */

static void path_of(char *path, size_t size, const char *dir, const char *file)
{
	if ((size_t)snprintf(path, size, "%s/%s", dir, file) >= size)
		fail("a path is too long");
}

static char *read_input(const struct translation *t, const char *file, size_t *len)
{
	char path[4096], *text;

	path_of(path, sizeof(path), t->dir, file);
	expect(yice_read_file(path, &text, len));
	return text;
}

static void write_output(const struct translation *t, const char *file, const struct yice_buf *text)
{
	char path[4096];

	path_of(path, sizeof(path), t->work, file);
	expect(yice_buf_status(text));
	expect(yice_write_file(path, text->data, text->len));
}

/* Calls take for each of the first limit lines. */
static void each_line(struct translation *t, const char *file, size_t limit, struct yice_buf *out,
		      void (*take)(struct translation *t, const struct yice_json *line, size_t number,
				   struct yice_buf *out))
{
	size_t len, number = 0;
	char *text = read_input(t, file, &len);

	for (char *at = text, *end; at < text + len && number < limit; at = end + 1, number++) {
		struct yice_json *line;
		struct yice_arena arena;

		end = memchr(at, '\n', (size_t)(text + len - at));
		if (!end)
			end = text + len;
		yice_arena_init(&arena);
		expect(yice_json_parse(at, (size_t)(end - at), 0, 0, &arena, &t->diags, &line));
		take(t, line, number, out);
		yice_arena_release(&arena);
	}
	free(text);
}

/* ---------------------------------------------------------------- clauses */

static void add_code(struct translation *t, const struct yice_json *code)
{
	static const size_t levels[] = { 1, 3, 4, CODE_WIDTH };

	for (size_t i = 0; i < YICE_COUNT(levels) && levels[i] <= code->len; i++)
		put(&t->codes, code->text, levels[i], 0);
}

/* "且 name relation a、b" for a guard's list. */
static void add_guard(struct yice_buf *out, bool *first, const char *test, const struct yice_json *list,
		      const char *prefix)
{
	yice_buf_addf(out, "%s%s ", *first ? "\n  当 " : " 且 ", test);
	*first = false;
	for (const struct yice_json *node = list->first; node; node = node->next)
		yice_buf_addf(out, "%s%s%s", node == list->first ? "" : "、", prefix, node->text);
}

/* Codes in order; those that an earlier one covers would only be warned of. */
static void add_industries(struct yice_buf *out, bool *first, const struct yice_json *list)
{
	const struct yice_json *last = list->first;

	yice_buf_addf(out, "%sx_industry 属于 %s", *first ? "\n  当 " : " 且 ", last ? last->text : "");
	*first = false;
	for (const struct yice_json *code = last ? last->next : NULL; code; code = code->next) {
		if (!strncmp(code->text, last->text, last->len))
			continue;
		yice_buf_addf(out, "、%s", code->text);
		last = code;
	}
}

static void add_when(struct translation *t, const struct yice_json *when, struct yice_buf *out)
{
	const struct yice_json *list;
	bool first = true;

	list = yice_json_get(when, "cat");
	if (list)
		add_guard(out, &first, "场址 位于", list, "类");
	list = yice_json_get(when, "ind");
	if (list)
		add_industries(out, &first, list);
	for (const struct yice_json *code = list ? list->first : NULL; code; code = code->next)
		add_code(t, code);
	list = yice_json_get(when, "kind");
	if (list)
		add_guard(out, &first, "x_kind 属于", list, "");
}

static void add_test(struct translation *t, const struct yice_json *test, bool prohibits,
		     struct yice_buf *out)
{
	const char *kind = member(test, "t")->text, *attribute;

	if (!strcmp(kind, "text"))
		return;
	if (!strcmp(kind, "ban")) {
		yice_buf_adds(out, prohibits ? "\n  禁止" : "\n  限制 \"论证\"");
		return;
	}
	attribute = member(test, "attr")->text;
	if (!strcmp(kind, "bool"))
		yice_buf_addf(out, "\n  须 x_%s = %s", attribute,
			      member(test, "is")->kind == YICE_JSON_TRUE ? "是" : "否");
	else
		yice_buf_addf(out, "\n  须 x_%s %s %s u%u", attribute, member(test, "op")->text,
			      member(test, "lim")->text,
			      value_of(&t->units, attribute, "an unknown attribute"));
}

static void add_clause(struct translation *t, const struct yice_json *clause, uint32_t number,
		       struct yice_buf *out)
{
	const char *effect = member(clause, "effect")->text;

	yice_buf_addf(out, "条 %s%u 摘要 \"%s\"", effect, number, member(clause, "id")->text);
	add_when(t, member(clause, "when"), out);
	add_test(t, member(clause, "test"), *effect == 'P', out);
	yice_buf_addc(out, '\n');
}

/* ---------------------------------------------------------------- scopes */

static struct scope *new_scope(struct translation *t)
{
	if (t->count == t->cap) {
		t->cap = t->cap ? 2 * t->cap : 1024;
		t->scopes = realloc(t->scopes, t->cap * sizeof(*t->scopes));
		if (!t->scopes)
			fail("out of memory");
	}
	t->scopes[t->count] =
	    (struct scope){ .first_child = NO_SCOPE, .last_child = NO_SCOPE, .next = NO_SCOPE };
	return &t->scopes[t->count++];
}

/* Makes the newest scope the last child of its parent. */
static void hang(struct translation *t, const struct yice_json *parent)
{
	uint32_t child = t->count - 1;
	struct scope *above;

	if (parent->kind != YICE_JSON_STRING)
		return;
	above = &t->scopes[value_of(&t->ids, parent->text, "an unknown parent")];
	if (above->last_child == NO_SCOPE)
		above->first_child = child;
	else
		t->scopes[above->last_child].next = child;
	above->last_child = child;
}

static void take_scope(struct translation *t, const struct yice_json *line)
{
	const struct yice_json *id = member(line, "scope"), *category = yice_json_get(line, "category");
	const char *tier = member(line, "tier")->text;
	struct scope *scope = new_scope(t);
	uint32_t number = 0;

	if (id->len >= sizeof(scope->id))
		fail("a scope's name is too long");
	memcpy(scope->id, id->text, id->len + 1);
	while (scope->tier < TIERS - 1 && strcmp(tiers[scope->tier], tier))
		scope->tier++;
	scope->category = category ? (uint32_t)(category->text[0] - '0') : 0;
	put(&t->ids, id->text, id->len, t->count - 1);
	for (const struct yice_json *clause = member(line, "clauses")->first; clause; clause = clause->next)
		add_clause(t, clause, ++number, &scope->clauses);
	expect(yice_buf_status(&scope->clauses));
	hang(t, member(line, "parent"));
}

/* The first line declares the attributes. */
static void take_header(struct translation *t, const struct yice_json *line)
{
	struct yice_buf *out = &t->words;

	yice_buf_adds(out, "词表 x_kinds：");
	for (const struct yice_json *kind = member(line, "kinds")->first; kind; kind = kind->next)
		yice_buf_addf(out, "%s%s", kind->text, kind->next ? "、" : "\n");
	yice_buf_adds(
	    out, "属性 x_kind：一项 x_kinds\n属性 x_industry：一项 x_codes\n属性 场址（site）：多项 区划\n"
		 "量纲 角度（angle）单位 deg\n属性 x_lon：数量 deg\n属性 x_lat：数量 deg\n"
		 "分区 类1（class1）\n分区 类2（class2）\n分区 类3（class3）\n");
	for (const struct yice_json *name = member(line, "bools")->first; name; name = name->next)
		yice_buf_addf(out, "属性 x_%s：是否\n", name->text);
	for (const struct yice_json *num = member(line, "nums")->first; num; num = num->next) {
		const struct yice_json *name = member(num, "name"), *unit = member(num, "unit");
		uint32_t measures = t->measures.count;

		put(&t->measures, unit->text, unit->len, measures);
		if (t->measures.count > measures)
			yice_buf_addf(out, "量纲 x_dim%u 单位 u%u # %s\n", measures, measures, unit->text);
		put(&t->units, name->text, name->len, value_of(&t->measures, unit->text, "a measure"));
		yice_buf_addf(out, "属性 x_%s：数量 u%u\n", name->text,
			      value_of(&t->units, name->text, "a measure"));
	}
}

static void take_rule(struct translation *t, const struct yice_json *line, size_t number,
		      struct yice_buf *out)
{
	(void)out;
	if (number)
		take_scope(t, line);
	else
		take_header(t, line);
}

/* ---------------------------------------------------------------- projects */

/* A value as written; numbers keep every digit. */
static void add_value(struct yice_buf *out, const struct yice_json *value)
{
	if (value->kind == YICE_JSON_STRING)
		yice_json_quote(out, value->text, value->len);
	else
		yice_buf_adds(out, value->kind == YICE_JSON_NUMBER  ? value->text
				   : value->kind == YICE_JSON_TRUE  ? "true"
				   : value->kind == YICE_JSON_FALSE ? "false"
								    : "null");
}

static void take_project(struct translation *t, const struct yice_json *line, size_t number,
			 struct yice_buf *out)
{
	const struct yice_json *id = member(line, "id"), *name = member(line, "name"),
			       *unit = member(line, "unit");

	(void)number;
	yice_buf_addf(out, "{\"project\":\"%s %s\",\"site\":{\"unit\":", id->text, name->text);
	add_value(out, unit);
	yice_buf_addf(out, "},\"facts\":{\"场址\":[\"类%u\"]",
		      t->scopes[value_of(&t->ids, unit->text, "an unknown unit")].category);
	for (const struct yice_json *node = line->first; node; node = node->next) {
		if (!strcmp(node->key, "id") || !strcmp(node->key, "name") || !strcmp(node->key, "unit"))
			continue;
		yice_buf_addf(out, ",\"x_%s\":", node->key);
		add_value(out, node);
		if (!strcmp(node->key, "industry"))
			add_code(t, node);
	}
	yice_buf_adds(out, "}}\n");
}

/* ---------------------------------------------------------------- output */

static int by_text(const void *a, const void *b)
{
	return strcmp(((const struct yice_map_entry *)a)->key, ((const struct yice_map_entry *)b)->key);
}

/* The map is of no use as a map afterwards. */
static void write_codes(struct translation *t)
{
	struct yice_buf out = YICE_BUF_INIT;

	qsort(t->codes.entries, t->codes.count, sizeof(*t->codes.entries), by_text);
	for (uint32_t i = 0; i < t->codes.count; i++)
		yice_buf_addf(&out, "%s\t%s\n", t->codes.entries[i].key, t->codes.entries[i].key);
	write_output(t, "codes.tsv", &out);
	yice_buf_release(&out);
	yice_buf_adds(&t->words, "代码表 x_codes 版本 \"neutral\" 数据 \"codes.tsv\"\n");
}

/* Six digits: CN is 000000, the others are filled up with zeros. */
static const char *scope_code(const struct scope *scope, char code[7])
{
	memcpy(code, "000000", 7);
	if (scope->tier)
		memcpy(code, scope->id, strlen(scope->id) < 6 ? strlen(scope->id) : 6);
	return code;
}

static void write_scopes(struct translation *t, uint32_t parent)
{
	char code[7], above[7];

	for (uint32_t i = t->scopes[parent].first_child; i != NO_SCOPE; i = t->scopes[i].next) {
		if (t->scopes[i].tier == TIERS - 1)
			continue;
		scope_code(&t->scopes[i], code);
		yice_buf_addf(&t->words, "行政区 %s s%s 上级 %s\n", code, code,
			      scope_code(&t->scopes[parent], above));
		write_scopes(t, i);
	}
}

/* A scope's own list with its units, then those below: a file for the nation and one for each province. */
static void write_list(struct translation *t, uint32_t index, struct yice_buf *out)
{
	const struct scope *scope = &t->scopes[index];
	char file[32], code[7];

	if (scope->tier <= 1) {
		yice_buf_clear(out);
		yice_buf_adds(out, "引用 \"words.yice\"\n");
	}
	yice_buf_addf(out, "\n清单 %s \"%s\" 施行 2024-01-01 起 示例\n适用 全域\n%s", scope_code(scope, code),
		      scope->id, yice_buf_text(&scope->clauses));
	for (uint32_t i = scope->first_child; i != NO_SCOPE; i = t->scopes[i].next) {
		const struct scope *unit = &t->scopes[i];

		if (unit->tier == TIERS - 1)
			yice_buf_addf(out, "单元 %s \"%s\" %s 要素 类%u 示例\n%s", unit->id, unit->id,
				      classes[unit->category & 3], unit->category,
				      yice_buf_text(&unit->clauses));
	}
	if (!scope->tier)
		write_output(t, "list-CN.yice", out);
	for (uint32_t i = scope->first_child; i != NO_SCOPE; i = t->scopes[i].next)
		if (t->scopes[i].tier < TIERS - 1)
			write_list(t, i, out);
	if (scope->tier == 1) {
		snprintf(file, sizeof(file), "list-%s.yice", scope->id);
		write_output(t, file, out);
	}
}

int main(int argc, char **argv)
{
	struct translation t = { 0 };
	struct yice_buf out = YICE_BUF_INIT;

	if (argc != 4)
		fail("usage: translate DIR WORK N");
	t.dir = argv[1];
	t.work = argv[2];
	yice_map_init(&t.ids);
	yice_map_init(&t.codes);
	yice_map_init(&t.measures);
	yice_map_init(&t.units);
	yice_diags_init(&t.diags);
	each_line(&t, "rules.ndjson", SIZE_MAX, NULL, take_rule);
	if (!t.count)
		fail("no rules");
	each_line(&t, "projects.ndjson", strtoul(argv[3], NULL, 10), &out, take_project);
	write_output(&t, "facts.ndjson", &out);
	yice_buf_adds(&t.words, "行政区 000000 全国（china）\n");
	write_codes(&t);
	write_scopes(&t, 0);
	write_output(&t, "words.yice", &t.words);
	write_list(&t, 0, &out);
	return 0;
}

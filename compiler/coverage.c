/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How far lists have been formalised (yice/coverage.h): every clause that
 * addresses projects is counted once as decided by facts alone, as decided in
 * part (open words remain), or as text that a person must judge; duties and
 * encouragements are counted apart, since they give no verdict. Counted by
 * the scope of the list and the dimension the clause stands under.
 */
#include "base/json.h"
#include "base/report.h"
#include "base/utf8.h"
#include "compiler/rule.h"
#include "yice/coverage.h"

enum column { CLAUSES, FULL, PARTIAL, TEXT, DUTIES, ENCOURAGED, NO_BASIS, COLUMNS };

struct tally {
	uint32_t count[COLUMNS];
};

/* One scope and dimension, in order of first appearance. */
struct line {
	uint32_t scope, dimension;
	struct tally tally;
};

struct table {
	const struct yice_model *model;
	struct line *lines;
	size_t count, cap;
	enum yice_lang lang;
	struct yice_buf out;
};

static const char *const keys[COLUMNS] = { "clauses", "full",       "partial",      "text",
					   "duties",  "encouraged", "without_basis" };
static const char *const titles[COLUMNS][2] = {
	{ "条款", "clauses" }, { "可判定", "full" },     { "部分", "partial" },    { "仅原文", "text" },
	{ "职责", "duties" },  { "鼓励", "encouraged" }, { "无依据", "no basis" },
};

/* Tests below a node that facts decide, and those that only a person can. */
static void count_tests(const struct yice_logic *logic, uint32_t *decided, uint32_t *open)
{
	if (!logic)
		return;
	if (logic->kind == YICE_LOGIC_TEST) {
		if (logic->op == YICE_TEST_OPEN)
			++*open;
		else
			++*decided;
		return;
	}
	for (const struct yice_logic *child = logic->first; child; child = child->next)
		count_tests(child, decided, open);
}

static enum column kind_of(const struct yice_rule *rule)
{
	uint32_t decided = 0, open = rule->open_count;

	if (rule->effect == YICE_OBLIGES)
		return DUTIES;
	if (rule->effect == YICE_ENCOURAGES)
		return ENCOURAGED;
	count_tests(rule->guard, &decided, &open);
	count_tests(rule->demand, &decided, &open);
	for (uint32_t i = 0; i < rule->except_count; i++)
		count_tests(rule->except[i], &decided, &open);
	if (rule->effect == YICE_DOES_NOTHING)
		return decided ? PARTIAL : TEXT;
	if (!open)
		return FULL;
	return decided ? PARTIAL : TEXT;
}

static struct line *find_line(struct table *table, uint32_t scope, uint32_t dimension)
{
	for (size_t i = 0; i < table->count; i++)
		if (table->lines[i].scope == scope && table->lines[i].dimension == dimension)
			return &table->lines[i];
	if (table->count == table->cap) {
		size_t cap = table->cap ? table->cap * 2 : 32;
		struct line *lines = realloc(table->lines, cap * sizeof(*lines));

		if (!lines)
			return NULL;
		table->lines = lines;
		table->cap = cap;
	}
	table->lines[table->count] = (struct line){ .scope = scope, .dimension = dimension };
	return &table->lines[table->count++];
}

static int count_rules(struct table *table, const struct yice_rules *rules)
{
	for (uint32_t i = 0; i < rules->count; i++) {
		const struct yice_rule *rule = &rules->items[i];
		struct line *line = find_line(table, table->model->lists.items[rule->placed->list].scope,
					      rule->placed->dimension);

		if (!line)
			return YICE_ENOMEM;
		line->tally.count[CLAUSES]++;
		line->tally.count[kind_of(rule)]++;
		line->tally.count[NO_BASIS] += !rule->base_count;
	}
	return YICE_OK;
}

static void add(struct tally *to, const struct tally *from)
{
	for (int i = 0; i < COLUMNS; i++)
		to->count[i] += from->count[i];
}

static const char *label_name(const struct table *table, const struct yice_label *label)
{
	return table->lang == YICE_EN && label->en ? label->en : label->zh;
}

/* "" for clauses above any heading. */
static const char *dimension_name(const struct table *table, uint32_t dimension)
{
	return dimension == YICE_NONE ? ""
				      : label_name(table, &table->model->dimensions.items[dimension].label);
}

/* Sums the lines of a scope; false when a line before it has that scope, which was then shown already. */
static bool total_of_scope(const struct table *table, size_t first, struct tally *total)
{
	memset(total, 0, sizeof(*total));
	for (size_t i = 0; i < table->count; i++) {
		if (table->lines[i].scope != table->lines[first].scope)
			continue;
		if (i < first)
			return false;
		add(total, &table->lines[i].tally);
	}
	return true;
}

#define NAME_COLUMNS  34
#define COUNT_COLUMNS 11

static void put_right(struct yice_buf *out, const char *text)
{
	for (int used = yice_utf8_columns(text, strlen(text), 1); used < COUNT_COLUMNS; used++)
		yice_buf_addc(out, ' ');
	yice_buf_adds(out, text);
}

static void put_row(struct table *table, const char *indent, const char *name, const struct tally *tally)
{
	struct yice_buf *out = &table->out;
	size_t start = out->len;

	yice_buf_addf(out, "%s%s", indent, name);
	for (int used = yice_utf8_columns(yice_buf_text(out) + start, out->len - start, 1);
	     used < NAME_COLUMNS; used++)
		yice_buf_addc(out, ' ');
	for (int i = 0; i < COLUMNS; i++) {
		struct yice_buf number = YICE_BUF_INIT;

		yice_buf_addf(&number, "%u", (unsigned int)tally->count[i]);
		put_right(out, yice_buf_text(&number));
		out->failed |= number.failed;
		yice_buf_release(&number);
	}
	yice_buf_addc(out, '\n');
}

/* Tenths of a percent, rounded. */
static uint32_t per_mille(uint32_t part, uint32_t whole)
{
	return (uint32_t)((part * UINT64_C(2000) + whole) / (2 * (uint64_t)whole));
}

static void put_share(struct table *table, const struct tally *total)
{
	static const char *const said[3][2] = { { "事实即可判定", "decided by facts alone" },
						{ "部分可判定", "decided in part" },
						{ "全靠人工研判", "left to a person" } };
	uint32_t parts[3] = { total->count[FULL], total->count[PARTIAL], total->count[TEXT] };
	uint32_t all = parts[0] + parts[1] + parts[2];

	if (!all)
		return;
	yice_buf_addf(&table->out,
		      table->lang == YICE_ZH ? "针对项目的 %u 条：" : "%u clauses address projects: ",
		      (unsigned int)all);
	for (int i = 0; i < 3; i++) {
		uint32_t share = per_mille(parts[i], all);

		yice_buf_addf(&table->out, "%s%s %u.%u%%", i ? (table->lang == YICE_ZH ? "，" : ", ") : "",
			      said[i][table->lang], (unsigned int)(share / 10), (unsigned int)(share % 10));
	}
	yice_buf_adds(&table->out, table->lang == YICE_ZH ? "。\n" : ".\n");
}

static void write_text(struct table *table)
{
	struct tally grand = { { 0 } }, total;

	for (int i = 0; i < NAME_COLUMNS; i++)
		yice_buf_addc(&table->out, ' ');
	for (int i = 0; i < COLUMNS; i++)
		put_right(&table->out, titles[i][table->lang]);
	yice_buf_addc(&table->out, '\n');
	for (size_t first = 0; first < table->count; first++) {
		const struct yice_scope *scope = &table->model->scopes.items[table->lines[first].scope];
		struct yice_buf name = YICE_BUF_INIT;

		if (!total_of_scope(table, first, &total))
			continue;
		yice_buf_addf(&name, "%s %s", scope->code, label_name(table, &scope->label));
		put_row(table, "", yice_buf_text(&name), &total);
		table->out.failed |= name.failed;
		yice_buf_release(&name);
		for (size_t i = first; i < table->count; i++) {
			const char *dimension = dimension_name(table, table->lines[i].dimension);

			if (table->lines[i].scope == table->lines[first].scope)
				put_row(table, "  ",
					*dimension               ? dimension
					: table->lang == YICE_ZH ? "（无维度）"
								 : "(no dimension)",
					&table->lines[i].tally);
		}
		add(&grand, &total);
	}
	put_row(table, "", table->lang == YICE_ZH ? "合计" : "total", &grand);
	put_share(table, &grand);
}

static void put_tally(struct table *table, const struct tally *tally)
{
	for (int i = 0; i < COLUMNS; i++)
		yice_buf_addf(&table->out, "%s\"%s\":%u", i ? "," : "", keys[i],
			      (unsigned int)tally->count[i]);
}

static void quote(struct table *table, const char *text)
{
	yice_json_quote(&table->out, text, strlen(text));
}

/*
 * {"scopes": [{"scope", "name", "dimensions": [{"dimension": name or null, COUNTS}], "total": {COUNTS}}],
 *  "total": {COUNTS}}, COUNTS being a number for each of keys.
 */
static void write_json(struct table *table)
{
	struct tally grand = { { 0 } }, total;
	const char *comma = "";

	yice_buf_adds(&table->out, "{\"scopes\":[");
	for (size_t first = 0; first < table->count; first++) {
		const struct yice_scope *scope = &table->model->scopes.items[table->lines[first].scope];
		const char *inner = "";

		if (!total_of_scope(table, first, &total))
			continue;
		yice_buf_addf(&table->out, "%s\n {\"scope\":", comma);
		quote(table, scope->code);
		yice_buf_adds(&table->out, ",\"name\":");
		quote(table, label_name(table, &scope->label));
		yice_buf_adds(&table->out, ",\"dimensions\":[");
		for (size_t i = first; i < table->count; i++) {
			const char *dimension = dimension_name(table, table->lines[i].dimension);

			if (table->lines[i].scope != table->lines[first].scope)
				continue;
			yice_buf_addf(&table->out, "%s\n  {\"dimension\":", inner);
			if (*dimension)
				quote(table, dimension);
			else
				yice_buf_adds(&table->out, "null");
			yice_buf_addc(&table->out, ',');
			put_tally(table, &table->lines[i].tally);
			yice_buf_addc(&table->out, '}');
			inner = ",";
		}
		yice_buf_adds(&table->out, "],\n  \"total\":{");
		put_tally(table, &total);
		yice_buf_adds(&table->out, "}}");
		add(&grand, &total);
		comma = ",";
	}
	yice_buf_adds(&table->out, "],\n \"total\":{");
	put_tally(table, &grand);
	yice_buf_adds(&table->out, "}}\n");
}

/* Rules of the paths, typed; the checks that only warn are left to `yice check`. */
static int load(struct yice_model *model, const char *const *paths, size_t count, struct yice_rules *rules)
{
	int status = yice_model_load(model, paths, count);

	if (!status)
		status = yice_model_declare(model);
	if (!status)
		status = yice_model_outline(model);
	if (!status)
		status = yice_rules_build(model, rules);
	if (!status)
		status = yice_diags_status(model->diags);
	yice_diags_sort(model->diags);
	return status;
}

int yice_coverage(const char *const *paths, size_t count, const char *format, const char *lang,
		  yice_report *report, char **out)
{
	bool json = !strcmp(format, "json"), english = !strcmp(lang, "en");
	struct yice_model model;
	struct yice_rules rules = { NULL, 0 };
	struct table table = { .model = &model, .lang = english ? YICE_EN : YICE_ZH, .out = YICE_BUF_INIT };
	int status;

	*out = NULL;
	if ((!json && strcmp(format, "text")) || (!english && strcmp(lang, "zh")))
		return YICE_ENOTFOUND;
	yice_model_init(&model, &report->sources, &report->diags);
	status = load(&model, paths, count, &rules);
	if (!status)
		status = count_rules(&table, &rules);
	if (!status && json)
		write_json(&table);
	else if (!status)
		write_text(&table);
	if (!status)
		status = yice_buf_status(&table.out);
	if (status)
		yice_buf_release(&table.out);
	*out = table.out.data;
	free(table.lines);
	yice_model_release(&model);
	return status;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How much of a published table has become rules (yice/exchange.h): every
 * requirement of the table is looked up in rules that need not hold its text,
 * by unit, dimension and number, and distinct published texts are counted as
 * the most open of their clauses. Rules with summaries of their own are so
 * measured by what was published, and not by how they chose to summarise.
 */
#include "yice/exchange.h"

#include "base/json.h"
#include "base/report.h"
#include "compiler/coverage.h"
#include "exchange/list.h"
#include "exchange/reading.h"

#define MISSING YICE_COVERS /* no clause of the rules: behind all kinds of coverage */
#define SHOWN   10          /* requirements without details */

struct published {
	struct yice_sheet sheet;
	struct yice_list_table list;
	struct yice_reading reading;
	struct yice_map clauses; /* "unit\nnumber\ndimension" -> the first that is left, or YICE_NONE */
	uint32_t *next;          /* one a clause: the next of its key */
	uint32_t *state;         /* one an entry: a kind of coverage, or MISSING */
	uint32_t *text;          /* one an entry: its text */
	uint32_t *worst;         /* one a text: its most open state */
	uint32_t texts;
	uint32_t count[YICE_COVERS + 1]; /* of texts; YICE_COVER_CLAUSES: those that address projects */
	enum yice_lang lang;
	bool details;
	struct yice_buf *out;
};

static int key_of(uint32_t unit, const char *number, uint32_t dimension, struct yice_buf *key)
{
	yice_buf_clear(key);
	yice_buf_addf(key, "%u\n%s\n%u", unit, number, dimension);
	return yice_buf_status(key);
}

/* Clauses of units by what a table says of them, in the order of the sources. */
static int index_clauses(struct published *p)
{
	const struct yice_model *model = &p->reading.model;
	struct yice_buf key = YICE_BUF_INIT;
	int status = YICE_OK;

	p->next = yice_arena_array(&p->reading.arena, (size_t)model->placed.count + 1, sizeof(uint32_t));
	if (!p->next)
		return YICE_ENOMEM;
	for (uint32_t i = model->placed.count; !status && i-- > 0;) {
		uint32_t unit = yice_reading_owner(&p->reading, i), index;
		bool added;

		if (unit == YICE_NONE)
			continue;
		status = key_of(unit, model->placed.items[i].number, model->placed.items[i].dimension, &key);
		if (!status)
			status = yice_map_put(&p->clauses, yice_buf_text(&key), key.len, i, &index, &added);
		if (status)
			break;
		p->next[i] = added ? YICE_NONE : p->clauses.entries[index].value;
		p->clauses.entries[index].value = i;
	}
	yice_buf_release(&key);
	return status;
}

/* The next clause of a key, which is then taken; YICE_NONE when there is none left. */
static uint32_t take(struct published *p, const struct yice_buf *key)
{
	uint32_t index = yice_map_find(&p->clauses, yice_buf_text(key), key->len), clause;

	if (index == YICE_MAP_NONE || p->clauses.entries[index].value == YICE_NONE)
		return YICE_NONE;
	clause = p->clauses.entries[index].value;
	p->clauses.entries[index].value = p->next[clause];
	return clause;
}

/* Under its dimension, or else under none. */
static int find(struct published *p, const struct yice_entry *entry, uint32_t *clause)
{
	const struct yice_model *model = &p->reading.model;
	uint32_t unit = yice_reading_unit(&p->reading, p->list.units[entry->unit].code), dimension;
	struct yice_buf key = YICE_BUF_INIT;
	int status = YICE_OK;

	*clause = YICE_NONE;
	dimension = yice_map_find(&model->dimension_names, entry->dimension, strlen(entry->dimension));
	if (unit != YICE_NONE && dimension != YICE_MAP_NONE) {
		status = key_of(unit, entry->number, model->dimension_names.entries[dimension].value, &key);
		*clause = status ? YICE_NONE : take(p, &key);
	}
	if (!status && unit != YICE_NONE && *clause == YICE_NONE) {
		status = key_of(unit, entry->number, YICE_NONE, &key);
		*clause = status ? YICE_NONE : take(p, &key);
	}
	yice_buf_release(&key);
	return status;
}

/* Duties and encouragements leave nothing to a person; a requirement nobody wrote leaves everything. */
static uint32_t openness(uint32_t state)
{
	return state == MISSING ? YICE_COVERS : yice_cover_projects((enum yice_cover)state) ? state : 0;
}

static int look_up(struct published *p)
{
	size_t entries = (size_t)p->list.entry_count + 1;
	struct yice_map texts;
	int status = YICE_OK;

	p->state = yice_arena_array(&p->list.arena, entries, sizeof(uint32_t));
	p->text = yice_arena_array(&p->list.arena, entries, sizeof(uint32_t));
	p->worst = yice_arena_array(&p->list.arena, entries, sizeof(uint32_t));
	if (!p->state || !p->text || !p->worst)
		return YICE_ENOMEM;
	yice_map_init(&texts);
	for (uint32_t i = 0; !status && i < p->list.entry_count; i++) {
		const struct yice_entry *entry = &p->list.entries[i];
		uint32_t clause, index;
		bool added = false;

		status = find(p, entry, &clause);
		if (!status)
			status = yice_map_put(&texts, entry->text, strlen(entry->text), 0, &index, &added);
		if (status)
			break;
		p->text[i] = index;
		p->state[i] =
		    clause == YICE_NONE
			? MISSING
			: (uint32_t)yice_cover_kind(&p->reading.model, &p->reading.rules.items[clause]);
		if (added || openness(p->state[i]) > openness(p->worst[index]))
			p->worst[index] = p->state[i];
	}
	p->texts = texts.count;
	yice_map_release(&texts);
	for (uint32_t i = 0; i < p->texts; i++) {
		p->count[p->worst[i]]++;
		p->count[YICE_COVER_CLAUSES] += yice_cover_projects((enum yice_cover)p->worst[i]);
	}
	return status;
}

/* ---- as text */

#define SAY(p, zh, en) ((p)->lang == YICE_EN ? (en) : (zh))

static void put_share(struct published *p, const char *name, uint32_t per_mille)
{
	yice_buf_addf(p->out, "  %s %u.%u%%\n", name, (unsigned int)(per_mille / 10),
		      (unsigned int)(per_mille % 10));
}

static bool is_open(uint32_t state)
{
	return state == YICE_COVER_TEXT || state == YICE_COVER_JUDGED || state == MISSING;
}

static const char *state_name(const struct published *p, uint32_t state)
{
	if (state == MISSING)
		return SAY(p, "没有写成规则", "no clause");
	return state == YICE_COVER_TEXT ? SAY(p, "仅原文", "text") : SAY(p, "仅待判", "judged");
}

/* Requirements that are not decided even in part, each text once. */
static void put_open(struct published *p)
{
	uint32_t left = 0, shown = 0;

	for (uint32_t i = 0; i < p->list.entry_count; i++) {
		const struct yice_entry *entry = &p->list.entries[i];

		if (!is_open(p->state[i]) || p->worst[p->text[i]] != p->state[i])
			continue;
		p->worst[p->text[i]] = YICE_COVERS + 1; /* once */
		if (!p->details && shown == SHOWN) {
			left++;
			continue;
		}
		if (!shown++)
			yice_buf_adds(p->out, SAY(p, "\n还没有判定核心的：\n", "\nStill without a core:\n"));
		yice_buf_addf(p->out, SAY(p, "  第 %u 行 %s %s %s\n", "  row %u %s %s %s\n"),
			      (unsigned int)(entry->row + 1), p->list.units[entry->unit].published,
			      *entry->number ? entry->number : "-", state_name(p, p->state[i]));
	}
	if (left)
		yice_buf_addf(p->out,
			      SAY(p, "另有 %u 种，用 --details 列出。\n", "%u more; --details lists them.\n"),
			      (unsigned int)left);
}

static void put_text(struct published *p)
{
	const uint32_t *count = p->count;

	yice_buf_addf(p->out,
		      SAY(p, "公布的清单：%u 行，%u 条要求，%u 种文字\n",
			  "Published list: %u rows, %u requirements, %u distinct texts\n"),
		      (unsigned int)(p->sheet.csv.row_count - 1), (unsigned int)p->list.entry_count,
		      (unsigned int)p->texts);
	yice_buf_addf(p->out,
		      SAY(p, "  针对项目 %u 种：可判定 %u，部分 %u，仅待判 %u，仅原文 %u\n",
			  "  addressed to projects %u: full %u, partial %u, judged %u, text %u\n"),
		      (unsigned int)count[YICE_COVER_CLAUSES], (unsigned int)count[YICE_COVER_FULL],
		      (unsigned int)count[YICE_COVER_PARTIAL], (unsigned int)count[YICE_COVER_JUDGED],
		      (unsigned int)count[YICE_COVER_TEXT]);
	yice_buf_addf(p->out,
		      SAY(p, "  职责 %u 种，鼓励 %u 种，没有写成规则 %u 种\n",
			  "  duties %u, encouragements %u, without a clause %u\n"),
		      (unsigned int)count[YICE_COVER_DUTIES], (unsigned int)count[YICE_COVER_ENCOURAGED],
		      (unsigned int)count[MISSING]);
	if (count[YICE_COVER_CLAUSES]) {
		put_share(p,
			  SAY(p, "针对项目的文字，有判定核心", "of those addressed to projects, with a core"),
			  yice_cover_core(count));
		put_share(p, SAY(p, "有判定核心或列明待判事项", "with a core or a reason"),
			  yice_cover_reasoned(count));
	}
	put_open(p);
}

/* ---- as JSON */

static void put_json(struct published *p)
{
	static const char *const states[YICE_COVERS + 1] = {
		[YICE_COVER_CLAUSES] = "projects",
		[YICE_COVER_FULL] = "full",
		[YICE_COVER_PARTIAL] = "partial",
		[YICE_COVER_JUDGED] = "judged",
		[YICE_COVER_TEXT] = "text",
		[YICE_COVER_DUTIES] = "duties",
		[YICE_COVER_ENCOURAGED] = "encouraged",
		[MISSING] = "missing",
	};
	const uint32_t *count = p->count;
	bool any = false;

	yice_buf_addf(p->out, "{\"rows\":%u,\"requirements\":%u,\"texts\":%u",
		      (unsigned int)(p->sheet.csv.row_count - 1), (unsigned int)p->list.entry_count,
		      (unsigned int)p->texts);
	for (int i = 0; i <= YICE_COVERS; i++)
		if (states[i])
			yice_buf_addf(p->out, ",\"%s\":%u", states[i], (unsigned int)count[i]);
	if (count[YICE_COVER_CLAUSES])
		yice_buf_addf(p->out, ",\"core_per_mille\":%u,\"reasoned_per_mille\":%u",
			      (unsigned int)yice_cover_core(count), (unsigned int)yice_cover_reasoned(count));
	else
		yice_buf_adds(p->out, ",\"core_per_mille\":null,\"reasoned_per_mille\":null");
	yice_buf_adds(p->out, ",\n \"open\":[");
	for (uint32_t i = 0; i < p->list.entry_count; i++) {
		const struct yice_entry *entry = &p->list.entries[i];

		if (!is_open(p->state[i]))
			continue;
		yice_buf_addf(p->out, "%s\n {\"row\":%u,\"unit\":", any ? "," : "",
			      (unsigned int)(entry->row + 1));
		yice_json_quote(p->out, p->list.units[entry->unit].published,
				strlen(p->list.units[entry->unit].published));
		yice_buf_adds(p->out, ",\"number\":");
		yice_json_quote(p->out, entry->number, strlen(entry->number));
		yice_buf_addf(p->out, ",\"state\":\"%s\"}", states[p->state[i]]);
		any = true;
	}
	yice_buf_adds(p->out, "]}\n");
}

/* ---- all */

/* What is odd about requirements is said by import, and not again here. */
static int read_table(struct published *p, const char *table, yice_report *report)
{
	static const struct yice_list_choice choice = { false, NULL, 0 };
	struct yice_diags quiet;
	char *bytes;
	size_t len;
	int status = yice_read_file(table, &bytes, &len);

	if (status)
		return status;
	status = yice_sheet_read(&p->sheet, table, bytes, len, &report->sources, &report->diags);
	free(bytes);
	yice_diags_init(&quiet);
	if (!status)
		status = yice_list_read(&p->list, &p->sheet, &choice, &quiet);
	yice_diags_release(&quiet);
	return status;
}

static int measure(struct published *p, const char *table, const char *const *paths, size_t count,
		   yice_report *report)
{
	int status = read_table(p, table, report);

	if (!status)
		status = yice_reading_open(&p->reading, paths, count, &report->sources, &report->diags);
	yice_diags_sort(&report->diags);
	if (!status)
		status = index_clauses(p);
	if (!status)
		status = look_up(p);
	return report->diags.failed ? YICE_ENOMEM : status;
}

int yice_coverage_published(const char *table, const char *const *paths, size_t count, const char *format,
			    const char *lang, int details, yice_report *report, char **out)
{
	bool json = !strcmp(format, "json"), english = !strcmp(lang, "en");
	struct yice_buf text = YICE_BUF_INIT;
	struct published p = { .lang = english ? YICE_EN : YICE_ZH, .details = details, .out = &text };
	int status;

	*out = NULL;
	if ((!json && strcmp(format, "text")) || (!english && strcmp(lang, "zh")))
		return YICE_ENOTFOUND;
	yice_map_init(&p.clauses);
	status = measure(&p, table, paths, count, report);
	if (!status && json)
		put_json(&p);
	else if (!status)
		put_text(&p);
	if (!status)
		status = yice_buf_status(&text);
	if (status)
		yice_buf_release(&text);
	*out = text.data;
	yice_map_release(&p.clauses);
	yice_reading_close(&p.reading);
	yice_list_release(&p.list);
	yice_sheet_release(&p.sheet);
	return status;
}

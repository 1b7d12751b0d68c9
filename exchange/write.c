/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A list as sources: one file a county, one of repeated clauses. A county's
 * environment office is who edits and publishes its units; a file each is what
 * it can own, review and diff. Nothing decisive is written that the table does
 * not say: clauses have their published text and tag, and only a class
 * 鼓励引导类 with no binding word becomes an effect. Called by import.
 */
#include "exchange/write.h"

#include "base/utf8.h"
#include "grammar/unicode.h"

void yice_output_release(struct yice_output *output)
{
	for (uint32_t i = 0; i < output->count; i++) {
		free(output->files[i].name);
		yice_buf_release(&output->files[i].text);
	}
	free(output->files);
	memset(output, 0, sizeof(*output));
}

struct yice_buf *yice_output_add(struct yice_output *output, const char *name, const char *suffix)
{
	struct yice_source_text *files =
	    yice_exchange_room(output->files, output->count, &output->cap, sizeof(*files));
	struct yice_buf path = YICE_BUF_INIT;

	if (!files)
		return NULL;
	output->files = files;
	yice_buf_addf(&path, "%s%s", name, suffix);
	if (yice_buf_status(&path))
		return NULL;
	files[output->count] = (struct yice_source_text){ path.data, YICE_BUF_INIT };
	return &files[output->count++].text;
}

/* No control character, and nothing that reorders what a reader sees. */
static bool may_stand(uint32_t cp)
{
	return (cp >= 0x20 || cp == '\n' || cp == '\t') && !(cp >= 0x7f && cp < 0xa0) &&
	       !yice_char_is_bidi(cp) && cp != 0x2028 && cp != 0x2029;
}

bool yice_write_string(struct yice_buf *out, const char *text)
{
	size_t len = strlen(text);
	bool whole = true;

	yice_buf_addc(out, '"');
	for (size_t i = 0, n; i < len; i += n) {
		uint32_t cp = 0;

		n = yice_utf8_decode(text + i, len - i, &cp);
		n = n ? n : 1;
		if (cp == '"' || cp == '\\' || cp == '{')
			yice_buf_addf(out, "\\%c", (int)cp);
		else if (cp == '\n' || cp == '\t')
			yice_buf_adds(out, cp == '\n' ? "\\n" : "\\t");
		else if (!may_stand(cp))
			whole = false;
		else
			yice_buf_add(out, text + i, n);
	}
	yice_buf_addc(out, '"');
	return whole;
}

const char *yice_write_plain(struct yice_arena *arena, const char *text)
{
	size_t len = strlen(text), kept = 0;
	char *plain = yice_arena_strdup(arena, text);

	for (size_t i = 0, n; plain && i < len; i += n) {
		uint32_t cp = 0;

		n = yice_utf8_decode(text + i, len - i, &cp);
		n = n ? n : 1;
		if (!may_stand(cp))
			continue;
		memcpy(plain + kept, text + i, n);
		kept += n;
	}
	if (plain)
		plain[kept] = '\0';
	return plain;
}

/* Comments keep to one line, and hold nothing that could deceive a reader. */
static void put_remark(struct yice_buf *out, const char *indent, const char *label, const char *text)
{
	size_t len = strlen(text);

	yice_buf_addf(out, "%s# %s", indent, label);
	for (size_t i = 0, n; i < len; i += n) {
		uint32_t cp = 0;

		n = yice_utf8_decode(text + i, len - i, &cp);
		n = n ? n : 1;
		if (may_stand(cp) && cp != '\n' && cp != '\t')
			yice_buf_add(out, text + i, n);
		else
			yice_buf_addc(out, ' ');
	}
	yice_buf_addc(out, '\n');
}

static void put_body(struct yice_list_table *list, const struct yice_body *body, struct yice_buf *out)
{
	const struct yice_entry *entry = &list->entries[body->entry];

	if (body->texts > 1)
		yice_buf_addf(out, "\n# 建议：%u 处的 %u 种文字只差名称，写成一条，名称作参数\n", body->uses,
			      body->texts);
	else
		yice_buf_addf(out, "\n# %u 处，文字相同\n", body->uses);
	yice_suggest_text(entry->text, out);
	yice_buf_addf(out, "模板 %s", body->name);
	for (uint32_t i = 0; i < body->param_count; i++)
		yice_buf_addf(out, "%s%s：文字", i ? "、" : " 参数 ", body->params[i]);
	yice_buf_adds(out, "\n  原文 \"");
	for (uint32_t i = 0; i < body->part_count; i++) {
		struct yice_buf piece = YICE_BUF_INIT;

		if (body->parts[i].param >= 0) {
			yice_buf_addf(out, "{%s}", body->params[body->parts[i].param]);
			continue;
		}
		(void)yice_write_string(&piece, body->parts[i].text);
		if (piece.len >= 2)
			yice_buf_add(out, piece.data + 1, piece.len - 2);
		out->failed |= piece.failed;
		yice_buf_release(&piece);
	}
	yice_buf_adds(out, "\"\n");
}

static int write_repeats(struct yice_list_table *list, const struct yice_bodies *bodies,
			 struct yice_output *output)
{
	struct yice_buf *out = yice_output_add(output, YICE_REPEATS_FILE, "");

	if (!out)
		return YICE_ENOMEM;
	yice_buf_adds(out, "# 在几处出现的要求，只写一遍；只有名称不同的，名称作参数。\n"
			   "# 不同意合并的，重新读入时写 --keep 模板名；以“建议”开头的注释由作者确认。\n");
	for (uint32_t i = 0; i < bodies->count; i++)
		if (!bodies->items[i].refused)
			put_body(list, &bodies->items[i], out);
	return yice_buf_status(out);
}

/* Digits in groups, and no date. */
static bool plain_number(const char *number)
{
	size_t digits = 0, groups = 1;

	for (const char *at = number; *at; at++) {
		if (*at == '-' && !digits)
			return false;
		if (*at != '-' && (*at < '0' || *at > '9'))
			return false;
		digits = *at == '-' ? 0 : digits + 1;
		groups += *at == '-';
	}
	return digits && digits < 10 && groups < 4 && !(groups == 3 && strlen(number) > 7);
}

/* An element and a class where the language can read them as such; otherwise the tag as a string. */
static int put_tag(struct yice_list_table *list, const char *tag, struct yice_buf *out)
{
	size_t element;
	bool whole;
	const char *given, *name;

	(void)yice_list_tag_class(tag, &element, &whole);
	given = yice_arena_strndup(&list->arena, tag, element);
	name = given ? yice_list_name(&list->arena, given) : NULL;
	if (!name)
		return YICE_ENOMEM;
	if (!*tag)
		return YICE_OK;
	yice_buf_adds(out, "【");
	if (whole && !strcmp(given, name))
		yice_buf_adds(out, tag);
	else
		(void)yice_write_string(out, tag);
	yice_buf_adds(out, "】");
	return YICE_OK;
}

/* The number, counted as the compiler counts it. */
static int put_number(struct yice_list_table *list, struct yice_map *numbers, struct yice_entry *entry,
		      struct yice_buf *out)
{
	const char *number = yice_write_plain(&list->arena, entry->number);
	struct yice_buf key = YICE_BUF_INIT;
	uint32_t index = 0;
	int status;

	if (!number)
		return YICE_ENOMEM;
	entry->source_number = number;
	yice_buf_addf(&key, "%u\n%s", entry->unit, number);
	status = yice_buf_status(&key);
	if (!status)
		status = yice_map_put(numbers, yice_buf_text(&key), key.len, 0, &index, NULL);
	yice_buf_release(&key);
	if (status)
		return status;
	entry->repeat = ++numbers->entries[index].value;
	entry->alone = *number != '\0';
	if (!*number) {
		yice_buf_adds(out, "  条");
	} else if (plain_number(number)) {
		yice_buf_addf(out, "  %s%s", strchr(number, '-') ? "" : "条 ", number);
	} else {
		yice_buf_adds(out, "  条 ");
		(void)yice_write_string(out, number);
	}
	return YICE_OK;
}

static int put_entry(struct yice_list_table *list, const struct yice_bodies *bodies, struct yice_map *numbers,
		     struct yice_entry *entry, struct yice_buf *out)
{
	struct yice_buf remarks = YICE_BUF_INIT;
	const char *plain;
	int status;

	if (entry->body == YICE_NO_INDEX)
		yice_suggest_text(entry->text, &remarks);
	yice_suggest_tag(entry, &remarks);
	plain = yice_write_plain(&list->arena, yice_buf_text(&remarks));
	for (const char *line = plain ? plain : ""; *line;) {
		size_t len = strcspn(line, "\n") + 1;

		yice_buf_adds(out, "  ");
		yice_buf_add(out, line, len);
		line += len;
	}
	out->failed |= remarks.failed;
	yice_buf_release(&remarks);
	status = plain ? put_number(list, numbers, entry, out) : YICE_ENOMEM;
	if (!status)
		status = put_tag(list, entry->tag, out);
	if (entry->body != YICE_NO_INDEX) {
		const struct yice_body *body = &bodies->items[entry->body];

		yice_buf_addf(out, "%s依 %s", *entry->tag ? "" : " ", body->name);
		for (uint32_t i = 0; i < body->param_count; i++) {
			yice_buf_adds(out, i ? "、" : "（");
			(void)yice_write_string(out, bodies->args[entry->use][i]);
		}
		yice_buf_adds(out, body->param_count ? "）" : "");
		yice_buf_adds(out, entry->encourages ? " 鼓励\n" : "\n");
		return status;
	}
	yice_buf_adds(out, "\n    原文 ");
	if (!yice_write_string(out, entry->text))
		yice_diag_add(
		    list->diags, YICE_D_table_text_differs,
		    yice_sheet_span(list->sheet, yice_sheet_cell(list->sheet, entry->row, entry->column)),
		    yice_list_row_text(list, entry->row), NULL);
	yice_buf_adds(out, entry->encourages ? "\n    鼓励\n" : "\n");
	return status;
}

/* Clauses under one heading, in the order of the table. */
static int put_dimension(struct yice_list_table *list, const struct yice_bodies *bodies,
			 struct yice_map *numbers, const struct yice_row_unit *unit, const char *dimension,
			 struct yice_buf *out)
{
	int status = YICE_OK;

	if (*dimension)
		yice_buf_addf(out, "\n维度 %s\n", dimension);
	for (uint32_t i = unit->first; !status && i != YICE_NO_INDEX; i = list->entries[i].next) {
		struct yice_entry *entry = &list->entries[i];

		if (entry->written || strcmp(entry->dimension, dimension))
			continue;
		entry->written = true;
		status = put_entry(list, bodies, numbers, entry, out);
	}
	return status;
}

struct zones {
	struct yice_buf *out;
	struct yice_map *seen;
};

static bool put_zone(void *to, const char *raw, const char *name)
{
	struct zones *zones = to;
	bool added;

	YICE_UNUSED(raw);
	if (yice_exchange_put(zones->seen, name, strlen(name), 0, &added))
		return false;
	if (added)
		yice_buf_addf(zones->out, "%s%s", zones->seen->count > 1 ? "、" : "  要素 ", name);
	return true;
}

/* 优先保护 and so on, from the class column, else from the code, else unknown. */
static const char *class_of(const struct yice_row_unit *unit)
{
	static const char *const classes[] = { "优先保护", "重点管控", "一般管控" };

	for (size_t i = 0; i < YICE_COUNT(classes); i++)
		if (strstr(unit->klass, classes[i]))
			return classes[i];
	if (strlen(unit->klass) == 1 && *unit->klass >= '1' && *unit->klass <= '3')
		return classes[*unit->klass - '1'];
	return yice_list_is_code(unit->code) ? classes[unit->code[8] - '1'] : NULL;
}

/* Does a published class say more than its word, as in 重点管控单元12? */
static bool says_more(const char *published, const char *klass)
{
	size_t len = strlen(klass);

	if (!*published || strncmp(published, klass, len))
		return *published != '\0';
	return published[len] && strcmp(published + len, "单元") != 0;
}

static int put_unit(struct yice_list_table *list, const struct yice_bodies *bodies, struct yice_map *numbers,
		    const struct yice_row_unit *unit, struct yice_buf *out)
{
	const char *klass = class_of(unit);
	struct yice_map seen;
	struct zones zones = { out, &seen };
	int status;

	if (!klass) {
		yice_buf_adds(out, "\n# 建议：表中没有说明类别，请确认\n");
		yice_diag_add(list->diags, YICE_D_table_class,
			      yice_sheet_span(list->sheet, yice_sheet_cell(list->sheet, unit->row, 0)),
			      yice_list_row_text(list, unit->row), unit->published, NULL);
		klass = "一般管控";
	}
	yice_buf_addf(out, "\n单元 %s ", unit->code);
	(void)yice_write_string(out, unit->name);
	yice_buf_addf(out, " %s\n", klass);
	if (says_more(unit->klass, klass))
		put_remark(out, "  ", "公布的分类：", unit->klass);
	yice_map_init(&seen);
	status = yice_list_split(&list->arena, unit->zones, put_zone, &zones) ? YICE_OK : YICE_ENOMEM;
	yice_buf_adds(out, seen.count ? "\n\n" : "\n");
	yice_map_release(&seen);
	if (!status)
		status = put_dimension(list, bodies, numbers, unit, "", out);
	for (uint32_t i = unit->first; !status && i != YICE_NO_INDEX; i = list->entries[i].next)
		if (!list->entries[i].written)
			status = put_dimension(list, bodies, numbers, unit, list->entries[i].dimension, out);
	return status;
}

static void put_list_head(struct yice_list_table *list, const struct yice_district *district, bool repeats,
			  struct yice_buf *out)
{
	struct yice_buf title = YICE_BUF_INIT;

	YICE_UNUSED(list);
	yice_buf_adds(out,
		      "# 由 yice import "
		      "读入。原文、编号、标签照公布的表；以“建议”开头的注释不影响判定，由作者确认。\n\n");
	yice_buf_addf(out, "引用 \"%s\"%s\n\n", YICE_WORDS_FILE,
		      repeats ? "、\"" YICE_REPEATS_FILE "\"" : "");
	yice_buf_addf(&title, "%s生态环境准入清单", *district->county ? district->county : district->city);
	yice_buf_addf(out, "清单 %s ", district->code);
	(void)yice_write_string(out, yice_buf_text(&title));
	yice_buf_adds(out, "\n");
	out->failed |= title.failed;
	yice_buf_release(&title);
}

/* Units by county in one pass: chains[d] is the first unit of county d, next[u] the one after u. */
static int chain_units(const struct yice_list_table *list, uint32_t *chains, uint32_t *next)
{
	for (uint32_t d = 0; d < list->district_count; d++)
		chains[d] = YICE_NO_INDEX;
	for (uint32_t u = list->unit_count; u-- > 0;) {
		next[u] = chains[list->units[u].district];
		chains[list->units[u].district] = u;
	}
	return YICE_OK;
}

static int write_lists(struct yice_list_table *list, const struct yice_bodies *bodies,
		       struct yice_map *numbers, struct yice_output *output)
{
	uint32_t *chains = yice_arena_array(&list->arena, (size_t)list->district_count + 1, sizeof(*chains));
	uint32_t *next = yice_arena_array(&list->arena, (size_t)list->unit_count + 1, sizeof(*next));
	int status = chains && next ? chain_units(list, chains, next) : YICE_ENOMEM;

	for (uint32_t d = 0; !status && d < list->district_count; d++) {
		struct yice_buf *out = yice_output_add(output, list->districts[d].file, ".yice");

		if (!out)
			return YICE_ENOMEM;
		put_list_head(list, &list->districts[d], bodies->count > 0, out);
		for (uint32_t u = chains[d]; !status && u != YICE_NO_INDEX; u = next[u])
			status = put_unit(list, bodies, numbers, &list->units[u], out);
		if (!status)
			status = yice_buf_status(out);
	}
	return status;
}

/* Numbers that a unit gave more than once tell nothing apart. */
static int find_alone(struct yice_list_table *list, const struct yice_map *numbers)
{
	for (uint32_t i = 0; i < list->entry_count; i++) {
		struct yice_entry *entry = &list->entries[i];
		struct yice_buf key = YICE_BUF_INIT;
		uint32_t index;

		yice_buf_addf(&key, "%u\n%s", entry->unit, entry->source_number);
		if (yice_buf_status(&key)) {
			yice_buf_release(&key);
			return YICE_ENOMEM;
		}
		index = yice_map_find(numbers, yice_buf_text(&key), key.len);
		entry->alone = entry->alone && index != YICE_MAP_NONE && numbers->entries[index].value == 1;
		yice_buf_release(&key);
	}
	return YICE_OK;
}

int yice_write_sources(struct yice_list_table *list, const struct yice_bodies *bodies,
		       struct yice_reading *vocabulary, const char *import_path, struct yice_output *output)
{
	struct yice_buf *words = yice_output_add(output, YICE_WORDS_FILE, "");
	struct yice_map numbers;
	int status = words ? yice_write_words(list, vocabulary, import_path, words) : YICE_ENOMEM;

	yice_map_init(&numbers);
	if (!status && bodies->count)
		status = write_repeats(list, bodies, output);
	if (!status)
		status = write_lists(list, bodies, &numbers, output);
	if (!status)
		status = find_alone(list, &numbers);
	yice_map_release(&numbers);
	return status;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is odd about the requirements of a table: each oddity is reported at its
 * cell with row and column and otherwise left alone. Called while a list is
 * read.
 */
#include "exchange/list.h"

const char *yice_list_row_text(struct yice_list_table *list, uint32_t row)
{
	struct yice_buf text = YICE_BUF_INIT;
	const char *kept;

	yice_buf_addf(&text, "%u", row + 1);
	kept = yice_buf_status(&text) ? NULL : yice_arena_strdup(&list->arena, yice_buf_text(&text));
	yice_buf_release(&text);
	list->diags->failed |= !kept;
	return kept ? kept : "";
}

bool yice_list_is_code(const char *code)
{
	if (code[0] != 'Z' || code[1] != 'H')
		return false;
	for (int i = 2; i < 13; i++)
		if (code[i] < '0' || code[i] > '9')
			return false;
	return code[13] == '\0' && code[8] >= '1' && code[8] <= '3';
}

bool yice_list_is_none(const char *text)
{
	static const char *const words[] = { "", "/", "／", "无", "—", "——", "-", "--", "－", "\\" };

	for (size_t i = 0; i < YICE_COUNT(words); i++)
		if (!strcmp(text, words[i]))
			return true;
	return false;
}

static bool ends_with(const char *text, size_t len, const char *mark)
{
	size_t tail = strlen(mark);

	return len >= tail && !memcmp(text + len - tail, mark, tail);
}

int yice_list_tag_class(const char *tag, size_t *element, bool *whole)
{
	static const char *const classes[] = { "禁止类", "限制类", "综合类", "鼓励引导类" };
	size_t len = strlen(tag);

	*whole = false;
	*element = len;
	for (size_t i = 0; i < YICE_COUNT(classes); i++) {
		size_t tail = strlen(classes[i]);

		if (len < tail || strcmp(tag + len - tail, classes[i]))
			continue;
		*element = len - tail;
		if (ends_with(tag, *element, "／") || ends_with(tag, *element, "、") ||
		    ends_with(tag, *element, "—")) {
			*element -= 3;
			return (int)i + 1;
		}
		*whole = *element > 1 && tag[*element - 1] == '/' && !strchr(tag, '\n');
		if (*whole)
			*element = (size_t)(strchr(tag, '/') - tag);
		*whole = *whole && *element + tail + 1 == len;
		return (int)i + 1;
	}
	return 0;
}

static void report(struct yice_list_table *list, const struct yice_entry *entry, uint32_t column,
		   enum yice_diag_id id, const char *arg)
{
	yice_diag_add(list->diags, id,
		      yice_sheet_span(list->sheet, yice_sheet_cell(list->sheet, entry->row, column)),
		      yice_list_row_text(list, entry->row), arg, NULL);
}

/* Where number or tag of an entry stand: in their column, or with its text. */
static uint32_t column_of(const struct yice_list_table *list, const struct yice_entry *entry,
			  enum yice_role role)
{
	return *entry->mark ? entry->column : list->sheet->column[role];
}

/* A half-width mark between two characters that are not ASCII; "" when there is none. */
static char half_width(const char *text)
{
	size_t len = strlen(text);

	for (size_t i = 1; i < len; i++)
		if (strchr(",;:?!()", text[i]) && (unsigned char)text[i - 1] >= 0x80 &&
		    (i + 1 == len || (unsigned char)text[i + 1] >= 0x80))
			return text[i];
	return '\0';
}

static bool ends_well(const char *text)
{
	static const char *const ends[] = { "。", "；", "！", "）" };
	size_t len = strlen(text);

	for (size_t i = 0; i < YICE_COUNT(ends); i++)
		if (len >= 3 && !strcmp(text + len - 3, ends[i]))
			return true;
	return false;
}

static bool has_any(const char *text, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strstr(text, words[i]))
			return true;
	return false;
}

/* Only the published class can make a clause an encouragement, and no word in it may bind anyone. */
static bool is_encouragement(const struct yice_entry *entry, int klass)
{
	static const char *const binding[] = { "不得", "禁止", "严禁", "禁",   "限制", "不再", "应",  "须",
					       "严格", "不准", "达到", "不予", "控制", "淘汰", "除外" };

	return klass == 4 && !entry->several && !has_any(entry->text, binding, YICE_COUNT(binding));
}

/* Something like a tag that begins a requirement and is none. */
static void check_odd_tag(struct yice_list_table *list, const struct yice_entry *entry)
{
	size_t at = 0, len = yice_cell_odd_tag(entry->text, &at);
	const char *tag = len ? yice_arena_strndup(&list->arena, entry->text + at, len) : NULL;

	if (tag)
		report(list, entry, entry->column, YICE_D_table_tag, tag);
}

void yice_list_check_entry(struct yice_list_table *list, struct yice_entry *entry)
{
	char mark[2] = { half_width(entry->text), '\0' };
	size_t element;
	bool whole;
	int klass = yice_list_tag_class(entry->tag, &element, &whole);

	entry->encourages = whole && is_encouragement(entry, klass);
	if (*entry->tag && !whole)
		report(list, entry, column_of(list, entry, YICE_ROLE_TAG), YICE_D_table_tag, entry->tag);
	check_odd_tag(list, entry);
	if (mark[0])
		report(list, entry, entry->column, YICE_D_table_half_width, mark);
	if (!ends_well(entry->text))
		report(list, entry, entry->column, YICE_D_table_full_stop, NULL);
}

static bool is_number(const char *number)
{
	bool digit = false;

	for (; *number; number++) {
		if (*number == '-' && !digit)
			return false;
		if (*number != '-' && (*number < '0' || *number > '9'))
			return false;
		digit = *number != '-';
	}
	return digit;
}

void yice_list_check_number(struct yice_list_table *list, struct yice_map *seen,
			    const struct yice_entry *entry)
{
	uint32_t column = column_of(list, entry, YICE_ROLE_NUMBER);
	struct yice_buf key = YICE_BUF_INIT;
	bool added = true;

	if (column == UINT32_MAX || list->sheet->roles[entry->column] == YICE_ROLE_WIDE)
		return;
	if (!*entry->number) {
		if (*entry->tag)
			report(list, entry, column, YICE_D_table_number_missing, NULL);
		return;
	}
	if (!is_number(entry->number))
		report(list, entry, column, YICE_D_table_number, entry->number);
	yice_buf_addf(&key, "%u %s", entry->unit, entry->number);
	if (yice_buf_status(&key) || yice_exchange_put(seen, yice_buf_text(&key), key.len, 0, &added))
		list->diags->failed = true;
	yice_buf_release(&key);
	if (!added)
		report(list, entry, column, YICE_D_table_number_twice, entry->number);
}

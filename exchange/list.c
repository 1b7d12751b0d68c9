/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows to units and requirements. Nothing is repaired: a unit's first row says
 * what it is, rows that say otherwise are reported and kept by the layout
 * file. Every requirement becomes exactly one entry. Called by import.
 */
#include "exchange/list.h"

#include "base/utf8.h"
#include "grammar/keyword.h"
#include "grammar/unicode.h"

void *yice_exchange_room(void *items, uint32_t count, uint32_t *cap, size_t size)
{
	uint32_t more = *cap ? *cap * 2 : 64;
	void *moved;

	if (count < *cap)
		return items;
	moved = realloc(items, more * size);
	if (moved)
		*cap = more;
	return moved;
}

/* May stand in a name and is what it looks like; a name holds nothing that only looks like a letter. */
static uint32_t name_char(uint32_t cp)
{
	uint32_t twin = yice_char_name_twin(cp);

	if (twin)
		cp = twin;
	cp = yice_char_plain(cp);
	if (cp < 0x80)
		return (cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z') ? cp
													: 0;
	if (yice_char_class(cp) != YICE_CHAR_LETTER || yice_char_is_private(cp) ||
	    (cp >= 0xf900 && cp <= 0xfaff) || cp >= 0x2f800 || cp == 0x30fc)
		return 0;
	return cp;
}

static bool is_digit(uint32_t cp)
{
	return cp >= '0' && cp <= '9';
}

/* 一 to 九, 十 and 〇. */
static bool is_numeral(uint32_t cp)
{
	static const char numerals[] = "〇一二三四五六七八九十";
	uint32_t one;

	for (size_t i = 0; i < sizeof(numerals) - 1; i += 3)
		if (yice_utf8_decode(numerals + i, 3, &one) && one == cp)
			return true;
	return false;
}

/* What the scanner would take for another character between those two: 1一3 loses its 一, 二0二 gets a 〇. */
static uint32_t between(uint32_t before, uint32_t cp, uint32_t after)
{
	if (cp == 0x4e00 && is_digit(before) && is_digit(after))
		return 0;
	if ((cp == '0' || cp == 'O' || cp == 'o') && is_numeral(before) && is_numeral(after))
		return 0x3007;
	return cp;
}

/* The characters of a text that may stand in a name; their number. */
static size_t name_chars(const char *text, uint32_t *chars)
{
	size_t len = strlen(text), count = 0;

	for (size_t i = 0, n; i < len; i += n) {
		uint32_t cp = 0;

		n = yice_utf8_decode(text + i, len - i, &cp);
		if (!n)
			break;
		chars[count] = name_char(cp);
		count += chars[count] != 0;
	}
	chars[count] = 0;
	return count;
}

const char *yice_list_name(struct yice_arena *arena, const char *text)
{
	uint32_t *chars = yice_arena_array(arena, strlen(text) + 1, sizeof(*chars)), before = 0;
	struct yice_keyword_index keywords;
	struct yice_buf name = YICE_BUF_INIT;
	const char *kept;
	char bytes[4];
	size_t count;

	if (!chars)
		return NULL;
	count = name_chars(text, chars);
	for (size_t i = 0; i < count; i++) {
		uint32_t cp = between(before, chars[i], chars[i + 1]);

		before = cp ? cp : before;
		if (cp)
			yice_buf_add(&name, bytes, yice_utf8_encode(cp, bytes));
	}
	yice_keyword_index_init(&keywords);
	kept = yice_buf_text(&name);
	if (is_digit((unsigned char)*kept) || yice_keyword_find(&keywords, kept, name.len)) {
		struct yice_buf prefixed = YICE_BUF_INIT;

		yice_buf_addf(&prefixed, "名%s", kept);
		yice_buf_release(&name);
		name = prefixed;
	}
	kept = yice_buf_status(&name) ? NULL : yice_arena_strdup(arena, yice_buf_text(&name));
	yice_buf_release(&name);
	return kept;
}

static size_t separator(const char *at)
{
	static const char *const marks[] = { "、", "，", "；", "／", ",", ";", "/", "\n", "\r", " " };

	for (size_t i = 0; i < YICE_COUNT(marks); i++)
		if (!strncmp(at, marks[i], strlen(marks[i])))
			return strlen(marks[i]);
	return 0;
}

bool yice_list_split(struct yice_arena *arena, const char *text,
		     bool (*found)(void *to, const char *raw, const char *name), void *to)
{
	while (*text) {
		size_t len = 0, gap = 0;
		const char *raw, *name;

		while (text[len] && !(gap = separator(text + len)))
			len++;
		raw = yice_arena_strndup(arena, text, len);
		name = raw ? yice_list_name(arena, raw) : NULL;
		if (!name || (*name && !found(to, raw, name)))
			return false;
		text += len + gap;
	}
	return true;
}

static const char *trimmed(struct yice_list_table *list, uint32_t row, uint32_t column)
{
	const struct yice_csv_cell *cell = yice_sheet_cell(list->sheet, row, column);
	const char *text = cell ? cell->text : "";
	size_t len;

	while (*text == ' ' || *text == '\t' || *text == '\r' || *text == '\n' || !strncmp(text, "　", 3))
		text += *text == ' ' || *text == '\t' || *text == '\r' || *text == '\n' ? 1 : 3;
	len = strlen(text);
	while (len && (strchr(" \t\r\n", text[len - 1]) || (len >= 3 && !memcmp(text + len - 3, "　", 3))))
		len -= strchr(" \t\r\n", text[len - 1]) ? 1 : 3;
	return yice_arena_strndup(&list->arena, text, len);
}

static const char *of_role(struct yice_list_table *list, uint32_t row, enum yice_role role)
{
	return trimmed(list, row, list->sheet->column[role]);
}

/* The name with a number behind it when another key of the map has it already. */
static const char *unlike(struct yice_list_table *list, struct yice_map *map, const char *name)
{
	struct yice_buf other = YICE_BUF_INIT;
	bool added = false;

	yice_buf_adds(&other, name);
	for (uint32_t n = 2; !added; n++) {
		if (yice_buf_status(&other) ||
		    yice_exchange_put(map, yice_buf_text(&other), other.len, 0, &added)) {
			yice_buf_release(&other);
			return NULL;
		}
		if (added)
			break;
		yice_buf_clear(&other);
		yice_buf_addf(&other, "%s_%u", name, n);
	}
	name = yice_arena_strdup(&list->arena, yice_buf_text(&other));
	yice_buf_release(&other);
	return name;
}

static uint32_t district_of(struct yice_list_table *list, uint32_t row)
{
	const char *county = of_role(list, row, YICE_ROLE_COUNTY), *city = of_role(list, row, YICE_ROLE_CITY);
	struct yice_buf key = YICE_BUF_INIT;
	struct yice_district *items, *district;
	const char *file;
	uint32_t index;
	bool added;

	if (!county || !city)
		return YICE_NO_INDEX;
	yice_buf_addf(&key, "%s\n%s", city, county);
	if (yice_buf_status(&key) ||
	    yice_map_put(&list->places, yice_buf_text(&key), key.len, list->district_count, &index, &added))
		added = false, index = YICE_NO_INDEX;
	yice_buf_release(&key);
	if (index == YICE_NO_INDEX || !added)
		return index == YICE_NO_INDEX ? index : list->places.entries[index].value;
	items =
	    yice_exchange_room(list->districts, list->district_count, &list->district_cap, sizeof(*items));
	if (!items)
		return YICE_NO_INDEX;
	list->districts = items;
	district = &items[list->district_count];
	*district = (struct yice_district){ .county = county, .city = city };
	district->province = of_role(list, row, YICE_ROLE_PROVINCE);
	file = yice_list_name(&list->arena, *county ? county : *city ? city : "清单文件");
	/* A key of two names holds a line end; a file's name does not: one map serves for both. */
	district->file = file ? unlike(list, &list->places, *file ? file : "清单文件") : NULL;
	return district->province && district->file ? list->district_count++ : YICE_NO_INDEX;
}

/* The county that most codes of a district begin with (a majority vote in one pass). */
static void vote(struct yice_district *district, const char *code)
{
	if (!yice_list_is_code(code))
		return;
	if (district->votes == 0)
		memcpy(district->code, code + 2, 6);
	district->votes += memcmp(district->code, code + 2, 6) ? -1 : 1;
}

static void report_unit(struct yice_list_table *list, uint32_t row, enum yice_role role, enum yice_diag_id id,
			const char *unit)
{
	const struct yice_csv_cell *cell = yice_sheet_cell(list->sheet, row, list->sheet->column[role]);

	if (!cell)
		cell = yice_sheet_cell(list->sheet, row, 0);
	yice_diag_add(list->diags, id, yice_sheet_span(list->sheet, cell), yice_list_row_text(list, row),
		      unit, NULL);
}

/* What a unit's first row leaves out, or says as nobody does. */
static int check_unit(struct yice_list_table *list, const struct yice_row_unit *unit)
{
	const char *code = of_role(list, unit->row, YICE_ROLE_CODE);

	if (!code)
		return YICE_ENOMEM;
	if (!*code)
		report_unit(list, unit->row, YICE_ROLE_CODE, YICE_D_table_code_missing, unit->published);
	else if (!yice_list_is_code(code))
		report_unit(list, unit->row, YICE_ROLE_CODE, YICE_D_table_code, code);
	if (!*unit->name)
		report_unit(list, unit->row, YICE_ROLE_NAME, YICE_D_table_name_missing, unit->code);
	return YICE_OK;
}

static uint32_t add_unit(struct yice_list_table *list, uint32_t row, const char *published)
{
	struct yice_row_unit *units =
	    yice_exchange_room(list->units, list->unit_count, &list->unit_cap, sizeof(*units));
	struct yice_row_unit *unit;
	const char *code = yice_list_name(&list->arena, published);

	if (!units)
		return YICE_NO_INDEX;
	list->units = units;
	if (!code)
		return YICE_NO_INDEX;
	unit = &units[list->unit_count];
	*unit = (struct yice_row_unit){ .row = row, .first = YICE_NO_INDEX, .last = YICE_NO_INDEX };
	unit->published = published;
	unit->code = unlike(list, &list->codes, *code ? code : "无编码单元");
	unit->name = of_role(list, row, YICE_ROLE_NAME);
	unit->klass = of_role(list, row, YICE_ROLE_CLASS);
	unit->zones = of_role(list, row, YICE_ROLE_ZONES);
	unit->district = district_of(list, row);
	if (!unit->code || !unit->name || !unit->klass || !unit->zones || unit->district == YICE_NO_INDEX)
		return YICE_NO_INDEX;
	vote(&list->districts[unit->district], unit->code);
	return check_unit(list, unit) ? YICE_NO_INDEX : list->unit_count++;
}

/* The unit of a row, in *unit; rows without code and name go on with the unit above. */
static int unit_of(struct yice_list_table *list, uint32_t row, uint32_t *unit)
{
	const char *code = of_role(list, row, YICE_ROLE_CODE), *name = of_role(list, row, YICE_ROLE_NAME);
	const char *key = code && *code ? code : name;
	uint32_t index;
	bool added;

	*unit = YICE_NO_INDEX;
	if (!code || !name)
		return YICE_ENOMEM;
	if (list->sheet->csv.rows[row].count == 1 && list->sheet->columns > 1 && !*key)
		return YICE_OK;
	for (uint32_t above = row; !*key && *unit == YICE_NO_INDEX && above > 1;)
		*unit = list->row_unit[--above];
	if (*unit != YICE_NO_INDEX) {
		report_unit(list, row, YICE_ROLE_CODE, YICE_D_table_unit_above, list->units[*unit].published);
		return YICE_OK;
	}
	if (yice_map_put(&list->keys, key, strlen(key), list->unit_count, &index, &added))
		return YICE_ENOMEM;
	*unit = added ? add_unit(list, row, key) : list->keys.entries[index].value;
	return *unit == YICE_NO_INDEX ? YICE_ENOMEM : YICE_OK;
}

static void compare_with_first(struct yice_list_table *list, uint32_t row, uint32_t unit)
{
	static const enum yice_role fixed[] = { YICE_ROLE_NAME, YICE_ROLE_COUNTY, YICE_ROLE_CLASS,
						YICE_ROLE_ZONES };

	for (size_t i = 0; i < YICE_COUNT(fixed); i++) {
		uint32_t column = list->sheet->column[fixed[i]];
		const struct yice_csv_cell *mine = yice_sheet_cell(list->sheet, row, column);
		const struct yice_csv_cell *first =
		    yice_sheet_cell(list->sheet, list->units[unit].row, column);

		if (mine && first && mine->len && strcmp(mine->text, first->text))
			yice_diag_add(list->diags, YICE_D_table_unit_differs,
				      yice_sheet_span(list->sheet, mine), yice_list_row_text(list, row),
				      list->units[unit].published,
				      yice_sheet_cell(list->sheet, 0, column)->text, NULL);
	}
}

/* The next entry of a unit, at a cell, without what it says; NULL when out of memory. */
static struct yice_entry *next_entry(struct yice_list_table *list, uint32_t row, uint32_t column,
				     uint32_t unit)
{
	struct yice_entry *items =
	    yice_exchange_room(list->entries, list->entry_count, &list->entry_cap, sizeof(*items));
	struct yice_row_unit *owner = &list->units[unit];

	if (!items)
		return NULL;
	list->entries = items;
	items[list->entry_count] = (struct yice_entry){
		.row = row, .column = column, .unit = unit, .next = YICE_NO_INDEX, .body = YICE_NO_INDEX
	};
	if (owner->first == YICE_NO_INDEX)
		owner->first = list->entry_count;
	else
		items[owner->last].next = list->entry_count;
	owner->last = list->entry_count;
	return &items[list->entry_count++];
}

/* Does the author want the cells of a row whole? */
static bool is_whole(struct yice_list_table *list, uint32_t row)
{
	const char *number = yice_list_row_text(list, row);
	bool whole = list->choice->whole;

	for (size_t i = 0; i < list->choice->row_count; i++)
		if (!strcmp(list->choice->rows[i], number))
			whole = list->chosen[i] = true;
	return whole;
}

static void report_parts(struct yice_list_table *list, uint32_t row, uint32_t column,
			 enum yice_cell_kind kind, uint32_t parts)
{
	enum yice_diag_id id = kind == YICE_CELL_UNCLEAR ? YICE_D_table_whole
			       : parts > 1               ? YICE_D_table_several
							 : YICE_D_table_tag_inside;
	struct yice_buf number = YICE_BUF_INIT;

	yice_buf_addf(&number, "%u", parts);
	list->diags->failed |= yice_buf_status(&number) != YICE_OK;
	yice_diag_add(list->diags, id,
		      yice_sheet_span(list->sheet, yice_sheet_cell(list->sheet, row, column)),
		      yice_list_row_text(list, row), yice_buf_text(&number), NULL);
	yice_buf_release(&number);
}

/* The requirements of a cell, one or, where its own marks tell them apart, several. */
static int add_entries(struct yice_list_table *list, uint32_t row, uint32_t column, uint32_t unit,
		       const char *text)
{
	bool wide = list->sheet->roles[column] == YICE_ROLE_WIDE;
	const char *heading = wide ? yice_role_dimension(yice_sheet_cell(list->sheet, 0, column)->text)
				   : of_role(list, row, YICE_ROLE_DIMENSION);
	const char *dimension = heading ? yice_list_name(&list->arena, heading) : NULL;
	const char *number = wide ? "" : of_role(list, row, YICE_ROLE_NUMBER);
	const char *tag = wide ? "" : of_role(list, row, YICE_ROLE_TAG);
	struct yice_cell_part *parts;
	enum yice_cell_kind kind;
	uint32_t count;
	int status;

	if (!dimension || !number || !tag)
		return YICE_ENOMEM;
	status = yice_cell_split(&list->arena, text, number, tag, &kind, &parts, &count);
	if (!status && kind == YICE_CELL_PARTS && is_whole(list, row)) {
		*parts = (struct yice_cell_part){ "", number, tag, text };
		kind = YICE_CELL_UNCLEAR;
		count = 1;
	}
	if (!status && kind != YICE_CELL_ONE)
		report_parts(list, row, column, kind, count);
	for (uint32_t i = 0; !status && i < count; i++) {
		struct yice_entry *entry = next_entry(list, row, column, unit);

		if (!entry)
			return YICE_ENOMEM;
		entry->dimension = dimension;
		entry->heading = heading;
		entry->number = parts[i].number;
		entry->tag = parts[i].tag;
		entry->text = parts[i].text;
		entry->mark = parts[i].mark;
		entry->parts = i || count == 1 ? 0 : count;
		entry->several = kind == YICE_CELL_UNCLEAR;
	}
	return status;
}

static int read_row(struct yice_list_table *list, uint32_t row)
{
	const struct yice_csv_row *cells = &list->sheet->csv.rows[row];
	uint32_t unit;
	int status = unit_of(list, row, &unit);

	list->row_unit[row] = unit;
	if (!status && unit == YICE_NO_INDEX && cells->count == 1)
		return YICE_OK;
	if (!status && cells->count != list->sheet->columns) {
		struct yice_buf had = YICE_BUF_INIT, wants = YICE_BUF_INIT;

		yice_buf_addf(&had, "%u", cells->count);
		yice_buf_addf(&wants, "%u", list->sheet->columns);
		list->diags->failed |= yice_buf_status(&had) || yice_buf_status(&wants);
		yice_diag_add(list->diags, YICE_D_table_row_length,
			      yice_sheet_span(list->sheet, yice_sheet_cell(list->sheet, row, 0)),
			      yice_list_row_text(list, row), yice_buf_text(&had), yice_buf_text(&wants),
			      NULL);
		yice_buf_release(&had);
		yice_buf_release(&wants);
	}
	if (!status && unit != YICE_NO_INDEX && list->units[unit].row != row)
		compare_with_first(list, row, unit);
	for (uint32_t i = 0; !status && unit != YICE_NO_INDEX && i < cells->count && i < list->sheet->columns;
	     i++) {
		enum yice_role role = list->sheet->roles[i];
		const char *text;

		if (role != YICE_ROLE_TEXT && role != YICE_ROLE_WIDE)
			continue;
		text = trimmed(list, row, i);
		if (!text)
			return YICE_ENOMEM;
		if (!yice_list_is_none(text))
			status = add_entries(list, row, i, unit, text);
		else
			yice_diag_add(list->diags, *text ? YICE_D_table_none : YICE_D_table_text_missing,
				      yice_sheet_span(list->sheet, yice_sheet_cell(list->sheet, row, i)),
				      yice_list_row_text(list, row), text, NULL);
	}
	return status;
}

/* Classes of tags and numbers are looked at once everything is known. */
static int check_entries(struct yice_list_table *list)
{
	struct yice_map seen;

	yice_map_init(&seen);
	for (uint32_t i = 0; i < list->entry_count; i++) {
		yice_list_check_entry(list, &list->entries[i]);
		yice_list_check_number(list, &seen, &list->entries[i]);
	}
	yice_map_release(&seen);
	return list->diags->failed || list->arena.failed ? YICE_ENOMEM : YICE_OK;
}

/* A row that was named in vain is a mistake: the author believes to have refused something. */
static int check_choice(const struct yice_list_table *list)
{
	int status = YICE_OK;

	for (size_t i = 0; i < list->choice->row_count; i++) {
		if (list->chosen[i])
			continue;
		yice_diag_add(list->diags, YICE_D_row_not_several, YICE_SPAN_NONE, list->choice->rows[i],
			      NULL);
		status = YICE_EDIAG;
	}
	return status;
}

int yice_list_read(struct yice_list_table *list, const struct yice_sheet *sheet,
		   const struct yice_list_choice *choice, struct yice_diags *diags)
{
	int status = YICE_OK;

	memset(list, 0, sizeof(*list));
	list->sheet = sheet;
	list->choice = choice;
	list->diags = diags;
	yice_arena_init(&list->arena);
	yice_map_init(&list->keys);
	yice_map_init(&list->codes);
	yice_map_init(&list->places);
	list->row_unit = yice_arena_array(&list->arena, (size_t)sheet->csv.row_count + 1, sizeof(uint32_t));
	list->chosen = yice_arena_array(&list->arena, choice->row_count + 1, sizeof(bool));
	if (!list->row_unit || !list->chosen)
		return YICE_ENOMEM;
	list->row_unit[0] = YICE_NO_INDEX;
	for (uint32_t row = 1; !status && row < sheet->csv.row_count; row++)
		status = read_row(list, row);
	if (!status)
		status = check_entries(list);
	return status ? status : check_choice(list);
}

void yice_list_release(struct yice_list_table *list)
{
	free(list->entries);
	free(list->units);
	free(list->districts);
	yice_map_release(&list->keys);
	yice_map_release(&list->codes);
	yice_map_release(&list->places);
	yice_arena_release(&list->arena);
}

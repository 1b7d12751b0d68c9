/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The declarations that an imported list needs: areas, dimensions and zones as
 * the table names them, less what a vocabulary at hand already declares.
 * Called by write.
 */
#include "compiler/declare.h"
#include "exchange/write.h"

static const char *const spellings[][2] = {
#define DIMENSION(name, spelling) { name, spelling },
#include "exchange/dimensions.def"
#undef DIMENSION
};
#define SPELLINGS YICE_COUNT(spellings)

struct words {
	struct yice_list_table *list;
	struct yice_reading *vocabulary;
	struct yice_buf *out;
	struct yice_map scopes, scope_names, names;
	const char *met[SPELLINGS]; /* as published; NULL: not */
	bool any_zone, any_dimension;
	uint32_t row;
};

static bool declared(const struct words *w, const struct yice_map *names, const char *name)
{
	return w->vocabulary && yice_map_find(names, name, strlen(name)) != YICE_MAP_NONE;
}

/* Declares an area unless that was done; two areas of one name are told apart by their codes. */
static int put_scope(struct words *w, const char *code, const char *published, const char *parent)
{
	const char *name = yice_list_name(&w->list->arena, published);
	bool added, unlike;

	if (!name || yice_exchange_put(&w->scopes, code, strlen(code), 0, &added))
		return YICE_ENOMEM;
	if (!added || (w->vocabulary && declared(w, &w->vocabulary->model.scope_names, code)))
		return YICE_OK;
	if (yice_exchange_put(&w->scope_names, name, strlen(name), 0, &unlike))
		return YICE_ENOMEM;
	if (w->vocabulary && declared(w, &w->vocabulary->model.scope_names, name))
		unlike = false;
	yice_buf_addf(w->out, "行政区 %s %s", code, *name ? name : "辖区");
	if (!unlike || !*name)
		yice_buf_addf(w->out, "_%s", code);
	if (parent)
		yice_buf_addf(w->out, " 上级 %s", parent);
	yice_buf_adds(w->out, "\n");
	return YICE_OK;
}

/* A county, its city and its province, as far as the table names them. */
static int put_district(struct words *w, struct yice_district *district)
{
	char city[7], province[7];
	const char *code = district->code, *parent = NULL;
	int status = YICE_OK;

	if (!*code) {
		memcpy(district->code, "000000", 7);
		yice_diag_add(w->list->diags, YICE_D_table_scope, YICE_SPAN_NONE,
			      *district->county ? district->county : district->file, NULL);
		return put_scope(w, code, "全国", NULL);
	}
	memcpy(city, code, 4);
	memcpy(city + 4, "00", 3);
	memcpy(province, code, 2);
	memcpy(province + 2, "0000", 5);
	if (*district->province) {
		status = put_scope(w, province, district->province, NULL);
		parent = province;
	}
	/* A county under no city, 900019 say, has its province's code where a city's would be. */
	if (!status && *district->city && strcmp(city, province) != 0) {
		status = put_scope(w, city, district->city, parent);
		parent = city;
	}
	if (status)
		return status;
	return put_scope(w, code, district->county, parent && strcmp(parent, code) ? parent : NULL);
}

/* The published spelling, where a name cannot hold it and a string can. */
static void put_alias(struct words *w, const char *published, const char *name)
{
	struct yice_buf alias = YICE_BUF_INIT;

	if (strcmp(published, name) && yice_write_string(&alias, published))
		yice_buf_addf(w->out, " 别名 %s", yice_buf_text(&alias));
	w->out->failed |= alias.failed;
	yice_buf_release(&alias);
}

static bool put_zone(void *to, const char *raw, const char *name)
{
	struct words *w = to;
	struct yice_csv_cell const *cell =
	    yice_sheet_cell(w->list->sheet, w->row, w->list->sheet->column[YICE_ROLE_ZONES]);
	bool added;

	if (yice_exchange_put(&w->names, name, strlen(name), 0, &added))
		return false;
	if (!added)
		return true;
	if (strcmp(raw, name))
		yice_diag_add(w->list->diags, YICE_D_table_name, yice_sheet_span(w->list->sheet, cell), raw,
			      name, NULL);
	if (w->vocabulary &&
	    yice_member_lookup(&w->vocabulary->model, YICE_VOCAB_OF_PLACES, name) != YICE_NONE)
		return true;
	yice_buf_addf(w->out, "%s分区 %s", w->any_zone ? "" : "\n", name);
	put_alias(w, raw, name);
	yice_buf_adds(w->out, "\n");
	w->any_zone = true;
	return true;
}

static int put_zones(struct words *w)
{
	struct yice_list_table *list = w->list;

	for (uint32_t i = 0; i < list->unit_count; i++) {
		w->row = list->units[i].row;
		if (!yice_list_split(&list->arena, list->units[i].zones, put_zone, w))
			return YICE_ENOMEM;
	}
	if (w->any_zone && (!w->vocabulary || w->vocabulary->model.site_attribute == YICE_NONE))
		yice_buf_adds(w->out, "属性 场址：多项 区划\n");
	return YICE_OK;
}

/* The row of dimensions.def that a name is, unless a vocabulary has its own idea; else the number of rows. */
static size_t known_spelling(const struct words *w, const char *name)
{
	size_t i = 0;

	while (i < SPELLINGS && strcmp(spellings[i][1], name))
		i++;
	return i < SPELLINGS && w->vocabulary &&
		       declared(w, &w->vocabulary->model.dimension_names, spellings[i][0])
		   ? SPELLINGS
		   : i;
}

static void begin_dimension(struct words *w, const char *name)
{
	yice_buf_addf(w->out, "%s维度 %s", w->any_dimension ? "" : "\n", name);
	w->any_dimension = true;
}

static int put_dimension(struct words *w, struct yice_map *seen, const char *name, const char *published)
{
	bool added = false;
	int status = *name ? yice_exchange_put(seen, name, strlen(name), 0, &added) : YICE_OK;
	size_t known;

	if (status || !added || (w->vocabulary && declared(w, &w->vocabulary->model.dimension_names, name)))
		return status;
	known = known_spelling(w, name);
	if (known < SPELLINGS) {
		w->met[known] = published;
	} else {
		begin_dimension(w, name);
		put_alias(w, published, name);
		yice_buf_adds(w->out, "\n");
	}
	return YICE_OK;
}

/*
 * One dimension and the aliases it was met under, rows [first, end) of dimensions.def. What stands in
 * quotation marks is what export writes: an alias, where the table does not use the dimension's own name.
 */
static void put_known(struct words *w, size_t first, size_t end)
{
	const char *gap = " 别名 ";
	bool spelled = w->met[first] != NULL;

	begin_dimension(w, spellings[first][0]);
	for (size_t i = first; i < end; i++) {
		struct yice_buf quoted = YICE_BUF_INIT;
		bool plain = i > first && w->met[i], unlike = w->met[i] && strcmp(w->met[i], spellings[i][1]);

		if (w->met[i] && (unlike || !spelled) && yice_write_string(&quoted, w->met[i])) {
			yice_buf_addf(w->out, "%s%s", gap, yice_buf_text(&quoted));
			gap = "、";
			plain = plain && unlike;
			spelled = true;
		}
		if (plain) {
			yice_buf_addf(w->out, "%s%s", gap, spellings[i][1]);
			gap = "、";
		}
		w->out->failed |= quoted.failed;
		yice_buf_release(&quoted);
	}
	yice_buf_adds(w->out, "\n");
}

static void put_known_dimensions(struct words *w)
{
	for (size_t first = 0, end; first < SPELLINGS; first = end) {
		bool any = false;

		for (end = first; end < SPELLINGS && !strcmp(spellings[end][0], spellings[first][0]); end++)
			any = any || w->met[end];
		if (any)
			put_known(w, first, end);
	}
}

/* Of requirements, and of rows that say there is none: an author may put one there. */
static int put_dimensions(struct words *w)
{
	const struct yice_sheet *sheet = w->list->sheet;
	struct yice_map seen;
	int status = YICE_OK;

	yice_map_init(&seen);
	for (uint32_t i = 0; !status && i < w->list->entry_count; i++)
		status = put_dimension(w, &seen, w->list->entries[i].dimension, w->list->entries[i].heading);
	for (uint32_t row = 1; !status && row < sheet->csv.row_count; row++) {
		const struct yice_csv_cell *cell =
		    yice_sheet_cell(sheet, row, sheet->column[YICE_ROLE_DIMENSION]);
		const char *name = cell ? yice_list_name(&w->list->arena, cell->text) : "";

		status = name ? put_dimension(w, &seen, name, cell ? cell->text : "") : YICE_ENOMEM;
	}
	if (!status)
		put_known_dimensions(w);
	yice_map_release(&seen);
	return status;
}

int yice_write_words(struct yice_list_table *list, struct yice_reading *vocabulary, const char *import_path,
		     struct yice_buf *out)
{
	struct words w = { .list = list, .vocabulary = vocabulary, .out = out };
	int status = YICE_OK;

	yice_map_init(&w.scopes);
	yice_map_init(&w.scope_names);
	yice_map_init(&w.names);
	yice_buf_adds(out, "# 清单用到的辖区、维度和分区，照表中的名称。\n\n");
	if (vocabulary) {
		yice_buf_adds(out, "引用 ");
		(void)yice_write_string(out, import_path);
		yice_buf_adds(out, "\n\n");
	}
	for (uint32_t i = 0; !status && i < list->district_count; i++)
		status = put_district(&w, &list->districts[i]);
	if (!status)
		status = put_dimensions(&w);
	if (!status)
		status = put_zones(&w);
	yice_map_release(&w.scopes);
	yice_map_release(&w.scope_names);
	yice_map_release(&w.names);
	return status ? status : yice_buf_status(out);
}

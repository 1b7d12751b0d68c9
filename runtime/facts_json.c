/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads a facts document, yice-facts(5), when facts_scan.c would not: most have
 * a mistake or something unusual. Reading goes on after a mistake, so
 * that all of them are named at once; facts of a document with mistakes are
 * cleared, never half used. The order is site, facts, complete, evidence,
 * whatever the order of the members, because each rests on those before.
 */
#include "base/json.h"
#include "runtime/facts_internal.h"

#include <stdio.h>

struct reader {
	struct yice_facts *facts;
	struct yice_diags *diags;
	struct yice_report *report;
	struct yice_arena *arena;
	bool failed; /* memory */
	int status;  /* of asking the layers */
};

static struct yice_given given(const struct yice_json *node)
{
	return (struct yice_given){ node->text, node->len, node->span };
}

/* Reports that the node is not what the member takes. */
static void wrong_kind(struct reader *reader, const char *name, const struct yice_json *node, const char *zh,
		       const char *en)
{
	yice_diag_add(reader->diags, YICE_D_facts_kind, node->span, name, zh, en, NULL);
}

static bool is_kind(struct reader *reader, const char *name, const struct yice_json *node,
		    enum yice_json_kind kind)
{
	static const char *const words[][2] = {
		[YICE_JSON_STRING] = { "用双引号括起的文字", "text in double quotes" },
		[YICE_JSON_ARRAY] = { "列表 […]", "a list [...]" },
		[YICE_JSON_OBJECT] = { "对象 {…}", "an object {...}" },
	};

	if (node->kind == kind)
		return true;
	wrong_kind(reader, name, node, words[kind][0], words[kind][1]);
	return false;
}

/* Index of the node's key among the keys, or -1 with the mistake reported. */
static int find_key(struct reader *reader, const struct yice_json *node, const char *const *keys,
		    size_t count)
{
	const char *near;
	struct yice_diag *diag;

	for (size_t i = 0; i < count; i++)
		if (!strcmp(node->key, keys[i]))
			return (int)i;
	diag = yice_diag_add(reader->diags, YICE_D_facts_key, node->key_span, node->key, NULL);
	near = yice_did_you_mean(node->key, keys, count);
	if (near)
		yice_diag_help(reader->diags, diag, YICE_D_help_did_you_mean, near, NULL);
	return -1;
}

/* Slot of a name, or YICE_NONE with the mistake reported. */
static uint32_t find_slot(struct reader *reader, const char *name, size_t len, struct yice_span span)
{
	const struct yice_view *view = reader->facts->view;
	uint32_t slot = yice_image_find_attr(view, name, len);

	if (slot == YICE_NONE)
		yice_facts_suggest_attr(
		    view, name, reader->diags,
		    yice_diag_add(reader->diags, YICE_D_facts_attribute, span, name, NULL));
	return slot;
}

/* ---------------------------------------------------------------- site */

static void read_unit(struct reader *reader, const struct yice_json *node)
{
	struct yice_facts *facts = reader->facts;
	uint32_t before = facts->unit_count;
	int status;

	if (!is_kind(reader, "unit", node, YICE_JSON_STRING))
		return;
	status = yice_facts_add_unit(facts, node->text);
	if (status == YICE_ENOTFOUND)
		yice_facts_suggest_unit(
		    facts->view, node->text, reader->diags,
		    yice_diag_add(reader->diags, YICE_D_facts_unit, node->span, node->text, NULL));
	else if (status == YICE_ELIMIT)
		yice_diag_add(reader->diags, YICE_D_facts_units, node->span, "64", NULL);
	else if (facts->unit_count == before)
		yice_diag_add(reader->diags, YICE_D_facts_repeat, node->span, node->text, NULL);
}

static_assert(YICE_SITE_UNITS == 64, "the limit named in the message");

static void read_scope(struct reader *reader, const struct yice_json *node)
{
	struct yice_facts *facts = reader->facts;

	if (!is_kind(reader, "scope", node, YICE_JSON_STRING))
		return;
	facts->scope = yice_image_find_scope(facts->view, node->text, node->len);
	if (facts->scope == YICE_NONE)
		yice_diag_add(reader->diags, YICE_D_facts_scope, node->span, node->text, NULL);
}

static void read_site(struct reader *reader, const struct yice_json *site)
{
	static const char *const keys[] = { "unit", "scope", "geojson", "txt", "survey", "dms", "point", "route", "crs", "meridian" };
	const struct yice_facts *facts = reader->facts;
	const struct yice_json *scope;

	if (!is_kind(reader, "site", site, YICE_JSON_OBJECT))
		return;
	for (const struct yice_json *node = site->first; node; node = node->next) {
		int key = find_key(reader, node, keys, YICE_COUNT(keys));

		if (key < 0 || node->kind == YICE_JSON_NULL)
			continue;
		if (key == 1)
			read_scope(reader, node);
		else if (key > 1)
			continue;
		else if (node->kind != YICE_JSON_ARRAY)
			read_unit(reader, node);
		else
			for (const struct yice_json *unit = node->first; unit; unit = unit->next)
				read_unit(reader, unit);
	}
	if (yice_facts_read_place(reader->facts, site, reader->arena, reader->report))
		reader->failed = true;
	scope = yice_json_get(site, "scope");
	for (uint32_t i = 0; facts->scope != YICE_NONE && i < facts->unit_count; i++)
		if (!yice_scope_holds(facts->view, facts->scope, yice_facts_unit_scope(facts, facts->units[i])))
			yice_diag_add(reader->diags, YICE_D_facts_scope_unit, scope->span, scope->text,
				      yice_view_string(facts->view, facts->view->units[facts->units[i]].code),
				      NULL);
}

/* ---------------------------------------------------------------- facts */

/* Adds a list of members; their names joined become the text as given. */
static void read_list(struct reader *reader, uint32_t slot, const char *name, const struct yice_json *list,
		      bool present, struct yice_buf *text)
{
	struct yice_facts *facts = reader->facts;

	if (!is_kind(reader, name, list, YICE_JSON_ARRAY))
		return;
	for (const struct yice_json *node = list->first; node; node = node->next) {
		if (!is_kind(reader, name, node, YICE_JSON_STRING))
			continue;
		yice_fact_read_member(facts, slot, given(node), present, reader->diags);
		if (slot == facts->view->meta->site_slot && !yice_facts_asks_layers(facts))
			yice_facts_check_place(facts, given(node), present, reader->diags);
		yice_buf_addf(text, "%s%s", text->len ? "、" : "", node->text);
	}
}

/* ["喷涂"], or {"has": ["喷涂"], "not": ["电镀"]}. */
static void read_some(struct reader *reader, uint32_t slot, const struct yice_json *value,
		      struct yice_buf *text)
{
	static const char *const keys[] = { "has", "not", "含", "不含" };
	struct yice_buf absent = YICE_BUF_INIT;

	if (value->kind == YICE_JSON_ARRAY) {
		read_list(reader, slot, value->key, value, true, text);
		return;
	}
	if (value->kind != YICE_JSON_OBJECT) {
		yice_fact_report_kind(reader->facts, slot, value->key, value->span, reader->diags);
		return;
	}
	for (const struct yice_json *node = value->first; node; node = node->next) {
		int key = find_key(reader, node, keys, YICE_COUNT(keys));

		if (key >= 0)
			read_list(reader, slot, node->key, node, key % 2 == 0, key % 2 ? &absent : text);
	}
	if (absent.len)
		yice_buf_addf(text, "（不含%s）", absent.data);
	if (absent.failed)
		text->failed = true;
	yice_buf_release(&absent);
}

static void read_single(struct reader *reader, uint32_t slot, const struct yice_json *value)
{
	struct yice_facts *facts = reader->facts;
	uint32_t type = facts->view->attrs[slot].type;
	bool text = value->kind == YICE_JSON_STRING;

	if (type == YICE_ATTR_BOOLEAN && (value->kind == YICE_JSON_TRUE || value->kind == YICE_JSON_FALSE))
		yice_fact_set_boolean(facts, slot, value->kind == YICE_JSON_TRUE);
	else if (type == YICE_ATTR_BOOLEAN && text)
		yice_fact_read_boolean(facts, slot, given(value), reader->diags);
	else if (type == YICE_ATTR_QUANTITY && (text || value->kind == YICE_JSON_NUMBER))
		yice_fact_read_quantity(facts, slot, given(value), reader->diags);
	else if (type == YICE_ATTR_DATE && text)
		yice_fact_read_date(facts, slot, given(value), reader->diags);
	else if ((type == YICE_ATTR_TERMS || type == YICE_ATTR_CODES) && text)
		yice_fact_read_one(facts, slot, given(value), reader->diags);
	else
		yice_fact_report_kind(facts, slot, value->key, value->span, reader->diags);
}

static void read_fact(struct reader *reader, const struct yice_json *value)
{
	struct yice_facts *facts = reader->facts;
	uint32_t slot = find_slot(reader, value->key, strlen(value->key), value->key_span);
	struct yice_buf text = YICE_BUF_INIT;

	if (slot == YICE_NONE || value->kind == YICE_JSON_NULL)
		return;
	if (yice_fact_given(facts, slot)) {
		yice_diag_add(reader->diags, YICE_D_facts_twice, value->key_span,
			      yice_view_string(facts->view, facts->view->attrs[slot].zh), NULL);
		return;
	}
	if (facts->view->attrs[slot].many) {
		read_some(reader, slot, value, &text);
	} else {
		read_single(reader, slot, value);
		yice_buf_adds(&text, value->kind == YICE_JSON_TRUE    ? "true"
				     : value->kind == YICE_JSON_FALSE ? "false"
				     : value->text                    ? value->text
								      : "");
	}
	if (text.failed)
		facts->rest->texts.failed = true;
	/* A value with a mistake counts as given too: the same name again is a mistake of its own. */
	yice_fact_note(facts, slot, yice_buf_text(&text), text.len);
	yice_buf_release(&text);
}

static void read_facts(struct reader *reader, const struct yice_json *object)
{
	if (!is_kind(reader, "facts", object, YICE_JSON_OBJECT))
		return;
	for (const struct yice_json *node = object->first; node; node = node->next)
		read_fact(reader, node);
}

/* ---------------------------------------------------------------- complete, evidence */

static void read_complete(struct reader *reader, const struct yice_json *list)
{
	struct yice_facts *facts = reader->facts;

	if (!is_kind(reader, "complete", list, YICE_JSON_ARRAY))
		return;
	for (const struct yice_json *node = list->first; node; node = node->next) {
		uint32_t slot;

		if (!is_kind(reader, "complete", node, YICE_JSON_STRING))
			continue;
		slot = find_slot(reader, node->text, node->len, node->span);
		if (slot == YICE_NONE)
			continue;
		if (!facts->view->attrs[slot].many)
			yice_diag_add(reader->diags, YICE_D_facts_complete_kind, node->span, node->text,
				      NULL);
		else if (facts->rest->notes[slot].complete)
			yice_diag_add(reader->diags, YICE_D_facts_repeat, node->span, node->text, NULL);
		else if (!yice_fact_given(facts, slot))
			yice_diag_add(reader->diags, YICE_D_facts_complete_nothing, node->span, node->text,
				      NULL);
		else
			yice_fact_complete(facts, slot);
	}
}

/* A code out of a document that goes by another edition of the table. */
static void warn_edition(struct reader *reader, uint32_t slot, const struct yice_json *node)
{
	const struct yice_view *view = reader->facts->view;
	const struct yice_image_vocab *table;
	struct yice_edition cited;
	char name[48];

	if (!yice_evidence_differs(view, slot, node->text, &cited))
		return;
	table = &view->vocabs[view->attrs[slot].vocab];
	snprintf(name, sizeof(name), "%.*s", (int)(cited.len < 40 ? cited.len : 40), cited.text);
	yice_diag_add(reader->diags, YICE_D_facts_edition, node->span,
		      yice_view_string(view, view->attrs[slot].zh), name, yice_view_string(view, table->zh),
		      yice_view_string(view, table->edition), NULL);
}

static void read_evidence(struct reader *reader, const struct yice_json *object)
{
	struct yice_facts *facts = reader->facts;

	if (!is_kind(reader, "evidence", object, YICE_JSON_OBJECT))
		return;
	for (const struct yice_json *node = object->first; node; node = node->next) {
		uint32_t slot = find_slot(reader, node->key, strlen(node->key), node->key_span);

		if (slot == YICE_NONE || node->kind == YICE_JSON_NULL ||
		    !is_kind(reader, node->key, node, YICE_JSON_STRING))
			continue;
		if (!yice_facts_known(facts, slot))
			yice_diag_add(reader->diags, YICE_D_facts_evidence, node->key_span, node->key, NULL);
		if (facts->rest->notes[slot].evidence)
			yice_diag_add(reader->diags, YICE_D_facts_twice, node->key_span, node->key, NULL);
		facts->rest->notes[slot].evidence = yice_facts_store(facts, node->text, node->len);
		warn_edition(reader, slot, node);
	}
}

/* Lists that say nothing: empty and not complete. */
static void warn_empty(struct reader *reader, const struct yice_json *object)
{
	const struct yice_facts *facts = reader->facts;

	if (!object || object->kind != YICE_JSON_OBJECT)
		return;
	for (const struct yice_json *node = object->first; node; node = node->next) {
		uint32_t slot;

		if (node->kind != YICE_JSON_ARRAY || node->first)
			continue;
		slot = yice_image_find_attr(facts->view, node->key, strlen(node->key));
		if (slot != YICE_NONE && facts->view->attrs[slot].many && !facts->rest->notes[slot].complete)
			yice_diag_add(reader->diags, YICE_D_facts_empty, node->span, node->key, NULL);
	}
}

/* ---------------------------------------------------------------- the document */

static void read_day(struct reader *reader, const struct yice_json *node)
{
	yice_day day;

	if (!is_kind(reader, "as_of", node, YICE_JSON_STRING))
		return;
	if (yice_date_parse(node->text, node->len, &day))
		yice_diag_add(reader->diags, YICE_D_facts_date, node->span, node->text, NULL);
	else
		yice_date_format(day, reader->facts->day);
}

static void read_document(struct reader *reader, const struct yice_json *root)
{
	static const char *const keys[] = { "project", "as_of", "site", "facts", "complete", "evidence" };
	const struct yice_json *members[YICE_COUNT(keys)] = { NULL };

	if (root->kind != YICE_JSON_OBJECT) {
		wrong_kind(reader, "JSON", root, "一个对象 {…}", "an object {...}");
		return;
	}
	for (const struct yice_json *node = root->first; node; node = node->next) {
		int key = find_key(reader, node, keys, YICE_COUNT(keys));

		if (key >= 0 && node->kind != YICE_JSON_NULL)
			members[key] = node;
	}
	if (members[0] && is_kind(reader, "project", members[0], YICE_JSON_STRING))
		reader->facts->rest->project = yice_facts_store(reader->facts, members[0]->text, members[0]->len);
	if (members[1])
		read_day(reader, members[1]);
	if (members[2])
		read_site(reader, members[2]);
	if (members[3])
		read_facts(reader, members[3]);
	if (members[4])
		read_complete(reader, members[4]);
	reader->status = yice_facts_apply_layers(reader->facts, members[2], members[3], reader->diags);
	if (reader->status == YICE_ERANGE || reader->status == YICE_ELIMIT) {
		yice_diag_add(reader->diags, YICE_D_site_unmeasured, (members[2] ? members[2] : root)->span, NULL);
		reader->status = YICE_OK; /* the mistake is reported */
	}
	yice_facts_settle_site(reader->facts);
	if (members[5])
		read_evidence(reader, members[5]);
	warn_empty(reader, members[3]);
}

int yice_facts_read_strictly(struct yice_facts *facts, const char *name, const char *json, size_t len,
			     struct yice_report *report)
{
	struct reader reader = { .facts = facts, .diags = &report->diags, .report = report };
	uint32_t before = report->diags.errors, file;
	struct yice_json *root = NULL;
	struct yice_arena arena;
	int status;

	yice_facts_clear(facts);
	yice_facts_touch_all(facts);
	status = yice_sources_add(&report->sources, name, json, len, &file);
	if (status)
		return status;
	yice_arena_init(&arena);
	reader.arena = &arena;
	status = yice_json_parse(json, len, file, 0, &arena, reader.diags, &root);
	if (root)
		read_document(&reader, root);
	yice_arena_release(&arena);
	if (report->diags.failed || facts->rest->texts.failed || reader.failed)
		status = YICE_ENOMEM;
	else if (report->diags.errors > before)
		status = YICE_EDIAG;
	else if (!status)
		status = reader.status;
	if (status)
		yice_facts_clear(facts);
	return status;
}

int yice_facts_read(yice_facts *facts, const char *name, const char *json, size_t len, yice_report *report)
{
	yice_facts_clear(facts);
	if (!report->diags.failed && yice_facts_scan(facts, json, len))
		return YICE_OK;
	if (facts->rest->texts.failed) {
		yice_facts_clear(facts);
		return YICE_ENOMEM;
	}
	return yice_facts_read_strictly(facts, name, json, len, report);
}

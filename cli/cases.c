/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads expectation files. They are held to the same rule as facts: nothing
 * in them is ignored, since a case that silently tests nothing is worse than
 * none. Facts of a case that starts from another are made by laying its
 * changes over that case's object, spelling by spelling. Used by cmd_test.c.
 */
#include "base/base.h"
#include "base/date.h"
#include "cli/cases_reader.h"
#include "cli/cli.h"

#include <unistd.h>

bool yice_cases_kind(struct yice_cases_reader *reader, const struct yice_json *value, enum yice_cases_kind kind,
		     const char *name)
{
	struct yice_diags *diags = &reader->report->diags;

	if (kind == YICE_IS_OBJECT && value->kind != YICE_JSON_OBJECT)
		yice_diag_add(diags, YICE_D_cases_object, value->span, name, NULL);
	else if (kind == YICE_IS_ARRAY && value->kind != YICE_JSON_ARRAY)
		yice_diag_add(diags, YICE_D_cases_array, value->span, name, NULL);
	else if (kind == YICE_IS_STRING && value->kind != YICE_JSON_STRING)
		yice_diag_add(diags, YICE_D_cases_string, value->span, name, NULL);
	else
		return true;
	return false;
}

void yice_cases_members(struct yice_cases_reader *reader, const struct yice_json *object, const struct yice_cases_member *members,
			  size_t count)
{
	const char *names[16];

	assert(count <= YICE_COUNT(names));
	for (size_t i = 0; i < count; i++)
		names[i] = members[i].name;
	for (const struct yice_json *child = object->first; child; child = child->next) {
		const char *nearest;
		struct yice_diag *diag;
		size_t i = 0;

		while (i < count && strcmp(members[i].name, child->key))
			i++;
		if (i < count) {
			yice_cases_kind(reader, child, members[i].kind, child->key);
			continue;
		}
		diag = yice_diag_add(&reader->report->diags, YICE_D_cases_member, child->key_span, child->key,
				     NULL);
		nearest = yice_did_you_mean(child->key, names, count);
		if (nearest)
			yice_diag_help(&reader->report->diags, diag, YICE_D_help_did_you_mean, nearest, NULL);
	}
}

const struct yice_json *yice_cases_get(const struct yice_json *object, const char *name, enum yice_json_kind kind)
{
	const struct yice_json *member = yice_json_get(object, name);

	return member && member->kind == kind ? member : NULL;
}

/* A path beside the expectation file. */
static const char *beside(struct yice_cases *cases, const char *name)
{
	const char *slash = strrchr(cases->path, '/');
	size_t len = slash && *name != '/' ? (size_t)(slash - cases->path) + 1 : 0;
	char *path = yice_arena_alloc(&cases->arena, len + strlen(name) + 1);

	if (!path)
		return NULL;
	memcpy(path, cases->path, len);
	memcpy(path + len, name, strlen(name) + 1);
	return path;
}

static int read_rules(struct yice_cases_reader *reader, const struct yice_json *rules)
{
	struct yice_cases *cases = reader->cases;
	size_t count = rules ? rules->count : 1;

	cases->rules = yice_arena_array(&cases->arena, count + 1, sizeof(*cases->rules));
	if (!cases->rules)
		return YICE_ENOMEM;
	if (!rules) {
		const char *slash = strrchr(cases->path, '/');

		cases->rules[0] =
		    slash ? yice_arena_strndup(&cases->arena, cases->path, (size_t)(slash - cases->path))
			  : ".";
		cases->rule_count = 1;
		return cases->rules[0] ? YICE_OK : YICE_ENOMEM;
	}
	for (const struct yice_json *rule = rules->first; rule; rule = rule->next) {
		const char *path;

		if (!yice_cases_kind(reader, rule, YICE_IS_STRING, "rules"))
			continue;
		path = beside(cases, rule->text);
		if (!path)
			return YICE_ENOMEM;
		if (access(path, F_OK))
			yice_diag_add(&reader->report->diags, YICE_D_path_missing, rule->span, path, NULL);
		cases->rules[cases->rule_count++] = path;
	}
	return YICE_OK;
}

static void check_word(struct yice_cases_reader *reader, const struct yice_json *value, bool verdict)
{
	int count = verdict ? YICE_VERDICTS : YICE_OUTCOMES;
	struct yice_buf words = YICE_BUF_INIT;

	if (!yice_cases_kind(reader, value, YICE_IS_STRING, value->key))
		return;
	for (int i = 0; i < count; i++) {
		const char *word = verdict ? yice_verdict_word((enum yice_verdict)i, "en")
					   : yice_outcome_word((enum yice_outcome)i, "en");

		if (!strcmp(value->text, word)) {
			yice_buf_release(&words);
			return;
		}
		yice_buf_addf(&words, "%s%s", i ? ", " : "", word);
	}
	if (!verdict && (!strcmp(value->text, "duty") || !strcmp(value->text, "absent"))) {
		yice_buf_release(&words);
		return;
	}
	yice_diag_add(&reader->report->diags, YICE_D_cases_word, value->span, value->text,
		      yice_buf_text(&words), NULL);
	yice_buf_release(&words);
}

static void check_strings(struct yice_cases_reader *reader, const struct yice_json *array)
{
	if (!array || array->kind != YICE_JSON_ARRAY)
		return;
	for (const struct yice_json *item = array->first; item; item = item->next)
		yice_cases_kind(reader, item, YICE_IS_STRING, array->key);
}

static void check_clauses(struct yice_cases_reader *reader, const struct yice_json *clauses)
{
	static const struct yice_cases_member members[] = { { "outcome", YICE_IS_STRING },
						 { "missing", YICE_IS_ARRAY },
						 { "judge", YICE_IS_ARRAY },
						 { "because", YICE_IS_ARRAY } };

	for (const struct yice_json *clause = clauses ? clauses->first : NULL; clause;
	     clause = clause->next) {
		const struct yice_json *outcome;

		if (clause->kind != YICE_JSON_OBJECT) {
			check_word(reader, clause, false);
			continue;
		}
		yice_cases_members(reader, clause, members, YICE_COUNT(members));
		outcome = yice_json_get(clause, "outcome");
		if (outcome)
			check_word(reader, outcome, false);
		check_strings(reader, yice_json_get(clause, "missing"));
		check_strings(reader, yice_json_get(clause, "judge"));
		check_strings(reader, yice_json_get(clause, "because"));
	}
}

static void check_expect(struct yice_cases_reader *reader, const struct yice_json *expect, bool has_from)
{
	static const struct yice_cases_member members[] = { { "verdict", YICE_IS_STRING },
						 { "clauses", YICE_IS_OBJECT },
						 { "missing", YICE_IS_ARRAY },
						 { "changes", YICE_IS_OBJECT } };
	const struct yice_json *verdict = yice_json_get(expect, "verdict");
	const struct yice_json *changes = yice_cases_get(expect, "changes", YICE_JSON_OBJECT);

	yice_cases_members(reader, expect, members, YICE_COUNT(members));
	if (verdict)
		check_word(reader, verdict, true);
	check_clauses(reader, yice_cases_get(expect, "clauses", YICE_JSON_OBJECT));
	check_strings(reader, yice_json_get(expect, "missing"));
	for (const struct yice_json *change = changes ? changes->first : NULL; change; change = change->next)
		check_word(reader, change, false);
	if (changes && !has_from)
		yice_diag_add(&reader->report->diags, YICE_D_cases_needs_from, changes->key_span, "changes",
			      NULL);
}

static const struct yice_case *find_case(const struct yice_cases *cases, const char *name)
{
	for (size_t i = 0; i < cases->count; i++)
		if (cases->items[i].name && !strcmp(cases->items[i].name, name))
			return &cases->items[i];
	return NULL;
}

/* Adds a shallow copy of value to an object being made; a member of that name is replaced. */
static int put_member(struct yice_arena *arena, struct yice_json *object, const char *key,
		      const struct yice_json *value)
{
	struct yice_json **link = &object->first;
	struct yice_json *copy = yice_arena_alloc(arena, sizeof(*copy));

	if (!copy)
		return YICE_ENOMEM;
	*copy = *value;
	copy->key = key;
	while (*link && strcmp((*link)->key, key))
		link = &(*link)->next;
	copy->next = *link ? (*link)->next : NULL;
	object->count += !*link;
	*link = copy;
	return YICE_OK;
}

/* An object with the members of base and, replacing those of the same name, of changes; either may be NULL. */
static int merge(struct yice_arena *arena, const struct yice_json *base, const struct yice_json *changes,
		 struct yice_json **out)
{
	const struct yice_json *layers[2] = { base, changes };
	struct yice_json *object = yice_arena_alloc(arena, sizeof(*object));
	int status = object ? YICE_OK : YICE_ENOMEM;

	if (object)
		object->kind = YICE_JSON_OBJECT;
	for (int i = 0; i < 2; i++)
		for (const struct yice_json *child = layers[i] ? layers[i]->first : NULL; !status && child;
		     child = child->next)
			status = put_member(arena, object, child->key, child);
	*out = object;
	return status;
}

/* Is this the name of a fact that the changes take away? */
static bool takes_away(const struct yice_json *set, const char *name)
{
	const struct yice_json *change = set && name ? yice_json_get(set, name) : NULL;

	return change && change->kind == YICE_JSON_NULL;
}

/* A list or object of the base without what the changes take away; the same when they take nothing. */
static int without(struct yice_arena *arena, const struct yice_json *from, const struct yice_json *set,
		   struct yice_json **out)
{
	struct yice_json *copy = yice_arena_alloc(arena, sizeof(*copy)), **end;

	if (!copy)
		return YICE_ENOMEM;
	*copy = *from;
	copy->first = NULL;
	copy->count = 0;
	end = &copy->first;
	for (const struct yice_json *child = from->first; child; child = child->next) {
		const char *name = child->key                        ? child->key
				   : child->kind == YICE_JSON_STRING ? child->text
								     : NULL;
		struct yice_json *kept;

		if (takes_away(set, name))
			continue;
		kept = yice_arena_alloc(arena, sizeof(*kept));
		if (!kept)
			return YICE_ENOMEM;
		*kept = *child;
		kept->next = NULL;
		*end = kept;
		end = &kept->next;
		copy->count++;
	}
	*out = copy;
	return YICE_OK;
}

/* What is said about facts that are gone goes with them. */
static int take_away(struct yice_arena *arena, struct yice_json *object, const struct yice_json *set)
{
	static const char *const about[] = { "facts", "complete", "evidence" };
	int status = YICE_OK;

	for (size_t i = 0; !status && i < YICE_COUNT(about); i++) {
		const struct yice_json *member = yice_json_get(object, about[i]);
		struct yice_json *less;

		if (!member)
			continue;
		status = without(arena, member, set, &less);
		if (!status)
			status = put_member(arena, object, about[i], less);
	}
	return status;
}

/* Facts of the base with the changes of the case. */
static int lay_over(struct yice_cases_reader *reader, const struct yice_case *from, const struct yice_json *node,
		    const struct yice_json **out)
{
	static const char *const whole[] = { "complete", "site", "evidence", "project" };
	struct yice_arena *arena = &reader->cases->arena;
	const struct yice_json *set = yice_cases_get(node, "set", YICE_JSON_OBJECT);
	struct yice_json *object, *facts;
	int status = merge(arena, from->facts, NULL, &object);

	if (!status && set)
		status = merge(arena, yice_cases_get(object, "facts", YICE_JSON_OBJECT), set, &facts);
	if (!status && set)
		status = put_member(arena, object, "facts", facts);
	if (!status && set)
		status = take_away(arena, object, set);
	for (size_t i = 0; !status && i < YICE_COUNT(whole); i++) {
		const struct yice_json *member = yice_json_get(node, whole[i]);

		if (member)
			status = put_member(arena, object, whole[i], member);
	}
	*out = object;
	return status;
}

/* The base's facts must be an object: those of a file are read now. */
static int load_file_facts(struct yice_cases_reader *reader, struct yice_case *one, struct yice_span span)
{
	struct yice_json *root = NULL;
	char *text;
	size_t len;
	uint32_t file;
	int status = yice_read_file(one->facts_file, &text, &len);

	if (status == YICE_EIO) {
		yice_diag_add(&reader->report->diags, YICE_D_cases_file, span, one->facts_file, NULL);
		return YICE_OK;
	}
	if (status)
		return status;
	status = yice_sources_add(&reader->report->sources, one->facts_file, text, len, &file);
	if (!status)
		status =
		    yice_json_parse(text, len, file, 0, &reader->cases->arena, &reader->report->diags, &root);
	free(text);
	one->facts = root;
	if (root && root->kind != YICE_JSON_OBJECT)
		yice_diag_add(&reader->report->diags, YICE_D_cases_object, root->span, one->facts_file, NULL);
	return status == YICE_EDIAG ? YICE_OK : status;
}

/* Where the facts come from: exactly one of three. */
static int read_source(struct yice_cases_reader *reader, struct yice_case *one, const struct yice_json *node)
{
	static const char *const sources[] = { "facts", "facts_file", "from" };
	static const char *const changes[] = { "set", "complete", "site", "evidence", "project" };
	struct yice_diags *diags = &reader->report->diags;
	const struct yice_json *first = NULL;

	for (size_t i = 0; i < YICE_COUNT(sources); i++) {
		const struct yice_json *source = yice_json_get(node, sources[i]);

		if (source && first)
			yice_diag_add(diags, YICE_D_cases_one_of, source->key_span, first->key, source->key,
				      NULL);
		first = first ? first : source;
	}
	if (!first) {
		yice_diag_add(diags, YICE_D_cases_lacks, node->span, "facts", NULL);
		return YICE_OK;
	}
	for (size_t i = 0; strcmp(first->key, "from") && i < YICE_COUNT(changes); i++) {
		const struct yice_json *change = yice_json_get(node, changes[i]);

		if (change)
			yice_diag_add(diags, YICE_D_cases_needs_from, change->key_span, change->key, NULL);
	}
	if (!strcmp(first->key, "facts")) {
		one->facts = first;
		return YICE_OK;
	}
	if (first->kind != YICE_JSON_STRING)
		return YICE_OK;
	if (!strcmp(first->key, "facts_file")) {
		one->facts_file = beside(reader->cases, first->text);
		return one->facts_file ? load_file_facts(reader, one, first->span) : YICE_ENOMEM;
	}
	one->from = find_case(reader->cases, first->text);
	if (one->from && one->from->facts)
		return lay_over(reader, one->from, node, &one->facts);
	if (!one->from)
		yice_diag_add(diags, YICE_D_cases_from, first->span, first->text, NULL);
	return YICE_OK;
}

void yice_cases_check_day(struct yice_cases_reader *reader, const struct yice_json *day)
{
	yice_day parsed;

	if (yice_date_parse(day->text, day->len, &parsed))
		yice_diag_add(&reader->report->diags, YICE_D_cases_date, day->span, day->text, NULL);
}

static void read_day(struct yice_cases_reader *reader, struct yice_case *one, const struct yice_json *node)
{
	const struct yice_json *day = yice_cases_get(node, "as_of", YICE_JSON_STRING);

	one->day = day ? day->text : one->from ? one->from->day : NULL;
	if (day)
		yice_cases_check_day(reader, day);
}

static void read_name(struct yice_cases_reader *reader, struct yice_case *one, const struct yice_json *node)
{
	struct yice_diags *diags = &reader->report->diags;
	const struct yice_json *name = yice_cases_get(node, "name", YICE_JSON_STRING);
	const struct yice_case *same = name ? find_case(reader->cases, name->text) : NULL;

	if (!yice_json_get(node, "name"))
		yice_diag_add(diags, YICE_D_cases_lacks, node->span, "name", NULL);
	if (same)
		yice_diag_add(diags, YICE_D_cases_name_twice, name->span, name->text, NULL);
	one->name = name ? name->text : "";
}

static int read_case(struct yice_cases_reader *reader, const struct yice_json *node)
{
	static const struct yice_cases_member members[] = { { "name", YICE_IS_STRING },     { "as_of", YICE_IS_STRING },
						 { "facts", YICE_IS_OBJECT },    { "facts_file", YICE_IS_STRING },
						 { "from", YICE_IS_STRING },     { "set", YICE_IS_OBJECT },
						 { "complete", YICE_IS_ARRAY },  { "site", YICE_IS_OBJECT },
						 { "evidence", YICE_IS_OBJECT }, { "project", YICE_IS_STRING },
						 { "expect", YICE_IS_OBJECT } };
	struct yice_cases *cases = reader->cases;
	struct yice_case *one = &cases->items[cases->count];
	uint32_t column;
	int status;

	if (!yice_cases_kind(reader, node, YICE_IS_OBJECT, "cases"))
		return YICE_OK;
	yice_cases_members(reader, node, members, YICE_COUNT(members));
	yice_source_locate(&reader->report->sources.items[cases->file], node->span.start, &one->line,
			   &column);
	read_name(reader, one, node);
	status = read_source(reader, one, node);
	read_day(reader, one, node);
	one->expect = yice_cases_get(node, "expect", YICE_JSON_OBJECT);
	if (!yice_json_get(node, "expect"))
		yice_diag_add(&reader->report->diags, YICE_D_cases_lacks, node->span, "expect", NULL);
	if (one->expect)
		check_expect(reader, one->expect, yice_json_get(node, "from") != NULL);
	cases->count++;
	return status;
}

static int read_list(struct yice_cases_reader *reader, const struct yice_json *list)
{
	struct yice_cases *cases = reader->cases;
	int status = YICE_OK;

	cases->items = yice_arena_array(&cases->arena, list ? list->count + 1 : 1, sizeof(*cases->items));
	if (!cases->items)
		return YICE_ENOMEM;
	for (const struct yice_json *node = list ? list->first : NULL; !status && node; node = node->next)
		status = read_case(reader, node);
	return status;
}

/* A file has cases, or properties, or both. */
static int read_root(struct yice_cases_reader *reader, const struct yice_json *root)
{
	static const struct yice_cases_member members[] = { { "rules", YICE_IS_ARRAY },
							    { "cases", YICE_IS_ARRAY },
							    { "properties", YICE_IS_ARRAY } };
	int status;

	if (!yice_cases_kind(reader, root, YICE_IS_OBJECT, reader->cases->path))
		return YICE_OK;
	yice_cases_members(reader, root, members, YICE_COUNT(members));
	status = read_rules(reader, yice_cases_get(root, "rules", YICE_JSON_ARRAY));
	if (!yice_json_get(root, "cases") && !yice_json_get(root, "properties"))
		yice_diag_add(&reader->report->diags, YICE_D_cases_lacks, root->span, "cases", NULL);
	if (!status)
		status = read_list(reader, yice_cases_get(root, "cases", YICE_JSON_ARRAY));
	if (!status)
		status = yice_properties_read(reader, yice_cases_get(root, "properties", YICE_JSON_ARRAY));
	return status;
}

int yice_cases_read(const char *path, struct yice_report *report, struct yice_cases *out)
{
	struct yice_cases_reader reader = { out, report };
	struct yice_json *root = NULL;
	char *text = NULL;
	size_t len;
	int status;

	memset(out, 0, sizeof(*out));
	yice_arena_init(&out->arena);
	out->path = path;
	status = yice_read_file(path, &text, &len);
	if (status)
		return status;
	status = yice_sources_add(&report->sources, path, text, len, &out->file);
	if (!status)
		status = yice_json_parse(text, len, out->file, 0, &out->arena, &report->diags, &root);
	free(text);
	if (root)
		status = read_root(&reader, root);
	return status ? status : yice_diags_status(&report->diags);
}

void yice_cases_release(struct yice_cases *cases)
{
	yice_arena_release(&cases->arena);
	memset(cases, 0, sizeof(*cases));
}

/* Depth is bounded by YICE_JSON_DEPTH. */
static void write_json(const struct yice_json *value, struct yice_buf *out)
{
	bool object = value->kind == YICE_JSON_OBJECT;

	switch (value->kind) {
	case YICE_JSON_NULL:
		yice_buf_adds(out, "null");
		break;
	case YICE_JSON_FALSE:
		yice_buf_adds(out, "false");
		break;
	case YICE_JSON_TRUE:
		yice_buf_adds(out, "true");
		break;
	case YICE_JSON_NUMBER:
		yice_buf_add(out, value->text, value->len);
		break;
	case YICE_JSON_STRING:
		yice_json_quote(out, value->text, value->len);
		break;
	case YICE_JSON_ARRAY:
	case YICE_JSON_OBJECT:
		yice_buf_addc(out, object ? '{' : '[');
		for (const struct yice_json *child = value->first; child; child = child->next) {
			yice_buf_adds(out, child == value->first ? "" : ", ");
			if (object) {
				yice_json_quote(out, child->key, strlen(child->key));
				yice_buf_adds(out, ": ");
			}
			write_json(child, out);
		}
		yice_buf_addc(out, object ? '}' : ']');
		break;
	}
}

/* The text of a source, all outside the span blanked: what is left keeps its line and column. */
static void blank_around(const struct yice_source *source, struct yice_span span, struct yice_buf *out)
{
	for (size_t i = 0; i < span.end; i++) {
		unsigned char byte = (unsigned char)source->text[i];

		if (i >= span.start || byte == '\n')
			yice_buf_addc(out, (char)byte);
		else if ((byte & 0xc0) != 0x80)
			yice_buf_addc(out, ' ');
	}
}

/* The path of the document in which the site stands: files it names lie beside it. */
static const char *home_of_site(const struct yice_case *one, const struct yice_report *report)
{
	const struct yice_json *site = yice_json_get(one->facts, "site");
	uint32_t file = (site ? site : one->facts)->span.file;

	return report->sources.items[file].name;
}

int yice_case_facts(const struct yice_cases *cases, const struct yice_case *one, yice_facts *facts,
		    struct yice_report *report)
{
	struct yice_buf text = YICE_BUF_INIT, name = YICE_BUF_INIT;
	int status;

	if (one->from) {
		write_json(one->facts, &text);
		yice_buf_addf(&name, "%s#%s", cases->path, one->name);
	} else {
		const struct yice_source *source = &report->sources.items[one->facts->span.file];

		blank_around(source, one->facts->span, &text);
		yice_buf_adds(&name, source->name);
	}
	status = yice_buf_status(&text) ? YICE_ENOMEM : yice_buf_status(&name);
	if (!status)
		yice_facts_set_open(facts, yice_cli_open_beside, (void *)(uintptr_t)home_of_site(one, report));
	if (!status)
		status = yice_facts_read(facts, yice_buf_text(&name), yice_buf_text(&text), text.len, report);
	yice_buf_release(&text);
	yice_buf_release(&name);
	return status;
}

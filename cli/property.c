/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the properties of expectation files: a condition in the language of
 * the rules, where, and what must or must never come of every project of which
 * everything is known. Called by cases.c; what needs the rules' names is
 * checked when they are there (proving.c).
 */
#include "base/base.h"
#include "cli/cases_reader.h"

static struct yice_diags *diags_of(struct yice_cases_reader *reader)
{
	return &reader->report->diags;
}

static void check_word(struct yice_cases_reader *reader, const struct yice_json *value, bool verdict)
{
	struct yice_buf words = YICE_BUF_INIT;

	if (!yice_cases_kind(reader, value, YICE_IS_STRING, value->key ? value->key : "expect"))
		return;
	if (yice_word_bit(value->text, verdict) >= 0)
		return;
	if (!strcmp(value->text, verdict ? "undetermined" : "unknown")) {
		yice_diag_add(diags_of(reader), YICE_D_property_unknown, value->span, value->text, NULL);
		return;
	}
	for (int i = 0; i < 16; i++) {
		const char *word = yice_bit_word(i, verdict);

		if (*word)
			yice_buf_addf(&words, "%s%s", words.len ? ", " : "", word);
	}
	if (words.failed)
		diags_of(reader)->failed = true;
	yice_diag_add(diags_of(reader), YICE_D_cases_word, value->span, value->text, yice_buf_text(&words), NULL);
	yice_buf_release(&words);
}

/* One word, or several of which each will do. */
static void check_words(struct yice_cases_reader *reader, const struct yice_json *value, bool verdict)
{
	if (value->kind != YICE_JSON_ARRAY) {
		check_word(reader, value, verdict);
		return;
	}
	for (const struct yice_json *word = value->first; word; word = word->next)
		check_word(reader, word, verdict);
}

static void check_wishes(struct yice_cases_reader *reader, const struct yice_json *wishes)
{
	static const struct yice_cases_member members[] = { { "verdict", YICE_IS_ANY },
							    { "clauses", YICE_IS_OBJECT } };
	const struct yice_json *verdict = yice_json_get(wishes, "verdict");
	const struct yice_json *clauses = yice_cases_get(wishes, "clauses", YICE_JSON_OBJECT);

	yice_cases_members(reader, wishes, members, YICE_COUNT(members));
	if (verdict)
		check_words(reader, verdict, true);
	for (const struct yice_json *clause = clauses ? clauses->first : NULL; clause; clause = clause->next)
		check_words(reader, clause, false);
	if (!wishes->count)
		yice_diag_add(diags_of(reader), YICE_D_cases_lacks, wishes->span, "verdict", NULL);
}

static void check_site(struct yice_cases_reader *reader, const struct yice_json *site)
{
	static const struct yice_cases_member members[] = { { "unit", YICE_IS_STRING },
							    { "scope", YICE_IS_STRING },
							    { "class", YICE_IS_STRING } };

	yice_cases_members(reader, site, members, YICE_COUNT(members));
}

static void read_property(struct yice_cases_reader *reader, const struct yice_json *node)
{
	static const struct yice_cases_member members[] = {
		{ "name", YICE_IS_STRING },  { "as_of", YICE_IS_STRING },  { "site", YICE_IS_OBJECT },
		{ "when", YICE_IS_STRING },  { "expect", YICE_IS_OBJECT }, { "never", YICE_IS_OBJECT },
	};
	struct yice_property *one = &reader->cases->properties[reader->cases->property_count];
	const struct yice_json *name;
	uint32_t column;

	if (!yice_cases_kind(reader, node, YICE_IS_OBJECT, "properties"))
		return;
	yice_cases_members(reader, node, members, YICE_COUNT(members));
	yice_source_locate(&reader->report->sources.items[reader->cases->file], node->span.start, &one->line,
			   &column);
	name = yice_cases_get(node, "name", YICE_JSON_STRING);
	one->name = name ? name->text : "";
	one->when = yice_cases_get(node, "when", YICE_JSON_STRING);
	one->site = yice_cases_get(node, "site", YICE_JSON_OBJECT);
	one->day = yice_cases_get(node, "as_of", YICE_JSON_STRING);
	one->expect = yice_cases_get(node, "expect", YICE_JSON_OBJECT);
	one->never = yice_cases_get(node, "never", YICE_JSON_OBJECT);
	if (!yice_json_get(node, "name"))
		yice_diag_add(diags_of(reader), YICE_D_cases_lacks, node->span, "name", NULL);
	if (!yice_json_get(node, "expect") && !yice_json_get(node, "never"))
		yice_diag_add(diags_of(reader), YICE_D_property_empty, node->span, NULL);
	if (one->day)
		yice_cases_check_day(reader, one->day);
	if (one->site)
		check_site(reader, one->site);
	if (one->expect)
		check_wishes(reader, one->expect);
	if (one->never)
		check_wishes(reader, one->never);
	reader->cases->property_count++;
}

int yice_properties_read(struct yice_cases_reader *reader, const struct yice_json *list)
{
	struct yice_cases *cases = reader->cases;

	cases->properties =
	    yice_arena_array(&cases->arena, list ? list->count + 1 : 1, sizeof(*cases->properties));
	if (!cases->properties)
		return YICE_ENOMEM;
	for (const struct yice_json *node = list ? list->first : NULL; node; node = node->next)
		read_property(reader, node);
	return YICE_OK;
}

const char *yice_bit_word(int bit, bool verdict)
{
	if (verdict)
		return bit < YICE_VERDICTS && bit != YICE_UNDETERMINED
			   ? yice_verdict_word((enum yice_verdict)bit, "en")
			   : "";
	if (bit == YICE_BIT_DUTY)
		return "duty";
	if (bit == YICE_BIT_ABSENT)
		return "absent";
	return bit < YICE_OUTCOMES && bit != YICE_UNKNOWN ? yice_outcome_word((enum yice_outcome)bit, "en") : "";
}

int yice_word_bit(const char *word, bool verdict)
{
	for (int i = 0; i <= YICE_BIT_ABSENT; i++)
		if (!strcmp(yice_bit_word(i, verdict), word) && *word)
			return i;
	return -1;
}

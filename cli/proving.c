/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Properties as statements: their conditions read in the words of the rules,
 * ids and places looked up, and the answer told. A condition keeps its place
 * in the expectation file, so that mistakes are shown where they were written.
 * Used by cmd_test.c.
 */
#include "base/base.h"
#include "cli/cli.h"
#include "cli/proving.h"
#include "compiler/declare.h"

struct proving {
	const struct yice_cases *cases;
	const struct yice_report *texts;
	struct yice_report *report;
	struct yice_study *study;
	struct yice_property_results *results;
};

static const char *const kind_words[YICE_PROOFS] = { "proved", "refuted", "unproved", "vacuous" };

/* ---------------------------------------------------------------- reading */

/* The condition as a source: as many lines and columns before it as in the file, then the decoded string. */
static int add_condition(struct proving *proving, const struct yice_json *when, uint32_t *file)
{
	const struct yice_source *source = &proving->texts->sources.items[when->span.file];
	struct yice_buf text = YICE_BUF_INIT;
	int status;

	for (size_t i = 0; i <= when->span.start; i++) {
		unsigned char byte = (unsigned char)source->text[i];

		if (byte == '\n' || (byte & 0xc0) != 0x80)
			yice_buf_addc(&text, byte == '\n' ? '\n' : ' ');
	}
	yice_buf_add(&text, when->text, when->len);
	status = yice_buf_status(&text);
	if (!status)
		status = yice_sources_add(&proving->report->sources, source->name, yice_buf_text(&text),
					  text.len, file);
	yice_buf_release(&text);
	return status;
}

/* A mistake in a property: its place is shown with the whole file around it. */
static void report_at(struct proving *proving, enum yice_diag_id id, const struct yice_json *value,
		      const char *word)
{
	const struct yice_source *source = &proving->texts->sources.items[value->span.file];
	struct yice_span span = word == value->key ? value->key_span : value->span;

	if (yice_sources_add(&proving->report->sources, source->name, source->text, source->len, &span.file))
		proving->report->diags.failed = true;
	else
		yice_diag_add(&proving->report->diags, id, span, word, NULL);
}

static bool has_open(const struct yice_logic *logic)
{
	for (const struct yice_logic *child = logic->first; child; child = child->next)
		if (has_open(child))
			return true;
	return logic->kind == YICE_LOGIC_TEST && logic->op == YICE_TEST_OPEN;
}

static int read_when(struct proving *proving, const struct yice_json *when, struct yice_statement *out)
{
	uint32_t file = 0;
	int status = add_condition(proving, when, &file);

	if (!status)
		status = yice_condition_read(&proving->study->model, file, &out->when);
	if (!status && has_open(out->when))
		report_at(proving, YICE_D_property_open, when, "when");
	return status == YICE_EDIAG ? YICE_OK : status;
}

static uint32_t find_in(const struct yice_map *map, const char *name)
{
	uint32_t entry = yice_map_find(map, name, strlen(name));

	return entry == YICE_MAP_NONE ? YICE_NONE : map->entries[entry].value;
}

static uint32_t find_class(const char *name)
{
	for (uint32_t i = YICE_PRIORITY; i <= YICE_GENERAL; i++) {
		struct yice_label label = yice_builtin_label(0, i);

		if (!strcmp(label.zh, name) || !strcmp(label.en, name))
			return i;
	}
	return YICE_NONE;
}

static void read_site(struct proving *proving, const struct yice_json *site, struct yice_statement *out)
{
	const struct yice_model *model = &proving->study->model;

	for (const struct yice_json *member = site->first; member; member = member->next) {
		bool unit = !strcmp(member->key, "unit"), scope = !strcmp(member->key, "scope");
		uint32_t *where = unit ? &out->unit : scope ? &out->scope : &out->klass;

		*where = unit    ? find_in(&model->unit_codes, member->text)
			 : scope ? find_in(&model->scope_names, member->text)
				 : find_class(member->text);
		if (*where == YICE_NONE)
			report_at(proving, YICE_D_property_site, member, member->text);
	}
}

static uint32_t bits_of(const struct yice_json *words, bool verdict)
{
	uint32_t bits = 0;

	if (words->kind != YICE_JSON_ARRAY)
		return UINT32_C(1) << yice_word_bit(words->text, verdict);
	for (const struct yice_json *word = words->first; word; word = word->next)
		bits |= UINT32_C(1) << yice_word_bit(word->text, verdict);
	return bits;
}

/* What is asked for (wanted), or must never be; wishes has room. */
static void read_wishes(struct proving *proving, const struct yice_json *from, bool wanted,
			struct yice_statement *out, struct yice_wish *wishes)
{
	const struct yice_json *verdict = from ? yice_json_get(from, "verdict") : NULL;
	const struct yice_json *clauses = from ? yice_json_get(from, "clauses") : NULL;

	if (verdict)
		out->verdicts &= wanted ? bits_of(verdict, true) : ~bits_of(verdict, true);
	for (const struct yice_json *clause = clauses ? clauses->first : NULL; clause; clause = clause->next) {
		struct yice_wish *wish = &wishes[out->wish_count++];
		uint32_t bits = bits_of(clause, false);

		wish->clause = yice_study_clause(proving->study, clause->key);
		wish->allowed = wanted ? bits : ~bits;
		if (wish->clause == YICE_NONE)
			report_at(proving, YICE_D_property_clause, clause, clause->key);
	}
}

static size_t count_clauses(const struct yice_json *wishes)
{
	const struct yice_json *clauses = wishes ? yice_json_get(wishes, "clauses") : NULL;

	return clauses ? clauses->count : 0;
}

static int read_statement(struct proving *proving, const struct yice_property *property,
			  struct yice_statement *out)
{
	size_t count = count_clauses(property->expect) + count_clauses(property->never) + 1;
	struct yice_wish *wishes = yice_arena_array(&proving->results->arena, count, sizeof(*wishes));
	int status = YICE_OK;

	*out = (struct yice_statement){ .unit = YICE_NONE, .scope = YICE_NONE, .klass = YICE_NONE,
					.verdicts = UINT32_MAX };
	if (!wishes)
		return YICE_ENOMEM;
	out->wishes = wishes;
	out->has_day = property->day && !yice_date_parse(property->day->text, property->day->len, &out->day);
	if (property->when)
		status = read_when(proving, property->when, out);
	if (property->site)
		read_site(proving, property->site, out);
	read_wishes(proving, property->expect, true, out, wishes);
	read_wishes(proving, property->never, false, out, wishes);
	return status;
}

/* ---------------------------------------------------------------- proving */

static const struct yice_json *words_for(const struct yice_json *wishes, const char *clause)
{
	const struct yice_json *clauses = wishes ? yice_json_get(wishes, "clauses") : NULL;

	if (!clause)
		return wishes ? yice_json_get(wishes, "verdict") : NULL;
	return clauses ? yice_json_get(clauses, clause) : NULL;
}

/* What was asked for of the verdict or clause, in the property's own words. */
static const char *expected_text(struct proving *proving, const struct yice_property *property,
				 const struct yice_property_result *result, uint32_t got)
{
	const struct yice_json *expect = words_for(property->expect, result->clause);
	const struct yice_json *never = words_for(property->never, result->clause);
	bool broken = never && (bits_of(never, !result->clause) >> got & 1);
	const struct yice_json *words = broken ? never : expect;
	struct yice_buf text = YICE_BUF_INIT;
	const char *kept;

	yice_buf_adds(&text, broken ? "never " : "");
	if (words->kind != YICE_JSON_ARRAY)
		yice_buf_adds(&text, words->text);
	for (const struct yice_json *word = words->first; word; word = word->next)
		yice_buf_addf(&text, "%s%s", word == words->first ? "" : ", ", word->text);
	kept = yice_arena_strdup(&proving->results->arena, yice_buf_text(&text));
	if (text.failed)
		proving->results->arena.failed = true;
	yice_buf_release(&text);
	return kept;
}

static const char *got_word(const struct yice_proof *proof)
{
	if (proof->wish != YICE_NONE)
		return yice_bit_word((int)proof->got, false);
	return yice_verdict_word((enum yice_verdict)proof->got, "en");
}

static const char *keep(struct proving *proving, const char *text)
{
	return text ? yice_arena_strdup(&proving->results->arena, text) : NULL;
}

static int prove(struct proving *proving, const struct yice_property *property,
		 const struct yice_statement *statement)
{
	struct yice_property_results *results = proving->results;
	struct yice_property_result *result = &results->items[results->count];
	struct yice_proof proof;
	int status = yice_prove(proving->study, statement, &proof);

	if (status)
		return status;
	*result = (struct yice_property_result){ .property = property, .kind = proof.kind,
						 .sites = proof.sites,
						 .places = proof.places,
						 .place = keep(proving, proof.place),
						 .witness = keep(proving, proof.witness) };
	if (proof.kind == YICE_REFUTED) {
		if (proof.wish != YICE_NONE)
			result->clause = yice_arena_strdup(
			    &results->arena, proving->study->ids.entries[statement->wishes[proof.wish].clause].key);
		result->expected = expected_text(proving, property, result, proof.got);
		result->got = got_word(&proof);
	}
	results->of_kind[proof.kind]++;
	results->count++;
	return results->arena.failed ? YICE_ENOMEM : YICE_OK;
}

static int prove_all(struct proving *proving)
{
	const struct yice_cases *cases = proving->cases;
	struct yice_statement *statements;
	int status = YICE_OK;

	statements = yice_arena_array(&proving->results->arena, cases->property_count, sizeof(*statements));
	proving->results->items =
	    yice_arena_array(&proving->results->arena, cases->property_count, sizeof(*proving->results->items));
	if (!statements || !proving->results->items)
		return YICE_ENOMEM;
	for (size_t i = 0; !status && i < cases->property_count; i++)
		status = read_statement(proving, &cases->properties[i], &statements[i]);
	if (!status)
		status = yice_diags_status(&proving->report->diags);
	for (size_t i = 0; !status && i < cases->property_count; i++)
		status = prove(proving, &cases->properties[i], &statements[i]);
	return status;
}

int yice_properties_prove(const struct yice_cases *cases, const struct yice_report *texts,
			  struct yice_report *report, struct yice_property_results *out)
{
	struct yice_study study;
	struct proving proving = { cases, texts, report, &study, out };
	int status;

	memset(out, 0, sizeof(*out));
	yice_arena_init(&out->arena);
	status = yice_study_load(&study, cases->rules, cases->rule_count, report);
	if (!status)
		status = yice_study_open(&study);
	if (!status)
		status = prove_all(&proving);
	yice_study_release(&study);
	return status;
}

void yice_property_results_release(struct yice_property_results *results)
{
	yice_arena_release(&results->arena);
}

/* ---------------------------------------------------------------- telling */

void yice_property_text(const struct yice_cases *cases, const struct yice_property_result *result,
			enum yice_lang lang, struct yice_buf *out)
{
	static const char *const titles[YICE_PROOFS][2] = {
		[YICE_PROVED] = { "", "" },
		[YICE_REFUTED] = { "已否证", "REFUTED" },
		[YICE_UNPROVED] = { "界限之内未能证明", "NOT PROVED WITHIN THE BOUND" },
		[YICE_VACUOUS] = { "空话：没有这样的项目", "VACUOUS, there is no such project" },
	};

	if (result->kind == YICE_PROVED)
		return;
	yice_buf_addf(out, "%s %s:%u %s\n", titles[result->kind][lang], cases->path,
		      (unsigned int)result->property->line, result->property->name);
	if (result->kind == YICE_UNPROVED)
		yice_buf_addf(out, YICE_TEXT(lang, "  在 %s\n", "  in %s\n"), result->place);
	if (result->kind != YICE_REFUTED)
		return;
	if (result->clause)
		yice_buf_addf(out, YICE_TEXT(lang, "  判定 %s\n", "  outcome %s\n"), result->clause);
	else
		yice_buf_adds(out, YICE_TEXT(lang, "  结论\n", "  verdict\n"));
	yice_buf_addf(out, "    - %s\n    + %s\n", result->expected, result->got);
	yice_buf_addf(out, YICE_TEXT(lang, "  例如 %s\n", "  for example %s\n"), result->witness);
}

const char *yice_sites_word(enum yice_proof_sites sites)
{
	static const char *const words[YICE_SITES] = { "all", "two-units", "one-unit" };

	return words[sites];
}

static void put(struct yice_buf *out, const char *name, const char *text)
{
	yice_buf_addf(out, ",\"%s\":", name);
	if (text)
		yice_json_quote(out, text, strlen(text));
	else
		yice_buf_adds(out, "null");
}

void yice_property_json(const struct yice_cases *cases, const struct yice_property_result *result,
			struct yice_buf *out)
{
	yice_buf_adds(out, "{\"file\":");
	yice_json_quote(out, cases->path, strlen(cases->path));
	yice_buf_addf(out, ",\"line\":%u", (unsigned int)result->property->line);
	put(out, "name", result->property->name);
	put(out, "result", kind_words[result->kind]);
	put(out, "sites",
	    result->kind == YICE_PROVED || result->kind == YICE_VACUOUS ? yice_sites_word(result->sites) : NULL);
	yice_buf_addf(out, ",\"places\":%u", (unsigned int)result->places);
	put(out, "place", result->place);
	put(out, "clause", result->clause);
	put(out, "expected", result->expected);
	put(out, "got", result->got);
	yice_buf_addf(out, ",\"witness\":%s}", result->witness ? result->witness : "null");
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yice test: expectation files against the rules they name. Rules are built
 * once for every set of paths; each case is decided and held against what it
 * expects, and everything decided counts towards coverage.
 */
#include "base/base.h"
#include "cli/boundaries.h"
#include "cli/cli.h"
#include "cli/exercise.h"
#include "cli/expect.h"
#include "cli/mutation.h"
#include "cli/proving.h"
#include "yice/compile.h"

struct ruleset {
	char *key; /* its paths, one a line */
	void *bytes;
	yice_image *image;
	yice_facts *facts;
	yice_run *run;
};

struct tester {
	const struct yice_cli *cli;
	struct ruleset *rulesets;
	size_t ruleset_count;
	struct yice_exercise exercise;
	size_t passed, failed;
	size_t proofs[YICE_PROOFS]; /* properties by what became of them */
	size_t sites[YICE_SITES];   /* and those proved by the sites that was shown of */
	struct yice_buf properties; /* their results, in JSON */
	bool json;
	enum yice_lang names; /* of facts and reasons in the results */
	int code;             /* worst so far */
	struct yice_buf out;
};

/* A failure of the tool or its input outweighs a failed expectation, which outweighs what is not settled. */
static void worsen(struct tester *tester, int code)
{
	if (code == YICE_EXIT_FAILED || !tester->code || (code && tester->code == YICE_EXIT_OPEN))
		tester->code = code;
}

static void release_ruleset(struct ruleset *set)
{
	yice_run_free(set->run);
	yice_facts_free(set->facts);
	yice_image_free(set->image);
	free(set->bytes);
	free(set->key);
}

/* YICE_EDIAG when the rules have errors, which are shown. */
static int build_rules(struct tester *tester, const struct yice_cases *cases, struct ruleset *set)
{
	struct yice_report *report;
	size_t len;
	int status = yice_report_new(&report);

	if (status)
		return status;
	status = yice_build(cases->rules, cases->rule_count, report, &set->bytes, &len);
	if (!status)
		status = yice_image_borrow(set->bytes, len, report, &set->image);
	if (status)
		yice_cli_diagnose(tester->cli, report);
	yice_report_free(report);
	if (!status)
		status = yice_facts_new(set->image, &set->facts);
	if (!status)
		status = yice_run_new(set->image, &set->run);
	return status ? status : yice_exercise_enter(&tester->exercise, set->run->view);
}

/* The rules of a file, built or from before. Those with errors are kept without an image: shown once. */
static int find_rules(struct tester *tester, const struct yice_cases *cases, struct ruleset **out)
{
	struct yice_buf key = YICE_BUF_INIT;
	struct ruleset *sets;

	for (size_t i = 0; i < cases->rule_count; i++)
		yice_buf_addf(&key, "%s\n", cases->rules[i]);
	for (size_t i = 0; i < tester->ruleset_count && !key.failed; i++) {
		if (strcmp(tester->rulesets[i].key, yice_buf_text(&key)))
			continue;
		yice_buf_release(&key);
		*out = &tester->rulesets[i];
		return (*out)->image ? YICE_OK : YICE_EDIAG;
	}
	sets = realloc(tester->rulesets, (tester->ruleset_count + 1) * sizeof(*sets));
	if (sets)
		tester->rulesets = sets;
	if (!sets || yice_buf_status(&key) || !key.data) {
		yice_buf_release(&key);
		return YICE_ENOMEM;
	}
	*out = &sets[tester->ruleset_count++];
	**out = (struct ruleset){ .key = key.data };
	return build_rules(tester, cases, *out);
}

/* Decides a case; the facts and the run are those of the set. */
static int decide(const struct yice_cases *cases, const struct yice_case *one, struct ruleset *set,
		  struct yice_report *report)
{
	int status;

	yice_facts_clear(set->facts);
	status = yice_case_facts(cases, one, set->facts, report);
	return status ? status : yice_run_decide(set->run, set->facts, one->day);
}

/* Decides a case and compares it; when changes are expected, after deciding the case it starts from. */
static int judge(struct tester *tester, const struct yice_cases *cases, const struct yice_case *one,
		 struct ruleset *set, struct yice_report *report, struct yice_findings *findings)
{
	bool changes = one->from && yice_json_get(one->expect, "changes");
	struct yice_sight sight = { .run = set->run, .facts = set->facts };
	struct yice_map before;
	int status = YICE_OK;

	yice_map_init(&before);
	if (changes)
		status = decide(cases, one->from, set, report);
	if (!status && changes)
		status = yice_outcomes_of(&sight, &before);
	if (!status)
		status = decide(cases, one, set, report);
	if (!status)
		status = yice_exercise_note(&tester->exercise, set->run);
	if (!status)
		status = yice_expect_compare(one, &sight, tester->names, changes ? &before : NULL, findings);
	yice_map_release(&before);
	return status;
}

static void put_finding_text(struct tester *tester, const struct yice_finding *finding)
{
	static const struct {
		const char *what, *zh, *en;
	} labels[] = { { "verdict", "结论", "verdict" }, { "outcome", "判定", "outcome" },
		       { "missing", "缺少", "missing" }, { "judge", "待判", "judge" },
		       { "because", "理由", "because" }, { "change", "变化", "change" } };
	enum yice_lang lang = tester->cli->args.lang;

	for (size_t i = 0; i < YICE_COUNT(labels); i++)
		if (!strcmp(labels[i].what, finding->what))
			yice_buf_addf(&tester->out, "  %s", YICE_TEXT(lang, labels[i].zh, labels[i].en));
	if (finding->clause)
		yice_buf_addf(&tester->out, " %s", finding->clause);
	yice_buf_addf(&tester->out, "\n    - %s\n", finding->expected);
	if (*finding->got)
		yice_buf_addf(&tester->out, "    + %s\n", finding->got);
	for (const char *line = finding->reason; *line;) {
		size_t len = strcspn(line, "\n");

		yice_buf_addf(&tester->out, "      %.*s\n", (int)len, line);
		line += len + (line[len] == '\n');
	}
}

static void quote(struct yice_buf *out, const char *text)
{
	yice_json_quote(out, text, strlen(text));
}

static void put_case_json(struct tester *tester, const struct yice_cases *cases, const struct yice_case *one,
			  const struct yice_findings *findings)
{
	struct yice_buf *out = &tester->out;

	yice_buf_adds(out, tester->passed + tester->failed > 1 ? ",\n  {\"file\":" : "\n  {\"file\":");
	quote(out, cases->path);
	yice_buf_addf(out, ",\"line\":%u,\"name\":", (unsigned int)one->line);
	quote(out, one->name);
	yice_buf_addf(out, ",\"ok\":%s,\"failures\":[", findings->first ? "false" : "true");
	for (const struct yice_finding *finding = findings->first; finding; finding = finding->next) {
		yice_buf_addf(out, "%s{\"what\":\"%s\",\"clause\":", finding == findings->first ? "" : ",",
			      finding->what);
		if (finding->clause)
			quote(out, finding->clause);
		else
			yice_buf_adds(out, "null");
		yice_buf_adds(out, ",\"expected\":");
		quote(out, finding->expected);
		yice_buf_adds(out, ",\"got\":");
		quote(out, finding->got);
		yice_buf_adds(out, ",\"reason\":");
		quote(out, finding->reason);
		yice_buf_addc(out, '}');
	}
	yice_buf_adds(out, "]}");
}

static void put_case(struct tester *tester, const struct yice_cases *cases, const struct yice_case *one,
		     const struct yice_findings *findings)
{
	if (findings->first) {
		tester->failed++;
		worsen(tester, YICE_EXIT_RULES);
	} else {
		tester->passed++;
	}
	if (tester->json) {
		put_case_json(tester, cases, one, findings);
		return;
	}
	if (!findings->first)
		return;
	yice_buf_addf(&tester->out, YICE_TEXT(tester->cli->args.lang, "不符 %s:%u %s\n", "FAILED %s:%u %s\n"),
		      cases->path, (unsigned int)one->line, one->name);
	for (const struct yice_finding *finding = findings->first; finding; finding = finding->next)
		put_finding_text(tester, finding);
}

static int run_cases(struct tester *tester, const struct yice_cases *cases, struct ruleset *set,
		     struct yice_report *report)
{
	int worst = YICE_OK;

	for (size_t i = 0; i < cases->count; i++) {
		struct yice_findings findings;
		int status;

		yice_findings_init(&findings);
		status = judge(tester, cases, &cases->items[i], set, report, &findings);
		if (!status)
			put_case(tester, cases, &cases->items[i], &findings);
		yice_findings_release(&findings);
		if (status && status != YICE_EDIAG)
			return status;
		worst = status ? status : worst;
	}
	return worst;
}

static void put_property(struct tester *tester, const struct yice_cases *cases,
			 const struct yice_property_result *result)
{
	worsen(tester, result->kind == YICE_UNPROVED ? YICE_EXIT_OPEN
		       : result->kind == YICE_PROVED ? YICE_EXIT_OK
						     : YICE_EXIT_RULES);
	tester->proofs[result->kind]++;
	tester->sites[result->sites] += result->kind == YICE_PROVED;
	if (tester->json) {
		yice_buf_adds(&tester->properties, tester->properties.len ? ",\n  " : "\n  ");
		yice_property_json(cases, result, &tester->properties);
	} else {
		yice_property_text(cases, result, tester->cli->args.lang, &tester->out);
	}
}

/* Properties of a file whose rules are known to have no errors. */
static int run_properties(struct tester *tester, const struct yice_cases *cases,
			  const struct yice_report *texts, size_t *proved)
{
	struct yice_report *report = cases->property_count ? yice_cli_report(tester->cli) : NULL;
	struct yice_property_results results;
	int status;

	if (!report)
		return cases->property_count ? YICE_ENOMEM : YICE_OK;
	status = yice_properties_prove(cases, texts, report, &results);
	for (size_t i = 0; !status && i < results.count; i++)
		put_property(tester, cases, &results.items[i]);
	*proved = results.of_kind[YICE_PROVED];
	if (status == YICE_EDIAG)
		yice_cli_diagnose(tester->cli, report);
	yice_property_results_release(&results);
	yice_report_free(report);
	return status;
}

static bool has_properties(const struct tester *tester)
{
	size_t count = 0;

	for (size_t i = 0; i < YICE_COUNT(tester->proofs); i++)
		count += tester->proofs[i];
	return count > 0;
}

/* One line for the file, below the cases that failed in it. */
static void put_file(struct tester *tester, const char *path, size_t passed, size_t failed, size_t proved)
{
	enum yice_lang lang = tester->cli->args.lang;

	if (tester->json)
		return;
	if (proved)
		yice_buf_addf(&tester->out,
			      YICE_TEXT(lang, "%s：%zu 个通过，%zu 个不符，%zu 条性质得证\n",
					"%s: %zu passed, %zu failed, %zu proved\n"),
			      path, passed, failed, proved);
	else if (failed)
		yice_buf_addf(&tester->out,
			      YICE_TEXT(lang, "%s：%zu 个通过，%zu 个不符\n", "%s: %zu passed, %zu failed\n"),
			      path, passed, failed);
	else
		yice_buf_addf(&tester->out, YICE_TEXT(lang, "%s：%zu 个通过\n", "%s: %zu passed\n"), path,
			      passed);
}

static int test_file(struct tester *tester, const char *path)
{
	struct yice_report *report = yice_cli_report(tester->cli);
	size_t passed = tester->passed, failed = tester->failed, proved = 0;
	struct yice_cases cases;
	struct ruleset *set;
	int status;

	if (!report)
		return YICE_EXIT_FAILED;
	status = yice_cases_read(path, report, &cases);
	if (!status) {
		status = find_rules(tester, &cases, &set);
		if (status == YICE_EDIAG) {
			worsen(tester, YICE_EXIT_RULES);
			yice_cli_say(tester->cli,
				     YICE_TEXT(tester->cli->args.lang, "%s：规则有错误，没有运行",
					       "%s: not run, its rules have errors"),
				     path);
			status = YICE_OK;
		} else if (!status) {
			status = run_cases(tester, &cases, set, report);
			if (!status)
				status = run_properties(tester, &cases, report, &proved);
			put_file(tester, path, tester->passed - passed, tester->failed - failed, proved);
		}
	}
	if (status == YICE_EDIAG)
		yice_cli_diagnose(tester->cli, report);
	else if (status)
		yice_cli_failed(tester->cli, status, path);
	yice_cases_release(&cases);
	yice_report_free(report);
	return status ? YICE_EXIT_FAILED : YICE_EXIT_OK;
}

/* A clause or a test that was never on one side: yes (applicable) or no. */
static void put_gap(struct tester *tester, const struct yice_map_entry *entry, bool no, bool first)
{
	static const char *const words[2][2] = { { "applicable", "not-applicable" }, { "yes", "no" } };
	static const char *const said[2][2][2] = {
		{ { "从未适用", "never applicable" }, { "从未被排除", "never not applicable" } },
		{ { "从未为是", "never yes" }, { "从未为否", "never no" } },
	};
	struct yice_buf *out = &tester->out;
	size_t id = strcspn(entry->key, "\t");
	const char *test = entry->key[id] ? entry->key + id + 1 : NULL;

	if (!tester->json) {
		yice_buf_addf(out, "  %s  %.*s%s%s\n", said[test != NULL][no][tester->cli->args.lang],
			      (int)id, entry->key, test ? "  " : "", test ? test : "");
		return;
	}
	yice_buf_adds(out, first ? "\n  {\"clause\":" : ",\n  {\"clause\":");
	yice_json_quote(out, entry->key, id);
	yice_buf_adds(out, ",\"test\":");
	if (test)
		quote(out, test);
	else
		yice_buf_adds(out, "null");
	yice_buf_addf(out, ",\"never\":\"%s\"}", words[test != NULL][no]);
}

static void put_gaps(struct tester *tester)
{
	const struct yice_map *maps[] = { &tester->exercise.clauses, &tester->exercise.tests };
	bool first = true;

	for (size_t m = 0; m < YICE_COUNT(maps); m++) {
		for (uint32_t i = 0; i < maps[m]->count; i++) {
			const struct yice_map_entry *entry = &maps[m]->entries[i];
			bool may_be_no = m == 1 || (entry->value & YICE_MAY_BE_NO);

			if (!(entry->value & YICE_SEEN_YES)) {
				put_gap(tester, entry, false, first);
				first = false;
			}
			if (may_be_no && !(entry->value & YICE_SEEN_NO)) {
				put_gap(tester, entry, true, first);
				first = false;
			}
		}
	}
}

/* Behind the totals: what became of the properties, if there are any. */
static void put_proofs(struct tester *tester)
{
	const size_t *n = tester->proofs;
	enum yice_proof_sites least = tester->sites[YICE_SITES_ONE]   ? YICE_SITES_ONE
				      : tester->sites[YICE_SITES_TWO] ? YICE_SITES_TWO
								      : YICE_SITES_ALL;

	if (!has_properties(tester))
		return;
	if (tester->json)
		yice_buf_addf(&tester->out,
			      ",\"proved\":%zu,\"refuted\":%zu,\"unproved\":%zu,\"vacuous\":%zu,\"sites\":\"%s\",\n \"properties\":[%s]",
			      n[YICE_PROVED], n[YICE_REFUTED], n[YICE_UNPROVED], n[YICE_VACUOUS], yice_sites_word(least),
			      yice_buf_text(&tester->properties));
	else
		yice_buf_addf(&tester->out,
			      YICE_TEXT(tester->cli->args.lang,
					"性质：%zu 条得证（其中 %zu 条只就至多两个单元的场址、%zu 条只就一个单元的场址而言），%zu 条被否证，%zu "
					"条未能证明，%zu 条是空话\n",
					"properties: %zu proved (%zu of them for sites in at most two units, %zu for sites in one), %zu "
					"refuted, %zu not proved, %zu vacuous\n"),
			      n[YICE_PROVED], tester->sites[YICE_SITES_TWO], tester->sites[YICE_SITES_ONE], n[YICE_REFUTED],
			      n[YICE_UNPROVED], n[YICE_VACUOUS]);
}

static void put_totals(struct tester *tester)
{
	bool gaps = yice_args_value(&tester->cli->args, YICE_OPT_test_coverage) != NULL;
	struct yice_buf *out = &tester->out;
	struct yice_exercise_totals t;

	yice_exercise_total(&tester->exercise, &t);
	if (tester->json)
		yice_buf_addf(
		    out,
		    "],\n \"coverage\":{\"clauses\":%u,\"applied\":%u,\"guarded\":%u,\"not_applied\":%u,"
		    "\"tests\":%u,\"yes\":%u,\"no\":%u,\"gaps\":[",
		    t.clauses, t.applied, t.guarded, t.not_applied, t.tests, t.yes, t.no);
	if (gaps)
		put_gaps(tester);
	if (tester->json)
		yice_buf_addf(out, "]},\n \"passed\":%zu,\"failed\":%zu", tester->passed, tester->failed);
	else
		yice_buf_addf(
		    out,
		    YICE_TEXT(
			tester->cli->args.lang,
			"%zu 个通过，%zu 个不符；条款适用过 %u/%u，被排除过 %u/%u；条件为是过 %u/%u，为否过 "
			"%u/%u\n",
			"%zu passed, %zu failed; clauses applied %u/%u, not applicable %u/%u; tests yes "
			"%u/%u, no %u/%u\n"),
		    tester->passed, tester->failed, t.applied, t.clauses, t.not_applied, t.guarded, t.yes,
		    t.tests, t.no, t.tests);
	put_proofs(tester);
	if (tester->json)
		yice_buf_adds(out, "}\n");
}

static int test_all(struct tester *tester, const struct yice_paths *paths)
{
	int code;

	yice_buf_adds(&tester->out, tester->json ? "{\"cases\":[" : "");
	for (size_t i = 0; i < paths->count; i++)
		worsen(tester, test_file(tester, paths->items[i]));
	put_totals(tester);
	if (tester->properties.failed)
		tester->out.failed = true;
	yice_buf_release(&tester->properties);
	code = yice_cli_print(tester->cli, &tester->out);
	return code ? code : tester->code;
}

int yice_cmd_test(struct yice_cli *cli)
{
	struct tester tester = { .cli = cli };
	int code = yice_cli_operands(cli, 1, SIZE_MAX);
	const char *output = yice_args_value(&cli->args, YICE_OPT_test_output);
	struct yice_paths paths;

	if (code)
		return code;
	if (yice_args_value(&cli->args, YICE_OPT_test_boundaries))
		return yice_boundaries_write(cli, output);
	if (output)
		return yice_cli_misused(
		    cli, "%s", YICE_TEXT(cli->args.lang, "-o 要与 --boundaries 一起用", "-o needs --boundaries"));
	tester.json = !strcmp(yice_cli_format(cli, YICE_OPT_test_format, YICE_OPT_test_json, "text"), "json");
	tester.names =
	    strcmp(tester.json ? yice_cli_data_lang(cli) : yice_cli_lang(cli), "zh") ? YICE_EN : YICE_ZH;
	yice_exercise_init(&tester.exercise);
	yice_paths_init(&paths);
	for (size_t i = 0; !code && i < cli->args.operand_count; i++) {
		int status = yice_paths_add(&paths, cli->args.operands[i], ".cases.json");

		if (status)
			code = yice_cli_failed(cli, status, cli->args.operands[i]);
	}
	/* Nothing tested is not a success. */
	if (!code && !paths.count) {
		yice_cli_say(cli, "%s",
			     YICE_TEXT(cli->args.lang, "没有找到 *.cases.json", "no *.cases.json found"));
		code = YICE_EXIT_FAILED;
	}
	if (!code)
		code = yice_args_value(&cli->args, YICE_OPT_test_mutate) ? yice_mutation_run(cli, &paths, tester.json)
									  : test_all(&tester, &paths);
	for (size_t i = 0; i < tester.ruleset_count; i++)
		release_ruleset(&tester.rulesets[i]);
	free(tester.rulesets);
	yice_exercise_release(&tester.exercise);
	yice_paths_release(&paths);
	return code;
}

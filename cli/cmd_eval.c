/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yice eval: one project decided and reported. The exit status tells the
 * verdict, so that a script need not read the report. The rules are those of
 * an image, or those that a store had in force on the day; then the decision
 * can go on record, and does so before anything is shown.
 */
#include "base/base.h"
#include "cli/images.h"
#include "cli/store_eval.h"
#include "runtime/facts.h"
#include "yice/advice.h"

struct evaluation {
	const struct yice_cli *cli;
	yice_image *image;
	char digest[65];             /* of the image */
	struct yice_images *images;  /* of which it is one; NULL with a store */
	yice_facts *facts;
	yice_run *run;
	const char *day;             /* of --as-of, or NULL */
	struct yice_composed *store; /* NULL with an image file */
	char *document;              /* the facts as they were given */
	size_t document_len;
};

static int verdict_code(enum yice_verdict verdict)
{
	switch (verdict) {
	case YICE_REFUSED:
		return YICE_EXIT_REFUSED;
	case YICE_UNDETERMINED:
	case YICE_NEEDS_JUDGEMENT:
		return YICE_EXIT_OPEN;
	default:
		return YICE_EXIT_OK;
	}
}

static const char *document_name(const struct evaluation *evaluation)
{
	return evaluation->cli->args.operands[evaluation->cli->args.operand_count - 1];
}

static int read_document(struct evaluation *evaluation)
{
	const char *path = document_name(evaluation);
	int status = yice_read_file(path, &evaluation->document, &evaluation->document_len);

	return status ? yice_cli_failed(evaluation->cli, status, path) : YICE_EXIT_OK;
}

/* The image that decides the document. */
static int choose_image(struct evaluation *evaluation)
{
	const struct yice_cli *cli = evaluation->cli;
	struct yice_report *report = yice_cli_report(cli);
	const struct yice_document document = { document_name(evaluation), evaluation->document, evaluation->document_len,
						yice_cli_open_beside, (void *)(uintptr_t)document_name(evaluation) };
	const struct yice_opened *opened;
	uint32_t number;
	int status, code = YICE_EXIT_OK;

	if (!report)
		return YICE_EXIT_FAILED;
	status = yice_images_choose(evaluation->images, &document, report, &number);
	if (!status)
		status = yice_images_get(evaluation->images, number, report, &opened);
	yice_cli_diagnose(cli, report);
	if (status)
		code = status == YICE_EDIAG ? YICE_EXIT_FAILED : yice_cli_failed(cli, status, document.name);
	yice_report_free(report);
	if (code)
		return code;
	evaluation->image = opened->image;
	memcpy(evaluation->digest, opened->digest, sizeof(evaluation->digest));
	return YICE_EXIT_OK;
}

static int read_facts(struct evaluation *evaluation)
{
	const struct yice_cli *cli = evaluation->cli;
	const char *path = document_name(evaluation);
	struct yice_report *report = yice_cli_report(cli);
	int status, code = YICE_EXIT_OK;

	if (!report)
		return YICE_EXIT_FAILED;
	yice_facts_set_open(evaluation->facts, yice_cli_open_beside, (void *)(uintptr_t)path);
	status = yice_facts_read(evaluation->facts, path, evaluation->document, evaluation->document_len, report);
	yice_cli_diagnose(cli, report);
	if (status == YICE_EDIAG)
		code = YICE_EXIT_FAILED;
	else if (status)
		code = yice_cli_failed(cli, status, path);
	yice_report_free(report);
	return code;
}

/* The day is part of every verdict: when nobody gave one, say which was taken. */
static void note_day(const struct evaluation *evaluation)
{
	char day[11];

	if (evaluation->day || *yice_facts_day(evaluation->facts))
		return;
	yice_image_default_day(evaluation->image, day);
	yice_cli_say(evaluation->cli,
		     YICE_TEXT(evaluation->cli->args.lang,
			       "没有给出日期，按 %s 有效的清单判定（--as-of 可指定）",
			       "no date was given; decided by the lists of %s (--as-of names another day)"),
		     day);
}

static int decide(struct evaluation *evaluation)
{
	int status = yice_run_decide(evaluation->run, evaluation->facts, evaluation->day);

	if (status == YICE_ELIMIT) {
		yice_cli_say(evaluation->cli, "%s",
			     YICE_TEXT(evaluation->cli->args.lang, "超出步数限度，未能判定",
				       "the step budget ran out, nothing was decided"));
		return YICE_EXIT_FAILED;
	}
	return status ? yice_cli_failed(evaluation->cli, status, NULL) : YICE_EXIT_OK;
}

/* Values of an option that may be repeated; *out is the caller's. */
static size_t list_names(const struct yice_args *args, enum yice_option option, const char **out)
{
	size_t count = 0;

	for (size_t i = 0; i < args->given_count; i++)
		if (args->given[i].option == option)
			out[count++] = args->given[i].value;
	return count;
}

/* The report with advice. *code is set when that has been answered for already. */
static int advise(struct evaluation *evaluation, const char *format, const char *lang, char **text, int *code)
{
	const struct yice_cli *cli = evaluation->cli;
	struct yice_report *report = yice_cli_report(cli);
	const char **names = malloc((2 * cli->args.given_count + 1) * sizeof(*names));
	struct yice_advice_options options = { .keep = names, .vary = names + cli->args.given_count };
	yice_advice *advice = NULL;
	int status = report && names ? YICE_OK : YICE_ENOMEM;

	if (!status) {
		options.keep_count = list_names(&cli->args, YICE_OPT_eval_keep, names);
		options.vary_count = list_names(&cli->args, YICE_OPT_eval_vary, names + cli->args.given_count);
		status = yice_advice_new(evaluation->image, evaluation->facts, evaluation->day, &options, report, &advice);
		yice_cli_diagnose(cli, report);
		if (status == YICE_ENOTFOUND)
			*code = YICE_EXIT_FAILED;
	}
	if (!status)
		status = yice_advice_report(advice, format, lang, evaluation->digest, text);
	yice_advice_free(advice);
	yice_report_free(report);
	free(names);
	return status;
}

static int render(struct evaluation *evaluation, const char *format, const char *lang, const char *clause, char **text,
		  int *code)
{
	if (yice_args_value(&evaluation->cli->args, YICE_OPT_eval_advise))
		return advise(evaluation, format, lang, text, code);
	return yice_run_render(evaluation->run, evaluation->facts, format, lang, evaluation->digest, clause, text);
}

static int report(struct evaluation *evaluation)
{
	const struct yice_cli *cli = evaluation->cli;
	const char *output = yice_args_value(&cli->args, YICE_OPT_eval_output);
	const char *clause = yice_args_value(&cli->args, YICE_OPT_eval_explain);
	const char *format = yice_cli_format(cli, YICE_OPT_eval_format, YICE_OPT_eval_json, "text");
	const char *lang = strcmp(format, "json") ? yice_cli_lang(cli) : yice_cli_data_lang(cli);
	char *text;
	int status, code = YICE_EXIT_OK;

	if (!strcmp(format, "text") && cli->color_out && !output)
		format = "ansi";
	status = render(evaluation, format, lang, clause, &text, &code);
	if (code)
		return code;
	if (status == YICE_ENOTFOUND)
		return yice_cli_no_clause(cli, evaluation->image, clause);
	if (status)
		return yice_cli_failed(cli, status, NULL);
	code = yice_cli_write(cli, output, text, strlen(text));
	free(text);
	return code ? code : verdict_code(yice_run_verdict(evaluation->run));
}

static int record(struct evaluation *evaluation)
{
	const struct yice_cli *cli = evaluation->cli;
	const char *path = yice_args_value(&cli->args, YICE_OPT_eval_record);
	struct yice_decisions *log;
	int code, status;

	if (!path)
		return YICE_EXIT_OK;
	code = yice_record_open(cli, path, &log);
	if (code)
		return code;
	status = yice_composed_record(evaluation->store, evaluation->run, evaluation->facts, evaluation->document,
				      evaluation->document_len, log);
	if (!status)
		status = yice_decisions_commit(log);
	if (status)
		code = yice_cli_failed(cli, status, path);
	yice_decisions_close(log);
	return code;
}

static int evaluate(struct evaluation *evaluation)
{
	int code = read_document(evaluation);

	if (!code && evaluation->images)
		code = choose_image(evaluation);
	if (code)
		return code;
	if (yice_facts_new(evaluation->image, &evaluation->facts) ||
	    yice_run_new(evaluation->image, &evaluation->run))
		return yice_cli_failed(evaluation->cli, YICE_ENOMEM, NULL);
	code = read_facts(evaluation);
	if (code)
		return code;
	note_day(evaluation);
	code = decide(evaluation);
	if (!code)
		code = record(evaluation);
	return code ? code : report(evaluation);
}

static int finish(struct evaluation *evaluation, int code)
{
	if (!code)
		code = evaluate(evaluation);
	yice_run_free(evaluation->run);
	yice_facts_free(evaluation->facts);
	free(evaluation->document);
	return code;
}

/* yice eval --store STORE FACTS: by the rules of all tiers in force on the day. */
static int evaluate_by_store(struct evaluation *evaluation, const char *store)
{
	const struct yice_cli *cli = evaluation->cli;
	struct yice_composed composed;
	int code = yice_cli_operands(cli, 1, 1);

	if (code)
		return code;
	code = yice_composed_open(&composed, cli, store, yice_args_value(&cli->args, YICE_OPT_eval_scope), evaluation->day,
				  yice_args_value(&cli->args, YICE_OPT_eval_known));
	evaluation->store = &composed;
	evaluation->image = composed.image;
	if (!code && yice_cli_digest(composed.image, evaluation->digest))
		code = yice_cli_failed(cli, YICE_ENOMEM, NULL);
	code = finish(evaluation, code);
	yice_composed_close(&composed);
	evaluation->store = NULL;
	return code;
}

static int evaluate_by_image(struct evaluation *evaluation)
{
	const struct yice_cli *cli = evaluation->cli;
	int code = yice_cli_operands(cli, 2, 2);

	if (!code)
		code = yice_composed_unasked(cli, YICE_OPT_eval_scope, YICE_OPT_eval_known, YICE_OPT_eval_record);
	if (code)
		return code;
	evaluation->images = yice_images_open(cli, cli->args.operands[0]);
	if (!evaluation->images)
		return YICE_EXIT_FAILED;
	code = finish(evaluation, YICE_EXIT_OK);
	yice_images_close(evaluation->images);
	return code;
}

/* What goes with --advise, and what it does not go with. */
static int check_advice(const struct yice_cli *cli)
{
	const struct yice_args *args = &cli->args;
	enum yice_lang lang = args->lang;

	if (!yice_args_value(args, YICE_OPT_eval_advise))
		return yice_args_value(args, YICE_OPT_eval_keep) || yice_args_value(args, YICE_OPT_eval_vary)
			   ? yice_cli_misused(cli, "%s", YICE_TEXT(lang, "--keep 和 --vary 要与 --advise 同用",
								   "--keep and --vary go with --advise"))
			   : YICE_EXIT_OK;
	if (yice_args_value(args, YICE_OPT_eval_explain))
		return yice_cli_misused(cli, "%s", YICE_TEXT(lang, "--advise 针对整个结论，不能与 --explain 同用",
							     "--advise is about the whole verdict and does not go with --explain"));
	if (!strcmp(yice_cli_format(cli, YICE_OPT_eval_format, YICE_OPT_eval_json, "text"), "csv"))
		return yice_cli_misused(cli, "%s", YICE_TEXT(lang, "CSV 只有表格，没有建议；请用 text、json、md 或 html",
							     "CSV is the table alone, without advice; use text, json, md or html"));
	return YICE_EXIT_OK;
}

int yice_cmd_eval(struct yice_cli *cli)
{
	struct evaluation evaluation = { .cli = cli };
	const char *store = yice_args_value(&cli->args, YICE_OPT_eval_store);
	int code = check_advice(cli);

	if (!code)
		code = yice_cli_day(cli, YICE_OPT_eval_as_of, &evaluation.day);
	if (code)
		return code;
	return store ? evaluate_by_store(&evaluation, store) : evaluate_by_image(&evaluation);
}

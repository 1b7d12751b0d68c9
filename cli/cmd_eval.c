/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yice eval: one project decided and reported. The exit status tells the
 * verdict, so that a script need not read the report.
 */
#include "base/base.h"
#include "cli/image.h"
#include "runtime/facts.h"
#include "yice/digest.h"

struct evaluation {
	const struct yice_cli *cli;
	yice_image *image;
	yice_facts *facts;
	yice_run *run;
	const char *day; /* of --as-of, or NULL */
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

static int read_facts(struct evaluation *evaluation, const char *path)
{
	const struct yice_cli *cli = evaluation->cli;
	struct yice_report *report = yice_cli_report(cli);
	char *text;
	size_t len;
	int status, code = YICE_EXIT_OK;

	if (!report)
		return YICE_EXIT_FAILED;
	status = yice_read_file(path, &text, &len);
	if (status) {
		code = yice_cli_failed(cli, status, path);
		yice_report_free(report);
		return code;
	}
	yice_facts_set_open(evaluation->facts, yice_cli_open_beside, (void *)(uintptr_t)path);
	status = yice_facts_read(evaluation->facts, path, text, len, report);
	yice_cli_diagnose(cli, report);
	if (status == YICE_EDIAG)
		code = YICE_EXIT_FAILED;
	else if (status)
		code = yice_cli_failed(cli, status, path);
	free(text);
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

static int report(struct evaluation *evaluation)
{
	const struct yice_cli *cli = evaluation->cli;
	const char *output = yice_args_value(&cli->args, YICE_OPT_eval_output);
	const char *clause = yice_args_value(&cli->args, YICE_OPT_eval_explain);
	const char *format = yice_cli_format(cli, YICE_OPT_eval_format, YICE_OPT_eval_json, "text");
	const char *lang = strcmp(format, "json") ? yice_cli_lang(cli) : yice_cli_data_lang(cli);
	char digest[65];
	size_t len;
	const void *bytes = yice_image_bytes(evaluation->image, &len);
	char *text;
	int status = yice_digest_sha256(bytes, len, digest), code;

	if (!strcmp(format, "text") && cli->color_out && !output)
		format = "ansi";
	if (!status)
		status =
		    yice_run_render(evaluation->run, evaluation->facts, format, lang, digest, clause, &text);
	if (status == YICE_ENOTFOUND)
		return yice_cli_no_clause(cli, evaluation->image, clause);
	if (status)
		return yice_cli_failed(cli, status, NULL);
	code = yice_cli_write(cli, output, text, strlen(text));
	free(text);
	return code ? code : verdict_code(yice_run_verdict(evaluation->run));
}

static int evaluate(struct evaluation *evaluation)
{
	int code;

	if (yice_facts_new(evaluation->image, &evaluation->facts) ||
	    yice_run_new(evaluation->image, &evaluation->run))
		return yice_cli_failed(evaluation->cli, YICE_ENOMEM, NULL);
	code = read_facts(evaluation, evaluation->cli->args.operands[1]);
	if (code)
		return code;
	note_day(evaluation);
	code = decide(evaluation);
	return code ? code : report(evaluation);
}

int yice_cmd_eval(struct yice_cli *cli)
{
	struct evaluation evaluation = { .cli = cli };
	int code = yice_cli_operands(cli, 2, 2);

	if (!code)
		code = yice_cli_day(cli, YICE_OPT_eval_as_of, &evaluation.day);
	if (code)
		return code;
	evaluation.image = yice_cli_image(cli, cli->args.operands[0]);
	if (!evaluation.image)
		return YICE_EXIT_FAILED;
	code = evaluate(&evaluation);
	yice_run_free(evaluation.run);
	yice_facts_free(evaluation.facts);
	yice_image_free(evaluation.image);
	return code;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yice store replay: every recorded decision made again, from the versions the
 * record names, and held against it byte for byte: the image, the verdict, and
 * the whole report. A correction published since changes nothing here, since
 * records name commits, not days.
 */
#include "base/base.h"
#include "cli/store_action.h"
#include "cli/store_eval.h"
#include "runtime/facts.h"

#include <stdio.h>

struct replay {
	const char *name;
	struct yice_composed composed; /* of the last record's tiers */
	struct yice_buf tiers;         /* what they are */
	yice_facts *facts;
	yice_run *run;
	uint64_t count, images, differing;
	const char *trusted; /* a digest that must be among the records', or NULL */
	bool met;
};

static int fail(struct replay *replay, int status)
{
	return yice_cli_failed(replay->composed.shelf.cli, status, replay->name);
}

static void differs(struct replay *replay, const struct yice_decision *decision, const char *what)
{
	char text[24];

	snprintf(text, sizeof(text), "%llu", (unsigned long long)decision->seq);
	yice_diag_add(&replay->composed.shelf.report->diags, YICE_D_decision_differs, YICE_SPAN_NONE, replay->name, text, what,
		      NULL);
	replay->differing++;
}

static void drop(struct replay *replay)
{
	yice_run_free(replay->run);
	yice_facts_free(replay->facts);
	replay->run = NULL;
	replay->facts = NULL;
	yice_composed_drop(&replay->composed);
	yice_arena_release(&replay->composed.arena);
}

static int copy_tiers(struct replay *replay, const struct yice_decision *decision)
{
	struct yice_composed *composed = &replay->composed;

	composed->tiers = yice_arena_array(&composed->arena, decision->tier_count + 1, sizeof(*composed->tiers));
	for (size_t i = 0; composed->tiers && i < decision->tier_count; i++)
		composed->tiers[i] = (struct yice_decision_tier){
			yice_arena_strdup(&composed->arena, decision->tiers[i].scope), decision->tiers[i].seq,
			yice_arena_strdup(&composed->arena, decision->tiers[i].oid),
			yice_arena_strdup(&composed->arena, decision->tiers[i].manifest)
		};
	composed->tier_count = decision->tier_count;
	return composed->arena.failed ? YICE_ENOMEM : YICE_OK;
}

/* The image of the record's tiers, unless it is the one at hand. */
static int compose(struct replay *replay, const struct yice_decision *decision)
{
	struct yice_buf tiers = YICE_BUF_INIT;
	int code;

	for (size_t i = 0; i < decision->tier_count; i++)
		yice_buf_addf(&tiers, "%s\n", decision->tiers[i].oid);
	if (replay->run && tiers.len == replay->tiers.len && !strcmp(yice_buf_text(&tiers), yice_buf_text(&replay->tiers))) {
		yice_buf_release(&tiers);
		return YICE_EXIT_OK;
	}
	drop(replay);
	yice_buf_release(&replay->tiers);
	replay->tiers = tiers;
	if (tiers.failed || copy_tiers(replay, decision))
		return fail(replay, YICE_ENOMEM);
	replay->images++;
	code = yice_composed_image(&replay->composed);
	if (!code && (yice_facts_new(replay->composed.image, &replay->facts) || yice_run_new(replay->composed.image, &replay->run)))
		code = fail(replay, YICE_ENOMEM);
	return code;
}

/* What is said about facts again was said when the decision was made; here only errors matter. */
static int read_facts(struct replay *replay, const struct yice_decision *decision)
{
	const struct yice_cli *cli = replay->composed.shelf.cli;
	yice_report *said;
	int status = yice_report_new(&said);

	if (status)
		return fail(replay, status);
	status = yice_facts_read(replay->facts, "facts", decision->facts, decision->facts_len, said);
	if (status == YICE_EDIAG)
		yice_cli_diagnose(cli, said);
	yice_report_free(said);
	return status == YICE_EDIAG ? YICE_EXIT_FAILED : status ? fail(replay, status) : YICE_EXIT_OK;
}

static int decide_again(struct replay *replay, const struct yice_decision *decision)
{
	char day[11], result[65];
	int status, code;

	yice_date_format(decision->day, day);
	yice_facts_clear(replay->facts);
	code = read_facts(replay, decision);
	if (code)
		return code;
	status = yice_run_decide(replay->run, replay->facts, day);
	if (!status)
		status = yice_result_digest(replay->run, replay->facts, replay->composed.digest, result);
	if (status)
		return status == YICE_EDIAG ? yice_shelf_failed(&replay->composed.shelf, status) : fail(replay, status);
	if (strcmp(yice_verdict_word(yice_run_verdict(replay->run), "en"), decision->verdict))
		differs(replay, decision, YICE_TEXT(replay->composed.shelf.cli->args.lang, "结论", "verdict"));
	else if (strcmp(result, decision->result))
		differs(replay, decision, YICE_TEXT(replay->composed.shelf.cli->args.lang, "报告", "report"));
	return YICE_EXIT_OK;
}

static int visit(void *to, const struct yice_decision *decision, const char *sha256)
{
	struct replay *replay = to;
	int code = compose(replay, decision);

	replay->count++;
	replay->met |= replay->trusted && !strcmp(replay->trusted, sha256);
	if (code)
		return code;
	if (!strcmp(replay->composed.digest, decision->image))
		return decide_again(replay, decision);
	differs(replay, decision, YICE_TEXT(replay->composed.shelf.cli->args.lang, "映像", "image"));
	return YICE_EXIT_OK;
}

static int report(struct replay *replay, const char *head)
{
	const struct yice_cli *cli = replay->composed.shelf.cli;
	struct yice_buf out = YICE_BUF_INIT;

	if (replay->trusted && !replay->met) {
		yice_cli_say(cli, YICE_TEXT(cli->args.lang, "%s 中没有摘要为 %s 的记录：末尾被截去，或历史被改写",
					    "%s has no record %s: its end was cut off, or it was rewritten"),
			     replay->name, replay->trusted);
		return YICE_EXIT_FAILED;
	}
	if (replay->differing)
		return YICE_EXIT_FAILED;
	yice_buf_addf(&out, YICE_TEXT(cli->args.lang, "重放 %llu 条，%llu 个映像，逐字节相同\n末条 %s\n",
				      "%llu decisions replayed on %llu images, byte for byte\nlast %s\n"),
		      (unsigned long long)replay->count, (unsigned long long)replay->images, head);
	return yice_cli_print(cli, &out);
}

int yice_store_do_replay(const struct yice_cli *cli)
{
	struct replay replay = { .name = cli->args.operands[2], .trusted = yice_args_value(&cli->args, YICE_OPT_store_trust) };
	struct yice_shelf *shelf = &replay.composed.shelf;
	char head[65], *text = NULL;
	size_t len;
	uint64_t count;
	int code = yice_shelf_open(shelf, cli, cli->args.operands[1], false), status;

	yice_arena_init(&replay.composed.arena);
	status = code ? YICE_OK : yice_read_file(replay.name, &text, &len);
	if (status)
		code = yice_cli_failed(cli, status, replay.name);
	if (!code) {
		/* A visitor's code is positive, a failure of the log negative. */
		code = yice_decisions_read(replay.name, text, len, visit, &replay, &shelf->report->diags, &count, head);
		if (code < 0)
			code = yice_shelf_failed(shelf, code);
		else if (replay.differing)
			yice_shelf_failed(shelf, YICE_EDIAG);
		else
			yice_cli_diagnose(cli, shelf->report);
	}
	if (!code)
		code = report(&replay, head);
	free(text);
	drop(&replay);
	yice_buf_release(&replay.tiers);
	yice_shelf_close(shelf);
	return code;
}

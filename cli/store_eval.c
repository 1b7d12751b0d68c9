/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The image of a day: the sources of every version in force, of all tiers,
 * compiled together. Compiled images are kept in STORE/yice/cache under the
 * digest of what went into them, with their own digest in front; a damaged one
 * is compiled anew.
 */
#include "base/base.h"
#include "cli/store_eval.h"
#include "yice/digest.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>

static int fail(struct yice_composed *composed, int status)
{
	return yice_cli_failed(composed->shelf.cli, status, composed->shelf.path);
}

/* ---- which versions */

static void say_tier(const struct yice_composed *composed, const struct yice_asof_tier *tier)
{
	const struct yice_cli *cli = composed->shelf.cli;
	enum yice_lang lang = cli->args.lang;

	if (tier->seq && tier->state != YICE_STATE_EFFECTIVE)
		yice_cli_say(cli, YICE_TEXT(lang, "%s 第 %llu 版%s，没有有效的版本", "%s version %llu is %s: nothing of the scope is in force"),
			     tier->scope, (unsigned long long)tier->seq, yice_state_word(tier->state, lang));
	if (tier->seq && yice_version_is_passing(tier->version))
		yice_cli_say(cli, YICE_TEXT(lang, "%s 第 %llu 版是事后对第 %llu 版的更正，只管那段日子", "%s version %llu corrects version %llu, for those days alone"),
			     tier->scope, (unsigned long long)tier->seq, (unsigned long long)tier->version->target);
	if (tier->pending)
		yice_cli_say(cli, YICE_TEXT(lang, "%s 另有第 %llu 版，%s", "%s has a version %llu that is %s"), tier->scope,
			     (unsigned long long)tier->pending, yice_state_word(tier->pending_state, lang));
	if (tier->next)
		yice_cli_say(cli, YICE_TEXT(lang, "%s 另有第 %llu 版，尚未到施行日期", "%s has a version %llu whose first day is to come"),
			     tier->scope, (unsigned long long)tier->next);
	if (tier->differs)
		yice_cli_say(cli, YICE_TEXT(lang, "%s：按现在所知，这一天的答案不同", "%s: by what is known now the answer for that day is another"),
			     tier->scope);
}

static int add_tier(struct yice_composed *composed, const struct yice_asof_tier *tier)
{
	for (size_t i = 0; i < composed->tier_count; i++)
		if (!strcmp(composed->tiers[i].scope, tier->scope))
			return YICE_OK;
	say_tier(composed, tier);
	if (tier->state != YICE_STATE_EFFECTIVE)
		return YICE_OK;
	if (composed->tier_count == YICE_DECISION_TIERS)
		return YICE_ELIMIT;
	composed->tiers[composed->tier_count++] =
		(struct yice_decision_tier){ tier->scope, tier->seq, tier->commit.oid, tier->manifest };
	return YICE_OK;
}

static int add_scope(struct yice_composed *composed, const char *scope, const struct yice_known *known)
{
	struct yice_asof_answer answer;
	int status = yice_known_ask(composed->shelf.index, scope, composed->day, known, &answer);

	for (uint32_t i = 0; !status && i < answer.count; i++)
		status = add_tier(composed, &answer.tiers[answer.count - 1 - i]);
	return status;
}

/* "000000:4 440000:3": what was known, for the record. */
static int note_known(struct yice_composed *composed, const char *scope, const struct yice_known *known)
{
	const struct yice_ledger *ledger = composed->shelf.ledger;
	struct yice_buf text = YICE_BUF_INIT;

	for (uint32_t i = 0; known->entries == YICE_LATEST && i < yice_authority_scopes(ledger); i++) {
		const char *place = yice_authority_scope(ledger, i);
		uint64_t size = yice_ledger_size(ledger, place), position = yice_known_position(ledger, place, known);

		if (size && position)
			yice_buf_addf(&text, "%s%s:%llu", text.len ? " " : "", place,
				      (unsigned long long)(position < size ? position : size));
	}
	if (known->entries != YICE_LATEST)
		yice_buf_addf(&text, "%s:%llu", yice_authority_superior(ledger, scope), (unsigned long long)known->entries);
	composed->known = yice_arena_strdup(&composed->arena, yice_buf_text(&text));
	yice_buf_release(&text);
	return composed->known ? YICE_OK : YICE_ENOMEM;
}

static int choose(struct yice_composed *composed, const char *scope, const struct yice_known *known)
{
	const struct yice_ledger *ledger = composed->shelf.ledger;
	int status = YICE_OK;

	composed->tiers = yice_arena_array(&composed->arena, YICE_DECISION_TIERS, sizeof(*composed->tiers));
	if (!composed->tiers)
		return YICE_ENOMEM;
	if (scope)
		status = add_scope(composed, scope, known);
	for (uint32_t i = 0; !status && !scope && i < yice_authority_scopes(ledger); i++)
		status = add_scope(composed, yice_authority_scope(ledger, i), known);
	return status ? status : note_known(composed, scope, known);
}

/* ---- the image */

static int cache_path(const struct yice_composed *composed, char out[PATH_MAX])
{
	struct yice_buf text = YICE_BUF_INIT;
	char key[65];
	int status;

	yice_buf_adds(&text, "yice " YICE_VERSION "\n");
	for (size_t i = 0; i < composed->tier_count; i++)
		yice_buf_addf(&text, "%s %llu %s\n", composed->tiers[i].scope, (unsigned long long)composed->tiers[i].seq,
			      composed->tiers[i].manifest);
	status = yice_buf_status(&text);
	if (!status)
		status = yice_digest_sha256(text.data, text.len, key);
	yice_buf_release(&text);
	snprintf(out, PATH_MAX, "%.4000s/yice/cache/%s", composed->shelf.path, key);
	return status;
}

/* Digest, line feed, image. Anything else is as good as none. */
static bool read_cached(struct yice_composed *composed, const char *path)
{
	char *text, digest[65];
	size_t len;

	if (yice_read_file(path, &text, &len))
		return false;
	if (len < 66 || yice_digest_sha256(text + 65, len - 65, digest) || memcmp(text, digest, 64)) {
		free(text);
		return false;
	}
	memmove(text, text + 65, len - 65);
	composed->bytes = text;
	composed->len = len - 65;
	memcpy(composed->digest, digest, sizeof(digest));
	return true;
}

/* A store that cannot be written to is read all the same. */
static void write_cached(const struct yice_composed *composed, const char *path)
{
	struct yice_buf text = YICE_BUF_INIT;
	char folder[PATH_MAX];

	snprintf(folder, sizeof(folder), "%.4000s/yice/cache", composed->shelf.path);
	if (mkdir(folder, 0777) && errno != EEXIST)
		return;
	yice_buf_addf(&text, "%s\n", composed->digest);
	yice_buf_add(&text, composed->bytes, composed->len);
	if (!text.failed)
		(void)!yice_write_file(path, text.data, text.len);
	yice_buf_release(&text);
}

static int compile(struct yice_composed *composed)
{
	struct yice_shelf *shelf = &composed->shelf;
	struct yice_composition composition;
	int code = yice_composition_open(&composition, shelf);

	for (size_t i = 0; !code && i < composed->tier_count; i++) {
		struct yice_record record;
		int status = yice_record_read(shelf->store, composed->tiers[i].oid, composed->tiers[i].scope, &record,
					      &shelf->report->diags);

		if (!status && strcmp(record.commit.manifest, composed->tiers[i].manifest)) {
			yice_diag_add(&shelf->report->diags, YICE_D_chain_manifest, YICE_SPAN_NONE, composed->tiers[i].scope, NULL);
			status = YICE_EDIAG;
		}
		code = status ? yice_shelf_failed(shelf, status) : yice_composition_add(&composition, shelf, &record);
		yice_record_release(&record);
	}
	if (!code)
		code = yice_composition_build(&composition, shelf, &composed->bytes, &composed->len);
	yice_composition_close(&composition);
	if (!code && yice_digest_sha256(composed->bytes, composed->len, composed->digest))
		code = fail(composed, YICE_ENOMEM);
	return code;
}

int yice_composed_image(struct yice_composed *composed)
{
	char path[PATH_MAX];
	int code = cache_path(composed, path) ? fail(composed, YICE_ENOMEM) : YICE_EXIT_OK, status;

	if (!code && !read_cached(composed, path)) {
		code = compile(composed);
		if (!code)
			write_cached(composed, path);
	}
	if (code)
		return code;
	status = yice_image_borrow(composed->bytes, composed->len, composed->shelf.report, &composed->image);
	return status ? yice_shelf_failed(&composed->shelf, status) : YICE_EXIT_OK;
}

void yice_composed_drop(struct yice_composed *composed)
{
	yice_image_free(composed->image);
	free(composed->bytes);
	composed->image = NULL;
	composed->bytes = NULL;
}

/* A number counts the entries of one register; a day goes for all. */
static int read_known(const struct yice_cli *cli, const char *scope, const char *text, struct yice_known *known)
{
	int code = yice_known_read(cli, text, known);

	if (!code && !scope && known->entries != YICE_LATEST)
		code = yice_cli_misused(cli, "%s", YICE_TEXT(cli->args.lang, "--known 写条数时，要用 --scope 说明是哪个辖区；写日期则不必",
							     "with a number of entries in --known, --scope says of which scope; a "
							     "day needs none"));
	return code;
}

int yice_composed_open(struct yice_composed *composed, const struct yice_cli *cli, const char *path, const char *scope,
		       const char *day, const char *known)
{
	struct yice_known position;
	int code, status;

	memset(composed, 0, sizeof(*composed));
	yice_arena_init(&composed->arena);
	if (!day || yice_date_parse(day, strlen(day), &composed->day))
		return yice_cli_misused(cli, "%s", YICE_TEXT(cli->args.lang, "用版本库判定时要有 --as-of 日期", "with --store a day is needed: --as-of DATE"));
	code = read_known(cli, scope, known, &position);
	if (!code)
		code = yice_shelf_open(&composed->shelf, cli, path, false);
	if (code)
		return code;
	status = choose(composed, scope, &position);
	if (status)
		return yice_known_failed(cli, status, scope ? scope : path);
	yice_known_warn(&composed->shelf, scope, composed->day);
	if (!composed->tier_count) {
		yice_cli_say(cli, YICE_TEXT(cli->args.lang, "%s 那一天没有任何版本有效", "on %s no version is in force"), day);
		return YICE_EXIT_FAILED;
	}
	return yice_composed_image(composed);
}

int yice_composed_unasked(const struct yice_cli *cli, enum yice_option scope, enum yice_option known, enum yice_option record)
{
	const struct yice_args *args = &cli->args;
	const char *given = yice_args_value(args, scope) ? "--scope"
			    : yice_args_value(args, known) ? "--known"
			    : yice_args_value(args, record) ? "--record" : NULL;

	return given ? yice_cli_misused(cli, YICE_TEXT(args->lang, "%s 要与 --store 同用", "%s goes with --store"), given)
		     : YICE_EXIT_OK;
}

void yice_composed_close(struct yice_composed *composed)
{
	yice_composed_drop(composed);
	yice_shelf_close(&composed->shelf);
	yice_arena_release(&composed->arena);
}

/* ---- records */

int yice_result_digest(yice_run *run, const yice_facts *facts, const char *image, char out[65])
{
	char *text;
	int status = yice_run_render(run, facts, "json", "zh", image, NULL, &text);

	if (status)
		return status;
	status = yice_digest_sha256(text, strlen(text), out);
	free(text);
	return status;
}

int yice_composed_record(struct yice_composed *composed, yice_run *run, const yice_facts *facts, const void *text,
			 size_t len, struct yice_decisions *log)
{
	char result[65];
	struct yice_decision decision = {
		.day = composed->day,
		.known = composed->known,
		.image = composed->digest,
		.compiler = "yice " YICE_VERSION,
		.verdict = yice_verdict_word(yice_run_verdict(run), "en"),
		.result = result,
		.tiers = composed->tiers,
		.tier_count = composed->tier_count,
		.facts = text,
		.facts_len = len,
	};
	int status = yice_result_digest(run, facts, composed->digest, result);

	return status ? status : yice_decisions_add(log, &decision);
}

int yice_record_open(const struct yice_cli *cli, const char *path, struct yice_decisions **log)
{
	struct yice_report *report = yice_cli_report(cli);
	int status, code = YICE_EXIT_OK;

	if (!report)
		return YICE_EXIT_FAILED;
	status = yice_decisions_open(path, &report->diags, log);
	yice_cli_diagnose(cli, report);
	if (status)
		code = status == YICE_EDIAG ? YICE_EXIT_FAILED : yice_cli_failed(cli, status, path);
	yice_report_free(report);
	return code;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Questions to a store: states, registers and chains line by line, one version
 * in full, the composition of a day, the inspector's report, and the keys for
 * stock git. Nothing here writes to the store.
 */
#include "base/base.h"
#include "cli/store_action.h"
#include "store/audit.h"

#include <stdio.h>

static bool wants_json(const struct yice_cli *cli)
{
	return !strcmp(yice_cli_format(cli, YICE_OPT_store_format, YICE_OPT_store_json, "text"), "json");
}

static const char *scope_operand(const struct yice_cli *cli)
{
	return cli->args.operand_count > 2 ? cli->args.operands[2] : NULL;
}

/* A scope that nobody delegates has no answer; an empty one would look like "nothing happened". NULL: all scopes. */
static int check_scope(const struct yice_shelf *shelf, const char *scope)
{
	return !scope || yice_authority_superior(shelf->ledger, scope) ?
		       YICE_EXIT_OK :
		       yice_known_failed(shelf->cli, YICE_ENOTFOUND, scope);
}

/* A day as text, "-" for none. */
static const char *day_text(yice_day day, char buf[11])
{
	yice_date_format(day, buf);
	return *buf ? buf : "-";
}

static int done(struct yice_shelf *shelf, int code, struct yice_buf *out)
{
	if (!code)
		code = yice_cli_print(shelf->cli, out);
	yice_buf_release(out);
	yice_shelf_close(shelf);
	return code;
}

/* ---- state STORE [SCOPE] */

static void put_versions(const struct yice_shelf *shelf, const char *scope, yice_day day, const struct yice_known *known,
			 bool json, struct yice_buf *out)
{
	enum yice_lang lang = shelf->cli->args.lang;
	uint64_t last = yice_ledger_head(shelf->ledger, scope).seq;
	uint64_t position = yice_known_position(shelf->ledger, yice_authority_superior(shelf->ledger, scope), known);
	struct yice_standing standing = yice_lifecycle_standing(shelf->ledger, scope, day, position);

	for (uint64_t seq = 1; seq <= last + 1; seq++) {
		enum yice_state state = yice_standing_state(&standing, seq);
		const struct yice_version *version = yice_ledger_version(shelf->ledger, scope, seq);
		char from[11] = "", to[11] = "";

		if (state == YICE_STATE_DRAFT)
			continue;
		if (!version)
			version = yice_ledger_submitted(shelf->ledger, scope, seq);
		if (version) {
			yice_date_format(version->from, from);
			yice_date_format(version->to, to);
		}
		if (json)
			yice_buf_addf(out, "{\"scope\":\"%s\",\"version\":%llu,\"state\":\"%s\",\"kind\":\"%s\",\"from\":\"%s\",\"to\":\"%s\"}\n",
				      scope, (unsigned long long)seq, yice_state_word(state, YICE_EN),
				      version ? yice_version_word(version->kind) : "", from, to);
		else
			yice_buf_addf(out, "%s %llu  %s  %s  %s..%s\n", scope, (unsigned long long)seq,
				      yice_state_word(state, lang), version ? yice_version_word(version->kind) : "-", from, to);
	}
}

int yice_store_do_state(const struct yice_cli *cli)
{
	const char *scope = scope_operand(cli);
	struct yice_buf out = YICE_BUF_INIT;
	struct yice_shelf shelf;
	struct yice_known known;
	yice_day day = 0;
	int code = yice_store_day(cli, &day);

	if (!code)
		code = yice_known_read(cli, yice_args_value(&cli->args, YICE_OPT_store_known), &known);
	if (code)
		return code;
	code = yice_shelf_open(&shelf, cli, cli->args.operands[1], false);
	if (!code)
		code = check_scope(&shelf, scope);
	for (uint32_t i = 0; !code && i < yice_authority_scopes(shelf.ledger); i++) {
		const char *each = yice_authority_scope(shelf.ledger, i);

		if (scope && strcmp(scope, each))
			continue;
		put_versions(&shelf, each, day, &known, wants_json(cli), &out);
		yice_stranded_warn(&shelf, each, day);
	}
	return done(&shelf, code, &out);
}

/* ---- log STORE [SCOPE [PATH]] */

static void put_entry_line(const struct yice_entry *entry, bool json, struct yice_buf *out)
{
	char day[11];

	yice_date_format(entry->date, day);
	if (json)
		yice_buf_addf(out, "{\"register\":\"%s\",\"seq\":%llu,\"date\":\"%s\",\"kind\":\"%s\",\"scope\":\"%s\",\"version\":%llu,\"reason\":\"%s\"}\n",
			      entry->place, (unsigned long long)entry->seq, day, yice_entry_word(entry->kind),
			      entry->scope ? entry->scope : "", (unsigned long long)entry->version, yice_entry_reason(entry));
	else
		yice_buf_addf(out, "%s %s/%llu %s%s%s%s%s%s%s\n", day, entry->place, (unsigned long long)entry->seq,
			      yice_entry_word(entry->kind), entry->scope ? " " : "", entry->scope ? entry->scope : "",
			      *yice_entry_reason(entry) ? " " : "", yice_entry_reason(entry), entry->note ? "  " : "",
			      entry->note ? entry->note : "");
	if (!json && entry->kind != YICE_ENTRY_DELEGATION && entry->kind != YICE_ENTRY_ROOT && entry->version) {
		out->len--;
		yice_buf_addf(out, " v%llu\n", (unsigned long long)entry->version);
	}
}

/* Entries about a scope, or all of them: the register's own and those of the register above that speak of it. */
int yice_store_do_log(const struct yice_cli *cli)
{
	const char *scope = scope_operand(cli);
	struct yice_buf out = YICE_BUF_INIT;
	struct yice_shelf shelf;
	int code;

	if (cli->args.operand_count > 3)
		return yice_store_path_log(cli);
	code = yice_shelf_open(&shelf, cli, cli->args.operands[1], false);
	if (!code)
		code = check_scope(&shelf, scope);
	for (uint32_t i = 0; !code && i < yice_authority_scopes(shelf.ledger); i++) {
		const char *place = yice_authority_scope(shelf.ledger, i);

		for (uint64_t seq = 1; seq <= yice_ledger_size(shelf.ledger, place); seq++) {
			const struct yice_entry *entry = yice_ledger_get(shelf.ledger, place, seq);

			if (!scope || !strcmp(scope, place) || (entry->scope && !strcmp(scope, entry->scope)))
				put_entry_line(entry, wants_json(cli), &out);
		}
	}
	return done(&shelf, code, &out);
}

/* ---- show STORE SCOPE SEQ [PATH] */

int yice_store_do_show(const struct yice_cli *cli)
{
	const char *path = cli->args.operand_count > 4 ? cli->args.operands[4] : NULL;
	struct yice_buf out = YICE_BUF_INIT;
	struct yice_record record;
	struct yice_shelf shelf;
	uint64_t seq;
	int code = yice_store_seq(cli, 3, &seq), status = YICE_OK;

	if (code)
		return code;
	memset(&record, 0, sizeof(record));
	code = yice_shelf_open(&shelf, cli, cli->args.operands[1], false);
	if (!code)
		code = yice_shelf_version(&shelf, cli->args.operands[2], seq, &record);
	if (!code && !path) {
		yice_buf_addf(&out, "commit %s\nsha256 %s\nmanifest %s\nby %s\n", record.oid, record.sha256,
			      record.commit.manifest, record.commit.who);
		for (uint32_t i = 0; i < record.signer_count; i++)
			yice_buf_addf(&out, "signed ssh-ed25519 %s\n", record.signers[i]);
		yice_buf_addc(&out, '\n');
		status = yice_record_file(shelf.store, &record, "meta/version", &out, &shelf.report->diags);
		yice_buf_addc(&out, '\n');
		for (size_t i = 0; i < record.manifest.count; i++)
			yice_buf_addf(&out, "%10llu  %s\n", (unsigned long long)record.manifest.lines[i].len,
				      record.manifest.lines[i].path);
	} else if (!code)
		status = yice_record_file(shelf.store, &record, path, &out, &shelf.report->diags);
	if (status == YICE_ENOTFOUND) {
		yice_cli_say(cli, YICE_TEXT(cli->args.lang, "这一版没有 %s", "this version has no %s"), path);
		code = YICE_EXIT_FAILED;
	} else if (status)
		code = yice_shelf_failed(&shelf, status);
	yice_record_release(&record);
	return done(&shelf, code, &out);
}

/* ---- as-of STORE SCOPE --date D [--known K|DAY] */

/* How many entries of the tier's register the answer rests on. */
static unsigned long long rests_on(const struct yice_shelf *shelf, const struct yice_asof_tier *tier)
{
	return tier->known == YICE_LATEST ? yice_ledger_size(shelf->ledger, tier->place) : tier->known;
}

static void put_tier_json(const struct yice_shelf *shelf, const struct yice_asof_tier *tier, struct yice_buf *out)
{
	yice_buf_addf(out, "{\"scope\":\"%s\",\"register\":\"%s\",\"state\":\"%s\",\"version\":%llu,\"commit\":\"%s\",\"manifest\":\"%s\",",
		      tier->scope, tier->place, yice_state_word(tier->state, YICE_EN), (unsigned long long)tier->seq,
		      tier->seq ? tier->commit.oid : "", tier->seq ? tier->manifest : "");
	if (tier->seq && tier->version->kind == YICE_VERSION_CORRECTION)
		yice_buf_addf(out, "\"corrects\":%llu,", (unsigned long long)tier->version->target);
	yice_buf_addf(out, "\"known\":%llu,\"receipt\":%llu,\"acknowledged\":%llu,\"next\":%llu,\"pending\":%llu,\"now\":%llu,\"differs\":%s}",
		      rests_on(shelf, tier), (unsigned long long)tier->receipt, (unsigned long long)tier->acknowledged, (unsigned long long)tier->next,
		      (unsigned long long)tier->pending, (unsigned long long)tier->now, tier->differs ? "true" : "false");
}

/* What is known now, where that is something else. */
static void put_now(const struct yice_asof_tier *tier, enum yice_lang lang, struct yice_buf *out)
{
	yice_buf_addf(out, "        %s", YICE_TEXT(lang, "按现在所知，这一天的答案不同：", "by what is known now the answer for that day is another: "));
	if (tier->now)
		yice_buf_addf(out, YICE_TEXT(lang, "第 %llu 版，%s\n", "version %llu, %s\n"), (unsigned long long)tier->now,
			      yice_state_word(tier->now_state, lang));
	else
		yice_buf_adds(out, YICE_TEXT(lang, "没有有效的版本\n", "no version\n"));
}

/* That it was put right afterwards is part of the answer: decisions of those days were made by what it corrects. */
static void put_corrected(const struct yice_asof_tier *tier, enum yice_lang lang, struct yice_buf *out)
{
	char from[11], to[11];

	yice_buf_addf(out, YICE_TEXT(lang, "        是对第 %llu 版的更正", "        corrects version %llu"),
		      (unsigned long long)tier->version->target);
	if (yice_version_is_passing(tier->version))
		yice_buf_addf(out, YICE_TEXT(lang, "，只管 %s 至 %s", ", from %s to %s alone"), day_text(tier->version->from, from),
			      day_text(tier->version->to, to));
	yice_buf_addc(out, '\n');
}

static void put_tier(const struct yice_asof_tier *tier, bool by_day, enum yice_lang lang, struct yice_buf *out)
{
	char from[11], to[11];

	if (!tier->seq) {
		yice_buf_addf(out, YICE_TEXT(lang, "%s  没有有效的版本\n", "%s  no version\n"), tier->scope);
	} else {
		yice_buf_addf(out, "%s  v%llu  %s  %s..%s", tier->scope, (unsigned long long)tier->seq,
			      yice_state_word(tier->state, lang), day_text(tier->version->from, from),
			      day_text(tier->version->to, to));
		yice_buf_addf(out, YICE_TEXT(lang, "  备案 %s/%llu，确认 %s/%llu\n", "  filed %s/%llu, acknowledged %s/%llu\n"), tier->place,
			      (unsigned long long)tier->receipt, tier->place, (unsigned long long)tier->acknowledged);
		yice_buf_addf(out, "        %s\n", tier->commit.oid);
		if (tier->version->kind == YICE_VERSION_CORRECTION)
			put_corrected(tier, lang, out);
	}
	if (by_day)
		yice_buf_addf(out, YICE_TEXT(lang, "        当时所知：%s 的登记簿前 %llu 条\n", "        known then: of %s's register the first %llu\n"),
			      tier->place, (unsigned long long)tier->known);
	if (tier->next)
		yice_buf_addf(out, YICE_TEXT(lang, "        第 %llu 版已确认，尚未到施行日期\n", "        version %llu is acknowledged, its first day is to come\n"),
			      (unsigned long long)tier->next);
	if (tier->pending)
		yice_buf_addf(out, YICE_TEXT(lang, "        第 %llu 版%s\n", "        version %llu is %s\n"),
			      (unsigned long long)tier->pending, yice_state_word(tier->pending_state, lang));
	if (tier->differs)
		put_now(tier, lang, out);
}

int yice_store_do_as_of(const struct yice_cli *cli)
{
	struct yice_buf out = YICE_BUF_INIT;
	struct yice_asof_answer answer;
	struct yice_known known;
	struct yice_shelf shelf;
	yice_day day = 0;
	char text[11];
	int code = yice_store_day(cli, &day), status;

	if (!code)
		code = yice_known_read(cli, yice_args_value(&cli->args, YICE_OPT_store_known), &known);
	if (code)
		return code;
	code = yice_shelf_open(&shelf, cli, cli->args.operands[1], false);
	if (code)
		return done(&shelf, code, &out);
	status = yice_known_ask(shelf.index, cli->args.operands[2], day, &known, &answer);
	if (status)
		return done(&shelf, yice_known_failed(cli, status, cli->args.operands[2]), &out);
	yice_known_warn(&shelf, cli->args.operands[2], day);
	yice_date_format(day, text);
	if (wants_json(cli))
		yice_buf_addf(&out, "{\"date\":\"%s\",\"differs\":%s,\"tiers\":[", text, answer.differs ? "true" : "false");
	for (uint32_t i = 0; i < answer.count; i++) {
		if (!wants_json(cli)) {
			put_tier(&answer.tiers[i], known.day != YICE_DAY_MAX, cli->args.lang, &out);
			continue;
		}
		if (i)
			yice_buf_addc(&out, ',');
		put_tier_json(&shelf, &answer.tiers[i], &out);
	}
	if (wants_json(cli))
		yice_buf_adds(&out, "]}\n");
	return done(&shelf, code, &out);
}

/* ---- audit STORE [SCOPE] --date D [--known DAY] */

int yice_store_do_audit(const struct yice_cli *cli)
{
	struct yice_buf out = YICE_BUF_INIT;
	struct yice_known known;
	struct yice_audit audit;
	struct yice_shelf shelf;
	yice_day day = 0;
	int code = yice_store_day(cli, &day), status;

	if (!code)
		code = yice_known_read(cli, yice_args_value(&cli->args, YICE_OPT_store_known), &known);
	if (!code && known.entries != YICE_LATEST)
		code = yice_cli_misused(cli, "%s", YICE_TEXT(cli->args.lang, "audit 看所有登记簿，--known 只能写日期",
							     "an audit looks at all registers: --known takes a day"));
	if (code)
		return code;
	code = yice_shelf_open(&shelf, cli, cli->args.operands[1], false);
	if (code)
		return done(&shelf, code, &out);
	status = yice_audit_run(shelf.ledger, shelf.index, scope_operand(cli), day, known.day, &audit);
	if (status)
		code = yice_known_failed(cli, status, scope_operand(cli));
	/* Of the whole store it is a finding. */
	if (!status && scope_operand(cli))
		yice_known_warn(&shelf, scope_operand(cli), day);
	if (!status && wants_json(cli))
		yice_audit_json(&audit, shelf.ledger, scope_operand(cli), &out);
	else if (!status)
		yice_audit_text(&audit, shelf.ledger, scope_operand(cli), cli->args.lang, &out);
	if (!status)
		yice_audit_release(&audit);
	return done(&shelf, code, &out);
}

/* ---- signers STORE */

/* A day at UTC+8 begins at 16:00 UTC the day before. */
static void put_moment(struct yice_buf *out, const char *key, yice_day day)
{
	char text[11];

	if (day == YICE_DAY_MAX || day == YICE_DAY_MIN)
		return;
	yice_date_format(day - 1, text);
	yice_buf_addf(out, ",%s=\"%.4s%.2s%.2s160000Z\"", key, text, text + 5, text + 8);
}

int yice_store_do_signers(const struct yice_cli *cli)
{
	struct yice_buf out = YICE_BUF_INIT;
	struct yice_shelf shelf;
	int code = yice_shelf_open(&shelf, cli, cli->args.operands[1], false);

	for (uint32_t i = 0; !code && i < yice_authority_grants(shelf.ledger); i++) {
		struct yice_grant grant = yice_authority_grant(shelf.ledger, i);

		/* git asks for no role: what a key may do is in the registers, and verified by yice store verify. */
		yice_buf_addf(&out, "%s namespaces=\"git\"", grant.scope);
		put_moment(&out, "valid-after", grant.from);
		put_moment(&out, "valid-before", grant.to);
		yice_buf_addf(&out, " ssh-ed25519 %s %s/%llu-%s\n", grant.key, grant.place, (unsigned long long)grant.seq,
			      yice_role_word(grant.role));
	}
	return done(&shelf, code, &out);
}

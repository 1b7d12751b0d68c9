/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The audit report for people and for programs: for each scope what is in
 * force, every version with its filing and acknowledgement, then findings.
 * Both forms say the same; members of the JSON form are documented in
 * yice-store-audit(1) and never change their meaning.
 */
#include "base/json.h"
#include "store/audit.h"
#include "store/ledger_internal.h"

/* {S} scope, {V} version, {E} entry, {D} day, {O} other day, {N} count, {U} upper. */
static const char *const sentences[YICE_FINDINGS][2] = {
	[YICE_FINDING_USED_BEFORE_FILING] = { "第 {V} 版自 {D} 起施行，却没有有效的备案回执",
					      "version {V} is in use since {D} and no filing receipt "
					      "stands" },
	[YICE_FINDING_USED_BEFORE_ACK] = { "第 {V} 版自 {D} 起施行，上级{A}确认",
					   "version {V} is in use since {D}; acknowledged by the superior: "
					   "{A}" },
	[YICE_FINDING_UNACKNOWLEDGED] = { "第 {V} 版已发布，{D} 起施行，上级还没有确认",
					  "version {V} is published, to take effect on {D}, and not "
					  "acknowledged yet" },
	[YICE_FINDING_STRANDED] = { "第 {V} 版由已被吊销或收回的钥匙签署，上级不能确认；请用有效的钥匙把它作为下一版提交",
				    "version {V} is signed by keys that were revoked or taken back and cannot be "
				    "acknowledged: submit it as the next version, under keys that count" },
	[YICE_FINDING_VOID] = { "第 {V} 版的确认（第 {E} 条）因钥匙被吊销而无效",
				"the acknowledgement of version {V}, entry {E}, was undone by a revoked "
				"key" },
	[YICE_FINDING_UNDECIDED] = { "第 {V} 版已提交，上级还没有决定",
				     "version {V} is submitted and not decided on" },
	[YICE_FINDING_LEFT_FILED] = { "第 {V} 版的回执（第 {E} 条）于 {D} 到期，没有发布",
				      "the receipt of version {V}, entry {E}, ended on {D} unused" },
	[YICE_FINDING_RETURNED_OFTEN] = { "第 {V} 版被退回或不予备案 {N} 次以上",
					  "version {V} was returned or refused {N} times or more" },
	[YICE_FINDING_STALE_UPPER] = { "第 {V} 版对照的是 {U} 的第 {N} 版，它已不在施行",
				       "version {V} was checked against version {N} of {U}, which is not in "
				       "force" },
	[YICE_FINDING_NEVER_PUBLISHED] = { "已授权，从未发布", "it is delegated and has never published" },
	[YICE_FINDING_NOT_IN_FORCE] = { "第 {V} 版已撤回、停用或失效，目前没有清单在施行",
					"version {V} is withdrawn, suspended or lapsed: nothing is in "
					"force" },
	[YICE_FINDING_GAP] = { "{D} 至 {O} 没有清单在施行", "from {D} to {O} nothing was in force" },
	[YICE_FINDING_OVERDUE] = { "五年调整应在 {D} 前完成，已逾期",
				   "the five-year adjustment was due by {D}" },
	[YICE_FINDING_DUE_SOON] = { "五年调整应在 {D} 前完成", "the five-year adjustment is due by {D}" },
	[YICE_FINDING_KEYS_EXPIRED] = { "授权（第 {E} 条）不在有效期内（至 {D}）",
					"the delegation, entry {E}, is not valid (until {D})" },
	[YICE_FINDING_STALE_REGISTER] = { "登记簿没有有效的检查点", "the register has no valid checkpoint" },
	[YICE_FINDING_UNSEALED] = { "登记簿有 {N} 条未经上级确认",
				    "{N} entries of the register are not sealed by the superior" },
};

static void put_day(struct yice_buf *out, yice_day day)
{
	char text[11];

	yice_date_format(day, text);
	yice_buf_adds(out, day == YICE_DAY_MAX ? "-" : text);
}

static void put_number(struct yice_buf *out, uint64_t number)
{
	yice_buf_addf(out, "%llu", (unsigned long long)number);
}

static void put_acknowledged(struct yice_buf *out, const struct yice_finding *f, enum yice_lang lang)
{
	if (f->other == YICE_DAY_MAX) {
		yice_buf_adds(out, lang == YICE_ZH ? "还没有" : "not yet");
		return;
	}
	yice_buf_adds(out, lang == YICE_ZH ? "于 " : "on ");
	put_day(out, f->other);
	yice_buf_adds(out, lang == YICE_ZH ? " " : "");
}

static void put_sentence(struct yice_buf *out, const struct yice_finding *f, enum yice_lang lang)
{
	for (const char *at = sentences[f->kind][lang]; *at; at++) {
		if (*at != '{') {
			yice_buf_addc(out, *at);
			continue;
		}
		switch (at[1]) {
		case 'V':
			put_number(out, f->version);
			break;
		case 'E':
			put_number(out, f->entry);
			break;
		case 'N':
			put_number(out, f->count);
			break;
		case 'D':
			put_day(out, f->day);
			break;
		case 'O':
			put_day(out, f->other);
			break;
		case 'A':
			put_acknowledged(out, f, lang);
			break;
		default:
			yice_buf_adds(out, f->upper ? f->upper : "");
		}
		at += 2;
	}
}

static const struct yice_filed_commit *publication(const struct yice_node *node, uint32_t i)
{
	return node->publications.items[i];
}

/* A publication as the audit knows it: its state, and the acknowledgement if one stands. False: not known by then. */
static bool is_known(const struct yice_standing *standing, uint64_t seq, enum yice_state *state,
		     const struct yice_admitted **ack)
{
	*state = yice_standing_state(standing, seq);
	*ack = yice_lifecycle_ack(standing->node, seq, standing->known);
	return *state != YICE_STATE_DRAFT;
}

static struct yice_standing standing_of(const struct yice_audit *audit, const struct yice_ledger *ledger,
					const struct yice_node *node)
{
	return yice_lifecycle_standing(ledger, node->code, audit->today, yice_node_known(node->superior, audit->on));
}

static void text_version(const struct yice_standing *standing, uint32_t i, enum yice_lang lang, struct yice_buf *out)
{
	const struct yice_node *node = standing->node;
	const struct yice_version *version = &publication(node, i)->version;
	const struct yice_admitted *ack;
	enum yice_state state;

	if (!is_known(standing, version->seq, &state, &ack))
		return;

	yice_buf_addf(out, "  %llu  %-10s  ", (unsigned long long)version->seq,
		      yice_version_word(version->kind));
	put_day(out, version->from);
	yice_buf_adds(out, "  ");
	yice_buf_adds(out, yice_state_word(state, lang));
	if (ack) {
		const struct yice_entry *receipt = &ack->receipt->entry;

		yice_buf_adds(out, lang == YICE_ZH ? "  备案 " : "  filed ");
		put_day(out, receipt->date);
		yice_buf_addf(out, " (%s:%llu)", node->superior->code, (unsigned long long)receipt->seq);
		yice_buf_adds(out, lang == YICE_ZH ? "  确认 " : "  acknowledged ");
		put_day(out, ack->entry.date);
		yice_buf_addf(out, " (%s:%llu)", node->superior->code, (unsigned long long)ack->entry.seq);
	}
	yice_buf_addc(out, '\n');
}

static void text_scope(const struct yice_audit *audit, const struct yice_ledger *ledger,
		       const struct yice_node *node, enum yice_lang lang, struct yice_buf *out)
{
	struct yice_standing standing = standing_of(audit, ledger, node);
	uint32_t found = 0;

	if (node->superior == node)
		yice_buf_addf(out, lang == YICE_ZH ? "%s  根\n" : "%s  root\n", node->code);
	else
		yice_buf_addf(out, lang == YICE_ZH ? "%s  上级 %s\n" : "%s  below %s\n", node->code,
			      node->superior->code);
	for (uint32_t i = 0; i < node->publications.count; i++)
		text_version(&standing, i, lang, out);
	for (uint32_t i = 0; i < audit->count; i++) {
		if (strcmp(audit->items[i].scope, node->code) != 0)
			continue;
		yice_buf_addf(out, "  ! %s: ", yice_finding_word(audit->items[i].kind));
		put_sentence(out, &audit->items[i], lang);
		yice_buf_addc(out, '\n');
		found++;
	}
	if (!found)
		yice_buf_adds(out, lang == YICE_ZH ? "  没有发现问题\n" : "  nothing found\n");
}

static bool is_asked(const struct yice_audit *audit, const struct yice_node *node, const char *scope)
{
	return (!scope || !strcmp(node->code, scope)) &&
	       yice_node_is_delegated(node, yice_node_known(node->superior, audit->on));
}

void yice_audit_text(const struct yice_audit *audit, const struct yice_ledger *ledger, const char *scope,
		     enum yice_lang lang, struct yice_buf *out)
{
	for (uint32_t i = 0; i < ledger->ordered.count; i++)
		if (is_asked(audit, ledger->ordered.items[i], scope))
			text_scope(audit, ledger, ledger->ordered.items[i], lang, out);
	yice_buf_addf(out, lang == YICE_ZH ? "共 %u 项\n" : "findings: %u\n", audit->count);
}

/* ---- JSON ---- */

static void json_string(struct yice_buf *out, const char *name, const char *text)
{
	yice_buf_addf(out, ", \"%s\": ", name);
	yice_json_quote(out, text, strlen(text));
}

static void json_day(struct yice_buf *out, const char *name, yice_day day)
{
	char text[11];

	yice_date_format(day, text);
	if (day != YICE_DAY_MAX)
		json_string(out, name, text);
}

static void json_number(struct yice_buf *out, const char *name, uint64_t number)
{
	if (number)
		yice_buf_addf(out, ", \"%s\": %llu", name, (unsigned long long)number);
}

/* False: not known by then, and nothing is written. */
static bool json_version(const struct yice_standing *standing, uint32_t i, bool first, struct yice_buf *out)
{
	const struct yice_filed_commit *commit = publication(standing->node, i);
	const struct yice_version *version = &commit->version;
	const struct yice_admitted *ack;
	enum yice_state state;

	if (!is_known(standing, version->seq, &state, &ack))
		return false;
	yice_buf_addf(out, "%s{\"version\": %llu", first ? "" : ", ", (unsigned long long)version->seq);
	json_string(out, "kind", yice_version_word(version->kind));
	if (version->kind == YICE_VERSION_DYNAMIC)
		json_string(out, "reason", yice_version_reason(version));
	json_day(out, "from", version->from);
	json_day(out, "to", version->to);
	json_string(out, "state", yice_state_word(state, YICE_EN));
	json_string(out, "commit", commit->id.oid);
	json_string(out, "manifest", commit->manifest);
	if (ack) {
		json_number(out, "receipt", ack->receipt->entry.seq);
		json_day(out, "filed", ack->receipt->entry.date);
		json_number(out, "entry", ack->entry.seq);
		json_day(out, "acknowledged", ack->entry.date);
	}
	yice_buf_addc(out, '}');
	return true;
}

static void json_finding(const struct yice_finding *f, bool first, struct yice_buf *out)
{
	yice_buf_adds(out, first ? "" : ", ");
	yice_buf_adds(out, "{\"finding\": ");
	yice_json_quote(out, yice_finding_word(f->kind), strlen(yice_finding_word(f->kind)));
	json_number(out, "version", f->version);
	json_number(out, "entry", f->entry);
	json_day(out, "day", f->day);
	json_day(out, "other", f->other);
	json_number(out, "count", f->count);
	if (f->upper)
		json_string(out, "upper", f->upper);
	yice_buf_addc(out, '}');
}

static void json_scope(const struct yice_audit *audit, const struct yice_ledger *ledger,
		       const struct yice_node *node, struct yice_buf *out)
{
	struct yice_standing standing = standing_of(audit, ledger, node);
	yice_day due = yice_lifecycle_due(ledger, node->code, standing.known);
	bool first = true;

	yice_buf_adds(out, "{\"scope\": ");
	yice_json_quote(out, node->code, strlen(node->code));
	json_string(out, "superior", node->superior->code);
	json_day(out, "due", due);
	yice_buf_adds(out, ", \"versions\": [");
	for (uint32_t i = 0; i < node->publications.count; i++)
		first &= !json_version(&standing, i, first, out);
	yice_buf_adds(out, "], \"findings\": [");
	first = true;
	for (uint32_t i = 0; i < audit->count; i++)
		if (!strcmp(audit->items[i].scope, node->code)) {
			json_finding(&audit->items[i], first, out);
			first = false;
		}
	yice_buf_adds(out, "]}");
}

void yice_audit_json(const struct yice_audit *audit, const struct yice_ledger *ledger, const char *scope,
		     struct yice_buf *out)
{
	const char *separator = "";
	char text[11];

	yice_date_format(audit->today, text);
	yice_buf_addf(out, "{\"today\": \"%s\"", text);
	json_day(out, "known", audit->on);
	yice_buf_adds(out, ", \"scopes\": [");
	for (uint32_t i = 0; i < ledger->ordered.count; i++) {
		if (!is_asked(audit, ledger->ordered.items[i], scope))
			continue;
		yice_buf_adds(out, separator);
		json_scope(audit, ledger, ledger->ordered.items[i], out);
		separator = ",\n ";
	}
	yice_buf_adds(out, "]}\n");
}

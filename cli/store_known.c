/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What --known says: how many entries of the register that files a scope are
 * to count, or the day up to which every register is. Used by the questions of
 * yice store and by eval and batch; nothing else turns that text into a
 * position. And what may not be known: registers whose checkpoint has ended,
 * and what never will be: a version whose keys were revoked before its superior acknowledged it.
 */
#include "base/base.h"
#include "cli/store.h"

#include <errno.h>

int yice_known_read(const struct yice_cli *cli, const char *text, struct yice_known *out)
{
	char *end;

	*out = (struct yice_known){ YICE_LATEST, YICE_DAY_MAX };
	if (!text || !yice_date_parse(text, strlen(text), &out->day))
		return YICE_EXIT_OK;
	errno = 0;
	out->entries = strtoull(text, &end, 10);
	if (*text >= '0' && *text <= '9' && !*end && !errno)
		return YICE_EXIT_OK;
	return yice_cli_misused(cli, YICE_TEXT(cli->args.lang, "--known 要写日期（YYYY-MM-DD）或登记簿的条数，不是“%s”",
					       "--known takes a day (YYYY-MM-DD) or a number of entries, not \"%s\""), text);
}

uint64_t yice_known_position(const struct yice_ledger *ledger, const char *place, const struct yice_known *known)
{
	return known->day == YICE_DAY_MAX ? known->entries : yice_ledger_known_on(ledger, place, known->day);
}

int yice_known_ask(const struct yice_asof *index, const char *scope, yice_day day, const struct yice_known *known,
		   struct yice_asof_answer *out)
{
	return known->day == YICE_DAY_MAX ? yice_asof_query(index, scope, day, known->entries, out) :
					    yice_asof_query_on(index, scope, day, known->day, out);
}

int yice_known_failed(const struct yice_cli *cli, int status, const char *scope)
{
	enum yice_lang lang = cli->args.lang;

	if (status == YICE_ERANGE)
		yice_cli_say(cli, YICE_TEXT(lang, "%s 的登记簿没有那么多条", "the register that files %s is not that long"), scope);
	else if (status == YICE_ENOTFOUND)
		yice_cli_say(cli, YICE_TEXT(lang, "没有登记簿授权过 %s", "no register delegates %s"), scope);
	else
		return yice_cli_failed(cli, status, scope);
	return YICE_EXIT_FAILED;
}

/* The last checkpoint that a register made of itself. */
static const struct yice_entry *find_checkpoint(const struct yice_ledger *ledger, const char *place)
{
	for (uint64_t seq = yice_ledger_size(ledger, place); seq > 0; seq--) {
		const struct yice_entry *entry = yice_ledger_get(ledger, place, seq);

		if (entry->kind == YICE_ENTRY_CHECKPOINT && !strcmp(entry->scope, place))
			return entry;
	}
	return NULL;
}

static void warn_register(const struct yice_shelf *shelf, const char *place, yice_day day)
{
	const struct yice_entry *checkpoint = find_checkpoint(shelf->ledger, place);
	enum yice_lang lang = shelf->cli->args.lang;
	char text[11];

	if (!checkpoint || day < checkpoint->until)
		return;
	yice_date_format(checkpoint->until, text);
	yice_cli_say(shelf->cli,
		     YICE_TEXT(lang, "%s 的登记簿最后一次检查点的有效期到 %s 为止：此后登记的内容可能还没有取得，请先取得",
			       "the last checkpoint of the register of %s ended on %s: entries made since may be missing here; "
			       "fetch them first"),
		     place, text);
}

void yice_known_warn(const struct yice_shelf *shelf, const char *scope, yice_day day)
{
	const struct yice_ledger *ledger = shelf->ledger;
	const char *above = scope ? yice_authority_superior(ledger, scope) : NULL;

	for (uint32_t i = 0; !scope && i < yice_authority_scopes(ledger); i++)
		warn_register(shelf, yice_authority_scope(ledger, i), day);
	while (above) {
		warn_register(shelf, above, day);
		scope = above;
		above = yice_authority_superior(ledger, scope);
		/* A root is above itself. */
		if (above && !strcmp(above, scope))
			above = NULL;
	}
}

void yice_stranded_warn(const struct yice_shelf *shelf, const char *scope, yice_day day)
{
	if (yice_lifecycle_is_stranded(shelf->ledger, scope, day))
		yice_cli_say(shelf->cli,
			     YICE_TEXT(shelf->cli->args.lang,
				       "%s 第 %llu 版由已被吊销或收回的钥匙签署，上级不能确认；请用有效的钥匙把它作为下一版提交",
				       "%s version %llu is signed by keys that were revoked or taken back and cannot be acknowledged: "
				       "submit it as the next version, under keys that count"),
			     scope, (unsigned long long)yice_ledger_head(shelf->ledger, scope).seq);
}

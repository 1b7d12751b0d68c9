/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yice store: finds the action and counts its operands. Each action opens the
 * store, which verifies it whole, does one thing, and prints one line a record
 * written or a table of what was asked.
 */
#include "base/base.h"
#include "base/diag.h"
#include "cli/store_action.h"

struct action {
	const char *name;
	size_t least, most; /* operands behind the name */
	int (*run)(const struct yice_cli *cli);
};

static const struct action actions[] = {
	{ "key", 1, 1, yice_store_do_key },
	{ "init", 1, 1, yice_store_do_init },
	{ "delegate", 3, 3, yice_store_do_delegate },
	{ "submit", 2, SIZE_MAX, yice_store_do_submit },
	{ "file", 2, 2, yice_store_do_file },
	{ "return", 2, 2, yice_store_do_return },
	{ "refuse", 2, 2, yice_store_do_refuse },
	{ "publish", 2, 2, yice_store_do_publish },
	{ "acknowledge", 2, 2, yice_store_do_acknowledge },
	{ "suspend", 3, 3, yice_store_do_suspend },
	{ "revoke", 3, 3, yice_store_do_revoke },
	{ "checkpoint", 2, 3, yice_store_do_checkpoint },
	{ "state", 1, 2, yice_store_do_state },
	{ "log", 1, 3, yice_store_do_log },
	{ "show", 3, 4, yice_store_do_show },
	{ "as-of", 2, 2, yice_store_do_as_of },
	{ "blame", 2, 2, yice_store_do_blame },
	{ "diff", 4, 4, yice_store_do_diff },
	{ "verify", 1, 1, yice_store_do_verify },
	{ "audit", 1, 2, yice_store_do_audit },
	{ "signers", 1, 1, yice_store_do_signers },
	{ "checkout", 3, 3, yice_store_do_checkout },
	{ "replay", 2, 2, yice_store_do_replay },
	{ "verify-push", 1, 1, yice_store_do_verify_push },
	{ "receive", 1, 1, yice_store_do_receive },
};

static int unknown(const struct yice_cli *cli, const char *name)
{
	const char *names[YICE_COUNT(actions)], *nearest;
	enum yice_lang lang = cli->args.lang;

	for (size_t i = 0; i < YICE_COUNT(actions); i++)
		names[i] = actions[i].name;
	nearest = yice_did_you_mean(name, names, YICE_COUNT(actions));
	if (nearest)
		return yice_cli_misused(cli, YICE_TEXT(lang, "store 没有“%s”；是不是 %s？", "store has no \"%s\"; did you mean %s?"),
					name, nearest);
	return yice_cli_misused(cli, YICE_TEXT(lang, "store 没有“%s”", "store has no \"%s\""), name);
}

int yice_cmd_store(struct yice_cli *cli)
{
	int code = yice_cli_operands(cli, 1, SIZE_MAX);

	if (code)
		return code;
	for (size_t i = 0; i < YICE_COUNT(actions); i++) {
		const struct action *action = &actions[i];

		if (strcmp(action->name, cli->args.operands[0]))
			continue;
		code = yice_cli_operands(cli, action->least + 1, action->most == SIZE_MAX ? SIZE_MAX : action->most + 1);
		return code ? code : action->run(cli);
	}
	return unknown(cli, cli->args.operands[0]);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* yice disasm: the instructions, tests and tables of an image as text, all of it or one clause. */
#include "base/base.h"
#include "cli/cli.h"
#include "cli/image.h"

int yice_cmd_disasm(struct yice_cli *cli)
{
	const char *clause = cli->args.operand_count > 1 ? cli->args.operands[1] : NULL;
	int code = yice_cli_operands(cli, 1, 2), status;
	char digest[65], *text;
	yice_image *image;

	if (code)
		return code;
	image = yice_cli_image(cli, cli->args.operands[0], digest);
	if (!image)
		return YICE_EXIT_FAILED;
	status = yice_image_disassemble(image, clause, &text);
	if (status == YICE_ENOTFOUND) {
		code = yice_cli_no_clause(cli, image, clause);
	} else if (status) {
		code = yice_cli_failed(cli, status, NULL);
	} else {
		code = yice_cli_write(cli, NULL, text, strlen(text));
		free(text);
	}
	yice_image_free(image);
	return code;
}

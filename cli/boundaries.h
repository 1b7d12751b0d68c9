/* SPDX-License-Identifier: Apache-2.0 */
/* `yice test --boundaries`: cases at the limits of rules, for their author to review and keep. */
#ifndef YICE_CLI_BOUNDARIES_H
#define YICE_CLI_BOUNDARIES_H

#include "cli/cli.h"

/* Writes an expectation file over the rules of the operands to path, NULL: standard output. An enum yice_exit. */
int yice_boundaries_write(const struct yice_cli *cli, const char *path);

#endif

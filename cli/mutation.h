/* SPDX-License-Identifier: Apache-2.0 */
/* `yice test --mutate`: which changes of the rules no case would notice. */
#ifndef YICE_CLI_MUTATION_H
#define YICE_CLI_MUTATION_H

#include "cli/cli.h"

/* Tries the mutants of the rules that the expectation files name, and prints what became of them. An enum yice_exit. */
int yice_mutation_run(const struct yice_cli *cli, const struct yice_paths *paths, bool json);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* What the commands that read an image share. */
#ifndef YICE_CLI_IMAGE_H
#define YICE_CLI_IMAGE_H

#include "cli/cli.h"
#include "yice/eval.h"

/*
 * Opens an image, verified now or, when it is large and unchanged, at an earlier start; its SHA-256 in hex goes to
 * digest. NULL when that failed, said.
 */
yice_image *yice_cli_image(const struct yice_cli *cli, const char *path, char digest[65]);
/* The same for who says himself what went wrong. YICE_OK, YICE_EIO with errno, YICE_EIMAGE with the reason in report, YICE_ENOMEM. */
int yice_cli_image_verified(const char *path, struct yice_report *report, yice_image **image, char digest[65]);
/* The same digest of an image from elsewhere. YICE_OK or YICE_ENOMEM. */
int yice_cli_digest(const yice_image *image, char digest[65]);
/* Says that the image has no such clause, with the nearest id, or that it is not among those decided. Returns
 * YICE_EXIT_FAILED. */
int yice_cli_no_clause(const struct yice_cli *cli, const yice_image *image, const char *clause);
/* The day of an --as-of option in *day, NULL when not given. YICE_EXIT_OK, or YICE_EXIT_USAGE, said. */
int yice_cli_day(const struct yice_cli *cli, enum yice_option option, const char **day);

#endif

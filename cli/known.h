/* SPDX-License-Identifier: Apache-2.0 */
/* Large images that this program has verified before, so that they need not be verified at every start. */
#ifndef YICE_CLI_KNOWN_H
#define YICE_CLI_KNOWN_H

#include "base/base.h"

/*
 * Whether the open file is one that was verified and has not been touched since; digest (64 digits and NUL) is then the
 * SHA-256 it had. Without certainty false: the file is to be verified.
 */
bool yice_known_find(int fd, char digest[65]);
/* Notes that the open file has been verified. What cannot be noted is verified again next time. */
void yice_known_add(int fd, const char *digest);

/*
 * This user's secret, 64 digits and NUL, made on first use: what the program keeps for itself where others may write is bound
 * by it. False: there is no place for one, or somebody else could have read it.
 */
bool yice_known_secret(char secret[65]);

#endif

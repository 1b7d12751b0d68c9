/* SPDX-License-Identifier: Apache-2.0 */
/* A folder that appears with all its files or not at all. */
#ifndef YICE_EXCHANGE_FOLDER_H
#define YICE_EXCHANGE_FOLDER_H

#include "exchange/write.h"

/* Is there something at that path that must not be replaced: a folder with files in it, or no folder? */
bool yice_folder_taken(const char *path);
/*
 * Writes all files beside the place, syncs and renames; what stood there moves to PATH.bak (or .bak2 …). What
 * killed processes left beside the place is removed first.
 * YICE_OK, YICE_EIO with errno, YICE_ENOMEM. On failure nothing has changed.
 */
int yice_folder_write(const char *path, const struct yice_output *output) YICE_MUST_CHECK;
/* The way from a folder, which need not exist yet, to an existing path; '/' between. YICE_OK, YICE_EIO,
 * YICE_ENOMEM. */
int yice_folder_way(const char *from, const char *to, struct yice_buf *out) YICE_MUST_CHECK;

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* What a process that was killed while it wrote has left beside its place. */
#ifndef YICE_EXCHANGE_LEFTOVER_H
#define YICE_EXCHANGE_LEFTOVER_H

#include "base/base.h"

/*
 * Removes PATH.PID.N.tmp, as yice_write_file and yice_folder_write name them, where process PID is gone and
 * nobody holds its lock: files, and folders that hold nothing but sources and layouts. Whatever else is
 * there, and whatever cannot be removed, stays. errno is kept. YICE_OK or YICE_ENOMEM.
 */
int yice_leftovers_remove(const char *path) YICE_MUST_CHECK;
/* Takes the lock that tells others a file or folder is being written; it lasts until fd is closed. */
void yice_leftover_lock(int fd);

#endif

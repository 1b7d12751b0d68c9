/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The folder of a set: who may be in it at once. One builder at a time holds
 * the file `lock`. Readers share a lock on the index's folder for as long as
 * they may open images; what no index names any more is removed only while
 * nobody holds it, else left for a later build.
 */
#ifndef YICE_SET_FOLDER_H
#define YICE_SET_FOLDER_H

#include "set/index.h"

#define YICE_SET_MEMORY "memory" /* what this machine remembers of sources */
#define YICE_SET_LOCK   "lock"

/* Makes the folder when it is not there and waits for other builders. *lock is closed by the caller. YICE_OK, YICE_EIO with errno (ENOTEMPTY: of something else), YICE_ENOMEM. */
int yice_set_folder_enter(const char *folder, int *lock) YICE_MUST_CHECK;
/* A reader's lock: a file descriptor to be closed, or -1 with errno. */
int yice_set_folder_share(const char *folder);
/* Removes the images that the index does not name and what killed builders left, unless somebody reads. */
void yice_set_folder_sweep(const char *folder, const struct yice_set_index *index);
/* Whether there is a set: a folder with an index and a lock. */
bool yice_set_is_folder(const char *path);
/* "FOLDER/NAME", appended to out. */
void yice_set_folder_path(const char *folder, const char *name, struct yice_buf *out);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Git's trees as one flat list of files. */
#ifndef YICE_STORE_TREE_H
#define YICE_STORE_TREE_H

#include "store/git.h"

struct yice_tree_file {
	const char *path;
	char oid[YICE_OID];
};

struct yice_tree {
	struct yice_tree_file *files; /* ascending by path */
	size_t count, cap;            /* the array is the tree's own: release it */
};

void yice_tree_release(struct yice_tree *tree);
/* Appends a file; paths are added in ascending order. */
int yice_tree_add(struct yice_tree *tree, const char *path, const char *oid) YICE_MUST_CHECK;
/* The file of that path, or NULL. */
const struct yice_tree_file *yice_tree_find(const struct yice_tree *tree, const char *path);

/* Writes the trees for the files. *oid gets the root's. */
int yice_tree_write(struct yice_git *git, const struct yice_tree *tree, char oid[YICE_OID], struct yice_diags *diags)
	YICE_MUST_CHECK;
/* Reads a root and all below it. Anything but regular files in folders, names that do not fit, and any other order or
 * form than git's own is refused. Paths go to arena. */
int yice_tree_read(struct yice_git *git, const char *oid, const char *name, struct yice_arena *arena,
		   struct yice_tree *out, struct yice_diags *diags) YICE_MUST_CHECK;

#endif

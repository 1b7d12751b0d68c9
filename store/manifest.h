/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files of a version and the list of them that is signed: path, kind, length
 * and SHA-256 of everything but signatures and filing data, which come later.
 */
#ifndef YICE_STORE_MANIFEST_H
#define YICE_STORE_MANIFEST_H

#include "base/diag.h"
#include "store/commit.h"

/* A file to be stored; paths are relative, "/" between folders. */
struct yice_file {
	const char *path;
	const char *bytes;
	size_t len;
};

struct yice_files {
	struct yice_file *items;
	size_t count;
	const char *compiler;  /* who compiled the image, "" without one */
	uint32_t image_version; /* of its format */
};

struct yice_manifest_line {
	uint64_t len;
	char sha256[YICE_SHA256];
	const char *path;
};

struct yice_manifest {
	const char *scope;
	const char *compiler;
	uint32_t image_version;
	struct yice_manifest_line *lines; /* ascending by path */
	size_t count;
};

/* May a file have this path in a store? */
bool yice_path_fits(const char *path);
/* Ascending by bytes, as git orders them too. */
void yice_files_sort(struct yice_files *files);
/* Is the file one that comes after the manifest: a signature or filing data? */
bool yice_path_is_added(const char *path);

/* The text for sorted files. YICE_OK, YICE_ENOMEM. */
int yice_manifest_print(const struct yice_files *files, const char *scope, struct yice_buf *out) YICE_MUST_CHECK;
/* Accepts exactly what is printed. */
int yice_manifest_read(const char *text, size_t len, const char *name, struct yice_arena *arena,
		       struct yice_manifest *out, struct yice_diags *diags) YICE_MUST_CHECK;
/* The line of that path, or NULL. */
const struct yice_manifest_line *yice_manifest_find(const struct yice_manifest *manifest, const char *path);

#endif

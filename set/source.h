/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files a set is made of: what identifies their bytes, and what those of rules
 * say of their place in the country. What was read once is remembered beside
 * the set, as long as the file was not touched since.
 */
#ifndef YICE_SET_SOURCE_H
#define YICE_SET_SOURCE_H

#include "base/arena.h"
#include "base/map.h"

struct yice_set_pair {
	const char *code, *parent; /* of a 行政区; parent "" when it has none */
};

/* What a file of rules says of its place, as the compiler reads it. Mistakes in the rest do not matter here. */
struct yice_set_head {
	const char **lists; /* codes of the scopes whose lists it has */
	const char **imports;
	struct yice_set_pair *scopes;
	uint32_t list_count, import_count, scope_count;
};

/* What fstat() says of a file: device, inode, size, and the times of its modification and of its change, in s and ns. */
enum { YICE_SET_STAMP = 7 };

struct yice_set_file {
	const char *name; /* to open it by */
	const char *path; /* from the folder that is built; behind a tab, where links lead, where the file lies: images say that */
	bool rules;       /* has a head */
	bool below;       /* lies below the folder that is built, not only imported */
	bool there;       /* could be read; else it has neither digest nor head */
	bool settled;     /* the stamp holds for its bytes */
	uint64_t size;
	char digest[65];
	uint64_t stamp[YICE_SET_STAMP];
	struct yice_set_head head;
};

/* What was remembered: by path, a file as it was read. */
struct yice_set_memory {
	struct yice_arena arena;
	struct yice_map paths; /* -> files */
	struct yice_set_file **files;
	uint32_t count, cap;
	const char *text; /* as it was read, or NULL */
	size_t len;
};

void yice_set_memory_init(struct yice_set_memory *memory);
void yice_set_memory_release(struct yice_set_memory *memory);
/* What is no memory of this program's is forgotten. YICE_OK, YICE_ENOMEM. */
int yice_set_memory_read(struct yice_set_memory *memory, const char *path) YICE_MUST_CHECK;
/* Unless it says the same already. Where it cannot be written, everything is read again next time. */
void yice_set_memory_write(const struct yice_set_memory *memory, struct yice_set_file *const *files, uint32_t count,
			   const char *path);

/* Looks at files by several threads: what is remembered of those untouched, else their bytes. YICE_OK, YICE_ENOMEM. */
int yice_set_files_look(struct yice_set_file *const *files, uint32_t count, const struct yice_set_memory *memory,
			size_t jobs, struct yice_arena *arena) YICE_MUST_CHECK;

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which images a folder of rules makes, and of which files. An image is that of
 * a scope: of each at the chosen tier that has a list, or has one below it,
 * and of each above that has a list. It is made of the files with lists of
 * that scope, of those above and of those below it, of the files without a
 * list, and of what all these import.
 */
#ifndef YICE_SET_PLAN_H
#define YICE_SET_PLAN_H

#include "base/report.h"
#include "compiler/model.h"
#include "set/index.h"
#include "set/source.h"

struct yice_planned_scope {
	const char *code, *above; /* above: its parent's, "" for none */
	uint32_t parent; /* YICE_NONE: none */
	uint32_t image;  /* that decides there, or YICE_NONE */
	uint32_t file;   /* where it is declared, or YICE_NONE: only lists name it */
	bool listed, heads; /* it has a list; an image */
};

struct yice_planned_image {
	uint32_t scope;
	uint32_t *asked, asked_count; /* files to be read, ascending; what they import comes with them */
	uint32_t *all, all_count;     /* those and all they import, ascending */
};

struct yice_set_plan {
	struct yice_arena arena;
	struct yice_model model; /* for names of paths; nothing is declared in it */
	const char *folder;      /* as given, without needless dots */
	const char *origin;      /* where that is, whatever links lead there */
	const char *met_in, *met_at; /* the folder of the last file, with its stroke, and where that is */
	const char *above;       /* its name and those above it, as far as a source lies beside them, else "" */
	enum yice_set_tier tier;
	size_t jobs;
	const struct yice_set_memory *memory;
	YICE_VEC(struct yice_set_file *) files; /* ascending by path */
	struct yice_map names;                  /* as they are opened -> files */
	struct yice_map identities;             /* device and inode -> files: one by two names is one, as for the compiler */
	YICE_VEC(struct yice_planned_scope) scopes; /* ascending by code */
	struct yice_map codes;                      /* -> scopes */
	YICE_VEC(struct yice_planned_image) images; /* ascending by code */
};

/*
 * Fills a plan. What is wrong with the folder itself, and scopes declared twice, are diagnostics; what is wrong with
 * the rules is told when they are compiled. YICE_OK, YICE_EDIAG, YICE_ENOMEM.
 */
int yice_set_plan(struct yice_set_plan *plan, const char *folder, enum yice_set_tier tier, size_t jobs,
		  const struct yice_set_memory *memory, struct yice_report *report) YICE_MUST_CHECK;
void yice_set_plan_release(struct yice_set_plan *plan);
/* The path of a file from the folder, by the name it is opened by, links or not; NULL when out of memory. */
const char *yice_set_plan_path(struct yice_set_plan *plan, const char *name);
/* The image that decides for a scope, by its code; YICE_NONE. */
uint32_t yice_set_plan_owner(const struct yice_set_plan *plan, const char *code);
/* The file of that path; YICE_NONE. */
uint32_t yice_set_plan_file(const struct yice_set_plan *plan, const char *path);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* What git.c and git_open.c share. */
#ifndef YICE_STORE_GIT_INTERNAL_H
#define YICE_STORE_GIT_INTERNAL_H

#include "store/git.h"

#include <git2.h>

struct yice_git {
	git_repository *repo;
	git_odb *odb;
	char *path;
	int lock; /* descriptor of a writer's lock, -1 for a reader */
};

/* Adds a diagnostic with libgit2's own words about what just failed. Returns YICE_ENOMEM or YICE_EDIAG. */
int yice_git_failed(const char *name, int error, struct yice_diags *diags);
/* Removes references' locks and half-written objects whose writers are gone. The lock must be held alone. */
int yice_git_sweep(const char *path);
/* Removes a reference's lock that stays as it is for a while; its folder is held, so no writer of ours owns it. */
int yice_git_break_lock(struct yice_git *git, const char *ref) YICE_MUST_CHECK;

#endif

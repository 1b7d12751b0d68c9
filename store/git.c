/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Objects and references through libgit2 (store/git.h). Two rules carry the
 * durability: an object is read back before anything refers to it, because
 * libgit2 takes a damaged file that is already there for a written one; and
 * one reference moved by compare-and-set is the whole commit point, because
 * transactions over several are not atomic.
 */
#include "base/base.h"
#include "store/git_internal.h"

#include <errno.h>
#include <time.h>
#include <unistd.h>

#define MOVE_TRIES 8

int yice_git_failed(const char *name, int error, struct yice_diags *diags)
{
	const git_error *last = git_error_last();

	if (last && last->klass == GIT_ERROR_NOMEMORY)
		return YICE_ENOMEM;
	YICE_UNUSED(error);
	yice_diag_add(diags, YICE_D_store_failed, YICE_SPAN_NONE, name,
		      last && last->message ? last->message : "libgit2", NULL);
	return YICE_EDIAG;
}

const char *yice_git_path(const struct yice_git *git)
{
	return git->path;
}

static git_object_t type_of(enum yice_git_kind kind)
{
	return kind == YICE_GIT_COMMIT ? GIT_OBJECT_COMMIT :
	       kind == YICE_GIT_TREE   ? GIT_OBJECT_TREE :
					 GIT_OBJECT_BLOB;
}

int yice_git_read(struct yice_git *git, const char *oid, enum yice_git_kind kind, const char *name,
		  struct yice_buf *out, struct yice_diags *diags)
{
	git_odb_object *object;
	git_oid id;
	int error = git_oid_fromstr(&id, oid);

	if (!error)
		error = git_odb_read(&object, git->odb, &id);
	if (error)
		return yice_git_failed(name, error, diags);
	if (git_odb_object_type(object) == type_of(kind))
		yice_buf_add(out, git_odb_object_data(object), git_odb_object_size(object));
	else {
		yice_diag_add(diags, YICE_D_object_kind, YICE_SPAN_NONE, name, oid, NULL);
		error = YICE_EDIAG;
	}
	git_odb_object_free(object);
	return error ? error : yice_buf_status(out);
}

/* Is the object there, with these bytes? */
static bool reads_back(struct yice_git *git, const git_oid *id, git_object_t type, const void *bytes, size_t len)
{
	git_odb_object *object;
	bool same;

	if (git_odb_read(&object, git->odb, id))
		return false;
	same = git_odb_object_type(object) == type && git_odb_object_size(object) == len &&
	       !memcmp(git_odb_object_data(object), len ? bytes : "", len);
	git_odb_object_free(object);
	return same;
}

int yice_git_name(enum yice_git_kind kind, const void *bytes, size_t len, char oid[YICE_OID],
		  struct yice_diags *diags)
{
	git_oid id;
	int error = git_odb_hash(&id, len ? bytes : "", len, type_of(kind));

	if (error)
		return yice_git_failed("libgit2", error, diags);
	git_oid_tostr(oid, YICE_OID, &id);
	return YICE_OK;
}

int yice_git_write(struct yice_git *git, enum yice_git_kind kind, const void *bytes, size_t len, char oid[YICE_OID],
		   struct yice_diags *diags)
{
	git_oid id;
	int error = git_odb_write(&id, git->odb, len ? bytes : "", len, type_of(kind));

	if (error)
		return yice_git_failed(git->path, error, diags);
	git_oid_tostr(oid, YICE_OID, &id);
	if (reads_back(git, &id, type_of(kind), bytes, len))
		return YICE_OK;
	yice_diag_add(diags, YICE_D_object_damaged, YICE_SPAN_NONE, git->path, oid, NULL);
	return YICE_EDIAG;
}

int yice_git_head(struct yice_git *git, const char *ref, char oid[YICE_OID], struct yice_diags *diags)
{
	git_reference *reference;
	int error = git_reference_lookup(&reference, git->repo, ref);

	oid[0] = '\0';
	if (error == GIT_ENOTFOUND)
		return YICE_OK;
	if (error)
		return yice_git_failed(ref, error, diags);
	if (git_reference_type(reference) == GIT_REFERENCE_DIRECT)
		git_oid_tostr(oid, YICE_OID, git_reference_target(reference));
	else {
		yice_diag_add(diags, YICE_D_ref_symbolic, YICE_SPAN_NONE, ref, NULL);
		error = YICE_EDIAG;
	}
	git_reference_free(reference);
	return error;
}

/* Twice as long each time, from 1 ms; writers of different processes do not step in time. */
static void back_off(int round)
{
	long ms = 1L << round;
	struct timespec pause = { 0, ms * 1000000 + (long)getpid() % 7 * 100000 };

	nanosleep(&pause, NULL);
}

static int try_move(struct yice_git *git, const char *ref, const git_oid *from, const git_oid *to)
{
	git_reference *moved = NULL;
	int error = from ? git_reference_create_matching(&moved, git->repo, ref, to, 1, from, NULL) :
			   git_reference_create(&moved, git->repo, ref, to, 0, NULL);

	git_reference_free(moved);
	return error;
}

/* Does the reference name that object (NULL: is there none)? A failed look gives what is said then. */
static bool is_at(struct yice_git *git, const char *ref, const git_oid *id, bool unknown)
{
	git_oid now;
	int error = git_reference_name_to_id(&now, git->repo, ref);

	if (error == GIT_ENOTFOUND)
		return !id;
	return error ? unknown : id && git_oid_equal(&now, id);
}

/* As yice_git_move(), while the folder of the reference is held. */
static int move_held(struct yice_git *git, const char *ref, const git_oid *from, const git_oid *to,
		     struct yice_diags *diags)
{
	int error = 0;

	for (int round = 0; round <= MOVE_TRIES; round++) {
		bool locked;

		error = try_move(git, ref, from, to);
		if (!error)
			return YICE_OK;
		if (error == GIT_EMODIFIED || error == GIT_EEXISTS)
			return YICE_ENOTFOUND;
		/* A lock that is not ours: a push at work, or a writer that was killed. -3 comes of packing references meanwhile. */
		locked = error == GIT_ELOCKED || error == GIT_ENOTFOUND;
		/* It moved, and what makes that durable failed: no success, and nobody else's doing either. */
		if (!locked && is_at(git, ref, to, false))
			break;
		/* Perhaps to the very same record, which another made of the same. */
		if (!is_at(git, ref, from, true))
			return YICE_ENOTFOUND;
		if (!locked || (round >= MOVE_TRIES / 2 && yice_git_break_lock(git, ref)))
			break;
		back_off(round);
	}
	return yice_git_failed(ref, error, diags);
}

int yice_git_move(struct yice_git *git, const char *ref, const char *from, const char *to, struct yice_diags *diags)
{
	git_oid old, new;
	int held, status;

	if (git_oid_fromstr(&new, to) || (*from && git_oid_fromstr(&old, from)))
		return yice_git_failed(ref, GIT_ERROR, diags);
	if (yice_git_hold(git->path, ref, &held)) {
		yice_diag_add(diags, YICE_D_store_failed, YICE_SPAN_NONE, ref, strerror(errno), NULL);
		return YICE_EDIAG;
	}
	status = move_held(git, ref, *from ? &old : NULL, &new, diags);
	close(held);
	return status;
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names in an array of their own; libgit2's order is that of files. */
static int list_refs(struct yice_git *git, struct yice_arena *arena, const char ***names, size_t *count,
		     struct yice_diags *diags)
{
	git_strarray all;
	int error = git_reference_list(&all, git->repo);

	if (error)
		return yice_git_failed(git->path, error, diags);
	*names = yice_arena_array(arena, all.count + 1, sizeof(**names));
	*count = 0;
	for (size_t i = 0; *names && i < all.count; i++)
		if (!strncmp(all.strings[i], "refs/heads/", 11))
			(*names)[(*count)++] = yice_arena_strdup(arena, all.strings[i]);
	git_strarray_dispose(&all);
	if (arena->failed)
		return YICE_ENOMEM;
	assert(*names);
	qsort(*names, *count, sizeof(**names), by_bytes);
	return YICE_OK;
}

int yice_git_refs(struct yice_git *git, int (*visit)(void *to, const char *ref), void *to, struct yice_diags *diags)
{
	struct yice_arena arena;
	const char **names = NULL;
	size_t count = 0;
	int status;

	yice_arena_init(&arena);
	status = list_refs(git, &arena, &names, &count, diags);
	for (size_t i = 0; !status && i < count; i++)
		status = visit(to, names[i]);
	yice_arena_release(&arena);
	return status;
}

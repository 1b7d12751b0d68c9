/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The index of a set of images: what images there are, of which sources each
 * was made, and which of them decides for a scope or a unit. The same sources
 * give the same bytes. What an image holds beyond its own scope's part of the
 * country is there for others to rest on; a unit belongs to one image alone.
 */
#ifndef YICE_SET_INDEX_H
#define YICE_SET_INDEX_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/diag.h"
#include "runtime/geo/shape.h"

#define YICE_SET_FILE  "index"   /* in the set's folder */
#define YICE_SET_NONE  UINT32_MAX
#define YICE_SET_DEEP  64        /* scopes above one another, at most */
#define YICE_SET_NAME  128       /* bytes of an image's file name, at most, with NUL */

/* Where a country is cut: the lists of such scopes begin an image each. Scopes are told by GB/T 2260 codes. */
enum yice_set_tier { YICE_SET_NATION, YICE_SET_PROVINCE, YICE_SET_CITY, YICE_SET_DISTRICT, YICE_SET_TIERS };

struct yice_set_source {
	const char *path; /* from the folder that was built, '/' separated */
	uint64_t size;
	char digest[65]; /* SHA-256 */
};

struct yice_set_image {
	const char *code; /* of its scope */
	char digest[65];
	uint64_t size;
	yice_day day;               /* its default day */
	bool asks_unit;             /* it has units, or clauses for classes of them */
	bool boxed;                 /* it has shapes of units that are its own, or that it does not know, all within the box */
	struct yice_box box;
	uint32_t *sources;          /* first those asked for, then what they brought in, each ascending */
	uint32_t asked, source_count;
};

struct yice_set_scope {
	const char *code;
	uint32_t parent; /* YICE_SET_NONE: none */
	uint32_t image;  /* that decides there; YICE_SET_NONE: no list is in force there */
	bool ruled;      /* it has clauses for more than a unit */
};

struct yice_set_unit {
	const char *code;
	uint32_t image;
};

/* A layer for a place or a layer that an image has: the same one in several images is the same in all but the image. */
struct yice_set_layer {
	uint32_t image, use; /* use: enum yice_layer_use */
	uint32_t words;      /* how many it takes up */
	struct yice_box box;
	const char *name; /* of the place or layer */
};

struct yice_set_index {
	struct yice_arena arena;
	const char *program; /* that built it */
	enum yice_set_tier tier;
	const char *folder; /* names of the folders above the sources as far as a source lies beside them, else "" */
	const char *levels; /* "Y0301=error …": of diagnostics, that the command set; "": none */
	yice_day day;       /* of a decision that names none: the latest of the images' */
	struct yice_set_source *sources; /* ascending by path */
	struct yice_set_image *images;   /* ascending by code */
	struct yice_set_scope *scopes;   /* ascending by code */
	struct yice_set_unit *units;     /* ascending by code */
	struct yice_set_layer *layers;   /* ascending by image, then as there */
	uint32_t source_count, image_count, scope_count, unit_count, layer_count;
};

void yice_set_index_init(struct yice_set_index *index);
void yice_set_index_release(struct yice_set_index *index);
/* The text, with its digest in the last line. */
int yice_set_index_print(const struct yice_set_index *index, struct yice_buf *out) YICE_MUST_CHECK;
/*
 * Accepts exactly what is printed by this version of the program, into an index just initialized. `name` is shown.
 * YICE_OK; YICE_EDIAG; YICE_ENOMEM.
 */
int yice_set_index_read(struct yice_set_index *index, const char *name, const char *text, size_t len,
			struct yice_diags *diags) YICE_MUST_CHECK;

/* Puts the digest of all that is there under it, as the last line. YICE_OK, YICE_ENOMEM. */
int yice_set_digest_add(struct yice_buf *out) YICE_MUST_CHECK;
/* *body is how much there is before the last line, when that is its digest; else 0. YICE_OK, YICE_ENOMEM. */
int yice_set_digest_check(const char *text, size_t len, size_t *body) YICE_MUST_CHECK;

/* The number of a scope, unit or image by its code, of a source by its path; YICE_SET_NONE. */
uint32_t yice_set_find_scope(const struct yice_set_index *index, const char *code);
uint32_t yice_set_find_unit(const struct yice_set_index *index, const char *code);
uint32_t yice_set_find_image(const struct yice_set_index *index, const char *code);
uint32_t yice_set_find_source(const struct yice_set_index *index, const char *path);
/* "440600-0123456789abcdef.img": the scope and the beginning of the digest. */
void yice_set_image_name(const struct yice_set_image *image, char name[YICE_SET_NAME]);
/* Whether a file of the set's folder has such a name. */
bool yice_set_is_image_name(const char *name);
/* "city"; and back: YICE_SET_TIERS when it is none. */
const char *yice_set_tier_word(enum yice_set_tier tier);
enum yice_set_tier yice_set_tier_find(const char *word);

#endif

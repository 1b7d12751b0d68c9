/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is known of one project: a facts block in the layout of image.h, which
 * tests read, and beside it what reports show: texts as given, evidence, site.
 */
#ifndef YICE_RUNTIME_FACTS_H
#define YICE_RUNTIME_FACTS_H

#include "base/report.h"
#include "runtime/geo/shape.h"
#include "runtime/image_read.h"

#define YICE_SITE_UNITS 64 /* units a document may state; coordinates may lie in more */

/* Offsets into facts->rest->texts; 0: not given. */
struct yice_fact_note {
	uint32_t text, evidence;
	bool complete; /* a some-of list that is known to be whole */
};

/* The name that came after a slot's in the document read last. */
struct yice_fact_guess {
	uint32_t text, slot; /* in the lexicon's pool; 0: none */
};

#define YICE_FACTS_FEW 2 /* units that a site hardly exceeds */

/*
 * What deciding reads, in one piece of memory, and of many made together side by side: a decision that has to wait for
 * scattered memory takes twice as long. The head is a line of cache, the block starts with the next.
 */
struct yice_facts {
	const struct yice_view *view;
	struct yice_facts_rest *rest; /* what reading and reports need */
	uint32_t *units;              /* in few, in rest->many, or in place when they are more */
	uint32_t unit_count, scope;   /* scope: stated, or YICE_NONE */
	uint32_t few[YICE_FACTS_FEW];
	char day[12];                 /* "" when not given */
	bool located;                 /* the site's shape is known */
	bool outside;                 /* some of it lies in no unit that a list of the image has */
	bool parted;                  /* parts of the site differ: rest->parts */
	uint64_t exact;               /* where exact values are: words from the block's start */
	uint64_t block[];             /* in the layout of image.h */
};
static_assert(sizeof(struct yice_facts) == 64 || sizeof(void *) != 8, "a line of cache");

struct yice_facts_rest {
	void *memory;                 /* of the facts, and of those made with them; NULL but in the first */
	uint32_t many[YICE_SITE_UNITS];
	uint32_t project;             /* offset into texts; 0: not given */
	struct yice_lexicon *lexicon;
	const uint64_t *blank;        /* the block's first part when nothing is known */
	uint64_t *stated;             /* places as stated, before what the units say: present mask, absent mask */
	struct yice_fact_note *notes; /* per slot */
	struct yice_fact_guess *next; /* per slot and, behind them, for the first name: documents resemble each other */
	uint64_t *touched;            /* bit per slot: block, notes or, of the site, stated may not be blank */
	struct yice_buf texts;        /* NUL-terminated, first is "" */
	const char *given_as;         /* which member of the document gave the site's shape: "site.geojson"; static */
	bool wgs84;                   /* the site's coordinates were given in WGS 84 and taken as CGCS2000 */
	int meridian;                 /* of the plane that areas are measured in; 0: centred on the site */
	struct yice_shape shape;
	const struct yice_location *location; /* what layers say of it (locate.h); NULL: nothing */
	uint64_t *placed;             /* places by layers: present mask, absent mask (both: partly), mask of those told of */
	uint64_t *parts;              /* of the site: what is known of each, as in struct yice_told; room for so many words */
	size_t parts_room;
	uint32_t part_count;
	struct yice_arena place;      /* holds shape and location */
	struct yice_geo *geo;         /* NULL until a geometry is read */
	yice_facts_open *open;        /* NULL: files are not read */
	void *open_context;
	uint64_t words[];             /* of stated, placed, touched, next and notes */
};

/* What deciding asks. Valid until the facts change. */
static inline struct yice_told yice_facts_told(const struct yice_facts *facts)
{
	struct yice_told told = { facts->block, NULL, 0 };

	if (facts->parted) {
		told.parts = facts->rest->parts;
		told.part_count = facts->rest->part_count;
	}
	return told;
}

/* Texts as given: "1.2 t/a", "新建", "喷涂、烘干"; "" when the fact is not given. Valid until the facts change. */
const char *yice_facts_text(const struct yice_facts *facts, uint32_t slot);
const char *yice_facts_evidence(const struct yice_facts *facts, uint32_t slot);
const char *yice_facts_project(const struct yice_facts *facts);
/*
 * Whether anything is known of the slot, be it stated or by the unit's own places. Appends the value in the words of
 * a language: 是, 新建, 喷涂、烘干（齐全）, C2614 涂料制造, "1.2 t/a" (as given, its measure added to a bare number).
 */
bool yice_facts_known(const struct yice_facts *facts, uint32_t slot);
void yice_facts_show(const struct yice_facts *facts, uint32_t slot, enum yice_lang lang, struct yice_buf *out);

/* facts_site.c. Which part of the site lies in a place that parts of it lie in: "（ZH… 的部分）". Appends. */
void yice_facts_show_part(const struct yice_facts *facts, uint32_t place, enum yice_lang lang, struct yice_buf *out);
/* Why a fact of the site that layers or its units could tell is not known: "; …", or nothing. Appends. */
void yice_facts_why_unknown(const struct yice_facts *facts, uint32_t slot, enum yice_lang lang, struct yice_buf *out);

/* Whether scope is the other one or above it. */
bool yice_scope_holds(const struct yice_view *view, uint32_t scope, uint32_t other);
/* Where in a unit the site is known to lie: the unit's scope, or the stated scope when that is below it. */
uint32_t yice_facts_unit_scope(const struct yice_facts *facts, uint32_t unit);

#endif

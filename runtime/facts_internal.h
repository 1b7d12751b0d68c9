/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by the files that fill facts: one value at a time, from JSON or from plain text, with its mistakes named. */
#ifndef YICE_RUNTIME_FACTS_INTERNAL_H
#define YICE_RUNTIME_FACTS_INTERNAL_H

#include "base/edition.h"
#include "base/json.h"
#include "runtime/facts.h"

/* A piece of a user's text. */
struct yice_given {
	const char *text;
	size_t len;
	struct yice_span span;
};

/*
 * Reads a document that has nothing wrong and nothing unusual in one pass: true when all of it was understood. False
 * says nothing of the document but that facts, which may be half set then, must be cleared and the strict reader asked;
 * facts->rest->texts.failed tells that memory was short.
 */
bool yice_facts_scan(struct yice_facts *facts, const char *json, size_t len);
/* The strict reader, which understands every document and names every mistake; yice_facts_read() is the two of them. */
int yice_facts_read_strictly(struct yice_facts *facts, const char *name, const char *json, size_t len,
			     struct yice_report *report);

/* Before slots are set by other means than yice_facts_scan(). */
void yice_facts_touch_all(struct yice_facts *facts);
/* Unknown, and without text or evidence. */
void yice_fact_forget(struct yice_facts *facts, uint32_t slot);
/* Stores the text as given; from now on the slot counts as given. */
void yice_fact_note(struct yice_facts *facts, uint32_t slot, const char *text, size_t len);
bool yice_fact_given(const struct yice_facts *facts, uint32_t slot);
/* Appends text to facts->rest->texts; returns its offset, never 0. */
uint32_t yice_facts_store(struct yice_facts *facts, const char *text, size_t len);

void yice_fact_set_boolean(struct yice_facts *facts, uint32_t slot, bool yes);
/* Each reports what is wrong with the text in diags and then changes nothing. False then, and on failed memory. */
bool yice_fact_read_boolean(struct yice_facts *facts, uint32_t slot, struct yice_given given, struct yice_diags *diags);
bool yice_fact_read_quantity(struct yice_facts *facts, uint32_t slot, struct yice_given given,
			     struct yice_diags *diags);
bool yice_fact_read_date(struct yice_facts *facts, uint32_t slot, struct yice_given given, struct yice_diags *diags);
/* The one member of a one-of attribute. */
bool yice_fact_read_one(struct yice_facts *facts, uint32_t slot, struct yice_given given, struct yice_diags *diags);
/* One more member of a some-of attribute, known present or known absent. */
bool yice_fact_read_member(struct yice_facts *facts, uint32_t slot, struct yice_given given, bool present,
			   struct yice_diags *diags);
/* Whatever is not present is absent. */
void yice_fact_complete(struct yice_facts *facts, uint32_t slot);

/* Reports that the value is not what the attribute's type takes. */
void yice_fact_report_kind(const struct yice_facts *facts, uint32_t slot, const char *name, struct yice_span span,
			   struct yice_diags *diags);
/* Whether an evidence of codes names another edition of the standard their table goes by; *out is where. */
bool yice_evidence_differs(const struct yice_view *view, uint32_t slot, const char *text,
			   struct yice_edition *out);
/* Adds the nearest of the names a lookup could have found. */
void yice_facts_suggest_attr(const struct yice_view *view, const char *name, struct yice_diags *diags,
			     struct yice_diag *diag);
/* Room for so many units, those that are set among them; false without memory. */
bool yice_facts_unit_room(struct yice_facts *facts, uint32_t count) YICE_MUST_CHECK;
void yice_facts_suggest_unit(const struct yice_view *view, const char *name, struct yice_diags *diags,
			     struct yice_diag *diag);

/*
 * Reads the geometry of the member site, if it gives one. arena: lives as long as the document. Mistakes are in
 * report; YICE_OK or YICE_ENOMEM.
 */
int yice_facts_read_place(struct yice_facts *facts, const struct yice_json *site, struct yice_arena *arena,
			  struct yice_report *report) YICE_MUST_CHECK;

/*
 * Sets what follows from the site's geometry and the layers of the image: units, places, measures (facts_layer.c). The
 * members site and facts (NULL: none) of the document tell where a contradiction stands.
 * YICE_OK; YICE_EIMAGE, YICE_ERANGE or YICE_ELIMIT when something cannot be measured, YICE_ENOMEM.
 */
int yice_facts_apply_layers(struct yice_facts *facts, const struct yice_json *site, const struct yice_json *stated,
			    struct yice_diags *diags) YICE_MUST_CHECK;
/* facts_layer.c. How much of the site lies in a place that layers show to have a part of it: "（部分在内，…，占 31.10 %）". Appends. */
void yice_facts_show_share(const struct yice_facts *facts, uint32_t place, enum yice_lang lang, struct yice_buf *out);
/* Of a site in units, places that one part is known to lie in or outside of and another is not: "; …". Appends. */
void yice_facts_put_open_parts(const struct yice_facts *facts, enum yice_lang lang, struct yice_buf *out);
/* Whether anything is known of where the site as a whole lies, or that some part of it lies in a place. */
bool yice_facts_site_known(const struct yice_facts *facts);
/* Whether some part of the site lies in the place. */
bool yice_facts_partly_in(const struct yice_facts *facts, uint32_t place);
/* As yice_facts_set_unit(), but without a look at what is there already: a document is compared when all of it is read. */
int yice_facts_add_unit(struct yice_facts *facts, const char *code) YICE_MUST_CHECK;
/* Whether layers tell the fact, by the coordinates of the site (facts_layer.c). */
bool yice_facts_is_measured(const struct yice_facts *facts, uint32_t slot);
/* Makes the site's places follow from what was stated and what units and layers say. Without memory texts have failed. */
void yice_facts_settle_site(struct yice_facts *facts);
/* Appends the names of places that no layer tells of, on whose border the located site lies, or that have a part of it. */
void yice_facts_put_open_places(const struct yice_facts *facts, enum yice_lang lang, struct yice_buf *out);
/* Whether no stated place contradicts the units. */
bool yice_facts_site_agrees(const struct yice_facts *facts);
/* Whether units or layers say of a place, by its ordinal, the opposite of what is stated: that the site lies in it, or not. */
bool yice_facts_contradicts(const struct yice_facts *facts, uint32_t place, bool present);
/* Reports that, naming a unit where it is units that say so. */
struct yice_diag *yice_facts_report_place(const struct yice_facts *facts, uint32_t place, bool present,
					  struct yice_span span, struct yice_diags *diags);
/* False when a stated place contradicts units or layers, which is reported. */
bool yice_facts_check_place(const struct yice_facts *facts, struct yice_given given, bool present,
			    struct yice_diags *diags);
/* Whether layers are asked where the site lies: then all units are known only when they have been. */
static inline bool yice_facts_asks_layers(const struct yice_facts *facts)
{
	return facts->located && facts->view->count[YICE_SEC_LAYERS];
}

/* ---- facts_side.c */

/* Why it is not known on which side of a line a site is; of two reasons the later one says more. */
enum yice_side_answer {
	YICE_SIDE_KNOWN,
	YICE_SIDE_NOT_PASSED, /* nothing of the line lies in that direction from some point of the site */
	YICE_SIDE_TURNS,      /* lines that do not pass it: they turn back, or are joined into one that does */
	YICE_SIDE_ON,         /* a point of the site is on the line */
	YICE_SIDE_BETWEEN     /* a point lies east (north) of one line and west (south) of another */
};

/* By axis, east and west or north and south, and then: west or south, east or north. */
struct yice_sides {
	enum yice_side_answer answer[2];
	bool has[2][2]; /* some point of the site lies there; of what is known */
};

/* On which sides of the lines of a layer the points of a shape are. YICE_OK, YICE_ENOMEM, YICE_EIMAGE. */
int yice_sides_find(const struct yice_view *view, uint32_t use, uint32_t key, const struct yice_shape *shape,
		    struct yice_sides *out) YICE_MUST_CHECK;

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Forms over the parts of a site. A form has no negation, so what is asked of
 * some part can each be given a part of its own, and what is asked of each part
 * is asked of all of those: a site with more parts meets no form that the one
 * left with these does not. Hence few parts stand for any number. Called by
 * diff_compare.c.
 */
#include "analysis/joint.h"

/* What is asked of some part: each once, and the part is its number. */
struct asked {
	struct yice_realm *realm;
	const struct yice_form *some[YICE_REALM_PARTS];
	uint32_t count;
	bool full, home; /* home: one part more, behind those that are asked */
};

static bool is_of_site(const struct yice_realm *realm, const struct yice_form *form)
{
	return (form->kind == YICE_FORM_HAS || form->kind == YICE_FORM_LACKS) && realm->axes[form->axis].site;
}

static bool is_join(const struct yice_form *form)
{
	return form->kind == YICE_FORM_AND || form->kind == YICE_FORM_OR;
}

static bool same_question(const struct yice_realm *realm, const struct yice_form *a, const struct yice_form *b)
{
	uint32_t words = realm->universes[realm->axes[a->axis].universe].words;

	return a->kind == b->kind && !memcmp(a->set, b->set, words * sizeof(*a->set));
}

static uint32_t part_of(const struct asked *asked, const struct yice_form *form)
{
	uint32_t i = 0;

	while (i < asked->count && !same_question(asked->realm, asked->some[i], form))
		i++;
	return i;
}

static void gather(struct asked *asked, const struct yice_form *form)
{
	for (uint32_t i = 0; is_join(form) && i < form->count; i++)
		gather(asked, form->parts[i]);
	if (!is_of_site(asked->realm, form) || form->each || part_of(asked, form) < asked->count)
		return;
	if (asked->count == YICE_REALM_PARTS)
		asked->full = true;
	else
		asked->some[asked->count++] = form;
}

/* A join of what `make` makes of each of `count` things. */
static const struct yice_form *join_all(struct yice_realm *realm, enum yice_form_kind kind, uint32_t count,
					const struct yice_form *(*make)(void *context, uint32_t i), void *context)
{
	const struct yice_form **parts = calloc((size_t)count + 1, sizeof(*parts)), *form;

	if (!parts) {
		realm->arena.failed = true;
		return NULL;
	}
	for (uint32_t i = 0; i < count; i++)
		parts[i] = make(context, i);
	form = yice_form_join(realm, kind, parts, count);
	free(parts);
	return form;
}

struct spreading {
	struct asked *asked;
	const struct yice_form *form;
};

static const struct yice_form *of_part(void *context, uint32_t part)
{
	const struct spreading *s = context;
	uint32_t axis = yice_realm_part(s->asked->realm, s->form->axis, part);

	return axis == YICE_NONE ? NULL : yice_form_set(s->asked->realm, s->form->kind, axis, s->form->set);
}

static const struct yice_form *spread(struct asked *asked, const struct yice_form *form);

static const struct yice_form *spread_one(void *context, uint32_t i)
{
	const struct spreading *s = context;

	return spread(s->asked, s->form->parts[i]);
}

static const struct yice_form *spread(struct asked *asked, const struct yice_form *form)
{
	struct spreading s = { asked, form };
	uint32_t parts = asked->count + asked->home;

	if (is_join(form))
		return join_all(asked->realm, form->kind, form->count, spread_one, &s);
	if (!is_of_site(asked->realm, form))
		return form;
	if (!form->each)
		return of_part(&s, part_of(asked, form));
	return join_all(asked->realm, YICE_FORM_AND, parts ? parts : 1, of_part, &s);
}

/* The unit's form, of the part behind the others. */
static const struct yice_form *at_home(struct asked *asked, const struct yice_form *form);

static const struct yice_form *at_home_one(void *context, uint32_t i)
{
	const struct spreading *s = context;

	return at_home(s->asked, s->form->parts[i]);
}

static const struct yice_form *at_home(struct asked *asked, const struct yice_form *form)
{
	struct spreading s = { asked, form };

	if (is_join(form))
		return join_all(asked->realm, form->kind, form->count, at_home_one, &s);
	return is_of_site(asked->realm, form) ? of_part(&s, asked->count) : form;
}

bool yice_joint_spread_from(struct yice_realm *realm, const struct yice_form **forms, uint32_t count,
			    const struct yice_form **home)
{
	struct asked asked = { .realm = realm, .home = home != NULL };

	for (uint32_t i = 0; i < count; i++)
		if (forms[i])
			gather(&asked, forms[i]);
		else
			asked.full = true;
	asked.full |= home && (!*home || asked.count == YICE_REALM_PARTS);
	for (uint32_t i = 0; !asked.full && i < count; i++)
		forms[i] = spread(&asked, forms[i]);
	if (home && !asked.full)
		*home = at_home(&asked, *home);
	return !asked.full && !realm->arena.failed;
}

bool yice_joint_spread(struct yice_realm *realm, const struct yice_form **forms, uint32_t count)
{
	return yice_joint_spread_from(realm, forms, count, NULL);
}

/* ---------------------------------------------------------------- in units */

struct placing {
	struct yice_realm *realm;
	const struct yice_realm_model *reading;
	const uint32_t *units;
	uint32_t count;
	const struct yice_form *form;
};

/* What is asked of a part, of the one in a unit. */
static const struct yice_form *in_unit(void *context, uint32_t i)
{
	const struct placing *p = context;
	uint32_t words = p->realm->universes[p->realm->axes[p->form->axis].universe].words;
	struct yice_unit_places places;
	bool inside = false;

	if (!yice_read_places(p->realm, p->reading, p->form->axis, p->units[i], &places))
		return NULL;
	for (uint32_t w = 0; w < words; w++) {
		inside |= p->form->set[w] & places.in[w];
		places.out[w] = p->form->set[w] & ~places.out[w];
	}
	if (inside)
		return p->form->kind == YICE_FORM_HAS ? p->realm->yes : p->realm->no;
	return yice_form_set(p->realm, p->form->kind, p->form->axis, places.out);
}

static const struct yice_form *place_one(void *context, uint32_t i)
{
	const struct placing *p = context;

	return yice_joint_units(p->realm, p->reading, p->form->parts[i], p->units, p->count);
}

const struct yice_form *yice_joint_units(struct yice_realm *realm, const struct yice_realm_model *reading,
					 const struct yice_form *form, const uint32_t *units, uint32_t count)
{
	struct placing p = { realm, reading, units, count, form };

	if (!form)
		return NULL;
	if (is_join(form))
		return join_all(realm, form->kind, form->count, place_one, &p);
	if (!is_of_site(realm, form))
		return form;
	return join_all(realm, form->each ? YICE_FORM_AND : YICE_FORM_OR, count, in_unit, &p);
}

const struct yice_form *yice_joint_stated(struct yice_realm *realm, struct yice_realm_model *reading, const uint32_t *units,
					  uint32_t count)
{
	const struct yice_model *model = reading->model;
	uint64_t *all = NULL;
	uint32_t axis;

	if (model->site_attribute == YICE_NONE)
		return realm->yes;
	axis = yice_realm_axis(realm, reading, model->attributes.items[model->site_attribute].slot);
	for (uint32_t i = 0; axis != YICE_NONE && i < count; i++) {
		struct yice_unit_places places;

		if (!yice_read_places(realm, reading, axis, units[i], &places))
			return NULL;
		for (uint32_t w = 0; all && w < realm->universes[realm->axes[axis].universe].words; w++)
			all[w] &= places.out[w];
		all = all ? all : places.out;
	}
	return all ? yice_form_set(realm, YICE_FORM_LACKS, axis, all) : NULL;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Places of which the units of two versions say other things: what each settles
 * of a condition, and the document of a project that leaves these places to its
 * unit, since stated they would contradict one of the two. Called by
 * diff_compare.c.
 */
#include "analysis/diff.h"

#include "analysis/witness.h"

enum standing { NO_WORD, OPEN, INSIDE, OUTSIDE };

static void read_standing(const struct yice_diff *diff, enum yice_side side, const struct yice_spot *spot,
			  unsigned char *standing)
{
	const struct yice_model *model = &diff->versions[side].model;
	const struct yice_unit *unit = &model->units.items[spot->number[side]];
	const struct yice_vocab *places = &model->vocabs.items[YICE_VOCAB_OF_PLACES];
	const uint32_t *members = diff->readings[side].members[YICE_VOCAB_OF_PLACES];

	for (uint32_t i = 0; i < places->count; i++)
		standing[members[i]] =
		    unit->has_elements && places->members[i].info == YICE_AT_ZONE ? OUTSIDE : OPEN;
	for (uint32_t i = 0; i < unit->element_count; i++)
		standing[members[unit->elements[i]]] = OPEN;
	for (uint32_t i = 0; i < unit->within_count; i++)
		standing[members[unit->within[i]]] = INSIDE;
}

void yice_ground_free(struct yice_ground *ground)
{
	free(ground->standing[YICE_OLD]);
	free(ground->standing[YICE_NEW]);
	free(ground->unsaid);
}

/* A place that only one version has a word for cannot be said either. */
bool yice_ground_read(const struct yice_diff *diff, const struct yice_spot *spot, struct yice_ground *ground)
{
	uint32_t universe = diff->readings[YICE_OLD].universes[YICE_VOCAB_OF_PLACES];
	uint32_t count = diff->realm.universes[universe].count;

	ground->unsaid = calloc((size_t)count + 1, sizeof(*ground->unsaid));
	for (int side = 0; side < YICE_SIDES; side++) {
		ground->standing[side] = calloc((size_t)count + 1, 1);
		if (ground->standing[side])
			read_standing(diff, (enum yice_side)side, spot, ground->standing[side]);
	}
	if (!ground->unsaid || !ground->standing[YICE_OLD] || !ground->standing[YICE_NEW])
		return false;
	for (uint32_t i = 0; i < count; i++)
		ground->unsaid[i] = ground->standing[YICE_OLD][i] != ground->standing[YICE_NEW][i];
	return true;
}

/* Bits without those that are settled; *inside: one of them is inside. NULL when out of memory. */
static uint64_t *without_settled(struct yice_realm *realm, const struct yice_form *form,
				 const struct yice_ground *ground, enum yice_side side, bool *inside)
{
	const struct yice_universe *places = &realm->universes[realm->axes[form->axis].universe];
	uint64_t *bits = yice_form_bits(realm, form->axis);

	for (uint32_t i = 0; bits && i < places->count; i++) {
		enum standing standing = (enum standing)ground->standing[side][i];
		bool settled =
		    ground->unsaid[i] && (ground->closed || standing == INSIDE || standing == OUTSIDE);

		if (!yice_bit(form->set, i))
			continue;
		if (!settled)
			yice_bit_set(bits, i);
		else
			*inside |= standing == INSIDE;
	}
	return bits;
}

const struct yice_form *yice_ground_settle(struct yice_realm *realm, const struct yice_form *form,
					   const struct yice_ground *ground, enum yice_side side)
{
	bool join = form->kind == YICE_FORM_AND || form->kind == YICE_FORM_OR, inside = false;
	const struct yice_form **parts, *result;
	const uint64_t *bits;

	if ((form->kind == YICE_FORM_HAS || form->kind == YICE_FORM_LACKS) && realm->axes[form->axis].site) {
		bits = without_settled(realm, form, ground, side, &inside);
		if (inside)
			return form->kind == YICE_FORM_HAS ? realm->yes : realm->no;
		return bits ? yice_form_set(realm, form->kind, form->axis, bits) : NULL;
	}
	if (!join)
		return form;
	parts = calloc((size_t)form->count + 1, sizeof(*parts));
	if (!parts)
		return NULL;
	for (uint32_t i = 0; i < form->count; i++)
		parts[i] = yice_ground_settle(realm, form->parts[i], ground, side);
	result = yice_form_join(realm, form->kind, parts, form->count);
	free(parts);
	return result;
}

static void add_places(const struct yice_universe *places, const struct yice_value *value, const bool *unsaid,
		       bool has, struct yice_buf *out)
{
	const char *before = "";

	yice_buf_addf(out, has ? "\"has\": [" : ", \"not\": [");
	for (uint32_t i = 0; i < places->count; i++)
		if (!unsaid[i] && yice_bit(value->members, i) == has) {
			yice_buf_addf(out, "%s\"%s\"", before, places->zh[i]);
			before = ", ";
		}
	yice_buf_addc(out, ']');
}

/* The site's places in the facts, behind what stands before the facts in the document. */
static bool insert_places(const struct yice_diff *diff, const struct yice_value *site,
			  const struct yice_ground *ground, const struct yice_buf *all, struct yice_buf *out)
{
	static const char facts[] = "\"facts\": {";
	const struct yice_axis *axis = &diff->realm.axes[site->axis];
	const struct yice_universe *places = &diff->realm.universes[axis->universe];
	const char *at = strstr(all->data, facts);

	if (!at)
		return false;
	at += strlen(facts);
	yice_buf_add(out, all->data, (size_t)(at - all->data));
	yice_buf_addf(out, "\"%s\": {", axis->zh);
	add_places(places, site, ground->unsaid, true, out);
	add_places(places, site, ground->unsaid, false, out);
	yice_buf_addf(out, "%s%s", *at == '}' ? "}" : "}, ", at);
	return !out->failed;
}

bool yice_ground_write(struct yice_diff *diff, const struct yice_project *project, const struct yice_place_of *place,
		       const struct yice_ground *ground, struct yice_buf *out)
{
	const struct yice_realm *realm = &diff->realm;
	struct yice_value *values = calloc((size_t)project->count + 1, sizeof(*values));
	struct yice_project rest = { values, 0 };
	const struct yice_value *site = NULL;
	struct yice_buf all = YICE_BUF_INIT;
	bool good;

	for (uint32_t i = 0; values && i < project->count; i++) {
		const struct yice_axis *axis = &realm->axes[project->values[i].axis];

		if (axis->site)
			site = &project->values[i];
		if (!axis->site || ground->closed)
			values[rest.count++] = project->values[i];
		for (uint32_t m = 0; axis->site && m < realm->universes[axis->universe].count; m++)
			if (ground->closed && ground->unsaid[m])
				site->members[m / 64] &= ~(UINT64_C(1) << m % 64);
	}
	good = values && site && yice_witness_json(realm, &rest, place, &all) && !all.failed;
	if (good && ground->closed)
		yice_buf_add(out, all.data, all.len);
	else if (good)
		good = insert_places(diff, site, ground, &all, out);
	if (!values || all.failed || out->failed)
		diff->status = YICE_ENOMEM;
	free(values);
	yice_buf_release(&all);
	return good && !out->failed;
}

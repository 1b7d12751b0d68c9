/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Places of which the units of two versions say other things: what each settles
 * of a condition, and the document of a project that leaves these places to its
 * unit, since stated they would contradict one of the two. Called by
 * diff_compare.c.
 */
#include "analysis/diff_compare.h"

#include "runtime/run.h"

enum standing { NO_WORD, OPEN, INSIDE, OUTSIDE };

/* What both units say of every place of the realm, and of which they say other things. */
struct ground {
	unsigned char *standing[YICE_SIDES];
	bool *unsaid;
	bool closed; /* the site lies in no place that is not said: then what a unit leaves open is outside */
};

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

static void free_ground(struct ground *ground)
{
	free(ground->standing[YICE_OLD]);
	free(ground->standing[YICE_NEW]);
	free(ground->unsaid);
}

/* Of a spot of both versions; false when out of memory. A place that only one version has a word for cannot be said either. */
static bool read_ground(const struct yice_diff *diff, const struct yice_spot *spot, struct ground *ground)
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
				 const struct ground *ground, enum yice_side side, bool *inside)
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

/*
 * The form with what the unit of one version settles of those places put in. What it leaves open the other
 * settles, so that no place is open to both. NULL when out of memory.
 */
static const struct yice_form *settle(struct yice_realm *realm, const struct yice_form *form,
					   const struct ground *ground, enum yice_side side)
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
		parts[i] = settle(realm, form->parts[i], ground, side);
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
			  const struct ground *ground, const struct yice_buf *all, struct yice_buf *out)
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

/* The document of a project that leaves it to the unit whether the site lies in these places. */
static bool write_site(struct yice_diff *diff, const struct yice_project *project, const struct yice_place_of *place,
		       const struct ground *ground, struct yice_buf *out)
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

/* ---- a project that shows it */

/* Both versions decide it, and not alike. */
static bool tells_apart(struct yice_comparison *c, const char *json, struct yice_flip *flip)
{
	struct yice_listing listings[YICE_SIDES];

	for (int side = 0; side < YICE_SIDES; side++) {
		struct yice_trial *trial = &c->diff->versions[side].trial;
		int status = yice_trial_decide(trial, json);

		if (status == YICE_ENOMEM)
			c->diff->status = status;
		if (status)
			return false;
		flip->outcome[side] = yice_trial_told(trial, yice_run_find(trial->run, c->change->id[side]));
		if (!yice_diff_listing_of(c->diff, (enum yice_side)side, c->subjects[side]->rule, c->change->id[side],
					  &listings[side]))
			return false;
	}
	yice_diff_tell_listed(c->diff, listings, flip);
	return flip->outcome[YICE_OLD] != flip->outcome[YICE_NEW] || flip->lists[YICE_OLD] || flip->lists[YICE_NEW];
}

/* One version makes it as bad as asked by its places, and the other less by those it has. */
static int ask_unsaid(struct yice_comparison *c, const struct yice_question *q, const struct ground *ground,
		      struct yice_arena *arena, struct yice_project *project)
{
	const struct yice_spot *spot = &c->diff->spots[q->stand->spot];
	struct yice_realm *realm = &c->diff->realm;
	const struct yice_form *forms[] = {
		settle(realm, yice_diff_comes_out(c, q), ground, q->worse),
		settle(realm, yice_diff_stays_below(c, q), ground, !q->worse),
		settle(realm, yice_diff_places(c->diff, spot, (int)q->worse), ground, q->worse),
		settle(realm, yice_diff_places(c->diff, spot, !q->worse), ground, !q->worse),
		c->known,
		c->readable,
	};
	int answer = YICE_ENOMEM;

	for (size_t i = 0; i < YICE_COUNT(forms); i++)
		if (!forms[i])
			c->diff->status = YICE_ENOMEM;
	if (!c->diff->status)
		answer = yice_solve(c->diff->solver, forms, YICE_COUNT(forms), arena, project);
	if (answer < 0)
		c->diff->status = answer;
	c->change->unreached |= answer == YICE_ANSWER_UNREACHED;
	return answer;
}

static bool try_unsaid(struct yice_comparison *c, const struct yice_question *q, const struct ground *ground,
		       struct yice_flip *flip)
{
	struct yice_buf json = YICE_BUF_INIT;
	struct yice_place_of place = yice_diff_place_at(c, q);
	struct yice_project project;
	struct yice_arena arena;

	yice_arena_init(&arena);
	if (ask_unsaid(c, q, ground, &arena, &project) == YICE_ANSWER_YES &&
	    write_site(c->diff, &project, &place, ground, &json) && tells_apart(c, json.data, flip)) {
		flip->found = true;
		flip->json = yice_arena_strdup(&c->diff->arena, json.data);
	}
	yice_buf_release(&json);
	yice_arena_release(&arena);
	return flip->found;
}

/* The one direction, from the worst level down; best by a site of which all places are known. */
static void find_unsaid(struct yice_comparison *c, const struct yice_stand *stand, struct ground *ground,
			enum yice_side worse)
{
	struct yice_flip *flip = worse == YICE_NEW ? &c->change->stricter : &c->change->looser;
	struct yice_question q = { .worse = worse, .stand = stand };

	for (int closed = 1; closed >= 0; closed--)
		for (int level = YICE_LEVEL_REFUSED; level >= YICE_DIFF_LISTED && !c->diff->status; level--) {
			ground->closed = closed;
			q.level = level;
			if (try_unsaid(c, &q, ground, flip))
				return;
		}
}

void yice_diff_find_unsaid(struct yice_comparison *c, const struct yice_stand *stand)
{
	struct ground ground = { { NULL, NULL }, NULL, false };

	if (read_ground(c->diff, &c->diff->spots[stand->spot], &ground)) {
		find_unsaid(c, stand, &ground, YICE_NEW);
		find_unsaid(c, stand, &ground, YICE_OLD);
	} else {
		c->diff->status = YICE_ENOMEM;
	}
	free_ground(&ground);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sites in several units: what a clause makes of their parts together, where no
 * site in one unit shows a difference. Asked of any parts first, then of two
 * units that both versions have, for a project to show. Called by
 * diff_compare.c.
 */
#include "analysis/diff_compare.h"

#include "analysis/joint.h"

#define PAIRS_TRIED 256

/* Whether a site whose parts lie in other places each could come out so. More parts than can be asked about may. */
static bool may_be_joint(struct yice_comparison *c, const struct yice_question *q)
{
	const struct yice_form *forms[] = { yice_diff_comes_out(c, q), yice_diff_stays_below(c, q), c->known };
	int answer = YICE_ANSWER_UNREACHED;

	if (!c->diff->status && yice_joint_spread(&c->diff->realm, forms, 2))
		answer = yice_solve(c->diff->solver, forms, YICE_COUNT(forms), NULL, NULL);
	if (answer < 0)
		c->diff->status = answer;
	return answer != YICE_ANSWER_NO;
}

/* The same of a site in two units, the stand's and another, which both versions have. */
static int ask_pair(struct yice_comparison *c, const struct yice_question *q, const struct yice_spot *other, struct yice_arena *arena,
		    struct yice_project *project)
{
	const struct yice_spot *spot = &c->diff->spots[q->stand->spot];
	struct yice_realm *realm = &c->diff->realm;
	const struct yice_form *forms[6] = { c->known, c->readable, yice_diff_comes_out(c, q), yice_diff_stays_below(c, q) };
	int answer = YICE_ENOMEM;
	bool good = true;

	for (int i = 0; i < YICE_SIDES; i++) {
		enum yice_side side = i ? !q->worse : q->worse;
		struct yice_realm_model *reading = &c->diff->readings[side];
		const uint32_t units[] = { spot->number[side], other->number[side] };

		forms[2 + i] = yice_joint_units(realm, reading, forms[2 + i], units, 2);
		forms[4 + i] = yice_joint_stated(realm, reading, units, 2);
	}
	for (size_t i = 0; i < YICE_COUNT(forms); i++)
		good &= forms[i] != NULL;
	if (good && !c->diff->status)
		answer = yice_solve(c->diff->solver, forms, YICE_COUNT(forms), arena, project);
	if (answer < 0)
		c->diff->status = answer;
	return answer;
}

static bool show_pair(struct yice_comparison *c, const struct yice_question *q, const struct yice_spot *other, struct yice_flip *flip)
{
	struct yice_place_of place = yice_diff_place_at(c, q);
	struct yice_buf json = YICE_BUF_INIT;
	struct yice_project project;
	struct yice_arena arena;

	yice_arena_init(&arena);
	place.also = other->unit;
	if (ask_pair(c, q, other, &arena, &project) == YICE_ANSWER_YES &&
	    yice_witness_json(&c->diff->realm, &project, &place, &json) && !json.failed &&
	    yice_diff_shows(c, q, (const char *[]){ json.data, json.data }, flip)) {
		flip->found = true;
		flip->json = yice_arena_strdup(&c->diff->arena, json.data);
	}
	if (json.failed)
		c->diff->status = YICE_ENOMEM;
	yice_buf_release(&json);
	yice_arena_release(&arena);
	return flip->json != NULL;
}

static bool in_both(const struct yice_spot *spot)
{
	return spot->unit && spot->number[YICE_OLD] != YICE_NONE && spot->number[YICE_NEW] != YICE_NONE;
}

/* A unit where the clause stands, with one of each ground that units are on. */
static bool find_pair(struct yice_comparison *c, const struct yice_question *asked, struct yice_flip *flip)
{
	struct yice_diff *diff = c->diff;
	uint32_t left = PAIRS_TRIED;

	for (uint32_t i = 0; i < c->stand_count; i++) {
		struct yice_map grounds;

		if (c->stands[i].spot == YICE_NONE || !in_both(&diff->spots[c->stands[i].spot]))
			continue;
		yice_map_init(&grounds);
		for (uint32_t k = 0; k < diff->spot_count && left && !flip->json && !diff->status; k++) {
			struct yice_spot *other = &diff->spots[k];
			struct yice_stand stand = c->stands[i];
			struct yice_question q = *asked;
			uint32_t key = in_both(other) ? yice_diff_ground(diff, other) : 0, entry;
			bool added = false;

			if (!in_both(other) || k == stand.spot)
				continue;
			if (yice_map_put(&grounds, &key, sizeof(key), k, &entry, &added))
				diff->status = YICE_ENOMEM;
			for (int side = 0; side < YICE_SIDES; side++)
				stand.in[side] |= c->subjects[side] &&
						  yice_diff_concerns(diff, (enum yice_side)side, c->subjects[side], other);
			q.stand = &stand;
			if (!added || !stand.in[q.worse])
				continue;
			left--;
			show_pair(c, &q, other, flip);
		}
		yice_map_release(&grounds);
	}
	return flip->json != NULL;
}

/*
 * What yice_diff_find() did not find in one unit, in several: shown by a site in two where there are such units; else it is said that
 * what is told of the clause is told of sites in one.
 */
void yice_diff_find_joint(struct yice_comparison *c, enum yice_side worse, int most, int least, struct yice_flip *flip)
{
	struct yice_stand stand = { YICE_NONE, { false, false } };
	struct yice_question q = { .worse = worse, .stand = &stand };

	if (!c->placed || flip->found || !c->subjects[worse])
		return;
	for (uint32_t i = 0; i < c->stand_count; i++)
		for (int side = 0; side < YICE_SIDES; side++)
			stand.in[side] |= c->stands[i].in[side] && c->stands[i].spot != YICE_NONE;
	for (int level = most; stand.in[worse] && level >= least && !c->diff->status; level--) {
		q.level = level;
		if (!may_be_joint(c, &q))
			continue;
		if (find_pair(c, &q, flip)) {
			c->joint = true;
			return;
		}
		c->change->one_unit = true;
	}
}

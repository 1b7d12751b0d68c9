/* SPDX-License-Identifier: Apache-2.0 */
/*
 * analysis/diff*.c: random pairs of lists are compared with an enumeration of
 * all projects of a small domain, each decided by both versions. A project that
 * comes out differently is covered by a change whose kind allows it, no kind
 * claims what no project shows, every witness is decided as it says, and what
 * is shown of conditions turns the old text into the new one. Through the
 * public interface, from files.
 */
#include "tests/unit/random_lists.h"

#include <stdio.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/report.h"
#include "runtime/run.h"
#include "yice/analysis.h"
#include "yice/compile.h"
#include "yice/eval.h"

#define IDS    (2 * CLAUSES)
#define ROUNDS 120

/* ---------------------------------------------------------------- all projects, by both */

#define SPOTS    (UNITS + 2)
#define PLACES   9 /* which of 甲区, 乙区, 丙域 the site lies in; the last: not said */
#define FACTS    (3 * 2 * 2 * 4 * 3)
#define PROJECTS (SPOTS * PLACES * FACTS * 2)

#define ABSENT   (-2)
#define UNLISTED (-6) /* a duty that does not concern the project */

struct version {
	void *bytes;
	yice_image *image;
	yice_facts *facts;
	yice_run *run;
	char ids[IDS][48];
	uint32_t count;
	int8_t outcome[IDS][PROJECTS], beside[IDS][PROJECTS];
	int8_t verdict[PROJECTS];
	bool reads[PROJECTS];
};

struct world {
	char folder[40], paths[2][64], codes[64];
	struct list lists[2];
	struct version versions[2];
	yice_report *report;
};

static uint32_t spot_of(uint32_t project)
{
	return project % SPOTS;
}

static bool says_places(uint32_t project)
{
	return project / SPOTS % PLACES < PLACES - 1;
}

static void add_spot(uint32_t spot, struct yice_buf *out)
{
	if (spot < UNITS)
		yice_buf_addf(out, "\"unit\":\"ZH4406062000%u\"", spot);
	else
		yice_buf_addf(out, "\"scope\":\"%s\"", spot == UNITS ? "440606" : "440600");
}

static void write_project(uint32_t number, struct yice_buf *out)
{
	static const char *const natures[] = { "新建", "改建", "扩建" }, *const leaves[] = { "A1", "A2",
											     "B" };
	static const char *const sizes[] = { "1", "1.5", "2", "3" };
	uint32_t places = number / SPOTS % PLACES, facts = number / (SPOTS * PLACES);

	yice_buf_adds(out, "{\"site\":{");
	add_spot(spot_of(number), out);
	yice_buf_addf(out, "},\"as_of\":\"%s\",\"facts\":{", facts / FACTS ? "2024-08-01" : "2024-06-01");
	if (places < PLACES - 1)
		yice_buf_addf(out, "\"场址\":[%s%s%s%s%s],", places & 1 ? "\"甲区\"" : "",
			      places & 1 && places > 1 ? "," : "", places & 2 ? "\"乙区\"" : "",
			      places & 2 && places > 3 ? "," : "", places & 4 ? "\"丙域\"" : "");
	yice_buf_addf(out,
		      "\"性质\":\"%s\",\"甲项\":%s,\"乙项\":%s,\"规模\":%s,\"业\":\"%s\"},\"complete\":[%s]}",
		      natures[facts % 3], facts / 3 % 2 ? "true" : "false", facts / 6 % 2 ? "true" : "false",
		      sizes[facts / 12 % 4], leaves[facts / 48 % 3], places < PLACES - 1 ? "\"场址\"" : "");
}

static uint32_t find_id(struct version *v, const char *id, bool add)
{
	for (uint32_t i = 0; i < v->count; i++)
		if (!strcmp(v->ids[i], id))
			return i;
	if (!add)
		return UINT32_MAX;
	assert_true(v->count < IDS);
	snprintf(v->ids[v->count], sizeof(v->ids[0]), "%s", id);
	memset(v->outcome[v->count], ABSENT, sizeof(v->outcome[0]));
	memset(v->beside[v->count], 0, sizeof(v->beside[0]));
	return v->count++;
}

/* False: it cannot read the document. */
static bool decide(struct version *v, const char *json, size_t len)
{
	yice_report *report;
	int status;

	assert_int_equal(yice_report_new(&report), YICE_OK);
	status = yice_facts_read(v->facts, "p", json, len, report);
	yice_report_free(report);
	assert_true(status == YICE_OK || status == YICE_EDIAG);
	if (!status)
		assert_int_equal(yice_run_decide(v->run, v->facts, NULL), YICE_OK);
	return !status;
}

static const struct clause *clause_of(const struct list *list, const char *id)
{
	for (uint32_t i = 0; i < CLAUSES; i++) {
		const struct clause *c = &list->clauses[i];
		char own[48];

		lists_name(c, own, sizeof(own));
		if (c->there && !strcmp(own, id))
			return c;
	}
	return NULL;
}

/* What stands beside the effect of the k-th clause looked at, if it is listed; else 0. */
static int8_t beside_of(struct version *v, const struct list *list, size_t k, const char *id)
{
	const struct clause *clause = clause_of(list, id);
	struct yice_because because;
	struct yice_arena arena;
	bool listed;

	assert_non_null(clause);
	if (!clause->beside)
		return 0;
	yice_arena_init(&arena);
	assert_int_equal(yice_run_because(v->run, k, &arena, &because), YICE_OK);
	listed = yice_run_concerns(v->run, yice_run_decided(v->run, k), &because) != YICE_F;
	yice_arena_release(&arena);
	return listed ? lists_beside[clause->beside] : 0;
}

static int8_t outcome_at(struct version *v, size_t k)
{
	const struct yice_decided *decided = yice_run_decided(v->run, k);

	return decided->outcome == YICE_RUN_DUTY && decided->applies == YICE_F ? UNLISTED : decided->outcome;
}

static void decide_all(struct version *v, const struct list *list)
{
	struct yice_buf json = YICE_BUF_INIT;
	char id[48];

	for (uint32_t p = 0; p < PROJECTS; p++) {
		yice_buf_clear(&json);
		write_project(p, &json);
		v->reads[p] = decide(v, json.data, json.len);
		if (!v->reads[p])
			continue;
		v->verdict[p] = (int8_t)yice_run_verdict(v->run);
		for (size_t k = 0; k < yice_run_count(v->run); k++) {
			yice_run_id(v->run, k, id, sizeof(id));
			v->outcome[find_id(v, id, true)][p] = outcome_at(v, k);
			v->beside[find_id(v, id, false)][p] = beside_of(v, list, k, id);
		}
	}
	yice_buf_release(&json);
}

static void open_version(struct world *w, int side)
{
	struct version *v = &w->versions[side];
	const char *path = w->paths[side];
	size_t len;

	v->count = 0;
	lists_write(&w->lists[side], path);
	assert_int_equal(yice_build(&path, 1, w->report, &v->bytes, &len), YICE_OK);
	assert_int_equal(yice_image_borrow(v->bytes, len, NULL, &v->image), YICE_OK);
	assert_int_equal(yice_facts_new(v->image, &v->facts), YICE_OK);
	assert_int_equal(yice_run_new(v->image, &v->run), YICE_OK);
	decide_all(v, &w->lists[side]);
}

static void close_version(struct version *v)
{
	yice_run_free(v->run);
	yice_facts_free(v->facts);
	yice_image_free(v->image);
	free(v->bytes);
}

/* ---------------------------------------------------------------- held against the comparison */

static int level_of(int outcome)
{
	return outcome == YICE_VIOLATED     ? 3
	       : outcome == YICE_JUDGEMENT  ? 2
	       : outcome == YICE_RESTRICTED ? 1
					    : 0;
}

/*
 * What one version makes of a project by a clause; false: it cannot read it. Where it has no such unit, the
 * ground lies in the scope, and what holds everywhere there holds of it; its places must then be said.
 */
static bool outcome_of(const struct world *w, int side, uint32_t clause, uint32_t project, int *out, int *beside)
{
	const struct version *v = &w->versions[side];
	uint32_t spot = spot_of(project);
	bool unit = spot >= UNITS || w->lists[side].units[spot].there;

	if (!unit)
		project += UNITS - spot;
	*out = clause != UINT32_MAX ? v->outcome[clause][project] : ABSENT;
	*beside = clause != UINT32_MAX ? v->beside[clause][project] : 0;
	/* A unit that lies within an area has its sites there, whatever is said. */
	return v->reads[project] && (unit || (says_places(project) && (project / SPOTS % PLACES & 4 ||
								       !w->lists[!side].units[spot].within)));
}

static bool is_null(const struct yice_json *value)
{
	return value->kind == YICE_JSON_NULL;
}

static bool same_id(const struct yice_json *value, const char *id)
{
	return id ? !is_null(value) && !strcmp(value->text, id) : is_null(value);
}

/* The change of a pair of clauses, or NULL. */
static const struct yice_json *find_change(const struct yice_json *changes, const char *old, const char *new)
{
	for (const struct yice_json *c = changes->first; c; c = c->next)
		if (same_id(yice_json_get(c, "old"), old) && same_id(yice_json_get(c, "new"), new))
			return c;
	return NULL;
}

/* Whether the unit, or the scope, tells of the clause there. */
static bool is_told(const struct yice_json *root, uint32_t spot, const char *old, const char *new)
{
	struct yice_buf code = YICE_BUF_INIT;
	bool told = false;

	add_spot(spot, &code);
	for (const struct yice_json *u = yice_json_get(root, spot < UNITS ? "units" : "scopes")->first; u;
	     u = u->next)
		if (strstr(code.data, yice_json_get(u, "code")->text))
			told = told || find_change(yice_json_get(u, "clauses"), old, new);
	yice_buf_release(&code);
	return told;
}

/* What all projects say of a pair of clauses. */
struct tally {
	bool worse, better, other; /* where no unit tells of it */
	bool any_worse, any_better, any_other;
	bool more, less; /* conditions of a restriction */
	bool lists[2];   /* one version lists what the other does not */
};

/* Whether a project that comes out differently is covered. */
static bool is_covered(const char *kind, int old, int new)
{
	if (!kind || !strcmp(kind, "reworded") || !strcmp(kind, "moved"))
		return false;
	if (level_of(new) > level_of(old))
		return strcmp(kind, "loosened") != 0 && strcmp(kind, "removed") != 0;
	if (level_of(new) < level_of(old))
		return strcmp(kind, "tightened") != 0 && strcmp(kind, "added") != 0;
	return true;
}

static int plain(int outcome)
{
	return outcome == YICE_NOT_APPLICABLE || outcome == UNLISTED ? ABSENT : outcome;
}

static void look_at_project(struct world *w, const struct yice_json *root, const char *kind,
			    const char *const *ids, uint32_t project, struct tally *tally)
{
	uint32_t spot = spot_of(project);
	int out[2], beside[2];
	bool reads = spot >= UNITS || w->lists[0].units[spot].there || w->lists[1].units[spot].there;

	for (int side = 0; side < 2; side++) {
		uint32_t clause = ids[side] ? find_id(&w->versions[side], ids[side], false) : UINT32_MAX;

		reads &= outcome_of(w, side, clause, project, &out[side], &beside[side]);
	}
	if (!reads || (plain(out[0]) == plain(out[1]) && beside[0] == beside[1]))
		return;
	/* Projects of which everything is known are compared; what is encouraged is noted, and a duty or what stands
	 * beside an effect listed, unless it is known not to be. */
	if (!says_places(project) && (out[0] == YICE_UNKNOWN || out[1] == YICE_UNKNOWN || out[0] == YICE_NOTED ||
				      out[1] == YICE_NOTED || out[0] == YICE_RUN_DUTY || out[1] == YICE_RUN_DUTY ||
				      plain(out[0]) == plain(out[1])))
		return;
	tally->any_worse |= level_of(out[1]) > level_of(out[0]);
	tally->any_better |= level_of(out[1]) < level_of(out[0]);
	tally->any_other |= level_of(out[1]) == level_of(out[0]);
	if (is_told(root, spot, ids[0], ids[1]))
		return;
	if (spot < UNITS && w->lists[0].units[spot].there != w->lists[1].units[spot].there &&
	    is_told(root, UNITS, ids[0], ids[1]))
		return; /* of the ground, of which the unit was made */
	for (int side = 0; says_places(project) && side < 2; side++)
		tally->lists[side] |= beside[side] && beside[side] != beside[!side] && out[!side] != YICE_RUN_DUTY;
	tally->worse |= level_of(out[1]) > level_of(out[0]);
	tally->better |= level_of(out[1]) < level_of(out[0]);
	tally->other |= level_of(out[1]) == level_of(out[0]);
	if (!is_covered(kind, out[0], out[1])) {
		struct yice_buf json = YICE_BUF_INIT;

		write_project(project, &json);
		fail_msg("%s → %s is %s, but %d → %d: %s", ids[0] ? ids[0] : "-", ids[1] ? ids[1] : "-",
			 kind ? kind : "not told", out[0], out[1], json.data);
	}
}

/* Some witness is told what the version lists for it, and the other version does not. */
static bool is_listed(const struct yice_json *change, int side)
{
	static const char *const sides[] = { "old", "new" };

	for (const struct yice_json *f = yice_json_get(change, "witnesses")->first; f; f = f->next) {
		const struct yice_json *listed = yice_json_get(f, "listed");

		if (listed && !is_null(yice_json_get(listed, sides[side])))
			return true;
	}
	return false;
}

static int level_in(const struct yice_json *outcome)
{
	for (int i = 0; !is_null(outcome) && i < YICE_OUTCOMES; i++)
		if (!strcmp(outcome->text, yice_outcome_word((enum yice_outcome)i, "en")))
			return level_of(i);
	return 0;
}

/* What projects in several units show, which are not enumerated: they are decided by reproduce(). */
static void look_at_several(const struct yice_json *change, struct tally *tally)
{
	for (const struct yice_json *f = yice_json_get(change, "witnesses")->first; f; f = f->next) {
		const struct yice_json *unit = yice_json_get(yice_json_get(yice_json_get(f, "facts"), "site"), "unit");
		int old = level_in(yice_json_get(f, "old")), new = level_in(yice_json_get(f, "new"));

		if (!unit || unit->kind != YICE_JSON_ARRAY)
			continue;
		tally->any_worse |= new > old;
		tally->any_better |= new < old;
		tally->any_other |= new == old;
	}
}

/* A kind claims no more than projects show; where no place is left to show it, that is said. */
static void look_at_claim(const struct yice_json *change, struct tally *tally)
{
	const char *kind = yice_json_get(change, "kind")->text;
	bool unshown = yice_json_get(change, "unshown") != NULL;
	bool same_effect = true;

	assert_int_equal(yice_json_get(change, "settled")->kind, YICE_JSON_TRUE);
	look_at_several(change, tally);
	for (const struct yice_json *t = yice_json_get(change, "tests")->first; t; t = t->next)
		same_effect &= strcmp(yice_json_get(t, "part")->text, "effect") != 0;
	if (tally->more || tally->less)
		assert_true(!strcmp(kind, "incomparable") || !strcmp(kind, tally->more ? "tightened" : "loosened"));
	if (unshown)
		return;
	if (!strcmp(kind, "tightened"))
		assert_true((tally->any_worse || tally->more) && !tally->better);
	else if (!strcmp(kind, "loosened"))
		assert_true((tally->any_better || tally->less) && !tally->worse);
	else if (!strcmp(kind, "re-scoped"))
		assert_true((tally->any_worse && tally->any_better) ||
			    (tally->any_other && !tally->worse && !tally->better));
	else if (!strcmp(kind, "incomparable"))
		assert_true(((tally->any_worse || tally->more) && (tally->any_better || tally->less)) ||
			    (!same_effect && !tally->worse && !tally->better));
	else if (strcmp(kind, "added") && strcmp(kind, "removed"))
		assert_true(same_effect && !tally->worse && !tally->better && !tally->other);
	if (tally->worse || tally->better || tally->other)
		assert_true(yice_json_get(change, "witnesses")->count > 0);
	if (tally->worse && tally->better && strcmp(kind, "added") && strcmp(kind, "removed"))
		assert_true(yice_json_get(change, "witnesses")->count >= 2);
	for (int side = 0; side < 2; side++)
		if (tally->lists[side])
			assert_true(is_listed(change, side));
}

/* Whether a restriction of both lists has a condition more or less, and otherwise the same. */
static void weigh_conditions(const struct world *w, const char *const *ids, struct tally *tally)
{
	const struct clause *c[2];

	for (int side = 0; side < 2; side++)
		c[side] = ids[side] ? clause_of(&w->lists[side], ids[side]) : NULL;
	if (!c[0] || !c[1] || c[0]->effect != RESTRICTS || c[1]->effect != RESTRICTS ||
	    c[0]->conditions == c[1]->conditions)
		return;
	tally->more = c[1]->conditions == 3;
	tally->less = c[0]->conditions == 3;
}

static void look_at_pair(struct world *w, const struct yice_json *root, const char *old, const char *new)
{
	const struct yice_json *change = find_change(yice_json_get(root, "changes"), old, new);
	const char *kind = change ? yice_json_get(change, "kind")->text : NULL;
	const char *const ids[] = { old, new };
	struct tally tally = { .worse = false };

	for (uint32_t p = 0; p < PROJECTS; p++)
		look_at_project(w, root, kind, ids, p, &tally);
	weigh_conditions(w, ids, &tally);
	assert_true(change || (!tally.more && !tally.less));
	if (change)
		look_at_claim(change, &tally);
}

/* ---- witnesses */

static void reproduce(struct world *w, const char *text, const struct yice_json *witness,
		      const struct yice_json *change)
{
	static const char *const sides[] = { "old", "new" };
	const struct yice_json *facts = yice_json_get(witness, "facts");
	int out[2] = { ABSENT, ABSENT }, beside[2] = { 0, 0 };

	for (int side = 0; side < 2; side++) {
		const struct yice_json *said = yice_json_get(witness, sides[side]),
				       *id = yice_json_get(change, sides[side]);
		struct version *v = &w->versions[side];

		if (is_null(said) &&
		    !decide(v, text + facts->span.start, facts->span.end - facts->span.start))
			continue;
		assert_true(decide(v, text + facts->span.start, facts->span.end - facts->span.start));
		for (size_t k = 0; !is_null(id) && k < yice_run_count(v->run); k++) {
			char found[48];

			yice_run_id(v->run, k, found, sizeof(found));
			if (strcmp(found, id->text))
				continue;
			out[side] = outcome_at(v, k);
			beside[side] = beside_of(v, &w->lists[side], k, found);
		}
		assert_string_equal(is_null(said) ? "" : said->text,
				    out[side] == ABSENT ? ""
				    : out[side] == UNLISTED      ? "not-listed"
				    : out[side] == YICE_RUN_DUTY ? "duty"
					: yice_outcome_word((enum yice_outcome)out[side], "en"));
	}
	assert_true(plain(out[0]) != plain(out[1]) || beside[0] != beside[1]);
	assert_true(yice_json_get(witness, "listed") || (beside[0] == beside[1] && out[0] != UNLISTED && out[1] != UNLISTED));
}

static uint32_t reproduce_all(struct world *w, const char *text, const struct yice_json *changes)
{
	uint32_t count = 0;

	for (const struct yice_json *c = changes->first; c; c = c->next)
		for (const struct yice_json *f = yice_json_get(c, "witnesses")->first; f;
		     f = f->next, count++)
			reproduce(w, text, f, c);
	return count;
}

/* ---- conditions */

/* The text turns into the other by what is shown, one after the other, of this part from `test` on. */
static bool turns_into(const char *text, const char *other, const struct yice_json *test, const char *part)
{
	const struct yice_json *old, *new;

	while (test && strcmp(yice_json_get(test, "part")->text, part))
		test = test->next;
	if (!test)
		return !strcmp(text, other);
	old = yice_json_get(test, "old");
	new = yice_json_get(test, "new");
	if (yice_json_get(test, "whole"))
		return !strcmp(text, is_null(old) ? "" : old->text) &&
		       !strcmp(other, is_null(new) ? "" : new->text);
	for (const char *at = strstr(text, old->text); at; at = strstr(at + 1, old->text)) {
		char turned[600];

		snprintf(turned, sizeof(turned), "%.*s%s%s", (int)(at - text), text, new->text,
			 at + strlen(old->text));
		if (turns_into(turned, other, test->next, part))
			return true;
	}
	return false;
}

static uint32_t look_at_tests(const struct world *w, const struct yice_json *root, const char *old,
			      const char *new)
{
	const struct clause *a = clause_of(&w->lists[0], old), *b = clause_of(&w->lists[1], new);
	const struct yice_json *change = find_change(yice_json_get(root, "changes"), old, new);
	const struct yice_json *first = change ? yice_json_get(change, "tests")->first : NULL;

	if (!a || !b || a->kind == ZONE || b->kind == ZONE)
		return 0;
	if (!turns_into(a->guard.text, b->guard.text, first, "when"))
		fail_msg("%s: %s → %s", new, a->guard.text, b->guard.text);
	if (!turns_into(a->except.text, b->except.text, first, "unless"))
		fail_msg("%s: except %s → %s", new, a->except.text, b->except.text);
	if (!turns_into(a->demand.text, b->demand.text, first, "require"))
		fail_msg("%s: require %s → %s", new, a->demand.text, b->demand.text);
	return first != NULL;
}

/* ---------------------------------------------------------------- rounds */

struct counts {
	uint32_t kinds[YICE_DIFFERENCES], witnesses, told, tests, differing;
};

/* Every clause of either version, with what became of it. */
static void look_at_all(struct world *w, const struct yice_json *root, struct counts *counts)
{
	const struct yice_json *changes = yice_json_get(root, "changes");

	for (const struct yice_json *c = changes->first; c; c = c->next) {
		const struct yice_json *old = yice_json_get(c, "old"), *new = yice_json_get(c, "new");

		look_at_pair(w, root, is_null(old) ? NULL : old->text, is_null(new) ? NULL : new->text);
		if (!is_null(old) && !is_null(new))
			counts->tests += look_at_tests(w, root, old->text, new->text);
		for (int kind = 0; kind < YICE_DIFFERENCES; kind++)
			counts->kinds[kind] +=
			    !strcmp(yice_json_get(c, "kind")->text,
				    yice_difference_word((enum yice_difference)kind, "en"));
	}
	for (int side = 0; side < 2; side++)
		for (uint32_t i = 0; i < w->versions[side].count; i++) {
			const char *id = w->versions[side].ids[i];
			bool changed = false;

			for (const struct yice_json *c = changes->first; c; c = c->next)
				changed |= same_id(yice_json_get(c, side ? "new" : "old"), id);
			if (changed)
				continue;
			/* Untold is unchanged: it is in the other version under the same id. */
			look_at_pair(w, root, id, id);
			look_at_tests(w, root, id, id);
		}
}

/* A verdict that differs has a change that explains it, somewhere. */
static void look_at_verdicts(const struct world *w, const struct yice_json *root, struct counts *counts)
{
	bool any = yice_json_get(root, "changes")->count || yice_json_get(root, "units")->count ||
		   yice_json_get(root, "scopes")->count;

	for (uint32_t p = 0; p < PROJECTS; p++)
		if (w->versions[0].reads[p] && w->versions[1].reads[p] &&
		    w->versions[0].verdict[p] != w->versions[1].verdict[p]) {
			assert_true(any);
			counts->differing++;
		}
}

static void compare(struct world *w, struct counts *counts)
{
	struct yice_arena arena;
	struct yice_json *root;
	yice_diff *diff;
	char *text;

	assert_int_equal(yice_diff_new(w->paths[0], w->paths[1], w->report, &diff), YICE_OK);
	assert_int_equal(yice_diff_render(diff, "json", "zh", &text), YICE_OK);
	yice_arena_init(&arena);
	assert_int_equal(yice_json_parse(text, strlen(text), 0, 0, &arena, &w->report->diags, &root),
			 YICE_OK);
	look_at_all(w, root, counts);
	look_at_verdicts(w, root, counts);
	counts->witnesses += reproduce_all(w, text, yice_json_get(root, "changes"));
	for (int scopes = 0; scopes < 2; scopes++)
		for (const struct yice_json *u = yice_json_get(root, scopes ? "scopes" : "units")->first; u;
		     u = u->next)
			counts->told += reproduce_all(w, text, yice_json_get(u, "clauses"));
	yice_arena_release(&arena);
	yice_diff_free(diff);
	free(text);
}

static void make(struct world *w)
{
	static const char table[] = LISTS_CODES;
	FILE *file;

	snprintf(w->folder, sizeof(w->folder), "/tmp/yice-diff.XXXXXX");
	assert_non_null(mkdtemp(w->folder));
	for (int side = 0; side < 2; side++)
		snprintf(w->paths[side], sizeof(w->paths[0]), "%s/%s.yice", w->folder, side ? "new" : "old");
	snprintf(w->codes, sizeof(w->codes), "%s/codes.tsv", w->folder);
	file = fopen(w->codes, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(table, 1, sizeof(table) - 1, file), sizeof(table) - 1);
	assert_int_equal(fclose(file), 0);
}

static void release(struct world *w)
{
	unlink(w->paths[0]);
	unlink(w->paths[1]);
	unlink(w->codes);
	rmdir(w->folder);
	free(w);
}

static void what_is_told_is_what_an_enumeration_finds(void **state)
{
	struct world *w = calloc(1, sizeof(*w));
	struct counts counts = { .witnesses = 0 };
	const char *asked = getenv("DIFF_ROUNDS"), *from = getenv("DIFF_SEED");
	uint64_t seed = from ? strtoull(from, NULL, 10) : 7;
	unsigned long rounds = asked ? strtoul(asked, NULL, 10) : ROUNDS;

	YICE_UNUSED(state);
	assert_non_null(w);
	make(w);
	for (unsigned long i = 0; i < rounds; i++) {
		assert_int_equal(yice_report_new(&w->report), YICE_OK);
		lists_draw(&w->lists[0], &seed);
		w->lists[1] = w->lists[0];
		lists_change(&w->lists[1], &seed);
		for (int side = 0; side < 2; side++)
			open_version(w, side);
		compare(w, &counts);
		for (int side = 0; side < 2; side++)
			close_version(&w->versions[side]);
		yice_report_free(w->report);
	}
	print_message("%u witnesses, %u by units, %u changes of conditions, %u verdicts differ\n",
		      counts.witnesses, counts.told, counts.tests, counts.differing);
	/* Everything was met. */
	for (int kind = 0; kind < YICE_DIFFERENCES; kind++)
		assert_true(counts.kinds[kind] > 0);
	assert_true(counts.witnesses > rounds / 2 && counts.told > rounds / 4 && counts.tests > rounds / 4 &&
		    counts.differing > rounds);
	release(w);
}

/* ---------------------------------------------------------------- renumbered */

/* A clause is told under the kind it went through, with what it was and is called; unchanged, it is not told. */
static uint32_t look_at_fate(const struct world *w, const struct yice_json *changes, uint32_t clause)
{
	const struct clause *c[2] = { &w->lists[0].clauses[clause], &w->lists[1].clauses[clause] };
	const struct yice_json *change;
	char ids[2][48];

	for (int side = 0; side < 2; side++)
		lists_name(c[side], ids[side], sizeof(ids[side]));
	if (!c[0]->there && !c[1]->there)
		return 0;
	change = find_change(changes, c[0]->there ? ids[0] : NULL, c[1]->there ? ids[1] : NULL);
	if (c[0]->there && c[1]->there && !strcmp(ids[0], ids[1])) {
		assert_null(change);
		return 0;
	}
	if (!change)
		fail_msg("%s → %s is not told", ids[0], ids[1]);
	assert_string_equal(yice_json_get(change, "kind")->text, !c[0]->there	? "added"
								 : !c[1]->there ? "removed"
										: "moved");
	return 1;
}

static void look_at_fates(struct world *w, uint32_t *moved)
{
	struct yice_arena arena;
	struct yice_json *root;
	uint32_t told = 0;
	yice_diff *diff;
	char *text;

	assert_int_equal(yice_report_new(&w->report), YICE_OK);
	for (int side = 0; side < 2; side++)
		lists_write(&w->lists[side], w->paths[side]);
	assert_int_equal(yice_diff_new(w->paths[0], w->paths[1], w->report, &diff), YICE_OK);
	assert_int_equal(yice_diff_render(diff, "json", "zh", &text), YICE_OK);
	yice_arena_init(&arena);
	assert_int_equal(yice_json_parse(text, strlen(text), 0, 0, &arena, &w->report->diags, &root), YICE_OK);
	for (uint32_t i = 0; i < CLAUSES; i++)
		told += look_at_fate(w, yice_json_get(root, "changes"), i);
	assert_int_equal(yice_json_get(root, "changes")->count, told);
	*moved += told;
	yice_arena_release(&arena);
	yice_diff_free(diff);
	free(text);
	yice_report_free(w->report);
}

/* Clauses come, or go, and all get other numbers: nothing is told but that. */
static void renumbering_is_told_as_moving(void **state)
{
	struct world *w = calloc(1, sizeof(*w));
	uint32_t told = 0;
	uint64_t seed = 11;

	YICE_UNUSED(state);
	assert_non_null(w);
	make(w);
	for (uint32_t round = 0; round < ROUNDS; round++) {
		lists_draw(&w->lists[0], &seed);
		for (uint32_t i = 0; i < UNITS; i++)
			w->lists[0].units[i].there = true;
		w->lists[1] = w->lists[0];
		lists_renumber(&w->lists[1], &seed);
		for (uint32_t i = lists_number(&seed, 3); i > 0; i--) {
			/* Either come or go: one that came may have the number of one that went. */
			w->lists[1].clauses[lists_number(&seed, CLAUSES)].there = round % 2;
		}
		look_at_fates(w, &told);
	}
	assert_true(told > ROUNDS * 5);
	release(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(what_is_told_is_what_an_enumeration_finds),
					    cmocka_unit_test(renumbering_is_told_as_moving) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}

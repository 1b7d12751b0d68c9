/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Findings of `yice check` about two clauses against what they are defined to
 * be: random lists of plain clauses, every project over their small domains
 * decided here, without the compiler, the runtime or the solver. Which lower
 * clause loosens which upper one, and between which steps of a scale there is
 * a gap or an overlap, must come out the same: none missed, none invented.
 * Witnesses of loosening are read back and decided.
 *   findings [-n LISTS] [-s SEED]
 * Prints TAP.
 */
#include "base/base.h"

#include <stdio.h>
#include <unistd.h>

#include "base/report.h"
#include "runtime/facts.h"
#include "runtime/run.h"
#include "tests/analysis/clauses.h"
#include "yice/analysis.h"
#include "yice/compile.h"

/* ---------------------------------------------------------------- lists, checked */

static const char unit[] = "ZH11000020001";

#define UPPER 3
#define LOWER 3
#define STEPS 4

struct world {
	char path[64];
	struct yice_buf text;
	yice_report *report;
	unsigned long pairs, loose, across, seams, gaps, overlaps, witnesses, wrong;
};

static void check(int status, const char *what)
{
	if (!status)
		return;
	printf("Bail out! %s: %s\n", what, yice_status_name(status));
	exit(1);
}

static void run_check(struct world *world)
{
	const char *path = world->path;
	FILE *file = fopen(path, "wb");
	int status;

	check(file && fwrite(world->text.data, 1, world->text.len, file) == world->text.len && !fclose(file)
		  ? YICE_OK
		  : YICE_EIO,
	      path);
	check(yice_report_new(&world->report), "report");
	status = yice_analyse(&path, 1, world->report);
	check(status == YICE_EDIAG ? YICE_OK : status, "analysis");
}

/* The finding at the clause "1-N" of `at` that names `other`, or NULL. */
static const struct yice_diag *finding(const struct world *world, enum yice_diag_id id, uint32_t at,
				       const char *list, const char *other)
{
	const struct yice_diags *diags = &world->report->diags;
	char number[16];

	snprintf(number, sizeof(number), "1-%u ", (unsigned int)at + 1);
	for (uint32_t i = 0; i < diags->count; i++) {
		const struct yice_message *main = &diags->items[i]->main;
		const char *text = world->text.data;

		if (main->id == id && !strcmp(main->args[0], other) &&
		    text + main->span.start > strstr(text, list) &&
		    !strncmp(text + main->span.start, number, strlen(number)))
			return diags->items[i];
	}
	return NULL;
}

static bool none_unreached(const struct world *world)
{
	for (uint32_t i = 0; i < world->report->diags.count; i++)
		if (world->report->diags.items[i]->main.id == YICE_D_not_reached)
			return false;
	return true;
}

/* The outcome by a clause that is in force on the day, or -1. */
static int outcome_by(const yice_run *run, const char *id)
{
	size_t at = yice_run_find(run, id);

	return at < yice_run_count(run) ? (int)yice_run_outcome(run, at) : -1;
}

/* Whether no clause of the lower list refuses what was decided, and the one at issue is settled. */
static bool passes(const yice_run *run, const char *lower)
{
	char id[32];

	for (uint32_t i = 0; i < 2 * LOWER; i++) {
		snprintf(id, sizeof(id), "110000/%s/1-%u", i % 2 ? unit : "全域", (unsigned int)i / 2 + 1);
		if (outcome_by(run, id) == YICE_VIOLATED)
			return false;
	}
	return outcome_by(run, lower) >= 0 && outcome_by(run, lower) != YICE_UNKNOWN;
}

/* The witness decided: refused by the upper clause, and by none of the lower list. */
static bool reproduces(struct world *world, const struct yice_diag *diag, const char *upper,
		       const char *lower)
{
	const char *path = world->path;
	yice_report *report = NULL;
	yice_image *image = NULL;
	yice_facts *facts = NULL;
	yice_run *run = NULL;
	void *bytes = NULL;
	size_t len = 0;
	bool good;

	check(yice_report_new(&report), "report");
	check(yice_build(&path, 1, report, &bytes, &len), "build");
	check(yice_image_borrow(bytes, len, report, &image), "image");
	check(yice_facts_new(image, &facts), "facts");
	check(yice_run_new(image, &run), "run");
	good =
	    diag->helps &&
	    !yice_facts_read(facts, "witness", diag->helps->args[0], strlen(diag->helps->args[0]), report) &&
	    !yice_run_decide(run, facts, NULL) &&
	    outcome_by(run, upper) == YICE_VIOLATED && passes(run, lower);
	world->witnesses++;
	yice_run_free(run);
	yice_facts_free(facts);
	yice_image_free(image);
	yice_report_free(report);
	free(bytes);
	return good;
}

static const char *const told[] = { "nothing", "looser", "looser across" };

static void compare_pair(struct world *world, struct pair *pair, const char *above, const char *here, uint32_t l)
{
	const enum yice_diag_id expected = told_of(pair);
	const struct yice_diag *loose = finding(world, YICE_D_loosens, l, "清单 110000", above);
	const struct yice_diag *across = finding(world, YICE_D_cuts_across, l, "清单 110000", above);
	const enum yice_diag_id found = loose ? YICE_D_loosens : across ? YICE_D_cuts_across : 0;
	const struct yice_diag *diag = loose ? loose : across;

	world->pairs++;
	world->loose += expected == YICE_D_loosens;
	world->across += expected == YICE_D_cuts_across;
	if (found == expected && !(loose && across) &&
	    (!diag || (world->loose + world->across) % 8 || reproduces(world, diag, above, here)))
		return;
	if (!found && means_another(pair)) /* in other words: whether that is seen is not defined */
		return;
	printf("# %s and %s: %s, by enumeration %s\n", above, here, told[found ? 1 + !loose : 0],
	       told[expected ? 1 + (expected == YICE_D_cuts_across) : 0]);
	world->wrong++;
}

static void compare_tiers(struct world *world, const struct clause *upper, const struct clause *lower)
{
	for (uint32_t u = 0; u < UPPER; u++)
		for (uint32_t l = 0; l < LOWER; l++) {
			struct pair pair = { .lower = &lower[l], .upper = &upper[u], .list = lower, .above = upper,
					     .count = LOWER, .above_count = UPPER };
			char above[32], here[32];

			snprintf(above, sizeof(above), "000000/全域/1-%u", (unsigned int)u + 1);
			snprintf(here, sizeof(here), "110000/%s/1-%u", lower[l].unit ? unit : "全域", (unsigned int)l + 1);
			compare_pair(world, &pair, above, here, l);
		}
}

static const char vocabulary[] =
    "词表 性：新、改、扩 词表 件：甲、乙、丙\n属性 性：一项 性 属性 旗：是否 属性 件：多项 件 "
    "属性 量：数量 1 范围 0、3 属性 值：数量 1 范围 0、3 "
    "属性 场址：多项 区划 分区 东 要素 大气 分区 西 要素 水\n行政区 000000 全国 行政区 110000 市 上级 000000\n";

/* One of the upper list's, word for word, in force when that is or always; or any. */
static struct clause random_below(struct random *random, const struct clause *upper)
{
	struct clause clause = random_clause(random);
	uint32_t copied = draw(random, 4 * UPPER);

	if (copied >= UPPER)
		return clause;
	clause = upper[copied];
	clause.copied = copied + 1;
	if (draw(random, 2))
		clause.from = clause.until = 0;
	return clause;
}

static void check_tiers(struct world *world, struct random *random)
{
	struct clause upper[UPPER], lower[LOWER];

	yice_buf_clear(&world->text);
	yice_buf_addf(&world->text, "%s清单 000000 \"国\" 施行 2020-01-01 起\n适用 全域\n", vocabulary);
	for (uint32_t i = 0; i < UPPER; i++) {
		upper[i] = random_clause(random);
		put_clause(&world->text, i, &upper[i]);
	}
	yice_buf_adds(&world->text, "清单 110000 \"市\" 施行 2020-01-01 起\n适用 全域\n");
	for (uint32_t i = 0; i < LOWER; i++) {
		lower[i] = random_below(random, upper);
		lower[i].unit = i + 1 == LOWER && draw(random, 2);
		if (lower[i].unit)
			yice_buf_addf(&world->text, "单元 %s \"甲\" 重点管控 要素 东\n", unit);
		put_clause(&world->text, i, &lower[i]);
	}
	run_check(world);
	if (!none_unreached(world))
		world->wrong++;
	compare_tiers(world, upper, lower);
	yice_report_free(world->report);
}

/* ---------------------------------------------------------------- steps of a scale */

/* A range in thirds, -1 and POINTS when open, and whether its ends are left out. */
struct range {
	int low, high;
	bool low_strict, high_strict;
};

static void narrow(struct range *range, uint32_t relation, int limit)
{
	bool strict = relation == 0 || relation == 2;

	if ((sides_of(relation) & HIGH) && (range->high > limit || (range->high == limit && strict))) {
		range->high = limit;
		range->high_strict = strict;
	}
	if ((sides_of(relation) & LOW) && (range->low < limit || (range->low == limit && strict))) {
		range->low = limit;
		range->low_strict = strict;
	}
}

/* Bounds of the number stand beside the rest: in a negated conjunction only alone, ≠ never. */
static bool range_of(const struct clause *clause, enum attribute number, struct range *out)
{
	*out = (struct range){ -1, POINTS, false, false };
	for (uint32_t i = 0; i < clause->guard.count; i++)
		if (clause->guard.tests[i].attribute == number) {
			if (clause->guard.tests[i].relation == 5)
				return false;
			narrow(out, clause->guard.tests[i].relation, GRAIN * (int)clause->guard.tests[i].limit);
		}
	for (uint32_t i = 0; i < clause->except.count; i++)
		if (clause->except.tests[i].attribute == number) {
			if (clause->except.count > 1 || clause->except.tests[i].relation == 4)
				return false;
			narrow(out, opposite(clause->except.tests[i].relation),
			       GRAIN * (int)clause->except.tests[i].limit);
		}
	return out->low >= 0 || out->high < POINTS;
}

static bool in_sequence(const struct range *a, const struct range *b)
{
	return a->low != a->high && b->low != b->high && a->high < POINTS && b->low >= 0 && a->low < b->low &&
	       a->high < b->high;
}

/* The clause applies, whatever its bounds of the number say. */
static bool rest_holds(const struct clause *clause, const struct project *project, enum attribute number)
{
	return applies(clause, project, (struct drop){ number, HIGH | LOW, false, false });
}

static bool same_rest(const struct clause *a, const struct clause *b, enum attribute number)
{
	for (uint32_t i = 0; i < PROJECTS; i++) {
		struct project project = project_at(i);

		if (rest_holds(a, &project, number) != rest_holds(b, &project, number))
			return false;
	}
	return true;
}

static bool apply_together(const struct clause *a, const struct clause *b)
{
	for (uint32_t i = 0; i < PROJECTS; i++) {
		struct project project = project_at(i);

		if (applies(a, &project, nothing) && applies(b, &project, nothing))
			return true;
	}
	return false;
}

/* What the scale says of the two: 0 nothing, else the diagnostic. */
static enum yice_diag_id seam_of(const struct clause *list, uint32_t a, uint32_t b, enum attribute number)
{
	struct range first, second, third;

	if (!range_of(&list[a], number, &first) || !range_of(&list[b], number, &second) || !in_sequence(&first, &second) ||
	    !same_rest(&list[a], &list[b], number) || !apply_together(&list[a], &list[a]) ||
	    !apply_together(&list[b], &list[b]))
		return 0;
	for (uint32_t i = 0; i < STEPS; i++)
		if (range_of(&list[i], number, &third) && in_sequence(&first, &third) &&
		    in_sequence(&third, &second) && same_rest(&list[a], &list[i], number) &&
		    apply_together(&list[i], &list[i]))
			return 0;
	if (first.high > second.low || (first.high == second.low && !first.high_strict && !second.low_strict))
		return apply_together(&list[a], &list[b]) ? YICE_D_threshold_overlap : 0;
	if (first.high == second.low && !(first.high_strict && second.low_strict))
		return 0;
	for (uint32_t i = 0; i < PROJECTS; i++) {
		struct project project = project_at(i);
		int mass = (int)project.values[number];
		bool spoken = false;

		if (mass < first.high || (mass == first.high && !first.high_strict) || mass > second.low ||
		    (mass == second.low && !second.low_strict) || !rest_holds(&list[a], &project, number))
			continue;
		for (uint32_t c = 0; c < STEPS; c++)
			spoken |=
			    ((attributes_of(&list[c].guard) | attributes_of(&list[c].except)) >> number & 1) &&
			    holds(&list[c].guard, &project, true, nothing);
		if (!spoken)
			return YICE_D_threshold_gap;
	}
	return 0;
}

/* Much the same but for the number, so that there are scales. */
static struct clause random_step(struct random *random, const struct test *rest)
{
	struct clause clause = { .effect = (enum effect)draw(random, 3) };

	clause.guard.tests[clause.guard.count++] = random_test(random, MASS);
	if (!draw(random, 3))
		clause.guard.tests[clause.guard.count++] = random_test(random, MASS);
	if (draw(random, 8))
		clause.guard.tests[clause.guard.count++] = *rest;
	if (!draw(random, 4))
		clause.except = random_condition(random, 2, true);
	if (clause.effect == REQUIRES)
		clause.demand = random_condition(random, 1, false);
	return clause;
}

static void check_steps(struct world *world, struct random *random)
{
	struct test rest = random_test(random, NATURE);
	struct clause list[STEPS];

	yice_buf_clear(&world->text);
	yice_buf_addf(&world->text, "%s清单 110000 \"市\" 施行 2020-01-01 起\n适用 全域\n", vocabulary);
	for (uint32_t i = 0; i < STEPS; i++) {
		list[i] = random_step(random, &rest);
		put_clause(&world->text, i, &list[i]);
	}
	run_check(world);
	for (uint32_t a = 0; a < STEPS; a++)
		for (uint32_t b = 0; b < STEPS; b++) {
			enum yice_diag_id by_mass = a == b ? 0 : seam_of(list, a, b, MASS);
			enum yice_diag_id by_size = a == b ? 0 : seam_of(list, a, b, SIZE);
			char below[32];
			bool gap, overlap;

			snprintf(below, sizeof(below), "110000/全域/1-%u", (unsigned int)a + 1);
			gap = finding(world, YICE_D_threshold_gap, b, "清单 110000", below) != NULL;
			overlap = finding(world, YICE_D_threshold_overlap, b, "清单 110000", below) != NULL;
			world->seams++;
			world->gaps += gap;
			world->overlaps += overlap;
			if (gap == (by_mass == YICE_D_threshold_gap || by_size == YICE_D_threshold_gap) &&
			    overlap == (by_mass == YICE_D_threshold_overlap || by_size == YICE_D_threshold_overlap))
				continue;
			printf("# between 1-%u and 1-%u: gap %d, overlap %d, by enumeration not so\n",
			       (unsigned int)a + 1, (unsigned int)b + 1, gap, overlap);
			world->wrong++;
		}
	yice_report_free(world->report);
}

int main(int argc, char **argv)
{
	static struct world world;
	unsigned long lists = 400, seed = 1;
	struct random random;

	for (int i = 1; i + 1 < argc; i += 2)
		*(strcmp(argv[i], "-n") ? &seed : &lists) = strtoul(argv[i + 1], NULL, 10);
	random.state = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
	strcpy(world.path, "/tmp/yice-findings.XXXXXX");
	check(mkstemp(world.path) < 0 ? YICE_EIO : YICE_OK, "file");
	for (unsigned long i = 0; i < lists && !world.wrong; i++) {
		check_tiers(&world, &random);
		if (!world.wrong)
			check_steps(&world, &random);
	}
	if (world.wrong)
		printf("# seed %lu, the list is %s\n", seed, world.path);
	else
		unlink(world.path);
	printf("%sok 1 - %lu pairs of tiers: %lu loosen as enumeration says and %lu across, %lu witnesses reproduced\n"
	       "%sok 2 - %lu pairs of steps: %lu gaps and %lu overlaps as enumeration says\n1..2\n",
	       world.wrong ? "not " : "", world.pairs, world.loose, world.across, world.witnesses,
	       world.wrong ? "not " : "", world.seams, world.gaps, world.overlaps);
	yice_buf_release(&world.text);
	return world.wrong != 0;
}

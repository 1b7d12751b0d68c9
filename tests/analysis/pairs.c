/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The analysis against enumeration. Random lists over domains small enough to
 * decide every project with the machine of the runtime: what holds of a clause
 * or of two of them for some project is then known, and every answer of the
 * solver must be the same. Of its witnesses, one in a hundred is read back as a
 * facts document and decided. Statements about all projects are proved, refuted
 * and found vacuous as enumeration says; mutants differ from their originals
 * where it finds a project that tells them apart; a limit is shown where it
 * finds two that differ across it.
 *   pairs [-n PAIRS] [-s SEED]
 * Prints TAP.
 */
#include "base/base.h"

#include <stdio.h>
#include <unistd.h>

#include "analysis/boundary.h"
#include "analysis/mutate.h"
#include "analysis/prove.h"
#include "analysis/witness.h"
#include "runtime/facts.h"
#include "runtime/run.h"
#include "runtime/vm.h"
#include "tests/analysis/lists.h"
#include "tests/analysis/loaded.h"

#define CLAUSES  24
#define STATED   8  /* conditions of statements, also written as encouragements, which move no verdict */
#define ASKED    100 /* statements a list */
#define POINTS   8000

/* ---------------------------------------------------------------- one list, decided everywhere */

struct world {
	char folder[64], path[80];
	struct loaded on;
	yice_run *run;
	uint8_t level[CLAUSES][POINTS];
	int8_t outcome[CLAUSES][POINTS];
	bool applies[CLAUSES + STATED][POINTS];
	struct yice_buf stated[STATED];
	int8_t *all; /* outcomes by every clause of the image, point after point, when they are wanted */
	uint32_t points;
	unsigned long questions, yes, wrong, witnesses;
	unsigned long statements, proofs[YICE_PROOFS];
	unsigned long mutants, equivalent, limits, gaps;
};

static void set(struct world *world, const char *name, const char *value, bool complete)
{
	check(yice_facts_set(world->on.facts, name, value, complete, NULL), name);
}

/* The words whose bits are set. */
static void set_some(struct world *world, const char *name, const char *const *words, uint32_t count, uint32_t chosen)
{
	char text[32] = "";

	for (uint32_t i = 0; i < count; i++)
		if (chosen >> i & 1) {
			strcat(text, *text ? "、" : "");
			strcat(text, words[i]);
		}
	set(world, name, text, true);
}

static void set_sixths(struct world *world, const char *name, uint32_t sixths)
{
	char text[32];

	snprintf(text, sizeof(text), "%lu 六分", (unsigned long)sixths);
	set(world, name, text, false);
}

static void set_day(struct world *world, const char *name, yice_day day)
{
	char text[11];

	yice_date_format(day, text);
	set(world, name, text, false);
}

static uint8_t level_of(int outcome)
{
	switch (outcome) {
	case YICE_VIOLATED:
		return YICE_LEVEL_REFUSED;
	case YICE_JUDGEMENT:
		return YICE_LEVEL_JUDGED;
	case YICE_RESTRICTED:
		return YICE_LEVEL_RESTRICTED;
	case YICE_UNKNOWN:
		return UINT8_MAX;
	default:
		return YICE_LEVEL_FREE;
	}
}

/* Every clause of an image with mutants. */
static void decide_all(struct world *world)
{
	const struct yice_told told = yice_facts_told(world->on.facts);
	const struct yice_view *view = &world->on.image->view;
	uint32_t count = view->count[YICE_SEC_CLAUSES];

	for (uint32_t c = 0; c < count; c++) {
		const struct yice_image_body *body = &view->bodies[view->clauses[c].body];
		uint64_t steps = UINT64_MAX;
		struct yice_truths truths;

		check(yice_vm_run(view, body, &told, &steps, NULL, &truths), "machine");
		world->all[(size_t)world->points * count + c] = (int8_t)yice_vm_outcome(yice_body_effect(view, body), truths);
	}
	world->points++;
}

static void decide_point(struct world *world)
{
	const struct yice_told told = yice_facts_told(world->on.facts);
	const struct yice_view *view = &world->on.image->view;

	if (world->all) {
		decide_all(world);
		return;
	}
	check(world->points == POINTS ? YICE_ELIMIT : YICE_OK, "points");
	for (uint32_t c = 0; c < CLAUSES + STATED; c++) {
		const struct yice_image_body *body = &view->bodies[view->clauses[c].body];
		uint64_t steps = UINT64_MAX;
		struct yice_truths truths;
		int outcome;

		check(yice_vm_run(view, body, &told, &steps, NULL, &truths), "machine");
		outcome = yice_vm_outcome(yice_body_effect(view, body), truths);
		check(level_of(outcome) == UINT8_MAX ? YICE_ERANGE : YICE_OK, "a fact is missing");
		world->applies[c][world->points] = truths.applies != YICE_F;
		if (c < CLAUSES) {
			world->outcome[c][world->points] = (int8_t)outcome;
			world->level[c][world->points] = level_of(outcome);
		}
	}
	world->points++;
}

static void decide_first(struct world *world)
{
	for (uint32_t i = 0; i < 3 * 8 * 2 * 7 * 4; i++) {
		yice_facts_clear(world->on.facts);
		set(world, "性", natures[i % 3], false);
		set_some(world, "件", parts, 3, i / 3 % 8);
		set(world, "旗", i / 24 % 2 ? "是" : "否", false);
		set_sixths(world, "量", 3 * (i / 48 % 7));
		set(world, "业", leaves[i / 336], false);
		decide_point(world);
	}
}

static void decide_second(struct world *world)
{
	yice_day day = 0;

	check(yice_date_make(2024, 1, 2, &day), "date");
	for (uint32_t i = 0; i < 3 * 16 * 81; i++) {
		yice_facts_clear(world->on.facts);
		set(world, "性", natures[i % 3], false);
		set_some(world, "业", leaves, 4, i / 3 % 16);
		set_day(world, "建", day - 3 + (int)(i / 48 % 9));
		set_day(world, "批", day - 3 + (int)(i / 432));
		decide_point(world);
	}
}

/* Corners of regions are halves, and what lies between up to three of them has sixths. */
static void decide_third(struct world *world)
{
	for (uint32_t i = 0; i < 3 * 19 * 19; i++) {
		yice_facts_clear(world->on.facts);
		set(world, "性", natures[i % 3], false);
		set_sixths(world, "甲", i / 3 % 19);
		set_sixths(world, "乙", i / 57);
		decide_point(world);
	}
}

static void decide_everywhere(struct world *world, int variant)
{
	world->points = 0;
	if (variant == 0)
		decide_first(world);
	else if (variant == 1)
		decide_second(world);
	else
		decide_third(world);
}

static void make_world(struct world *world, struct random *random, int variant)
{
	struct yice_buf text = YICE_BUF_INIT;

	yice_buf_addf(&text, "行政区 000000 全国 计量 六分 = 1/6 1\n%s清单 000000 \"试\" 施行 2020-01-01 起\n适用 全域\n",
		      declarations[variant]);
	for (uint32_t i = 0; i < CLAUSES; i++)
		add_clause(random, variant, i, &text);
	for (uint32_t i = 0; i < STATED; i++) {
		add_stated(random, variant, &world->stated[i]);
		yice_buf_addf(&text, "2-%lu 原文 \"甲\" 当 %s 鼓励\n", (unsigned long)i + 1, world->stated[i].data);
	}
	load(&world->on, world->path, &text);
	check(yice_run_new(world->on.image, &world->run), "run");
	decide_everywhere(world, variant);
	yice_buf_release(&text);
}

static void free_world(struct world *world)
{
	for (int i = 0; i < STATED; i++)
		yice_buf_release(&world->stated[i]);
	yice_run_free(world->run);
	unload(&world->on);
}

/* ---------------------------------------------------------------- questions */

/* Clause and level, at least or below. */
struct half {
	uint32_t clause;
	enum yice_level level;
	bool least;
};

static bool holds(const struct half *half, uint8_t level)
{
	return (level >= half->level) == half->least;
}

static void show(const struct half *a, const struct half *b, const char *what)
{
	printf("# %s: 1-%lu level %s %d, 1-%lu level %s %d\n", what, (unsigned long)a->clause + 1,
	       a->least ? ">=" : "<", (int)a->level, (unsigned long)b->clause + 1, b->least ? ">=" : "<",
	       (int)b->level);
}

/* The witness as a document, read and decided. */
static bool reproduces(struct world *world, const struct yice_project *point, const struct half *a, const struct half *b)
{
	const struct yice_place_of place = { NULL, "000000", YICE_DAY_MIN, NULL };
	struct yice_buf json = YICE_BUF_INIT;
	yice_report *report = NULL;
	bool good = yice_witness_json(&world->on.realm, point, &place, &json);

	check(yice_report_new(&report), "report");
	good = good && !yice_facts_read(world->on.facts, "witness", json.data, json.len, report) &&
	       !yice_run_decide(world->run, world->on.facts, NULL);
	for (int i = 0; good && i < 2; i++) {
		uint8_t level = level_of(yice_run_outcome(world->run, (i ? b : a)->clause));

		good = level != UINT8_MAX && holds(i ? b : a, level);
	}
	if (!good)
		printf("# %s\n", yice_buf_text(&json));
	world->witnesses++;
	yice_report_free(report);
	yice_buf_release(&json);
	return good;
}

static void ask(struct world *world, const struct half *a, const struct half *b)
{
	struct yice_arena arena;
	struct yice_project point;
	const struct yice_form *forms[4];
	const struct half *halves[2] = { a, b };
	bool some = false;
	int answer;

	for (uint32_t i = 0; !some && i < world->points; i++)
		some = holds(a, world->level[a->clause][i]) && holds(b, world->level[b->clause][i]);
	for (int i = 0; i < 2; i++) {
		const struct yice_rule *rule = &world->on.rules.items[halves[i]->clause];

		forms[i] = yice_read_level(&world->on.realm, &world->on.reading, rule, halves[i]->level,
					   halves[i]->least);
		forms[2 + i] = yice_read_known(&world->on.realm, &world->on.reading, rule);
	}
	yice_arena_init(&arena);
	answer = yice_solve(world->on.solver, forms, 4, &arena, &point);
	world->questions++;
	world->yes += some;
	if (answer != (some ? YICE_ANSWER_YES : YICE_ANSWER_NO)) {
		show(a, b, answer == YICE_ANSWER_UNREACHED ? "unreached" : some ? "missed" : "invented");
		world->wrong++;
	} else if (some && world->yes % 100 == 0 && !reproduces(world, &point, a, b)) {
		show(a, b, "witness");
		world->wrong++;
	}
	yice_arena_release(&arena);
}

static void ask_applies(struct world *world, uint32_t a, uint32_t b)
{
	const struct yice_rule *rules = world->on.rules.items;
	const struct yice_form *forms[] = {
		yice_read_applies(&world->on.realm, &world->on.reading, &rules[a], true, true),
		yice_read_applies(&world->on.realm, &world->on.reading, &rules[b], true, true),
	};
	bool some = false;
	int answer = yice_solve(world->on.solver, forms, 2, NULL, NULL);

	for (uint32_t i = 0; !some && i < world->points; i++)
		some = world->applies[a][i] && world->applies[b][i];
	world->questions++;
	if (answer != (some ? YICE_ANSWER_YES : YICE_ANSWER_NO)) {
		printf("# 1-%lu and 1-%lu apply together: %d\n", (unsigned long)a + 1, (unsigned long)b + 1, answer);
		world->wrong++;
	}
}

static void ask_pair(struct world *world, uint32_t a, uint32_t b)
{
	for (enum yice_level x = YICE_LEVEL_RESTRICTED; x < YICE_LEVELS; x++)
		for (enum yice_level y = YICE_LEVEL_RESTRICTED; y < YICE_LEVELS; y++) {
			struct half one = { a, x, true }, two = { b, y, false };

			ask(world, &one, &two);
		}
	ask_applies(world, a, b);
}

/* ---------------------------------------------------------------- statements about all projects */

/* What a statement asks of a point: the verdict, and the outcome of one clause. */
static bool is_as_stated(const struct world *world, const struct yice_statement *statement, uint32_t point)
{
	static const enum yice_verdict verdicts[] = { YICE_ADMITTED, YICE_CONDITIONAL, YICE_NEEDS_JUDGEMENT,
						      YICE_REFUSED };
	uint8_t worst = YICE_LEVEL_FREE;

	for (uint32_t c = 0; c < CLAUSES; c++)
		worst = world->level[c][point] > worst ? world->level[c][point] : worst;
	if (!(statement->verdicts >> verdicts[worst] & 1))
		return false;
	for (uint32_t i = 0; i < statement->wish_count; i++)
		if (!(statement->wishes[i].allowed >>
			  world->outcome[statement->wishes[i].clause][point] & 1))
			return false;
	return true;
}

static enum yice_proof_kind enumerate(const struct world *world, const struct yice_statement *statement,
				      uint32_t condition)
{
	enum yice_proof_kind kind = YICE_VACUOUS;

	for (uint32_t i = 0; i < world->points; i++) {
		if (!world->applies[CLAUSES + condition][i])
			continue;
		if (!is_as_stated(world, statement, i))
			return YICE_REFUTED;
		kind = YICE_PROVED;
	}
	return kind;
}

static void state(struct world *world, struct yice_study *study, struct yice_report *report, struct random *random)
{
	uint32_t condition = draw(random, STATED), file = 0;
	struct yice_wish wish = { draw(random, CLAUSES), draw(random, 128) };
	struct yice_statement statement = { .unit = YICE_NONE, .scope = YICE_NONE, .klass = YICE_NONE,
					    .verdicts = UINT32_MAX, .wishes = &wish };
	const struct yice_buf *text = &world->stated[condition];
	enum yice_proof_kind expected;
	struct yice_proof proof;

	/* A clause by itself is left alone often enough to be proved something of. */
	if (draw(random, 3))
		statement.verdicts = draw(random, 32);
	else
		statement.wish_count = 1;
	check(yice_sources_add(&report->sources, "condition", text->data, text->len, &file), "source");
	check(yice_condition_read(&study->model, file, &statement.when), text->data);
	check(yice_prove(study, &statement, &proof), "prove");
	expected = enumerate(world, &statement, condition);
	world->statements++;
	world->proofs[proof.kind]++;
	if (proof.kind == expected && (proof.kind == YICE_REFUTED) == (proof.witness != NULL))
		return;
	printf("# %s: verdicts %lx, 1-%lu %lx: %d, by enumeration %d\n# %s\n", text->data,
	       (unsigned long)statement.verdicts, (unsigned long)wish.clause + 1,
	       statement.wish_count ? (unsigned long)wish.allowed : 0, (int)proof.kind, (int)expected,
	       proof.witness ? proof.witness : "");
	world->wrong++;
}

static void state_all(struct world *world, struct random *random)
{
	struct yice_study study;
	yice_report *report = open_study(&study, world->path);

	for (int i = 0; i < ASKED; i++)
		state(world, &study, report, random);
	yice_study_release(&study);
	yice_report_free(report);
}

/* ---------------------------------------------------------------- mutants */

#define ABSENT INT8_MAX
#define DAYS   12

/* How a clause of the list with its mutants comes out at a point on a day. */
static int8_t outcome_on(const struct world *world, const struct yice_rules *rules, uint32_t point, uint32_t clause,
			 yice_day day)
{
	if (clause == YICE_NONE || !yice_interval_has(rules->items[clause].days, day))
		return ABSENT;
	return world->all[(size_t)point * rules->count + clause];
}

/*
 * Whether some point tells the mutant from its original on some day; all days of the lists are among these. Limits moved by a
 * tenth fall between the points.
 */
static bool tells(const struct world *world, const struct yice_mutant *mutant, const struct yice_rules *rules)
{
	yice_day first = 0;

	check(yice_date_make(2019, 12, 28, &first), "date");
	for (uint32_t p = 0; p < world->points; p++)
		for (uint32_t i = 0; i < mutant->count * DAYS; i++) {
			yice_day day = first + (yice_day)(i % DAYS);
			int8_t was = outcome_on(world, rules, p, mutant->clauses[i / DAYS], day);
			int8_t now = outcome_on(world, rules, p, mutant->variants[i / DAYS], day);

			/* What it is restricted by stands in the decision only where it is. */
			if (was != now || (mutant->kind == YICE_MUTATE_TEXT && was == YICE_RESTRICTED))
				return true;
		}
	return false;
}

/* Every clause of the list gets days of its own, of which the list's cut some off. */
static void add_days(struct world *world, struct random *random)
{
	struct yice_buf text = YICE_BUF_INIT;
	const struct yice_source *source = &world->on.sources.items[0];

	for (const char *line = source->text; *line;) {
		const char *end = strchr(line, '\n');
		uint32_t from = draw(random, 6), to = draw(random, 7);

		yice_buf_add(&text, line, (size_t)(end - line));
		if (!strncmp(line, "1-", 2) || !strncmp(line, "2-", 2))
			yice_buf_addf(&text, " 施行 20%s-%02u 起", from < 3 ? "19-12" : "20-01",
				      (unsigned int)(from < 3 ? 29 + from : from - 2));
		if ((!strncmp(line, "1-", 2) || !strncmp(line, "2-", 2)) && to > 3)
			yice_buf_addf(&text, "，2020-01-%02u 废止", (unsigned int)to);
		yice_buf_addc(&text, '\n');
		line = end + 1;
	}
	check(yice_buf_status(&text), "text");
	yice_buf_release(&text);
}

static void mutate(struct world *world, struct yice_study *study, const struct yice_mutant *mutant)
{
	struct yice_telling telling;
	int answer = yice_mutant_differs(study, mutant, &telling);
	bool differs = tells(world, mutant, &study->rules);

	world->mutants++;
	world->equivalent += !differs;
	if (answer == (differs ? YICE_ANSWER_YES : YICE_ANSWER_NO) && (!differs || telling.json))
		return;
	printf("# %s of 1-%lu at %lu: %d, by enumeration %d\n", yice_mutation_word(mutant->kind, YICE_EN),
	       (unsigned long)mutant->clauses[0] + 1, (unsigned long)mutant->span.start, answer, (int)differs);
	world->wrong++;
}

/* The list once more, with days and with its mutants; the points are decided by its image. */
static void mutate_all(struct world *world, struct random *random, int variant)
{
	const unsigned char named[] = { 1, 1, 1, 1 };
	const char *path = world->path;
	yice_image *image = world->on.image;
	yice_facts *facts = world->on.facts;
	struct yice_mutants mutants;
	struct yice_study study;
	yice_report *report = NULL;
	uint32_t count;

	add_days(world, random);
	check(yice_report_new(&report), "report");
	check(yice_study_load(&study, &path, 1, report), "load");
	check(yice_mutants_make(&study, named, &mutants), "mutants");
	check(yice_study_open(&study), "open");
	count = study.rules.count;
	world->on.image = study.trial.image;
	world->on.facts = study.trial.facts;
	world->all = malloc((size_t)count * POINTS);
	check(world->all ? YICE_OK : YICE_ENOMEM, "outcomes");
	decide_everywhere(world, variant);
	for (uint32_t m = 0; m < mutants.count; m++)
		if ((mutants.items[m].kind != YICE_MUTATE_UP && mutants.items[m].kind != YICE_MUTATE_DOWN) || variant == 1)
			mutate(world, &study, &mutants.items[m]);
	free(world->all);
	world->all = NULL;
	world->on.image = image;
	world->on.facts = facts;
	yice_study_release(&study);
	yice_report_free(report);
}

/* ---------------------------------------------------------------- limits */

/* How the points go through the values of a number or date: every `stride` points the next of `radix` values. */
struct course {
	uint32_t stride, radix, first; /* first: which of them the limit is */
	uint32_t unit;                 /* values from a limit of k to k + 1, or of a day to the next */
};

static bool find_course(const struct world *world, const struct yice_logic *test, int variant, struct course *out)
{
	const char *name = world->on.model.slots.items[test->slot].zh;
	yice_day day = 0;

	if (variant == 0) {
		*out = (struct course){ 48, 7, (uint32_t)(2 * test->limit.num / test->limit.den), 2 };
		return !strcmp(name, "量");
	}
	check(yice_date_make(2024, 1, 2, &day), "date");
	*out = (struct course){ strcmp(name, "批") ? 48 : 432, 9, (uint32_t)(test->limit.num - day + 3), 1 };
	return variant == 1;
}

/* Whether two points that differ in nothing else come out differently at the limit and beside it. */
static bool crosses(const struct world *world, uint32_t clause, const struct course *course, bool up)
{
	uint32_t beside = up ? course->first + 1 : course->first - 1;

	if (course->first >= course->radix || beside >= course->radix)
		return false;
	for (uint32_t p = 0; p < world->points; p++) {
		uint32_t other = up ? p + course->stride : p - course->stride;

		if (p / course->stride % course->radix == course->first &&
		    world->outcome[clause][p] != world->outcome[clause][other])
			return true;
	}
	return false;
}

static void limit(struct world *world, const struct yice_boundaries *found, uint32_t clause,
		  const struct yice_logic *test, int variant)
{
	bool both = test->op == YICE_TEST_EQ || test->op == YICE_TEST_NE, shown = true, expected;
	bool up = test->op == YICE_TEST_LE || test->op == YICE_TEST_GT;
	struct course course;

	for (const struct yice_logic *child = test->first; child; child = child->next)
		limit(world, found, clause, child, variant);
	if (test->kind != YICE_LOGIC_TEST || test->op < YICE_TEST_LT || test->op > YICE_TEST_NE ||
	    !find_course(world, test, variant, &course))
		return;
	for (uint32_t g = 0; g < found->gaps.count; g++)
		shown &= found->gaps.items[g].span.start != test->span.start;
	expected = crosses(world, clause, &course, up) || (both && crosses(world, clause, &course, true));
	world->limits++;
	world->gaps += !shown;
	if (shown == expected)
		return;
	printf("# the limit of %s in 1-%lu is %s, by enumeration it is not so\n", test->zh, (unsigned long)clause + 1,
	       shown ? "shown" : "a gap");
	world->wrong++;
}

/* Sums go by: what crosses them lies between the points. */
static void limit_all(struct world *world, int variant)
{
	const unsigned char named[] = { 1, 1, 1, 1 };
	struct yice_boundaries found;
	struct yice_study study;
	yice_report *report = open_study(&study, world->path);

	check(yice_boundaries_make(&study, named, &found), "boundaries");
	for (uint32_t c = 0; c < CLAUSES && variant < 2; c++) {
		const struct yice_rule *rule = &study.rules.items[c];

		if (rule->guard)
			limit(world, &found, c, rule->guard, variant);
		for (uint32_t e = 0; e < rule->except_count; e++)
			limit(world, &found, c, rule->except[e], variant);
		if (rule->demand)
			limit(world, &found, c, rule->demand, variant);
	}
	yice_study_release(&study);
	yice_report_free(report);
}

int main(int argc, char **argv)
{
	static struct world world;
	unsigned long pairs = 2000, done = 0, seed = 1;
	struct random random;
	char table[80];

	for (int i = 1; i + 1 < argc; i += 2)
		*(strcmp(argv[i], "-n") ? &seed : &pairs) = strtoul(argv[i + 1], NULL, 10);
	random.state = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
	strcpy(world.folder, "/tmp/yice-pairs.XXXXXX");
	check(mkdtemp(world.folder) ? YICE_OK : YICE_EIO, "folder");
	snprintf(world.path, sizeof(world.path), "%s/list.yice", world.folder);
	snprintf(table, sizeof(table), "%s/codes.tsv", world.folder);
	write_file(table, codes_table, sizeof(codes_table) - 1);
	for (int list = 0; done < pairs && !world.wrong; list++) {
		make_world(&world, &random, list % VARIANTS);
		for (uint32_t a = 0; a < CLAUSES; a++)
			for (uint32_t b = 0; b < CLAUSES && done < pairs; b++, done++)
				ask_pair(&world, a, b);
		state_all(&world, &random);
		limit_all(&world, list % VARIANTS);
		if (list % 8 < VARIANTS) /* one round of the variants in eight lists: there are many mutants */
			mutate_all(&world, &random, list % VARIANTS);
		free_world(&world);
	}
	if (world.wrong) {
		printf("# seed %lu, the list is %s\n", seed, world.path);
	} else {
		unlink(world.path);
		unlink(table);
		rmdir(world.folder);
	}
	printf("%sok 1 - %lu questions about %lu pairs answered as enumeration does, %lu witnesses reproduced\n"
	       "%sok 2 - %lu statements: %lu proved, %lu refuted, %lu vacuous as enumeration says\n"
	       "%sok 3 - %lu mutants, of which %lu equivalent as enumeration says\n"
	       "%sok 4 - %lu limits, of which %lu decide nothing as enumeration says\n1..4\n",
	       world.wrong ? "not " : "", world.questions, done, world.witnesses, world.wrong ? "not " : "",
	       world.statements, world.proofs[YICE_PROVED], world.proofs[YICE_REFUTED],
	       world.proofs[YICE_VACUOUS], world.wrong ? "not " : "", world.mutants, world.equivalent,
	       world.wrong ? "not " : "", world.limits, world.gaps);
	return world.wrong != 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the analysis says of sites in several units, against enumeration.
 * Random lists over three places; each site with parts, however many, is a
 * set of the eight ways in which a part can lie in them, and the machine of the
 * runtime decides them all. Whether one clause comes out so and another so for
 * some site, the solver must say alike. The same of sites in two units of the
 * list, as the runtime reads them from facts; and statements about all projects
 * in one unit or two are proved, refuted and found vacuous as they are.
 *   joint [-n PAIRS] [-s SEED]
 * Prints TAP.
 */
#include "base/base.h"

#include <stdio.h>
#include <unistd.h>

#include "analysis/joint.h"
#include "analysis/prove.h"
#include "analysis/solve.h"
#include "analysis/trial.h"
#include "runtime/facts.h"
#include "runtime/image_layout.h"
#include "runtime/run.h"
#include "runtime/vm.h"
#include "tests/analysis/lists.h"
#include "tests/analysis/loaded.h"

#define CLAUSES 16
#define UNITS   4
#define STATED  16                 /* conditions of statements */
#define ASKED   40                 /* statements of a list */
#define KINDS   6                  /* of projects, the site apart */
#define SITES   256                /* sets of the ways a part can lie in three places */
#define STATES  (UNITS * UNITS * 8) /* two units and what is stated of the places */

struct world {
	char folder[64], path[80];
	struct loaded on;
	uint8_t free_level[CLAUSES][SITES * KINDS];
	uint8_t unit_level[CLAUSES][STATES * KINDS]; /* UINT8_MAX: the facts are refused */
	uint8_t own_level[UNITS][STATES * KINDS]; /* of the clause of each unit */
	int8_t outcome[CLAUSES][STATES * KINDS];
	bool stated[STATED][STATES * KINDS]; /* the condition holds */
	struct yice_buf conditions[STATED];
	unsigned long questions, yes, full, wrong, statements, pairs_only, triples, proofs[YICE_PROOFS];
};

/* ---------------------------------------------------------------- deciding */

static int decide_body(struct world *world, const char *wanted, const struct yice_told *told, bool *applies)
{
	const struct yice_view *view = &world->on.image->view;
	const struct yice_image_body *body = NULL;
	uint64_t steps = UINT64_MAX;
	struct yice_truths truths;
	char id[64];

	for (uint32_t i = 0; i < view->count[YICE_SEC_CLAUSES] && !body; i++) {
		yice_image_format_id(view, i, id, sizeof(id));
		if (!strcmp(id, wanted))
			body = &view->bodies[view->clauses[i].body];
	}
	check(body ? YICE_OK : YICE_ENOTFOUND, wanted);
	check(yice_vm_run(view, body, told, &steps, NULL, &truths), "machine");
	*applies = truths.applies != YICE_F;
	return yice_vm_outcome(yice_body_effect(view, body), truths);
}

static int decide(struct world *world, uint32_t clause, const struct yice_told *told, uint8_t *level)
{
	char wanted[64];
	bool applies;
	int outcome;

	snprintf(wanted, sizeof(wanted), "000000/全域/1-%lu", (unsigned long)clause + 1);
	outcome = decide_body(world, wanted, told, &applies);
	*level = (uint8_t)yice_level_of(outcome);
	return outcome;
}

/* What statements are about. */
static void decide_stated(struct world *world, const struct yice_told *told, uint32_t point)
{
	char wanted[64];
	bool applies;

	for (uint32_t i = 0; i < UNITS; i++) {
		snprintf(wanted, sizeof(wanted), "000000/%s/1-1", world->on.model.units.items[i].code);
		world->own_level[i][point] = (uint8_t)yice_level_of(decide_body(world, wanted, told, &applies));
	}
	for (uint32_t i = 0; i < STATED; i++) {
		snprintf(wanted, sizeof(wanted), "000000/全域/2-%lu", (unsigned long)i + 1);
		(void)decide_body(world, wanted, told, &world->stated[i][point]);
	}
}

static void set_kind(struct world *world, uint32_t kind)
{
	check(yice_facts_set(world->on.facts, "性", natures[kind % 3], false, NULL), "性");
	check(yice_facts_set(world->on.facts, "旗", kind / 3 ? "是" : "否", false, NULL), "旗");
}

/* Every site with parts of which all is known; the first has none, and is no site. */
static void decide_sites(struct world *world)
{
	for (uint32_t point = KINDS; point < SITES * KINDS; point++) {
		uint64_t masks[8][2];
		struct yice_told told = { world->on.facts->block, &masks[0][0], 0 };

		yice_facts_clear(world->on.facts);
		set_kind(world, point % KINDS);
		for (uint32_t part = 0; part < 8; part++)
			if (point / KINDS >> part & 1) {
				masks[told.part_count][0] = part;
				masks[told.part_count++][1] = ~(uint64_t)part;
			}
		for (uint32_t c = 0; c < CLAUSES; c++)
			decide(world, c, &told, &world->free_level[c][point]);
	}
}

/* Sites in two units of the list, the same twice being a site in one. */
static void decide_units(struct world *world)
{
	const struct yice_unit *units = world->on.model.units.items;

	for (uint32_t point = 0; point < STATES * KINDS; point++) {
		uint32_t state = point / KINDS, chosen = state / (UNITS * UNITS);
		struct yice_buf text = YICE_BUF_INIT;
		struct yice_told told;
		bool refused;

		yice_facts_clear(world->on.facts);
		check(yice_facts_set_unit(world->on.facts, units[state % UNITS].code), "unit");
		check(yice_facts_set_unit(world->on.facts, units[state / UNITS % UNITS].code), "unit");
		for (uint32_t i = 0; i < 3; i++)
			if (chosen >> i & 1)
				yice_buf_addf(&text, "%s%s", text.len ? "、" : "", places[i]);
		refused = yice_facts_set(world->on.facts, "场址", yice_buf_text(&text), true, NULL) != YICE_OK;
		yice_buf_release(&text);
		set_kind(world, point % KINDS);
		told = yice_facts_told(world->on.facts);
		for (uint32_t c = 0; c < CLAUSES; c++)
			if (refused)
				world->unit_level[c][point] = UINT8_MAX;
			else
				world->outcome[c][point] =
				    (int8_t)decide(world, c, &told, &world->unit_level[c][point]);
		if (!refused)
			decide_stated(world, &told, point);
	}
}

static void make_world(struct world *world, struct random *random)
{
	struct yice_buf text = YICE_BUF_INIT;

	yice_buf_adds(&text, "行政区 000000 全国 词表 性：新、改、扩 属性 性：一项 性 属性 旗：是否\n"
			     "分区 东区 分区 西区 园区 甲园 属性 场址：多项 区划\n清单 000000 \"试\" 施行 2020-01-01 起\n");
	for (uint32_t i = 0; i < UNITS; i++) {
		static const char *const elements[] = { "", " 要素 东区", " 要素 西区", " 要素 东区、西区" };

		yice_buf_addf(&text, "单元 ZH0000002000%lu \"单\" 重点管控%s%s ", (unsigned long)i,
			      elements[draw(random, 4)], draw(random, 2) ? "" : " 位于 甲园");
		add_clause(random, PLACED, 0, &text);
	}
	yice_buf_adds(&text, "适用 全域\n");
	for (uint32_t i = 0; i < CLAUSES; i++)
		add_clause(random, PLACED, i, &text);
	for (uint32_t i = 0; i < STATED; i++) {
		add_stated(random, PLACED, &world->conditions[i]);
		yice_buf_addf(&text, "2-%lu 原文 \"甲\" 当 %s 鼓励\n", (unsigned long)i + 1, world->conditions[i].data);
	}
	load(&world->on, world->path, &text);
	decide_sites(world);
	decide_units(world);
	yice_buf_release(&text);
}

static void free_world(struct world *world)
{
	for (uint32_t i = 0; i < STATED; i++)
		yice_buf_release(&world->conditions[i]);
	unload(&world->on);
}

/* ---------------------------------------------------------------- questions */

/* Clause a is at least at a level, clause b below one. */
struct question {
	uint32_t a, b; /* clauses of the scope, which come behind those of units */
	enum yice_level x, y;
};

static void forms_of(struct world *world, const struct question *q, const struct yice_form **forms)
{
	const struct yice_rule *a = &world->on.rules.items[UNITS + q->a], *b = &world->on.rules.items[UNITS + q->b];

	forms[0] = yice_read_level(&world->on.realm, &world->on.reading, a, q->x, true);
	forms[1] = yice_read_level(&world->on.realm, &world->on.reading, b, q->y, false);
	forms[2] = yice_read_known(&world->on.realm, &world->on.reading, a);
	forms[3] = yice_read_known(&world->on.realm, &world->on.reading, b);
}

static void compare(struct world *world, const struct question *q, bool some, int answer, const char *where)
{
	world->questions++;
	world->yes += some;
	if (answer == (some ? YICE_ANSWER_YES : YICE_ANSWER_NO))
		return;
	printf("# 1-%lu level >= %d, 1-%lu level < %d, %s: %d, by enumeration %d\n", (unsigned long)q->a + 1, (int)q->x,
	       (unsigned long)q->b + 1, (int)q->y, where, answer, (int)some);
	world->wrong++;
}

static void ask_sites(struct world *world, const struct question *q)
{
	const struct yice_form *forms[4];
	bool some = false;

	for (uint32_t i = KINDS; i < SITES * KINDS && !some; i++)
		some = world->free_level[q->a][i] >= q->x && world->free_level[q->b][i] < q->y;
	forms_of(world, q, forms);
	if (yice_joint_spread(&world->on.realm, forms, 2))
		compare(world, q, some, yice_solve(world->on.solver, forms, 4, NULL, NULL), "any parts");
	else
		world->full++;
}

/* Sites one part of which lies in a unit, the others anywhere. */
static void ask_home(struct world *world, const struct question *q, uint32_t number)
{
	const struct yice_unit *unit = &world->on.model.units.items[number];
	const struct yice_form *forms[5];
	uint32_t in = 0, out = unit->has_elements ? 3 : 0, homes = 0; /* the first two places are zones */
	bool some = false;

	for (uint32_t i = 0; i < unit->element_count; i++)
		out &= ~(UINT32_C(1) << unit->elements[i]);
	for (uint32_t i = 0; i < unit->within_count; i++)
		in |= UINT32_C(1) << unit->within[i];
	for (uint32_t part = 0; part < 8; part++)
		if ((part & in) == in && !(part & out))
			homes |= UINT32_C(1) << part;
	for (uint32_t i = KINDS; i < SITES * KINDS && !some; i++)
		some = i / KINDS & homes && world->free_level[q->a][i] >= q->x && world->free_level[q->b][i] < q->y;
	forms_of(world, q, forms);
	forms[4] = yice_read_unit(&world->on.realm, &world->on.reading, number);
	if (yice_joint_spread_from(&world->on.realm, forms, 2, &forms[4]))
		compare(world, q, some, yice_solve(world->on.solver, forms, 5, NULL, NULL), "a part in a unit");
	else
		world->full++;
}

static void ask_units(struct world *world, const struct question *q, uint32_t pair)
{
	const uint32_t units[] = { pair % UNITS, pair / UNITS };
	const struct yice_form *forms[5];
	bool some = false;

	for (uint32_t chosen = 0; chosen < 8; chosen++)
		for (uint32_t kind = 0; kind < KINDS; kind++) {
			uint32_t i = (pair + chosen * UNITS * UNITS) * KINDS + kind;

			some |= world->unit_level[q->a][i] != UINT8_MAX && world->unit_level[q->a][i] >= q->x &&
				world->unit_level[q->b][i] < q->y;
		}
	forms_of(world, q, forms);
	for (int i = 0; i < 2; i++)
		forms[i] = yice_joint_units(&world->on.realm, &world->on.reading, forms[i], units, 2);
	forms[4] = yice_joint_stated(&world->on.realm, &world->on.reading, units, 2);
	compare(world, q, some, yice_solve(world->on.solver, forms, 5, NULL, NULL), "two units");
}

static void ask_pair(struct world *world, uint32_t a, uint32_t b)
{
	struct question q = { .a = a, .b = b };

	for (q.x = YICE_LEVEL_RESTRICTED; q.x < YICE_LEVELS; q.x++)
		for (q.y = YICE_LEVEL_RESTRICTED; q.y < YICE_LEVELS; q.y++) {
			ask_sites(world, &q);
			ask_units(world, &q, (a * CLAUSES + b) % (UNITS * UNITS));
			ask_home(world, &q, (a * CLAUSES + b) % UNITS);
		}
}

/* ---------------------------------------------------------------- statements about all projects */

static bool is_as_stated(const struct world *world, const struct yice_statement *statement, uint32_t point)
{
	static const enum yice_verdict verdicts[] = { YICE_ADMITTED, YICE_CONDITIONAL, YICE_NEEDS_JUDGEMENT,
						      YICE_REFUSED };
	uint32_t state = point / KINDS, units[] = { state % UNITS, state / UNITS % UNITS };
	uint8_t worst = YICE_LEVEL_FREE;

	for (uint32_t c = 0; c < CLAUSES; c++)
		worst = world->unit_level[c][point] > worst ? world->unit_level[c][point] : worst;
	for (uint32_t u = 0; u < 2; u++)
		worst = world->own_level[units[u]][point] > worst ? world->own_level[units[u]][point] : worst;
	for (uint32_t i = 0; i < statement->wish_count; i++)
		if (!(statement->wishes[i].allowed >> world->outcome[statement->wishes[i].clause - UNITS][point] & 1))
			return false;
	return statement->verdicts >> verdicts[worst] & 1;
}

/* Of sites in one unit, or of all. */
static enum yice_proof_kind enumerate(const struct world *world, const struct yice_statement *statement, uint32_t condition,
				      bool pairs)
{
	enum yice_proof_kind kind = YICE_VACUOUS;

	for (uint32_t point = 0; point < STATES * KINDS; point++) {
		uint32_t state = point / KINDS;

		if ((!pairs && state % UNITS != state / UNITS % UNITS) || world->unit_level[0][point] == UINT8_MAX ||
		    !world->stated[condition][point])
			continue;
		if (!is_as_stated(world, statement, point))
			return YICE_REFUTED;
		kind = YICE_PROVED;
	}
	return kind;
}

/* A site in three units, as a document: whether it contradicts what is said to hold of all sites. */
static bool contradicts(struct world *world, struct yice_study *study, const struct yice_statement *statement,
			uint32_t condition, struct random *random)
{
	const struct yice_unit *units = world->on.model.units.items;
	struct yice_buf text = YICE_BUF_INIT;
	uint32_t skip = draw(random, UNITS), chosen = draw(random, 8);
	bool broken = false;
	char id[64];

	yice_buf_adds(&text, "{\"site\": {\"unit\": [");
	for (uint32_t i = 0, n = 0; i < UNITS; i++)
		if (i != skip)
			yice_buf_addf(&text, "%s\"%s\"", n++ ? ", " : "", units[i].code);
	yice_buf_addf(&text, "]}, \"facts\": {\"性\": \"%s\", \"旗\": %s, \"场址\": [", natures[draw(random, 3)],
		      draw(random, 2) ? "true" : "false");
	for (uint32_t i = 0, n = 0; i < 3; i++)
		if (chosen >> i & 1)
			yice_buf_addf(&text, "%s\"%s\"", n++ ? ", " : "", places[i]);
	yice_buf_adds(&text, "]}, \"complete\": [\"场址\"]}");
	check(yice_buf_status(&text), "document");
	snprintf(id, sizeof(id), "000000/全域/2-%lu", (unsigned long)condition + 1);
	if (!yice_trial_decide(&study->trial, text.data) && yice_trial_outcome(&study->trial, id) == YICE_NOTED) {
		broken = !(statement->verdicts >> study->trial.run->verdict & 1);
		for (uint32_t i = 0; i < statement->wish_count; i++)
			broken |= !(statement->wishes[i].allowed >>
					yice_trial_outcome(&study->trial, yice_study_id(study, statement->wishes[i].clause)) &
				    1);
		world->triples++;
	}
	if (broken)
		printf("# %s\n", text.data);
	yice_buf_release(&text);
	return broken;
}

static void state(struct world *world, struct yice_study *study, struct yice_report *report, struct random *random)
{
	uint32_t condition = draw(random, STATED), file = 0;
	struct yice_wish wish = { UNITS + draw(random, CLAUSES), draw(random, 128) };
	struct yice_statement statement = { .unit = YICE_NONE, .scope = YICE_NONE, .klass = YICE_NONE,
					    .verdicts = UINT32_MAX, .wishes = &wish };
	const struct yice_buf *text = &world->conditions[condition];
	enum yice_proof_kind expected;
	struct yice_proof proof;

	switch (draw(random, 3)) {
	case 0:
		statement.wish_count = 1;
		break;
	case 1:
		statement.verdicts = 1u << YICE_REFUSED;
		break;
	default:
		statement.verdicts = draw(random, 32);
		break;
	}
	check(yice_sources_add(&report->sources, "condition", text->data, text->len, &file), "source");
	check(yice_condition_read(&study->model, file, &statement.when), text->data);
	check(yice_prove(study, &statement, &proof), "prove");
	expected = enumerate(world, &statement, condition, true);
	world->statements++;
	world->pairs_only += expected != enumerate(world, &statement, condition, false);
	world->proofs[proof.kind]++;
	for (int i = 0; i < 8 && proof.kind == YICE_PROVED && proof.sites == YICE_SITES_ALL; i++)
		if (contradicts(world, study, &statement, condition, random))
			proof.kind = YICE_REFUTED;
	if (proof.kind == expected && (proof.kind == YICE_REFUTED) == (proof.witness != NULL))
		return;
	printf("# %s: verdicts %lx, 1-%lu %lx: %d, by enumeration %d\n# %s\n", text->data,
	       (unsigned long)statement.verdicts, (unsigned long)(wish.clause - UNITS) + 1,
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

int main(int argc, char **argv)
{
	static struct world world;
	unsigned long pairs = 1024, done = 0, seed = 1;
	struct random random;

	for (int i = 1; i + 1 < argc; i += 2)
		*(strcmp(argv[i], "-n") ? &seed : &pairs) = strtoul(argv[i + 1], NULL, 10);
	random.state = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
	strcpy(world.folder, "/tmp/yice-joint.XXXXXX");
	check(mkdtemp(world.folder) ? YICE_OK : YICE_EIO, "folder");
	snprintf(world.path, sizeof(world.path), "%s/list.yice", world.folder);
	while (done < pairs && !world.wrong) {
		make_world(&world, &random);
		for (uint32_t a = 0; a < CLAUSES; a++)
			for (uint32_t b = 0; b < CLAUSES && done < pairs; b++, done++)
				ask_pair(&world, a, b);
		state_all(&world, &random);
		free_world(&world);
	}
	if (world.wrong) {
		printf("# seed %lu, the list is %s\n", seed, world.path);
	} else {
		unlink(world.path);
		rmdir(world.folder);
	}
	printf("%sok 1 - %lu questions about %lu pairs and sites with parts answered as enumeration does, %lu of them yes\n",
	       world.wrong ? "not " : "", world.questions, done, world.yes);
	printf("%sok 2 - few questions name more parts than are asked about: %lu\n",
	       world.full * 4 > world.questions ? "not " : "", world.full);
	printf("%sok 3 - %lu statements about sites in one unit or two: %lu proved, %lu refuted, %lu vacuous as enumeration says, "
	       "%lu of them otherwise than for sites in one; of all sites also %lu in three\n1..3\n",
	       world.wrong ? "not " : "", world.statements, world.proofs[YICE_PROVED], world.proofs[YICE_REFUTED],
	       world.proofs[YICE_VACUOUS], world.pairs_only, world.triples);
	return world.wrong != 0 || world.full * 4 > world.questions;
}

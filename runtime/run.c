/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The workspace of decisions: all the memory they need, taken once from the
 * bounds the verifier proved (again only for a route through more units), and the plain questions about the last result.
 * Deciding is in decide.c, explaining in because.c.
 */
#include "runtime/run.h"

#include "runtime/image_layout.h"
#include "runtime/vm.h"

/*
 * A clause is looked at once, however many units share it. Each unit adds at most max_clauses, and a scope stated below
 * those of the units once as many.
 */
static uint32_t most_clauses(const struct yice_view *view, uint32_t units)
{
	uint64_t most = (uint64_t)view->meta->max_clauses * ((uint64_t)units + 1);

	return most < view->count[YICE_SEC_CLAUSES] ? (uint32_t)most : view->count[YICE_SEC_CLAUSES];
}

/* Marks every scope that has one with clauses below it; children come after their parents. */
static void mark_below(const struct yice_view *view, uint64_t *below)
{
	for (uint32_t i = view->count[YICE_SEC_SCOPES]; i-- > 0;) {
		uint32_t parent = view->scopes[i].parent;

		if (parent != YICE_NONE && (view->scopes[i].target_count || below[i / 64] >> i % 64 & 1))
			below[parent / 64] |= UINT64_C(1) << parent % 64;
	}
}

/* Blocks a decision can meet: of each scope and unit that has clauses, one that is not full. */
static size_t most_blocks(const struct yice_view *view, uint32_t units)
{
	size_t clauses = most_clauses(view, units);
	size_t blocks = clauses / YICE_PLAN_CLAUSES + view->count[YICE_SEC_SCOPES] + units;

	return clauses < blocks ? clauses : blocks;
}

static uint64_t *new_bits(uint32_t n)
{
	return calloc((size_t)n / 64 + 1, sizeof(uint64_t));
}

int yice_run_make_room(struct yice_run *run, uint32_t units)
{
	struct yice_planned *planned;
	struct yice_decided *decided;

	if (units <= run->room)
		return YICE_OK;
	planned = realloc(run->planned, (most_blocks(run->view, units) + 1) * sizeof(*planned));
	if (!planned)
		return YICE_ENOMEM;
	run->planned = planned;
	decided = realloc(run->decided, ((size_t)most_clauses(run->view, units) + 1) * sizeof(*decided));
	if (!decided)
		return YICE_ENOMEM;
	run->decided = decided;
	run->room = units;
	return YICE_OK;
}

int yice_run_new(const yice_image *image, yice_run **out)
{
	const struct yice_view *view = &image->view;
	struct yice_run *run = calloc(1, sizeof(*run));

	*out = NULL;
	if (!run)
		return YICE_ENOMEM;
	run->view = view;
	run->budget = YICE_RUN_STEPS;
	run->verdict = YICE_UNDETERMINED;
	run->scopes = malloc(((size_t)view->count[YICE_SEC_SCOPES] + 1) * sizeof(*run->scopes));
	run->marked = new_bits(view->count[YICE_SEC_SCOPES]);
	run->below = new_bits(view->count[YICE_SEC_SCOPES]);
	run->trace = malloc((size_t)view->meta->max_code + 1);
	run->seen_tests = new_bits(view->count[YICE_SEC_TESTS]);
	run->seen_slots = new_bits(view->count[YICE_SEC_ATTRS]);
	if (yice_run_make_room(run, YICE_SITE_UNITS) || !run->scopes || !run->marked || !run->below || !run->trace ||
	    !run->seen_tests || !run->seen_slots) {
		yice_run_free(run);
		return YICE_ENOMEM;
	}
	run->default_day = yice_image_day(image);
	run->needs_unit = yice_image_asks_unit(view) || (image->beyond && image->beyond->units);
	mark_below(view, run->below);
	for (uint32_t i = 0; image->beyond && i < view->count[YICE_SEC_SCOPES] / 64 + 1; i++)
		run->below[i] |= image->beyond->below[i];
	*out = run;
	return YICE_OK;
}

void yice_run_free(yice_run *run)
{
	if (!run)
		return;
	free(run->planned);
	free(run->decided);
	free(run->scopes);
	free(run->marked);
	free(run->below);
	free(run->trace);
	free(run->seen_tests);
	free(run->seen_slots);
	free(run);
}

enum yice_verdict yice_run_verdict(const yice_run *run)
{
	return run->verdict;
}

static size_t count_bits(uint64_t bits)
{
	return (size_t)__builtin_popcountll(bits);
}

size_t yice_run_count(const yice_run *run)
{
	size_t count = 0;

	for (uint32_t i = 0; i < run->planned_count; i++)
		count += count_bits(run->planned[i].looked);
	return count;
}

size_t yice_run_tally(const yice_run *run, enum yice_outcome outcome)
{
	size_t count = 0;

	for (uint32_t i = 0; i < run->planned_count && (unsigned int)outcome < YICE_OUTCOMES; i++)
		count += count_bits(run->planned[i].outcomes[outcome]);
	return count;
}

uint32_t yice_run_duties(const struct yice_run *run)
{
	size_t count = 0;

	for (uint32_t i = 0; i < run->planned_count; i++)
		count += count_bits(run->planned[i].concerned);
	return (uint32_t)count;
}

/* A clause looked at: its block and its bit there. */
struct place {
	const struct yice_planned *planned;
	uint32_t bit;
};

static struct place find_place(const struct yice_run *run, size_t i)
{
	const struct yice_planned *planned = run->planned;
	uint64_t looked;

	for (; i >= count_bits(planned->looked); planned++) {
		i -= count_bits(planned->looked);
		assert(planned + 1 < run->planned + run->planned_count);
	}
	for (looked = planned->looked; i; i--)
		looked &= looked - 1;
	return (struct place){ planned, (uint32_t)__builtin_ctzll(looked) };
}

static int outcome_at(struct place place)
{
	for (int outcome = 0; outcome < YICE_OUTCOMES; outcome++)
		if (place.planned->outcomes[outcome] >> place.bit & 1)
			return outcome;
	return YICE_RUN_DUTY;
}

static uint32_t clause_at(const struct yice_run *run, struct place place)
{
	return yice_load32(run->view->plans + place.planned->plan + YICE_PLAN_AT_CLAUSES) + place.bit;
}

int yice_run_outcome(const yice_run *run, size_t i)
{
	return outcome_at(find_place(run, i));
}

/* Runs the code of a clause, whose outcome is the plan's. */
static struct yice_decided run_clause(const struct yice_run *run, struct place place)
{
	const struct yice_view *view = run->view;
	uint32_t clause = clause_at(run, place);
	const struct yice_image_body *body = &view->bodies[view->clauses[clause].body];
	const struct yice_told told = yice_facts_told(run->facts);
	uint64_t steps = UINT64_MAX;
	struct yice_truths truths;
	int outcome;

	if (yice_vm_run(view, body, &told, &steps, NULL, &truths))
		truths = (struct yice_truths){ YICE_U, YICE_U }; /* with these steps it does not run out */
	outcome = yice_vm_outcome(yice_body_effect(view, body), truths);
	assert(outcome == outcome_at(place));
	return (struct yice_decided){ clause, (int8_t)outcome, truths.applies, truths.demand };
}

const struct yice_decided *yice_run_decided(struct yice_run *run, size_t i)
{
	size_t count = 0;

	for (uint32_t block = 0; !run->listed && block < run->planned_count; block++)
		for (uint64_t left = run->planned[block].looked; left; left &= left - 1)
			run->decided[count++] = run_clause(run, (struct place){ &run->planned[block],
										(uint32_t)__builtin_ctzll(left) });
	run->listed = true;
	return &run->decided[i];
}

size_t yice_run_id(const yice_run *run, size_t i, char *buf, size_t size)
{
	return yice_image_format_id(run->view, clause_at(run, find_place(run, i)), buf, size);
}

const char *yice_run_missing_site(const struct yice_run *run)
{
	if (!run->site_incomplete)
		return NULL;
	if (run->facts->outside)
		return run->facts->rest->given_as;
	return run->needs_unit && !run->facts->unit_count ? "site.unit" : "site.scope";
}

uint32_t yice_run_find(const struct yice_run *run, const char *id)
{
	char buf[512]; /* longer ids than this are compared by what fits and by length */
	size_t len = strlen(id), head = len < sizeof(buf) ? len : sizeof(buf) - 1;

	for (uint32_t i = 0; i < yice_run_count(run); i++)
		if (yice_run_id(run, i, buf, sizeof(buf)) == len && !memcmp(buf, id, head))
			return i;
	return YICE_NONE;
}

static bool is_english(const char *lang)
{
	return lang && !strcmp(lang, "en");
}

const char *yice_outcome_word(enum yice_outcome outcome, const char *lang)
{
	static const char *const words[YICE_OUTCOMES][2] = {
		[YICE_NOT_APPLICABLE] = { "不涉及", "not-applicable" },
		[YICE_SATISFIED] = { "符合", "satisfied" },
		[YICE_VIOLATED] = { "不符合", "violated" },
		[YICE_RESTRICTED] = { "受限", "restricted" },
		[YICE_UNKNOWN] = { "待补充", "unknown" },
		[YICE_JUDGEMENT] = { "需研判", "judgement" },
		[YICE_NOTED] = { "提示", "noted" },
	};

	return (unsigned int)outcome < YICE_OUTCOMES ? words[outcome][is_english(lang)] : "";
}

const char *yice_verdict_word(enum yice_verdict verdict, const char *lang)
{
	static const char *const words[YICE_VERDICTS][2] = {
		[YICE_ADMITTED] = { "符合准入", "admitted" },
		[YICE_CONDITIONAL] = { "受限准入", "conditional" },
		[YICE_NEEDS_JUDGEMENT] = { "需人工研判", "judgement" },
		[YICE_UNDETERMINED] = { "待补充信息", "undetermined" },
		[YICE_REFUSED] = { "不予准入", "refused" },
	};

	return (unsigned int)verdict < YICE_VERDICTS ? words[verdict][is_english(lang)] : "";
}

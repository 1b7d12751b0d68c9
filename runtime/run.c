/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The workspace of decisions: all the memory they need, taken once from the
 * bounds the verifier proved, and the plain questions about the last result.
 * Deciding is in decide.c, explaining in because.c.
 */
#include "runtime/run.h"

/* Instructions of the longest body. */
static size_t longest_body(const struct yice_view *view)
{
	size_t longest = 0;

	for (uint32_t i = 0; i < view->count[YICE_SEC_BODIES]; i++)
		if (view->bodies[i].code_count > longest)
			longest = view->bodies[i].code_count;
	return longest;
}

/*
 * A clause is looked at once, however many units share it. Each unit adds at most max_clauses, and a scope stated below
 * those of the units once as many.
 */
static uint32_t most_clauses(const struct yice_view *view)
{
	uint64_t most = (uint64_t)view->meta->max_clauses * (YICE_SITE_UNITS + 1);

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

/* Clauses of units, and of classes, which only a unit has. */
static bool has_unit_clauses(const struct yice_view *view)
{
	for (uint32_t i = 0; i < view->count[YICE_SEC_TARGETS]; i++)
		if (view->targets[i].kind == YICE_FOR_CLASS)
			return true;
	return view->count[YICE_SEC_UNITS] > 0;
}

static uint64_t *new_bits(uint32_t n)
{
	return calloc((size_t)n / 64 + 1, sizeof(uint64_t));
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
	run->cap = most_clauses(view);
	run->decided = malloc(((size_t)run->cap + 1) * sizeof(*run->decided));
	run->scopes = new_bits(view->count[YICE_SEC_SCOPES]);
	run->below = new_bits(view->count[YICE_SEC_SCOPES]);
	run->trace = malloc(longest_body(view) + 1);
	run->seen_tests = new_bits(view->count[YICE_SEC_TESTS]);
	run->seen_slots = new_bits(view->count[YICE_SEC_ATTRS]);
	if (!run->decided || !run->scopes || !run->below || !run->trace || !run->seen_tests ||
	    !run->seen_slots) {
		yice_run_free(run);
		return YICE_ENOMEM;
	}
	run->needs_unit = has_unit_clauses(view);
	mark_below(view, run->below);
	*out = run;
	return YICE_OK;
}

void yice_run_free(yice_run *run)
{
	if (!run)
		return;
	free(run->decided);
	free(run->scopes);
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

size_t yice_run_count(const yice_run *run)
{
	return run->count;
}

size_t yice_run_tally(const yice_run *run, enum yice_outcome outcome)
{
	return (unsigned int)outcome < YICE_OUTCOMES ? run->tally[outcome] : 0;
}

int yice_run_outcome(const yice_run *run, size_t i)
{
	assert(i < run->count);
	return run->decided[i].outcome;
}

size_t yice_run_id(const yice_run *run, size_t i, char *buf, size_t size)
{
	assert(i < run->count);
	return yice_image_format_id(run->view, run->decided[i].clause, buf, size);
}

const char *yice_run_missing_site(const struct yice_run *run)
{
	if (!run->site_incomplete)
		return NULL;
	return run->needs_unit && !run->facts->unit_count ? "site.unit" : "site.scope";
}

uint32_t yice_run_find(const struct yice_run *run, const char *id)
{
	char buf[512]; /* longer ids than this are compared by what fits and by length */
	size_t len = strlen(id), head = len < sizeof(buf) ? len : sizeof(buf) - 1;

	for (uint32_t i = 0; i < run->count; i++)
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

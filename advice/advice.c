/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The public functions, and what is looked for: an undetermined verdict is
 * settled, a refusal is turned; for a judgement there are only the words that
 * a person must judge, since what is open stays open whatever else becomes
 * known. A site that is not known bars every good verdict, and so does a list
 * that is not in force: then that is said, and what follows is about the
 * clauses that were looked at.
 */
#include "advice/advice.h"

#include "advice/copy.h"
#include "runtime/facts_internal.h"
#include "runtime/render.h"

/* ---------------------------------------------------------------- what may change */

static void set_fixed(struct yice_advice *advice, uint32_t slot, bool fixed)
{
	uint64_t bit = UINT64_C(1) << slot % 64;

	advice->fixed[slot / 64] = fixed ? advice->fixed[slot / 64] | bit : advice->fixed[slot / 64] & ~bit;
}

/* An industry is what the project is, a date has been, and places go with the site. */
static void fix_usual(struct yice_advice *advice)
{
	for (uint32_t slot = 0; slot < advice->view->count[YICE_SEC_ATTRS]; slot++) {
		uint32_t type = advice->view->attrs[slot].type;

		if (type == YICE_ATTR_CODES || type == YICE_ATTR_DATE ||
		    yice_slot_is_site(advice->view, slot))
			set_fixed(advice, slot, true);
	}
}

static bool is_of_family(const char *name, const char *family)
{
	size_t len = strlen(family);

	return !strncmp(name, family, len) && name[len] == '.';
}

/* A slot, or all members of a family; whether there is one. */
static bool fix_name(struct yice_advice *advice, const char *name, bool fixed)
{
	const struct yice_view *view = advice->view;
	uint32_t slot = yice_image_find_attr(view, name, strlen(name));
	bool found = slot != YICE_NONE;

	if (found)
		set_fixed(advice, slot, fixed);
	for (uint32_t i = 0; !found && i < view->count[YICE_SEC_ATTRS]; i++)
		if (is_of_family(yice_view_string(view, view->attrs[i].zh), name) ||
		    is_of_family(yice_view_string(view, view->attrs[i].en), name))
			set_fixed(advice, i, fixed);
	for (uint32_t i = 0; !found && i < view->count[YICE_SEC_ATTRS]; i++)
		found = is_of_family(yice_view_string(view, view->attrs[i].zh), name) ||
			is_of_family(yice_view_string(view, view->attrs[i].en), name);
	return found;
}

static int fix_names(struct yice_advice *advice, const char *const *names, size_t count, bool fixed,
		     yice_report *report)
{
	int status = YICE_OK;

	for (size_t i = 0; i < count; i++) {
		yice_buf_addf(&advice->options, " --%s %s", fixed ? "keep" : "vary", names[i]);
		if (fix_name(advice, names[i], fixed))
			continue;
		status = YICE_ENOTFOUND;
		if (report)
			yice_facts_suggest_attr(advice->view, names[i], &report->diags,
						yice_diag_add(&report->diags, YICE_D_facts_attribute,
							      YICE_SPAN_NONE, names[i], NULL));
	}
	return status;
}

static int fix(struct yice_advice *advice, const struct yice_advice_options *options, yice_report *report)
{
	int vary = YICE_OK, keep = YICE_OK;

	fix_usual(advice);
	if (options) {
		vary = fix_names(advice, options->vary, options->vary_count, false, report);
		keep = fix_names(advice, options->keep, options->keep_count, true, report);
	}
	return vary ? vary : keep;
}

/* ---------------------------------------------------------------- looking */

static bool any_out_of_force(const struct yice_advice *advice)
{
	for (uint32_t i = 0; i < advice->facts->unit_count; i++)
		if (!yice_run_unit_in_force(advice->run, advice->facts->units[i]))
			return true;
	return false;
}

static enum yice_bar find_bar(const struct yice_advice *advice)
{
	size_t looked = 0;

	for (int outcome = 0; outcome < YICE_OUTCOMES; outcome++)
		looked += yice_run_tally(advice->run, (enum yice_outcome)outcome);
	if (advice->facts->outside)
		return YICE_BAR_OUTSIDE;
	if (advice->run->site_incomplete)
		return YICE_BAR_SITE;
	if (any_out_of_force(advice))
		return YICE_BAR_FORCE;
	return looked ? YICE_BAR_NONE : YICE_BAR_EMPTY;
}

static int find_changes(struct yice_advice *advice, const yice_image *image, const char *day)
{
	struct yice_run *run = advice->run;
	int status = YICE_OK;

	advice->changes = true;
	if (advice->bar == YICE_BAR_NONE)
		status = yice_ways_find(image, run, advice->facts, day, advice->fixed, true, &advice->arena,
					&advice->admit);
	else
		advice->admit.exact = true; /* whatever changes, clauses may have been passed over */
	if (!status &&
	    (!advice->admit.count || advice->admit.ways[0].count > 1)) /* less than one change is none */
		status = yice_ways_find(image, run, advice->facts, day, advice->fixed, false, &advice->arena,
					&advice->lift);
	advice->lifts = advice->lift.count &&
			(!advice->admit.count || advice->lift.ways[0].count < advice->admit.ways[0].count);
	if (!status)
		status = yice_move_find(image, run, advice->facts, day, &advice->arena, &advice->moving);
	return status;
}

static int look(struct yice_advice *advice, const yice_image *image, const char *day)
{
	int status = yice_run_decide(advice->run, advice->facts, day);

	if (status)
		return status;
	advice->bar = find_bar(advice);
	if (yice_run_verdict(advice->run) == YICE_REFUSED)
		return find_changes(advice, image, day);
	advice->settles = yice_run_verdict(advice->run) == YICE_UNDETERMINED;
	return advice->settles ? yice_settle(advice->run, advice->facts, &advice->arena, &advice->settling)
			       : YICE_OK;
}

int yice_advice_new(const yice_image *image, const yice_facts *facts, const char *day,
		    const struct yice_advice_options *options, yice_report *report, yice_advice **out)
{
	struct yice_advice *advice = calloc(1, sizeof(*advice));
	int status;

	*out = NULL;
	if (!advice)
		return YICE_ENOMEM;
	advice->view = &image->view;
	advice->facts = facts;
	yice_arena_init(&advice->arena);
	advice->fixed = yice_arena_array(&advice->arena, image->view.count[YICE_SEC_ATTRS] / 64 + 1,
					 sizeof(*advice->fixed));
	yice_buf_adds(&advice->options, " --advise");
	status = advice->fixed ? fix(advice, options, report) : YICE_ENOMEM;
	if (!status)
		status = yice_run_new(image, &advice->run);
	if (!status)
		status = look(advice, image, day);
	if (!status)
		status = yice_buf_status(&advice->options);
	if (status) {
		yice_advice_free(advice);
		return status;
	}
	*out = advice;
	return YICE_OK;
}

void yice_advice_free(yice_advice *advice)
{
	if (!advice)
		return;
	yice_run_free(advice->run);
	yice_arena_release(&advice->arena);
	yice_buf_release(&advice->options);
	free(advice);
}

/* ---------------------------------------------------------------- asking */

yice_run *yice_advice_run(yice_advice *advice)
{
	return advice->run;
}

size_t yice_advice_asks(const yice_advice *advice)
{
	return advice->settling.count;
}

const char *yice_advice_ask(const yice_advice *advice, size_t i, const char *lang)
{
	return yice_advice_slot(advice, advice->settling.asks[i].slot,
				strcmp(lang, "zh") ? YICE_EN : YICE_ZH);
}

int yice_advice_least(const yice_advice *advice)
{
	return advice->settles && advice->settling.least;
}

size_t yice_advice_ways(const yice_advice *advice)
{
	return advice->admit.count;
}

size_t yice_advice_size(const yice_advice *advice)
{
	return advice->admit.count ? advice->admit.ways[0].count : 0;
}

int yice_advice_exact(const yice_advice *advice)
{
	return advice->changes && advice->admit.exact;
}

static int give(struct yice_buf *text, int status, char **out)
{
	yice_buf_append(text, "", 0); /* no text is an empty one */
	if (!status)
		status = yice_buf_status(text);
	*out = status ? NULL : text->data;
	if (status)
		yice_buf_release(text);
	return status;
}

int yice_advice_text(yice_advice *advice, const char *lang, char **out)
{
	struct yice_buf text = YICE_BUF_INIT;

	*out = NULL;
	if (strcmp(lang, "zh") && strcmp(lang, "en"))
		return YICE_ENOTFOUND;
	return give(&text, yice_advice_write(advice, strcmp(lang, "zh") ? YICE_EN : YICE_ZH, &text), out);
}

int yice_advice_json(yice_advice *advice, const char *lang, char **out)
{
	struct yice_buf text = YICE_BUF_INIT;

	*out = NULL;
	if (strcmp(lang, "zh") && strcmp(lang, "en"))
		return YICE_ENOTFOUND;
	return give(&text, yice_advice_write_json(advice, strcmp(lang, "zh") ? YICE_EN : YICE_ZH, &text),
		    out);
}

int yice_advice_report(yice_advice *advice, const char *format, const char *lang, const char *digest,
		       char **out)
{
	struct yice_render_extra extra = { .options = yice_buf_text(&advice->options) };
	struct yice_buf text = YICE_BUF_INIT;
	char *lines = NULL, *json = NULL;
	int status = yice_advice_text(advice, lang, &lines);

	if (!status)
		status = yice_advice_json(advice, lang, &json);
	extra.lines = lines;
	extra.json = json;
	if (!status)
		status = yice_run_render_to(advice->run, advice->facts, format, lang, digest, NULL, &extra, &text);
	free(lines);
	free(json);
	*out = status ? NULL : text.data;
	if (status)
		yice_buf_release(&text);
	return status;
}

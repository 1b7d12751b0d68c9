/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The whole way from source to report with each allocation failing once: run
 * with the nth one refused, for n = 1, 2, … until none is, each step must
 * return YICE_ENOMEM, leave nothing behind (a sanitizer sees leaks), and give
 * what it gave with enough memory when it is done again. Prints TAP.
 *   oom RULES.yice FACTS.json
 * The linker routes malloc and its kin here (Makefile).
 */
#include "base/base.h"

#include <limits.h>
#include <stdio.h>

#include "analysis/boundary.h"
#include "analysis/mutate.h"
#include "analysis/prove.h"
#include "base/source.h"
#include "exchange/texts.h"
#include "exchange/write.h"
#include "yice/advice.h"
#include "yice/analysis.h"
#include "yice/compile.h"
#include "yice/coverage.h"
#include "yice/eval.h"
#include "yice/exchange.h"
#include "yice/neighbours.h"
#include "tests/refuse.h"

#define TABLE "tests/fuzz/seeds/table/parts.csv"

/* What a step works on; made by the steps before it with enough memory. */
struct world {
	const char *rules;
	char *json;
	size_t json_len;
	void *bytes;
	size_t len;
	yice_image *image;
	yice_facts *facts;
	yice_run *run;
	char *table;
	size_t table_len;
	void *small_bytes; /* of ANALYSED */
	yice_image *small;
	struct yice_output files; /* the table taken in */
	char folder[32];          /* an empty one */
	void *map_bytes; /* the image of MAP */
	size_t map_len;
	yice_image *map;
};

/* A step: its result as text in *out, or NULL when it has none. */
struct step {
	const char *name;
	int (*run)(struct world *world, char **out);
};

static int render_report(int status, yice_report *report, char **out)
{
	int rendered = status == YICE_ENOMEM ? YICE_OK : yice_report_text(report, "pretty", "zh", out);

	yice_report_free(report);
	return rendered ? rendered : status;
}

static int check(struct world *world, char **out)
{
	yice_report *report;
	int status = yice_report_new(&report);

	return status ? status : render_report(yice_check(&world->rules, 1, report), report, out);
}

static int check_wrong(struct world *world, char **out)
{
	const char *path = "tests/mistakes/many.yice";
	yice_report *report;
	int status = yice_report_new(&report);

	YICE_UNUSED(world);
	return status ? status : render_report(yice_check(&path, 1, report), report, out);
}

/* Small: every question allocates, and each allocation is refused once. */
#define ANALYSED "tests/analysis/small.yice"

static int analyse(struct world *world, char **out)
{
	const char *path = ANALYSED;
	yice_report *report;
	int status = yice_report_new(&report);

	YICE_UNUSED(world);
	return status ? status : render_report(yice_analyse(&path, 1, report), report, out);
}

static int compare(struct world *world, char **out)
{
	yice_report *report;
	yice_diff *diff = NULL;
	int status = yice_report_new(&report);

	YICE_UNUSED(world);
	if (status)
		return status;
	status = yice_diff_new(ANALYSED, "tests/analysis/small-2.yice", report, &diff);
	if (!status)
		status = yice_diff_render(diff, "json", "zh", out);
	yice_diff_free(diff);
	yice_report_free(report);
	return status;
}

/* A project with a fact that the old version does not ask for. */
static int weigh(struct world *world, char **out)
{
	static const char facts[] = "{\"site\": {\"scope\": \"110000\"}, \"facts\": {\"性质\": \"新建\", \"甲\": 7, "
				    "\"新问\": 1, \"工艺\": [\"新建\"]}, \"complete\": [\"工艺\"]}";
	yice_report *report;
	yice_diff *diff = NULL;
	int status = yice_report_new(&report);

	YICE_UNUSED(world);
	if (status)
		return status;
	status = yice_diff_new(ANALYSED, "tests/analysis/small-2.yice", report, &diff);
	if (!status)
		status = yice_diff_impact(diff, "facts", 1, facts, sizeof(facts) - 1, "json", "zh", report, out);
	yice_diff_free(diff);
	yice_report_free(report);
	return status;
}

/* A statement about all projects, refuted by one of them. */
static int prove(struct world *world, char **out)
{
	static const char when[] = "性质 = 新建 且 工艺 含 改建";
	struct yice_statement statement = { .unit = YICE_NONE, .scope = YICE_NONE, .klass = YICE_NONE,
					    .verdicts = UINT32_C(1) << YICE_REFUSED };
	const char *path = ANALYSED;
	struct yice_study study;
	struct yice_proof proof;
	yice_report *report;
	uint32_t file;
	int status = yice_report_new(&report);

	YICE_UNUSED(world);
	if (status)
		return status;
	status = yice_study_load(&study, &path, 1, report);
	if (!status)
		status = yice_study_open(&study);
	if (!status)
		status = yice_sources_add(&report->sources, "when", when, sizeof(when) - 1, &file);
	if (!status)
		status = yice_condition_read(&study.model, file, &statement.when);
	if (!status)
		status = yice_prove(&study, &statement, &proof);
	if (!status)
		*out = proof.witness ? strdup(proof.witness) : NULL;
	yice_study_release(&study);
	yice_report_free(report);
	return status ? status : *out ? YICE_OK : YICE_ENOMEM;
}

/* One clause: every mutant and every limit of it is looked at. */
#define LIMITED "tests/analysis/limit.yice"

/* Every mutant of the rules, told from its original where it can be. */
static int mutate(struct world *world, char **out)
{
	const unsigned char named[] = { 1 };
	const char *path = LIMITED;
	struct yice_buf text = YICE_BUF_INIT;
	struct yice_mutants mutants = { 0 };
	struct yice_study study;
	yice_report *report;
	int status = yice_report_new(&report);

	YICE_UNUSED(world);
	if (status)
		return status;
	status = yice_study_load(&study, &path, 1, report);
	if (!status)
		status = yice_mutants_make(&study, named, &mutants);
	if (!status)
		status = yice_study_open(&study);
	for (uint32_t i = 0; !status && i < mutants.count; i++) {
		struct yice_telling telling;
		int answer = yice_mutant_differs(&study, &mutants.items[i], &telling);

		yice_buf_addf(&text, "%d %s\n", answer, telling.json ? telling.json : "");
		status = answer < 0 ? answer : YICE_OK;
	}
	if (!status)
		status = yice_buf_status(&text);
	yice_study_release(&study);
	yice_report_free(report);
	if (status)
		yice_buf_release(&text);
	else
		*out = text.data;
	return status;
}

/* Projects at all limits. */
static int bound(struct world *world, char **out)
{
	const unsigned char named[] = { 1 };
	const char *path = LIMITED;
	struct yice_boundaries found = { 0 };
	struct yice_buf text = YICE_BUF_INIT;
	struct yice_study study;
	yice_report *report;
	int status = yice_report_new(&report);

	YICE_UNUSED(world);
	if (status)
		return status;
	status = yice_study_load(&study, &path, 1, report);
	if (!status)
		status = yice_study_open(&study);
	if (!status)
		status = yice_boundaries_make(&study, named, &found);
	for (uint32_t i = 0; !status && i < found.count; i++)
		yice_buf_addf(&text, "%d %s\n", found.items[i].outcome, found.items[i].json);
	if (!status)
		status = yice_buf_status(&text);
	yice_study_release(&study);
	yice_report_free(report);
	if (status)
		yice_buf_release(&text);
	else
		*out = text.data;
	return status;
}

static int advise(struct world *world, const char *nature, const char *amount, char **out)
{
	yice_facts *facts = NULL;
	yice_advice *advice = NULL;
	int status = yice_facts_new(world->small, &facts);

	if (!status)
		status = yice_facts_set(facts, "性质", nature, 0, NULL);
	if (!status && amount)
		status = yice_facts_set(facts, "甲", amount, 0, NULL);
	if (!status)
		status = yice_advice_new(world->small, facts, NULL, NULL, NULL, &advice);
	if (!status)
		status = yice_advice_report(advice, "json", "zh", NULL, out);
	yice_advice_free(advice);
	yice_facts_free(facts);
	return status;
}

static int facts_of_many(struct world *world, char **out)
{
	yice_facts *many[3];
	int status = yice_facts_new_many(world->small, YICE_COUNT(many), many);

	YICE_UNUSED(out);
	yice_facts_free_many(many, YICE_COUNT(many));
	return status;
}

static int advise_on_missing(struct world *world, char **out)
{
	return advise(world, "新建", NULL, out);
}

static int advise_on_refusal(struct world *world, char **out)
{
	return advise(world, "新建", "7", out);
}

/* ---------------------------------------------------------------- with areas */

#define MAP "tests/oom/map/map.yice"

static int check_map(struct world *world, char **out)
{
	const char *path = MAP;
	yice_report *report;
	int status = yice_report_new(&report);

	YICE_UNUSED(world);
	return status ? status : render_report(yice_check(&path, 1, report), report, out);
}

static int build_map(struct world *world, char **out)
{
	const char *path = MAP;
	yice_report *report;
	void *bytes;
	size_t len;
	int status = yice_report_new(&report);

	YICE_UNUSED(out);
	if (status)
		return status;
	status = yice_build(&path, 1, report, &bytes, &len);
	yice_report_free(report);
	if (status)
		return status;
	status = len == world->map_len && !memcmp(bytes, world->map_bytes, len) ? YICE_OK : YICE_EIO;
	free(bytes);
	return status;
}

static int list_map(struct world *world, char **out)
{
	return yice_image_disassemble(world->map, NULL, out);
}

/* Reads, decides and renders a project by its geometry, everything anew. */
static int measure(struct world *world, const char *json, char **out)
{
	yice_facts *facts = NULL;
	yice_run *run = NULL;
	yice_report *report;
	int status = yice_report_new(&report);

	if (!status)
		status = yice_facts_new(world->map, &facts);
	if (!status)
		status = yice_run_new(world->map, &run);
	if (!status)
		status = yice_facts_read(facts, "site", json, strlen(json), report);
	if (!status)
		status = yice_run_decide(run, facts, NULL);
	if (!status)
		status = yice_run_render(run, facts, "html", "en", NULL, NULL, out);
	free(status ? NULL : *out);
	if (!status)
		status = yice_run_render(run, facts, "json", "zh", NULL, NULL, out);
	yice_run_free(run);
	yice_facts_free(facts);
	yice_report_free(report);
	return status;
}

static int measure_plot(struct world *world, char **out)
{
	return measure(world, "{\"site\":{\"crs\":\"CGCS2000\",\"meridian\":105,\"geojson\":{\"type\":\"Polygon\",\"coordinates\":"
			      "[[[105.095,29.555],[105.103,29.555],[105.103,29.565],[105.095,29.565],[105.095,29.555]]]}},"
			      "\"facts\":{\"距离.大江\":\"5 km\"}}",
		       out);
}

/* Two parcels over each other across the border of two units that overlap there: joined, and taken away from, unit by unit. */
static int measure_parcels(struct world *world, char **out)
{
	return measure(world, "{\"site\":{\"crs\":\"CGCS2000\",\"geojson\":{\"type\":\"MultiPolygon\",\"coordinates\":"
			      "[[[[105.199,29.56],[105.2,29.56],[105.2,29.565],[105.199,29.565],[105.199,29.56]]],"
			      "[[[105.1999,29.56],[105.201,29.56],[105.201,29.565],[105.1999,29.565],[105.1999,29.56]]]]}},\"facts\":{}}",
		       out);
}

static int measure_route(struct world *world, char **out)
{
	return measure(world, "{\"site\":{\"crs\":\"CGCS2000\",\"route\":[\"105.01,29.53\",\"105.09,29.555\",\"105.11,29.62\"]}}", out);
}

static int compare_neighbours(struct world *world, char **out)
{
	const struct yice_neighbouring how = { NULL, NULL, 500 };
	const char *path = MAP;
	yice_report *report;
	int status = yice_report_new(&report);

	YICE_UNUSED(world);
	if (status)
		return status;
	status = yice_neighbours(&path, 1, &how, "json", "zh", report, out);
	yice_report_free(report);
	return status;
}

static int draw_neighbours(struct world *world, char **out)
{
	const struct yice_neighbouring how = { "510000", "2024-06-30", 500 };
	const char *path = MAP;
	yice_report *report;
	int status = yice_report_new(&report);

	YICE_UNUSED(world);
	if (status)
		return status;
	status = yice_neighbours(&path, 1, &how, "geojson", "en", report, out);
	yice_report_free(report);
	return status;
}

static int format(struct world *world, char **out)
{
	yice_report *report;
	int status = yice_report_new(&report);

	if (status)
		return status;
	status = yice_format_file(world->rules, "en", report, out);
	yice_report_free(report);
	return status;
}

static int coverage(struct world *world, char **out)
{
	yice_report *report;
	int status = yice_report_new(&report);

	if (status)
		return status;
	status = yice_coverage(&world->rules, 1, "json", "zh", 0, report, out);
	yice_report_free(report);
	return status;
}

/* The image's bytes themselves are compared. */
static int build(struct world *world, char **out)
{
	yice_report *report;
	void *bytes;
	size_t len;
	int status = yice_report_new(&report);

	if (status)
		return status;
	status = yice_build(&world->rules, 1, report, &bytes, &len);
	yice_report_free(report);
	if (status)
		return status;
	status = len == world->len && !memcmp(bytes, world->bytes, len) ? YICE_OK : YICE_EIO;
	free(bytes);
	YICE_UNUSED(out);
	return status;
}

static int open_image(struct world *world, char **out)
{
	yice_image *image;
	int status = yice_image_borrow(world->bytes, world->len, NULL, &image);

	if (status)
		return status;
	status = yice_image_disassemble(image, NULL, out);
	yice_image_free(image);
	return status;
}

static int read_json(struct world *world, const char *json, size_t len, char **out)
{
	yice_report *report;
	yice_facts *facts = NULL;
	yice_run *run = NULL;
	int status = yice_report_new(&report);

	if (status)
		return status;
	status = yice_facts_new(world->image, &facts);
	if (!status)
		status = yice_facts_read(facts, "facts.json", json, len, report);
	if (status == YICE_EDIAG)
		status = yice_report_text(report, "sarif", "en", out);
	else if (!status)
		status = yice_run_new(world->image, &run);
	if (run) {
		status = yice_run_decide(run, facts, NULL);
		if (!status)
			status = yice_run_render(run, facts, "json", "zh", NULL, NULL, out);
	}
	yice_run_free(run);
	yice_facts_free(facts);
	yice_report_free(report);
	return status;
}

static int read_facts(struct world *world, char **out)
{
	return read_json(world, world->json, world->json_len, out);
}

static int read_wrong_facts(struct world *world, char **out)
{
	static const char json[] = "{\"site\":{\"unit\":\"ZH4\"},\"facts\":{\"建设性质\":\"新健\",\"替代比例\":\"1 t/d\",\"行\":1,"
				   "\"工艺\":{\"has\":[\"喷涂\"],\"not\":[\"喷涂\"]},\"建成日期\":\"2023-02-29\",\"新增排放.氨氮\":\"-1 kg/a\"},\"x\":1}";

	return read_json(world, json, sizeof(json) - 1, out);
}

/* A site as a polygon, its shape faulty in the second document, as a survey text, and in two units. */
static int read_located_facts(struct world *world, char **out)
{
	static const char *const json[] = {
		"{\"site\":{\"crs\":\"CGCS2000\",\"geojson\":{\"type\":\"Polygon\",\"coordinates\":"
		"[[[113.2,22.9],[113.3,22.9],[113.3,23]],[[113.26,22.92],[113.28,22.92],[113.28,22.94]]]}},\"facts\":{}}",
		"{\"site\":{\"geojson\":{\"type\":\"Polygon\",\"coordinates\":"
		"[[[113.2,22.9],[113.3,23],[113.3,22.9],[113.2,23],[113.2,22.9]]]}},\"facts\":{}}",
		"{\"site\":{\"survey\":\"[属性描述]\\n坐标系=CGCS2000\\n[地块坐标]\\n9,,,甲,线,,,,@\\n1,1,2536000,38423000\\n"
		"2,1,2536100,38423000\"},\"facts\":{}}",
		"{\"site\":{\"unit\":[\"ZH44060620004\",\"ZH44060610001\"]},\"facts\":{\"场址\":[]},\"complete\":[\"场址\"]}",
	};
	int status = YICE_OK;

	for (size_t i = 0; i < YICE_COUNT(json) && status != YICE_ENOMEM; i++) {
		free(*out);
		*out = NULL;
		status = read_json(world, json[i], strlen(json[i]), out);
	}
	return status;
}

/* Facts set by hand and every form of report; deciding itself allocates nothing. */
static int set_facts(struct world *world, char **out)
{
	yice_facts *facts = NULL;
	yice_run *run = NULL;
	int status = yice_facts_new(world->image, &facts);

	if (!status)
		status = yice_facts_set_unit(facts, "ZH44060620004");
	if (!status)
		status = yice_facts_set(facts, "工艺", "喷涂、烘干", 1, NULL);
	if (!status)
		status = yice_facts_set(facts, "新增排放.化学需氧量", "1.2 t/a", 0, NULL);
	if (!status)
		status = yice_run_new(world->image, &run);
	if (!status)
		status = yice_run_decide(run, facts, "2025-02-01");
	if (!status)
		status = yice_run_render(run, facts, "text", "zh", "00", NULL, out);
	yice_run_free(run);
	yice_facts_free(facts);
	return status;
}

static int take_in(struct world *world, char **out)
{
	struct yice_import_options options = { 0 };
	struct yice_import_counts counts;
	struct yice_output files = { NULL, 0, 0 };
	yice_report *report;
	int status = yice_report_new(&report);

	if (status)
		return status;
	status = yice_import_texts("list.csv", world->table, world->table_len, &options, "", report, &files, &counts);
	if (!status) {
		*out = strdup(files.files[files.count - 1].text.data);
		status = *out ? YICE_OK : YICE_ENOMEM;
	}
	yice_output_release(&files);
	yice_report_free(report);
	return status;
}

static int take_in_folder(struct world *world, char **out)
{
	struct yice_import_options options = { .force = 1 };
	struct yice_import_counts counts;
	char folder[48];
	yice_report *report;
	int status = yice_report_new(&report);

	YICE_UNUSED(out);
	if (status)
		return status;
	snprintf(folder, sizeof(folder), "%s/out", world->folder);
	status = yice_import(TABLE, folder, &options, report, &counts);
	yice_report_free(report);
	return status;
}

static int give_back(struct world *world, char **out)
{
	yice_report *report;
	void *bytes;
	size_t len;
	int status = yice_report_new(&report);

	YICE_UNUSED(out);
	if (status)
		return status;
	status = yice_export_texts(&world->files, report, &bytes, &len);
	yice_report_free(report);
	if (status)
		return status;
	status = len == world->table_len && !memcmp(bytes, world->table, len) ? YICE_OK : YICE_EIO;
	free(bytes);
	return status;
}

static int cover_published(struct world *world, char **out)
{
	yice_report *report;
	int status = yice_report_new(&report);

	if (status)
		return status;
	status = yice_coverage_published(TABLE, &world->rules, 1, "json", "zh", 0, report, out);
	yice_report_free(report);
	return status;
}

static int render(struct world *world, const char *form, const char *lang, char **out)
{
	return yice_run_render(world->run, world->facts, form, lang, NULL, NULL, out);
}

static int render_text(struct world *world, char **out)
{
	return render(world, "text", "en", out);
}

static int render_md(struct world *world, char **out)
{
	return render(world, "md", "zh", out);
}

static int render_csv(struct world *world, char **out)
{
	return render(world, "csv", "en", out);
}

static int render_html(struct world *world, char **out)
{
	return render(world, "html", "zh", out);
}

static int explain_clause(struct world *world, char **out)
{
	return yice_run_render(world->run, world->facts, "text", "zh", NULL, "440606/全域/2-1", out);
}

static const struct step steps[] = {
	{ "check", check },
	{ "check a file with mistakes", check_wrong },
	{ "analyse", analyse },
	{ "compare two versions", compare },
	{ "weigh what they change for a project", weigh },
	{ "prove a statement", prove },
	{ "make mutants and tell them apart", mutate },
	{ "find projects at limits", bound },
	{ "make facts of many", facts_of_many },
	{ "advise on what is missing", advise_on_missing },
	{ "advise on a refusal", advise_on_refusal },
	{ "check areas with faults", check_map },
	{ "build areas", build_map },
	{ "list layers", list_map },
	{ "measure a plot", measure_plot },
	{ "measure parcels", measure_parcels },
	{ "measure a route", measure_route },
	{ "compare neighbours", compare_neighbours },
	{ "draw their borders", draw_neighbours },
	{ "format", format },
	{ "coverage", coverage },
	{ "build", build },
	{ "open and list an image", open_image },
	{ "read facts, decide, render JSON", read_facts },
	{ "read facts with mistakes", read_wrong_facts },
	{ "read facts with a geometry", read_located_facts },
	{ "set facts", set_facts },
	{ "render text", render_text },
	{ "render Markdown", render_md },
	{ "render CSV", render_csv },
	{ "render HTML", render_html },
	{ "explain a clause", explain_clause },
	{ "take a table in", take_in },
	{ "take it into a folder", take_in_folder },
	{ "give it back", give_back },
	{ "coverage of a table", cover_published },
};

static bool same(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

/* Decides many projects, for which a table of names is made that only saves time: without memory for it, it does without. */
static bool is_frugal(const struct step *step)
{
	return step->run == compare_neighbours || step->run == draw_neighbours;
}

/* One run of a step with the nth allocation failing. *done: none failed any more. */
static bool attempt(const struct step *step, struct world *world, long n, int expected, const char *want, bool *done)
{
	char *out = NULL;
	int status;
	bool good;

	allowed = n;
	status = step->run(world, &out);
	*done = allowed >= 0;
	allowed = -1;
	good = status == expected && same(out, want);
	if (!*done && !(good && is_frugal(step)))
		good = status == YICE_ENOMEM && !out;
	if (!good)
		printf("# allocation %ld: %s%s\n", n, yice_status_name(status), out ? ", with a result" : "");
	free(out);
	return good;
}

/* Runs the step with enough memory, with each allocation failing, and once more with enough. */
static bool sweep(const struct step *step, struct world *world, long *refused)
{
	char *want = NULL;
	int expected = step->run(world, &want);
	bool good = expected == YICE_OK || expected == YICE_EDIAG, done = false;

	*refused = 0;
	for (long n = 0; good && !done; n++) {
		good = attempt(step, world, n, expected, want, &done);
		*refused += !done;
	}
	if (good)
		good = attempt(step, world, LONG_MAX, expected, want, &done);
	free(want);
	return good;
}

static int prepare_table(struct world *world)
{
	struct yice_import_options options = { 0 };
	struct yice_import_counts counts;
	yice_report *report;
	int status = yice_report_new(&report);

	strcpy(world->folder, "/tmp/yice-oom.XXXXXX");
	if (!status && !mkdtemp(world->folder))
		status = YICE_EIO;
	if (!status)
		status = yice_read_file(TABLE, &world->table, &world->table_len);
	if (!status)
		status = yice_import_texts("list.csv", world->table, world->table_len, &options, "", report, &world->files,
					   &counts);
	yice_report_free(report);
	return status;
}

static int prepare_small(struct world *world, yice_report *report)
{
	const char *path = ANALYSED, *map = MAP;
	size_t len;
	int status = yice_build(&path, 1, report, &world->small_bytes, &len);

	if (!status)
		status = yice_image_borrow(world->small_bytes, len, report, &world->small);
	if (!status)
		status = yice_build(&map, 1, report, &world->map_bytes, &world->map_len);
	return status ? status : yice_image_borrow(world->map_bytes, world->map_len, report, &world->map);
}

static int prepare(struct world *world, const char *facts)
{
	yice_report *report;
	int status = yice_report_new(&report);

	if (!status)
		status = yice_read_file(facts, &world->json, &world->json_len);
	if (!status)
		status = yice_build(&world->rules, 1, report, &world->bytes, &world->len);
	if (!status)
		status = yice_image_borrow(world->bytes, world->len, report, &world->image);
	if (!status)
		status = yice_facts_new(world->image, &world->facts);
	if (!status)
		status = yice_facts_read(world->facts, facts, world->json, world->json_len, report);
	if (!status)
		status = yice_run_new(world->image, &world->run);
	if (!status)
		status = yice_run_decide(world->run, world->facts, NULL);
	if (!status)
		status = prepare_small(world, report);
	yice_report_free(report);
	return status ? status : prepare_table(world);
}

static void release(struct world *world)
{
	char command[64];

	yice_run_free(world->run);
	yice_facts_free(world->facts);
	yice_image_free(world->image);
	yice_image_free(world->small);
	yice_image_free(world->map);
	free(world->map_bytes);
	free(world->small_bytes);
	yice_output_release(&world->files);
	free(world->bytes);
	free(world->json);
	free(world->table);
	snprintf(command, sizeof(command), "rm -rf '%s'", world->folder);
	if (system(command))
		fprintf(stderr, "cannot remove %s\n", world->folder);
}

int main(int argc, char **argv)
{
	struct world world = { 0 };
	int status, failed = 0;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc != 3)
		return 2;
	world.rules = argv[1];
	status = prepare(&world, argv[2]);
	if (status) {
		printf("Bail out! %s\n", yice_status_name(status));
		return 1;
	}
	printf("1..%zu\n", YICE_COUNT(steps));
	for (size_t i = 0; i < YICE_COUNT(steps); i++) {
		long refused;
		bool good = sweep(&steps[i], &world, &refused);

		failed += !good;
		printf("%s %zu - %s (%ld failures)\n", good ? "ok" : "not ok", i + 1, steps[i].name, refused);
	}
	release(&world);
	return failed > 0;
}

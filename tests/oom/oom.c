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
	yice_report *report; /* of the step at hand */
	char *out;           /* its result as text; NULL: it has none */
};

struct step {
	const char *name;
	int (*run)(struct world *world);
	bool frugal; /* decides many projects, for which a table of names only saves time: without memory for it, it does without */
};

/* What was reported, unless memory ran out. */
static int render_report(struct world *world, int status)
{
	int rendered = status == YICE_ENOMEM ? YICE_OK : yice_report_text(world->report, "pretty", "zh", &world->out);

	return rendered ? rendered : status;
}

/* The bytes themselves; takes the first over. */
static int compare_bytes(void *bytes, size_t len, const void *want, size_t want_len)
{
	int status = len == want_len && !memcmp(bytes, want, len) ? YICE_OK : YICE_EIO;

	free(bytes);
	return status;
}

static int check(struct world *world)
{
	return render_report(world, yice_check(&world->rules, 1, world->report));
}

static int check_wrong(struct world *world)
{
	const char *path = "tests/mistakes/many.yice";

	return render_report(world, yice_check(&path, 1, world->report));
}

/* Small: every question allocates, and each allocation is refused once. */
#define ANALYSED "tests/analysis/small.yice"

static int analyse(struct world *world)
{
	const char *path = ANALYSED;

	return render_report(world, yice_analyse(&path, 1, world->report));
}

static int compare(struct world *world)
{
	yice_diff *diff = NULL;
	int status = yice_diff_new(ANALYSED, "tests/analysis/small-2.yice", world->report, &diff);

	if (!status)
		status = yice_diff_render(diff, "json", "zh", &world->out);
	yice_diff_free(diff);
	return status;
}

/* A project with a fact that the old version does not ask for. */
static int weigh(struct world *world)
{
	static const char facts[] = "{\"site\": {\"scope\": \"110000\"}, \"facts\": {\"性质\": \"新建\", \"甲\": 7, "
				    "\"新问\": 1, \"工艺\": [\"新建\"]}, \"complete\": [\"工艺\"]}";
	yice_diff *diff = NULL;
	int status = yice_diff_new(ANALYSED, "tests/analysis/small-2.yice", world->report, &diff);

	if (!status)
		status = yice_diff_impact(diff, "facts", 1, facts, sizeof(facts) - 1, "json", "zh", world->report, &world->out);
	yice_diff_free(diff);
	return status;
}

/* A statement about all projects, refuted by one of them. */
static int prove(struct world *world)
{
	static const char when[] = "性质 = 新建 且 工艺 含 改建";
	struct yice_statement statement = { .unit = YICE_NONE, .scope = YICE_NONE, .klass = YICE_NONE,
					    .verdicts = UINT32_C(1) << YICE_REFUSED };
	const char *path = ANALYSED;
	struct yice_study study;
	struct yice_proof proof;
	uint32_t file;
	int status = yice_study_load(&study, &path, 1, world->report);

	if (!status)
		status = yice_study_open(&study);
	if (!status)
		status = yice_sources_add(&world->report->sources, "when", when, sizeof(when) - 1, &file);
	if (!status)
		status = yice_condition_read(&study.model, file, &statement.when);
	if (!status)
		status = yice_prove(&study, &statement, &proof);
	if (!status)
		world->out = proof.witness ? strdup(proof.witness) : NULL;
	yice_study_release(&study);
	return status ? status : world->out ? YICE_OK : YICE_ENOMEM;
}

/* One clause: every mutant and every limit of it is looked at. */
#define LIMITED "tests/analysis/limit.yice"

/* Every mutant of the rules, told from its original where it can be. */
static int mutate(struct world *world)
{
	const unsigned char named[] = { 1 };
	const char *path = LIMITED;
	struct yice_buf text = YICE_BUF_INIT;
	struct yice_mutants mutants = { 0 };
	struct yice_study study;
	int status = yice_study_load(&study, &path, 1, world->report);

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
	if (status)
		yice_buf_release(&text);
	else
		world->out = text.data;
	return status;
}

/* Projects at all limits. */
static int bound(struct world *world)
{
	const unsigned char named[] = { 1 };
	const char *path = LIMITED;
	struct yice_boundaries found = { 0 };
	struct yice_buf text = YICE_BUF_INIT;
	struct yice_study study;
	int status = yice_study_load(&study, &path, 1, world->report);

	if (!status)
		status = yice_study_open(&study);
	if (!status)
		status = yice_boundaries_make(&study, named, &found);
	for (uint32_t i = 0; !status && i < found.count; i++)
		yice_buf_addf(&text, "%d %s\n", found.items[i].outcome, found.items[i].json);
	if (!status)
		status = yice_buf_status(&text);
	yice_study_release(&study);
	if (status)
		yice_buf_release(&text);
	else
		world->out = text.data;
	return status;
}

static int advise(struct world *world, const char *nature, const char *amount)
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
		status = yice_advice_report(advice, "json", "zh", NULL, &world->out);
	yice_advice_free(advice);
	yice_facts_free(facts);
	return status;
}

static int facts_of_many(struct world *world)
{
	yice_facts *many[3];
	int status = yice_facts_new_many(world->small, YICE_COUNT(many), many);

	yice_facts_free_many(many, YICE_COUNT(many));
	return status;
}

static int advise_on_missing(struct world *world)
{
	return advise(world, "新建", NULL);
}

static int advise_on_refusal(struct world *world)
{
	return advise(world, "新建", "7");
}

/* ---------------------------------------------------------------- with areas */

#define MAP "tests/oom/map/map.yice"

static int check_map(struct world *world)
{
	const char *path = MAP;

	return render_report(world, yice_check(&path, 1, world->report));
}

static int build_map(struct world *world)
{
	const char *path = MAP;
	void *bytes;
	size_t len;
	int status = yice_build(&path, 1, world->report, &bytes, &len);

	return status ? status : compare_bytes(bytes, len, world->map_bytes, world->map_len);
}

static int list_map(struct world *world)
{
	return yice_image_disassemble(world->map, NULL, &world->out);
}

/* Reads, decides and renders a project by its geometry, everything anew. */
static int measure(struct world *world, const char *json)
{
	yice_facts *facts = NULL;
	yice_run *run = NULL;
	int status = yice_facts_new(world->map, &facts);

	if (!status)
		status = yice_run_new(world->map, &run);
	if (!status)
		status = yice_facts_read(facts, "site", json, strlen(json), world->report);
	if (!status)
		status = yice_run_decide(run, facts, NULL);
	if (!status)
		status = yice_run_render(run, facts, "html", "en", NULL, NULL, &world->out);
	free(status ? NULL : world->out);
	if (!status)
		status = yice_run_render(run, facts, "json", "zh", NULL, NULL, &world->out);
	yice_run_free(run);
	yice_facts_free(facts);
	return status;
}

static int measure_plot(struct world *world)
{
	return measure(world, "{\"site\":{\"crs\":\"CGCS2000\",\"meridian\":105,\"geojson\":{\"type\":\"Polygon\",\"coordinates\":"
			      "[[[105.095,29.555],[105.103,29.555],[105.103,29.565],[105.095,29.565],[105.095,29.555]]]}},"
			      "\"facts\":{\"距离.大江\":\"5 km\"}}");
}

/* Two parcels over each other across the border of two units that overlap there: joined, and taken away from, unit by unit. */
static int measure_parcels(struct world *world)
{
	return measure(world, "{\"site\":{\"crs\":\"CGCS2000\",\"geojson\":{\"type\":\"MultiPolygon\",\"coordinates\":"
			      "[[[[105.199,29.56],[105.2,29.56],[105.2,29.565],[105.199,29.565],[105.199,29.56]]],"
			      "[[[105.1999,29.56],[105.201,29.56],[105.201,29.565],[105.1999,29.565],[105.1999,29.56]]]]}},\"facts\":{}}");
}

static int measure_route(struct world *world)
{
	return measure(world, "{\"site\":{\"crs\":\"CGCS2000\",\"route\":[\"105.01,29.53\",\"105.09,29.555\",\"105.11,29.62\"]}}");
}

static int compare_neighbours(struct world *world)
{
	const struct yice_neighbouring how = { NULL, NULL, 500 };
	const char *path = MAP;

	return yice_neighbours(&path, 1, &how, "json", "zh", world->report, &world->out);
}

static int draw_neighbours(struct world *world)
{
	const struct yice_neighbouring how = { "510000", "2024-06-30", 500 };
	const char *path = MAP;

	return yice_neighbours(&path, 1, &how, "geojson", "en", world->report, &world->out);
}

static int format(struct world *world)
{
	return yice_format_file(world->rules, "en", world->report, &world->out);
}

static int coverage(struct world *world)
{
	return yice_coverage(&world->rules, 1, "json", "zh", 0, world->report, &world->out);
}

static int build(struct world *world)
{
	void *bytes;
	size_t len;
	int status = yice_build(&world->rules, 1, world->report, &bytes, &len);

	return status ? status : compare_bytes(bytes, len, world->bytes, world->len);
}

static int open_image(struct world *world)
{
	yice_image *image;
	int status = yice_image_borrow(world->bytes, world->len, NULL, &image);

	if (status)
		return status;
	status = yice_image_disassemble(image, NULL, &world->out);
	yice_image_free(image);
	return status;
}

static int read_json(struct world *world, const char *json, size_t len)
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
		status = yice_report_text(report, "sarif", "en", &world->out);
	else if (!status)
		status = yice_run_new(world->image, &run);
	if (run) {
		status = yice_run_decide(run, facts, NULL);
		if (!status)
			status = yice_run_render(run, facts, "json", "zh", NULL, NULL, &world->out);
	}
	yice_run_free(run);
	yice_facts_free(facts);
	yice_report_free(report);
	return status;
}

static int read_facts(struct world *world)
{
	return read_json(world, world->json, world->json_len);
}

static int read_wrong_facts(struct world *world)
{
	static const char json[] = "{\"site\":{\"unit\":\"ZH4\"},\"facts\":{\"建设性质\":\"新健\",\"替代比例\":\"1 t/d\",\"行\":1,"
				   "\"工艺\":{\"has\":[\"喷涂\"],\"not\":[\"喷涂\"]},\"建成日期\":\"2023-02-29\",\"新增排放.氨氮\":\"-1 kg/a\"},\"x\":1}";

	return read_json(world, json, sizeof(json) - 1);
}

/* A site as a polygon, its shape faulty in the second document, as a survey text, and in two units. */
static int read_located_facts(struct world *world)
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
		free(world->out);
		world->out = NULL;
		status = read_json(world, json[i], strlen(json[i]));
	}
	return status;
}

/* Facts set by hand and every form of report; deciding itself allocates nothing. */
static int set_facts(struct world *world)
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
		status = yice_run_render(run, facts, "text", "zh", "00", NULL, &world->out);
	yice_run_free(run);
	yice_facts_free(facts);
	return status;
}

static int take_in(struct world *world)
{
	struct yice_import_options options = { 0 };
	struct yice_import_counts counts;
	struct yice_output files = { NULL, 0, 0 };
	int status = yice_import_texts("list.csv", world->table, world->table_len, &options, "", world->report, &files, &counts);

	if (!status) {
		world->out = strdup(files.files[files.count - 1].text.data);
		status = world->out ? YICE_OK : YICE_ENOMEM;
	}
	yice_output_release(&files);
	return status;
}

static int take_in_folder(struct world *world)
{
	struct yice_import_options options = { .force = 1 };
	struct yice_import_counts counts;
	char folder[48];
	int status;

	snprintf(folder, sizeof(folder), "%s/out", world->folder);
	status = yice_import(TABLE, folder, &options, world->report, &counts);
	return status;
}

static int give_back(struct world *world)
{
	void *bytes;
	size_t len;
	int status = yice_export_texts(&world->files, world->report, &bytes, &len);

	return status ? status : compare_bytes(bytes, len, world->table, world->table_len);
}

static int cover_published(struct world *world)
{
	return yice_coverage_published(TABLE, &world->rules, 1, "json", "zh", 0, world->report, &world->out);
}

static int render(struct world *world, const char *form, const char *lang)
{
	return yice_run_render(world->run, world->facts, form, lang, NULL, NULL, &world->out);
}

static int render_text(struct world *world)
{
	return render(world, "text", "en");
}

static int render_md(struct world *world)
{
	return render(world, "md", "zh");
}

static int render_csv(struct world *world)
{
	return render(world, "csv", "en");
}

static int render_html(struct world *world)
{
	return render(world, "html", "zh");
}

static int explain_clause(struct world *world)
{
	return yice_run_render(world->run, world->facts, "text", "zh", NULL, "440606/全域/2-1", &world->out);
}

static const struct step steps[] = {
	{ "check", check, false },
	{ "check a file with mistakes", check_wrong, false },
	{ "analyse", analyse, false },
	{ "compare two versions", compare, false },
	{ "weigh what they change for a project", weigh, false },
	{ "prove a statement", prove, false },
	{ "make mutants and tell them apart", mutate, false },
	{ "find projects at limits", bound, false },
	{ "make facts of many", facts_of_many, false },
	{ "advise on what is missing", advise_on_missing, false },
	{ "advise on a refusal", advise_on_refusal, false },
	{ "check areas with faults", check_map, false },
	{ "build areas", build_map, false },
	{ "list layers", list_map, false },
	{ "measure a plot", measure_plot, false },
	{ "measure parcels", measure_parcels, false },
	{ "measure a route", measure_route, false },
	{ "compare neighbours", compare_neighbours, true },
	{ "draw their borders", draw_neighbours, true },
	{ "format", format, false },
	{ "coverage", coverage, false },
	{ "build", build, false },
	{ "open and list an image", open_image, false },
	{ "read facts, decide, render JSON", read_facts, false },
	{ "read facts with mistakes", read_wrong_facts, false },
	{ "read facts with a geometry", read_located_facts, false },
	{ "set facts", set_facts, false },
	{ "render text", render_text, false },
	{ "render Markdown", render_md, false },
	{ "render CSV", render_csv, false },
	{ "render HTML", render_html, false },
	{ "explain a clause", explain_clause, false },
	{ "take a table in", take_in, false },
	{ "take it into a folder", take_in_folder, false },
	{ "give it back", give_back, false },
	{ "coverage of a table", cover_published, false },
};

static bool same(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

static int run(const struct step *step, struct world *world)
{
	int status = yice_report_new(&world->report);

	world->out = NULL;
	if (status)
		return status;
	status = step->run(world);
	yice_report_free(world->report);
	return status;
}

/* One run of a step with the nth allocation failing. *done: none failed any more. */
static bool attempt(const struct step *step, struct world *world, long n, int expected, const char *want, bool *done)
{
	int status;
	bool good;

	allowed = n;
	status = run(step, world);
	*done = allowed >= 0;
	allowed = -1;
	good = status == expected && same(world->out, want);
	if (!*done && !(good && step->frugal))
		good = status == YICE_ENOMEM && !world->out;
	if (!good)
		printf("# allocation %ld: %s%s\n", n, yice_status_name(status), world->out ? ", with a result" : "");
	free(world->out);
	return good;
}

/* Runs the step with enough memory, with each allocation failing, and once more with enough. */
static bool sweep(const struct step *step, struct world *world, long *refused)
{
	int expected = run(step, world);
	char *want = world->out;
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

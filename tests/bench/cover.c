/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checks a territory of the size of a country: "cover UNITS SEED FAULTS DIR" writes rules and areas of about so many
 * made-up units with so many faults planted (borders moved out or in, by 40 m or 1 m) into the folder, checks them as
 * "yice check" does, and prints what was found, the processor time and the most memory. Every fault must be found for
 * what it is, and nothing where none was planted.
 */
#include "base/base.h"

#include <math.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

#include "base/buf.h"
#include "tests/unit/territory.h"
#include "yice/compile.h"

#define SCOPE_UNITS 9000 /* units of one list: codes have four digits */
#define APART       4    /* columns and rows from one fault to the next */
#define METRE       9000 /* units of latitude */

static void expect(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "cover: %s\n", what);
	exit(1);
}

static FILE *create(const char *folder, const char *name, char *path, size_t size)
{
	FILE *file;

	snprintf(path, size, "%s/%s", folder, name);
	file = fopen(path, "w");
	expect(file != NULL, path);
	return file;
}

static uint32_t scope_of(uint32_t unit)
{
	return 110101 + unit / SCOPE_UNITS;
}

static void write_rules(FILE *file, uint32_t units)
{
	for (uint32_t i = 0; i < units; i += SCOPE_UNITS)
		fprintf(file, "行政区 %u 示例%u区\n", scope_of(i), scope_of(i));
	fprintf(file, "图形 单元 数据 \"areas.geojson\"\n");
	for (uint32_t i = 0; i < units; i++) {
		if (i % SCOPE_UNITS == 0)
			fprintf(file, "清单 %u \"示例\" 施行 2024-01-01 起 示例\n", scope_of(i));
		fprintf(file, "单元 ZH%u2%04u \"单元\" 重点管控\n", scope_of(i), i % SCOPE_UNITS);
	}
	expect(!fclose(file), "cannot write");
}

static void write_areas(FILE *file, const struct territory *t)
{
	struct yice_buf text = YICE_BUF_INIT;

	fprintf(file, "{\"type\":\"FeatureCollection\",\"features\":[");
	for (uint32_t i = 0; i < t->count; i++) {
		const struct yice_shape *shape = &t->units[i];

		fprintf(file, "%s\n{\"type\":\"Feature\",\"properties\":{\"code\":\"ZH%u2%04u\"},\"geometry\":{\"type\":\"MultiPolygon\",\"coordinates\":[",
			i ? "," : "", scope_of(i), i % SCOPE_UNITS);
		for (uint32_t p = 0; p < shape->part_count; p++) {
			yice_buf_clear(&text);
			for (uint32_t k = shape->parts[p].first; k < shape->parts[p].first + shape->parts[p].count; k++) {
				yice_buf_addc(&text, text.len ? ',' : '[');
				yice_buf_addc(&text, '[');
				yice_point_show(shape->points[k], &text);
				yice_buf_addc(&text, ']');
			}
			fprintf(file, "%s%s]", !p ? "[" : shape->parts[p].hole ? "," : "],[", yice_buf_text(&text));
		}
		fprintf(file, "]]}}");
	}
	fprintf(file, "]}\n");
	expect(!fclose(file), "cannot write");
	yice_buf_release(&text);
}

static const int64_t moves[] = { 40 * METRE, -40 * METRE, METRE, -METRE };
static const char *const kinds[] = { "overlap", "gap", "sliver overlap", "sliver gap" };

/* Kinds in turn, one for each unit planted; 0 for the others. */
static uint8_t *plant(struct territory *t, const struct territory_plan *plan, uint32_t faults)
{
	uint8_t *planted = calloc(t->count, 1);
	uint32_t n = 0;

	expect(planted != NULL, "out of memory");
	for (uint32_t row = 2; row + 2 < plan->rows; row += APART)
		for (uint32_t column = 2; column + 2 < plan->columns && n < faults; column += APART) {
			uint32_t unit = row * plan->columns + column, kind = n++ % (uint32_t)YICE_COUNT(kinds);

			territory_dent(t, unit, moves[kind]);
			planted[unit] = (uint8_t)(kind + 1);
		}
	return planted;
}

static double cpu_time(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static uint32_t unit_of(const char *code)
{
	return ((uint32_t)strtoul((char[7]){ code[2], code[3], code[4], code[5], code[6], code[7] }, NULL, 10) - 110101) * SCOPE_UNITS +
	       (uint32_t)strtoul(code + 9, NULL, 10);
}

/* The unit of a finding where something was planted; exits when there is none. */
static uint32_t planted_of(const char *units, uint32_t count, const uint8_t *planted)
{
	for (const char *code = strstr(units, "\"ZH"); code && code < strchr(units, ']'); code = strstr(code + 1, "\"ZH"))
		if (unit_of(code + 1) < count && planted[unit_of(code + 1)])
			return unit_of(code + 1);
	expect(false, "something was found where nothing was planted");
	return 0;
}

/* What was planted is found for what it is, and nothing elsewhere; where a border leans, moving it may make a sliver beside. */
static void compare(const char *drawing, uint32_t count, const uint8_t *planted)
{
	uint32_t wanted[YICE_COUNT(kinds)] = { 0 }, right[YICE_COUNT(kinds)] = { 0 }, beside = 0;
	bool *found = calloc(count, sizeof(*found));

	expect(found != NULL, "out of memory");
	for (const char *at = drawing; (at = strstr(at, "\"fault\":\"")); at++) {
		uint32_t unit = planted_of(strstr(at, "\"units\":["), count, planted);
		const char *kind = kinds[planted[unit] - 1];

		if (!found[unit] && !strncmp(at + 9, kind, strlen(kind)) && at[9 + strlen(kind)] == '"')
			found[unit] = true;
		else
			beside++;
	}
	for (uint32_t i = 0; i < count; i++)
		if (planted[i]) {
			wanted[planted[i] - 1]++;
			right[planted[i] - 1] += found[i];
		}
	for (uint32_t i = 0; i < YICE_COUNT(kinds); i++) {
		printf("  %-16s %u of %u\n", kinds[i], right[i], wanted[i]);
		expect(right[i] == wanted[i], "not all was found");
	}
	printf("  %-16s %u\n", "beside these", beside);
	free(found);
}

static void check(const char *rules, uint32_t units, const uint8_t *planted)
{
	yice_report *report;
	struct rusage before, after;
	double start = cpu_time();
	char *drawing;

	getrusage(RUSAGE_SELF, &before);
	expect(!yice_report_new(&report) && !yice_check(&rules, 1, report), "the rules have errors");
	start = cpu_time() - start;
	getrusage(RUSAGE_SELF, &after);
	expect(!yice_report_text(report, "geojson", "en", &drawing), "no map of faults");
	printf("%u units: %.1f s of processor time, %ld MB at most (%ld MB before)\n", units, start, after.ru_maxrss / 1024,
	       before.ru_maxrss / 1024);
	compare(drawing, units, planted);
	free(drawing);
	yice_report_free(report);
}

int main(int argc, char **argv)
{
	uint32_t side = argc == 5 ? (uint32_t)sqrt((double)strtoul(argv[1], NULL, 10)) : 0, units;
	uint8_t *planted;
	struct territory_plan plan = { 0, side, side, 48, 0, { INT64_C(75000000000), INT64_C(3500000000) }, 20, 0 };
	char rules[4096], areas[4096];
	struct territory territory;

	if (side < 5) {
		fprintf(stderr, "usage: cover UNITS SEED FAULTS DIR\n");
		return 64;
	}
	plan.seed = strtoull(argv[2], NULL, 10);
	plan.size = INT64_C(50000000000) / side / 100 * 100;
	expect(territory_make(&territory, &plan) == YICE_OK, "out of memory");
	planted = plant(&territory, &plan, (uint32_t)strtoul(argv[3], NULL, 10));
	units = territory.count;
	write_rules(create(argv[4], "rules.yice", rules, sizeof(rules)), units);
	write_areas(create(argv[4], "areas.geojson", areas, sizeof(areas)), &territory);
	territory_release(&territory);
	check(rules, units, planted);
	free(planted);
	return 0;
}

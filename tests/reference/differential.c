/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The program against the reference interpreter.
 *
 *   differential -w FOLDER [-n CASES] [-s SEED] [-t SECONDS] [-v]    random sources and facts
 *   differential -w FOLDER FILE...                       cases of tests/conformance
 *   differential -w FOLDER -p FILE...                    of tests/conformance/measured: the program alone
 *   differential -w FOLDER -c FILE...                    is every construct in one of these cases?
 *
 * A case is one decision. A difference is shrunk and printed as a source and
 * facts that `yice eval` takes, with both answers; the exit status is 1. So it
 * is when random sources were many and some construct of constructs.def is in
 * none of them. -v prints how often each is.
 */
#include "tests/reference/answer.h"
#include "tests/reference/constructs.h"
#include "tests/reference/shrink.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define FACTS_A_SOURCE 100

/* Sources of which every construct must be in one. */
#define SOURCES_ENOUGH 200

struct options {
	const char *folder;
	uint64_t cases, seed;
	time_t end; /* 0: none */
	bool verbose, count, program;
};

struct counts {
	uint64_t sources, refused_sources, cases, clauses, refused_facts, too_exact;
	struct constructs constructs;
};

static void write_file(const char *folder, const char *name, const char *text)
{
	char path[512];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "w");
	if (!file || fputs(text, file) < 0 || fclose(file))
		ref_die("cannot write", path);
}

/* ---- random */

static void print_ground(const char *folder, const char *source)
{
	for (uint32_t i = 0; i < GROUND_FILES; i++) {
		char name[64], path[512], *text;
		size_t len;

		generate_ground_name(i, name, sizeof(name));
		snprintf(path, sizeof(path), "%s/%s", folder, name);
		if (!strstr(source, name) || yice_read_file(path, &text, &len))
			continue;
		printf("=== %s\n%s", name, text);
		free(text);
	}
}

static void print_difference(const char *folder, const char *source, const struct case_facts *facts)
{
	struct yice_buf document = YICE_BUF_INIT, program = YICE_BUF_INIT, reference = YICE_BUF_INIT;
	struct subject subject;

	generate_write(facts, &document);
	if (!subject_open(&subject, folder, source))
		ref_die("the shrunk source", "is refused");
	subject_ask(&subject, yice_buf_text(&document), &program, &reference);
	write_file(folder, "facts.json", yice_buf_text(&document));
	printf("=== rules.yice\n%s=== codes.tsv\n%s", source, strstr(source, "codes.tsv") ? generate_codes : "");
	print_ground(folder, source);
	printf("=== facts.json\n%s=== the program\n%s=== the reference\n%s", yice_buf_text(&document),
	       yice_buf_text(&program), yice_buf_text(&reference));
	printf("=== kept in %s: yice build rules.yice -o rules.img && yice eval rules.img facts.json\n",
	       folder);
	subject_close(&subject);
	yice_buf_release(&document);
	yice_buf_release(&program);
	yice_buf_release(&reference);
}

static void report_difference(const struct options *options, const char *text, const struct case_facts *facts)
{
	struct yice_buf source = YICE_BUF_INIT;
	struct case_facts fewer = *facts;

	yice_buf_adds(&source, text);
	shrink(options->folder, &source, &fewer);
	print_difference(options->folder, source.data, &fewer);
	yice_buf_release(&source);
}

/* Random sources call their units by their numbers from 0 on; some are given by several lists. */
static uint32_t count_units(const struct ref_rules *rules)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < rules->unit_count; i++)
		count += ref_unit_find(rules, rules->units[i].code) == &rules->units[i];
	return count;
}

/* Facts for one source; false when the two differ. */
static bool ask_often(const struct options *options, struct subject *subject, const char *source,
		      uint64_t *random, struct counts *counts)
{
	struct yice_buf document = YICE_BUF_INIT, program = YICE_BUF_INIT, reference = YICE_BUF_INIT;
	bool same = true;

	for (uint32_t i = 0; i < FACTS_A_SOURCE && same && counts->cases < options->cases; i++) {
		struct case_facts facts;
		enum answer answer;

		generate_facts(random, count_units(&subject->rules), subject->rules.areas, &facts);
		yice_buf_clear(&document);
		generate_write(&facts, &document);
		answer = subject_ask(subject, yice_buf_text(&document), &program, &reference);
		counts->cases++;
		counts->too_exact += answer == ANSWER_TOO_EXACT;
		counts->refused_facts += !strcmp(yice_buf_text(&program), "refused\n");
		counts->clauses += yice_run_count(subject->run);
		same = answer != ANSWER_DIFFERENT;
		if (!same)
			report_difference(options, source, &facts);
	}
	yice_buf_release(&document);
	yice_buf_release(&program);
	yice_buf_release(&reference);
	return same;
}

static void show_refusal(const struct subject *subject)
{
	char *text;

	if (yice_report_text(subject->report, "compact", "en", &text))
		return;
	for (const char *line = text; *line; line = strchr(line, '\n') + 1)
		if (strstr(line, "error") && strstr(line, "error") < strchr(line, '\n'))
			printf("%.*s\n", (int)(strchr(line, '\n') - line), line);
	free(text);
}

/* All that the source may name. */
static void write_ground(const char *folder, uint64_t *random)
{
	for (uint32_t i = 0; i < GROUND_FILES; i++) {
		struct yice_buf data = YICE_BUF_INIT;
		char name[64];

		generate_ground_name(i, name, sizeof(name));
		generate_ground(random, i, &data);
		write_file(folder, name, yice_buf_text(&data));
		yice_buf_release(&data);
	}
}

/* One source and its facts; seeds of sources follow each other, so that each can be made again alone. */
static bool try_source(const struct options *options, uint64_t seed, struct counts *counts)
{
	uint64_t random = (seed + 1) * 0x9e3779b97f4a7c15u | 1;
	struct yice_buf source = YICE_BUF_INIT;
	struct subject subject;
	bool same = true;

	generate_below(&random, 2);
	generate_source(&random, &source);
	shrink_write(options->folder, source.data);
	if (strstr(source.data, ".geojson"))
		write_ground(options->folder, &random);
	counts->sources++;
	if (subject_open(&subject, options->folder, source.data)) {
		constructs_count(&counts->constructs, &subject.rules, &subject.sources, 0);
		same = ask_often(options, &subject, source.data, &random, counts);
	} else {
		counts->refused_sources++;
		if (options->verbose)
			show_refusal(&subject);
	}
	subject_close(&subject);
	yice_buf_release(&source);
	if (!same)
		printf("=== seed %llu\n", (unsigned long long)seed);
	return same;
}

static int try_random(const struct options *options)
{
	struct counts counts = { 0 };
	bool same = true, complete = true;

	write_file(options->folder, "codes.tsv", generate_codes);
	for (uint64_t seed = options->seed; same && counts.cases < options->cases; seed++) {
		if (options->end && time(NULL) >= options->end)
			break;
		same = try_source(options, seed, &counts);
		if (counts.sources > 100 && counts.refused_sources * 2 > counts.sources)
			ref_die("more than half of the sources", "are refused");
	}
	printf("%llu decisions, %llu clause outcomes, %llu sources (%llu more refused); facts: %llu refused "
	       "by both, %llu "
	       "with too many digits\n",
	       (unsigned long long)counts.cases, (unsigned long long)counts.clauses,
	       (unsigned long long)(counts.sources - counts.refused_sources),
	       (unsigned long long)counts.refused_sources,
	       (unsigned long long)(counts.refused_facts - counts.too_exact),
	       (unsigned long long)counts.too_exact);
	if (options->verbose || counts.constructs.sources >= SOURCES_ENOUGH)
		complete = constructs_complete(&counts.constructs, true, options->verbose);
	return same && complete ? 0 : 1;
}

/* ---- tests/conformance */

/* The text under "=== NAME" up to the next such line, or NULL. */
static char *section(const char *text, const char *name)
{
	char head[64];
	const char *start, *end;

	snprintf(head, sizeof(head), "=== %s\n", name);
	start = strstr(text, head);
	if (!start)
		return NULL;
	start += strlen(head);
	end = strstr(start, "=== ");
	return strndup(start, end ? (size_t)(end - start) : strlen(start));
}

/* The rules of a case and the files they read. */
static char *write_case(const char *folder, const char *text, const char *path)
{
	char *rules = section(text, "rules.yice");

	if (!rules)
		ref_die("a section is missing", path);
	shrink_write(folder, rules);
	for (const char *head = strstr(text, "=== "); head; head = strstr(head + 1, "=== ")) {
		char name[64] = "", *data;

		if (sscanf(head, "=== %63[a-z0-9.]", name) != 1 || (!strstr(name, ".tsv") && !strstr(name, ".geojson")))
			continue;
		data = section(text, name);
		write_file(folder, name, data ? data : "");
		free(data);
	}
	return rules;
}

static bool is_expected(const char *path, const char *who, const char *expected, const char *answer)
{
	if (!strcmp(expected, answer))
		return true;
	printf("%s: %s says\n%sexpected is\n%s", path, who, answer, expected);
	return false;
}

/* What layers measure has nothing to be held against but what the case expects. */
static bool try_answers(struct subject *subject, const char *path, const char *facts, const char *expected, bool alone)
{
	struct yice_buf program = YICE_BUF_INIT, reference = YICE_BUF_INIT;
	bool fine;

	if (alone)
		subject_ask_program(subject, facts, &program);
	else
		subject_ask(subject, facts, &program, &reference);
	fine = is_expected(path, "the program", expected, yice_buf_text(&program));
	if (!alone)
		fine &= is_expected(path, "the reference", expected, yice_buf_text(&reference));
	yice_buf_release(&program);
	yice_buf_release(&reference);
	return fine;
}

static bool try_case(const char *folder, const char *path, bool alone)
{
	char *text, *rules, *facts, *expected;
	struct subject subject;
	bool fine = false;
	size_t len;

	if (yice_read_file(path, &text, &len))
		ref_die("cannot read", path);
	rules = write_case(folder, text, path);
	facts = section(text, "facts.json");
	expected = section(text, "expect");
	if (!facts || !expected)
		ref_die("a section is missing", path);
	if (alone ? subject_build(&subject, folder) : subject_open(&subject, folder, rules)) {
		fine = try_answers(&subject, path, facts, expected, alone);
	} else {
		printf("%s: refused\n", path);
		show_refusal(&subject);
	}
	subject_close(&subject);
	free(text);
	free(rules);
	free(facts);
	free(expected);
	return fine;
}

static void count_case(const char *folder, const char *path, struct constructs *counts)
{
	char *text, *rules;
	struct subject subject;
	size_t len;

	if (yice_read_file(path, &text, &len))
		ref_die("cannot read", path);
	rules = write_case(folder, text, path);
	if (!subject_open(&subject, folder, rules))
		ref_die("the rules are refused", path);
	constructs_count(counts, &subject.rules, &subject.sources, 0);
	subject_close(&subject);
	free(text);
	free(rules);
}

static int count_cases(const struct options *options, char *const *paths)
{
	struct constructs counts = { 0 };

	for (; *paths; paths++)
		count_case(options->folder, *paths, &counts);
	return constructs_complete(&counts, false, options->verbose) ? 0 : 1;
}

static int usage(void)
{
	fputs("usage: differential -w FOLDER [-n CASES] [-s SEED] [-t SECONDS] [-v] [[-c | -p] FILE...]\n", stderr);
	return 2;
}

int main(int argc, char **argv)
{
	struct options options = { .cases = 10000, .seed = 1 };
	int option, status = 0;

	while ((option = getopt(argc, argv, "w:n:s:t:vcp")) != -1) {
		switch (option) {
		case 'w':
			options.folder = optarg;
			break;
		case 'n':
			options.cases = strtoull(optarg, NULL, 10);
			break;
		case 's':
			options.seed = strtoull(optarg, NULL, 10);
			break;
		case 't':
			options.end = time(NULL) + strtol(optarg, NULL, 10);
			break;
		case 'v':
			options.verbose = true;
			break;
		case 'c':
			options.count = true;
			break;
		case 'p':
			options.program = true;
			break;
		default:
			return usage();
		}
	}
	if (!options.folder)
		return usage();
	if (options.count)
		return count_cases(&options, argv + optind);
	for (int i = optind; i < argc; i++)
		status |= !try_case(options.folder, argv[i], options.program);
	return optind < argc ? status : try_random(&options);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fuzz target: any bytes as rules and a project, from text to report, in the
 * form of tests/conformance, whose cases are its seeds. Rules that compile
 * compile to the same image again; in canonical form, with Chinese keywords
 * and with English ones, they decide the project alike, clause by clause;
 * every form of report renders, and every clause explains itself.
 */
#include "tests/fuzz/compile.h"

#include "yice/eval.h"

struct part {
	const char *text;
	size_t len;
};

struct decision {
	struct yice_buf bytes;
	yice_image *image;
	yice_facts *facts;
	yice_run *run;
	bool understood; /* the facts */
};

/* False when the rules have mistakes. */
static bool build(struct part rules, struct yice_buf *image)
{
	yice_report *report;
	uint32_t file;
	int status;
	bool built;

	FUZZ_CHECK(yice_report_new(&report) == YICE_OK);
	status = yice_text_decode(rules.text, rules.len, &report->sources, "fuzz.yice", &report->diags, &file);
	FUZZ_CHECK(status == YICE_OK || status == YICE_EDIAG);
	built = !status && fuzz_compile(report, file, image);
	yice_report_free(report);
	return built;
}

static void decide(struct decision *decision, struct part facts)
{
	const struct yice_buf *bytes = &decision->bytes;
	yice_report *report;
	int status;

	FUZZ_CHECK(yice_report_new(&report) == YICE_OK);
	FUZZ_CHECK(yice_image_borrow(bytes->data, bytes->len, report, &decision->image) == YICE_OK);
	FUZZ_CHECK(yice_facts_new(decision->image, &decision->facts) == YICE_OK);
	FUZZ_CHECK(yice_run_new(decision->image, &decision->run) == YICE_OK);
	status = yice_facts_read(decision->facts, "facts.json", facts.text, facts.len, report);
	FUZZ_CHECK(status == YICE_OK || status == YICE_EDIAG);
	FUZZ_CHECK(yice_run_decide(decision->run, decision->facts, NULL) == YICE_OK);
	decision->understood = status == YICE_OK;
	yice_report_free(report);
}

static void release(struct decision *decision)
{
	yice_run_free(decision->run);
	yice_facts_free(decision->facts);
	yice_image_free(decision->image);
	yice_buf_release(&decision->bytes);
}

static void compare(const struct decision *a, const struct decision *b)
{
	char ids[2][4096];

	FUZZ_CHECK(a->understood == b->understood);
	FUZZ_CHECK(yice_run_verdict(a->run) == yice_run_verdict(b->run));
	FUZZ_CHECK(yice_run_count(a->run) == yice_run_count(b->run));
	for (size_t i = 0; i < yice_run_count(a->run); i++) {
		yice_run_id(a->run, i, ids[0], sizeof(ids[0]));
		yice_run_id(b->run, i, ids[1], sizeof(ids[1]));
		FUZZ_CHECK(!strcmp(ids[0], ids[1]));
		FUZZ_CHECK(yice_run_outcome(a->run, i) == yice_run_outcome(b->run, i));
	}
}

static void render(const struct decision *decision)
{
	static const char *const formats[] = { "json", "ndjson", "brief", "text", "ansi", "md", "csv", "html" };
	char id[4096], *text;

	for (size_t i = 0; i < YICE_COUNT(formats); i++) {
		FUZZ_CHECK(yice_run_render(decision->run, decision->facts, formats[i], i % 2 ? "en" : "zh", NULL, NULL,
					   &text) == YICE_OK);
		free(text);
	}
	for (size_t i = 0; i < yice_run_count(decision->run) && i < 64; i++) {
		if (yice_run_id(decision->run, i, id, sizeof(id)) >= sizeof(id))
			continue;
		FUZZ_CHECK(yice_run_render(decision->run, decision->facts, "text", "zh", NULL, id, &text) == YICE_OK);
		free(text);
	}
}

/* The same rules, written another way. */
static void decide_again(const struct decision *first, struct part rules, enum yice_lang lang, struct part facts)
{
	struct decision other = { .bytes = YICE_BUF_INIT };
	struct yice_buf canonical = YICE_BUF_INIT;

	if (fuzz_canonical(rules.text, rules.len, lang, &canonical)) {
		FUZZ_CHECK(build((struct part){ yice_buf_text(&canonical), canonical.len }, &other.bytes));
		decide(&other, facts);
		compare(first, &other);
	}
	release(&other);
	yice_buf_release(&canonical);
}

/* What stands below the line "=== NAME", up to the next such line; false when there is none. */
static bool find_part(const char *text, size_t size, const char *head, struct part *out)
{
	size_t len = strlen(head), at = 0, end;

	while (at + len <= size && memcmp(text + at, head, len))
		at++;
	if (at + len > size)
		return false;
	at += len;
	for (end = at; end < size && !(end + 4 <= size && text[end - 1] == '\n' && !memcmp(text + end, "=== ", 4));)
		end++;
	*out = (struct part){ text + at, end - at };
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct decision decision = { .bytes = YICE_BUF_INIT };
	struct yice_buf again = YICE_BUF_INIT;
	struct part rules, facts;

	if (!find_part((const char *)data, size, "=== rules.yice\n", &rules) ||
	    !find_part((const char *)data, size, "=== facts.json\n", &facts))
		return 0;
	if (build(rules, &decision.bytes)) {
		FUZZ_CHECK(build(rules, &again));
		FUZZ_CHECK(again.len == decision.bytes.len && !memcmp(again.data, decision.bytes.data, again.len));
		decide(&decision, facts);
		if (decision.understood)
			render(&decision);
		for (int lang = YICE_ZH; lang <= YICE_EN; lang++)
			decide_again(&decision, rules, (enum yice_lang)lang, facts);
	}
	yice_buf_release(&again);
	release(&decision);
	return 0;
}

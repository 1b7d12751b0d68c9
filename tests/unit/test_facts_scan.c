/* SPDX-License-Identifier: Apache-2.0 */
/*
 * runtime/facts_scan.c against the strict reader: whatever it understands, the other understands without a word to say and
 * to the same facts; whatever it gives up leaves nothing behind. YICE_SCAN_RUNS: how many random documents.
 */
#include "tests/unit/unit.h"

#include <stdio.h>

#include "runtime/facts_internal.h"
#include "tests/facts_same.h"
#include "tests/unit/fixture_image.h"

static struct fixture f;
static yice_facts *fast;
static uint64_t seed = 20261122;

static int open_all(void **state)
{
	YICE_UNUSED(state);
	fixture_open(&f);
	return yice_facts_new(f.image, &fast);
}

static int close_all(void **state)
{
	YICE_UNUSED(state);
	yice_facts_free(fast);
	fixture_close(&f);
	return 0;
}

static uint32_t below(uint32_t n)
{
	return (uint32_t)(unit_random(&seed) >> 32) % n;
}

static bool is_blank(const struct yice_facts *facts)
{
	struct yice_facts *blank;
	const char *difference;

	assert_int_equal(yice_facts_new(f.image, &blank), YICE_OK);
	difference = facts_difference(facts, blank);
	yice_facts_free(blank);
	return !difference;
}

/* Reads with both; whether the scan understood the document. */
static bool compare(const char *json, size_t len)
{
	char *tight = malloc(len ? len : 1); /* so that a sanitizer sees a step too far */
	const char *difference = NULL;
	yice_report *report;
	int status;
	bool understood;

	assert_non_null(tight);
	memcpy(tight, json, len);
	assert_int_equal(yice_report_new(&report), YICE_OK);
	yice_facts_clear(fast);
	understood = yice_facts_scan(fast, tight, len);
	status = yice_facts_read_strictly(f.facts, "-", tight, len, report);
	free(tight);
	if (understood)
		difference = status ? "status" : report->diags.count ? "report" : facts_difference(fast, f.facts);
	yice_report_free(report);
	if (difference)
		fail_msg("%s: %.*s", difference, (int)len, json);
	if (!understood) {
		yice_facts_clear(fast);
		if (!is_blank(fast))
			fail_msg("left behind: %.*s", (int)len, json);
	}
	return understood;
}

/* The document with ' for ". */
static bool scans(const char *json)
{
	char text[512];
	size_t len = strlen(json);

	assert_true(len < sizeof(text));
	for (size_t i = 0; i < len; i++)
		text[i] = (char)(json[i] == '\'' ? '"' : json[i]);
	return compare(text, len);
}

static void usual_documents_are_read_in_one_pass(void **state)
{
	static const char *const documents[] = {
		"{}",
		"  { }\r\n",
		"{'project':'','facts':{}}",
		"{'project':'某某 new \xf0\x9f\x8f\xad','as_of':'2024-07-01'}",
		"{ 'site' : { 'unit' : 'ZH44060620004' } , 'facts' : { 'nature' : 'new' } }",
		"{'site':{'unit':['ZH44060620004','ZH44060630005'],'scope':'440606'}}",
		"{'site':{'scope':'440606'},'facts':{'工艺':['喷涂','plating' , '烘干']}}",
		"{'facts':{'场址':['大气敏感区']},'complete':['site']}",
		"{'facts':{'行业':'C26','products':['C2611','D']},'complete':['产品行业']}",
		"{'facts':{'工艺':[ ],'materials':[]},'complete':['processes','materials']}",
		"{'facts':{'民生项目':true}}",
		"{'facts':{'livelihood':'否'}}",
		"{'facts':{'new_emission.cod':50.00}}",
		"{'facts':{'new_emission.cod':0}}",
		"{'facts':{'新增排放.化学需氧量':'0.3 t/a','offset.cod':'300 kg/a'}}",
		"{'facts':{'offset.cod':'1.2t/a'}}",
		"{'facts':{'替代比例':'2:1'}}",
		"{'facts':{'替代比例':'30 %'}}",
		"{'facts':{'建成日期':'1970-01-02','nature':null}}",
		"{'facts':{'nature':'new'},'evidence':{'建设性质':'立项文件第 3 页'}}",
		"{'site':{'unit':'ZH44060620004'},'evidence':{'场址':'图'}}",
	};

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(documents); i++)
		if (!scans(documents[i]))
			fail_msg("given up: %s", documents[i]);
}

static void what_is_unusual_or_wrong_is_left_to_the_strict_reader(void **state)
{
	static const char *const documents[] = {
		"",
		"{",
		"[]",
		"{'facts':{}}x",
		"{'facts':{}},",
		"{'facts':{'nature':'new',}}",
		"{'facts':{'nature':'new' 'built':null}}",
		"{'facts':{'nature':'ne\\u0077'}}",
		"{'facts':{'nature':'old'}}",
		"{'facts':{'Nature':'new'}}",
		"{'facts':{'nature':'new','建设性质':'new'}}",
		"{'facts':{'nature':null,'nature':'new'}}",
		"{'facts':{'nature':['new']}}",
		"{'facts':{'工艺':['喷涂','coating']}}",
		"{'facts':{'工艺':'喷涂'}}",
		"{'facts':{'工艺':[]}}",
		"{'facts':{'工艺':{'has':['喷涂']}}}",
		"{'facts':{'livelihood':truely}}",
		"{'facts':{'livelihood':1}}",
		"{'facts':{'offset.cod':1e3}}",
		"{'facts':{'offset.cod':01}}",
		"{'facts':{'offset.cod':1.}}",
		"{'facts':{'offset.cod':.5}}",
		"{'facts':{'offset.cod':-}}",
		"{'facts':{'offset.cod':1234567890123456789}}",
		"{'facts':{'offset.cod':'1 t'}}",
		"{'facts':{'offset.cod':'1 t/a\n'}}",
		"{'facts':{'offset.cod':'1\t/a'}}",
		"{'facts':{'built':'2023-02-29'}}",
		"{'facts':{},'facts':{}}",
		"{'facts':{},'site':{}}",
		"{'evidence':{},'facts':{}}",
		"{'site':{'unit':[],'unit':'ZH44060620004'}}",
		"{'site':{'unit':'ZH44060620004','unit':'ZH44060630005'}}",
		"{'site':{'unit':['ZH44060620004','ZH44060620004']}}",
		"{'site':{'unit':'ZH44060620005'}}",
		"{'site':{'unit':'ZH44060630005'},'facts':{'场址':['大气敏感区']}}",
		"{'evidence':{'nature':'x'}}",
		"{'complete':['工艺']}",
		"{'facts':{'nature':'new'},'complete':['nature']}",
		"{'facts':{'工艺':['喷涂']},'complete':['工艺','processes']}",
		"{'project':'\x01'}",
		"{'project':'\xe4\xbc'}",
		"{'project':'\xed\xa0\x80'}",
		"{'project':'\xe0\x80\x80'}",
		"{'project':'x",
		"{'as_of':'2024-07-0",
		"{'facts':{'nature':'new",
		"{'site':{'unit':'ZH4406",
		"\xef\xbb\xbf{}",
	};

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(documents); i++)
		if (scans(documents[i]))
			fail_msg("understood: %s", documents[i]);
}

/* A NUL is no end of the text. */
static void bytes_of_zero_are_not_skipped(void **state)
{
	static const char inside[] = "{\"facts\":{\"nature\":\"new\"}\0}", behind[] = "{}\0";

	YICE_UNUSED(state);
	assert_false(compare(inside, sizeof(inside) - 1));
	assert_false(compare(behind, sizeof(behind) - 1));
}

static void facts_outlive_the_text_they_were_read_from(void **state)
{
	char json[] = "{\"project\":\"P\",\"facts\":{\"工艺\":[\"喷涂\" , \"烘干\"],\"offset.cod\":1.50}}";

	YICE_UNUSED(state);
	yice_facts_clear(fast);
	assert_true(yice_facts_scan(fast, json, strlen(json)));
	memset(json, 'x', sizeof(json));
	assert_string_equal(yice_facts_project(fast), "P");
	assert_string_equal(yice_facts_text(fast, A_PROCESSES), "喷涂、烘干");
	assert_string_equal(yice_facts_text(fast, A_OFFSET), "1.50");
}

/* ---------------------------------------------------------------- random documents */

struct text {
	char bytes[8192];
	size_t len;
};

static void put(struct text *out, const char *piece)
{
	size_t len = strlen(piece);

	if (out->len + len < sizeof(out->bytes)) {
		memcpy(out->bytes + out->len, piece, len);
		out->len += len;
	}
}

static void put_space(struct text *out)
{
	static const char *const spaces[] = { " ", "  ", "\n", "\r\n\t" };

	if (!below(12))
		put(out, spaces[below(YICE_COUNT(spaces))]);
}

static void put_string(struct text *out, const char *piece)
{
	put(out, "\"");
	put(out, piece);
	put(out, "\"");
}

static const char *any_name(uint32_t slot)
{
	const struct yice_view *view = &f.image->view;
	uint32_t i = below(view->count[YICE_SEC_ATTR_NAMES]);

	while (view->attr_names[i].slot != slot)
		i = (i + 1) % view->count[YICE_SEC_ATTR_NAMES];
	return yice_view_string(view, view->attr_names[i].name);
}

static const struct yice_image_member_name *any_member(uint32_t vocab)
{
	const struct yice_view *view = &f.image->view;
	uint32_t i = below(view->count[YICE_SEC_MEMBER_NAMES]);

	while (view->member_names[i].vocab != vocab)
		i = (i + 1) % view->count[YICE_SEC_MEMBER_NAMES];
	return &view->member_names[i];
}

static const char *any_member_name(uint32_t vocab)
{
	return yice_view_string(&f.image->view, any_member(vocab)->name);
}

static void put_digits(struct text *out, uint32_t most)
{
	char digit[2] = "";

	for (uint32_t i = below(most) + 1; i; i--) {
		digit[0] = (char)('0' + below(10));
		put(out, digit);
	}
}

static void put_number(struct text *out)
{
	static const char *const edges[] = { "0",    "-0",     "0.0", "50", "50.0", "50.00000000000000001", "-1", "1e2",
					     "0.05", "0.1000", "99999999999999999", "999999999999999999",
					     "9223372036854775807", "2305843009213693951", "230584300921369395.1" };

	if (!below(16)) {
		put(out, edges[below(YICE_COUNT(edges))]);
		return;
	}
	put(out, below(40) ? "" : "-");
	put(out, "1");
	put_digits(out, below(40) ? 3 : 20);
	if (below(3)) {
		put(out, ".");
		put_digits(out, below(40) ? 4 : 19);
	}
}

static void put_quantity(struct text *out, bool is_ratio)
{
	static const char *const measures[] = { "", " t/a", "t/a", " kg/a", "kg/d", " g/a", " tonne/a" };
	static const char *const ratios[] = { "", " %", "%", ":1", ":3", "  %" };

	if (below(2)) {
		put_number(out);
		return;
	}
	is_ratio ^= !below(20);
	put(out, "\"");
	put_number(out);
	put(out, is_ratio ? ratios[below(YICE_COUNT(ratios))] : measures[below(YICE_COUNT(measures))]);
	put(out, "\"");
}

static void put_list(struct text *out, uint32_t vocab)
{
	bool used[128] = { false };
	const char *comma = "";

	put(out, "[");
	for (uint32_t i = 0, n = below(20) ? 1 + below(3) : below(12); i < n; i++) {
		const struct yice_image_member_name *member = any_member(vocab);

		assert_true(member->ordinal < YICE_COUNT(used));
		if (used[member->ordinal] && below(40))
			continue;
		used[member->ordinal] = true;
		put(out, comma);
		put_space(out);
		put_string(out, yice_view_string(&f.image->view, member->name));
		put_space(out);
		comma = ",";
	}
	put(out, "]");
}

static void put_value(struct text *out, uint32_t slot)
{
	static const char *const dates[] = { "1970-01-02", "2024-02-29", "0001-01-01", "9999-12-31" };
	static const char *const booleans[] = { "true", "false", "\"是\"", "\"no\"", "null" };
	const struct yice_image_attr *attr = &f.image->view.attrs[slot];

	if (attr->many)
		put_list(out, attr->vocab);
	else if (attr->type == YICE_ATTR_QUANTITY)
		put_quantity(out, slot == A_RATIO);
	else if (attr->type == YICE_ATTR_DATE)
		put_string(out, dates[below(YICE_COUNT(dates))]);
	else if (attr->type == YICE_ATTR_BOOLEAN)
		put(out, booleans[below(YICE_COUNT(booleans))]);
	else
		put_string(out, any_member_name(attr->vocab));
}

static void put_member(struct text *out, const char *name, bool *first)
{
	put(out, *first ? "" : ",");
	put_space(out);
	*first = false;
	put_string(out, name);
	put_space(out);
	put(out, ":");
	put_space(out);
}

static void put_site(struct text *out, bool *first)
{
	static const char *const sites[] = { "{\"unit\":\"" FIXTURE_UNIT "\"}", "{\"unit\":[\"" FIXTURE_OTHER_UNIT "\"]}",
					     "{\"unit\":[\"" FIXTURE_UNIT "\", \"" FIXTURE_OTHER_UNIT "\"]}",
					     "{\"scope\":\"440606\"}", "{}",
					     "{\"scope\":\"440606\",\"unit\":\"" FIXTURE_UNIT "\"}", "{\"unit\":\"x\"}" };

	put_member(out, "site", first);
	put(out, sites[below(YICE_COUNT(sites) - (below(20) ? 1 : 0))]);
}

static void put_facts(struct text *out, bool *first, const bool *given)
{
	bool none = true;

	put_member(out, "facts", first);
	put(out, "{");
	for (uint32_t slot = 0; slot < A_COUNT; slot++)
		if (given[slot]) {
			put_member(out, any_name(slot), &none);
			put_value(out, slot);
		}
	put_space(out);
	put(out, "}");
}

static void put_complete(struct text *out, bool *first, const bool *given)
{
	bool none = true;

	put_member(out, "complete", first);
	put(out, "[");
	for (uint32_t slot = 0; slot < A_COUNT; slot++)
		if (f.image->view.attrs[slot].many && given[slot] && below(2)) {
			put(out, none ? "" : ",");
			put_string(out, any_name(slot));
			none = false;
		}
	put(out, "]");
}

static void put_evidence(struct text *out, bool *first, const bool *given)
{
	bool none = true;

	put_member(out, "evidence", first);
	put(out, "{");
	for (uint32_t slot = 0; slot < A_COUNT; slot++)
		if (given[slot] && !below(3)) {
			put_member(out, any_name(slot), &none);
			put_string(out, below(2) ? "第 3 页" : "p. 3");
		}
	put(out, "}");
}

static void make_document(struct text *out)
{
	bool given[A_COUNT], first = true;

	for (uint32_t slot = 0; slot < A_COUNT; slot++)
		given[slot] = below(2);
	out->len = 0;
	put_space(out);
	put(out, "{");
	if (below(2)) {
		put_member(out, "project", &first);
		put_string(out, below(2) ? "某某项目 1" : "project \xc3\xa9\xf0\x9f\x8f\xad");
	}
	if (below(2))
		put_site(out, &first);
	put_facts(out, &first, given);
	if (below(2))
		put_complete(out, &first, given);
	if (below(2))
		put_evidence(out, &first, given);
	if (!below(3)) {
		put_member(out, "as_of", &first);
		put_string(out, "2024-07-01");
	}
	put(out, "}");
	put_space(out);
}

/* A few bytes changed, taken out or doubled, or a stretch moved. */
static void spoil(struct text *text)
{
	static const char bytes[] = "\"\"\\{}[],::-.0019eEtn \n\x01\x80\xe4\xff/%";

	for (uint32_t i = below(3) + 1; i && text->len > 2; i--) {
		size_t at = below((uint32_t)text->len - 1), len = 1 + below(8), to = below((uint32_t)text->len - 1);

		if (len > text->len - 1 - at)
			len = text->len - 1 - at;
		if (len > text->len - 1 - to)
			len = text->len - 1 - to;
		switch (below(4)) {
		case 0:
			text->bytes[at] = bytes[below(sizeof(bytes))];
			break;
		case 1:
			memmove(text->bytes + at, text->bytes + at + 1, text->len - at - 1);
			text->len--;
			break;
		case 2:
			memmove(text->bytes + to, text->bytes + at, len);
			break;
		default:
			text->len = at + 1;
			break;
		}
	}
}

static void random_documents_are_read_alike(void **state)
{
	const char *runs = getenv("YICE_SCAN_RUNS");
	unsigned long n = runs ? strtoul(runs, NULL, 10) : 20000, understood = 0, whole = 0;
	static struct text text;

	YICE_UNUSED(state);
	for (unsigned long i = 0; i < n; i++) {
		make_document(&text);
		if (i % 2) {
			spoil(&text);
			compare(text.bytes, text.len);
		} else {
			whole++;
			understood += compare(text.bytes, text.len);
		}
	}
	if (runs)
		print_message("%lu documents, %lu of %lu whole ones in one pass\n", n, understood, whole);
	assert_true(understood > whole / 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(usual_documents_are_read_in_one_pass),
		cmocka_unit_test(what_is_unusual_or_wrong_is_left_to_the_strict_reader),
		cmocka_unit_test(bytes_of_zero_are_not_skipped),
		cmocka_unit_test(facts_outlive_the_text_they_were_read_from),
		cmocka_unit_test(random_documents_are_read_alike),
	};

	return cmocka_run_group_tests_name("facts_scan", tests, open_all, close_all);
}

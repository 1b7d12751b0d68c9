/* SPDX-License-Identifier: Apache-2.0 */
/* The index of a set: what is printed is read, and nothing else is. */
#include "base/base.h"
#include "set/index.h"

#include "base/report.h"
#include "set/source.h"
#include "yice/digest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

#define DIGEST "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define DIGEST_LINE 72 /* bytes of the last line */

static void fill(struct yice_set_index *index)
{
	static struct yice_set_source sources[] = { { "../words/a.yice", 12, DIGEST }, { "b c.yice", 0, DIGEST }, { "表.yice", 7, DIGEST } };
	static uint32_t first[] = { 1, 0 }, second[] = { 1, 2, 0 };
	static struct yice_set_image images[] = {
		{ "440100", DIGEST, 99, -3, true, true, { { -5, 0 }, { 7, 8 } }, first, 1, 2 },
		{ "440600", DIGEST, 98, 19000, false, false, { { 0, 0 }, { 0, 0 } }, second, 2, 3 },
	};
	static struct yice_set_scope scopes[] = {
		{ "440000", YICE_SET_NONE, YICE_SET_NONE, false }, { "440100", 0, 0, true }, { "440600", 0, 1, true }, { "440606", 2, 1, false }
	};
	static struct yice_set_unit units[] = { { "ZH1", 0 }, { "ZH2", 1 }, { "单元", 1 } };
	static struct yice_set_layer layers[] = { { 0, 1, 12, { { -5, 0 }, { 7, 8 } }, "湿 地" }, { 1, 2, 9, { { 1, 1 }, { 1, 2 } }, "河" } };

	yice_set_index_init(index);
	index->program = "0.1.0";
	index->tier = YICE_SET_CITY;
	index->folder = "lists";
	index->levels = "Y0301=error Y0402=off";
	index->day = 19000;
	index->sources = sources;
	index->images = images;
	index->scopes = scopes;
	index->units = units;
	index->layers = layers;
	index->source_count = YICE_COUNT(sources);
	index->image_count = YICE_COUNT(images);
	index->scope_count = YICE_COUNT(scopes);
	index->unit_count = YICE_COUNT(units);
	index->layer_count = YICE_COUNT(layers);
}

static struct yice_buf print(void)
{
	struct yice_set_index index;
	struct yice_buf text = YICE_BUF_INIT;

	fill(&index);
	assert_int_equal(yice_set_index_print(&index, &text), YICE_OK);
	yice_set_index_release(&index);
	return text;
}

/* Reads a text; when it is accepted, what is printed of it must be the same again. */
static int read_text(const char *text, size_t len)
{
	struct yice_set_index index;
	struct yice_buf again = YICE_BUF_INIT;
	yice_report *report;
	int status;

	assert_int_equal(yice_report_new(&report), YICE_OK);
	yice_set_index_init(&index);
	status = yice_set_index_read(&index, "index", text, len, &report->diags);
	if (status) {
		assert_int_equal(status, YICE_EDIAG);
		assert_int_equal(yice_report_errors(report), 1);
	} else {
		assert_int_equal(yice_set_index_print(&index, &again), YICE_OK);
		assert_int_equal(again.len, len);
		assert_memory_equal(again.data, text, len);
	}
	yice_buf_release(&again);
	yice_set_index_release(&index);
	yice_report_free(report);
	return status;
}

/* The same for lines, whose digest is put under them. */
static int read_lines(const char *lines, size_t len)
{
	struct yice_buf text = YICE_BUF_INIT;
	char digest[65];
	int status;

	yice_buf_add(&text, lines, len);
	assert_int_equal(yice_digest_sha256(lines, len, digest), YICE_OK);
	yice_buf_addf(&text, "sha256 %s\n", digest);
	status = read_text(text.data, text.len);
	yice_buf_release(&text);
	return status;
}

static void prints_and_reads(void **state)
{
	struct yice_buf text = print();

	(void)state;
	assert_int_equal(read_text(text.data, text.len), YICE_OK);
	assert_int_equal(read_lines(text.data, text.len - DIGEST_LINE), YICE_OK);
	yice_buf_release(&text);
}

static void finds_by_name(void **state)
{
	struct yice_set_index index;

	(void)state;
	fill(&index);
	assert_int_equal(yice_set_find_scope(&index, "440606"), 3);
	assert_int_equal(yice_set_find_unit(&index, "单元"), 2);
	assert_int_equal(yice_set_find_image(&index, "440100"), 0);
	assert_int_equal(yice_set_find_source(&index, "b c.yice"), 1);
	assert_int_equal(yice_set_find_unit(&index, "ZH"), YICE_SET_NONE);
	assert_int_equal(yice_set_find_unit(&index, "ZH3"), YICE_SET_NONE);
	assert_int_equal(yice_set_find_scope(&index, ""), YICE_SET_NONE);
	yice_set_index_release(&index);
}

static void refuses_every_cut_and_change(void **state)
{
	struct yice_buf text = print();

	(void)state;
	for (size_t len = 0; len < text.len; len++)
		assert_int_equal(read_text(text.data, len), YICE_EDIAG);
	for (size_t at = 0; at < text.len; at++) {
		text.data[at] ^= 1;
		assert_int_equal(read_text(text.data, text.len), YICE_EDIAG);
		text.data[at] ^= 1;
	}
	yice_buf_release(&text);
}

/* With a digest that fits, what is accepted is what would be printed: read_text() holds that. */
static void accepts_nothing_that_is_not_printed(void **state)
{
	static const char bytes[] = "0123456789 -\nabzZ\t\"/\xff";
	struct yice_buf text = print();
	size_t len = text.len - DIGEST_LINE, accepted = 0;

	(void)state;
	for (size_t at = 0; at < len; at++) {
		char kept = text.data[at];

		for (size_t i = 0; i < sizeof(bytes); i++) {
			text.data[at] = bytes[i];
			accepted += !read_lines(text.data, len);
		}
		text.data[at] = kept;
		accepted += !read_lines(text.data, at);
	}
	assert_true(accepted > len); /* digests, sizes and names may be others */
	yice_buf_release(&text);
}

static void refuses_what_does_not_fit_together(void **state)
{
	static const char *const edits[][2] = {
		{ "split city", "split village" }, { "program 0.1.0 ", "program  " }, { "images 2\n", "images 0\n" },
		{ "sources 3", "sources 03" },	   { "sources 3", "sources 4000000000" },
		{ "440606 2 1 0", "440606 3 1 0" }, { "440000 - - 0", "440000 2 - 0" }, { "440000 - - 0", "440000 - - 2" },
		{ "ZH2 1", "ZH1 1" },		   { "ZH2 1", "ZH2 2" },    { "ZH2 1", "ZH2 -" },
		{ "-5 0 7 8", "-5 0 -7 8" },	   { "-5 0 7 8", "-5 0 7" },  { " 2 3 1 2 0 -", " 2 3 2 1 0 -" },
		{ " 2 3 1 2 0 -", " 4 3 1 2 0 -" }, { "yice-set 4\n", "yice-set 2\n" }, { "levels Y", "level Y" },
		{ "0 1 12 -5", "0 0 12 -5" }, { "0 1 12 -5", "0 3 12 -5" }, { "0 1 12 -5", "2 1 12 -5" }, { "1 2 9 1 1 1 2", "1 2 9 1 1 0 2" },
		{ "1 2 9 1 1 1 2 河", "1 2 9 1 1 1 2 " }, { "layers 2", "layers 1" }, { "0 1 12 -5 0 7 8 湿 地\n1 2", "1 1 12 -5 0 7 8 湿 地\n0 2" },
		{ " 99 -3 1 ", " 99 -3 2 " },	   { " 19000 0 2 3 ", " 19000 2 3 " },
	};
	struct yice_buf text = print();

	(void)state;
	for (size_t i = 0; i < YICE_COUNT(edits); i++) {
		struct yice_buf other = YICE_BUF_INIT;
		const char *at = strstr(text.data, edits[i][0]);

		assert_non_null(at);
		yice_buf_add(&other, text.data, (size_t)(at - text.data));
		yice_buf_adds(&other, edits[i][1]);
		yice_buf_add(&other, at + strlen(edits[i][0]), (size_t)(text.data + text.len - DIGEST_LINE - at) - strlen(edits[i][0]));
		assert_int_equal(read_lines(other.data, other.len), YICE_EDIAG);
		yice_buf_release(&other);
	}
	yice_buf_release(&text);
}

static void names_images(void **state)
{
	const struct yice_set_image image = { .code = "440600", .digest = DIGEST };
	char name[YICE_SET_NAME];

	(void)state;
	yice_set_image_name(&image, name);
	assert_string_equal(name, "440600-0123456789abcdef.img");
	assert_true(yice_set_is_image_name(name));
	assert_false(yice_set_is_image_name("440600-0123456789abcdef.img~"));
	assert_false(yice_set_is_image_name("-0123456789abcdef.img"));
	assert_false(yice_set_is_image_name("index"));
}

/* What is written of files that have settled is read again; anything odd and all is forgotten. */
static void remembers_files(void **state)
{
	const char *lists[] = { "440600" }, *imports[] = { "../a b", "" };
	struct yice_set_pair scopes[] = { { "440600", "440000" }, { "440000", "" } };
	struct yice_set_file rules = { .path = "x y.yice", .rules = true, .there = true, .settled = true, .digest = DIGEST,
				       .stamp = { 1, 2, 33, 4, 5, 6, 7 }, .head = { lists, imports, scopes, 1, 2, 2 } };
	struct yice_set_file fresh = { .path = "z.tsv", .there = true, .digest = DIGEST, .stamp = { 1, 2, 3, 4, 5, 6, 7 } };
	struct yice_set_file *files[] = { &rules, &fresh };
	struct yice_set_memory memory;
	char path[] = "/tmp/yice-memory-XXXXXX", *text;
	size_t len;
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	yice_set_memory_init(&memory);
	yice_set_memory_write(&memory, files, YICE_COUNT(files), path);
	assert_int_equal(yice_set_memory_read(&memory, path), YICE_OK);
	assert_int_equal(memory.count, 1);
	assert_string_equal(memory.files[0]->path, rules.path);
	assert_memory_equal(memory.files[0]->stamp, rules.stamp, sizeof(rules.stamp));
	assert_int_equal(memory.files[0]->size, 33);
	assert_string_equal(memory.files[0]->head.imports[0], "../a b");
	assert_string_equal(memory.files[0]->head.scopes[1].parent, "");
	yice_set_memory_release(&memory);
	assert_int_equal(yice_read_file(path, &text, &len), YICE_OK);
	for (size_t cut = 0; cut < len; cut++) {
		assert_int_equal(yice_write_file(path, text, cut), YICE_OK);
		yice_set_memory_init(&memory);
		assert_int_equal(yice_set_memory_read(&memory, path), YICE_OK);
		assert_int_equal(memory.count, 0);
		yice_set_memory_release(&memory);
	}
	for (size_t at = 0; at < len; at++) {
		text[at] ^= 1;
		assert_int_equal(yice_write_file(path, text, len), YICE_OK);
		text[at] ^= 1;
		yice_set_memory_init(&memory);
		assert_int_equal(yice_set_memory_read(&memory, path), YICE_OK);
		assert_int_equal(memory.count, 0);
		assert_null(memory.text);
		yice_set_memory_release(&memory);
	}
	free(text);
	unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prints_and_reads),
		cmocka_unit_test(finds_by_name),
		cmocka_unit_test(refuses_every_cut_and_change),
		cmocka_unit_test(accepts_nothing_that_is_not_printed),
		cmocka_unit_test(refuses_what_does_not_fit_together),
		cmocka_unit_test(names_images),
		cmocka_unit_test(remembers_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

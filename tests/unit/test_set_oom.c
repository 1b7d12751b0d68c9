/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Allocations of building a set fail one by one: it reports YICE_ENOMEM or does without, leaks nothing, and the build
 * after it, with memory, gives what one from nothing gives. Allocations of reading an index likewise.
 */
#include "base/base.h"
#include "set/build.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/sweep.h"

#define FEATURE(code, a, b, c) "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"code\":\"" code \
	"\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[" a "],[" b "],[" c "],[" a "]]]}}]}"

static char folder[64], rules[96], output[96], index_path[128];
static char *wanted;
static size_t wanted_len;
static bool warned; /* in the last build */

static void put(const char *name, const char *text)
{
	char path[160];

	snprintf(path, sizeof(path), "%s/%s", rules, name);
	assert_int_equal(yice_write_file(path, text, strlen(text)), YICE_OK);
}

/* Memory is a file system where there is one: every build syncs what it writes. */
static int settle(void **state)
{
	YICE_UNUSED(state);
	snprintf(folder, sizeof(folder), "%s/yice-set-XXXXXX", access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm");
	if (!mkdtemp(folder))
		return 1;
	snprintf(rules, sizeof(rules), "%s/rules", folder);
	snprintf(output, sizeof(output), "%s/set", folder);
	snprintf(index_path, sizeof(index_path), "%s/index", output);
	if (mkdir(rules, 0700))
		return 1;
	put("words.yice", "行政区 440000 甲\n行政区 440100 乙 上级 440000\n行政区 440200 丙 上级 440000\n属性 新建：是否\n区域 湿地\n"
			  "代码表 码 版本 \"一\" 数据 \"codes.tsv\"\n");
	put("codes.tsv", "A\t甲\n");
	put("a.json", FEATURE("ZH1", "113,23", "113.1,23", "113.1,23.1"));
	put("b.json", FEATURE("ZH2", "113.1,23", "113.2,23", "113.2,23.1"));
	put("marsh.json", FEATURE("", "113,23", "113.15,23", "113.15,23.1")); /* reaches into the other city */
	put("a.yice", "引用 \"words\"\n图形 单元 数据 \"a.json\"\n图形 湿地 数据 \"marsh.json\"\n清单 440100 \"一\" 施行 2024-01-01 起 示例\n单元 ZH1 \"元\" 重点管控 示例\n条 \"1\" 摘要 \"一。\" 当 新建 = 是 禁止\n");
	put("b.yice", "引用 \"words\"\n图形 单元 数据 \"b.json\"\n清单 440200 \"二\" 施行 2024-01-01 起 示例\n单元 ZH2 \"元\" 重点管控 示例\n条 \"1\" 摘要 \"一。\" 当 新建 = 是 禁止\n");
	return 0;
}

static int clear(void **state)
{
	char command[96];

	YICE_UNUSED(state);
	free(wanted);
	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	return system(command);
}

static int build(void)
{
	const struct yice_set_build job = { .folder = rules, .output = output, .tier = YICE_SET_CITY, .jobs = 1 };
	struct yice_arena arena;
	const char *failed;
	yice_report *report;
	int status = yice_report_new(&report);

	if (status)
		return status;
	yice_arena_init(&arena);
	status = yice_set_build(&job, report, &arena, &failed);
	warned = report->diags.count > 0;
	if (report->diags.failed)
		status = YICE_ENOMEM;
	yice_arena_release(&arena);
	yice_report_free(report);
	return status;
}

/* The set is the one that is wanted. */
static void check_built(void)
{
	char *text;
	size_t len;

	assert_int_equal(yice_read_file(index_path, &text, &len), YICE_OK);
	assert_int_equal(len, wanted_len);
	assert_memory_equal(text, wanted, len);
	free(text);
}

static void builds_without_leave(void **state)
{
	long refused = 0;
	bool done = false;

	YICE_UNUSED(state);
	assert_int_equal(build(), YICE_OK);
	assert_true(warned);
	assert_int_equal(yice_read_file(index_path, &wanted, &wanted_len), YICE_OK);
	for (long n = 0; !done; n++) {
		int status;

		assert_int_equal(unlink(index_path), 0); /* everything is made anew */
		status = attempt(build, n, &done);
		assert_true(status == YICE_OK || (status == YICE_ENOMEM && !done));
		refused += status == YICE_ENOMEM;
		assert_int_equal(build(), YICE_OK);
		check_built();
	}
	assert_true(refused > 50);
}

/* The same where everything stays. */
static void keeps_without_leave(void **state)
{
	bool done = false;

	YICE_UNUSED(state);
	for (long n = 0; !done; n++) {
		int status = attempt(build, n, &done);

		assert_true(status == YICE_OK || (status == YICE_ENOMEM && !done));
		check_built();
	}
}

static void reads_an_index_without_leave(void **state)
{
	int status = YICE_ENOMEM;

	YICE_UNUSED(state);
	for (long n = 0; status; n++) {
		struct yice_set_index index;
		struct yice_diags diags;

		yice_diags_init(&diags);
		yice_set_index_init(&index);
		allowed = n;
		status = yice_set_index_read(&index, "index", wanted, wanted_len, &diags);
		if (allowed < 0)
			assert_int_equal(status, YICE_ENOMEM);
		else
			assert_int_equal(status, YICE_OK);
		allowed = -1;
		yice_set_index_release(&index);
		yice_diags_release(&diags);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(builds_without_leave),
		cmocka_unit_test(keeps_without_leave),
		cmocka_unit_test(reads_an_index_without_leave),
	};

	return cmocka_run_group_tests(tests, settle, clear);
}

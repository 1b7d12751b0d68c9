/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Published tables to sources and back, on tables made up here: seeded ones
 * with every awkward cell, which must come back byte by byte, and small ones
 * for single promises.
 */
#include "base/report.h"
#include "base/source.h"
#include "yice/compile.h"
#include "yice/exchange.h"

#include <setjmp.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#define HEADER "单元编码,单元名称,省,市,区县,单元分类,要素细类,管控维度,序号,属性,管控要求\r\n"

struct place {
	char root[64], table[96], folder[96];
};

static int make_place(void **state)
{
	struct place *place = calloc(1, sizeof(*place));

	assert_non_null(place);
	snprintf(place->root, sizeof(place->root), "/tmp/yice-import.XXXXXX");
	assert_non_null(mkdtemp(place->root));
	snprintf(place->table, sizeof(place->table), "%s/list.csv", place->root);
	snprintf(place->folder, sizeof(place->folder), "%s/out", place->root);
	*state = place;
	return 0;
}

static int drop_place(void **state)
{
	struct place *place = *state;
	char command[160];

	snprintf(command, sizeof(command), "rm -rf '%s'", place->root);
	assert_int_equal(system(command), 0);
	free(place);
	return 0;
}

static void put(const char *path, const char *text, size_t len)
{
	assert_int_equal(yice_write_file(path, text, len), YICE_OK);
}

static void import_to(struct place *place, const char *folder, const struct yice_import_options *options,
		      struct yice_report *report, struct yice_import_counts *counts)
{
	int status = yice_import(place->table, folder, options, report, counts);
	char *said = NULL;

	if (status) {
		assert_int_equal(yice_report_text(report, "compact", "en", &said), YICE_OK);
		print_message("%s\n", said);
		free(said);
	}
	assert_int_equal(status, YICE_OK);
}

/* Imports a table into place->folder, checks the sources, exports them and expects the same bytes. */
static void comes_back(struct place *place, const char *text, size_t len, struct yice_import_counts *counts)
{
	struct yice_import_options options = { .force = 1 };
	const char *folder = place->folder;
	struct yice_report *report;
	void *bytes;
	size_t got;

	put(place->table, text, len);
	assert_int_equal(yice_report_new(&report), YICE_OK);
	import_to(place, folder, &options, report, counts);
	yice_report_free(report);
	assert_int_equal(yice_report_new(&report), YICE_OK);
	assert_int_equal(yice_check(&folder, 1, report), YICE_OK);
	assert_int_equal(yice_export(folder, report, &bytes, &got), YICE_OK);
	assert_int_equal(got, len);
	assert_memory_equal(bytes, text, len);
	free(bytes);
	yice_report_free(report);
}

static uint32_t next(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static const char *pick(uint32_t *seed, const char *const *from, size_t count)
{
	return from[next(seed) % count];
}

#define PICK(seed, ...)                                                                                      \
	pick(seed, (const char *const[]){ __VA_ARGS__ },                                                     \
	     sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *))

static void put_cell(struct yice_buf *out, const char *text, bool quoted)
{
	quoted = quoted || strpbrk(text, ",\"\r\n");
	if (quoted)
		yice_buf_addc(out, '"');
	for (; *text; text++) {
		if (*text == '"')
			yice_buf_addc(out, '"');
		yice_buf_addc(out, *text);
	}
	if (quoted)
		yice_buf_addc(out, '"');
}

static void put_row(struct yice_buf *out, uint32_t *seed, const char *const *cells, size_t count,
		    const char *end)
{
	for (size_t i = 0; i < count; i++) {
		if (i)
			yice_buf_addc(out, ',');
		put_cell(out, cells[i], next(seed) % 9 == 0);
	}
	yice_buf_adds(out, end);
}

static void make_table(struct yice_buf *out, uint32_t *seed)
{
	const char *end = PICK(seed, "\n", "\r\n");
	uint32_t rows = 1 + next(seed) % 40;

	if (next(seed) % 3 == 0)
		yice_buf_adds(out, "\xef\xbb\xbf");
	yice_buf_add(out, HEADER, strlen(HEADER) - 2);
	yice_buf_adds(out, end);
	for (uint32_t i = 0; i < rows; i++) {
		const char *cells[12] = {
			PICK(seed, "ZH99010120001", "ZH99010120002", "ZH990101200031", "ZH99010230001", "",
			     "甲-1", "90210"),
			PICK(seed, "南桥镇重点管控区", "北桥镇重点管控区", "临江街道一般管控区",
			     "南桥镇、北桥镇优先保护区2", ""),
			PICK(seed, "某省", "某省", ""),
			PICK(seed, "某市", "某市", "", "另一市"),
			PICK(seed, "东区", "西区", "东区", ""),
			PICK(seed, "重点管控单元1", "优先保护单元", "一般管控单元3", "",
			     "园区型重点管控单元2", "3"),
			PICK(seed, "水环境一般管控区、大气环境一般管控区", "水环境工业—城镇重点管控区", "/",
			     "", " 岸线一般管控区 "),
			PICK(seed, "区域布局管控", "能源资源利用", "", "污染物-排放", "清单"),
			PICK(seed, "1-1", "1-2", "3", "", "1-1.", "1\xe2\x80\xa8-1", "1一3", "2024-01-02",
			     "一", "1—3", "12345678901234567890"),
			PICK(seed, "水/综合类", "水综合类", "\xee\x80\x80水/综合类", "《水/综合类",
			     "水】/限制类", "水\x07综合类", "", "【大气/限制类】", "能源/鼓励引导类",
			     "a/b/限制类", "水/无此类", "综合类"),
			PICK(seed, "南桥镇应在每年年底以前公布上一年的用水总量和节水情况，并接受社会监督。",
			     "北桥镇应在每年年底以前公布上一年的用水总量和节水情况，并接受社会监督。", "/",
			     "", "推广节水器具。", "文中有\"半角引号\",和{花括号}以及\\反斜线",
			     "第一行\r\n第二行\n\n第四行", " 前后有空白 ", "一格两条。2【水/综合类】第二条。",
			     "=公式>与~符号\t和制表", "控制\x01字符和\xe2\x80\xaa方向", "。", "条",
			     "# 像注释", "．"),
			PICK(seed, "多一格", ""),
		};
		size_t count = next(seed) % 12 ? 11 : next(seed) % 2 ? 12 : 1 + next(seed) % 10;

		put_row(out, seed, cells, count, next(seed) % 30 ? end : PICK(seed, "\n", "\r\n"));
		if (next(seed) % 15 == 0)
			yice_buf_adds(out, end);
	}
	if (next(seed) % 3 == 0)
		while (out->len && (out->data[out->len - 1] == '\n' || out->data[out->len - 1] == '\r'))
			out->data[--out->len] = '\0';
}

static void made_up_tables_come_back(void **state)
{
	struct yice_import_counts counts;

	for (uint32_t i = 1; i <= 100; i++) {
		struct yice_buf table = YICE_BUF_INIT;
		uint32_t seed = i;

		make_table(&table, &seed);
		assert_int_equal(yice_buf_status(&table), YICE_OK);
		comes_back(*state, table.data, table.len, &counts);
		yice_buf_release(&table);
	}
}

#define UNIT(number, town)                                                                                   \
	"ZH9901012000" number "," town "镇重点管控区,某省,某市,东区,重点管控单元,水环境一般管控区,布局,"
#define DUTY(town) town "镇污水处理厂应当在每年年底以前公布上一年的运行情况，并接受社会监督。\r\n"

static void names_become_parameters(void **state)
{
	static const char table[] = HEADER UNIT("1", "南桥") "1-1,水/综合类," DUTY("南桥")
	    UNIT("2", "北桥") "1-1,水/综合类," DUTY("北桥") UNIT("3", "临江") "1-1,水/综合类," DUTY("临江");
	struct yice_import_counts counts;

	comes_back(*state, table, strlen(table), &counts);
	assert_int_equal(counts.distinct, 3);
	assert_int_equal(counts.bodies, 1);
	assert_int_equal(counts.templates, 1);
}

static void numbers_and_kinds_never_do(void **state)
{
	static const char table[] = HEADER UNIT(
	    "1", "南桥") "1-1,水/"
			 "综合类,新建项目排放口距离取水口不得少于300米，并应设置明显的标志牌。\r\n" UNIT(
			     "2", "北桥") "1-1,水/"
					  "综合类,"
					  "新建项目排放口距离取水口不得少于500米，并应设置明显的标志牌。\r"
					  "\n" UNIT("3",
						    "临江") "1-1,水/"
							    "综合类,"
							    "大气高排放管控区内应当逐年减少燃料用量并公布减少"
							    "的情况。\r\n" UNIT("4",
										"南江") "1-1,水/"
											"综合类,"
											"大气受体敏感管控区内"
											"应当逐年减少燃料用量"
											"并公布减少的情况。\r"
											"\n";
	struct yice_import_counts counts;

	comes_back(*state, table, strlen(table), &counts);
	assert_int_equal(counts.bodies, 4);
}

/* Two texts of a table and how many bodies they make. */
static void expect_bodies(struct place *place, const char *one, const char *two, size_t bodies)
{
	struct yice_import_counts counts;
	struct yice_buf table = YICE_BUF_INIT;

	yice_buf_addf(&table,
		      HEADER UNIT("1", "南桥") "1,水/综合类,%s\r\n" UNIT("2", "北桥") "1,水/综合类,%s\r\n",
		      one, two);
	comes_back(place, table.data, table.len, &counts);
	assert_int_equal(counts.distinct, 2);
	assert_int_equal(counts.folded, bodies);
	assert_int_equal(counts.bodies, bodies);
	yice_buf_release(&table);
}

#define PARK(name)  "森林公园涉及某市" name "，园内禁止猎捕野生动物、毁林开垦和其他破坏景观的行为。"
#define PLANT(name) "推动" name "提质增效，加快消除收集管网的空白区，逐步实现污水处理全覆盖。"

static void names_the_table_does_not_give_are_found(void **state)
{
	expect_bodies(*state, PARK("甲山地方级森林自然公园"), PARK("乙岗地方级森林自然公园"), 1);
	expect_bodies(*state, PARK("甲山地方级森林自然公园"),
		      PARK("乙岗地方级森林自然公园、某市丙岭地方级森林自然公园"), 1);
	expect_bodies(*state, PLANT("甲村生活污水处理厂"), PLANT("乙布沙生活污水处理厂"), 1);
	expect_bodies(*state, PLANT("杨和镇污水处理厂"), PLANT("明城镇污水处理厂"), 1);
}

static void kinds_of_names_stay_apart(void **state)
{
	expect_bodies(*state, PARK("甲山地方级森林自然公园"), PARK("乙岗国家级森林自然公园"), 2);
	expect_bodies(*state, PARK("甲山地方级森林自然公园"), PARK("乙岗县级地方级森林自然公园"), 2);
	expect_bodies(*state, PLANT("甲村污水处理厂"), PLANT("甲村生活污水处理厂"), 2);
	expect_bodies(*state, PLANT("甲村污水处理厂"), PLANT("生活污水处理厂"), 2);
	expect_bodies(*state, PLANT("甲村污水处理厂"), PLANT("涂料、乙村污水处理厂"), 2);
	expect_bodies(*state, PLANT("甲村污水处理厂"), PLANT("南桥镇"), 2);
}

static void templates_can_be_refused(void **state)
{
	static const char table[] = HEADER UNIT("1", "南桥") "1-1,水/综合类," DUTY("南桥")
	    UNIT("2", "北桥") "1-1,水/综合类," DUTY("北桥");
	static const char *const wrong[] = { "没有这个" };
	struct yice_import_options options = { .no_templates = 1, .force = 1 };
	struct yice_import_counts counts;
	struct yice_report *report;
	struct place *place = *state;

	put(place->table, table, strlen(table));
	assert_int_equal(yice_report_new(&report), YICE_OK);
	import_to(place, place->folder, &options, report, &counts);
	assert_int_equal(counts.bodies, 2);
	options = (struct yice_import_options){ .keep = wrong, .keep_count = 1, .force = 1 };
	assert_int_equal(yice_import(place->table, place->folder, &options, report, &counts), YICE_EDIAG);
	yice_report_free(report);
}

static void wide_tables_come_back(void **state)
{
	static const char table[] = "HJGKDYBM,HJGKDYMC,空间布局约束,WRWPFGK,备注\n"
				    "ZH99010120001,南桥镇重点管控区,不得占用水面。,/,甲\n"
				    "ZH99010110002,北桥镇优先保护区,不得占用水面。,\"一\n二\",\n";
	struct yice_import_counts counts;

	comes_back(*state, table, strlen(table), &counts);
	assert_int_equal(counts.requirements, 3);
	assert_int_equal(counts.bodies, 2);
}

/* The table of place->folder after its file of the county was edited: FROM replaced by TO, once. */
static void expect_edited(struct place *place, const char *from, const char *to, const char *wanted)
{
	struct yice_report *report;
	struct yice_buf edited = YICE_BUF_INIT;
	char path[128], *text, *at;
	void *bytes;
	size_t len, got;

	snprintf(path, sizeof(path), "%s/东区.yice", place->folder);
	assert_int_equal(yice_read_file(path, &text, &len), YICE_OK);
	at = strstr(text, from);
	assert_non_null(at);
	yice_buf_add(&edited, text, (size_t)(at - text));
	yice_buf_adds(&edited, to);
	yice_buf_adds(&edited, at + strlen(from));
	put(path, edited.data, edited.len);
	assert_int_equal(yice_report_new(&report), YICE_OK);
	assert_int_equal(yice_export(place->folder, report, &bytes, &got), YICE_OK);
	assert_int_equal(got, strlen(wanted));
	assert_memory_equal(bytes, wanted, got);
	put(path, text, len);
	free(bytes);
	free(text);
	yice_buf_release(&edited);
	yice_report_free(report);
}

#define CELLS(first, second)                                                                                 \
	HEADER UNIT("1", "南桥") "1-1,水/综合类," first "\r\n" UNIT("1", "南桥") ",," second "\r\n"

static void several_in_a_cell_become_clauses(void **state)
{
	static const char table[] = CELLS("节水。1-2.【大气/限制类】限煤。1-3.【水/综合类】截污。",
					  "【风险/综合类】演练。【水/综合类】巡河。");
	struct yice_import_counts counts;
	struct place *place = *state;

	comes_back(place, table, strlen(table), &counts);
	assert_int_equal(counts.requirements, 5);
	expect_edited(place, "1-2【大气/限制类】", "1-2【大气/禁止类】",
		      CELLS("节水。1-2.【大气/禁止类】限煤。1-3.【水/综合类】截污。",
			    "【风险/综合类】演练。【水/综合类】巡河。"));
	expect_edited(place, "  1-2【大气/限制类】\n    原文 \"限煤。\"\n", "",
		      CELLS("节水。1-3.【水/综合类】截污。", "【风险/综合类】演练。【水/综合类】巡河。"));
	expect_edited(place, "  1-1【水/综合类】\n    原文 \"节水。\"\n", "",
		      HEADER UNIT("1", "南桥") "1-2,大气/限制类,限煤。1-3.【水/综合类】截污。\r\n" UNIT(
			  "1", "南桥") ",,【风险/综合类】演练。【水/综合类】巡河。\r\n");
	expect_edited(place, "  条【风险/综合类】\n    原文 \"演练。\"\n", "",
		      CELLS("节水。1-2.【大气/限制类】限煤。1-3.【水/综合类】截污。", "【水/综合类】巡河。"));
	expect_edited(place, "演练。", "每年演练。",
		      CELLS("节水。1-2.【大气/限制类】限煤。1-3.【水/综合类】截污。",
			    "【风险/综合类】每年演练。【水/综合类】巡河。"));
	expect_edited(
	    place, "  1-3【水/综合类】", "  1-9【水/综合类】 原文 \"新的。\"\n  1-3【水/综合类】",
	    HEADER UNIT("1", "南桥") "1-1,水/综合类,节水。1-2.【大气/限制类】限煤。1-3.【水/"
				     "综合类】截污。\r\n" UNIT(
					 "1",
					 "南桥") "1-9,水/综合类,新的。"
						 "\r\n" UNIT(
						     "1",
						     "南桥") ",,"
							     "【风险/综合类】演练。【水/综合类】巡河。\r\n");
}

static void a_cell_can_stay_whole(void **state)
{
	static const char table[] =
	    CELLS("节水。1-2.【大气/限制类】限煤。", "【风险/综合类】演练。【水/综合类】巡河。");
	static const char *const rows[] = { "3" }, *const none[] = { "4" };
	struct yice_import_options options = { .force = 1, .whole = rows, .whole_count = 1 };
	struct yice_import_counts counts;
	struct yice_report *report;
	struct place *place = *state;

	put(place->table, table, strlen(table));
	assert_int_equal(yice_report_new(&report), YICE_OK);
	import_to(place, place->folder, &options, report, &counts);
	assert_int_equal(counts.requirements, 3);
	options = (struct yice_import_options){ .force = 1, .no_split = 1 };
	import_to(place, place->folder, &options, report, &counts);
	assert_int_equal(counts.requirements, 2);
	options = (struct yice_import_options){ .force = 1, .whole = none, .whole_count = 1 };
	assert_int_equal(yice_import(place->table, place->folder, &options, report, &counts), YICE_EDIAG);
	yice_report_free(report);
}

/* What a name cannot hold is an alias, so that an edited cell keeps the published spelling of the others. */
static void published_spellings_survive_an_edit(void **state)
{
#define ZONES(zones)                                                                                         \
	HEADER "ZH99010120001,南桥镇,某省,某市,东区,重点管控单元," zones ",布局/空间,1-1,水/"           \
									 "综合类,节水。\r\n"
	static const char table[] = ZONES("水环境工业—城镇重点管控区、大气/一般管控区");
	struct yice_import_counts counts;
	struct place *place = *state;

	comes_back(place, table, strlen(table), &counts);
	expect_edited(place, "要素 水环境工业城镇重点管控区、大气、一般管控区",
		      "要素 水环境工业城镇重点管控区", ZONES("水环境工业—城镇重点管控区"));
	expect_edited(place, "节水。\"\n", "节水。\"\n  1-2【水/综合类】 原文 \"截污。\"\n",
		      ZONES("水环境工业—城镇重点管控区、大气/一般管控区") "ZH99010120001,南桥镇,某省,某市,"
									  "东区,重点管控单元,水环境工业—城镇"
									  "重点管控区、大气/一般管控区,布局/"
									  "空间,1-2,水/综合类,截污。\r\n");
#undef ZONES
}

static void gb18030_comes_back(void **state)
{
	/* 单元编码,管控要求 / ZH99010120001,节水。 */
	static const char table[] = "\xb5\xa5\xd4\xaa\xb1\xe0\xc2\xeb,\xb9\xdc\xbf\xd8\xd2\xaa\xc7\xf3\r\n"
				    "ZH99010120001,\xbd\xda\xcb\xae\xa1\xa3\r\n";
	struct yice_import_counts counts;

	comes_back(*state, table, strlen(table), &counts);
	assert_int_equal(counts.requirements, 1);
}

static void an_old_folder_is_kept(void **state)
{
	static const char table[] = HEADER UNIT("1", "南桥") "1-1,水/综合类,节水。\r\n";
	struct yice_import_options options = { 0 };
	struct yice_import_counts counts;
	struct yice_report *report;
	struct place *place = *state;
	char path[128];

	put(place->table, table, strlen(table));
	assert_int_equal(mkdir(place->folder, 0777), 0);
	snprintf(path, sizeof(path), "%s/mine.txt", place->folder);
	put(path, "x", 1);
	assert_int_equal(yice_report_new(&report), YICE_OK);
	assert_int_equal(yice_import(place->table, place->folder, &options, report, &counts), YICE_ERANGE);
	assert_int_equal(access(path, F_OK), 0);
	options.force = 1;
	import_to(place, place->folder, &options, report, &counts);
	snprintf(path, sizeof(path), "%s.bak/mine.txt", place->folder);
	assert_int_equal(access(path, F_OK), 0);
	yice_report_free(report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(made_up_tables_come_back, make_place, drop_place),
		cmocka_unit_test_setup_teardown(names_become_parameters, make_place, drop_place),
		cmocka_unit_test_setup_teardown(numbers_and_kinds_never_do, make_place, drop_place),
		cmocka_unit_test_setup_teardown(names_the_table_does_not_give_are_found, make_place,
						drop_place),
		cmocka_unit_test_setup_teardown(kinds_of_names_stay_apart, make_place, drop_place),
		cmocka_unit_test_setup_teardown(templates_can_be_refused, make_place, drop_place),
		cmocka_unit_test_setup_teardown(wide_tables_come_back, make_place, drop_place),
		cmocka_unit_test_setup_teardown(several_in_a_cell_become_clauses, make_place, drop_place),
		cmocka_unit_test_setup_teardown(a_cell_can_stay_whole, make_place, drop_place),
		cmocka_unit_test_setup_teardown(published_spellings_survive_an_edit, make_place, drop_place),
		cmocka_unit_test_setup_teardown(gb18030_comes_back, make_place, drop_place),
		cmocka_unit_test_setup_teardown(an_old_folder_is_kept, make_place, drop_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lists of cities that never were: headers by any of their names, in any
 * order, long or wide, in three encodings, with the dirt that published tables
 * have. Whatever import makes of one passes the compiler's checks, is in
 * canonical form and comes back byte by byte. YICE_DIRTY_SEEDS for more.
 */
#include "base/report.h"
#include "compiler/rule.h"
#include "exchange/texts.h"
#include "exchange/write.h"
#include "grammar/format.h"

#include <setjmp.h>
#include <stdio.h>
#include <cmocka.h>

#define COLUMNS 14

struct city {
	uint32_t seed;
	enum yice_role columns[COLUMNS];
	uint32_t column_count;
	const char *end;
	bool wide;
	struct yice_buf out;
};

static uint32_t next(struct city *city)
{
	city->seed = city->seed * 1664525u + 1013904223u;
	return city->seed >> 8;
}

static bool one_in(struct city *city, uint32_t n)
{
	return next(city) % n == 0;
}

static const char *pick(struct city *city, const char *const *from, size_t count)
{
	return from[next(city) % count];
}

#define PICK(city, ...)                                                                                      \
	pick(city, (const char *const[]){ __VA_ARGS__ },                                                     \
	     sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *))

static const char *header_of(struct city *city, enum yice_role role, uint32_t wide)
{
	static const char *const wides[][4] = { { "空间布局约束", "区域布局管控", "KJBJYS", "区域布局约束" },
						{ "污染物排放管控", "WRWPFGK", "PWWPFGK", "wrwpfgk" },
						{ "环境风险防控", "HJFXFK", "hjfxfk", "环境风险防控" },
						{ "资源开发效率要求", "ZYKFXLYQ", "能源资源利用",
						  "资源开发利用效率" } };

	switch (role) {
	case YICE_ROLE_CODE:
		return PICK(city, "单元编码", "管控单元编码", "环境管控单元编码", "HJGKDYBM", "hjgkdybm",
			    "环境管控单元代码");
	case YICE_ROLE_NAME:
		return PICK(city, "单元名称", "管控单元名称", "HJGKDYMC", "环境管控\n单元名称");
	case YICE_ROLE_PROVINCE:
		return PICK(city, "省", "省份", "PROV");
	case YICE_ROLE_CITY:
		return PICK(city, "市", "地市", "CITY");
	case YICE_ROLE_COUNTY:
		return PICK(city, "区县", "县（市、区）", "COUNTY", "行政区");
	case YICE_ROLE_CLASS:
		return PICK(city, "单元分类", "管控单元分类", "ZHGKDYFL");
	case YICE_ROLE_ZONES:
		return PICK(city, "要素细类", "环境要素细类", "YSXL");
	case YICE_ROLE_DIMENSION:
		return PICK(city, "管控维度", "维度", "管控类别");
	case YICE_ROLE_NUMBER:
		return PICK(city, "序号", "编号", "条款号");
	case YICE_ROLE_TAG:
		return PICK(city, "属性", "要求属性");
	case YICE_ROLE_TEXT:
		return PICK(city, "管控要求", "准入要求", " 管控内容 ");
	case YICE_ROLE_WIDE:
		return pick(city, wides[wide % 4], 4);
	default:
		return PICK(city, "备注", "面积（km2）", "", "备注\"一\"");
	}
}

static const char *sentence(struct city *city)
{
	return PICK(
	    city, "南桥镇应当逐年公布用水总量和节水情况，并接受社会监督。",
	    "北桥镇应当逐年公布用水总量和节水情况，并接受社会监督。", "禁止新建、扩建储油库；",
	    "推广节水器具。", "森林公园涉及甲山省级森林公园，园内禁止毁林开垦、采石和其他破坏景观的行为。",
	    "森林公园涉及乙岭省级森林公园、丙岭省级森林公园，园内禁止毁林开垦、采石和其他破坏景观的行为。",
	    "推动甲村污水处理厂提质增效，加快消除收集管网的空白区，逐步实现全覆盖。",
	    "推动乙村生活污水处理厂提质增效，加快消除收集管网的空白区，逐步实现全覆盖。",
	    "严格控制\"两高\"项目,另行规定.", "文中有{花括号}、\\反斜线和\t制表",
	    "第一行\r\n第二行\n\n第四行", "控制\x01字符和\xe2\x80\xaa方向",
	    "新增排放量不大于1.5t/a（2025年前），1：2替代。", "执行GB 3095-2012【大气/综合类】的要求。",
	    "参照【水/限制类】执行", "＝全角＝　空格", "\xf0\xa0\x80\x80字的要求。", "。", "#", "/", "/",
	    "无", "");
}

static void put_text(struct city *city, struct yice_buf *text)
{
	uint32_t parts = one_in(city, 4) ? 1 + next(city) % 4 : 1, style = next(city) % 6;

	if (one_in(city, 8))
		yice_buf_adds(text, PICK(city, " ", "　", "\n"));
	for (uint32_t i = 0; i < parts; i++) {
		if (parts > 1 && (i || style > 3))
			switch (style) {
			case 0:
				yice_buf_addf(
				    text, "%u-%u.【%s】", next(city) % 4, i + 1,
				    PICK(city, "水/综合类", "大气/禁止类", "能源综合类", "产业/鼓励引导类"));
				break;
			case 1:
			case 4:
				yice_buf_addf(text, "【%s】",
					      PICK(city, "水/综合类", "土壤/禁止类", "类", "水\"类"));
				break;
			case 2:
				yice_buf_addf(text, "\n（%u）", i + 1);
				break;
			case 3:
				yice_buf_addf(text, "%u ..【水/限制类】 ", i + 3);
				break;
			default:
				yice_buf_addf(text, "%u%s", i + 1 + (one_in(city, 20) ? 1u : 0u),
					      PICK(city, "、", "、", "."));
			}
		yice_buf_adds(text, sentence(city));
	}
	if (one_in(city, 8))
		yice_buf_adds(text, PICK(city, " ", "　 ", "\r\n"));
}

static void put_cell(struct city *city, enum yice_role role, struct yice_buf *text)
{
	switch (role) {
	case YICE_ROLE_CODE:
		yice_buf_adds(text,
			      PICK(city, "ZH99010120001", "ZH99010120001", "ZH99010110002", "ZH99020330003",
				   "zh99010120001", "ZH9901012", " ZH99010120001", "", "甲—1", "1"));
		break;
	case YICE_ROLE_NAME:
		yice_buf_adds(text, PICK(city, "南桥镇重点管控单元", "北桥镇、东河街道优先保护单元1",
					 "某高新区", "和平县一般管控单元", "", "“引号”单元"));
		break;
	case YICE_ROLE_PROVINCE:
		yice_buf_adds(text, PICK(city, "某省", "某省", ""));
		break;
	case YICE_ROLE_CITY:
		yice_buf_adds(text, PICK(city, "某市", "某市", "另一市", ""));
		break;
	case YICE_ROLE_COUNTY:
		yice_buf_adds(text, PICK(city, "东区", "西区", "东 区", "", "清单", "a.yice"));
		break;
	case YICE_ROLE_CLASS:
		yice_buf_adds(
		    text, PICK(city, "重点管控单元", "优先保护单元3", "一般", "2", "", "园区型重点管控单元"));
		break;
	case YICE_ROLE_ZONES:
		yice_buf_adds(text,
			      PICK(city, "水环境一般管控区", "水环境工业—城镇重点管控区、大气环境一般管控区",
				   "水环境工业-城镇重点管控区；大气环境一般管控区", "/", "",
				   "一般管控区(岸线)", "3区", "且、或"));
		break;
	case YICE_ROLE_DIMENSION:
		yice_buf_adds(
		    text, PICK(city, "空间布局约束", "污染物排放管控", "空间/布局", "", "1.空间布局", "条"));
		break;
	case YICE_ROLE_NUMBER:
		yice_buf_adds(text, PICK(city, "1-1", "1-2", "1", "", "", "1-1", "1．", "一", "1-1-1",
					 "2024-01-01", "①"));
		break;
	case YICE_ROLE_TAG:
		yice_buf_adds(text, PICK(city, "水/综合类", "大气/禁止类", "", "", "水综合类",
					 "产业/鼓励引导类", "【水/综合类】", "条/综合类", "水/大气/限制类"));
		break;
	case YICE_ROLE_TEXT:
	case YICE_ROLE_WIDE:
		put_text(city, text);
		break;
	default:
		yice_buf_adds(text, PICK(city, "", "甲", "12.5", "=1+1"));
	}
}

static void put(struct city *city, const char *text)
{
	bool quoted = strpbrk(text, ",\"\r\n") || one_in(city, 12);

	if (quoted)
		yice_buf_addc(&city->out, '"');
	for (; *text; text++) {
		if (*text == '"')
			yice_buf_addc(&city->out, '"');
		yice_buf_addc(&city->out, *text);
	}
	if (quoted)
		yice_buf_addc(&city->out, '"');
}

/* Columns in any order; some may be missing, or twice there. */
static void choose_columns(struct city *city)
{
	static const enum yice_role all[] = { YICE_ROLE_CODE,  YICE_ROLE_NAME,      YICE_ROLE_PROVINCE,
					      YICE_ROLE_CITY,  YICE_ROLE_COUNTY,    YICE_ROLE_CLASS,
					      YICE_ROLE_ZONES, YICE_ROLE_DIMENSION, YICE_ROLE_NUMBER,
					      YICE_ROLE_TAG,   YICE_ROLE_EXTRA };

	city->wide = one_in(city, 3);
	for (size_t i = 0; i < YICE_COUNT(all); i++)
		if (!i || !one_in(city, 5))
			city->columns[city->column_count++] = all[i];
	for (uint32_t i = 0; i < (city->wide ? 3u : 1u); i++)
		city->columns[city->column_count++] = city->wide ? YICE_ROLE_WIDE : YICE_ROLE_TEXT;
	for (uint32_t i = one_in(city, 2) ? city->column_count : 1; i-- > 1;) {
		uint32_t other = next(city) % (i + 1);
		enum yice_role held = city->columns[i];

		city->columns[i] = city->columns[other];
		city->columns[other] = held;
	}
}

static void make_table(struct city *city)
{
	uint32_t rows = next(city) % 30;

	choose_columns(city);
	city->end = PICK(city, "\n", "\r\n");
	for (uint32_t i = 0; i < city->column_count; i++) {
		if (i)
			yice_buf_addc(&city->out, ',');
		put(city, header_of(city, city->columns[i], i));
	}
	for (uint32_t r = 0; r < rows; r++) {
		uint32_t cells =
		    one_in(city, 15) ? 1 + next(city) % (city->column_count + 2) : city->column_count;

		yice_buf_adds(&city->out, one_in(city, 25) ? "\n" : city->end);
		if (one_in(city, 20))
			yice_buf_adds(&city->out, city->end);
		for (uint32_t i = 0; i < cells; i++) {
			struct yice_buf text = YICE_BUF_INIT;

			if (i)
				yice_buf_addc(&city->out, ',');
			put_cell(city, i < city->column_count ? city->columns[i] : YICE_ROLE_EXTRA, &text);
			put(city, yice_buf_text(&text));
			yice_buf_release(&text);
		}
	}
	if (!one_in(city, 4))
		yice_buf_adds(&city->out, city->end);
}

/* Two of three stay UTF-8, with a mark or without. */
static void encode(struct city *city)
{
	struct yice_buf coded = YICE_BUF_INIT;

	switch (next(city) % 4) {
	case 0:
		yice_buf_adds(&coded, "\xef\xbb\xbf");
		yice_buf_add(&coded, city->out.data, city->out.len);
		break;
	case 1:
		assert_int_equal(yice_sheet_encode(city->out.data, city->out.len, &coded), YICE_OK);
		break;
	default:
		return;
	}
	yice_buf_release(&city->out);
	city->out = coded;
}

static void expect_sound(const struct yice_output *files)
{
	struct yice_output sources = { files->files, files->count - 1, 0 };
	struct yice_reading reading;
	struct yice_report *report;

	assert_int_equal(yice_report_new(&report), YICE_OK);
	assert_int_equal(yice_reading_open_texts(&reading, &sources, NULL, &report->sources, &report->diags),
			 YICE_OK);
	assert_int_equal(yice_model_check(&reading.model), YICE_OK);
	assert_int_equal(yice_rules_check(&reading.model, &reading.rules), YICE_OK);
	assert_int_equal(yice_diags_status(&report->diags), YICE_OK);
	for (uint32_t i = 0; i < sources.count; i++) {
		struct yice_buf again = YICE_BUF_INIT, *text = &sources.files[i].text;
		uint32_t file;

		assert_int_equal(yice_sources_add(&report->sources, "again", text->data, text->len, &file),
				 YICE_OK);
		assert_int_equal(
		    yice_format(&report->sources, file, YICE_ZH, NULL, 0, &report->diags, &again), YICE_OK);
		assert_string_equal(yice_buf_text(&again), text->data);
		yice_buf_release(&again);
	}
	yice_reading_close(&reading);
	yice_report_free(report);
}

static void expect_back(struct city *city, const struct yice_import_options *options)
{
	struct yice_import_counts counts;
	struct yice_output files;
	struct yice_report *report;
	char *said = NULL;
	void *bytes;
	size_t len;
	int status;

	assert_int_equal(yice_report_new(&report), YICE_OK);
	status = yice_import_texts("list.csv", city->out.data, city->out.len, options, "", report, &files,
				   &counts);
	if (status && !yice_report_text(report, "compact", "en", &said))
		print_message("%s\n%s\n", said, city->out.data);
	free(said);
	assert_int_equal(status, YICE_OK);
	assert_true(options->no_templates || counts.bodies == counts.folded);
	assert_true(counts.folded <= counts.distinct);
	expect_sound(&files);
	assert_int_equal(yice_export_texts(&files, report, &bytes, &len), YICE_OK);
	assert_int_equal(len, city->out.len);
	assert_memory_equal(bytes, city->out.data, len);
	free(bytes);
	yice_output_release(&files);
	yice_report_free(report);
}

static void cities_that_never_were_come_back(void **state)
{
	static const struct yice_import_options plain = { .no_split = 0 },
						whole = { .no_split = 1, .no_templates = 1 };
	const char *given = getenv("YICE_DIRTY_SEEDS");
	uint32_t seeds = given ? (uint32_t)strtoul(given, NULL, 10) : 200;

	YICE_UNUSED(state);
	for (uint32_t i = 1; i <= seeds; i++) {
		struct city city = { .seed = i * 2654435761u, .out = YICE_BUF_INIT };

		make_table(&city);
		encode(&city);
		if (given)
			print_message("seed %u\n", (unsigned int)i);
		expect_back(&city, &plain);
		if (one_in(&city, 3))
			expect_back(&city, &whole);
		yice_buf_release(&city.out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cities_that_never_were_come_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

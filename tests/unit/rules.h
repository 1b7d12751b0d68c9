/* SPDX-License-Identifier: Apache-2.0 */
/* A small vocabulary, and rules built over it, for tests of clauses and images. */
#ifndef YICE_TESTS_UNIT_RULES_H
#define YICE_TESTS_UNIT_RULES_H

#include "tests/unit/model.h"

#define RULES_VOCABULARY                                                                                              \
	"量纲 质量（mass）单位 kg 量纲 长度（length）单位 m 量纲 年数（years）单位 a 量纲 日数（days）单位 d\n"      \
	"计量 t = 1000 kg 计量 g = 1/1000 kg 计量 mg = 1/1000 g 计量 m³ = 1 m·m·m 计量 L = 1/1000 m³\n"              \
	"计量 km = 1000 m 计量 hm² = 10000 m·m 计量 亩（mu）= 2000/3 m·m 计量 % = 1/100 1\n"                         \
	"词表 性质（nature）：新建（new）、改建（renovation）、扩建（expansion）\n"                                  \
	"词表 工序（process）：喷涂（spraying）、电镀（plating）、烘干\n"                                             \
	"词表 污染物（pollutant）：化学需氧量（cod）、氨氮（nh3_n）\n"                                               \
	"词表 镇街（town）：北滘镇（beijiao）、陈村镇（chencun）\n"                                                  \
	"词表 时段（period）：日均（daily_mean）、小时均值（hourly_mean）\n"                                         \
	"集合 涂装（coating）取自 工序：喷涂、烘干\n"                                                                \
	"属性 建设性质（nature_of）：一项 性质 属性 工艺（processes）：多项 工序\n"                                  \
	"属性 新增.{污染物}（new.{pollutant}）：数量 t/a 范围 0 t/a\n"                                               \
	"属性 削减.{污染物}（offset.{pollutant}）：数量 t/a 属性 日排：数量 t/d\n"                                   \
	"属性 出水（effluent）：数量 mg/L 按 日均 属性 出水二：数量 mg/L 按 小时均值 属性 浓度：数量 mg/L\n"         \
	"属性 用地（land）：数量 hm² 属性 比例（ratio）：数量 1 属性 占比：数量 %\n"                                 \
	"属性 {镇街}.达标（{town}.attained）：是否 属性 建成（built）：日期 属性 批准（approved）：日期\n"            \
	"分区 水源区（water_zone）要素 水 分区 高排区（high_zone）要素 大气 区域 保护地（reserve）\n"                \
	"维度 布局（layout）\n"                                                                                      \
	"文件 《旧法》简称 旧法 施行 2000-01-01 起，2020-01-01 废止 被代替 《新法》\n"                               \
	"文件 《新法》简称 新法 施行 2020-01-01 起\n"                                                                \
	"行政区 000000 全国（china） 行政区 440000 广东（guangdong）上级 000000\n"                                   \
	"行政区 440606 顺德（shunde）上级 440000\n"
#define RULES_SITE "属性 场址（site）：多项 区划\n"
#define RULES_LIST "清单 440606 \"顺德清单\" 施行 2024-07-01 起\n适用 全域\n"

struct built {
	struct fixture f;
	struct yice_rules rules;
};

/* Rules of the whole text; mistakes are in b->f.diags. */
static inline void built_init(struct built *b, const char *text)
{
	fixture_outline(&b->f, text);
	b->rules = (struct yice_rules){ NULL, 0 };
	assert_int_equal(yice_rules_build(&b->f.model, &b->rules), YICE_OK);
}

static inline void built_release(struct built *b)
{
	fixture_release(&b->f);
}

/* The same for clauses behind RULES_LIST. */
static inline void built_clauses(struct built *b, const char *clauses)
{
	struct yice_buf text = YICE_BUF_INIT;

	yice_buf_adds(&text, RULES_VOCABULARY RULES_SITE RULES_LIST);
	yice_buf_adds(&text, clauses);
	built_init(b, yice_buf_text(&text));
	yice_buf_release(&text);
}

/* First diagnostic, for messages of failed assertions. */
static inline void built_assert_clean(const struct built *b)
{
	struct yice_buf out = YICE_BUF_INIT;

	for (uint32_t i = 0; i < b->f.diags.count; i++) {
		yice_buf_addf(&out, "%s: ", yice_diag_code(b->f.diags.items[i]->main.id));
		yice_message_render(&b->f.diags.items[i]->main, YICE_EN, &out);
		yice_buf_addc(&out, '\n');
	}
	if (b->f.diags.errors)
		fail_msg("%s", yice_buf_text(&out));
	yice_buf_release(&out);
}

#endif

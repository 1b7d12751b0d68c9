/* SPDX-License-Identifier: Apache-2.0 */
/* Random lists over domains small enough to enumerate, for pairs.c and joint.c: vocabularies, conditions and clauses as text. */
#ifndef YICE_TESTS_ANALYSIS_LISTS_H
#define YICE_TESTS_ANALYSIS_LISTS_H

#include "base/buf.h"

#define VARIANTS 3
#define PLACED   3 /* a variant beside them: places, for joint.c */

static const char *const declarations[VARIANTS] = {
	"词表 性：新、改、扩 词表 件：甲、乙、丙 代码表 业 版本 \"试\" 数据 \"codes.tsv\"\n"
	"属性 性：一项 性 属性 件：多项 件 属性 旗：是否 属性 量：数量 1 范围 0、3 属性 业：一项 业\n",
	"词表 性：新、改、扩 代码表 业 版本 \"试\" 数据 \"codes.tsv\"\n"
	"属性 性：一项 性 属性 业：多项 业 属性 建：日期 属性 批：日期\n",
	"词表 性：新、改、扩 属性 性：一项 性 属性 甲：数量 1 范围 0、3 属性 乙：数量 1 范围 0、3\n",
};
static const char *const codes[] = { "A", "A1", "A11", "A12", "A2", "B", "B1" };
static const char codes_table[] = "code\tname\nA\t甲\nA1\t甲一\nA11\t甲一一\nA12\t甲一二\nA2\t甲二\nB\t乙\nB1\t乙一\n";
static const char *const leaves[] = { "A11", "A12", "A2", "B1" };
static const char *const natures[] = { "新", "改", "扩" };
static const char *const parts[] = { "甲", "乙", "丙" };
static const char *const places[] = { "东区", "西区", "甲园" };
static const char *const relations[] = { "<", "≤", ">", "≥", "=", "≠" };

struct random {
	uint64_t state;
};

static inline uint32_t draw(struct random *random, uint32_t below)
{
	random->state ^= random->state << 13;
	random->state ^= random->state >> 7;
	random->state ^= random->state << 17;
	return (uint32_t)(random->state >> 33) % below;
}

/* One or more of the words. */
static inline void add_words(struct random *random, const char *const *words, uint32_t count, struct yice_buf *out)
{
	uint32_t chosen = 1 + draw(random, (1u << count) - 1), first = 1;

	for (uint32_t i = 0; i < count; i++)
		if (chosen >> i & 1) {
			yice_buf_addf(out, "%s%s", first ? "" : "、", words[i]);
			first = 0;
		}
}

static inline void add_codes(struct random *random, struct yice_buf *out)
{
	uint32_t a = draw(random, YICE_COUNT(codes)), b = draw(random, YICE_COUNT(codes));

	yice_buf_adds(out, codes[a]);
	if (a != b && draw(random, 2))
		yice_buf_addf(out, "、%s", codes[b]);
}

static inline void add_test(struct random *random, int variant, struct yice_buf *out)
{
	static const char *const some[] = { "含", "不含", "全部属于" }, *const within[] = { "位于", "不位于", "全部属于" };
	const char *relation = relations[draw(random, 6)];

	switch (variant * 10 + (int)draw(random, variant ? 4 : 5)) {
	case 0:
		yice_buf_addf(out, "件 %s ", some[draw(random, 3)]);
		add_words(random, parts, 3, out);
		return;
	case 1:
		yice_buf_addf(out, "旗 = %s", draw(random, 2) ? "是" : "否");
		return;
	case 2:
		yice_buf_addf(out, "量 %s %lu", relation, (unsigned long)draw(random, 4));
		return;
	case 3:
		yice_buf_adds(out, draw(random, 2) ? "业 属于 " : "业 不属于 ");
		add_codes(random, out);
		return;
	case 10:
		yice_buf_addf(out, "业 %s ", some[draw(random, 3)]);
		add_codes(random, out);
		return;
	case 11:
		yice_buf_addf(out, "%s %s 2024-01-0%lu", draw(random, 2) ? "建" : "批", relation,
			      (unsigned long)draw(random, 3) + 2);
		return;
	case 12:
		yice_buf_addf(out, "建 %s 批", relation);
		return;
	case 20:
		yice_buf_addf(out, "甲 %s 乙 %s %lu", draw(random, 2) ? "+" : "-", relation,
			      (unsigned long)draw(random, 4));
		return;
	case 21:
		yice_buf_addf(out, "%s %s %lu", draw(random, 2) ? "甲" : "乙", relation,
			      (unsigned long)draw(random, 4));
		return;
	case 22:
		yice_buf_addf(out, "甲 %s 乙", relation);
		return;
	case 30:
	case 31:
		yice_buf_addf(out, "场址 %s ", within[draw(random, 3)]);
		add_words(random, places, 3, out);
		return;
	case 32:
		yice_buf_addf(out, "旗 = %s", draw(random, 2) ? "是" : "否");
		return;
	default:
		yice_buf_adds(out, "性 属于 ");
		add_words(random, natures, 3, out);
		return;
	}
}

static inline void add_condition(struct random *random, int variant, uint32_t depth, struct yice_buf *out)
{
	uint32_t kind = draw(random, depth ? 8 : 5), children = 2 + draw(random, 2);

	if (kind == 4 && !draw(random, 2)) {
		yice_buf_addf(out, "待判 \"%lu\"", (unsigned long)draw(random, 3));
		return;
	}
	if (kind < 5) {
		add_test(random, variant, out);
		return;
	}
	if (kind == 5) {
		yice_buf_adds(out, "非（");
		add_condition(random, variant, depth - 1, out);
		yice_buf_adds(out, "）");
		return;
	}
	for (uint32_t i = 0; i < children; i++) {
		yice_buf_adds(out, i ? kind == 6 ? " 且（" : " 或（" : "（");
		add_condition(random, variant, depth - 1, out);
		yice_buf_adds(out, "）");
	}
}

static inline void add_part(struct random *random, int variant, const char *word, struct yice_buf *out)
{
	yice_buf_addf(out, " %s ", word);
	add_condition(random, variant, 2, out);
}

static inline void add_clause(struct random *random, int variant, uint32_t number, struct yice_buf *out)
{
	static const char *const effects[] = { "禁止", "限制 \"论证\"", "鼓励", "" };
	uint32_t effect = draw(random, 7);

	yice_buf_addf(out, "1-%lu 原文 \"甲\"", (unsigned long)number + 1);
	if (draw(random, 5))
		add_part(random, variant, "当", out);
	for (uint32_t i = draw(random, 3); i > 0; i--) {
		add_part(random, variant, "除", out);
		if (!draw(random, 3))
			add_part(random, variant, "但", out);
	}
	if (effect < YICE_COUNT(effects)) {
		yice_buf_addf(out, " %s", effects[effect]);
	} else {
		add_part(random, variant, "须", out);
		if (!draw(random, 3))
			add_part(random, variant, "须", out);
	}
	if (effect != 2 && !draw(random, 8))
		yice_buf_adds(out, " 待判 \"等\"");
	yice_buf_addc(out, '\n');
}

/* A condition of projects alone, without open words. */
static inline void add_stated(struct random *random, int variant, struct yice_buf *out)
{
	do {
		yice_buf_clear(out);
		add_condition(random, variant, 2, out);
	} while (strstr(yice_buf_text(out), "待判"));
}

#endif

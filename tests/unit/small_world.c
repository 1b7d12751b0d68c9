/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random lists, their domains and all states of these; see small_world.h. Three
 * variants: words, codes and numbers; lists of codes and days; sums.
 */
#include "tests/unit/unit.h"

#include <stdio.h>
#include <unistd.h>

#include "tests/unit/small_world.h"
#include "yice/compile.h"

static const char *const declarations[VARIANTS] = {
	"词表 性：新、改、扩 词表 件：甲、乙、丙 代码表 业 版本 \"试\" 数据 \"codes.tsv\"\n"
	"属性 性：一项 性 属性 件：多项 件 属性 旗：是否 属性 量：数量 1 范围 0、3 属性 业：一项 业\n",
	"词表 性：新、改、扩 代码表 业 版本 \"试\" 数据 \"codes.tsv\"\n"
	"属性 性：一项 性 属性 业：多项 业 属性 建：日期 属性 批：日期\n",
	"词表 性：新、改、扩 属性 性：一项 性 属性 旗：是否 属性 甲：数量 1 范围 0、3 属性 乙：数量 1 范围 "
	"0、3\n",
};
static const char codes_table[] =
    "code\tname\nA\t甲\nA1\t甲一\nA11\t甲一一\nA12\t甲一二\nA2\t甲二\nB\t乙\nB1\t乙一\n";
static const char *const codes[] = { "A", "A1", "A11", "A12", "A2", "B", "B1" };
static const char *const natures[] = { "新", "改", "扩" };
static const char *const parts[] = { "甲", "乙", "丙" };
static const char *const leaves[] = { "A11", "A12", "A2", "B1" };
static const char *const relations[] = { "<", "≤", ">", "≥", "=", "≠" };

static uint64_t state = 20261122;

uint32_t world_draw(uint32_t below)
{
	return (uint32_t)(unit_random(&state) >> 33) % below;
}

/* ---------------------------------------------------------------- random rules */

static void add_words(const char *const *words, uint32_t count, struct yice_buf *out)
{
	uint32_t chosen = 1 + world_draw((1u << count) - 1);
	bool first = true;

	for (uint32_t i = 0; i < count; i++)
		if (chosen >> i & 1) {
			yice_buf_addf(out, "%s%s", first ? "" : "、", words[i]);
			first = false;
		}
}

static void add_test(int variant, struct yice_buf *out)
{
	static const char *const some[] = { "含", "不含", "全部属于" };
	const char *relation = relations[world_draw(6)];

	switch (variant * 10 + (int)world_draw(variant == 0 ? 5 : variant == 1 ? 4 : 5)) {
	case 0:
		yice_buf_addf(out, "件 %s ", some[world_draw(3)]);
		add_words(parts, 3, out);
		return;
	case 1:
	case 23:
		yice_buf_addf(out, "旗 = %s", world_draw(2) ? "是" : "否");
		return;
	case 2:
		yice_buf_addf(out, "量 %s %u", relation, (unsigned int)world_draw(4));
		return;
	case 3:
		yice_buf_addf(out, "业 %s %s", world_draw(2) ? "属于" : "不属于", codes[world_draw(YICE_COUNT(codes))]);
		return;
	case 10:
		yice_buf_addf(out, "业 %s %s", some[world_draw(3)], codes[world_draw(YICE_COUNT(codes))]);
		return;
	case 11:
		yice_buf_addf(out, "%s %s 2024-01-0%u", world_draw(2) ? "建" : "批", relation,
			      (unsigned int)world_draw(3) + 2);
		return;
	case 12:
		yice_buf_addf(out, "建 %s 批", relation);
		return;
	case 20:
		yice_buf_addf(out, "甲 %s 乙 %s %u", world_draw(2) ? "+" : "-", relation, (unsigned int)world_draw(4));
		return;
	case 21:
		yice_buf_addf(out, "%s %s %u", world_draw(2) ? "甲" : "乙", relation, (unsigned int)world_draw(4));
		return;
	case 22:
		yice_buf_addf(out, "甲 %s 乙", relation);
		return;
	default:
		yice_buf_adds(out, "性 属于 ");
		add_words(natures, 3, out);
		return;
	}
}

static void add_condition(int variant, uint32_t depth, struct yice_buf *out)
{
	uint32_t kind = world_draw(depth ? 9 : 6), children = 2 + world_draw(2);

	if (kind == 4 && !world_draw(4)) {
		yice_buf_addf(out, "待判 \"%u\"", (unsigned int)world_draw(3));
		return;
	}
	if (kind < 6) {
		add_test(variant, out);
		return;
	}
	if (kind == 6) {
		yice_buf_adds(out, "非（");
		add_condition(variant, depth - 1, out);
		yice_buf_adds(out, "）");
		return;
	}
	for (uint32_t i = 0; i < children; i++) {
		yice_buf_adds(out, i ? kind == 7 ? " 且（" : " 或（" : "（");
		add_condition(variant, depth - 1, out);
		yice_buf_adds(out, "）");
	}
}

static void add_clause(int variant, uint32_t number, struct yice_buf *out)
{
	static const char *const effects[] = { "禁止", "禁止", "限制 \"论证\"" };
	uint32_t effect = world_draw(6);

	yice_buf_addf(out, "1-%u 原文 \"甲\"", (unsigned int)number + 1);
	if (world_draw(6) || effect < YICE_COUNT(effects)) {
		yice_buf_adds(out, " 当 ");
		add_condition(variant, 2, out);
	}
	if (!world_draw(3)) {
		yice_buf_adds(out, " 除 ");
		add_condition(variant, 1, out);
	}
	if (effect < YICE_COUNT(effects)) {
		yice_buf_addf(out, " %s", effects[effect]);
	} else {
		yice_buf_adds(out, " 须 ");
		add_condition(variant, 1, out);
	}
	yice_buf_adds(out, world_draw(16) ? "\n" : " 待判 \"等\"\n");
}

/* ---------------------------------------------------------------- domains */

static struct domain *add_domain(struct world *world, const char *name)
{
	struct domain *domain = &world->domains[world->attrs++];

	memset(domain, 0, sizeof(*domain));
	domain->name = name;
	return domain;
}

static void add_one(struct world *world, const char *name, const char *const *words, uint32_t count)
{
	struct domain *domain = add_domain(world, name);

	for (uint32_t i = 0; i < count; i++)
		snprintf(domain->values[domain->count++], sizeof(domain->values[0]), "%s", words[i]);
}

static void add_some(struct world *world, const char *name, const char *const *words, uint32_t count)
{
	struct domain *domain = add_domain(world, name);

	domain->some = true;
	for (uint32_t set = 0; set < 1u << count; set++) {
		char *text = domain->values[domain->count++];

		for (uint32_t i = 0; i < count; i++)
			if (set >> i & 1)
				snprintf(text + strlen(text), sizeof(domain->values[0]) - strlen(text),
					 "%s%s", *text ? "、" : "", words[i]);
		domain->completions |= set & 1 ? 1u << (domain->count - 1) : 0;
	}
	domain->partial = words[0];
}

static void add_sixths(struct world *world, const char *name, uint32_t step)
{
	struct domain *domain = add_domain(world, name);

	domain->number = true;
	for (uint32_t sixths = 0; sixths < SIXTHS; sixths += step)
		snprintf(domain->values[domain->count++], sizeof(domain->values[0]), "%u 六分",
			 (unsigned int)sixths);
}

static void add_days(struct world *world, const char *name)
{
	struct domain *domain = add_domain(world, name);
	yice_day day = 0;

	domain->number = domain->fixed = true;
	assert_int_equal(yice_date_make(2023, 12, 30, &day), YICE_OK);
	for (int i = 0; i < 9; i++)
		yice_date_format(day + i, domain->values[domain->count++]);
}

static void make_domains(struct world *world, int variant)
{
	static const char *const yes_no[] = { "否", "是" };

	world->attrs = 0;
	add_one(world, "性", natures, 3);
	if (variant == 0) {
		add_some(world, "件", parts, 3);
		add_one(world, "旗", yes_no, 2);
		add_sixths(world, "量", 3);
		add_one(world, "业", leaves, 4);
		world->domains[4].fixed = true;
		world->domains[4].partial = "A1";
		world->domains[4].completions = 3;
	} else if (variant == 1) {
		add_some(world, "业", leaves, 4);
		world->domains[1].fixed = true;
		add_days(world, "建");
		add_days(world, "批");
	} else {
		add_one(world, "旗", yes_no, 2);
		add_sixths(world, "甲", 1);
		add_sixths(world, "乙", 1);
	}
}

/* ---------------------------------------------------------------- states */

uint32_t world_choices(const struct domain *domain)
{
	return domain->count + 1 + (domain->partial != NULL);
}

uint32_t world_index(const struct world *world, const uint32_t *chosen)
{
	uint32_t index = 0;

	for (uint32_t a = world->attrs; a-- > 0;)
		index = index * world_choices(&world->domains[a]) + chosen[a];
	return index;
}

void world_set(const struct world *world, const struct domain *domain, const char *text, bool complete)
{
	assert_int_equal(yice_facts_set(world->facts, domain->name, text, domain->some && complete, NULL),
			 YICE_OK);
}

void world_choose(const struct world *world, uint32_t a, uint32_t choice)
{
	const struct domain *domain = &world->domains[a];

	if (choice < domain->count)
		world_set(world, domain, domain->values[choice], true);
	else if (choice > domain->count)
		world_set(world, domain, domain->partial, false);
}

enum yice_verdict world_decide(const struct world *world, const uint32_t *chosen)
{
	yice_facts_clear(world->facts);
	for (uint32_t a = 0; a < world->attrs; a++)
		world_choose(world, a, chosen[a]);
	assert_int_equal(yice_run_decide(world->run, world->facts, NULL), YICE_OK);
	return yice_run_verdict(world->run);
}

static void decide_states(struct world *world)
{
	uint32_t chosen[ATTRS] = { 0 };

	world->states = 1;
	for (uint32_t a = 0; a < world->attrs; a++)
		world->states *= world_choices(&world->domains[a]);
	assert_true(world->states <= STATES);
	for (uint32_t i = 0; i < world->states; i++) {
		for (uint32_t a = 0, rest = i; a < world->attrs; a++) {
			chosen[a] = rest % world_choices(&world->domains[a]);
			rest /= world_choices(&world->domains[a]);
		}
		world->verdict[i] = (uint8_t)world_decide(world, chosen);
		for (uint32_t c = 0; c < CLAUSES; c++)
			world->outcome[i][c] = (int8_t)yice_run_outcome(world->run, c);
	}
}

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
	assert_int_equal(fclose(file), 0);
}

/* An image of the world's rules, with facts and a run. */
void world_build(struct world *world)
{
	char folder[] = "/tmp/yice-advice.XXXXXX", rules[64], table[64];
	const char *path = rules;
	yice_report *report;
	size_t len;

	assert_non_null(mkdtemp(folder));
	snprintf(rules, sizeof(rules), "%s/a.yice", folder);
	snprintf(table, sizeof(table), "%s/codes.tsv", folder);
	write_file(rules, yice_buf_text(&world->rules));
	write_file(table, world->table ? world->table : codes_table);
	assert_int_equal(yice_report_new(&report), YICE_OK);
	if (yice_build(&path, 1, report, &world->bytes, &len))
		fail_msg("%s", yice_buf_text(&world->rules));
	assert_int_equal(yice_image_borrow(world->bytes, len, NULL, &world->image), YICE_OK);
	yice_report_free(report);
	assert_int_equal(unlink(rules) | unlink(table) | rmdir(folder), 0);
	assert_int_equal(yice_facts_new(world->image, &world->facts), YICE_OK);
	assert_int_equal(yice_run_new(world->image, &world->run), YICE_OK);
}

void world_make(struct world *world, int variant)
{
	yice_buf_clear(&world->rules);
	yice_buf_addf(
	    &world->rules,
	    "行政区 000000 全国 计量 六分 = 1/6 1\n%s清单 000000 \"试\" 施行 2020-01-01 起\n适用 全域\n",
	    declarations[variant]);
	for (uint32_t i = 0; i < CLAUSES; i++)
		add_clause(variant, i, &world->rules);
	world_build(world);
	make_domains(world, variant);
	decide_states(world);
}

void world_free(struct world *world)
{
	yice_run_free(world->run);
	yice_facts_free(world->facts);
	yice_image_free(world->image);
	free(world->bytes);
}

void world_explain(const struct world *world, const uint32_t *chosen)
{
	print_message("%s", yice_buf_text(&world->rules));
	for (uint32_t a = 0; a < world->attrs; a++) {
		const struct domain *domain = &world->domains[a];

		print_message("%s: %s\n", domain->name,
			      chosen[a] < domain->count    ? domain->values[chosen[a]]
			      : chosen[a] == domain->count ? "missing"
							   : domain->partial);
	}
}

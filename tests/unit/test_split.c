/* SPDX-License-Identifier: Apache-2.0 */
/* Cells of several requirements: what is taken apart, and above all what is not. */
#include "exchange/split.h"

#include "base/base.h"

#include <setjmp.h>
#include <cmocka.h>

#include "base/buf.h"

/* The parts of a cell as "number|tag|text" lines; "=" for one requirement, "?" for an unclear cell. */
static void expect(const char *text, const char *number, const char *tag, const char *wanted)
{
	struct yice_buf got = YICE_BUF_INIT, whole = YICE_BUF_INIT;
	struct yice_cell_part *parts;
	enum yice_cell_kind kind;
	struct yice_arena arena;
	uint32_t count;

	yice_arena_init(&arena);
	assert_int_equal(yice_cell_split(&arena, text, number, tag, &kind, &parts, &count), YICE_OK);
	if (kind != YICE_CELL_PARTS) {
		assert_int_equal(count, 1);
		assert_string_equal(parts->text, text);
		assert_string_equal(parts->number, number);
		assert_string_equal(parts->mark, "");
		yice_buf_adds(&got, kind == YICE_CELL_ONE ? "=" : "?");
	}
	for (uint32_t i = 0; i < count; i++) {
		for (const char *at = parts[i].mark; *at; at++)
			if (*at == YICE_MARK_NUMBER || *at == YICE_MARK_TAG)
				yice_buf_adds(&whole, *at == YICE_MARK_TAG ? parts[i].tag : parts[i].number);
			else
				yice_buf_addc(&whole, *at);
		yice_buf_adds(&whole, parts[i].text);
		if (kind == YICE_CELL_PARTS)
			yice_buf_addf(&got, "%s|%s|%s\n", parts[i].number, parts[i].tag, parts[i].text);
	}
	assert_string_equal(yice_buf_text(&got), wanted);
	assert_string_equal(yice_buf_text(&whole), text);
	yice_buf_release(&got);
	yice_buf_release(&whole);
	yice_arena_release(&arena);
}

static void numbered_tags_begin_requirements(void **state)
{
	YICE_UNUSED(state);
	expect("甲。1-7.【水/限制类】乙。1-8.【大气/禁止类】丙。", "1-6", "土壤/禁止类",
	       "1-6|土壤/禁止类|甲。\n1-7|水/限制类|乙。\n1-8|大气/禁止类|丙。\n");
	expect("甲。2-2 .【能源/综合类】乙。2-3..【能源/综合类】丙", "2-1", "能源/综合类",
	       "2-1|能源/综合类|甲。\n2-2|能源/综合类|乙。\n2-3|能源/综合类|丙\n");
	expect("甲。\n　5【水/综合类】 乙。", "4", "", "4||甲。\n5|水/综合类|乙。\n");
}

static void tags_alone_do_behind_a_sentence(void **state)
{
	YICE_UNUSED(state);
	expect("【生态/禁止类】甲。【产业/综合类】乙。", "", "", "|生态/禁止类|甲。\n|产业/综合类|乙。\n");
	expect("【水/综合类】甲。", "", "", "|水/综合类|甲。\n");
	expect("1.【水/综合类】甲。2.【水/综合类】乙。", "", "", "1|水/综合类|甲。\n2|水/综合类|乙。\n");
	/* The cell begins with a tag: a full stop is missing. */
	expect("【生态/禁止类】甲【产业/综合类】乙。", "", "", "|生态/禁止类|甲\n|产业/综合类|乙。\n");
}

static void items_from_one_on_are_requirements(void **state)
{
	YICE_UNUSED(state);
	expect("1、甲。2、乙；3、丙", "", "", "1||甲。\n2||乙；\n3||丙\n");
	expect("（1）甲。\n（2）乙。", "", "", "1||甲。\n2||乙。\n");
	expect("1.甲：（1）子；（2）丑。2.乙。", "", "", "1||甲：（1）子；（2）丑。\n2||乙。\n");
	expect("1. 甲达到1.5倍。2. 乙。", "", "", "1||甲达到1.5倍。\n2||乙。\n");
}

static void doubtful_cells_stay_whole(void **state)
{
	YICE_UNUSED(state);
	expect("甲。", "", "", "=");
	expect("禁止下列行为：1、甲；2、乙。", "", "", "=");
	expect("1、甲。", "", "", "=");
	expect("1、甲。2、乙。", "1-1", "", "=");
	expect("1、甲。2、乙。", "", "水/综合类", "=");
	expect("1、甲。3、乙。", "", "", "?");
	expect("1、甲。1、子；2、丑。2、乙。", "", "", "?");
	expect("参照【水/综合类】的要求。", "", "", "?");
	expect("执行GB 3095-2012【大气/综合类】的要求。", "1", "大气/综合类", "?");
	expect("甲。执行1-2【水/综合类】。", "1-1", "", "?");
	expect("【水/综合类】甲。", "", "水/限制类", "?");
	expect("3【水/综合类】甲。", "4", "", "?");
	expect("甲。2-【水/综合类】乙。", "1", "", "?");
	expect("【水/综合类】【大气/综合类】甲。", "", "", "?");
	expect("【水/综合类】/", "", "", "?");
	expect("甲。【水/综合类】", "1", "", "?");
	expect("《【水】》", "", "", "=");
}

static void what_a_row_gives_stays_in_the_row(void **state)
{
	YICE_UNUSED(state);
	expect("4【水/综合类】甲。", "4", "", "4|水/综合类|甲。\n");
	expect("【水/综合类】甲。【水/综合类】乙。", "", "水/综合类", "|水/综合类|甲。\n|水/综合类|乙。\n");
}

static void other_ways_to_number_are_reported(void **state)
{
	YICE_UNUSED(state);
	expect("1-1.禁止甲。1-2.禁止乙。", "", "", "?");
	expect("1-1禁止甲；1-2禁止乙；", "", "", "?");
	expect("①禁止甲，②禁止乙。", "", "", "?");
	expect("（一）禁止甲。（二）禁止乙。", "", "", "?");
	expect("一、禁止甲。十二、禁止乙。", "", "", "?");
	expect("（1）禁止甲。（3）禁止乙。", "", "", "?");
	expect("禁止甲（1）类和（2）类。", "", "", "=");
	expect("禁止下列行为：①甲；②乙；③丙。", "", "", "=");
	expect("①甲。②乙。", "1-1", "", "=");
	expect("1-1禁止甲；1-2禁止乙；", "", "水/综合类", "?");
	expect("2024-2025年禁止甲。2026-2027年禁止乙。", "", "", "=");
	expect("1.5万吨以下。2.5万吨以上。", "", "", "=");
	expect("（一）禁止甲（二）乙。", "", "", "=");
}

static void what_only_looks_like_a_tag_is_found(void **state)
{
	size_t at = 99;

	YICE_UNUSED(state);
	assert_int_equal(yice_cell_odd_tag("【水】禁止甲。", &at), strlen("【水】"));
	assert_int_equal(at, 0);
	assert_int_equal(yice_cell_odd_tag("甲。1-2.【水】乙。", &at), strlen("【水】"));
	assert_int_equal(at, strlen("甲。1-2."));
	assert_int_equal(yice_cell_odd_tag("【水禁止甲。\n乙", &at), strlen("【水禁止甲。"));
	assert_int_equal(yice_cell_odd_tag("【水/综合类】甲。见【附件】。", &at), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbered_tags_begin_requirements),
		cmocka_unit_test(tags_alone_do_behind_a_sentence),
		cmocka_unit_test(items_from_one_on_are_requirements),
		cmocka_unit_test(doubtful_cells_stay_whole),
		cmocka_unit_test(what_a_row_gives_stays_in_the_row),
		cmocka_unit_test(other_ways_to_number_are_reported),
		cmocka_unit_test(what_only_looks_like_a_tag_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

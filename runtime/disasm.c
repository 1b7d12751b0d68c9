/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Listing of an image for people: tables, tests and the code of every clause
 * in its place. The same image gives the same text. A body used by several
 * clauses is written out at the first of them and named at the others.
 */
#include "runtime/image_layout.h"
#include "runtime/image_read.h"
#include "runtime/locate.h"
#include "runtime/opcode.h"
#include "runtime/test_op.h"

struct listing {
	const struct yice_view *view;
	struct yice_buf out;
	uint64_t *shown; /* bit per body */
};

static const char *text_of(const struct listing *l, uint32_t offset)
{
	return yice_view_string(l->view, offset);
}

/* 中文（english） */
static void put_name(struct listing *l, uint32_t zh, uint32_t en)
{
	yice_buf_adds(&l->out, text_of(l, zh));
	if (en)
		yice_buf_addf(&l->out, "（%s）", text_of(l, en));
}

static void put_ratio(struct listing *l, uint32_t index)
{
	yice_ratio_format(yice_view_ratio(l->view, index), &l->out);
}

/* ---------------------------------------------------------------- tables */

static void put_sections(struct listing *l)
{
	char day[11];

	yice_date_format((yice_day)l->view->meta->default_day, day);
	yice_buf_addf(&l->out, "image version %d, language %lu, default day %s\n", YICE_IMAGE_VERSION,
		      (unsigned long)l->view->meta->language, day);
	for (uint32_t i = 0; i < YICE_SECTIONS; i++)
		yice_buf_addf(&l->out, "  %-13s %lu\n", yice_section_info(i)->name,
			      (unsigned long)l->view->count[i]);
}

static void put_attr(struct listing *l, uint32_t slot)
{
	static const char *const types[YICE_ATTR_TYPES] = { "boolean", "terms", "codes", "quantity", "date" };
	const struct yice_image_attr *attr = &l->view->attrs[slot];

	yice_buf_addf(&l->out, "  a%lu @%lu ", (unsigned long)slot, (unsigned long)attr->fact);
	put_name(l, attr->zh, attr->en);
	yice_buf_addf(&l->out, " %s%s", attr->many ? "some " : "", types[attr->type]);
	if (attr->vocab != YICE_NONE)
		yice_buf_addf(&l->out, " of %s", text_of(l, l->view->vocabs[attr->vocab].zh));
	if (attr->measure)
		yice_buf_addf(&l->out, " %s", text_of(l, attr->measure));
	if (attr->period)
		yice_buf_addf(&l->out, " by %s", text_of(l, attr->period));
	if (attr->type == YICE_ATTR_QUANTITY)
		yice_buf_addf(&l->out, " scale %lld", (long long)l->view->numbers[attr->scale]);
	if (attr->min != YICE_NONE) {
		yice_buf_adds(&l->out, " from ");
		put_ratio(l, attr->min);
	}
	if (attr->max != YICE_NONE) {
		yice_buf_adds(&l->out, " to ");
		put_ratio(l, attr->max);
	}
	yice_buf_addc(&l->out, '\n');
}

/* ---------------------------------------------------------------- tests */

static void put_member(struct listing *l, uint32_t vocab, uint32_t ordinal)
{
	const struct yice_image_vocab *v = &l->view->vocabs[vocab];

	if (ordinal < v->members)
		yice_buf_adds(&l->out, text_of(l, l->view->members[v->first_member + ordinal].zh));
}

static void put_mask(struct listing *l, const struct yice_image_attr *attr, uint32_t mask)
{
	uint32_t members = attr->type == YICE_ATTR_BOOLEAN ? 1 : l->view->vocabs[attr->vocab].members;
	const char *before = "";

	yice_buf_addc(&l->out, '{');
	for (uint32_t i = 0; i < members; i++) {
		if (!((uint64_t)l->view->numbers[mask + i / 64] >> i % 64 & 1))
			continue;
		yice_buf_adds(&l->out, before);
		if (attr->type == YICE_ATTR_BOOLEAN)
			yice_buf_adds(&l->out, "是");
		else
			put_member(l, attr->vocab, i);
		before = "、";
	}
	yice_buf_addc(&l->out, '}');
}

/* Runs of codes as first..last. */
static void put_runs(struct listing *l, const struct yice_image_attr *attr, const uint32_t *runs)
{
	yice_buf_addc(&l->out, '{');
	for (uint32_t i = 1; i <= runs[0]; i++) {
		uint32_t lo = yice_codes_lo(runs[i]), last = yice_codes_hi(runs[i]) - 1;

		yice_buf_adds(&l->out, i > 1 ? "、" : "");
		put_member(l, attr->vocab, lo);
		if (last > lo) {
			yice_buf_adds(&l->out, "..");
			put_member(l, attr->vocab, last);
		}
	}
	yice_buf_addc(&l->out, '}');
}

/* A tick is twice the limit in units of 1/scale; for dates twice the day. */
static void put_tick(struct listing *l, const struct yice_image_attr *attr, int64_t tick)
{
	struct yice_ratio limit;
	char day[11];

	if (attr->type == YICE_ATTR_QUANTITY) {
		if (!yice_ratio_make(tick / 2, l->view->numbers[attr->scale], &limit))
			yice_ratio_format(limit, &l->out);
		return;
	}
	yice_date_format((yice_day)(tick / 2), day);
	yice_buf_adds(&l->out, day);
}

static void put_sum(struct listing *l, const uint32_t *sum)
{
	for (uint32_t i = 0; i < sum[1]; i++) {
		yice_buf_adds(&l->out, i ? " + " : "");
		put_ratio(l, sum[4 + 2 * i]);
		yice_buf_addf(&l->out, " × a%lu", (unsigned long)sum[3 + 2 * i]);
	}
	yice_buf_addf(&l->out, " %s ", yice_test_info(sum[0])->text);
	put_ratio(l, sum[2]);
}

static void put_test(struct listing *l, uint32_t number)
{
	const struct yice_view *view = l->view;
	const struct yice_image_test *test = &view->tests[number];
	const struct yice_test_info *info = yice_test_info(yice_test_op(test));
	const struct yice_image_attr *attr = &view->attrs[yice_test_slot(test)];

	yice_buf_addf(&l->out, "  t%lu %s ", (unsigned long)number, info->text);
	if (info->slot != YICE_SLOT_NONE)
		yice_buf_addf(&l->out, "a%lu ", (unsigned long)yice_test_slot(test));
	switch (info->arg) {
	case YICE_ARG_MASK:
		put_mask(l, attr, test->arg);
		break;
	case YICE_ARG_RUNS:
		put_runs(l, attr, view->words + test->arg);
		break;
	case YICE_ARG_TICK:
		put_tick(l, attr, view->numbers[test->arg]);
		break;
	case YICE_ARG_SUM:
		put_sum(l, view->words + test->arg);
		break;
	case YICE_ARG_OPEN:
		yice_buf_addf(&l->out, "“%s”", text_of(l, test->arg));
		break;
	case YICE_ARG_TRUTH:
		yice_buf_adds(&l->out, test->arg == YICE_T ? "yes" : "no");
		break;
	}
	yice_buf_adds(&l->out, "  ; ");
	yice_test_say(view, number, YICE_ZH, &l->out);
	yice_buf_addc(&l->out, '\n');
}

/* ---------------------------------------------------------------- code */

static void put_insn(struct listing *l, uint32_t pc, struct yice_image_insn insn)
{
	const struct yice_op_info *info = yice_op_info(yice_insn_op(insn));
	uint32_t operand = yice_insn_operand(insn);

	yice_buf_addf(&l->out, "  %4lu  %-*s", (unsigned long)pc, info->takes == YICE_TAKES_NONE ? 0 : 9,
		      info->text);
	switch (info->takes) {
	case YICE_TAKES_NONE:
		break;
	case YICE_TAKES_TEST:
		yice_buf_addf(&l->out, " t%lu  ; ", (unsigned long)operand);
		yice_test_say(l->view, operand, YICE_ZH, &l->out);
		break;
	case YICE_TAKES_JUMP:
		yice_buf_addf(&l->out, " %lu", (unsigned long)pc + 1 + operand);
		break;
	case YICE_TAKES_ORDINAL:
		yice_buf_addf(&l->out, " %lu", (unsigned long)operand);
		break;
	case YICE_TAKES_EFFECT:
		yice_buf_addf(&l->out, " %s", yice_effect_word(operand));
		break;
	}
	yice_buf_addc(&l->out, '\n');
}

static void put_due(struct listing *l, uint32_t due)
{
	char day[11];

	yice_date_format((yice_day)due, day);
	if (*day)
		yice_buf_addf(&l->out, " by %s", day);
}

/* "        duty government by 2025-12-31  ; 编制减排计划": what runs no code. */
static void put_asides(struct listing *l, uint32_t clause, const struct yice_image_frame *frame)
{
	if (frame->due != (uint32_t)YICE_DAY_MAX) {
		yice_buf_adds(&l->out, "        due");
		put_due(l, frame->due);
		yice_buf_addc(&l->out, '\n');
	}
	for (uint32_t i = 0; i < frame->aside_count; i++) {
		const struct yice_image_aside *aside = &l->view->asides[frame->asides + i];
		bool duty = aside->kind == YICE_ASIDE_OBLIGES;

		yice_buf_addf(&l->out, "        beside: %s%s%s", yice_effect_word(duty ? YICE_OBLIGES : YICE_ENCOURAGES),
			      duty ? " " : "", text_of(l, aside->addressee_zh));
		put_due(l, aside->due);
		for (uint32_t j = 0; j < yice_view_text_count(l->view, aside->texts); j++) {
			yice_buf_adds(&l->out, j ? "；" : "  ; ");
			yice_text_add(&l->out, l->view, clause, yice_view_text(l->view, aside->texts, j));
		}
		yice_buf_addc(&l->out, '\n');
	}
}

/* With the words of the clause it is shown at. */
static void put_body(struct listing *l, uint32_t clause)
{
	uint32_t number = l->view->clauses[clause].body;
	const struct yice_image_body *body = &l->view->bodies[number];
	uint64_t bit = UINT64_C(1) << number % 64;

	if (l->shown[number / 64] & bit)
		return;
	l->shown[number / 64] |= bit;
	for (uint32_t pc = 0; pc < body->code_count; pc++)
		put_insn(l, pc, l->view->code[body->code + pc]);
	put_asides(l, clause, &l->view->frames[body->frame]);
}

static void put_clause(struct listing *l, uint32_t number)
{
	const struct yice_image_clause *clause = &l->view->clauses[number];
	const struct yice_image_clause_info *info = &l->view->clause_info[number];
	const struct yice_image_context *context = &l->view->contexts[clause->context];
	char from[11], to[11];

	yice_date_format((yice_day)context->from, from);
	yice_date_format((yice_day)context->to, to);
	yice_image_clause_id(l->view, number, &l->out);
	yice_buf_addf(&l->out, "  ; b%lu %s %s..%s %s:%lu:%lu\n", (unsigned long)clause->body,
		      yice_effect_word(yice_body_effect(l->view, &l->view->bodies[clause->body])), from, to,
		      text_of(l, context->file), (unsigned long)info->line, (unsigned long)context->column);
	put_body(l, number);
}

/* ---------------------------------------------------------------- layers */

static uint32_t layer_list(const struct yice_view *view)
{
	for (uint32_t i = 0; i < view->count[YICE_SEC_VOCABS]; i++)
		if (view->vocabs[i].kind == YICE_VOCAB_LAYERS)
			return i;
	return YICE_NONE;
}

/* The header of its words; a layer is checked where it is asked, so a listing may meet words that are none. */
static void put_words(struct listing *l, const struct yice_image_layer *record)
{
	struct yice_layer layer;
	struct yice_box box;

	if (yice_layer_open(&layer, l->view->geometry + record->words, record->word_count)) {
		yice_buf_adds(&l->out, " damaged\n");
		return;
	}
	box = yice_layer_bounds(&layer);
	yice_buf_addf(&l->out, " %lu features, %lu vertices, %lu words, ", (unsigned long)layer.head.feature_count,
		      (unsigned long)layer.head.vertex_count, (unsigned long)record->word_count);
	yice_point_show(box.min, &l->out);
	yice_buf_adds(&l->out, "..");
	yice_point_show(box.max, &l->out);
	yice_buf_addc(&l->out, '\n');
}

static void put_layer(struct listing *l, uint32_t number)
{
	const struct yice_image_layer *record = &l->view->layers[number];
	char day[11] = "";

	yice_buf_addf(&l->out, "  l%lu ", (unsigned long)number);
	if (record->use == YICE_LAYER_OF_UNITS)
		yice_buf_adds(&l->out, "units");
	else if (record->use == YICE_LAYER_OF_PLACE)
		put_member(l, l->view->meta->place_list, record->key);
	else
		put_member(l, layer_list(l->view), record->key);
	if (record->scope != YICE_NONE)
		yice_buf_addf(&l->out, " in %s", text_of(l, l->view->scopes[record->scope].code));
	if (record->dated != (uint32_t)YICE_DAY_MAX)
		yice_date_format((yice_day)record->dated, day);
	yice_buf_addf(&l->out, " from %s", text_of(l, record->file));
	if (*text_of(l, record->source) || *day)
		yice_buf_addf(&l->out, " (%s%s%s)", text_of(l, record->source), *text_of(l, record->source) && *day ? ", " : "",
			      day);
	put_words(l, record);
}

static void put_layers(struct listing *l)
{
	if (!l->view->count[YICE_SEC_LAYERS])
		return;
	yice_buf_adds(&l->out, "\nlayers\n");
	for (uint32_t i = 0; i < l->view->count[YICE_SEC_LAYERS]; i++)
		put_layer(l, i);
}

static void put_all(struct listing *l)
{
	put_sections(l);
	yice_buf_adds(&l->out, "\nattributes\n");
	for (uint32_t i = 0; i < l->view->count[YICE_SEC_ATTRS]; i++)
		put_attr(l, i);
	yice_buf_adds(&l->out, "\ntests\n");
	for (uint32_t i = 0; i < l->view->count[YICE_SEC_TESTS]; i++)
		put_test(l, i);
	put_layers(l);
	yice_buf_adds(&l->out, "\nclauses\n");
	for (uint32_t i = 0; i < l->view->count[YICE_SEC_CLAUSES]; i++)
		put_clause(l, i);
}

/* The clause with that id, in force or not; YICE_NONE when there is none. */
static uint32_t find_clause(const struct yice_view *view, const char *id)
{
	size_t len = strlen(id);
	char *buf = malloc(len + 1);
	uint32_t found = YICE_NONE;

	for (uint32_t i = 0; buf && found == YICE_NONE && i < view->count[YICE_SEC_CLAUSES]; i++)
		if (yice_image_format_id(view, i, buf, len + 1) == len && !memcmp(buf, id, len))
			found = i;
	free(buf);
	return found;
}

int yice_image_disassemble(const yice_image *image, const char *clause, char **out)
{
	const struct yice_view *view = &image->view;
	struct listing l = { .view = view, .out = YICE_BUF_INIT };
	uint32_t only = clause ? find_clause(view, clause) : YICE_NONE;

	*out = NULL;
	if (clause && only == YICE_NONE)
		return YICE_ENOTFOUND;
	l.shown = calloc((size_t)view->count[YICE_SEC_BODIES] / 64 + 1, sizeof(*l.shown));
	if (l.shown && clause)
		put_clause(&l, only);
	else if (l.shown)
		put_all(&l);
	if (!l.shown || yice_buf_status(&l.out)) {
		free(l.shown);
		yice_buf_release(&l.out);
		return YICE_ENOMEM;
	}
	free(l.shown);
	*out = l.out.data;
	return YICE_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From an image back to declarations and rules. Nothing that decides is lost in
 * an image: tests stand in it with their members and exact limits, and code is
 * expressions in reverse order, with jumps that only skip what cannot matter.
 * So two images, or an image and sources, can be compared as exactly as
 * sources. This is the one file of the analysis that reads an image's texts.
 * Called by diff.c and neighbours.c.
 */
#include "analysis/imaged.h"

#include <stdio.h>

#include "compiler/geometry.h"
#include "runtime/geo/layer.h"
#include "runtime/image_read.h"
#include "runtime/test_op.h"

struct imager {
	struct yice_model *model;
	struct yice_rules *rules;
	const struct yice_view *view;
	struct yice_rule *bodies; /* by body: what its clauses share */
	bool failed;              /* out of memory */
};

/* A text, NULL when it is empty: as the compiler has it. */
static const char *text(const struct imager *r, uint32_t offset)
{
	const char *string = yice_view_string(r->view, offset);

	return *string ? string : NULL;
}

static struct yice_label label(const struct imager *r, uint32_t zh, uint32_t en)
{
	return (struct yice_label){ yice_view_string(r->view, zh), text(r, en), YICE_SPAN_NONE };
}

static struct yice_interval days(uint32_t from, uint32_t to)
{
	return (struct yice_interval){ (yice_day)from, (yice_day)to };
}

static void *array(struct imager *r, size_t count, size_t size)
{
	void *memory = yice_arena_array(&r->model->arena, count, size);

	r->failed |= !memory;
	return memory;
}

/* ---- declarations */

static void read_vocab(struct imager *r, uint32_t number)
{
	const struct yice_image_vocab *record = &r->view->vocabs[number];
	struct yice_vocab *vocab;

	if (number < r->model->vocabs.count) { /* places and layers are in every model */
		vocab = &r->model->vocabs.items[number];
	} else {
		vocab = YICE_PUSH(r->model, &r->model->vocabs);
		if (!vocab)
			return;
		yice_map_init(&vocab->names);
	}
	vocab->label = label(r, record->zh, record->en);
	vocab->kind = (enum yice_vocab_kind)record->kind;
	vocab->edition = text(r, record->edition);
	vocab->members = array(r, record->members, sizeof(*vocab->members));
	vocab->count = vocab->members ? record->members : 0;
	for (uint32_t i = 0; i < vocab->count; i++) {
		const struct yice_image_member *member = &r->view->members[record->first_member + i];

		vocab->members[i].label = label(r, member->zh, member->en);
		vocab->members[i].end = member->end;
		vocab->members[i].info = member->info;
	}
}

static void read_dims(uint32_t a, uint32_t b, uint32_t c, uint32_t d, struct yice_unit_of_measure *measure)
{
	const uint32_t dims[] = { a, b, c, d };

	for (int i = 0; i < YICE_DIMS; i++)
		measure->dim[i] = (signed char)(unsigned char)(dims[i / 4] >> i % 4 * 8 & 0xff);
}

static void read_measure(struct imager *r, uint32_t number)
{
	const struct yice_image_measure *record = &r->view->measures[number];
	struct yice_unit_of_measure *measure = YICE_PUSH(r->model, &r->model->measures);

	if (!measure)
		return;
	measure->label = label(r, record->zh, record->en);
	measure->factor = yice_view_ratio(r->view, record->factor);
	read_dims(record->dim0, record->dim1, record->dim2, record->dim3, measure);
}

static void read_quantity(const struct imager *r, const struct yice_image_attr *record, struct yice_type *type)
{
	type->measure.label = label(r, record->measure, 0);
	type->measure.factor = yice_view_ratio(r->view, record->factor);
	read_dims(record->dim0, record->dim1, record->dim2, record->dim3, &type->measure);
	type->period = text(r, record->period);
	type->has_min = record->min != YICE_NONE;
	type->has_max = record->max != YICE_NONE;
	if (type->has_min)
		type->min = yice_view_ratio(r->view, record->min);
	if (type->has_max)
		type->max = yice_view_ratio(r->view, record->max);
}

/* Every slot an attribute of its own: families matter only to those who write names. */
static void read_attr(struct imager *r, uint32_t number)
{
	const struct yice_image_attr *record = &r->view->attrs[number];
	struct yice_attribute *attribute = YICE_PUSH(r->model, &r->model->attributes);
	struct yice_slot *slot = YICE_PUSH(r->model, &r->model->slots);

	if (!attribute || !slot)
		return;
	*attribute = (struct yice_attribute){ .label = label(r, record->zh, record->en),
					      .hole = -1,
					      .family = YICE_NONE,
					      .slot = number,
					      .slots = 1 };
	attribute->type.kind = (enum yice_attr_type)record->type;
	attribute->type.many = record->many;
	attribute->type.vocab = record->vocab;
	if (record->type == YICE_ATTR_QUANTITY)
		read_quantity(r, record, &attribute->type);
	*slot = (struct yice_slot){ .attribute = number,
				    .zh = yice_view_string(r->view, record->zh),
				    .en = text(r, record->en),
				    .scale = 1 };
	if (record->type == YICE_ATTR_QUANTITY)
		slot->scale = r->view->numbers[record->scale];
}

static void read_places(struct imager *r)
{
	const struct yice_view *view = r->view;

	for (uint32_t i = 0; i < view->count[YICE_SEC_SCOPES]; i++) {
		struct yice_scope *scope = YICE_PUSH(r->model, &r->model->scopes);

		if (scope)
			*scope = (struct yice_scope){ label(r, view->scopes[i].zh, view->scopes[i].en),
						      yice_view_string(view, view->scopes[i].code),
						      view->scopes[i].parent };
	}
	for (uint32_t i = 0; i < view->count[YICE_SEC_DIMENSIONS]; i++) {
		struct yice_dimension *dimension = YICE_PUSH(r->model, &r->model->dimensions);

		if (dimension)
			dimension->label = label(r, view->dimensions[i].zh, view->dimensions[i].en);
	}
	for (uint32_t i = 0; i < view->count[YICE_SEC_LISTS]; i++) {
		const struct yice_image_list *record = &view->lists[i];
		struct yice_list *list = YICE_PUSH(r->model, &r->model->lists);

		if (list)
			*list = (struct yice_list){ record->scope,
						    yice_view_string(view, record->title),
						    text(r, record->english),
						    text(r, record->publisher),
						    text(r, record->reference),
						    days(record->from, record->to),
						    record->fictional,
						    YICE_SPAN_NONE, YICE_SPAN_NONE };
	}
}

static void read_document(struct imager *r, uint32_t number)
{
	const struct yice_image_document *record = &r->view->documents[number];
	struct yice_document *document = YICE_PUSH(r->model, &r->model->documents);

	if (document)
		*document = (struct yice_document){ .label = label(r, record->zh, record->en),
						    .title = yice_view_string(r->view, record->title),
						    .reference = text(r, record->reference),
						    .publisher = text(r, record->publisher),
						    .days = days(record->from, record->to),
						    .successor = record->successor };
}

/* Ordinals of the bits of a mask over places. */
static uint32_t *read_mask(struct imager *r, uint32_t mask, uint32_t *count)
{
	uint32_t places = r->model->vocabs.items[YICE_VOCAB_OF_PLACES].count;
	uint32_t *ordinals = array(r, places, sizeof(*ordinals));

	*count = 0;
	for (uint32_t i = 0; ordinals && i < places; i++)
		if ((uint64_t)r->view->numbers[mask + i / 64] >> i % 64 & 1)
			ordinals[(*count)++] = i;
	return ordinals;
}

static int read_unit(struct imager *r, uint32_t number)
{
	const struct yice_image_unit *record = &r->view->units[number];
	struct yice_unit *unit = YICE_PUSH(r->model, &r->model->units);
	uint32_t entry;

	if (!unit)
		return YICE_ENOMEM;
	*unit = (struct yice_unit){ .code = yice_view_string(r->view, record->code),
				    .title = yice_view_string(r->view, record->title),
				    .english = text(r, record->english),
				    .klass = (enum yice_class)record->klass,
				    .list = record->list,
				    .scope = record->scope,
				    .element_count = record->element_count,
				    .has_elements = record->absent != YICE_NONE,
				    .fictional = record->fictional,
				    .span = YICE_SPAN_NONE };
	unit->elements = array(r, record->element_count, sizeof(*unit->elements));
	if (!unit->elements)
		return YICE_ENOMEM;
	if (record->element_count)
		memcpy(unit->elements, r->view->words + record->elements,
		       record->element_count * sizeof(*unit->elements));
	if (record->present != YICE_NONE)
		unit->within = read_mask(r, record->present, &unit->within_count);
	return yice_map_put(&r->model->unit_codes, unit->code, strlen(unit->code), number, &entry, NULL);
}

/* ---- tests */

/* Members of a mask as runs, like those the compiler works with. */
static const uint32_t *runs_of(struct imager *r, uint32_t mask, uint32_t members)
{
	uint32_t *runs = array(r, (size_t)members + 2, sizeof(*runs)), count = 0;

	for (uint32_t i = 0; runs && i < members; i++) {
		if (!((uint64_t)r->view->numbers[mask + i / 64] >> i % 64 & 1))
			continue;
		if (count && runs[2 * count] == i)
			runs[2 * count] = i + 1;
		else {
			runs[1 + 2 * count] = i;
			runs[2 + 2 * count++] = i + 1;
		}
	}
	if (runs)
		runs[0] = count;
	return runs;
}

/* Runs of an image in the form of the compiler. */
static const uint32_t *unpack_runs(struct imager *r, const uint32_t *packed)
{
	uint32_t *runs = array(r, 2 * (size_t)packed[0] + 1, sizeof(*runs));

	for (uint32_t i = 0; runs && i < packed[0]; i++) {
		runs[1 + 2 * i] = yice_codes_lo(packed[1 + i]);
		runs[2 + 2 * i] = yice_codes_hi(packed[1 + i]);
	}
	if (runs)
		runs[0] = packed[0];
	return runs;
}

static enum yice_relation relation_of(uint32_t test)
{
	static const enum yice_relation relations[] = {
		[YICE_TEST_LT] = YICE_LT, [YICE_TEST_LE] = YICE_LE, [YICE_TEST_GT] = YICE_GT,
		[YICE_TEST_GE] = YICE_GE, [YICE_TEST_EQ] = YICE_EQ, [YICE_TEST_NE] = YICE_NE,
	};

	return relations[test];
}

static void read_sum(struct imager *r, const uint32_t *words, struct yice_logic *test)
{
	struct yice_logic_term *terms = array(r, words[1], sizeof(*terms));

	if (!terms)
		return;
	test->slot = YICE_NONE;
	test->relation = relation_of(words[0]);
	test->terms = words[1];
	test->limit = yice_view_ratio(r->view, words[2]);
	for (uint32_t i = 0; i < test->terms; i++)
		terms[i] =
		    (struct yice_logic_term){ words[3 + 2 * i], yice_view_ratio(r->view, words[4 + 2 * i]) };
	test->sum = terms;
}

/* An even tick is a limit exactly. */
static void read_limit(struct imager *r, uint32_t number, struct yice_logic *test)
{
	int64_t scale = r->model->slots.items[test->slot].scale;

	if (yice_ratio_make(r->view->numbers[number] / 2, scale, &test->limit))
		r->failed = true;
}

static const char *said(struct imager *r, uint32_t test, enum yice_lang lang)
{
	struct yice_buf out = YICE_BUF_INIT;
	char *text;

	yice_test_say(r->view, test, lang, &out);
	text = array(r, out.len + 1, 1);
	if (text)
		memcpy(text, yice_buf_text(&out), out.len + 1);
	r->failed |= out.failed;
	yice_buf_release(&out);
	return text;
}

static void read_test(struct imager *r, uint32_t number, struct yice_logic *test)
{
	const struct yice_image_test *record = &r->view->tests[number];
	uint32_t vocab;

	test->kind = YICE_LOGIC_TEST;
	test->span = YICE_SPAN_NONE;
	test->op = (enum yice_test_op)(record->op & 0xff);
	/* How a site partly in a place counts follows from where the test stands: emit_code.c. */
	if (test->op == YICE_TEST_ANY_WHOLE || test->op == YICE_TEST_ALL_WHOLE)
		test->op = test->op == YICE_TEST_ANY_WHOLE ? YICE_TEST_ANY : YICE_TEST_ALL;
	test->slot = record->op >> 8;
	test->zh = said(r, number, YICE_ZH);
	test->en = said(r, number, YICE_EN);
	switch (test->op) {
	case YICE_TEST_ANY:
	case YICE_TEST_ALL:
		vocab = r->view->attrs[test->slot].vocab;
		test->runs = runs_of(r, record->arg,
				     vocab == YICE_NONE ? 1 : r->model->vocabs.items[vocab].count);
		return;
	case YICE_TEST_CODE_ANY:
	case YICE_TEST_CODE_ALL:
		test->runs = unpack_runs(r, r->view->words + record->arg);
		return;
	case YICE_TEST_SUM:
		read_sum(r, r->view->words + record->arg, test);
		return;
	case YICE_TEST_OPEN:
		test->words = yice_view_string(r->view, record->arg);
		return;
	case YICE_TEST_CONST:
		test->truth = record->arg == YICE_T;
		return;
	default:
		read_limit(r, record->arg, test);
		return;
	}
}

/* ---- code */

struct stack {
	struct yice_logic *items[YICE_STACK_MAX];
	uint32_t depth;
};

static void push_test(struct imager *r, struct stack *stack, uint32_t number)
{
	struct yice_logic *test = array(r, 1, sizeof(*test));

	if (!test)
		return;
	read_test(r, number, test);
	stack->items[stack->depth++] = test;
}

/* Parts of one AND that follow one another are parts of it side by side, as they were written. */
static void join(struct imager *r, struct stack *stack, enum yice_logic_kind kind)
{
	struct yice_logic *last = stack->items[--stack->depth], *first = stack->items[stack->depth - 1];
	struct yice_logic *node, *tail;

	assert(first && last);
	if (first->kind == kind) {
		for (tail = first->first; tail->next;)
			tail = tail->next;
		tail->next = last;
		return;
	}
	node = array(r, 1, sizeof(*node));
	if (!node)
		return;
	node->kind = kind;
	node->span = YICE_SPAN_NONE;
	node->first = first;
	first->next = last;
	stack->items[stack->depth - 1] = node;
}

static void negate(struct imager *r, struct stack *stack)
{
	struct yice_logic *node = array(r, 1, sizeof(*node));

	if (!node)
		return;
	node->kind = YICE_LOGIC_NOT;
	node->span = YICE_SPAN_NONE;
	node->first = stack->items[stack->depth - 1];
	stack->items[stack->depth - 1] = node;
}

/* The verifier has seen that the stack holds what each instruction takes. */
static void step(struct imager *r, struct stack *stack, uint32_t word, struct yice_rule *rule)
{
	switch ((enum yice_op)(word & 0xff)) {
	case YICE_OP_TEST:
		push_test(r, stack, word >> 8);
		return;
	case YICE_OP_AND:
		join(r, stack, YICE_LOGIC_AND);
		return;
	case YICE_OP_OR:
		join(r, stack, YICE_LOGIC_OR);
		return;
	case YICE_OP_NOT:
		negate(r, stack);
		return;
	case YICE_OP_GUARD:
		rule->guard = stack->items[--stack->depth];
		return;
	case YICE_OP_EXCEPT:
		rule->except[rule->except_count++] = stack->items[--stack->depth];
		return;
	case YICE_OP_DEMAND:
		rule->demand = stack->items[--stack->depth];
		return;
	case YICE_OP_SKIP_NO:
	case YICE_OP_SKIP_YES:
	case YICE_OP_END:
		return;
	}
}

static void read_code(struct imager *r, const struct yice_image_body *body, struct yice_rule *rule)
{
	struct stack stack = { .depth = 0 };
	uint32_t excepts = 0;

	for (uint32_t i = 0; i < body->code_count; i++)
		excepts += (r->view->code[body->code + i].word & 0xff) == YICE_OP_EXCEPT;
	rule->except = array(r, excepts, sizeof(*rule->except));
	for (uint32_t i = 0; !r->failed && i < body->code_count; i++)
		step(r, &stack, r->view->code[body->code + i].word, rule);
}

/* ---- clauses */

/* Up to `most` texts of a run; patterns stay patterns, which rules have too. */
static const char **read_texts(struct imager *r, uint32_t run, uint32_t most, uint32_t *count)
{
	uint32_t texts_count = yice_view_text_count(r->view, run);
	const char **texts;

	*count = 0;
	if (texts_count > most)
		texts_count = most;
	texts = array(r, texts_count, sizeof(*texts));
	for (; texts && *count < texts_count; ++*count)
		texts[*count] = yice_view_string(r->view, yice_view_text(r->view, run, *count));
	return texts;
}

static struct yice_label label_or_none(const struct imager *r, uint32_t zh, uint32_t en)
{
	return (struct yice_label){ text(r, zh), text(r, en), YICE_SPAN_NONE };
}

static void read_beside(struct imager *r, const struct yice_image_frame *frame, struct yice_rule *rule)
{
	rule->asides = array(r, frame->aside_count, sizeof(*rule->asides));
	for (uint32_t i = 0; rule->asides && i < frame->aside_count; i++) {
		const struct yice_image_aside *record = &r->view->asides[frame->asides + i];
		struct yice_aside *aside = &rule->asides[rule->aside_count++];

		aside->kind = (enum yice_aside_kind)record->kind;
		aside->addressee = label_or_none(r, record->addressee_zh, record->addressee_en);
		aside->texts = read_texts(r, record->texts, UINT32_MAX, &aside->text_count);
		aside->due = (yice_day)record->due;
	}
	rule->bases = array(r, frame->base_count, sizeof(*rule->bases));
	for (uint32_t i = 0; rule->bases && i < frame->base_count; i++) {
		const struct yice_image_basis *record = &r->view->bases[frame->bases + i];

		rule->bases[rule->base_count++] = (struct yice_rule_basis){ record->document,
									    text(r, record->article),
									    YICE_SPAN_NONE };
	}
}

static void read_body(struct imager *r, uint32_t number)
{
	const struct yice_image_body *body = &r->view->bodies[number];
	const struct yice_image_frame *frame = &r->view->frames[body->frame];
	struct yice_rule *rule = &r->bodies[number];

	rule->effect = (enum yice_effect_op)yice_body_effect(r->view, body);
	rule->original = text(r, body->original);
	rule->summary = text(r, body->summary);
	rule->english = text(r, body->english);
	rule->element = label_or_none(r, frame->element_zh, frame->element_en);
	rule->klass = label_or_none(r, frame->class_zh, frame->class_en);
	rule->addressee = label_or_none(r, frame->addressee_zh, frame->addressee_en);
	rule->texts = read_texts(r, frame->texts, UINT32_MAX, &rule->text_count);
	rule->open = read_texts(r, frame->open, UINT32_MAX, &rule->open_count);
	rule->lead = read_texts(r, frame->lead, UINT32_MAX, &rule->lead_count);
	rule->due = (yice_day)frame->due;
	rule->fictional = frame->fictional;
	read_beside(r, frame, rule);
	read_code(r, body, rule);
}

static void read_clause(struct imager *r, uint32_t number)
{
	const struct yice_image_clause *clause = &r->view->clauses[number];
	const struct yice_image_clause_info *info = &r->view->clause_info[number];
	const struct yice_image_context *context = &r->view->contexts[clause->context];
	struct yice_placed *placed = &r->model->placed.items[number];
	struct yice_rule *rule = &r->rules->items[number];
	uint32_t args;

	*rule = r->bodies[clause->body];
	rule->args = read_texts(r, context->args, YICE_ARGS_MAX, &args);
	rule->arg_count = (unsigned char)args;
	rule->placed = placed;
	rule->days = days(context->from, context->to);
	placed->dimension = context->dimension;
	placed->target = yice_clause_target(r->view, number);
	placed->list = r->view->targets[placed->target].list;
	placed->span = YICE_SPAN_NONE;
	placed->number = yice_view_string(r->view, info->number);
	placed->repeat = context->repeat;
}

static void read_target(struct imager *r, uint32_t number)
{
	const struct yice_image_target *record = &r->view->targets[number];
	struct yice_placement *target = YICE_PUSH(r->model, &r->model->placements);

	if (!target)
		return;
	*target = (struct yice_placement){ .list = record->list,
					   .kind = (enum yice_target)record->kind,
					   .key = record->key,
					   .count = record->clause_count,
					   .span = YICE_SPAN_NONE };
	target->clauses = array(r, record->clause_count, sizeof(*target->clauses));
	for (uint32_t i = 0; target->clauses && i < record->clause_count; i++)
		target->clauses[i] = record->clauses + i;
}

static int read_clauses(struct imager *r)
{
	const struct yice_view *view = r->view;
	uint32_t clauses = view->count[YICE_SEC_CLAUSES];

	r->bodies = array(r, view->count[YICE_SEC_BODIES], sizeof(*r->bodies));
	r->rules->items = array(r, clauses, sizeof(*r->rules->items));
	for (uint32_t i = 0; i < clauses; i++)
		if (!YICE_PUSH(r->model, &r->model->placed))
			return YICE_ENOMEM;
	if (r->failed)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < view->count[YICE_SEC_BODIES]; i++)
		read_body(r, i);
	for (uint32_t i = 0; i < view->count[YICE_SEC_TARGETS]; i++)
		read_target(r, i);
	for (uint32_t i = 0; i < clauses; i++)
		read_clause(r, i);
	r->rules->count = clauses;
	return YICE_OK;
}

int yice_rules_from_image(struct yice_model *model, struct yice_rules *rules, const yice_image *image)
{
	const struct yice_view *view = &image->view;
	struct imager r = { .model = model, .rules = rules, .view = view };
	int status = YICE_OK;

	if (view->count[YICE_SEC_VOCABS] <= YICE_VOCAB_OF_LAYERS ||
	    view->meta->place_list != YICE_VOCAB_OF_PLACES)
		return YICE_EIMAGE;
	for (uint32_t i = 0; i < view->count[YICE_SEC_VOCABS]; i++)
		read_vocab(&r, i);
	for (uint32_t i = 0; i < view->count[YICE_SEC_MEASURES]; i++)
		read_measure(&r, i);
	for (uint32_t i = 0; i < view->count[YICE_SEC_ATTRS]; i++)
		read_attr(&r, i);
	for (uint32_t i = 0; i < view->count[YICE_SEC_DOCUMENTS]; i++)
		read_document(&r, i);
	read_places(&r);
	if (r.failed || model->failed || model->arena.failed)
		return YICE_ENOMEM;
	model->site_attribute = view->meta->site_slot; /* every slot is an attribute of that number */
	for (uint32_t i = 0; !status && i < view->count[YICE_SEC_UNITS]; i++)
		status = read_unit(&r, i);
	if (!status)
		status = read_clauses(&r);
	return status ? status : r.failed || model->failed || model->arena.failed ? YICE_ENOMEM : YICE_OK;
}

/* ---- areas */

/* Features of units that no list has are left out. */
static int read_layer(struct yice_model *model, const struct yice_view *view, const struct yice_image_layer *record,
		      struct yice_geometry *geometry)
{
	struct yice_layer layer;
	int status = yice_layer_open(&layer, view->geometry + record->words, record->word_count);

	if (status)
		return status;
	geometry->features =
	    yice_arena_array(&model->arena, (size_t)layer.head.feature_count + 1, sizeof(*geometry->features));
	if (!geometry->features)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < layer.head.feature_count && !status; i++) {
		struct yice_geo_feature *feature = &geometry->features[geometry->count];

		feature->unit = yice_layer_feature(&layer, i).key;
		feature->span = YICE_SPAN_NONE;
		if (feature->unit >= model->units.count)
			continue;
		feature->name = model->units.items[feature->unit].code;
		status = yice_layer_shape(&layer, i, &model->arena, &feature->shape);
		geometry->count += !status;
		if (status == YICE_ENOTFOUND) /* rounding left nothing of it */
			status = YICE_OK;
	}
	return status;
}

int yice_areas_from_image(struct yice_model *model, const yice_image *image)
{
	const struct yice_view *view = &image->view;
	struct yice_item *item = yice_arena_alloc(&model->arena, sizeof(*item));
	int status = item ? YICE_OK : YICE_ENOMEM;

	for (uint32_t i = 0; i < view->count[YICE_SEC_LAYERS] && !status; i++) {
		struct yice_geometry *geometry;

		if (view->layers[i].use != YICE_LAYER_OF_UNITS)
			continue;
		geometry = YICE_PUSH(model, &model->geometries);
		if (!geometry)
			return YICE_ENOMEM;
		geometry->item = item;
		geometry->scope = view->layers[i].scope;
		status = read_layer(model, view, &view->layers[i], geometry);
	}
	return status;
}

bool yice_is_image(const char *path)
{
	char head[sizeof(YICE_IMAGE_MAGIC) - 1];
	FILE *file = fopen(path, "rb");
	bool image = file && fread(head, 1, sizeof(head), file) == sizeof(head) &&
		     !memcmp(head, YICE_IMAGE_MAGIC, sizeof(head));

	if (file)
		fclose(file);
	return image;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules to clause bodies: tests, instructions and texts. An AND leaves as soon
 * as a part is no, an OR as soon as one is yes; a NOT is an instruction where
 * it was written, so that reasons read like the source. Tests, code and bodies
 * are stored once. Called by emit.c for every clause in the image's order.
 */
#include "compiler/emit.h"

#include "runtime/test_op.h"

uint32_t yice_emit_mask(struct yice_emitter *emitter, const unsigned char *has, uint32_t n)
{
	uint32_t words = (n + 63) / 64, at;
	int64_t *mask = calloc((size_t)words + 1, sizeof(*mask));

	if (!mask) {
		emitter->status = YICE_ENOMEM;
		return 0;
	}
	for (uint32_t i = 0; i < n; i++)
		if (has[i])
			mask[i / 64] = (int64_t)((uint64_t)mask[i / 64] | UINT64_C(1) << i % 64);
	at = yice_image_numbers(&emitter->image, mask, words);
	free(mask);
	return at;
}

/* The mask of a test's members. */
static uint32_t emit_runs_mask(struct yice_emitter *emitter, const uint32_t *runs, uint32_t n)
{
	unsigned char *has = calloc((size_t)n + 1, 1);
	uint32_t at;

	if (!has) {
		emitter->status = YICE_ENOMEM;
		return 0;
	}
	for (uint32_t i = 0; i < runs[0]; i++)
		memset(has + runs[1 + 2 * i], 1, runs[2 + 2 * i] - runs[1 + 2 * i]);
	at = yice_emit_mask(emitter, has, n);
	free(has);
	return at;
}

/* The runs of a test's codes, those of tables whose ordinals have 16 bits. */
static uint32_t emit_runs(struct yice_emitter *emitter, const uint32_t *runs)
{
	struct yice_buf *key = &emitter->key;

	yice_buf_clear(key);
	yice_buf_add(key, runs, sizeof(*runs));
	for (uint32_t i = 0; i < runs[0]; i++) {
		uint32_t run = yice_codes_run(runs[1 + 2 * i], runs[2 + 2 * i]);

		yice_buf_add(key, &run, sizeof(run));
	}
	if (key->failed) {
		emitter->status = YICE_ENOMEM;
		return 0;
	}
	return yice_image_words(&emitter->image, (const uint32_t *)(const void *)key->data, 1 + (size_t)runs[0]);
}

static enum yice_test_op relation_number(enum yice_relation relation)
{
	static const enum yice_test_op numbers[] = {
		[YICE_EQ] = YICE_TEST_EQ, [YICE_NE] = YICE_TEST_NE, [YICE_LT] = YICE_TEST_LT,
		[YICE_LE] = YICE_TEST_LE, [YICE_GT] = YICE_TEST_GT, [YICE_GE] = YICE_TEST_GE,
	};

	return numbers[relation];
}

static uint32_t emit_sum(struct yice_emitter *emitter, const struct yice_logic *test)
{
	uint32_t words[3 + 2 * YICE_LINEAR_MAX] = { relation_number(test->relation), test->terms,
						    yice_image_ratio(&emitter->image, test->limit) };

	for (uint32_t i = 0; i < test->terms; i++) {
		words[3 + 2 * i] = test->sum[i].slot;
		words[4 + 2 * i] = yice_image_ratio(&emitter->image, test->sum[i].coef);
	}
	return yice_image_words(&emitter->image, words, 3 + 2 * (size_t)test->terms);
}

/* The scale of a slot is known when all thresholds are: until then a test has the number of its limit. */
static uint32_t emit_limit(struct yice_emitter *emitter, const struct yice_logic *test)
{
	const int64_t limit[2] = { test->limit.num, test->limit.den };
	uint32_t entry = 0;

	if (yice_map_put(&emitter->limits, limit, sizeof(limit), 0, &entry, NULL))
		emitter->status = YICE_ENOMEM;
	return entry;
}

void yice_emit_ticks(struct yice_emitter *emitter)
{
	uint32_t count = yice_image_count(&emitter->image, YICE_SEC_TESTS);

	for (uint32_t i = 0; i < count && !emitter->image.status; i++) {
		struct yice_image_test *test = yice_image_record(&emitter->image, YICE_SEC_TESTS, i);
		int64_t limit[2], scale, tick;

		if ((test->op & 0xff) < YICE_TEST_LT || (test->op & 0xff) > YICE_TEST_NE)
			continue;
		memcpy(limit, emitter->limits.entries[test->arg].key, sizeof(limit));
		scale = emitter->model->slots.items[test->op >> 8].scale;
		/* rule.c or stream.c has checked that it fits and that the scale is a multiple of the denominator. */
		tick = 2 * (limit[0] * ((scale > 0 ? scale : 1) / limit[1]));
		test->arg = yice_image_numbers(&emitter->image, &tick, 1);
	}
}

/* Members of the list a slot's test is about; a boolean is a list of one. */
static uint32_t member_count(const struct yice_model *model, uint32_t slot)
{
	const struct yice_type *type = &model->attributes.items[model->slots.items[slot].attribute].type;

	return type->kind == YICE_ATTR_BOOLEAN ? 1 : model->vocabs.items[type->vocab].count;
}

/*
 * A site may lie partly in a place. ANY is yes then and ALL over what has it no; the others are the opposite. `part`: the
 * answer is to be yes when it is of a part of the site, else when it is of the whole.
 */
static enum yice_test_op op_for(const struct yice_model *model, const struct yice_logic *test, bool part)
{
	if (model->site_attribute == YICE_NONE || test->slot != model->attributes.items[model->site_attribute].slot)
		return test->op;
	if (test->op == YICE_TEST_ANY)
		return part ? YICE_TEST_ANY : YICE_TEST_ANY_WHOLE;
	return part ? YICE_TEST_ALL_WHOLE : YICE_TEST_ALL;
}

static struct yice_image_test test_record(struct yice_emitter *emitter, const struct yice_logic *test, bool part)
{
	struct yice_image_test record = { (uint32_t)test->op | test->slot << 8, 0 };

	switch (test->op) {
	case YICE_TEST_ANY:
	case YICE_TEST_ALL:
		record.op = (uint32_t)op_for(emitter->model, test, part) | test->slot << 8;
		record.arg = emit_runs_mask(emitter, test->runs, member_count(emitter->model, test->slot));
		break;
	case YICE_TEST_CODE_ANY:
	case YICE_TEST_CODE_ALL:
		record.arg = emit_runs(emitter, test->runs);
		break;
	case YICE_TEST_SUM:
		record.op = YICE_TEST_SUM;
		record.arg = emit_sum(emitter, test);
		break;
	case YICE_TEST_OPEN:
		record.op = YICE_TEST_OPEN;
		record.arg = yice_emit_string(emitter, test->words);
		break;
	case YICE_TEST_CONST:
		record.op = YICE_TEST_CONST;
		record.arg = test->truth ? YICE_T : YICE_F;
		break;
	default:
		record.arg = emit_limit(emitter, test);
		break;
	}
	return record;
}

/* Whether the words follow from what the image has of the test anyway; then *levels are those of yice_test_derive(). */
static bool says_itself(struct yice_emitter *emitter, const struct yice_logic *test, const struct yice_image_test *record,
			uint32_t *levels)
{
	struct yice_buf *out = &emitter->key;
	struct yice_view view;
	bool such;

	if ((test->op != YICE_TEST_CODE_ANY && test->op != YICE_TEST_CODE_ALL) || emitter->image.status || emitter->status)
		return false;
	yice_image_builder_view(&emitter->image, &view);
	such = yice_test_levels(&view, record, test->zh, out, levels);
	yice_buf_clear(out);
	if (such)
		yice_test_derive(&view, record, *levels, YICE_EN, out);
	if (out->failed)
		emitter->status = YICE_ENOMEM;
	return such && !strcmp(yice_buf_text(out), test->en);
}

/* A test is itself and its texts: the same threshold written in another unit is shown as its author wrote it.
 */
static uint32_t emit_test(struct yice_emitter *emitter, const struct yice_logic *test, bool part)
{
	struct {
		struct yice_image_test test;
		struct yice_image_test_text text;
	} key;
	uint32_t next = yice_image_count(&emitter->image, YICE_SEC_TESTS), entry;
	bool added;

	key.test = test_record(emitter, test, part);
	key.text = (struct yice_image_test_text){ YICE_NONE, 0 };
	if (!says_itself(emitter, test, &key.test, &key.text.en)) {
		key.text.zh = yice_emit_string(emitter, test->zh);
		key.text.en = yice_emit_string(emitter, test->en);
	}
	if (yice_map_put(&emitter->tests, &key, sizeof(key), next, &entry, &added)) {
		emitter->status = YICE_ENOMEM;
		return 0;
	}
	if (!added)
		return emitter->tests.entries[entry].value;
	if (next > YICE_OPERAND_MAX)
		emitter->status = YICE_ELIMIT;
	yice_image_append(&emitter->image, YICE_SEC_TESTS, &key.test);
	yice_image_append(&emitter->image, YICE_SEC_TEST_TEXTS, &key.text);
	return next;
}

static uint32_t code_count(const struct yice_emitter *emitter)
{
	return (uint32_t)(emitter->code.len / sizeof(uint32_t));
}

static void emit_insn(struct yice_emitter *emitter, enum yice_op op, uint32_t operand)
{
	uint32_t word = (uint32_t)op | operand << 8;

	yice_buf_add(&emitter->code, &word, sizeof(word));
}

/* Makes the skip at `insn` arrive at the end of the code so far. */
static void land(struct yice_emitter *emitter, uint32_t insn)
{
	uint32_t word, distance = code_count(emitter) - insn - 1;
	char *at = emitter->code.data + insn * sizeof(word);

	if (emitter->code.failed)
		return;
	memcpy(&word, at, sizeof(word));
	word |= distance << 8;
	memcpy(at, &word, sizeof(word));
}

/* part: of op_for(). */
static void emit_logic(struct yice_emitter *emitter, const struct yice_logic *logic, bool part);

/*
 * a; skip L; b; AND; skip L; c; AND; L. Skips are chained through their own
 * operands until the end is known, so that no list of them is needed.
 */
static void emit_join(struct yice_emitter *emitter, const struct yice_logic *logic, bool part)
{
	bool and = logic->kind == YICE_LOGIC_AND;
	uint32_t skips = 0, last = 0;

	emit_logic(emitter, logic->first, part);
	for (const struct yice_logic *child = logic->first->next; child; child = child->next) {
		uint32_t skip = code_count(emitter);

		emit_insn(emitter, and? YICE_OP_SKIP_NO : YICE_OP_SKIP_YES, skips ? skip - last : 0);
		skips++;
		last = skip;
		emit_logic(emitter, child, part);
		emit_insn(emitter, and? YICE_OP_AND : YICE_OP_OR, 0);
	}
	while (skips-- && !emitter->code.failed) {
		char *at = emitter->code.data + last * sizeof(uint32_t);
		uint32_t word, back;

		memcpy(&word, at, sizeof(word));
		back = word >> 8;
		word &= 0xff;
		memcpy(at, &word, sizeof(word));
		land(emitter, last);
		last -= back;
	}
}

static void emit_logic(struct yice_emitter *emitter, const struct yice_logic *logic, bool part)
{
	switch (logic->kind) {
	case YICE_LOGIC_TEST:
		emit_insn(emitter, YICE_OP_TEST, emit_test(emitter, logic, part));
		return;
	case YICE_LOGIC_NOT:
		emit_logic(emitter, logic->first, !part);
		emit_insn(emitter, YICE_OP_NOT, 0);
		return;
	case YICE_LOGIC_AND:
	case YICE_LOGIC_OR:
		emit_join(emitter, logic, part);
		return;
	}
}

/* A clause concerns a project as soon as a part of its site does; an exception or a demand is met by the whole. */
static void emit_code(struct yice_emitter *emitter, const struct yice_rule *rule)
{
	yice_buf_clear(&emitter->code);
	if (rule->guard) {
		emit_logic(emitter, rule->guard, true);
		emit_insn(emitter, YICE_OP_GUARD, 0);
	}
	for (uint32_t i = 0; i < rule->except_count; i++) {
		emit_logic(emitter, rule->except[i], false);
		emit_insn(emitter, YICE_OP_EXCEPT, i);
	}
	if (rule->demand) {
		emit_logic(emitter, rule->demand, false);
		emit_insn(emitter, YICE_OP_DEMAND, 0);
	}
	emit_insn(emitter, YICE_OP_END, rule->effect);
}

static uint32_t emit_bases(struct yice_emitter *emitter, const struct yice_rule *rule)
{
	uint32_t next = yice_image_count(&emitter->image, YICE_SEC_BASES), entry;
	bool added;

	if (!rule->base_count)
		return 0;
	yice_buf_clear(&emitter->key);
	for (uint32_t i = 0; i < rule->base_count; i++) {
		const struct yice_image_basis record = { rule->bases[i].document,
							 yice_emit_string(emitter, rule->bases[i].article) };

		yice_buf_add(&emitter->key, &record, sizeof(record));
	}
	if (emitter->key.failed ||
	    yice_map_put(&emitter->runs, emitter->key.data, emitter->key.len, next, &entry, &added)) {
		emitter->status = YICE_ENOMEM;
		return 0;
	}
	for (uint32_t i = 0; added && i < rule->base_count; i++)
		yice_image_append(&emitter->image, YICE_SEC_BASES,
				  emitter->key.data + i * sizeof(struct yice_image_basis));
	return emitter->runs.entries[entry].value;
}

static struct yice_image_aside aside_record(struct yice_emitter *emitter, const struct yice_aside *aside)
{
	struct yice_image_aside record = { .kind = aside->kind, .due = (uint32_t)aside->due };

	record.addressee_zh = yice_emit_string(emitter, aside->addressee.zh);
	record.addressee_en = yice_emit_string(emitter, aside->addressee.en);
	record.texts = yice_image_strings(&emitter->image, aside->texts, aside->text_count);
	return record;
}

static struct yice_image_frame frame_record(struct yice_emitter *emitter, const struct yice_rule *rule)
{
	struct yice_image_frame record = { 0 };

	record.element_zh = yice_emit_string(emitter, rule->element.zh);
	record.element_en = yice_emit_string(emitter, rule->element.en);
	record.class_zh = yice_emit_string(emitter, rule->klass.zh);
	record.class_en = yice_emit_string(emitter, rule->klass.en);
	record.addressee_zh = yice_emit_string(emitter, rule->addressee.zh);
	record.addressee_en = yice_emit_string(emitter, rule->addressee.en);
	record.texts = yice_image_strings(&emitter->image, rule->texts, rule->text_count);
	record.lead = yice_image_strings(&emitter->image, rule->lead, rule->lead_count);
	record.open = yice_image_strings(&emitter->image, rule->open, rule->open_count);
	record.bases = emit_bases(emitter, rule);
	record.base_count = rule->base_count;
	record.due = (uint32_t)rule->due;
	record.aside_count = rule->aside_count;
	record.fictional = rule->fictional;
	return record;
}

/* A frame is itself and its asides, which are stored with it. */
static uint32_t emit_frame(struct yice_emitter *emitter, const struct yice_rule *rule)
{
	uint32_t next = yice_image_count(&emitter->image, YICE_SEC_FRAMES), entry;
	struct yice_image_frame frame = frame_record(emitter, rule);
	bool added;

	yice_buf_clear(&emitter->key);
	yice_buf_add(&emitter->key, &frame, sizeof(frame));
	for (uint32_t i = 0; i < rule->aside_count; i++) {
		struct yice_image_aside aside = aside_record(emitter, &rule->asides[i]);

		yice_buf_add(&emitter->key, &aside, sizeof(aside));
	}
	if (emitter->key.failed ||
	    yice_map_put(&emitter->frames, emitter->key.data, emitter->key.len, next, &entry, &added)) {
		emitter->status = YICE_ENOMEM;
		return 0;
	}
	if (!added)
		return emitter->frames.entries[entry].value;
	if (rule->aside_count)
		frame.asides = yice_image_count(&emitter->image, YICE_SEC_ASIDES);
	for (uint32_t i = 0; i < rule->aside_count; i++)
		yice_image_append(&emitter->image, YICE_SEC_ASIDES,
				  emitter->key.data + sizeof(frame) + i * sizeof(struct yice_image_aside));
	return yice_image_append(&emitter->image, YICE_SEC_FRAMES, &frame);
}

uint32_t yice_emit_body(struct yice_emitter *emitter, const struct yice_rule *rule)
{
	struct yice_image_body record = { 0 };

	record.original = yice_emit_string(emitter, rule->original);
	record.summary = yice_emit_string(emitter, rule->summary);
	record.english = yice_emit_string(emitter, rule->english);
	emit_code(emitter, rule);
	record.frame = emit_frame(emitter, rule);
	if (emitter->code.failed) {
		emitter->status = YICE_ENOMEM;
		return 0;
	}
	record.code_count = code_count(emitter);
	record.code = yice_image_run(&emitter->image, YICE_SEC_CODE, emitter->code.data, record.code_count);
	return yice_image_intern(&emitter->image, YICE_SEC_BODIES, &record);
}

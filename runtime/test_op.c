/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Descriptors of the tests, generated from test.def and indexed by their
 * permanent numbers, and the few questions about a test that do not evaluate
 * it. Used by verifier, disassembler and reasons.
 */
#include "runtime/test_op.h"

#include "runtime/image_layout.h"
#include "runtime/image_read.h"

static const struct yice_test_info tests[] = {
#define TEST(number, name, text, slot, arg, meaning)                                                         \
	[number] = { text, meaning, YICE_SLOT_##slot, YICE_ARG_##arg },
#include "runtime/test.def"
#undef TEST
};

const struct yice_test_info *yice_test_info(uint32_t op)
{
	return op < YICE_COUNT(tests) && tests[op].text ? &tests[op] : NULL;
}

bool yice_test_fits(enum yice_test_slot slot, uint32_t attr_type)
{
	switch (slot) {
	case YICE_SLOT_TERMS:
		return attr_type == YICE_ATTR_BOOLEAN || attr_type == YICE_ATTR_TERMS;
	case YICE_SLOT_CODES:
		return attr_type == YICE_ATTR_CODES;
	case YICE_SLOT_SCALAR:
		return attr_type == YICE_ATTR_QUANTITY || attr_type == YICE_ATTR_DATE;
	case YICE_SLOT_ANY:
		return true;
	case YICE_SLOT_NONE:
		break;
	}
	return false;
}

uint32_t yice_test_slots(const struct yice_view *view, uint32_t test, uint32_t slots[YICE_LINEAR_MAX])
{
	const struct yice_image_test *t = &view->tests[test];
	const struct yice_test_info *info = yice_test_info(yice_test_op(t));
	const uint32_t *sum = view->words + t->arg;

	if (info->slot != YICE_SLOT_NONE) {
		slots[0] = yice_test_slot(t);
		return 1;
	}
	if (info->arg != YICE_ARG_SUM)
		return 0;
	for (uint32_t i = 0; i < sum[1]; i++)
		slots[i] = sum[3 + 2 * i];
	return sum[1];
}

/* Codes that make up runs, one by one. */
struct codes {
	const struct yice_view *view;
	const struct yice_image_member *members;
	const uint32_t *runs;
	uint32_t run, at, number; /* the run, what follows in it, how many came before */
};

static struct codes codes_of(const struct yice_view *view, const struct yice_image_test *test)
{
	const struct yice_image_vocab *vocab = &view->vocabs[view->attrs[yice_test_slot(test)].vocab];
	const uint32_t *runs = view->words + test->arg;

	return (struct codes){ view, view->members + vocab->first_member, runs, 1, runs[0] ? yice_codes_lo(runs[1]) : 0, 0 };
}

static bool has_code(const struct codes *codes)
{
	return codes->run <= codes->runs[0];
}

/* To the code after this one, which has the whole of its subtree unless the run ends within it. */
static void next_code(struct codes *codes)
{
	codes->at = codes->members[codes->at].end;
	codes->number++;
	if (codes->at >= yice_codes_hi(codes->runs[codes->run]) && ++codes->run <= codes->runs[0])
		codes->at = yice_codes_lo(codes->runs[codes->run]);
}

/* The code, or the only one below it so many levels down; NULL where it has several. */
static const char *code_name(const struct codes *codes, uint32_t level)
{
	const struct yice_image_member *member = &codes->members[codes->at];

	if (codes->at + level >= member->end || member[level].end != member->end)
		return NULL;
	return yice_view_string(codes->view, member[level].zh);
}

static uint32_t level_of(uint32_t levels, uint32_t number)
{
	return number < 16 ? levels >> 2 * number & 3 : 0;
}

static void say_head(const struct yice_view *view, const struct yice_image_test *test, enum yice_lang lang,
		     struct yice_buf *out)
{
	const struct yice_image_attr *attr = &view->attrs[yice_test_slot(test)];

	yice_buf_adds(out, yice_view_name(view, attr->zh, attr->en, lang));
	if (yice_test_op(test) == YICE_TEST_CODE_ALL)
		yice_buf_adds(out, YICE_TEXT(lang, " 全部属于 ", " all_in "));
	else if (attr->many)
		yice_buf_adds(out, YICE_TEXT(lang, " 含 ", " include "));
	else
		yice_buf_adds(out, YICE_TEXT(lang, " 属于 ", " in "));
}

/* How much longer `text` is than the word it begins with, that being all of it or followed by 、; 0: it does not. */
static size_t word_length(const char *text, const char *word)
{
	size_t len = word ? strlen(word) : 0;

	if (!len || strncmp(text, word, len) != 0)
		return 0;
	if (!text[len])
		return len;
	return strncmp(text + len, "、", strlen("、")) ? 0 : len + strlen("、");
}

bool yice_test_levels(const struct yice_view *view, const struct yice_image_test *test, const char *zh,
		      struct yice_buf *scratch, uint32_t *levels)
{
	struct codes codes = codes_of(view, test);
	bool good;

	yice_buf_clear(scratch);
	say_head(view, test, YICE_ZH, scratch);
	good = !strncmp(zh, yice_buf_text(scratch), scratch->len);
	zh += good ? scratch->len : 0;
	*levels = 0;
	for (; good && has_code(&codes); next_code(&codes)) {
		uint32_t level = 0, most = codes.number < 16 ? 3 : 0;

		while (level < most && !word_length(zh, code_name(&codes, level)))
			level++;
		good = word_length(zh, code_name(&codes, level)) > 0;
		zh += word_length(zh, code_name(&codes, level));
		*levels |= good && level ? level << 2 * codes.number : 0;
	}
	return good && !*zh;
}

void yice_test_derive(const struct yice_view *view, const struct yice_image_test *test, uint32_t levels,
		      enum yice_lang lang, struct yice_buf *out)
{
	say_head(view, test, lang, out);
	for (struct codes codes = codes_of(view, test); has_code(&codes); next_code(&codes)) {
		const char *name = code_name(&codes, level_of(levels, codes.number));

		yice_buf_adds(out, codes.number ? YICE_TEXT(lang, "、", ", ") : "");
		yice_buf_adds(out, name ? name : code_name(&codes, 0));
	}
}

void yice_test_say(const struct yice_view *view, uint32_t number, enum yice_lang lang, struct yice_buf *out)
{
	const struct yice_image_test *test = &view->tests[number];
	const struct yice_image_test_text *text = &view->test_texts[number];

	if (text->zh == YICE_NONE)
		yice_test_derive(view, test, text->en, lang, out);
	else
		yice_buf_adds(out, yice_view_name(view, text->zh, text->en, lang));
}

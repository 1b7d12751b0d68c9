/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whatever passes runtime/verify*.c is safe to run: mutants of a sound image
 * are refused, or decided, explained, rendered and listed.
 */
#include "tests/unit/unit.h"

#include "tests/unit/fixture_image.h"

#include "runtime/image_layout.h"

static const char *const documents[] = {
	"{}",
	"{\"site\":{\"unit\":\"" FIXTURE_UNIT
	"\"},\"facts\":{\"建设性质\":\"新建\",\"行业\":\"C2614\",\"工艺\":[\"喷涂\"],"
	"\"新增排放.化学需氧量\":\"1.2 "
	"t/a\",\"削减替代.化学需氧量\":2.4,\"替代比例\":\"2:1\",\"建成日期\":\"2024-01-01\","
	"\"民生项目\":false,\"原辅材料\":[\"料68\"],\"产品行业\":[\"C26\"]},\"complete\":[\"工艺\"]}",
	"{\"site\":{\"unit\":[\"" FIXTURE_UNIT "\",\"" FIXTURE_OTHER_UNIT
	"\"]},\"facts\":{\"建设性质\":\"新建\"}}",
};

static void render(yice_run *run, const yice_facts *facts, const char *format)
{
	char *text;
	int status = yice_run_render(run, facts, format, "en", NULL, NULL, &text);

	assert_true(status == YICE_OK || status == YICE_ENOMEM);
	if (status == YICE_OK)
		free(text);
}

/* Everything that can be done with an image. */
static void exercise(const yice_image *image, size_t turn)
{
	static const char *const formats[] = { "json", "text", "md", "csv", "html" };
	yice_report *report;
	yice_facts *facts;
	yice_run *run;
	char *listing;

	assert_int_equal(yice_facts_new(image, &facts), YICE_OK);
	assert_int_equal(yice_run_new(image, &run), YICE_OK);
	assert_int_equal(yice_report_new(&report), YICE_OK);
	(void)!yice_facts_read(facts, "f", documents[turn % 3], strlen(documents[turn % 3]), report);
	if (yice_run_decide(run, facts, turn % 2 ? NULL : "2025-06-01") == YICE_OK) {
		char id[64];

		for (size_t i = 0; i < yice_run_count(run); i++)
			yice_run_id(run, i, id, sizeof(id));
		render(run, facts, formats[turn % YICE_COUNT(formats)]);
	}
	assert_int_equal(yice_image_disassemble(image, NULL, &listing), YICE_OK);
	free(listing);
	yice_report_free(report);
	yice_run_free(run);
	yice_facts_free(facts);
}

/* One change to the contents: mostly small and plausible, so that many mutants pass the first rules. */
static void mutate(struct yice_buf *file, const struct yice_buf *sound, uint64_t *random)
{
	static const unsigned char weights[] = { YICE_SEC_CODE,    YICE_SEC_TESTS,  YICE_SEC_WORDS,
						 YICE_SEC_NUMBERS, YICE_SEC_BODIES, YICE_SEC_ATTRS,
						 YICE_SEC_ASIDES,  YICE_SEC_FRAMES, YICE_SEC_CLAUSE_INFO };
	uint64_t r = unit_random(random);
	uint32_t section =
	    r & 1 ? weights[(r >> 8) % YICE_COUNT(weights)] : (uint32_t)(r >> 8) % YICE_SECTIONS;
	size_t start = fixture_offset(sound, section);
	size_t bytes = (size_t)yice_load64((const unsigned char *)sound->data + fixture_entry(section) + 8), at;

	r = unit_random(random);
	if (bytes < 8 || !(r % 16)) {
		file->data[(r >> 8) % file->len] ^= (char)(1 << (r >> 4) % 8);
		return;
	}
	at = start + (r >> 16) % (bytes / 4) * 4;
	switch (r % 8) {
	case 1:
		fixture_put32(file, at, yice_load32((const unsigned char *)file->data + at) + 1);
		break;
	case 2:
		fixture_put32(file, at, yice_load32((const unsigned char *)file->data + at) - 1);
		break;
	case 3:
		fixture_put32(file, at, (uint32_t)unit_random(random) % 16);
		break;
	case 4:
		fixture_put32(file, at,
		      yice_load32((const unsigned char *)file->data + start +
				  unit_random(random) % (bytes / 4) * 4));
		break;
	case 5:
		fixture_put32(file, at, YICE_NONE);
		break;
	case 6: /* an instruction */
		fixture_put32(file, at,
		      (uint32_t)(unit_random(random) % 11) | (uint32_t)(unit_random(random) % 8) << 8);
		break;
	default:
		file->data[at + (r >> 8) % 4] ^= (char)(1 << (r >> 4) % 8);
		break;
	}
}

#define MUTANTS 200000

static void mutants_are_refused_or_safe(void **state)
{
	uint64_t random = 0x9e3779b97f4a7c15;
	struct yice_buf sound, file = YICE_BUF_INIT;
	size_t passed = 0;

	YICE_UNUSED(state);
	fixture_file(&sound);
	for (size_t i = 0; i < MUTANTS; i++) {
		yice_image *image;

		yice_buf_clear(&file);
		yice_buf_add(&file, sound.data, sound.len);
		for (uint64_t n = unit_random(&random) % 3 + 1; n; n--)
			mutate(&file, &sound, &random);
		if (yice_image_borrow(file.data, file.len, NULL, &image) != YICE_OK)
			continue;
		exercise(image, passed++);
		yice_image_free(image);
	}
	print_message("# %zu of %d mutants passed the verifier\n", passed, MUTANTS);
	assert_true(passed > MUTANTS / 100);
	yice_buf_release(&file);
	yice_buf_release(&sound);
}

static void random_bytes_are_refused(void **state)
{
	uint64_t random = 88172645463325252u;
	unsigned char bytes[2048];

	YICE_UNUSED(state);
	for (int i = 0; i < 20000; i++) {
		size_t len = unit_random(&random) % sizeof(bytes);
		yice_image *image;

		for (size_t at = 0; at < len; at++)
			bytes[at] = (unsigned char)(unit_random(&random) >> 56);
		_Static_assert(YICE_IMAGE_VERSION == 4, "the version below");
		if (i % 2 && len > 24)
			memcpy(bytes, YICE_IMAGE_MAGIC "\4\0\0\0", 12);
		assert_int_equal(yice_image_borrow(bytes, len, NULL, &image), YICE_EIMAGE);
	}
}

/* An empty image: nothing but the one record of META. */
static void an_image_without_rules_passes_and_decides_nothing(void **state)
{
	struct yice_buf file = YICE_BUF_INIT;
	struct yice_image_builder b;
	yice_image *image;
	yice_facts *facts;
	yice_run *run;

	YICE_UNUSED(state);
	yice_image_builder_init(&b);
	yice_image_append(&b, YICE_SEC_META, &(struct yice_image_meta){ 1, 0, YICE_NONE, YICE_NONE, 0, 0, 0 });
	assert_int_equal(yice_image_finish(&b, &file), YICE_OK);
	assert_int_equal(yice_image_borrow(file.data, file.len, NULL, &image), YICE_OK);
	assert_int_equal(yice_facts_new(image, &facts), YICE_OK);
	assert_int_equal(yice_run_new(image, &run), YICE_OK);
	assert_int_equal(yice_run_verdict(run), YICE_UNDETERMINED);
	assert_int_equal(yice_run_decide(run, facts, "2024-07-01"), YICE_OK);
	assert_int_equal(yice_run_count(run), 0);
	assert_int_equal(yice_run_verdict(run), YICE_UNDETERMINED);
	yice_run_free(run);
	yice_facts_free(facts);
	yice_image_free(image);
	yice_buf_release(&file);
	yice_image_builder_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mutants_are_refused_or_safe),
		cmocka_unit_test(random_bytes_are_refused),
		cmocka_unit_test(an_image_without_rules_passes_and_decides_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

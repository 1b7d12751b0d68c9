/* SPDX-License-Identifier: Apache-2.0 */
/* Records of decisions: chained, cut short at every length, changed at every byte, written by several. */
#include "unit.h"

#include "base/source.h"
#include "store/decision.h"

#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define DIGEST "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define OID    "0123456789abcdef0123456789abcdef01234567"

struct place {
	char path[64];
	struct yice_diags diags;
};

static int setup(void **state)
{
	struct place *place = calloc(1, sizeof(*place));
	const char *tmp = getenv("TMPDIR");
	int fd;

	snprintf(place->path, sizeof(place->path), "%.40s/yice-log.XXXXXX", tmp ? tmp : "/tmp");
	fd = mkstemp(place->path);
	assert_true(fd >= 0);
	close(fd);
	yice_diags_init(&place->diags);
	*state = place;
	return 0;
}

static int teardown(void **state)
{
	struct place *place = *state;

	unlink(place->path);
	yice_diags_release(&place->diags);
	free(place);
	return 0;
}

static const char *said(struct place *place)
{
	static char name[64];

	snprintf(name, sizeof(name), "%s", place->diags.count ? yice_diag_name(place->diags.items[0]->main.id) : "");
	yice_diags_release(&place->diags);
	yice_diags_init(&place->diags);
	return name;
}

static struct yice_decision sample(const char *facts)
{
	static const struct yice_decision_tier tiers[] = { { "000000", 3, OID, DIGEST }, { "440600", 12, OID, DIGEST } };

	return (struct yice_decision){ .day = 20000, .known = "000000:4 440000:7", .image = DIGEST, .compiler = "yice 0",
				       .verdict = "refused", .result = DIGEST, .tiers = tiers, .tier_count = 2,
				       .facts = facts, .facts_len = strlen(facts) };
}

static void append(struct place *place, size_t count)
{
	struct yice_decisions *log;
	struct yice_decision decision = sample("{\"facts\":\n{}}\nyice-decision-1 looks like a record");

	assert_int_equal(yice_decisions_open(place->path, &place->diags, &log), YICE_OK);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(yice_decisions_add(log, &decision), YICE_OK);
	assert_int_equal(yice_decisions_commit(log), YICE_OK);
	yice_decisions_close(log);
}

static int count_one(void *to, const struct yice_decision *decision, const char *sha256)
{
	uint64_t *count = to;

	assert_int_equal(decision->seq, ++*count);
	assert_int_equal(strlen(sha256), 64);
	assert_int_equal(decision->tier_count, 2);
	assert_string_equal(decision->tiers[1].scope, "440600");
	assert_int_equal(decision->tiers[1].seq, 12);
	return 0;
}

static int read_back(struct place *place, const char *bytes, size_t len, uint64_t *count)
{
	uint64_t seen = 0;
	char head[65];

	return yice_decisions_read("log", bytes, len, count_one, &seen, &place->diags, count, head);
}

/* The bytes of the log; the caller frees them. */
static char *bytes_of(const struct place *place, size_t *len)
{
	char *text;

	assert_int_equal(yice_read_file(place->path, &text, len), YICE_OK);
	return text;
}

/* Two appends; *whole: how long it was after the first. */
static char *append_twice(struct place *place, size_t first, size_t *whole, size_t *len)
{
	append(place, first);
	free(bytes_of(place, whole));
	append(place, 1);
	return bytes_of(place, len);
}

static void what_is_written_reads_back_in_order(void **state)
{
	struct place *place = *state;
	uint64_t count;
	char *text;
	size_t len;

	append(place, 2);
	append(place, 3);
	text = bytes_of(place, &len);
	assert_int_equal(read_back(place, text, len, &count), YICE_OK);
	assert_int_equal(count, 5);
	assert_string_equal(said(place), "");
	free(text);
}

static void a_record_cut_short_anywhere_is_a_torn_tail(void **state)
{
	struct place *place = *state;
	size_t len, whole;
	uint64_t count;
	char *text;

	text = append_twice(place, 2, &whole, &len);
	for (size_t cut = whole; cut < len; cut++) {
		assert_int_equal(read_back(place, text, cut, &count), YICE_OK);
		assert_int_equal(count, 2);
		assert_string_equal(said(place), cut == whole ? "" : "decision-torn");
	}
	free(text);
}

static void a_torn_tail_is_cut_off_by_the_next_writer(void **state)
{
	struct place *place = *state;
	struct stat info;
	uint64_t count;
	size_t len;
	char *text;

	append(place, 3);
	assert_int_equal(stat(place->path, &info), 0);
	assert_int_equal(truncate(place->path, info.st_size - 10), 0);
	append(place, 1);
	assert_string_equal(said(place), "decision-torn");
	text = bytes_of(place, &len);
	assert_int_equal(read_back(place, text, len, &count), YICE_OK);
	assert_int_equal(count, 3);
	assert_string_equal(said(place), "");
	free(text);
}

static void no_changed_byte_before_the_last_record_passes(void **state)
{
	struct place *place = *state;
	size_t len, whole;
	uint64_t count;
	char *text;

	text = append_twice(place, 1, &whole, &len);
	for (size_t i = 0; i < whole; i++) {
		text[i] = (char)(text[i] ^ 1);
		assert_int_equal(read_back(place, text, len, &count), YICE_EDIAG);
		said(place);
		text[i] = (char)(text[i] ^ 1);
	}
	free(text);
}

/* Two of them were answered; whoever finds the second changed must not take it for one that never was. */
static void no_changed_byte_of_the_last_record_is_a_torn_tail(void **state)
{
	static const char values[] = { 1, 2, 0x10, 0x20, 0x7f };
	struct place *place = *state;
	struct yice_decisions *log;
	size_t len, whole;
	uint64_t count;
	char *text;

	text = append_twice(place, 1, &whole, &len);
	for (size_t i = whole; i < len; i++)
		for (size_t j = 0; j <= YICE_COUNT(values); j++) {
			char old = text[i];

			text[i] = j < YICE_COUNT(values) ? (char)(old ^ values[j]) : '\0';
			assert_int_equal(read_back(place, text, len, &count), YICE_EDIAG);
			assert_string_equal(said(place), "decision-form");
			assert_int_equal(count, 1);
			text[i] = old;
		}
	text[len - 20] ^= 1;
	assert_int_equal(yice_write_file(place->path, text, len), YICE_OK);
	free(text);
	assert_int_equal(yice_decisions_open(place->path, &place->diags, &log), YICE_EDIAG);
	assert_string_equal(said(place), "decision-form");
	text = bytes_of(place, &whole);
	assert_int_equal(whole, len);
	free(text);
}

/* A disk that gives back zeros for what was on it. */
static void a_zeroed_end_is_damage(void **state)
{
	struct place *place = *state;
	uint64_t count;
	size_t len;
	char *text;

	append(place, 2);
	text = bytes_of(place, &len);
	for (size_t i = 1; i < len; i++) {
		text[len - i] = '\0';
		assert_int_equal(read_back(place, text, len, &count), YICE_EDIAG);
		assert_string_equal(said(place), "decision-form");
	}
	free(text);
}

static void a_record_taken_out_or_put_twice_is_noticed(void **state)
{
	struct place *place = *state;
	size_t len, one, two;
	uint64_t count;
	char *text;

	append(place, 1);
	text = bytes_of(place, &one);
	free(text);
	append(place, 1);
	text = bytes_of(place, &two);
	free(text);
	append(place, 1);
	text = bytes_of(place, &len);
	assert_int_equal(read_back(place, text + one, len - one, &count), YICE_EDIAG);
	assert_string_equal(said(place), "decision-chain");
	memmove(text + one, text + two, len - two);
	assert_int_equal(read_back(place, text, one + len - two, &count), YICE_EDIAG);
	assert_string_equal(said(place), "decision-chain");
	free(text);
}

static void nothing_is_written_behind_a_damaged_record(void **state)
{
	struct place *place = *state;
	struct yice_decisions *log;
	struct stat info;
	size_t len, one;
	char *text;

	append(place, 1);
	assert_int_equal(stat(place->path, &info), 0);
	one = (size_t)info.st_size;
	append(place, 1);
	text = bytes_of(place, &len);
	for (size_t i = 0; i < one; i += 7) {
		text[i] ^= 1;
		assert_int_equal(yice_write_file(place->path, text, len), YICE_OK);
		text[i] ^= 1;
		assert_int_equal(yice_decisions_open(place->path, &place->diags, &log), YICE_EDIAG);
		assert_string_equal(said(place), "decision-form");
		assert_int_equal(stat(place->path, &info), 0);
		assert_int_equal(info.st_size, len);
	}
	assert_int_equal(yice_write_file(place->path, text, len), YICE_OK);
	append(place, 1);
	assert_int_equal(stat(place->path, &info), 0);
	assert_true((size_t)info.st_size > len);
	free(text);
}

static void nothing_is_in_the_file_before_it_is_committed(void **state)
{
	struct place *place = *state;
	struct yice_decision decision = sample("{}");
	struct yice_decisions *log;
	struct stat info;

	assert_int_equal(yice_decisions_open(place->path, &place->diags, &log), YICE_OK);
	assert_int_equal(yice_decisions_add(log, &decision), YICE_OK);
	assert_int_equal(stat(place->path, &info), 0);
	assert_int_equal(info.st_size, 0);
	yice_decisions_close(log);
}

static void writers_take_turns(void **state)
{
	struct place *place = *state;
	uint64_t count;
	size_t len;
	char *text;

	for (int i = 0; i < 4; i++)
		if (!fork()) {
			for (int j = 0; j < 25; j++)
				append(place, 1);
			_exit(0);
		}
	for (int i = 0; i < 4; i++) {
		int status;

		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	text = bytes_of(place, &len);
	assert_int_equal(read_back(place, text, len, &count), YICE_OK);
	assert_int_equal(count, 100);
	free(text);
}

int main(void)
{
#define PLACED(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	static const struct CMUnitTest tests[] = {
		PLACED(what_is_written_reads_back_in_order),
		PLACED(a_record_cut_short_anywhere_is_a_torn_tail),
		PLACED(a_torn_tail_is_cut_off_by_the_next_writer),
		PLACED(no_changed_byte_before_the_last_record_passes),
		PLACED(no_changed_byte_of_the_last_record_is_a_torn_tail),
		PLACED(a_zeroed_end_is_damage),
		PLACED(a_record_taken_out_or_put_twice_is_noticed),
		PLACED(nothing_is_written_behind_a_damaged_record),
		PLACED(nothing_is_in_the_file_before_it_is_committed),
		PLACED(writers_take_turns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

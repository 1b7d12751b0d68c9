/* SPDX-License-Identifier: Apache-2.0 */
/* base/source.c and base/file.c: lines and places; reading and replacing files. */
#include "tests/unit/unit.h"

#include "base/source.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static void assert_place(const struct yice_source *source, uint32_t offset, uint32_t line, uint32_t column)
{
	uint32_t got_line, got_column;

	yice_source_locate(source, offset, &got_line, &got_column);
	assert_int_equal(got_line, line);
	assert_int_equal(got_column, column);
}

static void assert_line(const struct yice_source *source, uint32_t line, const char *want)
{
	size_t len;
	const char *text = yice_source_line(source, line, &len);

	assert_int_equal(len, strlen(want));
	assert_memory_equal(text, want, len);
}

static void offsets_map_to_lines_and_byte_columns(void **state)
{
	struct yice_sources sources;
	const struct yice_source *source;
	uint32_t file;

	YICE_UNUSED(state);
	yice_sources_init(&sources);
	assert_int_equal(yice_sources_add(&sources, "a.yice", "一\r\nb\n\nend", 10, &file), YICE_OK);
	source = &sources.items[file];
	assert_int_equal(source->line_count, 4);
	assert_place(source, 0, 1, 1);
	assert_place(source, 3, 1, 4);
	assert_place(source, 4, 1, 5);
	assert_place(source, 5, 2, 1);
	assert_place(source, 7, 3, 1);
	assert_place(source, 8, 4, 1);
	assert_place(source, 10, 4, 3);
	assert_place(source, 4000000000u, 4, 3);
	assert_line(source, 1, "一");
	assert_line(source, 2, "b");
	assert_line(source, 3, "");
	assert_line(source, 4, "en");
	/* A part of a file: its lines have the numbers they have there. */
	sources.items[file].first = 11;
	assert_place(source, 5, 12, 1);
	assert_line(source, 12, "b");
	assert_line(source, 14, "en");
	assert_int_equal(yice_source_offset(source, 13), 7);
	yice_sources_release(&sources);
}

static void an_empty_text_has_one_empty_line(void **state)
{
	struct yice_sources sources;
	uint32_t file;

	YICE_UNUSED(state);
	yice_sources_init(&sources);
	assert_int_equal(yice_sources_add(&sources, "e", NULL, 0, &file), YICE_OK);
	assert_place(&sources.items[0], 0, 1, 1);
	assert_line(&sources.items[0], 1, "");
	assert_string_equal(sources.items[0].text, "");
	yice_sources_release(&sources);
}

static void a_return_without_a_line_feed_belongs_to_the_text(void **state)
{
	struct yice_sources sources;
	uint32_t file;

	YICE_UNUSED(state);
	yice_sources_init(&sources);
	assert_int_equal(yice_sources_add(&sources, "r", "a\rb\n\r\nx\r", 8, &file), YICE_OK);
	assert_line(&sources.items[0], 1, "a\rb");
	assert_line(&sources.items[0], 2, "");
	assert_line(&sources.items[0], 3, "x\r");
	yice_sources_release(&sources);
}

static void texts_and_names_are_copied_and_numbered_in_order(void **state)
{
	struct yice_sources sources;
	char name[] = "n0", text[] = "t0";

	YICE_UNUSED(state);
	yice_sources_init(&sources);
	for (uint32_t i = 0; i < 40; i++) {
		uint32_t file = 99;

		name[1] = text[1] = (char)('0' + i % 10);
		assert_int_equal(yice_sources_add(&sources, name, text, 2, &file), YICE_OK);
		assert_int_equal(file, i);
	}
	assert_string_equal(sources.items[13].name, "n3");
	assert_string_equal(sources.items[13].text, "t3");
	assert_int_equal(yice_sources_add(&sources, "big", "", (size_t)INT32_MAX + 1, &(uint32_t){ 0 }),
			 YICE_ELIMIT);
	assert_int_equal(sources.count, 40);
	yice_sources_release(&sources);
}

/* A directory of its own for each test, with the working directory in it. */
static int enter_directory(void **state)
{
	char template[] = "/tmp/yice-unit.XXXXXX";

	if (!mkdtemp(template) || chdir(template))
		return -1;
	*state = strdup(template);
	return *state ? 0 : -1;
}

static int leave_directory(void **state)
{
	DIR *directory = opendir(".");
	struct dirent *entry;

	while (directory && (entry = readdir(directory)))
		unlink(entry->d_name);
	closedir(directory);
	if (chdir("/") || rmdir(*state))
		return -1;
	free(*state);
	return 0;
}

static void assert_content(const char *path, const char *want, size_t want_len)
{
	char *text = NULL;
	size_t len = 0;

	assert_int_equal(yice_read_file(path, &text, &len), YICE_OK);
	assert_int_equal(len, want_len);
	assert_memory_equal(text, want, want_len);
	assert_int_equal(text[len], 0);
	free(text);
}

static int count_files(void)
{
	DIR *directory = opendir(".");
	int count = -2; /* . and .. */

	while (readdir(directory))
		count++;
	closedir(directory);
	return count;
}

static void what_is_written_is_read_back(void **state)
{
	size_t len = 300001;
	char *bytes = malloc(len);

	YICE_UNUSED(state);
	assert_non_null(bytes);
	for (size_t i = 0; i < len; i++)
		bytes[i] = (char)(i * 31);
	assert_int_equal(yice_write_file("f", bytes, len), YICE_OK);
	assert_content("f", bytes, len);
	assert_int_equal(yice_write_file("f", "", 0), YICE_OK);
	assert_content("f", "", 0);
	assert_int_equal(count_files(), 1);
	free(bytes);
}

static void replacing_keeps_the_mode_and_follows_a_link(void **state)
{
	struct stat info;

	YICE_UNUSED(state);
	assert_int_equal(yice_write_file("real", "old", 3), YICE_OK);
	assert_int_equal(chmod("real", 0640), 0);
	assert_int_equal(symlink("real", "link"), 0);
	assert_int_equal(yice_write_file("link", "new", 3), YICE_OK);
	assert_int_equal(lstat("link", &info), 0);
	assert_true(S_ISLNK(info.st_mode));
	assert_content("real", "new", 3);
	assert_int_equal(stat("real", &info), 0);
	assert_int_equal(info.st_mode & 07777, 0640);
}

static void a_device_is_written_to_and_not_replaced(void **state)
{
	struct stat info;

	YICE_UNUSED(state);
	assert_int_equal(yice_write_file("/dev/null", "x", 1), YICE_OK);
	assert_int_equal(stat("/dev/null", &info), 0);
	assert_true(S_ISCHR(info.st_mode));
}

/* Standard input and output stand for the name "-"; cmocka's own output must not be caught. */
static void a_dash_is_standard_input_and_output(void **state)
{
	int input = dup(STDIN_FILENO), output, file;

	YICE_UNUSED(state);
	fflush(stdout);
	output = dup(STDOUT_FILENO);
	file = open("f", O_RDWR | O_CREAT, 0600);
	assert_true(output >= 0 && file >= 0);
	dup2(file, STDOUT_FILENO);
	assert_int_equal(yice_write_file("-", "清单", 6), YICE_OK);
	dup2(output, STDOUT_FILENO);
	assert_int_equal(lseek(file, 0, SEEK_SET), 0);
	dup2(file, STDIN_FILENO);
	assert_content("-", "清单", 6);
	if (input >= 0)
		dup2(input, STDIN_FILENO);
	close(input);
	close(output);
	close(file);
}

static void failures_tell_why_and_leave_nothing_behind(void **state)
{
	char *text = NULL;
	size_t len = 0;

	YICE_UNUSED(state);
	errno = 0;
	assert_int_equal(yice_read_file("missing", &text, &len), YICE_EIO);
	assert_int_equal(errno, ENOENT);
	assert_int_equal(yice_read_file(".", &text, &len), YICE_EIO);
	assert_int_equal(errno, EISDIR);
	assert_null(text);
	assert_int_equal(yice_write_file("no/such/place", "x", 1), YICE_EIO);
	assert_int_equal(errno, ENOENT);
	assert_int_equal(yice_write_file(".", "x", 1), YICE_EIO);
	assert_int_equal(count_files(), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(offsets_map_to_lines_and_byte_columns),
		cmocka_unit_test(an_empty_text_has_one_empty_line),
		cmocka_unit_test(a_return_without_a_line_feed_belongs_to_the_text),
		cmocka_unit_test(texts_and_names_are_copied_and_numbered_in_order),
		cmocka_unit_test_setup_teardown(what_is_written_is_read_back, enter_directory,
						leave_directory),
		cmocka_unit_test_setup_teardown(replacing_keeps_the_mode_and_follows_a_link, enter_directory,
						leave_directory),
		cmocka_unit_test_setup_teardown(a_dash_is_standard_input_and_output, enter_directory,
						leave_directory),
		cmocka_unit_test(a_device_is_written_to_and_not_replaced),
		cmocka_unit_test_setup_teardown(failures_tell_why_and_leave_nothing_behind, enter_directory,
						leave_directory),
	};

	return cmocka_run_group_tests_name("source", tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Comma-separated values: what is read, what is refused, and that every byte comes back. */
#include "base/csv.h"

#include <setjmp.h>
#include <cmocka.h>

static void read_as(const char *text, struct yice_csv *csv)
{
	uint32_t fault;

	assert_int_equal(yice_csv_read(text, strlen(text), csv, &fault), YICE_OK);
}

static void comes_back(const char *text)
{
	struct yice_buf out = YICE_BUF_INIT;
	struct yice_csv csv;

	read_as(text, &csv);
	for (uint32_t r = 0; r < csv.row_count; r++) {
		for (uint32_t i = 0; i < csv.rows[r].count; i++) {
			const struct yice_csv_cell *cell = &csv.cells[csv.rows[r].first + i];

			if (i)
				yice_buf_addc(&out, ',');
			yice_csv_put(&out, cell->text, cell->len, cell->odd);
		}
		yice_csv_put_end(&out, csv.rows[r].end);
	}
	assert_int_equal(yice_buf_status(&out), YICE_OK);
	assert_string_equal(yice_buf_text(&out), text);
	yice_buf_release(&out);
	yice_csv_release(&csv);
}

static void refuses(const char *text, uint32_t where)
{
	struct yice_csv csv;
	uint32_t fault = 0;

	assert_int_equal(yice_csv_read(text, strlen(text), &csv, &fault), YICE_ESYNTAX);
	assert_int_equal(fault, where);
	yice_csv_release(&csv);
}

static void cells_are_decoded(void **state)
{
	struct yice_csv csv;

	(void)state;
	read_as("a,\"b,\"\"c\"\"\nd\",\r\n", &csv);
	assert_int_equal(csv.row_count, 1);
	assert_int_equal(csv.rows[0].count, 3);
	assert_int_equal(csv.rows[0].end, YICE_CSV_CRLF);
	assert_string_equal(csv.cells[1].text, "b,\"c\"\nd");
	assert_int_equal(csv.cells[1].start, 2);
	assert_int_equal(csv.cells[1].end, 13);
	assert_false(csv.cells[1].odd);
	assert_string_equal(csv.cells[2].text, "");
	yice_csv_release(&csv);
}

static void quoting_style_is_kept(void **state)
{
	struct yice_csv csv;

	(void)state;
	read_as("\"a\",b\"c", &csv);
	assert_true(csv.cells[0].odd);
	assert_string_equal(csv.cells[1].text, "b\"c");
	assert_true(csv.cells[1].odd);
	assert_int_equal(csv.rows[0].end, YICE_CSV_OPEN);
	yice_csv_release(&csv);
}

static void every_byte_comes_back(void **state)
{
	static const char *const tables[] = {
		"",         "\n",           "\r\n\r\n",      "a",          "a\n",
		",,\n,",    "a,b\r\nc,d\n", "\"\"\n",        "\"a\"\"b\"", "a\rb,c\n",
		"x\"y\"\n", "\"a\r\nb\",c", "1,,\r\n\r\n2,", "\" a \"\r\n"
	};

	(void)state;
	for (size_t i = 0; i < YICE_COUNT(tables); i++)
		comes_back(tables[i]);
}

static void what_has_two_readings_is_refused(void **state)
{
	(void)state;
	refuses("a,\"b\nc", 2);
	refuses("\"a\"b,c", 3);
	refuses("\"a\" ,c", 3);
}

static void an_empty_table_has_no_rows(void **state)
{
	struct yice_csv csv;

	(void)state;
	read_as("", &csv);
	assert_int_equal(csv.row_count, 0);
	yice_csv_release(&csv);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cells_are_decoded),
		cmocka_unit_test(quoting_style_is_kept),
		cmocka_unit_test(every_byte_comes_back),
		cmocka_unit_test(what_has_two_readings_is_refused),
		cmocka_unit_test(an_empty_table_has_no_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

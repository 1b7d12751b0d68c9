/* SPDX-License-Identifier: Apache-2.0 */
/* Arguments of the program: what is an option, whose it is, and what is said of mistakes. */
#include "unit.h"

#include "cli/opt.h"

struct fixture {
	struct yice_args args;
	struct yice_buf error;
	int status;
};

static void parse(struct fixture *f, int argc, const char *const *argv)
{
	memset(f, 0, sizeof(*f));
	f->args.lang = YICE_EN;
	f->status = yice_args_parse(argc, (char **)(uintptr_t)argv, &f->args, &f->error);
}
#define PARSE(f, ...)                                                                                        \
	parse((f), (int)YICE_COUNT(((const char *const[]){ "yice", __VA_ARGS__ })),                          \
	      (const char *const[]){ "yice", __VA_ARGS__ })

static void done(struct fixture *f)
{
	yice_args_release(&f->args);
	yice_buf_release(&f->error);
}

static void refuses(struct fixture *f, const char *words)
{
	assert_int_equal(f->status, YICE_ESYNTAX);
	assert_string_equal(yice_buf_text(&f->error), words);
	done(f);
}

static void options_and_operands_may_be_mixed(void **state)
{
	struct fixture f;

	YICE_UNUSED(state);
	PARSE(&f, "eval", "a", "--as-of=2024-07-01", "b", "-o", "out", "--json");
	assert_int_equal(f.status, YICE_OK);
	assert_int_equal(f.args.command, YICE_CMD_eval);
	assert_int_equal(f.args.operand_count, 2);
	assert_string_equal(f.args.operands[1], "b");
	assert_string_equal(yice_args_value(&f.args, YICE_OPT_eval_as_of), "2024-07-01");
	assert_string_equal(yice_args_value(&f.args, YICE_OPT_eval_output), "out");
	assert_string_equal(yice_args_value(&f.args, YICE_OPT_eval_json), "");
	assert_null(yice_args_value(&f.args, YICE_OPT_eval_format));
	done(&f);
}

static void the_last_of_an_option_counts_and_all_are_kept(void **state)
{
	struct fixture f;

	YICE_UNUSED(state);
	PARSE(&f, "check", "--warn", "a=off", "--warn=b=note", "x");
	assert_int_equal(f.status, YICE_OK);
	assert_int_equal(f.args.given_count, 2);
	assert_string_equal(f.args.given[0].value, "a=off");
	assert_string_equal(yice_args_value(&f.args, YICE_OPT_check_warn), "b=note");
	done(&f);
}

static void two_dashes_end_the_options_and_one_is_an_operand(void **state)
{
	struct fixture f;

	YICE_UNUSED(state);
	PARSE(&f, "fmt", "-", "--", "--check", "-o");
	assert_int_equal(f.status, YICE_OK);
	assert_int_equal(f.args.operand_count, 3);
	assert_string_equal(f.args.operands[0], "-");
	assert_string_equal(f.args.operands[1], "--check");
	assert_null(yice_args_value(&f.args, YICE_OPT_fmt_check));
	done(&f);
}

static void a_short_option_takes_its_value_inside_or_behind(void **state)
{
	struct fixture f;

	YICE_UNUSED(state);
	PARSE(&f, "build", "-oimage", "x");
	assert_string_equal(yice_args_value(&f.args, YICE_OPT_build_output), "image");
	done(&f);
	PARSE(&f, "build", "x", "-o", "-");
	assert_string_equal(yice_args_value(&f.args, YICE_OPT_build_output), "-");
	done(&f);
}

static void the_language_before_fmt_is_that_of_messages(void **state)
{
	struct fixture f;

	YICE_UNUSED(state);
	PARSE(&f, "--lang", "zh", "fmt", "--lang", "en", "x");
	assert_int_equal(f.status, YICE_OK);
	assert_int_equal(f.args.lang, YICE_ZH);
	assert_string_equal(yice_args_value(&f.args, YICE_OPT_fmt_lang), "en");
	done(&f);
	PARSE(&f, "check", "--lang", "zh", "x");
	assert_int_equal(f.args.lang, YICE_ZH);
	done(&f);
}

static void mistakes_are_named(void **state)
{
	struct fixture f;

	YICE_UNUSED(state);
	PARSE(&f, "chekc");
	refuses(&f, "no command \"chekc\"; did you mean check?");
	PARSE(&f, "check", "--colour", "never");
	refuses(&f, "no option --colour; did you mean --color?");
	PARSE(&f, "check", "--as-of", "x");
	refuses(&f, "no option --as-of");
	PARSE(&f, "check", "-x");
	refuses(&f, "no option -x");
	PARSE(&f, "check", "--form", "json");
	refuses(&f, "no option --form; did you mean --format?");
	PARSE(&f, "check", "--format");
	refuses(&f, "option --format needs a value: pretty|compact|json|sarif|geojson");
	PARSE(&f, "check", "--format", "prett");
	refuses(&f, "option --format takes pretty|compact|json|sarif|geojson, not \"prett\"");
	PARSE(&f, "check", "--format=");
	refuses(&f, "option --format takes pretty|compact|json|sarif|geojson, not \"\"");
	PARSE(&f, "check", "--json=1");
	refuses(&f, "option --json takes no value");
	PARSE(&f, "--lang", "zh", "check", "--format", "x");
	refuses(&f, "选项 --format 的值应是 pretty|compact|json|sarif|geojson，不是“x”");
}

static void no_arguments_are_no_mistake_of_the_parser(void **state)
{
	struct fixture f;

	YICE_UNUSED(state);
	parse(&f, 1, (const char *const[]){ "yice", NULL });
	assert_int_equal(f.status, YICE_OK);
	assert_int_equal(f.args.command, YICE_CMD_any);
	done(&f);
	parse(&f, 0, (const char *const[]){ NULL });
	assert_int_equal(f.status, YICE_OK);
	done(&f);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_and_operands_may_be_mixed),
		cmocka_unit_test(the_last_of_an_option_counts_and_all_are_kept),
		cmocka_unit_test(two_dashes_end_the_options_and_one_is_an_operand),
		cmocka_unit_test(a_short_option_takes_its_value_inside_or_behind),
		cmocka_unit_test(the_language_before_fmt_is_that_of_messages),
		cmocka_unit_test(mistakes_are_named),
		cmocka_unit_test(no_arguments_are_no_mistake_of_the_parser),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

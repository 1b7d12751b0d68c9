/* SPDX-License-Identifier: Apache-2.0 */
/* base/ratio.c and base/decimal.c: exactness against 128-bit oracles, edges of int64, text both ways. */
#include "tests/unit/unit.h"

#include "base/ratio.h"

typedef __int128 wide;

static struct yice_ratio make(int64_t num, int64_t den)
{
	struct yice_ratio out = { 0, 0 };

	assert_int_equal(yice_ratio_make(num, den, &out), YICE_OK);
	return out;
}

static void assert_ratio(struct yice_ratio got, int64_t num, int64_t den)
{
	assert_true(got.num == num);
	assert_true(got.den == den);
}

static bool is_reduced(struct yice_ratio a)
{
	int64_t x = a.num < 0 ? -a.num : a.num, y = a.den;

	while (y) {
		int64_t rest = x % y;

		x = y;
		y = rest;
	}
	return a.den > 0 && x == 1;
}

static void make_reduces_and_moves_the_sign_up(void **state)
{
	struct yice_ratio kept = { 5, 7 };

	YICE_UNUSED(state);
	assert_ratio(make(6, -4), -3, 2);
	assert_ratio(make(0, -9), 0, 1);
	assert_ratio(make(INT64_MIN, INT64_MIN), 1, 1);
	assert_ratio(make(INT64_MIN, 2), INT64_MIN / 2, 1);
	assert_ratio(make(INT64_MIN, 1), INT64_MIN, 1);
	assert_ratio(make(2, INT64_MIN), -1, (int64_t)1 << 62);
	assert_int_equal(yice_ratio_make(1, 0, &kept), YICE_ERANGE);
	assert_int_equal(yice_ratio_make(0, 0, &kept), YICE_ERANGE);
	assert_int_equal(yice_ratio_make(INT64_MIN, -1, &kept), YICE_ERANGE);
	assert_int_equal(yice_ratio_make(3, INT64_MIN, &kept), YICE_ERANGE);
	assert_ratio(kept, 5, 7);
}

/* Every pair of small fractions: results cross-multiply to the truth and are reduced. */
static void small_fractions_obey_arithmetic(void **state)
{
	YICE_UNUSED(state);
	for (int64_t p = -9; p <= 9; p++)
		for (int64_t q = 1; q <= 9; q++)
			for (int64_t r = -9; r <= 9; r++)
				for (int64_t s = 1; s <= 9; s++) {
					struct yice_ratio a = make(p, q), b = make(r, s), c;

					assert_int_equal(yice_ratio_add(a, b, &c), YICE_OK);
					assert_true(is_reduced(c) &&
						    c.num * q * s == (p * s + r * q) * c.den);
					assert_int_equal(yice_ratio_mul(a, b, &c), YICE_OK);
					assert_true(is_reduced(c) && c.num * q * s == p * r * c.den);
					assert_int_equal(yice_ratio_div(a, b, &c), r ? YICE_OK : YICE_ERANGE);
					assert_true(!r || (is_reduced(c) && c.num * q * r == p * s * c.den));
					assert_int_equal(yice_ratio_cmp(a, b),
							 (p * s > r * q) - (p * s < r * q));
				}
}

static int64_t wild(uint64_t *seed)
{
	static const int64_t edges[] = { INT64_MIN, INT64_MIN + 1, INT64_MAX, INT64_MAX - 1, -1, 0, 1, 2 };
	uint64_t bits = unit_random(seed);

	if (bits % 4 == 0)
		return edges[bits / 4 % YICE_COUNT(edges)];
	return (int64_t)unit_random(seed) >> (bits / 4 % 63);
}

static int64_t wild_den(uint64_t *seed)
{
	int64_t n = wild(seed);

	return n > 0 ? n : n <= -INT64_MAX ? INT64_MAX : 1 - n;
}

/* Whether num / den (den > 0) has a 64-bit lowest form, by the plain definition. */
static bool fits(wide num, wide den, struct yice_ratio *out)
{
	wide x = num < 0 ? -num : num, y = den;

	while (y) {
		wide rest = x % y;

		x = y;
		y = rest;
	}
	if (num / x < INT64_MIN || num / x > INT64_MAX || den / x > INT64_MAX)
		return false;
	*out = (struct yice_ratio){ (int64_t)(num / x), (int64_t)(den / x) };
	return true;
}

static void assert_fits(int status, struct yice_ratio got, wide num, wide den)
{
	struct yice_ratio want;

	if (fits(num, den, &want)) {
		assert_int_equal(status, YICE_OK);
		assert_ratio(got, want.num, want.den);
	} else {
		assert_int_equal(status, YICE_ERANGE);
		assert_ratio(got, 77, 78);
	}
}

static void large_numbers_are_exact_or_refused(void **state)
{
	uint64_t seed = 1;

	YICE_UNUSED(state);
	for (int i = 0; i < 200000; i++) {
		struct yice_ratio a, b, c = { 77, 78 };
		int status;

		if (yice_ratio_make(wild(&seed), wild_den(&seed), &a) ||
		    yice_ratio_make(wild(&seed), wild_den(&seed), &b))
			continue;
		status = yice_ratio_add(a, b, &c);
		assert_fits(status, c, (wide)a.num * b.den + (wide)b.num * a.den, (wide)a.den * b.den);
		c = (struct yice_ratio){ 77, 78 };
		status = yice_ratio_mul(a, b, &c);
		assert_fits(status, c, (wide)a.num * b.num, (wide)a.den * b.den);
		c = (struct yice_ratio){ 77, 78 };
		status = yice_ratio_div(a, b, &c);
		if (b.num)
			assert_fits(status, c, b.num < 0 ? -(wide)a.num * b.den : (wide)a.num * b.den,
				    b.num < 0 ? -(wide)a.den * b.num : (wide)a.den * b.num);
		else
			assert_int_equal(status, YICE_ERANGE);
		assert_int_equal(yice_ratio_cmp(a, b), -yice_ratio_cmp(b, a));
	}
}

static void powers_are_exact_up_to_the_edge(void **state)
{
	struct yice_ratio out = { 77, 78 };

	YICE_UNUSED(state);
	for (int64_t p = -4; p <= 4; p++)
		for (int64_t q = 1; q <= 4; q++)
			for (int n = -12; n <= 12; n++) {
				struct yice_ratio a = make(p, q), want = { 1, 1 };

				for (int i = 0; i < (n < 0 ? -n : n); i++)
					assert_int_equal(yice_ratio_mul(want, a, &want), YICE_OK);
				if (n < 0 && !p) {
					assert_int_equal(yice_ratio_pow(a, n, &out), YICE_ERANGE);
					continue;
				}
				if (n < 0)
					assert_int_equal(yice_ratio_div(yice_ratio_int(1), want, &want),
							 YICE_OK);
				assert_int_equal(yice_ratio_pow(a, n, &out), YICE_OK);
				assert_ratio(out, want.num, want.den);
			}
	assert_int_equal(yice_ratio_pow(yice_ratio_int(-2), 63, &out), YICE_OK);
	assert_ratio(out, INT64_MIN, 1);
	assert_int_equal(yice_ratio_pow(make(-1, 2), -63, &out), YICE_OK);
	assert_ratio(out, INT64_MIN, 1);
	assert_int_equal(yice_ratio_pow(yice_ratio_int(10), 18, &out), YICE_OK);
	assert_ratio(out, 1000000000000000000, 1);
	assert_int_equal(yice_ratio_pow(yice_ratio_int(-1), INT32_MIN, &out), YICE_OK);
	assert_ratio(out, 1, 1);
	assert_int_equal(yice_ratio_pow(yice_ratio_int(2), 63, &out), YICE_ERANGE);
	assert_int_equal(yice_ratio_pow(yice_ratio_int(10), 19, &out), YICE_ERANGE);
	assert_int_equal(yice_ratio_pow(yice_ratio_int(2), INT32_MIN, &out), YICE_ERANGE);
	assert_int_equal(yice_ratio_pow(yice_ratio_int(-2), -63, &out), YICE_ERANGE);
	assert_ratio(out, 1, 1);
}

static int parse(const char *text, struct yice_ratio *out)
{
	return yice_ratio_parse(text, strlen(text), out);
}

static void decimal_text_is_read_exactly(void **state)
{
	static const struct {
		const char *text;
		int64_t num, den;
	} cases[] = {
		{ "0", 0, 1 },
		{ "-0.000", 0, 1 },
		{ "0e999999999999999999999", 0, 1 },
		{ "0.1", 1, 10 },
		{ "+1.20", 6, 5 },
		{ "-12", -12, 1 },
		{ "007", 7, 1 },
		{ "1e3", 1000, 1 },
		{ "1.5E-2", 3, 200 },
		{ "2.50e+1", 25, 1 },
		{ "9223372036854775807", INT64_MAX, 1 },
		{ "-9223372036854775808", INT64_MIN, 1 },
		{ "0.9223372036854775807e19", INT64_MAX, 1 },
		{ "1000000000000000000000000000000e-30", 1, 1 },
		{ "0.000000000000000000000000000001e30", 1, 1 },
		{ "0.000000000931322574615478515625", 1, (int64_t)1 << 30 },
		{ "1e18", 1000000000000000000, 1 },
		{ "1e-18", 1, 1000000000000000000 },
		{ "0.00000000000000000000000000000000000000000000000000000000000000e62", 0, 1 },
		{ "0.00000000000000000021684043449710088680149056017398834228515625", 1, (int64_t)1 << 62 },
		{ "-1.99999999999999999978315956550289911319850943982601165771484375", INT64_MIN + 1,
		  (int64_t)1 << 62 },
	};
	struct yice_ratio got;

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(cases); i++) {
		assert_int_equal(parse(cases[i].text, &got), YICE_OK);
		assert_ratio(got, cases[i].num, cases[i].den);
	}
}

static void malformed_and_oversized_decimals_are_told_apart(void **state)
{
	static const char *const malformed[] = { "",     "-",   "+",   ".5",    "5.",   "1e",    "1e+",
						 "1.e3", "--1", " 1",  "1 ",    "0x10", "1,000", "１",
						 "1/2",  "inf", "nan", "1e2.5", "1ee2", "1.2.3" };
	static const char *const large[] = {
		"9223372036854775808",
		"-9223372036854775809",
		"1e19",
		"1e-19",
		"1e999999999999999999999",
		"1e-999999999999999999999",
		"12345678901234567890",
		"0.1234567890123456789",
		"1e2147483648",
		"1111111111111111111111111111111111111111111111111111111111111111111111"
	};
	struct yice_ratio got = { 77, 78 };

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(malformed); i++)
		assert_int_equal(parse(malformed[i], &got), YICE_ESYNTAX);
	for (size_t i = 0; i < YICE_COUNT(large); i++)
		assert_int_equal(parse(large[i], &got), YICE_ERANGE);
	assert_ratio(got, 77, 78);
}

static void a_tenth_three_times_is_three_tenths(void **state)
{
	struct yice_ratio tenth, sum, want;

	YICE_UNUSED(state);
	assert_int_equal(parse("0.1", &tenth), YICE_OK);
	assert_int_equal(parse("0.3", &want), YICE_OK);
	assert_int_equal(yice_ratio_add(tenth, tenth, &sum), YICE_OK);
	assert_int_equal(yice_ratio_add(sum, tenth, &sum), YICE_OK);
	assert_int_equal(yice_ratio_cmp(sum, want), 0);
	assert_ratio(sum, want.num, want.den);
}

static void format_is_the_shortest_exact_text(void **state)
{
	static const struct {
		int64_t num, den;
		const char *text;
	} cases[] = {
		{ 3, 10, "0.3" },
		{ -12, 1, "-12" },
		{ 2, 3, "2/3" },
		{ -1, 8, "-0.125" },
		{ 0, 1, "0" },
		{ INT64_MIN, 1, "-9223372036854775808" },
		{ INT64_MIN, 3, "-9223372036854775808/3" },
		{ 1001, 1000, "1.001" },
		{ 1, (int64_t)1 << 30, "0.000000000931322574615478515625" },
		{ 100, 1, "100" },
		{ 7, 12, "7/12" },
	};

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(cases); i++) {
		struct yice_buf out = YICE_BUF_INIT;

		yice_ratio_format(make(cases[i].num, cases[i].den), &out);
		assert_string_equal(yice_buf_text(&out), cases[i].text);
		yice_buf_release(&out);
	}
}

static void terminating_numbers_survive_format_and_parse(void **state)
{
	uint64_t seed = 2;

	YICE_UNUSED(state);
	for (int i = 0; i < 50000; i++) {
		struct yice_buf out = YICE_BUF_INIT;
		struct yice_ratio a, back;
		int64_t den = 1;

		for (uint64_t bits = unit_random(&seed); bits % 64 && den < INT64_MAX / 5; bits /= 2)
			den *= bits % 2 ? 2 : 5;
		a = make(wild(&seed), den);
		yice_ratio_format(a, &out);
		assert_int_equal(yice_ratio_parse(out.data, out.len, &back), YICE_OK);
		assert_ratio(back, a.num, a.den);
		yice_buf_release(&out);
	}
}

static void assert_tick_orders(struct yice_ratio a, int64_t c, int64_t scale)
{
	wide left = (wide)a.num * scale, right = (wide)c * a.den; /* a against c / scale */
	int64_t tick = yice_ratio_tick(a, scale);

	assert_int_equal((left > right) - (left < right), (tick > 2 * c) - (tick < 2 * c));
}

static void ticks_order_small_numbers_as_the_numbers_do(void **state)
{
	YICE_UNUSED(state);
	for (int64_t p = -25; p <= 25; p++)
		for (int64_t q = 1; q <= 12; q++)
			for (int64_t scale = 1; scale <= 12; scale++) {
				wide exact = (wide)p * scale;
				int64_t floor = (int64_t)(exact / q) - (exact % q < 0);

				assert_int_equal(yice_ratio_tick(make(p, q), scale),
						 2 * floor + (exact % q != 0));
				for (int64_t c = -40; c <= 40; c++)
					assert_tick_orders(make(p, q), c, scale);
			}
}

static void ticks_order_large_numbers_and_saturate(void **state)
{
	const int64_t limit = (int64_t)1 << 61;
	uint64_t seed = 3;

	YICE_UNUSED(state);
	for (int i = 0; i < 200000; i++) {
		struct yice_ratio a;
		int64_t scale = wild_den(&seed), c = wild(&seed) >> 3, near;

		if (yice_ratio_make(wild(&seed), wild_den(&seed), &a))
			continue;
		assert_tick_orders(a, c > -limit ? c : -limit + 1, scale);
		/* The whole numbers around a * scale are where an ordering would break. */
		near = yice_ratio_tick(a, scale) / 2;
		for (int64_t d = -1; d <= 1; d++)
			if (near + d < limit && near + d > -limit)
				assert_tick_orders(a, near + d, scale);
	}
	assert_true(yice_ratio_tick(yice_ratio_int(INT64_MAX), INT64_MAX) == 2 * limit);
	assert_true(yice_ratio_tick(yice_ratio_int(INT64_MIN), INT64_MAX) == -2 * limit);
	assert_true(yice_ratio_tick(yice_ratio_int(limit), 1) == 2 * limit);
	assert_true(yice_ratio_tick(yice_ratio_int(limit - 1), 1) == 2 * limit - 2);
	assert_true(yice_ratio_tick(yice_ratio_int(-limit), 1) == -2 * limit);
	assert_true(yice_ratio_tick(yice_ratio_int(-limit - 1), 1) == -2 * limit);
}

static void lcm_is_least_common_and_bounded(void **state)
{
	int64_t out = 77;

	YICE_UNUSED(state);
	for (int64_t a = 1; a <= 60; a++)
		for (int64_t b = 1; b <= 60; b++) {
			int64_t want = a;

			while (want % b)
				want += a;
			assert_int_equal(yice_lcm(a, b, &out), YICE_OK);
			assert_int_equal(out, want);
		}
	out = 77;
	assert_int_equal(yice_lcm(INT64_MAX, INT64_MAX - 1, &out), YICE_ERANGE);
	assert_int_equal(yice_lcm(0, 5, &out), YICE_ERANGE);
	assert_int_equal(yice_lcm(5, -5, &out), YICE_ERANGE);
	assert_int_equal(out, 77);
	assert_int_equal(yice_lcm(INT64_MAX, 7, &out), YICE_OK); /* 2^63 - 1 is a multiple of 7 */
	assert_true(out == INT64_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(make_reduces_and_moves_the_sign_up),
		cmocka_unit_test(small_fractions_obey_arithmetic),
		cmocka_unit_test(large_numbers_are_exact_or_refused),
		cmocka_unit_test(powers_are_exact_up_to_the_edge),
		cmocka_unit_test(decimal_text_is_read_exactly),
		cmocka_unit_test(malformed_and_oversized_decimals_are_told_apart),
		cmocka_unit_test(a_tenth_three_times_is_three_tenths),
		cmocka_unit_test(format_is_the_shortest_exact_text),
		cmocka_unit_test(terminating_numbers_survive_format_and_parse),
		cmocka_unit_test(ticks_order_small_numbers_as_the_numbers_do),
		cmocka_unit_test(ticks_order_large_numbers_and_saturate),
		cmocka_unit_test(lcm_is_least_common_and_bounded),
	};

	return cmocka_run_group_tests_name("ratio", tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The scanner's actions: words, numbers, dates, strings and the slips that a
 * scanner can name. A slip whose meaning is plain (==, ；, 2024/7/1) is
 * reported and read as meant, so that the parser sees no second mistake; the
 * rest yields TOK_YICE_YYerror. Called by scan.l alone.
 */
#include "base/base.h"
#include "grammar/numeral.h"
#include "grammar/scan_token.h"
#include "grammar/unicode.h"

void yice_scan_advance(struct yice_scan *scan, uint32_t count)
{
	scan->start = scan->at;
	scan->at += count;
	scan->token.span.start = scan->chars.offsets[scan->start];
	scan->token.span.end = scan->chars.offsets[scan->at];
}

void yice_scan_retreat(struct yice_scan *scan, uint32_t count)
{
	scan->at -= count;
	scan->token.span.end = scan->chars.offsets[scan->at];
}

void *yice_scan_pool(struct yice_scan *scan, size_t size)
{
	size_t units = (size + sizeof(scan->pool[0]) - 1) / sizeof(scan->pool[0]);
	void *memory = scan->pool + scan->pool_used;

	assert(scan->pool_used + units <= YICE_COUNT(scan->pool));
	scan->pool_used += units;
	return memory;
}

static const char *match_text(const struct yice_scan *scan)
{
	return scan->source->text + scan->token.span.start;
}

static size_t match_len(const struct yice_scan *scan)
{
	return scan->token.span.end - scan->token.span.start;
}

/* Up to two arguments; NULL inside a skipped region. */
static struct yice_diag *complain(struct yice_scan *scan, enum yice_diag_id id, const char *a, const char *b)
{
	return scan->quiet ? NULL : yice_diag_add(scan->diags, id, scan->token.span, a, b, NULL);
}

/* As complain with the match as first argument and its replacement as the second and as the fix. */
static void complain_instead(struct yice_scan *scan, enum yice_diag_id id, const char *instead)
{
	char *found = yice_arena_strndup(scan->arena, match_text(scan), match_len(scan));

	if (found)
		yice_diag_fix(scan->diags, complain(scan, id, found, instead), scan->token.span, instead);
}

static void set_word(struct yice_scan *scan, const char *text, size_t len)
{
	scan->token.value.word =
	    (struct yice_word){ yice_chars_plain(scan->arena, text, len), scan->token.span, NULL };
}

static int numeral(struct yice_scan *scan, size_t used, int64_t value)
{
	struct yice_buf digits = YICE_BUF_INIT;
	uint32_t end = scan->token.span.start + (uint32_t)used;

	while (scan->chars.offsets[scan->at] > end)
		yice_scan_retreat(scan, 1);
	yice_ratio_format(yice_ratio_int(value), &digits);
	if (digits.failed)
		scan->arena->failed = true;
	scan->token.value.number =
	    (struct yice_number){ { yice_arena_strdup(scan->arena, yice_buf_text(&digits)), scan->token.span,
				    NULL },
				  yice_ratio_int(value) };
	complain_instead(scan, YICE_D_chinese_number, yice_buf_text(&digits));
	yice_buf_release(&digits);
	return TOK_NUMBER;
}

/* Tokens after which only a number or an attribute can stand, so that 五 or 五吨 is no name. */
static bool wants_quantity(int token)
{
	return token == TOK_LT || token == TOK_LE || token == TOK_GT || token == TOK_GE ||
	       token == TOK_TIMES || token == TOK_PLUS;
}

int yice_scan_name(struct yice_scan *scan)
{
	set_word(scan, match_text(scan), match_len(scan));
	return TOK_IDENTIFIER;
}

/* The keyword of a match in its plain form, which then needs no text of its own, or NULL. */
static const struct yice_keyword *plain_keyword(struct yice_scan *scan)
{
	const char *text = match_text(scan);
	const struct yice_keyword *keyword = yice_keyword_find(&scan->keywords, text, match_len(scan));
	enum yice_lang lang = (unsigned char)*text < 0x80 ? YICE_EN : YICE_ZH;

	if (keyword)
		scan->token.value.word = (struct yice_word){ keyword->text[lang], scan->token.span, NULL };
	return keyword;
}

/* The keyword of a match that reads otherwise than its plain form, or NULL. */
static const struct yice_keyword *folded_keyword(const struct yice_scan *scan, const char *plain)
{
	size_t len = plain ? strlen(plain) : 0;

	if (!plain || (len == match_len(scan) && !memcmp(plain, match_text(scan), len)))
		return NULL;
	return yice_keyword_find(&scan->keywords, plain, len);
}

int yice_scan_word(struct yice_scan *scan)
{
	const struct yice_keyword *keyword = plain_keyword(scan);
	int64_t value;

	if (keyword)
		return keyword->token;
	yice_scan_name(scan);
	keyword = folded_keyword(scan, scan->token.value.word.text);
	if (keyword)
		return keyword->token;
	if (wants_quantity(scan->previous) && yice_chinese_number(match_text(scan), match_len(scan), &value))
		return numeral(scan, match_len(scan), value);
	return TOK_IDENTIFIER;
}

int yice_scan_percent(struct yice_scan *scan)
{
	set_word(scan, match_text(scan), match_len(scan));
	return TOK_PERCENT;
}

uint32_t yice_scan_number_length(const char *classes)
{
	size_t n = strspn(classes, "0123456789");

	if (classes[n] == '.')
		n += 1 + strspn(classes + n + 1, "0123456789");
	return (uint32_t)n;
}

/* Digits were folded to ASCII by the classes, so these are the number's text. */
static const char *match_classes(const struct yice_scan *scan)
{
	return (const char *)scan->chars.classes + scan->start;
}

int yice_scan_number(struct yice_scan *scan)
{
	struct yice_number *number = &scan->token.value.number;

	number->word =
	    (struct yice_word){ yice_arena_strndup(scan->arena, match_classes(scan), scan->at - scan->start),
				scan->token.span, NULL };
	number->value = yice_ratio_int(0);
	if (yice_ratio_parse(match_classes(scan), scan->at - scan->start, &number->value))
		complain(scan, YICE_D_number_range, number->word.text, NULL);
	return TOK_NUMBER;
}

int yice_scan_point(struct yice_scan *scan)
{
	char *text = yice_arena_strndup(scan->arena, match_classes(scan), scan->at - scan->start - 1);

	if (text)
		complain_instead(scan, YICE_D_number_point, text);
	scan->token.value.number =
	    (struct yice_number){ { text, scan->token.span, NULL }, yice_ratio_int(0) };
	return TOK_NUMBER;
}

int yice_scan_digits(struct yice_scan *scan)
{
	const char *text = match_classes(scan);
	size_t len = scan->at - scan->start;
	struct yice_word *word = &scan->token.value.word;
	yice_day day = 0;

	if (!memchr(text, '-', len))
		return yice_scan_number(scan);
	*word = (struct yice_word){ yice_arena_strndup(scan->arena, text, len), scan->token.span, NULL };
	if (len != 10 || text[4] != '-' || text[7] != '-')
		return TOK_CLAUSE_NO;
	if (yice_date_parse(text, len, &day))
		complain(scan, YICE_D_invalid_date, word->text, NULL);
	scan->token.value.day = day;
	return TOK_DATE;
}

int yice_scan_ratio(struct yice_scan *scan)
{
	const char *text = match_classes(scan);
	size_t len = scan->at - scan->start;
	size_t colon = (size_t)((const char *)memchr(text, ':', len) - text);
	struct yice_ratio a = { 0, 1 }, b = { 1, 1 }, value = { 0, 1 };
	char *copy = yice_arena_strndup(scan->arena, text, len);

	if (yice_ratio_parse(text, colon, &a) || yice_ratio_parse(text + colon + 1, len - colon - 1, &b))
		complain(scan, YICE_D_number_range, copy, NULL);
	else if (b.num == 0)
		complain(scan, YICE_D_ratio_zero, copy, NULL);
	else if (yice_ratio_div(a, b, &value))
		complain(scan, YICE_D_number_range, copy, NULL);
	scan->token.value.number = (struct yice_number){ { copy, scan->token.span, NULL }, value };
	return TOK_RATIO;
}

uint32_t yice_scan_written_date(const struct yice_scan *scan, const char *classes, uint32_t count)
{
	static const char *const marks[] = { "年", "月", "日" };
	uint32_t at = 0;

	for (size_t i = 0; i < YICE_COUNT(marks); i++) {
		size_t digits = strspn(classes + at, "0123456789");

		if (digits == 0 || digits > (i == 0 ? 4 : 2))
			return 0;
		at += (uint32_t)digits;
		if (at >= count || strncmp(scan->source->text + scan->chars.offsets[scan->start + at],
					   marks[i], strlen(marks[i])) != 0)
			return 0;
		at++;
	}
	return at;
}

int yice_scan_foreign_date(struct yice_scan *scan)
{
	const char *text = match_classes(scan), *end = text + (scan->at - scan->start);
	int part[3] = { 0, 0, 0 };
	char iso[11];

	for (int i = 0; i < 3; i++) {
		for (; text < end && *text >= '0' && *text <= '9'; text++)
			part[i] = part[i] * 10 + (*text - '0');
		text++;
	}
	if (yice_date_make(part[0], part[1], part[2], &scan->token.value.day)) {
		complain(scan, YICE_D_invalid_date,
			 yice_arena_strndup(scan->arena, match_text(scan), match_len(scan)), NULL);
		scan->token.value.day = 0;
		return TOK_DATE;
	}
	yice_date_format(scan->token.value.day, iso);
	complain_instead(scan, YICE_D_date_style, iso);
	return TOK_DATE;
}

/* Result of an escape at text[0] == '\\' with the character after it, 0 when there is no such escape. */
static char escape(char c)
{
	switch (c) {
	case '"':
	case '\\':
	case '{':
		return c;
	case 'n':
		return '\n';
	case 't':
		return '\t';
	default:
		return 0;
	}
}

/* UTF-8 bytes of the character at text. */
static uint32_t char_bytes(const struct yice_scan *scan, uint32_t offset)
{
	uint32_t n = 1;

	while (((unsigned char)scan->source->text[offset + n] & 0xc0) == 0x80)
		n++;
	return n;
}

static void bad_escape(struct yice_scan *scan, uint32_t offset)
{
	struct yice_span span = { scan->file, offset, offset + 1 + char_bytes(scan, offset + 1) };
	char *found = yice_arena_strndup(scan->arena, scan->source->text + offset, span.end - offset);

	if (found && !scan->quiet)
		yice_diag_add(scan->diags, YICE_D_unknown_escape, span, found, NULL);
}

/* A control character has been refused by now (text_check.c): who reads texts has not to expect one. */
static char without_control(char c)
{
	return (unsigned char)c < ' ' && c != '\t' && c != '\n' ? '?' : c;
}

/* Decodes source bytes [start, end) into text; returns false when out of memory. */
static bool unescape(struct yice_scan *scan, struct yice_text *text, uint32_t start, uint32_t end)
{
	const char *source = scan->source->text;
	char *out = yice_arena_room(scan->arena, (size_t)(end - start) + 1);
	uint32_t *literal = NULL;
	uint32_t braces = 0;

	for (uint32_t i = start; i + 1 < end; i++) /* at least as many as there are */
		braces += source[i] == '\\' && source[i + 1] == '{';
	if (braces)
		literal = yice_arena_array(scan->arena, (size_t)braces + 1, sizeof(*literal));
	if (!out || (braces && !literal))
		return false;
	text->text = out;
	text->literal = literal;
	for (uint32_t i = start; i < end; i++) {
		char c = without_control(source[i]);

		if (literal && c == '\\' && source[i + 1] == '{')
			*literal++ = (uint32_t)text->len;
		if (c == '\\' && !escape(source[i + 1]))
			bad_escape(scan, i);
		else if (c == '\\')
			c = escape(source[++i]);
		out[text->len++] = c;
	}
	out[text->len] = '\0';
	if (literal)
		*literal = UINT32_MAX;
	return true;
}

/* The match's content, with `open` bytes before and `close` bytes after it. */
static int content(struct yice_scan *scan, uint32_t open, uint32_t close, bool escapes)
{
	struct yice_text *text = yice_arena_alloc(scan->arena, sizeof(*text));
	uint32_t start = scan->token.span.start + open, end = scan->token.span.end - close;
	char *copy;

	scan->token.value.text = text;
	if (!text)
		return TOK_STRING;
	text->span = scan->token.span;
	if (escapes) {
		if (!unescape(scan, text, start, end))
			scan->token.value.text = NULL;
		return TOK_STRING;
	}
	text->len = end - start;
	text->text = copy = yice_arena_strndup(scan->arena, scan->source->text + start, text->len);
	for (size_t i = 0; copy && i < text->len; i++)
		copy[i] = without_control(copy[i]);
	return TOK_STRING;
}

/* Bytes of the match's first and last character. */
static uint32_t first_bytes(const struct yice_scan *scan)
{
	return scan->chars.offsets[scan->start + 1] - scan->chars.offsets[scan->start];
}

static uint32_t last_bytes(const struct yice_scan *scan)
{
	return scan->chars.offsets[scan->at] - scan->chars.offsets[scan->at - 1];
}

int yice_scan_string(struct yice_scan *scan, bool escapes)
{
	return content(scan, first_bytes(scan), last_bytes(scan), escapes);
}

int yice_scan_reversed_string(struct yice_scan *scan)
{
	complain(scan, YICE_D_string_reversed, NULL, NULL);
	return yice_scan_string(scan, false);
}

/* Without trailing blanks, so that the caret stays on the text. */
static void trim_match(struct yice_scan *scan)
{
	while (scan->at > scan->start + 1 && strchr(" \t\r", scan->chars.classes[scan->at - 1]))
		scan->at--, scan->token.span.end = scan->chars.offsets[scan->at];
}

/* Where the text of “… " ends: a quote of another kind does not close it, but was meant to. */
static uint32_t open_end(const struct yice_scan *scan)
{
	unsigned char last = scan->chars.classes[scan->at - 1];
	bool quote = last == '"' || last == YICE_CHAR_DOUBLE_OPEN || last == YICE_CHAR_DOUBLE_CLOSE ||
		     last == YICE_CHAR_CORNER_CLOSE;

	return quote && scan->at > scan->start + 1 ? scan->chars.offsets[scan->at - 1] : scan->token.span.end;
}

/* An opening quote without its closing one: told at the quote; the rest of the line is the text. */
static void complain_open(struct yice_scan *scan, enum yice_diag_id id, const char *close)
{
	struct yice_span whole = scan->token.span, end = { whole.file, open_end(scan), whole.end };
	struct yice_diag *diag;

	scan->token.span.end = whole.start + first_bytes(scan);
	diag = complain(scan, id, NULL, NULL);
	yice_diag_help(scan->diags, diag, YICE_D_help_close, close, NULL);
	yice_diag_fix(scan->diags, diag, end, close);
	scan->token.span = whole;
}

int yice_scan_open_string(struct yice_scan *scan)
{
	uint32_t end = scan->at, span_end;
	unsigned char quote = scan->chars.classes[scan->start];
	bool closes = quote == YICE_CHAR_DOUBLE_CLOSE;

	trim_match(scan);
	complain_open(scan, closes ? YICE_D_string_reversed : YICE_D_unterminated_string,
		      quote == '"'                     ? "\""
		      : quote == YICE_CHAR_CORNER_OPEN ? "」"
						       : "”");
	content(scan, first_bytes(scan), 0, false);
	span_end = scan->token.span.end;
	scan->at = end; /* flex has consumed the blanks */
	scan->token.span.end = span_end;
	return TOK_STRING;
}

static int title(struct yice_scan *scan, uint32_t close)
{
	uint32_t open = first_bytes(scan);

	scan->token.value.word = (struct yice_word){ yice_arena_strndup(scan->arena, match_text(scan) + open,
									match_len(scan) - open - close),
						     scan->token.span, NULL };
	return TOK_TITLE;
}

int yice_scan_title(struct yice_scan *scan)
{
	return title(scan, last_bytes(scan));
}

int yice_scan_open_title(struct yice_scan *scan)
{
	uint32_t end = scan->at;
	int token;

	trim_match(scan);
	complain_open(scan, YICE_D_unterminated_title, "》");
	token = title(scan, 0);
	scan->at = end;
	return token;
}

int yice_scan_double_equal(struct yice_scan *scan)
{
	complain_instead(scan, YICE_D_double_equal, "=");
	return TOK_EQ;
}

int yice_scan_swapped(struct yice_scan *scan, int token, const char *instead)
{
	complain_instead(scan, YICE_D_swapped_relation, instead);
	return token;
}

int yice_scan_symbol(struct yice_scan *scan, int token)
{
	const struct yice_keyword *keyword = yice_keyword_of(token);

	complain_instead(scan, YICE_D_logic_symbol, keyword->text[YICE_ZH]);
	return token;
}

void yice_scan_needless(struct yice_scan *scan)
{
	complain_instead(scan, YICE_D_needless_mark, "");
}

int yice_scan_stray(struct yice_scan *scan)
{
	bool nul = scan->chars.classes[scan->start] == YICE_CHAR_NUL;
	char *found = yice_arena_strndup(scan->arena, match_text(scan), match_len(scan));
	struct yice_diag *diag = complain(scan, YICE_D_unexpected_character, nul ? "U+0000" : found, NULL);

	if (found && (!strcmp(found, "'") || !strcmp(found, "‘") || !strcmp(found, "’")))
		yice_diag_help(scan->diags, diag, YICE_D_help_quote, "…", NULL);
	return TOK_YICE_YYerror;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Character checks over a whole source: what a reader cannot see, or takes
 * for another character. Called once a source, before parsing. Names and
 * punctuation are held to a strict standard, quoted texts are published
 * wording and only warned about, comments matter only where they could
 * deceive. Neighbouring characters with one fault make one diagnostic.
 */
#include "base/base.h"

#include <unictype.h>
#include <uninorm.h>

#include "base/utf8.h"
#include "grammar/parse.h"
#include "grammar/unicode.h"

enum context { CODE, TEXT, COMMENT };

struct check {
	const struct yice_source *source;
	uint32_t file;
	struct yice_diags *diags;

	enum context context;
	unsigned char close; /* class that ends the text; titles count their depth */
	int depth;
	bool escaped;

	uint32_t previous; /* character before, 0 at the start */

	enum yice_diag_id fault; /* pending run; YICE_DIAG_COUNT when none */
	bool fixable; /* `instead` is what to write; "" deletes, and the character is told by number */
	struct yice_span span;
	uint32_t first;
	struct yice_buf instead;
};

static void flush(struct check *c)
{
	struct yice_buf found = YICE_BUF_INIT;
	struct yice_diag *diag;

	if (c->fault == YICE_DIAG_COUNT)
		return;
	if (c->instead.len)
		yice_buf_add(&found, c->source->text + c->span.start, c->span.end - c->span.start);
	else
		yice_buf_addf(&found, "U+%04X", (unsigned)c->first);
	diag = yice_diag_add(c->diags, c->fault, c->span, yice_buf_text(&found), yice_buf_text(&c->instead),
			     NULL);
	if (c->fixable)
		yice_diag_fix(c->diags, diag, c->span, yice_buf_text(&c->instead));
	if (yice_buf_status(&found) || yice_buf_status(&c->instead))
		c->diags->failed = true;
	yice_buf_release(&found);
	yice_buf_clear(&c->instead);
	c->fault = YICE_DIAG_COUNT;
}

/* Adds text [start, end) to the pending run when it continues it. instead: what to write, "" to delete, or
 * NULL. */
static void fault(struct check *c, enum yice_diag_id id, size_t start, size_t end, uint32_t cp,
		  const char *instead, size_t instead_len)
{
	if (c->fault != id || c->span.end != start) {
		flush(c);
		c->span = (struct yice_span){ c->file, (uint32_t)start, (uint32_t)end };
		c->first = cp;
	}
	c->fault = id;
	c->fixable = instead != NULL;
	c->span.end = (uint32_t)end;
	if (instead)
		yice_buf_add(&c->instead, instead, instead_len);
}

static void fault_char(struct check *c, enum yice_diag_id id, size_t start, size_t end, uint32_t cp,
		       uint32_t instead)
{
	char bytes[4];

	fault(c, id, start, end, cp, bytes, yice_utf8_encode(instead, bytes));
}

/* Punctuation that the scanner takes for another mark; 0 for none. */
static uint32_t mark_meant(uint32_t cp)
{
	switch (cp) {
	case 0x2267:
	case 0x2a7e:
		return 0x2265;
	case 0x2266:
	case 0x2a7d:
		return 0x2264;
	case 0x2715:
		return 0xd7;
	case 0x2022:
	case 0x30fb:
		return 0xb7;
	case 0x2236:
		return ':';
	case 0x00a0:
	case 0x1680:
	case 0x202f:
	case 0x205f:
		return ' ';
	default:
		if (cp >= 0x2000 && cp <= 0x200a)
			return ' ';
		return yice_char_is_dash(cp) ? '-' : 0;
	}
}

static bool is_digit(uint32_t cp)
{
	return (cp >= '0' && cp <= '9') || (cp >= 0xff10 && cp <= 0xff19);
}

/* 一 to 九, 十 and 〇, as in 二〇二四年. */
static bool is_numeral(uint32_t cp)
{
	static const uint16_t numerals[] = { 0x3007, 0x4e00, 0x4e8c, 0x4e09, 0x56db, 0x4e94,
					     0x516d, 0x4e03, 0x516b, 0x4e5d, 0x5341 };

	for (size_t i = 0; i < YICE_COUNT(numerals); i++)
		if (numerals[i] == cp)
			return true;
	return false;
}

static uint32_t char_at(const struct check *c, size_t at)
{
	uint32_t cp = 0;

	return at < c->source->len && yice_utf8_decode(c->source->text + at, c->source->len - at, &cp) ? cp
												       : 0;
}

/* Letters and digits of names taken for one another. True when reported. */
static bool check_name(struct check *c, size_t at, size_t end, uint32_t cp)
{
	uint32_t twin = yice_char_name_twin(cp), next;

	if (!twin && cp != 0x4e00 && cp != 0x30fc && cp != '0' && cp != 'O' && cp != 'o')
		return false;
	next = char_at(c, end);
	if (cp == 0x4e00 || cp == 0x30fc) { /* 1一3, 1ー3 for 1-3 */
		if (is_digit(c->previous) && is_digit(next))
			twin = '-';
		else if (cp == 0x30fc)
			twin = 0x4e00;
	} else if (cp < 0x80 && is_numeral(c->previous) && is_numeral(next)) { /* 二0二四 */
		twin = 0x3007;
	}
	if (!twin)
		return false;
	fault_char(c, YICE_D_lookalike_letter, at, end, cp, twin);
	return true;
}

/* Faults of one character wherever it stands. True when reported. */
static bool check_unseen(struct check *c, size_t at, size_t end, uint32_t cp, unsigned char class)
{
	bool code = c->context == CODE;

	if (yice_char_is_bidi(cp)) {
		fault(c, YICE_D_bidi_control, at, end, cp, "", 0);
		return true;
	}
	if (cp == 0 || (class == YICE_CHAR_IGNORED && !yice_char_is_invisible(cp))) {
		fault(c, YICE_D_control_character, at, end, cp, "", 0);
		return true;
	}
	if (c->context == COMMENT)
		return true;
	if (yice_char_is_invisible(cp))
		fault(c, code ? YICE_D_invisible_name : YICE_D_invisible_text, at, end, cp, "", 0);
	else if (yice_char_is_private(cp))
		fault(c, code ? YICE_D_private_use : YICE_D_private_use_text, at, end, cp, NULL, 0);
	else if (cp == 0xfffd)
		fault(c, YICE_D_lost_character, at, end, cp, NULL, 0);
	else
		return false;
	return true;
}

static bool check_char(struct check *c, size_t at, size_t end, uint32_t cp, unsigned char class)
{
	bool code = c->context == CODE;
	uint32_t meant;

	if (check_unseen(c, at, end, cp, class))
		return true;
	meant = yice_char_radical(cp);
	if (meant) {
		fault_char(c, code ? YICE_D_radical_name : YICE_D_radical_text, at, end, cp, meant);
		return true;
	}
	if (!code)
		return false;
	if (check_name(c, at, end, cp))
		return true;
	meant = mark_meant(cp);
	if (meant)
		fault_char(c, YICE_D_lookalike_mark, at, end, cp, meant);
	return meant != 0;
}

/* Follows quotes, titles and comments as the scanner does. */
static void follow(struct check *c, unsigned char class)
{
	if (class == '\n') {
		c->context = CODE;
		return;
	}
	if (c->context == COMMENT)
		return;
	if (c->context == TEXT) {
		bool escaped = c->escaped;

		c->escaped = c->close == '"' && class == '\\' && !escaped;
		if (c->close == YICE_CHAR_TITLE_CLOSE && class == YICE_CHAR_TITLE_OPEN)
			c->depth++;
		else if (class == c->close && !escaped && --c->depth == 0)
			c->context = CODE;
		return;
	}
	switch (class) {
	case '#':
		c->context = COMMENT;
		return;
	case '"':
		c->close = '"';
		break;
	case YICE_CHAR_DOUBLE_OPEN:
	case YICE_CHAR_CORNER_OPEN:
	case YICE_CHAR_TITLE_OPEN:
		c->close = (unsigned char)(class + 1);
		break;
	default:
		return;
	}
	c->context = TEXT;
	c->depth = 1;
	c->escaped = false;
}

/* Whether a byte begins one of U+4000 to U+9FFF: ideographs and hexagrams, which combine with nothing. */
static bool begins_ideograph(char byte)
{
	return (unsigned char)byte >= 0xe4 && (unsigned char)byte <= 0xe9;
}

/* End of the combining sequence that starts at `at`: a base and what combines with it. */
static size_t sequence_end(const struct check *c, size_t at, size_t len)
{
	size_t end = at + len, n;
	uint32_t cp;

	while (end < c->source->len && (unsigned char)c->source->text[end] >= 0x80) {
		n = yice_utf8_decode(c->source->text + end, c->source->len - end, &cp);
		/* Hangul vowels and finals also compose with what precedes them. */
		if (n == 0 || !(uc_combining_class(cp) > 0 || (cp >= 0x1160 && cp <= 0x11ff)))
			break;
		end += n;
	}
	return end;
}

static int check_form(struct check *c, size_t at, size_t end)
{
	const uint8_t *text = (const uint8_t *)c->source->text + at;
	size_t len = end - at, normal_len;
	uint8_t *normal = u8_normalize(UNINORM_NFC, text, len, NULL, &normal_len);

	if (!normal)
		return YICE_ENOMEM;
	if (normal_len != len || memcmp(normal, text, len) != 0)
		fault(c, c->context == CODE ? YICE_D_not_nfc : YICE_D_not_nfc_text, at, end, 0,
		      (const char *)normal, normal_len);
	free(normal);
	return YICE_OK;
}

/* Letters of daily use that are in canonical form whatever follows them but combining marks. */
static bool needs_form_check(const struct check *c, size_t at, size_t len, uint32_t cp, size_t *end)
{
	*end = at + len;
	if (c->context == COMMENT)
		return false;
	if (*end < c->source->len && (unsigned char)c->source->text[*end] >= 0xcc &&
	    (unsigned char)c->source->text[*end] < 0xf5 && !begins_ideograph(c->source->text[*end]))
		*end = sequence_end(c, at, len);
	return *end != at + len ||
	       !(cp < 0x300 || (cp >= 0x2010 && cp <= 0x2016) || (cp >= 0x3001 && cp <= 0x301f) ||
		 (cp >= 0x3400 && cp <= 0x9fff) || (cp >= 0xff01 && cp <= 0xffef));
}

/*
 * Whether nothing can be wrong with a character, as with nearly all there are: one that is seen, that is not
 * taken for another where it stands, and before one that does not combine with it.
 */
static bool is_sound(const struct check *c, size_t end, uint32_t cp)
{
	unsigned char next = end < c->source->len ? (unsigned char)c->source->text[end] : 0;
	bool code = c->context == CODE;

	if (next >= 0xcc && next < 0xf5 && !begins_ideograph((char)next))
		return false;
	if (cp < 0x80)
		return cp >= 0x20 && cp < 0x7f && !(code && (cp == '0' || cp == 'O' || cp == 'o'));
	return cp >= 0x4e00 && cp <= 0x9fff && !(code && cp == 0x4e00);
}

int yice_text_check(const struct yice_sources *sources, uint32_t file, struct yice_diags *diags)
{
	struct check c = { .source = &sources->items[file],
			   .file = file,
			   .diags = diags,
			   .fault = YICE_DIAG_COUNT,
			   .instead = YICE_BUF_INIT };
	const char *text = c.source->text;
	uint32_t errors = diags->errors;
	int status = YICE_OK;
	size_t n, end;
	uint32_t cp;

	for (size_t at = 0; at < c.source->len && !status; at += n) {
		unsigned char class;

		n = yice_utf8_decode(text + at, c.source->len - at, &cp);
		if (n == 0) { /* yice_text_decode lets none through */
			n = 1;
			continue;
		}
		class = yice_char_class(cp);
		if (!is_sound(&c, at + n, cp) && !check_char(&c, at, at + n, cp, class) &&
		    needs_form_check(&c, at, n, cp, &end))
			status = check_form(&c, at, end);
		follow(&c, class);
		c.previous = cp;
	}
	flush(&c);
	yice_buf_release(&c.instead);
	if (status || diags->failed)
		return YICE_ENOMEM;
	return diags->errors > errors ? YICE_EDIAG : YICE_OK;
}

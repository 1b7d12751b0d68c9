/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cells that hold several requirements. A cell is taken apart only where its
 * own marks say so and can be read in one way: published numbers and tags, or
 * an enumeration that begins with 1 and leaves none out. Whatever is doubtful
 * stays whole. Parts and marks together are the cell, byte for byte. Called by
 * list.
 */
#include "exchange/split.h"

#include "base/buf.h"
#include "exchange/list.h"

#define TAG_BYTES_MAX 60

/* [start, end) of a text is a mark, with the number and the tag in it. */
struct mark {
	size_t start, end;
	size_t number, number_len, tag, tag_len; /* lengths may be 0 */
};

struct cell {
	struct yice_arena *arena;
	const char *text;
	size_t len;
	struct mark *marks;
	uint32_t count, cap;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Does text[..at) end so? */
static bool ends_with(const char *text, size_t at, const char *with)
{
	size_t len = strlen(with);

	return at >= len && !memcmp(text + at - len, with, len);
}

/* Length of the blank that ends at a place, or 0. */
static size_t blank_before(const char *text, size_t at)
{
	if (ends_with(text, at, "　"))
		return 3;
	return at && strchr(" \t\r\n", text[at - 1]) ? 1 : 0;
}

static size_t back_over_blanks(const char *text, size_t at)
{
	for (size_t n; (n = blank_before(text, at));)
		at -= n;
	return at;
}

static size_t over_blanks(const char *text, size_t at)
{
	for (;;) {
		if (!strncmp(text + at, "　", 3))
			at += 3;
		else if (text[at] && strchr(" \t\r\n", text[at]))
			at++;
		else
			return at;
	}
}

/* Behind the end of a sentence or a line, or at the beginning. */
static bool at_break(const char *text, size_t at)
{
	static const char *const ends[] = { "。", "；", "！", ";" };
	size_t before = back_over_blanks(text, at);

	if (!before || memchr(text + before, '\n', at - before))
		return true;
	for (size_t i = 0; i < YICE_COUNT(ends); i++)
		if (ends_with(text, before, ends[i]))
			return true;
	return false;
}

static bool add_mark(struct cell *cell, const struct mark *mark)
{
	struct mark *marks = yice_exchange_room(cell->marks, cell->count, &cell->cap, sizeof(*marks));

	if (!marks)
		return false;
	cell->marks = marks;
	marks[cell->count++] = *mark;
	return true;
}

/* Length of what is inside 【…类】 at a place; 0 when no tag is there. */
static size_t tag_at(const char *text)
{
	size_t len = 3;

	if (strncmp(text, "【", 3))
		return 0;
	while (text[len] && strncmp(text + len, "】", 3)) {
		if ((unsigned char)text[len] < ' ' || !strncmp(text + len, "【", 3) || len > TAG_BYTES_MAX)
			return 0;
		len++;
	}
	return text[len] && ends_with(text + 3, len - 3, "类") ? len - 3 : 0;
}

/* Length of the blank or dot that ends at a place, or 0. */
static size_t dot_before(const char *text, size_t at)
{
	if (ends_with(text, at, "．") || ends_with(text, at, "、"))
		return 3;
	return ends_with(text, at, ".") ? 1 : blank_before(text, at);
}

/* The number before a tag, as in "1-7.【" and "3-3 .【". false when digits there could be something else. */
static bool number_before(const char *text, struct mark *mark)
{
	size_t end = mark->start, start;

	for (size_t n; (n = dot_before(text, end));)
		end -= n;
	for (start = end; start && (is_digit(text[start - 1]) || text[start - 1] == '-');)
		start--;
	if (start == end) {
		mark->start = back_over_blanks(text, mark->start);
		return true;
	}
	mark->number = start;
	mark->number_len = end - start;
	mark->start = back_over_blanks(text, start);
	for (size_t i = start; i < end; i++)
		if (text[i] == '-' && (i == start || i + 1 == end || text[i + 1] == '-'))
			return false;
	return at_break(text, start);
}

/*
 * All tags of the cell. *clear: each stands where a requirement can begin. In a cell that begins with a tag,
 * tags head requirements, and a full stop may be missing before one.
 */
static bool find_tags(struct cell *cell, bool *clear)
{
	size_t len;

	*clear = true;
	for (size_t at = 0; at < cell->len; at++) {
		struct mark mark = { .start = at };

		len = tag_at(cell->text + at);
		if (!len)
			continue;
		mark.tag = at + 3;
		mark.tag_len = len;
		mark.end = over_blanks(cell->text, at + len + 6);
		if (!number_before(cell->text, &mark))
			*clear = false;
		if (!at_break(cell->text, mark.start) && !(cell->count && !cell->marks[0].start))
			*clear = false;
		if (!add_mark(cell, &mark))
			return false;
		at = mark.end - 1;
	}
	return true;
}

/* An item of an enumeration: "1、", "1.", "1．", "1）", "（1）", "1)", "(1)". Its value and style, or 0. */
static unsigned int item_at(const char *text, size_t *style, struct mark *mark)
{
	static const char *const styles[][2] = { { "", "、" },   { "", "．" }, { "", "." }, { "", "）" },
						 { "（", "）" }, { "", ")" },  { "(", ")" } };
	size_t at = 0, first;
	unsigned int value = 0;

	for (size_t i = 0; i < YICE_COUNT(styles); i++) {
		size_t open = strlen(styles[i][0]), close = strlen(styles[i][1]);

		if (strncmp(text, styles[i][0], open))
			continue;
		value = 0;
		first = at = open;
		for (; is_digit(text[at]) && at < first + 2; at++)
			value = value * 10 + (unsigned int)(text[at] - '0');
		if (at == first || text[first] == '0' || strncmp(text + at, styles[i][1], close) ||
		    (*styles[i][1] == '.' && is_digit(text[at + 1])))
			continue;
		*style = i;
		*mark = (struct mark){ .number = first, .number_len = at - first, .end = at + close };
		return value;
	}
	return 0;
}

/* 1, 2, 3 … in one style, the first at the beginning. *clear: none is out of order. */
static bool find_items(struct cell *cell, bool *clear)
{
	size_t style, first_style;
	struct mark mark;

	*clear = true;
	if (item_at(cell->text, &first_style, &mark) != 1)
		return true;
	for (size_t at = 0; at < cell->len; at++) {
		unsigned int value;

		if (!is_digit(cell->text[at]) && cell->text[at] != '(' && strncmp(cell->text + at, "（", 3))
			continue;
		value = item_at(cell->text + at, &style, &mark);
		if (!value || style != first_style || !at_break(cell->text, at))
			continue;
		if (value != cell->count + 1)
			*clear = false;
		mark.number += at;
		mark.start = back_over_blanks(cell->text, at);
		mark.end = over_blanks(cell->text, at + mark.end);
		if (!add_mark(cell, &mark))
			return false;
		at = mark.end - 1;
	}
	if (cell->count == 1)
		cell->count = 0;
	return true;
}

/* Length of Arabic digits, at most two, at a place. */
static size_t digits_at(const char *text)
{
	return !is_digit(*text) ? 0 : is_digit(text[1]) ? 2 : 1;
}

/* Length of Chinese numerals at a place, at most three. */
static size_t numerals_at(const char *text)
{
	static const char numerals[] = "一二三四五六七八九十";
	size_t len = 0;

	for (size_t i = 0; i < sizeof(numerals) - 1 && len < 9;) {
		bool same = !strncmp(text + len, numerals + i, 3);

		len += same ? 3 : 0;
		i = same ? 0 : i + 3;
	}
	return len;
}

enum { HINT_CIRCLE = 1, HINT_ROUND, HINT_ROUND_ZH, HINT_ZH, HINT_PAIR, HINT_DIGITS, HINTS };

/*
 * What often numbers requirements: 1-1, 1、, （1）, （一）, 一、, ①. Its style; 0 when nothing of the kind is
 * there. Wider than item_at(): here people are only told to look.
 */
static int hint_at(const char *text)
{
	size_t open = !strncmp(text, "（", 3) ? 3 : *text == '(', digits = digits_at(text + open);
	size_t len = digits ? digits : numerals_at(text + open);
	const char *behind = text + open + len;

	if (!strncmp(text, "\xe2\x91", 2) && (unsigned char)text[2] >= 0xa0 && (unsigned char)text[2] <= 0xb3)
		return HINT_CIRCLE; /* ① to ⑳ */
	if (!len || is_digit(*behind))
		return 0;
	if (open)
		return !strncmp(behind, "）", 3) || *behind == ')' ? digits ? HINT_ROUND : HINT_ROUND_ZH : 0;
	if (!digits)
		return strncmp(behind, "、", 3) ? 0 : HINT_ZH;
	if (*behind == '-' && digits_at(behind + 1) && !is_digit(behind[1 + digits_at(behind + 1)]))
		return HINT_PAIR;
	if (*behind == '.')
		return is_digit(behind[1]) ? 0 : HINT_DIGITS;
	return !strncmp(behind, "、", 3) || !strncmp(behind, "．", 3) || !strncmp(behind, "）", 3)
		   ? HINT_DIGITS
		   : 0;
}

/*
 * Do at least two numbers of one style stand where requirements can begin, the first of them too? What a
 * sentence enumerates, as in 下列行为：①甲；②乙, is its own, and so is all but 1-1 in a requirement that its
 * row numbers or tags.
 */
static bool seems_several(const char *text, bool headed)
{
	unsigned int seen[HINTS] = { 0 };
	bool inside[HINTS] = { false };
	int first = hint_at(text);

	for (size_t at = 0; text[at]; at++) {
		int style = hint_at(text + at);

		if (!style || inside[style] || (headed && style != HINT_PAIR))
			continue;
		if ((at_break(text, at) || (style == HINT_CIRCLE && first == style)) && ++seen[style] > 1)
			return true;
		inside[style] = !seen[style];
	}
	return false;
}

size_t yice_cell_odd_tag(const char *text, size_t *at)
{
	for (const char *open = strstr(text, "【"); open; open = strstr(open + 3, "【")) {
		struct mark mark = { .start = (size_t)(open - text) };
		const char *end = strstr(open, "】");

		if (tag_at(open) || !number_before(text, &mark) || !at_break(text, mark.start))
			continue;
		*at = (size_t)(open - text);
		return end ? (size_t)(end - open) + 3 : strcspn(open, "\r\n");
	}
	return 0;
}

/* What a mark or its row gives; they must not contradict each other. NULL when they do, or out of memory. */
static const char *given(const struct cell *cell, size_t at, size_t len, const char *row)
{
	if (!len)
		return row;
	if (*row && (strlen(row) != len || memcmp(row, cell->text + at, len)))
		return NULL;
	return yice_arena_strndup(cell->arena, cell->text + at, len);
}

/* The bytes of a mark, with places for what its row does not give. */
static const char *mark_text(const struct cell *cell, const struct mark *mark, bool number, bool tag)
{
	struct yice_buf out = YICE_BUF_INIT;
	const char *kept;

	for (size_t i = mark->start; i < mark->end; i++) {
		if (number && mark->number_len && i >= mark->number && i < mark->number + mark->number_len) {
			if (i == mark->number)
				yice_buf_addc(&out, YICE_MARK_NUMBER);
		} else if (tag && i >= mark->tag && i < mark->tag + mark->tag_len) {
			if (i == mark->tag)
				yice_buf_addc(&out, YICE_MARK_TAG);
		} else {
			yice_buf_addc(&out, cell->text[i]);
		}
	}
	kept = yice_buf_status(&out) ? NULL : yice_arena_strdup(cell->arena, yice_buf_text(&out));
	yice_buf_release(&out);
	return kept;
}

/* The part behind mark i. *clear is false when it says nothing, or contradicts its row. */
static bool make_part(const struct cell *cell, uint32_t i, const char *number, const char *tag,
		      struct yice_cell_part *part, bool *clear)
{
	const struct mark *mark = &cell->marks[i];
	size_t end = i + 1 < cell->count ? cell->marks[i + 1].start : cell->len;

	part->number = given(cell, mark->number, mark->number_len, number);
	part->tag = given(cell, mark->tag, mark->tag_len, tag);
	if (!part->number || !part->tag || end <= mark->end) {
		*clear = false;
		return !cell->arena->failed;
	}
	part->mark = mark_text(cell, mark, !*number, !*tag);
	part->text = yice_arena_strndup(cell->arena, cell->text + mark->end, end - mark->end);
	if (part->text && yice_list_is_none(part->text))
		*clear = false;
	return part->mark && part->text;
}

/* Number and tag of the row are those of the first part. */
static bool make_parts(const struct cell *cell, const char *number, const char *tag,
		       struct yice_cell_part *parts, uint32_t *count, bool *clear)
{
	size_t head = cell->marks[0].start;
	uint32_t made = 0;

	if (head) {
		parts[made] = (struct yice_cell_part){ .mark = "", .number = number, .tag = tag };
		parts[made].text = yice_arena_strndup(cell->arena, cell->text, head);
		if (!parts[made++].text)
			return false;
	}
	for (uint32_t i = 0; *clear && i < cell->count; i++, made++)
		if (!make_part(cell, i, made ? "" : number, made ? "" : tag, &parts[made], clear))
			return false;
	*count = made;
	return true;
}

int yice_cell_split(struct yice_arena *arena, const char *text, const char *number, const char *tag,
		    enum yice_cell_kind *kind, struct yice_cell_part **parts, uint32_t *count)
{
	struct cell cell = { .arena = arena, .text = text, .len = strlen(text) };
	bool clear = true, good = find_tags(&cell, &clear);

	if (good && !cell.count && !*number && !*tag)
		good = find_items(&cell, &clear);
	*parts = yice_arena_array(arena, (size_t)cell.count + 1, sizeof(**parts));
	good = good && *parts;
	*count = 0;
	if (good && cell.count && clear)
		good = make_parts(&cell, number, tag, *parts, count, &clear);
	*kind = !cell.count ? YICE_CELL_ONE : clear ? YICE_CELL_PARTS : YICE_CELL_UNCLEAR;
	if (*kind == YICE_CELL_ONE && seems_several(text, *number || *tag))
		*kind = YICE_CELL_UNCLEAR;
	if (good && *kind != YICE_CELL_PARTS) {
		**parts = (struct yice_cell_part){ "", number, tag, text };
		*count = 1;
	}
	free(cell.marks);
	return good ? YICE_OK : YICE_ENOMEM;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values of the signed texts, one reader and one printer a shape, side by side
 * so that they can be compared. What a reader accepts is exactly what its
 * printer writes: numbers without leading zeros, digests in lower case, "-" for
 * nothing, one blank between parts. Called by entry.c.
 */
#include "store/entry_shape.h"

#include "base/utf8.h"

#include <stdio.h>

#define SEQ_DIGITS 15
#define LINE_BYTES 4096

#define KEY_CHARS 68
/* "ssh-ed25519" and the length of a key behind it, in base64; two bits of the next digit belong to them. */
#define KEY_HEAD "AAAAC3NzaC1lZDI1NTE5AAAAI"

static const char *const dynamic_words[] = { "strategy", "area", "law", "other" };
static const char *const return_words[] = { "incomplete", "irregular", "unsound",
					    "looser",     "unargued",  "undeclared" };
static const char *const suspension_words[] = { "looser", "procedure", "law", "review" };
static const char *const revocation_words[] = { "compromised", "lost", "retired" };
static const char *const argued_words[] = { "", "city", "province" };
static const char *const change_words[] = { "added",    "removed",  "moved",        "tightened",
					    "loosened", "rescoped", "incomparable", "reworded" };

/* What a value must be, in both languages. */
static const char *const wanted[YICE_SHAPES][2] = {
	[YICE_SHAPE_SCOPE] = { "6 至 12 位数字的区域代码", "a scope code of 6 to 12 digits" },
	[YICE_SHAPE_SEQ] = { "从 1 起的整数", "a number from 1 on" },
	[YICE_SHAPE_DAY] = { "日期 YYYY-MM-DD", "a date YYYY-MM-DD" },
	[YICE_SHAPE_DAY_OR] = { "日期 YYYY-MM-DD 或“-”", "a date YYYY-MM-DD or \"-\"" },
	[YICE_SHAPE_DIGEST] = { "SHA-256 的 64 位小写十六进制数字",
				"64 lower-case hexadecimal digits of a SHA-256" },
	[YICE_SHAPE_DIGEST_OR] = { "64 位小写十六进制数字或“-”",
				   "64 lower-case hexadecimal digits or \"-\"" },
	[YICE_SHAPE_POSITION] = { "“序号 SHA-256”或“-”", "\"NUMBER SHA-256\" or \"-\"" },
	[YICE_SHAPE_BASE] = { "“版次 提交名 SHA-256”或“-”", "\"NUMBER COMMIT SHA-256\" or \"-\"" },
	[YICE_SHAPE_COMMIT] = { "“提交名 SHA-256”", "\"COMMIT SHA-256\"" },
	[YICE_SHAPE_KEY] = { "OpenSSH 的 Ed25519 公钥（AAAAC3Nza…，68 个字符）",
			     "an OpenSSH Ed25519 key, the 68 characters AAAAC3Nza..." },
	[YICE_SHAPE_PERIOD] = { "“起日 止日”", "\"FROM TO\"" },
	[YICE_SHAPE_DYNAMIC] = { " strategy、area、law、other 之一", "one of strategy, area, law, other" },
	[YICE_SHAPE_RETURNED] = { " incomplete、irregular、unsound、looser、unargued、undeclared 之一",
				  "one of incomplete, irregular, unsound, looser, unargued, undeclared" },
	[YICE_SHAPE_SUSPENDED] = { " looser、procedure、law、review 之一",
				   "one of looser, procedure, law, review" },
	[YICE_SHAPE_REVOKED] = { " compromised、lost、retired 之一", "one of compromised, lost, retired" },
	[YICE_SHAPE_ARGUED] = { "“city 摘要”或“province 摘要”", "\"city SHA-256\" or \"province SHA-256\"" },
	[YICE_SHAPE_NOTE] = { "一行文字，首尾没有空白", "a line of text without blanks at its ends" },
	[YICE_SHAPE_KEYS] = { "1 至 64 的数", "a number from 1 to 64" },
	[YICE_SHAPE_UPPERS] = { "“区域 版次 SHA-256”", "\"SCOPE NUMBER SHA-256\"" },
	[YICE_SHAPE_CHANGES] = { "“变化 条款”，变化是 "
				 "added、removed、moved、tightened、loosened、rescoped、incomparable、reworde"
				 "d 之一",
				 "\"WORD CLAUSE\", the word being added, removed, moved, tightened, "
				 "loosened, rescoped, "
				 "incomparable or reworded" },
	[YICE_SHAPE_TEXTS] = { "一行文字，首尾没有空白", "a line of text without blanks at its ends" },
};

/* ---- lexical rules ---- */

static bool is_hex(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!(text[i] >= '0' && text[i] <= '9') && !(text[i] >= 'a' && text[i] <= 'f'))
			return false;
	return true;
}

static bool is_sha256(const char *text, size_t len)
{
	return len == 64 && is_hex(text, len);
}

static bool is_oid(const char *text, size_t len)
{
	return len == 40 && is_hex(text, len);
}

static bool is_scope(const char *text, size_t len)
{
	if (len < 6 || len > 12)
		return false;
	for (size_t i = 0; i < len; i++)
		if (text[i] < '0' || text[i] > '9')
			return false;
	return true;
}

static bool is_key(const char *text, size_t len)
{
	size_t head = sizeof(KEY_HEAD) - 1;

	if (len != KEY_CHARS || memcmp(text, KEY_HEAD, head) != 0 || text[head] < 'A' || text[head] > 'P')
		return false;
	for (size_t i = head; i < len; i++) {
		char c = text[i];

		if (!(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') &&
		    c != '+' && c != '/')
			return false;
	}
	return true;
}

/* Controls, separators and marks of direction: what a reader of the printed text would not see. */
static bool is_unseen(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || (cp >= 0x200b && cp <= 0x200f) ||
	       (cp >= 0x2028 && cp <= 0x202e) || (cp >= 0x2060 && cp <= 0x206f) || cp == 0xfeff;
}

static bool is_line(const char *text, size_t len)
{
	uint32_t cp;
	size_t step;

	if (!len || len > LINE_BYTES || text[0] == ' ' || text[len - 1] == ' ')
		return false;
	for (size_t i = 0; i < len; i += step) {
		step = yice_utf8_decode(text + i, len - i, &cp);
		if (!step || is_unseen(cp))
			return false;
	}
	return true;
}

bool yice_is_scope(const char *text)
{
	return is_scope(text, strlen(text));
}

bool yice_is_sha256(const char *text)
{
	return is_sha256(text, strlen(text));
}

bool yice_is_oid(const char *text)
{
	return is_oid(text, strlen(text));
}

bool yice_is_key(const char *text)
{
	return is_key(text, strlen(text));
}

bool yice_is_line(const char *text)
{
	return is_line(text, strlen(text));
}

/* ---- lines ---- */

struct yice_span yice_lines_span(const struct yice_lines *lines, const char *start, size_t len)
{
	uint32_t at = (uint32_t)(start - lines->text);

	return (struct yice_span){ lines->file, at, at + (uint32_t)len };
}

static bool is_key_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

bool yice_lines_peek(const struct yice_lines *lines, struct yice_line *out)
{
	const char *start = lines->text + lines->at, *end;
	size_t left = lines->len - lines->at, len, key = 0;

	if (!left)
		return false;
	end = memchr(start, '\n', left);
	len = end ? (size_t)(end - start) : left;
	while (key < len && is_key_char(start[key]))
		key++;
	out->key = start;
	out->key_len = key;
	if (!end || !key || len < key + 3 || memcmp(start + key, ": ", 2) != 0 ||
	    !is_line(start + key + 2, len - key - 2)) {
		yice_diag_add(lines->diags, YICE_D_store_line, yice_lines_span(lines, start, len), NULL);
		return false;
	}
	out->value = start + key + 2;
	out->value_len = len - key - 2;
	out->span = yice_lines_span(lines, out->value, out->value_len);
	return true;
}

bool yice_line_is(const struct yice_line *line, const char *key)
{
	return strlen(key) == line->key_len && !memcmp(line->key, key, line->key_len);
}

void yice_lines_take(struct yice_lines *lines, const struct yice_line *line)
{
	lines->at = (size_t)(line->value - lines->text) + line->value_len + 1;
}

/* ---- parts of values ---- */

/* The value being read, blank by blank. */
struct part {
	const char *at;
	size_t left;
};

/*
 * The next part into *text, *len; false when there is none. The last one must use the value up, see done().
 */
static bool next_part(struct part *part, const char **text, size_t *len)
{
	const char *blank = memchr(part->at, ' ', part->left);
	size_t used = blank ? (size_t)(blank - part->at) : part->left;

	if (!used)
		return false;
	*text = part->at;
	*len = used;
	part->at += blank ? used + 1 : used;
	part->left -= blank ? used + 1 : used;
	return !blank || part->left; /* "a " has an empty part behind it */
}

static bool read_number(const char *text, size_t len, uint64_t *out)
{
	uint64_t value = 0;

	if (!len || len > SEQ_DIGITS || text[0] == '0')
		return false;
	for (size_t i = 0; i < len; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		value = value * 10 + (uint64_t)(text[i] - '0');
	}
	*out = value;
	return true;
}

static bool part_number(struct part *part, uint64_t *out)
{
	const char *text;
	size_t len;

	return next_part(part, &text, &len) && read_number(text, len, out);
}

static bool part_copy(struct part *part, struct yice_arena *arena, bool (*rule)(const char *, size_t),
		      const char **out)
{
	const char *text;
	size_t len;

	if (!next_part(part, &text, &len) || !rule(text, len))
		return false;
	*out = yice_arena_strndup(arena, text, len);
	return true;
}

static bool part_day(struct part *part, yice_day *out)
{
	const char *text;
	size_t len;

	return next_part(part, &text, &len) && yice_date_parse(text, len, out) == YICE_OK;
}

static int find_word(const char *const *words, size_t count, const char *text, size_t len)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(words[i]) == len && !memcmp(words[i], text, len))
			return (int)i;
	return -1;
}

static bool part_word(struct part *part, const char *const *words, size_t count, int *out)
{
	const char *text;
	size_t len;

	if (!next_part(part, &text, &len))
		return false;
	*out = find_word(words, count, text, len);
	return *out >= 0;
}

/* ---- shapes on one line ---- */

static bool read_commit(struct part *part, struct yice_arena *arena, struct yice_commit_id *out)
{
	return part_copy(part, arena, is_oid, &out->oid) && part_copy(part, arena, is_sha256, &out->sha256);
}

static bool read_argued(struct part *part, struct yice_arena *arena, struct yice_argued *out)
{
	int by;

	if (!part_word(part, argued_words, YICE_COUNT(argued_words), &by) || by == YICE_ARGUED_NOT)
		return false;
	out->by = (enum yice_argued_by)by;
	return part_copy(part, arena, is_sha256, &out->sha256);
}

static bool read_upper(struct part *part, struct yice_arena *arena, struct yice_upper *out)
{
	return part_copy(part, arena, is_scope, &out->scope) && part_number(part, &out->seq) &&
	       part_copy(part, arena, is_sha256, &out->manifest);
}

/* A clause's id may hold blanks: it is the rest of the line. */
static bool read_change(struct part *part, struct yice_arena *arena, struct yice_change *out)
{
	int word;

	if (!part_word(part, change_words, YICE_COUNT(change_words), &word) || !part->left ||
	    part->at[0] == ' ')
		return false;
	out->word = (enum yice_change_word)word;
	out->clause = yice_arena_strndup(arena, part->at, part->left);
	part->left = 0;
	return true;
}

static bool read_base(struct part *part, struct yice_arena *arena, struct yice_base *out)
{
	return part_number(part, &out->seq) && read_commit(part, arena, &out->commit);
}

static bool read_position(struct part *part, struct yice_arena *arena, struct yice_position *out)
{
	return part_number(part, &out->seq) && part_copy(part, arena, is_sha256, &out->sha256);
}

static bool read_period(struct part *part, struct yice_interval *out)
{
	return part_day(part, &out->from) && part_day(part, &out->to);
}

/* The words of an enumeration. */
static const char *const *words_of(enum yice_shape shape, size_t *count)
{
	switch (shape) {
	case YICE_SHAPE_DYNAMIC:
		*count = YICE_COUNT(dynamic_words);
		return dynamic_words;
	case YICE_SHAPE_RETURNED:
		*count = YICE_COUNT(return_words);
		return return_words;
	case YICE_SHAPE_SUSPENDED:
		*count = YICE_COUNT(suspension_words);
		return suspension_words;
	default:
		*count = YICE_COUNT(revocation_words);
		return revocation_words;
	}
}

/* "-", for shapes that know it: the member stays zero, a day becomes the open end. */
static bool read_dash(enum yice_shape shape, void *member)
{
	if (shape == YICE_SHAPE_DAY_OR)
		*(yice_day *)member = YICE_DAY_MAX;
	return shape == YICE_SHAPE_DAY_OR || shape == YICE_SHAPE_DIGEST_OR || shape == YICE_SHAPE_POSITION ||
	       shape == YICE_SHAPE_BASE;
}

static bool read_parts(enum yice_shape shape, struct part *part, struct yice_arena *arena, void *member)
{
	const char *const *words;
	size_t count;

	switch (shape) {
	case YICE_SHAPE_SCOPE:
		return part_copy(part, arena, is_scope, member);
	case YICE_SHAPE_SEQ:
		return part_number(part, member);
	case YICE_SHAPE_DAY:
	case YICE_SHAPE_DAY_OR:
		return part_day(part, member);
	case YICE_SHAPE_DIGEST:
	case YICE_SHAPE_DIGEST_OR:
		return part_copy(part, arena, is_sha256, member);
	case YICE_SHAPE_POSITION:
		return read_position(part, arena, member);
	case YICE_SHAPE_BASE:
		return read_base(part, arena, member);
	case YICE_SHAPE_COMMIT:
		return read_commit(part, arena, member);
	case YICE_SHAPE_KEY:
		return part_copy(part, arena, is_key, member);
	case YICE_SHAPE_PERIOD:
		return read_period(part, member);
	case YICE_SHAPE_ARGUED:
		return read_argued(part, arena, member);
	case YICE_SHAPE_UPPERS:
		return read_upper(part, arena, member);
	case YICE_SHAPE_CHANGES:
		return read_change(part, arena, member);
	default:
		words = words_of(shape, &count);
		return part_word(part, words, count, member);
	}
}

/* One line's value into its member; false when it is not of that shape. */
static bool read_value(enum yice_shape shape, const struct yice_line *line, struct yice_arena *arena,
		       void *member)
{
	struct part part = { line->value, line->value_len };

	if (shape == YICE_SHAPE_NOTE || shape == YICE_SHAPE_TEXTS) { /* peeking has checked it */
		*(const char **)member = yice_arena_strndup(arena, line->value, line->value_len);
		return true;
	}
	if (line->value_len == 1 && line->value[0] == '-')
		return read_dash(shape, member);
	return read_parts(shape, &part, arena, member) && !part.left;
}

static void complain(struct yice_lines *lines, enum yice_shape shape, const char *key, struct yice_span span)
{
	yice_diag_add(lines->diags, YICE_D_store_value, span, key, wanted[shape][YICE_ZH],
		      wanted[shape][YICE_EN], NULL);
}

/* ---- shapes of several lines ---- */

static uint32_t count_lines(const struct yice_lines *lines, const char *key)
{
	struct yice_lines ahead = *lines;
	struct yice_line line;
	uint32_t count = 0;

	while (yice_lines_peek(&ahead, &line) && yice_line_is(&line, key)) {
		count++;
		yice_lines_take(&ahead, &line);
	}
	return count;
}

static size_t item_size(enum yice_shape shape)
{
	return shape == YICE_SHAPE_UPPERS    ? sizeof(struct yice_upper)
	       : shape == YICE_SHAPE_CHANGES ? sizeof(struct yice_change)
					     : sizeof(const char *);
}

/* What the lines of a list are in order of; NULL when they may stand in any. */
static const char *item_order(enum yice_shape shape, const void *item)
{
	return shape == YICE_SHAPE_CHANGES ? ((const struct yice_change *)item)->clause
	       : shape == YICE_SHAPE_KEY   ? *(const char *const *)item
					   : NULL;
}

/* Of one clause, which was removed and whose number another one has, the words are in order. */
static bool is_ascending(enum yice_shape shape, const void *before, const void *here)
{
	const char *a = item_order(shape, before), *b = item_order(shape, here);
	int order = a && b ? strcmp(a, b) : -1;

	if (!order && shape == YICE_SHAPE_CHANGES)
		return ((const struct yice_change *)before)->word < ((const struct yice_change *)here)->word;
	return order < 0;
}

/* Consecutive lines of one key into a new array. */
static int read_list(struct yice_lines *lines, enum yice_shape shape, const char *key, void **items,
		     uint32_t *count, struct yice_span *span)
{
	uint32_t number = count_lines(lines, key);
	size_t size = item_size(shape);
	char *array = yice_arena_array(lines->arena, number, size);
	const char *before = NULL;
	struct yice_line line;

	if (!array)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < number && yice_lines_peek(lines, &line); i++) {
		if (i == 0)
			*span = line.span;
		yice_lines_take(lines, &line);
		if (!read_value(shape, &line, lines->arena, array + i * size)) {
			complain(lines, shape, key, line.span);
			continue;
		}
		if (before && !is_ascending(shape, before, array + i * size))
			yice_diag_add(lines->diags, YICE_D_store_ascending, line.span, key, NULL);
		before = array + i * size;
	}
	*items = array;
	*count = number;
	return YICE_OK;
}

/* "publish: 2" and its "publish-key" lines. */
static int read_keys(struct yice_lines *lines, const char *key, struct yice_keys *keys,
		     struct yice_span *span)
{
	struct yice_span first = YICE_SPAN_NONE;
	struct yice_line line;
	char key_key[32], digits[2][16];
	uint64_t threshold = 0;
	void *items = NULL;
	int status;

	if (!yice_lines_peek(lines, &line))
		return YICE_OK;
	*span = line.span;
	if (!read_number(line.value, line.value_len, &threshold) || threshold > YICE_ROLE_KEYS) {
		complain(lines, YICE_SHAPE_KEYS, key, line.span);
		threshold = 1;
	}
	yice_lines_take(lines, &line);
	snprintf(key_key, sizeof(key_key), "%s-key", key);
	status = read_list(lines, YICE_SHAPE_KEY, key_key, &items, &keys->count, &first);
	if (status)
		return status;
	keys->keys = items;
	keys->threshold = (uint32_t)threshold;
	if (threshold <= keys->count && keys->count <= YICE_ROLE_KEYS)
		return YICE_OK;
	snprintf(digits[0], sizeof(digits[0]), "%u", keys->threshold);
	snprintf(digits[1], sizeof(digits[1]), "%u", keys->count);
	yice_diag_add(lines->diags, YICE_D_store_threshold, *span, key, digits[0], digits[1], NULL);
	return YICE_OK;
}

int yice_shape_read(struct yice_lines *lines, enum yice_shape shape, const char *key, void *member,
		    struct yice_span *span)
{
	struct yice_line line;
	void *items = NULL;
	int status = YICE_OK;

	switch (shape) {
	case YICE_SHAPE_KEYS:
		status = read_keys(lines, key, member, span);
		break;
	case YICE_SHAPE_UPPERS: {
		struct yice_uppers *uppers = member;

		status = read_list(lines, shape, key, &items, &uppers->count, span);
		uppers->items = items;
		break;
	}
	case YICE_SHAPE_CHANGES: {
		struct yice_changes *changes = member;

		status = read_list(lines, shape, key, &items, &changes->count, span);
		changes->items = items;
		break;
	}
	case YICE_SHAPE_TEXTS: {
		struct yice_texts *texts = member;

		status = read_list(lines, shape, key, &items, &texts->count, span);
		texts->items = items;
		break;
	}
	default:
		if (!yice_lines_peek(lines, &line))
			return YICE_OK;
		*span = line.span;
		yice_lines_take(lines, &line);
		if (!read_value(shape, &line, lines->arena, member))
			complain(lines, shape, key, line.span);
	}
	return status ? status : lines->arena->failed ? YICE_ENOMEM : YICE_OK;
}

/* ---- printing ---- */

static void put_seq(struct yice_buf *out, uint64_t seq)
{
	yice_buf_addf(out, "%llu", (unsigned long long)seq);
}

static void put_day(struct yice_buf *out, yice_day day)
{
	char text[11];

	yice_date_format(day, text);
	yice_buf_adds(out, day == YICE_DAY_MAX ? "-" : text);
}

static void put_words(struct yice_buf *out, const char *a, const char *b)
{
	yice_buf_adds(out, a);
	yice_buf_addc(out, ' ');
	yice_buf_adds(out, b);
}

static void put_key(struct yice_buf *out, const char *key)
{
	yice_buf_adds(out, key);
	yice_buf_adds(out, ": ");
}

static void put_position(struct yice_buf *out, uint64_t seq, const char *first, const char *second)
{
	if (!seq) {
		yice_buf_addc(out, '-');
		return;
	}
	put_seq(out, seq);
	yice_buf_addc(out, ' ');
	yice_buf_adds(out, first);
	if (second) {
		yice_buf_addc(out, ' ');
		yice_buf_adds(out, second);
	}
}

/* The value of a shape that is one line. */
static void put_value(struct yice_buf *out, enum yice_shape shape, const void *member)
{
	const struct yice_position *position = member;
	const struct yice_base *base = member;
	const struct yice_commit_id *commit = member;
	const struct yice_interval *period = member;
	const struct yice_argued *argued = member;
	const char *const *words, *text;
	size_t count;

	switch (shape) {
	case YICE_SHAPE_SEQ:
		put_seq(out, *(const uint64_t *)member);
		break;
	case YICE_SHAPE_DAY:
	case YICE_SHAPE_DAY_OR:
		put_day(out, *(const yice_day *)member);
		break;
	case YICE_SHAPE_POSITION:
		put_position(out, position->seq, position->sha256, NULL);
		break;
	case YICE_SHAPE_BASE:
		put_position(out, base->seq, base->commit.oid, base->commit.sha256);
		break;
	case YICE_SHAPE_COMMIT:
		put_words(out, commit->oid, commit->sha256);
		break;
	case YICE_SHAPE_PERIOD:
		put_day(out, period->from);
		yice_buf_addc(out, ' ');
		put_day(out, period->to);
		break;
	case YICE_SHAPE_ARGUED:
		put_words(out, argued_words[argued->by], argued->sha256);
		break;
	case YICE_SHAPE_DYNAMIC:
	case YICE_SHAPE_RETURNED:
	case YICE_SHAPE_SUSPENDED:
	case YICE_SHAPE_REVOKED:
		words = words_of(shape, &count);
		yice_buf_adds(out, words[*(const int *)member]);
		break;
	default:
		text = *(const char *const *)member;
		yice_buf_adds(out, text ? text : "-");
	}
	yice_buf_addc(out, '\n');
}

static void put_keys(struct yice_buf *out, const char *key, const struct yice_keys *keys)
{
	if (!keys->count)
		return;
	yice_buf_addf(out, "%s: %u\n", key, keys->threshold);
	for (uint32_t i = 0; i < keys->count; i++)
		yice_buf_addf(out, "%s-key: %s\n", key, keys->keys[i]);
}

void yice_shape_print(enum yice_shape shape, const char *key, const void *member, struct yice_buf *out)
{
	const struct yice_uppers *uppers = member;
	const struct yice_changes *changes = member;
	const struct yice_texts *texts = member;

	switch (shape) {
	case YICE_SHAPE_KEYS:
		put_keys(out, key, member);
		return;
	case YICE_SHAPE_UPPERS:
		for (uint32_t i = 0; i < uppers->count; i++)
			yice_buf_addf(out, "%s: %s %llu %s\n", key, uppers->items[i].scope,
				      (unsigned long long)uppers->items[i].seq, uppers->items[i].manifest);
		return;
	case YICE_SHAPE_CHANGES:
		for (uint32_t i = 0; i < changes->count; i++) {
			put_key(out, key);
			put_words(out, change_words[changes->items[i].word], changes->items[i].clause);
			yice_buf_addc(out, '\n');
		}
		return;
	case YICE_SHAPE_TEXTS:
		for (uint32_t i = 0; i < texts->count; i++) {
			put_key(out, key);
			yice_buf_adds(out, texts->items[i]);
			yice_buf_addc(out, '\n');
		}
		return;
	case YICE_SHAPE_ARGUED:
		if (((const struct yice_argued *)member)->by == YICE_ARGUED_NOT)
			return;
		break;
	case YICE_SHAPE_NOTE:
		if (!*(const char *const *)member)
			return;
		break;
	default:
		break;
	}
	put_key(out, key);
	put_value(out, shape, member);
}

/* ---- words ---- */

const char *yice_change_word(enum yice_change_word word)
{
	return change_words[word];
}

int yice_change_find(const char *word)
{
	return find_word(change_words, YICE_COUNT(change_words), word, strlen(word));
}

int yice_dynamic_reason_find(const char *word)
{
	return find_word(dynamic_words, YICE_COUNT(dynamic_words), word, strlen(word));
}

int yice_return_reason_find(const char *word)
{
	return find_word(return_words, YICE_COUNT(return_words), word, strlen(word));
}

const char *yice_entry_reason(const struct yice_entry *entry)
{
	switch (entry->kind) {
	case YICE_ENTRY_RETURN:
	case YICE_ENTRY_REFUSAL:
		return return_words[entry->reason];
	case YICE_ENTRY_SUSPENSION:
		return suspension_words[entry->reason];
	case YICE_ENTRY_REVOCATION:
		return revocation_words[entry->reason];
	default:
		return "";
	}
}

const char *yice_version_reason(const struct yice_version *version)
{
	return version->kind == YICE_VERSION_DYNAMIC ? dynamic_words[version->reason] : "";
}

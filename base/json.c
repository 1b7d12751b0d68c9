/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one JSON reader: facts, expectations, vocabularies. Strict, because two
 * programs must never read one file differently: one value, UTF-8, no
 * duplicate names, no NUL. Recursion is bounded by YICE_JSON_DEPTH,
 * and every function leaves `at` where the next thing starts.
 */
#include "base/json.h"
#include "base/map.h"
#include "base/utf8.h"

/* Objects up to this many members are searched one by one, larger ones by hash. */
#define SMALL_OBJECT 16

struct parser {
	const char *text;
	size_t len, at;
	uint32_t file, base;
	struct yice_arena *arena;
	struct yice_diags *diags;
	size_t opened[YICE_JSON_DEPTH]; /* where each open bracket stands */
	int depth;
	bool duplicates; /* a name was given twice */
};

static struct yice_span span_of(const struct parser *p, size_t start, size_t end)
{
	return (struct yice_span){ p->file, p->base + (uint32_t)start, p->base + (uint32_t)end };
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip_space(struct parser *p)
{
	while (p->at < p->len && is_space(p->text[p->at]))
		p->at++;
}

static bool is_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
	       c == '+' || c == '-' || c == '.';
}

/* End of what a message quotes at `at`: a bare word, at most 40 bytes of it, or one character. */
static size_t token_end(const struct parser *p, size_t at)
{
	size_t end = at;
	uint32_t cp;

	while (end < p->len && end - at < 40 && is_word(p->text[end]))
		end++;
	if (end == at && at < p->len)
		end += yice_utf8_decode(p->text + at, p->len - at, &cp);
	return end;
}

/* Reports id at [start, end). {0} is the text there, or, when first is given, {0} is first and {1} the text. */
static struct yice_diag *report(struct parser *p, enum yice_diag_id id, size_t start, size_t end,
				const char *first)
{
	char found[48];
	size_t len = end - start < sizeof(found) ? end - start : sizeof(found) - 1;

	memcpy(found, p->text + start, len);
	found[len] = '\0';
	return yice_diag_add(p->diags, id, span_of(p, start, end), first ? first : found,
			     first ? found : NULL, NULL);
}

static const char *ascii_twin(const char *text, size_t len)
{
	static const char *const twins[][2] = {
		{ "，", "," }, { "：", ":" }, { "“", "\"" }, { "”", "\"" }, { "＂", "\"" },
		{ "｛", "{" }, { "｝", "}" }, { "［", "[" }, { "］", "]" }, { "【", "[" },
		{ "】", "]" }, { "、", "," }, { "　", " " }, { "－", "-" }, { "．", "." },
	};

	for (size_t i = 0; i < YICE_COUNT(twins); i++)
		if (strlen(twins[i][0]) == len && !memcmp(twins[i][0], text, len))
			return twins[i][1];
	return NULL;
}

/* The text ends inside what was opened last, or, with nothing open, where a value should stand. */
static int report_end(struct parser *p)
{
	struct yice_diag *diag;
	char open[2] = "", close[2] = "";
	size_t at;

	if (!p->depth) {
		yice_diag_add(p->diags, YICE_D_json_empty, span_of(p, 0, p->len), NULL);
		return YICE_EDIAG;
	}
	at = p->opened[p->depth - 1];
	open[0] = p->text[at];
	close[0] = open[0] == '{' ? '}' : ']';
	diag = yice_diag_add(p->diags, YICE_D_json_end, span_of(p, p->len, p->len), close, NULL);
	yice_diag_note(p->diags, diag, YICE_D_note_opened, span_of(p, at, at + 1), open, NULL);
	return YICE_EDIAG;
}

/* What stands at `at` is not what id says should. Common slips get a message of their own. */
static int unexpected(struct parser *p, enum yice_diag_id id, const char *first)
{
	size_t at = p->at, end = token_end(p, at);
	const char *twin = at < p->len ? ascii_twin(p->text + at, end - at) : NULL;

	if (at == p->len)
		return report_end(p);
	if (twin) {
		yice_diag_fix(p->diags, report(p, YICE_D_json_fullwidth, at, end, twin), span_of(p, at, end),
			      twin);
	} else if (p->text[at] == '#' ||
		   (p->text[at] == '/' && at + 1 < p->len && strchr("/*", p->text[at + 1]))) {
		yice_diag_add(p->diags, YICE_D_json_comment, span_of(p, at, end), NULL);
	} else {
		report(p, id, at, end, first);
	}
	return YICE_EDIAG;
}

/* Four hexadecimal digits at `at`, or -1. */
static int32_t read_hex(const struct parser *p, size_t at)
{
	int32_t value = 0;

	if (p->len - at < 4)
		return -1;
	for (size_t i = at; i < at + 4; i++) {
		char c = p->text[i];

		if (c >= '0' && c <= '9')
			value = value * 16 + (c - '0');
		else if (c >= 'a' && c <= 'f')
			value = value * 16 + (c - 'a' + 10);
		else if (c >= 'A' && c <= 'F')
			value = value * 16 + (c - 'A' + 10);
		else
			return -1;
	}
	return value;
}

static int refuse(struct parser *p, enum yice_diag_id id, size_t start, size_t end)
{
	report(p, id, start, end < p->len ? end : p->len, NULL);
	return YICE_EDIAG;
}

/* \uXXXX, or a pair of them, with `at` on the backslash. */
static int read_unicode(struct parser *p, char **out)
{
	size_t at = p->at;
	int32_t unit = read_hex(p, at + 2), low;
	uint32_t cp;

	if (unit < 0) {
		size_t end = token_end(p, at + 1);

		return refuse(p, YICE_D_json_escape, at, end < at + 6 ? end : at + 6);
	}
	if (!unit)
		return refuse(p, YICE_D_json_nul, at, at + 6);
	p->at += 6;
	cp = (uint32_t)unit;
	if (unit >= 0xd800 && unit <= 0xdfff) {
		bool pair = unit < 0xdc00 && p->len - p->at >= 6 && p->text[p->at] == '\\' &&
			    p->text[p->at + 1] == 'u';

		low = pair ? read_hex(p, p->at + 2) : -1;
		if (low < 0xdc00 || low > 0xdfff)
			return refuse(p, YICE_D_json_surrogate, at, at + 6);
		p->at += 6;
		cp = 0x10000u + ((cp & 0x3ffu) << 10) + ((uint32_t)low & 0x3ffu);
	}
	*out += yice_utf8_encode(cp, *out);
	return YICE_OK;
}

static int read_escape(struct parser *p, char **out)
{
	static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
	char c = p->at + 1 < p->len ? p->text[p->at + 1] : '\0';
	const char *letter = c ? strchr(letters, c) : NULL;

	if (c == 'u')
		return read_unicode(p, out);
	if (!letter) {
		size_t end = p->at + 1;
		uint32_t cp;

		if (end < p->len && (unsigned char)p->text[end] >= 0x20)
			end += yice_utf8_decode(p->text + end, p->len - end, &cp);
		return refuse(p, YICE_D_json_escape, p->at, end);
	}
	*(*out)++ = meant[letter - letters];
	p->at += 2;
	return YICE_OK;
}

static int report_control(struct parser *p)
{
	static const char hex[] = "0123456789ABCDEF";
	unsigned int c = (unsigned char)p->text[p->at];
	char name[] = { 'U', '+', '0', '0', hex[c >> 4], hex[c & 15], '\0' };

	yice_diag_add(p->diags, YICE_D_json_control, span_of(p, p->at, p->at + 1), name, NULL);
	return YICE_EDIAG;
}

/* A string with `at` on its opening quote. Decoded text is never longer than the source of it. */
static int read_string(struct parser *p, const char **text, size_t *len)
{
	size_t start = p->at, end = start + 1;
	char *out;

	while (end < p->len && p->text[end] != '"' && p->text[end] != '\n')
		end += p->text[end] == '\\' && end + 1 < p->len && p->text[end + 1] != '\n' ? 2 : 1;
	if (end >= p->len || p->text[end] != '"') {
		while (end > start + 1 && end <= p->len && is_space(p->text[end - 1]))
			end--;
		yice_diag_add(p->diags, YICE_D_json_string_end,
			      span_of(p, start, end < p->len ? end : p->len), NULL);
		return YICE_EDIAG;
	}
	out = yice_arena_alloc(p->arena, end - start);
	if (!out)
		return YICE_ENOMEM;
	*text = out;
	p->at = start + 1;
	while (p->at < end) {
		int status = YICE_OK;

		if (p->text[p->at] == '\\')
			status = read_escape(p, &out);
		else if ((unsigned char)p->text[p->at] < 0x20)
			status = report_control(p);
		else
			*out++ = p->text[p->at++];
		if (status)
			return status;
	}
	*len = (size_t)(out - *text);
	p->at = end + 1;
	return YICE_OK;
}

static size_t skip_digits(const struct parser *p, size_t at)
{
	while (at < p->len && p->text[at] >= '0' && p->text[at] <= '9')
		at++;
	return at;
}

/* End of a number by the grammar of RFC 8259, or `at` when there is none. */
static size_t number_end(const struct parser *p, size_t at)
{
	size_t start = at + (p->text[at] == '-'), end = skip_digits(p, start), digits;

	if (end == start || (p->text[start] == '0' && end > start + 1))
		return at;
	if (end < p->len && p->text[end] == '.') {
		digits = end + 1;
		end = skip_digits(p, digits);
		if (end == digits)
			return at;
	}
	if (end < p->len && (p->text[end] == 'e' || p->text[end] == 'E')) {
		digits = end + 1;
		if (digits < p->len && (p->text[digits] == '+' || p->text[digits] == '-'))
			digits++;
		end = skip_digits(p, digits);
		if (end == digits)
			return at;
	}
	return end < p->len && is_word(p->text[end]) ? at : end;
}

static int read_number(struct parser *p, struct yice_json *node)
{
	size_t end = number_end(p, p->at), word = p->at;

	if (end == p->at) {
		while (word < p->len && is_word(p->text[word]))
			word++;
		return refuse(p, YICE_D_json_number, p->at, word);
	}
	node->kind = YICE_JSON_NUMBER;
	node->len = end - p->at;
	node->text = yice_arena_strndup(p->arena, p->text + p->at, node->len);
	p->at = end;
	return node->text ? YICE_OK : YICE_ENOMEM;
}

static int read_word(struct parser *p, struct yice_json *node)
{
	static const char *const words[] = { "null", "false", "true" };
	size_t end = p->at;
	char word[48] = "";
	const char *near;
	struct yice_diag *diag;

	while (end < p->len && is_word(p->text[end]))
		end++;
	for (size_t i = 0; i < YICE_COUNT(words); i++)
		if (strlen(words[i]) == end - p->at && !memcmp(words[i], p->text + p->at, end - p->at)) {
			node->kind = i == 0 ? YICE_JSON_NULL : i == 1 ? YICE_JSON_FALSE : YICE_JSON_TRUE;
			p->at = end;
			return YICE_OK;
		}
	diag = report(p, YICE_D_json_word, p->at, end, NULL);
	memcpy(word, p->text + p->at, end - p->at < sizeof(word) ? end - p->at : sizeof(word) - 1);
	near = yice_did_you_mean(word, words, YICE_COUNT(words));
	if (near)
		yice_diag_help(p->diags, diag, YICE_D_help_did_you_mean, near, NULL);
	else
		yice_diag_help(p->diags, diag, YICE_D_help_quote, word, NULL);
	return YICE_EDIAG;
}

/* Names seen in one object; the map is used from SMALL_OBJECT members on. */
struct names {
	struct yice_map map;
	uint32_t count;
};

static void report_duplicate(struct parser *p, const struct yice_json *member, struct yice_span first)
{
	struct yice_diag *diag =
	    yice_diag_add(p->diags, YICE_D_json_duplicate, member->key_span, member->key, NULL);

	yice_diag_note(p->diags, diag, YICE_D_note_first, first, NULL);
	p->duplicates = true;
}

static int hash_name(struct names *names, const struct yice_json *member, bool *added)
{
	uint32_t index;

	return yice_map_put(&names->map, member->key, strlen(member->key), names->count, &index, added);
}

/* Reports a name the object already has; keys hold no NUL, so they compare as C strings. */
static int add_name(struct parser *p, struct names *names, const struct yice_json *object,
		    const struct yice_json *member, bool *repeated)
{
	const struct yice_json *other = object->first;
	bool added = true;
	int status = YICE_OK;

	if (names->count == SMALL_OBJECT)
		for (; other && !status; other = other->next)
			status = hash_name(names, other, &added);
	if (!status && names->count >= SMALL_OBJECT)
		status = hash_name(names, member, &added);
	if (status)
		return status;
	if (names->count++ >= SMALL_OBJECT && added)
		return YICE_OK;
	for (other = object->first; other && !*repeated; other = other->next) {
		*repeated = !strcmp(other->key, member->key);
		if (*repeated)
			report_duplicate(p, member, other->key_span);
	}
	return YICE_OK;
}

static int read_value(struct parser *p, struct yice_json **out);

/* "name" : value; *out is NULL when the object has that name already. */
static int read_member(struct parser *p, struct names *names, const struct yice_json *object,
		       struct yice_json **out)
{
	struct yice_json name = { 0 }, *value;
	size_t start = p->at;
	bool repeated = false;
	int status;

	if (p->at == p->len || p->text[p->at] != '"')
		return unexpected(p, YICE_D_json_name, NULL);
	status = read_string(p, &name.key, &name.len);
	if (status)
		return status;
	name.key_span = span_of(p, start, p->at);
	status = add_name(p, names, object, &name, &repeated);
	if (status)
		return status;
	skip_space(p);
	if (p->at == p->len || p->text[p->at] != ':')
		return unexpected(p, YICE_D_json_colon, NULL);
	p->at++;
	status = read_value(p, &value);
	if (status)
		return status;
	value->key = name.key;
	value->key_span = name.key_span;
	*out = repeated ? NULL : value;
	return YICE_OK;
}

/* After an item: moves past a comma, or past the closing bracket with *done. */
static int read_separator(struct parser *p, const char *close, bool *done)
{
	size_t comma = p->at;

	*done = p->at < p->len && p->text[p->at] == *close;
	if (!*done && (p->at == p->len || p->text[p->at] != ','))
		return unexpected(p, YICE_D_json_separator, close);
	p->at++;
	if (*done)
		return YICE_OK;
	skip_space(p);
	if (p->at < p->len && p->text[p->at] == *close) {
		struct yice_span span = span_of(p, comma, comma + 1);

		yice_diag_fix(p->diags, yice_diag_add(p->diags, YICE_D_json_trailing_comma, span, NULL), span,
			      "");
		return YICE_EDIAG;
	}
	return YICE_OK;
}

/* The items of an array or object up to and with its closing bracket. */
static int read_items(struct parser *p, struct yice_json *node, struct names *names)
{
	const char *close = node->kind == YICE_JSON_OBJECT ? "}" : "]";
	struct yice_json **tail = &node->first;
	bool done;

	skip_space(p);
	done = p->at < p->len && p->text[p->at] == *close;
	if (done)
		p->at++;
	while (!done) {
		struct yice_json *item = NULL;
		int status = node->kind == YICE_JSON_OBJECT ? read_member(p, names, node, &item)
							    : read_value(p, &item);

		if (status)
			return status;
		if (item) {
			*tail = item;
			tail = &item->next;
			node->count++;
		}
		skip_space(p);
		status = read_separator(p, close, &done);
		if (status)
			return status;
	}
	return YICE_OK;
}

static int read_container(struct parser *p, struct yice_json *node)
{
	struct names names = { .count = 0 };
	int status;

	if (p->depth == YICE_JSON_DEPTH) {
		static_assert(YICE_JSON_DEPTH == 64, "the message below names the limit");
		yice_diag_add(p->diags, YICE_D_json_depth, span_of(p, p->at, p->at + 1), "64", NULL);
		return YICE_EDIAG;
	}
	node->kind = p->text[p->at] == '{' ? YICE_JSON_OBJECT : YICE_JSON_ARRAY;
	p->opened[p->depth++] = p->at++;
	yice_map_init(&names.map);
	status = read_items(p, node, &names);
	yice_map_release(&names.map);
	p->depth -= !status;
	return status;
}

static int read_value(struct parser *p, struct yice_json **out)
{
	struct yice_json *node;
	size_t start;
	int status;
	char c;

	skip_space(p);
	start = p->at;
	c = p->at < p->len ? p->text[p->at] : '\0';
	node = yice_arena_alloc(p->arena, sizeof(*node));
	if (!node)
		return YICE_ENOMEM;
	if (c == '{' || c == '[') {
		status = read_container(p, node);
	} else if (c == '"') {
		node->kind = YICE_JSON_STRING;
		status = read_string(p, &node->text, &node->len);
	} else if ((c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.') {
		status = read_number(p, node);
	} else if (is_word(c)) {
		status = read_word(p, node);
	} else {
		status = unexpected(p, YICE_D_json_value, NULL);
	}
	if (status)
		return status;
	node->span = span_of(p, start, p->at);
	*out = node;
	return YICE_OK;
}

/* What is wrong with the bytes before any grammar. */
static int check_bytes(struct parser *p)
{
	static const char hex[] = "0123456789ABCDEF";
	struct yice_diag *diag;
	unsigned int byte;
	size_t bad;

	bad = yice_utf8_check(p->text, p->len);
	if (bad == p->len)
		return YICE_OK;
	byte = (unsigned char)p->text[bad];
	diag = yice_diag_add(p->diags, YICE_D_json_utf8, span_of(p, bad, bad + 1),
			     (char[5]){ '0', 'x', hex[byte >> 4], hex[byte & 15], '\0' }, NULL);
	yice_diag_help(p->diags, diag, YICE_D_help_convert_utf8, NULL);
	return YICE_EDIAG;
}

int yice_json_parse(const char *text, size_t len, uint32_t file, uint32_t base, struct yice_arena *arena,
		    struct yice_diags *diags, struct yice_json **out)
{
	struct parser p = {
		.text = text, .len = len, .file = file, .base = base, .arena = arena, .diags = diags
	};
	struct yice_json *root = NULL;
	int status;

	if (len > INT32_MAX)
		return YICE_ELIMIT;
	status = check_bytes(&p);
	if (len >= 3 && !memcmp(text, "\xef\xbb\xbf", 3))
		p.at = 3; /* Windows editors write it, and RFC 8259 lets a reader ignore it */
	if (!status)
		status = read_value(&p, &root);
	if (!status) {
		skip_space(&p);
		if (p.at < len)
			status = unexpected(&p, YICE_D_json_trailing, NULL);
	}
	if (diags->failed)
		return YICE_ENOMEM;
	if (!status)
		*out = root;
	return !status && p.duplicates ? YICE_EDIAG : status;
}

const struct yice_json *yice_json_get(const struct yice_json *object, const char *name)
{
	const struct yice_json *member = object->kind == YICE_JSON_OBJECT ? object->first : NULL;

	while (member && strcmp(member->key, name))
		member = member->next;
	return member;
}

static void quote_control(struct yice_buf *out, char c)
{
	static const char plain[] = "\b\t\n\f\r", letters[] = "btnfr";
	const char *found = c ? strchr(plain, c) : NULL;

	if (found)
		yice_buf_addf(out, "\\%c", letters[found - plain]);
	else
		yice_buf_addf(out, "\\u%04x", (unsigned int)(unsigned char)c);
}

/* Bytes at the start of text that stand for themselves in a string: printable ASCII and common three-byte characters. */
static size_t verbatim(const char *text, size_t len)
{
	const unsigned char *bytes = (const unsigned char *)text;
	size_t at = 0;

	while (at < len) {
		unsigned char c = bytes[at];

		if (c >= 0x20 && c < 0x7f && c != '"' && c != '\\')
			at++;
		else if (c > 0xe0 && c < 0xed && len - at >= 3 && (bytes[at + 1] & 0xc0) == 0x80 &&
			 (bytes[at + 2] & 0xc0) == 0x80)
			at += 3;
		else
			break;
	}
	return at;
}

void yice_json_quote(struct yice_buf *out, const char *text, size_t len)
{
	size_t at = 0, plain = 0; /* bytes from plain to at are still to be copied as they are */

	yice_buf_addc(out, '"');
	while ((at += verbatim(text + at, len - at)) < len) {
		uint32_t cp;
		size_t step = yice_utf8_decode(text + at, len - at, &cp);

		if (step && cp >= 0x20 && cp != '"' && cp != '\\' && cp != 0x7f) {
			at += step;
			continue;
		}
		yice_buf_add(out, text + plain, at - plain);
		if (!step)
			yice_buf_adds(out, "\xef\xbf\xbd");
		else if (cp < 0x20 || cp == 0x7f)
			quote_control(out, text[at]);
		else
			yice_buf_addf(out, "\\%c", text[at]);
		at += step ? step : 1;
		plain = at;
	}
	yice_buf_add(out, text + plain, at - plain);
	yice_buf_addc(out, '"');
}

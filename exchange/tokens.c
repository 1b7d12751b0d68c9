/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Texts as tokens: a name that the table itself gives (a town, a park, a
 * county) is one token, everything else one a character. So texts of two towns
 * agree token by token, and no half of a name is ever taken for a difference.
 */
#include "base/utf8.h"
#include "exchange/fold.h"

static const struct {
	const char *ending, *param;
} suffixes[] = {
#define SUFFIX(ending, param) { ending, param },
#define KIND(words)
#include "exchange/names.def"
#undef SUFFIX
#undef KIND
};

static const char *const kinds_of_places[] = {
#define SUFFIX(ending, param)
#define KIND(words) words,
#include "exchange/names.def"
#undef SUFFIX
#undef KIND
};

#define NAME_BYTES_MAX 180

/* strstr within len bytes. */
static bool holds(const char *text, size_t len, const char *words)
{
	size_t n = strlen(words);

	for (size_t i = 0; i + n <= len; i++)
		if (!memcmp(text + i, words, n))
			return true;
	return false;
}

/* Length of a mark between two names, or 0. */
static size_t joint_at(const char *text)
{
	return !strncmp(text, "、", 3) || !strncmp(text, "和", 3) || !strncmp(text, "及", 3) ? 3 : 0;
}

/* The kind of one name: an ending with something before it that tells of no kind. NULL: no name. */
static const char *kind_of_one(const char *text, size_t len)
{
	const char *kind = NULL;
	size_t tail = yice_name_ending(text, len, &kind);

	if (!tail || tail == len)
		return NULL;
	for (size_t i = 0; i < YICE_COUNT(kinds_of_places); i++)
		if (holds(text, len - tail, kinds_of_places[i]))
			return NULL;
	return kind;
}

const char *yice_name_kind(const char *text, size_t len)
{
	const char *kind = NULL;
	size_t start = 0;

	if (!len || len > NAME_BYTES_MAX)
		return NULL;
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] < 0x80)
			return NULL;
	for (size_t at = 0; at <= len; at++) {
		const char *one;

		if (at < len && !joint_at(text + at))
			continue;
		one = kind_of_one(text + start, at - start);
		if (at < len && !one && strncmp(text + at, "、", 3))
			continue; /* 和 may be part of a name, as in 杨和镇 */
		if (!one || (kind && strcmp(kind, one)))
			return NULL;
		kind = one;
		start = at + 3;
		at += 2;
	}
	return kind;
}

size_t yice_name_ending(const char *text, size_t len, const char **param)
{
	for (size_t i = 0; i < YICE_COUNT(suffixes); i++) {
		size_t tail = strlen(suffixes[i].ending);

		if (len >= tail && !memcmp(text + len - tail, suffixes[i].ending, tail)) {
			*param = suffixes[i].param;
			return tail;
		}
	}
	return 0;
}

size_t yice_name_follows(const char *text)
{
	size_t best = 0;

	for (size_t i = 0; i < YICE_COUNT(suffixes); i++) {
		size_t len = strlen(suffixes[i].ending);

		if (len > best && !strncmp(text, suffixes[i].ending, len))
			best = len;
	}
	return best;
}

static unsigned int bit_of(const char *text)
{
	const unsigned char *bytes = (const unsigned char *)text;

	return ((unsigned int)bytes[0] * 4096 + (bytes[1] & 63u) * 64 + (bytes[2] & 63u)) & 65535;
}

/* Names of two characters at least. */
static int add_name(struct yice_lexicon *lexicon, const char *name, size_t len)
{
	if (len < 6 || (unsigned char)name[0] < 0x80)
		return YICE_OK;
	if (len > lexicon->longest)
		lexicon->longest = len;
	lexicon->first[bit_of(name) / 8] |= (unsigned char)(1u << (bit_of(name) % 8));
	return yice_exchange_put(&lexicon->names, name, len, 0, NULL);
}

/* A name, and what is left without its endings: 北滘镇, 北滘; 石湾镇街道, 石湾镇, 石湾. */
static int add_stems(struct yice_lexicon *lexicon, const char *name, size_t len)
{
	static const char *const endings[] = { "街道", "镇", "乡", "县", "区", "市" };
	int status = add_name(lexicon, name, len);

	for (size_t i = 0; !status && i < YICE_COUNT(endings); i++) {
		size_t tail = strlen(endings[i]);

		if (len < tail + 6 || memcmp(name + len - tail, endings[i], tail))
			continue;
		len -= tail;
		status = add_name(lexicon, name, len);
	}
	return status;
}

/* 西樵镇优先保护区2: the town is what stands before the kind of unit. */
static size_t without_kind(const char *name, size_t len)
{
	static const char *const kinds[] = { "园区型重点管控单元", "重点管控单元", "优先保护单元",
					     "一般管控单元",       "重点管控区",   "优先保护区",
					     "一般管控区" };

	while (len && name[len - 1] >= '0' && name[len - 1] <= '9')
		len--;
	for (size_t i = 0; i < YICE_COUNT(kinds); i++) {
		size_t tail = strlen(kinds[i]);

		if (len > tail && !memcmp(name + len - tail, kinds[i], tail))
			return len - tail;
	}
	return len;
}

static bool add_found(void *to, const char *raw, const char *name)
{
	YICE_UNUSED(raw);
	return !add_stems(to, name, without_kind(name, strlen(name)));
}

int yice_lexicon_build(struct yice_lexicon *lexicon, const struct yice_list_table *list)
{
	memset(lexicon, 0, sizeof(*lexicon));
	yice_map_init(&lexicon->names);
	yice_arena_init(&lexicon->arena);
	for (uint32_t i = 0; i < list->unit_count; i++)
		if (!yice_list_split(&lexicon->arena, list->units[i].name, add_found, lexicon))
			return YICE_ENOMEM;
	for (uint32_t i = 0; i < list->district_count; i++)
		if (!yice_list_split(&lexicon->arena, list->districts[i].county, add_found, lexicon) ||
		    !yice_list_split(&lexicon->arena, list->districts[i].city, add_found, lexicon))
			return YICE_ENOMEM;
	return YICE_OK;
}

void yice_lexicon_release(struct yice_lexicon *lexicon)
{
	yice_map_release(&lexicon->names);
	yice_arena_release(&lexicon->arena);
}

/* Length of the longest name that text begins with, or 0. */
static size_t name_at(const struct yice_lexicon *lexicon, const char *text, size_t left)
{
	size_t len = left < lexicon->longest ? left : lexicon->longest;

	if (left < 6 || !(lexicon->first[bit_of(text) / 8] & (1u << (bit_of(text) % 8))))
		return 0;
	for (; len >= 6; len--)
		if ((len == left || ((unsigned char)text[len] & 0xc0) != 0x80) &&
		    yice_map_find(&lexicon->names, text, len) != YICE_MAP_NONE)
			return len;
	return 0;
}

struct yice_token *yice_lexicon_tokens(const struct yice_lexicon *lexicon, struct yice_arena *arena,
				       const char *text, uint32_t *count)
{
	size_t len = strlen(text);
	struct yice_token *tokens = yice_arena_array(arena, len + 1, sizeof(*tokens));

	*count = 0;
	for (size_t at = 0; tokens && at < len;) {
		struct yice_token *token = &tokens[(*count)++];
		size_t taken = name_at(lexicon, text + at, len - at);
		uint32_t cp = YICE_TOKEN_NAME;

		if (!taken) {
			taken = yice_utf8_decode(text + at, len - at, &cp);
			taken = taken ? taken : 1;
		}
		*token = (struct yice_token){ (uint32_t)at, (uint32_t)taken, cp };
		at += taken;
	}
	return tokens;
}

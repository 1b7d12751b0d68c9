/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes a lexicon from an image's tables: a hash over all spellings that one
 * pass over a document meets, and per slot what its values become. It changes
 * no meaning: whatever is not found here is left to the strict reader, and
 * factors of measures come from quantity.c. Called when an image is opened;
 * the table of units and scopes, which is large in a national image, is made
 * by the first thread that has looked some of them up.
 */
#include "runtime/lexicon.h"

#include <stdatomic.h>

#include "base/utf8.h"
#include "runtime/image_layout.h"
#include "runtime/image_read.h"
#include "runtime/quantity.h"
#include "runtime/test_op.h"

#define ASKED_BEFORE_TABLE 32

/* Words of the pool for a text: its header, its bytes and a zero after them. */
static size_t pool_words(size_t len)
{
	return len / 8 + 2;
}

/* Whether JSON can hold the text as it is. */
static bool is_plain(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] < 0x20 || text[i] == '"' || text[i] == '\\')
			return false;
	return yice_utf8_check(text, len) == len;
}

static int spellings_init(struct yice_spellings *spellings, uint32_t size)
{
	*spellings = (struct yice_spellings){ .mask = size - 1, .used = 1, .cap = size };
	spellings->table = calloc(size, sizeof(*spellings->table));
	spellings->pool = malloc(size * sizeof(*spellings->pool));
	return spellings->table && spellings->pool ? YICE_OK : YICE_ENOMEM;
}

static void spellings_release(struct yice_spellings *spellings)
{
	free(spellings->table);
	free(spellings->pool);
}

static uint64_t hash_words(const uint64_t *words)
{
	size_t len = (uint32_t)words[0];
	uint64_t hash = yice_hash_seed((uint32_t)(words[0] >> 32));

	for (size_t i = 0; i <= len / 8; i++)
		hash = yice_hash_word(hash, words[1 + i]);
	return hash;
}

/* The entry of the pool's words, or the free one that is theirs. */
static struct yice_spelling *place_of(const struct yice_spellings *spellings, const uint64_t *words)
{
	uint32_t at = (uint32_t)hash_words(words) & spellings->mask;
	size_t size = pool_words((uint32_t)words[0]) * sizeof(*words);

	while (spellings->table[at].text && memcmp(spellings->pool + spellings->table[at].text, words, size))
		at = (at + 1) & spellings->mask;
	return &spellings->table[at];
}

static bool grow_table(struct yice_spellings *spellings)
{
	struct yice_spellings bigger = *spellings;

	bigger.mask = 2 * spellings->mask + 1;
	bigger.table = calloc((size_t)bigger.mask + 1, sizeof(*bigger.table));
	if (!bigger.table || bigger.mask > UINT32_MAX / 4) {
		free(bigger.table);
		return false;
	}
	for (uint32_t i = 0; i <= spellings->mask; i++)
		if (spellings->table[i].text)
			*place_of(&bigger, spellings->pool + spellings->table[i].text) = spellings->table[i];
	free(spellings->table);
	*spellings = bigger;
	return true;
}

static bool grow_pool(struct yice_spellings *spellings, size_t words)
{
	size_t cap = 2 * (size_t)spellings->cap + words;
	uint64_t *pool = cap > UINT32_MAX / 4 ? NULL : realloc(spellings->pool, cap * sizeof(*pool));

	if (!pool)
		return false;
	spellings->pool = pool;
	spellings->cap = (uint32_t)cap;
	return true;
}

/* Room for one more entry and so many words; false, for good, when there is none. */
static bool reserve(struct yice_spellings *spellings, size_t words)
{
	if (!spellings->failed && spellings->count >= spellings->mask / 2 && !grow_table(spellings))
		spellings->failed = true;
	if (!spellings->failed && spellings->cap - spellings->used < words && !grow_pool(spellings, words))
		spellings->failed = true;
	return !spellings->failed;
}

/* Adds a text unless it is there already, or not plain. */
static void add(struct yice_spellings *spellings, uint32_t space, const char *text, uint32_t value, uint32_t end)
{
	size_t len = strlen(text), size = pool_words(len);
	struct yice_spelling *entry;
	uint64_t *words;

	if (!len || !is_plain(text, len) || !reserve(spellings, size))
		return;
	words = spellings->pool + spellings->used;
	memset(words, 0, size * sizeof(*words));
	memcpy(words + 1, text, len);
	for (size_t i = 1; i < size; i++)
		words[i] = yice_load_word(words + i);
	words[0] = len | (uint64_t)space << 32;
	entry = place_of(spellings, words);
	if (entry->text)
		return;
	*entry = (struct yice_spelling){ (uint32_t)(hash_words(words) >> 32), spellings->used, value, end };
	spellings->used += (uint32_t)size;
	spellings->count++;
}

/* ---------------------------------------------------------------- how slots are read */

/* Unknown everywhere; the bits of absent masks after the last member are set, so that "all" needs no mask for them. */
static void make_blank(const struct yice_view *view, uint64_t *blank)
{
	for (uint32_t slot = 0; slot < view->count[YICE_SEC_ATTRS]; slot++) {
		const struct yice_image_attr *attr = &view->attrs[slot];
		uint32_t words, members;

		if (attr->type == YICE_ATTR_CODES)
			continue;
		if (attr->type != YICE_ATTR_TERMS) {
			blank[attr->fact] = (uint64_t)YICE_TICK_NONE;
			continue;
		}
		words = yice_attr_mask_words(view, slot);
		members = view->vocabs[attr->vocab].members;
		if (members % 64)
			blank[attr->fact + 2 * words - 1] = ~UINT64_C(0) << members % 64;
	}
}

/* An odd tick stands for all values between two neighbours on the grid: a bound there leaves them in doubt. */
static void set_range(const struct yice_view *view, const struct yice_image_attr *attr, struct yice_reading *reading)
{
	reading->low = INT64_MIN;
	reading->high = INT64_MAX;
	if (attr->min != YICE_NONE) {
		reading->low = yice_ratio_tick(yice_view_ratio(view, attr->min), reading->scale);
		reading->low += reading->low & 1;
	}
	if (attr->max != YICE_NONE) {
		reading->high = yice_ratio_tick(yice_view_ratio(view, attr->max), reading->scale);
		reading->high -= reading->high & 1;
	}
}

static struct yice_reading reading_of(const struct yice_view *view, uint32_t slot)
{
	static const uint8_t kinds[YICE_ATTR_TYPES][2] = {
		[YICE_ATTR_BOOLEAN] = { YICE_READ_BOOLEAN, YICE_READ_BOOLEAN },
		[YICE_ATTR_TERMS] = { YICE_READ_TERM, YICE_READ_TERMS },
		[YICE_ATTR_CODES] = { YICE_READ_CODE, YICE_READ_CODES },
		[YICE_ATTR_QUANTITY] = { YICE_READ_QUANTITY, YICE_READ_QUANTITY },
		[YICE_ATTR_DATE] = { YICE_READ_DATE, YICE_READ_DATE },
	};
	const struct yice_image_attr *attr = &view->attrs[slot];
	struct yice_reading reading = { .kind = kinds[attr->type][attr->many != 0], .fact = attr->fact };

	if (attr->type == YICE_ATTR_TERMS)
		reading.words = yice_attr_mask_words(view, slot);
	if (attr->vocab != YICE_NONE)
		reading.space = YICE_SPACE_FIRST + attr->vocab;
	if (attr->type == YICE_ATTR_QUANTITY) {
		reading.scale = view->numbers[attr->scale];
		reading.most = ((INT64_C(1) << 61) - 1) / reading.scale;
		set_range(view, attr, &reading);
	}
	return reading;
}

/* ---------------------------------------------------------------- measures */

/* What one of a measure is in the attribute's own. False for texts that could be taken for more of a number. */
static bool factor_of(struct yice_lexicon *lexicon, uint32_t slot, const char *measure, struct yice_ratio *out)
{
	struct yice_quantity quantity;
	char text[64] = "1 ";
	size_t len = strlen(measure);
	int status;

	if (!len || len > sizeof(text) - 3 || strchr("0123456789.eE:+- ", *measure))
		return false;
	memcpy(text + 2, measure, len);
	status = yice_quantity_parse(lexicon->view, text, len + 2, &quantity);
	if (status == YICE_ENOMEM)
		lexicon->names.failed = true;
	return !status && !yice_quantity_in(lexicon->view, &quantity, slot, out) && out->num > 0;
}

static void add_measure(struct yice_lexicon *lexicon, uint32_t space, uint32_t slot, const char *measure)
{
	struct yice_spellings *names = &lexicon->names;
	struct yice_ratio factor;

	if (!factor_of(lexicon, slot, measure, &factor) || !reserve(names, 2))
		return;
	names->pool[names->used] = (uint64_t)factor.num;
	names->pool[names->used + 1] = (uint64_t)factor.den;
	names->used += 2;
	add(names, space, measure, names->used - 2, 0);
}

static bool same_dimensions(const struct yice_image_attr *attr, const struct yice_image_measure *measure)
{
	return attr->dim0 == measure->dim0 && attr->dim1 == measure->dim1 && attr->dim2 == measure->dim2 &&
	       attr->dim3 == measure->dim3;
}

/* The attribute's own measure, and the single ones that convert to it. */
static void add_measures(struct yice_lexicon *lexicon, uint32_t space, uint32_t slot)
{
	const struct yice_view *view = lexicon->view;
	const struct yice_image_attr *attr = &view->attrs[slot];

	add_measure(lexicon, space, slot, yice_view_string(view, attr->measure));
	for (uint32_t i = 0; i < view->count[YICE_SEC_MEASURES]; i++) {
		const struct yice_image_measure *measure = &view->measures[i];

		if (!same_dimensions(attr, measure))
			continue;
		add_measure(lexicon, space, slot, yice_view_string(view, measure->zh));
		add_measure(lexicon, space, slot, yice_view_string(view, measure->en));
	}
}

/* Whether texts mean the same for two quantities. */
static bool same_measure(const struct yice_view *view, const struct yice_image_attr *a,
			 const struct yice_image_attr *b)
{
	return a->measure == b->measure && a->dim0 == b->dim0 && a->dim1 == b->dim1 && a->dim2 == b->dim2 &&
	       a->dim3 == b->dim3 &&
	       !yice_ratio_cmp(yice_view_ratio(view, a->factor), yice_view_ratio(view, b->factor));
}

/* Slots with the same measure share a space; the search for it ends after the first few, which most have. */
static void share_measures(struct yice_lexicon *lexicon)
{
	const struct yice_view *view = lexicon->view;
	uint32_t leaders[64], count = 0, space = YICE_SPACE_FIRST + view->count[YICE_SEC_VOCABS];

	for (uint32_t slot = 0; slot < view->count[YICE_SEC_ATTRS]; slot++) {
		uint32_t i = 0;

		if (view->attrs[slot].type != YICE_ATTR_QUANTITY)
			continue;
		while (i < count && !same_measure(view, &view->attrs[leaders[i]], &view->attrs[slot]))
			i++;
		lexicon->readings[slot].space = i < count ? lexicon->readings[leaders[i]].space : space + slot;
		if (i == count)
			add_measures(lexicon, space + slot, slot);
		if (i == count && count < YICE_COUNT(leaders))
			leaders[count++] = slot;
	}
}

/* ---------------------------------------------------------------- names */

static void add_fixed(struct yice_spellings *names)
{
	static const struct {
		const char *text;
		uint32_t space, value;
	} fixed[] = {
		{ "project", YICE_SPACE_MEMBERS, YICE_IN_PROJECT },
		{ "as_of", YICE_SPACE_MEMBERS, YICE_IN_DAY },
		{ "site", YICE_SPACE_MEMBERS, YICE_IN_SITE },
		{ "facts", YICE_SPACE_MEMBERS, YICE_IN_FACTS },
		{ "complete", YICE_SPACE_MEMBERS, YICE_IN_COMPLETE },
		{ "evidence", YICE_SPACE_MEMBERS, YICE_IN_EVIDENCE },
		{ "unit", YICE_SPACE_SITE, YICE_IN_UNIT },
		{ "scope", YICE_SPACE_SITE, YICE_IN_SCOPE },
		{ "是", YICE_SPACE_BOOLEANS, 1 },
		{ "yes", YICE_SPACE_BOOLEANS, 1 },
		{ "true", YICE_SPACE_BOOLEANS, 1 },
		{ "否", YICE_SPACE_BOOLEANS, 0 },
		{ "no", YICE_SPACE_BOOLEANS, 0 },
		{ "false", YICE_SPACE_BOOLEANS, 0 },
	};

	for (size_t i = 0; i < YICE_COUNT(fixed); i++)
		add(names, fixed[i].space, fixed[i].text, fixed[i].value, 0);
}

static void add_declared(struct yice_lexicon *lexicon)
{
	const struct yice_view *view = lexicon->view;

	for (uint32_t i = 0; i < view->count[YICE_SEC_ATTR_NAMES]; i++)
		add(&lexicon->names, YICE_SPACE_ATTRS, yice_view_string(view, view->attr_names[i].name),
		    view->attr_names[i].slot, 0);
	for (uint32_t i = 0; i < view->count[YICE_SEC_MEMBER_NAMES]; i++) {
		const struct yice_image_member_name *name = &view->member_names[i];
		uint32_t member = view->vocabs[name->vocab].first_member + name->ordinal;

		add(&lexicon->names, YICE_SPACE_FIRST + name->vocab, yice_view_string(view, name->name), name->ordinal,
		    view->members[member].end);
	}
}

int yice_lexicon_new(const struct yice_view *view, struct yice_lexicon **out)
{
	struct yice_lexicon *lexicon = calloc(1, sizeof(*lexicon));
	uint32_t slots = view->count[YICE_SEC_ATTRS];

	*out = lexicon;
	if (!lexicon)
		return YICE_ENOMEM;
	lexicon->view = view;
	atomic_init(&lexicon->places, NULL);
	atomic_init(&lexicon->asked, 0);
	lexicon->readings = calloc((size_t)slots + 1, sizeof(*lexicon->readings));
	lexicon->blank = calloc((size_t)view->meta->fact_words + 1, sizeof(*lexicon->blank));
	if (!lexicon->readings || !lexicon->blank || spellings_init(&lexicon->names, 256)) {
		yice_lexicon_free(lexicon);
		*out = NULL;
		return YICE_ENOMEM;
	}
	make_blank(view, lexicon->blank);
	for (uint32_t slot = 0; slot < slots; slot++)
		lexicon->readings[slot] = reading_of(view, slot);
	add_fixed(&lexicon->names);
	add_declared(lexicon);
	share_measures(lexicon);
	if (lexicon->names.failed) {
		yice_lexicon_free(lexicon);
		*out = NULL;
		return YICE_ENOMEM;
	}
	return YICE_OK;
}

/* ---------------------------------------------------------------- units and scopes */

static void free_places(struct yice_spellings *places)
{
	if (places)
		spellings_release(places);
	free(places);
}

void yice_lexicon_free(struct yice_lexicon *lexicon)
{
	if (!lexicon)
		return;
	free_places(atomic_load(&lexicon->places));
	spellings_release(&lexicon->names);
	free(lexicon->readings);
	free(lexicon->blank);
	free(lexicon);
}

static struct yice_spellings *new_places(const struct yice_view *view)
{
	struct yice_spellings *places = malloc(sizeof(*places));
	uint32_t size = 64;

	while (size < UINT32_MAX / 8 && size / 2 <= view->count[YICE_SEC_UNITS] + view->count[YICE_SEC_SCOPES])
		size *= 2;
	if (!places || spellings_init(places, size)) {
		free_places(places);
		return NULL;
	}
	for (uint32_t i = 0; i < view->count[YICE_SEC_UNITS]; i++)
		add(places, YICE_SPACE_UNITS, yice_view_string(view, view->units[i].code), i, 0);
	for (uint32_t i = 0; i < view->count[YICE_SEC_SCOPES]; i++)
		add(places, YICE_SPACE_SCOPES, yice_view_string(view, view->scopes[i].code), i, 0);
	if (places->failed) {
		free_places(places);
		return NULL;
	}
	return places;
}

/* The table, made by whoever asks first after the first few; threads that make it at the same time keep one. */
static const struct yice_spellings *places_of(struct yice_lexicon *lexicon)
{
	struct yice_spellings *places = atomic_load_explicit(&lexicon->places, memory_order_acquire);

	if (places || atomic_fetch_add_explicit(&lexicon->asked, 1, memory_order_relaxed) != ASKED_BEFORE_TABLE)
		return places;
	places = new_places(lexicon->view);
	if (places)
		atomic_store_explicit(&lexicon->places, places, memory_order_release);
	return places;
}

static uint32_t find_place(const struct yice_spellings *places, enum yice_name_space space, const char *name, size_t *len)
{
	const struct yice_spelling *entry = yice_spellings_find(places, space, name, len);

	return entry ? entry->value : YICE_NONE;
}

/* Bytes before the next quotation mark; whether they are plain. */
static bool measure_plain(const char *text, size_t *len)
{
	*len = (size_t)((const char *)memchr(text, '"', SIZE_MAX / 2) - text);
	return is_plain(text, *len);
}

uint32_t yice_lexicon_unit(struct yice_lexicon *lexicon, const char *code, size_t *len)
{
	const struct yice_spellings *places = places_of(lexicon);

	if (places)
		return find_place(places, YICE_SPACE_UNITS, code, len);
	return measure_plain(code, len) ? yice_image_find_unit(lexicon->view, code, *len) : YICE_NONE;
}

uint32_t yice_lexicon_scope(struct yice_lexicon *lexicon, const char *code, size_t *len)
{
	const struct yice_spellings *places = places_of(lexicon);

	if (places)
		return find_place(places, YICE_SPACE_SCOPES, code, len);
	return measure_plain(code, len) ? yice_image_find_scope(lexicon->view, code, *len) : YICE_NONE;
}

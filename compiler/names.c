/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names: where each kind is kept, how one is declared, and how a written word
 * becomes an index. Every look-up by a word records the use, marks what it
 * found as used, or says what is wrong: the nearest name, where that one is
 * declared, and where else the word itself would be known.
 */
#include "base/utf8.h"
#include "compiler/declare.h"

struct yice_map *yice_space_map(struct yice_model *model, enum yice_space space)
{
	struct yice_map *const maps[YICE_SPACES] = {
		[YICE_SPACE_VOCAB] = &model->vocab_names,
		[YICE_SPACE_SET] = &model->set_names,
		[YICE_SPACE_MEASURE] = &model->measure_names,
		[YICE_SPACE_ATTRIBUTE] = &model->attribute_names,
		[YICE_SPACE_DOCUMENT] = &model->document_names,
		[YICE_SPACE_SCOPE] = &model->scope_names,
		[YICE_SPACE_DIMENSION] = &model->dimension_names,
		[YICE_SPACE_TEMPLATE] = &model->template_names,
		[YICE_SPACE_GROUP] = &model->group_names,
	};

	assert(space < YICE_COUNT(maps));
	return maps[space];
}

const struct yice_label *yice_space_label(const struct yice_model *model, enum yice_space space,
					  uint32_t index)
{
	switch (space) {
	case YICE_SPACE_VOCAB:
		return &model->vocabs.items[index].label;
	case YICE_SPACE_SET:
		return &model->sets.items[index].label;
	case YICE_SPACE_MEASURE:
		return &model->measures.items[index].label;
	case YICE_SPACE_ATTRIBUTE:
		return &model->attributes.items[index].label;
	case YICE_SPACE_DOCUMENT:
		return &model->documents.items[index].label;
	case YICE_SPACE_SCOPE:
		return &model->scopes.items[index].label;
	case YICE_SPACE_DIMENSION:
		return &model->dimensions.items[index].label;
	case YICE_SPACE_TEMPLATE:
		return &model->templates.items[index].label;
	case YICE_SPACE_GROUP:
	case YICE_SPACES:
		break;
	}
	return &model->groups.items[index].label;
}

static void mark_used(struct yice_model *model, enum yice_space space, uint32_t index)
{
	switch (space) {
	case YICE_SPACE_VOCAB:
		yice_mark_used(&model->vocabs.items[index].used);
		break;
	case YICE_SPACE_SET:
		yice_mark_used(&model->sets.items[index].used);
		break;
	case YICE_SPACE_ATTRIBUTE:
		yice_mark_used(&model->attributes.items[index].used);
		break;
	case YICE_SPACE_DOCUMENT:
		yice_mark_used(&model->documents.items[index].used);
		break;
	case YICE_SPACE_TEMPLATE:
		yice_mark_used(&model->templates.items[index].used);
		break;
	case YICE_SPACE_GROUP:
		yice_mark_used(&model->groups.items[index].used);
		break;
	case YICE_SPACE_MEASURE:
	case YICE_SPACE_SCOPE:
	case YICE_SPACE_DIMENSION:
	case YICE_SPACES:
		break;
	}
}

/* Without Chinese characters a name reads the same in either language: t, COD, m³, dB(A). */
static bool serves_both(const char *text)
{
	for (size_t at = 0, len = strlen(text); at < len;) {
		uint32_t cp;
		size_t n = yice_utf8_decode(text + at, len - at, &cp);

		if (!n || (cp >= 0x2e80 && cp <= 0xfaff) || cp >= 0x20000)
			return false;
		at += n;
	}
	return true;
}

struct yice_label yice_label_make(struct yice_model *model, const struct yice_name *name)
{
	struct yice_label label = { name->zh.text ? name->zh.text : "", name->en.text, name->zh.span };

	if (label.en && !serves_both(label.en)) {
		struct yice_diag *diag =
			yice_diag_add(model->diags, YICE_D_english_in_chinese, name->en.span, label.en, NULL);

		if (serves_both(label.zh))
			yice_diag_help(model->diags, diag, YICE_D_help_swap, label.en, label.zh, NULL);
		else
			yice_diag_help(model->diags, diag, YICE_D_help_parameter, label.en, NULL);
	}
	if (!label.en && serves_both(label.zh))
		label.en = label.zh;
	return label;
}

static void report_duplicate(struct yice_model *model, enum yice_diag_id id, const char *key,
			     struct yice_span span, struct yice_span first)
{
	struct yice_diag *diag = yice_diag_add(model->diags, id, span, key, NULL);

	if (yice_span_known(first))
		yice_diag_note(model->diags, diag, YICE_D_note_first, first, NULL);
	else
		yice_diag_help(model->diags, diag, YICE_D_help_built_in, key, NULL);
}

void yice_name_declare(struct yice_model *model, enum yice_space space, const char *key,
		       struct yice_span span, uint32_t index)
{
	struct yice_map *map = yice_space_map(model, space);
	uint32_t entry;
	bool added;

	if (!key || !*key)
		return;
	if (yice_map_put(map, key, strlen(key), index, &entry, &added)) {
		model->failed = true;
		return;
	}
	/* Both spellings of one thing may be the same word. */
	if (!added && map->entries[entry].value != index)
		report_duplicate(model, YICE_D_duplicate_name, key, span,
				 yice_space_label(model, space, map->entries[entry].value)->span);
}

void yice_names_declare(struct yice_model *model, enum yice_space space, const struct yice_name *name,
			uint32_t index)
{
	yice_name_declare(model, space, name->zh.text, name->zh.span, index);
	yice_name_declare(model, space, name->en.text, name->en.span, index);
}

void yice_member_declare(struct yice_model *model, uint32_t vocab, const struct yice_word *word,
			 uint32_t ordinal)
{
	struct yice_vocab *v = &model->vocabs.items[vocab];
	uint32_t entry, first;
	bool added;

	if (!word->text || !*word->text)
		return;
	if (yice_map_put(&v->names, word->text, strlen(word->text), ordinal, &entry, &added)) {
		model->failed = true;
		return;
	}
	first = v->names.entries[entry].value;
	if (!added && first != ordinal)
		report_duplicate(model, YICE_D_duplicate_member, word->text, word->span,
				 v->members[first].label.span);
}

struct yice_vocab_member *yice_member_push(struct yice_model *model, uint32_t vocab)
{
	struct yice_vocab *v = &model->vocabs.items[vocab];
	struct yice_vocab_member *member;

	if (v->count == v->cap) {
		uint32_t cap = v->cap ? v->cap * 2 : 16;
		struct yice_vocab_member *members = yice_arena_array(&model->arena, cap, sizeof(*members));

		if (!members) {
			model->failed = true;
			return NULL;
		}
		if (v->count)
			memcpy(members, v->members, v->count * sizeof(*members));
		v->members = members;
		v->cap = cap;
	}
	member = &v->members[v->count++];
	member->end = v->count;
	return member;
}

uint32_t yice_name_lookup(struct yice_model *model, enum yice_space space, const char *name)
{
	const struct yice_map *map = yice_space_map(model, space);
	uint32_t entry = yice_map_find(map, name, strlen(name));

	return entry == YICE_MAP_NONE ? YICE_NONE : map->entries[entry].value;
}

/* Codes are written in either case: c26 is C26. */
static uint32_t find_code(const struct yice_map *names, const char *name)
{
	char upper[32];
	size_t len = strlen(name);

	if (len >= sizeof(upper))
		return YICE_MAP_NONE;
	for (size_t i = 0; i <= len; i++)
		upper[i] = name[i] >= 'a' && name[i] <= 'z' ? (char)(name[i] - 'a' + 'A') : name[i];
	return yice_map_find(names, upper, len);
}

uint32_t yice_member_lookup(const struct yice_model *model, uint32_t vocab, const char *name)
{
	const struct yice_vocab *v = &model->vocabs.items[vocab];
	uint32_t entry = yice_map_find(&v->names, name, strlen(name));

	if (entry == YICE_MAP_NONE && v->kind == YICE_VOCAB_CODES)
		entry = find_code(&v->names, name);
	return entry == YICE_MAP_NONE ? YICE_NONE : v->names.entries[entry].value;
}

void yice_note_use(struct yice_model *model, struct yice_span span, const char *zh, const char *en)
{
	struct yice_use *use;

	if (!model->keep_uses)
		return;
	use = YICE_PUSH(model, &model->uses);
	if (use)
		*use = (struct yice_use){ span, zh, en };
}

/* An alias or a code is the author's choice of words and stays as it is in either language. */
static void note_label(struct yice_model *model, const struct yice_word *word, const struct yice_label *label)
{
	if (label->en && (!strcmp(word->text, label->zh) || !strcmp(word->text, label->en)))
		yice_note_use(model, word->span, label->zh, label->en);
}

/* 《水法》第二条: a short name in place of the title would run into the article. */
static bool glues_on(const struct yice_model *model, const struct yice_word *word, const char *name)
{
	const struct yice_source *source = &model->sources->items[word->span.file];

	return strncmp(word->text, "《", strlen("《")) == 0 && strncmp(name, "《", strlen("《")) != 0 &&
	       word->span.end < source->len && !strchr(" \t\r\n", source->text[word->span.end]);
}

/* "Did you mean", with the place where that name is declared. */
static void suggest(struct yice_model *model, struct yice_diag *diag, const struct yice_word *word,
		    const struct yice_map *names, const struct yice_label *(*label)(void *, uint32_t),
		    void *owner)
{
	const char **candidates;
	const char *best, *fix;
	uint32_t entry;

	if (!diag || !names->count)
		return;
	candidates = calloc(names->count, sizeof(*candidates));
	if (!candidates) {
		model->failed = true;
		return;
	}
	for (uint32_t i = 0; i < names->count; i++)
		candidates[i] = names->entries[i].key;
	best = yice_did_you_mean(word->text, candidates, names->count);
	free(candidates);
	if (!best)
		return;
	entry = yice_map_find(names, best, strlen(best));
	yice_diag_help(model->diags, diag, YICE_D_help_did_you_mean, best, NULL);
	if (yice_span_known(label(owner, names->entries[entry].value)->span))
		yice_diag_note(model->diags, diag, YICE_D_note_declared,
			       label(owner, names->entries[entry].value)->span, best, NULL);
	fix = glues_on(model, word, best) ? yice_model_text(model, "%s ", best) : best;
	yice_diag_fix(model->diags, diag, word->span, fix);
}

struct space_owner {
	const struct yice_model *model;
	enum yice_space space;
};

static const struct yice_label *label_in_space(void *owner, uint32_t index)
{
	const struct space_owner *o = owner;

	return yice_space_label(o->model, o->space, index);
}

static const struct yice_label *label_of_member(void *owner, uint32_t index)
{
	const struct yice_vocab *vocab = owner;

	return &vocab->members[index].label;
}

static uint32_t find_name(struct yice_model *model, enum yice_space space, const struct yice_word *word,
			  enum yice_diag_id unknown)
{
	struct space_owner owner = { model, space };
	struct yice_diag *diag;
	uint32_t index;

	if (!word->text)
		return YICE_NONE; /* the parser has reported it */
	index = yice_name_lookup(model, space, word->text);
	if (index != YICE_NONE) {
		mark_used(model, space, index);
		note_label(model, word, yice_space_label(model, space, index));
		return index;
	}
	diag = yice_diag_add(model->diags, unknown, word->span, word->text, NULL);
	suggest(model, diag, word, yice_space_map(model, space), label_in_space, &owner);
	return YICE_NONE;
}

/* Kinds of places and layers are keywords; as names of lists the formatter respells them. */
static bool is_keyword_list(const char *text)
{
	static const char *const words[] = {
		"分区", "zone", "区域", "area", "园区", "park", "图层", "layer"
	};

	for (size_t i = 0; i < YICE_COUNT(words); i++)
		if (!strcmp(text, words[i]))
			return true;
	return false;
}

uint32_t yice_find_vocab(struct yice_model *model, const struct yice_word *word)
{
	if (word->text && is_keyword_list(word->text))
		return yice_name_lookup(model, YICE_SPACE_VOCAB, word->text);
	return find_name(model, YICE_SPACE_VOCAB, word, YICE_D_unknown_list);
}

uint32_t yice_find_measure(struct yice_model *model, const struct yice_word *word)
{
	return find_name(model, YICE_SPACE_MEASURE, word, YICE_D_unknown_measure);
}

uint32_t yice_find_scope(struct yice_model *model, const struct yice_word *word)
{
	return find_name(model, YICE_SPACE_SCOPE, word, YICE_D_unknown_scope);
}

uint32_t yice_find_dimension(struct yice_model *model, const struct yice_word *word)
{
	return find_name(model, YICE_SPACE_DIMENSION, word, YICE_D_unknown_dimension);
}

uint32_t yice_find_template(struct yice_model *model, const struct yice_word *word)
{
	return find_name(model, YICE_SPACE_TEMPLATE, word, YICE_D_unknown_template);
}

uint32_t yice_find_group(struct yice_model *model, const struct yice_word *word)
{
	return find_name(model, YICE_SPACE_GROUP, word, YICE_D_unknown_group);
}

uint32_t yice_find_document(struct yice_model *model, const struct yice_word *word, bool full)
{
	struct yice_word title;

	if (!full || !word->text)
		return find_name(model, YICE_SPACE_DOCUMENT, word, YICE_D_unknown_document);
	/* Titles are kept with their brackets, so that a short name may be the same words. */
	title = *word;
	title.text = yice_model_text(model, "《%s》", word->text);
	return title.text ? find_name(model, YICE_SPACE_DOCUMENT, &title, YICE_D_unknown_document)
			  : YICE_NONE;
}

/* Other lists that have the word: the attribute, not the word, may be the mistake. */
static void note_other_lists(struct yice_model *model, struct yice_diag *diag, uint32_t vocab,
			     const char *name)
{
	for (uint32_t i = 0; i < model->vocabs.count; i++) {
		uint32_t ordinal = i == vocab ? YICE_NONE : yice_member_lookup(model, i, name);
		const struct yice_vocab *other = &model->vocabs.items[i];

		if (ordinal != YICE_NONE)
			yice_diag_note(model->diags, diag, YICE_D_note_member_of,
				       other->members[ordinal].label.span, name, other->label.zh, NULL);
		if (ordinal != YICE_NONE && other->edition && model->vocabs.items[vocab].edition)
			yice_diag_help(model->diags, diag, YICE_D_help_code_edition, name, other->edition,
				       model->vocabs.items[vocab].edition, NULL);
	}
}

/* Authors write the name of an industry where its code belongs; the widest code of that name is meant. */
static bool suggest_code(struct yice_model *model, struct yice_diag *diag, const struct yice_vocab *vocab,
			 const struct yice_word *word)
{
	for (uint32_t i = 0; i < vocab->count; i++) {
		const struct yice_label *label = &vocab->members[i].label;

		if (!label->en || strcmp(label->en, word->text))
			continue;
		yice_diag_help(model->diags, diag, YICE_D_help_code_of, label->zh, label->en, NULL);
		yice_diag_fix(model->diags, diag, word->span, label->zh);
		return true;
	}
	return false;
}

static void report_member(struct yice_model *model, uint32_t vocab, const struct yice_word *word)
{
	struct yice_vocab *v = &model->vocabs.items[vocab];
	struct yice_diag *diag =
	    yice_diag_add(model->diags, YICE_D_unknown_member, word->span, word->text, v->label.zh, NULL);

	if (v->kind == YICE_VOCAB_CODES && suggest_code(model, diag, v, word))
		return;
	suggest(model, diag, word, &v->names, label_of_member, v);
	note_other_lists(model, diag, vocab, word->text);
}

uint32_t yice_find_member(struct yice_model *model, uint32_t vocab, const struct yice_word *word)
{
	struct yice_vocab *v;
	uint32_t ordinal;

	if (!word->text || vocab == YICE_NONE)
		return YICE_NONE;
	v = &model->vocabs.items[vocab];
	ordinal = yice_member_lookup(model, vocab, word->text);
	if (ordinal == YICE_NONE) {
		report_member(model, vocab, word);
		return YICE_NONE;
	}
	yice_mark_used(&v->used);
	yice_mark_used(&v->members[ordinal].used);
	if (v->kind != YICE_VOCAB_CODES) /* a code's second label is its meaning, not a spelling */
		note_label(model, word, &v->members[ordinal].label);
	return ordinal;
}

/* A list the language gives a meaning to; authors declare it under either name. */
static uint32_t known_list(struct yice_model *model, const char *zh, const char *en)
{
	uint32_t vocab = yice_name_lookup(model, YICE_SPACE_VOCAB, zh);

	return vocab == YICE_NONE ? yice_name_lookup(model, YICE_SPACE_VOCAB, en) : vocab;
}

uint32_t yice_element_list(struct yice_model *model)
{
	return known_list(model, "环境要素", "element");
}

const char *yice_find_period(struct yice_model *model, const struct yice_word *word)
{
	uint32_t vocab = known_list(model, "时段", "period"), ordinal;

	if (!word->text)
		return NULL;
	if (vocab == YICE_NONE) {
		yice_diag_add(model->diags, YICE_D_period_list, word->span, word->text, NULL);
		return NULL;
	}
	ordinal = yice_find_member(model, vocab, word);
	return ordinal == YICE_NONE ? NULL : model->vocabs.items[vocab].members[ordinal].label.zh;
}

/* Words the language itself defines. `also`: other forms found in published lists. */
struct builtin {
	const char *zh, *en, *also;
};

static const struct builtin classes[] = {
	[YICE_PRIORITY] = { "优先保护", "priority", "优先保护单元" },
	[YICE_KEY] = { "重点管控", "key", "重点管控单元" },
	[YICE_GENERAL] = { "一般管控", "general", "一般管控单元" },
};
static const struct builtin attribute_classes[] = {
	{ "禁止类", "prohibit", "禁止" },
	{ "限制类", "restrict", "限制" },
	{ "综合类", "comprehensive", "综合" },
	{ "鼓励引导类", "encourage", "鼓励引导" },
};
static const struct builtin addressees[] = {
	{ "政府", "government", "人民政府" },
	{ "园区管理机构", "park_operator", "园区管委会" },
	{ "企业", "operator", "企业单位" },
};
static const struct {
	const struct builtin *words;
	uint32_t count;
	enum yice_diag_id unknown;
	const char *example; /* or NULL */
} builtins[] = {
	{ classes, YICE_COUNT(classes), YICE_D_unknown_class, NULL },
	{ attribute_classes, YICE_COUNT(attribute_classes), YICE_D_unknown_attribute_class, NULL },
	{ addressees, YICE_COUNT(addressees), YICE_D_unknown_addressee,
	  "职责 政府 \"编制减排计划\" 牵头 \"生态环境局\"" },
};

static uint32_t find_builtin(struct yice_model *model, int kind, const struct yice_word *word)
{
	const struct builtin *words = builtins[kind].words;
	const char *candidates[8];
	const char *best;
	struct yice_diag *diag;

	if (!word->text)
		return YICE_NONE;
	for (uint32_t i = 0; i < builtins[kind].count; i++) {
		struct yice_label label = yice_builtin_label(kind, i);

		if (strcmp(word->text, words[i].zh) && strcmp(word->text, words[i].en) &&
		    strcmp(word->text, words[i].also))
			continue;
		note_label(model, word, &label);
		return i;
	}
	for (uint32_t i = 0; i < builtins[kind].count; i++) {
		candidates[2 * i] = words[i].zh;
		candidates[2 * i + 1] = words[i].en;
	}
	diag = yice_diag_add(model->diags, builtins[kind].unknown, word->span, word->text, NULL);
	best = yice_did_you_mean(word->text, candidates, (size_t)builtins[kind].count * 2);
	if (best) {
		yice_diag_help(model->diags, diag, YICE_D_help_did_you_mean, best, NULL);
		yice_diag_fix(model->diags, diag, word->span, best);
	} else if (builtins[kind].example) {
		yice_diag_help(model->diags, diag, YICE_D_help_for_example, builtins[kind].example, NULL);
	}
	return YICE_NONE;
}

uint32_t yice_find_class(struct yice_model *model, const struct yice_word *word)
{
	return find_builtin(model, 0, word);
}

uint32_t yice_find_attribute_class(struct yice_model *model, const struct yice_word *word)
{
	return find_builtin(model, 1, word);
}

uint32_t yice_find_addressee(struct yice_model *model, const struct yice_word *word)
{
	return find_builtin(model, 2, word);
}

struct yice_label yice_builtin_label(int kind, uint32_t index)
{
	const struct builtin *word = &builtins[kind].words[index];

	return (struct yice_label){ word->zh, word->en, YICE_SPAN_NONE };
}

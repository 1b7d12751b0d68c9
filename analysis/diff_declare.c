/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What changed about lists, and about their names for what changed of other
 * declarations, diff_vocab.c. No project comes out differently by these alone:
 * where it does, a clause was told of before, and this says why. Called by
 * diff.c, after the clauses.
 */
#include "analysis/diff.h"

#include "compiler/type.h"

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

void yice_diff_declare(struct yice_diff *diff, enum yice_declared_kind kind, const char *name, enum yice_aspect aspect,
		       const char *old, const char *new)
{
	const uint32_t count = diff->declared_count;
	struct yice_declared *grown;

	if (!(count & (count - 1))) { /* full: it has room for a power of two */
		grown = yice_arena_array(&diff->arena, 2 * (size_t)count + 1, sizeof(*grown));
		if (!grown) {
			diff->status = YICE_ENOMEM;
			return;
		}
		if (count)
			memcpy(grown, diff->declared, count * sizeof(*grown));
		diff->declared = grown;
	}
	diff->declared[diff->declared_count++] = (struct yice_declared){ kind, name, aspect, { old, new } };
}

void yice_diff_declared_as(struct yice_diff *diff, enum yice_declared_kind kind, const char *name,
			   enum yice_aspect aspect, const char *old, const char *new)
{
	if (!same_text(old, new))
		yice_diff_declare(diff, kind, name, aspect, old, new);
}

const char *yice_diff_keep(struct yice_diff *diff, struct yice_buf *text)
{
	const char *kept = text->failed ? NULL : yice_arena_strdup(&diff->arena, yice_buf_text(text));

	if (!kept)
		diff->status = YICE_ENOMEM;
	yice_buf_release(text);
	return kept;
}

static const char *days_text(struct yice_diff *diff, struct yice_interval days)
{
	struct yice_buf text = YICE_BUF_INIT;
	char from[11], to[11];

	yice_date_format(days.from, from);
	yice_date_format(days.to, to);
	yice_buf_addf(&text, "[%s, %s)", from, to);
	return yice_diff_keep(diff, &text);
}

const char *yice_diff_day(struct yice_diff *diff, yice_day day)
{
	struct yice_buf text = YICE_BUF_INIT;
	char date[11];

	yice_date_format(day, date);
	yice_buf_adds(&text, date);
	return yice_diff_keep(diff, &text);
}

void yice_diff_declared_days(struct yice_diff *diff, enum yice_declared_kind kind, const char *name,
			     struct yice_interval old, struct yice_interval new)
{
	if (old.from != new.from || old.to != new.to)
		yice_diff_declare(diff, kind, name, YICE_ASPECT_DAYS, days_text(diff, old), days_text(diff, new));
}

static const char *scope_of(const struct yice_model *model, const struct yice_list *list)
{
	return list->scope == YICE_NONE ? "" : model->scopes.items[list->scope].code;
}

/* "440606 示例清单" */
static const char *list_name(struct yice_diff *diff, enum yice_side side, const struct yice_list *list)
{
	struct yice_buf text = YICE_BUF_INIT;

	yice_buf_addf(&text, "%s %s", scope_of(&diff->versions[side].model, list), list->title);
	return yice_diff_keep(diff, &text);
}

static void compare_lists(struct yice_diff *diff, const struct yice_list *old, const struct yice_list *new)
{
	const char *name = list_name(diff, YICE_NEW, new);

	yice_diff_declared_as(diff, YICE_DECLARED_LIST, name, YICE_ASPECT_TITLE, old->title, new->title);
	yice_diff_declared_as(diff, YICE_DECLARED_LIST, name, YICE_ASPECT_ENGLISH, old->english, new->english);
	yice_diff_declared_as(diff, YICE_DECLARED_LIST, name, YICE_ASPECT_PUBLISHER, old->publisher, new->publisher);
	yice_diff_declared_as(diff, YICE_DECLARED_LIST, name, YICE_ASPECT_REFERENCE, old->reference, new->reference);
	yice_diff_declared_days(diff, YICE_DECLARED_LIST, name, old->days, new->days);
	if (old->fictional != new->fictional)
		yice_diff_declare(diff, YICE_DECLARED_LIST, name, YICE_ASPECT_FICTIONAL, old->fictional ? "示例" : NULL,
		    new->fictional ? "示例" : NULL);
}

/* The first list of that scope that has no partner yet, with that title; NULL: with any. */
static uint32_t find_list(const struct yice_model *model, const char *scope, const char *title,
			  const bool *taken)
{
	for (uint32_t i = 0; i < model->lists.count; i++)
		if (!taken[i] && !strcmp(scope_of(model, &model->lists.items[i]), scope) &&
		    (!title || !strcmp(model->lists.items[i].title, title)))
			return i;
	return YICE_NONE;
}

/* Lists of one scope and title are the same; what is left of a scope is taken in order. */
static void look_at_lists(struct yice_diff *diff)
{
	const struct yice_model *a = &diff->versions[YICE_OLD].model,
				*b = &diff->versions[YICE_NEW].model;
	bool *taken = calloc((size_t)a->lists.count + 1, sizeof(*taken));
	uint32_t *partner = calloc((size_t)b->lists.count + 1, sizeof(*partner));

	if (!taken || !partner)
		diff->status = YICE_ENOMEM;
	for (uint32_t i = 0; !diff->status && i < b->lists.count; i++) {
		partner[i] = find_list(a, scope_of(b, &b->lists.items[i]), b->lists.items[i].title, taken);
		if (partner[i] != YICE_NONE)
			taken[partner[i]] = true;
	}
	for (uint32_t i = 0; !diff->status && i < b->lists.count; i++) {
		const struct yice_list *new = &b->lists.items[i];

		if (partner[i] == YICE_NONE) {
			partner[i] = find_list(a, scope_of(b, new), NULL, taken);
			if (partner[i] != YICE_NONE)
				taken[partner[i]] = true;
		}
		if (partner[i] == YICE_NONE)
			yice_diff_declare(diff, YICE_DECLARED_LIST, list_name(diff, YICE_NEW, new), YICE_ASPECT_ITSELF, NULL,
			    new->title);
		else
			compare_lists(diff, &a->lists.items[partner[i]], new);
	}
	for (uint32_t i = 0; !diff->status && i < a->lists.count; i++)
		if (!taken[i])
			yice_diff_declare(diff, YICE_DECLARED_LIST, list_name(diff, YICE_OLD, &a->lists.items[i]),
			    YICE_ASPECT_ITSELF, a->lists.items[i].title, NULL);
	free(taken);
	free(partner);
}

void yice_diff_declares(struct yice_diff *diff)
{
	look_at_lists(diff);
	yice_diff_vocabulary(diff);
}

const char *yice_diff_declared_word(enum yice_declared_kind kind, enum yice_lang lang)
{
	static const char *const words[][YICE_DIFF_LANGS] = {
		[YICE_DECLARED_LIST] = { "清单", "list" },
		[YICE_DECLARED_DOCUMENT] = { "文件", "document" },
		[YICE_DECLARED_ATTRIBUTE] = { "属性", "attribute" },
		[YICE_DECLARED_TERMS] = { "词表", "terms" },
		[YICE_DECLARED_CODES] = { "代码表", "codes" },
		[YICE_DECLARED_PLACE] = { "区域", "place" },
		[YICE_DECLARED_LAYER] = { "图层", "layer" },
		[YICE_DECLARED_GEOMETRY] = { "图形", "geometry" },
		[YICE_DECLARED_MEASURE] = { "计量", "measure" },
		[YICE_DECLARED_PHYSICAL] = { "量纲", "physical" },
		[YICE_DECLARED_DIMENSION] = { "维度", "dimension" },
		[YICE_DECLARED_SET] = { "集合", "set" },
		[YICE_DECLARED_CONDITION] = { "条件", "condition" },
	};

	return words[kind][lang];
}

const char *yice_diff_aspect_word(enum yice_aspect aspect, enum yice_lang lang)
{
	static const char *const words[][YICE_DIFF_LANGS] = {
		[YICE_ASPECT_ITSELF] = { "", "" },
		[YICE_ASPECT_TITLE] = { "标题", "title" },
		[YICE_ASPECT_ENGLISH] = { "英文", "english" },
		[YICE_ASPECT_PUBLISHER] = { "发布", "published_by" },
		[YICE_ASPECT_REFERENCE] = { "文号", "reference" },
		[YICE_ASPECT_DAYS] = { "施行", "effective" },
		[YICE_ASPECT_FICTIONAL] = { "示例", "fictional" },
		[YICE_ASPECT_SUCCESSOR] = { "被代替", "replaced_by" },
		[YICE_ASPECT_NAME] = { "名称", "name" },
		[YICE_ASPECT_TYPE] = { "类型", "type" },
		[YICE_ASPECT_BARE] = { "不带单位的 1", "bare_number" },
		[YICE_ASPECT_RANGE] = { "范围", "range" },
		[YICE_ASPECT_EDITION] = { "版本", "edition" },
		[YICE_ASPECT_MEMBERS] = { "内容", "members" },
		[YICE_ASPECT_GEOMETRY] = { "图形", "geometry" },
		[YICE_ASPECT_PARENTS] = { "改属上级", "below_others" },
		[YICE_ASPECT_SHORT] = { "简称", "short" },
		[YICE_ASPECT_DESCRIBE] = { "说明", "describe" },
		[YICE_ASPECT_ALIASES] = { "别名", "alias" },
		[YICE_ASPECT_KIND] = { "种类", "kind" },
		[YICE_ASPECT_ELEMENT] = { "要素", "elements" },
		[YICE_ASPECT_VALUE] = { "换算", "value" },
		[YICE_ASPECT_SOURCE] = { "来源", "source" },
		[YICE_ASPECT_DATED] = { "截至", "dated" },
		[YICE_ASPECT_DATA] = { "数据", "data" },
		[YICE_ASPECT_HOME] = { "行政区", "scope" },
	};

	return words[aspect][lang];
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Syntax tree of one file. A file is a flat sequence of items in source order;
 * headers (清单, 适用, 单元, 维度, 模板, 条款组) open a context that lasts until the
 * next header of the same or a wider kind, which the compiler tracks. Nothing
 * is looked up here: names are as written (full-width letters and digits
 * folded to ASCII). All nodes live in the parse's arena; lists are linked
 * through `next` in source order. A country has tens of millions of nodes, so
 * what most nodes of a kind lack is behind a pointer, and what excludes each
 * other shares its room.
 */
#ifndef YICE_GRAMMAR_AST_H
#define YICE_GRAMMAR_AST_H

#include "base/date.h"
#include "base/ratio.h"
#include "base/source.h"

/* A word as written: an identifier, a number's or clause number's text, an instrument 《…》 (without brackets). */
struct yice_word {
	const char *text;
	struct yice_span span;
	struct yice_word *next;
};

/* One or two spellings of a declared thing: 新建（new）. en.text is NULL when not given. */
struct yice_name {
	struct yice_word zh, en;
	struct yice_name *next;
};

/*
 * String literal, decoded; adjacent literals are joined. A brace written \{ is
 * a brace and opens no hole: literal lists the offsets of such braces in text,
 * ended by UINT32_MAX; NULL when there are none.
 */
struct yice_text {
	const char *text;
	const uint32_t *literal;
	struct yice_text *next;
	uint32_t len;
	struct yice_span span;
};

/*
 * 北滘镇.上年度水质达标: one or two parts; hole[i] when part i is a template or family hole {…}. Of part only as many as are
 * counted exist, since most paths are members in a list: a path is never copied whole.
 */
struct yice_path {
	struct yice_path *next;
	unsigned char count; /* 1 or 2 */
	bool hole[2];
	struct yice_word part[2];
};

static inline struct yice_span yice_path_span(const struct yice_path *path)
{
	struct yice_span first = path->part[0].span;

	return (struct yice_span){ first.file, first.start, path->part[path->count - 1].span.end };
}

/* Product of measures: t/a, 万m³/d, kgce/t; '%' is a measure's name too. A written 1 is left out: 1/a is one node,
 * and NULL where a measure must be written means dimensionless. */
struct yice_measure_expr {
	struct yice_word name;
	int power; /* +1 or -1 */
	struct yice_measure_expr *next;
};

enum yice_operand_kind {
	YICE_OPERAND_PATH,     /* attribute or term */
	YICE_OPERAND_NUMBER,   /* number [measure] [按 period] */
	YICE_OPERAND_DATE,
	YICE_OPERAND_YES_NO,
	YICE_OPERAND_TEXT,     /* template arguments only */
	YICE_OPERAND_STRICTER  /* 较严值（a, b …） */
};

/* One term of a sum: factor × operand, or a literal. A sum is a list of these. */
struct yice_operand {
	enum yice_operand_kind kind;
	struct yice_span span;
	bool negative;   /* subtracted */
	bool has_factor; /* PATH only */
	bool yes;        /* YES_NO */
	yice_day day;    /* DATE */
	struct yice_operand *next;
	union {
		struct { /* PATH */
			struct yice_path *path;
			struct yice_ratio factor; /* literal multiplier, when there is one */
		};
		struct { /* NUMBER */
			struct yice_ratio number;
			struct yice_measure_expr *measure; /* NULL: none written */
			const struct yice_word *period;    /* NULL: none written */
		};
		const struct yice_text *text;  /* TEXT */
		struct yice_sum *alternatives; /* STRICTER */
	};
};

struct yice_sum {
	struct yice_operand *terms;
	struct yice_span span;
	struct yice_sum *next;
};

enum yice_relation { YICE_EQ, YICE_NE, YICE_LT, YICE_LE, YICE_GT, YICE_GE };
enum yice_membership {
	YICE_IN, YICE_NOT_IN,           /* 属于 不属于: one-of attributes */
	YICE_INCLUDE, YICE_NOT_INCLUDE, /* 含 不含: some-of attributes */
	YICE_ALL_IN,                    /* 全部属于 */
	YICE_WITHIN, YICE_NOT_WITHIN    /* 位于 不位于: places */
};

/* Those that join others come first. */
enum yice_expr_kind { YICE_EXPR_AND, YICE_EXPR_OR, YICE_EXPR_NOT, YICE_EXPR_COMPARE, YICE_EXPR_MEMBER,
		      YICE_EXPR_OPEN };

struct yice_expr {
	enum yice_expr_kind kind;
	struct yice_span span;
	union {
		enum yice_relation relation;     /* COMPARE */
		enum yice_membership membership; /* MEMBER */
	};
	bool parens; /* was written in parentheses */
	struct yice_expr *next;
	union {
		struct yice_expr *first;                                   /* AND, OR: two or more operands; NOT: one */
		struct { struct yice_sum *left, *right; };                 /* COMPARE */
		struct { const struct yice_path *path, *items, *except; }; /* MEMBER: of members, and those after 除外 */
		const struct yice_text *text;                              /* OPEN: words that need a person */
	};
};

/* What AND, OR and NOT join; of a test NULL. */
static inline const struct yice_expr *yice_expr_parts(const struct yice_expr *expr)
{
	return expr->kind <= YICE_EXPR_NOT ? expr->first : NULL;
}

/* [from, to), and the dates as written. */
struct yice_effective {
	struct yice_interval days;
	struct yice_span span;
};

struct yice_arg {
	struct yice_word name; /* text NULL: positional */
	struct yice_operand *value;
	struct yice_arg *next;
};

enum yice_param_kind { YICE_PARAM_TERM, YICE_PARAM_TEXT, YICE_PARAM_QUANTITY };

/* 参数 镇街（town）：镇街 — a word list, code table, 分区/区域/园区/图层 (as list names), 文字 or 数量 measure. */
struct yice_param {
	struct yice_name name;
	enum yice_param_kind kind;
	struct yice_word list;
	struct yice_measure_expr *measure;
	struct yice_span span;
	struct yice_param *next;
};

struct yice_basis {
	struct yice_word document; /* instrument's full title, or its short name when !full */
	bool full;                 /* written as 《…》 */
	struct yice_word article;  /* text NULL: none */
	struct yice_basis *next;
};

struct yice_unless {
	struct yice_expr *test, *but; /* but may be NULL */
	struct yice_span span;
	struct yice_unless *next;
};

enum yice_effect_kind { YICE_EFFECT_NONE, YICE_EFFECT_REQUIRE, YICE_EFFECT_PROHIBIT, YICE_EFFECT_RESTRICT,
			YICE_EFFECT_ENCOURAGE, YICE_EFFECT_DUTY };

/*
 * All effects of a clause are kept in the list. The compiler finds the one that decides; encouragements and duties
 * may stand beside it, any other second effect is reported.
 */
struct yice_effect {
	enum yice_effect_kind kind;
	struct yice_span span;
	struct yice_span due_span;         /* as written; start == end when not given */
	yice_day due;                      /* ENCOURAGE, DUTY: the last day; YICE_DAY_MAX when none is given */
	struct yice_expr *demand;          /* REQUIRE */
	struct yice_text *texts;           /* conditions or remarks; may be NULL */
	const struct yice_word *addressee; /* DUTY; may be NULL */
	struct yice_effect *next;
};

/* 【产业/综合类】: [1].text NULL when one word; a string is raw, without words. */
struct yice_tag {
	struct yice_word word[2];
	const struct yice_text *raw;
};

/* 依 模板（…） */
struct yice_as {
	struct yice_word name;
	struct yice_arg *args;
};

/* Body shared by 条 items and 模板 items. Repeated parts are kept in order where a list is given. */
struct yice_clause {
	struct yice_word number;    /* text NULL: no number */
	const struct yice_tag *tag; /* NULL: none */
	struct yice_text *original, *summary, *english; /* 原文, 摘要, 英文 */
	struct yice_expr *when;
	struct yice_unless *unless;
	struct yice_effect *effects;
	struct yice_text *open;      /* clause-level 待判 */
	struct yice_basis *basis;
	const struct yice_effective *effective; /* NULL: not given */
	struct yice_text *lead;
	struct yice_word *overrides; /* clause numbers, or full ids written as strings */
	const struct yice_as *as;    /* NULL: no template */
	struct yice_word *repeated;  /* keyword words of parts given twice though only one is allowed (当, 原文 …) */
	struct yice_span span;
	bool fictional;
	bool broken;                 /* a part was refused; that and the one before it may be missing */
};

enum yice_type_kind { YICE_TYPE_BOOLEAN, YICE_TYPE_ONE_OF, YICE_TYPE_SOME_OF, YICE_TYPE_QUANTITY, YICE_TYPE_DATE };

struct yice_type_expr {
	enum yice_type_kind kind;
	struct yice_word list;             /* ONE_OF, SOME_OF */
	struct yice_measure_expr *measure; /* QUANTITY */
	struct yice_word period;           /* 按 …; text NULL when none */
	struct yice_span span;
};

enum yice_place_kind { YICE_PLACE_ZONE, YICE_PLACE_AREA, YICE_PLACE_PARK };
enum yice_target_kind { YICE_TARGET_SCOPE, YICE_TARGET_CLASS, YICE_TARGET_PLACE, YICE_TARGET_UNIT };

enum yice_item_kind {
	YICE_ITEM_IMPORT, YICE_ITEM_TERMS, YICE_ITEM_SET, YICE_ITEM_ATTRIBUTE, YICE_ITEM_PHYSICAL, YICE_ITEM_MEASURE,
	YICE_ITEM_CODES, YICE_ITEM_DIMENSION, YICE_ITEM_PLACE, YICE_ITEM_LAYER, YICE_ITEM_GEOMETRY,
	YICE_ITEM_SCOPE,
	YICE_ITEM_DOCUMENT, YICE_ITEM_TEMPLATE, YICE_ITEM_GROUP, YICE_ITEM_USE, YICE_ITEM_LIST, YICE_ITEM_TARGET,
	YICE_ITEM_UNIT, YICE_ITEM_CLAUSE
};

/* Of u only the member of its kind exists, since most items of a country are clauses: an item is never copied whole. */
struct yice_item {
	enum yice_item_kind kind;
	struct yice_span span; /* first to last token */
	struct yice_span head; /* the keyword or clause number: where diagnostics about the whole item point */
	struct yice_item *next;
	const struct yice_name *name; /* what is declared; UNIT: zh = code; LIST, SCOPE: zh = code digits; never NULL */
	union {
		struct { struct yice_word *paths; } import;                    /* identifiers or strings */
		struct { struct yice_name *names; } terms;
		struct { struct yice_word list; struct yice_path *items, *except; } set;
		struct {
			const struct yice_path *path, *en; /* en NULL when not given; one part may be a hole over a word list */
			struct yice_type_expr type;
			struct yice_operand *min, *max; /* 范围 a 至 b written `范围 a, b`; NULL: none */
			const struct yice_text *describe;
		} attribute;
		struct { struct yice_word base; } physical;                     /* 量纲 质量（mass） 单位 kg */
		struct { struct yice_ratio factor; struct yice_measure_expr *of; } measure; /* 计量 t = 1000 kg; 2000/3 allowed */
		struct { const struct yice_text *edition, *data; struct yice_word *counts; } codes;
		struct { struct yice_word *aliases; } dimension;                /* 维度 名（en） 别名 a、b; inside a list a heading */
		struct { enum yice_place_kind kind; struct yice_word element; struct yice_word *aliases; } place;
		struct {
			const struct yice_text *source;
			yice_day dated;
			bool has_date;
			struct yice_word river;          /* text NULL: a layer with data of its own */
			struct yice_operand *low, *high; /* low NULL: from the mouth */
		} layer;                         /* 图层 名 取自 河 上溯 10 km、50 km */
		struct {
			struct yice_word *names; /* places and layers; NULL: units */
			const struct yice_text *data, *source;
			struct yice_word scope; /* text NULL: everywhere */
			yice_day dated;
			bool has_date;
		} geometry;                      /* 图形 名、名 数据 "file.geojson"; 图形 单元 数据 "…" */
		struct { struct yice_name label; struct yice_word parent; } scope; /* parent.text NULL: the root */
		struct {
			struct yice_name shortname;
			const struct yice_text *reference, *publisher;
			const struct yice_effective *effective; /* NULL: not given */
			struct yice_word replaced; /* successor 《…》; text NULL: none */
		} document;
		struct { struct yice_param *params; struct yice_clause *clause; } template_;
		struct { struct yice_param *params; } group;
		struct { struct yice_arg *args; } use;
		struct {
			const struct yice_text *title, *english, *publisher, *reference;
			struct yice_word parent;
			const struct yice_effective *effective; /* NULL: not given */
			bool fictional;
		} list;
		struct { enum yice_target_kind kind; enum yice_place_kind place; struct yice_word *names; } target;
		struct {
			const struct yice_text *title, *english;
			struct yice_word klass, scope; /* scope.text NULL: the list's */
			struct yice_word *elements, *within;
			bool has_elements, fictional;
		} unit;
		struct yice_clause *clause;
	} u;
};

struct yice_file {
	uint32_t source;  /* index into yice_sources */
	struct yice_item *items;
	const struct yice_item **others; /* those that are no clauses, a small part of them */
	uint32_t other_count;
};

#endif

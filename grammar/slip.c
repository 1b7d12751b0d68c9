/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Slips that people make when they turn published prose into rules: words for
 * signs, missing blanks and commas, keywords as names, half-closed brackets.
 * Called by complain.c with a refused token. Each test is narrow: a wrong
 * guess costs the author more than the plain message that follows it.
 */
#include "base/base.h"
#include "base/utf8.h"
#include "grammar/complain.h"
#include "grammar/unicode.h"

static const char *source_at(const struct yice_refusal *r, uint32_t offset)
{
	return r->parser->scan.source->text + offset;
}

static size_t token_len(const struct yice_token *token)
{
	return token->span.end - token->span.start;
}

static bool is_word(const struct yice_token *token)
{
	return token->kind == TOK_IDENTIFIER && token->value.word.text;
}

/* The comma as the author wrote it: 、 or ， or , */
static void report_comma(struct yice_refusal *r, enum yice_diag_id id, const char *first, const char *second)
{
	struct yice_diag *diag = yice_complain_at(r, id, r->before->span, first, second);

	yice_diag_fix(r->parser->diags, diag, r->before->span, "");
}

/* a = 是、且 b = 是: the comma itself is refused, and a connective follows it. */
static bool comma_here(struct yice_refusal *r)
{
	static const char *const connectives[] = { "且", "或", "and ", "or " };
	const char *next = source_at(r, r->token->span.end);
	struct yice_diag *diag;

	next += strspn(next, " \t\r\n");
	for (size_t i = 0; i < YICE_COUNT(connectives); i++) {
		size_t len = strcspn(connectives[i], " ");

		if (strncmp(next, connectives[i], strlen(connectives[i])) != 0)
			continue;
		diag = yice_complain_at(r, YICE_D_mark_before_connective, r->token->span,
					yice_arena_strndup(r->parser->arena, next, len), r->found);
		yice_diag_fix(r->parser->diags, diag, r->token->span, "");
		return true;
	}
	/* 建设性质 = 新建、改建; a = 是，b = 是: a list of names or two conditions, only the author knows. */
	diag = yice_complain_at(r, YICE_D_expected_part, r->token->span, r->found, NULL);
	yice_diag_help(r->parser->diags, diag, YICE_D_help_names_or_conditions, NULL);
	return true;
}

static bool comma_slip(struct yice_refusal *r)
{
	if (r->token->kind == TOK_COMMA && r->want[TOK_AND])
		return comma_here(r);
	if (r->before->kind != TOK_COMMA || r->parser->told_at == r->before->span.start)
		return false;
	if (r->token->kind == TOK_AND || r->token->kind == TOK_OR) {
		report_comma(r, YICE_D_mark_before_connective, r->found, r->found_before);
		return true;
	}
	if (r->ends || r->token->kind == TOK_RPAREN || r->token->kind == TOK_EXCEPT) {
		report_comma(r, YICE_D_trailing_mark, r->found_before, NULL);
		/* Nothing was said of the token itself, which may be out of place as well. */
		r->parser->told_at = r->before->span.start;
		r->parser->error_at = UINT32_MAX;
		return true;
	}
	return false;
}

/* 要素：甲, 当：a = 是: a published page has a colon there. */
static bool colon_slip(struct yice_refusal *r)
{
	const struct yice_keyword *keyword = yice_keyword_of(r->before->kind);
	struct yice_diag *diag;

	if (r->token->kind != TOK_COLON ||
	    !(r->before->kind == TOK_CLAUSE_NO || r->before->kind == TOK_RBRACKET ||
	      (keyword && keyword->role != YICE_KEYWORD_WORD)))
		return false;
	diag = yice_complain_at(r, YICE_D_needless_mark, r->token->span, r->found, NULL);
	/* The source's text ends in NUL, which strchr finds. */
	yice_diag_fix(r->parser->diags, diag, r->token->span,
		      strchr(" \t\r\n", *source_at(r, r->token->span.end)) ? "" : " ");
	return true;
}

static bool paren_slip(struct yice_refusal *r)
{
	struct yice_parser *parser = r->parser;
	struct yice_span end = { r->token->span.file, r->before->span.end, r->before->span.end };
	struct yice_diag *diag;

	if (parser->unopened) {
		diag = yice_complain_at(r, YICE_D_unopened_paren, r->token->span, NULL, NULL);
		yice_diag_fix(parser->diags, diag, r->token->span, "");
		return true;
	}
	if (r->token->kind == TOK_LPAREN && !r->want[TOK_NOT] &&
	    (r->want[TOK_RATIO] || r->before->kind == TOK_TIMES)) {
		diag = yice_complain_at(r, YICE_D_paren_in_sum, r->token->span, NULL, NULL);
		yice_diag_help(parser->diags, diag, YICE_D_help_factor, NULL);
		return true;
	}
	if (!r->ends || !r->want[TOK_RPAREN])
		return false;
	diag = yice_complain_at(r, YICE_D_unclosed_paren, end, NULL, NULL);
	if (parser->unclosed.file == end.file)
		yice_diag_note(parser->diags, diag, YICE_D_note_opened, parser->unclosed, "（", NULL);
	yice_diag_fix(parser->diags, diag, end, "）");
	return true;
}

/* ------------------------------------------------------------ words for signs */

struct comparison {
	const char *word, *sign; /* sign NULL: says not whether the bound itself counts */
	enum yice_diag_id help;
};

/* Longer words before their beginnings. */
static const struct comparison comparisons[] = {
	{ "以上", NULL, YICE_D_help_bound_ge },	{ "以下", NULL, YICE_D_help_bound_le },
	{ "以内", NULL, YICE_D_help_bound_le },	{ "大于或等于", "≥", YICE_D_help_write },
	{ "大于等于", "≥", YICE_D_help_write },	{ "小于或等于", "≤", YICE_D_help_write },
	{ "小于等于", "≤", YICE_D_help_write },	{ "不低于", "≥", YICE_D_help_write },
	{ "不少于", "≥", YICE_D_help_write },	{ "不小于", "≥", YICE_D_help_write },
	{ "至少", "≥", YICE_D_help_write },	{ "不超过", "≤", YICE_D_help_write },
	{ "不高于", "≤", YICE_D_help_write },	{ "不大于", "≤", YICE_D_help_write },
	{ "不多于", "≤", YICE_D_help_write },	{ "至多", "≤", YICE_D_help_write },
	{ "超过", ">", YICE_D_help_write },	{ "大于", ">", YICE_D_help_write },
	{ "高于", ">", YICE_D_help_write },	{ "多于", ">", YICE_D_help_write },
	{ "小于", "<", YICE_D_help_write },	{ "低于", "<", YICE_D_help_write },
	{ "少于", "<", YICE_D_help_write },	{ "不足", "<", YICE_D_help_write },
	{ "未满", "<", YICE_D_help_write },	{ "不等于", "≠", YICE_D_help_write },
	{ "等于", "=", YICE_D_help_write },	{ "不为", "≠", YICE_D_help_write },
	{ "不是", "≠", YICE_D_help_write },	{ "是", "=", YICE_D_help_write },
	{ "为", "=", YICE_D_help_write },	{ "over", ">", YICE_D_help_write },
	{ "above", ">", YICE_D_help_write },	{ "below", "<", YICE_D_help_write },
	{ "under", "<", YICE_D_help_write },	{ "equals", "=", YICE_D_help_write },
	{ "is", "=", YICE_D_help_write },
};

/* 不超过 5 t/a, 5 t/a 以上, 不超过5: the word, alone or with a number at its heels; 建设性质 是 新建. */
static bool comparison_slip(struct yice_refusal *r)
{
	struct yice_diags *diags = r->parser->diags;
	struct yice_span span = r->token->span;
	struct yice_diag *diag;
	const char *text;

	if (r->token->kind == TOK_YES && r->want[TOK_EQ] && r->want[TOK_GE])
		text = r->found;
	else if (is_word(r->token) && !(r->fresh && r->want_item))
		text = r->token->value.word.text;
	else
		return false;
	for (size_t i = 0; i < YICE_COUNT(comparisons); i++) {
		const struct comparison *c = &comparisons[i];
		size_t len = strlen(c->word);

		if (strncmp(text, c->word, len) != 0 || text[len + strspn(text + len, "0123456789")])
			continue;
		span.end = span.start + (uint32_t)len;
		diag = yice_complain_at(r, YICE_D_comparison_word, span, c->word, NULL);
		yice_diag_help(diags, diag, c->help, c->sign, NULL);
		if (c->sign)
			yice_diag_fix(diags, diag, span, c->sign);
		return true;
	}
	return false;
}

/* 1 t/a ≤ 甲 ≤ 5 t/a */
static bool bounds_slip(struct yice_refusal *r)
{
	struct yice_diag *diag;

	if (r->token->kind < TOK_EQ || r->token->kind > TOK_GE || !r->want[TOK_AND])
		return false;
	diag = yice_complain_at(r, YICE_D_expected_part, r->token->span, r->found, NULL);
	yice_diag_help(r->parser->diags, diag, YICE_D_help_two_bounds, NULL);
	return true;
}

/* 2 x 甲, 2倍 甲 */
static bool stands_for_times(const struct yice_token *token)
{
	static const char *const words[] = { "x", "X", "倍", "倍的" };

	for (size_t i = 0; is_word(token) && i < YICE_COUNT(words); i++)
		if (strcmp(token->value.word.text, words[i]) == 0)
			return true;
	return false;
}

static bool times_slip(struct yice_refusal *r)
{
	bool here = stands_for_times(r->token);
	const struct yice_token *word = here ? r->token : r->before, *other = here ? r->before : r->token;
	struct yice_diag *diag;

	if (!stands_for_times(word) || r->fresh || (other->kind != TOK_IDENTIFIER && other->kind != TOK_NUMBER))
		return false;
	diag = yice_complain_at(r, YICE_D_letter_times, word->span, word->value.word.text, NULL);
	yice_diag_fix(r->parser->diags, diag, word->span, "×");
	return true;
}

/* ------------------------------------------------------------ missing blanks */

/* Words made of letters that stand between names; longer ones before those they contain. */
static const char *const joints[] = { "不属于", "全部属于", "属于", "不位于", "位于", "不含", "除外", "取自",
				      "待判",	"含",	    "且",   "或" };

static bool report_run(struct yice_refusal *r, const struct yice_token *token, const char *keyword, size_t at)
{
	const char *text = token->value.word.text;
	size_t len = strlen(keyword);
	struct yice_buf apart = YICE_BUF_INIT;
	struct yice_diag *diag;

	yice_buf_add(&apart, text, at);
	yice_buf_addf(&apart, "%s%s%s%s", at ? " " : "", keyword, text[at + len] ? " " : "", text + at + len);
	diag = yice_complain_at(r, YICE_D_words_run_together, token->span, text, keyword);
	yice_diag_help(r->parser->diags, diag, YICE_D_help_set_apart, yice_buf_text(&apart), NULL);
	yice_diag_fix(r->parser->diags, diag, token->span, yice_buf_text(&apart));
	if (yice_buf_status(&apart))
		r->parser->arena->failed = true;
	yice_buf_release(&apart);
	return true;
}

/* 建设性质属于新建 as one word: the next token is then out of place. */
static bool run_before(struct yice_refusal *r)
{
	const char *text, *hit;

	if (!is_word(r->before) || (is_word(r->token) && r->fresh))
		return false;
	text = r->before->value.word.text;
	for (size_t i = 0; i < YICE_COUNT(joints); i++) {
		hit = strstr(text, joints[i]);
		if (!hit || hit == text)
			continue;
		/* 场址位于 甲区 ends in it; 废水或废气 乙 is two names. */
		if (is_word(r->token) && (hit[strlen(joints[i])] || strlen(joints[i]) == 3))
			continue;
		return report_run(r, r->before, joints[i], (size_t)(hit - text));
	}
	return false;
}

/* 含溶剂型涂料, 当建设性质: a word that begins with a keyword that could stand here. */
static bool run_here(struct yice_refusal *r)
{
	const struct yice_keyword *keywords, *best = NULL;
	size_t count;

	if (!is_word(r->token))
		return false;
	keywords = yice_keyword_table(&count);
	for (size_t i = 0; i < count; i++) {
		const struct yice_keyword *k = &keywords[i];

		if (r->want[k->token] && strncmp(r->token->value.word.text, k->text[YICE_ZH], k->len[YICE_ZH]) == 0 &&
		    (!best || k->len[YICE_ZH] > best->len[YICE_ZH]))
			best = k;
	}
	/* 条 and 依 begin too many ordinary words to be taken for keywords at a line's start. */
	if (!best || best->token == TOK_CLAUSE || best->token == TOK_AS)
		return false;
	return report_run(r, r->token, best->text[YICE_ZH], 0);
}

/* ------------------------------------------------------------ names */

/* End of the word that starts right at `offset` of the source; offset itself when none does. */
static uint32_t word_end(const struct yice_refusal *r, uint32_t offset)
{
	const struct yice_source *source = r->parser->scan.source;
	size_t at = offset, n;
	uint32_t cp;

	for (; at < source->len; at += n) {
		unsigned char class;

		n = yice_utf8_decode(source->text + at, source->len - at, &cp);
		class = n ? yice_char_class(cp) : (unsigned char)YICE_CHAR_OTHER;
		if (class != YICE_CHAR_LETTER && class != YICE_CHAR_CONTINUE && class != '_' &&
		    !(class >= '0' && class <= '9') && !((class | 0x20) >= 'a' && (class | 0x20) <= 'z'))
			break;
	}
	return (uint32_t)at;
}

/* 行业 属于 2614, C2614、2613: published tables leave the letter out. */
static bool code_slip(struct yice_refusal *r)
{
	struct yice_diag *diag;

	if (token_len(r->token) < 2 || token_len(r->token) > 4 ||
	    (r->before->kind != TOK_IN && r->before->kind != TOK_NOT_IN && r->before->kind != TOK_INCLUDE &&
	     r->before->kind != TOK_NOT_INCLUDE && r->before->kind != TOK_ALL_IN && r->before->kind != TOK_EXCEPT &&
	     r->before->kind != TOK_COMMA))
		return false;
	diag = yice_complain_at(r, YICE_D_expected_name, r->token->span, r->found, NULL);
	yice_diag_help(r->parser->diags, diag, YICE_D_help_code_letter, NULL);
	return true;
}

static bool digit_slip(struct yice_refusal *r)
{
	struct yice_span span = r->token->span;
	struct yice_diag *diag;
	char *text;

	if (r->token->kind == TOK_IDENTIFIER && r->before->kind == TOK_CLAUSE_NO && r->before->span.end == span.start) {
		diag = yice_complain_at(r, YICE_D_clause_number_glued, yice_span_join(r->before->span, span),
					r->found_before, r->found);
		text = yice_arena_strndup(r->parser->arena, source_at(r, r->before->span.start),
					  span.end - r->before->span.start);
		yice_diag_help(r->parser->diags, diag, YICE_D_help_free_number, text, NULL);
		return true;
	}
	if (r->token->kind != TOK_NUMBER || !r->want[TOK_IDENTIFIER] || r->want[TOK_NUMBER])
		return false;
	span.end = word_end(r, span.end);
	if (span.end == r->token->span.end)
		return code_slip(r);
	text = yice_arena_strndup(r->parser->arena, source_at(r, span.start), span.end - span.start);
	diag = yice_complain_at(r, YICE_D_name_starts_with_digit, span, text, NULL);
	yice_diag_help(r->parser->diags, diag, YICE_D_help_name_letter, NULL);
	return true;
}

/* Tokens before which a name, not a condition or a part, must have been meant. */
static bool name_wanted(const struct yice_refusal *r)
{
	const struct yice_keyword *before = yice_keyword_of(r->before->kind);

	if (!r->want[TOK_IDENTIFIER] || r->want_item)
		return false;
	if (before)
		return before->role == YICE_KEYWORD_ITEM ||
		       (before->role == YICE_KEYWORD_WORD && before->token != TOK_AND && before->token != TOK_OR &&
			before->token != TOK_NOT);
	return true;
}

/* 上溯.河 was an attribute once; a length along a river and a distance from it make sense together only. */
static bool upstream_slip(struct yice_refusal *r)
{
	if (r->token->kind != TOK_UPSTREAM)
		return false;
	yice_complain_at(r, YICE_D_stretch_form, r->token->span, NULL, NULL);
	r->drop = true;
	return true;
}

static bool keyword_slip(struct yice_refusal *r)
{
	const struct yice_keyword *keyword = yice_keyword_of(r->token->kind);

	if (!keyword || r->fresh || !name_wanted(r) || r->token->kind == TOK_AND || r->token->kind == TOK_OR)
		return false;
	yice_complain_at(r, YICE_D_keyword_as_name, r->token->span, r->found, NULL);
	r->drop = true;
	return true;
}

/* Words of legal prose for keywords. A word with two meanings stands twice: the one that can stand there is meant. */
static const struct {
	const char *word;
	int token;
} prose[] = {
	{ "如果", TOK_WHEN },	   { "若", TOK_WHEN },	       { "如", TOK_WHEN },	 { "条件", TOK_WHEN },
	{ "if", TOK_WHEN },	   { "应", TOK_REQUIRE },      { "应当", TOK_REQUIRE },	 { "必须", TOK_REQUIRE },
	{ "要求", TOK_REQUIRE },   { "需", TOK_REQUIRE },      { "must", TOK_REQUIRE },	 { "shall", TOK_REQUIRE },
	{ "不得", TOK_PROHIBIT },  { "严禁", TOK_PROHIBIT },   { "不准", TOK_PROHIBIT }, { "forbid", TOK_PROHIBIT },
	{ "禁止类", TOK_PROHIBIT }, { "限制类", TOK_RESTRICT }, { "鼓励类", TOK_ENCOURAGE },
	{ "严格限制", TOK_RESTRICT }, { "例外", TOK_UNLESS },  { "除了", TOK_UNLESS },	 { "除非", TOK_UNLESS },
	{ "except", TOK_UNLESS },  { "但是", TOK_BUT },	       { "根据", TOK_BASIS },	 { "按照", TOK_BASIS },
	{ "因", TOK_BASIS },	   { "支持", TOK_ENCOURAGE },  { "倡导", TOK_ENCOURAGE }, { "引导", TOK_ENCOURAGE },
	{ "期限", TOK_BY },	   { "截止", TOK_BY },	       { "不晚于", TOK_BY },	 { "due", TOK_BY },
	{ "until", TOK_BY },	   { "before", TOK_BY },       { "到", TOK_BY },	 { "截止到", TOK_BY },
	{ "前", TOK_BY },	   { "之前", TOK_BY },	       { "以前", TOK_BY },
	{ "责任", TOK_DUTY },	   { "导入", TOK_IMPORT },     { "包含", TOK_IMPORT },	 { "include", TOK_IMPORT },
	{ "枚举", TOK_TERMS },	   { "条款", TOK_CLAUSE },     { "管控单元", TOK_UNIT },	 { "生效", TOK_EFFECTIVE },
	{ "实施", TOK_EFFECTIVE }, { "正文", TOK_TEXT },       { "内容", TOK_TEXT },	 { "概要", TOK_SUMMARY },
	{ "备注", TOK_SUMMARY },   { "常量", TOK_MEASURE },    { "并且", TOK_AND },	 { "而且", TOK_AND },
	{ "并", TOK_AND },	   { "以及", TOK_AND },	       { "同时", TOK_AND },	 { "或者", TOK_OR },
	{ "或是", TOK_OR },	   { "不是", TOK_NOT },	       { "不", TOK_NOT },	 { "屬於", TOK_IN },
	{ "位於", TOK_WITHIN },	   { "处于", TOK_WITHIN },     { "在", TOK_WITHIN },	 { "包含", TOK_INCLUDE },
	{ "包括", TOK_INCLUDE },   { "含有", TOK_INCLUDE },    { "涉及", TOK_INCLUDE },
};

/* The keyword that the word was written for, one that can stand at the refused token if `here`; or NULL. */
static const char *prose_keyword(const struct yice_refusal *r, const struct yice_token *token, bool here)
{
	for (size_t i = 0; i < YICE_COUNT(prose); i++)
		if (strcmp(token->value.word.text, prose[i].word) == 0 && (!here || r->want[prose[i].token]))
			return yice_keyword_of(prose[i].token)->text[(unsigned char)prose[i].word[0] < 0x80];
	return NULL;
}

static void report_unknown(struct yice_refusal *r, const struct yice_token *token, const char *near)
{
	struct yice_diags *diags = r->parser->diags;
	struct yice_diag *diag = yice_complain_at(r, YICE_D_unknown_keyword, token->span, token->value.word.text, NULL);

	if (near) {
		yice_diag_help(diags, diag, YICE_D_help_did_you_mean, near, NULL);
		yice_diag_fix(diags, diag, token->span, near);
	} else if (r->want[TOK_COMMA]) {
		yice_diag_help(diags, diag, YICE_D_help_continue_line, NULL);
	}
}

/* 区域布局管控 on a line of its own, as published lists have it: the names of dimensions end in few ways. */
static bool heading_slip(struct yice_refusal *r)
{
	static const char *const ends[] = { "管控", "约束", "防控", "要求", "利用", "效率" };
	struct yice_diags *diags = r->parser->diags;
	struct yice_buf fix = YICE_BUF_INIT;
	struct yice_diag *diag;
	const char *text;
	bool found = false;

	if (!is_word(r->token) || !r->want_item || !r->fresh)
		return false;
	text = r->token->value.word.text;
	for (size_t i = 0; i < YICE_COUNT(ends) && !found; i++)
		found = strlen(text) > strlen(ends[i]) && !strcmp(text + strlen(text) - strlen(ends[i]), ends[i]);
	if (!found)
		return false;
	diag = yice_complain_at(r, YICE_D_unknown_keyword, r->token->span, text, NULL);
	yice_diag_help(diags, diag, YICE_D_help_heading, text, NULL);
	yice_buf_addf(&fix, "维度 %s", text);
	yice_diag_fix(diags, diag, r->token->span, yice_buf_text(&fix));
	if (yice_buf_status(&fix))
		r->parser->arena->failed = true;
	yice_buf_release(&fix);
	return true;
}

/* a = 是 并且 b = 是, 原辅材料 包含 涂料: not a name, but prose for what can stand here. */
static bool prose_slip(struct yice_refusal *r)
{
	const char *near = is_word(r->token) ? prose_keyword(r, r->token, true) : NULL;

	if (near)
		report_unknown(r, r->token, near);
	return near != NULL;
}

static bool adjacent_slip(struct yice_refusal *r)
{
	struct yice_parser *parser = r->parser;
	struct yice_buf text = YICE_BUF_INIT;
	struct yice_diag *diag;
	const char *near;

	if (!is_word(r->token) || !is_word(r->before) || r->fresh)
		return false;
	near = prose_keyword(r, r->before, false);
	if (near) { /* 条 如果 a = 是: the prose was taken for the clause's number; 当 不 a = 是: for an attribute */
		report_unknown(r, r->before, near);
		return true;
	}
	diag = yice_complain_at(r, YICE_D_adjacent_names, yice_span_join(r->before->span, r->token->span),
				r->before->value.word.text, r->token->value.word.text);
	yice_buf_addf(&text, "%s%s", r->before->value.word.text, r->token->value.word.text);
	yice_diag_help(parser->diags, diag, YICE_D_help_join_name, yice_buf_text(&text), NULL);
	if (r->want[TOK_COMMA]) {
		yice_buf_clear(&text);
		yice_buf_addf(&text, "%s、%s", r->before->value.word.text, r->token->value.word.text);
		yice_diag_help(parser->diags, diag, YICE_D_help_separate, yice_buf_text(&text), NULL);
	}
	if (yice_buf_status(&text))
		parser->arena->failed = true;
	yice_buf_release(&text);
	return true;
}

/* ------------------------------------------------------------ keywords */

/* A keyword that could stand here and resembles the word. */
static const char *near_keyword(struct yice_refusal *r)
{
	const char *candidates[256];
	const struct yice_keyword *keywords;
	size_t count, found = 0;

	keywords = yice_keyword_table(&count);
	for (size_t i = 0; i < count * 2 && found < YICE_COUNT(candidates); i++)
		if (r->want[keywords[i / 2].token])
			candidates[found++] = keywords[i / 2].text[i % 2];
	return yice_did_you_mean(r->token->value.word.text, candidates, found);
}

static bool unknown_slip(struct yice_refusal *r)
{
	const char *near;

	if (!is_word(r->token) || !r->want_item || !r->fresh)
		return false;
	near = prose_keyword(r, r->token, false);
	report_unknown(r, r->token, near ? near : near_keyword(r));
	return true;
}

static bool misplaced_slip(struct yice_refusal *r)
{
	const struct yice_keyword *keyword = yice_keyword_of(r->token->kind);
	struct yice_diag *diag;

	if (!keyword || keyword->role != YICE_KEYWORD_PART || !r->want_item)
		return false;
	diag = yice_complain_at(r, YICE_D_misplaced_part, r->token->span, r->found, NULL);
	if (r->parser->head.file == r->token->span.file)
		yice_diag_note(r->parser->diags, diag, YICE_D_note_part_of, r->parser->head, NULL);
	r->drop = true;
	return true;
}

/* 2024-7-1 reads as a clause number. */
static bool date_slip(struct yice_refusal *r)
{
	const char *text = r->token->value.word.text;
	int part[3] = { 0, 0, 0 };
	struct yice_diag *diag;
	char iso[11];
	yice_day day;
	int i = 0;

	if (r->token->kind != TOK_CLAUSE_NO || !r->want[TOK_DATE] || token_len(r->token) > 10 || !text)
		return false;
	for (; *text && i < 3; text++) {
		if (*text == '-')
			i++;
		else
			part[i] = part[i] * 10 + (*text - '0');
	}
	if (i != 2 || yice_date_make(part[0], part[1], part[2], &day))
		return false;
	yice_date_format(day, iso);
	diag = yice_complain_at(r, YICE_D_date_style, r->token->span, r->found, iso);
	yice_diag_fix(r->parser->diags, diag, r->token->span, iso);
	return true;
}

/* A last day: behind what has none, without its 至, or as a year, whose last day only the author knows. */
static bool due_slip(struct yice_refusal *r)
{
	struct yice_span span = r->token->span;
	struct yice_diag *diag;

	if (r->token->kind == TOK_BY && r->want_part) {
		yice_complain_at(r, r->before->kind == TOK_DATE ? YICE_D_part_repeated : YICE_D_misplaced_due, span,
				 r->found, NULL);
		r->drop = true;
		return true;
	}
	if (r->token->kind == TOK_DATE && r->want[TOK_BY]) {
		diag = yice_complain_at(r, YICE_D_expected_mark, span, r->found, "至 (by)");
		span.end = span.start;
		yice_diag_fix(r->parser->diags, diag, span, "至 ");
		return true;
	}
	if (r->before->kind != TOK_BY || (r->token->kind != TOK_NUMBER && r->token->kind != TOK_CLAUSE_NO))
		return false;
	diag = yice_complain_at(r, YICE_D_expected_date, span, r->found, NULL);
	yice_diag_help(r->parser->diags, diag, YICE_D_help_for_example, "2025-12-31", NULL);
	return true;
}

/* Whether the word before the last token, 职责 政府, is that keyword; *english: as it is spelled. */
static bool behind_duty(const struct yice_refusal *r, bool *english)
{
	uint32_t at = r->before->span.start;

	while (at && strchr(" \t\r\n", *source_at(r, at - 1)))
		at--;
	*english = at >= strlen("duty") && !strncmp(source_at(r, at - (uint32_t)strlen("duty")), "duty", strlen("duty"));
	return *english || (at >= strlen("职责") && !strncmp(source_at(r, at - (uint32_t)strlen("职责")), "职责", strlen("职责")));
}

static bool report_aside(struct yice_refusal *r, enum yice_diag_id id, const char *example)
{
	struct yice_span span = r->fresh ? r->before->span : r->token->span;
	struct yice_diag *diag = yice_complain_at(r, id, span, r->found, NULL);

	yice_diag_help(r->parser->diags, diag, YICE_D_help_for_example, example, NULL);
	return true;
}

/* 职责 "编制计划", 职责 政府 编制计划, 职责 政府、企业, 鼓励 搬迁: one addressee, and words in quotes. */
static bool aside_slip(struct yice_refusal *r)
{
	bool english = *r->found_before == 'd', word = is_word(r->token) && !r->fresh;

	if (r->before->kind == TOK_DUTY)
		return report_aside(r, YICE_D_expected_name,
				    english ? "duty government \"draw up a plan\" by 2025-12-31"
					    : "职责 政府 \"编制减排计划\" 至 2025-12-31");
	if (r->before->kind == TOK_ENCOURAGE && word)
		return report_aside(r, YICE_D_expected_part,
				    *r->found_before == 'e' ? "encourage \"moving away\"" : "鼓励 \"已有项目搬迁退出\"");
	if (!is_word(r->before) || !behind_duty(r, &english) || (!word && r->token->kind != TOK_COMMA))
		return false;
	if (word)
		return report_aside(r, YICE_D_expected_part,
				    english ? "duty government \"draw up a plan\" by 2025-12-31"
					    : "职责 政府 \"编制减排计划\" 至 2025-12-31");
	return report_aside(r, YICE_D_expected_part,
			    english ? "duty government \"draw up a plan\" duty operator \"measure\""
				    : "职责 政府 \"编制减排计划\" 职责 企业 \"安装在线监测\"");
}

bool yice_complain_slip(struct yice_refusal *refusal)
{
	static bool (*const slips[])(struct yice_refusal *) = {
		upstream_slip,
		comparison_slip, bounds_slip,  times_slip,   prose_slip, heading_slip, run_before,	 comma_slip,	colon_slip,    paren_slip,
		date_slip,	 due_slip,     aside_slip,   digit_slip,   keyword_slip, run_here,	 unknown_slip,	adjacent_slip, misplaced_slip,
	};

	for (size_t i = 0; i < YICE_COUNT(slips); i++)
		if (slips[i](refusal))
			return true;
	return false;
}

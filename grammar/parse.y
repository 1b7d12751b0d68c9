/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The grammar of Yice. Actions are one constructor call (ast_build.h); what
 * the words mean is the compiler's business. A file is a flat list of items.
 * After a mistake the grammar resumes at the next part or item: lists keep
 * what was read, clauses and headers keep their other parts. RESUME tells
 * parse.c to skip tokens up to that place. No rule with `error` stands inside
 * parentheses: wherever parsing resumes, the next item or the end may follow.
 *
 * %prec DONE ends a list at any token but `error`, which continues it.
 */
%code requires {
#include "base/source.h"
#include "grammar/ast_build.h"
}
%code provides {
#define YYSTYPE YICE_YYSTYPE
#define YYLTYPE YICE_YYLTYPE
}
%code {
#include "base/base.h"
#include "grammar/parser.h"

#define YYLLOC_DEFAULT(result, rhs, n) \
	((result) = (n) ? yice_span_join(YYRHSLOC(rhs, 1), YYRHSLOC(rhs, n)) \
			: (struct yice_span){ YYRHSLOC(rhs, 0).file, YYRHSLOC(rhs, 0).end, YYRHSLOC(rhs, 0).end })

#define RESUME(level) \
	do { \
		if (yice_parser_resume(parser, YICE_RESYNC_##level, yychar)) \
			yyclearin; \
		yyerrok; \
	} while (0)

static int yylex(YYSTYPE *value, YYLTYPE *span, struct yice_parser *parser);
static void yyerror(const YYLTYPE *span, struct yice_parser *parser, const char *message);
}

%define api.pure full
%define api.prefix {yice_yy}
%define api.token.prefix {TOK_}
%define api.token.raw
%define api.location.type {struct yice_span}
%define parse.error custom
%define parse.lac full
%locations
%expect 0
%param { struct yice_parser *parser }
%initial-action { @$ = (struct yice_span){ parser->scan.file, 0, 0 }; }

%union {
	struct yice_word word;
	struct yice_number number;
	struct yice_tag *tag;
	const struct yice_effective *effective;
	yice_day day;
	enum yice_relation relation;
	enum yice_membership membership;
	enum yice_place_kind place;
	struct yice_word *words;
	struct yice_name *name;
	struct yice_text *text;
	struct yice_path *path;
	struct yice_measure_expr *measure;
	struct yice_operand *operand;
	struct yice_sum *sum;
	struct yice_expr *expr;
	struct yice_arg *arg;
	struct yice_param *param;
	struct yice_basis *basis;
	struct yice_effect *effect;
	struct yice_type_expr *type;
	struct yice_clause *clause;
	struct yice_item *item;
}

%token <word> IDENTIFIER CLAUSE_NO TITLE PERCENT
%token <number> NUMBER RATIO
%token <day> DATE
%token <text> STRING
%token COMMA COLON LPAREN RPAREN LBRACKET RBRACKET LBRACE RBRACE DOT
%token PLUS MINUS TIMES SLASH PRODUCT EQ NE LT LE GT GE
/* keyword.def */
%token <word> IMPORT TERMS SET ATTRIBUTE PHYSICAL MEASURE CODES DIMENSION ZONE AREA PARK LAYER GEOMETRY SCOPE DOCUMENT
%token <word> TEMPLATE GROUP USE LIST APPLIES UNIT CLAUSE
%token <word> ALIAS DESCRIBE RANGE EDITION DATA COUNTS SOURCE DATED PARENT SHORT REFERENCE REPLACED PARAMS ENGLISH
%token <word> PUBLISHER FICTIONAL EFFECTIVE ELEMENTS TEXT SUMMARY WHEN UNLESS BUT REQUIRE PROHIBIT RESTRICT
%token <word> ENCOURAGE DUTY BASIS LEAD OVERRIDES AS
%token <word> JUDGE FROM UPSTREAM BOOLEAN ONE_OF SOME_OF QUANTITY DATE_TYPE TEXT_TYPE PER BASE_UNIT ONWARD REPEALED
%token <word> BY
%token <word> EVERYWHERE CLASS AND OR NOT IN NOT_IN INCLUDE NOT_INCLUDE ALL_IN WITHIN NOT_WITHIN EXCEPT STRICTER
%token <word> YES NO
/* Put before a text that is one condition and no file (parse.c). */
%token WHOLE_CONDITION
/* 行政区 inside a unit, where it names the unit's district instead of declaring one (parse.c). */
%token <word> HOME

%type <item> items item attribute codes dimension place layer geometry scope document list unit group
%type <word> import_path list_word tag_word period unit_name clause_number override article_word alias
%type <words> article import_paths import_ring words word_ring aliases alias_ring overrides override_ring counts
%type <words> count_ring
%type <name> name word_name title_name names name_ring term_name measure_name
%type <text> text string_ring texts text_ring optional_texts
%type <path> path part paths path_ring except members members_except
%type <measure> measure unit_product
%type <operand> term literal bound value
%type <operand> terms
%type <sum> sum plain_sum sums
%type <expr> expr or_ring and_ring and_expr unary test
%type <relation> relation
%type <membership> membership
%type <type> type
%type <param> params param_ring param
%type <arg> args arg_ring arg
%type <effect> effect guidance
%type <basis> basis_list basis_ring basis
%type <effective> dates
%type <day> due
%type <tag> tag
%type <clause> clause
%type <place> place_word

%precedence DONE
%precedence error

%%

file:
  items                 { parser->items = yice_item_list($1); }
| items WHOLE_CONDITION expr { parser->condition = $3; } /* no items: but a mistake can only be skipped behind them */
;

items:
  %empty                { $$ = NULL; }
| items item            { $$ = yice_item_append($1, yice_item_end($2, @2)); }
| items error           { $$ = $1; RESUME(ITEM); }
;

item:
  IMPORT import_paths   { $$ = yice_item_import(parser, $1, $2); }
| TERMS name COLON names
                        { $$ = yice_item_terms(parser, $1, $2, $4); }
| SET name FROM list_word COLON paths except
                        { $$ = yice_item_set(parser, $1, $2, $4, $6, $7); }
| PHYSICAL name BASE_UNIT unit_name
                        { $$ = yice_item_physical(parser, $1, $2, $4); }
| MEASURE measure_name EQ NUMBER measure
                        { $$ = yice_item_measure(parser, $1, $2, $4, yice_number_none(), $5); }
| MEASURE measure_name EQ NUMBER SLASH NUMBER measure
                        { $$ = yice_item_measure(parser, $1, $2, $4, $6, $7); }
| MEASURE measure_name EQ NUMBER %prec DONE
                        { $$ = yice_item_measure(parser, $1, $2, $4, yice_number_none(), NULL); }
| MEASURE measure_name EQ NUMBER SLASH NUMBER %prec DONE
                        { $$ = yice_item_measure(parser, $1, $2, $4, $6, NULL); }
| attribute %prec DONE
| codes %prec DONE
| dimension %prec DONE
| place %prec DONE
| layer %prec DONE
| geometry %prec DONE
| scope %prec DONE
| document %prec DONE
| list %prec DONE
| unit %prec DONE
| group %prec DONE
| TEMPLATE name params clause %prec DONE
                        { $$ = yice_item_template(parser, $1, $2, $3, yice_clause_end($4, @4)); }
| USE word_name args    { $$ = yice_item_args(yice_item_named(parser, YICE_ITEM_USE, $1, $2), $3); }
| APPLIES EVERYWHERE    { $$ = yice_item_target(parser, $1, YICE_TARGET_SCOPE, YICE_PLACE_ZONE, NULL); }
| APPLIES CLASS words   { $$ = yice_item_target(parser, $1, YICE_TARGET_CLASS, YICE_PLACE_ZONE, $3); }
| APPLIES place_word words
                        { $$ = yice_item_target(parser, $1, YICE_TARGET_PLACE, $2, $3); }
| APPLIES UNIT words    { $$ = yice_item_target(parser, $1, YICE_TARGET_UNIT, YICE_PLACE_ZONE, $3); }
| CLAUSE_NO tag clause %prec DONE
                        { $$ = yice_item_clause(parser, $1, $1, $2, yice_clause_end($3, @$)); }
| CLAUSE clause_number tag clause %prec DONE
                        { $$ = yice_item_clause(parser, $1, $2, $3, yice_clause_end($4, @$)); }
;

/* ------------------------------------------------------------ vocabulary */

attribute:
  ATTRIBUTE path COLON type
                        { $$ = yice_item_attribute(parser, $1, $2, NULL, $4); }
| ATTRIBUTE path LPAREN path RPAREN COLON type
                        { $$ = yice_item_attribute(parser, $1, $2, $4, $7); }
| attribute RANGE bound { $$ = yice_item_range(parser, $1, $2, $3, NULL); }
| attribute RANGE bound COMMA bound
                        { $$ = yice_item_range(parser, $1, $2, $3, $5); }
| attribute DESCRIBE text
                        { $$ = yice_item_text(parser, $1, TOK_DESCRIBE, $2, $3); }
| attribute error       { $$ = $1; RESUME(PART); }
;

type:
  BOOLEAN               { $$ = yice_build_type(parser, YICE_TYPE_BOOLEAN, yice_word_none(), @$); }
| ONE_OF list_word      { $$ = yice_build_type(parser, YICE_TYPE_ONE_OF, $2, @$); }
| SOME_OF list_word     { $$ = yice_build_type(parser, YICE_TYPE_SOME_OF, $2, @$); }
| QUANTITY measure period
                        { $$ = yice_build_quantity(parser, $2, $3, @$); }
| DATE_TYPE             { $$ = yice_build_type(parser, YICE_TYPE_DATE, yice_word_none(), @$); }
;

bound:
  literal
| MINUS literal         { $$ = yice_operand_negate($2); }
;

codes:
  CODES name            { $$ = yice_item_named(parser, YICE_ITEM_CODES, $1, $2); }
| codes EDITION text    { $$ = yice_item_text(parser, $1, TOK_EDITION, $2, $3); }
| codes DATA text       { $$ = yice_item_text(parser, $1, TOK_DATA, $2, $3); }
| codes COUNTS counts   { $$ = yice_item_words(parser, $1, TOK_COUNTS, $2, $3); }
| codes error           { $$ = $1; RESUME(PART); }
;

dimension:
  DIMENSION name        { $$ = yice_item_named(parser, YICE_ITEM_DIMENSION, $1, $2); }
| dimension ALIAS aliases
                        { $$ = yice_item_words(parser, $1, TOK_ALIAS, $2, $3); }
| dimension error       { $$ = $1; RESUME(PART); }
;

place:
  place_word[kind] name { $$ = yice_item_place(parser, $kind, (struct yice_word){ NULL, @kind, NULL }, $2); }
| place ELEMENTS IDENTIFIER
                        { $$ = yice_item_word(parser, $1, $2, $3); }
| place ALIAS aliases   { $$ = yice_item_words(parser, $1, TOK_ALIAS, $2, $3); }
| place error           { $$ = $1; RESUME(PART); }
;

place_word:
  ZONE                  { $$ = YICE_PLACE_ZONE; }
| AREA                  { $$ = YICE_PLACE_AREA; }
| PARK                  { $$ = YICE_PLACE_PARK; }
;

layer:
  LAYER name            { $$ = yice_item_named(parser, YICE_ITEM_LAYER, $1, $2); }
| layer FROM IDENTIFIER UPSTREAM literal
                        { $$ = yice_item_stretch(parser, $1, $2, $3, NULL, $5); }
| layer FROM IDENTIFIER UPSTREAM literal COMMA literal
                        { $$ = yice_item_stretch(parser, $1, $2, $3, $5, $7); }
| layer SOURCE text     { $$ = yice_item_text(parser, $1, TOK_SOURCE, $2, $3); }
| layer DATED DATE      { $$ = yice_item_dated(parser, $1, $2, $3); }
| layer error           { $$ = $1; RESUME(PART); }
;

geometry:
  GEOMETRY UNIT         { $$ = yice_item_geometry(parser, $1, NULL); }
| GEOMETRY words        { $$ = yice_item_geometry(parser, $1, $2); }
| geometry DATA text    { $$ = yice_item_text(parser, $1, TOK_DATA, $2, $3); }
| geometry SOURCE text  { $$ = yice_item_text(parser, $1, TOK_SOURCE, $2, $3); }
| geometry DATED DATE   { $$ = yice_item_dated(parser, $1, $2, $3); }
| geometry HOME NUMBER  { $$ = yice_item_word(parser, $1, $2, $3.word); }
| geometry error        { $$ = $1; RESUME(PART); }
;

scope:
  SCOPE NUMBER name     { $$ = yice_item_scope(parser, $1, $2, $3); }
| scope PARENT NUMBER   { $$ = yice_item_word(parser, $1, $2, $3.word); }
| scope error           { $$ = $1; RESUME(PART); }
;

document:
  DOCUMENT title_name   { $$ = yice_item_named(parser, YICE_ITEM_DOCUMENT, $1, $2); }
| document SHORT name   { $$ = yice_item_short(parser, $1, $2, $3); }
| document REFERENCE text
                        { $$ = yice_item_text(parser, $1, TOK_REFERENCE, $2, $3); }
| document PUBLISHER text
                        { $$ = yice_item_text(parser, $1, TOK_PUBLISHER, $2, $3); }
| document EFFECTIVE dates
                        { $$ = yice_item_effective(parser, $1, $2, $3); }
| document REPLACED TITLE
                        { $$ = yice_item_word(parser, $1, $2, $3); }
| document error        { $$ = $1; RESUME(PART); }
;

/* ----------------------------------------------------------------- lists */

list:
  LIST NUMBER text      { $$ = yice_item_list_head(parser, $1, $2, $3); }
| list ENGLISH text     { $$ = yice_item_text(parser, $1, TOK_ENGLISH, $2, $3); }
| list PUBLISHER text   { $$ = yice_item_text(parser, $1, TOK_PUBLISHER, $2, $3); }
| list REFERENCE text   { $$ = yice_item_text(parser, $1, TOK_REFERENCE, $2, $3); }
| list PARENT NUMBER    { $$ = yice_item_word(parser, $1, $2, $3.word); }
| list EFFECTIVE dates  { $$ = yice_item_effective(parser, $1, $2, $3); }
| list FICTIONAL        { $$ = yice_item_fictional(parser, $1, $2); }
| list error            { $$ = $1; RESUME(PART); }
;

unit:
  UNIT IDENTIFIER text IDENTIFIER
                        { $$ = yice_item_unit(parser, $1, $2, $3, $4); }
| unit ENGLISH text     { $$ = yice_item_text(parser, $1, TOK_ENGLISH, $2, $3); }
| unit HOME NUMBER      { $$ = yice_item_word(parser, $1, $2, $3.word); }
| unit ELEMENTS words   { $$ = yice_item_words(parser, $1, TOK_ELEMENTS, $2, $3); }
| unit WITHIN words     { $$ = yice_item_words(parser, $1, TOK_WITHIN, $2, $3); }
| unit FICTIONAL        { $$ = yice_item_fictional(parser, $1, $2); }
| unit error            { $$ = $1; RESUME(PART); }
;

group:
  GROUP name params     { $$ = yice_item_params(yice_item_named(parser, YICE_ITEM_GROUP, $1, $2), $3); }
;

dates:
  DATE ONWARD %prec DONE
                        { $$ = yice_build_effective(parser, $1, YICE_DAY_MAX, @$); }
| DATE ONWARD DATE REPEALED
                        { $$ = yice_build_effective(parser, $1, $3, @$); }
| DATE ONWARD COMMA DATE REPEALED
                        { $$ = yice_build_effective(parser, $1, $4, @$); }
;

/* --------------------------------------------------------------- clauses */

clause_number:
  %empty                { $$ = yice_word_none(); }
| IDENTIFIER
| NUMBER                { $$ = $1.word; }
| text                  { $$ = yice_word_of_text($1); }
;

tag:
  %empty %prec DONE     { $$ = NULL; }
| LBRACKET tag_word RBRACKET
                        { $$ = yice_build_tag(parser, $2, yice_word_none(), NULL); }
| LBRACKET tag_word SLASH tag_word RBRACKET
                        { $$ = yice_build_tag(parser, $2, $4, NULL); }
| LBRACKET text RBRACKET
                        { $$ = yice_build_tag(parser, yice_word_none(), yice_word_none(), $2); }
| error                 { $$ = NULL; RESUME(PART); }
;

tag_word:
  IDENTIFIER
| PROHIBIT
| RESTRICT
| ENCOURAGE
| REQUIRE
;

clause:
  %empty                { $$ = yice_build_clause(parser); }
| clause TEXT text      { $$ = yice_clause_text(parser, $1, TOK_TEXT, $2, $3); }
| clause SUMMARY text   { $$ = yice_clause_text(parser, $1, TOK_SUMMARY, $2, $3); }
| clause ENGLISH text   { $$ = yice_clause_text(parser, $1, TOK_ENGLISH, $2, $3); }
| clause WHEN expr      { $$ = yice_clause_when(parser, $1, $2, $3); }
| clause UNLESS[from] expr[test]
                        { $$ = yice_clause_unless(parser, $1, $test, NULL, yice_span_join(@from, @test)); }
| clause UNLESS[from] expr[test] BUT expr[but]
                        { $$ = yice_clause_unless(parser, $1, $test, $but, yice_span_join(@from, @but)); }
| clause effect         { $$ = yice_clause_effect($1, $2); }
| clause JUDGE texts    { $$ = yice_clause_texts($1, TOK_JUDGE, $3); }
| clause LEAD texts     { $$ = yice_clause_texts($1, TOK_LEAD, $3); }
| clause BASIS basis_list
                        { $$ = yice_clause_basis($1, $3); }
| clause OVERRIDES overrides
                        { $$ = yice_clause_overrides($1, $3); }
| clause EFFECTIVE dates
                        { $$ = yice_clause_effective(parser, $1, $2, $3); }
| clause FICTIONAL      { $$ = yice_clause_fictional(parser, $1, $2); }
| clause AS IDENTIFIER args
                        { $$ = yice_clause_as(parser, $1, $2, $3, $4); }
| clause error          { $$ = yice_clause_broken($1); RESUME(PART); }
;

effect:
  REQUIRE expr          { $$ = yice_build_demand(parser, $2, @$); }
| PROHIBIT optional_texts
                        { $$ = yice_build_effect(parser, YICE_EFFECT_PROHIBIT, $2, yice_word_none(), @$); }
| RESTRICT texts        { $$ = yice_build_effect(parser, YICE_EFFECT_RESTRICT, $2, yice_word_none(), @$); }
| guidance due          { $$ = yice_effect_due($1, $2, @2); }
;

guidance:
  ENCOURAGE optional_texts
                        { $$ = yice_build_effect(parser, YICE_EFFECT_ENCOURAGE, $2, yice_word_none(), @$); }
| DUTY IDENTIFIER optional_texts
                        { $$ = yice_build_effect(parser, YICE_EFFECT_DUTY, $3, $2, @$); }
;

due:
  %empty                { $$ = YICE_DAY_MAX; }
| BY DATE               { $$ = $2; }
;

basis_list:
  basis_ring %prec DONE
;

basis_ring:
  basis                 { $$ = yice_basis_append(NULL, $1); }
| basis_ring COMMA basis
                        { $$ = yice_basis_append($1, $3); }
| basis_ring error      { $$ = $1; RESUME(PART); }
;

basis:
  TITLE article         { $$ = yice_build_basis(parser, $1, true, $2); }
| IDENTIFIER article    { $$ = yice_build_basis(parser, $1, false, $2); }
;

article:
  %empty                { $$ = NULL; }
| article article_word  { $$ = yice_word_append($1, yice_build_word(parser, $2)); }
;

article_word:
  IDENTIFIER
| NUMBER                { $$ = $1.word; }
| STRING                { $$ = yice_word_of_text($1); }
;

overrides:
  override_ring %prec DONE
;

override_ring:
  override              { $$ = yice_word_append(NULL, yice_build_word(parser, $1)); }
| override_ring COMMA override
                        { $$ = yice_word_append($1, yice_build_word(parser, $3)); }
| override_ring error   { $$ = $1; RESUME(PART); }
;

override:
  CLAUSE_NO
| IDENTIFIER
| text                  { $$ = yice_word_of_text($1); }
;

/* ----------------------------------------------- parameters and arguments */

params:
  %empty                { $$ = NULL; }
| PARAMS param_ring %prec DONE
                        { $$ = $2; }
;

param_ring:
  param                 { $$ = yice_param_append(NULL, $1); }
| param_ring COMMA param
                        { $$ = yice_param_append($1, $3); }
| param_ring error      { $$ = $1; RESUME(PART); }
;

param:
  name COLON list_word  { $$ = yice_build_param(parser, $1, YICE_PARAM_TERM, $3, NULL, @$); }
| name COLON TEXT_TYPE  { $$ = yice_build_param(parser, $1, YICE_PARAM_TEXT, yice_word_none(), NULL, @$); }
| name COLON QUANTITY measure %prec DONE
                        { $$ = yice_build_param(parser, $1, YICE_PARAM_QUANTITY, yice_word_none(), $4, @$); }
;

args:
  %empty                { $$ = NULL; }
| LPAREN arg_ring RPAREN
                        { $$ = $2; }
;

arg_ring:
  arg                   { $$ = yice_arg_append(NULL, $1); }
| arg_ring COMMA arg    { $$ = yice_arg_append($1, $3); }
;

arg:
  value                 { $$ = yice_build_arg(parser, yice_word_none(), $1); }
| IDENTIFIER COLON value
                        { $$ = yice_build_arg(parser, $1, $3); }
;

value:
  term
| MINUS literal         { $$ = yice_operand_negate($2); }
| text                  { $$ = yice_operand_text(parser, $1, @$); }
;

/* ----------------------------------------------------------- expressions */

expr:
  or_ring               { $$ = yice_expr_join(parser, YICE_EXPR_OR, $1, @$); }
;

or_ring:
  and_expr              { $$ = yice_expr_append(NULL, $1); }
| or_ring OR and_expr   { $$ = yice_expr_append($1, $3); }
;

and_expr:
  and_ring              { $$ = yice_expr_join(parser, YICE_EXPR_AND, $1, @$); }
;

and_ring:
  unary                 { $$ = yice_expr_append(NULL, $1); }
| and_ring AND unary    { $$ = yice_expr_append($1, $3); }
;

unary:
  test
| NOT unary             { $$ = yice_expr_not(parser, $2, @$); }
| LPAREN expr RPAREN    { $$ = yice_expr_parens($2, @$); }
;

test:
  JUDGE text            { $$ = yice_expr_open(parser, $2, @$); }
| path membership members members_except
                        { $$ = yice_expr_member(parser, $1, $2, $3, $4, @$); }
| sum relation sum      { $$ = yice_expr_compare(parser, $1, $2, $3, @$); }
;

membership:
  IN                    { $$ = YICE_IN; }
| NOT_IN                { $$ = YICE_NOT_IN; }
| INCLUDE               { $$ = YICE_INCLUDE; }
| NOT_INCLUDE           { $$ = YICE_NOT_INCLUDE; }
| ALL_IN                { $$ = YICE_ALL_IN; }
| WITHIN                { $$ = YICE_WITHIN; }
| NOT_WITHIN            { $$ = YICE_NOT_WITHIN; }
;

relation:
  EQ                    { $$ = YICE_EQ; }
| NE                    { $$ = YICE_NE; }
| LT                    { $$ = YICE_LT; }
| LE                    { $$ = YICE_LE; }
| GT                    { $$ = YICE_GT; }
| GE                    { $$ = YICE_GE; }
;

sum:
  plain_sum
| STRICTER LPAREN sums RPAREN
                        { $$ = yice_build_stricter(parser, $3, @$); }
;

sums:
  plain_sum             { $$ = yice_sum_append(NULL, $1); }
| sums COMMA plain_sum  { $$ = yice_sum_append($1, $3); }
;

plain_sum:
  terms                 { $$ = yice_build_sum(parser, $1, @$); }
;

terms:
  term                  { $$ = yice_operand_append(NULL, $1); }
| MINUS term            { $$ = yice_operand_append(NULL, yice_operand_negate($2)); }
| terms PLUS term       { $$ = yice_operand_append($1, $3); }
| terms MINUS term      { $$ = yice_operand_append($1, yice_operand_negate($3)); }
;

term:
  path                  { $$ = yice_operand_path(parser, $1, @$); }
| NUMBER TIMES path     { $$ = yice_operand_factor(parser, $1, $3, @$); }
| path TIMES NUMBER     { $$ = yice_operand_factor(parser, $3, $1, @$); }
| literal
| DATE                  { $$ = yice_operand_date(parser, $1, @$); }
| YES                   { $$ = yice_operand_yes_no(parser, true, @$); }
| NO                    { $$ = yice_operand_yes_no(parser, false, @$); }
;

literal:
  NUMBER period         { $$ = yice_operand_number(parser, $1, NULL, $2, @$); }
| NUMBER unit_product period
                        { $$ = yice_operand_number(parser, $1, $2, $3, @$); }
| RATIO                 { $$ = yice_operand_number(parser, $1, NULL, yice_word_none(), @$); }
;

period:
  %empty                { $$ = yice_word_none(); }
| PER IDENTIFIER        { $$ = $2; }
;

measure:
  unit_product
| NUMBER                { $$ = yice_build_measure_one(parser, $1); }
| NUMBER SLASH unit_name
                        { $$ = yice_build_inverse(parser, $1, $3); }
;

unit_product:
  unit_name             { $$ = yice_measure_expr_append(NULL, yice_build_measure(parser, $1, 1)); }
| unit_product SLASH unit_name
                        { $$ = yice_measure_expr_append($1, yice_build_measure(parser, $3, -1)); }
| unit_product PRODUCT unit_name
                        { $$ = yice_measure_expr_append($1, yice_build_measure(parser, $3, 1)); }
;

unit_name:
  IDENTIFIER
| PERCENT
;

/* ----------------------------------------------------------------- words */

word_name:
  IDENTIFIER            { $$ = yice_build_name(parser, $1, yice_word_none()); }
;

title_name:
  TITLE                 { $$ = yice_build_name(parser, $1, yice_word_none()); }
;

name:
  IDENTIFIER            { $$ = yice_build_name(parser, $1, yice_word_none()); }
| IDENTIFIER LPAREN IDENTIFIER RPAREN
                        { $$ = yice_build_name(parser, $1, $3); }
;

/* 新建 改建 without a comma: the first name is kept. */
term_name:
  IDENTIFIER %prec DONE { $$ = yice_build_name(parser, $1, yice_word_none()); }
| IDENTIFIER LPAREN IDENTIFIER RPAREN
                        { $$ = yice_build_name(parser, $1, $3); }
| IDENTIFIER error      { $$ = yice_build_name(parser, $1, yice_word_none()); RESUME(PART); }
;

measure_name:
  name
| PERCENT               { $$ = yice_build_name(parser, $1, yice_word_none()); }
;

names:
  name_ring %prec DONE
;

name_ring:
  term_name             { $$ = yice_name_append(NULL, $1); }
| name_ring COMMA term_name
                        { $$ = yice_name_append($1, $3); }
| name_ring error       { $$ = $1; RESUME(PART); }
;

path:
  part
| part DOT IDENTIFIER   { $$ = yice_path_extend(parser, $1, $3, false); }
| part DOT LBRACE list_word RBRACE
                        { $$ = yice_path_extend(parser, $1, $4, true); }
;

part:
  IDENTIFIER            { $$ = yice_build_path(parser, $1, false); }
| LBRACE list_word RBRACE
                        { $$ = yice_build_path(parser, $2, true); }
;

paths:
  path_ring %prec DONE
;

path_ring:
  path                  { $$ = yice_path_append(NULL, $1); }
| path_ring COMMA path  { $$ = yice_path_append($1, $3); }
| path_ring error       { $$ = $1; RESUME(PART); }
;

except:
  %empty                { $$ = NULL; }
| EXCEPT paths          { $$ = $2; }
;

/* In a condition an error belongs to the whole part: resumed inside parentheses, a list could never be left again. */
members:
  path                  { $$ = yice_path_append(NULL, $1); }
| members COMMA path    { $$ = yice_path_append($1, $3); }
;

members_except:
  %empty                { $$ = NULL; }
| EXCEPT members        { $$ = $2; }
;

words:
  word_ring %prec DONE
;

word_ring:
  IDENTIFIER            { $$ = yice_word_append(NULL, yice_build_word(parser, $1)); }
| word_ring COMMA IDENTIFIER
                        { $$ = yice_word_append($1, yice_build_word(parser, $3)); }
| word_ring error       { $$ = $1; RESUME(PART); }
;

aliases:
  alias_ring %prec DONE
;

alias_ring:
  alias                 { $$ = yice_word_append(NULL, yice_build_word(parser, $1)); }
| alias_ring COMMA alias
                        { $$ = yice_word_append($1, yice_build_word(parser, $3)); }
| alias_ring error      { $$ = $1; RESUME(PART); }
;

alias:
  IDENTIFIER
| STRING                { $$ = yice_word_of_text($1); }
;

counts:
  count_ring %prec DONE
;

count_ring:
  NUMBER                { $$ = yice_word_append(NULL, yice_build_word(parser, $1.word)); }
| count_ring COMMA NUMBER
                        { $$ = yice_word_append($1, yice_build_word(parser, $3.word)); }
| count_ring error      { $$ = $1; RESUME(PART); }
;

import_paths:
  import_ring %prec DONE
;

import_ring:
  import_path           { $$ = yice_word_append(NULL, yice_build_word(parser, $1)); }
| import_ring COMMA import_path
                        { $$ = yice_word_append($1, yice_build_word(parser, $3)); }
| import_ring error     { $$ = $1; RESUME(PART); }
;

import_path:
  IDENTIFIER
| text                  { $$ = yice_word_of_text($1); }
;

/* The built-in lists 分区, 区域, 园区 and 图层 are keywords elsewhere. */
list_word:
  IDENTIFIER
| ZONE
| AREA
| PARK
| LAYER
;

texts:
  text_ring %prec DONE
;

text_ring:
  text                  { $$ = yice_text_append(NULL, $1); }
| text_ring COMMA text  { $$ = yice_text_append($1, $3); }
| text_ring error       { $$ = $1; RESUME(PART); }
;

optional_texts:
  %empty                { $$ = NULL; }
| texts
;

text:
  string_ring           { $$ = yice_build_text(parser, $1); }
;

string_ring:
  STRING                { $$ = yice_text_append(NULL, $1); }
| string_ring STRING    { $$ = yice_text_append($1, $2); }
;

%%

static int yylex(YYSTYPE *value, YYLTYPE *span, struct yice_parser *parser)
{
	const struct yice_token *token = yice_parser_next(parser);

	*value = token->value;
	*span = token->span;
	return token->kind;
}

/* Only memory exhaustion comes here: refused tokens go to yyreport_syntax_error, deep nesting to parse.c. */
static void yyerror(const YYLTYPE *span, struct yice_parser *parser, const char *message)
{
	YICE_UNUSED(span);
	YICE_UNUSED(message);
	parser->arena->failed = true;
}

static int yyreport_syntax_error(const yypcontext_t *context, struct yice_parser *parser)
{
	yysymbol_kind_t symbols[YYNTOKENS];
	int tokens[YYNTOKENS];
	int count = yypcontext_expected_tokens(context, symbols, YYNTOKENS);

	if (count == YYENOMEM)
		return YYENOMEM;
	for (int i = 0; i < count; i++)
		tokens[i] = (int)symbols[i]; /* api.token.raw: a token's number is its symbol's */
	yice_parser_refuse(parser, tokens, count);
	return 0;
}

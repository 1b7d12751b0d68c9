/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One decision by the program and by the reference, each as the same text:
 *
 *   verdict: undetermined
 *   440606/全域/1-1: unknown, missing 建设性质、工序
 *   440606/全域/1-2: judgement, judge 确有必要
 *
 * in byte order of ids, the names of a line in byte order too. Facts that are
 * refused are the line "refused".
 */
#ifndef YICE_TESTS_REFERENCE_ANSWER_H
#define YICE_TESTS_REFERENCE_ANSWER_H

#include "base/report.h"
#include "runtime/run.h"
#include "tests/reference/reference.h"

/* A source as both have understood it. */
struct subject {
	yice_report *report; /* of the build; errors say why there is no image */
	void *bytes;
	yice_image *image;
	yice_facts *facts;
	yice_run *run;
	struct yice_sources sources; /* the reference's own copy */
	struct yice_diags diags;
	struct yice_arena tree;
	struct ref_rules rules;
};

enum answer { ANSWER_SAME, ANSWER_DIFFERENT, ANSWER_TOO_EXACT };

/* Reads folder/rules.yice, written before, for the program alone. False: the compiler refuses it, see report. */
bool subject_build(struct subject *subject, const char *folder);
/* Asks the program alone. */
void subject_ask_program(struct subject *subject, const char *facts, struct yice_buf *program);
/* Reads it twice, for both. */
bool subject_open(struct subject *subject, const char *folder, const char *text);
void subject_close(struct subject *subject);
/* Asks both. TOO_EXACT: the program has no room for a number's digits, and says so. */
enum answer subject_ask(struct subject *subject, const char *facts, struct yice_buf *program,
			struct yice_buf *reference);

#endif

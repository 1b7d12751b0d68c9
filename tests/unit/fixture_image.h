/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A small image that has one of everything, built by hand with image_write.h:
 * every kind of attribute, test, effect, target and record. Tests spoil it,
 * decide with it and read facts for it.
 */
#ifndef YICE_TESTS_UNIT_FIXTURE_IMAGE_H
#define YICE_TESTS_UNIT_FIXTURE_IMAGE_H

#include "runtime/facts.h"
#include "runtime/image_write.h"
#include "runtime/run.h"
#include "yice/eval.h"

enum fixture_vocab { V_PLACES, V_NATURE, V_PROCESS, V_INDUSTRY, V_MATERIAL };
enum fixture_attr { A_SITE, A_NATURE, A_PROCESSES, A_INDUSTRY, A_EMISSION, A_OFFSET, A_RATIO, A_BUILT, A_LIVELIHOOD,
		    A_MATERIALS, A_PRODUCTS, A_COUNT };
enum fixture_test { T_NEW, T_COATING, T_C26, T_EMISSION, T_OFFSET, T_OPEN, T_LIVELIHOOD, T_BUILT, T_AIR, T_DRY_ONLY,
		    T_PRODUCTS, T_TRUE, T_RATIO, T_MATERIAL, T_LT, T_GT, T_EQ, T_NE, T_FALSE, T_OPEN_2, T_COUNT };
enum fixture_body { B_REQUIRE, B_PROHIBIT, B_RESTRICT, B_DUTY, B_ENCOURAGE, B_NONE, B_JUDGED, B_COUNT };

#define FIXTURE_UNIT "ZH44060620004"       /* key; lies wholly in 园区甲 */
#define FIXTURE_OTHER_UNIT "ZH44060630005" /* general; nowhere in 大气敏感区 */

/* Fills an initialized builder; meta is computed by fixture_finish(). */
void fixture_fill(struct yice_image_builder *b);
/* Recomputes meta.max_clauses and meta.fact_words where they can be, and lays out the file. */
void fixture_finish(struct yice_image_builder *b, struct yice_buf *file);
/* The whole image as a file in memory. */
void fixture_file(struct yice_buf *file);
/* Of a file: where a section's entry is, where the section is; a word of it set, little end first. */
size_t fixture_entry(uint32_t section);
size_t fixture_offset(const struct yice_buf *file, uint32_t section);
void fixture_put32(struct yice_buf *file, size_t at, uint32_t value);

/* Opened from a file of its own, which is released with it. */
struct fixture {
	struct yice_buf file;
	yice_image *image;
	yice_facts *facts;
	yice_run *run;
	yice_report *report;
};
void fixture_open(struct fixture *f);
void fixture_close(struct fixture *f);
/* Whether the report holds a diagnostic with that id. */
bool fixture_said(const struct fixture *f, enum yice_diag_id id);
/* Reads a facts document with ' for "; status of yice_facts_read() into a new report. */
int fixture_read(struct fixture *f, const char *json);
/* Decides on a day; the outcome of a clause by its id, or -9 when it was not looked at. */
int fixture_outcome(struct fixture *f, const char *id);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* One random list as rules, as an image and as a realm, for pairs.c and joint.c. Whatever fails ends the program. */
#ifndef YICE_TESTS_ANALYSIS_LOADED_H
#define YICE_TESTS_ANALYSIS_LOADED_H

#include <stdio.h>

#include "analysis/study.h"
#include "analysis/solve.h"
#include "base/report.h"
#include "runtime/facts.h"

struct loaded {
	struct yice_sources sources;
	struct yice_diags diags;
	struct yice_model model;
	struct yice_rules rules;
	struct yice_buf bytes;
	yice_image *image;
	yice_facts *facts;
	struct yice_realm realm;
	struct yice_realm_model reading;
	struct yice_solver *solver;
};

static inline void check(int status, const char *what)
{
	if (!status)
		return;
	printf("Bail out! %s: %s\n", what, yice_status_name(status));
	exit(1);
}

static inline void write_file(const char *path, const char *text, size_t len)
{
	FILE *file = fopen(path, "wb");

	check(file && fwrite(text, 1, len, file) == len && !fclose(file) ? YICE_OK : YICE_EIO, path);
}

/* The text goes into the file first. */
static inline void load(struct loaded *on, const char *path, const struct yice_buf *text)
{
	write_file(path, text->data, text->len);
	yice_sources_init(&on->sources);
	yice_diags_init(&on->diags);
	yice_model_init(&on->model, &on->sources, &on->diags);
	check(yice_model_load(&on->model, &path, 1), "load");
	check(yice_rules_resolve(&on->model, &on->rules), "rules");
	check(on->diags.errors ? YICE_EDIAG : YICE_OK, text->data);
	check(yice_rules_emit(&on->model, &on->rules, &on->bytes), "emit");
	check(yice_image_borrow(on->bytes.data, on->bytes.len, NULL, &on->image), "image");
	check(yice_facts_new(on->image, &on->facts), "facts");
	on->reading = (struct yice_realm_model){ .model = &on->model, .rules = &on->rules };
	check(yice_realm_init(&on->realm, &on->reading, 1), "space");
	check(yice_solver_new(&on->realm, &on->solver), "solver");
}

static inline void unload(struct loaded *on)
{
	yice_solver_free(on->solver);
	yice_realm_release(&on->realm);
	yice_facts_free(on->facts);
	yice_image_free(on->image);
	yice_buf_release(&on->bytes);
	yice_model_release(&on->model);
	yice_diags_release(&on->diags);
	yice_sources_release(&on->sources);
}

/* The same list for statements about it; both are released by the caller. */
static inline yice_report *open_study(struct yice_study *study, const char *path)
{
	yice_report *report = NULL;

	check(yice_report_new(&report), "report");
	check(yice_study_load(study, &path, 1, report), "load");
	check(yice_study_open(study), "open");
	return report;
}

#endif

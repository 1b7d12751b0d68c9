/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Yice inside another program: an image, some facts, the verdict and the
 * clauses that stand in the way. Needs include/ and libyice-runtime.a only:
 *   cc -Iinclude examples/embed.c build/libyice-runtime.a -o embed
 *   ./embed rules.img ZH44060620004 建设性质=新建 新增排放.化学需氧量='1.2 t/a'
 */
#include <stdio.h>
#include <string.h>

#include "yice/eval.h"

/* NAME=VALUE as a fact. */
static int set_fact(yice_facts *facts, const char *text)
{
	const char *equals = strchr(text, '=');
	char name[256];

	if (!equals || (size_t)(equals - text) >= sizeof(name))
		return YICE_ESYNTAX;
	memcpy(name, text, (size_t)(equals - text));
	name[equals - text] = '\0';
	return yice_facts_set(facts, name, equals + 1, 0, NULL);
}

static void print(const yice_run *run)
{
	puts(yice_verdict_word(yice_run_verdict(run), "zh"));
	for (size_t i = 0; i < yice_run_count(run); i++) {
		char id[256];

		if (yice_run_outcome(run, i) == YICE_VIOLATED && yice_run_id(run, i, id, sizeof(id)))
			puts(id);
	}
}

int main(int argc, char **argv)
{
	yice_image *image = NULL;
	yice_facts *facts = NULL;
	yice_run *run = NULL;
	int status = argc < 3 ? YICE_ESYNTAX : yice_image_open(argv[1], NULL, &image);

	status = status ? status : yice_facts_new(image, &facts);
	status = status ? status : yice_run_new(image, &run);
	status = status ? status : yice_facts_set_unit(facts, argv[2]);
	for (int i = 3; !status && i < argc; i++)
		status = set_fact(facts, argv[i]);
	status = status ? status : yice_run_decide(run, facts, NULL);
	if (status)
		fprintf(stderr, "embed: %s\n", yice_status_name(status));
	else
		print(run);
	yice_run_free(run);
	yice_facts_free(facts);
	yice_image_free(image);
	return status ? 1 : 0;
}

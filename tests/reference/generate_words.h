/* SPDX-License-Identifier: Apache-2.0 */
/* The words that random sources and facts are made of. */
#ifndef YICE_TESTS_REFERENCE_GENERATE_WORDS_H
#define YICE_TESTS_REFERENCE_GENERATE_WORDS_H

#include "base/base.h"

#define WORDS_GROUPS    6
#define WORDS_DAYS      5
#define WORDS_NATURE    3
#define WORDS_PROCESS   7
#define WORDS_CODES     12
#define WORDS_PLACES    9
#define WORDS_LAYERS    6
#define WORDS_TOWNS     3
#define WORDS_POLLUTANT 3
#define WORDS_TEMPLATES 6

/* Quantities that can be added up, and values for them: many are the same value in another unit or just
 * beside it. */
struct words_group {
	const char *const *attributes;
	uint32_t attribute_count;
	const char *const *values; /* with measures */
	uint32_t value_count;
	const char *period; /* what follows a value in a source */
	bool signed_;       /* facts can be negative */
};

extern const char words_vocabulary[];
extern const struct words_group words_groups[WORDS_GROUPS];
extern const char *const words_days[WORDS_DAYS];
extern const char *const words_nature[WORDS_NATURE];
extern const char *const words_process[WORDS_PROCESS]; /* the last two are sets */
extern const char *const words_codes[WORDS_CODES];     /* the last is a set */
extern const char *const words_places[WORDS_PLACES];   /* the last two are sets */
extern const char *const words_layers[WORDS_LAYERS];   /* the last is a set */
extern const char *const words_towns[WORDS_TOWNS];
extern const char *const words_pollutant[WORDS_POLLUTANT];
extern const char *const words_templates[WORDS_TEMPLATES];

#endif

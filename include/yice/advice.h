/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What to do about a verdict: which missing facts would settle it, and which
 * changes of facts would turn a refusal into an admission. An image and facts
 * are all it takes; every change proposed has been decided.
 */
#ifndef YICE_ADVICE_H
#define YICE_ADVICE_H

#include "yice/eval.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct yice_advice yice_advice;

/*
 * Facts by name that must not be changed, and facts that may be although they are codes, dates, or say where the site is,
 * which are not changed otherwise. A family's name stands for all its members. Either list may be NULL.
 */
struct yice_advice_options {
	const char *const *keep;
	size_t keep_count;
	const char *const *vary;
	size_t vary_count;
};

/*
 * Decides the facts as yice_run_decide() does, and finds advice. Image and facts must outlive it, the facts unchanged.
 * options and report may be NULL. *out is the caller's. YICE_OK; YICE_ENOTFOUND for a name that no fact has, the reason
 * being a diagnostic in report; YICE_ESYNTAX for a malformed day; YICE_ELIMIT when the step budget of a decision ran out;
 * YICE_ENOMEM. Searching is bounded; what was not reached is not claimed.
 */
YICE_API int yice_advice_new(const yice_image *image, const yice_facts *facts, const char *day,
			     const struct yice_advice_options *options, yice_report *report, yice_advice **out);
YICE_API void yice_advice_free(yice_advice *advice);
/* Its decision, valid as long as the advice. */
YICE_API yice_run *yice_advice_run(yice_advice *advice);

/* The facts to ask for, in the order worth asking; none unless the verdict is undetermined. */
YICE_API size_t yice_advice_asks(const yice_advice *advice);
/* Name of the i-th of them; static in the image. */
YICE_API const char *yice_advice_ask(const yice_advice *advice, size_t i, const char *lang);
/* Whether it is proved that no fewer of them settle the verdict whatever they turn out to be. */
YICE_API int yice_advice_least(const yice_advice *advice);
/* Ways to change the fewest facts so that a refused project is admitted, and how many facts each changes (0: no way). */
YICE_API size_t yice_advice_ways(const yice_advice *advice);
YICE_API size_t yice_advice_size(const yice_advice *advice);
/* Whether it is proved that no fewer changes, or none at all when there is no way, admit it. */
YICE_API int yice_advice_exact(const yice_advice *advice);

/* The advice as lines of text, or as one JSON object (yice-eval(1)); in a new string (*out, free() it). lang: "zh" or "en". */
YICE_API int yice_advice_text(yice_advice *advice, const char *lang, char **out);
YICE_API int yice_advice_json(yice_advice *advice, const char *lang, char **out);
/*
 * The report of yice_run_render() with the advice in it: a section of text, Markdown and HTML, a member of JSON. CSV has
 * no place for it, nor has a report of one clause. YICE_OK, YICE_ENOMEM, YICE_ENOTFOUND (format, language).
 */
YICE_API int yice_advice_report(yice_advice *advice, const char *format, const char *lang, const char *digest, char **out);

#ifdef __cplusplus
}
#endif
#endif

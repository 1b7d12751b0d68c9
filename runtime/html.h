/* SPDX-License-Identifier: Apache-2.0 */
/* What every HTML page of ours has: one style, made to be printed, and text that is no markup. */
#ifndef YICE_RUNTIME_HTML_H
#define YICE_RUNTIME_HTML_H

#include "base/buf.h"

/* Rules of a style sheet. Classes are the English words of outcomes and verdicts. */
extern const char yice_html_style[];

/* Text with markup's characters written out, a line feed as a break. */
void yice_html_text(struct yice_buf *out, const char *text, size_t len);

#endif

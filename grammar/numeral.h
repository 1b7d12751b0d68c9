/* SPDX-License-Identifier: Apache-2.0 */
/* Chinese numerals, for the advice to write digits. */
#ifndef YICE_GRAMMAR_NUMERAL_H
#define YICE_GRAMMAR_NUMERAL_H

#include "base/base.h"

/* 十二, 两百, 二〇二四, 三万五: the whole text is one numeral below 10^12. */
bool yice_chinese_number(const char *text, size_t len, int64_t *out);

#endif

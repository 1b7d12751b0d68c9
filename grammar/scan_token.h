/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the rules of scan.l do with a match. Functions that return int give
 * the token's kind and have set scan->token.value; the match is
 * [scan->start, scan->at) in characters and scan->token.span in bytes.
 */
#ifndef YICE_GRAMMAR_SCAN_TOKEN_H
#define YICE_GRAMMAR_SCAN_TOKEN_H

#include "grammar/scan.h"

void yice_scan_advance(struct yice_scan *scan, uint32_t count);
void yice_scan_retreat(struct yice_scan *scan, uint32_t count);
void *yice_scan_pool(struct yice_scan *scan, size_t size);

int yice_scan_word(
    struct yice_scan *scan); /* keyword, name, or a Chinese numeral where only a number can stand */
int yice_scan_name(struct yice_scan *scan);
int yice_scan_number(struct yice_scan *scan);
int yice_scan_digits(struct yice_scan *scan); /* number, clause number or date */
int yice_scan_ratio(struct yice_scan *scan);
int yice_scan_point(struct yice_scan *scan); /* a number that ends in its point */
int yice_scan_percent(struct yice_scan *scan);
int yice_scan_string(struct yice_scan *scan, bool escapes);
int yice_scan_reversed_string(struct yice_scan *scan);
int yice_scan_open_string(struct yice_scan *scan);
int yice_scan_title(struct yice_scan *scan);
int yice_scan_open_title(struct yice_scan *scan);
int yice_scan_foreign_date(struct yice_scan *scan); /* 2024/7/1, 2024年7月1日 */
int yice_scan_double_equal(struct yice_scan *scan);
int yice_scan_swapped(struct yice_scan *scan, int token, const char *instead);
int yice_scan_symbol(struct yice_scan *scan, int token);
int yice_scan_stray(struct yice_scan *scan);
void yice_scan_needless(struct yice_scan *scan);

/* Characters of a leading digits[.digits]. */
uint32_t yice_scan_number_length(const char *classes);
/* Characters of a leading 2024年7月1日, 0 when there is none. */
uint32_t yice_scan_written_date(const struct yice_scan *scan, const char *classes, uint32_t count);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Coordinates in text, as whole numbers of the last place kept. */
#ifndef YICE_RUNTIME_GEO_NUMBER_H
#define YICE_RUNTIME_GEO_NUMBER_H

#include "base/base.h"

/*
 * A decimal number, "-12.5" or "1.04e2", as a multiple of 10^-places, rounded
 * half away from zero. YICE_OK; YICE_ESYNTAX when the whole text is not one;
 * YICE_ERANGE when the result would reach 10^18.
 */
int yice_number_read(const char *text, size_t len, int places, int64_t *out) YICE_MUST_CHECK;
/* Length of the number that text begins with (no exponent), 0 when it begins with none. */
size_t yice_number_span(const char *text, size_t len);

#endif

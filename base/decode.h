/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes of people's files to UTF-8. */
#ifndef YICE_BASE_DECODE_H
#define YICE_BASE_DECODE_H

#include "base/diag.h"
#include "base/source.h"

/*
 * Reads raw file bytes and adds them, as UTF-8, to sources under `name`; *file
 * gets the index. A BOM is dropped. Bytes that are not UTF-8 but GB18030 are
 * converted with a warning. Others are refused with an error at their place:
 * the source is then there only to show the place, with U+FFFD for each such
 * byte. YICE_OK, YICE_EDIAG (refused), YICE_ENOMEM, YICE_ELIMIT.
 */
int yice_text_decode(const char *bytes, size_t len, struct yice_sources *sources, const char *name,
		     struct yice_diags *diags, uint32_t *file) YICE_MUST_CHECK;
/* The same for files that come in either encoding by custom: no warning. */
int yice_text_decode_either(const char *bytes, size_t len, struct yice_sources *sources, const char *name,
			    struct yice_diags *diags, uint32_t *file) YICE_MUST_CHECK;

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* The records of a chain, read and checked by several threads, and handed over in order as if by one. */
#ifndef YICE_STORE_CONVOY_H
#define YICE_STORE_CONVOY_H

#include "store/record.h"

/*
 * Reads records oids[first] to oids[count - 1] and calls take with each, in order, from the calling thread; the record is
 * released afterwards. Ends with the first record that is refused, or when take does not return YICE_OK, which is passed
 * on. name: the chain's, to which diagnostics add the number. Diagnostics are those of reading one after another.
 */
int yice_convoy_read(struct yice_store *store, const char *const *oids, size_t first, size_t count, const char *name,
		     int (*take)(void *to, size_t index, const struct yice_record *record), void *to,
		     struct yice_diags *diags) YICE_MUST_CHECK;

#endif

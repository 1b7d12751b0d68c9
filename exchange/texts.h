/* SPDX-License-Identifier: Apache-2.0 */
/* Import and export between bytes and sources in memory; the public functions add files and folders. */
#ifndef YICE_EXCHANGE_TEXTS_H
#define YICE_EXCHANGE_TEXTS_H

#include "exchange/reading.h"
#include "yice/exchange.h"

/*
 * Makes the files of a folder of a table's bytes. way: from that folder to the vocabulary of the options, ""
 * without one. YICE_OK, YICE_EDIAG, YICE_ENOMEM, YICE_ELIMIT. Release output in every case.
 */
int yice_import_texts(const char *name, const char *bytes, size_t len,
		      const struct yice_import_options *options, const char *way, struct yice_report *report,
		      struct yice_output *output, struct yice_import_counts *counts) YICE_MUST_CHECK;
/* The table of files as yice_import_texts() makes them, the layout last, in *bytes (free() it). Status as of
 * yice_export(). */
int yice_export_texts(const struct yice_output *files, struct yice_report *report, void **bytes,
		      size_t *len) YICE_MUST_CHECK;

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Status codes shared by every public function. 0 is success, failures are
 * negative. Mistakes in a user's files are not statuses but diagnostics; a
 * function that reported some returns YICE_EDIAG.
 */
#ifndef YICE_STATUS_H
#define YICE_STATUS_H

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define YICE_API __attribute__((visibility("default")))
#else
#define YICE_API
#endif

enum yice_status {
	YICE_OK = 0,
	YICE_ENOMEM = -1,   /* allocation failed */
	YICE_EIO = -2,      /* a file could not be read or written */
	YICE_EDIAG = -3,    /* diagnostics of error severity were added */
	YICE_EIMAGE = -4,   /* the image was refused by the verifier */
	YICE_ELIMIT = -5,   /* a documented limit would be exceeded */
	YICE_ERANGE = -6,   /* a number does not fit its exact representation */
	YICE_ESYNTAX = -7,  /* malformed text given to a scalar parser */
	YICE_ENOTFOUND = -8 /* a name, unit or clause does not exist */
};

/* English name of a status for logs ("out of memory"); static, never NULL. */
YICE_API const char *yice_status_name(int status);

#ifdef __cplusplus
}
#endif
#endif

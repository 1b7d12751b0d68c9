/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names of status codes, for logs and for the last line of a failed command.
 * Used by the command line and by programs that embed the library. What a
 * user did wrong is told by diagnostics, never by these names.
 */
#include "base/base.h"

const char *yice_status_name(int status)
{
	switch (status) {
	case YICE_OK:
		return "success";
	case YICE_ENOMEM:
		return "out of memory";
	case YICE_EIO:
		return "input or output failed";
	case YICE_EDIAG:
		return "errors were reported";
	case YICE_EIMAGE:
		return "image refused";
	case YICE_ELIMIT:
		return "limit exceeded";
	case YICE_ERANGE:
		return "number out of range";
	case YICE_ESYNTAX:
		return "malformed text";
	case YICE_ENOTFOUND:
		return "not found";
	default:
		return "unknown status";
	}
}

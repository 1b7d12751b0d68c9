/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files that a document names, read beside it: the name is relative to the
 * folder the document lies in. For facts documents, whose runtime opens none.
 */
#include "base/base.h"
#include "base/buf.h"
#include "base/source.h"
#include "cli/cli.h"

int yice_cli_open_beside(void *document, const char *name, char **bytes, size_t *len)
{
	const char *path = document, *slash = strrchr(path, '/');
	struct yice_buf beside = YICE_BUF_INIT;
	int status;

	if (slash && *name != '/')
		yice_buf_add(&beside, path, (size_t)(slash - path) + 1);
	yice_buf_adds(&beside, name);
	status = yice_buf_status(&beside);
	/* Standard input belongs to the document, should that be "-". */
	if (!status)
		status = strcmp(name, "-") ? yice_read_file(yice_buf_text(&beside), bytes, len) : YICE_EIO;
	yice_buf_release(&beside);
	return status;
}

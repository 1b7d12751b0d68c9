/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fuzz target: any bytes as an entry of a register, as meta/version, and as
 * what a reader has seen. Diagnostics must render; a text that is accepted must
 * print as the very same bytes; a ledger must stand whatever it is given.
 */
#include "tests/fuzz/fuzz.h"

#include "store/ledger.h"

static void render(const struct yice_diags *diags, const char *text, size_t len)
{
	const struct yice_diag_style style = { YICE_DIAG_PRETTY, YICE_ZH, false, 1 };
	struct yice_sources sources;
	struct yice_buf out = YICE_BUF_INIT;
	uint32_t file;

	yice_sources_init(&sources);
	FUZZ_CHECK(yice_sources_add(&sources, "entry", text, len, &file) == YICE_OK);
	yice_diags_render(diags, &sources, &style, &out);
	FUZZ_CHECK(!out.failed);
	yice_buf_release(&out);
	yice_sources_release(&sources);
}

static void check_same(const struct yice_buf *printed, const char *text, size_t len)
{
	FUZZ_CHECK(printed->len == len && !memcmp(printed->data, text, len));
}

static void read_entry(const char *text, size_t len, struct yice_arena *arena, struct yice_diags *diags)
{
	struct yice_buf printed = YICE_BUF_INIT;
	struct yice_entry entry;
	int status = yice_entry_parse(text, len, 0, arena, diags, &entry);

	FUZZ_CHECK(status == YICE_OK || status == YICE_EDIAG);
	if (!status) {
		yice_entry_print(&entry, &printed);
		check_same(&printed, text, len);
	}
	yice_buf_release(&printed);
}

static void read_version(const char *text, size_t len, struct yice_arena *arena, struct yice_diags *diags)
{
	struct yice_buf printed = YICE_BUF_INIT;
	struct yice_version version;
	int status = yice_version_parse(text, len, 0, arena, diags, &version);

	FUZZ_CHECK(status == YICE_OK || status == YICE_EDIAG);
	if (!status) {
		yice_version_print(&version, &printed);
		check_same(&printed, text, len);
	}
	yice_buf_release(&printed);
}

/* As the first entry of a trusted register, whatever it is, then once more. */
static void admit(const char *text, size_t len, struct yice_diags *diags)
{
	static const char *const keys[] = {
		"AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	};
	struct yice_signers signers = { keys, 1 };
	struct yice_ledger *ledger;
	char sha256[65] = "";
	int status;

	FUZZ_CHECK(yice_ledger_new(&ledger) == YICE_OK);
	status = yice_ledger_entry(ledger, text, len, 0, &signers, NULL, diags, sha256);
	FUZZ_CHECK(status == YICE_EDIAG);
	if (sha256[0] && yice_ledger_trust(ledger, sha256) == YICE_OK) {
		status = yice_ledger_entry(ledger, text, len, 0, &signers, NULL, diags, NULL);
		FUZZ_CHECK(status == YICE_OK || status == YICE_EDIAG);
		status = yice_ledger_entry(ledger, text, len, 0, &signers, NULL, diags, NULL);
		FUZZ_CHECK(status == YICE_EDIAG);
	}
	status = yice_ledger_check_seen(ledger, text, len, 0, diags);
	FUZZ_CHECK(status == YICE_OK || status == YICE_EDIAG);
	yice_ledger_free(ledger);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct yice_arena arena;
	struct yice_diags diags;

	yice_arena_init(&arena);
	yice_diags_init(&diags);
	read_entry(text, size, &arena, &diags);
	read_version(text, size, &arena, &diags);
	admit(text, size, &diags);
	render(&diags, text, size);
	yice_diags_release(&diags);
	yice_arena_release(&arena);
	return 0;
}

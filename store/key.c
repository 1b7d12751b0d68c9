/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ed25519 keys as OpenSSH writes them (PROTOCOL.key): public lines and
 * unsealed private files. Used by whoever signs or verifies; signatures are in
 * sshsig.c. A key that reads is a key that prints to the same bytes.
 */
#include "base/base.h"
#include "store/key.h"
#include "store/wire.h"
#include "yice/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#define TYPE  "ssh-ed25519"
#define MAGIC "openssh-key-v1" /* with its NUL */
#define LABEL "OPENSSH PRIVATE KEY"
#define BLOCK 8

void yice_key_clear(struct yice_key *key)
{
	OPENSSL_cleanse(key, sizeof(*key));
}

int yice_key_from_seed(struct yice_key *key, const unsigned char seed[YICE_KEY_BYTES])
{
	EVP_PKEY *pkey = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed, YICE_KEY_BYTES);
	size_t len = YICE_KEY_BYTES;
	bool made = pkey && EVP_PKEY_get_raw_public_key(pkey, key->point, &len) == 1;

	EVP_PKEY_free(pkey);
	memcpy(key->seed, seed, YICE_KEY_BYTES);
	key->secret = made;
	return made ? YICE_OK : YICE_ENOMEM;
}

int yice_key_generate(struct yice_key *key)
{
	unsigned char seed[YICE_KEY_BYTES];
	int status = RAND_priv_bytes(seed, sizeof(seed)) == 1 ? YICE_OK : YICE_ENOMEM;

	if (!status)
		status = yice_key_from_seed(key, seed);
	OPENSSL_cleanse(seed, sizeof(seed));
	return status;
}

/* The public key as it is hashed, compared and put into other forms. */
static void put_blob(struct yice_buf *out, const struct yice_key *key)
{
	yice_wire_put_string(out, TYPE, strlen(TYPE));
	yice_wire_put_string(out, key->point, YICE_KEY_BYTES);
}

/* The public half; the rest of the key is left alone. */
static bool get_blob(struct yice_key *key, const unsigned char *bytes, size_t len)
{
	struct yice_wire wire = { bytes, bytes + len, false };
	const unsigned char *point;
	size_t point_len;

	yice_wire_expect(&wire, TYPE);
	point = yice_wire_string(&wire, &point_len);
	if (wire.failed || wire.at != wire.end || point_len != YICE_KEY_BYTES)
		return false;
	memcpy(key->point, point, YICE_KEY_BYTES);
	return true;
}

int yice_key_read_public(struct yice_key *key, const char *text, size_t len)
{
	static const char prefix[] = TYPE " ";
	struct yice_buf blob = YICE_BUF_INIT;
	size_t stop = sizeof(prefix) - 1;
	int status;

	memset(key, 0, sizeof(*key));
	if (len < stop || memcmp(text, prefix, stop))
		return YICE_ESYNTAX;
	while (stop < len && text[stop] != ' ' && text[stop] != '\n')
		stop++;
	for (size_t i = stop; i < len; i++)
		if ((unsigned char)text[i] < ' ' && (text[i] != '\n' || i + 1 != len))
			return YICE_ESYNTAX;
	status = yice_base64_get(&blob, text + sizeof(prefix) - 1, stop - (sizeof(prefix) - 1));
	if (!status && !get_blob(key, (const unsigned char *)yice_buf_text(&blob), blob.len))
		status = YICE_ESYNTAX;
	yice_buf_release(&blob);
	return status;
}

void yice_key_print_public(const struct yice_key *key, struct yice_buf *out)
{
	struct yice_buf blob = YICE_BUF_INIT;

	put_blob(&blob, key);
	yice_buf_adds(out, TYPE " ");
	yice_base64_put(out, blob.data, blob.len);
	out->failed |= blob.failed;
	yice_buf_release(&blob);
}

static void wipe(struct yice_buf *secret)
{
	if (secret->data)
		OPENSSL_cleanse(secret->data, secret->cap);
	yice_buf_release(secret);
}

/* The inner part of a private file, whose two check words tell a wrong passphrase. */
static int read_secret(struct yice_key *key, const unsigned char *bytes, size_t len)
{
	struct yice_wire wire = { bytes, bytes + len, false };
	uint32_t first = yice_wire_u32(&wire), second = yice_wire_u32(&wire);
	const unsigned char *point, *both;
	size_t point_len, both_len, comment_len;
	struct yice_key made;

	yice_wire_expect(&wire, TYPE);
	point = yice_wire_string(&wire, &point_len);
	both = yice_wire_string(&wire, &both_len);
	yice_wire_string(&wire, &comment_len);
	if (wire.failed || first != second || point_len != YICE_KEY_BYTES || both_len != 2 * YICE_KEY_BYTES ||
	    len % BLOCK || wire.end - wire.at >= BLOCK)
		return YICE_ESYNTAX;
	for (unsigned char pad = 1; wire.at < wire.end; pad++)
		if (*wire.at++ != pad)
			return YICE_ESYNTAX;
	if (yice_key_from_seed(&made, both))
		return YICE_ENOMEM;
	if (memcmp(made.point, point, YICE_KEY_BYTES) || memcmp(made.point, key->point, YICE_KEY_BYTES) ||
	    memcmp(made.point, both + YICE_KEY_BYTES, YICE_KEY_BYTES)) {
		yice_key_clear(&made);
		return YICE_ESYNTAX;
	}
	*key = made;
	yice_key_clear(&made);
	return YICE_OK;
}

static int read_envelope(struct yice_key *key, const unsigned char *bytes, size_t len)
{
	struct yice_wire wire = { bytes + sizeof(MAGIC), bytes + len, false };
	const unsigned char *cipher, *inner, *blob;
	size_t cipher_len, skipped, inner_len, blob_len;

	if (len < sizeof(MAGIC) || memcmp(bytes, MAGIC, sizeof(MAGIC)))
		return YICE_ESYNTAX;
	cipher = yice_wire_string(&wire, &cipher_len);
	if (!cipher)
		return YICE_ESYNTAX;
	if (cipher_len != 4 || memcmp(cipher, "none", 4))
		return YICE_ENOTFOUND;
	yice_wire_expect(&wire, "none");
	yice_wire_string(&wire, &skipped);
	if (yice_wire_u32(&wire) != 1 || skipped)
		return YICE_ESYNTAX;
	blob = yice_wire_string(&wire, &blob_len);
	inner = yice_wire_string(&wire, &inner_len);
	if (wire.failed || wire.at != wire.end || !get_blob(key, blob, blob_len))
		return YICE_ESYNTAX;
	return read_secret(key, inner, inner_len);
}

int yice_key_read_private(struct yice_key *key, const char *text, size_t len)
{
	struct yice_buf bytes = YICE_BUF_INIT;
	int status = yice_armour_get(&bytes, LABEL, text, len);

	memset(key, 0, sizeof(*key));
	if (!status)
		status = read_envelope(key, (const unsigned char *)yice_buf_text(&bytes), bytes.len);
	wipe(&bytes);
	if (status)
		yice_key_clear(key);
	return status;
}

void yice_key_print_private(const struct yice_key *key, const char *comment, struct yice_buf *out)
{
	struct yice_buf inner = YICE_BUF_INIT, blob = YICE_BUF_INIT, bytes = YICE_BUF_INIT;

	put_blob(&blob, key);
	/* The check words guard a passphrase; there is none, and chosen words keep the file a function of the key. */
	yice_wire_put_u32(&inner, 0x79696365);
	yice_wire_put_u32(&inner, 0x79696365);
	yice_buf_add(&inner, blob.data, blob.len);
	yice_wire_put_u32(&inner, 2 * YICE_KEY_BYTES);
	yice_buf_add(&inner, key->seed, YICE_KEY_BYTES);
	yice_buf_add(&inner, key->point, YICE_KEY_BYTES);
	yice_wire_put_string(&inner, comment, strlen(comment));
	for (char pad = 1; inner.len % BLOCK && !inner.failed; pad++)
		yice_buf_addc(&inner, pad);
	yice_buf_add(&bytes, MAGIC, sizeof(MAGIC));
	yice_wire_put_string(&bytes, "none", 4);
	yice_wire_put_string(&bytes, "none", 4);
	yice_wire_put_u32(&bytes, 0);
	yice_wire_put_u32(&bytes, 1);
	yice_wire_put_string(&bytes, blob.data, blob.len);
	yice_wire_put_string(&bytes, inner.data, inner.len);
	yice_armour_put(out, LABEL, bytes.data, bytes.len);
	out->failed |= inner.failed || blob.failed || bytes.failed;
	wipe(&inner);
	wipe(&bytes);
	yice_buf_release(&blob);
}

int yice_key_id(const struct yice_key *key, char out[YICE_KEY_ID])
{
	struct yice_buf blob = YICE_BUF_INIT;
	int status;

	put_blob(&blob, key);
	status = yice_buf_status(&blob);
	if (!status)
		status = yice_digest_sha256(blob.data, blob.len, out);
	yice_buf_release(&blob);
	return status;
}

int yice_key_fingerprint(const struct yice_key *key, struct yice_buf *out)
{
	struct yice_buf blob = YICE_BUF_INIT;
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned int size = 0;

	put_blob(&blob, key);
	if (!blob.failed && EVP_Digest(blob.data, blob.len, digest, &size, EVP_sha256(), NULL)) {
		yice_buf_adds(out, "SHA256:");
		yice_base64_put(out, digest, size);
		/* OpenSSH shows fingerprints without the padding. */
		while (out->len && out->data[out->len - 1] == '=')
			out->data[--out->len] = '\0';
	}
	yice_buf_release(&blob);
	return size ? yice_buf_status(out) : YICE_ENOMEM;
}

bool yice_key_same(const struct yice_key *a, const struct yice_key *b)
{
	return !memcmp(a->point, b->point, YICE_KEY_BYTES);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signatures in OpenSSH's SSHSIG form (PROTOCOL.sshsig), as git and
 * `ssh-keygen -Y` read them. Stock tools accept several spellings of one
 * signature; here a signature that is not byte for byte what the signer would
 * have written is refused, so that a signed object has one identity.
 */
#include "base/base.h"
#include "store/key.h"
#include "store/wire.h"

#include <openssl/evp.h>

#define TYPE      "ssh-ed25519"
#define LABEL     "SSH SIGNATURE"
#define HASH      "sha512"
#define MAGIC     "SSHSIG"
#define MAGIC_LEN 6
#define SIG_BYTES 64

/* The bytes that are signed: what for, and the digest of the message. */
static int put_preimage(struct yice_buf *out, const char *purpose, const void *bytes, size_t len)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned int size = 0;

	if (!EVP_Digest(len ? bytes : "", len, digest, &size, EVP_sha512(), NULL))
		return YICE_ENOMEM;
	yice_buf_add(out, MAGIC, MAGIC_LEN);
	yice_wire_put_string(out, purpose, strlen(purpose));
	yice_wire_put_string(out, "", 0);
	yice_wire_put_string(out, HASH, strlen(HASH));
	yice_wire_put_string(out, digest, size);
	return yice_buf_status(out);
}

static void put_armour(struct yice_buf *out, const struct yice_key *key, const char *purpose,
		       const unsigned char signature[SIG_BYTES])
{
	struct yice_buf bytes = YICE_BUF_INIT;

	yice_buf_add(&bytes, MAGIC, MAGIC_LEN);
	yice_wire_put_u32(&bytes, 1);
	yice_wire_put_u32(&bytes, 4 + (uint32_t)strlen(TYPE) + 4 + YICE_KEY_BYTES);
	yice_wire_put_string(&bytes, TYPE, strlen(TYPE));
	yice_wire_put_string(&bytes, key->point, YICE_KEY_BYTES);
	yice_wire_put_string(&bytes, purpose, strlen(purpose));
	yice_wire_put_string(&bytes, "", 0);
	yice_wire_put_string(&bytes, HASH, strlen(HASH));
	yice_wire_put_u32(&bytes, 4 + (uint32_t)strlen(TYPE) + 4 + SIG_BYTES);
	yice_wire_put_string(&bytes, TYPE, strlen(TYPE));
	yice_wire_put_string(&bytes, signature, SIG_BYTES);
	yice_armour_put(out, LABEL, bytes.data, bytes.len);
	out->failed |= bytes.failed;
	yice_buf_release(&bytes);
}

int yice_key_sign(const struct yice_key *key, const char *purpose, const void *bytes, size_t len,
		  struct yice_buf *out)
{
	EVP_PKEY *pkey = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, key->seed, YICE_KEY_BYTES);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	struct yice_buf preimage = YICE_BUF_INIT;
	unsigned char signature[SIG_BYTES];
	size_t size = sizeof(signature);
	int status = pkey && context ? put_preimage(&preimage, purpose, bytes, len) : YICE_ENOMEM;

	assert(key->secret);
	if (!status && (EVP_DigestSignInit(context, NULL, NULL, NULL, pkey) != 1 ||
			EVP_DigestSign(context, signature, &size, (const unsigned char *)preimage.data,
				       preimage.len) != 1))
		status = YICE_ENOMEM;
	if (!status) {
		put_armour(out, key, purpose, signature);
		status = yice_buf_status(out);
	}
	yice_buf_release(&preimage);
	EVP_MD_CTX_free(context);
	EVP_PKEY_free(pkey);
	return status;
}

/* The signer and the signature of a decoded body. */
static enum yice_signature_fault parse_body(const unsigned char *bytes, size_t len, const char *purpose,
					    struct yice_key *signer, unsigned char signature[SIG_BYTES])
{
	struct yice_wire wire = { bytes + MAGIC_LEN, bytes + len, false }, inner;
	const unsigned char *blob, *name, *point, *value;
	size_t blob_len, name_len, point_len, value_len;

	if (len < MAGIC_LEN || memcmp(bytes, MAGIC, MAGIC_LEN) || yice_wire_u32(&wire) != 1)
		return YICE_SIGNATURE_FORM;
	blob = yice_wire_string(&wire, &blob_len);
	name = yice_wire_string(&wire, &name_len);
	if (wire.failed)
		return YICE_SIGNATURE_FORM;
	inner = (struct yice_wire){ blob, blob + blob_len, false };
	yice_wire_expect(&inner, TYPE);
	point = yice_wire_string(&inner, &point_len);
	if (inner.failed || inner.at != inner.end || point_len != YICE_KEY_BYTES)
		return YICE_SIGNATURE_FORM;
	memcpy(signer->point, point, YICE_KEY_BYTES);
	if (name_len != strlen(purpose) || memcmp(name, purpose, name_len))
		return YICE_SIGNATURE_PURPOSE;
	yice_wire_expect(&wire, "");
	yice_wire_expect(&wire, HASH);
	blob = yice_wire_string(&wire, &blob_len);
	if (wire.failed || wire.at != wire.end)
		return YICE_SIGNATURE_FORM;
	inner = (struct yice_wire){ blob, blob + blob_len, false };
	yice_wire_expect(&inner, TYPE);
	value = yice_wire_string(&inner, &value_len);
	if (inner.failed || inner.at != inner.end || value_len != SIG_BYTES)
		return YICE_SIGNATURE_FORM;
	memcpy(signature, value, SIG_BYTES);
	return YICE_SIGNATURE_GOOD;
}

static int check(const struct yice_key *signer, const unsigned char signature[SIG_BYTES], const char *purpose,
		 const void *bytes, size_t len, enum yice_signature_fault *fault)
{
	EVP_PKEY *pkey = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, signer->point, YICE_KEY_BYTES);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	struct yice_buf preimage = YICE_BUF_INIT;
	int status = pkey && context ? put_preimage(&preimage, purpose, bytes, len) : YICE_ENOMEM;

	if (!status && EVP_DigestVerifyInit(context, NULL, NULL, NULL, pkey) != 1)
		status = YICE_ENOMEM;
	if (!status && EVP_DigestVerify(context, signature, SIG_BYTES, (const unsigned char *)preimage.data,
					preimage.len) != 1)
		*fault = YICE_SIGNATURE_WRONG;
	yice_buf_release(&preimage);
	EVP_MD_CTX_free(context);
	EVP_PKEY_free(pkey);
	return status;
}

/* Everything but whether the signature is of these bytes. */
static int read_signature(const char *armour, size_t armour_len, const char *purpose, struct yice_key *signer,
			  unsigned char signature[SIG_BYTES], enum yice_signature_fault *fault)
{
	struct yice_buf body = YICE_BUF_INIT, again = YICE_BUF_INIT;
	int status = yice_armour_get(&body, LABEL, armour, armour_len);

	memset(signer, 0, sizeof(*signer));
	*fault = status == YICE_ESYNTAX ? YICE_SIGNATURE_ARMOUR : YICE_SIGNATURE_GOOD;
	if (!status) {
		*fault = parse_body((const unsigned char *)yice_buf_text(&body), body.len, purpose, signer,
				    signature);
		if (!*fault)
			put_armour(&again, signer, purpose, signature);
		status = yice_buf_status(&again);
	}
	if (!status && !*fault && (again.len != armour_len || memcmp(again.data, armour, armour_len)))
		*fault = YICE_SIGNATURE_WRITING;
	yice_buf_release(&body);
	yice_buf_release(&again);
	return status == YICE_ESYNTAX ? YICE_OK : status;
}

int yice_key_verify(const char *armour, size_t armour_len, const char *purpose, const void *bytes, size_t len,
		    struct yice_key *signer, enum yice_signature_fault *fault)
{
	unsigned char signature[SIG_BYTES];
	int status = read_signature(armour, armour_len, purpose, signer, signature, fault);

	return status || *fault ? status : check(signer, signature, purpose, bytes, len, fault);
}

int yice_key_claimed(const char *armour, size_t armour_len, const char *purpose, struct yice_key *signer,
		     enum yice_signature_fault *fault)
{
	unsigned char signature[SIG_BYTES];

	return read_signature(armour, armour_len, purpose, signer, signature, fault);
}

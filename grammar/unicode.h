/* SPDX-License-Identifier: Apache-2.0 */
/* What a character is to the scanner, and its plain form. Beside text_check.c the only user of libunistring.
 */
#ifndef YICE_GRAMMAR_UNICODE_H
#define YICE_GRAMMAR_UNICODE_H

#include "base/base.h"

/*
 * The scanner sees one byte a character: ASCII as itself, full-width twins as
 * their ASCII form, everything else as one of these classes.
 */
enum yice_char_class {
	YICE_CHAR_LETTER = 0x80,       /* starts or continues a name */
	YICE_CHAR_CONTINUE = 0x81,     /* only continues a name */
	YICE_CHAR_IGNORED = 0x82,      /* invisible: part of a name but not of its text */
	YICE_CHAR_DOUBLE_OPEN = 0x83,  /* “ */
	YICE_CHAR_DOUBLE_CLOSE = 0x84, /* ” */
	YICE_CHAR_CORNER_OPEN = 0x85,  /* 「 */
	YICE_CHAR_CORNER_CLOSE = 0x86, /* 」 */
	YICE_CHAR_TITLE_OPEN = 0x87,   /* 《 */
	YICE_CHAR_TITLE_CLOSE = 0x88,  /* 》 */
	YICE_CHAR_GE = 0x89,
	YICE_CHAR_LE = 0x8a,
	YICE_CHAR_NE = 0x8b,
	YICE_CHAR_TIMES = 0x8c,
	YICE_CHAR_DOT_PRODUCT = 0x8d, /* · */
	YICE_CHAR_PER_MILLE = 0x8e,
	YICE_CHAR_STOP = 0x8f,  /* ； and 。 beside ASCII ; */
	YICE_CHAR_OTHER = 0x90, /* has no place outside strings and comments */
	YICE_CHAR_NUL = 0x91,   /* has no place at all: texts are C strings */
};

unsigned char yice_char_class_of(uint32_t cp);

/* The same, at once for nearly all characters there are. */
static inline unsigned char yice_char_class(uint32_t cp)
{
	if (cp >= 0x20 && cp < 0x7f && cp != ';')
		return (unsigned char)cp;
	return cp >= 0x4e00 && cp <= 0x9fff ? (unsigned char)YICE_CHAR_LETTER : yice_char_class_of(cp);
}

/*
 * The character that a name holds for cp: full-width letters and digits in
 * ASCII, radicals and compatibility ideographs as the ideograph meant, letters
 * taken for Latin ones as those, micro sign as Greek mu; never longer in UTF-8;
 * 0 for invisible characters, which a name drops; else cp itself.
 */
uint32_t yice_char_plain(uint32_t cp);

/* The ideograph a Kangxi radical or CJK radical supplement looks like, or 0 when cp is none with a twin. */
uint32_t yice_char_radical(uint32_t cp);
/* Bidirectional controls, which reorder what a reader sees. */
bool yice_char_is_bidi(uint32_t cp);
/* Zero-width and other invisible characters, bidirectional controls left out. */
bool yice_char_is_invisible(uint32_t cp);
/* ‐ ‑ ‒ – — ― ー and the like, which look like a hyphen or minus sign but are neither. */
bool yice_char_is_dash(uint32_t cp);
/* Private use, and code points that are no characters. */
bool yice_char_is_private(uint32_t cp);
/* The character that a name most likely means by a letter that only looks like it, or 0. */
uint32_t yice_char_name_twin(uint32_t cp);

#endif

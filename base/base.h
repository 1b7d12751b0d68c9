/* SPDX-License-Identifier: Apache-2.0 */
/* First include of every source file: the C headers and attributes used everywhere. */
#ifndef YICE_BASE_BASE_H
#define YICE_BASE_BASE_H

#include <assert.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "yice/status.h"

#define YICE_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define YICE_MUST_CHECK __attribute__((warn_unused_result))
#define YICE_SENTINEL __attribute__((sentinel))
#define YICE_UNUSED(x) ((void)(x))
#define YICE_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Names have at most two spellings; every table that holds text in both languages is indexed by this. */
enum yice_lang { YICE_ZH, YICE_EN };
#define YICE_TEXT(lang, zh, en) ((lang) == YICE_ZH ? (zh) : (en))

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random facts for the vocabulary of random sources: nothing, some or nearly
 * all of it, in either spelling, in any unit, at the very values the rules are
 * likely to name. Called by differential.c.
 */
#include "tests/reference/generate.h"

#include <stdio.h>

#include "tests/reference/generate_words.h"

#define PICK(random, words) ((words)[generate_below((random), (uint32_t)YICE_COUNT(words))])

static bool chance(uint64_t *random, uint32_t percent)
{
	return generate_below(random, 100) < percent;
}

static void print(char *out, size_t size, const char *a, const char *b, const char *c)
{
	snprintf(out, size, "%s%s%s", a, b, c);
}

static struct case_fact *add(struct case_facts *facts, const char *key)
{
	struct case_fact *fact = &facts->facts[facts->count++];

	assert(facts->count <= CASE_FACTS);
	print(fact->key, sizeof(fact->key), key, "", "");
	fact->complete = false;
	fact->value[0] = '\0';
	return fact;
}

static void list(uint64_t *random, const char *const *words, uint32_t count, uint32_t percent, char *out,
		 size_t size)
{
	size_t len = (size_t)snprintf(out, size, "[");
	uint32_t members = 0;

	for (uint32_t i = 0; i < count; i++)
		if (members < 8 && chance(random, percent) && ++members) /* of codes a fact takes no more */
			len += (size_t)snprintf(out + len, size - len, "%s\"%s\"", len > 1 ? ", " : "",
						words[i]);
	snprintf(out + len, size - len, "]");
}

/* Present from the front of the words, absent from what is left of them. */
static void some_of(uint64_t *random, struct case_fact *fact, const char *const *words, uint32_t count,
		    bool codes)
{
	char has[180], not_[180];
	uint32_t split = generate_below(random, count + 1);

	fact->complete = chance(random, 40);
	if (codes || chance(random, 40)) {
		list(random, words, count, codes ? 18 : 35, fact->value, sizeof(fact->value));
		return;
	}
	list(random, words, split, 40, has, sizeof(has));
	list(random, words + split, count - split, 60, not_, sizeof(not_));
	if (chance(random, 20))
		print(fact->value, sizeof(fact->value), "{\"不含\": ", not_, "}");
	else
		snprintf(fact->value, sizeof(fact->value), "{\"has\": %s, \"not\": %s}", has, not_);
}

static void quote(struct case_fact *fact, const char *text)
{
	print(fact->value, sizeof(fact->value), "\"", text, "\"");
}

static const char *sign(uint64_t *random)
{
	return chance(random, 5) ? "-" : "";
}

/* As in a source: a number with its measure. */
static void measured(struct case_fact *fact, const char *minus, const char *text)
{
	print(fact->value, sizeof(fact->value), "\"", minus, text);
	strcat(fact->value, "\"");
}

/* A value that rules name, or any number in the attribute's own measure, with many digits now and then. */
static void quantity(uint64_t *random, struct case_fact *fact, const struct words_group *group)
{
	static const char *const tails[] = { "", ".5", ".000000000001", ".999999999999", "00", "e-3", "e2" };

	if (chance(random, 75)) {
		measured(fact, group->signed_ && chance(random, 40) ? "-" : "",
			 group->values[generate_below(random, group->value_count)]);
		return;
	}
	snprintf(fact->value, sizeof(fact->value), "%s%u%s", sign(random),
		 1 + (unsigned int)generate_below(random, 12), chance(random, 3) ? ".000000000000000001" : PICK(random, tails));
}

static void add_quantities(uint64_t *random, uint32_t percent, struct case_facts *out)
{
	static const struct {
		const char *name;
		uint32_t group;
	} names[] = { { "新增排放.化学需氧量", 0 },
		      { "new_emission.nh3_n", 0 },
		      { "新增排放.总磷", 0 },
		      { "offset.cod", 0 },
		      { "削减替代.氨氮", 0 },
		      { "削减替代.总磷", 0 },
		      { "用地", 1 },
		      { "占地", 1 },
		      { "距离.岸线", 2 },
		      { "距离.居民区", 2 },
		      { "占比", 3 },
		      { "系数", 3 },
		      { "日排放", 4 },
		      { "日许可", 4 },
		      { "距离.河口段", 2 },
		      { "温升", 5 },
		      { "降温", 5 },
		      { "净增", 0 } };

	for (size_t i = 0; i < YICE_COUNT(names); i++)
		if (chance(random, percent))
			quantity(random, add(out, names[i].name), &words_groups[names[i].group]);
}

static void add_simple(uint64_t *random, uint32_t percent, struct case_facts *out)
{
	static const char *const booleans[] = { "true", "false", "\"是\"", "\"no\"", "\"否\"", "null" };
	static const char *const names[] = { "北滘镇.达标", "陈村镇.达标", "energy", "甲区.评估",
					     "乙区.评估", "chem_park.assessed", "限批.C26", "限批.C2611" };
	static const char *const days[] = { "建成日期", "投产日期", "验收日期" };
	static const char *const near[] = { "2024-02-28", "2024-03-01", "2024-06-30", "2025-01-02", "0001-01-01",
					    "9999-12-31" };

	for (size_t i = 0; i < YICE_COUNT(names); i++)
		if (chance(random, percent))
			print(add(out, names[i])->value, sizeof(out->facts->value), PICK(random, booleans),
			      "", "");
	for (size_t i = 0; i < YICE_COUNT(days); i++)
		if (chance(random, percent))
			quote(add(out, days[i]), chance(random, 60)
						     ? words_days[generate_below(random, WORDS_DAYS)]
						     : PICK(random, near));
	if (chance(random, percent))
		quote(add(out, "nature"), words_nature[generate_below(random, WORDS_NATURE)]);
	if (chance(random, percent))
		quote(add(out, "主工序"), words_process[generate_below(random, 5)]);
	if (chance(random, percent))
		quote(add(out, "所在镇"), words_towns[generate_below(random, WORDS_TOWNS)]);
	if (chance(random, percent))
		quote(add(out, "host"), words_places[generate_below(random, WORDS_PLACES - 2)]);
	if (chance(random, percent))
		quote(add(out, "行业"), words_codes[generate_below(random, WORDS_CODES - 1)]);
}

static void add_lists(uint64_t *random, uint32_t percent, struct case_facts *out)
{
	if (chance(random, percent))
		some_of(random, add(out, "工序"), words_process, 5, false);
	if (chance(random, percent))
		some_of(random, add(out, "兼营行业"), words_codes, WORDS_CODES - 1, true);
	if (chance(random, strstr(out->site, "crs") ? percent / 3 : percent)) /* against coordinates it is mostly a mistake */
		some_of(random, add(out, "场址"), words_places, WORDS_PLACES - 2, false);
	if (chance(random, percent))
		some_of(random, add(out, "adjacent"), words_layers, WORDS_LAYERS - 1, false);
}

/* One unit, or a site that lies in several. */
static void choose_units(uint64_t *random, uint32_t units, struct case_facts *out)
{
	uint32_t count = 1 + generate_below(random, units < 4 ? units : 4), first = generate_below(random, units);
	size_t len = (size_t)snprintf(out->site, sizeof(out->site), "{\"unit\": [");

	for (uint32_t i = 0; i < count; i++)
		len += (size_t)snprintf(out->site + len, sizeof(out->site) - len, "%s\"ZH4406062000%u\"", i ? ", " : "",
					(unsigned int)((first + i) % units));
	snprintf(out->site + len, sizeof(out->site) - len, "]}");
}

/* By coordinates, and in words too now and then. */
static void choose_ground(uint64_t *random, uint32_t units, struct case_facts *out)
{
	struct yice_buf site = YICE_BUF_INIT;

	generate_site(random, &site);
	if (units && chance(random, 15))
		yice_buf_addf(&site, ", \"unit\": \"ZH4406062000%u\"", (unsigned int)generate_below(random, units));
	if (chance(random, 15))
		yice_buf_addf(&site, ", \"scope\": \"%s\"", chance(random, 70) ? "440606" : "440600");
	print(out->site, sizeof(out->site), yice_buf_text(&site), "}", "");
	yice_buf_release(&site);
}

static void choose_site(uint64_t *random, uint32_t units, struct case_facts *out)
{
	static const char *const scopes[] = { "440606", "440600", "440000", "440700", "000000", "440608" };
	bool stated = chance(random, 15);

	if (units && chance(random, 75)) {
		if (chance(random, 50))
			choose_units(random, units, out);
		else
			snprintf(out->site, sizeof(out->site), "{\"unit\": \"ZH4406062000%u\"%s%s%s}",
				 (unsigned int)generate_below(random, units), stated ? ", \"scope\": \"" : "",
				 stated ? PICK(random, scopes) : "", stated ? "\"" : "");
	} else if (chance(random, 85)) {
		print(out->site, sizeof(out->site), "{\"scope\": \"",
		      chance(random, 60) ? "440606" : PICK(random, scopes), "\"}");
	} else {
		out->site[0] = '\0';
	}
}

void generate_facts(uint64_t *random, uint32_t units, bool ground, struct case_facts *out)
{
	static const uint32_t densities[] = { 0, 20, 50, 80, 97, 97 };
	static const char *const days[] = { "2024-02-28", "2024-06-30", "2025-01-02", "2025-12-30",
					    "2026-03-02" };
	uint32_t percent = PICK(random, densities);

	out->count = 0;
	if (ground && chance(random, 70))
		choose_ground(random, units, out);
	else
		choose_site(random, units, out);
	print(out->day, sizeof(out->day),
	      chance(random, 70) ? words_days[generate_below(random, WORDS_DAYS)] : PICK(random, days), "",
	      "");
	add_quantities(random, percent, out);
	add_simple(random, percent, out);
	add_lists(random, percent, out);
}

void generate_write(const struct case_facts *facts, struct yice_buf *out)
{
	const char *comma = "";

	yice_buf_addf(out, "{\n  \"as_of\": \"%s\",\n", facts->day);
	if (*facts->site)
		yice_buf_addf(out, "  \"site\": %s,\n", facts->site);
	yice_buf_adds(out, "  \"facts\": {");
	for (uint32_t i = 0; i < facts->count; i++)
		yice_buf_addf(out, "%s\n    \"%s\": %s", i ? "," : "", facts->facts[i].key,
			      facts->facts[i].value);
	yice_buf_adds(out, "\n  },\n  \"complete\": [");
	for (uint32_t i = 0; i < facts->count; i++)
		if (facts->facts[i].complete) {
			yice_buf_addf(out, "%s\"%s\"", comma, facts->facts[i].key);
			comma = ", ";
		}
	yice_buf_adds(out, "]\n}\n");
}

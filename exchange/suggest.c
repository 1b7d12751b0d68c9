/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Suggestions: whom a requirement seems to address, what it seems to do, and
 * what a malformed tag seems to mean. Written as comments beginning with 建议,
 * which an author can search for, confirm and delete. Called by write.
 */
#include "exchange/write.h"

static const char *const addressees[][2] = {
#define ADDRESSEE(words, suggestion) { words, suggestion },
#define EFFECT(words, suggestion)
#include "exchange/suggest.def"
#undef ADDRESSEE
#undef EFFECT
};

static const char *const effects[][2] = {
#define ADDRESSEE(words, suggestion)
#define EFFECT(words, suggestion) { words, suggestion },
#include "exchange/suggest.def"
#undef ADDRESSEE
#undef EFFECT
};

static const char *first_hit(const char *text, const char *const (*table)[2], size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strstr(text, table[i][0]))
			return table[i][1];
	return NULL;
}

void yice_suggest_text(const char *text, struct yice_buf *out)
{
	const char *whom = first_hit(text, addressees, YICE_COUNT(addressees));
	const char *what = first_hit(text, effects, YICE_COUNT(effects));
	bool project = whom && !strcmp(whom, "项目");

	if (!whom)
		return;
	yice_buf_addf(out, "# 建议：%s%s", project ? "针对" : "", whom);
	if (project && what)
		yice_buf_addf(out, "；效力：%s", what);
	yice_buf_adds(out, "\n");
}

void yice_suggest_tag(const struct yice_entry *entry, struct yice_buf *out)
{
	static const char *const classes[] = { "", "禁止类", "限制类", "综合类", "鼓励引导类" };
	size_t element;
	bool whole;
	int klass = yice_list_tag_class(entry->tag, &element, &whole);

	if (*entry->tag && !whole && klass && element && !strpbrk(entry->tag, "\r\n"))
		yice_buf_addf(out, "# 建议：标签应为【%.*s/%s】\n", (int)element, entry->tag, classes[klass]);
	if (entry->several)
		yice_buf_adds(out, "# 建议：原表一格中有几条要求，可拆成几条\n");
	if (entry->parts)
		yice_buf_addf(out,
			      "# 建议：原表第 %u 行一格中有 %u 条要求，从这里起照所带的编号、标签拆开；"
			      "不同意的，重新读入时写 --whole %u\n",
			      entry->row + 1, entry->parts, entry->row + 1);
}

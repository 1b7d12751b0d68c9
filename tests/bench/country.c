/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A synthetic country: country UNITS PROJECTS SEED OUT writes Yice sources and facts.ndjson into the folder
 * OUT, the same for the same arguments. Called by tests/bench/bench.sh. The proportions are those counted in
 * published lists: five tiers; two clauses of three repeat a text of their city, by template or group, with
 * the town's name in it; a third of the clauses are duties, an eighth encourages, a third have a decidable
 * core and open words. A unit has 8 to 32 clauses of its own, so that 44,604 of them make about a million.
 * The texts mean nothing.
 */
#include "base/base.h"
#include "base/buf.h"
#include "base/source.h"

#include <stdio.h>

#define TEMPLATES 40 /* a city */
#define GROUPS    4
#define ZONES     16
#define KINDS     60 /* of projects */
#define DIVISIONS 100

enum { PROHIBIT, RESTRICT, REQUIRE };

struct country {
	uint64_t state; /* of the random stream */
	const char *out;
	uint32_t units, districts, cities, provinces;
	struct yice_buf facts, text;
	char (*unit_codes)[14];
	uint32_t *unit_zones; /* bit per zone */
};

static const char *const classes[] = { "优先保护", "重点管控", "一般管控" };
static const char *const dimensions[] = { "空间布局约束", "污染物排放管控", "环境风险防控",
					  "资源开发效率要求" };
static const char *const pollutants[] = { "化学需氧量", "氨氮",     "总磷",   "总氮",
					  "二氧化硫",   "氮氧化物", "颗粒物", "挥发性有机物" };
static const char *const layers[] = { "河流", "水源地", "居民区", "学校", "保护区" };
static const char *const natures[] = { "新建", "改建", "扩建", "迁建" };
static const char *const flags[] = { "位于园区", "清洁生产达标", "中水回用",   "水质达标",
				     "完成验收", "使用燃煤",     "排放重金属", "涉危险废物" };
static const char *const processes[] = { "喷涂", "烘干", "电镀", "酸洗", "印刷", "发酵",
					 "铸造", "注塑", "蚀刻", "抛光", "焊接", "制浆" };
static const char *const phrases[] = {
	"加强河涌沿岸的管理",       "完善雨污分流的管网",   "推进集中供热的建设", "落实排污许可的规定",
	"提高工业用水的重复利用率", "严格执行排放标准",     "控制新增产能的规模", "保障饮用水的安全",
	"建立风险防控的台账",       "减少无组织排放",       "引导企业进入园区",   "使用低挥发性的原料",
	"保持生态系统的完整",       "做好土壤的调查和修复", "削减区域的排放总量", "禁止向水体排放油类",
	"开展清洁生产的审核",       "配备应急处置的设施",
};

/* ---------------------------------------------------------------- chance */

static uint64_t draw(struct country *c)
{
	uint64_t z = c->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static uint32_t below(struct country *c, uint32_t n)
{
	return (uint32_t)((draw(c) >> 32) * n >> 32);
}

static bool percent(struct country *c, uint32_t n)
{
	return below(c, 100) < n;
}

#define PICK(c, words) ((words)[below(c, YICE_COUNT(words))])

static void fail(const char *what)
{
	fprintf(stderr, "country: %s\n", what);
	exit(1);
}

static void write_text(const struct country *c, const char *name, const struct yice_buf *text)
{
	char path[4096];

	if (yice_buf_status(text) ||
	    (size_t)snprintf(path, sizeof(path), "%s/%s", c->out, name) >= sizeof(path))
		fail("out of memory, or a path too long");
	if (yice_write_file(path, text->data, text->len))
		fail(path);
}

/* ---------------------------------------------------------------- words */

static void add_words(struct yice_buf *out, const char *head, const char *const *words, size_t count)
{
	yice_buf_adds(out, head);
	for (size_t i = 0; i < count; i++)
		yice_buf_addf(out, "%s%s", i ? "、" : "", words[i]);
	yice_buf_addc(out, '\n');
}

/* Twenty sections, a hundred divisions, five groups each with three classes. */
static void write_codes(struct country *c)
{
	struct yice_buf *out = &c->text;

	yice_buf_clear(out);
	for (unsigned int d = 0; d < DIVISIONS; d++) {
		char section = (char)('A' + d / 5);

		if (d % 5 == 0)
			yice_buf_addf(out, "%c\t门类\n", section);
		yice_buf_addf(out, "%c%02u\t大类\n", section, d);
		for (unsigned int g = 1; g <= 5; g++) {
			yice_buf_addf(out, "%c%02u%u\t中类\n", section, d, g);
			for (unsigned int k = 1; k <= 3; k++)
				yice_buf_addf(out, "%c%02u%u%u\t小类\n", section, d, g, k);
		}
	}
	write_text(c, "codes.tsv", out);
}

static void add_attributes(struct yice_buf *out)
{
	yice_buf_adds(
	    out, "量纲 质量 单位 kg\n量纲 长度 单位 m\n量纲 年 单位 a\n计量 t = 1000 kg\n计量 km = 1000 m\n"
		 "代码表 行业代码 版本 \"合成\" 数据 \"codes.tsv\"\n"
		 "属性 建设性质：一项 建设性质\n属性 行业：一项 行业代码\n属性 项目类别：多项 项目类别\n"
		 "属性 工艺：多项 工艺\n属性 场址：多项 区划\n属性 新增排放.{污染物}：数量 t/a 范围 0 t/a\n"
		 "属性 削减替代.{污染物}：数量 t/a 范围 0 t/a\n属性 距离.{图层}：数量 m 范围 0 m\n"
		 "属性 产能：数量 t/a\n属性 投产日期：日期\n");
	for (size_t i = 0; i < YICE_COUNT(flags); i++)
		yice_buf_addf(out, "属性 %s：是否\n", flags[i]);
	for (size_t i = 0; i < YICE_COUNT(dimensions); i++)
		yice_buf_addf(out, "维度 %s\n", dimensions[i]);
	for (size_t i = 0; i < YICE_COUNT(layers); i++)
		yice_buf_addf(out, "图层 %s\n", layers[i]);
	for (unsigned int i = 0; i < ZONES; i++)
		yice_buf_addf(out, "分区 管控区%u 要素 %s\n", i, i % 2 ? "大气" : "水");
	for (unsigned int i = 1; i <= 20; i++)
		yice_buf_addf(out, "文件 《条例%u》简称 条例%u 施行 2015-01-01 起\n", i, i);
}

static void write_words(struct country *c, const struct yice_buf *scopes)
{
	struct yice_buf *out = &c->text;

	yice_buf_clear(out);
	add_words(out, "词表 建设性质：", natures, YICE_COUNT(natures));
	add_words(out, "词表 污染物：", pollutants, YICE_COUNT(pollutants));
	add_words(out, "词表 工艺：", processes, YICE_COUNT(processes));
	yice_buf_adds(out, "词表 项目类别：");
	for (unsigned int i = 0; i < KINDS; i++)
		yice_buf_addf(out, "%s类别%u", i ? "、" : "", i);
	yice_buf_addc(out, '\n');
	add_attributes(out);
	yice_buf_adds(out, yice_buf_text(scopes));
	write_text(c, "words.yice", out);
}

/* ---------------------------------------------------------------- clauses */

/* Published texts have 74 characters at the median and 173 at the ninth decile. The town is a name or a hole.
 */
static void add_summary(struct country *c, const char *town, struct yice_buf *out)
{
	uint32_t count = 3 + below(c, 5) + (percent(c, 10) ? 8 : 0);

	yice_buf_addf(out, "摘要 \"%s", town);
	for (uint32_t i = 0; i < count; i++)
		yice_buf_addf(out, "%s%s", i ? "，" : "应当", PICK(c, phrases));
	yice_buf_adds(out, "。\"\n");
}

static void add_codes(struct country *c, struct yice_buf *out)
{
	uint32_t count = 1 + below(c, 5);

	yice_buf_adds(out, "行业 属于 ");
	for (uint32_t i = 0; i < count; i++) {
		uint32_t d = below(c, DIVISIONS / 5) * 5 + i; /* another division each: no code twice */

		yice_buf_addf(out, "%s%c%02u", i ? "、" : "", (char)('A' + d / 5), d);
		if (percent(c, 70))
			yice_buf_addf(out, "%u", 1 + below(c, 5));
	}
}

/* Members count of a list, none twice. */
static void add_members(struct country *c, const char *prefix, uint32_t size, struct yice_buf *out)
{
	uint32_t count = 1 + below(c, 4), first = below(c, size);

	for (uint32_t i = 0; i < count; i++)
		yice_buf_addf(out, "%s%s%u", i ? "、" : "", prefix, (first + i * 7) % size);
}

static void add_comparison(struct country *c, const char *relation, struct yice_buf *out)
{
	switch (below(c, 3)) {
	case 0:
		yice_buf_addf(out, "距离.%s %s %u m", PICK(c, layers), relation, 50 * (1 + below(c, 40)));
		break;
	case 1:
		yice_buf_addf(out, "新增排放.%s %s %u.%u t/a", PICK(c, pollutants), relation, below(c, 20),
			      below(c, 10));
		break;
	default:
		yice_buf_addf(out, "产能 %s %u t/a", relation, 500 * (1 + below(c, 100)));
	}
}

static void add_test(struct country *c, uint32_t which, struct yice_buf *out)
{
	if (which < 30) {
		yice_buf_addf(out, "建设性质 属于 新建、%s", percent(c, 50) ? "扩建" : "改建");
	} else if (which < 50) {
		yice_buf_adds(out, "场址 位于 ");
		add_members(c, "管控区", ZONES, out);
	} else if (which < 70) {
		yice_buf_adds(out, "项目类别 含 ");
		add_members(c, "类别", KINDS, out);
	} else if (which < 80) {
		yice_buf_addf(out, "工艺 含 %s", PICK(c, processes));
	} else if (which < 90) {
		add_codes(c, out);
	} else if (which < 95) {
		yice_buf_addf(out, "%s = %s", PICK(c, flags), percent(c, 50) ? "是" : "否");
	} else {
		add_comparison(c, percent(c, 50) ? "<" : ">", out);
	}
}

/* One to three tests of different kinds. */
static void add_guard(struct country *c, struct yice_buf *out)
{
	static const uint32_t starts[] = { 0, 30, 50, 70, 80, 90 }, sizes[] = { 30, 20, 20, 10, 10, 10 };
	uint32_t count = 1 + below(c, 3), kind = below(c, 6);

	for (uint32_t i = 0; i < count; i++, kind = (kind + 1) % 6) {
		yice_buf_adds(out, i ? " 且 " : "  当 ");
		add_test(c, starts[kind] + below(c, sizes[kind]), out);
	}
	yice_buf_addc(out, '\n');
	if (percent(c, 8))
		yice_buf_addf(out, "  除 %s = 是\n", PICK(c, flags));
}

static void add_demand(struct country *c, struct yice_buf *out)
{
	const char *pollutant = PICK(c, pollutants);

	yice_buf_adds(out, "  须 ");
	if (percent(c, 25))
		yice_buf_addf(out, "削减替代.%s ≥ %u × 新增排放.%s", pollutant, 1 + below(c, 2), pollutant);
	else if (percent(c, 50))
		yice_buf_addf(out, "%s = 是", PICK(c, flags));
	else
		add_comparison(c, percent(c, 50) ? "≤" : "≥", out);
	yice_buf_addc(out, '\n');
}

static void add_effect(struct country *c, struct yice_buf *out)
{
	uint32_t effect = percent(c, 40) ? PROHIBIT : percent(c, 50) ? RESTRICT : REQUIRE;

	add_guard(c, out);
	if (effect == PROHIBIT)
		yice_buf_adds(out, "  禁止\n");
	else if (effect == RESTRICT)
		yice_buf_adds(out, "  限制 \"论证必要性\"\n");
	else
		add_demand(c, out);
}

/* The parts of a clause: duties 36 %, encouragement 13 %, text alone 2 %, decidable 17 %, with open words 32
 * %. */
static void add_parts(struct country *c, const char *town, struct yice_buf *out)
{
	uint32_t class = below(c, 100);

	yice_buf_adds(out, "  ");
	add_summary(c, town, out);
	if (class < 36) {
		yice_buf_addf(out, "  职责 %s \"组织实施\"\n", percent(c, 70) ? "政府" : "企业");
	} else if (class < 49) {
		yice_buf_adds(out, "  鼓励\n");
	} else if (class >= 51) {
		add_effect(c, out);
		if (class >= 68)
			yice_buf_addf(out, "  待判 \"其他%s\"\n", PICK(c, phrases));
	}
	if (percent(c, 12))
		yice_buf_addf(out, "  依据 条例%u \"第%u条\"\n", 1 + below(c, 20), 1 + below(c, 80));
}

static void add_clauses(struct country *c, uint32_t count, const char *town, struct yice_buf *out)
{
	for (uint32_t i = 0; i < count; i++) {
		if (i % ((count + 3) / 4) == 0)
			yice_buf_addf(out, "维度 %s\n", dimensions[i / ((count + 3) / 4)]);
		yice_buf_addf(out, "条 \"%u\"\n", i + 1);
		add_parts(c, town, out);
	}
}

/* ---------------------------------------------------------------- lists */

/* What the lists of a city's districts repeat. Groups pass the town on to templates 0..4, 5..9 and so on. */
static void add_templates(struct country *c, uint32_t city, struct yice_buf *out)
{
	for (unsigned int i = 0; i < TEMPLATES; i++) {
		yice_buf_addf(out, "模板 模板%u_%u 参数 镇街：文字\n", city, i);
		add_parts(c, "{镇街}", out);
	}
	for (unsigned int g = 0; g < GROUPS; g++) {
		yice_buf_addf(out, "条款组 组%u_%u 参数 镇街：文字\n维度 %s\n", city, g, dimensions[g]);
		for (unsigned int i = 0; i < 5; i++)
			yice_buf_addf(out, "条 \"组%u-%u\" 依 模板%u_%u（{镇街}）\n", g, i, city, g * 5 + i);
	}
}

static void open_list(struct yice_buf *out, uint32_t code)
{
	yice_buf_addf(out, "\n清单 %06u \"清单%06u\" 施行 2024-01-01 起 示例\n适用 全域\n", code, code);
}

/* Two thirds repeat: a group of five, then templates; the last third is the unit's own. */
static void add_unit_clauses(struct country *c, uint32_t city, const char *town, struct yice_buf *out)
{
	uint32_t count = 8 + below(c, 25), repeats = count * 2 / 3, single = repeats - 5;
	char place[32];

	snprintf(place, sizeof(place), "%s", town);
	yice_buf_addf(out, "采用 组%u_%u（\"%s\"）\n", city, below(c, GROUPS), place);
	if (repeats < 5)
		single = 0;
	yice_buf_addf(out, "维度 %s\n", dimensions[below(c, 4)]);
	for (uint32_t i = 0, at = below(c, 20); i < single; i++)
		yice_buf_addf(out, "条 \"T%u\" 依 模板%u_%u（\"%s\"）\n", i + 1, city, 20 + (at + i) % 20,
			      place);
	add_clauses(c, count - repeats, place, out);
}

static void add_unit(struct country *c, uint32_t unit, uint32_t district, struct yice_buf *out)
{
	uint32_t klass = percent(c, 40)   ? 0
			 : percent(c, 75) ? 1
					  : 2,
		 zones = 1 + below(c, 9), first = below(c, ZONES);
	char town[32];

	snprintf(c->unit_codes[unit], sizeof(c->unit_codes[unit]), "ZH%06u%u%04u", district % 1000000,
		 klass + 1, (unit + 1) % 10000);
	snprintf(town, sizeof(town), "第%u镇", unit % 100);
	yice_buf_addf(out, "单元 %s \"%s单元\" %s 要素 ", c->unit_codes[unit], town, classes[klass]);
	for (uint32_t i = 0; i < zones; i++) {
		uint32_t zone = (first + i * 3) % ZONES;

		c->unit_zones[unit] |= 1u << zone;
		yice_buf_addf(out, "%s管控区%u", i ? "、" : "", zone);
	}
	yice_buf_adds(out, " 示例\n");
	add_unit_clauses(c, district / 100, town, out);
}

static void write_scope(struct country *c, uint32_t code, uint32_t parent, uint32_t clauses,
			struct yice_buf *scopes)
{
	yice_buf_addf(scopes, "行政区 %06u 区%06u", code, code);
	if (code)
		yice_buf_addf(scopes, " 上级 %06u", parent);
	yice_buf_addc(scopes, '\n');
	yice_buf_clear(&c->text);
	yice_buf_adds(&c->text, "引用 \"words.yice\"\n");
	open_list(&c->text, code);
	add_clauses(c, clauses, "", &c->text);
}

static void close_scope(struct country *c, const char *prefix, uint32_t code)
{
	char name[32];

	snprintf(name, sizeof(name), "%s%06u.yice", prefix, code);
	write_text(c, name, &c->text);
}

static uint32_t province_code(const struct country *c, uint32_t city)
{
	return 110000 + city * c->provinces / c->cities * 10000;
}

/* Cities and districts are numbered within what they lie in. */
static uint32_t city_code(const struct country *c, uint32_t city)
{
	uint32_t first = city;

	while (first && province_code(c, first - 1) == province_code(c, city))
		first--;
	return province_code(c, city) + (city - first + 1) * 100;
}

static void write_district(struct country *c, uint32_t district, uint32_t *unit, uint32_t *number,
			   struct yice_buf *scopes)
{
	uint32_t above = city_code(c, district * c->cities / c->districts), code;

	*number =
	    district && city_code(c, (district - 1) * c->cities / c->districts) == above ? *number + 1 : 1;
	code = above + *number;
	write_scope(c, code, above, 20, scopes);
	yice_buf_addf(&c->text, "\n");
	while (*unit < c->units && *unit * (uint64_t)c->districts / c->units == district)
		add_unit(c, (*unit)++, code, &c->text);
	close_scope(c, "district-", code);
}

static void write_rules(struct country *c)
{
	struct yice_buf scopes = YICE_BUF_INIT;
	uint32_t unit = 0, number = 0;

	write_codes(c);
	write_scope(c, 0, 0, 40, &scopes);
	close_scope(c, "nation-", 0);
	for (uint32_t i = 0; i < c->provinces; i++) {
		write_scope(c, 110000 + i * 10000, 0, 60, &scopes);
		close_scope(c, "province-", 110000 + i * 10000);
	}
	for (uint32_t i = 0; i < c->cities; i++) {
		write_scope(c, city_code(c, i), province_code(c, i), 40, &scopes);
		add_templates(c, city_code(c, i) / 100, &c->text);
		close_scope(c, "city-", city_code(c, i));
	}
	for (uint32_t i = 0; i < c->districts; i++)
		write_district(c, i, &unit, &number, &scopes);
	write_words(c, &scopes);
	yice_buf_release(&scopes);
}

/* ---------------------------------------------------------------- projects */

/* One fact in twelve is not known. */
static bool is_known(struct country *c)
{
	return below(c, 12) > 0;
}

static void add_quantities(struct country *c, struct yice_buf *out)
{
	for (size_t i = 0; i < YICE_COUNT(pollutants); i++) {
		if (is_known(c))
			yice_buf_addf(out, ",\"新增排放.%s\":\"%u.%02u t/a\"", pollutants[i], below(c, 20),
				      below(c, 100));
		if (is_known(c))
			yice_buf_addf(out, ",\"削减替代.%s\":%u.%u", pollutants[i], below(c, 40),
				      below(c, 10));
	}
	for (size_t i = 0; i < YICE_COUNT(layers); i++)
		if (is_known(c))
			yice_buf_addf(out, ",\"距离.%s\":%u", layers[i], below(c, 4000));
	if (is_known(c))
		yice_buf_addf(out, ",\"产能\":%u", below(c, 100000));
}

static void add_project(struct country *c, uint32_t number, struct yice_buf *out)
{
	uint32_t unit = below(c, c->units), d = below(c, DIVISIONS), zone = below(c, ZONES);

	while (!(c->unit_zones[unit] >> zone & 1))
		zone = (zone + 1) % ZONES;
	yice_buf_addf(out,
		      "{\"project\":\"项目%u\",\"site\":{\"unit\":\"%s\"},\"facts\":{\"场址\":[\"管控区%u\"]",
		      number, c->unit_codes[unit], zone);
	if (is_known(c))
		yice_buf_addf(out, ",\"建设性质\":\"%s\"", PICK(c, natures));
	if (is_known(c))
		yice_buf_addf(out, ",\"行业\":\"%c%02u%u%u\"", (char)('A' + d / 5), d, 1 + below(c, 5),
			      1 + below(c, 3));
	yice_buf_addf(out, ",\"项目类别\":[\"类别%u\"],\"工艺\":[\"%s\"]", below(c, KINDS),
		      PICK(c, processes));
	for (size_t i = 0; i < YICE_COUNT(flags); i++)
		if (is_known(c))
			yice_buf_addf(out, ",\"%s\":%s", flags[i], percent(c, 50) ? "true" : "false");
	add_quantities(c, out);
	yice_buf_adds(out, percent(c, 80) ? "},\"complete\":[\"项目类别\",\"工艺\",\"场址\"]}\n" : "}}\n");
}

int main(int argc, char **argv)
{
	struct country c = { 0 };

	if (argc != 5 || !strtoul(argv[1], NULL, 10))
		fail("usage: country UNITS PROJECTS SEED OUT");
	c.units = (uint32_t)strtoul(argv[1], NULL, 10);
	c.state = strtoul(argv[3], NULL, 10);
	c.out = argv[4];
	c.districts = c.units / 15 ? c.units / 15 : 1;
	c.cities = c.districts * 2 / 17 ? c.districts * 2 / 17 : 1;
	c.provinces = c.cities / 11 ? c.cities / 11 : 1;
	c.unit_codes = calloc(c.units, sizeof(*c.unit_codes));
	c.unit_zones = calloc(c.units, sizeof(*c.unit_zones));
	if (!c.unit_codes || !c.unit_zones)
		fail("out of memory");
	write_rules(&c);
	for (uint32_t i = 1; i <= strtoul(argv[2], NULL, 10); i++)
		add_project(&c, i, &c.facts);
	write_text(&c, "facts.ndjson", &c.facts);
	return 0;
}

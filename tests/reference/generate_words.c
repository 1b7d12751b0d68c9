/* SPDX-License-Identifier: Apache-2.0 */
/* The vocabulary of random sources, and the values that thresholds and facts are drawn from. */
#include "tests/reference/generate_words.h"

#include "tests/reference/generate.h"

const char generate_codes[] =
    "C26\t化学原料\nC261\t基础化学\nC2611\t无机酸\nC2614\t有机\nC262\t肥料\nC2621\t氮肥\n"
    "C2622\t磷肥\nC29\t橡胶塑料\nC292\t塑料\nC2921\t薄膜\nC2922\t板管\nC30\t矿物\nC301\t水泥\n"
    "C3011\t水泥制造\n";

const char words_vocabulary[] =
    "行政区 000000 全国（china）\n行政区 440000 某省 上级 000000\n行政区 440600 某市 上级 440000\n"
    "行政区 440606 某县 上级 440600\n行政区 440608 某镇 上级 440606\n行政区 440700 邻市 上级 440000\n"
    "词表 建设性质（nature）：新建（new）、改建（renovation）、扩建（expansion）\n"
    "词表 工种（process）：喷涂（coating）、电镀（plating）、印刷（printing）、焊接、清洗\n"
    "词表 污染物（pollutant）：化学需氧量（cod）、氨氮（nh3_n）、总磷\n"
    "词表 时段（period）：日均（daily）、小时\n词表 镇街（town）：北滘镇（beijiao）、陈村镇\n"
    "词表 乡镇：北滘镇、陈村镇、大良镇\n"
    "集合 涂装类（finishing）取自 工种：喷涂、印刷\n集合 湿法类 取自 工种：涂装类、电镀、清洗 除外 印刷\n"
    "代码表 行业代码（industry_codes）版本 \"试\" 数据 \"codes.tsv\" 计数 3、4、7\n"
    "集合 重点行业 取自 行业代码：C26、C2922 除外 C2614\n"
    "量纲 质量（mass）单位 kg\n量纲 年（year）单位 a\n量纲 日（day）单位 d\n量纲 长度（length）单位 m\n"
    "计量 万t = 10000 t\n计量 t = 1000 kg\n计量 g = 1/1000 kg\n计量 千米（km）= 1000 m\n计量 里（li）= 500 "
    "m\n"
    "计量 尺 = 1/3 m\n计量 % = 1/100 1\n计量 ‰ = 1/1000 1\n计量 亩 = 2000/3 m·m\n"
    "量纲 温度（temperature）单位 ℃\n"
    "维度 布局（layout）别名 布局管控、\"空间—布局\"\n维度 排放\n"
    "文件 《甲文》 简称 甲文 文号 \"甲〔2018〕1号\" 发布 \"某省\" 施行 2018-01-01 起，2019-01-01 废止 被代替 《乙文》\n"
    "文件 《乙文》 简称 乙文 施行 2019-01-01 起\n"
    "分区 甲区（zone_a）要素 大气\n分区 乙区 别名 二区、\"乙—区\"\n分区 丙区\n区域 一级保护区（first）\n区域 二级保护区\n"
    "园区 化工园（chem_park）\n园区 印染园\n图层 岸线（shore）来源 \"某局\" 截至 2024-01-01\n图层 居民区\n"
    "图层 河道（river）\n图层 河口段（mouth）取自 河道 上溯 1 km\n图层 中段 取自 河道 上溯 1 km、5 km\n"
    "集合 各园（parks）取自 区划：化工园、印染园\n集合 禁建地 取自 区划：各园、甲区、一级保护区 除外 甲区\n"
    "集合 水边 取自 图层：岸线、河道、居民区 除外 居民区\n"
    "属性 邻近（adjacent）：多项 图层\n属性 所在园（host）：一项 区划\n属性 所在镇：一项 乡镇\n"
    "属性 {区划}.评估（{places}.assessed）：是否 说明 \"有无\"\n属性 限批.{行业代码}：是否\n"
    "属性 温升：数量 ℃ 范围 -10 ℃，40 ℃\n属性 降温：数量 ℃\n属性 净增：数量 t/a 范围 -1.2 t/a\n"
    "属性 场址（site）：多项 区划\n属性 建设性质（nature）：一项 建设性质\n属性 主工序：一项 工种\n"
    "属性 工序（processes）：多项 工种\n属性 行业（industry）：一项 行业代码\n属性 兼营行业：多项 行业代码\n"
    "属性 新增排放.{污染物}（new_emission.{pollutant}）：数量 t/a 范围 0 t/a\n"
    "属性 削减替代.{污染物}（offset.{pollutant}）：数量 kg/a\n属性 用地（land）：数量 亩\n属性 占地：数量 "
    "m·m\n"
    "属性 距离.{图层}（distance.{layer}）：数量 km\n属性 占比（share）：数量 % 范围 0 %，100 %\n"
    "属性 系数（ratio）：数量 1\n属性 日排放：数量 t/d 按 日均\n属性 日许可：数量 kg/d 按 日均\n"
    "属性 {镇街}.达标（{town}.attained）：是否\n属性 高耗能（energy）：是否\n"
    "属性 建成日期（built）：日期\n属性 投产日期：日期\n属性 验收日期：日期\n";

static const char *const emission[] = { "新增排放.化学需氧量", "新增排放.氨氮", "new_emission.总磷",
					"削减替代.化学需氧量", "offset.nh3_n",  "削减替代.总磷",
					"净增" };
static const char *const emission_values[] = { "0 t/a",         "0.4 t/a",          "400 kg/a",
					       "1.2 t/a",       "1200 kg/a",        "1200000 g/a",
					       "0.00012 万t/a", "1.1999999999 t/a", "1.2000000001 t/a",
					       "800 kg/a",      "2.4 t/a",          "0.333333333 t/a" };
static const char *const area[] = { "用地", "land", "占地" };
static const char *const area_values[] = { "1 亩",     "3 亩",         "2000 m·m",  "1.5 亩",
					   "1000 m·m", "0.0015 km·km", "4500 尺·尺" };
static const char *const length[] = { "距离.岸线", "distance.shore", "距离.居民区", "距离.mouth" };
static const char *const length_values[] = { "1 km",        "1000 m", "2 里",    "3000 尺", "999.9999 m",
					     "1000.0001 m", "500 m",  "1500 尺", "0.5 km",  "1 里" };
static const char *const share[] = { "占比", "share", "系数", "ratio" };
static const char *const share_values[] = { "30 %", "300 ‰",      "2:1",        "1:2",   "50 %",
					    "3:10", "30.00001 %", "29.99999 %", "100 %", "1:3" };
static const char *const daily[] = { "日排放", "日许可" };
static const char *const daily_values[] = { "1.5 t/d", "1500 kg/d", "1499.9999 kg/d", "3 t/d", "0.75 t/d" };

static const char *const heat[] = { "温升", "降温" };
static const char *const heat_values[] = { "2 ℃", "2.0 ℃", "0 ℃", "10 ℃", "1.999999999 ℃", "40 ℃" };

#define GROUP(names, values, period, signed_)                                                                         \
	{                                                                                                    \
		names, YICE_COUNT(names), values, YICE_COUNT(values), period, signed_                                 \
	}
const struct words_group words_groups[WORDS_GROUPS] = {
	GROUP(emission, emission_values, "", false),   GROUP(area, area_values, "", false),
	GROUP(length, length_values, "", false),       GROUP(share, share_values, "", false),
	GROUP(daily, daily_values, " 按 日均", false), GROUP(heat, heat_values, "", true),
};

const char *const words_days[WORDS_DAYS] = { "2024-02-29", "2024-07-01", "2025-01-01", "2025-12-31",
					     "2026-03-01" };
const char *const words_nature[WORDS_NATURE] = { "新建", "改建", "expansion" };
const char *const words_process[WORDS_PROCESS] = { "喷涂", "plating", "印刷",  "焊接",
						   "清洗", "涂装类",  "湿法类" };
const char *const words_codes[WORDS_CODES] = { "C26", "C261", "C2611", "C2614", "C262",  "C2621",
					       "C29", "C292", "C2922", "C30",   "C3011", "重点行业" };
const char *const words_places[WORDS_PLACES] = { "甲区",       "二区",      "丙区",  "一级保护区",
						 "二级保护区", "chem_park", "印染园", "各园", "禁建地" };
const char *const words_layers[WORDS_LAYERS] = { "岸线", "居民区", "river", "河口段", "中段", "水边" };
const char *const words_towns[WORDS_TOWNS] = { "北滘镇", "陈村镇", "大良镇" };
const char *const words_pollutant[WORDS_POLLUTANT] = { "化学需氧量", "nh3_n", "总磷" };
const char *const words_templates[WORDS_TEMPLATES] = { "甲板", "乙板", "丙板", "丁板", "再丁", "素板" };

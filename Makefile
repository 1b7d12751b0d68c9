# SPDX-License-Identifier: Apache-2.0
# Yice: `make help` lists the targets. Settings go to the command line or to config.mk.

.SUFFIXES:
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules
.DEFAULT_GOAL := all

-include config.mk

VERSION := 0.1.0

BUILD ?= build
# One name for one folder: what the compiler notes of headers holds for files by these names.
override BUILD := $(patsubst $(CURDIR)/%,%,$(abspath $(BUILD)))
PREFIX ?= /usr/local
CFLAGS ?= -O2 -g
PKG_CONFIG ?= pkg-config
FLEX ?= flex
BISON ?= bison
INSTALL ?= install
bindir ?= $(PREFIX)/bin
libdir ?= $(PREFIX)/lib
includedir ?= $(PREFIX)/include
datadir ?= $(PREFIX)/share
mandir ?= $(datadir)/man

# ---------------------------------------------------------------- sources
# One list a folder, in alphabetical order. The order of folders is the law of
# ARCHITECTURE.md, which tests/deps_check.sh enforces.

BASE_SRC := \
	base/arena.c \
	base/buf.c \
	base/csv.c \
	base/date.c \
	base/decimal.c \
	base/decode.c \
	base/diag.c \
	base/diag_json.c \
	base/diag_render.c \
	base/diag_table.c \
	base/edition.c \
	base/file.c \
	base/json.c \
	base/linear.c \
	base/map.c \
	base/ratio.c \
	base/report.c \
	base/source.c \
	base/status.c \
	base/team.c \
	base/utf8.c \
	base/width.c

# grammar/scan.l and grammar/parse.y become scan.lex.[ch] and parse.tab.[ch] in $(BUILD)/grammar.
GRAMMAR_SRC := \
	grammar/ast_build.c \
	grammar/ast_clause.c \
	grammar/ast_dump.c \
	grammar/ast_item.c \
	grammar/chars.c \
	grammar/complain.c \
	grammar/format.c \
	grammar/keyword.c \
	grammar/layout.c \
	grammar/numeral.c \
	grammar/parse.c \
	grammar/scan.c \
	grammar/scan_token.c \
	grammar/slip.c \
	grammar/text_check.c \
	grammar/unicode.c
GRAMMAR_SCAN := grammar/scan.l
GRAMMAR_PARSE := grammar/parse.y

RUNTIME_SRC := \
	runtime/because.c \
	runtime/concern.c \
	runtime/decide.c \
	runtime/disasm.c \
	runtime/facts.c \
	runtime/facts_json.c \
	runtime/facts_layer.c \
	runtime/facts_side.c \
	runtime/facts_place.c \
	runtime/facts_scan.c \
	runtime/facts_site.c \
	runtime/facts_value.c \
	runtime/html.c \
	runtime/image_layout.c \
	runtime/image_read.c \
	runtime/image_write.c \
	runtime/lexicon.c \
	runtime/locate.c \
	runtime/locate_stretch.c \
	runtime/locate_words.c \
	runtime/opcode.c \
	runtime/plan.c \
	runtime/plan_build.c \
	runtime/plan_image.c \
	runtime/quantity.c \
	runtime/reason.c \
	runtime/render.c \
	runtime/render_doc.c \
	runtime/render_html.c \
	runtime/render_json.c \
	runtime/render_part.c \
	runtime/render_reason.c \
	runtime/render_site.c \
	runtime/render_aside.c \
	runtime/render_text.c \
	runtime/run.c \
	runtime/test_op.c \
	runtime/verify.c \
	runtime/verify_code.c \
	runtime/verify_fields.c \
	runtime/verify_layers.c \
	runtime/verify_plans.c \
	runtime/verify_tables.c \
	runtime/verify_tests.c \
	runtime/verify_texts.c \
	runtime/vm.c

# The gate to GEOS and PROJ. The only part that may compute with floating point (tests/float.sh).
GEO_SRC := \
	runtime/geo/crowd.c \
	runtime/geo/crs.c \
	runtime/geo/degrees.c \
	runtime/geo/faces.c \
	runtime/geo/gate.c \
	runtime/geo/geojson.c \
	runtime/geo/layer.c \
	runtime/geo/layer_build.c \
	runtime/geo/layer_grid.c \
	runtime/geo/layer_query.c \
	runtime/geo/mesh.c \
	runtime/geo/metric.c \
	runtime/geo/number.c \
	runtime/geo/project.c \
	runtime/geo/shape.c \
	runtime/geo/site.c \
	runtime/geo/site_join.c \
	runtime/geo/survey.c

# Beside the runtime in its library: all it needs is an image.
ADVICE_SRC := \
	advice/advice.c \
	advice/advice_json.c \
	advice/advice_text.c \
	advice/advice_words.c \
	advice/board.c \
	advice/cells.c \
	advice/cells_number.c \
	advice/change.c \
	advice/copy.c \
	advice/move.c \
	advice/near.c \
	advice/settle.c

COMPILER_SRC := \
	compiler/attribute.c \
	compiler/border.c \
	compiler/border_near.c \
	compiler/check.c \
	compiler/check_rule.c \
	compiler/codes.c \
	compiler/compile.c \
	compiler/condition.c \
	compiler/coverage.c \
	compiler/coverage_count.c \
	compiler/coverage_json.c \
	compiler/coverage_next.c \
	compiler/coverage_text.c \
	compiler/emit.c \
	compiler/emit_code.c \
	compiler/emit_geometry.c \
	compiler/emit_vocab.c \
	compiler/env.c \
	compiler/find.c \
	compiler/geometry.c \
	compiler/geometry_check.c \
	compiler/geometry_fault.c \
	compiler/geometry_gap.c \
	compiler/levels.c \
	compiler/load.c \
	compiler/measure.c \
	compiler/model.c \
	compiler/names.c \
	compiler/outline.c \
	compiler/override.c \
	compiler/place.c \
	compiler/respell.c \
	compiler/rule.c \
	compiler/scope.c \
	compiler/stretch.c \
	compiler/stream.c \
	compiler/sum.c \
	compiler/text.c \
	compiler/type.c \
	compiler/vocab.c

ANALYSIS_SRC := \
	analysis/boundary.c \
	analysis/check.c \
	analysis/check_basis.c \
	analysis/check_edition.c \
	analysis/check_list.c \
	analysis/check_pair.c \
	analysis/check_run.c \
	analysis/check_single.c \
	analysis/check_threshold.c \
	analysis/check_tier.c \
	analysis/tier_matter.c \
	analysis/tier_ways.c \
	analysis/diff.c \
	analysis/diff_ask.c \
	analysis/diff_border.c \
	analysis/diff_compare.c \
	analysis/diff_condition.c \
	analysis/diff_declare.c \
	analysis/diff_detail.c \
	analysis/diff_ground.c \
	analysis/diff_html.c \
	analysis/diff_impact.c \
	analysis/diff_joint.c \
	analysis/diff_json.c \
	analysis/diff_measure.c \
	analysis/diff_same.c \
	analysis/diff_listed.c \
	analysis/diff_said.c \
	analysis/diff_spot.c \
	analysis/diff_text.c \
	analysis/diff_unit.c \
	analysis/diff_vocab.c \
	analysis/diff_word.c \
	analysis/form.c \
	analysis/imaged.c \
	analysis/impact_read.c \
	analysis/impact_write.c \
	analysis/joint.c \
	analysis/linear.c \
	analysis/mutate.c \
	analysis/mutate_days.c \
	analysis/mutate_differ.c \
	analysis/nearby.c \
	analysis/neighbours.c \
	analysis/neighbours_json.c \
	analysis/neighbours_side.c \
	analysis/neighbours_text.c \
	analysis/point.c \
	analysis/reading.c \
	analysis/prove.c \
	analysis/realm.c \
	analysis/solve.c \
	analysis/study.c \
	analysis/subject.c \
	analysis/trial.c \
	analysis/witness.c

EXCHANGE_SRC := \
	exchange/align.c \
	exchange/export.c \
	exchange/fold.c \
	exchange/folder.c \
	exchange/import.c \
	exchange/layout.c \
	exchange/leftover.c \
	exchange/list.c \
	exchange/list_check.c \
	exchange/match.c \
	exchange/published.c \
	exchange/reading.c \
	exchange/sheet.c \
	exchange/split.c \
	exchange/suggest.c \
	exchange/tokens.c \
	exchange/words.c \
	exchange/write.c

STORE_SRC := \
	store/asof.c \
	store/audit.c \
	store/audit_render.c \
	store/authority.c \
	store/commit.c \
	store/convoy.c \
	store/decision.c \
	store/decision_text.c \
	store/digest.c \
	store/entry.c \
	store/entry_shape.c \
	store/filing.c \
	store/git.c \
	store/git_open.c \
	store/history.c \
	store/key.c \
	store/ledger.c \
	store/lifecycle.c \
	store/load.c \
	store/manifest.c \
	store/record.c \
	store/record_write.c \
	store/seen.c \
	store/sshsig.c \
	store/tree.c \
	store/wire.c

# Sets of images: an image for each part of a country, built anew where something changed.
SET_SRC := \
	set/build.c \
	set/compose.c \
	set/folder.c \
	set/index.c \
	set/make.c \
	set/memory.c \
	set/plan.c \
	set/reach.c \
	set/source.c

CLI_SRC := \
	cli/beside.c \
	cli/boundaries.c \
	cli/cases.c \
	cli/clock.c \
	cli/cmd_batch.c \
	cli/cmd_build.c \
	cli/cmd_check.c \
	cli/cmd_coverage.c \
	cli/cmd_diff.c \
	cli/cmd_disasm.c \
	cli/cmd_eval.c \
	cli/cmd_explain.c \
	cli/cmd_export.c \
	cli/cmd_fmt.c \
	cli/cmd_import.c \
	cli/cmd_locate.c \
	cli/cmd_neighbours.c \
	cli/cmd_store.c \
	cli/cmd_test.c \
	cli/exercise.c \
	cli/crew.c \
	cli/expect.c \
	cli/image.c \
	cli/images.c \
	cli/known.c \
	cli/io.c \
	cli/locate_json.c \
	cli/locate_text.c \
	cli/locate_unit.c \
	cli/main.c \
	cli/opt.c \
	cli/mutation.c \
	cli/paths.c \
	cli/property.c \
	cli/proving.c \
	cli/site.c \
	cli/store_ask.c \
	cli/store_change.c \
	cli/store_clause.c \
	cli/store_compose.c \
	cli/store_eval.c \
	cli/store_file.c \
	cli/store_history.c \
	cli/store_known.c \
	cli/store_parcel.c \
	cli/store_receive.c \
	cli/store_replay.c \
	cli/store_set.c \
	cli/store_shelf.c \
	cli/store_submit.c \
	cli/store_verify.c \
	cli/usage.c

PUBLIC_HEADERS := \
	include/yice/advice.h \
	include/yice/analysis.h \
	include/yice/compile.h \
	include/yice/coverage.h \
	include/yice/digest.h \
	include/yice/eval.h \
	include/yice/exchange.h \
	include/yice/neighbours.h \
	include/yice/report.h \
	include/yice/status.h

# One cmocka program each: tests/unit/NAME.c
UNIT_TESTS := \
	test_advice \
	test_arena \
	test_asof \
	test_audit \
	test_authority \
	test_chains \
	test_boundary \
	test_buf \
	test_check \
	test_codes \
	test_csv \
	test_date \
	test_decision \
	test_diag \
	test_diag_render \
	test_diff \
	test_diff_words \
	test_digest \
	test_dirty \
	test_edition \
	test_emit \
	test_entry \
	test_facts \
	test_facts_against \
	test_facts_scan \
	test_faults \
	test_format \
	test_gate \
	test_geometry \
	test_image \
	test_history \
	test_import \
	test_json \
	test_layer \
	test_ledger_oom \
	test_lifecycle \
	test_linear \
	test_map \
	test_measure \
	test_model \
	test_monotone \
	test_mutants \
	test_mutate \
	test_neighbours \
	test_oom \
	test_opt \
	test_parse \
	test_plan \
	test_prove \
	test_quantity \
	test_ratio \
	test_reason \
	test_rule \
	test_scan \
	test_set \
	test_set_oom \
	test_site \
	test_solve \
	test_source \
	test_split \
	test_status \
	test_store_key \
	test_stream \
	test_store_record \
	test_stretch \
	test_team \
	test_text \
	test_utf8 \
	test_verify \
	test_vm

# Those that share the hand-built image of tests/unit/fixture_image.c.
FIXTURE_TESTS := test_facts test_facts_scan test_image test_mutants test_plan test_quantity test_reason test_verify test_vm

# Those that make territories.
TERRITORY_TESTS := test_faults test_geometry test_layer test_neighbours test_oom

# Programs that run under ASan and UBSan, in $(BUILD)/asan: the fuzz targets with their driver, and tests/oom.
FUZZ_TARGETS := degrees entry facts geojson image layer set source survey table whole
SANITIZED_TESTS := $(FUZZ_TARGETS:%=tests/fuzz/%) tests/oom/oom

# Measuring: tests/bench/*.c, run by tests/bench/bench.sh and tests/bench/neutral.
BENCH_PROGRAMS := country cover decide history layer life translate

# The reference interpreter, and the differential test that holds the program against it.
REFERENCE_SRC := answer constructs decide differential exact generate generate_clause generate_facts generate_ground generate_test generate_words ground judge known outline shrink words

# The store under fire; calls.c puts its own functions before the C library's. power needs root, FUSE and loop devices.
TRIAL_SRC := calls chain endure fail pace trial
POWER_SRC := disk power

# Further layers of tests: programs that print TAP (tests/run.sh). YICE, BUILD and ROOT are in their environment.
GOLDEN_SUITE := tests/golden.sh
SUITES := \
	tests/analysis.sh \
	tests/cli.sh \
	tests/deps_check.sh \
	tests/differential.sh \
	tests/embed.sh \
	tests/exchange.sh \
	tests/exact.sh \
	tests/faults.sh \
	tests/float.sh \
	tests/fuzz.sh \
	tests/headers.sh \
	tests/install.sh \
	tests/known.sh \
	tests/man.sh \
	tests/mistakes.sh \
	tests/oom.sh \
	tests/proj.sh \
	tests/report.sh \
	tests/rules.sh \
	tests/runtime_alone.sh \
	tests/scan_backup.sh \
	tests/sets.sh \
	tests/store_trial.sh \
	tests/threads.sh \
	tests/store.sh \
	tests/store_history.sh \
	tests/store_nodes.sh \
	tests/store_pairs.sh \
	tests/store_together.sh

# What takes long: `make check-store`.
STORE_SUITES := \
	tests/store_power.sh \
	tests/store_rules.sh \
	tests/store_long.sh

MAN_PAGES := \
	man/yice.1 \
	man/yice-batch.1 \
	man/yice-build.1 \
	man/yice-check.1 \
	man/yice-coverage.1 \
	man/yice-diff.1 \
	man/yice-disasm.1 \
	man/yice-eval.1 \
	man/yice-explain.1 \
	man/yice-export.1 \
	man/yice-fmt.1 \
	man/yice-import.1 \
	man/yice-locate.1 \
	man/yice-neighbours.1 \
	man/yice-store.1 \
	man/yice-test.1 \
	man/yice-analysis.7 \
	man/yice-facts.5 \
	man/yice-image.5 \
	man/yice-set.5 \
	man/yice-store.5 \
	man/yice-language.7 \
	man/zh_CN/yice.1 \
	man/zh_CN/yice-batch.1 \
	man/zh_CN/yice-build.1 \
	man/zh_CN/yice-check.1 \
	man/zh_CN/yice-coverage.1 \
	man/zh_CN/yice-diff.1 \
	man/zh_CN/yice-disasm.1 \
	man/zh_CN/yice-eval.1 \
	man/zh_CN/yice-explain.1 \
	man/zh_CN/yice-export.1 \
	man/zh_CN/yice-fmt.1 \
	man/zh_CN/yice-import.1 \
	man/zh_CN/yice-locate.1 \
	man/zh_CN/yice-neighbours.1 \
	man/zh_CN/yice-store.1 \
	man/zh_CN/yice-test.1 \
	man/zh_CN/yice-analysis.7 \
	man/zh_CN/yice-facts.5 \
	man/zh_CN/yice-image.5 \
	man/zh_CN/yice-set.5 \
	man/zh_CN/yice-store.5 \
	man/zh_CN/yice-language.7

# What `make deps` installs: a compiler with its C library, the generators and the libraries, and what stock git needs to
# check signatures, which tests and the manual show.
DEPS_APT := gcc libc6-dev make flex bison pkg-config libcmocka-dev libunistring-dev libssl-dev \
	libgit2-dev libgeos-dev libproj-dev git openssh-client

# ---------------------------------------------------------------- settings that follow

# A list may name a file that is still being written; it joins the build when it exists.
present = $(foreach f,$(1),$(wildcard $(f)))

WARNINGS := -Wall -Wextra -Wshadow -Wconversion -Wundef -Wvla -Wformat=2 -Wstrict-prototypes \
	-Wmissing-prototypes $(if $(WERROR),-Werror)
YICE_CPPFLAGS := -I. -Iinclude -I$(BUILD) -D_XOPEN_SOURCE=700 -D_FILE_OFFSET_BITS=64
YICE_CFLAGS := -std=c11 -fvisibility=hidden $(WARNINGS)
# Only for what flex and bison wrote.
GENERATED_CFLAGS := -Wno-conversion -Wno-sign-conversion -Wno-sign-compare -Wno-shadow -Wno-undef \
	-Wno-unused-function -Wno-unused-but-set-variable -Wno-missing-prototypes

UNISTRING_LIBS ?= -lunistring
CRYPTO_CFLAGS := $(shell $(PKG_CONFIG) --cflags libcrypto 2>/dev/null)
CRYPTO_LIBS := $(shell $(PKG_CONFIG) --libs libcrypto 2>/dev/null || echo -lcrypto)
GEO_LIBS ?= -lgeos_c -lproj -lm
GIT_CFLAGS := $(shell $(PKG_CONFIG) --cflags libgit2 2>/dev/null)
GIT_LIBS := $(shell $(PKG_CONFIG) --libs libgit2 2>/dev/null || echo -lgit2)
CMOCKA_CFLAGS := $(shell $(PKG_CONFIG) --cflags cmocka 2>/dev/null)
CMOCKA_LIBS := $(shell $(PKG_CONFIG) --libs cmocka 2>/dev/null || echo -lcmocka)
YICE_LIBS := $(UNISTRING_LIBS) $(GIT_LIBS) $(CRYPTO_LIBS) $(GEO_LIBS)

objects = $(patsubst %.c,$(BUILD)/%.o,$(call present,$(1)))
BASE_OBJ := $(call objects,$(BASE_SRC))
GRAMMAR_GEN_C := $(patsubst grammar/%.l,$(BUILD)/grammar/%.lex.c,$(call present,$(GRAMMAR_SCAN))) \
	$(patsubst grammar/%.y,$(BUILD)/grammar/%.tab.c,$(call present,$(GRAMMAR_PARSE)))
GRAMMAR_GEN_H := $(GRAMMAR_GEN_C:.c=.h)
GRAMMAR_GEN_OBJ := $(GRAMMAR_GEN_C:.c=.o)
GRAMMAR_OBJ := $(call objects,$(GRAMMAR_SRC)) $(GRAMMAR_GEN_OBJ)
RUNTIME_OBJ := $(call objects,$(RUNTIME_SRC)) $(call objects,$(GEO_SRC))
ADVICE_OBJ := $(call objects,$(ADVICE_SRC))
COMPILER_OBJ := $(call objects,$(COMPILER_SRC))
EXCHANGE_OBJ := $(call objects,$(EXCHANGE_SRC))
ANALYSIS_OBJ := $(call objects,$(ANALYSIS_SRC))
STORE_OBJ := $(call objects,$(STORE_SRC))
SET_OBJ := $(call objects,$(SET_SRC))
CLI_OBJ := $(call objects,$(CLI_SRC))
UNIT_OBJ := $(call objects,$(UNIT_TESTS:%=tests/unit/%.c))
UNIT_BIN := $(UNIT_OBJ:.o=)
FIXTURE_OBJ := $(call objects,tests/unit/fixture_image.c)
TERRITORY_OBJ := $(call objects,tests/unit/territory.c)
WORLD_OBJ := $(call objects,tests/unit/small_world.c tests/unit/random_lists.c)
FUZZ_OBJ := $(FUZZ_TARGETS:%=$(BUILD)/tests/fuzz/%.o) $(BUILD)/tests/fuzz/driver.o
OOM_OBJ := $(call objects,tests/oom/oom.c)
REFERENCE_OBJ := $(call objects,$(REFERENCE_SRC:%=tests/reference/%.c))
REFERENCE_BIN := $(BUILD)/tests/reference/differential
PAIRS_OBJ := $(call objects,tests/analysis/pairs.c tests/analysis/findings.c tests/analysis/joint.c tests/analysis/tokens.c)
PAIRS_BIN := $(PAIRS_OBJ:.o=)
FINDINGS_OBJ := $(call objects,tests/analysis/clauses.c tests/analysis/loosening.c)
POSTGIS_OBJ := $(call objects,tests/postgis/sites.c)
BENCH_OBJ := $(BENCH_PROGRAMS:%=$(BUILD)/tests/bench/%.o)
TRIAL_OBJ := $(call objects,$(TRIAL_SRC:%=tests/store/%.c))
TRIAL_BIN := $(BUILD)/tests/store/trial
POWER_OBJ := $(call objects,$(POWER_SRC:%=tests/store/%.c))
POWER_BIN := $(BUILD)/tests/store/power
ALL_OBJ := $(BASE_OBJ) $(GRAMMAR_OBJ) $(RUNTIME_OBJ) $(ADVICE_OBJ) $(COMPILER_OBJ) $(ANALYSIS_OBJ) $(EXCHANGE_OBJ) $(STORE_OBJ) $(SET_OBJ) $(CLI_OBJ) $(UNIT_OBJ) $(FIXTURE_OBJ) $(TERRITORY_OBJ) $(WORLD_OBJ) \
	$(FUZZ_OBJ) $(OOM_OBJ) $(REFERENCE_OBJ) $(PAIRS_OBJ) $(FINDINGS_OBJ) $(BENCH_OBJ) $(POSTGIS_OBJ) $(TRIAL_OBJ) $(POWER_OBJ)


LIB_RUNTIME := $(BUILD)/libyice-runtime.a
LIB_YICE := $(BUILD)/libyice.a
PROGRAM := $(if $(CLI_OBJ),$(BUILD)/yice)

DIRS := $(sort $(patsubst %/,%,$(dir $(ALL_OBJ))) $(BUILD))

# $(call run,WHAT,FILE) before a command: names it, or with V=1 shows it.
run = $(if $(filter 1,$(V)),,@printf '  %-7s %s\n' '$(1)' '$(2)';)

TEST_ENV = env LC_ALL=C TZ=UTC ROOT='$(CURDIR)' BUILD='$(abspath $(BUILD))' YICE='$(abspath $(BUILD))/yice' \
	CC='$(CC)' TEST_CPPFLAGS='$(YICE_CPPFLAGS) $(CPPFLAGS)' TEST_CFLAGS='$(YICE_CFLAGS) $(CFLAGS)' \
	TEST_LDFLAGS='$(LDFLAGS)'

# ---------------------------------------------------------------- building

.PHONY: all
all: $(LIB_RUNTIME) $(LIB_YICE) $(PROGRAM)

$(DIRS):
	@mkdir -p $@

$(BUILD)/%.o: %.c | $(DIRS)
	$(call run,CC,$<) $(CC) $(YICE_CPPFLAGS) $(CPPFLAGS) $(YICE_CFLAGS) $(CFLAGS) $(EXTRA_CFLAGS) -MMD -MP -c -o $@ $<

$(GRAMMAR_GEN_OBJ): $(BUILD)/%.o: $(BUILD)/%.c | $(DIRS)
	$(call run,CC,$<) $(CC) $(YICE_CPPFLAGS) $(CPPFLAGS) $(YICE_CFLAGS) $(GENERATED_CFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/grammar/%.lex.c $(BUILD)/grammar/%.lex.h &: grammar/%.l | $(DIRS)
	$(call run,FLEX,$<) $(FLEX) --header-file=$(BUILD)/grammar/$*.lex.h -o $(BUILD)/grammar/$*.lex.c $<

$(BUILD)/grammar/%.tab.c $(BUILD)/grammar/%.tab.h &: grammar/%.y | $(DIRS)
	$(call run,BISON,$<) $(BISON) -Wall -Werror -Wcounterexamples --header=$(BUILD)/grammar/$*.tab.h \
		-o $(BUILD)/grammar/$*.tab.c $<

$(GRAMMAR_OBJ) $(SET_OBJ) $(UNIT_OBJ) $(FIXTURE_OBJ) $(WORLD_OBJ) $(FUZZ_OBJ) $(OOM_OBJ) $(REFERENCE_OBJ) $(PAIRS_OBJ) $(FINDINGS_OBJ): | $(GRAMMAR_GEN_H)
$(STORE_OBJ) $(SET_OBJ) $(CLI_OBJ) $(BENCH_OBJ): EXTRA_CFLAGS = $(CRYPTO_CFLAGS) $(GIT_CFLAGS) -DYICE_VERSION='"$(VERSION)"'
$(UNIT_OBJ) $(FIXTURE_OBJ) $(WORLD_OBJ): EXTRA_CFLAGS = $(CMOCKA_CFLAGS)

$(LIB_RUNTIME): $(BASE_OBJ) $(RUNTIME_OBJ) $(ADVICE_OBJ) | $(DIRS)
	$(call run,AR,$@) rm -f $@ && $(AR) rcs $@ $^

$(LIB_YICE): $(BASE_OBJ) $(GRAMMAR_OBJ) $(RUNTIME_OBJ) $(ADVICE_OBJ) $(COMPILER_OBJ) $(ANALYSIS_OBJ) $(EXCHANGE_OBJ) $(STORE_OBJ) $(SET_OBJ) | $(DIRS)
	$(call run,AR,$@) rm -f $@ && $(AR) rcs $@ $^

$(BUILD)/yice: $(CLI_OBJ) $(LIB_YICE)
	$(call run,LD,$@) $(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(CLI_OBJ) $(LIB_YICE) $(YICE_LIBS) $(LDLIBS)

$(FIXTURE_TESTS:%=$(BUILD)/tests/unit/%): $(FIXTURE_OBJ)
$(TERRITORY_TESTS:%=$(BUILD)/tests/unit/%) $(BUILD)/tests/bench/layer $(BUILD)/tests/bench/cover: $(TERRITORY_OBJ)
$(BUILD)/tests/unit/test_advice: $(BUILD)/tests/unit/small_world.o
$(BUILD)/tests/unit/test_diff: $(BUILD)/tests/unit/random_lists.o
$(BUILD)/tests/unit/test_opt: $(BUILD)/cli/opt.o
$(UNIT_BIN): %: %.o $(LIB_YICE)
	$(call run,LD,$@) $(CC) $(CFLAGS) $(EXTRA_LDFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LIB_YICE) $(YICE_LIBS) $(CMOCKA_LIBS) $(LDLIBS)

# FUZZ_ENGINE is driver.o, or what `make fuzz` puts in its place.
FUZZ_ENGINE ?= $(BUILD)/tests/fuzz/driver.o
$(FUZZ_TARGETS:%=$(BUILD)/tests/fuzz/%): %: %.o $(FUZZ_ENGINE) $(LIB_YICE)
	$(call run,LD,$@) $(CC) $(CFLAGS) $(LDFLAGS) $(FUZZ_LDFLAGS) -o $@ $^ $(YICE_LIBS) $(LDLIBS)

# Its own functions stand before the C library's, for libgit2 too.
$(TRIAL_OBJ) $(POWER_OBJ): EXTRA_CFLAGS = -D_GNU_SOURCE
$(TRIAL_BIN): $(TRIAL_OBJ) $(LIB_YICE)
	$(call run,LD,$@) $(CC) $(CFLAGS) -rdynamic $(LDFLAGS) -o $@ $^ $(YICE_LIBS) -ldl $(LDLIBS)

$(POWER_BIN): $(POWER_OBJ)
	$(call run,LD,$@) $(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(REFERENCE_BIN): $(REFERENCE_OBJ) $(LIB_YICE)
	$(call run,LD,$@) $(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(YICE_LIBS) $(LDLIBS)

$(BUILD)/tests/analysis/findings: $(FINDINGS_OBJ)
$(PAIRS_BIN): %: %.o $(LIB_YICE)
	$(call run,LD,$@) $(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(YICE_LIBS) $(LDLIBS)

$(BUILD)/tests/oom/oom: %: %.o $(LIB_YICE)
	$(call run,LD,$@) $(CC) $(CFLAGS) $(EXTRA_LDFLAGS) $(LDFLAGS) -o $@ $^ $(YICE_LIBS) $(LDLIBS)

$(BUILD)/tests/postgis/sites: $(TERRITORY_OBJ)
$(BENCH_OBJ:.o=) $(POSTGIS_OBJ:.o=): %: %.o $(LIB_YICE)
	$(call run,LD,$@) $(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(YICE_LIBS) $(LDLIBS)

# Allocations of the library go through the test, which refuses them one by one.
$(BUILD)/tests/oom/oom $(BUILD)/tests/unit/test_history $(BUILD)/tests/unit/test_ledger_oom $(BUILD)/tests/unit/test_oom $(BUILD)/tests/unit/test_set_oom: EXTRA_LDFLAGS = -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc

-include $(ALL_OBJ:.o=.d)

# ---------------------------------------------------------------- setting up

.PHONY: deps
deps:
	@missing=; for p in $(DEPS_APT); do \
		dpkg-query -W -f '$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$p"; \
	done; \
	[ -n "$$missing" ] || exit 0; \
	command -v apt-get >/dev/null || { echo "make deps: please install:$$missing" >&2; exit 1; }; \
	sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	echo "installing:$$missing"; \
	$$sudo apt-get update -q && \
	$$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $$missing

# The second make reads the settings again, now that pkg-config and the libraries are there.
.PHONY: demo
demo: deps
	@$(MAKE) --no-print-directory all
	@$(TEST_ENV) sh examples/demo.sh

# ---------------------------------------------------------------- tests

.PHONY: check check-built unit golden golden-update
check: deps
	@$(MAKE) --no-print-directory check-built

check-built: all $(UNIT_BIN) $(TRIAL_BIN) $(REFERENCE_BIN) $(PAIRS_BIN) $(BUILD)/tests/bench/country $(GRAMMAR_GEN_H)
	@$(MAKE) --no-print-directory sanitized
	@$(TEST_ENV) sh tests/run.sh $(UNIT_BIN) $(call present,$(GOLDEN_SUITE) $(SUITES))

unit: $(UNIT_BIN)
	@$(TEST_ENV) sh tests/run.sh $(UNIT_BIN)

# The store, for minutes or hours; figures are in the lines that begin with #.
.PHONY: check-store
check-store: all $(UNIT_BIN) $(TRIAL_BIN) $(POWER_BIN)
	@for suite in $(call present,$(STORE_SUITES)); do $(TEST_ENV) sh $$suite || exit 1; done
	@$(TEST_ENV) STEPS=$${STEPS:-400} sh tests/store_nodes.sh
	@$(TEST_ENV) EVERY=1 STRIKES=$${STRIKES:-200} sh tests/store_pairs.sh

# Decisions on record, made and replayed by programs of two compilers with and without optimization (DECISIONS, TIERS).
REPLAY_BUILDS := gcc-O2 gcc-O0 clang-O2 clang-O0
.PHONY: check-replay
check-replay:
	@for b in $(REPLAY_BUILDS); do \
		$(MAKE) --no-print-directory BUILD='$(BUILD)/replay/'$$b CC=$${b%-*} CFLAGS=-$${b#*-} all || exit 1; \
	done
	@$(TEST_ENV) PROGRAMS='$(REPLAY_BUILDS:%=$(abspath $(BUILD))/replay/%/yice)' sh tests/store_replay.sh

golden: all
	@$(TEST_ENV) sh tests/run.sh $(call present,$(GOLDEN_SUITE))

golden-update: all
	@$(TEST_ENV) sh $(GOLDEN_SUITE) --update

# The analysis against enumeration: its solver on N random pairs of clauses from SEED on, its findings on a list for 50 of them.
.PHONY: pairs
pairs: $(PAIRS_BIN)
	@$(BUILD)/tests/analysis/pairs -n $(N) -s $(SEED)
	@$(BUILD)/tests/analysis/findings -n $$(($(N) / 50 + 1)) -s $(SEED)
	@$(BUILD)/tests/analysis/joint -n $$(($(N) / 10 + 1)) -s $(SEED)
	@cd tests/analysis/tokens && $(abspath $(BUILD))/tests/analysis/tokens

# The program against the reference: N random decisions from SEED on; differences are kept in the folder named.
.PHONY: differential
N ?= 1000000
SEED ?= 1
differential: $(REFERENCE_BIN)
	@mkdir -p $(BUILD)/differential
	@$(REFERENCE_BIN) -w $(BUILD)/differential -n $(N) -s $(SEED)

.PHONY: asan clang sanitized sanitized-built fuzz fuzz-built
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=undefined
asan:
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/asan \
		CFLAGS='-O1 -g -fno-omit-frame-pointer $(SANITIZE)' LDFLAGS='$(SANITIZE)' asan-built

sanitized:
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/asan \
		CFLAGS='-O1 -g -fno-omit-frame-pointer $(SANITIZE)' LDFLAGS='$(SANITIZE)' sanitized-built

sanitized-built: $(addprefix $(BUILD)/,$(SANITIZED_TESTS))

# Coverage-guided, for as long as one likes. TARGET is one of FUZZ_TARGETS; seeds of `whole` are tests/conformance:
#   $(BUILD)/fuzz/tests/fuzz/TARGET -dict=$(BUILD)/fuzz/tests/fuzz/TARGET.dict CORPUS tests/fuzz/seeds/TARGET
# Images have no dictionary; `$(BUILD)/asan/tests/fuzz/image -c -e CORPUS tests/fuzz/seeds/image` compiles their seeds.
fuzz:
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/fuzz CC=clang FUZZ_ENGINE= FUZZ_LDFLAGS=-fsanitize=fuzzer \
		CFLAGS='-O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link $(SANITIZE)' \
		LDFLAGS='$(SANITIZE)' fuzz-built

fuzz-built: $(FUZZ_TARGETS:%=$(BUILD)/tests/fuzz/%) $(patsubst %,$(BUILD)/%,$(wildcard tests/fuzz/*.dict))

$(BUILD)/tests/fuzz/%.dict: tests/fuzz/%.dict tests/fuzz/dict.awk | $(DIRS)
	$(call run,DICT,$@) LC_ALL=C awk -f tests/fuzz/dict.awk $< >$@

# Threads under ThreadSanitizer.
.PHONY: tsan tsan-built
tsan:
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/tsan CFLAGS='-O1 -g -fsanitize=thread' \
		LDFLAGS='-fsanitize=thread' tsan-built

tsan-built: all
	@$(TEST_ENV) sh tests/run.sh tests/threads.sh

.PHONY: asan-built
asan-built: all $(UNIT_BIN)
	@$(TEST_ENV) sh tests/run.sh $(UNIT_BIN) $(call present,$(GOLDEN_SUITE))

clang:
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/clang CC=clang clang-built

.PHONY: clang-built
clang-built: all $(UNIT_BIN)

# Lines and branches of C that the tests reach, by file (gcovr). A branch of an assertion is not counted: it is there not
# to be taken. What runs the sanitized programs and the long suites is left out. Counters are atomic: threads spoil others.
.PHONY: coverage coverage-built
COVERED := base grammar compiler analysis runtime advice exchange store set cli
COVERAGE_SUITES := tests/cli.sh tests/rules.sh tests/mistakes.sh tests/man.sh tests/differential.sh tests/exchange.sh \
	tests/analysis.sh tests/store.sh tests/store_history.sh tests/sets.sh tests/exact.sh tests/oom.sh
coverage:
	@command -v gcovr >/dev/null || { echo 'make coverage: please install gcovr' >&2; exit 1; }
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/coverage CFLAGS='-O0 -g --coverage -fprofile-abs-path -fprofile-update=atomic' \
		LDFLAGS=--coverage coverage-built

coverage-built: all $(UNIT_BIN) $(REFERENCE_BIN) $(PAIRS_BIN) $(BUILD)/tests/oom/oom
	@find $(BUILD) -name '*.gcda' -delete
	-@$(TEST_ENV) OOM='$(abspath $(BUILD))/tests/oom/oom' \
		sh tests/run.sh $(UNIT_BIN) $(call present,$(GOLDEN_SUITE) $(COVERAGE_SUITES)) >$(BUILD)/tests.log 2>&1
	@tail -n 1 $(BUILD)/tests.log
	@cd $(BUILD) && gcovr --root '$(CURDIR)' $(COVERED:%=--filter '$(CURDIR)/%/') --exclude-branches-by-pattern '.*assert\(.*' \
		--json coverage.json . 2>gcovr.log && \
		gcovr --root '$(CURDIR)' -a coverage.json --txt lines.txt && \
		gcovr --root '$(CURDIR)' -a coverage.json --txt branches.txt --branches
	@sh tests/coverage.sh $(BUILD)/lines.txt lines $(COVERED)
	@sh tests/coverage.sh $(BUILD)/branches.txt branches $(COVERED)

# Paths that go wrong, as clang's analyzer follows them through each file; a finding is an error. What flex and bison
# write is theirs.
.PHONY: analyze analyze-built
analyze:
	@command -v clang >/dev/null || { echo 'make analyze: please install clang' >&2; exit 1; }
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/analyze CC=clang \
		CFLAGS='--analyze --analyzer-output text -Xclang -analyzer-werror' analyze-built

analyze-built: $(filter-out $(GRAMMAR_GEN_OBJ),$(GRAMMAR_OBJ) $(call objects,$(BASE_SRC) $(RUNTIME_SRC) $(ADVICE_SRC) $(COMPILER_SRC) \
	$(ANALYSIS_SRC) $(EXCHANGE_SRC) $(STORE_SRC) $(CLI_SRC)))

# Reads of uninitialized memory, which the sanitizers do not see: unit tests and the program under valgrind.
.PHONY: valgrind
VALGRIND := valgrind -q --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite
valgrind: all $(UNIT_BIN)
	@command -v valgrind >/dev/null || { echo 'make valgrind: please install valgrind' >&2; exit 1; }
	@$(TEST_ENV) VALGRIND='$(VALGRIND)' sh tests/valgrind.sh $(filter-out %/test_oom,$(UNIT_BIN))

.PHONY: deps-check headers
deps-check:
	@$(TEST_ENV) sh tests/run.sh tests/deps_check.sh

headers: $(GRAMMAR_GEN_H)
	@$(TEST_ENV) sh tests/run.sh tests/headers.sh

# ---------------------------------------------------------------- measuring

# UNITS, PROJECTS, SEED, REPS and SLICES are settings of tests/bench/bench.sh.
.PHONY: bench bench-store bench-programs
bench: bench-programs
	@$(TEST_ENV) sh tests/bench/bench.sh

# Look-ups in layers of units. UNITS, POINTS and REPS are settings of tests/bench/layer.sh.
.PHONY: bench-layer
bench-layer: bench-programs
	@$(TEST_ENV) sh tests/bench/layer.sh

bench-store: all bench-programs
	@$(TEST_ENV) sh tests/bench/history.sh

# A million points on a territory of 2,500 units and more, against every edge of every unit (half a minute); then the check
# of a territory as large as a country, with faults planted (half a minute, 2.7 GB). UNITS, FAULTS and SEED are settings.
.PHONY: check-territory
check-territory: $(BUILD)/tests/unit/test_layer $(BUILD)/tests/bench/cover
	@TERRITORY_POINTS=1000000 TERRITORY_SIDE=50 $(BUILD)/tests/unit/test_layer
	@work=$$(mktemp -d) && trap 'rm -rf "$$work"' EXIT && \
		$(BUILD)/tests/bench/cover $(or $(UNITS),44000) $(or $(SEED),1) $(or $(FAULTS),400) "$$work"

# Random sites against PostGIS, where it is installed.
.PHONY: check-postgis
check-postgis: all $(BUILD)/tests/postgis/sites
	@$(TEST_ENV) SIDE='$(SIDE)' SITES='$(SITES)' SEED='$(SEED)' sh tests/postgis.sh
SIDE ?= 20
SITES ?= 3000

bench-programs: $(BENCH_OBJ:.o=)

# ---------------------------------------------------------------- installing

# The lines of a pkg-config file: $(call pc,DESCRIPTION,LIBS)
pc = 'Name: yice' 'Description: $(1)' 'Version: $(VERSION)' 'Libs: -L$(libdir) $(2)' 'Cflags: -I$(includedir)'

.PHONY: install uninstall
install: all
	$(INSTALL) -d $(DESTDIR)$(bindir) $(DESTDIR)$(libdir) $(DESTDIR)$(includedir)/yice $(DESTDIR)$(datadir)/yice
	$(if $(PROGRAM),$(INSTALL) -m 755 $(PROGRAM) $(DESTDIR)$(bindir)/yice)
	$(INSTALL) -m 644 $(LIB_YICE) $(LIB_RUNTIME) $(DESTDIR)$(libdir)
	$(INSTALL) -m 644 $(PUBLIC_HEADERS) $(DESTDIR)$(includedir)/yice
	$(INSTALL) -d $(DESTDIR)$(libdir)/pkgconfig $(DESTDIR)$(datadir)/doc/yice
	printf '%s\n' $(call pc,rules and projects: compile and decide,-lyice $(YICE_LIBS)) > $(DESTDIR)$(libdir)/pkgconfig/yice.pc
	printf '%s\n' $(call pc,decide projects by compiled rules,-lyice-runtime $(GEO_LIBS)) > $(DESTDIR)$(libdir)/pkgconfig/yice-runtime.pc
	$(INSTALL) -m 644 LICENSE NOTICE README.md README.zh.md CHANGELOG.md $(DESTDIR)$(datadir)/doc/yice
	set -e; for page in $(call present,$(MAN_PAGES)); do \
		dir=$${page#man/}; dir=$(DESTDIR)$(mandir)/$${dir%yice*}man$${page##*.}; \
		$(INSTALL) -d "$$dir"; $(INSTALL) -m 644 "$$page" "$$dir"; \
	done
	set -e; find rulesets -type f | LC_ALL=C sort | while read -r file; do \
		$(INSTALL) -d "$(DESTDIR)$(datadir)/yice/$$(dirname "$$file")"; \
		$(INSTALL) -m 644 "$$file" "$(DESTDIR)$(datadir)/yice/$$file"; \
	done

uninstall:
	rm -f $(DESTDIR)$(bindir)/yice
	rm -f $(DESTDIR)$(libdir)/$(notdir $(LIB_YICE)) $(DESTDIR)$(libdir)/$(notdir $(LIB_RUNTIME))
	rm -rf $(DESTDIR)$(includedir)/yice $(DESTDIR)$(datadir)/yice $(DESTDIR)$(datadir)/doc/yice
	rm -f $(DESTDIR)$(libdir)/pkgconfig/yice.pc $(DESTDIR)$(libdir)/pkgconfig/yice-runtime.pc
	for page in $(MAN_PAGES:man/%=%); do \
		rm -f $(DESTDIR)$(mandir)/$${page%yice*}man$${page##*.}/$${page##*/}; \
	done

.PHONY: clean help
clean:
	rm -rf $(BUILD)

help:
	@printf '%s\n' \
	'make demo           install what is missing, build, run examples/demo.sh' \
	'make check          install what is missing, build, run every test' \
	'make                libraries and program, into $$(BUILD) (build)' \
	'make deps           install what is missing (Debian packages)' \
	'make unit           unit tests only' \
	'make golden         golden cases only; golden-update rewrites them' \
	'make asan           unit and golden tests under ASan and UBSan' \
	'make tsan           batch with several threads under ThreadSanitizer' \
	'make fuzz           fuzz targets for libFuzzer (clang)' \
	'make clang          build everything with clang' \
	'make check-store    the store, long' \
	'make check-replay   decisions on record, replayed by programs of other compilers' \
	'make bench          how fast: UNITS (1000) PROJECTS SEED REPS SLICES' \
	'make bench-layer    how fast units are found: UNITS (44000) POINTS REPS' \
	'make bench-store    a long history beside stock git: VERSIONS (10000) FILES REPS' \
	'make check-territory  a million points against every edge; the check of 44,000 units' \
	'make check-postgis  SITES random sites against PostGIS, where it is installed' \
	'make differential   N decisions from SEED, by the program and by the reference interpreter' \
	'make pairs          N random pairs of clauses from SEED, by the analysis and by enumeration' \
	'make coverage       lines and branches of C that the tests reach (gcovr)' \
	'make analyze        paths that go wrong, by clang'"'"'s analyzer' \
	'make valgrind       unit tests and the program under valgrind' \
	'make deps-check     the include law and the file map of ARCHITECTURE.md' \
	'make headers        every header compiles alone' \
	'make install        DESTDIR and PREFIX are honoured; uninstall undoes it' \
	'make clean          remove $$(BUILD)' \
	'Settings: BUILD PREFIX CC CFLAGS LDFLAGS V=1 WERROR=1, or a file config.mk'

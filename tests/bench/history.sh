#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# make bench-store: a chain of VERSIONS signed versions of FILES files, asked by Yice and, in turn, by stock git. Medians
# of REPS runs, wall and processor time; ratios are of processor time, which other work on the machine disturbs less.
# Signatures are checked by git for SIGNED versions only, and the time of all is that of these, multiplied.
# STORE names a store that `history make` has made before.
set -eu
: "${VERSIONS:=10000}" "${FILES:=200}" "${REPS:=5}" "${SIGNED:=100}" "${STORE:=}"
: "${ROOT:=$(cd "$(dirname "$0")/../.." && pwd)}" "${BUILD:=$ROOT/build}" "${YICE:=$BUILD/yice}"
history=$BUILD/tests/bench/history
work=$(mktemp -d "${TMPDIR:-/tmp}/yice-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
export GIT_CONFIG_GLOBAL GIT_CONFIG_NOSYSTEM
path=src/f00007.yice

if [ -z "$STORE" ]; then
	STORE=$work/store
	"$history" make "$STORE" "$VERSIONS" "$FILES" >"$work/key"
	git -C "$STORE" repack -adq
	sed 's/^/bench namespaces="git" /' "$work/key" >"$STORE/signers"
fi
count=$(git -C "$STORE" rev-list --count pub/440600)

ours() # ours NAME: wall and processor time of that figure
{
	sed -n "s/^$1 //p" "$work/ours"
}
# line WHAT UNIT OURS THEIRS COMMAND [FACTOR]: two pairs "WALL CPU"; theirs times FACTOR
line()
{
	printf '%s\n' "$3 $4" | awk -v what="$1" -v unit="$2" -v command="$5" -v factor="${6:-1}" '{
		printf "%-34s %9.3f (%.3f) %s   git %9.3f (%.3f) %s   ratio %.4f   %s\n", what, $1, $2, unit, $3 * factor,
		       $4 * factor, unit, $2 / ($4 * factor), command }'
}
theirs() # theirs COMMAND…: in the store
{
	"$history" time "$REPS" git -C "$STORE" "$@" | cut -d ' ' -f 2-
}

"$history" ask "$STORE" "$REPS" >"$work/ours"
echo "$count versions of $FILES files; wall (processor) time"
line 'verify, signatures and all files' ms "$(ours verify-ms)" \
	"$(REPS=1 theirs -c gpg.ssh.allowedSignersFile="$STORE/signers" log "-$SIGNED" --format=%G? pub/440600)" \
	'git log --format=%G?, signatures alone' "$(awk "BEGIN { print $count / $SIGNED }")"
line '' ms "$(ours verify-ms)" "$(theirs fsck --no-dangling --no-progress)" 'git fsck, no signatures'
"$history" lines "$STORE" 2000 >"$work/lines"
line 'open a random version and its image' us "$(ours version-us)" \
	"$(theirs cat-file --batch --buffer <"$work/lines")" 'git cat-file --batch, a version' 0.5
line 'one file of a random version' us "$(ours file-us)" \
	"$(sed -n "s|:image|:$path|p" "$work/lines" >"$work/files" && theirs cat-file --batch --buffer <"$work/files")" \
	'git cat-file --batch, a file' 0.5
line "history of a path, by the index" ms "$(ours path-ms)" "$(theirs log --format=%H pub/440600 -- "$path")" 'git log -- PATH'
line 'the same as a command' ms "$("$history" time "$REPS" "$YICE" store log "$STORE" 440600 "$path" | cut -d ' ' -f 2-)" \
	"$(theirs log --format=%H pub/440600 -- "$path")" 'git log -- PATH'
git -C "$STORE" commit-graph write --reachable --changed-paths --no-progress 2>/dev/null
line '' ms "$(ours path-ms)" "$(theirs log --format=%H pub/440600 -- "$path")" 'git log -- PATH, with Bloom filters'
rm -rf "$STORE/objects/info/commit-graph"
echo "index: $(ours index-bytes | cut -d ' ' -f 1) bytes; the path changed $(ours path-changes | cut -d ' ' -f 1) times"

#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The store on disks that lose power, at the level of blocks: a publisher works
# on a file system on a disk that writes down every block and flush; at
# moments of it, what the disk may hold then is put together, mounted by the
# kernel, and looked at. Control: the same publisher without fsync must fail.
# STATES and JOBS set how many moments and how many at once, FILESYSTEMS on
# what. Needs root, /dev/fuse, loop devices and mkfs; is skipped without.
set -u
: "${ROOT:=$(cd "$(dirname "$0")/.." && pwd)}"
: "${BUILD:=$ROOT/build}"
: "${STATES:=2000}" "${JOBS:=4}" "${CONTROL:=120}" "${FILESYSTEMS:=ext4}"
. "$ROOT/tests/tap.sh"
export BUILD
power=$BUILD/tests/store/power
shell=$ROOT/tests/store/power.sh
base=/dev/shm
[ -d $base ] && [ -w $base ] || base=${TMPDIR:-/tmp}
work=$(mktemp -d "$base/yice-power.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

format() # format FSTYPE FILE: as small as it goes, for each state is a copy
{
	case $1 in
	ext4) truncate -s 32M "$2" && mkfs.ext4 -q -F -b 4096 "$2" ;;
	xfs) truncate -s 300M "$2" && mkfs.xfs -q -f "$2" ;;
	btrfs) truncate -s 128M "$2" && mkfs.btrfs -q -f -M "$2" ;;
	esac
}
record() # record FSTYPE write|careless
{
	rm -rf "$work/$1"
	mkdir "$work/$1"
	format "$1" "$work/$1/base" && "$power" record "$work/$1" "$1" sh "$shell" "$2"
}
# replay FSTYPE STATES JOBS: the moments are divided among the jobs. Figures go to "$work/figures".
replay()
{
	pids=
	for job in $(seq "$3"); do
		"$power" replay "$work/$1" "$1" $(($2 / $3)) "$job" sh "$shell" survive >"$work/figures.$job" 2>&1 &
		pids="$pids $!"
	done
	all=0
	for pid in $pids; do
		wait "$pid" || all=1
	done
	cat "$work"/figures.* >"$work/figures"
	rm -f "$work"/figures.*
	sed 's/^/# /' "$work/figures"
	return $all
}
add() # add WORD: the sum of the numbers before it
{
	awk -v word="$1" '{ for (i = 2; i <= NF; i++) if (index($i, word) == 1) { n += $(i - 1); break } } END { print n + 0 }' "$work/figures"
}
most_fail()
{
	good=$(add good)
	all=$(add states)
	[ "$all" -gt 0 ] && [ $((good * 2)) -lt "$all" ]
}

[ "$(id -u)" = 0 ] && [ -c /dev/fuse ] && [ -e /dev/loop-control ] || {
	tap_skip 'power failures' 'needs root, /dev/fuse and loop devices'
	tap_end
}
for fstype in $FILESYSTEMS; do
	command -v "mkfs.$fstype" >/dev/null || {
		tap_skip "$fstype" "mkfs.$fstype is not installed"
		continue
	}
	tap "$fstype: a publisher works on a disk that writes down all" record "$fstype" write
	replay "$fstype" "$STATES" "$JOBS"
	status=$?
	tap "$fstype: nothing promised is lost, nothing is damaged, work goes on" [ $status -eq 0 ]
	tap "$fstype: the same without syncing" record "$fstype" careless
	replay "$fstype" "$CONTROL" 2
	tap "$fstype: without syncing more than half of the moments are fatal" most_fail
done
tap_end

#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Two acts on one store at the same moment: who comes second behind what was judged writes nothing and is told, unrelated
# acts do not disturb one another, and the store verifies afterwards. What was acknowledged by exit status 0 is missed when
# it is lost, and a refused version is not shown.
# An act reads its last file from a pipe, so it has loaded the store when the pipe opens and goes on when it is fed.
: "${ROOT:=$(cd "$(dirname "$0")/.." && pwd)}"
suite=together
. "$ROOT/tests/store_setup.sh"

mkdir nat
write_nation
act() # act ACTION…: on list.git, by the nation's key
{
	action=$1
	shift
	"$YICE" store "$action" list.git "$@" --key nation >out 2>err || { cat err; return 1; }
}
# between KEYFILE HELD… -- ACT…: the first act has loaded the store when the second is run whole; status is the first one's
between()
{
	feed=$1 held=
	shift
	rm -f pipe && mkfifo pipe
	while [ "$1" != -- ]; do
		held="$held $1"
		shift
	done
	shift
	# shellcheck disable=SC2086
	"$YICE" store $held >held.out 2>held.err &
	# Opening waits for the reader.
	timeout 60 sh -c 'feed=$1; shift; exec 3>pipe && "$YICE" store "$@" >out 2>err; echo $? >second; cat "$feed" >&3' \
		- "$feed" "$@" || return 1
	wait $!
	status=$?
	[ "$(cat second)" -eq 0 ] || { cat err; return 1; }
}
conflict() # conflict REF KEYFILE HELD… -- ACT…: the first is refused, by that reference, and nothing came of it
{
	ref=$1
	shift
	between "$@" || return 1
	[ $status -eq 1 ] && grep -q "error\[Y1308\]: $ref " held.err && [ ! -s held.out ] && return 0
	echo "exit status $status"
	cat held.out held.err
	return 1
}
peace() # peace KEYFILE HELD… -- ACT…: both are done
{
	between "$@" && [ $status -eq 0 ] && return 0
	cat held.err
	return 1
}
entries()
{
	[ "$("$YICE" store log list.git 000000 | grep -c "000000/")" -eq "$1" ]
}

for name in nation east west other third fourth; do "$YICE" store key $name >out || exit 1; done
"$YICE" store init list.git --root 000000 --key nation --date 2024-01-02 >out || exit 1
act delegate 000000 440000 --draft east.pub --publish east.pub --file east.pub --checkpoint east.pub --date 2024-01-03 &&
	act delegate 000000 450000 --draft west.pub --publish west.pub --file west.pub --checkpoint west.pub --date 2024-01-03 || exit 1
echo 依据 >paper

# ---- one after the other

tap 'an entry behind another that came meanwhile is not written' conflict reg/000000 other.pub \
	delegate list.git 000000 460000 --draft pipe --key nation --date 2024-01-03 -- \
	checkpoint list.git 000000 --until 2024-02-01 --key nation --date 2024-01-03
tap 'the first one stands alone' entries 4
tap 'and the store verifies' "$YICE" store verify list.git
tap 'anew, it is entered' act delegate 000000 460000 --draft other.pub --date 2024-01-03
submit="submit list.git 000000 nat --from 2024-01-10 --basis 文 --key nation --date 2024-01-04"
# shellcheck disable=SC2086
tap 'of two submissions one is made' conflict sub/000000 paper $submit --evaluation pipe -- $submit
# shellcheck disable=SC2086
tap 'a judgement does not outlive the register above it' conflict reg/000000 paper $submit --evaluation pipe -- \
	checkpoint list.git 000000 --until 2024-02-01 --key nation --date 2024-01-04
tap 'what is about another scope does not disturb' peace third.pub \
	delegate list.git 440000 440100 --draft pipe --key east --date 2024-01-04 -- \
	delegate list.git 450000 450100 --draft fourth.pub --key west --date 2024-01-04
tap 'and the store verifies still' "$YICE" store verify list.git

# ---- all at once

tap 'it is filed' act file 000000 --date 2024-01-05
publish_all()
{
	for i in 1 2 3 4; do
		{
			"$YICE" store publish list.git 000000 --key nation --date 2024-01-06 >p$i 2>&1
			echo $? >code$i
		} &
	done
	wait
	[ "$(cat code? | sort | tr '\n' ' ')" = '0 1 1 1 ' ] && return 0
	cat code? p?
	return 1
}
tap 'of four who publish one receipt one does' publish_all
tap 'and the store verifies with it' sh -c '"$YICE" store verify list.git | grep -q " 1 publications"'
enter_all()
{
	for i in 1 2 3 4 5 6; do
		"$YICE" store checkpoint list.git 000000 --until 2024-03-0$i --key nation --date 2024-01-06 >e$i 2>&1 &
		"$YICE" store state list.git >s$i 2>&1 &
	done
	wait
	if grep -l 'last one that was good' s?; then
		cat s?
		return 1
	fi
	done=$(cat e? | grep -c '^reg/')
	[ "$done" -ge 1 ] && [ "$(cat e? | grep -c Y1308)" -eq $((6 - done)) ] || { cat e?; return 1; }
	"$YICE" store verify list.git
}
tap 'entries at once: some are made, the others told, and readers find a whole store' enter_all
tap 'what was seen is what there is' sh -c 'grep -q "^register: 000000 $("$YICE" store log list.git 000000 | grep -c " 000000/") " list.git/yice/seen'

# ---- what is done is done, though it cannot be noted

unnoted()
{
	mv list.git/yice/good good && mkdir list.git/yice/good || return 1
	"$YICE" store checkpoint list.git 000000 --until 2024-03-09 --key nation --date 2024-01-06 >out 2>err
	status=$?
	rmdir list.git/yice/good && mv good list.git/yice/good
	[ $status -eq 0 ] && grep -q '^reg/000000 ' out && grep -q 'the act is done; only it could not be noted' err || {
		echo "exit status $status"
		cat out err
		return 1
	}
	"$YICE" store log list.git 000000 | grep -q "000000/$(cut -d ' ' -f 2 out) checkpoint"
}
tap 'an act that is done and cannot be noted is done' unnoted
unnoted_question()
{
	mv list.git/yice/good good && mkdir list.git/yice/good || return 1
	"$YICE" store log list.git 000000 >out 2>err
	status=$?
	rmdir list.git/yice/good && mv good list.git/yice/good
	[ $status -eq 0 ] && [ -s out ] && grep -q 'the store verifies; only it could not be noted' err
}
tap 'and a question is answered' unnoted_question

# ---- lost, refused

if command -v git >/dev/null; then
	lost()
	{
		git -C list.git update-ref -d refs/heads/pub/000000
		"$YICE" store state list.git >out 2>err
		grep -q 'Y1587' err || { cat out err; return 1; }
		! "$YICE" store verify list.git >out 2>err
	}
	published=$(git -C list.git rev-parse pub/000000)
	tap 'a publication that was made and is lost is missed' lost
	git -C list.git update-ref refs/heads/pub/000000 "$published"
	tap 'it is back' "$YICE" store verify list.git
	act acknowledge 000000 --date 2024-01-07 || exit 1
	echo '{"facts": {"建设性质": "改建"}}' >plant.json
	for question in 'store as-of list.git 000000 --date' 'store audit list.git 440000 --date' \
		'eval plant.json --store list.git --as-of' 'eval plant.json --scope 000000 --json --store list.git --as-of'; do
		# shellcheck disable=SC2086
		tap "${question%% list*}: a register whose checkpoint has ended is named" sh -c \
			'"$YICE" "$@" 2025-01-20 >out 2>err; grep -q "last checkpoint of the register of 000000 ended on 2024-0" err' - $question
		# shellcheck disable=SC2086
		tap 'and until then it is not' sh -c '"$YICE" "$@" 2024-01-20 >out 2>err; [ -s out ] && [ ! -s err ]' - $question
	done
	path_log()
	{
		git -C list.git update-ref refs/heads/reg/000000 refs/heads/reg/000000~1
		"$YICE" store log list.git 000000 src/nat/nation.yice >out 2>err
		git -C list.git update-ref refs/heads/reg/000000 "$entered"
		grep -q Y1585 err && [ -s out ]
	}
	entered=$(git -C list.git rev-parse reg/000000)
	tap 'the log of a file says, too, that an entry was lost' path_log
	earlier()
	{
		cp list.git/yice/paths paths
		act checkpoint 000000 --until 2024-04-01 --date 2024-01-08 || return 1
		git -C list.git update-ref refs/heads/reg/000000 "$entered"
		cp paths list.git/yice/paths
		"$YICE" store log list.git 000000 src/nat/nation.yice >out 2>err
		grep -q Y1585 err
	}
	tap 'even when what is kept is of that earlier state' earlier
	git -C list.git update-ref refs/heads/pub/000000 refs/heads/sub/000000
	for question in 'show list.git 000000 2' 'checkout list.git 000000 2 -o taken' 'diff list.git 000000 1 2'; do
		# shellcheck disable=SC2086
		tap "${question%% *} knows no version of a state that was refused" sh -c \
			'"$YICE" store "$@" >out 2>err; [ $? -eq 1 ] && [ ! -s out ] && grep -q "has no version 2" err' - $question
	done
	tap 'an answer in JSON cannot say that it is of an earlier state, and is not given' sh -c \
		'"$YICE" store state list.git --json >out 2>err; [ $? -eq 1 ] && [ ! -s out ] && grep -q "not given from" err'
	for option in --json '--format html' '-o report' '--record decisions'; do
		# shellcheck disable=SC2086
		tap "nor is a decision with $option" sh -c '"$YICE" eval --store list.git --as-of 2024-01-11 "$@" plant.json >out 2>err
			[ $? -eq 1 ] && [ ! -s out ] && [ ! -e report ] && [ ! -e decisions ] && grep -q "not given from" err' - $option
	done
	tap 'nor are lines of a batch' sh -c '"$YICE" batch --store list.git --as-of 2024-01-11 <plant.json >out 2>err
		[ $? -eq 1 ] && [ ! -s out ] && grep -q "not given from" err'
	tap 'to somebody who reads, it is given and said' sh -c '"$YICE" eval --store list.git --as-of 2024-01-11 plant.json >out 2>err
		[ -s out ] && grep -q "last one that was good" err'
	tap 'and shows the one that was good' sh -c '"$YICE" store show list.git 000000 1 src/nat/nation.yice 2>err | cmp - nat/nation.yice'
else
	tap_skip 'a publication that was made and is lost is missed' 'no git'
fi
tap_end

#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every pair of acts on one scope at the same moment: one has judged, the other is done, the first goes on; it is told, or it
# rests on nothing that the other moved, and the store verifies. The same with pushes by stock git, which hold no lock of
# ours, and with acts killed meanwhile. An act that stands before the folder of references has judged.
# Of the pairs one in EVERY (13) is tried; STRIKES (6) are the kills, SEED (1) their moments.
: "${ROOT:=$(cd "$(dirname "$0")/.." && pwd)}"
SHM=1
suite=pairs
. "$ROOT/tests/store_setup.sh"
: "${EVERY:=13}" "${STRIKES:=6}" "${SEED:=1}"
if ! command -v flock >/dev/null || ! [ -e /proc/self/fd ] || ! command -v git >/dev/null; then
	tap_skip 'acts at the same moment' 'needs flock, /proc and git'
	tap_end
fi

# ---- a city whose second version is submitted, filed, published

mkdir nat city
write_nation
cat >city/city.yice <<'END'
引用 "../nat"
行政区 440600 佛山市（foshan） 上级 000000
清单 440600 "市清单" 施行 2024-02-01 起 示例
适用 全域
2-1 摘要 "新建须论证。"
  当 建设性质 = 新建
  限制 "论证选址"
END
yice()
{
	"$YICE" store "$@" >out 2>err || { cat err; return 1; }
}
for name in nation east draft office spare; do yice key $name || exit 1; done
# All that happens before: acts on one store, in order.
prepare()
{
	yice init one --root 000000 --key nation --date 2024-01-02 &&
		yice delegate one 000000 440000 --draft east.pub --publish east.pub --file east.pub --checkpoint east.pub \
			--key nation --date 2024-01-02 &&
		yice delegate one 440000 440600 --draft draft.pub --publish office.pub --key east --date 2024-01-02 &&
		yice submit one 000000 nat --from 2024-01-10 --basis 文 --key nation --date 2024-01-03 &&
		yice file one 000000 --key nation --date 2024-01-03 &&
		yice publish one 000000 --key nation --date 2024-01-03 &&
		yice acknowledge one 000000 --key nation --date 2024-01-03 &&
		yice submit one 440600 city --from 2024-02-01 --basis 文 --key draft --date 2024-01-04 &&
		yice file one 440600 --key east --date 2024-01-04 &&
		yice publish one 440600 --key office --date 2024-01-04 &&
		yice acknowledge one 440600 --key east --date 2024-01-04 && cp -r one none &&
		printf '2-2 摘要 "不得改建。"\n  当 建设性质 = 改建\n  禁止\n' >>city/city.yice &&
		yice submit one 440600 city --kind dynamic --reason law --from 2024-06-01 --basis 文 --key draft --date 2024-02-01 &&
		cp -r one submitted && yice file one 440600 --key east --date 2024-02-02 &&
		cp -r one filed && yice publish one 440600 --key office --date 2024-02-03 && mv one published
}
tap 'a city has a version, and a second one under way' prepare

act() # act NAME STORE: one of the acts
{
	case $1 in
	submit) set -- submit "$2" 440600 city --kind dynamic --reason law --from 2024-07-01 --basis 文 --key draft ;;
	withdraw) set -- submit "$2" 440600 --kind withdrawal --from 2024-07-01 --basis 文 --key draft ;;
	file) set -- file "$2" 440600 --key east ;;
	return) set -- return "$2" 440600 --reason unsound --key east ;;
	refuse) set -- refuse "$2" 440600 --reason unsound --key east ;;
	publish) set -- publish "$2" 440600 --key office ;;
	acknowledge) set -- acknowledge "$2" 440600 --key east ;;
	suspend) set -- suspend "$2" 440600 1 --reason law --from 2024-04-01 --key east ;;
	delegate) set -- delegate "$2" 440000 440600 --draft spare.pub --key east ;;
	revoke) set -- revoke "$2" 440000 draft.pub --reason lost --key east ;;
	seal) set -- checkpoint "$2" 440000 440600 --key east ;;
	above) set -- revoke "$2" 000000 east.pub --reason lost --key nation ;;
	first) set -- delegate "$2" 440000 440900 --draft spare.pub --key east ;;
	checkpoint) set -- checkpoint "$2" 000000 --key nation ;;
	esac
	exec "$YICE" store "$@" --date 2024-03-01
}
has_judged() # has_judged PID: it stands before the folder of references (listing them opens that for a moment), or is gone
{
	seen=0
	for _ in $(seq 600); do
		kill -0 "$1" 2>/dev/null || return 0
		if readlink /proc/"$1"/fd/* 2>/dev/null | grep -q '/refs/heads$'; then seen=$((seen + 1)); else seen=0; fi
		[ $seen -lt 3 ] || return 0
		sleep 0.01
	done
	echo "$1 does not get to writing"
	return 1
}
stop() # stop PID: until it has
{
	kill -STOP "$1" || return 1
	until grep -q '^State:.T' /proc/"$1"/status; do sleep 0.01; done
}
start() # start NAME STORE: an act in the background, to $pid; its streams go to NAME.out and NAME.err
{
	act "$1" "$2" >"$1.out" 2>"$1.err" 9<&- &
	pid=$!
}
records() # records STORE: how many there are
{
	git -C "$1" rev-list --all | wc -l
}
whole() # whole STORE N: it verifies with so many records more than the one it was copied from
{
	"$YICE" store verify at >verified 2>&1 || { cat verified; return 1; }
	[ "$(records at)" -eq $(($(records "$1") + $2)) ] || { echo "$(records "$1") records were, $(records at) are"; return 1; }
}
between() # between STATE A B: A has judged, then B is done, then A goes on; $code is A's
{
	rm -rf at && cp -r "$1" at
	exec 9<at/refs/heads
	flock 9 || return 1
	start "$2" at
	has_judged "$pid" && stop "$pid" || return 1
	exec 9<&-
	(act "$3" at) >out 2>err
	second=$?
	kill -CONT "$pid"
	wait "$pid"
	code=$?
	[ $second -eq 0 ] || { cat err; return 1; }
}
told() # told STATE A B: A is told that what it rests on has moved, and wrote nothing
{
	between "$@" || return 1
	[ $code -eq 1 ] && grep -q 'error\[Y1308\]' "$2.err" && [ ! -s "$2.out" ] || { echo "exit status $code"; cat "$2.err"; return 1; }
	whole "$1" 1
}
both() # both STATE A B: A rests on nothing that B moves
{
	between "$@" || return 1
	[ $code -eq 0 ] || { cat "$2.err"; return 1; }
	whole "$1" 2
}
turn=0
pairs() # pairs STATE ACT…: each between the judging and the writing of each
{
	state=$1
	shift
	for left; do
		for right; do
			turn=$((turn + 1))
			[ $((turn % EVERY)) -eq 0 ] || continue
			case $left-$right in
			above-above) tap "$state: $left, $right in between" told "$state" "$left" "$right" ;;
			above-* | revoke-submit | revoke-withdraw | revoke-publish)
				tap "$state: $left, which does not rest on $right" both "$state" "$left" "$right" ;;
			*) tap "$state: $left, $right in between" told "$state" "$left" "$right" ;;
			esac
		done
	done
}
pairs submitted submit withdraw file return refuse suspend delegate revoke seal above
pairs filed publish submit suspend delegate revoke above
pairs published acknowledge submit suspend delegate revoke above
tap 'a scope given away for the first time: what its giver rests on counts' told none first above

# ---- pushes by stock git

pushed() # pushed ACT ELSEWHERE REF: an act has judged when a push moves that reference, to what ELSEWHERE made of it
{
	rm -rf at away && cp -r submitted at && cp -r submitted away
	(act "$2" away) >out 2>err || { cat err; return 1; }
	exec 9<at/refs/heads
	flock 9 || return 1
	start "$1" at
	has_judged "$pid" && git -C away push -q ../at "$3" || return 1
	exec 9<&-
	wait "$pid"
	code=$?
}
named() # named REF ACT ELSEWHERE: the act is told which one moved
{
	pushed "$2" "$3" "$1" || return 1
	[ $code -eq 1 ] && grep -q "error\[Y1308\]: $1 " "$2.err" || { echo "exit status $code"; cat "$2.err"; return 1; }
	whole submitted 1
}
unmoved()
{
	pushed "$1" "$2" "$3" || return 1
	[ $code -eq 0 ] || { cat "$1.err"; return 1; }
	whole submitted 2
}
tap 'a push moves the reference that an act would' named reg/440000 file suspend
tap 'a push moves one that an act rests on' named reg/440000 submit revoke
tap 'or one of the scope above' named reg/000000 file above
tap 'a push of what an act does not rest on is no matter' unmoved checkpoint file reg/440000
# Behind the last look: the act finds the reference locked by a push, which moves it while the act waits for the lock.
at_the_move()
{
	rm -rf at away && cp -r submitted at && cp -r submitted away
	(act suspend away) >out 2>err && git -C away push -q ../at reg/440000:refs/elsewhere/new || { cat err; return 1; }
	git -C at rev-parse refs/elsewhere/new >new
	git -C at update-ref -d refs/elsewhere/new
	exec 9<at/refs/heads
	flock 9 || return 1
	start file at
	has_judged "$pid" && cp new at/refs/heads/reg/440000.lock || return 1
	exec 9<&-
	for _ in $(seq 400); do
		readlink /proc/"$pid"/fd/* 2>/dev/null | grep -q '/refs/heads/reg$' && break
		sleep 0.01
	done
	mv at/refs/heads/reg/440000.lock at/refs/heads/reg/440000 || return 1
	wait "$pid"
	code=$?
	[ $code -eq 1 ] && grep -q 'error\[Y1308\]: reg/440000 ' file.err || { echo "exit status $code"; cat file.err; return 1; }
	whole submitted 1
}
tap 'and one that moves it at the last moment, between looking and writing, is not overwritten' at_the_move
stale()
{
	rm -rf at away && cp -r submitted at && cp -r submitted away
	printf '#!/bin/sh\nexec "%s" store verify-push .\n' "$YICE" >at/hooks/pre-receive && chmod +x at/hooks/pre-receive
	(act file at) >out 2>err && (act return away) >out 2>err || { cat err; return 1; }
	! git -C away push -q -f ../at reg/440000 2>err && whole submitted 1
}
tap 'what a copy that lags behind decided cannot be pushed over what was decided' stale

# Two registers give one scope away: each is good, both together are no store. The hook that looks has said yes to the first
# when the second comes; the one that moves looks again.
hub() # hub HOOK…: a copy with these hooks
{
	rm -rf at && cp -r provinces at
	for hook; do
		case $hook in
		pre-receive) printf '#!/bin/sh\n"%s" store verify-push . || exit\n>looked.$$\nwhile [ -e wait ]; do sleep 0.01; done\n' "$YICE" ;;
		proc-receive) printf '#!/bin/sh\nexec "%s" store receive .\n' "$YICE" && git -C at config receive.procReceiveRefs refs/heads ;;
		esac >at/hooks/$hook && chmod +x at/hooks/$hook || return 1
	done
}
looked() # looked N: so many pushes have been accepted
{
	for _ in $(seq 400); do
		[ "$(find at -name 'looked.*' | wc -l)" -lt "$1" ] || return 0
		sleep 0.01
	done
	return 1
}
meanwhile() # meanwhile ACT…: done while git waits to move what the hook has accepted; $code is the push's
{
	>at/wait
	git -C away push ../at reg/440000 >push.out 2>&1 &
	pid=$!
	looked 1
	"$@" >out 2>err
	second=$?
	rm at/wait
	wait "$pid"
	code=$?
	[ $second -eq 0 ] || { cat err push.out; return 1; }
}
give() # give STORE PLACE KEY
{
	"$YICE" store delegate "$1" "$2" 460000 --draft spare.pub --publish spare.pub --key "$3" --date 2024-03-01
}
provinces()
{
	cp -r none provinces && yice key west && yice delegate provinces 000000 450000 --draft west.pub --publish west.pub \
		--file west.pub --key nation --date 2024-02-01 && rm -rf away && cp -r provinces away && yice key third &&
		give away 440000 east >out 2>err
}
tap 'two provinces' provinces
unguarded()
{
	hub pre-receive && meanwhile give at 450000 west && [ $code -eq 0 ] && ! "$YICE" store verify at >out 2>err
}
tap 'the hook that only looks lets both in' unguarded
guarded()
{
	hub pre-receive proc-receive && meanwhile "$@" || return 1
	[ $code -ne 0 ] && grep -q 'Y1542' push.out && grep -q 'refused' push.out || { echo "exit status $code"; cat push.out; return 1; }
	"$YICE" store verify at
}
tap 'the one that moves references does not, beside an act' guarded give at 450000 west
two_pushes()
{
	rm -rf else && cp -r provinces else && give else 450000 west >out 2>err && hub pre-receive proc-receive || return 1
	>at/wait
	git -C away push ../at reg/440000 >push.out 2>&1 &
	one=$!
	git -C else push ../at reg/450000 >push.out2 2>&1 &
	pid=$!
	looked 2
	rm at/wait
	wait "$one"
	codes=$?
	wait "$pid"
	codes=$codes$?
	case $codes in
	01 | 10) "$YICE" store verify at ;;
	*) echo "exit statuses $codes"; cat push.out push.out2; return 1 ;;
	esac
}
tap 'nor two pushes: one of them is taken in' two_pushes
accepted()
{
	rm -rf away && cp -r provinces away && hub pre-receive proc-receive && (act submit away) >out 2>err &&
		(act file away) >out 2>err && (act publish away) >out 2>err || { cat err; return 1; }
	git -C away push -q ../at 'refs/heads/*:refs/heads/*' && "$YICE" store verify at &&
		[ "$(git -C at for-each-ref)" = "$(git -C away for-each-ref)" ]
}
tap 'what verifies is taken in, all its references' accepted
half()
{
	hub pre-receive proc-receive && git -C at fetch -q ../away refs/heads/pub/440600:refs/heads/pub/440600 &&
		! "$YICE" store verify at >out 2>err && git -C away push -q ../at 'refs/heads/*:refs/heads/*' && "$YICE" store verify at
}
tap 'a push of which half was taken in is made again' half
refused_by() # refused_by TEXT REFSPEC…
{
	text=$1
	shift
	git -C at for-each-ref >before
	! git -C away push -f ../at "$@" >push.out 2>&1 && grep -q "$text" push.out || { cat push.out; return 1; }
	git -C at for-each-ref | cmp before -
}
rm -f at/hooks/pre-receive
tap 'nothing is rewound' refused_by refused reg/440000^:refs/heads/reg/440000
tap 'nothing is deleted' refused_by 'must not be deleted' :refs/heads/reg/440000
tap 'nothing else comes in' refused_by Y1312 pub/440600:refs/heads/main
tap 'a new head for the reference that moved since is refused' sh -c 'printf "%s" "$1" | "$YICE" store receive at >out 2>err
	grep -q "^.*ng refs/heads/reg/440000 refused" out' - "$(
	line() { printf '%04x%s' $((${#1} + 4)) "$1"; }
	line 'version=1'; printf 0000
	line "$(git -C at rev-parse reg/440000^) $(git -C at rev-parse reg/440000^) refs/heads/reg/440000"; printf 0000)"
for input in '' 0000 000 zzzz 0003 fff0x '000eversion=20000'; do
	tap "what is none of git's protocol is wrong usage: '$input'" sh -c 'printf %s "$1" | "$YICE" store receive at >out 2>err; [ $? -eq 64 ]' - "$input"
done

# ---- killed meanwhile

rand=$SEED
draw() # draw N: 0 … N-1 into drawn
{
	rand=$(((rand * 1103515245 + 12345) % 2147483648))
	drawn=$((rand / 65536 % $1))
}
# Two acts at once, one of them killed at some moment: what was told stands, the store verifies, and the next act is done.
killed()
{
	rm -rf at && cp -r submitted at
	start "$1" at
	one=$pid
	start "$2" at
	draw 60
	sleep "0.0$(printf %02d $drawn)"
	kill -9 "$one" 2>/dev/null
	wait "$one"
	codes=$?
	wait "$pid"
	second=$?
	told=0
	[ $codes -ne 0 ] || told=1
	[ $second -ne 0 ] || told=$((told + 1))
	"$YICE" store verify at >verified 2>&1 || { cat verified "$1.err" "$2.err"; return 1; }
	made=$(($(records at) - $(records submitted)))
	# Whom the kill took between writing and saying so may have made one more.
	[ $made -eq $told ] || { [ $codes -eq 137 ] && [ $made -eq $((told + 1)) ]; } || {
		echo "exit statuses $codes $second, $made records"
		cat "$1.err" "$2.err"
		return 1
	}
	(act checkpoint at) >out 2>err || { cat err; return 1; }
	git -C at fsck --strict
}
for run in $(seq "$STRIKES"); do
	set -- submit withdraw file return refuse suspend delegate revoke seal above
	draw 10
	shift $drawn
	left=$1
	set -- submit withdraw file return refuse suspend delegate revoke seal above
	draw 10
	shift $drawn
	[ "$left" != "$1" ] || continue
	tap "$run: $left killed beside $1" killed "$left" "$1"
done
tap_end

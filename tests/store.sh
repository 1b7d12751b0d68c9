#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Stores through the program: a nation, a province and a city; versions from
# draft to effect; what must be refused; pushes and replicas by plain git.
# Stock git and ssh-keygen check what the program wrote, where they are there.
: "${ROOT:=$(cd "$(dirname "$0")/.." && pwd)}"
suite=store
. "$ROOT/tests/store_setup.sh"

store() # store STATUS ACTION…: the exit status must be that; streams go to out and err
{
	wanted=$1
	shift
	"$YICE" store "$@" >out 2>err
	status=$?
	[ $status -eq "$wanted" ] && return 0
	echo "exit status $status"
	head -n 20 out err
	return 1
}
refused() # refused CODE ACTION…: by that diagnostic
{
	code=$1
	shift
	store 1 "$@" || return 1
	grep -q "error\[$code\]" err || { cat err; return 1; }
}
has() # has FILE TEXT…
{
	file=$1
	shift
	for text; do
		grep -q -F -e "$text" "$file" || { echo "no $text in:"; cat "$file"; return 1; }
	done
}
trusting() # trusting STORE: a new empty store that trusts the nation's root
{
	"$YICE" store init "$1" --trust "$(cat nation.git/yice/trust)"
}

# ---- sources

mkdir nat city city2
cat >nat/nation.yice <<'END'
行政区 000000 全国（nation）
词表 建设性质（nature）：新建（new）、改建（renovation）、扩建（expansion）
属性 建设性质（nature）：一项 建设性质
属性 储油库（oil_depot）：是否
维度 空间布局约束（layout）
清单 000000 "全国清单" 施行 2024-01-10 起 示例
适用 全域
维度 空间布局约束
1-1 摘要 "不得改建储油库。"
  当 建设性质 = 改建 且 储油库 = 是
  禁止
END
cat >city/list.yice <<'END'
引用 "../nat"
行政区 440606 顺德区（shunde） 上级 000000
清单 440606 "示例清单" 施行 2024-07-01 起 示例
单元 ZH44060620004 "北滘镇重点管控区" 重点管控
维度 空间布局约束
1-1 摘要 "不得新建储油库。"
  当 建设性质 = 新建 且 储油库 = 是
  禁止
1-2 摘要 "扩建储油库须论证。"
  当 建设性质 = 扩建 且 储油库 = 是
  限制 "论证选址"
END
sed -e 's/扩建储油库须论证/不得扩建储油库/' -e 's/限制 "论证选址"/禁止/' city/list.yice >city2/list.yice
mv city city1

# ---- keys and the root

tap 'keys are made' store 0 key nation
for name in prov city-draft city-pub stranger; do "$YICE" store key $name >/dev/null; done
tap 'and not overwritten' store 1 key nation
tap 'a private key is for its owner alone' sh -c '[ "$(stat -c %a nation)" = 600 ]'
tap 'a store is made with its root' store 0 init nation.git --root 000000 --key nation --date 2024-01-01
tap 'not twice' refused Y1301 init nation.git --root 000000 --key nation --date 2024-01-01
tap 'the nation delegates a province' store 0 delegate nation.git 000000 440000 --draft prov.pub --publish prov.pub \
	--file prov.pub --checkpoint prov.pub --key nation --date 2024-01-02
tap 'the province delegates a city' store 0 delegate nation.git 440000 440600 --draft city-draft.pub \
	--publish city-pub.pub --key prov --date 2024-01-03
tap 'nobody else does' refused Y1535 delegate nation.git 440000 440700 --draft stranger.pub --key stranger --date 2024-01-03
chmod 644 stranger
tap 'a key that others can read is not used' store 1 delegate nation.git 440000 440700 --key stranger --date 2024-01-03
chmod 600 stranger

# ---- a version's life

publish_nation()
{
	store 0 submit nation.git 000000 nat --from 2024-01-10 --basis '国家法' --key nation --date 2024-01-04 &&
	store 0 file nation.git 000000 --key nation --date 2024-01-05 &&
	store 0 publish nation.git 000000 --key nation --date 2024-01-06 &&
	store 0 acknowledge nation.git 000000 --key nation --date 2024-01-07
}
tap 'the nation publishes' publish_nation
ln -s city1 city
tap 'a version needs its basis' store 64 submit nation.git 440600 city --from 2024-07-01 --key city-draft --date 2024-02-01
tap 'and a first day that is not past' refused Y1568 submit nation.git 440600 city --from 2024-01-20 \
	--basis 文 --key city-draft --date 2024-02-01
tap 'a stranger does not submit' refused Y1535 submit nation.git 440600 city --from 2024-07-01 --basis 文 \
	--key stranger --date 2024-02-01
tap 'nor the superior' refused Y1532 submit nation.git 440600 city --from 2024-07-01 --basis 文 --key prov --date 2024-02-01
tap 'the city submits' store 0 submit nation.git 440600 city --from 2024-07-01 --basis '粤府〔2020〕71号' \
	--key city-draft --date 2024-02-01
tap 'nothing is published without a receipt' store 1 publish nation.git 440600 --key city-pub --date 2024-02-02
tap 'the city does not file its own list' refused Y1532 file nation.git 440600 --key city-pub --date 2024-02-02
tap 'the province returns it' store 0 return nation.git 440600 --reason incomplete --key prov --date 2024-02-03
tap 'as its state says' sh -c '"$YICE" store state nation.git 440600 --date 2024-02-03 | grep -q "440600 1  returned"'
tap 'it is submitted again' store 0 submit nation.git 440600 city --from 2024-07-01 --basis '粤府〔2020〕71号' \
	--key city-draft --date 2024-02-04
tap 'and filed' store 0 file nation.git 440600 --key prov --date 2024-02-05
tap 'the drafter does not publish' refused Y1533 publish nation.git 440600 --key city-draft --date 2024-02-06
tap 'the publisher does' store 0 publish nation.git 440600 --key city-pub --date 2024-02-06
tap 'the province acknowledges' store 0 acknowledge nation.git 440600 --key prov --date 2024-02-07
"$YICE" store as-of nation.git 440600 --date 2024-06-30 >before
"$YICE" store as-of nation.git 440600 --date 2024-07-01 >after
tap 'before its first day it is announced' has before '440600  no version' 'version 1 is acknowledged'
tap 'on its first day it is in force, under the list above' has after '440600  v1  effective' '000000  v1  effective'

rm city && ln -s city2 city
mkdir city3
cp city2/list.yice city3
cat >>city3/list.yice <<'END'
1-3 摘要 "改建储油库须论证。"
  当 建设性质 = 改建 且 储油库 = 是
  限制 "论证选址"
END
rm city && ln -s city3 city
tap 'a list looser than the one above is not submitted' refused Y1576 submit nation.git 440600 city --kind dynamic \
	--reason law --from 2025-01-01 --basis '新法' --key city-draft --date 2024-09-01
tap 'the clause is named' has err 'city/list.yice:12'
rm city && ln -s city2 city
tap 'an update within the five years has a reason' store 64 submit nation.git 440600 city --kind dynamic \
	--from 2025-01-01 --basis 文 --key city-draft --date 2024-09-01
tap 'and declares what it changes' store 0 submit nation.git 440600 city --kind dynamic --reason law --from 2025-01-01 \
	--basis '新法' --key city-draft --date 2024-09-01
tap 'clause by clause, in terms of law' has out 'tightened 440606/ZH44060620004/1-2'
update()
{
	store 0 file nation.git 440600 --key prov --date 2024-09-02 &&
	store 0 publish nation.git 440600 --key city-pub --date 2024-09-03 &&
	store 0 acknowledge nation.git 440600 --key prov --date 2024-09-04
}
tap 'it takes the same way' update
tap 'the old version is in force until the day before' sh -c \
	'"$YICE" store as-of nation.git 440600 --date 2024-12-31 | grep -q "440600  v1  effective"'
tap 'the new one from its first day on' sh -c '"$YICE" store as-of nation.git 440600 --date 2025-01-01 | grep -q "440600  v2  effective"'
tap 'by what was known before, the old one still is' sh -c \
	'"$YICE" store as-of nation.git 440600 --date 2025-01-01 --known 4 | grep -q "440600  v1  effective"'
known()
{
	"$YICE" store as-of nation.git 440600 --date 2025-01-01 --known "$1" >known
	has known "$2" || return 1
	[ -z "$3" ] || has known "$3"
}
tap 'the same asked by a day' known 2024-09-03 '440600  v1  effective' 'the answer for that day is another'
tap 'on the day it was acknowledged it was known' known 2024-09-04 '440600  v2  effective' 'of 440000'"'"'s register the first 6'
tap 'before there were registers nothing was' known 2023-12-31 '440600  no version' 'the first 0'
tap 'a store asked as JSON says how much was known' sh -c '"$YICE" store as-of nation.git 440600 --date 2025-01-01 --known 2024-09-03 --json |
	grep -q "\"version\":1,.*\"known\":5,.*\"differs\":true"'
tap 'states too' sh -c '[ "$("$YICE" store state nation.git 440600 --date 2025-01-01 --known 2024-09-03)" = "440600 1  effective  periodic  2024-07-01..
440600 2  filed  dynamic  2025-01-01.." ]'
tap 'what is neither a day nor a number is wrong usage' store 64 as-of nation.git 440600 --known 2024-13-01
tap 'nor is there an answer for more entries than there are' store 1 as-of nation.git 440600 --known 99
tap 'and the answer says that it has changed since' sh -c \
	'"$YICE" store as-of nation.git 440600 --date 2025-01-01 --known 4 | grep -q "the answer for that day is another"'
"$YICE" store blame nation.git 440606/ZH44060620004/1-2 >blame
tap 'blame tells who changed a clause, when and why' has blame '440600 v1 added' '440600 v2 changed' 'law' '新法' 'receipt 440000/'
tap 'diff tells what changed, for whom' store 0 diff nation.git 440600 1 2
tap 'as yice diff does' has out 'tightened' '440606/ZH44060620004/1-2'
"$YICE" store checkout nation.git 440600 2 -o taken >/dev/null
tap 'the sources can be had back' cmp taken/city/list.yice city2/list.yice
tap 'show prints a file of a version' sh -c '"$YICE" store show nation.git 440600 1 src/city/list.yice | cmp - city1/list.yice'
tap 'every image is what its sources give' store 0 verify nation.git --rebuild
tap 'and that is counted' has out '3 compiled again'
tap 'the audit runs' store 0 audit nation.git --date 2025-02-01
tap 'as JSON too' store 0 audit nation.git --date 2025-02-01 --json
tap 'and names a base that has gone stale or nothing' has out '440600'
tap 'an audit by what was known leaves out what came later' store 0 audit nation.git 440600 --date 2025-02-01 --known 2024-09-03
tap 'the update was filed by then and no more' has out '  2  dynamic     2025-01-01  filed' 'nothing found'
tap 'known by number is for one register' store 64 audit nation.git --known 4

# ---- deciding by the store, on record

cat >plant.json <<'END'
{"site": {"unit": "ZH44060620004"}, "facts": {"建设性质": "扩建", "储油库": true}}
END
decide() # decide STATUS OPTION…
{
	wanted=$1
	shift
	"$YICE" eval --store nation.git "$@" plant.json >out 2>err
	status=$?
	[ $status -eq "$wanted" ] && return 0
	echo "exit status $status"
	cat out err
	return 1
}
tap 'a day is needed' decide 64
tap 'a day without rules is said' decide 1 --as-of 2023-01-01
tap 'by the rules of one day a project is restricted' decide 0 --as-of 2024-12-31 --record log
tap 'of another it is refused' decide 2 --as-of 2025-01-01 --record log
tap 'by what was known before, it would not be' decide 0 --as-of 2025-01-01 --scope 440600 --known 4 --record log
tap 'which is said' has err 'by what is known now the answer for that day is another'
tap 'nor by what was known on a day, of all scopes' decide 0 --as-of 2025-01-01 --known 2024-09-03 --record log
tap 'which is said as well' has err 'by what is known now the answer for that day is another'
tap 'and is on record, register by register' sh -c 'grep -q "^known: 000000:4 440000:5$" log'
tap 'a number needs its scope' decide 64 --as-of 2025-01-01 --known 4
for option in record=log scope=440600 known=3; do
	tap "--${option%=*} needs a store" sh -c '"$YICE" eval --$0 x.img plant.json 2>err; [ $? -eq 64 ] && grep -q "goes with --store" err &&
		! "$YICE" batch --$0 x.img <plant.json 2>err && grep -q "goes with --store" err' "$option"
done
(tr -d '\n' <plant.json; echo; echo '{"site"'; tr -d '\n' <plant.json; echo) >lines
tap 'a batch goes on record too' sh -c '"$YICE" batch --store nation.git --as-of 2025-01-01 --record log <lines >out && [ "$(grep -c refused out)" = 2 ]'
tap 'every record replays byte for byte' store 0 replay nation.git log
tap 'all six of them' has out '6 decisions replayed'
last=$(sed -n 's/^last //p' out)
tap 'a record cut short was never answered' sh -c 'cp log cut && truncate -s -20 cut && "$YICE" store replay nation.git cut >out 2>&1 &&
	grep -q "5 decisions replayed" out && grep -q Y1341 out'
tap 'whoever knows the last digest sees that it is gone' store 1 replay nation.git cut --trust "$last"
tap 'and that it is there' store 0 replay nation.git log --trust "$last"
sed 's/^verdict: refused/verdict: admitted/' log >changed
tap 'a changed record is refused' refused Y1339 replay nation.git changed
tap 'nor is one changed in its last record written on, or cut' sh -c 'size=$(stat -c %s log)
	{ head -c $((size - 40)) log; printf x; tail -c 39 log; } >changed && cp changed same
	! "$YICE" eval --store nation.git --as-of 2025-01-01 --record changed plant.json >out 2>err && grep -q Y1339 err && cmp changed same'
tap 'images kept for reuse are checked' sh -c 'for image in nation.git/yice/cache/*; do printf x >>"$image"; done
	"$YICE" store replay nation.git log >/dev/null'

# ---- stock git and ssh-keygen

if command -v git >/dev/null && command -v ssh-keygen >/dev/null; then
	"$YICE" store signers nation.git >allowed
	good()
	{
		for ref in $(git -C nation.git for-each-ref --format='%(refname)'); do
			for commit in $(git -C nation.git rev-list "$ref"); do
				git -C nation.git -c gpg.ssh.allowedSignersFile="$work/allowed" verify-commit "$commit" || return 1
			done
		done
	}
	tap 'git verifies every commit' good
	# The signature and what it is over, taken out of a commit, as git does it.
	split()
	{
		git -C nation.git cat-file commit "$1" >commit
		sed -n '/^gpgsig /,/END SSH SIGNATURE/{ s/^gpgsig //; s/^ //; p; }' commit >sig
		sed '/^gpgsig /,/END SSH SIGNATURE/d' commit >payload
	}
	agrees()
	{
		for commit in $(git -C nation.git rev-list --all); do
			split "$commit"
			who=$(ssh-keygen -Y find-principals -s sig -f allowed | head -n 1) && [ -n "$who" ] &&
				ssh-keygen -Y verify -f allowed -I "$who" -n git -s sig <payload || return 1
		done
	}
	tap 'ssh-keygen verifies every signature' agrees
	tap 'and none over other bytes, nor for another purpose' sh -c 'echo >>payload
		! ssh-keygen -Y verify -f allowed -I "$1" -n git -s sig <payload &&
		! ssh-keygen -Y verify -f allowed -I "$1" -n file -s sig <payload' - "$(ssh-keygen -Y find-principals -s sig -f allowed | head -n 1)"
	tap 'git finds the store whole' git -C nation.git fsck --strict
	tap 'ssh-keygen takes our keys' sh -c '[ "$(ssh-keygen -y -f nation)" = "$(cat nation.pub)" ]'
	ssh-keygen -q -t ed25519 -N '' -f theirs
	tap 'and we take its keys' store 0 delegate nation.git 440000 440700 --draft theirs.pub --publish theirs.pub \
		--key prov --date 2024-10-01

	# ---- replicas
	trusting replica.git
	git -C replica.git fetch -q ../nation.git 'refs/heads/*:refs/heads/*'
	tap 'a replica verifies' store 0 verify replica.git
	tap 'and answers' sh -c '"$YICE" store as-of replica.git 440600 --date 2025-01-01 | grep -q "440600  v2"'
	git -C replica.git update-ref refs/heads/pub/440600 refs/heads/pub/440600^
	tap 'a replica that lost a version is refused' store 1 verify replica.git
	"$YICE" store as-of replica.git 440600 --date 2025-01-01 >out 2>err
	tap 'the last good state goes on answering' has out '440600  v2'
	tap 'and says so' has err 'the last one that was good'
	git -C replica.git fetch -q ../nation.git 'refs/heads/*:refs/heads/*'
	tap 'once it is whole again all is well' store 0 verify replica.git
	"$YICE" store init other.git --trust "$(printf '%064d' 0)"
	git -C other.git fetch -q ../nation.git 'refs/heads/*:refs/heads/*'
	tap 'a store whose root is not the trusted one is refused' refused Y1519 verify other.git
	git -C replica.git update-ref refs/heads/main refs/heads/pub/440600
	tap 'a reference of another kind is refused' refused Y1312 verify replica.git
	git -C replica.git update-ref -d refs/heads/main

	# ---- a replica that never saw more than it was given
	"$YICE" store checkpoint nation.git 000000 440000 --key nation --date 2024-11-01 >/dev/null
	trusting short.git
	git -C short.git fetch -q ../nation.git 'refs/heads/*:refs/heads/*'
	git -C short.git update-ref refs/heads/reg/440000 refs/heads/reg/440000^
	tap 'a register shorter than its superior sealed it is refused' refused Y1526 verify short.git
	git -C short.git fetch -q ../nation.git 'refs/heads/*:refs/heads/*'
	tap 'whole again, it verifies' store 0 verify short.git

	# ---- forgeries: commits by stock git, and tampered ones
	forge() # forge KEY: a commit on pub/440600 with the tree of the one before, by stock git
	{
		cp -r replica.git forged.git
		tree=$(git -C forged.git rev-parse 'pub/440600^{tree}')
		commit=$(git -C forged.git cat-file commit pub/440600 | sed '1,/^$/d' |
			git -C forged.git -c user.name=A -c user.email=a@b -c gpg.format=ssh -c user.signingKey="$work/$1" \
				commit-tree -S -p pub/440600 "$tree")
		git -C forged.git update-ref refs/heads/pub/440600 "$commit"
	}
	forge city-pub
	tap 'a commit by other means is not of the one form' store 1 verify forged.git
	rm -rf forged.git
	junk()
	{
		cp -r replica.git forged.git
		commit=$(git -C forged.git cat-file commit pub/440600 | sed 's/^gpgsig /gpgsig-sha256 junk\ngpgsig /' |
			git -C forged.git hash-object -t commit -w --stdin)
		git -C forged.git update-ref refs/heads/pub/440600 "$commit"
	}
	junk
	tap 'git still takes a commit with a second signature header' \
		git -C forged.git -c gpg.ssh.allowedSignersFile="$work/allowed" verify-commit pub/440600
	tap 'we refuse it by name' refused Y1316 verify forged.git
	rm -rf forged.git

	# ---- pushes
	trusting hub.git
	printf '#!/bin/sh\nexec "%s" store verify-push .\n' "$YICE" >hub.git/hooks/pre-receive
	chmod +x hub.git/hooks/pre-receive
	tap 'a whole history can be pushed' git -C nation.git push -q ../hub.git 'refs/heads/*:refs/heads/*'
	tap 'and verifies there' store 0 verify hub.git
	tap 'a chain without its register cannot' sh -c '"$YICE" store init lone.git --trust "$(cat nation.git/yice/trust)" &&
		cp hub.git/hooks/pre-receive lone.git/hooks/ && ! git -C nation.git push -q ../lone.git pub/440600:refs/heads/pub/440600'
	tap 'nothing is rewound' sh -c '! git -C nation.git push -q -f ../hub.git pub/440600^:refs/heads/pub/440600'
	tap 'nothing is deleted' sh -c '! git -C nation.git push -q ../hub.git :refs/heads/pub/440600'
	tap 'no other reference comes in' sh -c '! git -C nation.git push -q ../hub.git pub/440600:refs/heads/main'
	junk
	tap 'no forged commit comes in' sh -c '! git -C forged.git push -q -f ../hub.git pub/440600:refs/heads/pub/440600'
	# A publication by a key that a register grants nothing, for what was filed; and one whose receipt nobody gave.
	filed_in_copy() # filed_in_copy STORE: a third version, filed
	{
		"$YICE" store submit $1 440600 city --kind dynamic --reason law --from 2025-06-01 --basis 文 --key city-draft \
			--date 2025-01-02 >/dev/null && "$YICE" store file $1 440600 --key prov --date 2025-01-03 >/dev/null
	}
	by_stranger() # by_stranger STORE: published by a key that this copy alone lets publish
	{
		"$YICE" store delegate $1 440000 440600 --publish stranger.pub --key prov --date 2025-01-04 >/dev/null &&
			"$YICE" store publish $1 440600 --key stranger --date 2025-01-05 >/dev/null
	}
	cp -r nation.git filed.git && filed_in_copy filed.git
	cp -r filed.git foreign.git && by_stranger foreign.git
	cp -r hub.git taken.git
	tap 'what was filed can be pushed' git -C filed.git push -q ../taken.git sub/440600 reg/440000
	tap 'not its publication by a stranger' sh -c '! git -C foreign.git push -q ../taken.git pub/440600 2>err'
	tap 'whose key nobody granted' has err 'Y1535'
	git -C taken.git fetch -q ../foreign.git refs/heads/pub/440600:refs/heads/pub/440600
	tap 'and brought in past the hook it does not verify' refused Y1535 verify taken.git
	tap 'nor is a publication pushed without its receipt' sh -c '! git -C foreign.git push -q ../hub.git pub/440600 2>err'
	tap 'which is said' has err 'Y1556'
	tap 'the city goes on' store 0 publish filed.git 440600 --key city-pub --date 2025-01-05
	rm -rf filed.git foreign.git taken.git
	tap 'the store is as it was' sh -c '[ "$(git -C hub.git rev-parse pub/440600)" = "$(git -C nation.git rev-parse pub/440600)" ]'
	tap 'the next version can be pushed' sh -c '"$YICE" store checkpoint nation.git 000000 --key nation --date 2025-01-01 >/dev/null &&
		git -C nation.git push -q ../hub.git reg/000000 && "$YICE" store verify hub.git >/dev/null'
else
	tap_skip 'stock git and ssh-keygen' 'not installed'
fi

# ---- the same anywhere: days are days at UTC+8, whatever the clock of the machine says

zones='UTC Asia/Shanghai America/Los_Angeles Pacific/Kiritimati'
told_in() # told_in ZONE: what questions answer, what an act writes, and what stock git says of signatures
{
	rm -rf zone.git && cp -r nation.git zone.git
	TZ=$1 "$YICE" store audit zone.git --date 2025-02-01
	TZ=$1 "$YICE" store as-of zone.git 440600 --date 2024-12-31 --known 2024-09-03
	TZ=$1 "$YICE" store signers zone.git
	TZ=$1 "$YICE" store checkpoint zone.git 000000 --key nation --date 2025-01-15
	TZ=$1 SOURCE_DATE_EPOCH=1736870399 "$YICE" store state zone.git
	command -v git >/dev/null && command -v ssh-keygen >/dev/null || return 0
	git -C zone.git rev-parse reg/000000
	for ref in pub/440600 sub/440600 reg/440000 reg/000000; do
		TZ=$1 git -C zone.git -c gpg.ssh.allowedSignersFile="$work/allowed" verify-commit $ref 2>&1
	done
}
told_in UTC >zone.UTC 2>&1
for zone in $zones; do
	told_in "$zone" >zone 2>&1
	tap "in $zone all is as elsewhere" cmp zone.UTC zone
done
tap 'and the last second of a day at UTC+8 is that day' grep -q '^440600 2  effective' zone.UTC

# ---- suspension, revocation, withdrawal

tap 'the superior suspends a version' store 0 suspend nation.git 440600 2 --reason law --from 2025-03-01 --key prov \
	--date 2025-02-01
tap 'and nothing of it is in force then' sh -c '"$YICE" store as-of nation.git 440600 --date 2025-03-01 | grep -q "440600  v2  suspended"'
tap 'a key is revoked' store 0 revoke nation.git 440000 city-draft.pub --reason lost --key prov --date 2025-02-02
tap 'and signs no longer' store 1 submit nation.git 440600 city --kind dynamic --reason law --from 2025-06-01 --basis 文 \
	--key city-draft --date 2025-02-03
tap 'what it signed before stands' store 0 verify nation.git

# A publisher's key is revoked between publishing and acknowledging.
next_version() # next_version STORE DATE
{
	store 0 submit "$1" 440600 city --kind dynamic --reason law --from 2025-09-01 --basis 文 --key stranger --date "$2" &&
		store 0 file "$1" 440600 --key prov --date "$2"
}
strand()
{
	next_version lost.git 2025-02-05 && store 0 publish lost.git 440600 --key city-pub --date 2025-02-05 &&
		! grep -q 'cannot be acknowledged' err &&
		store 0 revoke lost.git 440000 city-pub.pub --reason lost --key prov --date 2025-02-06 &&
		store 0 delegate lost.git 440000 440600 --publish stranger.pub --key prov --date 2025-02-06
}
cp -r nation.git lost.git
"$YICE" store delegate lost.git 440000 440600 --draft stranger.pub --key prov --date 2025-02-04 >/dev/null
tap 'a key is revoked between publishing and acknowledging' strand
tap 'the version cannot be acknowledged any more' store 1 acknowledge lost.git 440600 --key prov --date 2025-02-07
for question in 'acknowledge lost.git 440600 --key prov' 'state lost.git' 'verify lost.git' 'audit lost.git 440600'; do
	# shellcheck disable=SC2086
	tap "${question%% *} says so, and what to do" sh -c '"$YICE" store "$@" --date 2025-02-07 >out 2>&1
		grep -q "version 3 is signed by keys that were revoked or taken back and cannot be acknowledged: submit it as the next" out' - $question
done
way_out()
{
	next_version lost.git 2025-02-08 && store 0 publish lost.git 440600 --key stranger --date 2025-02-09 &&
		store 0 acknowledge lost.git 440600 --key prov --date 2025-02-10 && store 0 verify lost.git --date 2025-02-11 &&
		! grep cannot err
}
tap 'and that is the way out' way_out
rm -rf lost.git

# ---- what a careful reader tries

rm city && ln -s city2 city
"$YICE" store delegate nation.git 440000 440600 --draft stranger.pub --key prov --date 2025-02-04 >/dev/null
submit_again() # submit_again DATE: a clause more than before
{
	store 0 submit nation.git 440600 city --kind dynamic --reason law --from 2025-09-01 --basis 文 --key stranger --date "$1"
}
mkdir city4
cp city2/list.yice city4
printf '%s\n' '1-4 摘要 "不得新建、改建。"' '  当 建设性质 属于 新建、改建' '  禁止' >>city4/list.yice
rm city && ln -s city4 city
tap 'a version is submitted' submit_again 2025-02-05
"$YICE" store state nation.git 440600 --date 2025-02-05 >state
tap 'its state says of what kind, and from when' has state '440600 3  submitted  dynamic  2025-09-01..'
tap 'the superior refuses it' store 0 refuse nation.git 440600 --reason unsound --key prov --date 2025-02-06
tap 'the same again is not even submitted' refused Y1563 submit nation.git 440600 city --kind dynamic --reason law \
	--from 2025-09-01 --basis 文 --key stranger --date 2025-02-07
sed -i 's/不得新建、改建/新建、改建都不允许/' city4/list.yice
tap 'nor what has no rules in it' store 1 submit nation.git 440600 plant.json --kind dynamic --reason law \
	--from 2025-09-01 --basis 文 --key stranger --date 2025-02-07
tap 'which is said without naming a folder of ours' sh -c 'grep -q "no \*.yice file" err && ! grep -q /tmp err'
tap 'something else is' submit_again 2025-02-08
tap 'it is filed for ten days' store 0 file nation.git 440600 --key prov --date 2025-02-09 --expires 2025-02-19
cp -r nation.git late.git
tap 'with a receipt that has ended nothing is published' store 1 publish late.git 440600 --key city-pub --date 2025-02-19
tap 'and the day is said' has err 'the receipt of 440600 ended on 2025-02-19'
tap 'filed again' store 0 file late.git 440600 --key prov --date 2025-02-20
tap 'it is published' store 0 publish late.git 440600 --key city-pub --date 2025-02-21
tap 'in time it is published' store 0 publish nation.git 440600 --key city-pub --date 2025-02-18
tap 'acknowledged too late it is not' refused Y1561 acknowledge nation.git 440600 --key prov --date 2025-02-19
"$YICE" store blame nation.git 440606/ZH44060620004/1-4 >blame
tap 'blame says that this has no effect' has blame '440600 v3 added' '  not acknowledged'
tap 'the superior files what was published once more' store 0 file nation.git 440600 --key prov --date 2025-02-20
tap 'and acknowledges it under that receipt' store 0 acknowledge nation.git 440600 --key prov --date 2025-02-21
"$YICE" store as-of nation.git 440600 --date 2025-09-01 --known 2025-02-20 >out
tap 'what is known now is named' has out '440600  v2  ' 'the answer for that day is another: version 3, effective'
tap 'a version that was superseded is not corrected over those behind it' refused Y1582 submit nation.git 440600 city \
	--kind correction --target 2 --from 2025-01-10 --basis 文 --key stranger --date 2025-02-22
tap 'which one is corrected instead is said' has err 'superseded by version 3 from 2025-09-01 on: its correction ends by that day (--until)'
tap 'a dynamic update without a change says so' store 0 submit nation.git 440600 city --kind dynamic --reason law \
	--from 2026-01-01 --basis 文 --key stranger --date 2025-02-22
tap 'in a line of its own' has out '  no clause changes'
for question in state log; do
	tap "$question of a scope that nobody delegates is no empty answer" store 1 $question nation.git 999999
done
for question in 'show nation.git 440600 one' 'diff nation.git 440600 1 0' 'checkout nation.git 440600 x -o there'; do
	tap "a version is a number: ${question%% *}" store 64 $question
done

# ---- wrong usage

tap 'an unknown action is wrong usage' store 64 publsh nation.git
tap 'with the nearest' has err 'did you mean publish?'
tap 'a missing operand too' store 64 publish
tap 'a date is a date' store 64 state nation.git --date tomorrow
tap 'what is no store is said' refused Y1302 verify .
tap_end

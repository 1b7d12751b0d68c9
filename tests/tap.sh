# SPDX-License-Identifier: Apache-2.0
# TAP for shell suites: `tap NAME COMMAND…` is one test that passes when the command succeeds.
tap_count=0
tap_failed=0

tap()
{
	tap_name=$1
	shift
	tap_count=$((tap_count + 1))
	if tap_output=$("$@" 2>&1 </dev/null); then
		echo "ok $tap_count - $tap_name"
	else
		tap_failed=$((tap_failed + 1))
		echo "not ok $tap_count - $tap_name"
		printf '%s\n' "$tap_output" | head -n 40 | sed 's/^/# /'
	fi
}

tap_skip()
{
	tap_count=$((tap_count + 1))
	echo "ok $tap_count - $1 # SKIP $2"
}

tap_end()
{
	echo "1..$tap_count"
	exit $((tap_failed > 0))
}

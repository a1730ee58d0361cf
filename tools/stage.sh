#!/usr/bin/env bash
# Runs one stage of a longer run under its name and says how long it took: tools/stage.sh NAME COMMAND ...
# With PREDUE_TIMES set to a file, the time is noted there too.
set -uo pipefail

name=$1
shift
printf '\n== %s\n' "$name"
started=$(date +%s%N)
"$@"
status=$?
tenths=$((($(date +%s%N) - started) / 100000000))
line=$(printf '%6d.%d s  %s%s' $((tenths / 10)) $((tenths % 10)) "$name" "$([[ $status == 0 ]] || echo ' FAILED')")
printf '== %s\n' "$line"
[[ -z ${PREDUE_TIMES:-} ]] || printf '%s\n' "$line" >>"$PREDUE_TIMES"
exit $status

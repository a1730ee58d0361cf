#!/usr/bin/env bash
# Names the commit a build is made from, so that versions() can say it: "b56bb3d01234", "b56bb3d01234-dirty", or "unknown" outside git.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export GIT_OPTIONAL_LOCKS=0

if hash=$(git rev-parse --short=12 HEAD 2>/dev/null); then
  printf '%s%s\n' "$hash" "$([[ -z $(git status --porcelain) ]] || printf -- -dirty)"
else
  echo unknown
fi

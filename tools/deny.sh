#!/usr/bin/env bash
# Holds the dependencies to deny.toml with the installed cargo-deny: tools/deny.sh bans|licenses|sources|advisories ...
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$root"

exec "$cargo_deny_bin/cargo-deny" --locked --log-level warn check "$@"

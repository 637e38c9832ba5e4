#!/usr/bin/env bash
# Make sure that a Chromium is here for the browser tests: the one on PATH, else Debian's, else Playwright's.
# Prints what it found; fails with a sentence when there is none to be had.
set -euo pipefail
python=${1:-.venv/bin/python}

find_browser() {
    local name
    for name in chromium chromium-browser google-chrome; do
        if command -v "$name"; then return 0; fi
    done
    return 1
}

playwrights_own() {
    "$python" - <<'PY'
import sys
from pathlib import Path
from playwright.sync_api import sync_playwright
with sync_playwright() as p:
    path = p.chromium.executable_path
if not Path(path).exists():
    sys.exit(1)
print(path)
PY
}

if find_browser; then exit 0; fi
if playwrights_own 2>/dev/null; then exit 0; fi

if [ "$(id -u)" = 0 ] && [ -e /etc/debian_version ] && command -v apt-get >/dev/null; then
    echo "no Chromium on PATH: installing Debian's package" >&2
    export DEBIAN_FRONTEND=noninteractive
    if apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null; then
        if find_browser; then exit 0; fi
    fi
fi

echo "no Chromium on PATH: asking Playwright for its own" >&2
if "$python" -m playwright install chromium && playwrights_own; then exit 0; fi

echo "No browser could be installed, and the journeys need one." >&2
echo "Install Chromium so that 'chromium' is on PATH (Debian: apt-get install chromium), then try again." >&2
exit 1

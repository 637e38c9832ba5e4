#!/usr/bin/env bash
# Install what the tests of this folder run against: Apache with mod_auth_openidc, npm's openid-client and jsdom, and
# names under .localhost that programs without a resolver of their own find. Does nothing that is done already.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

fail() {
    echo "$1" >&2
    exit 1
}

packages=()
# apache2-bin is the server alone: no service is set up, no port is taken.
[ -x /usr/sbin/apache2 ] || packages+=(apache2-bin)
[ -e /usr/lib/apache2/modules/mod_auth_openidc.so ] || packages+=(libapache2-mod-auth-openidc)
getent hosts pacer.moot.localhost >/dev/null || packages+=(libnss-myhostname)
command -v npm >/dev/null || packages+=(nodejs npm)
if [ ${#packages[@]} -gt 0 ]; then
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        fail "Please install these first (names of Debian): ${packages[*]}"
    fi
    echo "installing ${packages[*]}" >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
fi

if ! getent hosts pacer.moot.localhost >/dev/null; then
    [ -w /etc/hosts ] || fail "No program finds pacer.moot.localhost: please add it to /etc/hosts for 127.0.0.1."
    echo "127.0.0.1 pacer.moot.localhost app.moot-external.localhost" >>/etc/hosts
fi

# The lock names versions and hashes; the answer of a repeated run is quick.
for folder in node pages; do
    if ! (cd "$folder" && npm ls --silent >/dev/null 2>&1); then
        (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error)
    fi
done

# Two generations of the parser cannot live in one environment.
for version in 3.0.44 4.0.1; do
    environment=clients/juriscraper-${version%%.*}
    wanted="juriscraper==$version pacersdk==0.1.1 pacer-cli==0.3.0"
    # It is written for the older parser.
    [ "$version" != 3.0.44 ] || wanted="$wanted docketanalyzer-pacer==0.1.1"
    if [ "$(cat "$environment/wanted" 2>/dev/null)" != "$wanted" ]; then
        "${PYTHON:-python3}" -m venv --clear "$environment"
        # shellcheck disable=SC2086
        "$environment/bin/pip" install --quiet $wanted
        echo "$wanted" >"$environment/wanted"
    fi
done

/usr/sbin/apache2 -v | sed -n 's/^Server version: //p'
dpkg-query -W -f='mod_auth_openidc ${Version}\n' libapache2-mod-auth-openidc 2>/dev/null || true
echo "node $(node --version), openid-client $(cd node && node -p 'require("./node_modules/openid-client/package.json").version'), jsdom $(cd pages && node -p 'require("./node_modules/jsdom/package.json").version')"

#!/usr/bin/env bash
# PostgreSQL for tests.
#   postgres.sh install      install Debian's server when no server programs are here
#   postgres.sh with CMD...  run CMD beside a throw-away cluster on loopback; its address is in MOOT_TEST_POSTGRES
set -euo pipefail

server_bin() {
    local found
    for found in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin; do
        if [ -x "$found/initdb" ]; then echo "$found"; return 0; fi
    done
    found=$(command -v initdb) && dirname "$found"
}

install_server() {
    if server_bin >/dev/null; then return 0; fi
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        echo "No PostgreSQL server programs here. Install them (Debian: apt-get install postgresql) and try again." >&2
        return 1
    fi
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends postgresql >/dev/null
    server_bin >/dev/null
}

as_server() { # initdb refuses root
    if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

stop_cluster() {
    cd "$folder"
    as_server "$bin/pg_ctl" -D "$folder/data" -s -m immediate stop || true
    cd /
    rm -rf "$folder"
}

with_cluster() {
    local port here=$PWD status=0
    install_server
    bin=$(server_bin)
    folder=$(mktemp -d)
    port=$(free_port)
    if [ "$(id -u)" = 0 ]; then chown postgres "$folder"; fi
    cd "$folder" # the server's own user may not read the checkout
    as_server "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C >/dev/null
    trap stop_cluster EXIT
    as_server "$bin/pg_ctl" -D "$folder/data" -w -s -l "$folder/log" start \
        -o "-c listen_addresses=127.0.0.1 -p $port -k $folder -c fsync=off -c max_connections=300"
    cd "$here"
    export MOOT_TEST_POSTGRES="postgresql+psycopg://postgres@127.0.0.1:$port/postgres"
    "$@" || status=$?
    return "$status"
}

case ${1:-} in
    install) install_server ;;
    with) shift; with_cluster "$@" ;;
    *) sed -n '2,4p' "$0" >&2; exit 2 ;;
esac

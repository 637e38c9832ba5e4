#!/usr/bin/env bash
# Make the compose stack anew with everybody planted at an era, and serve it.
#
#   deploy/tools/compose_era.sh ERA
#
# A clock that only jumps takes everybody along: passwords of 2021 are overdue in 2026, and searches
# lapse. The journeys run against a stack that begins in the era that each of them names:
#
#   pytest tests/journeys --running-at http://pacer.moot.localhost:8080 \
#       --clock-command "deploy/tools/compose_era.sh {era}"
set -euo pipefail
era=${1:?an era such as 2021-11}
docker compose down --volumes --timeout 5 >/dev/null 2>&1
docker compose run --rm --env MOOT_AT="$era" migrate >/dev/null 2>&1
docker compose up --detach --wait --quiet-pull >/dev/null 2>&1
docker compose exec -T pacer moot clock show

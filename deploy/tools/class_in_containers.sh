#!/usr/bin/env bash
# Let a class work at the containers that `docker compose up` serves, and compare what is shown
# with what stands in their databases (tests/load/test_class.py says how many work, and how long).
#
#   deploy/tools/class_in_containers.sh [PYTEST OPTION...]
#
# The databases are reached by the container's own address, which this machine knows. Memory is
# that of the containers.
set -euo pipefail
members="pacer ctd cod ctb ca2"
db=$(docker inspect --format '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' \
  "$(docker compose ps --quiet db)")
found=
for member in $members; do
  url=$(docker compose exec -T "$member" cat "/secrets/$member/database_url")
  found="$found${found:+, }\"$member\": \"${url/@db:/@$db:}\""
done
export MOOT_CLASS_DATABASES="{$found}"
status=0
"${PYTHON:-.venv/bin/python}" -m pytest -q --running-at http://pacer.moot.localhost:8080 \
  tests/load/test_class.py "$@" || status=$?
docker stats --no-stream --format '{{.Name}}\t{{.MemUsage}}\t{{.CPUPerc}}'
exit $status

"""docker-compose.yml and the Caddyfile beside it, written from the federation file.

Kept to what every engine in use can do: no heredocs, no `deploy.resources`, no `start_interval`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from shared.errors import Refusal
from shared.federation import Addressing, Federation, Member, host_of
from shared.launcher import environments
from shared.launcher.environments import CONTAINER_PORT, CONTAINER_THREADS, SECRETS_FOLDER

IMAGE: Final = "moot:local"
DATABASE_HOST: Final = "db"
PORT: Final = 8080
HEARTBEAT: Final = "/tmp/moot-worker"  # noqa: S108
#: A network for benchmarks (RFC 2544) that no office uses: the proxy's address is known in it.
SUBNET: Final = "198.18.77.0/24"
PROXY_ADDRESS: Final = "198.18.77.2"
OTHER_ADDRESSES: Final = "198.18.77.128/25"
SUPERUSER_FILE: Final = f"{SECRETS_FOLDER}/db/superuser_password"
FEDERATION_FILE: Final = "/app/federation.toml"
TAKEN_NAMES: Final = frozenset({"init", "db", "migrate", "caddy", "snapshot", "nightly"})
_HEAD = (
    "# Written by `moot compose` from the federation file; a test compares the bytes.\n"
    "# `docker compose up` makes the secrets, the databases and the personas, and serves the\n"
    "# federation at http://pacer.moot.localhost:8080\n"
)
_PLAIN = re.compile(r"[A-Za-z/_.][A-Za-z0-9/_.@-]*")
_WORDS: Final = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})

Tree = dict[str, Any]


def check(federation: Federation) -> None:
    """Refuse what compose cannot name.

    :raises Refusal: code `compose`.
    """
    names = [m.id for m in federation.courts if m.id in TAKEN_NAMES or "-" in m.id]
    if names:
        raise Refusal("compose", f"A court in compose cannot be called {', '.join(names)}.")


def project(federation: Federation, *, federation_file: str | None = None) -> str:
    """Return docker-compose.yml.

    :param federation_file: path of the federation file beside it, if it is not the packaged one.
    """
    check(federation)
    members = federation.members
    services: Tree = {
        "init": _init(federation, federation_file),
        "db": _database(),
        "migrate": _migrate(federation, federation_file),
    }
    for member in members:
        services[member.id] = _member(member, federation.addressing, federation_file)
    for member in members:
        services[f"{member.id}-worker"] = _worker(member, federation.addressing, federation_file)
    services["caddy"] = _caddy(federation)
    services["snapshot"] = _snapshot(federation, federation_file)
    services["nightly"] = _nightly(federation, federation_file)
    volumes = ["db-data", "secrets-init", "secrets-db", *(f"secrets-{m.id}" for m in members)]
    volumes += [*(f"documents-{m.id}" for m in federation.courts), "snapshots"]
    tree: Tree = {
        "name": "moot",
        "services": services,
        "networks": {
            "default": {"ipam": {"config": [{"subnet": SUBNET, "ip_range": OTHER_ADDRESSES}]}}
        },
        "volumes": {name: {} for name in volumes},
    }
    return _HEAD + "\n".join(_lines(tree)) + "\n"


def caddyfile(federation: Federation) -> str:
    """Return the configuration of the proxy: the same host names as without containers."""
    lines = [
        "# Written by `moot compose`; a test compares the bytes.",
        "{",
        "\tadmin off",
        "\tauto_https off",
        "\tpersist_config off",
        "}",
    ]
    for member in federation.members:
        origins = (*member.origins.values(), *member.gateway.values())
        names = dict.fromkeys(host_of(origin).partition(":")[0] for origin in origins)
        lines += [
            "",
            ", ".join(f"http://{name}:{PORT}" for name in names) + " {",
            f"\treverse_proxy {member.id}:{CONTAINER_PORT}",
            "}",
        ]
    start = federation.issuer
    lines += [
        "",
        f"http://:{PORT} {{",
        "\thandle /healthz {",
        '\t\trespond `{"status":"ok"}` 200',
        "\t}",
        "\thandle /readyz {",
        f"\t\treverse_proxy {federation.idp.id}:{CONTAINER_PORT}",
        "\t}",
        "\t@bare {",
        "\t\tpath /",
        "\t\thost localhost 127.0.0.1",
        "\t}",
        "\thandle @bare {",
        f"\t\tredir {start}/ 302",
        "\t}",
        "\thandle {",
        f'\t\trespond "There is no member of this federation here. Begin at {start}/" 421',
        "\t}",
        "}",
    ]
    return "\n".join(lines) + "\n"


def member_environment(
    member: Member, at: Addressing, *, federation_file: str | None, threads: int = CONTAINER_THREADS
) -> dict[str, str]:
    """Return the environment of one member's containers; `moot prepare` uses the same."""
    found = environments.hosted(
        member,
        at,
        reach="http://{id}:" + str(CONTAINER_PORT),
        secrets_folder=f"{SECRETS_FOLDER}/{member.id}",
        setting_names=environments.secret_names(member),
        mode="training",
        threads=threads,
        documents=environments.DOCUMENTS_FOLDER,
        federation_file=FEDERATION_FILE if federation_file else None,
    )
    return {**found, "MOOT_TRUSTED_PROXIES": PROXY_ADDRESS}


def database_url(member_id: str, password: str) -> str:
    """Return the address of a member's own database in the containers."""
    return f"postgresql+psycopg://{member_id}:{password}@{DATABASE_HOST}:5432/{member_id}"


# --------------------------------------------------------------------------- services


def _program(command: list[str], *, memory: str, federation_file: str | None) -> Tree:
    return {
        "image": IMAGE,
        "pull_policy": "never",
        "command": command,
        "read_only": True,
        "tmpfs": ["/tmp"],  # noqa: S108
        "cap_drop": ["ALL"],
        "security_opt": ["no-new-privileges:true"],
        "mem_limit": memory,
        "volumes": [f"./{federation_file}:{FEDERATION_FILE}:ro"] if federation_file else [],
    }


def _init(federation: Federation, file: str | None) -> Tree:
    names = ["init", "db", *(m.id for m in federation.members)]
    found = _program(["moot", "init"], memory="256m", federation_file=file)
    del found["pull_policy"]
    return {
        "build": {
            "context": ".",
            "dockerfile": "deploy/Dockerfile",
            "args": {"SECRETS": " ".join(names)},
        },
        **found,
        "environment": {"MOOT_FEDERATION_FILE": FEDERATION_FILE} if file else {},
        "volumes": [*found["volumes"], *(f"secrets-{n}:{SECRETS_FOLDER}/{n}" for n in names)],
        "restart": "no",
    }


def _database() -> Tree:
    return {
        "image": "postgres:17",
        "command": ["postgres", "-c", "max_connections=300"],
        "environment": {"POSTGRES_PASSWORD_FILE": SUPERUSER_FILE},
        "volumes": ["db-data:/var/lib/postgresql/data", f"secrets-db:{SECRETS_FOLDER}/db:ro"],
        "read_only": True,
        "tmpfs": ["/tmp", "/var/run/postgresql"],  # noqa: S108
        "mem_limit": "512m",
        "healthcheck": {
            # On the socket of a first start the server answers before it is ready for all.
            "test": ["CMD", "pg_isready", "-h", "127.0.0.1", "-U", "postgres"],
            **_rhythm("2s"),
        },
        "depends_on": {"init": {"condition": "service_completed_successfully"}},
        "restart": "unless-stopped",
    }


def _migrate(federation: Federation, file: str | None) -> Tree:
    names = ["db", *(m.id for m in federation.members)]
    found = _program(["moot", "prepare"], memory="512m", federation_file=file)
    return {
        **found,
        "environment": {
            **({"MOOT_FEDERATION_FILE": FEDERATION_FILE} if file else {}),
            # Read on the first start, when the courts' cases are made.
            "MOOT_SEED": "${MOOT_SEED:-1}",
            "MOOT_WORLD_SIZE": "${MOOT_WORLD_SIZE:-tiny}",
        },
        "volumes": [*found["volumes"], *(f"secrets-{n}:{SECRETS_FOLDER}/{n}:ro" for n in names)],
        "depends_on": {
            "init": {"condition": "service_completed_successfully"},
            "db": {"condition": "service_healthy"},
        },
        "restart": "no",
    }


def _member(member: Member, at: Addressing, file: str | None) -> Tree:
    command = ["moot", "serve", member.id, "--bind", "0.0.0.0", "--port", str(CONTAINER_PORT)]  # noqa: S104
    found = _program(command, memory="320m", federation_file=file)
    return {
        **found,
        "environment": member_environment(member, at, federation_file=file),
        "volumes": [
            *found["volumes"],
            f"secrets-{member.id}:{SECRETS_FOLDER}/{member.id}:ro",
            *_papers(member),
        ],
        "healthcheck": {"test": ["CMD", "moot-healthy", "serve"], **_rhythm("5s")},
        "depends_on": {
            "db": {"condition": "service_healthy"},
            "migrate": {"condition": "service_completed_successfully"},
        },
        "restart": "unless-stopped",
    }


def _papers(member: Member) -> list[str]:
    """Return the volume of a court's papers."""
    folder = environments.DOCUMENTS_FOLDER
    return [f"documents-{member.id}:{folder}"] if member.is_court else []


def _worker(member: Member, at: Addressing, file: str | None) -> Tree:
    found = _member(member, at, file)
    return {
        **found,
        "command": ["moot", "worker", member.id, "--heartbeat", HEARTBEAT],
        "environment": member_environment(member, at, federation_file=file, threads=4),
        "mem_limit": "256m",
        "healthcheck": {"test": ["CMD", "moot-healthy", "worker"], **_rhythm("5s")},
    }


def _snapshot(federation: Federation, file: str | None) -> Tree:
    """Return the container of `moot snapshot`, which sees all databases and papers; run by hand."""
    members = federation.members
    found = _program(["moot", "snapshot", "list"], memory="320m", federation_file=file)
    return {
        "profiles": ["tools"],
        **found,
        "environment": {
            **({"MOOT_FEDERATION_FILE": FEDERATION_FILE} if file else {}),
            environments.SNAPSHOTS_VARIABLE: environments.SNAPSHOTS_FOLDER,
        },
        "volumes": [
            *found["volumes"],
            *(f"secrets-{m.id}:{SECRETS_FOLDER}/{m.id}:ro" for m in members),
            *(f"documents-{m.id}:{environments.PAPERS_FOLDER}/{m.id}" for m in federation.courts),
            f"snapshots:{environments.SNAPSHOTS_FOLDER}",
        ],
        "depends_on": {
            "db": {"condition": "service_healthy"},
            "migrate": {"condition": "service_completed_successfully"},
        },
        "restart": "no",
    }


def _nightly(federation: Federation, file: str | None) -> Tree:
    """Return the container that goes back to a snapshot every night."""
    return {
        **_snapshot(federation, file),
        "profiles": ["nightly"],
        "command": ["moot", "snapshot", "nightly", "--at", "${MOOT_RESET_AT:-03:00}"],
        "restart": "unless-stopped",
    }


def _caddy(federation: Federation) -> Tree:
    return {
        "image": "caddy:2",
        "user": "10001:10001",
        "volumes": ["./deploy/Caddyfile:/etc/caddy/Caddyfile:ro"],
        "read_only": True,
        "tmpfs": ["/config", "/data"],
        "cap_drop": ["ALL"],
        # The program file asks for this capability and would not start without it.
        "cap_add": ["NET_BIND_SERVICE"],
        "mem_limit": "128m",
        "ports": [f"127.0.0.1:{PORT}:{PORT}"],
        "networks": {"default": {"ipv4_address": PROXY_ADDRESS}},
        "healthcheck": {
            "test": ["CMD", "wget", "-q", "-O", "/dev/null", f"http://127.0.0.1:{PORT}/readyz"],
            **_rhythm("5s"),
        },
        "depends_on": {m.id: {"condition": "service_healthy"} for m in federation.members},
        "restart": "unless-stopped",
    }


def _rhythm(interval: str) -> Tree:
    return {"interval": interval, "timeout": "5s", "retries": 12, "start_period": "20s"}


# --------------------------------------------------------------------------- YAML


def _lines(tree: Mapping[str, Any], indent: int = 0) -> list[str]:
    found: list[str] = []
    for key, value in tree.items():
        at = " " * indent + f"{key}:"
        if isinstance(value, dict):
            found += [at, *_lines(value, indent + 2)] if value else ([f"{at} {{}}"])
        elif isinstance(value, list):
            found += _list(at, value, indent)
        else:
            found.append(f"{at} {_scalar(value)}")
    return [line for line in found if not line.endswith((" environment: {}", " volumes: []"))]


def _list(at: str, values: list[Any], indent: int) -> list[str]:
    if values and isinstance(values[0], dict):
        found = [at]
        for entry in values:
            lines = _lines(entry, indent + 4)
            found += [f"{' ' * indent}  - {lines[0].lstrip()}", *lines[1:]]
        return found
    if any(":" in str(value) for value in values):
        return [at, *(f"{' ' * indent}  - {_scalar(value)}" for value in values)]
    return [f"{at} [{', '.join(_scalar(value) for value in values)}]"]


def _scalar(value: object) -> str:
    if isinstance(value, bool | int):
        return json.dumps(value)
    text = str(value)
    plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS
    return text if plain else json.dumps(text, ensure_ascii=False)

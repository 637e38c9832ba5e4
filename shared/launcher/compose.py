"""docker-compose.yml and the Caddyfiles beside it, written from the federation file.

Kept to what every engine in use can do: no heredocs, no `deploy.resources`, no `start_interval`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from shared.errors import Refusal
from shared.federation import Addressing, Federation, Member, host_of
from shared.launcher import environments, federations
from shared.launcher.environments import CONTAINER_PORT, CONTAINER_THREADS, SECRETS_FOLDER

IMAGE: Final = "moot:local"
DATABASE_HOST: Final = "db"
PORT: Final = 8080
HEARTBEAT: Final = "/tmp/moot-worker"  # noqa: S108
#: A network for benchmarks (RFC 2544) that no office uses: the proxy's address is known in it.
SUBNET: Final = "198.18.77.0/24"
PROXY_ADDRESS: Final = "198.18.77.2"
TLS_PROXY_ADDRESS: Final = "198.18.77.3"
OTHER_ADDRESSES: Final = "198.18.77.128/25"
SUPERUSER_FILE: Final = f"{SECRETS_FOLDER}/db/superuser_password"
FEDERATION_FILE: Final = "/app/federation.toml"
TAKEN_NAMES: Final = frozenset(
    {"init", "db", "migrate", "caddy", "snapshot", "nightly", "tls", "class"}
)
#: The profile of a classroom: `docker compose --profile class up`.
CLASSROOM: Final = "class"
#: Where the proxy of a classroom keeps its keys, and the certificate authority of its own.
AUTHORITY_FOLDER: Final = "/authority"
AUTHORITY_PATH: Final = "/moot-ca.crt"
SEATS_FILE: Final = "/class/seats.csv"
#: What whoever starts the containers may say of the public addresses.
_ADDRESSES: Final = {
    "MOOT_DOMAIN": f"${{MOOT_DOMAIN:-{federations.DEFAULT_DOMAIN}}}",
    "MOOT_SCHEME": "${MOOT_SCHEME:-}",
    "MOOT_PORT": "${MOOT_PORT:-}",
}
_HEAD = (
    "# Written by `moot compose` from the federation file; a test compares the bytes.\n"
    "# `docker compose up` makes the secrets, the databases and the personas, and serves the\n"
    "# federation at http://pacer.moot.localhost:8080; `MOOT_DOMAIN=... docker compose --profile\n"
    "# class up` serves a class in a domain by https (docs/operating.md)\n"
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
    services["tls"] = _tls(federation)
    services["class"] = _class(federation, federation_file)
    volumes = ["db-data", "secrets-init", "secrets-db", *(f"secrets-{m.id}" for m in members)]
    volumes += [*(f"documents-{m.id}" for m in federation.courts), "snapshots", "authority"]
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


def class_caddyfile(federation: Federation) -> str:
    """Return the configuration of a classroom's proxy: the members by https in a domain.

    Certificates come from an authority of its own, whose certificate anybody may fetch by http, or
    are whatever MOOT_TLS says after Caddy's word `tls`.
    """
    at = Addressing(scheme="https", domain="{$MOOT_DOMAIN}", port=None)
    home = "https://{host}:{$MOOT_PORT}"
    lines = [
        "# Written by `moot compose`; a test compares the bytes.",
        "{",
        "\tadmin off",
        "\tauto_https disable_redirects",
        "\tpersist_config off",
        "\tskip_install_trust",
        f"\tstorage file_system {AUTHORITY_FOLDER}",
        "}",
    ]
    for member in federation.readdressed(at).members:
        lines += [
            "",
            ", ".join(dict.fromkeys(member.origins.values())) + " {",
            "\ttls {$MOOT_TLS}",
            f"\treverse_proxy {member.id}:{CONTAINER_PORT}",
            "}",
        ]
    lines += [
        "",
        "http:// {",
        "\thandle /healthz {",
        '\t\trespond `{"status":"ok"}` 200',
        "\t}",
        f"\thandle {AUTHORITY_PATH} {{",
        f"\t\troot * {AUTHORITY_FOLDER}/pki/authorities/local",
        "\t\trewrite * /root.crt",
        "\t\theader Content-Type application/x-x509-ca-cert",
        "\t\tfile_server",
        "\t}",
        "\t@bare host {$MOOT_DOMAIN}",
        "\thandle @bare {",
        f"\t\tredir {home.replace('{host}', f'{federation.idp.id}.{at.domain}')}/ 302",
        "\t}",
        "\thandle {",
        f"\t\tredir {home}{{uri}} 308",
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
    return {**found, "MOOT_TRUSTED_PROXIES": f"{PROXY_ADDRESS},{TLS_PROXY_ADDRESS}"}


def _environment(
    member: Member, at: Addressing, file: str | None, threads: int = CONTAINER_THREADS
) -> dict[str, str]:
    """Return the same as it is written into the file: addresses are said when it is started."""
    found = member_environment(member, at, federation_file=file, threads=threads)
    return {**found, **_ADDRESSES}


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
        "volumes": [*found["volumes"], *(f"secrets-{n}:{SECRETS_FOLDER}/{n}" for n in names)]
        # Mounted here first, it belongs to the user of the proxy.
        + [f"authority:{AUTHORITY_FOLDER}"],
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
            **_ADDRESSES,
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
    # A class of forty: what was seen at 320m went to it, and then paged its own program in again.
    found = _program(command, memory="512m", federation_file=file)
    return {
        **found,
        "environment": _environment(member, at, file),
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
        "environment": _environment(member, at, file, 4),
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
        **_proxy("./deploy/Caddyfile", f"http://127.0.0.1:{PORT}/readyz"),
        "ports": [f"127.0.0.1:{PORT}:{PORT}"],
        "networks": {"default": {"ipv4_address": PROXY_ADDRESS}},
        "depends_on": {m.id: {"condition": "service_healthy"} for m in federation.members},
    }


def _tls(federation: Federation) -> Tree:
    """Return the proxy of a classroom, which other machines reach."""
    found = _proxy("./deploy/class/Caddyfile", "http://127.0.0.1:80/healthz")
    bind = "${MOOT_BIND:-0.0.0.0}"
    return {
        "profiles": [CLASSROOM],
        **found,
        "environment": {
            "MOOT_DOMAIN": _ADDRESSES["MOOT_DOMAIN"],
            "MOOT_PORT": "${MOOT_PORT:-443}",
            "MOOT_TLS": "${MOOT_TLS:-internal}",
        },
        "volumes": [*found["volumes"], f"authority:{AUTHORITY_FOLDER}"],
        "ports": [f"{bind}:${{MOOT_PORT:-443}}:443", f"{bind}:${{MOOT_HTTP_PORT:-80}}:80"],
        "networks": {"default": {"ipv4_address": TLS_PROXY_ADDRESS}},
        "depends_on": {m.id: {"condition": "service_healthy"} for m in federation.members},
    }


def _class(federation: Federation, file: str | None) -> Tree:
    """Return the one-shot service that makes a class of the seats in a file, unless it is there."""
    idp = federation.idp
    command = ["moot", "class", "make", "--once", "--from", SEATS_FILE]
    command += ["--name", "${MOOT_CLASS_NAME:-Training class}"]
    command += ["--exercises", "${MOOT_CLASS_EXERCISES:-001-link,motion-with-exhibits}"]
    found = _program(command, memory="256m", federation_file=file)
    waits = [name for m in federation.members for name in (m.id, f"{m.id}-worker")]
    return {
        "profiles": [CLASSROOM],
        **found,
        "environment": _environment(idp, federation.addressing, file, 2),
        "volumes": [
            *found["volumes"],
            f"secrets-{idp.id}:{SECRETS_FOLDER}/{idp.id}:ro",
            f"${{MOOT_SEATS:-./deploy/class/seats.csv}}:{SEATS_FILE}:ro",
        ],
        "depends_on": {name: {"condition": "service_healthy"} for name in waits},
        "restart": "no",
    }


def _proxy(caddyfile: str, health: str) -> Tree:
    return {
        "image": "caddy:2",
        "user": "10001:10001",
        "volumes": [f"{caddyfile}:/etc/caddy/Caddyfile:ro"],
        "read_only": True,
        "tmpfs": ["/config", "/data"],
        "cap_drop": ["ALL"],
        # The program file asks for this capability and would not start without it.
        "cap_add": ["NET_BIND_SERVICE"],
        "mem_limit": "128m",
        "healthcheck": {
            "test": ["CMD", "wget", "-q", "-O", "/dev/null", health],
            **_rhythm("5s"),
        },
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

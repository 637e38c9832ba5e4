"""The rules that import contracts cannot say, each a function from source text to findings.

Every function is tried on a bad snippet in test_rules.py and on the tree in test_tree.py.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import PurePath

RESERVED = frozenset({"models", "queries", "service", "forms", "views", "api", "protocol"})
BELOW_THE_EDGE = frozenset({"models", "queries", "service"})
BANNED_NAMES = frozenset({"utils", "util", "helpers", "helper", "misc", "common", "base"})
COURT_KINDS = frozenset({"district", "bankruptcy", "appellate"})

WEB = frozenset({"flask", "flask_login", "flask_wtf", "wtforms", "werkzeug"})
IMPURE = WEB | frozenset(
    {"sqlalchemy", "alembic", "authlib", "requests", "smtplib", "socket", "subprocess", "huey"}
    | {"os", "time", "random", "secrets"}
)
# What `shared` offers to pure code; the rest of it touches the world.
PURE_SHARED = frozenset(
    {
        "shared.casting",
        "shared.court_days",
        "shared.datafiles",
        "shared.errors",
        "shared.faults",
        "shared.federation",
        "shared.kit",
        "shared.mail.message",
        "shared.money",
        "shared.personas",
        "shared.registration",
        "shared.seating",
        "shared.signon.identity",
        "shared.wire",
    }
)

STATEFUL_CALLS = frozenset(
    {"Flask", "OAuth", "LoginManager", "CSRFProtect", "SQLAlchemy", "Migrate", "Limiter"}
    | {"create_engine", "engine_from_config", "sessionmaker", "scoped_session", "Session"}
    | {"Huey", "SqliteHuey", "MemoryHuey", "RedisHuey", "SqlHuey", "local", "Lock", "RLock"}
    | {"create_app", "build_app", "make_app"}
)
STATEFUL_NAMES = frozenset(
    {"app", "application", "db", "oauth", "huey", "engine", "session", "login_manager", "csrf"}
)
CONTAINERS = frozenset({"dict", "list", "set", "defaultdict", "deque", "Counter", "OrderedDict"})


# ---------------------------------------------------------------- imports
def imports(text: str) -> Iterator[tuple[int, str]]:
    """Yield each module that the text imports, wherever the import stands, with its line."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"


def within(name: str, module: str) -> bool:
    """Say whether a dotted name is the module or lies in it."""
    return name == module or name.startswith(f"{module}.")


def is_pure_module(path: PurePath) -> bool:
    """Say whether the law calls this file pure: not reserved in a room, or marked by name."""
    parts = path.with_suffix("").parts
    if parts[0] == "shared":
        return ".".join(parts) in PURE_SHARED
    if parts[-1] == "permissions":
        return True
    in_a_room = len(parts) > 2 and parts[1] not in {"templates", "static", "migrations"}
    return in_a_room and parts[-1] not in RESERVED


def impure_imports(text: str) -> list[str]:
    """Return what a pure module must not import (architecture: purity)."""
    return [f"line {line}: imports {name}" for line, name in imports(text) if _touches_world(name)]


def _touches_world(name: str) -> bool:
    parts = name.split(".")
    if parts[0] in IMPURE:
        return True
    if parts[0] == "shared":
        return not any(within(name, pure) or within(pure, name) for pure in PURE_SHARED)
    if parts[0] in {"idp", "courts"}:
        return bool((RESERVED | {"edge", "app", "cli", "settings", "tables"}) & set(parts[1:4]))
    return False


def is_below_the_edge(path: PurePath) -> bool:
    """Say whether Flask may not be known in this file."""
    parts = path.with_suffix("").parts
    in_an_app = parts[0] in {"idp", "courts"}
    return in_an_app and (parts[-1] in BELOW_THE_EDGE or parts[1] == "kinds")


def edge_imports(text: str) -> list[str]:
    """Return what services, queries, tables and kinds must not import."""
    edges = ("shared.web", "idp.edge", "courts.edge")
    return [
        f"line {line}: imports {name}"
        for line, name in imports(text)
        if name.split(".")[0] in WEB or any(within(name, edge) for edge in edges)
    ]


# ---------------------------------------------------------------- court kinds
def kind_branches(text: str) -> list[str]:
    """Return the comparisons and match cases that ask for a court's kind by name."""
    if not any(kind in text.lower() for kind in COURT_KINDS):
        return []  # most files: no need to read their grammar
    nodes = list(ast.walk(ast.parse(text)))
    found = [node.lineno for node in nodes if isinstance(node, ast.Compare) and _asks_kind(node)]
    matches = [node for node in nodes if isinstance(node, ast.Match)]
    found += [node.lineno for node in matches if _is_kind(node.subject) and _names_kind(node)]
    return [f"line {line}: branches on a court's kind" for line in sorted(found)]


def _asks_kind(node: ast.Compare) -> bool:
    sides = [node.left, *node.comparators]
    return any(_is_kind(side) for side in sides) and any(_names_kind(side) for side in sides)


def _is_kind(node: ast.expr) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        name = str(node.slice.value)
    return name == "kind" or name.endswith("_kind")


def _names_kind(node: ast.AST) -> bool:
    constants = (part.value for part in ast.walk(node) if isinstance(part, ast.Constant))
    members = (part.attr.lower() for part in ast.walk(node) if isinstance(part, ast.Attribute))
    return any(value in COURT_KINDS for value in (*constants, *members) if isinstance(value, str))


def template_kind_branches(text: str) -> list[str]:
    """Return the template tests that ask for a court's kind by name; a fallback list is the way."""
    kinds = "|".join(sorted(COURT_KINDS))
    asked = re.compile(
        rf"\{{[%{{][^%}}]*\bkind\s*(?:==|!=|in|not in)\s*[\[(]?\s*['\"](?:{kinds})['\"]"
    )
    lines = enumerate(text.splitlines(), start=1)
    return [
        f"line {number}: branches on a court's kind" for number, line in lines if asked.search(line)
    ]


# ---------------------------------------------------------------- state
def module_state(text: str) -> list[str]:
    """Return what a module keeps when it is imported, beyond constants, blueprints and profiles."""
    found: list[str] = []
    for statement in _at_import(ast.parse(text).body):
        found += _stateful_names(statement)
        found += _stateful_values(statement)
    return found


def _at_import(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for statement in body:
        if isinstance(statement, ast.If | ast.Try | ast.With | ast.For | ast.While):
            parts = [getattr(statement, name, []) for name in ("body", "orelse", "finalbody")]
            yield from _at_import([inner for part in parts for inner in part])
        elif not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield statement


def _targets(statement: ast.stmt) -> list[str]:
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        targets = [statement.target]
    else:
        return []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _stateful_names(statement: ast.stmt) -> list[str]:
    names = [name for name in _targets(statement) if name in STATEFUL_NAMES]
    return [f"line {statement.lineno}: {name} lives at module level" for name in names]


def _stateful_values(statement: ast.stmt) -> list[str]:
    found = []
    for call in (node for node in ast.walk(statement) if isinstance(node, ast.Call)):
        if (name := _called(call)) in STATEFUL_CALLS:
            found.append(f"line {call.lineno}: {name}() is called at import")
    value = getattr(statement, "value", None)
    if _targets(statement) and _starts_empty(value):
        found.append(
            f"line {statement.lineno}: an empty container at module level waits to be filled"
        )
    return found


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _starts_empty(value: ast.expr | None) -> bool:
    if isinstance(value, ast.Dict):
        return not value.keys
    if isinstance(value, ast.List | ast.Set):
        return not value.elts
    return isinstance(value, ast.Call) and _called(value) in CONTAINERS and _is_bare(value)


def _is_bare(call: ast.Call) -> bool:
    return not call.args or _called(call) == "defaultdict"


# ---------------------------------------------------------------- the two clocks
#: What speaks to programs, phones and other members lives in real time (decisions: time, 1).
PROTOCOLS = ("idp/oidc", "shared/signon", "shared/mail/senders.py", "shared/outbox.py")
PROTOCOL_FILES = frozenset(
    {"shared/backchannel.py", "shared/courier.py", "shared/web/guard.py", "shared/web/cgi.py"}
    | {"shared/web/seat_cookie.py", "idp/mfa/codes.py", "idp/signin/lockout.py"}
)
_COURT_TIME = frozenset({"now_in", "read_setting", "follow_calendar", "calendars", "frozen_at"})


def speaks_a_protocol(path: PurePath) -> bool:
    """Say whether a file may not know of court time."""
    name = path.as_posix()
    return name in PROTOCOL_FILES or any(within_folder(name, part) for part in PROTOCOLS)


def within_folder(name: str, folder: str) -> bool:
    """Say whether a path is a folder, or lies in it."""
    return name == folder or name.startswith(f"{folder}/")


def court_time_in_protocol(text: str) -> list[str]:
    """Return where court time is read: `edge.now()` and all that it is made from."""
    found = []
    for node in ast.walk(ast.parse(text)):
        name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
        of_edge = isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "edge"
        if name in _COURT_TIME or (of_edge and name == "now"):
            found.append(f"line {node.lineno}: reads court time ({name})")  # type: ignore[attr-defined]
    return found


def readings_of_every_world(text: str) -> list[str]:
    """Return where a view reads what its person might not see: `reading()` without a world."""
    return [
        f"line {node.lineno}: reads without saying in which world"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "reading"
        and not node.keywords
    ]


def clocks_crossed(text: str) -> list[str]:
    """Return where real time is called court time or the other way round, or is made a day.

    What a rule dates gets it as `now` or `today`; codes, sessions and lock-outs get `wall`.
    """
    if "wall" not in text:
        return []
    found = []
    for node in ast.walk(ast.parse(text)):
        for name, value in _named_values(node):
            if name in ("now", "today") and _is_clock(value, "wall"):
                found.append(f"line {value.lineno}: {name} is real time")
            if name == "wall" and _is_clock(value, "now"):
                found.append(f"line {value.lineno}: wall is court time")
        found += _real_days(node)
    return found


def _real_days(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Attribute) and _is_clock(node.value, "wall"):
        return [f"line {node.lineno}: a day of real time"] * (node.attr in ("astimezone", "date"))
    return []


def _named_values(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.keyword) and node.arg:
        yield node.arg, node.value
    if isinstance(node, ast.Assign):
        for target in node.targets:
            yield from _pairs(target, node.value)
    if isinstance(node, ast.AnnAssign) and node.value is not None:
        yield from _pairs(node.target, node.value)


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, other in zip(target.elts, value.elts, strict=False):
            yield from _pairs(one, other)
    elif isinstance(target, ast.Name):
        yield target.id, value


def _is_clock(value: ast.expr, clock: str) -> bool:
    """Say whether an expression is what a clock says: `wall`, `edge.wall()`, `about.wall`."""
    if isinstance(value, ast.Call):
        value = value.func
    name = value.attr if isinstance(value, ast.Attribute) else getattr(value, "id", "")
    return name == clock


# ---------------------------------------------------------------- names and texts
def banned_names(path: PurePath) -> list[str]:
    """Return the parts of a path that say nothing about what is in there."""
    return sorted(BANNED_NAMES & set(path.with_suffix("").parts))


def more_than_docstring(text: str) -> list[str]:
    """Return what is wrong with a room's `__init__`: it says what the room owns, no more."""
    tree = ast.parse(text)
    if not ast.get_docstring(tree):
        return ["line 1: no docstring"]
    return [f"line {node.lineno}: more than a docstring" for node in tree.body[1:]]


# Written in halves, so that this file does not find itself.
HOMES = ("/" + "work", "/" + "root", "/" + "home" + r"/\w+", "/" + "Users" + r"/\w+")
SCRATCH = "/" + "tmp"
REGISTRIES = ("pypi" + ".org", "python" + "hosted.org", "npm" + "js.org", "crates" + ".io")


def machine_paths(text: str, *, scratch_allowed: bool = False) -> list[str]:
    """Return the places of somebody's machine, and the host names of package registries."""
    folders = HOMES if scratch_allowed else (*HOMES, SCRATCH)
    places = rf"(?<![\w.$}}>-])(?:{'|'.join(folders)})(?:/|\b(?![\w.-]))"
    pattern = re.compile("|".join([places, *map(re.escape, REGISTRIES)]))
    lines = enumerate(text.splitlines(), start=1)
    return [f"line {number}: {hit[0]}" for number, line in lines for hit in pattern.finditer(line)]

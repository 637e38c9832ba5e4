"""The `moot` command."""

from __future__ import annotations

import contextlib
import json
import re
import shlex
import sys
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from shared import clock, config, personas
from shared.clock import ClockSetting
from shared.errors import ConfigurationError, Refusal
from shared.federation import Federation
from shared.launcher import (
    class_command,
    environments,
    federations,
    kit_command,
    sandbox_command,
    snapshot_command,
)
from shared.launcher.datadir import DataDirectory
from shared.launcher.federations import Run
from shared.launcher.options import DATA

if TYPE_CHECKING:
    from shared.launcher.standing import Standing

#: What names of moments look like: live-cod, look-16, standard.
MOMENT = re.compile(r"[a-z][a-z0-9-]*")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Sentences(click.Group):
    """A command whose refusals are sentences, not tracebacks."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what it refuses is told and ends it with status 1."""
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            raise click.ClickException(refusal.message) from None
        except ConfigurationError as error:
            raise click.ClickException(
                "\n  ".join(["This cannot be used:", *error.problems])
            ) from None


@click.group(cls=Sentences, context_settings=HELP)
@click.version_option(package_name="moot", prog_name="moot")
def main() -> None:
    """Moot: a training federation of PACER and CM/ECF courts. Nothing is filed.

    `moot up` starts everything in one process and prints addresses, personas and passwords.
    """


# --------------------------------------------------------------------------- all in one process


@main.command()
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8080,
    show_default=True,
    help="Port of all members; with --lan, the first port.",
)
@click.option("--bind", default="127.0.0.1", show_default=True, help="Address to listen on.")
@DATA
@click.option(
    "--domain",
    metavar="NAME",
    help="Public domain instead of moot.localhost. Other than *.localhost it is https, "
    "with a proxy in front that ends TLS and keeps the Host header.",
)
@click.option(
    "--scheme",
    type=click.Choice(["http", "https"]),
    help="Scheme of the public addresses, if it is not the one that --domain implies.",
)
@click.option(
    "--lan",
    metavar="ADDRESS",
    help="Give every host a port of its own on one address of a closed classroom "
    "network: no DNS, no TLS, passwords in clear.",
)
@click.option(
    "--federation",
    "file",
    type=FILE,
    metavar="FILE",
    help="Who exists; the training federation if not given.",
)
@click.option(
    "--at",
    metavar="WHEN",
    help=f"Court time: {', '.join(clock.ERAS)}, a date, or a date and time. "
    f"{clock.DEFAULT_ERA} on first start; later the clock runs on.",
)
@click.option(
    "--seed",
    type=int,
    metavar="N",
    help="Number from which generated data follow; fixed on first start.  [default: 1]",
)
@click.option(
    "--mode",
    type=click.Choice(["training", "faithful"]),
    help="training has coach, mailbox and inspectors; faithful has what courts have. "
    "Fixed on first start.  [default: training]",
)
@click.option(
    "--reset-at",
    metavar="HH:MM",
    help="Go back to a snapshot every night at this time of this machine's day.",
)
@click.option(
    "--reset-to",
    metavar="NAME",
    help="The snapshot of the nightly reset; one of the first start with --reset-at, if not given.",
)
@click.option("--quiet", is_flag=True, help="Print no tables.")
def up(
    *,
    port: int,
    bind: str,
    folder: Path,
    domain: str | None,
    scheme: str | None,
    lan: str | None,
    file: Path | None,
    at: str | None,
    seed: int | None,
    mode: str | None,
    reset_at: str | None,
    reset_to: str | None,
    quiet: bool,
) -> None:
    """Serve the whole federation from one process, on SQLite.

    The first start makes secrets, databases and personas in the data directory.
    """
    from shared.launcher import server

    when = clock.parse_when(at) if at else None
    run = Run(bind=bind, port=port, domain=domain, lan=lan, scheme=scheme)
    text = federations.read_text(file or DataDirectory(folder).federation_file)
    federation = federations.load(text, run.addressing())
    ports = [*federations.listeners(federation)] if lan else [port]
    server.check_free(lan or bind, ports)
    directory = DataDirectory(folder)
    state = directory.open(mode=mode, seed=seed, file=file)
    directory.write_run(run)
    federation = directory.federation(run)
    directory.secrets(federation)
    _prepare(directory, federation, when)
    if reset_at:
        snapshot_command.announce_nights(directory.folder, reset_at, reset_to or "")
    if not quiet:
        _print_welcome(federation, directory, state.mode)
    if lan:
        server.serve_lan(directory)
    else:
        server.serve_data(directory, bind=bind, port=port, threads=environments.THREADS)


def _prepare(directory: DataDirectory, federation: Federation, when: datetime | None) -> None:
    # On a warm start nothing of this is loaded: the first page comes half a second sooner.
    if directory.is_ready(federation):
        if when is not None:
            from shared.launcher import preparing

            urls = {
                m.id: environments.sqlite_url(directory.folder, m.id) for m in federation.members
            }
            preparing.settle_clocks(federation.members, urls, when=when)
        return
    click.echo(f"Making the databases and personas in {directory.folder} ...", err=True)
    from shared.launcher import preparing

    preparing.prepare(directory, federation, when=when, environ=config.environ())
    # Without it --quiet looks as if the making never came to an end.
    click.echo(f"Made. Serving at {federation.issuer}/", err=True)


def _print_welcome(federation: Federation, directory: DataDirectory, mode: str) -> None:
    from shared.launcher import screen

    out = screen.console()
    out.print(_persona_table())
    out.print(screen.addresses(federation))
    setting = _setting_of(directory.folder / f"{federation.idp.id}.db")
    moment = clock.court_stamp(setting.now(clock.wall()), "America/New_York")
    still = ", standing still" if setting.frozen_at else ""
    out.print(f"Mode {mode}. Court time {moment}{still}. Data in {directory.folder}.")
    out.print(f"Begin at [bold]{federation.issuer}/[/]   (end with Ctrl-C)", soft_wrap=True)


def _setting_of(file: Path) -> ClockSetting:
    """Read the clock row without loading the database library."""
    import sqlite3
    from contextlib import closing
    from datetime import UTC, timedelta

    with closing(sqlite3.connect(file)) as connection:
        row = connection.execute("SELECT offset_seconds, frozen_at FROM clock").fetchone()
    if row is None:
        return ClockSetting()
    frozen = datetime.fromisoformat(row[1]).replace(tzinfo=UTC) if row[1] else None
    return ClockSetting(timedelta(seconds=row[0]), frozen)


def _persona_table() -> Any:
    from shared.launcher import screen

    rows = [row[:6] for row in personas.as_table(personas.load())]
    return screen.table("Personas", personas.TABLE_HEAD[:6], rows)


# --------------------------------------------------------------------------- one member


@main.command()
@click.argument("member")
@click.option("--bind", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=environments.CONTAINER_PORT,
    show_default=True,
    help="Port to listen on.",
)
@click.option(
    "--threads",
    type=click.IntRange(1, 64),
    help="Requests answered at once; MOOT_POOL_SIZE "
    f"or {environments.CONTAINER_THREADS} if not given.",
)
def serve(member: str, bind: str, port: int, threads: int | None) -> None:
    """Serve one member, as its environment (MOOT_...) says."""
    from shared.launcher import hosted, server

    settings = hosted.settings_from(config.environ(), member)
    hosted.federation_from(settings).member(member)
    count = threads or int(config.environ().get("MOOT_POOL_SIZE", environments.CONTAINER_THREADS))
    config.set_environ("MOOT_MEMBER", member)
    config.set_environ("MOOT_POOL_SIZE", str(count))
    server.check_free(bind, [port])
    server.serve("shared.launcher.hosted:create", bind=bind, port=port, threads=count)


@main.command()
@click.argument("member")
@click.option(
    "--heartbeat",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Touch this file while the database answers.",
)
def worker(member: str, heartbeat: Path | None) -> None:
    """Deliver one member's mail and messages, as its environment (MOOT_...) says."""
    from shared.launcher import working

    working.work(config.environ(), member, heartbeat=heartbeat)


# --------------------------------------------------------------------------- databases


@main.command()
@click.argument("member", required=False)
@DATA
def migrate(member: str | None, folder: Path) -> None:
    """Bring databases to the newest revision, one member after another."""
    from shared.launcher import preparing, standing

    found = standing.find(DataDirectory(folder), config.environ())
    urls = found.database_urls()
    members = [found.federation.member(name) for name in ([member] if member else urls)]
    preparing.migrate_members(members, urls)
    preparing.check_tables(members, urls)
    click.echo(f"Migrated: {', '.join(m.id for m in members)}")


@main.command()
@click.argument("member", required=False)
@click.option(
    "--seats",
    type=click.IntRange(0, 999),
    default=0,
    help="Plant so many numbered trainees instead, as for a load test.",
)
@click.option("--run", type=click.IntRange(1, 999), default=1, help="Number of the seats' run.")
@DATA
def seed(member: str | None, seats: int, run: int, folder: Path) -> None:
    """Plant the personas where nobody is yet."""
    from shared import personas
    from shared.launcher import preparing

    directory = DataDirectory(folder)
    if not directory.exists:
        raise Refusal("nothing", f"There is no federation in {folder}. Start one with `moot up`.")
    federation = directory.federation()
    if member:
        federation.member(member)
    environs = directory.environments(federation, threads=2, environ=config.environ())
    key = directory.secrets(federation).service_key
    people = personas.seats(seats, run) if seats else None
    preparing.plant_members(federation, environs, service_key=key, only=member, people=people)
    click.echo(f"Planted: {member or ', '.join(m.id for m in federation.members)}")


@main.command()
def init() -> None:
    """Make the secrets of the containers (run once by docker compose)."""
    from shared.launcher import contained

    made = contained.init(contained.settings_from(config.environ()))
    click.echo(f"Secrets are in place for {', '.join(made)}")


@main.command()
def prepare() -> None:
    """Make databases, tables and personas of the containers (run once by docker compose)."""
    from shared.launcher import contained

    environ = config.environ()
    made = contained.prepare(contained.settings_from(environ), environ)
    click.echo(f"Ready to be served: {', '.join(made)}")


# --------------------------------------------------------------------------- court time


@dataclass(frozen=True)
class _Whose:
    """Whose court time is meant: the federation's, or that of a class or of seats of it."""

    folder: Path
    code: str = ""
    seats: tuple[int, ...] = ()

    @cached_property
    def standing(self) -> Standing:
        """Return the federation; looked for only when something is asked of it."""
        from shared.launcher import standing

        return standing.find(DataDirectory(self.folder), config.environ())


@main.group(name="clock", invoke_without_command=True)
@DATA
@click.option(
    "--class",
    "code",
    default="",
    metavar="CODE",
    help="Of this class (k3f: see moot class list) with all its seats.",
)
@click.option(
    "--seat",
    "seats",
    type=int,
    multiple=True,
    metavar="N",
    help="Of this seat of the class alone; can be given again for others.",
)
@click.pass_context
def clock_group(ctx: click.Context, folder: Path, code: str, seats: tuple[int, ...]) -> None:
    """Show or set court time: calendars follow it, protocols live in real time.

    Talks to the running members; if none runs, writes into their databases. The time of a class
    and of its seats (--class, --seat) is PACER's to tell, which has to run. Without a command it
    shows the time. The options stand before the command:

    \b
      moot clock advance 3d                        everybody, by three days
      moot clock set live-cod                      to a named moment: moot clock moments
      moot clock --class k3f freeze                a class with all its seats
      moot clock --class k3f --seat 4 advance 1d   seat 4 alone
    """
    if seats and not code:
        raise Refusal("seat", "Say of which class: --class CODE.")
    ctx.obj = _Whose(folder, code, seats)
    if ctx.invoked_subcommand is None:
        _show(ctx.obj)


@clock_group.command(name="show")
@click.pass_obj
def clock_show(found: _Whose) -> None:
    """Show every member's court time, or that of a class and its seats."""
    _show(found)


@clock_group.command(name="set")
@click.argument("when")
@click.pass_obj
def clock_set(found: _Whose, when: str) -> None:
    """Set court time to an era, a date, a date and time, or a named moment (moot clock moments).

    2004-12, 2017-12-11, 2017-12-11T08:30 (Eastern, if no zone is named), live-cod.
    """
    from shared import calendars

    moment = _moment(found, when)
    if found.code:
        _turn_class(found, "set", moment.isoformat())
        return
    _change(found, calendars.moved(_present(found), to=moment, wall=clock.wall()))


def _moment(found: _Whose, when: str) -> datetime:
    """Return the moment that somebody writes down, or names.

    :raises Refusal: if it is neither.
    """
    from shared.launcher import court_time

    try:
        return clock.parse_when(when)
    except Refusal as refusal:
        if not MOMENT.fullmatch(when):
            raise
        try:
            known = court_time.moments(found.standing, found.code, found.seats)
        except Refusal as unknown:
            raise (refusal if unknown.code == court_time.NOT_RUNNING else unknown) from None
        at = next((each["at"] for each in known if each["key"] == when), None)
        if at is None:
            more = f"{refusal.message} Or the name of a moment that is ahead: moot clock moments"
            raise Refusal(refusal.code, more) from None
        return datetime.fromisoformat(at)


@clock_group.command(name="moments")
@click.pass_obj
def clock_moments(found: _Whose) -> None:
    """List the named moments that are ahead, and the eras; each can be given to `set`.

    Of the federation, of a class, or of the (first) seat that is named. PACER has to run.
    """
    from shared.launcher import court_time, screen

    known = court_time.moments(found.standing, found.code, found.seats)
    rows = [
        (
            each["key"],
            clock.court_stamp(datetime.fromisoformat(each["at"]), each["zone"]),
            each["name"],
        )
        for each in sorted(known, key=lambda each: datetime.fromisoformat(each["at"]))
    ]
    screen.console().print(screen.table("Named moments", ("Name", "Court time", "What"), rows))


@clock_group.command(name="advance", context_settings={"ignore_unknown_options": True})
@click.argument("span")
@click.pass_obj
def clock_advance(found: _Whose, span: str) -> None:
    """Move court time by a span: 90m, 4h, 1d, 2w; -1d goes back."""
    from shared import calendars

    step = clock.parse_span(span)
    if found.code:
        _turn_class(found, "advance", span)
        return
    _change(found, calendars.advanced(_present(found), step, wall=clock.wall()))


@clock_group.command(name="freeze")
@click.pass_obj
def clock_freeze(found: _Whose) -> None:
    """Have court time stand still."""
    from shared import calendars

    if found.code:
        _turn_class(found, "freeze")
        return
    _change(found, calendars.frozen(_present(found), wall=clock.wall()))


@clock_group.command(name="run")
@click.pass_obj
def clock_run(found: _Whose) -> None:
    """Have court time run on from where it stands."""
    from shared import calendars

    if found.code:
        _turn_class(found, "run")
        return
    _change(found, calendars.running(_present(found), wall=clock.wall()))


def _turn_class(found: _Whose, deed: str = "", value: str = "") -> None:
    from shared.launcher import court_time, screen

    told = court_time.of_class(found.standing, found.code, found.seats, deed, value)
    zone = found.standing.federation.idp.timezone
    rows = court_time.rows_of(told, found.seats, zone)
    title = f"Court time of class {found.code}"
    screen.console().print(screen.table(title, ("Whose", "Court time", ""), rows))


def _present(found: _Whose) -> ClockSetting:
    from shared.launcher import court_time

    for answer in court_time.read(found.standing):
        if answer.setting is not None:
            return answer.setting
    raise Refusal("clock", "No member tells its court time. Start the federation with `moot up`.")


def _change(found: _Whose, setting: ClockSetting) -> None:
    from shared.launcher import court_time

    changed = court_time.change(found.standing, setting)
    _print_clocks(found.standing.federation, changed)


def _show(found: _Whose) -> None:
    from shared import calendars
    from shared.launcher import court_time

    if found.code:
        _turn_class(found)
        return
    answers = court_time.read(found.standing)
    _print_clocks(found.standing.federation, answers)
    if not calendars.agree(answers):
        raise Refusal("clock", "The members disagree. Set all of them: moot clock set WHEN")


def _print_clocks(federation: Federation, answers: list[Any]) -> None:
    from shared.launcher import court_time, screen

    rows = []
    for answer in answers:
        zone = federation.member(answer.member_id).timezone
        if answer.setting is None:
            rows.append((answer.member_id, "-", answer.problem))
            continue
        moment = clock.court_stamp(court_time.present(answer.setting), zone)
        state = "stands still" if answer.setting.frozen_at else "runs"
        rows.append((answer.member_id, moment, state))
    screen.console().print(screen.table("Court time", ("Member", "Court time", ""), rows))


# --------------------------------------------------------------------------- faults


@main.group(name="fault")
@DATA
@click.pass_context
def fault_group(ctx: click.Context, folder: Path) -> None:
    """Switch faults on and off: what goes wrong at real courts, on purpose (docs/faults.md).

    Talks to the running federation, which must be in training mode.
    """
    from shared.launcher import standing

    ctx.obj = standing.find(DataDirectory(folder), config.environ())


@fault_group.command(name="list")
@click.option("--known", is_flag=True, help="List all faults that there are, and what each takes.")
@click.option("--json", "as_json", is_flag=True, help="Print those that are on, for programs.")
@click.pass_obj
def fault_list(found: Any, *, known: bool, as_json: bool) -> None:
    """List the faults that are on."""
    from shared import faults
    from shared.launcher import screen, switching

    if known:
        lines = [(each.name, each.does, faults.takes(each)) for each in faults.catalogue().values()]
        screen.console().print(screen.table("Faults", ("Name", "What", "Takes"), lines))
    elif as_json:
        click.echo(json.dumps(switching.standing(found), indent=1))
    else:
        _print_faults(switching.standing(found))


@fault_group.command(name="set")
@click.argument("name")
@click.option("--person", metavar="USER", help="For one person, by PACER user name.")
@click.option("--seat", metavar="NAME", help="For one seat (k3f-07), or one class (k3f).")
@click.option("--client", metavar="ID", help="For one client of the sign-on.")
@click.option("--program", metavar="TEXT", help="For programs with TEXT in their User-Agent.")
@click.option("--court", metavar="ID", help="For one member.")
@click.option("--times", type=int, metavar="N", help="For N requests; else until it is cleared.")
@click.option("--amount", type=int, metavar="N", help="Seconds or per cent, where a fault has it.")
@click.pass_obj
def fault_set(
    found: Any, /, name: str, *, times: int | None, amount: int | None, **whom: str | None
) -> None:
    """Switch a fault on, for everybody if nobody is named."""
    from shared.launcher import switching

    _print_faults(switching.switch_on(found, switching.wish(name, whom, times, amount)))


@fault_group.command(name="clear")
@click.argument("what", default="all")
@click.pass_obj
def fault_clear(found: Any, what: str) -> None:
    """Switch off a fault by its id or name; all of them if none is named."""
    from shared.launcher import switching

    _print_faults(switching.switch_off(found, what))


def _print_faults(found: list[dict[str, Any]]) -> None:
    from shared.launcher import screen, switching

    if not found:
        click.echo("No fault is on.")
        return
    table = screen.table("Faults that are on", switching.HEAD, switching.rows(found))
    screen.console().print(table)


# --------------------------------------------------------------------------- cases


@main.group(name="world", invoke_without_command=True)
@DATA
@click.option("--json", "as_json", is_flag=True, help="Print cases and papers, for programs.")
@click.option("--court", metavar="ID", help="One court only.")
@click.option(
    "--limit",
    type=click.IntRange(0),
    default=1000,
    show_default=True,
    help="With --json: how many cases of each court, those planted first.",
)
@click.pass_context
def world_group(
    ctx: click.Context, folder: Path, *, as_json: bool, court: str | None, limit: int
) -> None:
    """List the courts' cases and papers with their ids, or plant more of them."""
    from shared.launcher import standing, worlds

    ctx.obj = folder
    if ctx.invoked_subcommand is not None:
        return
    found = standing.find(DataDirectory(folder), config.environ())
    told = worlds.listing(found, limit=limit if as_json else 0, only=court)
    if as_json:
        click.echo(json.dumps(told, indent=1, ensure_ascii=False))
        return
    from shared.launcher import screen

    rows = [
        (each["id"], *(f"{each['counts'][name]:,}" for name in ("cases", "entries", "documents")))
        for each in told["courts"]
    ]
    heads = ("Court", "Cases", "Entries", "Papers")
    screen.console().print(screen.table(f"World of seed {told['seed']}", heads, rows))


@world_group.command(name="plant")
@click.option("--court", required=True, metavar="ID", help="Into which court.")
@click.option(
    "--size",
    type=click.Choice(["class", "load"]),
    required=True,
    help="60 or 100,000 cases.",
)
@click.option(
    "--data",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="The data directory, if not given before `plant`.",
)
@click.pass_obj
def world_plant(outer: Path, *, court: str, size: str, folder: Path | None) -> None:
    """Plant a generated world beside the cases that a court has."""
    from shared.launcher import screen, standing, worlds

    found = standing.find(DataDirectory(folder or outer), config.environ())
    last = None
    with screen.progress() as bar:
        task = bar.add_task(f"{court}, {size}", total=None, entries="0")
        for last in worlds.plant(found, court, size):
            bar.update(task, completed=last.cases, total=last.of, entries=f"{last.entries:,}")
    if last is not None:
        click.echo(f"Planted into {court}: {last.cases:,} cases, {last.entries:,} entries")


# --------------------------------------------------------------------------- looking


@main.command(name="personas")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
@click.option("--markdown", is_flag=True, help="Print docs/personas.md.")
def personas_command(as_json: bool, markdown: bool) -> None:
    """Print the invented people, with user names, passwords and old court logins."""
    everyone = personas.load()
    if as_json:
        click.echo(json.dumps(personas.as_json(everyone), indent=1, ensure_ascii=False))
    elif markdown:
        click.echo(personas.as_markdown(everyone), nl=False)
    else:
        from shared.launcher import screen

        screen.console().print(_persona_table())


@main.command()
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("docker-compose.yml"),
    show_default=True,
    help="The compose file; deploy/Caddyfile and deploy/class/Caddyfile are written beside it. "
    "- prints the file.",
)
@click.option(
    "--federation",
    "file",
    type=FILE,
    metavar="FILE",
    help="Who exists; a file beside the compose file.",
)
def compose(output: Path, file: Path | None) -> None:
    """Write docker-compose.yml: PostgreSQL, one container per member, a proxy in front."""
    from shared.launcher import compose as writer

    federation = federations.load(federations.read_text(file), federations.addressing())
    text = writer.project(federation, federation_file=file.name if file else None)
    if str(output) == "-":
        click.echo(text, nl=False)
        return
    files = {output: text}
    deploy = output.parent / "deploy"
    files[deploy / "Caddyfile"] = writer.caddyfile(federation)
    files[deploy / "class" / "Caddyfile"] = writer.class_caddyfile(federation)
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    click.echo(f"Wrote {', '.join(map(str, files))}")


# --------------------------------------------------------------------------- client programs


@main.command()
@DATA
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8443,
    show_default=True,
    help="Port of the proxy, on this machine only.",
)
def gateway(folder: Path, port: int) -> None:
    """Let client programs keep the real host names: a proxy on loopback, until Ctrl-C.

    Prints the variables with which a program comes here; every host that the federation does not
    serve is refused. The certificate authority is made anew each time.
    """
    from shared.launcher import gateway as proxy
    from shared.launcher import standing

    found = standing.find(DataDirectory(folder), config.environ())
    ca_file = (folder / proxy.CA_FILE).resolve()
    try:
        server = proxy.Gateway(proxy.targets(found.federation), port=port)
    except OSError as error:
        raise Refusal("port", f"Port {port} cannot be used: {error.strerror}.") from None
    with server:
        server.authority.write(ca_file)
        for name, value in proxy.variables(server.port, ca_file).items():
            click.echo(f"export {name}={shlex.quote(value)}")
        click.echo("# The members themselves are served by `moot up`. Ctrl-C ends.", err=True)
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()
    ca_file.unlink(missing_ok=True)


@main.command(
    name="exec", context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False}
)
@DATA
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
def exec_command(folder: Path, command: tuple[str, ...]) -> None:
    """Run a client program with the real host names leading here: moot exec -- python client.py

    Opens a gateway of its own for as long as the program runs, and ends with its status.
    """
    import subprocess
    import tempfile

    from shared.launcher import gateway as proxy
    from shared.launcher import standing

    found = standing.find(DataDirectory(folder), config.environ())
    with (
        tempfile.TemporaryDirectory(prefix="moot-") as made,
        proxy.running(proxy.targets(found.federation)) as server,
    ):
        ca_file = Path(made) / proxy.CA_FILE
        server.authority.write(ca_file)
        environ = {**config.environ(), **proxy.variables(server.port, ca_file)}
        try:
            status = subprocess.run(command, env=environ, check=False).returncode
        except OSError as error:
            raise Refusal("command", f"{command[0]} cannot be run: {error.strerror}.") from None
    sys.exit(status if status >= 0 else 128 - status)


@main.command(name="map")
@DATA
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    help="Port of all members, if it is not the one of the last start.",
)
@click.option(
    "--draw",
    type=int,
    default=1,
    show_default=True,
    metavar="SEED",
    help="Number by which the cases are drawn.",
)
def map_command(folder: Path, port: int | None, draw: int, *, as_json: bool) -> None:
    """Print where the real host names are answered, and cases to send a client program to.

    One case for each kind of court, and a persona that may search and has no second factor. The
    paper that the free look is for can be looked at once.
    """
    from shared.launcher import host_map

    directory = DataDirectory(folder)
    if not directory.exists:
        raise Refusal("nothing", f"There is no federation in {folder}. Start one with `moot up`.")
    federation = directory.federation()
    environs = directory.environments(federation, threads=2, environ=config.environ())
    key = directory.secrets(federation).service_key
    targets = host_map.draw(federation, environs, service_key=key, seed=draw)
    told = host_map.written(federation, targets, port=port)
    if as_json:
        click.echo(json.dumps(told, indent=1, ensure_ascii=False))
        return
    from shared.launcher import screen

    hosts = {
        "pacer.login.uscourts.gov": told["login"],
        "pcl.uscourts.gov": told["pcl"],
        **{f"ecf.{court}.uscourts.gov": base for court, base in told["courts"].items()},
        **told["hosts"],
    }
    out = screen.console()
    out.print(screen.table("Hosts", ("Real name", "Answered at"), list(hosts.items())))
    rows = [
        (kind, target["court"], target["docket_number"], target["case_name"])
        for kind, target in targets.items()
    ]
    out.print(screen.table("Cases", ("Kind", "Court", "Number", "Name"), rows))
    out.print(f"As {told['user']}. For programs: moot map --json")


# --------------------------------------------------------------------------- exercises


@main.group(name="exercise")
def exercise_group() -> None:
    """Check and list exercises (docs/exercises.md says how one is written)."""


@exercise_group.command(name="check")
@click.argument("files", nargs=-1, required=True, type=FILE)
def exercise_check(files: tuple[Path, ...]) -> None:
    """Say whether files are exercises, and what is wrong with each line that is not right."""
    from shared.launcher import lessons

    problems = 0
    for file in files:
        found = lessons.check(file)
        problems += len(found.problems)
        for said in found.problems:
            click.echo(said)
        if not found.problems:
            click.echo(f"{file}: {found.summary}")
    if problems:
        raise click.ClickException(f"{problems} to be mended.")


@exercise_group.command(name="list")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="A folder of your own exercises, beside those that ship.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
def exercise_list(folder: Path | None, *, as_json: bool) -> None:
    """List the exercises that there are."""
    from shared.launcher import lessons

    rows = lessons.listed(folder)
    if as_json:
        click.echo(json.dumps(rows, indent=1, ensure_ascii=False))
        return
    from shared.launcher import screen

    heads = ("File", "Exercise", "Steps", "Points", "Minutes")
    cells = [tuple(str(cell) for cell in row.values()) for row in rows]
    screen.console().print(screen.table("Exercises", heads, cells))


@main.command()
@click.argument("member", required=False)
@DATA
def routes(member: str | None, folder: Path) -> None:
    """List every route of a member, with its guard."""
    from shared.launcher import route_table

    rows = route_table.rows(member, DataDirectory(folder))
    from shared.launcher import screen

    screen.console().print(screen.table("Routes", route_table.HEAD, rows))


@main.command()
@DATA
def doctor(folder: Path) -> None:
    """Look at addresses, issuer, clocks, databases, queue and mail, and say what to mend."""
    from shared.launcher import doctor as surgery
    from shared.launcher import screen, standing

    found = standing.find(DataDirectory(folder), config.environ())
    findings = list(surgery.examine(found))
    rows = [(screen.MARKS[f.level], f.what, f.said, f.mend) for f in findings]
    heads = ("", "What", "Found", "Mend")
    screen.console().print(screen.table("Findings", heads, rows))
    if any(finding.level == "wrong" for finding in findings):
        sys.exit(1)


for _group in (
    class_command.group,
    snapshot_command.group,
    sandbox_command.group,
    kit_command.group,
):
    main.add_command(_group)

"""What a court's public web site says, and when.

A site is data: `texts/<court>.toml` for what is the court's own, `texts/_<kind>.toml` for what
every court of a kind says. A court without a file has the kind's pages only. A page of the court
takes the place of the kind's page with the same slug; notices, menu and quick links of the court
take the place of the kind's as a whole.

Targets of links are written `page:SLUG`, `site:/PATH`, `ecf:/PATH`, `pacer:/PATH` or
`mailto:ADDRESS`; whoever draws a page turns them into addresses of the federation.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from typing import Any, Literal, Protocol, TypeVar, get_args
from zoneinfo import ZoneInfo

from shared.federation import LETTER_BOXES

Words = Literal["heading", "text", "warning", "note", "steps", "bullets", "table"]
#: Drawn from other data: a picture file, the seminars to come, the document shelf.
Drawn = Literal["picture", "seminars", "shelf"]
BlockKind = Words | Drawn

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
TARGET = re.compile(r"page:[a-z0-9-]+|(?:site|ecf|pacer):/[^\s]*|mailto:[^@\s]+@[^@\s]+\.test")
INLINE = re.compile(r"\*\*(?P<strong>.+?)\*\*|\[(?P<label>[^\]]+)\]\((?P<target>[^)\s]+)\)")
PICTURE = re.compile(r"[a-z0-9-]+\.png")
MOMENT = re.compile(r"(?P<name>go_live|legacy_cutoff)(?:(?P<days>[+-]\d+)d)?")
DRAWN_AS_LISTS = ("steps", "bullets")
# The document shelf of every court, in the order in which it is shown.
SHELVES = (
    "Local Rules",
    "Policies and Procedures",
    "Practice Standards",
    "User Manual",
    "Forms",
    "Announcements",
)
DOCUMENTS = "/documents/"
FEWEST_PARAGRAPHS, MOST_PARAGRAPHS = 2, 6


class SiteError(ValueError):
    """A web site's texts contradict themselves."""


@dataclass(frozen=True, slots=True)
class CourtFacts:
    """What the texts of a site need to know of its court; aware moments."""

    name: str
    full_name: str
    timezone: str
    go_live: datetime
    legacy_cutoff: datetime


@dataclass(frozen=True, slots=True)
class Window:
    """From when and until when something is shown; None is without end."""

    start: datetime | None = None
    until: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Return whether something with this window is shown now."""
        return (self.start is None or self.start <= now) and (
            self.until is None or now < self.until
        )

    def overlaps(self, other: "Window") -> bool:
        """Return whether two windows share a moment."""
        return (self.until is None or other.start is None or other.start < self.until) and (
            other.until is None or self.start is None or self.start < other.until
        )


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text: plain, strong, or a link."""

    text: str
    target: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table of resources."""

    title: tuple[Run, ...]
    description: tuple[Run, ...]
    external: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a page. `runs` for running text, `items` for lists, `rows` for tables."""

    kind: BlockKind
    runs: tuple[Run, ...] = ()
    items: tuple[tuple[Run, ...], ...] = ()
    rows: tuple[Row, ...] = ()
    head: tuple[str, ...] = ()
    picture: str = ""
    window: Window = Window()


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a court's site; `path` is its address on the court's www host.

    `shelf` is where it stands on the court's document shelf; empty for what is no document.
    """

    slug: str
    path: str
    title: str
    blocks: tuple[Block, ...]
    external: bool = False
    shelf: str = ""
    window: Window = Window()


@dataclass(frozen=True, slots=True)
class Notice:
    """One dated announcement; `day` is the date printed above it."""

    id: str
    title: str
    runs: tuple[Run, ...]
    target: str = ""
    day: date | None = None
    window: Window = Window()


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the site's menu or of its quick links."""

    label: str
    target: str
    window: Window = Window()


@dataclass(frozen=True, slots=True)
class HelpDesk:
    """Whom to write to: all of it fictitious."""

    name: str
    email: str
    seminars_email: str
    hours: str


@dataclass(frozen=True, slots=True)
class Site:
    """The whole public site of one court, for all dates."""

    court_id: str
    facts: CourtFacts
    help_desk: HelpDesk
    pages: tuple[Page, ...]
    notices: tuple[Notice, ...]
    menu: tuple[Link, ...]
    quick_links: tuple[Link, ...]

    @property
    def mailboxes(self) -> tuple[str, ...]:
        """Return the court's own addresses, to which a persona may write."""
        return tuple(dict.fromkeys((self.help_desk.email, self.help_desk.seminars_email)))


class _Dated(Protocol):
    @property
    def window(self) -> Window: ...


D = TypeVar("D", bound=_Dated)


def load(court_id: str, kind: str, facts: CourtFacts | None = None) -> Site:
    """Return the site of a court; without a file of its own, what its kind says.

    `facts` of the federation win over those of the file, so that a moved go-live moves the texts.

    :raises SiteError: when the texts contradict themselves, or nobody says what the court is.
    """
    shared_text = _read(f"_{kind}.toml")
    if shared_text is None:
        raise SiteError(f"no web site is written for courts of the kind {kind!r}")
    documents = (
        _read(f"{court_id}.toml", "documents") or "",
        _read(f"_{kind}.toml", "documents") or "",
    )
    return build(court_id, shared_text, _read(f"{court_id}.toml") or "", facts, documents)


def build(
    court_id: str,
    kind_text: str,
    own_text: str,
    facts: CourtFacts | None = None,
    documents: Iterable[str] = (),
) -> Site:
    """Return the site that two TOML texts and those of its documents describe, checked.

    :raises SiteError: when the texts contradict themselves.
    """
    kind_table, own_table = tomllib.loads(kind_text), tomllib.loads(own_text)
    for table in (kind_table, own_table):
        _only(court_id, table, {"court", "help_desk", "page", "notice", "menu", "quick_link"})
    known = facts or _facts(court_id, own_table.get("court"))
    reader = _Reader(court_id, known)
    own_pages = [reader.page(t) for t in own_table.get("page", ())]
    own_slugs = {p.slug for p in own_pages}
    kind_pages = [reader.page(t) for t in kind_table.get("page", ())]
    shelf: dict[str, Page] = {}
    for text in documents:
        for document in reader.documents(text):
            shelf.setdefault(document.slug, document)
    chosen = {**kind_table, **own_table}
    site = Site(
        court_id=court_id,
        facts=known,
        help_desk=reader.help_desk(chosen.get("help_desk", {})),
        pages=(*own_pages, *(p for p in kind_pages if p.slug not in own_slugs), *shelf.values()),
        notices=tuple(reader.notice(t) for t in chosen.get("notice", ())),
        menu=tuple(reader.link(t) for t in chosen.get("menu", ())),
        quick_links=tuple(reader.link(t) for t in chosen.get("quick_link", ())),
    )
    faults = site_faults(site)
    if faults:
        raise SiteError("; ".join(faults))
    return site


def pages_at(site: Site, now: datetime) -> tuple[Page, ...]:
    """Return the pages that the site shows now, each with the blocks that it shows now."""
    return tuple(replace(p, blocks=_shown(p.blocks, now)) for p in _shown(site.pages, now))


def page_at(site: Site, slug: str, now: datetime) -> Page | None:
    """Return one page as it is shown now, or None."""
    return next((p for p in pages_at(site, now) if p.slug == slug), None)


def page_by_path(site: Site, path: str, now: datetime) -> Page | None:
    """Return the page at an address, without regard to case; `/SLUG` is always one of them."""
    wanted = path.rstrip("/").lower() or "/"
    return next((p for p in pages_at(site, now) if wanted in _addresses(p)), None)


def notices_at(site: Site, now: datetime) -> tuple[Notice, ...]:
    """Return the announcements shown now, the newest first."""
    shown = _shown(site.notices, now)
    return tuple(sorted(shown, key=lambda n: n.day or date.min, reverse=True))


def menu_at(site: Site, now: datetime) -> tuple[Link, ...]:
    """Return the menu shown now."""
    return _shown(site.menu, now)


def quick_links_at(site: Site, now: datetime) -> tuple[Link, ...]:
    """Return what stands under Quick Links now."""
    return _shown(site.quick_links, now)


def shelf_at(site: Site, now: datetime) -> tuple[tuple[str, tuple[Page, ...]], ...]:
    """Return the document shelf as it stands now: each heading with its documents."""
    shown = _shown(site.pages, now)
    groups = ((name, tuple(p for p in shown if p.shelf == name)) for name in SHELVES)
    return tuple((name, pages) for name, pages in groups if pages)


def site_faults(site: Site) -> list[str]:
    """Return what is wrong with a site: links that lead nowhere, pages that stand twice."""
    faults = []
    for number, page in enumerate(site.pages):
        for other in site.pages[number + 1 :]:
            same = bool(_addresses(page) & _addresses(other))
            if same and page.window.overlaps(other.window):
                faults.append(f"{page.slug} and {other.slug} stand at one address at one time")
    slugs = {p.slug for p in site.pages}
    faults += [
        f"no page has the slug {needed}" for needed in ("home", "cmecf") if needed not in slugs
    ]
    for place, target in _targets(site):
        if not TARGET.fullmatch(target):
            faults.append(f"{place}: {target!r} is no target")
        elif target.startswith("page:") and target.removeprefix("page:") not in slugs:
            faults.append(f"{place}: no page has the slug {target.removeprefix('page:')}")
    for moment in _turning_points(site):
        faults += _dangling(site, moment)
        faults += _wrong_length(site, moment)
    ids = [n.id for n in site.notices]
    faults += [f"two notices have the id {i}" for i in sorted({i for i in ids if ids.count(i) > 1})]
    known = {f"{box}@{site.court_id}.test" for box in LETTER_BOXES}
    faults += [f"no letter reaches {a}" for a in site.mailboxes if a not in known]
    return faults


def _addresses(page: Page) -> frozenset[str]:
    return frozenset({page.path.rstrip("/").lower() or "/", f"/{page.slug}"})


def _turning_points(site: Site) -> tuple[datetime, ...]:
    """Return the first moments of every state that the site is ever in."""
    dated: list[_Dated] = [*site.menu, *site.quick_links, *site.notices, *site.pages]
    dated += [block for page in site.pages for block in page.blocks]
    found = {datetime(1990, 1, 1, tzinfo=UTC)}
    for item in dated:
        found |= {m for m in (item.window.start, item.window.until) if m is not None}
    return tuple(sorted(found))


def _dangling(site: Site, now: datetime) -> list[str]:
    shown = replace(
        site,
        pages=pages_at(site, now),
        notices=notices_at(site, now),
        menu=menu_at(site, now),
        quick_links=quick_links_at(site, now),
    )
    slugs = {p.slug for p in shown.pages}
    return [
        f"{place}: page {target.removeprefix('page:')} is not shown on {now:%Y-%m-%d}"
        for place, target in _targets(shown)
        if target.startswith("page:") and target.removeprefix("page:") not in slugs
    ]


def _wrong_length(site: Site, now: datetime) -> list[str]:
    return [
        f"document {page.slug} has {len(page.blocks)} paragraphs on {now:%Y-%m-%d}, "
        f"not {FEWEST_PARAGRAPHS} to {MOST_PARAGRAPHS}"
        for page in pages_at(site, now)
        if page.path.startswith(DOCUMENTS)
        and not FEWEST_PARAGRAPHS <= len(page.blocks) <= MOST_PARAGRAPHS
    ]


def inline(text: str) -> tuple[Run, ...]:
    """Return a line of text as runs: `**strong**` and `[label](target)` are marked."""
    runs, at = [], 0
    for match in INLINE.finditer(text):
        if match.start() > at:
            runs.append(Run(text[at : match.start()]))
        if match["strong"] is not None:
            runs.append(Run(match["strong"], strong=True))
        else:
            runs.append(Run(match["label"], target=match["target"]))
        at = match.end()
    if at < len(text):
        runs.append(Run(text[at:]))
    return tuple(runs)


def plain(runs: Iterable[Run]) -> str:
    """Return runs as plain text."""
    return "".join(run.text for run in runs)


def page_text(page: Page) -> str:
    """Return all words of a page as plain text, one block or item a line."""
    lines = [page.title]
    for block in page.blocks:
        lines.append(plain(block.runs))
        lines += [plain(item) for item in block.items]
        lines += [f"{plain(row.title)} {plain(row.description)}" for row in block.rows]
    return "\n".join(line for line in lines if line)


@dataclass(frozen=True, slots=True)
class _Reader:
    court_id: str
    facts: CourtFacts

    def page(self, table: Mapping[str, Any]) -> Page:
        known = {"slug", "path", "title", "block", "external", "shelf", "from", "until"}
        _only(self.court_id, table, known)
        slug, path = str(table.get("slug", "")), str(table.get("path", ""))
        if not SLUG.fullmatch(slug):
            raise SiteError(f"{self.court_id}: {slug!r} is no slug")
        if not path.startswith("/"):
            raise SiteError(f"{self.court_id}: page {slug}: the path begins with a stroke")
        return Page(
            slug=slug,
            path=path,
            title=self.words(str(table.get("title", slug))),
            blocks=tuple(self.block(slug, b) for b in table.get("block", ())),
            external=bool(table.get("external", False)),
            shelf=self.shelf(slug, table),
            window=self.window(table),
        )

    def shelf(self, slug: str, table: Mapping[str, Any]) -> str:
        name = str(table.get("shelf", ""))
        if name and name not in SHELVES:
            raise SiteError(f"{self.court_id}: page {slug}: there is no shelf {name!r}")
        return name

    def documents(self, text: str) -> list[Page]:
        """Return the documents of a text as pages; ids are those that reading lists name."""
        data = tomllib.loads(text.replace("{court_id}", self.court_id))
        _only(self.court_id, data, {"document"})
        made = [self.document(table) for table in data.get("document", ())]
        ids = [page.slug for page in made]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            raise SiteError(f"{self.court_id}: two documents have the id {', '.join(twice)}")
        return made

    def document(self, table: Mapping[str, Any]) -> Page:
        known = {"id", "shelf", "title", "paragraphs", "from", "until"}
        _only(f"{self.court_id}: a document", table, known)
        slug, paragraphs = str(table.get("id", "")), table.get("paragraphs", ())
        if not slug.startswith(f"{self.court_id}-"):
            raise SiteError(f"{self.court_id}: the id {slug!r} does not begin with the court's")
        if not table.get("shelf"):
            raise SiteError(f"{self.court_id}: document {slug} stands on no shelf")
        rest = {k: v for k, v in table.items() if k not in ("id", "paragraphs")}
        # A paragraph is a text, or a table with a text and the days between which it holds.
        blocks = [{"text": one} if isinstance(one, str) else one for one in paragraphs]
        return self.page({**rest, "slug": slug, "path": f"{DOCUMENTS}{slug}", "block": blocks})

    def block(self, slug: str, table: Mapping[str, Any]) -> Block:
        where = f"{self.court_id}: page {slug}"
        _only(where, table, {"kind", "text", "items", "rows", "head", "picture", "from", "until"})
        kind = table.get("kind", "text")
        if kind not in (*get_args(Words), *get_args(Drawn)):
            raise SiteError(f"{where}: {kind!r} is no kind of block")
        if (kind in DRAWN_AS_LISTS) != ("items" in table) or (kind == "table") != ("rows" in table):
            raise SiteError(f"{where}: a list has items, a table has rows, others have neither")
        picture = str(table.get("picture", ""))
        if (kind == "picture") != bool(PICTURE.fullmatch(picture)):
            raise SiteError(f"{where}: a picture names its file, others none")
        return Block(
            kind=kind,
            runs=self.runs(table.get("text", "")),
            items=tuple(self.runs(item) for item in table.get("items", ())),
            rows=tuple(self.row(where, row) for row in table.get("rows", ())),
            head=tuple(self.words(cell) for cell in table.get("head", ())),
            picture=picture,
            window=self.window(table),
        )

    def row(self, where: str, table: Mapping[str, Any]) -> Row:
        _only(where, table, {"title", "description", "external"})
        return Row(
            title=self.runs(table["title"]),
            description=self.runs(table["description"]),
            external=bool(table.get("external", False)),
        )

    def notice(self, table: Mapping[str, Any]) -> Notice:
        _only(self.court_id, table, {"id", "title", "text", "target", "day", "from", "until"})
        window = self.window(table)
        day = table.get("day")
        if day is None and window.start is not None:
            day = window.start.astimezone(ZoneInfo(self.facts.timezone)).date()
        return Notice(
            id=str(table["id"]),
            title=self.words(table["title"]),
            runs=self.runs(table.get("text", "")),
            target=str(table.get("target", "")),
            day=day,
            window=window,
        )

    def link(self, table: Mapping[str, Any]) -> Link:
        _only(self.court_id, table, {"label", "target", "from", "until"})
        return Link(self.words(table["label"]), table["target"], self.window(table))

    def help_desk(self, table: Mapping[str, Any]) -> HelpDesk:
        _only(self.court_id, table, {"name", "email", "seminars_email", "hours"})
        email = self.words(table.get("email", "helpdesk@{court_id}.test"))
        return HelpDesk(
            name=self.words(table.get("name", "ECF Help Desk")),
            email=email,
            seminars_email=self.words(table.get("seminars_email", email)),
            hours=table.get("hours", "Monday to Friday, 9 a.m. to 4 p.m."),
        )

    def runs(self, text: str) -> tuple[Run, ...]:
        return inline(self.words(text))

    def words(self, text: str) -> str:
        said = {
            "{court}": self.facts.name,
            "{full_court}": self.facts.full_name,
            "{court_id}": self.court_id,
            "{go_live}": self.spoken(self.facts.go_live),
            "{legacy_cutoff}": self.spoken(self.facts.legacy_cutoff),
        }
        for mark, word in said.items():
            text = text.replace(mark, word)
        return text

    def spoken(self, moment: datetime) -> str:
        day = moment.astimezone(ZoneInfo(self.facts.timezone))
        return f"{day:%B} {day.day}, {day.year}"

    def window(self, table: Mapping[str, Any]) -> Window:
        start, until = self.moment(table.get("from")), self.moment(table.get("until"))
        if start is not None and until is not None and start > until:
            raise SiteError(f"{self.court_id}: shown from {start} until {until}")
        return Window(start, until)

    def moment(self, value: object) -> datetime | None:
        if value is None:
            return None
        if isinstance(value, str):
            return self.named_moment(value)
        if isinstance(value, datetime):
            return value if value.tzinfo else value.replace(tzinfo=ZoneInfo(self.facts.timezone))
        if isinstance(value, date):
            return datetime(
                value.year, value.month, value.day, tzinfo=ZoneInfo(self.facts.timezone)
            )
        raise SiteError(f"{self.court_id}: {value!r} is no moment")

    def named_moment(self, value: str) -> datetime:
        match = MOMENT.fullmatch(value)
        if match is None:
            raise SiteError(f"{self.court_id}: {value!r} is no moment")
        named = {"go_live": self.facts.go_live, "legacy_cutoff": self.facts.legacy_cutoff}
        return named[match["name"]] + timedelta(days=int(match["days"] or 0))


def _facts(court_id: str, table: Mapping[str, Any] | None) -> CourtFacts:
    if table is None:
        raise SiteError(f"{court_id}: neither the federation nor a file says what this court is")
    _only(court_id, table, set(CourtFacts.__dataclass_fields__))
    zone = ZoneInfo(table["timezone"])
    return CourtFacts(
        name=table["name"],
        full_name=table["full_name"],
        timezone=table["timezone"],
        go_live=table["go_live"].replace(tzinfo=zone),
        legacy_cutoff=table["legacy_cutoff"].replace(tzinfo=zone),
    )


def _read(name: str, folder: str = "texts") -> str | None:
    if not re.fullmatch(r"[a-z0-9_]+\.toml", name):
        raise SiteError(f"{name!r} is no name of a text")
    place = resources.files("courts.website").joinpath(folder, name)
    return place.read_text(encoding="utf-8") if place.is_file() else None


def _shown(dated: Iterable[D], now: datetime) -> tuple[D, ...]:
    return tuple(item for item in dated if item.window.holds(now))


def _targets(site: Site) -> Iterable[tuple[str, str]]:
    for link in (*site.menu, *site.quick_links):
        yield f"link {link.label}", link.target
    for notice in site.notices:
        if notice.target:
            yield f"notice {notice.id}", notice.target
        yield from _in_runs(f"notice {notice.id}", notice.runs)
    for page in site.pages:
        for block in page.blocks:
            runs = [
                block.runs,
                *block.items,
                *(r for row in block.rows for r in (row.title, row.description)),
            ]
            for some in runs:
                yield from _in_runs(f"page {page.slug}", some)


def _in_runs(place: str, runs: Iterable[Run]) -> Iterable[tuple[str, str]]:
    for run in runs:
        if run.target:
            yield place, run.target


def _only(where: str, table: Mapping[str, Any], allowed: set[str]) -> None:
    unknown = sorted(set(table) - allowed)
    if unknown:
        raise SiteError(f"{where}: unknown key {', '.join(unknown)}")

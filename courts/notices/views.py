"""The pages of notices: e-mail settings in both styles, mailing info, the notice of an entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request
from flask.blueprints import BlueprintSetupState
from flask_wtf import FlaskForm

from courts import edge as court_edge
from courts.access import views as access
from courts.access.deciding import Channel, decide
from courts.accounts import queries as accounts
from courts.accounts.models import CourtUser
from courts.cases import queries as cases
from courts.cases.models import Case
from courts.docket.facts import entry_item
from courts.docket.models import Entry
from courts.kinds import numbers
from courts.kinds.appellate import ROOM
from courts.notices import preferences, protocol, queries, service
from courts.notices.forms import AppellateForm, MailingForm, PaneForm, ScreenForm
from courts.notices.preferences import Preference
from courts.notices.recipients import DAILY, EACH, PRIMARY
from courts.permissions import Permission
from shared.errors import Refusal
from shared.web import cgi, edge
from shared.web.guard import requires

blueprint = Blueprint("notices", __name__)

MAINTAIN_PATH: Final = "/cgi-bin/MaintainEmail.pl"
MAILING_PATH: Final = "/cgi-bin/MailingInfo.pl"
RECEIPT_PATH: Final = "/cgi-bin/DisplayReceipt.pl"
PREFERENCES: Final = "NoticePreferences.jsp"
UNPROCESSABLE: Final = 422
SEE_OTHER: Final = 303
ADD: Final = "Add case(s)"
REMOVE: Final = "Remove this address"
RETURN: Final = "Return to Account screen"
_MOST_CASES: Final = 200
_MOST_TYPED: Final = 50


@blueprint.record
def add_servlet(state: BlueprintSetupState) -> None:
    """Let courts of appeals reach their page by its servlet."""
    known: Mapping[str, Callable[[], Response]] = state.app.extensions.get("moot_servlets", {})
    state.app.extensions["moot_servlets"] = {**known, PREFERENCES: notice_preferences}


@blueprint.route(MAINTAIN_PATH, methods=["GET", "POST"])
@requires(Permission.MAINTAIN_ACCOUNT)
def maintain_email() -> Response:
    """Maintain Your E-mail: two panes in district courts since 4.1, one screen elsewhere."""
    user = _user()
    since = court_edge.court().profile.notices.panes_since
    if since is not None and court_edge.today() >= since:
        return _panes(user)
    return _screen(user)


@requires(Permission.MAINTAIN_ACCOUNT)
def notice_preferences() -> Response:
    """Notice Preferences of a court of appeals."""
    return _preferences(_user())


def _user() -> CourtUser:
    user = accounts.user_by_id(edge.session(), court_edge.person().user_id)
    if user is None:
        abort(404)
    return user


def _primary_is_pacers() -> bool:
    """Say whether the primary address is changed in PACER only (facts 3.6)."""
    return court_edge.era().live


# --------------------------------------------------------------------------- two panes


@dataclass(frozen=True, slots=True)
class _Panes:
    """The addresses at the left, the one that is chosen, and the next free place, if any."""

    found: Mapping[int, Preference]
    chosen: Preference
    free: int | None


def _panes(user: CourtUser) -> Response:
    found = {each.place: each for each in queries.preferences(edge.session(), user)}
    free = next((n for n in range(1, preferences.MOST + 1) if n not in found), None)
    place = _place(found, free)
    chosen = found.get(place, Preference(place))
    panes = _Panes(found, chosen, free)
    if request.method != "POST":
        form = PaneForm(formdata=None, data=_pane_data(chosen))
        return _pane_page(panes, form, chosen.cases)
    form = PaneForm()
    action = request.form.get("action", "")
    if action == REMOVE and place != PRIMARY:
        service.forget(edge.session(), user, [place])
        edge.audit("notices:address_removed", f"court-user:{user.id}", place=place)
        return _to(f"{MAINTAIN_PATH}?saved=1")
    listed = _ticked()
    try:
        if not form.validate():
            return _pane_page(panes, form, listed, UNPROCESSABLE)
        if action == ADD:
            typed = _cases_of(form.case_number.data or "", "case_number")
            listed = {**listed, **{case.id: str(form.case_list.data) for case in typed}}
            form.case_number.data = ""
            return _pane_page(panes, form, listed)
        wanted = _pane(form, chosen, listed)
    except Refusal as refusal:
        edge.refused(form, refusal)
        return _pane_page(panes, form, listed, UNPROCESSABLE)
    service.save(
        edge.session(), user, [wanted], keep_others=True, with_address=not _primary_is_pacers()
    )
    edge.audit("notices:settings", f"court-user:{user.id}", place=place, address=wanted.address)
    return _to(f"{MAINTAIN_PATH}?place={place}&saved=1")


def _place(found: Mapping[int, Preference], free: int | None) -> int:
    given = request.values.get("place", "0")
    if given == "new":
        return free if free is not None else PRIMARY
    place = int(given) if given.isdigit() and len(given) < len("10") + 1 else PRIMARY
    return place if place in found or place == free else PRIMARY


def _pane_data(chosen: Preference) -> dict[str, Any]:
    return {
        "address": chosen.address,
        "my_cases": "yes" if chosen.my_cases else "no",
        "frequency": chosen.frequency,
        "format": chosen.format,
        "announcements": "yes" if chosen.announcements else "no",
        "case_list": EACH,
    }


def _pane(form: PaneForm, chosen: Preference, listed: Mapping[int, str]) -> Preference:
    """Return what the right pane says.

    :raises AddressError: if the address is none.
    """
    fixed = chosen.place == PRIMARY and _primary_is_pacers()
    address = chosen.address if fixed else preferences.address(form.address.data or "")
    return Preference(
        chosen.place,
        address,
        my_cases=form.my_cases.data == "yes",
        frequency=str(form.frequency.data),
        format=str(form.format.data),
        announcements=form.announcements.data == "yes",
        cases=listed,
    )


def _ticked() -> dict[int, str]:
    """Return the cases on the lists as the form has them: those that stay are ticked."""
    found: dict[int, str] = {}
    for frequency in (EACH, DAILY):
        ids = [cgi.case_id(text) for text in request.form.getlist(f"{frequency}_case")]
        found.update((each, frequency) for each in ids[:_MOST_CASES] if each)
    # Only cases of this world: a list of ids from elsewhere would follow other seats' cases.
    mine = {case.id for case in cases.by_ids(edge.session(), list(found))}
    return {case_id: frequency for case_id, frequency in found.items() if case_id in mine}


def _pane_page(
    panes: _Panes,
    form: PaneForm,
    listed: Mapping[int, str],
    status: int = 200,
) -> Response:
    rows, found, chosen = _rows(listed), panes.found, panes.chosen
    return _page(
        "notices/panes.html",
        status=status,
        form=form,
        path=MAINTAIN_PATH,
        place=chosen.place,
        addresses=[(each.place, each.address) for each in found.values()],
        is_new=chosen.place not in found,
        may_add=panes.free is not None,
        fixed=chosen.place == PRIMARY and _primary_is_pacers(),
        primary=chosen.place == PRIMARY,
        lists=[
            (EACH, "Send a notice for each filing in these cases", rows[EACH]),
            (DAILY, "Send a daily summary of these cases", rows[DAILY]),
        ],
        add=ADD,
        remove=REMOVE,
    )


def _rows(listed: Mapping[int, str]) -> dict[str, list[dict[str, Any]]]:
    style = court_edge.court().profile.numbers
    found: dict[str, list[dict[str, Any]]] = {EACH: [], DAILY: []}
    for case in cases.by_ids(edge.session(), list(listed)) if listed else ():
        row = {"id": case.id, "number": style.full(case.number), "caption": case.caption}
        found[listed[case.id]].append(row)
    return found


# --------------------------------------------------------------------------- one screen


def _screen(user: CourtUser) -> Response:
    found = queries.preferences(edge.session(), user)
    if request.method != "POST":
        return _screen_page(ScreenForm(formdata=None, data=_screen_data(found)))
    form = ScreenForm()
    try:
        if not form.validate():
            return _screen_page(form, UNPROCESSABLE)
        wanted = _screened(form, user)
    except Refusal as refusal:
        edge.refused(form, refusal)
        return _screen_page(form, UNPROCESSABLE)
    stage = request.form.get("stage", "")
    if stage == "cases":
        service.save(edge.session(), user, wanted, with_address=not _primary_is_pacers())
        edge.audit("notices:settings", f"court-user:{user.id}", addresses=len(wanted))
        return _to(f"{MAINTAIN_PATH}?saved=1")
    # Leaving without the outer Submit loses the change, as in life (facts 3.5, 3.6).
    template = "notices/update_all.html" if stage == "account" else "notices/account.html"
    kept = [(name, value) for name, value in request.form.items(multi=True) if name in form]
    return _page(
        template,
        user=user,
        path=MAINTAIN_PATH,
        kept=[(name, value) for name, value in kept if name not in ("csrf_token", "stage")],
        addresses=[each.address for each in wanted],
        frequency=_chosen(form.frequency),
        format=_chosen(form.format),
        cases=_rows(dict.fromkeys({i for each in wanted for i in each.cases}, EACH))[EACH],
    )


def _chosen(field: Any) -> str:
    """Return the words of what is chosen in a group."""
    return next(str(each.label.text) for each in field if each.checked)


def _screen_data(found: Sequence[Preference]) -> dict[str, Any]:
    primary, others = found[0], found[1:]
    style = court_edge.court().profile.numbers
    ids = list({i: None for each in found for i in each.cases})
    listed = cases.by_ids(edge.session(), ids) if ids else ()
    return {
        "primary": primary.address,
        "secondary": "; ".join(each.address for each in others),
        "to_primary": primary.my_cases or bool(primary.cases),
        "to_secondary": any(each.my_cases or each.cases for each in others),
        "involved": any(each.my_cases for each in found),
        "more": bool(ids),
        "cases": "; ".join(style.full(case.number) for case in listed),
        "frequency": primary.frequency,
        "format": primary.format,
    }


def _screened(form: ScreenForm, user: CourtUser) -> tuple[Preference, ...]:
    """Return what the one screen says for each address.

    :raises Refusal: at the field that cannot be taken.
    """
    address = user.primary_email
    if not _primary_is_pacers():
        address = preferences.address(form.primary.data or "", field_name="primary")
    others = preferences.addresses(form.secondary.data or "")
    preferences.at_most(others, preferences.MOST)
    frequency = str(form.frequency.data)
    listed = _cases_of(form.cases.data or "", "cases") if form.more.data else []

    def wanted(place: int, each: str, *, chosen: bool) -> Preference:
        return Preference(
            place,
            each,
            my_cases=chosen and bool(form.involved.data),
            frequency=frequency,
            format=str(form.format.data),
            cases={case.id: frequency for case in listed} if chosen else {},
        )

    return (
        wanted(PRIMARY, address, chosen=bool(form.to_primary.data)),
        *(
            wanted(place, each, chosen=bool(form.to_secondary.data))
            for place, each in enumerate(others, start=1)
        ),
    )


def _screen_page(form: ScreenForm, status: int = 200) -> Response:
    return _page(
        "notices/screen.html",
        status=status,
        form=form,
        path=MAINTAIN_PATH,
        fixed=_primary_is_pacers(),
        back=RETURN,
    )


# --------------------------------------------------------------------------- courts of appeals


def _preferences(user: CourtUser) -> Response:
    path = f"{ROOM}{PREFERENCES}"
    found = queries.preferences(edge.session(), user)
    if request.method != "POST":
        data = {
            "primary": found[0].address,
            "secondary": ", ".join(each.address for each in found[1:]),
            "frequency": found[0].frequency,
            "format": found[0].format,
        }
        form = AppellateForm(formdata=None, data=data)
        return _appellate_page(form, path)
    form = AppellateForm()
    try:
        if not form.validate():
            return _appellate_page(form, path, UNPROCESSABLE)
        address = user.primary_email
        if not _primary_is_pacers():
            address = preferences.address(form.primary.data or "", field_name="primary")
        preferences.not_longer(form.secondary.data or "")
        others = preferences.addresses(form.secondary.data or "")
    except Refusal as refusal:
        edge.refused(form, refusal)
        return _appellate_page(form, path, UNPROCESSABLE)
    alike = Preference(frequency=str(form.frequency.data), format=str(form.format.data))
    wanted = preferences.like(alike, list(enumerate((address, *others))))
    service.save(edge.session(), user, wanted, with_address=not _primary_is_pacers())
    edge.audit("notices:settings", f"court-user:{user.id}", addresses=len(wanted))
    return _to(f"{path}&saved=1")


def _appellate_page(form: AppellateForm, path: str, status: int = 200) -> Response:
    return _page(
        "notices/preferences.html",
        status=status,
        form=form,
        path=path,
        fixed=_primary_is_pacers(),
    )


# --------------------------------------------------------------------------- mailing info


def mailings() -> Response:
    """Show the menu Mailings (the lobby leads here from `DisplayMenu.pl?Mailings`)."""
    return _page("notices/mailings.html", path=MAILING_PATH)


@blueprint.get(MAILING_PATH)
@requires(Permission.QUERY)
def mailing_info() -> Response:
    """Mailing Info for a Case: who is served electronically, and who by hand."""
    typed = request.args.get("case_number", "")
    form = MailingForm(request.args, meta={"csrf": False})
    if not typed:
        return _page("notices/mailing_info.html", form=form, path=MAILING_PATH, found=None)
    try:
        if not form.validate():
            return _mailing_refused(form)
        case = _cases_of(typed, "case_number")[0]
    except Refusal as refusal:
        edge.refused(form, refusal)
        return _mailing_refused(form)
    found = queries.service_list(edge.session(), cases.whole(edge.session(), case))
    return _page(
        "notices/mailing_info.html",
        form=form,
        path=MAILING_PATH,
        found=found,
        number=court_edge.court().profile.numbers.full(case.number),
        caption=case.caption,
    )


def _mailing_refused(form: FlaskForm) -> Response:
    return _page(
        "notices/mailing_info.html", status=UNPROCESSABLE, form=form, path=MAILING_PATH, found=None
    )


# --------------------------------------------------------------------------- the notice


@blueprint.get(RECEIPT_PATH)
@requires(Permission.SEE_MENU)
def receipt() -> Response:
    """Show the notice of an entry: `DisplayReceipt.pl?<caseid>,<de_seq_num>`."""
    who = court_edge.person()
    text = request.query_string.decode("latin-1").partition("&")[0]
    case_text, _, seq_text = text.partition(",")
    case_id, seq = cgi.case_id(case_text), cgi.case_id(seq_text)
    case = None if case_id is None else cases.by_id(edge.session(), case_id)
    filer = bool(who.user_id or who.staff_role or who.trainer)
    if case is None or seq is None or not filer:
        abort(404)
    notice = queries.own_notice(edge.session(), case.id, seq)
    entry = None if notice is None else edge.session().get(Entry, notice.entry_id)
    if notice is None or entry is None:
        abort(404)
    facts = cases.facts(edge.session(), (case,))[case.id]
    found = decide(
        access.viewer(), facts, entry_item(entry), channel=Channel.NOTICE, today=court_edge.today()
    )
    if not found.allowed:
        return access.refusal_page(found, "Notice")
    return _page("notices/notice.html", shown=protocol.screen(notice))


# --------------------------------------------------------------------------- small parts


class NoSuchCaseError(Refusal):
    """What was typed is no case that the person may know of."""

    def __init__(self, typed: str, field: str) -> None:
        super().__init__("case", f"Cannot find case {typed}.", field=field)


class AmbiguousCaseError(Refusal):
    """Several cases have the number that was typed."""

    def __init__(self, typed: str, field: str) -> None:
        words = f"Several cases have the number {typed}: enter office and type, too."
        super().__init__("case", words, field=field)


def _cases_of(typed: str, field: str) -> list[Case]:
    """Return the cases that somebody typed.

    :raises NoSuchCaseError: at the field, for the first that cannot be found.
    :raises AmbiguousCaseError: if a number means several cases.
    """
    found = []
    given = preferences.case_numbers(typed)
    if not given:
        raise NoSuchCaseError("without a number", field)
    for each in given[:_MOST_TYPED]:
        wanted = numbers.wanted(each)
        rows = () if wanted is None else cases.matching(edge.session(), wanted, limit=3)
        rows = [row for row in rows if _known(row)]
        if not rows:
            raise NoSuchCaseError(each[:40], field)
        if len(rows) > 1:
            raise AmbiguousCaseError(each[:40], field)
        found.append(rows[0])
    return found


def _known(case: Case) -> bool:
    facts = cases.facts(edge.session(), (case,))[case.id]
    return decide(access.viewer(), facts, channel=Channel.NOTICE, today=court_edge.today()).allowed


def _to(path: str) -> Response:
    return make_response(redirect(path, SEE_OTHER))


def _page(template: str, *, status: int = 200, **values: Any) -> Response:
    saved = request.method == "GET" and request.args.get("saved") == "1"
    return make_response(render_template(template, saved=saved, **values), status)

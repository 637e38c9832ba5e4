"""Recent activity for the person, the whole trail for trainers."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, render_template, request

from idp.accounts import manage
from idp.accounts import protocol as accounts
from idp.activity import queries, words
from idp.edge import visitor
from idp.permissions import Permission
from shared.audit import verify_chain
from shared.clock import court_stamp
from shared.paging import Page, PageLinks, links
from shared.web import edge
from shared.web.guard import requires

blueprint = Blueprint("activity", __name__)

PAGE_SIZE: Final = 25
LONGEST_WORDS: Final = 120
LONGEST_TAG: Final = 60


@blueprint.get(manage.ACTIVITY_PATH)
@requires(Permission.ACCOUNT)
def recent() -> Response:
    """Show the person's own events in their words."""
    with edge.runtime().database.reading() as session:
        account = accounts.own_account(session)
        page = queries.of_person(
            session, user_name=account.user_name, number=_number(), size=PAGE_SIZE
        )
        zone = edge.runtime().member.timezone
        rows = []
        for event in page.rows:
            detail = words.read(event.detail)
            rows.append(
                {
                    "at": court_stamp(event.court_time, zone),
                    "real": f"{event.wall_time:%Y-%m-%d %H:%M} UTC",
                    "what": words.sentence(event.tag, detail),
                    "about": event.subject if not event.subject.startswith("pacer:") else "",
                    "address": detail.get("address", ""),
                }
            )
        return accounts.manage_page(
            "activity/recent.html",
            session,
            account,
            tab=manage.SETTINGS,
            rows=rows,
            page=_links(page, manage.ACTIVITY_PATH, {}),
            back_url=manage.SETTINGS_PATH,
        )


@blueprint.get(manage.AUDIT_PATH)
@requires(Permission.TRAIN)
def audit() -> Response:
    """Show the whole trail to a trainer, by person and kind, and whether its chain holds."""
    who = _plain(request.args.get("who", ""), LONGEST_WORDS)
    tag = _plain(request.args.get("tag", ""), LONGEST_TAG)
    with edge.runtime().database.reading() as session:
        page = queries.search(
            session,
            who=who,
            tag=tag,
            trainer=visitor().subject,
            number=_number(),
            size=PAGE_SIZE,
        )
        chain = ""
        broken = False
        if request.args.get("verify", "") == "1":
            try:
                chain = f"{verify_chain(session)} events follow one from the other."
            except ValueError as error:
                chain, broken = f"The chain is broken: {error}.", True
        zone = edge.runtime().member.timezone
        rows = [
            {
                "number": event.id,
                "at": court_stamp(event.court_time, zone),
                "real": f"{event.wall_time:%Y-%m-%d %H:%M:%S} UTC",
                "tag": event.tag,
                "actor": event.actor,
                "subject": event.subject,
                "detail": words.shown(words.read(event.detail)),
            }
            for event in page.rows
        ]
    return make_response(
        render_template(
            "activity/audit.html",
            rows=rows,
            who=who,
            tag=tag,
            chain=chain,
            broken=broken,
            path=manage.AUDIT_PATH,
            page=_links(page, manage.AUDIT_PATH, {"who": who, "tag": tag}),
        )
    )


def _plain(text: str, longest: int) -> str:
    return text.strip().replace("\x00", "")[:longest]


def _number() -> int:
    return min(request.args.get("page", 1, type=int), 1 << 30)


def _links(page: Page[Any], path: str, query: dict[str, str]) -> PageLinks:
    kept = {name: value for name, value in query.items() if value}

    def url(number: int) -> str:
        return f"{path}?{urlencode({**kept, 'page': number})}"

    return links(page, url)

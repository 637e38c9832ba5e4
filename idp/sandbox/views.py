"""The sandbox's pages for trainers: keys, and the API's reference."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
)
from werkzeug.wrappers import Response as AnyResponse

from idp.accounts import manage
from idp.edge import visitor
from idp.permissions import Permission
from idp.sandbox import declared, protocol, queries, service
from idp.sandbox.forms import KeyForm
from idp.sandbox.models import SandboxKey
from idp.sandbox.schemas import SCHEMAS, TAGS
from shared.clock import court_stamp
from shared.errors import Refusal
from shared.web import edge
from shared.web.guard import public, requires

blueprint = Blueprint("sandbox", __name__)

PATH: Final = manage.SANDBOX_PATH
KEYS_PATH: Final = f"{PATH}/keys"
DOCUMENT_PATH: Final = f"{PATH}/openapi.json"
REFERENCE_PATH: Final = f"{PATH}/reference"
KIT_PATH: Final = manage.KIT_PATH
SEE_OTHER: Final = 303
UNPROCESSABLE: Final = 422


# --------------------------------------------------------------------------- keys


@blueprint.get(PATH)
@requires(Permission.TRAIN)
def keys() -> Response:
    """List the keys of the trainer's programs."""
    return _keys_page(KeyForm())


@blueprint.post(KEYS_PATH)
@requires(Permission.TRAIN)
def make_key() -> Response:
    """Make a key; it is shown on the answer and never again."""
    form = KeyForm(request.form)
    if not form.validate():
        return _keys_page(form, status=UNPROCESSABLE)
    session, name = edge.session(), str(form.name.data)
    try:
        made = service.make_key(session, name=name, owner=visitor().subject, wall=edge.wall())
    except Refusal as refusal:
        edge.refused(form, refusal)
        return _keys_page(form, status=UNPROCESSABLE)
    edge.audit("sandbox:key-made", f"key:{made.id}", name=name)
    return _keys_page(KeyForm(), secret=made.secret, made_for=name)


@blueprint.post(f"{KEYS_PATH}/<int:key_id>/revoke")
@requires(Permission.TRAIN)
def revoke_key(key_id: int) -> AnyResponse:
    """Have a key open nothing from now on."""
    row = edge.session().get(SandboxKey, key_id) if key_id < 1 << 31 else None
    if row is None or row.owner_subject != visitor().subject:
        edge.undo()
        abort(404)
    service.revoke_key(edge.session(), row, wall=edge.wall())
    edge.audit("sandbox:key-revoked", f"key:{row.id}", name=row.name)
    return redirect(PATH, SEE_OTHER)


def _keys_page(
    form: KeyForm, *, secret: str = "", made_for: str = "", status: int = 200
) -> Response:
    rows = queries.keys_of(edge.session(), owner=visitor().subject)
    return make_response(
        render_template(
            "sandbox/keys.html",
            form=form,
            secret=secret,
            made_for=made_for,
            keys=[_key_line(row) for row in rows],
            base=edge.runtime().federation.issuer + protocol.BASE,
            keys_path=KEYS_PATH,
            reference_path=REFERENCE_PATH,
            document_path=DOCUMENT_PATH,
            kit_path=KIT_PATH,
        ),
        status,
    )


def _key_line(row: SandboxKey) -> dict[str, Any]:
    zone = edge.runtime().member.timezone
    return {
        "id": row.id,
        "name": row.name,
        "made": court_stamp(row.made_at, zone),
        "used": court_stamp(row.used_at, zone) if row.used_at else "",
        "revoked": court_stamp(row.revoked_at, zone) if row.revoked_at else "",
    }


# --------------------------------------------------------------------------- the reference


@blueprint.get(DOCUMENT_PATH)
@public
def openapi() -> Response:
    """Give the OpenAPI document to a program with a key, and to a trainer who is signed in."""
    if not visitor().trainer and not protocol.has_key():
        return protocol.no_key()
    return jsonify(protocol.document(_app()))


@blueprint.get(REFERENCE_PATH)
@requires(Permission.TRAIN)
def reference() -> Response:
    """Show the OpenAPI document to people."""
    told = protocol.document(_app())
    groups = [
        {
            "name": tag,
            "words": words,
            "operations": [
                _shown(path, method, each)
                for path, methods in told["paths"].items()
                for method, each in methods.items()
                if tag in each["tags"]
            ],
        }
        for tag, words in TAGS.items()
    ]
    return make_response(
        render_template(
            "sandbox/reference.html",
            groups=groups,
            schemas=[(name, _fields(schema), schema) for name, schema in SCHEMAS.items()],
            base=told["servers"][0]["url"],
            path=PATH,
            document_path=DOCUMENT_PATH,
        )
    )


def _shown(path: str, method: str, told: Mapping[str, Any]) -> dict[str, Any]:
    body = told.get("requestBody", {}).get("content", {}).get("application/json", {})
    return {
        "path": path,
        "method": method.upper(),
        "id": told["operationId"],
        "summary": told["summary"],
        "description": told.get("description", ""),
        "parameters": [
            (one["name"], one["in"], declared.words(one["schema"]), one.get("description", ""))
            for one in told.get("parameters", ())
        ],
        "body": _fields(body["schema"]) if body else [],
        "open": declared.words(body["schema"]) if body and not _fields(body["schema"]) else "",
        "answers": [_answer_line(status, one) for status, one in told["responses"].items()],
    }


def _answer_line(status: str, answer: Mapping[str, Any]) -> tuple[str, str, str]:
    content = next(iter(answer.get("content", {}).values()), None)
    return status, declared.words(content["schema"]) if content else "", answer["description"]


def _fields(schema: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (name, declared.words(each), each.get("description", ""))
        for name, each in schema.get("properties", {}).items()
    ]


def _app() -> Flask:
    return current_app

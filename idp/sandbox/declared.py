"""What a route of the sandbox takes and gives, declared once: for checking and for OpenAPI 3.1.

A schema is a JSON Schema as OpenAPI writes it; `problems` knows the words that ours use.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

Schema = Mapping[str, Any]
OPENAPI: Final = "3.1.0"
VERSION: Final = "1"
SECURITY: Final = "key"
PROBLEM_MEDIA: Final = "application/problem+json"
_TYPES: Final[Mapping[str, tuple[type, ...]]] = MappingProxyType(
    {
        "object": (dict,),
        "array": (list,),
        "string": (str,),
        "integer": (int,),
        "number": (int, float),
        "boolean": (bool,),
        "null": (type(None),),
    }
)
#: What stands in an address, by its name in the braces.
PATH_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "code": "A class, by its code.",
        "court": "A court, by its id.",
        "fault": "A fault that is on, by its id.",
        "key": "A persona, by its key.",
        "mail": "A mail, by its id.",
        "number": "A seat, by its number.",
        "run": "A run of the kit, by its id.",
    }
)
_IN_PATH: Final = re.compile(r"\{(\w+)\}")
_WORDS_OF: Final[Mapping[str, str]] = MappingProxyType(
    {"object": "an object", "array": "a list", "string": "a text", "integer": "a whole number"}
    | {"number": "a number", "boolean": "true or false", "null": "null"}
)


def ref(name: str) -> Schema:
    """Return a reference to a named schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def text(description: str = "", **more: Any) -> Schema:
    """Return the schema of a text."""
    return {"type": "string", **({"description": description} if description else {}), **more}


def integer(description: str = "", **more: Any) -> Schema:
    """Return the schema of a whole number."""
    return {"type": "integer", **({"description": description} if description else {}), **more}


def boolean(description: str = "") -> Schema:
    """Return the schema of yes or no."""
    return {"type": "boolean", **({"description": description} if description else {})}


def listed(of: Schema, description: str = "") -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": of, **({"description": description} if description else {})}


def record(description: str = "", *, optional: Sequence[str] = (), **fields: Schema) -> Schema:
    """Return the schema of an object with these fields and no others."""
    return record_of(fields, description, optional)


def record_of(
    fields: Mapping[str, Schema], description: str = "", optional: Sequence[str] = ()
) -> Schema:
    """Return the schema of an object with these fields and no others."""
    return {
        "type": "object",
        **({"description": description} if description else {}),
        "properties": dict(fields),
        "required": [name for name in fields if name not in optional],
        "additionalProperties": False,
    }


def nullable(of: Schema) -> Schema:
    """Return a schema that takes null, too."""
    if "$ref" in of:
        return {"anyOf": [of, {"type": "null"}]}
    return {**of, "type": [of["type"], "null"]}


def words(schema: Schema) -> str:
    """Return in a word or two what a schema takes, for people."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(words(each) for each in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    kinds = _kinds(schema)
    if kinds == ["array"]:
        return f"list of {words(schema['items'])}"
    if schema.get("properties"):
        fields = (f"{name}: {words(each)}" for name, each in schema["properties"].items())
        return f"object ({', '.join(fields)})"
    form = f" ({schema['format']})" if "format" in schema else ""
    return f"{' or '.join(kinds)}{form}"


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something in the query or the path of an address."""

    name: str
    schema: Schema
    description: str
    default: Any = None


@dataclass(frozen=True, slots=True)
class Operation:
    """One route: what it takes, and what it answers.

    :param path: under the API's base, its parts in braces: `/mail/{id}`.
    :param answers: schema by status; None for an answer without a body.
    """

    method: str
    path: str
    id: str
    tag: str
    summary: str
    description: str = ""
    query: tuple[Parameter, ...] = ()
    body: Schema | None = None
    answers: Mapping[int, tuple[str, Schema | None]] = field(default_factory=dict)
    media: str = "application/json"

    def path_names(self) -> list[str]:
        """Return the names in braces."""
        return _IN_PATH.findall(self.path)


# --------------------------------------------------------------------------- checking


def problems(schema: Schema, value: Any, schemas: Mapping[str, Schema], at: str = "") -> list[str]:
    """Return what is wrong with a value, each with where it is; empty if it is right."""
    if "$ref" in schema:
        return problems(schemas[schema["$ref"].rpartition("/")[2]], value, schemas, at)
    if "anyOf" in schema:
        tried = [problems(each, value, schemas, at) for each in schema["anyOf"]]
        return [] if not all(tried) else tried[0]
    place = at or "the body"
    kinds = _kinds(schema)
    if kinds and not any(_is(kind, value) for kind in kinds):
        return [f"{place} is to be {' or '.join(_WORDS_OF[kind] for kind in kinds)}"]
    found = _value_problems(schema, value, place)
    if isinstance(value, dict) and "object" in kinds:
        found += _field_problems(schema, value, schemas, at)
    if isinstance(value, list) and "items" in schema:
        for number, each in enumerate(value):
            found += problems(schema["items"], each, schemas, f"{at}[{number}]")
    return found


def _kinds(schema: Schema) -> list[str]:
    given = schema.get("type", [])
    return [given] if isinstance(given, str) else list(given)


def _is(kind: str, value: Any) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, _TYPES[kind])


def _value_problems(schema: Schema, value: Any, place: str) -> list[str]:
    found = []
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{place} is to be one of {', '.join(map(str, schema['enum']))}")
    if isinstance(value, str) and len(value) > schema.get("maxLength", len(value)):
        found.append(f"{place} has more than {schema['maxLength']} characters")
    if isinstance(value, str) and len(value) < schema.get("minLength", 0):
        found.append(f"{place} is empty")
    if isinstance(value, int | float) and not isinstance(value, bool):
        low, high = schema.get("minimum"), schema.get("maximum")
        if low is not None and value < low:
            found.append(f"{place} is to be at least {low}")
        if high is not None and value > high:
            found.append(f"{place} is to be at most {high}")
    return found


def _field_problems(
    schema: Schema, value: Mapping[str, Any], schemas: Mapping[str, Schema], at: str
) -> list[str]:
    known: Mapping[str, Schema] = schema.get("properties", {})
    lead = f"{at}." if at else ""
    found = [f"{lead}{name} is missing" for name in schema.get("required", ()) if name not in value]
    others = schema.get("additionalProperties", True)
    for name, each in value.items():
        if name in known:
            found += problems(known[name], each, schemas, f"{lead}{name}")
        elif others is False:
            found.append(f"{lead}{name} is not known here")
        elif isinstance(others, Mapping):
            found += problems(others, each, schemas, f"{lead}{name}")
    return found


def read_query(operation: Operation, given: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """Return the values of a query as their schemas want them, and what is wrong with it."""
    known = {parameter.name: parameter for parameter in operation.query}
    values: dict[str, Any] = {name: each.default for name, each in known.items()}
    wrong = [f"there is no parameter {name}" for name in given if name not in known]
    for name, raw in given.items():
        if name in known:
            value = _converted(known[name].schema, raw)
            wrong += problems(known[name].schema, value, {}, name)
            values[name] = value
    return values, wrong


def _converted(schema: Schema, raw: str) -> Any:
    kinds = _kinds(schema)
    if "integer" in kinds and raw.lstrip("-").isascii() and raw.lstrip("-").isdigit():
        return int(raw)
    if "number" in kinds and re.fullmatch(r"-?\d+(\.\d+)?", raw, re.ASCII):
        return float(raw)
    return raw


# --------------------------------------------------------------------------- the document


def document(
    operations: Iterable[Operation],
    *,
    title: str,
    description: str,
    base: str,
    schemas: Mapping[str, Schema],
    tags: Mapping[str, str],
    problem: Schema,
) -> dict[str, Any]:
    """Return the OpenAPI document of these routes.

    :param base: the absolute address of the API.
    :param problem: the schema of every refusal.
    """
    paths: dict[str, Any] = {}
    for each in sorted(operations, key=lambda one: (one.path, one.method)):
        paths.setdefault(each.path, {})[each.method.lower()] = _written(each, problem)
    return {
        "openapi": OPENAPI,
        "info": {
            "title": title,
            "version": VERSION,
            "description": description,
            "license": {"name": "Apache 2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": base}],
        "security": [{SECURITY: []}],
        "tags": [{"name": name, "description": words} for name, words in tags.items()],
        "paths": paths,
        "components": {
            "schemas": dict(schemas),
            "securitySchemes": {
                SECURITY: {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A key that a trainer made under /sandbox, or moot sandbox key.",
                }
            },
        },
    }


def _written(operation: Operation, problem: Schema) -> dict[str, Any]:
    written: dict[str, Any] = {
        "operationId": operation.id,
        "tags": [operation.tag],
        "summary": operation.summary,
    }
    if operation.description:
        written["description"] = operation.description
    inside = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": PATH_WORDS[name],
            "schema": {"type": "string"},
        }
        for name in operation.path_names()
    ]
    asked = [_parameter(each) for each in operation.query]
    if inside or asked:
        written["parameters"] = [*inside, *asked]
    if operation.body is not None:
        written["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": operation.body}},
        }
    written["responses"] = {
        str(status): _answer(words, schema, PROBLEM_MEDIA if schema == problem else operation.media)
        for status, (words, schema) in sorted(operation.answers.items())
    }
    return written


def _parameter(parameter: Parameter) -> dict[str, Any]:
    default = {} if parameter.default is None else {"default": parameter.default}
    return {
        "name": parameter.name,
        "in": "query",
        "required": False,
        "description": parameter.description,
        "schema": {**parameter.schema, **default},
    }


def _answer(words: str, schema: Schema | None, media: str) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": words}
    if schema is not None:
        answer["content"] = {media: {"schema": schema}}
    return answer

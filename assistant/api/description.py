"""The description of the API: as an OpenAPI document, and as a page for people that needs no script."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.responses import HTMLResponse
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from assistant.api.openai.problems import ADDRESSES as OPENAI
from assistant.api.problems import MEDIA_TYPE

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_STYLE = (
    ":root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}"
    "body{max-width:52rem;margin:2rem auto;padding:0 1rem}"
    "section{margin:2rem 0}h2{font-size:1.05rem;overflow-wrap:anywhere}pre{padding:.75rem;overflow-x:auto;"
    "border:1px solid color-mix(in srgb,currentColor 25%,transparent);border-radius:.4rem;font-size:.85rem}"
    "dt{font-family:ui-monospace,monospace}dd{margin:0 0 .4rem 1.5rem}"
)
_JSON = "application/json"


def describe(app: FastAPI, *records: type[BaseModel]) -> None:
    """Corrects FastAPI's document: it lists only the problems that can occur, each with its media type.

    `records` are the models that FastAPI does not know, since routes parse them themselves.
    """
    _, known = models_json_schema([(one, "validation") for one in records], ref_template="#/components/schemas/{model}")
    made = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = made()
            document["components"]["schemas"] = known["$defs"] | document["components"]["schemas"]
            document["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
            document["security"] = [{"key": []}, {}]  # no key is required where no users and keys are set up
            for schema in document["components"]["schemas"].values():
                _free(schema)
            for address, operations in document["paths"].items():
                for operation in operations.values():
                    _tidy(operation, problems=not address.startswith(OPENAI))
        assert app.openapi_schema is not None
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _free(schema: dict[str, Any]) -> None:
    """Removes defaults: tools turn a field with a default into one that must be sent."""
    for part in schema.get("properties", {}).values():
        part.pop("default", None)


def _tidy(operation: dict[str, Any], *, problems: bool) -> None:
    responses = operation["responses"]
    if not problems or not operation.get("parameters") and "requestBody" not in operation:
        responses.pop("422", None)
    for status, response in responses.items():
        content = response.get("content", {})
        if _JSON in content:  # JSON first: tools take the first of several media types
            response["content"] = {_JSON: content.pop(_JSON), **content}
        if problems and not status.startswith("2") and _JSON in response.get("content", {}):
            response["content"] = {MEDIA_TYPE: response["content"][_JSON]}


def description_routes(app: FastAPI) -> APIRouter:
    router = APIRouter()

    @router.get("/api/docs", include_in_schema=False)
    def page() -> HTMLResponse:
        return HTMLResponse(_page(app.openapi()), headers={"Content-Security-Policy": _POLICY})

    return router


def _page(document: dict[str, Any]) -> str:
    info = document["info"]
    schemas = document["components"]["schemas"]
    sections = "".join(
        _section(f"{method.upper()} {path}", operation, schemas)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(info['title'])}</title><style>{_STYLE}</style></head><body><main><h1>{escape(info['title'])}</h1>"
        f'<p>{escape(info["description"])} <a href="/api/openapi.json">As an OpenAPI document</a>.</p>'
        f"{sections}<h1>Records</h1>{''.join(_record(name, one) for name, one in sorted(schemas.items()))}"
        "</main></body></html>"
    )


def _section(title: str, operation: dict[str, Any], schemas: dict[str, Any]) -> str:
    parameters = [(one["name"], one["schema"], one.get("description", "")) for one in operation.get("parameters", ())]
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in operation.get("description", "").split("\n\n") if text)
    answers = "; ".join(f"{status}: {_contents(one)}" for status, one in operation["responses"].items())
    return (
        f"<section><h2>{escape(title)}</h2><p><strong>{escape(operation['summary'])}.</strong></p>{paragraphs}"
        f"{_list(parameters)}{''.join(_examples(operation, schemas))}<p>Answers {escape(answers)}</p></section>"
    )


def _contents(response: dict[str, Any]) -> str:
    kinds = [f"{kind} {_kind(one.get('schema', {}))}".strip() for kind, one in response.get("content", {}).items()]
    return " or ".join(kinds) or "nothing"


def _examples(operation: dict[str, Any], schemas: dict[str, Any]) -> Iterator[str]:
    for kind, one in operation.get("requestBody", {}).get("content", {}).items():
        schema = schemas.get(one["schema"].get("$ref", "").rpartition("/")[2], one["schema"])
        for example in schema.get("examples", ()):
            yield f"<pre>{escape(kind)}\n{escape(json.dumps(example, indent=2, ensure_ascii=False))}</pre>"


def _record(name: str, schema: dict[str, Any]) -> str:
    parts = [(part, one, one.get("description", "")) for part, one in schema.get("properties", {}).items()]
    described = schema.get("description", "")
    return f"<section><h2>{escape(name)}</h2><p>{escape(described)}</p>{_list(parts)}</section>"


def _list(parts: list[tuple[str, dict[str, Any], str]]) -> str:
    lines = (
        f"<dt>{escape(name)}: {escape(_kind(one))}</dt><dd>{escape(description)}</dd>"
        for name, one, description in parts
    )
    return f"<dl>{''.join(lines)}</dl>" if parts else ""


def _kind(schema: dict[str, Any]) -> str:
    """A schema in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if choices := schema.get("anyOf"):
        return " or ".join(map(_kind, choices))
    if values := schema.get("enum"):
        return " or ".join(map(str, values))
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return str(schema.get("const", schema.get("format", schema.get("type", ""))))

"""Errors in OpenAI's form: its types, codes and statuses, on which its clients act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from index.errors import WrongUsage

ADDRESSES = "/v1/"  # where OpenAI's clients send requests
OFFERED = "Ask the model 'article-assistant' at /v1/responses or /v1/chat/completions."
# What OpenAI offers but this server does not, by the first part of the address after /v1/.
NOT_OFFERED = {
    "assistants": "Assistants are",
    "audio": "Sound is",
    "batches": "Batches are",
    "completions": "Legacy completions are",
    "containers": "Containers are",
    "conversations": "Conversations are",
    "embeddings": "Embeddings are",
    "evals": "Evaluations are",
    "files": "Files are",
    "fine_tuning": "Fine-tuning is",
    "images": "Images are",
    "moderations": "Moderation is",
    "realtime": "Realtime is",
    "threads": "Threads are",
    "uploads": "Uploads are",
    "vector_stores": "Vector stores are",
    "videos": "Videos are",
}
_TYPES = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}
_CODES = {401: "invalid_api_key", 403: "insufficient_permissions", 429: "rate_limit_exceeded"}
_BY_FAULT = {
    "missing": "missing_required_parameter",
    "extra_forbidden": "unknown_parameter",
    "json_invalid": "invalid_json",
}


class NotHonoured(WrongUsage):
    """A field of a request, or its value, that would have to be ignored."""

    def __init__(self, sentence: str, *, param: str, code: str = "unsupported_value") -> None:
        super().__init__(sentence)
        self.param = param
        self.code = code


def openai_error(status: int, sentence: str, *, code: str | None = None, param: str | None = None) -> dict[str, Any]:
    kind = _TYPES.get(status, "invalid_request_error" if status < 500 else "server_error")
    message = " ".join(sentence.split())  # names in it may come from outside
    return {"error": {"message": message, "type": kind, "param": param, "code": code or _CODES.get(status)}}


def of_fault(fault: Mapping[str, Any]) -> dict[str, str]:
    """The `param` and `code` for a fault that pydantic found in a body."""
    kind, within = str(fault["type"]), [one for one in fault["loc"][1:] if not is_branch(one)]
    path = "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in within).lstrip(".")
    code = _BY_FAULT.get(kind, "invalid_type" if kind.endswith("_type") else "invalid_value")
    if kind == "string_too_long" and path.startswith(("messages", "input")):
        code = "context_length_exceeded"
    return {"param": path, "code": code}


def is_branch(part: object) -> bool:
    """Whether a part of a fault's location names one of a field's types, not a part of the request."""
    return isinstance(part, str) and (not part.isidentifier() or part in ("str", "float", "bool", "int"))


def not_offered(path: str) -> str | None:
    """The sentence for an address of OpenAI's that this server does not offer."""
    name = path.removeprefix(ADDRESSES).partition("/")[0]
    return f"{NOT_OFFERED[name]} not offered here. {OFFERED}" if name in NOT_OFFERED else None

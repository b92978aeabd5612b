"""The Ollama server on this machine: its address and its models. No other machine is contacted."""

from __future__ import annotations

import json
import os
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, build_opener

PORT = 11434
PATIENCE = 0.5  # seconds; a running server answers in milliseconds
LARGEST = 1_000_000  # bytes of the list
_LOOPBACK = ("127.0.0.1", "localhost", "0.0.0.0", "")  # 0.0.0.0 is an address on which a server listens

_direct = build_opener(ProxyHandler({}))  # two programs on one machine need no proxy


def address() -> str | None:
    """The server's address, from OLLAMA_HOST or else Ollama's own default; None if that is on another machine."""
    named = os.environ.get("OLLAMA_HOST", "").strip()
    try:
        parts = urlsplit(named if "//" in named else f"//{named}")
        name, port = parts.hostname or "", parts.port or PORT
    except ValueError:
        return None
    return f"http://127.0.0.1:{port}" if name in _LOOPBACK and parts.scheme in ("", "http") else None


def models() -> list[str]:
    """The models of the server that can write text, as provider:model; empty if no server answers."""
    if (there := address()) is None:
        return []
    try:
        with _direct.open(f"{there}/api/tags", timeout=PATIENCE) as answer:
            listed = json.loads(answer.read(LARGEST))["models"]
        return [f"ollama:{one['name']}" for one in listed if "embed" not in one["name"]]
    except (URLError, OSError, ValueError, KeyError, TypeError):
        return []  # something else, or nothing, listens there

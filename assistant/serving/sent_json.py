"""How large a body of JSON may be, and of how many parts; it reads none."""

from __future__ import annotations

MOST = 2_000_000  # bytes of a request
MOST_ARTICLES = 20_000_000  # bytes of articles that are sent as JSON
MOST_BRACKETS = 200_000  # in one body


def is_costly(body: bytes) -> bool:
    """Whether it is mostly brackets: each becomes a list or a record, and everybody waits until all are made."""
    return body.count(b"[") + body.count(b"{") > MOST_BRACKETS

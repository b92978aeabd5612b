"""Origins of web pages, scheme://host:port, as a setting names them; it knows nothing of what they may do."""

from __future__ import annotations

import re

_ORIGIN = re.compile(r"https?://[a-z0-9-]+(\.[a-z0-9-]+)*(:[0-9]{1,5})?")


def read_origins(written: str) -> tuple[str, ...]:
    """The origins in a list that is parted by commas; raises ValueError for what is none."""
    origins = tuple(one.strip().lower().rstrip("/") for one in written.split(",") if one.strip())
    if wrong := [one for one in origins if not _ORIGIN.fullmatch(one)]:
        raise ValueError(f"'{wrong[0]}' is no origin, which looks like https://intranet.example.org")
    return origins

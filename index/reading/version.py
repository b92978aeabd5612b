"""The version of the reader; separate from it, since asking needs no parser."""

from __future__ import annotations

# Raise it whenever articles are read differently, so that libraries are read again.
READER_VERSION = "24"

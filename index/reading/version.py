"""The version of the reader, in its own module, so that looking it up does not load the parser."""

from __future__ import annotations

# Raise it whenever articles are read differently, so that libraries are read again.
READER_VERSION = "32"

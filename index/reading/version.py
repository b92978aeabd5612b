"""By which version of the reader articles are read; apart from it, since whoever asks needs no parser."""

from __future__ import annotations

# Raise it when articles are read otherwise, so that libraries are read again.
READER_VERSION = "9"

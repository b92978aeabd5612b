"""Questions that a first visit can try, each with the article that it is about.

An example is shown only where its article is in the library.
"""

from __future__ import annotations

EXAMPLES: tuple[tuple[str, str], ...] = ()

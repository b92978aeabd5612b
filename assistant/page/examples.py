"""Questions to try on a first visit, each with the article that it is about.

An example is shown only if its article is in the library.
"""

from __future__ import annotations

EXAMPLES: tuple[tuple[str, str], ...] = (
    ("What did Donald Trump say about the Paris Agreement?", "paris-agreement-two-presidents"),
    ("Who was the last person to catch smallpox in nature?", "smallpox-declared-eradicated"),
    # Gorbachev is addressed in the article and says nothing in it: this is not answered.
    ("What did Gorbachev say about the Berlin Wall?", "berlin-wall-opens"),
    ("屠呦呦怎么看青蒿素？", "tu-youyou-qinghaosu"),
)

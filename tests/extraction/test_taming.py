"""What would make extraction take the square of a page's length is cut, and what articles' pages have is left."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import Unreadable
from index.extraction.html import extract
from index.extraction.taming import MOST_ATTRIBUTES, MOST_AUTHORS

ROOT = Path(__file__).parents[2]
PROSE = "<p>The council met on Monday and agreed to rebuild the bridge by the spring of next year, it said.</p>" * 20
DATA = '<script type="application/ld+json">{}</script>'
NAMES = [f"{first}{middle}ra {last}son" for first in "BCDFGHJKLM" for middle in "aeiou" for last in ("Ander", "Peter")]


def page(head: str = "", body: str = "") -> str:
    return f"<html><head>{head}</head><body>{PROSE}{body}</body></html>"


def seconds(head: str, body: str = "") -> float:
    """The processor's, which a process that can be ended takes to extract a page."""
    program = (
        "import resource, sys, time\n"
        "resource.setrlimit(resource.RLIMIT_CPU, (60, 60))\n"
        "from index.extraction.html import extract\n"
        f"extract({page()!r})\n"
        "page, begun = sys.stdin.read(), time.process_time()\n"
        "extract(page)\n"
        "print(time.process_time() - begun)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], input=page(head, body), cwd=ROOT, capture_output=True, text=True
    )
    assert ended.returncode == 0, "it was ended after a minute of the processor"
    return float(ended.stdout)


GROWING = {
    "authors": lambda size: DATA.format('{"author":"' * (size // 11)),
    "publishers": lambda size: DATA.format('{"publisher":"' * (size // 14)),
    "persons": lambda size: DATA.format('{"Person"' * (size // 9)),
    "pictures": lambda size: DATA.format('{"@type":"ImageObject",' * (size // 23)),
    "escapes": lambda size: DATA.format('"' + '\\"' * (size // 2)),
    "open tags": lambda size: DATA.format('{"headline":"' + "\\u003c" * (size // 6) + '"}'),
    "names": lambda size: DATA.format(
        json.dumps(
            {
                "@context": "https://schema.org",
                "@type": "Article",
                "author": [
                    f"{NAMES[number % 100]}{number:b}".replace("0", "o").replace("1", "i")
                    for number in range(size // 30)
                ],
            }
        )
    ),
    "nicknames": lambda size: f'<meta name="author" content="{"[" * size}">',
}


@pytest.mark.parametrize("pattern", GROWING)
def test_no_pattern_takes_more_than_prose_of_its_length_does_many_times(pattern: str) -> None:
    """As a square, ten times the length takes a hundred times as long."""
    assert seconds(GROWING[pattern](400_000)) <= 10 * max(seconds(GROWING[pattern](40_000)), 0.2)


def test_a_tag_of_too_many_attributes_is_refused_wherever_it_hides() -> None:
    many = " ".join(f"a{number}=1" for number in range(MOST_ATTRIBUTES + 1))
    hidden = '<i title="<b" ' + " ".join(f"a{number}='<'" for number in range(MOST_ATTRIBUTES + 1)) + ">x</i>"
    for tag in (f"<div {many}>x</div>", f"<script>if (a<b)</script><p {many.replace('=1', '')}>x</p>", hidden):
        with pytest.raises(Unreadable, match="attributes"):
            extract(page(body=tag))
    assert extract(page(body=f"<!-- <div {many}> --><script>x = '<div {many}>'</script>"))


def test_the_data_of_a_page_says_who_wrote_it_however_long_its_text_is() -> None:
    told = {"@context": "https://schema.org", "@type": "Article", "articleBody": 'A "word". ' * 20_000}
    found = extract(page(DATA.format(json.dumps(told | {"author": {"@type": "Person", "name": "Jane Doe"}}))))
    assert found and found.author == "Jane Doe"


def test_data_that_is_broken_still_says_who_wrote_it() -> None:
    broken = '{"@type":"Article","articleBody":"%s","author":{"@type":"Person","name":"Jane Doe"},}' % ("word " * 9_000)
    found = extract(page(DATA.format(broken)))
    assert found and found.author == "Jane Doe"


def test_as_many_authors_as_an_article_has_are_named_and_no_more() -> None:
    told = {"@context": "https://schema.org", "@type": "Article", "author": NAMES}
    found = extract(page(DATA.format(json.dumps(told))))
    assert found and found.author and found.author.split("; ") == NAMES[:MOST_AUTHORS]

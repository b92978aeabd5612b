"""The table of clients in the document: it names those that are tried, and what it says is what was last seen."""

from __future__ import annotations

import re
from pathlib import Path

from tests.clients.__main__ import RUN
from tests.clients.table import CLIENTS, DOCUMENT, HEAD, SENTENCE, Row, row, written

FOLDER = Path(__file__).parent


def test_the_table_holds_a_line_for_each_client_that_is_tried_and_all_comes_through() -> None:
    table = DOCUMENT.read_text("utf-8").split(HEAD)[1].split("\n\n")[0]
    lines = [line.strip("| ").split(" | ") for line in table.splitlines()]
    assert [line[0] for line in lines] == list(CLIENTS)
    assert all(re.match(r"\d+\.\d", line[1]) for line in lines)
    assert {cell for line in lines for cell in line[2:]} == {"yes", "–"}


def test_each_client_stands_in_a_script() -> None:
    scripts = {script: (FOLDER / script).read_text() for _, script in RUN.values()}
    for kind, name in CLIENTS.values():
        assert kind == "curl" or re.search(rf"(?:def|async) {name}\(address", scripts[RUN[kind][1]]), name


def test_a_client_that_leaves_out_a_claim_or_a_link_is_told_so() -> None:
    claims = [{"text": "One.", "citations": [1]}, {"text": "Two.", "citations": [2]}]
    answer = {"claims": claims, "citations": [{"link": "/articles/a#p1"}, {"link": "/articles/b#p2"}]}
    whole = "One. Two. /articles/a#p1 /articles/b#p2"
    assert row(answer, "1.0", whole, None, f"400: {SENTENCE}.").whole
    assert not row(answer, "1.0", whole, "One. /articles/a#p1 /articles/b#p2", SENTENCE).stream
    assert not row(answer, "1.0", whole, "One. Two. /articles/a#p1", SENTENCE).citations
    assert not row(answer, "1.0", whole, None, "Bad request").errors


def test_a_run_takes_the_place_of_the_table_alone() -> None:
    document = f"before\n\n{HEAD}| old | 1.0 | yes | yes | yes | yes |\n\nafter\n"
    told = written(document, {"new": Row("1.1", True, None, False, True)})
    assert told == f"before\n\n{HEAD}| new | 1.1 | yes | – | no | yes |\n\nafter\n"

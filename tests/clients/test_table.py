"""The table of clients in the document: it names those that are tried, and what it says is what was last seen."""

from __future__ import annotations

import re
from pathlib import Path

from tests.clients.table import CLIENTS, DOCUMENT, HEAD, Row, written

FOLDER = Path(__file__).parent


def test_the_table_holds_a_line_for_each_client_that_is_tried_and_all_comes_through() -> None:
    table = DOCUMENT.read_text("utf-8").split(HEAD)[1].split("\n\n")[0]
    lines = [line.strip("| ").split(" | ") for line in table.splitlines()]
    assert [line[0] for line in lines] == list(CLIENTS)
    assert {cell for line in lines for cell in line[1:]} == {"yes", "–"}


def test_each_client_stands_in_a_script() -> None:
    scripts = {"Python": (FOLDER / "in_python.py").read_text(), "Node": (FOLDER / "in_node.mjs").read_text()}
    for kind, name in CLIENTS.values():
        assert kind == "curl" or re.search(rf"(?:def|async) {name}\(address", scripts[kind]), name


def test_a_run_takes_the_place_of_the_table_alone() -> None:
    document = f"before\n\n{HEAD}| old | yes | yes | yes | yes |\n\nafter\n"
    told = written(document, {"new": Row(True, None, False, True)})
    assert told == f"before\n\n{HEAD}| new | yes | – | no | yes |\n\nafter\n"

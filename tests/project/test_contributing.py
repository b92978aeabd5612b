"""The first changes that the document on contributing describes: each names one room, and what it names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MOST = 25  # modules of a room
SECTIONS = (ROOT / "docs" / "contributing.md").read_text("utf-8").split("\n## ")[1:]


@pytest.mark.parametrize("section", SECTIONS, ids=[section.partition(":")[0] for section in SECTIONS])
def test_a_first_change_is_short_and_names_modules_and_tables_of_one_room(section: str) -> None:
    heading, *lines = section.strip().splitlines()
    (room,) = re.findall(r"`(\w+/\w+)/`", heading)
    assert (ROOT / room).is_dir() and (ROOT / "tests" / room.partition("/")[2]).is_dir()
    assert len([line for line in lines if line]) < 10
    named = [ROOT / room / name for name in re.findall(r"`([\w/]+\.py)`", section)]
    modules = [path.read_text("utf-8") for path in named]
    assert modules
    assert all(len([*path.parent.glob("*.py")]) < MOST for path in named), "there is no room for another module"
    for table in re.findall(r"`(_?[A-Z][A-Z_]+)`", section):
        assert any(re.search(rf"^{table}\b", module, re.MULTILINE) for module in modules), table
    for name, module in re.findall(r"`(\w+)` (?:in|to) `(\w+\.py)`", section):
        text = (ROOT / room / module).read_text("utf-8")
        assert re.search(rf"^(?:def |class )?{name}\b", text, re.MULTILINE), f"{name} in {module}"

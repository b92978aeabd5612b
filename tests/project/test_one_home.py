"""Months, weekdays, number words, currencies, units, negations and verbs of speech are listed in one module each."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CLOSED = "index/language/closed_lists.py"
# The words of each list, how many of them in one statement make a list, and where they may stand.
LISTS: dict[str, tuple[str, int, set[str]]] = {
    "months": ("january february march april may june july august september october november december", 6, {CLOSED}),
    "weekdays": ("monday tuesday wednesday thursday friday saturday sunday", 4, {CLOSED}),
    "number words": ("one two three four five six seven eight nine ten eleven twelve twenty thirty", 7, {CLOSED}),
    "scales": ("hundred thousand million billion trillion", 4, {CLOSED}),
    "Chinese numerals": ("一 二 三 四 五 六 七 八 九 十", 8, {CLOSED}),
    "currencies": ("dollar euro pound yen yuan rupee franc rouble peso", 4, {CLOSED}),
    "units": ("metre mile foot inch yard acre hectare tonne kilogram km kg litre", 4, {"index/language/units.py"}),
    "times": ("second minute hour day week month year decade century", 6, {"index/language/units.py"}),
    "negations": ("not no never nor neither none nobody nothing nowhere without", 8, {CLOSED}),
    "verbs of speech": (
        "say tell add argue claim announce warn insist state declare explain admit deny suggest note reply",
        9,
        {
            CLOSED,
            "index/reading/cue_verbs.py",
            # Lists that are still to be made of those of cue_verbs.py; a new one does not belong here.
            "assistant/question/declaring.py",
            "assistant/question/question_kinds.py",
            "assistant/question/speaker_frames.py",
            "assistant/verifying/parsed.py",
        },
    ),
}
PAST = {"said": "say", "told": "tell", "denied": "deny", "replied": "reply"}


def statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Each statement that holds no others, and what those that do hold are headed by."""
    for statement in body:
        inner = [part for name in ("body", "orelse", "finalbody", "handlers") for part in getattr(statement, name, [])]
        if inner:
            yield from statements(inner)
        elif not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)):  # no docstring
            yield statement


def words_of(statement: ast.AST) -> set[str]:
    """The words in its strings, without the escapes of patterns and without pairs such as "nobody/everybody"."""
    strings = [
        node.value for node in ast.walk(statement) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    text = re.sub(r"\\[a-zA-Z]|\w+/\w+", " ", " ".join(strings)).lower()
    return set(re.findall(r"[a-z]+|[一-龥]", text))


def listed(name: str, words: set[str]) -> int:
    """How many words of a list stand there, in full or, of months and weekdays, cut: "Sept", "Wednes"."""
    known = LISTS[name][0].split()
    if name in ("months", "weekdays"):
        return sum(any(len(word) > 2 and one.startswith(word) for word in words) for one in known)
    bare = {PAST.get(word, word) for word in words} | {word.removesuffix("s") for word in words}
    bare |= {word.removesuffix("ed") for word in words} | {word.removesuffix("d") for word in words}
    return len(bare & set(known))


@cache
def words_in(source: str) -> tuple[tuple[int, set[str]], ...]:
    """The words of each statement, with its line."""
    return tuple((one.lineno, words_of(one)) for one in statements(ast.parse(source).body))


def lists_in(source: str, name: str) -> list[int]:
    """The lines where a list of that name stands."""
    return [line for line, words in words_in(source) if listed(name, words) >= LISTS[name][1]]


@pytest.mark.parametrize("name", LISTS)
def test_each_list_of_words_stands_in_one_module(name: str) -> None:
    homes = LISTS[name][2]
    paths = [path for house in ("assistant", "index") for path in (ROOT / house).rglob("*.py")]
    found = {path.relative_to(ROOT).as_posix(): lists_in(path.read_text("utf-8"), name) for path in paths}
    assert {place: lines for place, lines in found.items() if lines and place not in homes} == {}
    assert {place for place in homes if not found[place]} == set(), "no list stands there any more"


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("months", "_MONTH = r'(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?)'"),
        ("weekdays", "def f(text):\n    return re.search('(?:Mon|Tues|Wednes|Thurs|Fri)day', text)"),
        ("number words", "COUNTS = {'one': 1, 'two': 2, 'three': 3, 'four': 4, 'five': 5, 'six': 6, 'seven': 7}"),
        ("scales", "SCALES = ('hundred', 'thousand', 'million', 'billion')"),
        ("Chinese numerals", "NUMERALS = re.compile('[一二三四五六七八九十]+')"),
        ("units", "SIZES = {'metres': 1, 'miles': 1609, 'feet': 0.3, 'acres': 4047, 'inch': 0.03, 'foot': 0.3}"),
        ("times", "AGO = r'(?:second|minute|hour|day|week|month|year)s? ago'"),
        ("currencies", "MONEY = 'dollars?|euros?|pounds?|yen'"),
        ("negations", "NOT = 'no not never nor neither none nobody nothing'.split()"),
        ("verbs of speech", "SAID = 'said|told|added|argued|claimed|announced|warned|insisted|stated|declared'"),
    ],
)
def test_a_second_list_would_be_found(name: str, source: str) -> None:
    assert lists_in(source, name)

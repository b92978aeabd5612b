"""The catalogues: complete, of one mind on fields and plural forms, and without a text that nothing shows."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from assistant.answering.suggesting import Asks
from assistant.answers import ClaimVerdict
from assistant.page.words import Words
from assistant.question.small_talk import Talk
from assistant.texts.catalogues import HERE, group, texts
from assistant.watching.standing import Standing
from index.articles import KINDS_OF_TEXT
from index.filters import Filters
from index.store.listing import COLUMNS

ROOT = Path(__file__).parents[2]
LANGUAGES = sorted(path.stem for path in HERE.glob("*.po"))
# The groups of texts that each language has, whole; a person is addressed in English where theirs has none.
TRANSLATED = {
    "en": {"page", "quotes", "answers", "notices", "foreign", "replies", "questions", "reasons", "sources", "wrong"},
    "zh": {"page", "quotes", "answers", "notices", "foreign", "replies", "questions", "reasons", "sources", "wrong"},
    "ja": {"quotes"},
    "ko": {"quotes"},
    "de": {"foreign", "replies"},
    "es": {"foreign", "replies"},
    "fr": {"foreign", "replies"},
}


def catalogue(language: str) -> Catalog:
    with (HERE / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def messages(language: str) -> dict[str, Message]:
    return {str(one.context): one for one in catalogue(language) if one.id}


def forms(written: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (written,) if isinstance(written, str) else tuple(written)


def named(text: str) -> set[str]:
    """The fields of a text, those in doubled braces as well, which a script fills in."""
    return set(re.findall(r"\{(\w+)(?::[^{}]*)?\}", text))


ENGLISH = messages("en")


def test_each_language_has_whole_groups_of_texts() -> None:
    assert set(TRANSLATED) == set(LANGUAGES)
    for language, groups in TRANSLATED.items():
        assert set(messages(language)) == {name for name in ENGLISH if name.split(".")[0] in groups}, language


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_is_of_the_english_as_it_is_now(language: str) -> None:
    assert {name for name, one in messages(language).items() if one.id != ENGLISH[name].id} == set()


@pytest.mark.parametrize("language", sorted({*LANGUAGES} - {"en"}))
def test_every_form_of_every_text_is_translated_and_has_the_fields_of_the_english(language: str) -> None:
    several = catalogue(language).num_plurals
    for name, one in messages(language).items():
        written, english = forms(one.string), forms(one.id)
        assert all(written) and not one.fuzzy, name
        assert len(written) == (several if one.pluralizable else 1), name
        assert named(written[-1]) == named(english[-1]), name
        assert all(named(english[-1]) - {"n"} <= named(each) <= named(english[-1]) for each in written), name


def test_the_form_for_one_leaves_out_the_number_at_most() -> None:
    for name, one in ENGLISH.items():
        if one.pluralizable:
            single, several = one.id
            assert named(several) - {"n"} <= named(single) <= named(several), name


@pytest.mark.parametrize(
    ("language", "number", "told"),
    [("en", 0, "0 articles"), ("en", 1, "1 article"), ("en", 1200, "1,200 articles"), ("zh", 1, "1篇文章")],
)
def test_a_number_takes_the_form_that_its_language_wants(language: str, number: int, told: str) -> None:
    assert texts(language)["page.counted_articles"].format(n=number) == told


def test_in_french_none_is_singular() -> None:
    text = texts("fr")["replies.holding_some"]
    assert text.format(n=0) == text.format(n=1) != text.format(n=2)


def test_a_language_without_a_text_is_addressed_in_english() -> None:
    assert texts("ja")["page.lost"] == texts("en")["page.lost"]


def trees(*places: str) -> Iterator[ast.AST]:
    for place in places:
        path = ROOT / "assistant" / place
        for each in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            yield from ast.walk(ast.parse(each.read_text("utf-8")))


def is_words(node: ast.AST) -> bool:
    """Whether it is what the page's functions call the texts in a person's language."""
    if isinstance(node, ast.Attribute):
        return node.attr == "say"
    return isinstance(node, ast.Name) and node.id in ("say", "ENGLISH", "CHINESE")


def test_the_page_has_every_text_that_it_shows_and_shows_every_text_that_it_has() -> None:
    shown = {one.attr for one in trees("page", "server.py") if isinstance(one, ast.Attribute) and is_words(one.value)}
    own = {one.attr for one in trees("page/words.py") if isinstance(one, ast.Attribute)}
    said = {
        one.args[0].value
        for one in trees("page/words.py")
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr == "_say"
        if isinstance(one.args[0], ast.Constant)
    }
    known, made = set(group("page", "en")), {*vars(Words), "language"}
    assert shown - made - known == set()
    assert said - known == set()
    assert known - shown - own - said == set()


def test_what_the_page_names_in_several_ways_has_a_text_for_each() -> None:
    expected: dict[str, set[str]] = {
        "columns": set(COLUMNS),
        "kinds": set(KINDS_OF_TEXT),
        "limited_to": set(Filters.__dataclass_fields__) - {"since", "until", "as_of"},
        "headings_of_limits": set(Filters.__dataclass_fields__) - {"since", "until", "as_of"},
        "limits_in_time": {"since", "until", "as_of"},
        "standings": set(get_args(Standing)),
        "verdicts": set(get_args(ClaimVerdict)),
    }
    page = group("page", "en")
    assert {name: set(page[name]) for name in expected} == expected


def test_each_question_that_is_suggested_is_there_and_used() -> None:
    used = {one.attr for one in trees("answering", "page") if isinstance(one, ast.Attribute)}
    assert set(Asks._fields) == set(group("questions", "en"))
    assert set(Asks._fields) <= used


def test_there_is_a_reply_to_each_kind_of_talk() -> None:
    assert set(group("replies", "en")) == {*get_args(Talk), "holding_some", "empty", "ask"}


def test_each_sentence_that_is_said_by_its_name_is_there_and_said_somewhere() -> None:
    said = {name for one in trees(*SAYING) for name in codes_of(one)}
    named_so = {
        name
        for name in ENGLISH
        if name.split(".")[0] in ("quotes", "answers", "notices", "reasons", "sources", "wrong")
    }
    assert named_so - said == set()
    assert {code for one in coded() for code in written_in(one.args[0])} <= set(ENGLISH)


def test_each_sentence_gets_what_its_fields_hold() -> None:
    for one in coded():
        if len(one.args) > 1 and isinstance(one.args[1], ast.Dict) and all(one.args[1].keys):
            given = {key.value for key in one.args[1].keys if isinstance(key, ast.Constant)}
            for code in written_in(one.args[0]):
                assert named(forms(ENGLISH[code].id)[-1]) == given, ast.unparse(one)


SAYING = ("assistant.py", "answering", "presenting", "texts", "verifying", "watching", "writing")


def coded() -> list[ast.Call]:
    """The calls that make a sentence of its name."""
    calls = [one for one in trees(*SAYING) if isinstance(one, ast.Call) and one.args]
    return [one for one in calls if isinstance(one.func, ast.Name) and one.func.id == "Coded"]


def written_in(node: ast.expr) -> set[str]:
    """The names written in an expression, whole."""
    found = {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    return {one for one in found if re.fullmatch(r"[a-z]+(?:\.[a-z_]+)+", one)}


def codes_of(node: ast.AST) -> set[str]:
    """The names that a constant is, or that a text with fields can become."""
    if isinstance(node, ast.Constant):
        return {node.value} & set(ENGLISH) if isinstance(node.value, str) else set()
    if not isinstance(node, ast.JoinedStr):
        return set()
    parts = [re.escape(one.value) if isinstance(one, ast.Constant) else "[a-z_]+" for one in node.values]
    return {name for name in ENGLISH if re.fullmatch("".join(parts), name)}

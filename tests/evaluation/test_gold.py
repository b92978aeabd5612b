"""Gold evidence against a library."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.evaluation.gold import Location, locate
from assistant.evaluation.question_files.questions import Question
from index.library import Library

BRIDGE = "The bridge will open in May, the mayor said."
TEXT = f"{BRIDGE}\n\nIt cost 5 million.\n\nNobody knew why.\n\nThe bridge will open in May, the mayor said. Again."


@pytest.fixture
def bridge(library: Library, tmp_path: Path) -> Library:
    line = {"id": "b1", "title": "Bridge", "url": "https://news.example/bridge", "text": TEXT}
    (tmp_path / "lines.jsonl").write_text(json.dumps(line), encoding="utf-8")
    folder = tmp_path / "added"
    for name in ("north", "south"):
        (folder / name).mkdir(parents=True)
        (folder / name / "harbour.txt").write_text(f"The harbour in the {name} is closed.\n", encoding="utf-8")
    (folder / "Old Mill.md").write_text("# The mill\n\nThe mill burned down on Monday.\n", encoding="utf-8")
    library.add([tmp_path / "lines.jsonl", folder])
    return library


def located(library: Library, *evidence: dict[str, object], **fields: object) -> Location:
    row = {"id": "q", "question": "When?", "line": 14, "evidence": evidence, **fields}
    return locate([Question.model_validate(row)], library)


@pytest.mark.parametrize("name", ["b1", "https://news.example/bridge"])
def test_an_article_is_named_by_its_id_or_url(bridge: Library, name: str) -> None:
    found = located(bridge, {"article_id": name, "paragraph_index": 1})
    assert [(one.article_id, one.paragraphs) for one in found.located[0].gold] == [("b1", (2,))]
    assert not found.problems and not found.warnings


def test_an_article_is_named_by_its_files_name_without_the_ending(bridge: Library) -> None:
    assert located(bridge, {"article_id": "Old Mill"}).located[0].gold[0].paragraphs


def test_every_paragraph_that_holds_the_quote_is_right(bridge: Library) -> None:
    quote = "the bridge  will open in may"
    assert located(bridge, {"article_id": "b1", "quote": quote}).located[0].gold[0].paragraphs == (1, 4)


def test_a_speaker_that_is_null_says_that_nobody_may_be_named(bridge: Library) -> None:
    found = [
        located(bridge, {"article_id": "b1", **fields}).located[0].gold[0]
        for fields in ({"speaker": "Ada Lind", "voice": "direct"}, {"speaker": None}, {})
    ]
    assert [(one.speaker, one.voice) for one in found] == [("Ada Lind", "direct"), ("", None), (None, None)]


def test_an_article_alone_means_all_its_paragraphs(bridge: Library) -> None:
    assert located(bridge, {"article_id": "b1"}).located[0].gold[0].paragraphs == (1, 2, 3, 4)


def test_all_that_is_wrong_is_said_with_its_line_in_one_pass(bridge: Library) -> None:
    found = located(
        bridge,
        {"article_id": "x9"},
        {"article_id": "harbour"},
        {"article_id": "b1", "paragraph_index": 4},
        {"article_id": "b1", "quote": "..."},
        given_contexts=["x10"],
    )
    said = [str(problem) for problem in found.problems]
    assert said[0] == "line 14: evidence names article 'x9', which is not in the library"
    assert "is a name of 2 articles" in said[1]
    assert said[2] == "line 14: evidence names paragraph_index 4, but article 'b1' has 4 paragraphs, counted from 0"
    assert said[3] == "line 14: the quote '...' holds no letter"
    assert said[4] == "line 14: given_contexts names article 'x10', which is not in the library"


def test_a_quote_that_stands_nowhere_is_a_warning_and_cannot_be_found(bridge: Library) -> None:
    found = located(bridge, {"article_id": "b1", "quote": "The bridge fell."})
    assert found.located[0].gold[0].paragraphs == ()
    assert [str(one) for one in found.warnings] == [
        "line 14: the quote 'The bridge fell.' is in no paragraph of article 'b1', so it cannot be found"
    ]
    assert not found.problems


def test_a_quote_that_stands_nowhere_leaves_the_paragraph_that_was_named(bridge: Library) -> None:
    found = located(bridge, {"article_id": "b1", "quote": "The bridge fell.", "paragraph_index": 2})
    assert found.located[0].gold[0].paragraphs == (3,)
    assert found.warnings


def test_evidence_in_furniture_is_a_warning(library: Library, tmp_path: Path) -> None:
    article = "The mill burned down on Monday, and nobody was hurt.\n\nSubscribe to our newsletter\n"
    (tmp_path / "mill.txt").write_text(article, encoding="utf-8")
    library.add(tmp_path / "mill.txt")
    furniture = [one for one in library.article("mill").paragraphs if one.role not in ("body", "caption")]
    found = located(library, {"article_id": "mill", "quote": "Subscribe to our newsletter"})
    assert [str(one) for one in found.warnings] == [
        f"line 14: evidence is in paragraph {furniture[0].number} of 'mill', which is not searched "
        f"({furniture[0].role})"
    ]

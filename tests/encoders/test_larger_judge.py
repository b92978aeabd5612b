"""The larger model that reads the best sentences once more and judges claims: its operations, its weights, its part."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from assistant import Assistant
from assistant.answering.choosing import Candidate
from assistant.answering.judged import CLOSELY, read_closely
from index import encoders
from index.articles import Heading, Hit, Paragraph
from index.embedding import claim_judge, larger_claim_judge, larger_judge, larger_yes_no_judge
from index.encoders import larger
from index.errors import LibraryError
from index.library import Library
from tests.benchmarks.tuning.articles import written
from tests.conftest import require

if TYPE_CHECKING:
    from index.encoders import ClaimJudge, Passage, SentenceJudge

ARTICLES = 6  # of those that it did not learn from
TOGETHER = 8  # sentences that are read together
FOUND = 0.8  # share of questions; .13 by chance
TWINS = 60
TOLD_APART = 0.75  # share of twins of claims; .5 by chance


@pytest.fixture(scope="module")
def judge() -> SentenceJudge:
    require(larger.is_installed(), "all-mpnet-base-v2 is not installed (make larger)")
    return larger_judge()


@pytest.mark.parametrize("length", [1, 40, 300])
def test_its_operations_are_those_of_transformers(judge: SentenceJudge, length: int) -> None:
    import torch
    from transformers import MPNetModel

    folder = larger.larger_folder()
    model = encoders.MPNet(folder)
    ids = [
        model.begins,
        *model.inner(["The mayor of Orlen said on Friday that it was dear. " * 40])[0][:length],
        model.ends,
    ]
    whole = MPNetModel.from_pretrained(str(folder), attn_implementation="eager").eval()
    with torch.inference_mode():
        expected = whole(input_ids=torch.tensor([ids])).last_hidden_state[0]
    assert torch.allclose(model.states([[0, 5, 2], ids])[1], expected, atol=1e-4)


def test_the_sentence_that_answers_is_the_likeliest(judge: SentenceJudge, clinic: Passage) -> None:
    [told] = judge.of_question("how much is the new machine", [clinic])
    assert int(told.bearings["answers"].argmax()) == 1


def test_of_eight_sentences_the_likeliest_is_the_one_that_answers(judge: SentenceJudge) -> None:
    right = list[bool]()
    for article in [one for one in written() if one.is_held_out][:ARTICLES]:
        for kind, own, text in article.items:
            if kind == "Q":
                first = max(0, min(own) - TOGETHER // 2)
                told = article.sentences[first : first + TOGETHER]
                [one] = judge.of_question(text, [encoders.Passage(article.title, tuple(told))])
                right.append(first + int(one.bearings["answers"].argmax()) in own)
    assert np.mean(right) >= FOUND


def test_of_twins_the_true_claim_has_higher_odds(judge: SentenceJudge) -> None:
    from tests.benchmarks.tuning.tune_claims import claims

    read, right = larger_claim_judge(), list[bool]()
    told = [one for one in claims([each for each in written() if each.is_held_out]) if one.twin]
    for item in told[:TWINS]:
        near = [item.article.sentences[at] for at in sorted({*item.own, *item.near[:3]})]
        passage = encoders.Passage(item.article.title, tuple(near))
        right.append(read.of_claim(item.twin or "", passage).odds > read.of_claim(item.text, passage).odds)
    assert len(right) == TWINS and np.mean(right) >= TOLD_APART


def test_the_larger_model_judges_claims_unless_close_reading_is_off(
    copied_samples: Path, judge: SentenceJudge, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list[str]()

    def recorded(name: str, made: ClaimJudge) -> ClaimJudge:
        asked.append(name)
        return made

    monkeypatch.setattr("assistant.assistant.claim_judge", lambda: recorded("small", claim_judge()))
    monkeypatch.setattr("assistant.assistant.larger_claim_judge", lambda: recorded("larger", larger_claim_judge()))
    for value, expected in (("off", "small"), ("", "larger"), ("checks", "larger"), ("all", "larger")):
        monkeypatch.setenv("ARTICLE_ASSISTANT_CLOSE_READING", value)
        with Assistant.open(copied_samples) as assistant:
            asked.clear()
            assistant.check("Bread was cheap in Berlin when the Wall was opened.")
            assert {*asked} == {expected}


def test_if_its_model_is_damaged_claims_are_judged_by_the_small_one_which_is_logged(
    copied_samples: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def damaged() -> Path:
        raise LibraryError("The weights are not the known ones.")

    monkeypatch.setattr(larger, "is_installed", lambda: True)
    monkeypatch.setattr(larger, "larger_folder", damaged)
    with Assistant.open(copied_samples) as assistant:
        for _ in range(2):
            assert assistant.check("The Berlin Wall opened in November 1989.").claims[0].verdict == "supported"
    assert caplog.text.count("Claims are checked without close reading: The weights are not the known ones.") == 1


def test_where_it_is_not_installed_claims_are_judged_by_the_small_one(
    copied_samples: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(larger, "PARTS", ["no_such_part_001"])
    with Assistant.open(copied_samples) as assistant:
        assert assistant.check("The Berlin Wall opened in November 1989.").claims[0].verdict == "supported"
    assert "close reading" not in caplog.text


def _packages(folder: Path, weights: bytes, monkeypatch: pytest.MonkeyPatch, *, parts: int = 5) -> None:
    """An archive of these weights in as many packages, found instead of the installed ones."""
    archive = folder / "whole.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for name in larger.FILES:
            packed.writestr(f"{larger.NAME}/{name}", weights)
    told, names = archive.read_bytes(), [f"piece_of_{folder.name[-8:].strip('_')}_{at:03}" for at in range(1, 6)]
    for at, name in enumerate(names[:parts]):
        place = folder / name / "input"
        place.mkdir(parents=True)
        (folder / name / "__init__.py").write_text("raise AssertionError('nobody needs to import it')")
        size = len(told) // 5 + 1
        (place / f"{larger.NAME}.zip.{name[-3:]}").write_bytes(told[at * size : (at + 1) * size])
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    monkeypatch.setattr(larger, "PARTS", names)


def test_its_parts_are_joined_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _packages(tmp_path, b"weights", monkeypatch)
    monkeypatch.setattr(larger, "WEIGHTS", hashlib.sha256(b"weights").hexdigest())
    folder = larger.larger_folder()
    assert {one.name for one in folder.iterdir()} == {*larger.FILES}
    assert (folder / "model.safetensors").read_bytes() == b"weights"
    joined = folder.stat().st_ino
    assert larger.larger_folder().stat().st_ino == joined
    assert [one.name for one in folder.parent.iterdir()] == [folder.name]


def test_other_weights_are_refused_and_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _packages(tmp_path, b"others", monkeypatch)
    with pytest.raises(LibraryError, match="not the known ones"):
        larger.larger_folder()
    assert not [*(tmp_path / "cache" / "article-assistant").iterdir()]


def test_a_damaged_archive_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _packages(tmp_path, b"weights", monkeypatch)
    (tmp_path / larger.PARTS[4] / "input" / f"{larger.NAME}.zip.005").write_bytes(b"")
    with pytest.raises(LibraryError, match="cannot be unpacked"):
        larger.larger_folder()


def test_where_a_package_is_missing_it_is_said_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _packages(tmp_path, b"weights", monkeypatch, parts=4)
    with pytest.raises(LibraryError, match="make larger"):
        larger.larger_folder()


class _Reading:
    """A library with a larger judge that is sure of one sentence."""

    def __init__(self, sure_of: str | None) -> None:
        self.sure_of, self.read = sure_of, list[encoders.Passage]()

    @property
    def larger_judge(self) -> _Reading | None:
        return self if self.sure_of else None

    def of_question(self, question: str, passages: list[Passage]) -> list[encoders.Judged]:
        self.read += passages
        told = [np.log([0.98 if one == self.sure_of else 0.001 for one in passage.sentences]) for passage in passages]
        return [encoders.Judged(-4.0, {"answers": one, "refutes": one}) for one in told]


def _ranked() -> list[Candidate]:
    """Ten sentences of two articles, best first."""
    found = []
    for at in range(10):
        text, article = f"Sentence {at}.", f"{at % 2}"
        hit = Hit(Paragraph(article, at, text, "body"), Heading(article, f"Title {article}"), 0.5)
        found.append(Candidate(hit, 0, len(text), 0.5, False, False, 1 - at / 100))
    return found


@pytest.mark.parametrize("sure_of", [None, "Sentence 9."])
def test_without_it_or_beyond_what_it_reads_nothing_changes(sure_of: str | None) -> None:
    library, ranked = _Reading(sure_of), _ranked()
    told, odds = read_closely("who", ranked, library)  # type: ignore[arg-type]
    assert [one.text for one in told] == [one.text for one in ranked]
    assert (odds is None) == (sure_of is None)
    assert all("Sentence 9." not in one.sentences for one in library.read)


def test_the_sentence_that_it_is_sure_of_comes_first_and_articles_are_read_apart() -> None:
    library, ranked = _Reading("Sentence 6."), _ranked()
    told, odds = read_closely("who", ranked, library)  # type: ignore[arg-type]
    assert odds == pytest.approx(0.0, abs=0.05)  # that it answers and that it refutes are as likely
    assert told[0].text == "Sentence 6." and told[0] == replace(ranked[6], score=told[0].score)
    assert [one.title for one in library.read] == ["Title 0", "Title 1"]
    assert [one.sentences for one in library.read][0] == tuple(f"Sentence {at}." for at in range(0, CLOSELY, 2))


@pytest.mark.parametrize(
    ("value", "quotes", "best"), [("all", True, True), ("checks", True, False), ("", True, True), ("off", False, False)]
)
def test_the_setting_says_what_it_reads(
    value: str, quotes: bool, best: bool, copied_samples: Path, judge: SentenceJudge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARTICLE_ASSISTANT_CLOSE_READING", value)
    with Assistant.open(copied_samples) as assistant:
        assert assistant.library.larger_yes_no_judge is (larger_yes_no_judge() if quotes else None)
        assert assistant.library.larger_judge is (judge if best else None)


def test_if_its_model_cannot_be_loaded_answers_are_given_without_it_which_is_logged_once(
    copied_samples: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def damaged() -> SentenceJudge:
        raise LibraryError("The weights are not the known ones.")

    monkeypatch.setattr("index.library.larger_judge", damaged)
    monkeypatch.setenv("ARTICLE_ASSISTANT_CLOSE_READING", "all")
    with Assistant.open(copied_samples) as assistant:
        for _ in range(2):
            assert assistant.ask("When was the Berlin Wall opened?").outcome == "answered"
    assert caplog.text.count("The weights are not the known ones.") == 1


def test_an_answer_read_closely_quotes_its_article(
    copied_samples: Path, judge: SentenceJudge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARTICLE_ASSISTANT_CLOSE_READING", "all")
    with Assistant.open(copied_samples) as assistant:
        judge._kept.clear()
        answer = assistant.ask("When was the Berlin Wall opened?")
        assert judge._kept, "nothing was read"
        for one in answer.citations:
            paragraph = assistant.library.paragraph(one.article_id, one.paragraph)
            assert paragraph is not None and paragraph.text[one.start : one.end] == one.quote


def test_only_a_library_with_close_reading_has_it(samples: Library, judge: SentenceJudge) -> None:
    assert samples.larger_judge is None
    samples.close_reading = "all"
    try:
        assert samples.larger_judge is judge
    finally:
        samples.close_reading = "off"

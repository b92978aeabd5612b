"""Copies of one story and the same words in several articles, over a real library."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answering.copies import Copies
from assistant.answers import Answer
from assistant.assistant import Assistant
from assistant.settings import Settings
from index.embedding import SentenceEmbeddings
from index.language.likeness import contained, gives, shingles, turned, written_words
from index.library import Library

WIRE = """ORBAK (Fjord Wire) - The glassworks of Orbak will be closed in autumn, its owners announced on Monday.

"We have kept the furnace burning for ninety years, and we cannot keep it burning for one more," manager
Tove Lindahl told the workers in the yard.

Some 180 people work at the plant, which makes bottles for breweries in four countries. Most of them live in the town.

The union asked the government for help. Its chairman, Aksel Moe, said that a town without work
was a town without children.

A buyer from abroad had looked at the plant in spring and had gone home again without an offer."""
EDITED = WIRE.replace("ORBAK (Fjord Wire) - ", "").replace(
    "its owners announced on Monday", "the owners announced Monday"
)
CUT = "\n\n".join(EDITED.split("\n\n")[:3])
OWN = """Nobody in the yard of the Orbak glassworks spoke when Tove Lindahl had finished.

“We have kept the furnace burning for ninety years and we cannot keep it burning for one more”, the
manager had said, and then she had gone up to her office and had drawn the
curtains.

In the canteen the soup went cold. An old blower said that he would take his pipe home and hang it on the wall."""
UPDATED = CUT.replace("Some 180 people work", "Some 210 people work")

ANSWERED = Settings(refusal_threshold=-100.0)  # whether to answer at all is measured elsewhere


def row(name: str, title: str, outlet: str, day: str | None, text: str) -> dict[str, str | None]:
    return {"id": name, "title": title, "source": outlet, "date": day, "text": text}


def opened(folder: Path, embeddings: SentenceEmbeddings, *rows: dict[str, str | None]) -> Library:
    (folder / "articles.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    library = Library(folder / "library", embeddings=embeddings)
    library.add(folder / "articles.jsonl")
    return library


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[Assistant]:
    rows = (
        row("late", "Glassworks to close", "The Orbak Mirror", "2026-03-04", EDITED),
        row("early", "Orbak loses its furnace", "Fjord Wire", "2026-03-02", WIRE),
        row("undated", "The end of the furnace", "Coast Echo", None, CUT),
        row("own", "The curtains of Orbak", "Northern Weekly", "2026-03-06", OWN),
    )
    with opened(tmp_path_factory.mktemp("copies"), embeddings, *rows) as library:
        yield Assistant(library, ANSWERED)


def checked(assistant: Assistant, answer: Answer) -> Answer:
    for citation in answer.citations:
        paragraph = assistant.library.paragraph(citation.article_id, citation.paragraph)
        assert paragraph.text[citation.start : citation.end] == citation.quote
    assert [one.marker for one in answer.citations] == [marker for claim in answer.claims for marker in claim.citations]
    for claim in answer.claims:
        assert answer.text[claim.start : claim.end] == claim.text
        markers = "".join(f"[{marker}]" for marker in claim.citations)
        assert answer.text[claim.end :].startswith(f" {markers}")
    return answer


def test_copies_of_a_story_are_one_source_with_the_others_under_it(assistant: Assistant) -> None:
    answer = checked(assistant, assistant.ask("How many people work at the glassworks of Orbak?"))
    cited = answer.citations[0]
    assert [one.article_id for one in answer.citations] == ["early"]
    assert {(one.article_id, one.paragraph) for one in cited.copies} == {("late", 3), ("undated", 3)}
    assert {one.outlet for one in cited.copies} == {"The Orbak Mirror", "Coast Echo"}
    assert "/articles/late#p3" in [one.link for one in cited.copies]


def test_the_same_quotation_in_another_article_is_a_second_citation_of_one_claim(assistant: Assistant) -> None:
    answer = checked(assistant, assistant.ask("What did Lindahl say about the furnace?"))
    claim = answer.claims[0]
    assert claim.citations == (1, 2)
    assert claim.text.startswith(
        "Tove Lindahl, quoted in “Orbak loses its furnace” (Fjord Wire, 2 March 2026) and “The"
    )
    assert {one.article_id for one in answer.citations[:2]} == {"early", "own"}
    assert "furnace" not in " ".join(other.text for other in answer.claims[1:])
    for citation in answer.citations[:2]:  # only what both of them say
        assert "yard" not in citation.quote and "office" not in citation.quote


ASKED = st.sampled_from(
    "what did Lindahl Moe say furnace glassworks how many people work latest 180 Orbak soup ?".split()
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ASKED, min_size=2, max_size=8).map(" ".join))
def test_whatever_is_asked_every_citation_is_verbatim_and_no_copy_stands_beside_its_story(
    assistant: Assistant, question: str
) -> None:
    answer = checked(assistant, assistant.ask(question))
    for claim in answer.claims:
        cited = [one for one in answer.citations if one.marker in claim.citations]
        copies = [copy for one in cited for copy in one.copies]
        told = [one.article_id for one in [*cited, *copies]]
        assert (
            len(told) == len(set(told)) and len({"late", "early", "undated"} & {one.article_id for one in cited}) <= 1
        )
        for copy in copies:
            assert assistant.library.paragraph(copy.article_id, copy.paragraph)


def test_the_record_of_a_copy_stands_in_the_json(assistant: Assistant) -> None:
    written = json.loads(assistant.ask("How many people work at the glassworks of Orbak?").to_json())
    assert set(written["citations"][0]["copies"][0]) == {
        "article_id", "title", "outlet", "published", "paragraph", "link",
    }  # fmt: skip


def test_a_copy_with_another_number_is_not_folded_away(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    rows = (row("a", "One", "A", "2026-03-02", WIRE), row("b", "Two", "B", "2026-03-03", UPDATED))
    with opened(tmp_path, embeddings, *rows) as library:
        assistant = Assistant(library, ANSWERED)
        answer = checked(assistant, assistant.ask("How many people work at the glassworks of Orbak?"))
    assert {one.article_id for one in answer.citations} == {"a", "b"}
    assert not any(one.copies for one in answer.citations)
    assert [claim.differs_from for claim in answer.claims] == [(2,), (1,)]
    assert answer.text.startswith("The articles give different figures.\n\n")


def test_an_article_that_shares_a_quotation_only_is_no_copy(assistant: Assistant) -> None:
    hits = assistant.search("furnace burning for ninety years")
    copies = Copies(hits, assistant.library)
    assert {heading.id for heading in copies.of("late")} == {"late", "early", "undated"}
    assert {heading.id for heading in copies.of("own")} == {"own"}


def test_what_two_articles_say_of_a_he_is_not_said_of_one_man(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    born = "He was born on a farm in the valley of Larn, as a son of a miller."
    rows = (
        row("a", "Otto Moe", "A", "2026-03-02", f"Otto Moe leads the brewers' union. {born}"),
        row("b", "Nils Berg", "B", "2026-03-03", f"Nils Berg paints boats and little else. {born}"),
    )
    with opened(tmp_path, embeddings, *rows) as library:
        answer = Assistant(library, ANSWERED).ask("Where was Otto Moe born?")
    assert answer.citations and all(len(claim.citations) == 1 for claim in answer.claims)


SAID = '"We will open the gate on Friday, and we will keep it open all summer," Berg said.'


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ("“We will open the gate on Friday and we will keep it open all summer”, the harbour master promised.", True),
        ("Berg wrote: 'WE WILL OPEN THE GATE ON FRIDAY – AND WE WILL KEEP IT OPEN ALL SUMMER'", True),
        ("“We shall open the gate on Friday, and we will keep it open all summer,” said Berg.", True),
        ("“We will open the gate on Monday, and we will keep it open all summer,” Berg said.", False),
        ("“We will not open the gate on Friday, and we will keep it open all summer,” Berg said.", False),
        ("“We won't open the gate on Friday, and we will keep it open all summer,” Berg said.", False),
        ("“We will open the gate on Friday,” Berg said.", False),
        ("Berg said that the gate would be opened.", False),
    ],
)
def test_a_quotation_is_the_same_but_for_small_edits_that_leave_its_sense(other: str, same: bool) -> None:
    assert gives(other, SAID) is same


@pytest.mark.parametrize(
    ("sentence", "other", "same"),
    [
        ("The town has 1,200 hives and sells honey.", "The town has 1,200 hives, and it sells honey.", True),
        ("The town has 1,200 hives and sells honey.", "The town has 1,300 hives and sells honey.", False),
        ("The chief of Larn opened the hall on the hill.", "The chief of Tolven opened the hall on the hill.", False),
        ("大桥全长三公里，耗资四亿元，六月通车。", "大桥全长三公里，耗资四亿元，将六月通车。", True),
        ("大桥全长三公里，耗资四亿元，六月通车。", "大桥全长三公里，耗资五亿元，六月通车。", False),
        ("北岸的大桥将在夏天通车，市长表示欢迎。", "南江的大桥将在夏天通车，市长表示欢迎。", False),
        ("It rained.", "It rained.", True),
        ("It rained.", "It snowed.", False),
    ],
)
def test_a_sentence_is_the_same_unless_a_number_or_a_name_is_another(sentence: str, other: str, same: bool) -> None:
    assert gives(other, sentence) is same


def test_what_turns_a_sentence_is_told_from_what_only_rewrites_it() -> None:
    assert turned("The dam did hold, they said.", "The dam did not hold, they said.")[0] > 0.8
    assert turned("The dam held on, they said.", "The dam held out, they said.")[0] == 0
    assert turned("The chief of Larn spoke.", "The chief of Tolven spoke.")[1] == "name"
    assert turned("The chief of Larn has 3 hives.", "The chief of Larn has 4 hives.")[1] == "number"


@given(st.text(max_size=300))
def test_a_text_always_gives_its_own_words(text: str) -> None:
    assert gives(text, text)
    assert turned(text, text)[0] == 0
    runs = shingles(text)
    assert contained(runs, runs) == float(len(written_words(text)) >= 5)

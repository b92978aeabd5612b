"""The kind of text that a quote is from: on each citation, in the answer, and what satire is no evidence for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.watching.alerting import passages
from index.embedding import SentenceEmbeddings
from index.library import Library

TEXTS = [
    json.loads(line)
    for line in Path(__file__).parents[1].joinpath("reading/kinds_of_text.jsonl").read_text("utf-8").splitlines()
]
TWO_OF_EACH = [one for at, one in enumerate(TEXTS) if [each["kind"] for each in TEXTS[:at]].count(one["kind"]) < 2]
SATIRE = "Satire, not a report: "
REPORTS = (
    {
        "id": "plan",
        "title": "New bridge at Ostheim",
        "source": "The Mill",
        "date": "2026-03-02",
        "text": "The new bridge at Ostheim will cost 42 million euros, the council decided on Monday.\n\n"
        "“The bridge will be safe,” said the mayor, Ada Lund.\n\nThe bridge will open in July 2027.",
    },
    {
        "id": "work",
        "title": "Work on the Ostheim bridge begins",
        "source": "The Ledger",
        "date": "2026-04-02",
        "text": "Work on the new bridge at Ostheim began on Thursday, the council said.\n\n"
        "“We are on time,” said Ada Lund, the mayor of Ostheim.",
    },
)
JOKE = {
    "id": "joke",
    "title": "Swans to run the Ostheim bridge",
    "source": "The Gherkin",
    "date": "2026-05-06",
    "text": "The new bridge at Ostheim will cost 900 million euros and will be run by eleven swans, the council said."
    "\n\n“The bridge will be a danger to all who can not fly,” said the mayor, Ada Lund.",
    "section": "Satire",
}


def opened(folder: Path, embeddings: SentenceEmbeddings, rows: list[dict[str, str]]) -> Library:
    (folder / "articles.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    library = Library(folder / "library", embeddings=embeddings)
    library.add(folder / "articles.jsonl")
    return library


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[Assistant]:
    rows = [
        {"id": one["id"], "title": one["title"], "author": one["byline"], "text": one["text"], "source": "The Post"}
        | {name: one[name] for name in ("section", "url") if one[name]}
        for one in TEXTS
    ]
    with opened(tmp_path_factory.mktemp("kinds"), embeddings, rows) as library:
        yield Assistant(library)


@pytest.fixture(scope="module")
def bridge(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[Assistant]:
    with opened(tmp_path_factory.mktemp("satire"), embeddings, [*REPORTS, JOKE]) as library:
        yield Assistant(library)


VIEWS = {"opinion": "an opinion piece in", "letter": "a letter in", "review": "a review in"}


def test_each_citation_has_the_kind_of_its_text_and_what_gives_views_its_author(texts: Assistant) -> None:
    cited = 0
    for one in TWO_OF_EACH:
        kind = texts.library.article(one["id"]).text_kind
        answer = texts.ask(one["title"], articles=one["id"])
        cited += bool(answer.citations)
        assert {citation.text_kind for citation in answer.citations} <= {kind}
        own = [citation for citation in answer.citations if citation.voice in ("author", "outlet")]
        assert {citation.voice for citation in own} <= {"author" if kind in VIEWS else "outlet"}
        assert {citation.speaker for citation in own} <= {one["byline"] or None if kind in VIEWS else None}
        if answer.citations and kind == "satire":
            assert answer.text.startswith(SATIRE)
        if own and kind in VIEWS:
            assert VIEWS[kind] in answer.text
        if answer.citations and kind == "release":
            assert "a press release in" in answer.text
    assert cited > 0.9 * len(TWO_OF_EACH)


@pytest.mark.parametrize(
    "question",
    [
        "How much will the new bridge at Ostheim cost?",
        "Will the new bridge at Ostheim cost 900 million euros?",
        "What did Ada Lund say about the bridge?",
        "What is Ada Lund's position on the bridge?",
        "What is the latest on the Ostheim bridge?",
        "How has the cost of the bridge changed?",
        "What do the articles say about the Ostheim bridge?",
        "What happened with the Ostheim bridge?",
        "Who is quoted about the Ostheim bridge?",
        "When will the bridge open?",
    ],
)
def test_where_reports_answer_satire_is_not_quoted(bridge: Assistant, question: str) -> None:
    answer = bridge.ask(question)
    assert answer.outcome == "answered"
    assert "joke" not in {one.article_id for one in answer.citations}
    assert "900 million" not in answer.text


def test_a_figure_of_satire_is_no_other_figure(bridge: Assistant) -> None:
    for question in (
        "How much will the new bridge at Ostheim cost?",
        "Do the articles agree on what the bridge costs?",
        "Do The Mill and The Gherkin agree on the cost of the Ostheim bridge?",
    ):
        text = bridge.ask(question).text
        assert "differ" not in text
        assert (SATIRE in text) == ("900 million" in text)


def test_satire_says_neither_yes_nor_no(bridge: Assistant) -> None:
    assert not bridge.ask("Will swans run the Ostheim bridge?").text.startswith(("Yes", "No"))
    assert bridge.ask("Will the new bridge at Ostheim cost 900 million euros?").text.startswith("No.")


def test_satire_bears_no_claim_out(bridge: Assistant) -> None:
    claims = (
        "The Ostheim bridge will be run by eleven swans.",
        "The new bridge at Ostheim will cost 900 million euros.",
        "Ada Lund said the bridge will be a danger to all who can not fly.",
    )
    assert "supported" not in [bridge.check(one).claims[0].verdict for one in claims]


@pytest.mark.parametrize(
    "question",
    [
        "How many swans will run the Ostheim bridge?",
        "Which articles mention swans?",
        "Why will the bridge be run by swans?",
        "What does The Gherkin say about the bridge?",
    ],
)
def test_satire_that_alone_answers_is_said_to_be_satire_before_anything_of_it(bridge: Assistant, question: str) -> None:
    answer = bridge.ask(question)
    assert {one.article_id for one in answer.citations} == {"joke"}
    assert answer.text.index("atire") < answer.text.index(answer.citations[0].quote[:20])


def test_what_satire_puts_into_a_mouth_is_nobodys_statement_unless_it_is_asked_for(bridge: Assistant) -> None:
    library = bridge.library
    said = library.statements(speaker="Ada Lund")
    assert {one.article_id for one in said} == {"plan", "work"}
    assert next(one.statements for one in library.people("Lund") if one.name == "Ada Lund") == len(said)
    assert {one.article_id for one in library.statements(speaker="Ada Lund", kinds="satire")} == {"joke"}


def test_no_question_is_suggested_about_satire(bridge: Assistant) -> None:
    told = (*bridge.suggestions(wait=True), *bridge.follow_ups([("joke", 1)]))
    assert told
    assert not any("Swans" in one for one in told)


def test_satire_raises_no_alert(bridge: Assistant) -> None:
    wanted = (
        {"question": "How much will the new bridge at Ostheim cost?", "speaker": None},
        {"question": None, "speaker": "Ada Lund"},
    )
    for one in wanted:
        told = {found.article_id for found in passages(bridge, about=None, **one)}
        assert told and "joke" not in told


def test_a_summary_of_all_articles_leaves_satire_out(bridge: Assistant) -> None:
    for question in ("Summarise the articles.", "What are the articles about?"):
        assert "joke" not in {one.article_id for one in bridge.ask(question).citations}


@pytest.mark.parametrize(("section", "reason"), [("Letters", "in a letter."), ("Review", "in a review.")])
def test_what_only_a_letter_or_review_says_is_its_authors_word(
    tmp_path: Path, embeddings: SentenceEmbeddings, section: str, reason: str
) -> None:
    text = "The concert hall in Ostheim has the worst seats in the county. Nobody can see the stage from the gallery."
    row = {"id": "own", "title": "The hall", "author": "Ida Moll", "section": section, "text": text}
    with opened(tmp_path, embeddings, [row]) as library:
        claim = Assistant(library).check("Nobody can see the stage from the gallery.").claims[0]
    assert (claim.verdict, claim.reason) == ("attributed", f"Only Ida Moll says so, {reason}")

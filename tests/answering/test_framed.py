"""Our own words in an answer are recorded with their places, whatever is done to its text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.drafting.editing import Edit, edited
from assistant.answering.quoting import Draft
from assistant.answers import Answer, Claim, Framed
from assistant.assistant import Assistant
from assistant.events import Text
from assistant.texts.coded import Coded
from index.embedding import SentenceEmbeddings
from index.library import Library
from tests.answering.test_kinds_shown import JOKE, REPORTS

MENDED = {
    "id": "mended",
    "title": "Correction",
    "source": "The Mill",
    "date": "2026-03-03",
    "text": "Correction: an article on 2 March, “New bridge at Ostheim”, said that the bridge will cost 42 million "
    "euros. It will cost 24 million euros.",
}
IN_CHINESE = {
    "id": "harbour",
    "title": "海港大桥十月动工",
    "source": "海港日报",
    "date": "2026-02-03",
    "text": "海港大桥将于十月动工，市长王丽星期二说。\n\n王丽说：“我们不能再等了。”",
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("framed")
    rows = [*REPORTS, JOKE, MENDED, IN_CHINESE]
    (folder / "articles.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    with Library(folder / "library", embeddings=embeddings) as library:
        library.add(folder / "articles.jsonl")
        yield Assistant(library)


def left_over(answer: Answer) -> str:
    """The answer's text without our own words, what it quotes, and its markers."""
    framed = [(one.start, one.end) for one in answer.framed or ()]
    text = "".join(
        " " if any(start <= at < end for start, end in framed) else one for at, one in enumerate(answer.text)
    )
    for one in answer.citations:
        text = text.replace(one.quote, "")
    return re.sub(r"\[\d+\]|“”|^- ", "", text, flags=re.M).strip()


QUESTIONS = (
    "How much will the bridge at Ostheim cost?",
    "What did Ada Lund say?",
    "What did Ada Lund say? List it in bullets, please.",
    "What did Ada Lund say about tulips?",
    "When will the bridge at Ostheim open? And what did Ada Lund say?",
    "Will the new bridge at Ostheim cost 42 million euros?",
    "Who is quoted?",
    "Which articles mention Ostheim?",
    "Which articles mention xylophones?",
    "Articles before 1990?",
    "Which authors have written here?",
    "When was “New bridge at Ostheim” published?",
    "What kind of text is “Swans to run the Ostheim bridge”?",
    "What was corrected?",
    "What is the latest on the bridge at Ostheim?",
    "Timeline of the bridge at Ostheim, in one sentence",
    "What is the difference between the Mill and the Ledger on the bridge?",
    "Who is against the bridge?",
    "What will eleven swans run?",
    "海港大桥什么时候动工？",
    "王丽说了什么？",
    "哪些文章提到海港大桥？",
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_is_quotes_and_words_of_our_own_that_every_language_has(assistant: Assistant, question: str) -> None:
    answer, language = assistant.ask(question), "zh" if re.search("[一-龥]", question) else "en"
    assert answer.framed and left_over(answer) == ""
    for one in answer.framed:
        assert answer.text[one.start : one.end] == Coded(one.code, one.values).in_language(language)
    assert Answer.from_json(answer.to_json()) == answer
    assert (answer.notice is None) == (answer.notices == ())


def test_the_pieces_of_a_stream_carry_the_words_of_our_own_in_them(assistant: Assistant) -> None:
    question = "Which articles mention Ostheim?"
    pieces = [one for one in assistant.stream(question) if isinstance(one, Text)]
    assert tuple(framed for one in pieces for framed in one.framed) == assistant.ask(question).framed


@given(st.lists(st.tuples(st.integers(0, 9), st.text("xyz", max_size=4)), max_size=5, unique_by=lambda one: one[0]))
def test_what_no_edit_touches_keeps_its_words(changes: list[tuple[int, str]]) -> None:
    parts = [f"<{number}>" for number in range(10)]
    text = "".join(parts)
    spans = [(text.index(part), text.index(part) + len(part)) for part in parts]
    claims = [Claim(text[start:end], start, end, (), verdict="supported") for start, end in spans]
    framed = tuple(Framed(start, end, "answers.yes") for start, end in spans)
    edits = [Edit(*spans[number], new) for number, new in sorted(changes)]
    new = edited(Draft("answered", text, tuple(claims), framed=framed), edits)
    kept = [part for number, part in enumerate(parts) if number not in dict(changes)]
    assert [new.text[one.start : one.end] for one in new.claims] == kept
    assert [new.text[one.start : one.end] for one in new.framed] == kept


def test_what_is_inserted_where_a_claim_begins_or_ends_is_not_in_it() -> None:
    draft = Draft("answered", "One.Two.", (Claim("One.", 0, 4, (), None), Claim("Two.", 4, 8, (), None)))
    new = edited(draft, [Edit(0, 0, "- "), Edit(4, 4, " ")])
    assert [new.text[one.start : one.end] for one in new.claims] == ["One.", "Two."]

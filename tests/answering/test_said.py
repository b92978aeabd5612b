"""What somebody says about a topic: the nearest of their words, by whatever they are called, or that there are none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answers import Answer
from assistant.assistant import Assistant
from index.embedding import SentenceEmbeddings
from index.library import Library

POOL = """The open-air pool in Tarn could close for good, councillors heard on Tuesday.

“We cannot go on pouring money into the ground,” said the council leader, Helen Brandt.

A petition to keep it open has 4,800 signatures. The baths' own association wants a vote.
Swimmers would march against the plan, their association said.

The Swimmers' and Rowers' Association called the plan “a betrayal”. Its chair, Ove Lund, said members
had read it in the newspaper."""
COURT = """Prosecutors in Vik dropped the case on Monday.

“The evidence is not strong enough,” Norway's deputy director of public prosecutions, Eva Falk, said. A lawyer for
one of the women said that they would appeal."""

LAKE = """The lake at Moen will be dredged. Ida Vik, chair of Moen's harbour authority, has seen the plans.

Moen authorities said on Monday that they will dredge the lake in May.

“I swam there every summer, and it was never deep,” said Tora Lie, an old friend who met Vik at school in Tarn.

Most local historians say that the lake is natural.

The party invited Danish historian Karl Bo to Moen. Bo argued that the lake was dug by monks."""

OPINION = """“Close it,” say those who never swim, and the mayor, Per Holm, says it too.

The pool is the only place in Tarn where rich and poor undress in one room. A town that fills it with sand
fills itself with sand."""

PALACE = """Queen Inga did not come to Lom. Her son Jon, the queen's third child, opened the new stables.

“It is a fine day for horses,” said Jon, the queen's third child.

“They cost more than they are worth,” said Ada Moe, the head of the audit office."""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("said")
    rows = [("pool", "Open-air pool in Tarn could close", POOL), ("court", "Vik case is dropped", COURT)]
    rows += [("lake", "Lake at Moen to be dredged", LAKE), ("palace", "Stables opened", PALACE)]
    lines = [json.dumps({"id": id, "title": title, "source": "The Post", "text": text}) for id, title, text in rows]
    opinion = {"id": "opinion", "title": "Leave the pool alone", "section": "Opinion", "author": "Ada Lund"}
    lines.append(json.dumps(opinion | {"source": "The Post", "text": OPINION}))
    (folder / "articles.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with Library(folder / "library", embeddings=embeddings) as library:
        library.add(folder / "articles.jsonl")
        yield Assistant(library)


def places(answer: Answer) -> set[tuple[str, int]]:
    return {(one.article_id, one.paragraph) for one in answer.citations}


def test_a_topic_that_only_the_title_names_is_what_whoever_speaks_there_speaks_of(assistant: Assistant) -> None:
    answer = assistant.ask("What did Helen Brandt say about the open-air pool?")
    assert answer.outcome == "answered" and places(answer) == {("pool", 2)}


def test_what_the_article_speaks_of_elsewhere_is_not_said_without_a_notice_to_be_what_somebody_speaks_of(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("What did Helen Brandt say about the petition?")
    assert answer.outcome == "not_found" or "may not answer" in (answer.notice or "")


def test_a_topic_that_names_a_kind_of_text_does_not_hide_who_speaks_elsewhere(assistant: Assistant) -> None:
    answer = assistant.ask("What did Eva Falk say about the evidence before the interview on the open-air pool?")
    assert answer.outcome == "answered" and places(answer) == {("court", 2)}


def test_a_topic_of_no_article_is_not_found_though_the_person_speaks(assistant: Assistant) -> None:
    assert assistant.ask("What did Helen Brandt say about vaccines for cattle?").outcome == "not_found"


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("how did the norwegian prosecutor explain dropping the case", ("court", 2)),
        ("position of the swimmers' association on the plan", ("pool", 4)),
        ("what's the council leader's line on the pool", ("pool", 2)),
        ("position of the association on the plan", ("pool", 4)),
        ("eva falk on the evidence", ("court", 2)),
        ("who at the council said money is poured into the ground", ("pool", 2)),
    ],
)
def test_whoever_is_described_is_found(assistant: Assistant, question: str, place: tuple[str, int]) -> None:
    answer = assistant.ask(question)
    assert answer.outcome == "answered" and place in places(answer)


def test_no_sentence_is_cited_twice_though_it_holds_two_statements(assistant: Assistant) -> None:
    cited = [(one.article_id, one.paragraph, one.start) for one in assistant.ask("What did Ove Lund say?").citations]
    assert len(cited) == len(set(cited)) == 1


def test_somebodys_lawyer_is_not_that_person(assistant: Assistant) -> None:
    assert assistant.ask("What did Helen Brandt's lawyer say about the pool?").outcome == "not_found"


@pytest.mark.parametrize(
    ("question", "name", "place"),
    [
        ("What did Ida Vik's old school friend from Tarn say about the lake?", "Tora Lie", ("lake", 3)),
        ("what did ida vik's old school friend from tarn say about the lake", "Tora Lie", ("lake", 3)),
        ("What does the historian invited by the party say about the lake?", "Karl Bo", ("lake", 5)),
    ],
)
def test_whom_a_question_describes_is_found_by_what_the_article_says_of_them(
    assistant: Assistant, question: str, name: str, place: tuple[str, int]
) -> None:
    answer = assistant.ask(question)
    assert answer.outcome == "answered" and places(answer) == {place}
    assert answer.read_as is not None and answer.read_as.speaker == name
    assert [one.read for one in answer.read_as.spelling] == [name]


def test_several_who_are_called_so_together_come_before_each_who_is_one(assistant: Assistant) -> None:
    assert places(assistant.ask("What do historians say about the lake?")) == {("lake", 4)}
    assert places(assistant.ask("What does the historian say about the lake?")) == {("lake", 5)}


def test_somebody_of_the_same_place_is_not_who_is_described(assistant: Assistant) -> None:
    answer = assistant.ask("What did the chair of Moen's harbour authority say about dredging the lake?")
    assert answer.outcome == "not_found" and not answer.citations


def test_whoever_is_known_and_says_nothing_is_not_somebody_described_by_them(assistant: Assistant) -> None:
    assert assistant.ask("was the queen happy about the stables").read_as.speaker is None
    answer = assistant.ask("What did the queen say about the stables?")
    assert (answer.outcome, answer.text) == ("not_found", "I found no statement by the queen on the stables.")


def test_whoever_is_described_in_lower_case_is_found(assistant: Assistant) -> None:
    answer = assistant.ask("what did the head of the audit office say about the stables")
    assert {one.speaker for one in answer.citations} == {"Ada Moe"}


def test_whoever_fits_a_description_and_the_question_best_is_quoted_with_a_notice(
    tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    told = '"We found no sign that burglars are any fonder of darkness," said Chief Superintendent Deng of the police.'
    others = (
        "Ada Moe, a nurse, said that she would miss the light.\n\nMayor Paul Holm said that the lamps cost too much."
    )
    text = f"Night lights\n\nThe town turns its lamps off after midnight from May.\n\n{told}\n\n{others}"
    (tmp_path / "lights.txt").write_text(text, encoding="utf-8")
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(tmp_path / "lights.txt")
        answer = Assistant(library).ask("what did the senior police officer say about thieves and darkness")
    assert {one.speaker for one in answer.citations} == {"Deng"}
    assert answer.notice and "may not answer" in answer.notice


def test_a_pronoun_of_nobody_is_asked_back(assistant: Assistant) -> None:
    answer = assistant.ask("what did he say about the lake")
    assert (answer.outcome, answer.text) == ("not_found", "Whom do you mean? Give a name or a role.")
    assert answer.read_as.speaker == "he"


def test_words_that_somebody_tells_of_are_theirs_who_said_them_where_those_are_asked_for(
    tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    told = "Anna Berg said that the River Office had promised to raise the quay by two metres."
    (tmp_path / "floods.txt").write_text(f"Floods\n\n{told}\n\nPaul Holm said that the quay was dry.", encoding="utf-8")
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(tmp_path / "floods.txt")
        answer = Assistant(library).ask("What did the River Office promise?")
        whole = Assistant(library).ask("What did Anna Berg say?")
    assert [(one.speaker, one.quote) for one in answer.citations] == [("River Office", told)]
    assert [(one.speaker, one.quote) for one in whole.citations] == [("Anna Berg", told)]


def test_the_columnist_is_the_author_of_the_opinion_on_the_topic(assistant: Assistant) -> None:
    answer = assistant.ask("What does the columnist think about closing the pool in Tarn?")
    assert {(one.article_id, one.speaker) for one in answer.citations} == {("opinion", "Ada Lund")}

"""What an article on the subject says that comes nearest to a question in other words than its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from index import encoders
from index.embedding import SentenceEmbeddings
from index.library import Library
from tests.fakes import Bearing, LikelyToAnswer

ARTICLES = Path(__file__).parents[1] / "benchmarks" / "fresh" / "articles.jsonl"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[Assistant]:
    with Library(tmp_path_factory.mktemp("near") / "library", embeddings=embeddings) as library:
        library.add(ARTICLES)
        yield Assistant(library)


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("minister who offred to mediate, name", ("corvane-strike-wire", 6)),
        ("how many streetlights were amber", ("moth-study", 2)),
    ],
)
def test_what_comes_nearest_is_quoted_with_a_notice(
    assistant: Assistant, question: str, place: tuple[str, int]
) -> None:
    answer = assistant.ask(question)
    assert answer.outcome == "answered"
    assert answer.notice and "may not answer" in answer.notice
    assert place in {(one.article_id, one.paragraph) for one in answer.citations}


@pytest.mark.parametrize(("chance", "outcome"), [(1e-4, "not_found"), (0.9, "answered")])
def test_whether_there_is_an_answer_is_also_up_to_the_larger_judge(
    chance: float, outcome: str, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Library, "larger_judge", property(lambda self: LikelyToAnswer(chance)))
    answer = assistant.ask("how many streetlights were amber")
    assert (answer.outcome, answer.notice) == (outcome, None)


@pytest.mark.parametrize("refute", [True, False])
def test_quotes_refused_as_an_answer_may_still_refute_what_the_question_takes_for_granted(
    refute: bool, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = encoders.Borne(-9.0, -0.1, -9.0, -9.0, (0, 0)) if refute else encoders.Borne(-9.0, -9.0, -0.1, -9.0, (0, 0))
    monkeypatch.setattr(Library, "larger_judge", property(lambda self: LikelyToAnswer(0.1)))
    monkeypatch.setattr(Library, "larger_yes_no_judge", property(lambda self: Bearing(shown)))
    answer = assistant.ask("how many streetlights were amber")
    assert answer.outcome == ("answered" if refute else "not_found")
    assert (answer.premise is not None) == refute


def test_an_overview_is_of_the_article_that_its_subject_finds_again_and_again(assistant: Assistant) -> None:
    answer = assistant.ask("give me the gist of the piece on the clock lady")
    assert {one.article_id for one in answer.citations} == {"clock-keeper-profile"}


def test_an_article_may_be_on_a_subject_that_it_does_not_open_with(assistant: Assistant) -> None:
    answer = assistant.ask("summarise the pigeon inquiry at the clock tower")
    assert answer.text.startswith("What “") and len(answer.citations) > 3
    assert len({one.article_id for one in answer.citations}) == 1


def test_who_said_something_in_other_words_is_found(assistant: Assistant) -> None:
    answer = assistant.ask("who said the shop would be cold")
    assert {one.article_id for one in answer.citations} == {"corvane-strike-wire"}
    assert answer.notice is None


def test_the_statements_of_a_body_are_found_though_the_question_has_other_words(assistant: Assistant) -> None:
    answer = assistant.ask("position of the union on the bakery closing")
    assert any(one.speaker == "Bakers' and Millers' Union" for one in answer.citations)
    assert {one.speaker for one in answer.citations} <= {"Bakers' and Millers' Union", None}


def test_what_comes_nearest_to_the_words_of_somebody_unknown_says_that_there_are_none(assistant: Assistant) -> None:
    answer = assistant.ask("what does the supermarket say about the price of butter")
    assert answer.outcome == "answered" and answer.notice
    assert "no statement by the supermarket" in answer.notice and "may not answer" in answer.notice


def test_nothing_is_quoted_for_somebody_unknown_if_the_refusal_says_who_speaks_of_it(assistant: Assistant) -> None:
    answer = assistant.ask("what did the shareholders say about the butter price")
    assert answer.outcome == "not_found" and "speaks of the butter price" in answer.text


def test_what_comes_nearest_is_no_question_to_suggest(assistant: Assistant) -> None:
    assert not assistant.finds("minister who offred to mediate, name")


def test_what_is_still_open_is_quoted_without_yes_or_no(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    told = "Members of the dockers' union will vote on Friday on whether to strike, its chair, Ida Berg, said."
    others = "The port offered three percent.\n\nIt rained."
    text = f"Port talks\n\nTalks at the port of Larn broke off on Monday.\n\n{told}\n\n{others}"
    (tmp_path / "port.txt").write_text(text, encoding="utf-8")
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(tmp_path / "port.txt")
        answer = Assistant(library).ask("Is the dockers' union going to strike?")
    assert answer.outcome == "answered" and not answer.text.startswith(("Yes", "No"))
    assert [one.quote for one in answer.citations] == [told]


def test_who_wants_to_be_refused_more_often_is(assistant: Assistant) -> None:
    careful = Assistant(assistant.library, assistant.settings.model_copy(update={"refusal_threshold": 0.5}))
    assert careful.ask("minister who offred to mediate, name").outcome == "not_found"


def test_the_cause_of_something_else_is_no_reason(samples: Library) -> None:
    answer = Assistant(samples).ask("why did the dollar fall")
    assert answer.outcome == "not_found" and not answer.claims


def test_what_is_off_every_subject_is_refused(samples: Library) -> None:
    assert Assistant(samples).ask("Who won the football World Cup?").outcome == "not_found"


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("Welche Gewerkschaft vertritt die Beschäftigten von Corvane?", "corvane"),
        ("¿Cuántos puestos desaparecen en Pell Mills?", "corvane"),
    ],
)
def test_a_name_leads_from_a_question_in_another_language_to_its_article(
    assistant: Assistant, question: str, place: str
) -> None:
    answer = assistant.ask(question)
    assert answer.notice and "may not answer" in answer.notice
    assert all(one.article_id.startswith(place) for one in answer.citations)


def test_a_question_in_another_language_without_a_name_of_the_articles_is_refused(assistant: Assistant) -> None:
    assert assistant.ask("¿Qué plato recomienda el cocinero de Sevilla para la cena?").outcome == "not_found"


def test_in_a_passage_of_one_paragraph_closeness_decides(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    question, told = "who runs the finances at Corvane", "The finance director, Hugo Lindgaard, said"
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        whole = Assistant(library)
        library.add(ARTICLES)
        assert whole.ask(question).outcome == "answered"
    alone = tmp_path / "alone.jsonl"
    articles = [json.loads(line) for line in ARTICLES.read_text("utf-8").splitlines()]
    for one in articles:
        if told in one["text"]:
            one["text"] = next(text for text in one["text"].split("\n\n") if told in text)
    alone.write_text("\n".join(map(json.dumps, articles)), "utf-8")
    with Library(tmp_path / "passages", embeddings=embeddings) as library:
        library.add(alone)
        assert Assistant(library).ask(question).outcome == "not_found"


def test_a_summary_that_is_to_be_short_has_half_of_the_sentences(assistant: Assistant) -> None:
    whole, short = (assistant.ask(f"what is the article on the clock lady about{how}") for how in ("", ", in short"))
    assert len(short.claims) == (len(whole.claims) + 1) // 2 > 1

"""The writer with a chat model: what it is given, what of its words counts, and every way in which it goes wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from assistant.answers import Answer
from assistant.assistant import Assistant
from assistant.events import Cited, Claimed, Done, Event, Text
from assistant.settings import Settings
from assistant.verifying.verification import Verifier
from index.library import Library
from tests.scripted_model import ScriptedModel

QUESTION = "What did Donald Trump say about the Paris Agreement?"
WHEN = "When did the Berlin Wall open?"
Says = str | Exception | Callable[[str], str]


def number(prompt: str, words: str) -> str:
    """The number of the paragraph in the prompt that holds the words."""
    for found in re.finditer(r'<paragraph number="(\d+)">\n(.*?)\n</paragraph>', prompt, re.DOTALL):
        if words in found[2]:
            return found[1]
    raise AssertionError(f"{words!r} is in no paragraph")


def citing(text: str) -> Callable[[str], str]:
    """The text with each [words] replaced by the number of the paragraph that holds them."""
    return lambda prompt: re.sub(r"\[([a-zA-Z ]+)\]", lambda found: f"[{number(prompt, found[1])}]", text)


def answered(
    samples: Library, *says: Says, question: str = QUESTION, **settings: Any
) -> tuple[Answer, list[Event], ScriptedModel]:
    model = ScriptedModel(says=list(says), prompts=[])
    events = list(Assistant(samples, Settings(**settings), model=model).stream(question))
    last = events[-1]
    assert isinstance(last, Done)
    answer = last.answer
    for claim in answer.claims:
        assert answer.text[claim.start : claim.end] == claim.text
    for citation in answer.citations:
        text = samples.paragraph(citation.article_id, citation.paragraph).text
        assert text[citation.start : citation.end] == citation.quote
    assert [one.marker for one in answer.citations] == list(range(1, len(answer.citations) + 1))
    return answer, events, model


def test_a_claim_that_its_paragraph_bears_out_is_cited_with_the_sentence(samples: Library) -> None:
    answer, _, _ = answered(
        samples, citing("Trump argued that the agreement was unfair to American workers [unfair to American].")
    )
    assert answer.outcome == "answered"
    assert answer.writer == "ScriptedModel"
    # The second names him, whom the first calls "he".
    assert answer.text == "Trump argued that the agreement was unfair to American workers. [1][2]"
    (claim,), citation = answer.claims, answer.citations[0]
    assert (claim.verdict, claim.citations) == ("supported", (1, 2))
    assert citation.quote == "He argued that the agreement was unfair to American workers and taxpayers."
    assert citation.speaker == "Donald Trump"


def test_a_false_claim_is_struck_with_its_reason_and_the_answer_says_how_many(samples: Library) -> None:
    answer, _, _ = answered(
        samples,
        citing(
            "Trump argued that it was unfair to American workers [unfair to American]. "
            "He announced on 2 June 2017 that the United States would withdraw [unfair to American]."
        ),
    )
    assert [claim.supported for claim in answer.claims] == [True, False]
    assert answer.claims[1].reason == "Paragraph 7 says '1'; the text says '2'."
    assert answer.notice == "One sentence that the articles do not bear out was marked."


def test_false_claims_are_left_out_where_that_is_set(samples: Library) -> None:
    says = citing(
        "Trump loves Paris [unfair to American]. He argued that it was unfair to American workers [unfair to American]."
    )
    answer, events, _ = answered(samples, says, unsupported="drop")
    assert answer.text == "He argued that it was unfair to American workers. [1]"
    assert "".join(event.text for event in events if isinstance(event, Text)) == answer.text
    assert answer.notice == "One sentence that the articles do not bear out was left out."


@pytest.mark.parametrize("unsupported", ["strike", "drop"])
def test_where_no_sentence_stands_the_articles_are_quoted(samples: Library, unsupported: str) -> None:
    answer, _, _ = answered(samples, "The moon is made of cheese [1]. Mars is too.", unsupported=unsupported)
    assert (answer.outcome, answer.writer) == ("answered", "quotes")
    assert answer.notice == (
        "The model 'ScriptedModel' wrote nothing that the articles bear out, so the articles are quoted."
    )


def test_a_claim_without_a_marker_is_cited_where_a_paragraph_bears_it_out(samples: Library) -> None:
    answer, _, _ = answered(samples, "The Berlin Wall opened on the night of 9 November 1989.", question=WHEN)
    assert answer.text.endswith("1989. [1]")
    assert answer.claims[0].supported
    answer, _, _ = answered(samples, "The Berlin Wall opened on the night of 8 November 1989.", question=WHEN)
    assert answer.writer == "quotes"


def test_an_unknown_number_is_dropped_from_the_text_and_kept(samples: Library) -> None:
    answer, events, _ = answered(
        samples, citing("The Berlin Wall opened on the night of 9 November 1989 [night of][99]."), question=WHEN
    )
    assert answer.unknown_markers == ("99",)
    assert "99" not in "".join(event.text for event in events if isinstance(event, Text))


def test_quoted_words_that_no_paragraph_holds_lose_their_marks_and_the_claim_is_false(samples: Library) -> None:
    says = "Trump argued that the agreement was unfair to American workers [unfair to American]. "
    says += 'Trump said "I hate Paris in the spring" [unfair to American]. More.'
    answer, events, _ = answered(samples, citing(says))
    assert '"' not in answer.text
    assert '"' not in "".join(event.text for event in events if isinstance(event, Text))
    assert answer.claims[1].verdict == "contradicted"
    assert "is in none of the paragraphs" in str(answer.claims[1].reason)


def test_words_that_one_article_quotes_are_not_denied_by_those_that_do_not_quote_them(samples: Library) -> None:
    says = "Schabowski said “it takes effect immediately, without delay” when he was asked [takes effect immediately]."
    answer, _, model = answered(samples, citing(says), question=WHEN)
    assert "The Paris Agreement, and what" in model.prompts[0]
    assert [(claim.verdict, claim.reason) for claim in answer.claims] == [("supported", None)]


def test_the_words_of_another_do_not_answer_what_somebody_said(samples: Library) -> None:
    answer, _, _ = answered(samples, "Barack Obama welcomed the agreement at the White House the same day.")
    assert answer.outcome == "not_found"
    assert answer.text.startswith("I found no statement by Donald Trump on the Paris Agreement.")


def test_the_sentence_for_not_found_is_no_claim(samples: Library) -> None:
    answer, _, _ = answered(samples, "The articles do not say. [1] But I know that it was good.")
    assert (answer.outcome, answer.claims, answer.writer) == ("not_found", (), "ScriptedModel")
    assert answer.closest


@pytest.mark.parametrize(
    ("says", "reason"),
    [
        ([RuntimeError("out of memory")], "failed: out of memory"),
        (["The Berlin Wall opened on the ni", ConnectionError()], "cannot be reached, or broke off"),
        ([" \n"], "gave no answer"),
        ([lambda prompt: prompt], "repeated what it was told"),
    ],
)
def test_where_the_model_fails_the_articles_are_quoted_and_one_sentence_says_so(
    samples: Library, says: list[Says], reason: str
) -> None:
    answer, _, _ = answered(samples, *says, question=WHEN)
    assert answer.writer == "quotes"
    assert answer.outcome == "answered"
    assert answer.text == Assistant(samples, Settings()).ask(WHEN).text
    assert answer.notice
    assert answer.notice.startswith("The model 'ScriptedModel' ")
    assert reason in answer.notice
    assert answer.notice.endswith(", so the articles are quoted.")


def test_a_model_that_never_stops_is_cut_off_after_a_whole_sentence(samples: Library) -> None:
    sentences = [f"Claim number {at} about the Wall is this and no other one." for at in range(100_000)]
    answer, _, model = answered(
        samples,
        citing("The Berlin Wall opened on the night of 9 November 1989 [night of]. "),
        " ".join(sentences),
        question=WHEN,
        model_max_tokens=50,
    )
    assert len(answer.text) < 1000
    assert answer.text.endswith("one.")
    assert "too long" in str(answer.notice)
    assert answer.claims[0].supported


@pytest.mark.parametrize(("scrap", "least"), [("Wall {}. ", 100), ("\n墙{}倒了。", 135)])
def test_an_answer_of_more_sentences_than_are_checked_is_cut_off(samples: Library, scrap: str, least: int) -> None:
    said = citing("The Berlin Wall opened on the night of 9 November 1989 [night of]. ")
    answer, _, _ = answered(samples, said, "".join(scrap.format(at) for at in range(1_000)), question=WHEN)
    assert "too long" in str(answer.notice)
    assert least <= len(answer.claims) < 200


def test_a_model_that_says_the_same_again_and_again_is_stopped(samples: Library) -> None:
    says = "The Berlin Wall opened on the night of 9 November 1989. " * 1000
    answer, _, _ = answered(samples, says, question=WHEN)
    assert len(answer.claims) == 1
    assert "repeat itself" in str(answer.notice)


def test_a_claim_is_marked_as_soon_as_its_sentence_is_whole(samples: Library) -> None:
    says = citing("The Berlin Wall opened in 1989 [night of]. " + "Then more was said. " * 3)
    events = answered(samples, says, question=WHEN)[1]
    kinds = [type(event) for event in events]
    first = kinds.index(Claimed)
    assert Cited in kinds[:first]
    assert any(isinstance(event, Text) and event.text for event in events[first:])


def test_nothing_is_asked_of_a_model_where_no_paragraph_is_found(library: Library) -> None:
    model = ScriptedModel(says=["Yes."], prompts=[])
    answer = Assistant(library, Settings(), model=model).ask(WHEN)
    assert answer.outcome == "not_found"
    assert model.prompts == []


def test_the_prompt_gives_each_paragraph_with_its_outlet_date_and_speaker(samples: Library) -> None:
    _, _, model = answered(samples, "Nothing.")
    paragraph = re.search(r'<paragraph number="1">\n(.*)\n(.*)\n</paragraph>', model.prompts[0])
    assert paragraph
    assert "Article Assistant Samples | 2026-11-22 | paragraph 7 | speaking: Donald Trump" in paragraph[1]
    assert f"<question>\n{QUESTION}\n</question>" in model.prompts[0]
    assert "<not_found>\nThe articles do not say.\n</not_found>" in model.prompts[0]


def test_a_stream_that_is_closed_stops_the_model(samples: Library) -> None:
    model = ScriptedModel(says=["One sentence here. " * 10_000], prompts=[])
    events = Assistant(samples, Settings(), model=model).stream(WHEN)
    while not (isinstance(event := next(events), Text) and event.text):
        pass
    events.close()
    assert list(events) == []


def test_a_defect_of_our_own_is_not_said_to_be_the_models(samples: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("ours")

    monkeypatch.setattr(Verifier, "verify", broken)
    with pytest.raises(KeyError, match="ours"):
        answered(samples, "The Berlin Wall opened in 1989.", question=WHEN)

"""The scores of one question, from hand-made answers."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.evaluation.question_files.questions import Question
from assistant.evaluation.results import Gold
from assistant.evaluation.scoring import all_groups_found, answer_scores, said

GOLD = (
    Gold("a", (1,), "It opens in May.", 0),
    Gold("a", (5,), "On 1 May.", 0),
    Gold("b", (2,), "It cost 5 million.", 1),
)


def asked(answerable: bool | None = True, *answers: str) -> Question:
    return Question(id="q", question="When?", answers=answers, answerable=answerable)


def answer(*citations: tuple[str, int, str], outcome: str = "answered", **fields: Any) -> dict[str, Any]:
    cited = [{"article_id": article, "paragraph": number, "quote": quote} for article, number, quote in citations]
    record = {"outcome": outcome, "writer": "quotes", "citations": cited, "claims": [], "text": ""}
    return record | fields


REFUSAL = answer(outcome="not_found")


def test_precision_is_over_citations_and_recall_over_groups() -> None:
    found = answer(("a", 1, "It opens in May."), ("a", 1, "Or later."), ("c", 9, "It cost 5 million."))
    scores = answer_scores(asked(), GOLD, found)
    assert scores["citation_precision"] == pytest.approx(2 / 3)
    assert scores["citation_recall"] == 1 / 2
    assert scores["quote_precision"] == pytest.approx(1 / 3)
    assert scores["quote_recall"] == 1 / 2
    assert scores["chosen_right"] == scores["quote_hit"] == 1.0


@pytest.mark.parametrize(
    ("named", "gold", "right"),
    [
        ("Ada Lind", "Ada Lind", True),
        ("Ada Lind", "Lind", True),
        ("Ada Lind", "Per Lind", False),
        (None, "Ada Lind", False),
        (None, "", True),
        ("Ada Lind", "", False),
        ("Ada Lind and Per Holm", "Ada Lind", False),
        ("Ada Lind and Per Holm", "Per Holm and Ada Lind", True),
    ],
)
def test_a_speaker_is_right_by_full_name_or_surname_and_nobody_where_nobody_may_be_named(
    named: str | None, gold: str, right: bool
) -> None:
    record = answer(("a", 1, "It opens in May."))
    record["citations"][0] |= {"speaker": named, "voice": "reported"}
    place = Gold("a", (1,), "It opens in May.", 0, gold, "direct")
    scores = answer_scores(asked(), [place], record)
    assert (scores["speaker_right"], scores["voice_right"]) == (float(right), 0.0)


def test_only_right_quotes_of_a_set_that_tells_speakers_have_a_figure_for_them() -> None:
    wrong, right = answer(("a", 1, "It rains.")), answer(("a", 1, "It opens in May."))
    for record in (wrong, right):
        record["citations"][0] |= {"speaker": "Ada Lind", "voice": "direct"}
    told = [Gold("a", (1,), "It opens in May.", 0, "Ada Lind", "direct")]
    assert not {"speaker_right", "voice_right"} & set(answer_scores(asked(), told, wrong))
    assert not {"speaker_right", "voice_right"} & set(answer_scores(asked(), GOLD, right))
    assert answer_scores(asked(), told, right)["speaker_right"] == 1.0


def test_the_places_of_one_group_are_alternatives() -> None:
    scores = answer_scores(asked(), GOLD, answer(("a", 5, "On 1 May."), ("b", 2, "It cost 5 million.")))
    assert scores["citation_recall"] == scores["quote_recall"] == 1.0


@pytest.mark.parametrize("record", [REFUSAL, None], ids=["refused", "failed"])
def test_no_answer_is_wrong_in_every_measure_of_an_answerable_question(record: dict[str, Any] | None) -> None:
    scores = answer_scores(asked(True, "May"), GOLD, record)
    wrong = {"citation_precision", "citation_recall", "quote_precision", "quote_recall", "quote_hit", "answer_held"}
    assert {name for name, score in scores.items() if score == 0.0} >= wrong | {"token_f1"}
    assert scores["refused_answerable"] == 1.0


def test_an_unanswerable_question_is_refused_or_hallucinated() -> None:
    assert answer_scores(asked(False), (), REFUSAL) == {
        "errors": 0.0,
        "outcome_right": 1.0,
        "right": 1.0,
        "refused_unanswerable": 1.0,
        "hallucination": 0.0,
        "refusal_recall": 1.0,
        "refusal_f1": 1.0,
        "refusal_precision": 1.0,
    }
    assert answer_scores(asked(False), (), answer())["hallucination"] == 1.0


def test_an_unanswerable_question_that_failed_is_not_refused() -> None:
    assert answer_scores(asked(False), (), None)["refused_unanswerable"] == 0.0


def test_a_question_of_which_nothing_is_known_has_no_score_but_that_it_ran() -> None:
    assert answer_scores(asked(None), (), answer()) == {"errors": 0.0}


def test_what_an_answer_in_quotes_says_is_its_quotes_and_not_who_said_them() -> None:
    found = answer(("a", 1, "It opens in May."), text="The mayor of Berlin said (The Post): “It opens in May.” [1]")
    assert answer_scores(asked(True, "Berlin"), (), found)["answer_held"] == 0.0
    assert answer_scores(asked(True, "May"), (), found)["answer_held"] == 1.0


def test_what_an_answer_in_prose_says_is_its_text_without_markers() -> None:
    assert said(answer(writer="openai:x", text="In May [1], or 2 days later [2].")) == "In May, or 2 days later."


def test_only_claims_with_a_verdict_count_as_supported_or_not() -> None:
    claims = [{"supported": True}, {"supported": False}, {"supported": None}]
    assert answer_scores(asked(None), (), answer(claims=claims))["supported"] == 1 / 2


def test_what_the_judge_could_not_say_is_no_score() -> None:
    verdict = {"correct": 0.5, "complete": 1.0, "error": None}
    scores = answer_scores(asked(True, "May"), (), answer(), verdict)
    assert (scores["judged_correct"], scores["judged_complete"]) == (0.5, 1.0)
    assert "judged_correct" not in answer_scores(asked(True, "May"), (), answer(), verdict | {"error": "silent"})


def test_all_groups_are_found_only_where_each_has_a_hit() -> None:
    assert all_groups_found(GOLD, [("a", 5), ("b", 2)]) == 1.0
    assert all_groups_found(GOLD, [("a", 5), ("a", 1)]) == 0.0


def test_of_a_place_without_a_quote_every_quote_of_its_paragraph_is_right() -> None:
    gold = (Gold("a", (1,), "It opens in May.", 1), Gold("a", (2,), None, 1), Gold("b", (1,), "It cost 5 million.", 2))
    scores = answer_scores(asked(), gold, answer(("a", 2, "In spring."), ("b", 1, "It cost 5 million.")))
    assert scores["quote_precision"] == scores["quote_recall"] == 1.0
    assert "quote_hit" not in answer_scores(asked(), (Gold("a", (2,), None, 1),), answer())


def test_what_was_refused_was_not_chosen_wrong() -> None:
    gold = (Gold("a", (2,), "the bridge", 1),)
    refused = answer_scores(asked(), gold, REFUSAL)
    assert refused["quote_hit"] == 0.0 and "chosen_right" not in refused


def test_an_answer_is_right_that_cites_as_many_groups_as_suffice() -> None:
    found = answer(("a", 1, "It opens in May."))
    assert answer_scores(asked(), GOLD, found)["right"] == 0.0
    assert answer_scores(asked().model_copy(update={"enough": 1}), GOLD, found)["right"] == 1.0


def test_a_reply_is_wanted_only_where_the_set_says_so_and_must_cite_nothing() -> None:
    wanted = Question(id="q", question="hi", outcome="reply")
    assert answer_scores(wanted, (), answer(outcome="reply"))["right"] == 1.0
    assert answer_scores(wanted, (), answer(("a", 1, "May"), outcome="reply"))["right"] == 0.0
    assert answer_scores(wanted, (), REFUSAL)["outcome_right"] == 0.0
    assert "refused_answerable" not in answer_scores(wanted, (), answer(outcome="reply"))


def test_an_answer_as_asked_to_a_question_with_a_false_premise_is_wrong() -> None:
    wanted = asked().model_copy(update={"premise": "contradicted", "enough": 1})
    cited = ("a", 1, "It opens in May.")
    fallen, seen = answer(cited), answer(cited, premise={"claim": "", "verdict": "contradicted", "citations": [1]})
    assert answer_scores(wanted, GOLD, fallen)["right"] == 0.0
    assert answer_scores(wanted, GOLD, seen)["right"] == 1.0

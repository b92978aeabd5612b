"""The notices of a paragraph, with their old and new words in pairs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path

import pytest

from index import embedding, encoders
from index.language.corrections import Notice
from index.reading.notices import Placed, Signs, log_odds, read_notices, signs
from tests.benchmarks.tuning.notices import written_notices

CASES = Path(__file__).parents[1] / "benchmarks" / "corrections" / "cases.jsonl"
PLAIN = (
    ("Correction: The toll is £3, not £5, as an earlier version said.", "correction"),
    ("An earlier version of this article gave the height as 40 metres. It is 14 metres.", "correction"),
    ("This story has been corrected to show that the vote is on Friday, not Thursday.", "correction"),
    ("Editor's note: This article has been retracted because its photographs were staged.", "withdrawal"),
    ("Corrigendum: Read 14 kg for 41 kg in the third paragraph.", "correction"),
    ("Correction: Edwin Roe, not Edmund Poe, chairs the trust.", "correction"),
    ("Amendment: Roe did not vote for the bill; she abstained.", "correction"),
    ("UPDATE, 4.30pm: The fire has burned 7,450 acres.", "update"),
    ("We originally said that it cost £4. It cost £14. Apologies.", "correction"),
    ("Note: the number in the second paragraph has been corrected from nine to seven.", "correction"),
    ("Our account of the vote got the count wrong. It was 52.", "correction"),
    ("The Star has removed its reporting on a coach from this page.", "withdrawal"),
    ("(Corrects second paragraph to show the lamp is from Lund, not Malmo.)", "correction"),
    ("UPDATED 7 p.m. with the number of homes cut off, which has risen to 880.", "update"),
    ("Update: The police first put his age at 27 at first, but have since said 37.", "update"),
    ("STORY WITHDRAWN: The wire is withdrawing its report headlined “Mill shut”.", "withdrawal"),
    ("Yesterday's report said the fair starts in May. This was wrong: it starts in June.", "correction"),
    ("Earlier, we wrote that it cost £40. It cost £14. The error was ours.", "correction"),
    (
        "This article was amended on 9 May 2026. An earlier version said the pit shut in 1984; it shut in 1994.",
        "correction",
    ),
    (
        "A headline on an earlier version of this story said the museum had sold it. The museum has not done so.",
        "correction",
    ),
    (
        "Our report of 6 June may have left the impression that the lamp was sold. It remains with the family.",
        "correction",
    ),
    ("This version corrects that the trial is on Friday, not Monday.", "correction"),
    ("Updated to reflect that the loan was a Series B and not a Series A.", "correction"),
    ("The baker was misnamed in an earlier version of this post. She is Ann Lee, not Ann Loe.", "correction"),
    ("We no longer stand behind this piece, for its author invented two witnesses.", "withdrawal"),
    ("This is a developing story and has been updated. Four barns burned, two more than first said.", "update"),
    ("This story ran on 3 June. It was updated on 4 June to correct the age of the driver, who was 48.", "correction"),
    ("We said that it was shut for four weeks. In fact it was shut for six days.", "correction"),
    ("The ring is Ann Lee's third, not her second, as this article first said.", "correction"),
    (
        "An earlier version of this article said Lee was born in Hull. She was born in Leeds and moved to Hull.",
        "correction",
    ),
    ("Tarn Mines is based in Leeds. A story on Tuesday incorrectly said it is based in Hull.", "correction"),
    (
        "A previous version of this article misreported where the Gull was built. She came from a yard in Hull.",
        "correction",
    ),
    ("We originally said that Ann Lee was the first woman to win it. She is the second, after Ida Roe.", "correction"),
    (
        "We were wrong to say that the Lamp in Hull was the smallest cinema. That is the Shed, which seats nine.",
        "correction",
    ),
    ("This article overstated the depth. The camera was 1,560 metres down and not 15,600 metres.", "correction"),
    ("UPDATE, 6:40 p.m.: 23 people were treated, up from the 15 it gave this morning.", "update"),
    (
        "Clarification: It has been made clear that the council has postponed the vote, not cancelled it.",
        "clarification",
    ),
    ("Our front-page report that Ann Lee voted for the pool was incorrect: she voted against it.", "correction"),
    ("The day of the walk was given wrongly and has been corrected here: it is 9 May.", "correction"),
    ("Edit: the app needs 4GB of memory, not 14GB, as an earlier version said.", "correction"),
    ("The Mill has removed the text of this article, since its source was forged.", "withdrawal"),
    ("This story has been corrected to show that Roe was not charged. He appeared as a witness.", "correction"),
)
OTHERS = (
    "The prisoner was moved to a correction facility outside the town.",
    "Analysts called the fall a correction after a year of gains.",
    "An earlier version of the bill set the limit at ninety days.",
    "Update: Police are still looking for the driver.",
    "Correction territory: the index closed ten percent below its high.",
    "“Correction: try again,” she writes under each dictation.",
    "The minister withdrew her remark and said she had been wrong.",
    "This article originally appeared on Valley Post US.",
    "“An earlier version of this article was wrong,” the rival paper admitted.",
    "The committee report was withdrawn after two members resigned.",
    "A column of tanks was withdrawn from the town.",
    "A report on the dam was wrong about its cost, an inquiry found.",
    "An earlier report by the ministry put the toll at 61.",
    "We said it would stay. We were wrong, and players told us so, said the union's head.",
    "The first edition gave 1847 for the word's birth; the new edition corrects that to 1831.",
    "We apologise to all who were charged twice, the bank said.",
    "This article first appeared elsewhere and has been edited for length.",
    "Article 41 sets a limit. This article was amended in 1994.",
    "Editor's note: The names in this article have been changed to protect the children.",
    "In an earlier article I described how my father built the boat.",
    "This report shows that the ministry's figures were wrong.",
    "Corrections: To report an error in this article, please write to the editor.",
)
Spans = tuple[tuple[int, int], ...]


class Reader:
    """A reader that finds one notice."""

    def __init__(self, found: encoders.ReadNotice) -> None:
        self._found = found

    def read_all(self, texts: Sequence[str], anyway: Sequence[bool]) -> list[encoders.ReadNotice]:
        return [self._found for _ in texts]


def notices_in(text: str, *, among_notices: bool = False) -> list[Notice]:
    [found] = read_notices([Placed(text, among_notices)])
    return found


def notice(
    kind: str = "correction", start: int = 0, old: Spans = (), new: Spans = (), odds: float = 12.0
) -> encoders.ReadNotice:
    return encoders.ReadNotice(odds, kind, start, old, new)


def spans(text: str, words: list[str]) -> Spans:
    return tuple((text.index(one), text.index(one) + len(one)) for one in words)


def found_in(
    monkeypatch: pytest.MonkeyPatch, text: str, old: list[str], new: list[str], kind: str = "correction"
) -> list[tuple[str | None, str | None]]:
    found = notice(kind, 0, spans(text, old), spans(text, new))
    monkeypatch.setattr(embedding, "notice_reader", lambda: Reader(found))
    return [(one.was, one.now) for one in notices_in(text)]


TEXT = "The pit shut in 1984 and had 300 men and two shafts. We had 1994 and 3,000 men."


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        (["1994"], ["1984"], [("1994", "1984")]),
        (["1994", "3,000"], ["1984", "300"], [("1994", "1984"), ("3,000", "300")]),
        (["1994"], [], [("1994", None)]),
        ([], ["1984", "300"], [(None, "1984"), (None, "300")]),
        (["1994", "3,000"], ["1984"], [("1994", "1984"), ("3,000", None)]),
        (["3,000"], ["1984", "300"], [("3,000", "300"), (None, "1984")]),
        ([], [], [(None, None)]),
    ],
)
def test_old_words_are_paired_with_those_that_replace_them(
    monkeypatch: pytest.MonkeyPatch, old: list[str], new: list[str], pairs: list[tuple[str | None, str | None]]
) -> None:
    assert found_in(monkeypatch, TEXT, old, new) == pairs


def test_a_part_of_a_word_stands_for_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found_in(monkeypatch, "He is Ann Leeds, not Ann Leed.", ["Lee"], []) == [("Leeds", None)]


def test_words_stand_without_the_preposition_or_verb_before_them(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "It will be in July. We had said in May."
    assert found_in(monkeypatch, text, ["in May"], ["be in July"]) == [("May", "July")]


def test_a_withdrawal_replaces_no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found_in(monkeypatch, TEXT, ["1994"], ["1984"], kind="withdrawal") == [(None, None)]


def test_a_notice_begins_with_its_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "notice_reader", lambda: Reader(notice(start=TEXT.index("1994"))))
    [one] = notices_in(TEXT)
    assert TEXT[one.start : one.end] == "We had 1994 and 3,000 men."


def test_a_notice_is_likelier_where_outlets_put_them() -> None:
    edges = [log_odds(seen) for _, seen in signs([Placed(TEXT, at_edge=at_edge) for at_edge in (True, False)])]
    assert edges[0] > edges[1]


def test_a_label_or_a_mention_of_the_text_itself_makes_a_notice_likelier() -> None:
    plain, own, labelled = (
        log_odds(replace(Signs(*[0.0] * len(fields(Signs))), **one)) for one in ({}, {"own": 1.0}, {"labelled": 1.0})
    )
    assert plain < own and plain < labelled


def test_chinese_is_read_by_its_wording_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(embedding, "notice_reader")
    [one] = notices_in("更正：本文早前版本将人数误写为三十人，应为十三人。")
    assert (one.was, one.now) == ("三十人", "十三人")
    assert notices_in("大桥于周四重新开放。") == []


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("Correction: Ann Lee is 34 years old, not 36.", {("36", "34 years")}),
        ("This version corrects that the trial is on Friday, not Monday.", {("Monday", "Friday")}),
    ],
)
def test_the_model_marks_old_and_new_words(text: str, pairs: set[tuple[str, str]]) -> None:
    assert {(one.was, one.now) for one in notices_in(text)} == pairs


def test_of_sixty_notices_by_another_writer_most_are_found_and_of_twenty_look_alikes_few() -> None:
    cases = [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]
    found = {case["id"] for case in cases if notices_in(case["notice"], among_notices=True)}
    assert len([one for one in found if one.startswith("n")]) <= 2
    assert len([one for one in found if not one.startswith("n")]) >= 54


def test_of_notices_worded_as_papers_word_them_most_are_found_with_their_kind() -> None:
    found = [(text, kind, notices_in(text)) for text, kind in PLAIN]
    assert sum(bool(notices) for _, _, notices in found) >= 36
    assert sum(notices[0].kind == kind for _, kind, notices in found if notices) >= 34


def test_of_what_owns_to_no_error_of_its_own_little_is_taken_for_a_notice() -> None:
    assert sum(bool(notices_in(text)) for text in OTHERS) <= 3


def test_most_notices_that_the_model_did_not_learn_from_are_found_and_few_other_paragraphs() -> None:
    unlearned = [one for one in written_notices() if one.is_held_out]
    found = Counter(one.is_notice for one in unlearned if notices_in(one.text))
    every = Counter(one.is_notice for one in unlearned)
    assert found[True] >= 0.85 * every[True]
    assert found[False] <= 0.04 * every[False]

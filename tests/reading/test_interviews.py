"""Interviews: whose turn each paragraph is."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles import Article, Paragraph
from index.language.chinese_names import chinese_names
from index.reading.interviews import turns
from index.reading.named import find_names
from index.reading.people import People
from index.reading.read import read, read_texts
from index.reading.trees import trees


def people_of(paragraphs: Sequence[str]) -> People:
    return People(find_names(paragraphs, list(trees(paragraphs))), chinese_names(paragraphs))


def who(*paragraphs: str, outlet: str | None = None) -> list[str | None]:
    """Who speaks each paragraph: "?" where the outlet asks, None where it is no turn, "" where nobody knows."""
    found = turns(paragraphs, people_of(paragraphs), (outlet,))
    told = [found.get(index) for index in range(len(paragraphs))]
    return [None if turn is None else "?" if turn.asks else turn.speaker or "" for turn in told]


OPENING = "The Post spoke to Ada Lind, who runs the mine, about its end."


def test_an_answer_after_q_and_a_is_of_the_one_person_whom_the_opening_names() -> None:
    told = ("Q: Why now?", "A: It was empty.", "And we had no choice.", "Q: What next?", "A: A park.")
    assert who(OPENING, *told) == [None, "?", "Ada Lind", "Ada Lind", "?", "Ada Lind"]


def test_an_answer_is_nobodys_where_the_opening_names_two() -> None:
    opening = "We spoke to Ada Lind, a miner, and to Per Holm, a farmer."
    assert who(opening, "Q: Why now?", "A: It was empty.", "Q: What next?", "A: A park.")[2::2] == ["", ""]


def test_names_before_colons_are_the_speakers_and_the_outlet_asks() -> None:
    told = ("**The Post: You left.**", "Lind: Yes. I did.", "**The Post: Why?**", "Lind: It was time.", "She laughs.")
    assert who(OPENING, *told, outlet="The Post") == [None, "?", "Ada Lind", "?", "Ada Lind", None]


def test_questions_that_stand_alone_are_asked_of_the_person_whom_the_opening_introduces() -> None:
    told = ("Why now?", "I was tired.", "We all were.", "What next?", "My garden.", "And then?", "I do not know.")
    assert who(OPENING, *told) == [None, "?", "Ada Lind", "Ada Lind", "?", "Ada Lind", "?", "Ada Lind"]


def test_questions_of_a_guide_make_no_interview() -> None:
    guide = ("How much is it?", "It costs ten crowns.", "When is it open?", "On Mondays.", "Who pays?", "The town.")
    assert set(who(OPENING, *guide)) == {None}
    assert set(who("A text.", "Note: it rained.", "Place: the park.", "Price: ten crowns.")) == {None}


def test_comments_that_ask_below_a_long_article_make_no_interview() -> None:
    comments = ("Why now?", "I was tired.", "What next?", "I like my garden.", "And then?", "I do not know.")
    assert set(who(OPENING, *["It rained all day."] * 30, *comments)) == {None}


def test_labelled_turns_of_unknown_people_far_apart_are_nobodys() -> None:
    told = ("NB: Why now?", "GP: I was tired.", *["I like my garden."] * 20, "NB: What next?", "GP: I know.")
    assert set(who(OPENING, *told, "NB: And then?", "I do not know.")) == {None}


@pytest.mark.parametrize(("asks", "answers"), [("问", "答"), ("记者", "陈立")])
def test_a_chinese_interview_keeps_its_speakers(asks: str, answers: str) -> None:
    told = (f"{asks}：您为什么离开？", f"{answers}：我想写书。", f"{asks}：何时出版？", f"{answers}：明年。")
    assert who("本报记者专访了作家陈立。", *told) == [None, "?", "陈立", "?", "陈立"]


PIECES = st.sampled_from(["Q: ", "A: ", "Ada Lind", ": ", "I ", "Why?", "问：", "答：", "说", "**", "\n", " spoke to "])


@given(st.lists(st.lists(PIECES, max_size=6).map("".join), max_size=8))
def test_the_name_of_a_turn_always_stands_where_it_is_said_to_stand(paragraphs: list[str]) -> None:
    for index, turn in turns(paragraphs, people_of(paragraphs)).items():
        if turn.place is not None:
            back, start, end = turn.place
            assert turn.speaker and 0 <= back <= index and paragraphs[index - back][start:end]


def test_who_is_addressed_answers_where_an_opening_names_several() -> None:
    opening = "We spoke to Ada Lind in the kitchen of Per Holm."
    told = ("Dr Lind, why now?", "I was tired.", "What next?", "My garden.", "And then?", "I do not know.")
    assert who(opening, *told) == [None, "?", "Ada Lind", "?", "Ada Lind", "?", "Ada Lind"]


def test_where_answers_are_quoted_what_is_not_is_the_outlets() -> None:
    told = (
        "Why now?",
        "“I was tired.”",
        "She laughs, and says so to me.",
        "What next?",
        "“I have a garden.”",
        "And then?",
    )
    assert who(OPENING, *told, "“I do not know.”") == [None, "?", "Ada Lind", None, "?", "Ada Lind", "?", "Ada Lind"]


def test_a_menu_of_names_is_no_interview() -> None:
    menu = ("Ann Lee: Baseball", "Jan Roe: Tennis", "Ann Lee: College")
    told = "Ann Lee, a teacher, met Jan Roe, the mayor."
    assert who(told, *menu, "Scores", "Our fans won it.") == [None] * 6
    assert who(told, "Ann Lee: We won.", "Jan Roe: You did.", "Ann Lee: And we lost.")[1:] == [
        "Ann Lee",
        "Jan Roe",
        "Ann Lee",
    ]


def test_the_person_whom_an_opening_introduces_first_answers() -> None:
    told = ("Why now?", "I was tired.", "What next?", "My garden.", "And then?", "I do not know.")
    opening = "Anna Lind, 61, ran the Kirkdal Mine for ten years. Per Holm met her in the canteen, which is shut."
    assert who(opening, *told)[2::2] == ["Anna Lind"] * 3
    # A place that is named first may look like a name, and a rare name like that of a place: then nobody answers.
    opening = "Kirkdal Mine shuts on Friday. Anna Lind, 61, has run it for ten years, and she is in no hurry."
    assert set(who(opening, *told)) == {None}


def test_labels_may_be_first_names_or_surnames_of_people_whom_the_opening_names() -> None:
    opening = "The Post spoke to Ada Lind, who runs the mine, and to Per Holm, who shuts it."
    told = ("The Post: Why now?", "Ada: It was time.", "HOLM: It was empty.", "The Post: What next?", "Ada: My garden.")
    told += ("HOLM: A park.",)
    assert who(opening, *told, outlet="The Post")[1:] == ["?", "Ada Lind", "Per Holm", "?", "Ada Lind", "Per Holm"]


def test_a_label_may_be_the_initials_of_somebody_whom_the_opening_names() -> None:
    told = ("The Post: Why now?", "A.L.: It was time.", "The Post: What next?", "A.L.: My garden.")
    assert who(OPENING, *told, outlet="The Post")[2::2] == ["Ada Lind", "Ada Lind"]


def test_a_question_and_an_answer_that_says_i_may_stand_in_one_paragraph() -> None:
    opening = "Ada Lind, 61, has run the mine for ten years."
    told = ("Why do you stop? I am tired.", "What will you do? I have a garden.", "And then? I do not know.")
    assert who(opening, *told) == [None] + ["Ada Lind"] * 3
    assert [one.speaker for one in read_texts((opening, *told)).statements] == ["Ada Lind"] * 3
    # A columnist who says "I" from the beginning, or asks nobody, answers nobody.
    assert set(who(f"I went down the mine. {opening}", *told)) == {None}
    assert set(who(opening, *(one.replace("you", "they") for one in told))) == {None}


def test_who_is_addressed_but_not_introduced_does_not_answer() -> None:
    told = ("Olga Berg, Moen: why now?", "I was tired.", "What next?", "My garden.", "And then?", "I do not know.")
    assert who(OPENING, *(one.replace(":", ",") for one in told))[2::2] == ["Ada Lind"] * 3


def test_answers_with_labels_that_name_nobody_known_are_nobodys() -> None:
    told = ("Q. Why now?", "MINER: I was tired.", "Q. What next?", "MINER: I like my garden.", "Q. And then?")
    assert not {"Ada Lind"} & set(who(OPENING, *told, "MINER: I do not know."))


def test_answers_that_say_i_need_no_word_for_an_interview_but_those_that_say_we_do() -> None:
    opening = "Ada Lind has run the mine for ten years."
    asked = ("Why now?", "What next?", "And then?")
    assert who(opening, *(part for one in asked for part in (one, "I was tired.")))[2::2] == ["Ada Lind"] * 3
    assert set(who(opening, *(part for one in asked for part in (one, "We explain it.")))) == {None}


def test_a_remark_to_the_person_who_answers_is_the_outlets() -> None:
    told = ("Why now?", "I was tired.", "You left them without a word.", "I left a note.", "What next?", "My garden.")
    told += ("And then?", "I do not know.")
    assert who(OPENING, *told)[1:5] == ["?", "Ada Lind", "?", "Ada Lind"]


IN_ONE = (
    "Ada Lind, 61, has run the mine for ten years.",
    "Why now? “I was tired. Nobody else was.”",
    "The mayor, Per Holm, says that you were paid. “He was paid more.”",
    "What next? “My garden,” she says, and looks at the clock.",
    "And then? “I do not know.”",
    "She pours the tea. “Ask me in May.”",
    "Per Holm declined to comment.",
)


def test_a_question_and_its_answer_may_stand_in_one_paragraph() -> None:
    assert who(*IN_ONE) == [None, "Ada Lind", "Ada Lind", None, "Ada Lind", "Ada Lind", None]
    said = {
        IN_ONE[one.span.paragraph - 1][one.span.start : one.span.end]: one.speaker
        for one in read_texts(IN_ONE).statements
    }
    assert {said[words] for words in ("He was paid more", "My garden", "I do not know", "Ask me in May")} == {
        "Ada Lind"
    }
    assert "The mayor, Per Holm, says that you were paid" not in said


def test_what_an_interview_gives_to_nobody_is_of_who_answers() -> None:
    ending = (*["Behind the house stands a shed that was a chapel."] * 3, "“It leaks,” she says.", "“It always did.”")
    assert [one.speaker for one in read_texts((*IN_ONE, *ending)).statements][-2:] == ["Ada Lind"] * 2
    assert [one.speaker for one in read_texts((IN_ONE[0], *ending)).statements] == [None] * 2


def test_what_is_said_in_an_interview_is_no_notice_unless_it_is_marked_as_one() -> None:
    texts = [
        "Mia Stone keeps bees. She spoke to the Herald at her house.",
        "Q: How many hives do you have?",
        "Stone: The paper said nine. That was wrong. It's twelve, and I told them so.",
        "Q: Do bees like the city?",
        "Stone: They do. There are more flowers here than in the fields.",
        "Correction: An earlier version of this interview gave her age as 40. She is 44.",
    ]
    made = tuple(Paragraph("bees", number, text, "body") for number, text in enumerate(texts, 1))
    reading = read(Article("bees", "An interview with Mia Stone", paragraphs=made))
    assert reading.text_kind == "interview"
    assert [one.span.paragraph for one in reading.corrections] == [6]

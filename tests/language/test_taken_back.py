"""A notice without what it takes back, and a text with the new words in place of the old."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.language.taken_back import about_same, as_corrected, unreported, without_old


@pytest.mark.parametrize(
    ("notice", "pairs", "left"),
    [
        ("Correction: The toll is £3, not £5, as an earlier version said.", [("£5", "£3")], "The toll is £3 ."),
        (
            "An earlier version of this article said the fair was free. Entry costs £4.",
            [("the fair was free", "Entry costs £4")],
            "Entry costs £4.",
        ),
        (
            "This story has been corrected to show that Roe is a nurse, not a doctor.",
            [("doctor", "nurse")],
            "Roe is a nurse .",
        ),
        ("本报3月6日《桥塔倒塌》一文失实，现予撤稿。", [(None, None)], ""),
        (
            "Correction: It was Roe, not Poe, who said so, as we had reported.",
            [("Poe", "Roe")],
            "It was Roe , who said so, as we had reported.",
        ),
        ("This item has been amended: the pool opens at 8, not 7.", [("7", "8")], "the pool opens at 8 ."),
        (
            "Readers have pointed out that the trail shuts in May, not June.",
            [("June", "May")],
            "the trail shuts in May .",
        ),
        (
            "Correction: The fire began on Monday, not Sunday, and six homes were lost, not nine.",
            [("Sunday", "Monday"), ("nine", "six")],
            "The fire began on Monday , and six homes were lost .",
        ),
        (
            "更正：夜市关停并非因为火灾，而是因油烟扰民被责令整改。",
            [("火灾", "因油烟扰民被责令整改")],
            "夜市关停 因油烟扰民被责令整改。",
        ),
    ],
)
def test_what_a_notice_takes_back_is_blanked_out_and_what_is_right_stays(
    notice: str, pairs: list[tuple[str | None, str | None]], left: str
) -> None:
    assert " ".join(without_old(notice, 0, len(notice), pairs).split()) == left


@given(st.text(max_size=200), st.text(max_size=20), st.text(max_size=20))
def test_every_place_in_a_text_stays_the_same(words: str, was: str, now: str) -> None:
    text = f"Before. Correction: {words}"
    left = without_old(text, 8, len(text), [(was or None, now or None)])
    assert len(left) == len(text)
    assert all(one in (other, " ") for one, other in zip(left, text, strict=True))


@pytest.mark.parametrize(
    ("text", "was", "now", "corrected"),
    [
        ("Fourteen people were hurt.", "14", "19", "19 people were hurt."),
        ("Ilse Marten keeps it.", "Marten", "Ilse Maarten", "Ilse Maarten keeps it."),
        ("The toll of 140 is £5.", "14", "19", "The toll of 140 is £5."),
        ("It opens on Friday at five.", None, "Saturday", "It opens on Saturday at five."),
        ("It opens on Friday.", "Friday", None, "It opens on Friday."),
        ("It was Roe, not Poe, who said so.", "Poe", "Roe", "It was Roe, who said so."),
        ("It will cost 42 million euros.", "42 million", "24 million euros", "It will cost 24 million euros."),
        ("Eleven parties compete for 39 seats.", None, "93", "Eleven parties compete for 39 seats."),
        ("9名船员获救，19名待查。", "9人", "11人", "11人船员获救，19名待查。"),
    ],
)
def test_new_words_stand_where_the_old_ones_did_in_whatever_way_a_number_was_written(
    text: str, was: str | None, now: str | None, corrected: str
) -> None:
    assert as_corrected(text, was, now) == corrected


@pytest.mark.parametrize(
    ("notice", "was", "own"),
    [
        ("This story originally stated that the ferry could carry 460.", "460", "the ferry could carry 460."),
        ("Earlier, we wrote that it cut deaths by 14 percent. The error was ours.", "14 percent",
         "it cut deaths by 14 percent. The error was ours."),
        ("An earlier version of this article misstated how many came.", "90",
         "An earlier version of this article misstated how many came."),
        ("Lee said that the ferry could carry 640.", "460", "Lee said that the ferry could carry 640."),
    ],
)  # fmt: skip
def test_what_a_notice_says_that_its_outlet_said_stands_as_the_outlets_own_words(
    notice: str, was: str, own: str
) -> None:
    left = unreported(notice, 0, len(notice), was)
    assert len(left) == len(notice)
    assert left.strip() == own


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("Cllr Roe vote for the scheme", "she abstained", "Cllr Roe abstained."),
        ("Estrel's parliament is the oldest", "It is the second-oldest", "Estrel's parliament is the second-oldest."),
        ("Holm's finance chief", "He is its operations chief", None),
        ("14", "19", None),
        (None, "She abstained", None),
    ],
)
def test_new_words_about_she_are_about_whom_the_old_words_name(was: str | None, now: str, told: str | None) -> None:
    assert about_same(was, now) == told

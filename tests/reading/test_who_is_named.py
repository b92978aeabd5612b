"""Who is named as a speaker, and who never is: headings, furniture, owners, whoever "he" cannot be."""

from __future__ import annotations

import pytest

from index.reading.read import read_texts


def speakers(*paragraphs: str) -> list[str | None]:
    """The speakers of the statements in the last paragraph, in order."""
    found = read_texts(paragraphs).statements
    return [one.speaker for one in found if one.span.paragraph == len(paragraphs)]


def words(*paragraphs: str) -> list[str]:
    """What is said in the last paragraph."""
    spans = [one.span for one in read_texts(paragraphs).statements if one.span.paragraph == len(paragraphs)]
    return [paragraphs[-1][span.start : span.end] for span in spans]


MET = "Jan Roe, the mayor, met Ann Lee, a teacher."


def test_a_heading_names_nobody_who_speaks() -> None:
    assert speakers("VELTO ZARA PRIME", "Velto said on Monday that the car is late.") == ["Velto"]


def test_a_name_in_capitals_is_printed_as_it_is_written_elsewhere() -> None:
    assert speakers("VELTO denounced the ruling.", "Velto said nobody came.") == ["Velto"]


def test_labels_of_pictures_and_links_make_no_interview() -> None:
    page = ("Photo: Ann Lee", "It rained. We knew.", "Image: Jan Roe", "Nobody came.", "Photo: Per Holm", "Image: Rain")
    assert speakers(*page, "Is it over?", "We all saw the road and the bridge.") == []


def test_the_words_of_an_answer_begin_behind_its_label() -> None:
    asked = ("Q: Why now?", "A: It was empty.", "Q: What next?")
    assert words("The Post spoke to Ada Lind about the mine.", *asked, "A: A park. And trees.") == [
        "A park",
        "And trees",
    ]


def test_an_owner_in_an_apposition_is_no_second_speaker() -> None:
    who = "“It was late. It was cold,” Mayer, Disney’s chairman of direct-to-consumer and international, said Tuesday."
    assert set(speakers("Kevin Mayer runs it.", "The Disney Channel is his.", who)) == {"Kevin Mayer"}


def test_a_body_has_its_full_name_before_its_short_one() -> None:
    later = "People watch the Velto Channel in Riga."
    assert speakers("Velto makes cars.", later, "Velto said it was late.") == ["Velto"]
    assert speakers(later, "Velto said it was late.") == ["Velto Channel"]


def test_what_goes_on_while_somebody_acts_is_nobodys_words() -> None:
    text = "Lee fixed the problem, Roe said, and mended the roof as the company continued to sell more seats."
    assert speakers(MET, text) == ["Jan Roe"]


@pytest.mark.parametrize("text", ["He said Roe was late.", "He told people that nobody knew Roe."])
def test_nobody_is_he_whom_the_same_clause_names_behind_it(text: str) -> None:
    assert set(speakers("Jan Roe, the mayor, left. Roe was late.", text)) == {None}


def test_the_company_is_not_one_that_the_same_clause_names_behind_it() -> None:
    before = "Velto makes cars. Zara, a company, sells them, and Velto said it was late. Zara left."
    assert "Zara" not in speakers(before, "The company said it had been sued by Zara.")


def test_what_it_shows_may_be_shown_by_what_was_told() -> None:
    assert speakers("The Velto Group closed its mill.", "It shows that nobody wanted cloth.") == [None]
    assert speakers("The Velto Group closed its mill.", "It said that nobody wanted cloth.") == ["Velto Group"]


def test_he_is_nobody_whom_no_word_shows_to_be_a_person() -> None:
    assert speakers("People came from Zembra Falk.", "“It is late,” he said.") == [None]


def test_a_word_that_speaks_alone_is_no_person() -> None:
    assert read_texts(["Velto said nobody came."]).statements[0].kind == "organisation"
    assert speakers("Velto said it was late.", "The company said it was sorry.") == ["Velto"]


@pytest.mark.parametrize(
    ("first", "name"),
    [
        ("Paratrooper Richard Vale met the press.", "Richard Vale"),
        ("RabImage Richard Vale on Monday in Riga. Later Richard Vale left.", "Richard Vale"),
        ("Richard Vale Says Rain Is Near. It was late.", "Richard Vale"),
        ("Sheriff Alonzo Quenlin met the press.", "Alonzo Quenlin"),
        ("Sable County Sheriff Luanne Teague met the press.", "Luanne Teague"),
        ("Riga-based Vale Zara grew.", "Vale Zara"),
    ],
)
def test_a_name_is_freed_of_what_stands_around_it(first: str, name: str) -> None:
    assert speakers(first, f"{name.split()[-1]} said it rained.") == [name]


def test_what_is_told_begins_at_its_that() -> None:
    text = (
        "Prince Andrew, the nearly 60-year-old younger brother of heir to the British throne, Charles, has reportedly "
        "told friends and family that the interview aired at the weekend was a “great success”."
    )
    assert words(text) == ["the interview aired at the weekend was a “great success"]


def test_what_stands_in_apposition_is_the_name_before_it() -> None:
    text = "Scott Paul leads the Alliance for Velto Workers, a group that has praised some of the plans."
    assert speakers(text) == ["Alliance for Velto Workers"]
    assert speakers("Paul Holm met Ann Lee in Riga.", "It rained near Velto, the club said.") != ["Velto"]


def test_an_owner_right_before_a_paper_owns_it() -> None:
    text = (
        "He then referred to Roe’s earlier testimony that concluded there was only a 50 percent chance of mission "
        "success with the current multiple-launch approach."
    )
    assert speakers(MET, text)[-1] == "Jan Roe"


def test_a_word_that_makes_a_sentence_in_quotation_marks_is_spoken() -> None:
    text = "“You have to give me a win,” Roe said later. “Please.”"
    assert words(MET, text)[-1] == "Please"
    assert {one.voice for one in read_texts([MET, text]).statements} == {"direct"}


def test_a_name_of_which_something_is_said_is_no_place() -> None:
    texts = ["It came from people in Velto Zara.", "It was late, said Velto Zara on Tuesday.", "The organization knew."]
    assert {one.kind for one in read_texts(texts).mentions if one.name == "Velto Zara"} == {"organisation"}


def test_letters_behind_a_name_are_no_surname() -> None:
    told = "Tomas Renn KC told the jury that it was greed."
    assert speakers(told, "Mr Renn said nobody saw it.") == ["Tomas Renn KC"]


def test_a_title_whose_holder_follows_is_no_name() -> None:
    assert speakers("Velto's Managing Director Paul Roe said nobody came.") == ["Paul Roe"]
    assert speakers("Velto's Chief Executive, Dr Paul Roe, said nobody came.") == ["Paul Roe"]


def test_a_surname_that_is_also_a_title_takes_no_full_stop_from_its_sentence() -> None:
    assert speakers("They were the troops of Hun Sen.", "Hun Sen said nobody came.") == ["Hun Sen"]


@pytest.mark.parametrize(
    "text", ["Lack of money has denied the office a car.", "Information from the north suggested that nobody came."]
)
def test_a_common_noun_that_opens_a_sentence_is_nobody(text: str) -> None:
    assert set(speakers(text)) <= {None}


def test_studies_are_nobody_even_if_a_heading_runs_into_them() -> None:
    assert speakers("Summary Studies show that it helps.", "Studies show that it helps.") == [None]

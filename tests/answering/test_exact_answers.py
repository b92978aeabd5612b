"""Telling: sentences that count, price or date just what is asked for, and those that only hold a number or a year."""

from __future__ import annotations

import pytest

from assistant.answering.exact_answers import tells
from assistant.question.question import read_question
from index.articles import Heading

NEWS = Heading("news", "Council votes for the tram", published="2026-05-12")


@pytest.mark.parametrize(
    ("question", "yes", "no"),
    [
        ("How many jobs will go?", "The decision affects 212 jobs.", "The 212 buses bring people to their jobs."),
        ("How many people live there?", "The island has 900 people.", "The island has 900 goats."),
        ("how many square miles large was the region", "It covered 90 square miles.", "It covered 90 square feet."),
        ("How many of the crew were saved?", "Nineteen crew were saved.", "The crew sailed for nineteen days."),
        ("What is the price of a night there?", "A room costs 95 crowns a night.", "A room costs 95 crowns."),
        ("How much will the ferry cost?", "The ferry costs $3.4bn.", "The bridge costs $3.4bn."),
        ("How much is the tram going to cost?", "The office puts it at 86 million crowns.", "It has 86 stops."),
        ("When did it open?", "It opened on 6 June.", "It opened once the paint was dry."),
        ("When did it open?", "It opened in 1989.", "It opened in a hurry."),
        ("When will it open?", "It opens in 2027.", "It was closed in 1989."),
        ("What would the ferry cost?", "The ferry costs $3.4bn.", "The ferry has 34 seats."),
        ("What is the latest estimate of what the tram will cost?", "It needs 94 million crowns.", "It has 94 stops."),
        ("How deep is the harbour?", "The harbour is eight metres deep.", "The quay is eight metres long."),
        ("How much water do ships need?", "They need ten metres of water.", "They need ten days."),
        ("What percentage of them voted?", "Eighty-seven per cent voted.", "The 87 of them voted."),
        ("What are the parts of the plan?", "It holds rails, stops and a bridge.", "It holds rails and a bridge."),
        ("How old is Webb?", "Webb, 51, was convicted.", "Webb grabbed the girl at 6:38 on 18 May."),
        ("how old was the driver", "The 34-year-old driver was not hurt.", "The driver of bus 34 was not hurt."),
        ("修桥要花多少钱？", "总投资三千六百万元。", "大修需要十四个月。"),
        ("有多少人参加？", "约有一万两千人参加。", "会议开了三天。"),
    ],
)
def test_a_sentence_tells_just_what_is_asked_for_or_something_else(question: str, yes: str, no: str) -> None:
    assert tells(read_question(question), yes, NEWS)
    assert not tells(read_question(question), no, NEWS)


def test_what_is_no_number_and_no_date_is_told_by_nothing() -> None:
    assert not tells(read_question("Who opened the fair?"), "Ada Lind opened the fair on 6 June with 212 guests.", NEWS)


def test_a_year_alone_tells_of_no_time_to_come_where_the_day_of_publication_is_not_known() -> None:
    question, undated = read_question("When will the house open?"), Heading("news", "The house")
    assert not tells(question, "It was empty since 1989.", undated)
    assert tells(question, "It opens on 6 June.", undated)


def test_what_an_interview_asks_names_the_thing_and_the_currency_of_the_sum_in_its_answer() -> None:
    question, asked = read_question("What will the tram cost?"), "The tram was to cost 86 million crowns. Still?"
    untitled = Heading("talk", "A talk")
    assert tells(question, "The office now works with 94 million.", untitled, asked)
    assert not tells(question, "I said so on Tuesday.", untitled, asked)
    assert not tells(question, "The office now works with 94 million.", untitled, "Is it late?")

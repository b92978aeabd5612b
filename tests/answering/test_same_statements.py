"""Articles that tell one thing in different ways, and the latest first."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.answering.recency import asks_for_latest
from assistant.answers import Answer
from assistant.assistant import Assistant
from assistant.settings import Settings
from index.embedding import SentenceEmbeddings
from index.language.numbers import Day, days_in, numbers_in
from index.library import Library

BRIDGE = """The footbridge at Sella was closed on Monday after a beam had cracked.

Repairs to the footbridge will cost 340,000 euros, the town's engineer said. They are to begin in autumn."""
BILL = """Sella's cracked footbridge will be dearer than was thought.

Repairing the footbridge will cost 520,000 euros, according to a paper that was read out in the council."""
ROUNDED = """The council of Sella spoke of its footbridge until midnight.

Precisely 341,600 euros is what the repair of the footbridge would cost, the councillors were told."""
POOL = """Before the footbridge there was the pool.

In Sella's pool 85,000 litres of water were lost, and the leak was never found."""
TUNNEL = """The tunnel under the Varn pass is almost finished.

The Varn tunnel will open to traffic on 3 June, the road agency said."""
LATER = """Lorry drivers wait for the Varn tunnel.

The Varn tunnel will be opened to traffic on 17 June, their association was told by the agency."""


def ask(folder: Path, embeddings: SentenceEmbeddings, question: str, *texts: str) -> Answer:
    """The answer over one article a text, published one a day in that order."""
    rows = [
        {"id": f"a{day}", "title": f"News {day}", "source": f"Outlet {day}", "date": f"2026-03-0{day}", "text": text}
        for day, text in enumerate(texts, start=1)
    ]
    (folder / "articles.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with Library(folder / "library", embeddings=embeddings) as library:
        library.add(folder / "articles.jsonl")
        # Whether to answer at all is measured elsewhere.
        return Assistant(library, Settings(refusal_threshold=-100.0)).ask(question)


COST = "How much will repairs to the footbridge at Sella cost?"


def test_two_figures_for_one_thing_are_shown_side_by_side(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    answer = ask(tmp_path, embeddings, COST, BRIDGE, BILL)
    quotes = " ".join(one.quote for one in answer.citations)
    assert "340,000" in quotes and "520,000" in quotes
    assert answer.text.startswith("The articles give different figures.\n\n")
    assert [claim.differs_from for claim in answer.claims[:2]] == [(2,), (1,)]


def test_a_figure_and_its_rounded_form_do_not_differ(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    answer = ask(tmp_path, embeddings, COST, BRIDGE, ROUNDED)
    assert answer.outcome == "answered" and not any(claim.differs_from for claim in answer.claims)


def test_a_figure_for_something_else_is_no_other_account(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    answer = ask(tmp_path, embeddings, COST, BRIDGE, POOL)
    assert answer.outcome == "answered" and not any(claim.differs_from for claim in answer.claims)
    assert "85,000" not in answer.text


def test_two_dates_for_one_thing_are_shown_side_by_side(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    answer = ask(tmp_path, embeddings, "When will the Varn tunnel open?", TUNNEL, LATER)
    assert answer.text.startswith("The articles give different dates.\n\n")
    assert {one.article_id for one in answer.citations} == {"a1", "a2"}


def test_a_statement_and_its_contrary_are_shown_side_by_side(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    held = "The dam of Aller did hold during the flood, the water board said."
    answer = ask(tmp_path, embeddings, "Did the Aller dam hold in the flood?", held, held.replace("did", "did not"))
    assert answer.text.startswith("Accounts differ.\n\n")
    assert len(answer.citations) == 2


def test_a_chinese_answer_says_that_figures_differ_in_chinese(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    one, other = "北江大桥星期一通车。大桥全长三公里，耗资四亿元。", "北江大桥公布账单。大桥全长三公里，耗资五亿元。"
    answer = ask(tmp_path, embeddings, "北江大桥耗资多少？", one, other)
    assert answer.text.startswith("各篇文章给出的数字不同。\n\n")


MARKET = "The market hall of Orsa has {} stalls, the hall's keeper said on a walk through the rows."


@pytest.mark.parametrize("question", ["How many stalls does the market hall of Orsa have now?"])
def test_the_latest_that_is_asked_for_comes_first_and_alone(
    tmp_path: Path, embeddings: SentenceEmbeddings, question: str
) -> None:
    answer = ask(tmp_path, embeddings, question, MARKET.format(60), MARKET.format(75), MARKET.format(64))
    assert [one.article_id for one in answer.citations][0] == "a3"
    assert not any(claim.differs_from for claim in answer.claims)


@pytest.mark.parametrize(
    ("question", "latest"),
    [
        ("What is the latest on the bridge?", True),
        ("What did Moe say most recently?", True),
        ("When did Xi last speak about trade?", True),
        ("How many people live there now?", True),
        ("Who currently runs the bank?", True),
        ("大桥的最新消息是什么？", True),
        ("目前有多少人？", True),
        ("Who was the last person to catch it?", False),
        ("What did the mayor announce last week?", False),
        ("What did he say last Tuesday?", False),
        ("Who knows the answer?", False),
        ("谁打开了大门？", False),
    ],
)
def test_a_question_for_the_latest_is_told_by_its_words(question: str, latest: bool) -> None:
    assert asks_for_latest(question) is latest


@pytest.mark.parametrize(
    ("text", "value", "of"),
    [
        ("It cost 410 million kroner in all.", 410e6, "krone"),
        ("It cost $3.4bn in all.", 3.4e9, "dollar"),
        ("Some 9,200 households were told.", 9200, "household"),
        ("Twenty-five people came on 3 May 2020.", 25, "peopl"),
        ("It rose by 12.5 per cent.", 12.5, "%"),
        ("总投资三千六百万元，2026年3月动工。", 36e6, "元"),
        ("约有一万两千人参加。", 12000, "人"),
        ("11,400户居民停水。", 11400, "户"),
        ("百分之三十五的人反对。", 35, "%"),
    ],
)
def test_a_number_is_read_with_what_it_is_of(text: str, value: float, of: str) -> None:
    assert [(number.value, of in number.of) for number in numbers_in(text)] == [(value, True)]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("It was lifted on Saturday, 14 March.", [Day(None, 3, 14)]),
        ("It opened on March 5, 2024, in rain.", [Day(2024, 3, 5)]),
        ("It opened in 1999, when 2000 people came.", [Day(1999, None, None)]),
        ("It ends by September.", [Day(None, 9, None)]),
        ("大桥2026年3月14日通车。", [Day(2026, 3, 14)]),
        ("大桥六月通车。", [Day(None, 6, None)]),
        ("He may march on, in august company.", []),
    ],
)
def test_a_date_is_read_as_exactly_as_it_is_given(text: str, days: list[Day]) -> None:
    assert days_in(text) == days


def test_dates_agree_in_what_both_of_them_tell() -> None:
    assert Day(None, 3, 14).agrees(Day(2026, 3, 14)) is True
    assert Day(None, 3, 14).agrees(Day(2026, 3, None)) is True
    assert Day(None, 3, 14).agrees(Day(None, 3, 16)) is False
    assert Day(1999, None, None).agrees(Day(None, 3, 16)) is None

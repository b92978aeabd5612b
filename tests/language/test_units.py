"""Dimensions: which are asked for, and which numbers tell them."""

from __future__ import annotations

import pytest

from index.language.units import asked_measure, gives_measure


@pytest.mark.parametrize(
    ("question", "yes", "no"),
    [
        ("How deep is the lake?", "The lake is 40 metres deep.", "The lake is 900 metres long."),
        ("How deep is the lake?", "Divers went down forty feet.", "It holds 8.6 million cubic metres."),
        ("How long is the bridge?", "The bridge measures 115 metres.", "The bridge has 115 arches."),
        ("For how long does it need to boil?", "It must boil for at least one minute.", "It must boil twice."),
        ("How large is the park?", "The park covers 3,115 acres.", "The park drew 3,115 people."),
        ("How heavy was the bell?", "The bell weighs two and a half tons.", "The bell rang at two."),
        ("How fast can it go?", "It reaches 90 miles an hour.", "It has 90 seats."),
        ("内蒙古面积多大？", "总面积118.3万平方公里。", "人口二千四百万。"),
        ("桥有多长？", "桥长115米。", "桥建于1908年前后，有五孔。"),
        ("大修要多久？", "大修预计需要十四个月。", "大修花了三千万元。"),
    ],
)
def test_a_measure_is_told_by_a_number_of_its_unit(question: str, yes: str, no: str) -> None:
    measure = asked_measure(question)
    assert measure is not None
    assert gives_measure(measure, yes)
    assert not gives_measure(measure, no)


@pytest.mark.parametrize(
    "question", ["How did it end?", "How big a problem is it?", "How many are there?", "有多少人？", "他多大年纪？"]
)
def test_nothing_else_asks_for_a_measure(question: str) -> None:
    assert asked_measure(question) is None


def test_a_long_run_of_digits_takes_no_longer_than_it_is() -> None:
    # Cubic once: this took hours.
    assert not gives_measure("fast", "7" * 30_000)
    assert not gives_measure("deep", "1," * 15_000)


@pytest.mark.parametrize(
    "question", ["许多高校为什么推迟开学？", "众多高层为什么辞职？", "很多长者为什么反对这项计划？"]
)
def test_many_of_something_is_no_measure(question: str) -> None:
    assert asked_measure(question) is None

"""The People tab: who is listed, what somebody said, near copies, the chart, and what is exported."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from assistant.assistant import Assistant
from assistant.page.tabs import people_tab
from assistant.page.words import CHINESE, ENGLISH, Words
from index.articles import Heading
from index.library import Library
from index.reading.register import Person
from index.store.statements import Said
from tests.page.test_cards import PAYLOADS, text_of
from tests.served import create_app

SAID = Said(
    "a", 2, 0, 21, "The quay opens again.", "said", "Berg", "Ida Berg", "person", "direct", None, "2026-02-05", "r"
)
HEADINGS = {"a": Heading("a", "A quay", outlet="The Post"), "b": Heading("b", "A copy", outlet="The Copy")}


@pytest.fixture(scope="module")
def client(samples: Library) -> Iterator[TestClient]:
    with TestClient(create_app(Assistant(samples))) as made:
        yield made


def test_near_copies_stand_once_under_the_place_where_they_were_first() -> None:
    later = replace(SAID, article_id="b", quote="The quay opens again!", published="2026-03-01")
    other = replace(SAID, quote="The harbour closes in winter.")
    kept = people_tab.once([later, SAID, other])
    assert [(one.said, one.again) for one in kept] == [(SAID, [later]), (other, [])]


@pytest.mark.parametrize("start", "=+-@")
def test_no_cell_of_an_exported_table_is_a_formula(start: str) -> None:
    told = people_tab.as_csv([replace(SAID, quote=f"{start}1+1", speaker=f"{start}x")], HEADINGS, ())
    _, row = csv.reader(io.StringIO(told.removeprefix("\ufeff")))
    assert row[:2] == [f"'{start}x", f"'{start}1+1"]


def test_what_is_exported_as_json_is_the_same_and_holds_no_tag() -> None:
    told = people_tab.as_json([replace(SAID, quote="</script>")], HEADINGS, ())
    assert "<" not in told and json.loads(told)[0] | {"quote": "</script>"} == json.loads(told)[0]


def test_the_chart_shows_each_month_also_those_without_a_word_and_years_where_they_are_many() -> None:
    months = [replace(SAID, published=f"2026-{month:02}-01") for month in (1, 1, 3)]
    assert re.findall('class="none"|January|March', people_tab.chart(months, ENGLISH).partition("</ol>")[0]) == [
        *("January", "January", 'class="none"', "March", "March")
    ]
    many = [
        replace(SAID, published=f"{year}-{month:02}-01") for year in (2021, 2022, 2023, 2024) for month in range(1, 13)
    ]
    assert people_tab.chart(many, ENGLISH).count("<li") == 4
    assert people_tab.chart(months[:2], ENGLISH) == ""


def test_everybody_who_is_quoted_is_listed_and_found_by_a_part_of_the_name(client: TestClient) -> None:
    every = client.get("/people/list").text
    some = client.get("/people/list", params={"like": "armstrong", "order": "latest"}).text
    assert every.count("<tr>") > some.count("<tr>") == 2 and "Neil Armstrong" in some
    assert ENGLISH.nobody_found in client.get("/people/list", params={"like": "nobody at all"}).text


def test_a_persons_page_has_the_statements_in_their_sentences_and_leads_to_their_articles(client: TestClient) -> None:
    drawn = client.get("/people/person", params={"name": "Neil Armstrong"}).text
    assert drawn.count("<blockquote") > 1 and 'href="articles/' in drawn
    assert "What did Neil Armstrong say?" in drawn and "people/statements.csv?name=Neil+Armstrong" in drawn
    narrowed = client.get("/people/person", params={"name": "Neil Armstrong", "about": "surface"}).text
    assert 0 < narrowed.count("<blockquote") < drawn.count("<blockquote")
    assert client.get("/people/person", params={"name": "Nobody Atall"}).status_code == 404


def test_two_statements_in_one_sentence_stand_in_it_once() -> None:
    text = "“It opens,” Berg said, adding that it was late."
    direct, reported = (
        replace(SAID, start=text.index(quote), end=text.index(quote) + len(quote), quote=quote)
        for quote in ("It opens,", "it was late")
    )
    sentences = dict.fromkeys((direct, reported), people_tab.Sentence(0, text))
    shown = [people_tab.Once(one) for one in (reported, direct)]
    one, wanted = Person("Ida Berg", "person", ("Ida Berg",), 2), people_tab.Wanted("Ida Berg")
    drawn = people_tab.person(one, shown, [direct, reported], [], HEADINGS, sentences, wanted, ENGLISH)
    (quote,) = re.findall("<blockquote.*?</blockquote>", drawn)
    assert text_of(quote) == text
    assert re.findall('<span class="around">(.*?)</span>', quote) == ["“", "” Berg said, adding that ", "."]


def test_what_somebody_is_called_is_told_in_one_spelling() -> None:
    one = Person("Ida Berg", "person", ("Ida Berg", "IDA BERG", "Berg", "Mayor", "mayor", "Skipper"), 3)
    assert people_tab.other_forms(one) == ["Mayor", "Skipper"]


def test_what_somebody_is_called_leads_to_a_paragraph_that_calls_them_so(client: TestClient, samples: Library) -> None:
    drawn = client.get("/people/person", params={"name": "Bill Peduto"}).text
    found = re.search(r'href="articles/([^"]+)#p(\d+)"[^>]*>mayor of Pittsburgh<', drawn)
    assert found and "mayor of Pittsburgh" in samples.paragraph(found[1], int(found[2])).text


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_statements_are_a_file_to_keep(client: TestClient, kind: str) -> None:
    answer = client.get(f"/people/statements.{kind}", params={"name": "Neil Armstrong"})
    assert answer.headers["content-disposition"] == f'attachment; filename="statements.{kind}"'
    assert "Neil Armstrong" in answer.text


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("say", [ENGLISH, CHINESE])
def test_words_from_outside_are_shown_as_text(payload: str, say: Words) -> None:
    from index.reading.register import Person

    said = replace(SAID, quote=payload, speaker=payload)
    headings = {"a": Heading("a", payload, outlet=payload)}
    one, wanted = Person(payload, "person", (payload,), 1), people_tab.Wanted(payload, about=payload)
    sentences = {said: people_tab.Sentence(0, 2 * payload)}
    drawn = people_tab.person(one, [people_tab.Once(said, [said])], [said], [said], headings, sentences, wanted, say)
    assert "<script" not in drawn and "<img" not in drawn and "<style" not in drawn
    assert text_of(drawn).count(payload.split()[0][:8]) >= 3

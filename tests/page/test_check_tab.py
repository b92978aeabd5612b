"""The Check tab: what it draws of a text and its verdicts, what it is sent, and words from outside as text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.answering.sources import sources_of
from assistant.answering.speakers import Speakers
from assistant.answers import Claim
from assistant.assistant import Assistant
from assistant.page.tabs.check_tab import Marking, beside
from assistant.page.words import CHINESE, ENGLISH
from assistant.serving.uploads import LARGEST_REQUEST
from assistant.texts.coded import Coded
from assistant.verifying.verification import Verifier
from index.articles import Hit
from index.library import Library
from index.loading.formats.word import read_word
from tests.page.test_cards import CITATION, PAYLOADS
from tests.served import create_app
from tests.verifying.test_verification import REWORDINGS

DRAFT = (
    "Penicillin\n\nFleming used his Nobel lecture in Stockholm for a warning. It was given on 11 December 1946. "
    "The harbour of Valparaiso has three penguins."
)


@pytest.fixture(scope="module")
def client(samples: Library) -> Iterator[TestClient]:
    with TestClient(create_app(Assistant(samples))) as made:
        yield made


@pytest.fixture(scope="module")
def verifier() -> Verifier:
    return Verifier()


def pieces(client: TestClient, text: str, earlier: Any = None, **filters: Any) -> list[dict[str, Any]]:
    answer = client.post("/check/text", json={"text": text, "filters": filters, "earlier": earlier})
    return [json.loads(line) for line in answer.text.splitlines()]


def test_a_text_comes_back_sentence_by_sentence_with_its_verdicts_and_cards(client: TestClient) -> None:
    found = pieces(client, DRAFT)
    said = [re.findall(r'class="claim said (\w+)', piece["text"]) for piece in found]
    assert said == [[], ["supported"], ["contradicted"], ["not_found"], []]
    assert [len(piece["citations"]) for piece in found] == [0, 1, 0, 0, 0]
    assert "the text says &#x27;1946&#x27;." in found[2]["text"]
    assert 'id="t0-c1"' in found[1]["cards"]
    assert found[-1]["done"]
    assert found[-1]["told"] == "3 sentences checked: 1 supported, 1 contradicted, 1 not found."
    assert [piece["share"] for piece in found] == sorted(piece["share"] for piece in found)


def test_the_pieces_together_are_the_text(client: TestClient) -> None:
    text = f"  Before.\n\n{DRAFT}\n\n  And <after>? "
    drawn = "".join(piece["text"].partition('<div class="pair"')[0] for piece in pieces(client, text))
    drawn = re.sub(r"<(a|small|button)\b.*?</\1>", "", drawn)
    assert re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", drawn)) == re.sub(r"\s+", " ", text).replace(
        "<after>", "&lt;after&gt;"
    )


def test_the_words_that_differ_are_marked_in_the_sentence_and_in_the_quote() -> None:
    told = beside("He died in 1946 in Rome, <aged>.", "He died in 1945 in Rome, & was old.")
    assert told[0].startswith("He died in <em>1946</em> in Rome") and told[1].startswith("He died in <em>1945</em> in")
    assert "&lt;" in told[0] and "&amp;" in told[1]
    unlike = ("The quay opens.", "A tram was late in the rain yesterday.")
    assert beside(*unlike) == unlike


@pytest.mark.parametrize(("text", "said"), [(" \n", "The text is empty."), ("x " * 50_001, "The text is longer than")])
def test_a_text_that_is_none_ends_in_one_sentence(client: TestClient, text: str, said: str) -> None:
    (piece,) = pieces(client, text)
    assert piece["error"].startswith(said)


def test_more_than_a_text_can_be_is_refused_before_it_is_read(client: TestClient) -> None:
    answer = client.post("/check/text", content=b"x" * (LARGEST_REQUEST + 1))
    assert answer.status_code == 409
    assert answer.json()["error"].startswith("That is more than can be checked")


def test_only_what_has_changed_is_checked_again(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    first = pieces(client, DRAFT)
    earlier = {
        "state": first[0]["state"],
        "claims": [piece["claim"] for piece in first[:-1]],
        "citations": [one for piece in first for one in piece["citations"]],
    }
    searched, search = list[str](), Library.search
    monkeypatch.setattr(
        Library, "search", lambda self, text, **how: (searched.append(text), search(self, text, **how))[1]
    )
    again = pieces(client, DRAFT, earlier=earlier)
    assert searched == []
    assert [piece["text"] for piece in again] == [piece["text"] for piece in first]
    # "It was given ..." is read with the sentence before it, so both are looked for again when that one changes.
    pieces(client, DRAFT.replace("a warning", "an appeal"), earlier=earlier)
    assert [text[:8] for text in searched] == ["Fleming ", "Fleming "]
    pieces(client, DRAFT, earlier=earlier, since="1900-01-01")
    assert len(searched) == 5, "with other filters nothing stands"


def test_a_checked_text_is_kept_as_markdown_and_as_word_with_footnotes(client: TestClient) -> None:
    first = pieces(client, DRAFT)
    kept = {
        "text": DRAFT,
        "claims": [piece["claim"] for piece in first[:-1]],
        "citations": [one for piece in first for one in piece["citations"]],
    }
    written = client.post("/check/kept.md", json=kept).text
    assert "for a warning.[^1] It was given on 11 December 1946.[^2] " in written
    assert re.search(r"\n\[\^2\]: Contradicted: Paragraph \d says '1945'; the text says '1946'\. “.*1945", written)
    assert "\n[^3]: Not found: Nothing in the articles says this." in written
    told = read_word(client.post("/check/kept.docx", json=kept).content).paragraphs
    assert told[:2] == ("Checked text", "Penicillin")
    assert told[2] == DRAFT.split("\n\n")[1]
    assert any(line.startswith("Contradicted: Paragraph ") for line in told)
    assert any("Article Assistant Samples" in line and "11 December 1945" in line for line in told)


def kept_of(claims: int, quote: str, sentence: str, **source: str) -> dict[str, Any]:
    """A text whose sentences all claim to be the whole of it, and to rest on one quote of that source."""
    claim = {"text": sentence, "start": 0, "end": len(sentence), "citations": [1], "verdict": "supported"}
    return {
        "text": sentence,
        "claims": [claim] * claims,
        "citations": [asdict(replace(CITATION, marker=1, quote=quote, **source))],
    }


@pytest.mark.parametrize("ending", ["md", "docx"])
def test_each_part_of_a_text_is_kept_once_whatever_its_sentences_say(client: TestClient, ending: str) -> None:
    sizes = [len(client.post(f"/check/kept.{ending}", json=kept_of(1, "q", "a" * n)).content) for n in (10, 20_000)]
    repeated = [len(client.post(f"/check/kept.{ending}", json=kept_of(90, "q", "a" * n)).content) for n in (10, 20_000)]
    assert repeated[1] - repeated[0] <= 1.1 * (sizes[1] - sizes[0]) + 100


@pytest.mark.parametrize(
    "kept",
    [
        kept_of(5_000, "q" * 20_000, "a"),
        kept_of(5_000, "q", "a", title="t" * 20_000),
        kept_of(5_000, "q", "a", outlet="o" * 20_000),
        kept_of(5_000, "q", "a", url=f"https://example.org/{'u' * 20_000}"),
        kept_of(1, "q", "a") | {"claims": [kept_of(1, "q", "a")["claims"][0] | {"citations": [1] * 200_000}]},
    ],
    ids=["quote", "title", "outlet", "address", "times"],
)
def test_a_file_in_which_a_source_stands_thousands_of_times_is_refused(
    client: TestClient, kept: dict[str, Any]
) -> None:
    refused = client.post("/check/kept.md", json=kept)
    assert refused.status_code == 409
    assert refused.json()["error"].startswith("That is more than can be kept")


def test_an_earlier_check_with_more_citations_than_there_can_be_is_not_used(client: TestClient) -> None:
    first = pieces(client, DRAFT)
    claims = [piece["claim"] | {"citations": [1] * 1_000} for piece in first[:-1]]
    citations = [one for piece in first for one in piece["citations"]]
    again = pieces(client, DRAFT, earlier={"state": first[0]["state"], "claims": claims, "citations": citations})
    assert [piece["text"] for piece in again] == [piece["text"] for piece in first]


def test_filters_limit_what_a_text_is_checked_against_and_days_must_be_days(client: TestClient) -> None:
    claim = "Norman Heatley was not among the winners."
    assert "supported" in pieces(client, claim, articles=["penicillin-use-enough"])[0]["text"]
    assert "not_found" in pieces(client, claim, articles=["berlin-wall-opens"])[0]["text"]
    assert pieces(client, claim, since="2031-01-01")[-1]["notice"] == "No article passes these filters."
    assert pieces(client, claim, since="soon") == [{"error": "'soon' is not a day. Write it like 2026-02-05."}]
    assert client.post("/check/text", json={"text": claim, "filters": {"unknown": "x"}}).status_code == 422


def test_the_words_of_a_citation_are_shown_in_their_article(client: TestClient) -> None:
    citations = [one for piece in pieces(client, DRAFT) for one in piece["citations"]]
    drawn = client.post("/check/article", json={"citations": citations, "marker": 1, "look": 5}).text
    assert 'data-turn="0" data-marker="1" data-look="5"' in drawn
    assert f'<mark data-names="1">{citations[0]["quote"]}</mark>' in drawn
    assert client.post("/check/article", json={"citations": [], "marker": 1, "look": 1}).text == ""


def test_of_thousands_of_citations_that_no_longer_stand_some_are_shown_with_the_one_looked_at(
    client: TestClient, samples: Library
) -> None:
    article = samples.article("penicillin-use-enough")
    elsewhere = replace(CITATION, article_id=article.id, paragraph=1, quote="", revision=article.paragraphs[1].revision)
    citations = [asdict(replace(elsewhere, marker=marker)) for marker in range(1, 4_001)]
    drawn = client.post("/check/article", json={"citations": citations, "marker": 4_000, "look": 1}).text
    assert drawn.count('class="as-cited"') == 20


def tags(markup: str) -> list[str]:
    return re.findall(r"<(\w+)", markup)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_is_sent_as_a_citation_stays_text(client: TestClient, payload: str) -> None:
    def drawn(sent: str) -> str:
        citation = replace(CITATION, article_id=sent, title=sent, outlet=sent, quote=sent, published=sent, url=sent)
        looked = {"citations": [asdict(citation)], "marker": CITATION.marker, "look": 1}
        return client.post("/check/article", json=looked).text

    assert tags(drawn(payload)) == tags(drawn("plain"))
    assert "plain" in drawn("plain")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_hostile_text_stays_text(samples: Library, payload: str) -> None:
    def drawn(sent: str) -> str:
        text, marking = f"{sent} A claim {sent}. {sent}", Marking(f"{sent} A claim {sent}. {sent}", samples, ENGLISH)
        claim = Claim(text[len(sent) :], len(sent), len(text) - 1, (1,), False, sent)
        card = marking.card(replace(CITATION, title=sent, quote=sent, outlet=sent))
        return card + marking.sentence(claim) + marking.rest() + marking.tally()

    assert tags(drawn(payload)) == tags(drawn("plain"))


def test_a_file_is_read_as_its_kind_says_and_named_as_it_was(client: TestClient) -> None:
    page = b"<html><body><article><p>A draft of one sentence that is long enough.</p></article></body></html>"
    assert client.post("/check/file?name=a.html", content=page).json() == {
        "text": "A draft of one sentence that is long enough."
    }
    assert (
        client.post("/check/file?name=a.txt", content="Ein Entwurf – für alle.".encode()).json()["text"].endswith(".")
    )
    refused = client.post("/check/file?name=../my.xyz", content=b"x")
    assert refused.status_code == 409
    assert refused.json()["error"].startswith("'../my.xyz' cannot be read: ")
    assert "/tmp" not in client.post("/check/file?name=bad.pdf", content=b"no pdf").json()["error"]


def test_a_reason_is_told_in_the_language_of_the_page(samples: Library, verifier: Verifier) -> None:
    reasons = list[Coded]()
    for row in REWORDINGS:
        article = samples.article(row["article_id"])
        hit = Hit(samples.paragraph(article.id, row["paragraph"]), article, 0.0)
        reasons += filter(None, [verifier.verify(row["claim"], sources_of([hit], Speakers(samples))).reason])
    assert len({str(one) for one in reasons}) > 20
    for one in reasons:
        claim = {"why": asdict(one), "reason": str(one)}
        assert ENGLISH.reason(claim) == str(one) != CHINESE.reason(claim)
    why = {"code": "reasons.otherwise", "values": {"paragraph": 4, "told": "1945", "claimed": "1946"}}
    assert CHINESE.reason({"why": why, "reason": ""}) == "第4段写的是“1945”，文稿写的是“1946”。"


@pytest.mark.parametrize("code", [None, "reasons.unheard", "reasons.says"])
def test_a_reason_of_another_version_is_told_as_it_was_written(code: str | None) -> None:
    why = {"code": code, "values": {}} if code else None
    assert CHINESE.reason({"why": why, "reason": "It rained."}) == "It rained."

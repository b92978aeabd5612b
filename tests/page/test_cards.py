"""The cards: which words are marked, whose words they are, and that nothing from outside is markup."""

from __future__ import annotations

import html
import re
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answers import Answer, Citation, Claim, Copy
from assistant.page.cards import AROUND, card, sources
from assistant.page.escape import article_address, escape
from assistant.page.highlights import all_marked, marked
from assistant.page.words import ENGLISH
from index.articles import Paragraph
from index.errors import UnknownArticle
from index.language.times.dated_words import DatedWords
from index.reading.voices import SpeakerFrom

TEXT = "The mayor 🌉 said: “It opens in 2029.” Nobody objected."
QUOTE = "“It opens in 2029.”"
PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onfocus=alert(1) autofocus='",
    "[1](javascript:alert(1))",
    "${alert(1)} {{value}} `x` $x^2$ **b** # h",
    "</article></div><style>*{display:none}</style>",
]


class Shelf:
    """A library of one paragraph, or of none."""

    def __init__(self, *paragraphs: Paragraph) -> None:
        self.known = {(paragraph.article_id, paragraph.number): paragraph for paragraph in paragraphs}

    def paragraph(self, article_id: str, number: int) -> Paragraph:
        try:
            return self.known[article_id, number]
        except KeyError:
            raise UnknownArticle("No such article.") from None

    def as_cited(self, article_id: str, number: int, revision: str) -> Paragraph | None:
        return next((one for one in self.known.values() if one.revision == revision), None)


class Counting(Shelf):
    """One that counts how often a paragraph is looked up."""

    looked_up = 0

    def paragraph(self, article_id: str, number: int) -> Paragraph:
        self.looked_up += 1
        return super().paragraph(article_id, number)


PARAGRAPH = Paragraph("bridge", 9, TEXT, "body")
CITATION = Citation(
    marker=1,
    article_id="bridge",
    title="A bridge",
    outlet="The Post",
    published="2026-02-05",
    url=None,
    paragraph=9,
    quote=QUOTE,
    start=TEXT.index(QUOTE),
    end=TEXT.index(QUOTE) + len(QUOTE),
    revision=PARAGRAPH.revision,
    voice="direct",
    speaker="Lena Okafor",
    speaker_from=None,
    link="/articles/bridge#p9",
)


def drawn(citation: Citation = CITATION, shelf: Shelf | None = None) -> str:
    return card(3, 1, asdict(citation), shelf or Shelf(PARAGRAPH))


def text_of(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def mark_of(markup: str) -> str:
    found = re.findall(r"<mark>(.*?)</mark>", markup, re.DOTALL)
    assert len(found) == 1
    return html.unescape(found[0])


@given(st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs"])), st.integers(0, 50), st.integers(0, 50))
def test_the_marked_words_are_the_span_in_code_points_and_the_rest_is_untouched(
    text: str, start: int, length: int
) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    assert mark_of(marked(text, start, end)) == text[start:end]
    assert text_of(marked(text, start, end)) == text


@given(
    st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs"]), max_size=40),
    st.dictionaries(st.integers(1, 4), st.tuples(st.integers(0, 40), st.integers(0, 40))),
)
def test_spans_that_overlap_are_each_marked_whole_and_leave_the_text_untouched(
    text: str, given_spans: dict[int, tuple[int, int]]
) -> None:
    spans = {name: (min(one, len(text)), min(max(one, two), len(text))) for name, (one, two) in given_spans.items()}
    markup = all_marked(text, spans)
    assert text_of(markup) == text
    pieces = re.findall(r'<mark data-names="([\d ]+)">(.*?)</mark>', markup, re.DOTALL)
    for name, (start, end) in spans.items():
        own = "".join(html.unescape(shown) for names, shown in pieces if str(name) in names.split())
        assert own == text[start:end]


def test_a_card_shows_the_whole_paragraph_with_the_quote_marked_after_an_emoji() -> None:
    assert mark_of(drawn()) == QUOTE
    assert TEXT in text_of(drawn())


def test_of_a_very_long_paragraph_a_card_shows_what_is_around_the_quote() -> None:
    start = 5 * AROUND
    paragraph = replace(PARAGRAPH, text=f"{'a' * (start - 1)} {QUOTE} {'z' * start}")
    citation = replace(CITATION, start=start, end=start + len(QUOTE), revision=paragraph.revision)
    markup = drawn(citation, Shelf(paragraph))
    assert mark_of(markup) == QUOTE
    assert f"… {'a' * (AROUND - 1)} {QUOTE} {'z' * (AROUND - 1)} …" in text_of(markup)


def test_a_paragraph_that_an_answer_cites_often_is_looked_up_once() -> None:
    citations = tuple(replace(CITATION, marker=number) for number in range(1, 101))
    answer = Answer("1", "now", "Why?", "Why?", "answered", {"articles": 1}, "", "quotes", citations=citations)
    shelf = Counting(PARAGRAPH)
    assert sources(1, "Why?", answer.to_dict(), shelf).count("<mark>") == 100
    assert shelf.looked_up == 1


def test_a_card_names_outlet_title_date_and_paragraph() -> None:
    shown = text_of(drawn())
    for fact in ("The Post", "A bridge", "5 February 2026", "paragraph 9"):
        assert fact in shown


def test_a_card_carries_the_turn_and_the_number_of_its_marker() -> None:
    assert 'id="t3-c1"' in drawn()
    assert 'href="#t3-m1"' in drawn()


def test_a_card_links_to_the_paragraph_in_the_whole_article() -> None:
    assert 'href="articles/bridge#p9" data-turn="3" data-marker="1"' in drawn()


def test_a_quote_is_copied_with_outlet_title_day_paragraph_and_link() -> None:
    address, url = "articles/bridge#p9", "https://example.org/bridge"
    for link, citation in ((address, CITATION), (url, replace(CITATION, url=url))):
        markup = drawn(citation)
        copied = html.unescape(re.findall(r'data-text="([^"]*)" data-link="([^"]*)"', markup)[0][0])
        assert copied == f"{QUOTE} — The Post, “A bridge”, 5 February 2026, paragraph 9."
        assert f'data-link="{link}"' in markup


def test_a_record_cannot_bring_a_link_of_its_own() -> None:
    assert "javascript:" not in drawn(replace(CITATION, link="javascript:alert(1)", url="javascript:alert(1)"))


@pytest.mark.parametrize(
    ("voice", "speaker", "said"),
    [
        ("direct", "Lena Okafor", "direct quotation of Lena Okafor"),
        ("direct", None, "direct quotation, speaker not named"),
        ("reported", "Lena Okafor", "Lena Okafor, reported"),
        ("mixed", "Lena Okafor", "Lena Okafor, partly in quotation marks"),
        ("reported", None, "reported, speaker not named"),
        ("outlet", None, "the outlet’s own words"),
    ],
)
def test_a_card_says_whose_words_are_marked(voice: str, speaker: str | None, said: str) -> None:
    assert said in text_of(drawn(replace(CITATION, voice=voice, speaker=speaker)))  # type: ignore[arg-type]


def test_a_speaker_who_is_named_elsewhere_is_shown_with_the_paragraph() -> None:
    markup = drawn(replace(CITATION, speaker_from=SpeakerFrom(paragraph=4, start=0, end=3)))
    assert "named in paragraph 4" in text_of(markup)
    assert 'href="articles/bridge#p4"' in markup


def test_a_card_says_which_day_the_quote_means_by_its_words() -> None:
    dates = (DatedWords("Wednesday", 0, 9, "2026-02-04"), DatedWords("last week", 0, 9, "2026-W05"))
    shown = text_of(drawn(replace(CITATION, dates=dates)))
    assert "Wednesday = 4 February 2026" in shown and "last week = the week of 26 January 2026" in shown
    assert ENGLISH.dates in drawn(replace(CITATION, dates=dates))
    assert ENGLISH.dates not in drawn()


def test_a_saved_answer_without_dates_is_still_drawn() -> None:
    saved = {name: value for name, value in asdict(CITATION).items() if name not in ("dates", "copies")}
    assert card(3, 1, saved, Shelf(PARAGRAPH)) == drawn()


def test_a_payload_in_a_dated_word_is_shown_as_text() -> None:
    shown = drawn(replace(CITATION, dates=(DatedWords(PAYLOADS[0], 0, 9, PAYLOADS[1]),)))
    assert f"{PAYLOADS[0]} = {PAYLOADS[1]}" in text_of(shown) and "<script" not in shown and "<img" not in shown


COPY = Copy("other", "A bridge again", "The Echo", "2026-02-07", 4, "/articles/other#p4")


def test_the_copies_of_an_article_are_folded_under_its_card() -> None:
    shown = drawn(replace(CITATION, copies=(COPY, replace(COPY, article_id="third", outlet=None, published=None))))
    folded = shown[shown.index("<details>") : shown.index("</details>")]
    assert "Also in 2 copies of this story" in text_of(folded)
    assert "The Echo, 7 February 2026, paragraph 4: A bridge again" in text_of(folded)
    assert 'href="articles/other#p4"' in folded and 'href="articles/third#p4"' in folded
    assert "<details" not in drawn()


@pytest.mark.parametrize("field", ["article_id", "title", "outlet", "published", "link"])
def test_a_payload_in_any_field_of_a_copy_is_shown_as_text(field: str) -> None:
    plain = drawn(replace(CITATION, copies=(COPY,)))
    for payload in PAYLOADS:
        hostile = drawn(replace(CITATION, copies=(replace(COPY, **{field: payload}),)))
        assert re.findall(r"<(\w+)", hostile) == re.findall(r"<(\w+)", plain)


def test_a_card_names_the_sources_that_differ() -> None:
    claims = (
        Claim("A", 0, 1, (1,), verdict="supported", differs_from=(2,)),
        Claim("B", 2, 3, (2,), verdict="supported", differs_from=(1,)),
        Claim("C", 4, 5, (3,), verdict="supported"),
    )
    cited = tuple(replace(CITATION, marker=marker) for marker in (1, 2, 3))
    answer = Answer(
        "1", "now", "Why?", "Why?", "answered", {"articles": 1}, "A B C", "quotes", claims=claims, citations=cited
    )
    cards = re.findall(r"<article.*?</article>", sources(2, "Why?", answer.to_dict(), Shelf(PARAGRAPH)), re.DOTALL)
    told = [re.findall(r"Sources? [\d and]+ differs?", text_of(one)) for one in cards]
    assert told == [["Source 2 differs"], ["Source 1 differs"], []]


@pytest.mark.parametrize(
    ("shelf", "said"),
    [(Shelf(replace(PARAGRAPH, text="Quite another text.")), ENGLISH.article_changed), (Shelf(), ENGLISH.article_gone)],
)
def test_what_the_library_holds_no_more_is_shown_as_it_was_saved_and_says_so(shelf: Shelf, said: str) -> None:
    markup = card(3, 1, asdict(CITATION), shelf, saved={PARAGRAPH.revision: TEXT})
    assert mark_of(markup) == QUOTE and TEXT in text_of(markup)
    assert said in text_of(markup) and "another text" not in markup
    alone = card(3, 1, asdict(CITATION), shelf, saved={PARAGRAPH.revision: "Not what was saved."})
    assert mark_of(alone) == QUOTE and TEXT not in text_of(alone)
    assert said in text_of(alone) and "saved" not in text_of(alone)


def test_offsets_that_do_not_hold_the_quote_mark_nothing_else() -> None:
    assert mark_of(drawn(replace(CITATION, start=0, end=5))) == QUOTE


def test_the_closest_paragraphs_of_a_refusal_are_cards_with_numbers_of_their_own() -> None:
    closest = (replace(CITATION, marker=None), replace(CITATION, marker=None))
    answer = Answer("1", "now", "Why?", "Why?", "not_found", {"articles": 1}, "", "quotes", closest=closest)
    markup = sources(2, "Why?", answer.to_dict(), Shelf(PARAGRAPH))
    assert ENGLISH.closest in text_of(markup)
    assert re.findall(r'id="(t2-c\d)"', markup) == ["t2-c1", "t2-c2"]
    assert re.findall(r'href="#(t2-m\d)"', markup) == ["t2-m1", "t2-m2"]


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("field", ["title", "outlet", "published", "speaker", "quote", "article_id"])
def test_a_payload_in_any_field_of_a_citation_is_shown_as_text(field: str, payload: str) -> None:
    plain, hostile = drawn(shelf=Shelf()), drawn(replace(CITATION, **{field: payload}), Shelf())  # type: ignore[arg-type]
    assert re.findall(r"<(\w+)", hostile) == re.findall(r"<(\w+)", plain)
    if field != "article_id":
        assert payload in text_of(hostile)


def test_characters_that_reorder_a_line_are_shown_by_their_number() -> None:
    assert escape("a\u202eb\u2066c") == "a[U+202E]b[U+2066]c"
    assert escape("a\x00b\x1bc") == "a\ufffdb\ufffdc"


def test_an_article_id_with_any_characters_stays_one_part_of_the_address() -> None:
    assert article_address("a/b?c#d e", 2) == "articles/a%2Fb%3Fc%23d%20e#p2"

"""The conversation and the article pages: markers, refusals, notices, and words from outside as text."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from functools import cached_property

import pytest

from assistant.answers import Answer, Claim, ReadAs
from assistant.page.article_page import article_page, missing_page
from assistant.page.frame import welcome
from assistant.page.turns import Turn, conversation, history
from assistant.page.words import CHINESE, ENGLISH, Words, words_for
from assistant.question import without_instructions
from assistant.texts.catalogues import group
from assistant.texts.coded import together
from index.articles import Article, Paragraph
from tests.page.test_cards import CITATION, PAYLOADS, text_of

ANSWER = Answer(
    id="1",
    created="2026-02-06T10:00:00Z",
    question="When does it open?",
    standalone_question="When does it open?",
    outcome="answered",
    searched={"articles": 12, "filters": {}},
    text="The mayor: “It opens in 2029.” [1] And [7].",
    writer="quotes",
    citations=(CITATION,),
)
REFUSED = replace(ANSWER, outcome="not_found", text="", citations=(), closest=(replace(CITATION, marker=None),))
ARTICLE = Article(
    id="bridge",
    title="A bridge",
    outlet="The Post",
    author="Ana Ruiz",
    published="2026-02-05",
    url="https://example.org/bridge",
    paragraphs=(
        Paragraph("bridge", 1, "Editor's note: first.", "note"),
        Paragraph("bridge", 2, "It opens in 2029.", "body"),
        Paragraph("bridge", 3, "The bridge, in a drawing.", "caption"),
        Paragraph("bridge", 4, "Subscribe!", "boilerplate"),
    ),
)


def shown(answer: Answer = ANSWER, question: str = ANSWER.question) -> str:
    return conversation([Turn(question, answer.to_dict())])


def links(markup: str) -> list[str]:
    return re.findall(r'href="(#[^"]*)"', markup)


def test_a_marker_links_to_the_card_of_its_own_turn() -> None:
    turn = Turn("q", ANSWER.to_dict())
    assert links(conversation([turn, turn])) == ["#t1-c1", "#t2-c1"]


def test_a_bracketed_number_that_is_no_citation_stays_text() -> None:
    assert "And [7]." in text_of(shown())


def test_a_bracketed_number_inside_quoted_words_is_the_articles_own() -> None:
    citation = replace(CITATION, quote="See note [1] below.")
    markup = shown(replace(ANSWER, text="The Post: See note [1] below. [1]", citations=(citation,)))
    assert links(markup) == ["#t1-c1"]
    assert "See note [1] below." in text_of(markup)


def test_a_marker_that_is_repeated_has_one_id() -> None:
    markup = shown(replace(ANSWER, text="One. [1] Two. [1]"))
    assert len(links(markup)) == 2
    assert markup.count('id="t1-m1"') == 1


def test_a_claim_that_is_not_supported_is_struck_with_its_reason() -> None:
    claim = Claim("It opens.", 0, 9, (1,), verdict="contradicted", reason='No "opening" there')
    markup = shown(replace(ANSWER, text="It opens. [1] Fine.", claims=(claim,)))
    assert '<s title="No &quot;opening&quot; there">It opens.</s>' in markup


def test_a_refusal_has_its_own_heading_and_lists_the_closest_paragraphs() -> None:
    markup = shown(REFUSED)
    assert 'class="not-found"' in markup
    assert ENGLISH.not_found in text_of(markup) and CITATION.quote in text_of(markup)
    assert links(markup) == ["#t1-c1"]


@pytest.mark.parametrize("said", ["nothing_found", "not_said", "nothing_said", "no_article", "no_outlet"])
@pytest.mark.parametrize("say", [ENGLISH, CHINESE])
def test_a_refusal_is_told_in_the_language_of_the_page(said: str, say: Words) -> None:
    known = {"n": 12, "who": "Ida Berg", "topic": "the quay", "names": "'The Post'"}
    instead = {"who": "Mei Sandvik", "topic": "the quay", "where": "“The quay” (Gazette)"}
    sentences = [{"code": f"quotes.{said}", "values": known}, {"code": "quotes.instead", "values": instead}]
    own = group("quotes", say.language)
    told = together([own[said].format(**known), own["instead"].format(**instead)], say.language)
    assert say.refusal({"text": "Nothing.", "refusal": sentences}) == (told, [])


def test_the_names_that_a_refusal_offers_are_told_apart_from_it() -> None:
    names = {"code": "answers.nearest_names", "values": {"names": "Ida Berg, Ida Borg"}}
    nothing = {"code": "quotes.nothing_said", "values": {"who": "Ida Barg"}}
    text = "Ich habe nichts gefunden. Similar names: Ida Berg, Ida Borg."
    framed = [{**names, "start": text.index("Similar"), "end": len(text)}]
    told, offered = CHINESE.refusal({"text": text, "refusal": [nothing, names], "framed": framed})
    assert (told, offered) == ("没有找到Ida Barg说的话。", ["Ida Berg", "Ida Borg"])
    assert CHINESE.refusal({"text": text, "refusal": [names], "framed": framed}) == (
        "Ich habe nichts gefunden.",
        offered,
    )


def test_a_notice_is_in_the_language_of_the_page_and_one_of_an_earlier_version_as_it_was_written() -> None:
    source = {"code": "notices.feed_of", "values": {"name": "The Post"}}
    since = {"code": "notices.not_read_since", "values": {"source": source, "day": "--05-03"}}
    record = {"notice": "In English.", "notices": [{"code": "answers.unsure", "values": {}}, since]}
    unsure = group("answers", "zh")["unsure"]
    assert CHINESE.notice(record) == together([unsure, "The Post的订阅源自5月3日以来未能读取。"], "zh")
    assert CHINESE.notice({**record, "notices": [since, {"code": "notices.of_later", "values": {}}]}) == "In English."
    assert CHINESE.notice({"notice": "In English."}) == "In English." and CHINESE.notice({"notice": None}) == ""


def test_a_refusal_of_an_earlier_version_is_told_as_it_was_written() -> None:
    assert CHINESE.refusal({"text": "The quay opens."}) == ("The quay opens.", [])


def test_a_refusal_offers_all_articles_only_where_they_answer() -> None:
    for found in (True, False):
        searched = {"articles": 1, "filters": {"outlets": ["CGTN"]}, "found_without_filters": found}
        markup = shown(replace(REFUSED, searched=searched))
        assert (ENGLISH.search_without in text_of(markup)) is found
        assert "Searched 1 article (outlet: CGTN)" in text_of(markup)


def test_a_refusal_offers_what_was_tried_and_finds_something_and_nothing_else() -> None:
    read = ReadAs("said", "the quay", "Ida Berg", outlet="Gazette", period="2026-02")
    refused = replace(REFUSED, read_as=read, question="In one sentence, what did she say?")

    def dropping(tried: object) -> list[tuple[str, str]]:
        searched = {"articles": 1, "filters": {}, "found_regardless_of": tried}
        markup = shown(replace(refused, searched=searched))
        return re.findall(r' data-regardless="([^"]*)">([^<]*)</button>', markup)

    assert dropping([["period"]]) == [("period", "At any time")]
    assert dropping([["outlet", "period"]]) == [("outlet period", "In any outlet, at any time")]
    assert dropping([]) == []
    refused = replace(refused, writer="small-model")
    assert dropping([]) == [("outlet", "In any outlet"), ("period", "At any time")], "a model may find more"


def test_what_is_asked_instead_keeps_the_instructions_beside_the_question() -> None:
    read = ReadAs("said", "the quay", "Ida Berg", period="2026-02")

    def asked(question: str, standalone: str) -> list[str]:
        answer = replace(ANSWER, question=question, standalone_question=standalone, read_as=read)
        return [html.unescape(one) for one in re.findall(r'class="ask-instead" data-question="([^"]*)"', shown(answer))]

    first = "In one sentence, what did Ida Berg say about the quay in February 2026?"
    assert asked(first, without_instructions(first)[0]) == [first]
    alone = "What did Ida Berg say about the quay in February 2026?"
    assert asked("And about the quay, in one sentence?", alone) == [f"{alone} in one sentence"]
    assert without_instructions(f"{alone} in one sentence") == (alone, ("in one sentence",))
    assert asked("And about the quay?", alone) == [alone]


def test_a_stopped_answer_says_so_and_keeps_what_there_is_of_it() -> None:
    markup = conversation([Turn("q", ANSWER.to_dict(), stage="stopped")])
    assert ENGLISH.stopped in text_of(markup) and "It opens in 2029." in text_of(markup)
    assert ENGLISH.stopped_before in text_of(conversation([Turn("q", stage="stopped")]))


def test_a_sentence_of_the_answer_names_the_citation_that_holds_its_words() -> None:
    text = "The mayor 🌉: “It opens in 2029.” [1] More. [1]"
    claims = (Claim(text[:33], 0, 33, (1,), verdict="supported"), Claim("More.", 38, 43, (9,), verdict=None))
    markup = shown(replace(ANSWER, text=text, claims=claims))
    assert re.findall(r'<span class="claim" data-marker="1">(.*?)</span>', markup) == [text[:33]]
    assert text_of(markup).count("More.") == 1


def test_a_marker_inside_a_claim_stays_a_link() -> None:
    claim = Claim("It opens [1] soon [1].", 0, 22, (1,), verdict="supported")
    markup = shown(replace(ANSWER, text=claim.text, claims=(claim,)))
    inside = re.findall(r'<span class="claim" data-marker="1">(.*)</span><', markup)
    assert len(inside) == 1 and inside[0].count("<a class=") == 2


def test_the_page_says_how_many_articles_were_searched_and_within_what() -> None:
    assert "Searched 12 articles1 source" in text_of(shown())
    narrowed = replace(ANSWER, searched={"articles": 1, "filters": {"outlets": ["CGTN"], "since": None}})
    assert "Searched 1 article (outlet: CGTN)" in text_of(shown(narrowed))
    dated = replace(ANSWER, searched={"articles": 12, "filters": {}, "newest": "2026-02-05"})
    assert "Searched 12 articles, the newest from 5 February 2026" in text_of(shown(dated))
    one = replace(ANSWER, searched={"articles": 1, "filters": {"articles": ["bridge", "x9"], "since": "2026-02-01"}})
    assert "Searched 1 article (article: A bridge, x9; from 1 February 2026)" in text_of(shown(one))


def test_the_question_as_understood_is_shown_only_where_it_differs() -> None:
    assert ENGLISH.understood_as not in text_of(shown())
    assert "What of the bridge?" in text_of(shown(replace(ANSWER, standalone_question="What of the bridge?")))
    told = replace(ANSWER, question="When does it open, in one sentence?")
    assert ENGLISH.understood_as not in text_of(shown(told)), "an instruction left aside is no other question"
    read = ReadAs("said", "the bridge", "Ida Berg")
    told = text_of(shown(replace(ANSWER, standalone_question="What of the bridge?", read_as=read)))
    assert "Read as: What of the bridge?; Ida Berg, on the bridge" in told


def test_a_notice_is_shown() -> None:
    assert "The model stopped half-way." in text_of(shown(replace(ANSWER, notice="The model stopped half-way.")))


def test_an_error_is_one_sentence() -> None:
    markup = conversation([Turn("q", error="The library is locked.")])
    assert 'class="failed"' in markup
    assert "The library is locked." in text_of(markup)


def test_a_question_without_an_answer_yet_says_that_the_articles_are_searched() -> None:
    stages = ("searching", ENGLISH.searching), ("reading", ENGLISH.reading), ("checking", ENGLISH.checking)
    for stage, said in (("warming", ENGLISH.warming_up), *stages):
        assert said in text_of(conversation([Turn("q", stage=stage)]))  # type: ignore[arg-type]


def test_an_empty_library_says_how_to_add_articles_and_offers_no_example() -> None:
    markup = welcome(0, ["q"], ENGLISH)
    assert ENGLISH.empty_library_command in text_of(markup)
    assert 'class="example"' not in markup


def test_a_first_visit_offers_the_examples() -> None:
    assert re.findall(r"<button[^>]*>(.*?)</button>", welcome(1, ["A <b>?", "C?"], ENGLISH)) == ["A &lt;b&gt;?", "C?"]


def test_the_history_holds_what_was_answered_and_not_what_failed() -> None:
    turns = [Turn("a", ANSWER.to_dict()), Turn("b", error="x"), Turn("c")]
    assert history(turns) == [{"role": "user", "content": "a"}, {"role": "assistant", "content": ANSWER.text}]


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("field", ["text", "notice", "standalone_question"])
def test_a_payload_in_any_field_of_an_answer_is_shown_as_text(field: str, payload: str) -> None:
    payload = payload.replace("[1]", "[9]")
    markup = shown(replace(ANSWER, **{field: payload}))  # type: ignore[arg-type]
    assert payload in text_of(markup)
    allowed = {"div", "section", "h2", "span", "p", "a", "q", "button"}
    assert set(re.findall(r"<(\w+)", markup)) <= allowed


def test_a_payload_in_a_question_is_shown_as_text() -> None:
    assert "<script" not in shown(question=PAYLOADS[0])
    assert PAYLOADS[0] in text_of(shown(question=PAYLOADS[0]))


def test_an_article_page_shows_every_paragraph_with_its_number_and_anchor() -> None:
    markup = article_page(ARTICLE)
    assert re.findall(r'id="(p\d+)"', markup) == ["p1", "p2", "p3", "p4"]
    for paragraph in ARTICLE.paragraphs:
        assert paragraph.text in text_of(markup)


def test_an_article_page_greys_and_names_what_is_not_searched() -> None:
    kinds = re.findall(r'class="numbered ([\w-]+)" id="(p\d)"', article_page(ARTICLE))
    assert kinds == [("not-searched", "p1"), ("body", "p2"), ("caption", "p3"), ("not-searched", "p4")]
    assert "note, not searched" in text_of(article_page(ARTICLE))


def test_an_article_page_tells_the_day_of_the_last_change_from_that_of_publication() -> None:
    changed = text_of(article_page(replace(ARTICLE, published=None, updated="2026-02-06")))
    assert changed.count("6 February 2026") == changed.count("updated 6 February 2026") == 1
    for updated in (None, "2026-02-05", "2026-02-05T18:00:00Z"):
        assert "updated" not in text_of(article_page(replace(ARTICLE, updated=updated)))


def test_an_article_page_names_outlet_author_date_and_original() -> None:
    markup = article_page(ARTICLE)
    for fact in ("The Post", "Ana Ruiz", "5 February 2026"):
        assert fact in text_of(markup)
    assert 'href="https://example.org/bridge" target="_blank" rel="noopener noreferrer"' in markup


def test_an_original_that_is_no_web_page_is_not_linked() -> None:
    assert "javascript:" not in article_page(replace(ARTICLE, url="javascript:alert(1)"))


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("field", ["title", "outlet", "author", "published", "language"])
def test_a_payload_in_any_field_of_an_article_is_shown_as_text(field: str, payload: str) -> None:
    markup = article_page(replace(ARTICLE, **{field: payload}))  # type: ignore[arg-type]
    tags = re.findall(r"<(\w+)", article_page(replace(ARTICLE, **{field: "x"})))  # type: ignore[arg-type]
    assert re.findall(r"<(\w+)", markup) == tags
    assert html.escape(payload) in markup


def test_an_article_page_needs_no_script_and_names_no_other_host() -> None:
    for markup in (article_page(replace(ARTICLE, url=None)), missing_page()):
        assert "<script" not in markup
        assert "http" not in markup.replace("http-equiv", "")


@pytest.mark.parametrize(
    ("published", "said"),
    [
        ("2026-02-05T08:00:00+00:00", "5 February 2026"),
        ("spring", "spring"),
        ("2026-02", "February 2026"),
        ("2026", "2026"),
        ("2026-W05", "the week of 26 January 2026"),
        ("2026-13-01", "2026-13-01"),
        ("2026-02-05x", "2026-02-05x"),
        (None, ""),
    ],
)
def test_a_date_is_written_as_people_write_it_and_anything_else_as_it_stands(published: str | None, said: str) -> None:
    assert ENGLISH.day(published) == said


@pytest.mark.parametrize(
    ("cookie", "accepted", "given"),
    [
        (None, None, ENGLISH),
        (None, "zh-CN,zh;q=0.9,en;q=0.8", CHINESE),
        (None, "en-US,en;q=0.9,zh;q=0.8", ENGLISH),
        (None, "fr, zh-TW;q=0.4, en;q=0.3", CHINESE),
        (None, "en;q=0.2, zh", CHINESE),
        (None, "de, *;q=x, ;;;", ENGLISH),
        ("zh", "en", CHINESE),
        ("en", "zh", ENGLISH),
        ("<script>", "zh", CHINESE),
    ],
)
def test_the_page_speaks_the_language_that_was_chosen_or_the_browsers(
    cookie: str | None, accepted: str | None, given: Words
) -> None:
    assert words_for(cookie, accepted) is given


def test_every_text_has_both_languages() -> None:
    names, chinese = (group("page", words.language).keys() for words in (ENGLISH, CHINESE))
    assert names == chinese
    made = {name for name, value in vars(Words).items() if isinstance(value, cached_property)}
    assert [name for name in names | made if getattr(ENGLISH, name) == getattr(CHINESE, name)] == []


def test_what_was_written_and_did_not_hold_is_struck_where_nothing_is_left() -> None:
    claim = Claim("It opens in 2030.", 0, 17, (), False, "Paragraph 2 has '2029', not '2030'.")
    drawn = shown(replace(REFUSED, text="It opens in 2030.", claims=(claim,)))
    assert '<s title="Paragraph 2 has &#x27;2029&#x27;, not &#x27;2030&#x27;.">It opens in 2030.</s>' in drawn
    assert ENGLISH.not_found_text in drawn

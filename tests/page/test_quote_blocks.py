"""Quotes as blocks: their words first, who and where beneath; lists, timelines and corrections look like it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from assistant.answers import Answer, Citation, Claim, Framed, Notice, Outcome, ReadAs
from assistant.page.turns import Turn, conversation
from assistant.page.words import CHINESE, ENGLISH, Words
from assistant.texts.coded import Coded
from tests.page.test_cards import CITATION, text_of

YES, IN_ORDER, THREE = Coded("answers.yes"), Coded("answers.in_order"), Coded("answers.quoted_in", {"n": 3})


def told(*parts: str | Coded | tuple[str | Coded, Citation], outcome: Outcome = "answered", **more: object) -> Answer:
    """An answer of sentences of ours and of quotes, each with what stands before it."""
    text, framed, claims, citations = "", list[Framed](), list[Claim](), list[Citation]()
    for part in parts:
        said, citation = part if isinstance(part, tuple) else (part, None)
        start, text = len(text), f"{text}{said}"
        if isinstance(said, Coded):
            framed.append(Framed(start, len(text), said.code, said.values))
        if citation:
            citations.append(replace(citation, marker=len(citations) + 1))
            text += f"“{citation.quote}”"
            claims.append(Claim(text[start:], start, len(text), (len(citations),), verdict="supported"))
            text += f" [{len(citations)}]"
        text += "\n\n"
    return Answer(
        id="1",
        created="2026-02-06T10:00:00Z",
        question="What?",
        standalone_question="What?",
        outcome=outcome,
        searched={"articles": 12, "filters": {}},
        text=text.rstrip(),
        writer="quotes",
        claims=tuple(claims),
        citations=tuple(citations),
        framed=tuple(framed),
        **more,  # type: ignore[arg-type]
    )


def drawn(answer: Answer, say: Words = ENGLISH) -> str:
    return conversation([Turn("What?", answer.to_dict())], say)


def quote(words: str, **more: object) -> Citation:
    return replace(CITATION, **{"quote": words, "article_id": words, "voice": "direct", "speaker": "Ida Berg"} | more)  # type: ignore[arg-type]


def test_the_words_of_a_quote_come_first_and_who_and_where_after_them() -> None:
    one = quote("It opens in 2029.", outlet="The Post", published="2026-02-05", title="A bridge")
    markup = drawn(told(("Ida Berg, quoted in “A bridge” (The Post, 5 February 2026): ", one)))
    figure = re.findall(r"<figure.*?</figure>", markup)[0]
    assert text_of(figure).startswith("“It opens in 2029.”")
    assert text_of(figure).count("Ida Berg") == text_of(figure).count("The Post") == 1
    places = [text_of(figure).index(words) for words in ("It opens", "Ida Berg", "The Post", "A bridge")]
    assert places == sorted(places)


def test_a_speaker_and_an_article_are_named_once_for_quotes_that_follow_one_another() -> None:
    ones = [quote(words, article_id="a") for words in ("It opens.", "It closes.")]
    others = [ones[0], quote("It burns.", article_id="a", speaker="Mei Sandvik")]
    ways = [ones[0], quote("It closes.", article_id="a", voice="reported")]
    assert drawn(told(("", ways[0]), ("", ways[1]))).count("<figcaption>") == 2
    assert drawn(told(("", ones[0]), ("Also: ", ones[1]))).count("<figcaption>") == 1
    assert drawn(told(("", others[0]), ("", others[1]))).count("<figcaption>") == 2


@pytest.mark.parametrize("say", [ENGLISH, CHINESE])
def test_a_quote_that_reports_is_told_from_one_that_is_spoken(say: Words) -> None:
    spoken, reported = (say.who({"speaker": "Ida Berg", "voice": voice}) for voice in ("direct", "reported"))
    assert spoken == "Ida Berg" and reported.startswith("Ida Berg") and reported != spoken
    assert say.who({"speaker": None, "voice": "outlet"}) == ""


def test_steps_in_time_have_their_days_in_a_column_each_once() -> None:
    days = ("2026-02-05", "2026-02-05", "2026-03-01")
    steps = [("", quote(f"Step {number}.", published=day)) for number, day in enumerate(days)]
    markup = drawn(told(IN_ORDER, *steps))
    assert markup.count('<ol class="timeline">') == 1 and markup.count("<li><time") == 2
    assert re.findall(r"<time[^>]*>(.*?)</time>", markup) == ["5 February 2026", "1 March 2026"]
    assert "2026" not in "".join(re.findall(r"<figcaption>.*?</figcaption>", markup))


def test_rows_are_a_list() -> None:
    rows = [("", quote(f"Row {number}.")) for number in range(3)]
    markup = drawn(told(THREE, *rows))
    assert re.findall(r'<ul class="rows">(.*)</ul>', markup)[0].count("<li>") == 3


def test_yes_stands_first_and_alone() -> None:
    markup = drawn(told(YES, ("", quote("It did."))))
    assert '<p class="settled">Yes.</p><figure' in markup


def test_our_own_words_are_in_the_language_of_the_page() -> None:
    markup = drawn(told(THREE, (Coded("answers.row", {"where": {"title": "A [1]"}}), quote("It opens."))), CHINESE)
    assert '<p class="ours">引用了3位发言者：</p>' in markup and "are quoted" not in markup
    assert re.findall(r'<a class="marker"[^>]*>', markup) == re.findall(r'<a class="marker" id="t1-m1"[^>]*>', markup)
    by_author = Coded("answers.told.date", {"title": {"title": "A bridge"}, "day": "2026-02-05"})
    dated = replace(told(by_author), claims=(Claim(str(by_author), 0, len(str(by_author)), (), "supported"),))
    assert "《A bridge》发表于2026年2月5日。" in text_of(drawn(dated, CHINESE))


def test_a_record_of_an_earlier_version_is_shown_as_it_was_written() -> None:
    answer = told(IN_ORDER, (Coded("answers.before_correction"), quote("It costs 42.")))
    markup = drawn(replace(answer, framed=None), CHINESE)
    assert "<figure" not in markup and text_of(markup).count("Before the correction: “It costs 42.”") == 1


@pytest.mark.parametrize("code", ["answers.satire", "answers.before_correction", "answers.changed_on"])
def test_what_must_be_read_before_a_quote_is_a_banner_over_it(code: str) -> None:
    warning = Coded(code, {"day": "2026-02-05", "now": "24", "was": "42"})
    answer = told((warning, quote("It costs 42.")))
    (claim,) = answer.claims
    at = len(str(warning))
    apart = replace(answer, claims=(replace(claim, start=at, text=claim.text[at:]),))
    for one in (answer, apart):
        assert f'<p class="banner">{str(warning).strip(": ")}</p>' in drawn(one)
    warned = drawn(answer, CHINESE)
    assert f'<p class="banner">{warning.in_language("zh").strip("：")}</p>' in warned


def test_accounts_that_differ_stand_side_by_side_under_what_differs() -> None:
    ones = [quote(f"Line 7 will cost {cost}.") for cost in ("€530 million, and not €412 million", "€412 million")]
    answer = told(Coded("quotes.differ_in.number"), *(("", one) for one in ones))
    claims = [replace(claim, differs_from=(2 - at,)) for at, claim in enumerate(answer.claims)]
    markup = drawn(replace(answer, claims=tuple(claims)))
    assert '<p class="differ">€530 million or €412 million?</p><div class="accounts">' in markup
    assert re.findall(r'<div class="accounts">(.*?)</div>', markup)[0].count("<figure") == 2


def test_a_correction_and_what_it_corrects_carry_a_banner_before_their_words() -> None:
    notice = Notice("n", 1, "It costs 24.", "2026-02-19", "correction")
    new, old = quote("It costs 24.", article_id="n", paragraph=1), quote("It costs 42.", corrected_by=notice)
    corrected, before = Coded("answers.corrected_on", {"day": "2026-02-19"}), Coded("answers.before_correction")
    first, second_figure = re.findall(r"<figure.*?</figure>", drawn(told((corrected, new), (before, old))))
    assert 'class="quoted correction"' in first and text_of(first).startswith(
        "Corrected on 19 February 2026“It costs 24.”"
    )
    assert text_of(second_figure).startswith("Before the correction“It costs 42.”")


def test_words_that_were_corrected_have_a_banner_even_where_the_answer_does_not_say_so() -> None:
    notice = Notice("n", 1, "It costs 24.", "2026-02-19", "withdrawal")
    figure = re.findall(r"<figure.*?</figure>", drawn(told(("", quote("It costs 42.", corrected_by=notice)))))[0]
    assert (
        text_of(figure).startswith("Withdrawn on 19 February 2026: It costs 24.") and 'href="articles/n#p1"' in figure
    )


def test_a_notice_that_the_answer_quotes_is_not_repeated_over_what_it_corrects() -> None:
    notice = Notice("n", 1, "It costs 24.", "2026-02-19", "correction")
    new, old = quote("It costs 24.", article_id="n", paragraph=1), quote("It costs 42.", corrected_by=notice)
    markup = drawn(told(("", new), ("", old)))
    assert 'href="articles/n#p1"' in markup and text_of(markup).count("It costs 24.") == 1
    assert "Corrected on 19 February 2026“It costs 42.”" in text_of(markup).replace("\n", "")


@pytest.mark.parametrize(("words", "capital"), [("the closure was", True), ("eBay is", False), ("The end", False)])
def test_a_quote_that_begins_within_a_sentence_is_shown_with_a_capital(words: str, capital: bool) -> None:
    markup = drawn(told(("", quote(words))))
    assert ('<blockquote class="sentence"' in markup) is capital and f"“{words}”" in text_of(markup)


def test_what_a_model_writes_in_running_text_stays_running_text() -> None:
    one = quote("It opens.")
    answer = told(("She said ", one))
    text = f"Then: {answer.text} And so on."
    claim = replace(answer.claims[0], start=6, end=6 + len(answer.claims[0].text))
    markup = drawn(replace(answer, text=text, claims=(claim,)))
    assert "<figure" not in markup and text_of(markup).count("It opens.") == 1


def test_questions_that_small_talk_offers_can_be_asked_by_a_click() -> None:
    markup = drawn(told("Hello!", "You could ask:\n- What did Ida Berg say?\n- Who is Bo?", outcome="reply"))
    buttons = re.findall(r'<button type="button" class="example" dir="auto">(.*?)</button>', markup)
    assert buttons == ["What did Ida Berg say?", "Who is Bo?"]


@pytest.mark.parametrize(
    ("say", "asked"), [(ENGLISH, "What did Bo Tang say about the quay?"), (CHINESE, "Bo Tang怎么看the quay？")]
)
def test_where_a_question_fits_several_people_one_can_be_chosen(say: Words, asked: str) -> None:
    read = ReadAs("said", topic="the quay", speaker="Ida Berg / Bo Tang / Tang")
    markup = drawn(told(("", quote("It opens.")), read_as=read), say)
    assert re.findall(r'class="ask-instead" data-question="([^"]*)"', markup)[1:] == [asked]


READ = ReadAs("said", "the quay", "Ida Berg", "Mei Sandvik", "Gazette", ("quay",), "../2026-03-31")


def dropping(read: ReadAs, say: Words = ENGLISH, filters: dict[str, list[str]] | None = None) -> list[tuple[str, str]]:
    """What the buttons of an answer drop, and their names."""
    answer = replace(told(("", quote("It opens.")), read_as=read), searched={"articles": 1, "filters": filters or {}})
    return re.findall(r' data-regardless="([^"]*)">([^<]*)</button>', drawn(answer, say))


def test_each_limit_that_the_words_set_can_be_dropped_with_those_dropped_before() -> None:
    every = [("outlet", "In any outlet"), ("author", "By any author"), ("period", "At any time")]
    assert dropping(READ) == [*every, ("articles", "In all articles")]
    assert [name for _, name in dropping(READ, CHINESE)] == ["不限媒体", "不限作者", "不限时间", "不限文章"]
    again = replace(READ, outlet=None, period=None, articles=(), regardless_of=("outlet", "period"))
    assert dropping(again) == [("outlet period author", "By any author")]
    assert "in any outlet, at any time" in text_of(drawn(told(("", quote("It opens.")), read_as=again)))


def test_a_limit_is_not_dropped_where_a_filter_sets_it_or_nothing_would_be_asked() -> None:
    chosen = {"outlets": ["Gazette"], "authors": ["Mei Sandvik"], "articles": ["quay"]}
    assert dropping(READ, filters=chosen) == [("period", "At any time")]
    for kind in ("metadata", "list", "count"):
        assert [limit for limit, _ in dropping(replace(READ, kind=kind))] == ["outlet", "author", "period"]
    for topic in (None, "this article"):
        assert dropping(replace(READ, kind="overview", topic=topic)) == []
    assert dropping(ReadAs("lookup")) == []


@pytest.mark.parametrize(
    ("period", "shown"),
    [
        ("2026-03", "March 2026"),
        ("../2026-03-31", "to 31 March 2026"),
        ("2026-03-01/..", "from 1 March 2026"),
        ("2026-03-01/2026-03-31", "from 1 March 2026 to 31 March 2026"),
    ],
)
def test_the_time_of_a_question_is_written_as_people_write_it(period: str, shown: str) -> None:
    assert ENGLISH.read_as({"kind": "said", "speaker": "Ida Berg", "period": period}) == f"Ida Berg, {shown}"


def test_names_that_come_near_are_offered_in_the_place_of_the_one_asked_for() -> None:
    nearest = Coded("answers.nearest_names", {"names": "Ida Berg, Ida Borg"})
    nobody = Coded("quotes.nothing_said", {"who": "Eda Barg"})
    read = ReadAs("said", speaker="Eda Barg")
    answer = told(f"{nobody} {nearest}", outcome="not_found", read_as=read, refusal=(nobody, nearest))
    markup = drawn(replace(answer, standalone_question="What did Eda Barg say?"))
    asked = re.findall(r'class="ask-instead" data-question="([^"]*)"', markup)
    assert asked == ["What did Ida Berg say?", "What did Ida Borg say?"]
    assert ENGLISH.did_you_mean_label in text_of(markup) and "Similar names" not in text_of(markup)

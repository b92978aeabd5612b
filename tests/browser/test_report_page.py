"""The report in a real browser, opened from its file: filter, sort, open a question, share an address, do no harm."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from assistant.assistant import Assistant
from assistant.evaluation.comparing import compare
from assistant.evaluation.reporting.report import write_report
from assistant.evaluation.results import Results
from index.library import SAMPLES, Library
from tests.browser.serving import LAPTOP, PHONE, keep
from tests.reports import many, real_results, results_of

pytestmark = pytest.mark.browser

HOSTILE = (
    "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"><svg onload=alert(3)>'\u2028\u2029\u202e "
    "javascript:alert(4) {{ 7 * 7 }} {% raw %} ${alert(5)} </style><!-- ]]> &lt;b&gt; \x00 \\u003cb\\u003e"
)


@pytest.fixture(scope="module")
def few(samples: Library) -> Results:
    return real_results(Assistant(samples))


@pytest.fixture(scope="module")
def after(few: Results) -> Results:
    """300 questions, among them one that failed, and some answers lost and gained against `before`."""
    found = many(few, 300)
    found[3] = replace(found[3], answer=None, error="The model was silent.")
    for at in range(0, 300, 16):
        found[at] = replace(found[at], scores=found[at].scores | {"answer_held": 0.0})
    return results_of(found, few)


@pytest.fixture(scope="module")
def files(few: Results, after: Results, samples: Library, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("reports")
    before = results_of(many(few, 300), few)
    comparison = compare(before, after, seed=0)
    files = {name: folder / f"{name}.html" for name in ("few", "after", "both")}
    write_report(few, files["few"], library=samples, title="samples")
    write_report(after, files["after"], library=samples, title="samples, many times")
    write_report(after, files["both"], library=samples, title="against", comparison=comparison, before=before)
    return files


def opened(
    browser: Browser, file: Path, *, size: tuple[int, int] = LAPTOP, scheme: str = "light", state: str = ""
) -> tuple[Page, list[str]]:
    """The page in a fresh profile, and a list that collects what must never happen there."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
    )
    wrongs: list[str] = []
    itself = file.as_uri()

    def request(made: Request) -> None:
        if made.url.split("#")[0] != itself:
            wrongs.append(f"a request to {made.url}")

    context.on("request", request)
    context.on("dialog", lambda dialog: (wrongs.append(f"a dialog: {dialog.message}"), dialog.dismiss()))
    context.on("weberror", lambda error: wrongs.append(f"an error of a script: {error.error}"))
    context.on("console", lambda said: wrongs.append(f"the console: {said.text}"))
    page = context.new_page()
    page.goto(itself + state)
    page.wait_for_selector("#table tbody tr")
    return page, wrongs


@pytest.fixture
def page(browser: Browser, files: dict[str, Path], request: pytest.FixtureRequest) -> Iterator[Page]:
    """The report that the test names, `after` unless it names one."""
    page, wrongs = opened(browser, files[getattr(request, "param", "after")])
    yield page
    page.context.close()
    assert wrongs == []


def sideways(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def ids(page: Page) -> list[str]:
    return page.locator("#table tbody .of-id").all_inner_texts()


def state(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).fragment, keep_blank_values=True).items()}


def choose(page: Page, name: str, begins: str) -> None:
    labels = page.locator(f"#{name} option").all_inner_texts()
    page.select_option(f"#{name}", label=next(label for label in labels if label.startswith(begins)))


def open_question(page: Page, number: int) -> Any:
    page.locator("#table tbody .of-question button").nth(number).click()
    return page.locator(".detail")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("device", "size"), [("laptop", LAPTOP), ("phone", PHONE)])
def test_it_opens_from_its_file_alone_in_every_look(
    browser: Browser, files: dict[str, Path], device: str, size: tuple[int, int], scheme: str
) -> None:
    page, wrongs = opened(browser, files["both"], size=size, scheme=scheme)
    name = f"report-{device}-{scheme}"
    keep(page, f"{name}-1-top")
    for place, part in enumerate(("#figures", "#charts", "#questions"), start=2):
        page.evaluate(f"document.querySelector('{part}').scrollIntoView()")
        keep(page, f"{name}-{place}-{part[1:]}")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    open_question(page, 0).scroll_into_view_if_needed()
    keep(page, f"{name}-5-opened")
    assert sideways(page) == 0
    page.context.close()
    assert wrongs == []


def test_words_leave_the_questions_that_hold_them_all(page: Page, after: Results) -> None:
    page.fill("#text", "MOON armstrong")
    assert 0 < len(ids(page)) < 100
    assert {"Armstrong" in one and "Moon" in one for one in page.locator(".of-question").all_inner_texts()[1:]} == {
        True
    }
    expect(page.locator("#shown")).to_have_text(f"{len(ids(page))} of 300 questions")
    page.fill("#text", "nobody asked this")
    expect(page.locator("#shown")).to_contain_text("No question matches")
    expect(page.locator("#table")).to_be_hidden()


def test_type_outcome_and_what_is_wrong_leave_those_questions_and_no_others(page: Page, after: Results) -> None:
    choose(page, "type", "unanswerable")
    assert ids(page) == [one.id for one in after.questions if one.type == "unanswerable"][:100]
    page.click("#clear")
    choose(page, "outcome", "error")
    assert ids(page) == ["q4"]
    page.click("#clear")
    for name, label, wrong in (
        ("hit@1", "best paragraph is not gold", 0.0),
        ("answer_held", "gold answer not held", 0.0),
        ("refused_answerable", "refused though answerable", 1.0),
    ):
        choose(page, "wrong", label)
        expected = [one.id for one in after.questions if one.scores.get(name) == wrong]
        assert expected and ids(page) == expected[:100]
        assert state(page) == {"wrong": name}


def test_an_address_brings_back_what_was_filtered_sorted_and_opened(
    browser: Browser, files: dict[str, Path], page: Page
) -> None:
    page.fill("#text", "moon")
    choose(page, "type", "speaker")
    page.click("thead [data-key='token_f1'] button")
    page.click("thead [data-key='token_f1'] button")
    answer = open_question(page, 2).inner_text()
    assert state(page).keys() == {"text", "type", "sort", "open"}
    again, wrongs = opened(browser, files["after"], state="#" + urlsplit(page.url).fragment)
    assert ids(again) == ids(page)
    assert again.locator(".detail").inner_text() == answer
    expect(again.locator(".detail")).to_be_in_viewport()
    assert again.input_value("#text") == "moon" and again.locator("#type option:checked").inner_text().startswith(
        "speaker"
    )
    again.context.close()
    assert wrongs == []


def test_a_figure_leads_to_the_questions_that_are_wrong_in_it(page: Page, after: Results) -> None:
    page.locator(".tile", has_text="answer_held").get_by_text("wrong").click()
    wrong = [one.id for one in after.questions if one.scores.get("answer_held") == 0]
    expect(page.locator("#shown")).to_contain_text(f"{len(wrong)} of 300 questions")
    assert ids(page) == wrong[:100]
    expect(page.locator("#questions")).to_be_in_viewport()
    page.locator(".plot").first.get_by_text("person", exact=True).click()
    persons = [one.id for one in after.questions if one.type == "person"]
    expect(page.locator("#shown")).to_contain_text(f"{len(persons)} of 300 questions")
    assert ids(page) == persons[:100]


def test_a_column_sorts_up_then_down_then_as_the_set_stands(page: Page, after: Results) -> None:
    scores = {one.id: one.scores.get("token_f1", math.inf) for one in after.questions}
    heading = page.locator("thead [data-key='token_f1']")
    heading.locator("button").click()
    assert [scores[name] for name in ids(page)] == sorted(scores.values())[:100]
    expect(heading).to_have_attribute("aria-sort", "ascending")
    heading.locator("button").click()
    known = sorted((score for score in scores.values() if score < math.inf), reverse=True)
    assert [scores[name] for name in ids(page)] == known[:100]
    heading.locator("button").click()
    assert ids(page) == [f"q{number}" for number in range(1, 101)]
    page.click("thead [data-key='id'] button")
    assert ids(page) == [f"q{number}" for number in range(1, 101)], "q10 stands after q9"


def test_a_hundred_rows_are_drawn_and_more_on_demand(page: Page) -> None:
    expect(page.locator("#shown")).to_have_text("300 questions, the first 100 shown")
    page.click("#more button")
    assert len(ids(page)) == 200
    expect(page.locator("#table tbody tr").nth(100).locator("button")).to_be_focused()
    page.click("#more button")
    assert len(set(ids(page))) == 300
    expect(page.locator("#more")).to_be_hidden()


@pytest.mark.parametrize("page", ["few"], indirect=True)
def test_the_marked_words_of_an_opened_answer_are_its_quotes_and_those_of_its_gold(page: Page, few: Results) -> None:
    for number, result in enumerate(few.questions):
        detail = open_question(page, number)
        assert result.answer
        cited = result.answer["citations"] or result.answer["closest"]
        answer = detail.locator(".side").nth(1)
        assert answer.locator("mark").all_inner_texts() == [citation["quote"] for citation in cited]
        for citation, card in zip(cited, answer.locator(".card").all(), strict=True):
            told = card.inner_text()
            for fact in (citation["title"], citation["outlet"], citation["published"], citation["speaker"]):
                assert not fact or fact in told
        gold = detail.locator(".side").nth(0)
        assert gold.locator("mark").all_inner_texts() == [place.quote for place in result.gold]
        assert gold.locator(".answers").count() == (1 if result.answers else 0)
        assert detail.locator(".hits li").count() == len(result.hits)
        right = [
            hit
            for hit in result.hits
            for place in result.gold
            if hit[0] == place.article_id and hit[1] in place.paragraphs
        ]
        assert detail.locator(".hits .gold").count() == len(right)
        page.locator("#table tbody .of-question button").nth(number).click()
        assert page.locator(".detail").count() == 0


@pytest.mark.parametrize("page", ["few"], indirect=True)
def test_a_question_that_cannot_be_answered_says_so(page: Page, few: Results) -> None:
    place = next(at for at, one in enumerate(few.questions) if one.answerable is False)
    expect(open_question(page, place).locator(".side").first).to_contain_text("The articles do not say")


@pytest.mark.parametrize("page", ["both"], indirect=True)
def test_lost_questions_are_shown_with_both_answers_side_by_side(page: Page) -> None:
    row = page.locator("#comparison tr", has_text="answer_held")
    expect(row).to_contain_text("worse")
    row.get_by_text("lost").click()
    expect(page.locator("#shown")).to_have_text("19 of 300 questions")
    assert ids(page) == [f"q{at + 1}" for at in range(0, 300, 16)]
    detail = open_question(page, 0)
    assert detail.locator(".side > h3").all_inner_texts()[:3] == ["Gold", "Baseline answered", "This run answered"]
    scores = detail.locator(".scores tr", has_text="answer_held")
    assert scores.locator("td").all_inner_texts() == ["1", "0"]


def test_everything_is_done_with_the_keyboard_alone(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#text")).to_be_focused()
    page.keyboard.type("obama")
    page.keyboard.press("Enter")
    while page.evaluate("document.activeElement.closest('tbody') === null"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".detail")).to_be_visible()
    expect(page.locator("#table tbody button").first).to_have_attribute("aria-expanded", "true")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


# The first point that no other is drawn over: where thresholds lie close, so do their points.
UNCOVERED = """() => [...document.querySelectorAll(".point")].findIndex((point) => {
    point.scrollIntoView({block: "center"})
    const dot = point.querySelector(".dot").getBoundingClientRect()
    return point.contains(document.elementFromPoint(dot.x + dot.width / 2, dot.y + dot.height / 2))
})"""


def test_a_threshold_is_read_by_pointing_at_it_or_by_reaching_it_with_the_keyboard(page: Page) -> None:
    points = page.locator(".point")
    assert points.count() == page.locator(".points tbody tr").count() > 2
    expect(points.first.locator(".tip")).to_be_hidden()
    points.first.focus()
    expect(points.first.locator(".tip")).to_be_visible()
    uncovered = page.evaluate(UNCOVERED)
    assert uncovered >= 0
    alone = points.nth(uncovered)
    dot = alone.locator(".dot").bounding_box()
    assert dot
    page.mouse.move(dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2)
    expect(alone.locator(".tip")).to_be_visible()
    assert page.locator(".point .ring").count() == page.locator(".points .current").count() == 1


def test_without_scripts_the_figures_are_still_there(browser: Browser, files: dict[str, Path]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(files["after"].as_uri())
    expect(page.locator(".tile .value").first).to_be_visible()
    expect(page.get_by_text("needs JavaScript")).to_be_visible()
    context.close()


def hostile_results(few: Results, article_id: str) -> Results:
    """Every text of every field is hostile."""
    first = few.questions[0]
    assert first.answer
    citation = first.answer["citations"][0]
    texts = dict.fromkeys(("title", "outlet", "published", "quote", "speaker", "link", "revision"), HOSTILE)
    bad = citation | texts | {"article_id": article_id, "url": "javascript:alert(6)"}
    answer = first.answer | {
        "id": HOSTILE,
        "question": HOSTILE,
        "standalone_question": HOSTILE + "?",
        "text": f"{HOSTILE} [1] {HOSTILE}",
        "notice": HOSTILE,
        "writer": HOSTILE,
        "claims": [{"text": HOSTILE, "start": 0, "end": 9, "citations": [1], "supported": False, "reason": HOSTILE}],
        "citations": [bad],
        "closest": [bad | {"marker": None}],
        "timings_ms": {HOSTILE: 1},
    }
    gold = tuple(replace(place, quote=HOSTILE, article_id=article_id, paragraphs=(1, 2)) for place in first.gold)
    one = replace(
        first,
        id=HOSTILE,
        question=HOSTILE,
        type=HOSTILE,
        answers=(HOSTILE,),
        gold=gold,
        answer=answer,
        hits=((article_id, 1), (HOSTILE, 2)),
        judge={"reason": HOSTILE, HOSTILE: HOSTILE},
    )
    failed = replace(one, id="__proto__", answer=None, error=HOSTILE, type="constructor", scores={"errors": 1.0})
    linked = first.answer | {"citations": [citation | {"url": "https://example.org/read?me=1"}]}
    return replace(
        results_of([one, failed, replace(first, type="", answer=linked)], few),
        warnings=(HOSTILE,),
        settings={HOSTILE: HOSTILE, "nested": {HOSTILE: [HOSTILE]}, "refusal_threshold": None},
        versions={HOSTILE: HOSTILE},
        tokens={HOSTILE: {"input": 1, "output": 2}},
        timings={"started": HOSTILE, "latency_ms": {HOSTILE: {"p50": 1, "p95": 2, "p99": 3, "n": 4}}},
    )


def test_hostile_texts_are_shown_and_do_nothing(browser: Browser, few: Results, tmp_path: Path) -> None:
    article = {"id": "hostile", "title": HOSTILE, "source": HOSTILE, "url": "javascript:alert(7)", "text": HOSTILE * 3}
    (tmp_path / "hostile.jsonl").write_text(json.dumps(article), encoding="utf-8")
    file = tmp_path / "hostile.html"
    with Library(tmp_path / "library") as library:
        library.add([SAMPLES, tmp_path / "hostile.jsonl"])
        results = hostile_results(few, "hostile")
        comparison = replace(compare(results, results, seed=0), settings={HOSTILE: (HOSTILE, HOSTILE)})
        write_report(results, file, library=library, comparison=comparison, before=results, title=HOSTILE)
    page, wrongs = opened(browser, file, size=PHONE)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    for number in range(3):
        open_question(page, number)
    keep(page, "report-hostile")
    assert page.locator("script").count() == 2
    assert page.locator("img, b:not(.plot b, .curve b, #comparison b, #figures b), [onload], [onerror]").count() == 0
    links = page.locator("a:not([href^='#'])").evaluate_all("(links) => links.map((link) => link.href)")
    assert set(links) == {"https://example.org/read?me=1"}
    for place in (
        "h1",
        ".detail .answer",
        ".detail .quote",
        ".detail .failed",
        "tbody .of-question button",
        "#settings",
        ".notice",
    ):
        assert (
            "</script><script>alert(1)</script><img src=x onerror=alert(2)>" in page.locator(place).first.text_content()
        )
    assert page.locator("h1").inner_text().count("{{ 7 * 7 }}") == 1
    assert sideways(page) == 0
    labels = page.locator("#type option").all_inner_texts()
    assert any(label.startswith("constructor") for label in labels)
    choose(page, "type", "</script>")
    expect(page.locator("#shown")).to_have_text("1 of 3 questions")
    page.context.close()
    again, more = opened(browser, file, state="#open=__proto__&type=constructor")
    expect(again.locator(".failed").first).to_be_visible()
    again.goto(file.as_uri() + "#wrong=__proto__&flip=constructor&sort=constructor")
    expect(again.locator("#shown")).to_contain_text("No question matches")
    again.context.close()
    assert wrongs + more == []


def test_prints_with_every_colour_light_and_without_its_filters(page: Page) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator("#filters")).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(29, 27, 23)"

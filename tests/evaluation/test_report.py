"""The report's page: what it embeds, what it says and leaves out, and that it is written whole or not at all."""

from __future__ import annotations

import html
import json
import re
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.assistant import Assistant
from assistant.errors import CannotWrite
from assistant.evaluation.comparing import compare
from assistant.evaluation.reporting import charts
from assistant.evaluation.reporting.excerpts import AROUND, CHANGED, GONE, Passages
from assistant.evaluation.reporting.report import FOLDER, embedded, report_page, write_report
from assistant.evaluation.results import Gold, Measure, Point, Result, Results
from index.errors import WrongUsage
from index.library import Library
from tests.page.test_style import PAIR, READ, contrast
from tests.reports import MOON, PARIS, real_results, results_of

STYLE = (FOLDER / "report.css").read_text("utf-8")
COLOURS = {name: (light, dark) for name, light, dark in PAIR.findall(STYLE)} | {"on-fill": ("#ffffff", "#ffffff")}
GREEN = [("good", ground, 4.5) for ground in ("paper", "desk", "sheet", "good-wash")]


@pytest.fixture(scope="module")
def results(samples: Library) -> Results:
    return real_results(Assistant(samples))


def data_of(page: str) -> dict[str, Any]:
    """What the page's script reads."""
    found = re.search(r'<script id="data" type="application/json">(.*?)</script>', page, re.S)
    assert found
    return dict(json.loads(found[1]))


def question_of(page: str, number: int) -> dict[str, Any]:
    return dict(data_of(page)["questions"][number - 1])


def text_of(page: str) -> str:
    """The words of the page without its markup, its script and its data."""
    body = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.S)
    return " ".join(re.sub(r"<[^>]*>", " ", body).split())


def only(result: Result, **changes: Any) -> Result:
    assert result.answer is not None
    return replace(result, answer=result.answer | changes)


@given(
    st.recursive(
        st.text() | st.integers() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_embedded_data_is_the_same_data_and_cannot_end_its_element(record: Any) -> None:
    text = embedded(record)
    assert json.loads(text) == record
    assert not re.search("[<>&\u2028\u2029]", text)


def test_the_page_names_nothing_to_be_fetched(results: Results, samples: Library) -> None:
    page = report_page(results, library=samples, title="samples")
    shell = re.sub(r'<script id="data".*?</script>', "", page, flags=re.S)
    assert not re.search(r"\b(src|srcset|data-src|poster|action)=|@import|url\(|<link|<img|fetch\(|XMLHttp", shell)
    assert "default-src 'none'" in html.unescape(page)


def test_every_cited_passage_is_the_paragraph_with_the_quote_in_its_place(results: Results, samples: Library) -> None:
    page = report_page(results, library=samples, title="samples")
    data, seen = data_of(page), 0
    for result, shown in zip(results.questions, data["questions"], strict=True):
        assert result.answer
        cited = [*result.answer["citations"], *result.answer["closest"]]
        drawn = [*shown["answer"]["citations"], *shown["answer"]["closest"]]
        for citation, one in zip(cited, drawn, strict=True):
            _, number, before, words, after, note = data["passages"][one["passage"]]
            paragraph = samples.paragraph(citation["article_id"], citation["paragraph"])
            assert (words, number, note) == (citation["quote"], citation["paragraph"], "")
            assert before + words + after == paragraph.text
            seen += 1
    assert seen > 20


def test_a_long_paragraph_is_cut_around_the_quote_and_counted_in_code_points(library: Library, tmp_path: Path) -> None:
    text = "😀 far " * 300 + "The bridge 😀 was closed." + " long after" * 300
    (tmp_path / "bridge.txt").write_text(f"A bridge\n\n{text}\n\nThe end of it all.", encoding="utf-8")
    library.add(tmp_path / "bridge.txt")
    (heading,) = library.articles()
    place = Gold(heading.id, (1, 2), "“The bridge 😀 was   CLOSED”", 0)
    passages = Passages(library, [asked(place)])
    shown = [passages.passages[one] for one in passages.gold(place)["passages"]]
    (long,) = [one for one in shown if one[3]]
    _, _, before, words, after, _ = long
    assert words == "The bridge 😀 was closed"
    assert before.startswith("…") and after.endswith("…")
    assert before[1:] + words + after[:-1] in text
    assert max(len(before), len(after)) <= AROUND + 1


def asked(*gold: Gold, hits: tuple[tuple[str, int], ...] = ()) -> Result:
    return Result("q", "Is it?", "", True, ("yes",), gold, None, "It failed.", hits, {"errors": 1.0})


def test_a_gold_quote_that_stands_nowhere_is_shown_by_itself(samples: Library) -> None:
    place = Gold(MOON, (2,), "Nobody wrote these words", 0)
    passages = Passages(samples, [asked(place)])
    shown = passages.gold(place)
    assert shown["quote"] == "Nobody wrote these words"
    assert [passages.passages[one][3] for one in shown["passages"]] == [""]


def test_gold_evidence_that_is_a_whole_article_shows_a_few_paragraphs_and_counts_the_rest(samples: Library) -> None:
    place = Gold(MOON, tuple(range(1, 11)), None, 0)
    shown = Passages(samples, [asked(place, hits=((MOON, 5),))]).gold(place)
    assert (len(shown["passages"]), shown["more"]) == (3, 7)


def test_hits_that_are_gold_are_marked(samples: Library) -> None:
    place = Gold(MOON, (6,), None, 0)
    passages = Passages(samples, [asked(place, hits=((MOON, 5), (MOON, 6), (PARIS, 6)))])
    hits = [passages.hit(hit, [place]) for hit in ((MOON, 5), (MOON, 6), (PARIS, 6))]
    assert [gold for _, gold in hits] == [False, True, False]
    assert passages.openings[hits[1][0]][2].startswith("The surface was fine")


@pytest.mark.parametrize(
    ("change", "note"),
    [
        ({"revision": "another"}, CHANGED),
        ({"start": 1}, CHANGED),
        ({"paragraph": 99}, CHANGED),
        ({"article_id": "no-such-article"}, GONE),
    ],
)
def test_a_paragraph_that_is_no_longer_so_in_the_library_is_shown_by_its_quote_alone(
    results: Results, samples: Library, change: dict[str, Any], note: str
) -> None:
    first = results.questions[0]
    assert first.answer
    citation = first.answer["citations"][0]
    changed = only(first, citations=[citation | change])
    page = report_page(results_of([changed], results), library=samples, title="samples")
    passage = data_of(page)["passages"][question_of(page, 1)["answer"]["citations"][0]["passage"]]
    assert passage[2:] == ["", citation["quote"], "", note]


def test_unsupported_claims_are_told_from_the_rest_of_the_answer(results: Results, samples: Library) -> None:
    claims = [
        {"text": "Nobody.", "start": 6, "end": 13, "supported": False, "reason": "no such name", "citations": []},
        {"text": "True.", "start": 0, "end": 5, "supported": True, "reason": None, "citations": []},
    ]
    one = only(results.questions[0], text="True. Nobody. More.", claims=claims)
    answer = question_of(report_page(results_of([one], results), library=samples, title="samples"), 1)["answer"]
    assert answer["pieces"] == [["True. ", False], ["Nobody.", True], [" More.", False]]
    assert answer["unsupported"] == [["Nobody.", "no such name"]]


def test_the_page_says_what_was_run_and_each_figure_with_its_interval_and_denominator(
    results: Results, samples: Library
) -> None:
    results = replace(
        results,
        measures={"hit@1": Measure(0.75, 0.7, 0.8, 1200), "verbatim": Measure(None, None, None, 0)},
        warnings=("line 3: a quote stands nowhere",),
        timings={"started": "2026-02-05T09:30:00+00:00", "seconds": 61.25, "latency_ms": {}},
    )
    text = text_of(report_page(results, library=samples, title="my set"))
    for said in ("my set", "16 questions", "5 February 2026, 09:30 UTC", "took 61.2 s", "a quote stands nowhere"):
        assert said in text
    for said in ("0.750", "0.700 to 0.800", "900 of 1,200 questions with evidence", "the best paragraph is gold"):
        assert said in text
    assert "quotes that stand so" not in text.lower()


def test_a_question_that_failed_is_counted_and_keeps_its_error(results: Results, samples: Library) -> None:
    failed = replace(results.questions[0], answer=None, error="The model was silent.")
    page = report_page(results_of([failed, *results.questions[1:]], results), library=samples, title="samples")
    assert "1 failed with an error" in text_of(page)
    shown = question_of(page, 1)
    assert (shown["outcome"], shown["error"], shown["answer"]) == ("error", "The model was silent.", None)


def test_what_there_is_no_data_for_is_left_out(results: Results, samples: Library) -> None:
    one_type = [replace(one, type="speaker") for one in results.questions if one.answerable]
    bare = replace(results_of(one_type, results), timings={})
    page = report_page(bare, library=samples, title="samples")
    assert not re.search(
        'class="(curve|plot)"|id="charts"|undefined|None', re.sub("<script.*?</script>", "", page, flags=re.S)
    )
    assert "refused_unanswerable" not in text_of(page)


def test_a_run_without_a_question_that_can_be_measured_has_a_page_too(results: Results, samples: Library) -> None:
    page = report_page(
        replace(results, questions=(), measures={}, by_type={}, refusal_curve=(), timings={}), library=samples, title=""
    )
    assert "Nothing could be measured" in text_of(page)


def test_before_and_after_stand_in_the_page_with_the_questions_that_flipped(results: Results, samples: Library) -> None:
    worse = [
        replace(one, scores=one.scores | {"answer_held": 0.0}) if "answer_held" in one.scores else one
        for one in results.questions
    ]
    after = results_of(worse, replace(results, settings=results.settings | {"search": "dense"}))
    comparison = compare(results, after, seed=0)
    page = report_page(after, library=samples, comparison=comparison, before=results, title="samples")
    difference = comparison.differences["answer_held"]
    assert difference.verdict == "worse"
    text = text_of(page)
    assert f"{len(difference.lost)} lost" in text and "▼" not in text and "dense" in text
    data = data_of(page)
    assert data["flips"]["answer_held"] == {"gained": [], "lost": list(difference.lost)}
    assert all(one["before"]["answer"]["pieces"] == one["answer"]["pieces"] for one in data["questions"])
    assert data["questions"][0]["before"]["scores"]["answer_held"] == 1


def test_the_threshold_in_use_is_the_last_point_that_is_not_above_it() -> None:
    points = [Point(at / 10, at / 10, at / 20, 0.5, 0.5) for at in range(11)]
    drawn = charts.refusal_curve(points, 0.37)
    (used,) = re.findall(r'<tr class="current"><th scope="row">([\d.]+)', drawn)
    assert used == "0.300"
    assert "The one in use, 0.300, refuses 30.0 % of the unanswerable and 15.0 % of the answerable" in drawn
    assert "In use" not in charts.refusal_curve(points, None)
    assert charts.refusal_curve(points[:1], 0.3) == ""


def test_a_chart_draws_each_value_and_its_interval_where_its_figures_say() -> None:
    drawn = charts.whisker(Measure(0.5, 0.25, 0.75, 10))
    assert 'cx="50.00%"' in drawn and 'x1="25.00%" x2="75.00%"' in drawn


def test_the_slowest_stage_fits_on_the_axis_of_the_latencies() -> None:
    drawn = charts.latency(
        {
            "search": {"p50": 10.0, "p95": 20.0, "p99": 40.0, "n": 5},
            "total": {"p50": 100.0, "p95": 150.0, "p99": 199.0, "n": 5},
        }
    )
    assert drawn.index("search") < drawn.index("total")
    assert re.findall(r"<span>([\d,.]+)</span>", drawn) == ["0", "100", "200"]
    assert charts.latency({}) == ""


@given(st.floats(0, 1e7))
def test_an_axis_always_reaches_its_greatest_value(most: float) -> None:
    stage = {"p50": most, "p95": most, "p99": most, "n": 1}
    shares = [float(share) for share in re.findall(r'x2="([\d.]+)%"', charts.latency({"total": stage}))]
    assert all(0 <= share <= 100 for share in shares)


@contextmanager
def full_disk(left: int) -> Iterator[None]:
    """No file can grow beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (left, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_that_is_full_leaves_the_old_report_and_no_half_of_a_new_one(
    results: Results, samples: Library, tmp_path: Path
) -> None:
    path = tmp_path / "report.html"
    path.write_text("the old report")
    with full_disk(50_000), pytest.raises(CannotWrite):
        write_report(results, path, library=samples, title="samples")
    assert path.read_text() == "the old report"
    assert list(tmp_path.iterdir()) == [path]
    write_report(results, path, library=samples, title="samples")
    assert path.read_text("utf-8").startswith("<!doctype html>")
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["missing/report.html", "."])
def test_where_no_file_can_be_written_a_sentence_says_so(
    results: Results, samples: Library, tmp_path: Path, name: str
) -> None:
    with pytest.raises(WrongUsage, match=r"(Make it first|Name a file in it)\.$"):
        write_report(results, tmp_path / name, library=samples, title="samples")


def test_half_of_a_surrogate_pair_and_turned_around_words_do_not_stop_or_turn_the_page(
    results: Results, samples: Library, tmp_path: Path
) -> None:
    odd = replace(results.questions[0], id="\ud800 odd", question="Who \u202egnorw\u202c is it?")
    write_report(results_of([odd], results), tmp_path / "odd.html", library=samples, title="\ud800 \u202etitle")
    page = (tmp_path / "odd.html").read_text("utf-8")
    assert "Who [U+202E]gnorw[U+202C] is it?" in page and "[U+202E]title" in page
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", page)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), [*READ, *GREEN])
def test_text_stands_out_from_its_ground_as_wcag_aa_asks(ink: str, ground: str, least: float, scheme: int) -> None:
    assert contrast(COLOURS[ink][scheme], COLOURS[ground][scheme]) >= least

"""The report of a run: one page that needs no network, with figures, charts and a table of all questions.

`excerpts.py` cuts its paragraphs, and `charts.py` draws its charts.
Everything from outside reaches the page through the template's escaping, or as JSON that the page's script turns into
text.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from assistant.evaluation.comparing import MIRRORS, Comparison, matched
from assistant.evaluation.measures import DEFINITIONS
from assistant.evaluation.question_files.files import write_whole
from assistant.evaluation.reporting import charts
from assistant.evaluation.reporting.excerpts import Passages
from assistant.evaluation.results import Measures, Result, Results
from assistant.presenting.shown_text import in_written_order
from index.library import Library

FOLDER = Path(__file__).parent
HEADLINE = (
    *("hit@1", "quote_hit", "answer_held", "judged_correct"),
    *("refused_unanswerable", "refused_answerable", "supported", "verbatim"),
)
COLUMNS = (
    *("hit@1", "mrr@10", "citation_precision", "quote_hit", "answer_held", "token_f1"),
    *("judged_correct", "supported"),
)
CHARTED = ("hit@1", "quote_hit", "answer_held", "judged_correct", "refused_unanswerable", "refused_answerable")
# What a wrong score means, in words.
WRONG = {
    "hit@1": "best paragraph is not gold",
    "hit@4": "no gold paragraph in the best 4",
    "hit@10": "no gold paragraph in the best 10",
    "all_groups@10": "evidence missing from the best 10",
    "citation_precision": "cites a paragraph that is not gold",
    "citation_recall": "evidence not cited",
    "quote_precision": "quotes something that is not gold",
    "quote_recall": "gold quote not quoted",
    "quote_hit": "no gold quote quoted",
    "answer_held": "gold answer not held",
    "judged_correct": "judged not wholly correct",
    "judged_complete": "judged not complete",
    "refused_answerable": "refused though answerable",
    "hallucination": "answered though unanswerable",
    "supported": "a claim is not supported",
    "verbatim": "a quote is not verbatim",
}
# Characters that could end the script element that holds the data, or a line in it.
_BREAKING_OUT = re.compile("[<>&\u2028\u2029]")


def write_report(
    results: Results,
    path: Path,
    *,
    library: Library,
    comparison: Comparison | None = None,
    before: Results | None = None,
    title: str,
) -> None:
    """Writes the page completely or not at all; raises WrongUsage if the path cannot hold a file.

    `before` are the results that `comparison` compares with; their answers are shown beside the new ones.
    """
    write_whole(path, report_page(results, library=library, comparison=comparison, before=before, title=title))


def report_page(
    results: Results,
    *,
    library: Library,
    comparison: Comparison | None = None,
    before: Results | None = None,
    title: str,
) -> str:
    """The page as HTML; characters that change the reading order are replaced by their code points."""
    script, style = ((FOLDER / name).read_text("utf-8") for name in ("report.js", "report.css"))
    page = (
        _environment()
        .get_template("report.html")
        .render(
            title=title,
            policy=_policy(script, style),
            style=Markup(style),
            script=Markup(script),
            data=Markup(embedded(_questions(results, library, comparison, before))),
            results=results,
            comparison=comparison,
            definitions=DEFINITIONS,
            started=_moment(results.timings.get("started")),
            failed=sum(one.error is not None for one in results.questions),
            headline=_known(results.measures, HEADLINE),
            measures=_known(results.measures, DEFINITIONS),
            of_types={kind: _known(measures, DEFINITIONS) for kind, measures in results.by_type.items()},
            wrong={one["name"]: one for one in _wrong(results.questions)},
            whisker=charts.whisker,
            curve=charts.refusal_curve(results.refusal_curve, results.settings.get("refusal_threshold")),
            latency=charts.latency(results.timings.get("latency_ms") or {}),
            by_type=list(filter(None, (_by_type(name, results) for name in CHARTED))),
        )
    )
    return in_written_order(page)


def embedded(record: Any) -> str:
    """The record as JSON that is safe in an element of a page: nothing in it can end the element."""
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return _BREAKING_OUT.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"share": charts.share, "interval": charts.interval, "address": charts.address}
    environment.filters |= {"setting": _setting, "change": _change, "p_value": _p_value}
    return environment


def _policy(script: str, style: str) -> str:
    """The Content-Security-Policy that allows only this script and this style, and no fetching."""
    hashes = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (script, style))
    allowed = "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'"
    return allowed.format(*hashes)


def _known(measures: Measures, names: Iterable[str]) -> Measures:
    return {name: measures[name] for name in names if name in measures and measures[name].n}


def _by_type(name: str, results: Results) -> Markup:
    measures = {kind: known[name] for kind, known in results.by_type.items() if name in known}
    return charts.by_type(name, DEFINITIONS[name].meaning, measures)


def _questions(
    results: Results, library: Library, comparison: Comparison | None, before: Results | None
) -> dict[str, Any]:
    """Everything the page's script shows about the questions; each text is stored once and referred to by number."""
    earlier = {after.id: old for old, after in matched(before, results)} if before else {}
    passages = Passages(library, [*results.questions, *earlier.values()])
    questions = [_question(one, earlier.get(one.id), passages) for one in results.questions]
    return {
        "measures": _scored(results.questions),
        "columns": [name for name in COLUMNS if any(name in one.scores for one in results.questions)],
        "wrong": _wrong(results.questions),
        "flips": _flips(comparison),
        "questions": questions,
        "articles": passages.articles,
        "passages": passages.passages,
        "openings": passages.openings,
    }


def _question(result: Result, earlier: Result | None, passages: Passages) -> dict[str, Any]:
    return {
        "id": result.id,
        "question": result.question,
        "type": result.type,
        "answerable": result.answerable,
        "answers": result.answers,
        "gold": [passages.gold(place) for place in result.gold],
        **_outcome(result, passages),
        "before": _outcome(earlier, passages) if earlier else None,
    }


def _outcome(result: Result, passages: Passages) -> dict[str, Any]:
    """The outcome of a question in one run."""
    return {
        "outcome": "error" if result.answer is None else "refused" if result.refused else "answered",
        "answer": _answer(result.answer, result, passages) if result.answer else None,
        "error": result.error,
        "hits": [passages.hit(hit, result.gold) for hit in result.hits],
        "scores": {name: round(score, 4) for name, score in result.scores.items()},
        "judge": result.judge,
    }


def _answer(answer: Mapping[str, Any], result: Result, passages: Passages) -> dict[str, Any]:
    standalone = answer["standalone_question"]
    return {
        "pieces": _pieces(answer),
        "understood": standalone if standalone != result.question else None,
        "notice": answer["notice"],
        "writer": answer["writer"],
        "unsupported": [[claim["text"], claim["reason"]] for claim in answer["claims"] if claim["supported"] is False],
        "citations": [passages.citation(one, result.gold) for one in answer["citations"]],
        "closest": [passages.citation(one, result.gold) for one in answer["closest"]],
        "answerability": answer.get("answerability"),
        "timings": answer["timings_ms"],
    }


def _pieces(answer: Mapping[str, Any]) -> list[tuple[str, bool]]:
    """The answer's text in pieces, each with a flag that says whether it is unsupported."""
    text, at = answer["text"], 0
    pieces = []
    for claim in sorted(answer["claims"], key=lambda claim: claim["start"]):
        if claim["supported"] is False and claim["start"] >= at:
            pieces += [(text[at : claim["start"]], False), (text[claim["start"] : claim["end"]], True)]
            at = claim["end"]
    return [piece for piece in [*pieces, (text[at:], False)] if piece[0]]


def _scored(questions: Sequence[Result]) -> dict[str, dict[str, Any]]:
    """The measures in which any question has a score, in order."""
    names = {name for one in questions for name in one.scores}
    return {
        name: {"meaning": known.meaning, "better": known.better, "yes_no": known.yes_no}
        for name, known in DEFINITIONS.items()
        if name in names
    }


def _wrong(questions: Sequence[Result]) -> list[dict[str, Any]]:
    """The measures that some questions fail, with the number of those questions; each kind of mistake once."""
    counts = Counter(
        name for one in questions for name, score in one.scores.items() if name in WRONG and _is_wrong(name, score)
    )
    return [{"name": name, "label": label, "count": counts[name]} for name, label in WRONG.items() if counts[name]]


def _is_wrong(name: str, score: float) -> bool:
    return score > 0 if DEFINITIONS[name].better == "lower" else score < 1


def _flips(comparison: Comparison | None) -> dict[str, dict[str, Sequence[str]]]:
    differences = comparison.differences if comparison else {}
    return {
        name: {"gained": one.gained, "lost": one.lost}
        for name, one in differences.items()
        if name not in MIRRORS and (one.gained or one.lost)
    }


def _moment(started: Any) -> str:
    """A time as people write it; anything else is shown unchanged."""
    try:
        moment = datetime.fromisoformat(str(started))
    except ValueError:
        return str(started or "")
    return f"{moment:%-d %B %Y, %H:%M} {moment.tzname() or ''}".strip()


def _setting(value: Any) -> str:
    if value is None or value == "":
        return "–"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _change(value: float) -> str:
    text = f"{value:+.3f}".replace("-", "−")
    return "0.000" if text[1:] == "0.000" else text


def _p_value(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"{value:.3f}"

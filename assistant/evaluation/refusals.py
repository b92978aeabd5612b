"""The curve of right and wrong refusals as the threshold moves, so that a team can choose its own."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evaluation.results import Point, Result

POINTS = 100
BELOW = 0.0001  # answerability is rounded to this


def refusal_curve(results: Sequence[Result], used: float) -> tuple[Point, ...]:
    """About 100 points, from the threshold that refuses least, including the `used` one.

    There are none unless some questions are answerable and some are not. A question that a rule decided keeps its
    outcome at every threshold.
    """
    results = [one for one in results if one.answer is not None and one.answerable is not None]
    if {one.answerable for one in results} != {True, False}:
        return ()
    values = sorted({one.answer["answerability"] for one in results if one.answer} - {None})
    if not values:
        return ()
    thresholds = [values[0] - BELOW, *values]
    step = max(1, -(-len(thresholds) // POINTS))
    return tuple(_point(threshold, results) for threshold in sorted({*thresholds[::step], thresholds[-1], used}))


def _point(threshold: float, results: Sequence[Result]) -> Point:
    refused = [_refused(one, threshold) for one in results]
    right = sum(was for was, one in zip(refused, results, strict=True) if not one.answerable)
    wrong = sum(refused) - right
    unanswerable = sum(not one.answerable for one in results)
    return Point(
        threshold=round(threshold, 4),
        refused_unanswerable=right / unanswerable,
        refused_answerable=wrong / (len(results) - unanswerable),
        precision=right / (right + wrong) if right + wrong else None,
        f1=2 * right / (right + wrong + unanswerable) if right + wrong else None,
    )


def _refused(result: Result, threshold: float) -> bool:
    odds = result.answer["answerability"] if result.answer else None
    return result.refused if odds is None else odds <= threshold

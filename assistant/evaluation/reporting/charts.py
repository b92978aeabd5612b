"""Charts as inline SVG inside HTML tables and figures, without scripts.

Positions are in per cent, so that a chart fills the width of the page while its text keeps its size.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote, urlencode

from markupsafe import Markup

from assistant.evaluation.results import Measure, Point

MOST_TYPES = 12  # rows in one chart; the table of all types has the rest
MOST_STEPS = 400  # corners of the drawn curve
LISTED_WRONG = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0)  # shares of the answerable
LISTED_RIGHT = (0.25, 0.5, 0.75, 0.9)  # shares of the unanswerable
PERCENTILES = ("p50", "p95", "p99")


def share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def interval(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{low:.3f} to {high:.3f}"


def address(state: Mapping[str, str]) -> str:
    """A link to the filtered questions, in the form that the page's script reads."""
    return "#" + urlencode(state, quote_via=quote, errors="replace")


def whisker(measure: Measure) -> Markup:
    """One value with its interval on a line from 0 to 1; the figures are next to it as text."""
    assert measure.value is not None and measure.low is not None and measure.high is not None
    return Markup(
        '<svg class="whisker" aria-hidden="true">'
        '<line class="grid" x1="0" x2="100%" y1="50%" y2="50%"/>{ticks}'
        '<line class="reach" x1="{low}" x2="{high}" y1="50%" y2="50%"/>'
        '<circle class="dot" cx="{value}" cy="50%" r="4"/></svg>'
    ).format(
        ticks=_joined(
            Markup('<line class="grid" x1="{0}" x2="{0}" y1="20%" y2="80%"/>').format(_percent(at))
            for at in (0, 0.5, 1)
        ),
        low=_percent(measure.low),
        high=_percent(measure.high),
        value=_percent(measure.value),
    )


def by_type(name: str, meaning: str, measures: Mapping[str, Measure]) -> Markup:
    """A measure by type, most questions first; nothing if fewer than two types have it."""
    known = sorted(((kind, one) for kind, one in measures.items() if one.n), key=lambda pair: -pair[1].n)
    if len(known) < 2:
        return Markup("")
    rows = _joined(
        Markup(
            '<tr><th scope="row"><a href="{address}"><bdi>{kind}</bdi></a></th><td>{plot}</td>'
            '<td class="figure">{value} <small>{bounds}</small></td><td class="figure"><small>{n:,}</small></td></tr>'
        ).format(
            address=address({"type": kind}),
            kind=kind or "no type",
            plot=whisker(one),
            value=share(one.value),
            bounds=interval(one.low, one.high),
            n=one.n,
        )
        for kind, one in known[:MOST_TYPES]
    )
    left = len(known) - MOST_TYPES
    more = Markup('<p class="beneath">{0} smaller types are in the table below.</p>').format(left) if left > 0 else ""
    return Markup(
        '<div class="plot"><table><caption><b>{name}</b> {meaning}</caption><thead><tr><th scope="col">Type</th>'
        '<td aria-hidden="true"><span class="axis"><span>0</span><span>0.5</span><span>1</span></span></td>'
        '<th scope="col" class="figure">Value, 95&nbsp;% interval</th><th scope="col" class="figure">n</th></tr>'
        "</thead><tbody>{rows}</tbody></table>{more}</div>"
    ).format(name=name, meaning=meaning, rows=rows, more=more)


def latency(stages: Mapping[str, Mapping[str, float]]) -> Markup:
    """Each stage's p50, p95 and p99 on one axis of milliseconds from 0, the slowest stage last."""
    if not stages:
        return Markup("")
    ordered = sorted(stages.items(), key=lambda pair: pair[1]["p99"])
    top = _rounded_up(max(stage["p99"] for _, stage in ordered))
    rows = _joined(
        Markup(
            '<tr><th scope="row"><bdi>{name}</bdi></th><td>{plot}</td>{figures}<td class="figure">{n:,}</td></tr>'
        ).format(
            name=name,
            plot=_reach(stage, top),
            figures=_joined(
                Markup('<td class="figure">{0}</td>').format(_milliseconds(stage[percentile]))
                for percentile in PERCENTILES
            ),
            n=int(stage["n"]),
        )
        for name, stage in ordered
    )
    heads = _joined(
        Markup('<th scope="col" class="figure">{0}<span class="key {1}" aria-hidden="true"></span></th>').format(
            one, one
        )
        for one in PERCENTILES
    )
    axis = _joined(Markup("<span>{0}</span>").format(_milliseconds(top * part)) for part in (0, 0.5, 1))
    return Markup(
        '<div class="plot"><table class="latency"><caption><b>Latency by stage</b> in milliseconds</caption><thead><tr>'
        '<th scope="col">Stage</th><td aria-hidden="true"><span class="axis">{axis}</span></td>{heads}'
        '<th scope="col" class="figure">n</th></tr></thead><tbody>{rows}</tbody></table></div>'
    ).format(axis=axis, heads=heads, rows=rows)


def refusal_curve(points: Sequence[Point], threshold: float | None) -> Markup:
    """What each refusal threshold would refuse, rightly and wrongly, with the one in use marked and some listed.

    Nothing if there are fewer than two points to choose between.
    """
    if len(points) < 2:
        return Markup("")
    points = sorted(points, key=lambda point: point.threshold)
    used = _in_use(points, threshold)
    listed = _listed(points, used)
    words = "The shares of unanswerable and of answerable questions that are refused as the threshold rises."
    if used:
        words += f" The one in use, {used.threshold:.3f}, {_said(used)}."
    return Markup(
        '<figure class="curve"><figcaption><b>Refusing</b> what each threshold would refuse</figcaption>'
        '<svg role="group" aria-label="{words}">{grid}{path}{marks}{labels}</svg></figure>{table}'
    ).format(
        words=words,
        grid=_grid(),
        path=_path(points),
        # The one in use is drawn last, so that nothing covers it.
        marks=_joined(_mark(one, one is used) for one in sorted(listed, key=lambda one: one is used)),
        labels=Markup(
            '<text class="label" x="50%" y="100%" dy="40" text-anchor="middle">answerable, wrongly refused (%)</text>'
            '<text class="label" x="0" y="0" dx="-34" dy="-12">unanswerable, rightly refused (%)</text>'
        ),
        table=_points_table(listed, used),
    )


def _in_use(points: Sequence[Point], threshold: float | None) -> Point | None:
    """The point that refuses the same questions as the threshold: the last one that is not above it."""
    if threshold is None:
        return None
    return points[max(0, bisect_right(points, threshold, key=lambda point: point.threshold) - 1)]


def _listed(points: Sequence[Point], used: Point | None) -> list[Point]:
    """About a dozen points to list, including the first and the one in use.

    For each share in LISTED_WRONG, the point with the most right refusals; for each in LISTED_RIGHT, the point with
    the fewest wrong ones.
    """
    best = [
        max(within, key=lambda point: (point.refused_unanswerable, -point.refused_answerable))
        for most in LISTED_WRONG
        if (within := [point for point in points if point.refused_answerable <= most])
    ]
    best += [
        min(enough, key=lambda point: (point.refused_answerable, -point.refused_unanswerable))
        for least in LISTED_RIGHT
        if (enough := [point for point in points if point.refused_unanswerable >= least])
    ]
    chosen = {id(point) for point in [points[0], *best, *([used] if used else [])]}
    return [point for point in points if id(point) in chosen]


def _grid() -> Markup:
    ticks = [(part / 4, f"{25 * part}") for part in range(5)]
    lines = _joined(
        Markup(
            '<line class="grid" x1="{x}" x2="{x}" y1="0" y2="100%"/>'
            '<line class="grid" x1="0" x2="100%" y1="{x}" y2="{x}"/>'
            '<text x="{x}" y="100%" dy="18" text-anchor="middle">{word}</text>'
            '<text x="0" y="{y}" dx="-8" dy="4" text-anchor="end">{word}</text>'
        ).format(x=_percent(at), y=_percent(1 - at), word=word)
        for at, word in ticks
    )
    return Markup('<g aria-hidden="true">{0}<line class="chance" x1="0" y1="100%" x2="100%" y2="0"/></g>').format(lines)


def _path(points: Sequence[Point]) -> Markup:
    every = max(1, len(points) // MOST_STEPS)
    kept = [*points[::every], points[-1]]
    corners = " ".join(f"{100 * one.refused_answerable:.2f},{100 * (1 - one.refused_unanswerable):.2f}" for one in kept)
    return Markup(
        '<svg aria-hidden="true" viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height="100%">'
        '<polyline class="line" points="{0}"/></svg>'
    ).format(corners)


def _mark(point: Point, used: bool) -> Markup:
    """A point that can be reached by pointer and keyboard, with a tooltip."""
    x, y = point.refused_answerable, 1 - point.refused_unanswerable
    right, low = x > 0.5, y > 0.6
    said = f"threshold {point.threshold:.3f}: {_said(point)}" + (", in use" if used else "")
    lines = (
        f"threshold {point.threshold:.3f}" + (", in use" if used else ""),
        f"{100 * point.refused_unanswerable:.1f} % of unanswerable refused",
        f"{100 * point.refused_answerable:.1f} % of answerable refused",
    )
    # A nested svg has its origin at the point, so that its parts are placed in pixels around it.
    left, above = (-222 if right else 12), (-74 if low else 10)
    ring = Markup('<circle class="ring" r="8"/>') if used else Markup("")
    name = (
        Markup('<text class="used" x="{0}" y="4" text-anchor="{1}">in use</text>').format(
            *((-14, "end") if right else (14, "start"))
        )
        if used
        else Markup("")
    )
    return Markup(
        '<svg class="point" x="{x}" y="{y}" tabindex="0" role="img" aria-label="{said}"><title>{said}</title>'
        '<circle class="touch" r="9"/>{ring}<circle class="dot" r="{r}"/>{name}'
        '<g class="tip"><rect x="{left}" y="{above}" width="210" height="62" rx="4"/>{lines}</g></svg>'
    ).format(
        x=_percent(x),
        y=_percent(y),
        said=said,
        ring=ring,
        r=5 if used else 4,
        name=name,
        left=left,
        above=above,
        lines=_joined(
            Markup('<text x="{0}" y="{1}">{2}</text>').format(left + 10, above + 19 + 17 * row, line)
            for row, line in enumerate(lines)
        ),
    )


def _points_table(listed: Sequence[Point], used: Point | None) -> Markup:
    rows = _joined(
        Markup(
            '<tr{current}><th scope="row">{threshold:.3f}{word}</th><td class="figure">{right:.1f}</td>'
            '<td class="figure">{wrong:.1f}</td><td class="figure">{precision}</td><td class="figure">{f1}</td></tr>'
        ).format(
            current=Markup(' class="current"') if point is used else "",
            threshold=point.threshold,
            word=" (in use)" if point is used else "",
            right=100 * point.refused_unanswerable,
            wrong=100 * point.refused_answerable,
            precision=share(point.precision),
            f1=share(point.f1),
        )
        for point in listed
    )
    return Markup(
        '<div class="scroll"><table class="grid-table points"><caption class="unseen">Refusal thresholds</caption>'
        '<thead><tr><th scope="col">Threshold</th><th scope="col" class="figure">Rightly refused,&nbsp;%</th>'
        '<th scope="col" class="figure">Wrongly refused,&nbsp;%</th><th scope="col" class="figure">Precision</th>'
        '<th scope="col" class="figure">F1</th></tr></thead><tbody>{0}</tbody></table></div>'
    ).format(rows)


def _said(point: Point) -> str:
    right, wrong = 100 * point.refused_unanswerable, 100 * point.refused_answerable
    return f"refuses {right:.1f} % of the unanswerable and {wrong:.1f} % of the answerable"


def _reach(stage: Mapping[str, float], top: float) -> Markup:
    """A line from p50 to p99, with a mark of a different shape at each percentile."""
    at = {percentile: _percent(stage[percentile] / top) for percentile in PERCENTILES}
    return Markup(
        '<svg class="whisker" aria-hidden="true"><line class="grid" x1="0" x2="100%" y1="50%" y2="50%"/>'
        '<line class="reach" x1="{p50}" x2="{p99}" y1="50%" y2="50%"/>'
        '<circle class="dot" cx="{p50}" cy="50%" r="4"/>'
        '<svg class="shape" x="{p95}" y="50%"><rect class="dot" x="-4" y="-4" width="8" height="8"/></svg>'
        '<svg class="shape" x="{p99}" y="50%"><path class="dot" d="M0-6 5.5 4-5.5 4Z"/></svg></svg>'
    ).format(**at)


def _rounded_up(most: float) -> float:
    """The next value that is 1, 2 or 5 times a power of ten, so that an axis ends on a round number."""
    power = 1.0
    while power * 10 <= most:
        power *= 10
    return next(step * power for step in (1, 2, 5, 10) if step * power >= most)


def _milliseconds(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 or value == int(value) else f"{value:.1f}"


def _percent(part: float) -> str:
    return f"{100 * min(1.0, max(0.0, part)):.2f}%"


def _joined(pieces: Iterable[Markup]) -> Markup:
    return Markup("").join(pieces)

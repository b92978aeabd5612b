"""The sources in the Articles tab: what is watched, the state of each, and the actions available."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.page.escape import escape
from assistant.page.words import Words
from assistant.watching.sources import Shown

LIST = "library/sources"


def section(say: Words) -> str:
    """The section without its sources, which are fetched separately."""
    return (
        f'<details class="watching" data-list="{LIST}"><summary>{escape(say.sources_watched)} '
        f'<span class="mark doubted" hidden></span></summary>'
        f'<p class="hint">{escape(say.sources_hint)}</p>'
        f'<form data-post="{LIST}"><label class="wide">{escape(say.source_place)}'
        f'<input type="text" name="source" required maxlength="2000" spellcheck="false" dir="ltr"></label>'
        f'<label>{escape(say.source_minutes)}<input type="number" name="every_minutes" min="0.25" step="any" '
        f'inputmode="decimal"></label><button type="submit">{escape(say.watch_source)}</button></form>'
        f'<p class="trouble" role="alert" hidden></p><div class="list"></div></details>'
    )


def listed(sources: Sequence[Shown], *, looked_at: bool, say: Words) -> str:
    if not sources:
        return ""
    away = "" if looked_at else f'<p class="others">{escape(say.nobody_watches)}</p>'
    doubted = sum(one.standing in ("failing", "silent") for one in sources)
    doubts = escape(say.doubted_sources(doubted)) if doubted else ""
    return f'{away}<ul class="watched" data-told="{doubts}">{"".join(_item(one, say) for one in sources)}</ul>'


def _item(one: Shown, say: Words) -> str:
    name = one.place if one.kind in ("folder", "web", "page") else one.name
    facts = [say.counted_articles(one.articles), say.every(one.every_minutes)]
    moments = [
        f'{escape(label)} <time datetime="{escape(when)}">{escape(when)}</time>'
        for label, when in ((say.last_read, one.last_success), (say.next_turn, one.next_turn))
        if when
    ]
    line = " · ".join([*map(escape, facts), *moments])
    failed = ""
    if one.failure and one.last_failure:
        when = f'<time datetime="{escape(one.last_failure)}">{escape(one.last_failure)}</time>'
        failed = f'<p class="failed">{escape(say.last_failure)} {when}: <bdi>{escape(one.failure)}</bdi></p>'
    is_doubted = " doubted" * (one.standing in ("failing", "silent"))
    where = f'<p class="where" dir="ltr">{escape(one.place)}</p>' if name != one.place else ""
    return (
        f'<li><div class="what"><p class="name"><bdi>{escape(name)}</bdi> '
        f'<span class="mark{is_doubted}">{escape(say.standings[one.standing])}</span></p>{where}'
        f'<p class="facts">{line}</p>{failed}</div>{_buttons(one, say)}</li>'
    )


def _buttons(one: Shown, say: Words) -> str:
    paused = one.standing == "paused"
    turn = ("resume", say.resume) if paused else ("pause", say.pause)
    act = "".join(
        f'<button type="button" data-post="{LIST}/{one.id}/{name}">{escape(label)}</button>'
        for name, label in (turn, *([] if paused else [("try", say.try_now)]))
    )
    remove = "".join(
        f'<button type="button" data-post="{LIST}/{one.id}/{name}">{escape(label)}</button>'
        for name, label in (("remove", say.remove_source), ("remove-all", say.remove_with_articles))
    )
    return f'<div class="acts">{act}<details><summary>{escape(say.remove)}</summary>{remove}</details></div>'

"""The alerts in the People tab: what each reports, what is new in it, and where else it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.page.escape import article_address, escape
from assistant.page.words import Words
from assistant.watching.sources import moment
from index.store.alerts import Alert, Item

LIST = "people/alerts"
SHOWN = 10  # passages of one alert


def section(say: Words) -> str:
    """The section without its alerts, which are fetched separately."""

    def field(name: str, label: str, more: str = "") -> str:
        return f'<label class="wide">{escape(label)}<input type="text" name="{name}" maxlength="500"{more}></label>'

    submit = f'<button type="submit">{escape(say.be_told)}</button>'
    webhook = field("webhook", say.alert_webhook, ' spellcheck="false" dir="ltr"')
    return (
        f'<details class="watching" data-list="{LIST}"><summary>{escape(say.alerts)}</summary>'
        f'<p class="hint">{escape(say.alerts_hint)}</p>'
        f'<form data-post="{LIST}">{field("speaker", say.alert_speaker, " required")}'
        f"{field('about', say.alert_about)}{webhook}{submit}</form>"
        f'<form data-post="{LIST}">{field("question", say.alert_question, " required")}{webhook}{submit}</form>'
        f'<p class="trouble" role="alert" hidden></p><p class="once" role="status" hidden></p>'
        f'<div class="list"></div></details>'
    )


def listed(alerts: Sequence[Alert], items: Mapping[int, Sequence[Item]], say: Words) -> str:
    """The alerts; `items` holds the latest items of each, by the alert's key."""
    return f'<ul class="watched">{"".join(_alert(one, items[one.key], say) for one in alerts)}</ul>' if alerts else ""


def once(label: str, secret: str) -> str:
    """Something shown only once."""
    return f'{escape(label)} <bdi dir="ltr">{escape(secret)}</bdi>'


def _alert(one: Alert, items: Sequence[Item], say: Words) -> str:
    name = one.question or say.alert_reports(one.speaker or "", one.about)
    shown = "".join(_item(item, say) for item in items) or f'<p class="facts">{escape(say.nothing_new)}</p>'
    feed = ("close-feed", say.close_feed) if one.has_feed else ("feed", say.open_feed)
    acts = "".join(
        f'<button type="button" data-post="{LIST}/{one.id}/{act}">{escape(label)}</button>'
        for act, label in (feed, ("remove", say.remove))
    )
    hook = f'<p class="where" dir="ltr">{escape(one.webhook)}</p>' if one.webhook else ""
    return (
        f'<li><div class="what"><p class="name"><bdi>{escape(name)}</bdi></p>{hook}{shown}</div>'
        f'<div class="acts">{acts}</div></li>'
    )


def _item(item: Item, say: Words) -> str:
    passage = item.passage
    when = moment(item.found) or ""
    where = say.comma.join(
        filter(None, [passage.speaker, passage.title or say.untitled, say.day((passage.published or "")[:10])])
    )
    return (
        f'<blockquote dir="auto">{escape(passage.quote)}</blockquote><p class="facts">'
        f'<time datetime="{escape(when)}">{escape(when)}</time> · '
        f'<a href="{article_address(passage.article_id, passage.paragraph)}" target="_blank" rel="noopener" '
        f'dir="auto">{escape(where)}</a></p>'
    )

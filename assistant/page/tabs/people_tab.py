"""The People tab: who is quoted in the library, and each person's page: what they said and what others say of them."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Literal, get_args
from urllib.parse import urlencode

from assistant.answers import noticed
from assistant.page.cards import taken_back
from assistant.page.escape import article_address, escape, person_link
from assistant.page.tabs import alerts_list
from assistant.page.words import Words
from assistant.presenting.spreadsheets import defused
from index import language, store
from index.articles import Heading

if TYPE_CHECKING:
    from index.reading.register import Person
    from index.store.corrections import Corrected
    from index.store.statements import Said

Order = Literal["statements", "latest", "name"]
ORDERS: tuple[Order, ...] = get_args(Order)
PEOPLE = 50  # per page
STATEMENTS = 50
OTHERS = 10  # statements by others that name a person
BARS = 36  # at most; for more months than this, the chart shows years


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which statements of a person are shown; pages count from 1."""

    name: str
    about: str = ""
    since: str = ""
    until: str = ""
    page: int = 1

    def address(self, path: str) -> str:
        limits = {"name": self.name, "about": self.about, "since": self.since, "until": self.until}
        return f"{path}?{urlencode({key: value for key, value in limits.items() if value})}"


@dataclass(frozen=True, slots=True)
class Once:
    """One statement with the other places where the same words appear, oldest first."""

    said: Said
    again: list[Said] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sentence:
    """The sentence or sentences that contain a statement, their start in the paragraph, and the notice about them."""

    start: int
    text: str
    notice: Corrected | None = None


def view(rows: str, say: Words) -> str:
    """The whole tab with the first people."""
    orders = "".join(f'<option value="{one}">{escape(say.people_orders[one])}</option>' for one in ORDERS)
    return (
        f'<div class="people" data-lost="{escape(say.server_lost)}"><section class="everybody">'
        f'<h2 id="people-title" tabindex="-1">{escape(say.people)}</h2>'
        f'<form role="search"><input type="search" id="people-search" maxlength="200" autocomplete="off" '
        f'placeholder="{escape(say.find_people)}" aria-label="{escape(say.find_people)}">'
        f'<select id="people-order" aria-label="{escape(say.sort_by)}">{orders}</select></form>'
        f'<p class="trouble" role="alert" hidden></p>{alerts_list.section(say)}<div class="rows">{rows}</div></section>'
        f'<section class="one" aria-labelledby="person-title" hidden></section>'
        f'<p class="unseen" role="status" id="people-said"></p></div>'
    )


def listed(people: Sequence[Person], latest: Mapping[str, str | None], more: bool, page: int, say: Words) -> str:
    """A row for each person: name, other names, number of statements and day of the newest article that names them.

    `latest` is keyed by name.
    """
    if not people and page == 1:
        return f'<p class="hint">{escape(say.nobody_found)}</p>'
    heads = "".join(f'<th scope="col" class="{of}">{escape(name)}</th>' for of, name in say.people_columns.items())
    rows = "".join(_row(one, latest.get(one.name), say) for one in people)
    further = _further("more-people", page, say) if more else ""
    return (
        f'<table data-told="{escape(say.counted_people(len(people)))}"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table>{further}"
    )


def other_forms(one: Person) -> list[str]:
    """A person's other names and roles, each in one spelling."""
    spelled = {form.casefold(): form for form in reversed(one.forms)}
    return [form for folded, form in reversed(spelled.items()) if folded not in one.name.casefold()]


def _called(form: str, place: str | None) -> str:
    return f'<a href="{place}" target="_blank" rel="noopener">{escape(form)}</a>' if place else escape(form)


def _row(one: Person, latest: str | None, say: Words) -> str:
    called = ", ".join(other_forms(one))
    day = f'<time datetime="{escape(latest[:10])}">{escape(say.day(latest[:10]))}</time>' if latest else ""
    label = escape(say.people_columns["of-statements"].lower())
    name = f'{person_link(one.name)}<span class="called" dir="auto">{escape(called)}</span>'
    return (
        f'<tr><th scope="row" class="of-name">{name}</th>'
        f'<td class="of-statements" data-label="{label}">{one.statements:,}</td><td class="of-latest">{day}</td></tr>'
    )


def person(
    one: Person,
    said: Sequence[Once],
    every: Sequence[Said],
    others: Sequence[Said],
    headings: Mapping[str, Heading],
    sentences: Mapping[Said, Sentence],
    wanted: Wanted,
    say: Words,
    places: Mapping[str, str] | None = None,
) -> str:
    """One person's page: `said` are the statements on this page of the list, `every` all that match.

    `places` holds, for other names and roles, the address of a paragraph that uses them.
    """
    called = ", ".join(_called(form, (places or {}).get(form)) for form in other_forms(one))
    question = escape(say.asked_about(one.name, wanted.about or None))
    days = "".join(
        f'<label>{escape(label)} <input type="date" class="{name}" value="{escape(value)}"></label>'
        for name, label, value in (("since", say.since, wanted.since), ("until", say.until, wanted.until))
    )
    exports = "".join(
        f'<a href="{escape(wanted.address(f"people/statements.{kind}"))}" download>{kind.upper()}</a>'
        for kind in ("csv", "json")
    )
    items = (
        "".join(_told(each, headings, sentences, say) for each in _together(said, sentences))
        or f'<li class="hint">{escape(say.said_nothing)}</li>'
    )
    further = _further("more-statements", wanted.page, say) if len(said) == STATEMENTS else ""
    if wanted.page > 1:
        return f'<ol class="said">{items}</ol>{further}'
    theirs = _together([*map(Once, others)], sentences)
    of_them = "".join(_told(each, headings, sentences, say, by=True) for each in theirs)
    about_them = f'<h3>{escape(say.said_of(one.name))}</h3><ol class="said">{of_them}</ol>' if of_them else ""
    return (
        f'<p><a class="everybody-again" href="./#people">← {escape(say.people)}</a></p>'
        f'<h2 id="person-title" tabindex="-1" dir="auto">{escape(one.name)}</h2>'
        f'<p class="called" dir="auto">{called}</p>'
        f'<p class="asking"><button type="button" class="ask-person" data-question="{question}">'
        f"{escape(say.ask_about_person)}</button></p>"
        f'<form class="narrowing" data-name="{escape(one.name)}"><input type="search" class="about" '
        f'value="{escape(wanted.about)}" placeholder="{escape(say.about_what)}" aria-label="{escape(say.about_what)}">'
        f"{days}</form>{chart(every, say)}"
        f'<p class="count">{escape(say.counted_statements(len(every)))} <span>{exports}</span></p>'
        f'<ol class="said">{items}</ol>{further}{about_them}'
    )


def _together(said: Sequence[Once], sentences: Mapping[Said, Sentence]) -> list[list[Once]]:
    """The statements in groups, those of one speaker in the same sentence together."""
    found: dict[tuple[object, ...], list[Once]] = {}
    for one in said:
        sentence = sentences.get(one.said)
        place = (one.said.article_id, one.said.paragraph, one.said.speaker, sentence and sentence.start)
        found.setdefault(place if sentence else (one.said,), []).append(one)
    return list(found.values())


def _told(
    together: Sequence[Once],
    headings: Mapping[str, Heading],
    sentences: Mapping[Said, Sentence],
    say: Words,
    *,
    by: bool = False,
) -> str:
    """The sentence with one speaker's statements in it, and the places where they appear again."""
    said, heading = together[0].said, headings[together[0].said.article_id]
    facts = [say.day((said.published or "")[:10]), heading.outlet, say.kind({"text_kind": heading.text_kind})]
    who = say.who({"speaker": said.speaker if by else None, "voice": said.voice}) if by else ""
    how = "" if by else say.how_said(said.voice)
    place = say.comma.join(fact for fact in (who, *facts, how) if fact)
    copies = max((one.again for one in together), key=len)
    again = "".join(f"<li>{_where(each, headings, say)}: {_leads(each, headings)}</li>" for each in copies)
    if again:
        again = f"<details><summary>{escape(say.said_again(len(copies)))}</summary><ul>{again}</ul></details>"
    quote, sentence = _within([one.said for one in together], sentences.get(said)), sentences.get(said)
    notice = taken_back(asdict(noticed(sentence.notice)), say) if sentence and sentence.notice else ""
    return (
        f'<li>{notice}<blockquote dir="auto">{quote}</blockquote>'
        f'<p class="place"><bdi>{escape(place)}</bdi> · {_leads(said, headings)}</p>{again}</li>'
    )


def _within(said: Sequence[Said], sentence: Sentence | None) -> str:
    """The statements' words within their sentence, since out of context they may mislead."""
    if sentence is None:
        return escape(said[0].quote)
    html, at = "", sentence.start
    for one in sorted(said, key=lambda one: one.start):
        if one.end > at:
            first = max(one.start, at)
            html += _soft(sentence, at, first) + escape(
                sentence.text[first - sentence.start : one.end - sentence.start]
            )
            at = one.end
    return html + _soft(sentence, at, sentence.start + len(sentence.text))


def _soft(sentence: Sentence, start: int, end: int) -> str:
    """The words around statements, from one offset in the paragraph to another."""
    part = sentence.text[start - sentence.start : end - sentence.start]
    return f'<span class="around">{escape(part)}</span>' if part else ""


def _further(name: str, page: int, say: Words) -> str:
    return f'<p><button type="button" class="{name}" data-page="{page + 1}">{escape(say.more)}</button></p>'


def _where(said: Said, headings: Mapping[str, Heading], say: Words) -> str:
    facts = (say.day((said.published or "")[:10]), headings[said.article_id].outlet)
    return escape(say.comma.join(fact for fact in facts if fact))


def _leads(said: Said, headings: Mapping[str, Heading]) -> str:
    title = headings[said.article_id].title or said.article_id
    address = article_address(said.article_id, said.paragraph)
    return f'<a href="{address}" target="_blank" rel="noopener" dir="auto">{escape(title)}</a>'


def once(said: Sequence[Said]) -> list[Once]:
    """Each statement once, newest first; copies with the same words are folded under the earliest."""
    kept: dict[frozenset[str], list[Said]] = {}
    for one in said:
        words = frozenset(language.content_words(one.quote))
        kept.setdefault(words if len(words) > 2 else frozenset({one.quote.casefold()}), []).append(one)
    return [Once(same[-1], same[:-1][::-1]) for same in kept.values()]


def chart(said: Sequence[Said], say: Words) -> str:
    """The number of statements in each month from the first to the last, or in each year if there are many months."""
    days = sorted(one.published[:7] for one in said if one.published and len(one.published) >= 7)
    if not days or days[0] == days[-1]:
        return ""
    (year, month), (last_year, last_month) = (map(int, day.split("-")) for day in (days[0], days[-1]))
    months = range(12 * year + month - 1, 12 * last_year + last_month)
    spans = [f"{each // 12:04}-{each % 12 + 1:02}" for each in months]
    if len(spans) > BARS:
        spans = [f"{each:04}" for each in range(year, last_year + 1)]
    counted = Counter(day[: len(spans[0])] for day in days)
    most = max(counted.values())
    bars = "".join(_bar(each, counted[each], most, say) for each in spans)
    first, last = escape(say.day(spans[0])), escape(say.day(spans[-1]))
    return (
        f'<figure class="chart"><ol style="--bars: {len(spans)}" aria-label="{escape(say.statements_over_time)}">'
        f"{bars}</ol>"
        f"<figcaption><span>{first}</span><span>{last}</span></figcaption></figure>"
    )


def _bar(span: str, number: int, most: int, say: Words) -> str:
    if not number:
        return '<li class="none" aria-hidden="true"></li>'
    label = escape(f"{say.day(span)}: {number:,}")
    return f'<li style="--share: {number / most:.3f}" title="{label}"><span class="unseen">{label}</span></li>'


COLUMNS = ("speaker", "quote", "voice", "published", "outlet", "title", "article_id", "paragraph", "corrected_by")


def records(
    said: Sequence[Said], headings: Mapping[str, Heading], notices: Sequence[Corrected]
) -> list[dict[str, str | int | None]]:
    """A row for each statement; `corrected_by` are the words that correct it or withdraw its article."""
    notices_of = [store.corrections.notice_about(notices, one.article_id, one.paragraph, one.quote) for one in said]
    return [
        {
            "speaker": one.speaker,
            "quote": one.quote,
            "voice": one.voice,
            "published": one.published,
            "outlet": headings[one.article_id].outlet,
            "title": headings[one.article_id].title,
            "article_id": one.article_id,
            "paragraph": one.paragraph,
            "corrected_by": notice.quote if notice else None,
        }
        for one, notice in zip(said, notices_of, strict=True)
    ]


def as_csv(said: Sequence[Said], headings: Mapping[str, Heading], notices: Sequence[Corrected]) -> str:
    """A CSV table for spreadsheets, in which no cell can be a formula."""
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(COLUMNS)
    for record in records(said, headings, notices):
        table.writerow([defused(str(record[name] if record[name] is not None else "")) for name in COLUMNS])
    return "\ufeff" + written.getvalue()


def as_json(said: Sequence[Said], headings: Mapping[str, Heading], notices: Sequence[Corrected]) -> str:
    return json.dumps(records(said, headings, notices), ensure_ascii=False, indent=1).replace("<", "\\u003c")

"""The Articles tab: the table of articles, the additions in progress, and their results."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from assistant.page.escape import article_address, escape
from assistant.page.tabs import sources_list
from assistant.page.words import Words
from assistant.serving.orders import Addition
from assistant.texts.catalogues import Text
from index.adding import AddReport
from index.articles import Heading
from index.extraction.claims import web_address
from index.loading.decoding import LARGEST_WORDS
from index.loading.named_files import KINDS, Skipped
from index.store.listing import COLUMNS, Column, Listed, Listing

ROWS = 50  # per page of the table
NAMED = 30  # articles of a report; the table shows the others
SKIPS = 500  # skipped sources listed in a report
LABELS = 5  # shown in a row; the article's brief has all
PAGES_BESIDE = 2  # pages linked on either side of the current one
_FACTS: tuple[Column, ...] = ("outlet", "author", "published", "paragraphs", "source", "added")


@dataclass(frozen=True, slots=True)
class Shown:
    """What the table shows; pages count from 1."""

    search: str = ""
    column: Column = "added"
    descending: bool = True
    page: int = 1
    kind: str = ""
    corrected: bool = False  # only what was corrected or withdrawn
    label: str = ""


def view(say: Words, *, changes: bool = True, watches: bool = False) -> str:
    """The whole tab without its rows: controls for changes only with `changes`, watched sources only with `watches`."""
    open_add = (
        f'<button type="button" class="open-add" aria-expanded="false" aria-controls="library-add">'
        f"{escape(say.add_articles)}</button>"
    )
    return (
        f'<div class="library" data-lost="{escape(say.server_lost)}" data-no-files="{escape(say.no_files)}" '
        f'data-lost-sending="{escape(say.sending_lost)}"><header>'
        f'<h2 id="library-title" tabindex="-1">{escape(say.articles)}</h2>{open_add * changes}</header>'
        f'<p class="others" role="status" hidden>{escape(say.others_add)}</p>'
        f'<p class="trouble" role="alert" hidden></p>'
        f"{_add(say) * changes}{sources_list.section(say) * watches}"
        f'<div class="orders" role="region" aria-label="{escape(say.being_added)}" hidden></div>'
        f"{_tools(say, changes)}"
        f'<div class="rows" aria-busy="true"><p class="hint">{escape(say.loading)}</p></div>'
        f"{(_dialog(say) + _labelling(say)) * changes}"
        f'<dialog class="article-sheet" aria-label="{escape(say.article)}"><form method="dialog">'
        f'<button class="close" value="">{escape(say.close)}</button></form><div class="inside"></div></dialog>'
        f'<p class="unseen" role="status" id="library-said"></p></div>'
    )


def _add(say: Words) -> str:
    return (
        f'<section class="add" id="library-add" aria-label="{escape(say.add_articles)}" hidden>'
        f"{ways_to_add(say, 'library')}</section>"
    )


def ways_to_add(say: Words, name: str) -> str:
    """Files to drop or choose, and addresses to type; `name` begins the ids of the fields."""
    kinds = [kind for kind in KINDS if not kind.endswith(".gz")]
    accepted = ",".join(KINDS) + ",.gz"
    return (
        f'<div class="drop"><p class="drop-here">{escape(say.drop_here)}</p><p class="choices">'
        f'<button type="button" class="choose" data-input="{name}-files">{escape(say.choose_files)}</button>'
        f'<button type="button" class="choose" data-input="{name}-folder">{escape(say.choose_folder)}</button></p>'
        f'<p class="hint">{escape(say.kinds_read(kinds, LARGEST_WORDS))}</p>'
        f'<input type="file" id="{name}-files" multiple accept="{accepted}" hidden>'
        f'<input type="file" id="{name}-folder" webkitdirectory hidden></div>'
        f'<form class="from-web"><label for="{name}-addresses">{escape(say.addresses)}</label>'
        f'<textarea id="{name}-addresses" rows="3" spellcheck="false" dir="ltr"></textarea>'
        f'<button type="submit">{escape(say.add_addresses)}</button></form>'
    )


def _tools(say: Words, changes: bool) -> str:
    remove = f'<button type="button" class="remove">{escape(say.remove_selected)}</button>'
    labels = f'<button type="button" class="labels-of">{escape(say.labels_of_selected)}</button>'
    chosen = (
        f'<p class="chosen" hidden><span class="how-many" role="status"{_numbered(say.selected)}></span>'
        f'<button type="button" class="ask-only">{escape(say.ask_only_these)}</button>'
        f'<button type="button" class="clear">{escape(say.clear_selection)}</button>{(labels + remove) * changes}</p>'
    )
    kinds = "".join(f'<option value="{kind}">{escape(name)}</option>' for kind, name in say.kinds.items())
    return (
        f'<div class="finding" hidden><form role="search"><input type="search" id="library-search" maxlength="200" '
        f'placeholder="{escape(say.find_articles)}" aria-label="{escape(say.find_articles)}"></form>'
        f'<select class="of-kind" aria-label="{escape(say.kind_of_text)}">'
        f'<option value="">{escape(say.every_kind)}</option>{kinds}</select>'
        f'<label class="only-corrected" for="only-corrected"><input type="checkbox" id="only-corrected"> '
        f"{escape(say.only_corrected)}</label>"
        f"{chosen}</div>"
    )


def _numbered(text: Text) -> str:
    """The plural forms of a text, which the script fills in."""
    return f' data-forms="{escape(json.dumps(text.forms, ensure_ascii=False))}"'


def _dialog(say: Words) -> str:
    return (
        '<dialog class="ask-remove" aria-labelledby="remove-title" aria-describedby="remove-text">'
        f'<h3 id="remove-title"{_numbered(say.really_remove)}></h3><ul{_numbered(say.and_more)}></ul>'
        f'<p id="remove-text">{escape(say.remove_text)}</p>'
        f'<p class="trouble" role="alert" hidden></p>'
        f'<form method="dialog"><button value="keep" autofocus>{escape(say.keep)}</button>'
        f'<button type="button" class="really" >{escape(say.remove)}</button></form></dialog>'
    )


def _labelling(say: Words) -> str:
    return (
        '<dialog class="labelling" aria-labelledby="labelling-title">'
        f'<h3 id="labelling-title"{_numbered(say.label_these)}></h3>'
        f'<label for="label-text">{escape(say.label_field)}</label>'
        '<input type="text" id="label-text" list="labels-known" maxlength="100" dir="auto" autocomplete="off">'
        f'<datalist id="labels-known"></datalist><p>{escape(say.labels_stay)}</p>'
        '<p class="trouble" role="alert" hidden></p>'
        f'<form method="dialog"><button value="keep">{escape(say.close)}</button>'
        f'<button type="button" class="take-label">{escape(say.take_label)}</button>'
        f'<button type="button" class="add-label">{escape(say.add_label)}</button></form></dialog>'
    )


# The table


def table(listing: Listing, shown: Shown, articles: int, say: Words, corrected: Mapping[str, str] | None = None) -> str:
    """One page of the table; `articles` is the library's size, `corrected` says what notices did, by article id."""
    facts = f'data-articles="{articles}" data-page="{shown.page}"'
    if not articles:
        return (
            f'<div class="page empty" {facts}><h3>{escape(say.empty_library)}</h3>'
            f"<p>{escape(say.no_articles_yet)}</p></div>"
        )
    if not listing.total:
        counted = say.nothing_found(shown.search) if shown.search else say.none_like_this
        return (
            f'<div class="page nothing" {facts}><p dir="auto">{escape(counted)}</p>'
            f'<p><button type="button" class="show-all">{escape(say.show_all)}</button></p></div>'
        )
    counted = say.found(listing.total, articles)
    only = _only(shown.label, say) if shown.label else ""
    rows = "".join(_row(one, say, (corrected or {}).get(one.heading.id, "")) for one in listing.lines)
    all_of_page = (
        f'<th role="columnheader" class="of-select"><input type="checkbox" class="all" '
        f'aria-label="{escape(say.select_page)}"></th>'
    )
    return (
        f'<div class="page" {facts} data-told="{escape(counted)}"><p class="count">{escape(counted)}{only}</p>'
        f'<table role="table" aria-labelledby="library-title"><thead role="rowgroup">'
        f'<tr role="row" data-sort="{escape(say.sort_by)}">'
        f"{all_of_page}"
        f"{''.join(_head(column, shown, say) for column in COLUMNS)}</tr></thead>"
        f'<tbody role="rowgroup">{rows}</tbody></table>{_pages(listing, shown, say)}</div>'
    )


def _head(column: Column, shown: Shown, say: Words) -> str:
    sorted_by, arrow = "", ""
    if column == shown.column:
        sorted_by = f' aria-sort="{"descending" if shown.descending else "ascending"}"'
        arrow = f'<span aria-hidden="true">{"▼" if shown.descending else "▲"}</span>'
    return (
        f'<th role="columnheader" scope="col" class="of-{column}"{sorted_by}>'
        f'<button type="button" class="sort" data-column="{column}">{escape(say.columns[column])}{arrow}</button></th>'
    )


def _row(one: Listed, say: Words, corrected: str) -> str:
    heading = one.heading
    title = heading.title or say.untitled
    facts = "".join(
        f'<td role="cell" class="of-{column}"{_label(value, column, say)}>{value}</td>'
        for column in _FACTS
        for value in [_fact(one, column, say)]
    )
    labels = "".join(
        f'<button type="button" class="label" data-label="{escape(label)}" title="{escape(say.only_label)}" dir="auto">'
        f"{escape(label)}</button>"
        for label in heading.labels[:LABELS]
    )
    chosen = (
        f'<td role="cell" class="of-select"><input type="checkbox" value="{escape(heading.id)}" '
        f'aria-label="{escape(f"{say.select} {title}")}" data-title="{escape(title)}"></td>'
    )
    return (
        f'<tr role="row">{chosen}'
        f'<th role="rowheader" scope="row" class="of-title"><a href="{article_address(heading.id)}" '
        f'class="open-article" dir="auto">{escape(title)}</a> {marks(heading.text_kind, corrected, say)}{labels}</th>'
        f"{facts}</tr>"
    )


def _only(label: str, say: Words) -> str:
    return (
        f' <button type="button" class="label no-label" aria-label="{escape(say.no_only_label)}" dir="auto">'
        f'{escape(label)} <span aria-hidden="true">×</span></button>'
    )


def marks(kind: str, corrected: str, say: Words) -> str:
    """The kind of text if it is not a report, and whether it was corrected or withdrawn."""
    named = f'<span class="mark">{escape(name)}</span>' if (name := say.kind({"text_kind": kind})) else ""
    done = f'<span class="mark corrected">{escape(say.done_to(corrected))}</span>' if corrected else ""
    return named + done


def _label(value: str, column: Column, say: Words) -> str:
    """The name of the column, which each fact carries on a narrow page; none for an empty fact."""
    return f' data-label="{escape(say.columns[column])}"' if value else ""


def _fact(one: Listed, column: Column, say: Words) -> str:
    heading = one.heading
    if column == "paragraphs":
        return f"{one.paragraphs:,}"
    if column == "source":
        return _source(heading)
    value = getattr(heading, column)
    if not value:
        return ""
    if column in ("published", "added"):
        return f'<time datetime="{escape(value)}" title="{escape(value)}">{escape(say.day(value[:10]))}</time>'
    return f"<bdi>{escape(value)}</bdi>"


def _source(heading: Heading) -> str:
    """An address as a link; for a file its name, with the whole path on hover."""
    source = heading.source
    if address := web_address(source):
        text, leads = escape(address.split("//", 1)[1]), escape(address)
        return f'<a href="{leads}" title="{leads}" target="_blank" rel="noopener noreferrer" dir="ltr">{text}</a>'
    return f'<bdi title="{escape(source)}">{escape(PurePath(source).name or source)}</bdi>'


def _pages(listing: Listing, shown: Shown, say: Words) -> str:
    last = -(-listing.total // ROWS)
    first_row = (shown.page - 1) * ROWS + 1
    counted = say.rows(first_row, first_row + len(listing.lines) - 1, listing.total)
    if last <= 1:
        return ""
    beside = range(max(1, shown.page - PAGES_BESIDE), min(last, shown.page + PAGES_BESIDE) + 1)
    numbers, before = [], 0
    for number in sorted({1, *beside, last}):
        numbers.append("<li>…</li>" * (number > before + 1) + f"<li>{_page(number, shown, say)}</li>")
        before = number
    return (
        f'<nav class="pages" aria-label="{escape(say.pages)}"><p>{escape(counted)}</p>'
        f"{_turn('before', shown.page - 1, say.page_before, shown.page > 1)}<ol>{''.join(numbers)}</ol>"
        f"{_turn('after', shown.page + 1, say.page_after, shown.page < last)}</nav>"
    )


def _page(number: int, shown: Shown, say: Words) -> str:
    current = ' aria-current="page"' if number == shown.page else ""
    label = escape(say.page(number))
    return f'<button type="button" data-page="{number}" aria-label="{label}"{current}>{number:,}</button>'


def _turn(name: str, page: int, label: str, possible: bool) -> str:
    off = "" if possible else " disabled"
    sign = "‹" if name == "before" else "›"
    return f'<button type="button" class="{name}" data-page="{page}" aria-label="{escape(label)}"{off}>{sign}</button>'


# What is being added


def order(one: Addition, headings: Mapping[str, Heading], say: Words, *, changes: bool = True) -> str:
    """An addition with a bar that shows its `progress`, or its report once it is done.

    `headings` are those of the report's first articles, by id.
    """
    what = say.ordered(len(one.files), len(one.addresses) or (0 if one.files else len(one.refused)))
    if one.state == "done":
        return _report(one, what, headings, say)
    name = f"order-{one.id}"
    cancel = (
        f'<button type="button" class="cancel" aria-label="{escape(say.cancel_adding(what))}">'
        f"{escape(say.cancel)}</button>"
    )
    return (
        f'<h3 id="{name}">{escape(say.adding(what))}</h3><p class="told"></p>'
        f'<progress aria-labelledby="{name}"></progress>{cancel * changes}'
    )


def progress(one: Addition, say: Words) -> tuple[str, float | None]:
    """The progress of an addition, in words and as a share from 0 to 1, None if unknown."""
    if one.cancelled:
        return say.cancelling, None
    if one.state == "receiving":
        arrived = say.came_in(len(one.arrived), len(one.arrived) + len(one.awaited), one.received, one.announced)
        return arrived, min(1.0, one.received / max(1, one.announced))
    if one.state == "waiting":
        return say.waiting_for_others, 0.0
    if not one.arrived:
        return say.fetching, None
    return say.read(one.done, max(one.total, one.announced), one.seconds_left), one.done / max(1, one.total)


def announced(one: Addition, say: Words) -> str:
    """What screen readers announce about an addition: each quarter done, and its end."""
    what = say.ordered(len(one.files), len(one.addresses))
    if one.state == "done":
        return _outcome(one, say)
    if one.state != "adding" or one.cancelled:
        return ""
    _, share = progress(one, say)
    return say.adding(what) if not share else say.percent(what, int(share * 4) * 25)


def _outcome(one: Addition, say: Words) -> str:
    report, skipped = one.report, _skipped(one)
    numbers = {name: len(getattr(report, name)) for name in ("added", "updated", "unchanged")}
    outcome = say.outcome(numbers | {"skipped": len(skipped)})
    ended = say.cancelled if one.cancelled else ""
    if one.error or one.unexpected:
        ended = say.failed_to_add
    return " · ".join(part for part in (outcome, ended) if part)


def _report(one: Addition, what: str, headings: Mapping[str, Heading], say: Words) -> str:
    failed = one.error or (say.unexpected_adding if one.unexpected else "")
    parts = [f'<p class="failed">{escape(failed)}</p>' if failed else "", _skips(one, say)]
    parts += [_articles(one.report, name, headings, say) for name in ("added", "updated", "unchanged")]
    when = f'<time datetime="{one.begun.isoformat(timespec="seconds")}"></time>'
    summary = f'<span class="what">{escape(what)}</span> <strong>{escape(_outcome(one, say))}</strong>'
    return f"<details open><summary>{when} {summary}</summary>{''.join(parts)}</details>"


def _skipped(one: Addition) -> list[Skipped]:
    return [*one.refused, *one.report.skipped]


def _skips(one: Addition, say: Words) -> str:
    skipped = _skipped(one)
    lines = "".join(
        f"<li><bdi>{escape(each.source)}</bdi>: <span>{escape(each.reason)}</span></li>" for each in skipped[:SKIPS]
    )
    return _list(say.outcomes["skipped"], lines, len(skipped) - SKIPS, say)


def _articles(report: AddReport, name: str, headings: Mapping[str, Heading], say: Words) -> str:
    ids = getattr(report, name)
    lines = "".join(f"<li>{_link(article_id, headings, say)}</li>" for article_id in ids[:NAMED])
    return _list(say.outcomes[name], lines, len(ids) - NAMED, say)


def _link(article_id: str, headings: Mapping[str, Heading], say: Words) -> str:
    heading = headings.get(article_id)
    title = escape((heading.title if heading else article_id) or say.untitled)
    return f'<a href="{article_address(article_id)}" class="open-article" dir="auto">{title}</a>'


def _list(heading: str, lines: str, more: int, say: Words) -> str:
    if not lines:
        return ""
    rest = f"<li>{escape(say.and_more.format(n=more))}</li>" if more > 0 else ""
    return f'<h4>{escape(heading)}</h4><ul tabindex="0" aria-label="{escape(heading)}">{lines}{rest}</ul>'

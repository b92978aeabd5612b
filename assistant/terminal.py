"""How answers, articles and reports look in a terminal."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.text import Text

from assistant.presenting.counted import counted
from assistant.presenting.source_list import kind_named
from index import loading
from index.articles import SEARCHED_ROLES, Article, Heading
from index.errors import UnknownArticle

if TYPE_CHECKING:
    from assistant.answers import Answer, Citation, Claim, ClaimVerdict, Copy, Notice
    from assistant.doctor import Finding
    from assistant.presenting.quoted import Quoted
    from assistant.watching.turn import Found
    from index.adding import AddReport
    from index.library import Library
    from index.library import Progress as ProgressFunction
    from index.reading.register import Person
    from index.store.corrections import Corrected
    from index.store.storing import Change
    from index.store.watched import Source

PATIENCE = 1.5  # seconds after Ctrl-C before a process that is still running is ended


def _console() -> Console:
    # No markup, since article text and markers such as [1] must be shown as they are.
    return Console(markup=False, emoji=False, highlight=False, soft_wrap=True)


def plain(text: str) -> str:
    """The text without control characters, so that an article cannot send the terminal commands."""
    return "".join(character if character.isprintable() or character == "\n" else " " for character in text)


def show_answer(answer: Answer, library: Library) -> None:
    """Prints the text, then the cited paragraphs, or the closest ones if nothing was found."""
    console = _console()
    if answer.standalone_question and answer.standalone_question != answer.question:
        console.print(Text(f"({plain(answer.standalone_question)})", style="dim"))
    console.print(Text(plain(answer.text), style="bold" if answer.outcome == "answered" else "yellow"))
    if answer.notice:
        console.print(Text(answer.notice, style="yellow"))
    if answer.closest:
        console.print(Text("\nClosest paragraphs:", style="dim"))
    _show_cited([*answer.citations, *answer.closest], library, console)


def show_checked(answer: Answer, library: Library) -> None:
    """Prints each sentence of a text with its verdict, then the cited paragraphs."""
    console = _console()
    for claim in answer.claims:
        mark, style = _MARKS[claim.verdict]
        line = Text(mark, style=style).append(plain(claim.text), style="default")
        if claim.citations:
            line.append(" " + "".join(f"[{marker}]" for marker in claim.citations), style="cyan")
        console.print(line)
        if claim.reason and claim.verdict is not None:
            console.print(Text(plain(f"              {claim.reason}"), style="dim"))
    if answer.notice:
        console.print(Text(answer.notice, style="yellow"))
    _show_cited(answer.citations, library, console)


def contradicted(claim: Claim) -> bool:
    """Whether the articles contradict the claim, rather than say nothing about it."""
    return claim.verdict == "contradicted"


_MARKS: dict[ClaimVerdict | None, tuple[str, str]] = {
    "supported": ("supported     ", "green"),
    "contradicted": ("contradicted  ", "red"),
    "attributed": ("attributed    ", "yellow"),
    "not_found": ("not found     ", "yellow"),
    None: ("-             ", "dim"),
}


def _show_cited(citations: Sequence[Citation], library: Library, console: Console) -> None:
    for citation in citations:
        console.print()
        console.print(_line_above(citation))
        paragraph = _paragraph(citation, library)
        if console.is_terminal:
            console.print(Padding(paragraph, (0, 0, 0, 4)), soft_wrap=False)
        else:  # one paragraph a line for a pipe
            console.print(Text("    ").append_text(paragraph))
        if citation.dates:
            dates = "; ".join(f"{one.text} = {one.day}" for one in citation.dates)
            console.print(Text(plain(f"    {dates}"), style="dim"))
        if citation.copies:
            copies = "; ".join(map(_copy, citation.copies))
            console.print(Text(plain(f"    also in: {copies}"), style="dim"))


def _line_above(citation: Citation) -> Text:
    line = Text(f"[{citation.marker}] " if citation.marker else "  - ", style="cyan")
    kind = kind_named(citation.text_kind)
    where = [citation.title, citation.outlet, kind, citation.published, f"paragraph {citation.paragraph}"]
    line.append(plain(", ".join(part for part in where if part)), style="bold")
    line.append(plain(f"  ({spoken(citation)}; article {citation.article_id})"), style="dim")
    return line


def _copy(one: Copy) -> str:
    where = f"{one.outlet or one.title}, paragraph {one.paragraph}, article {one.article_id}"
    return f"{where} ({one.published})" if one.published else where


def spoken(citation: Citation) -> str:
    """Whose words a citation quotes, for display."""
    if citation.voice == "outlet":
        return "the article's own words"
    if citation.voice == "author":
        return f"opinion of {citation.speaker or 'its writer'}"
    return f"{citation.voice}, {citation.speaker or 'speaker not named'}"


def _paragraph(citation: Citation | Quoted, library: Library) -> Text:
    try:
        found = library.paragraph(citation.article_id, citation.paragraph)
    except UnknownArticle:
        return Text(plain(citation.quote))
    text = Text(plain(found.text))
    if found.revision == citation.revision:
        text.stylize("black on bright_yellow", citation.start, citation.end)
    return text


def show_headings(headings: Sequence[Heading], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps([asdict(heading) for heading in headings], ensure_ascii=False, indent=2))
        return
    console = _console()
    if not headings:
        console.print("The library is empty. Add articles with `article-assistant add FOLDER`.")
        return
    # Not a table, which would cut ids that people copy.
    for heading in headings:
        where = ", ".join(part for part in (heading.title, heading.outlet, heading.published) if part)
        console.print(Text(plain(heading.id), style="cyan").append(plain(f"  {where}"), style="default"))


def show_people(people: Sequence[Person], notice: str | None, *, as_json: bool) -> None:
    """One line for each person: the name, how often they are quoted, and their other names."""
    if as_json:
        print(json.dumps([asdict(person) for person in people], ensure_ascii=False, indent=2))
        return
    console = _console()
    for person in people:
        counts = f"  {counted(person.statements, 'statement')} in {counted(len(person.articles), 'article')}"
        others = [form for form in person.forms if form != person.name]
        line = Text(plain(person.name), style="cyan").append(counts, style="default")
        console.print(line.append(plain(f"  ({'; '.join(others)})" if others else ""), style="dim"))
    if not people:
        console.print("The articles quote nobody by that name. Leave out the name to list everybody.")
    if notice:
        console.print(Text(notice, style="yellow"))


def show_said(
    statements: Sequence[Quoted], library: Library, notices: Sequence[str], *, about: str | None, as_json: bool
) -> None:
    """Each statement in its paragraph, under its article and speaker."""
    if as_json:
        print(json.dumps([asdict(one) for one in statements], ensure_ascii=False, indent=2))
        return
    console = _console()
    for notice in notices:
        console.print(Text(plain(notice), style="yellow"))
    for number, one in enumerate(statements, 1):
        console.print()
        line = Text(f"[{number}] ", style="cyan")
        where = [one.title, one.outlet, kind_named(one.text_kind), one.published, f"paragraph {one.paragraph}"]
        line.append(plain(", ".join(part for part in where if part)), style="bold")
        console.print(line.append(plain(f"  ({one.voice}, {one.speaker}; article {one.article_id})"), style="dim"))
        if one.corrected_by:
            console.print(
                Padding(_taken_back(one.corrected_by, one.corrected_by.published), (0, 0, 0, 4)), soft_wrap=False
            )
        console.print(Padding(_paragraph(one, library), (0, 0, 0, 4)), soft_wrap=False)
    if not statements:
        console.print(
            "No statements were found. "
            + ("Leave out --about, or list" if about else "List")
            + " who is quoted with `article-assistant people`."
        )


def _taken_back(notice: Notice | Corrected, day: str | None) -> Text:
    done = "Withdrawn" if notice.kind == "withdrawal" else "Corrected"
    on = f" on {day[:10]}" if day else ""
    return Text(plain(f"{done}{on}: {notice.quote} (article {notice.article_id})"), style="yellow")


def show_article(article: Article, notices: Sequence[Corrected] = ()) -> None:
    """Prints the article, below the notices in other articles that correct or withdraw it."""
    console = _console()
    others = [one for one in notices if one.kind != "change" and one.article_id != article.id]
    for one in {(one.article_id, one.paragraph, one.start): one for one in others}.values():
        console.print(_taken_back(one, one.day))
    console.print(Text(plain(article.title), style="bold"))
    updated = f"updated {article.updated}" if article.updated else None
    where = [article.outlet, article.author, article.published, updated, article.url or article.source]
    console.print(Text(plain(", ".join(part for part in where if part)), style="dim"))
    for paragraph in article.paragraphs:
        searched = paragraph.role in SEARCHED_ROLES
        number = f"{paragraph.number:>4}  " if searched else f"{paragraph.number:>4}  ({paragraph.role}) "
        console.print()
        console.print(Text(number, style="cyan").append(plain(paragraph.text), style="" if searched else "dim"))


def show_changes(changes: Sequence[Change]) -> None:
    """Prints each change to an article, with the paragraphs replaced (-) and those in their place (+)."""
    console = _console()
    if not changes:
        console.print("Nothing has changed since it was added.")
    for replaced, together in groupby(changes, key=lambda one: one.replaced):
        console.print(Text(replaced, style="bold"))
        for one in together:
            if one.before is not None:
                console.print(Text(f"{one.before.number:>4}- ", style="cyan").append(plain(one.before.text)))
            if one.after is not None:
                console.print(Text("    + ", style="cyan").append(plain(one.after)))


def show_report(report: AddReport, *, foreseen: bool = False) -> None:
    """One line about what was added, or would be, then one for each skipped item with the reason."""
    console = _console()
    console.print(f"Would be done: {report}" if foreseen else str(report))
    if foreseen:
        for what, ids in (("add", report.added), ("update", report.updated)):
            for article_id in ids:
                console.print(Text(plain(f"  would {what} {article_id}")))
    if report.stopped:
        console.print("Stopped before the end. The same command continues from here.")
    elif not (report.added or report.updated or report.unchanged or report.skipped):
        console.print(f"No articles were found there ({', '.join(loading.KINDS)} are read).")
    else:
        for source in report.fruitless:
            if source not in {one.source for one in report.skipped}:
                console.print(Text(plain(f"  no article in {source}"), style="yellow"))
    show_skipped(report.skipped)


def show_skipped(skipped: Sequence[loading.Skipped]) -> None:
    """One line for each skipped item with the reason."""
    console = _console()
    for one in skipped:
        line = f"  skipped {one.source}: {one.reason}".replace("\n", " ")  # a file name may contain a newline
        console.print(Text(plain(line), style="yellow"))


def show_findings(findings: Sequence[Finding]) -> bool:
    """Prints the findings; returns whether all is well."""
    console = _console()
    for finding in findings:
        mark = Text("ok   " if finding.well else "WRONG ", style="green" if finding.well else "red")
        console.print(mark.append(plain(f"{finding.name}: {finding.text}"), style="default"))
    return all(finding.well for finding in findings)


@contextmanager
def interrupted() -> Iterator[Callable[[], bool]]:
    """Yields a function that says whether Ctrl-C was pressed; a second Ctrl-C ends the command at once, as usual."""
    pressed, ending = threading.Event(), threading.Timer(PATIENCE, _end)
    ending.daemon = True

    def note(_signal: int, _frame: object) -> None:
        signal.signal(signal.SIGINT, before)
        pressed.set()
        ending.start()
        with suppress(OSError):  # not print, which could interrupt another print to the same stream
            os.write(2, b"\nStopping; what is stored stays. Press Ctrl-C again to stop at once.\n")

    before = signal.signal(signal.SIGINT, note)
    try:
        yield pressed.is_set
    finally:
        ending.cancel()
        signal.signal(signal.SIGINT, before)


def _end() -> None:
    """Ends the process even while an index is written, which takes seconds; the index catches up when next opened."""
    with suppress(OSError):
        os.write(2, b"Stopped. What is stored stays; the same command continues from there.\n")
    os._exit(130)


@contextmanager
def until_stopped() -> Iterator[threading.Event]:
    """Yields an event that is set by Ctrl-C (SIGINT) or by SIGTERM, which ends services."""
    stopped = threading.Event()
    before = {one: signal.signal(one, lambda *_: stopped.set()) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stopped
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def show_turn(source: Source, found: Found) -> None:
    """Prints one line about a reading of a source, if it changed something or failed in part or whole."""
    report = str(found.report) if found.report.added or found.report.updated else ""
    if report or found.failure:
        print(plain(f"{source.place}: {'; '.join(filter(None, [report, found.failure]))}"), flush=True)


@contextmanager
def progress_bar(doing: str = "Adding") -> Iterator[ProgressFunction]:
    """A bar on standard error with the time left, which disappears at the end."""
    columns = (TextColumn(doing), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)

"""The commands `article-assistant sources ...`: the watched sources and their state."""

from __future__ import annotations

import json as writing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import index
from assistant import serving, watching
from assistant.presenting.counted import counted
from index.errors import LibraryError

if TYPE_CHECKING:
    from assistant.settings import Settings

sources = typer.Typer(help="Folders, feeds and pages that a server or `watch` checks regularly.", no_args_is_help=True)

LibraryOption = Annotated[
    Path | None, typer.Option("--library", metavar="DIR", help="The library's folder; default: in your user data.")
]
EveryOption = Annotated[
    float | None, typer.Option("--every", metavar="MINUTES", min=0.25, help="The interval; default: watch_minutes.")
]
Named = Annotated[list[str], typer.Argument(metavar="ID", help="Ids of sources, or their addresses or folders.")]


@sources.command("list")
def list_sources(
    library: LibraryOption = None, json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False
) -> None:
    """List the sources with their last success, last failure, next turn and the number of articles they added."""
    with _opened(library) as (opened, settings):
        now = time.time()
        found = [watching.shown(one, now=now, every=settings.watch_minutes * 60) for one in opened.sources.all()]
        looked_at = watching.is_looked_at(opened, now)
    if json:
        print(writing.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2))
        return
    for one in found:
        print(f"{one.id}  {one.standing:8} {counted(one.articles, 'article'):>12}  {one.place}")
        turns = {"last read": one.last_success, "failed": one.last_failure, "next turn": one.next_turn}
        moments = ", ".join(f"{name} {when}" for name, when in turns.items() if when)
        print(f"{'':14}{moments}{f' ({one.failure})' if one.failure else ''}")
    if not found:
        print("Nothing is watched. Start with `article-assistant watch` and a folder or an address.")
    elif not looked_at:
        print("No process is watching them. `article-assistant serve` or `article-assistant watch` does.")


@sources.command("add")
def add_sources(
    places: Annotated[list[str], typer.Argument(metavar="SOURCE", help="Folders, feeds and web pages.")],
    library: LibraryOption = None,
    every: EveryOption = None,
) -> None:
    """Watch more sources; a running server or `watch` starts on them at once."""
    with _opened(library, made=True) as (opened, _):
        for place in places:
            source, is_new = watching.watch(opened, place, now=time.time(), every_minutes=every)
            print(f"{source.id}  {source.place} {'is watched from now on' if is_new else 'was already watched'}")


@sources.command()
def pause(named: Named, library: LibraryOption = None) -> None:
    """Pause sources until they are resumed."""
    _change(named, library, "is paused", paused=True)


@sources.command()
def resume(named: Named, library: LibraryOption = None) -> None:
    """Resume paused sources."""
    _change(named, library, "is watched again", paused=False)


@sources.command("try")
def try_now(named: Named, library: LibraryOption = None) -> None:
    """Have the watching process check sources as soon as possible."""
    _change(named, library, "is next", due=0.0)


@sources.command("remove")
def remove_sources(
    named: Named,
    library: LibraryOption = None,
    with_articles: Annotated[
        bool, typer.Option("--with-articles", help="Also remove the articles that no other source added.")
    ] = False,
) -> None:
    """Stop watching sources; their articles stay unless you give --with-articles."""
    with _opened(library) as (opened, _):
        for id in watching.ids_of(opened.sources.all(), named):
            place = opened.sources.get(id).place
            removed = watching.forget(opened, id, articles=with_articles)
            if removed:
                serving.Audit(opened.folder).note(serving.at_terminal(), "remove", removed=removed)
            gone = f"; {counted(len(removed), 'article')} removed" if with_articles else ""
            print(f"{place} is no longer watched{gone}")


def _change(named: list[str], library: Path | None, done: str, **change: float | bool) -> None:
    with _opened(library) as (opened, _):
        for id in watching.ids_of(opened.sources.all(), named):
            source = opened.sources.change(id, **change)  # type: ignore[arg-type]
            print(f"{source.place} {done}")


@contextmanager
def _opened(library: Path | None, *, made: bool = False) -> Iterator[tuple[index.Library, Settings]]:
    from assistant.settings import read_settings

    settings = read_settings(library=library)
    if not (made or index.Library.exists(settings.library, settings.homes["catalog_url"])):
        raise LibraryError(f"There is no library in '{settings.library}'. `article-assistant add` creates one there.")
    embeddings = index.SentenceEmbeddings(settings.embedding_model)
    with index.Library(settings.library, embeddings=embeddings, **settings.homes) as opened:
        yield opened, settings

"""One turn of one source: checks it, adds what is new, and returns the result."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from index.adding import AddReport
from index.errors import NoAnswer, Unreadable
from index.loading.fetching import Validators
from index.loading.looking import Manners, look_again
from index.loading.named_files import Fetching
from index.loading.named_files import Source as Place
from index.store.watched import Outcome, Page, Source, SourceKind, Sources

if TYPE_CHECKING:
    from index.loading.looking import Look


class Adds(Protocol):
    """What a turn needs from a library."""

    @property
    def sources(self) -> Sources: ...

    def add(
        self,
        sources: Place | Iterable[Place],
        *,
        cancelled: Callable[[], bool] = ...,
        passed_over: Collection[str] = (),
    ) -> AddReport: ...


@dataclass(frozen=True, slots=True)
class Found:
    """The result of a turn. `failure`, the end of a sentence, says what could not be read, or why nothing could be.

    `asked` is the wait in seconds that the server requests. None as `kind`, `name` or `pages` means unchanged.
    """

    report: AddReport = field(default_factory=AddReport)
    outcome: Outcome = "read"
    failure: str | None = None
    asked: float = 0.0
    kind: SourceKind | None = None
    name: str | None = None
    validators: Validators | None = None
    pages: dict[str, Page] | None = None


def take_turn(
    source: Source,
    library: Adds,
    manners: Manners,
    *,
    cancelled: Callable[[], bool],
    out_of_time: Callable[[], bool] = lambda: False,
) -> Found:
    """Checks a source and adds what is new; once `out_of_time`, it leaves the rest for the next turn.

    Raises ArticleAssistantError if the library cannot be written to.
    """
    try:
        return (_folder if source.kind == "folder" else _online)(source, library, manners, cancelled, out_of_time)
    except Unreadable as error:
        asked = error.seconds if isinstance(error, NoAnswer) else 0
        return Found(outcome="failed", failure=str(error), asked=asked)


def _folder(
    source: Source, library: Adds, _manners: Manners, cancelled: Callable[[], bool], _: Callable[[], bool]
) -> Found:
    if not Path(source.place).is_dir():
        raise Unreadable("there is no such folder")
    report = library.add(source.place, cancelled=cancelled, passed_over=library.sources.taken_away(source))
    return Found(report, "broken off" if report.stopped else "read", _skipped(report))


def _online(
    source: Source, library: Adds, manners: Manners, cancelled: Callable[[], bool], out_of_time: Callable[[], bool]
) -> Found:
    known = Validators(**source.validators) if source.validators else None  # type: ignore[arg-type]
    pages = {address: (one.mark, one.tries) for address, one in library.sources.pages(source).items()}
    look = look_again(
        source.place, manners, validators=known, pages=pages, stopped=lambda: cancelled() or out_of_time()
    )
    if look is None:
        return Found(validators=known)
    passed_over = library.sources.taken_away(source)
    report = library.add(Fetching(source.place, look.documents), cancelled=cancelled, passed_over=passed_over)
    is_read = report.added or report.updated or report.unchanged or not report.skipped
    return Found(
        report,
        "broken off" if report.stopped else "read" if is_read else "failed",
        _skipped(report),
        kind="feed" if look.is_feed else "page",
        name=look.name,
        validators=look.validators,
        pages=None if report.stopped else _pages(look),
    )


def _pages(look: Look) -> dict[str, Page]:
    return {address: Page(*noted) for address, noted in look.pages.items()}


def _skipped(report: AddReport) -> str | None:
    if not report.skipped:
        return None
    first = report.skipped[0]
    many = f"{len(report.skipped)} of its articles could not be read, such as {first.source}: {first.reason}"
    return many if len(report.skipped) > 1 else f"{first.source} could not be read: {first.reason}"


def noted(found: Found) -> dict[str, str | None] | None:
    """The validators in the form in which they are stored."""
    return asdict(found.validators) if found.validators else None

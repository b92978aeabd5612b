"""Adding beside the questions: orders, what arrives and what does not, cancelling, and failures."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant.serving.additions import LISTED, LOST, MOST_FILES, NO_ADDRESS, SILENCE, Additions
from assistant.serving.orders import Addition
from assistant.serving.uploads import Announced
from index.adding import AddReport
from index.errors import ArticleAssistantError, LibraryError, WrongUsage
from index.loading.named_files import Source, Upload


class Shelf:
    """Stands in for a library: it adds an article for each source, and waits where a test tells it to."""

    def __init__(self) -> None:
        self.added: list[tuple[str, str]] = []  # the names and the contents
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self.begun = threading.Event()
        self.error: Exception | None = None

    def add(
        self,
        sources: list[Source],
        *,
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> AddReport:
        report = AddReport()
        assert progress is not None
        for number, source in enumerate(sources):
            progress(number, len(sources))
            self.begun.set()
            self.may_go_on.wait(20)
            if self.error:
                raise self.error
            if cancelled():
                report.stopped = True
                return report
            content = source.path.read_text() if isinstance(source, Upload) else ""
            self.added.append((source.name if isinstance(source, Upload) else str(source), content))
            report.added.append(str(number))
        return report


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@contextmanager
def adding(shelf: Shelf | None = None) -> Iterator[tuple[Additions, Shelf, Clock]]:
    shelf, clock = shelf or Shelf(), Clock()
    additions = Additions(shelf, clock=clock)
    try:
        yield additions, shelf, clock
    finally:
        shelf.may_go_on.set()
        additions.close()


def send(additions: Additions, order: Addition, number: int, text: str) -> Path:
    place = additions.place_of(order.id, number)
    assert place is not None
    place[0].write_text(text)
    assert additions.heard(order.id, len(text))
    additions.arrived(order.id, number)
    return place[0]


def done(additions: Additions, order: Addition) -> Addition:
    """The order once it is done."""
    with additions._changed:
        assert additions._changed.wait_for(lambda: additions._orders[order.id].state == "done", timeout=20)
        return additions._orders[order.id]


def files(*names: str) -> list[Announced]:
    return [Announced(name, 4) for name in names]


def test_files_are_added_under_their_names_and_then_deleted_here() -> None:
    with adding() as (additions, shelf, _):
        order = additions.begin(files("news/a.txt", "b.md"))
        paths = [send(additions, order, number, f"text {number}") for number in (1, 0)]
        additions.complete(order.id)
        assert done(additions, order).report.added == ["0", "1"]
        assert shelf.added == [("news/a.txt", "text 0"), ("b.md", "text 1")]
        assert not any(path.exists() or path.parent.exists() for path in paths)


def test_two_files_of_one_name_lie_in_different_places() -> None:
    with adding() as (additions, shelf, _):
        one, other = (additions.begin(files("a.txt", "a.txt")) for _ in range(2))
        places = {send(additions, order, number, order.id) for order in (one, other) for number in (0, 1)}
        assert len(places) == 4


def test_nothing_is_added_before_all_was_sent() -> None:
    with adding() as (additions, shelf, _):
        order = additions.begin(files("a.txt", "b.txt"))
        send(additions, order, 0, "a")
        assert additions.listed()[0].state == "receiving"
        assert shelf.added == []


def test_what_did_not_arrive_is_named() -> None:
    with adding() as (additions, shelf, _):
        order = additions.begin(files("a.txt", "b.txt"))
        send(additions, order, 0, "a")
        additions.complete(order.id)
        (lost,) = done(additions, order).refused
        assert (lost.source, lost.reason) == ("b.txt", LOST)
        assert [name for name, _ in shelf.added] == ["a.txt"]


def test_a_page_that_was_closed_while_it_sent_loses_only_the_rest() -> None:
    with adding() as (additions, shelf, clock):
        order = additions.begin(files("a.txt", "b.txt"))
        send(additions, order, 0, "a")
        clock.now = SILENCE
        assert additions.listed()[0].state == "receiving"
        clock.now += 1
        additions.listed()
        assert [lost.source for lost in done(additions, order).refused] == ["b.txt"]
        assert [name for name, _ in shelf.added] == ["a.txt"]
        assert not additions.heard(order.id, 1)


def test_a_slow_file_is_waited_for_while_its_bytes_come() -> None:
    with adding() as (additions, _, clock):
        order = additions.begin(files("a.txt"))
        for _ in range(5):
            clock.now += SILENCE
            assert additions.heard(order.id, 1)
        assert additions.listed()[0].state == "receiving"


def test_files_that_are_not_wanted_are_told_before_they_are_sent() -> None:
    with adding() as (additions, _, _clock):
        order = additions.begin(
            [Announced("a.exe", 1), Announced("b.txt", 60_000_000), Announced("c.jsonl", 60_000_000)]
        )
        assert order.awaited == {2}
        assert [one.source for one in order.refused] == ["a.exe", "b.txt"]
        assert additions.place_of(order.id, 0) is None


def test_an_order_of_which_nothing_is_wanted_is_done_at_once() -> None:
    with adding() as (additions, shelf, _):
        assert additions.begin(files("a.exe")).state == "done"
        assert shelf.added == []


def test_only_web_addresses_are_added_and_never_a_path_of_this_machine() -> None:
    given = ["https://example.org/a", " example.org/b ", "/etc/passwd", "~/a.txt", "C:\\a.txt", "", "file"]
    with adding() as (additions, shelf, _):
        order = done(additions, additions.begin(addresses=given))
        assert [name for name, _ in shelf.added] == ["https://example.org/a", "https://example.org/b"]
        assert [(one.source, one.reason) for one in order.refused] == [
            (name, NO_ADDRESS) for name in ("/etc/passwd", "~/a.txt", "C:\\a.txt", "file")
        ]


def test_orders_are_added_one_after_the_other() -> None:
    with adding() as (additions, shelf, _):
        shelf.may_go_on.clear()
        first = additions.begin(addresses=["https://example.org/1"])
        second = additions.begin(addresses=["https://example.org/2"])
        assert shelf.begun.wait(20)
        assert [one.state for one in additions.listed()] == ["waiting", "adding"]
        shelf.may_go_on.set()
        done(additions, first)
        done(additions, second)
        assert [name for name, _ in shelf.added] == ["https://example.org/1", "https://example.org/2"]


def test_what_is_being_added_stops_at_the_next_article_when_it_is_cancelled() -> None:
    with adding() as (additions, shelf, _):
        shelf.may_go_on.clear()
        order = additions.begin(addresses=["https://example.org/1", "https://example.org/2"])
        assert shelf.begun.wait(20)
        additions.cancel(order.id)
        shelf.may_go_on.set()
        ended = done(additions, order)
        assert ended.cancelled and ended.report.stopped
        assert shelf.added == []


@pytest.mark.parametrize("state", ["receiving", "waiting"])
def test_what_is_not_yet_being_added_is_cancelled_at_once_and_its_files_go(state: str) -> None:
    with adding() as (additions, shelf, _):
        shelf.may_go_on.clear()
        before = additions.begin(addresses=["https://example.org/"])
        order = additions.begin(files("a.txt"))
        path = send(additions, order, 0, "a")
        if state == "waiting":
            additions.complete(order.id)
        assert shelf.begun.wait(20)
        additions.cancel(order.id)
        assert next(one for one in additions.listed() if one.id == order.id).state == "done"
        assert not path.exists()
        shelf.may_go_on.set()
        done(additions, before)
        assert [name for name, _ in shelf.added] == ["https://example.org/"]


@pytest.mark.parametrize("error", [LibraryError("The disk is full."), RuntimeError("/secret")])
def test_a_failure_ends_one_order_and_not_the_next(error: Exception) -> None:
    with adding() as (additions, shelf, _):
        shelf.error = error
        failed = done(additions, additions.begin(addresses=["https://example.org/1"]))
        assert failed.error == (str(error) if isinstance(error, ArticleAssistantError) else None)
        assert failed.unexpected == (failed.error is None)
        shelf.error = None
        assert done(additions, additions.begin(addresses=["https://example.org/2"])).report.added


def test_the_time_left_is_what_the_rest_takes_at_the_pace_so_far() -> None:
    class Paced(Shelf):
        def add(self, sources: list[Source], **told: Callable[[int, int], None]) -> AddReport:
            told["progress"](0, 100)
            clock.now += 30
            told["progress"](25, 100)
            self.begun.set()
            self.may_go_on.wait(20)
            return AddReport()

    shelf = Paced()
    shelf.may_go_on.clear()
    with adding(shelf) as (additions, _, clock):
        additions.begin(addresses=["https://example.org/"])
        assert shelf.begun.wait(20)
        assert additions.listed()[0].seconds_left == 90


def test_too_much_at_a_time_is_refused_in_one_sentence() -> None:
    with adding() as (additions, _, _clock):
        with pytest.raises(WrongUsage, match="at a time"):
            additions.begin(files("a.txt") * (MOST_FILES + 1))
        additions.begin([Announced(f"{number}.jsonl", 1_000_000_000) for number in range(8)])
        with pytest.raises(WrongUsage, match="Too much is waiting"):
            additions.begin(files("a.txt"))


def test_the_last_orders_that_are_done_are_listed_and_more_of_them_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.serving.additions.REMEMBERED", LISTED + 2)
    with adding() as (additions, _, _clock):
        orders = [done(additions, additions.begin(addresses=["https://example.org/"])) for _ in range(LISTED + 4)]
        assert [one.id for one in additions.listed()] == [one.id for one in reversed(orders[4:])]
        assert [additions.order(one.id) is None for one in orders] == [True] * 2 + [False] * (LISTED + 2)


def test_closing_stops_what_is_being_added_and_leaves_no_files() -> None:
    with adding() as (additions, shelf, _):
        order = additions.begin(files("a.txt"))
        path = send(additions, order, 0, "a")
        shelf.may_go_on.clear()
        additions.begin(addresses=["https://example.org/"])
        assert shelf.begun.wait(20)

        def go_on_once_closed() -> None:
            with additions._changed:
                additions._changed.wait_for(lambda: additions._closed, 20)
            shelf.may_go_on.set()

        threading.Thread(target=go_on_once_closed).start()
        additions.close()
        assert not path.exists()
        assert shelf.added == []

"""What one server is adding, seen from another on the same database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.serving import shared_jobs
from assistant.serving.additions import STOPPED, Additions
from assistant.serving.shared import job, shared_at
from assistant.serving.shared_jobs import LOST, SILENCE, SharedJobs
from tests.servers import Servers, wait_for
from tests.serving.test_additions import Shelf, files, send

pytestmark = pytest.mark.servers


class Both:
    """Two servers; `shelf` is the library of the first."""

    def __init__(self, url: str) -> None:
        found = shared_at(url)
        assert found is not None
        self.shared, self.shelf = found, Shelf()
        self.one = Additions(self.shelf, jobs=SharedJobs(found))
        self.other = Additions(Shelf(), jobs=SharedJobs(found))


@pytest.fixture
def both(running_servers: Servers, tmp_path: Path) -> Iterator[Both]:
    both = Both(running_servers.options(tmp_path)["catalog_url"])
    yield both
    both.shelf.may_go_on.set()
    both.one.close()
    both.other.close()
    both.shared.home.reading.dispose()


def _seen(both: Both, order_id: str) -> Any:
    found = both.other.order(order_id)
    assert found is not None
    return found


def test_an_order_is_followed_from_another_server_from_its_beginning_to_its_report(both: Both) -> None:
    order = both.one.begin(files("a.txt"))
    assert both.other.listed() == [both.other.order(order.id)]
    assert _seen(both, order.id).files == order.files
    send(both.one, order, 0, "text")
    both.one.complete(order.id)
    wait_for(lambda: _seen(both, order.id).state == "done")
    assert _seen(both, order.id) == both.one.order(order.id)
    assert _seen(both, order.id).report.added == ["0"]


def test_an_order_is_cancelled_from_another_server(both: Both) -> None:
    both.shelf.may_go_on.clear()
    order = both.one.begin(addresses=["https://example.org/1", "https://example.org/2"])
    assert both.shelf.begun.wait(20)
    both.other.cancel(order.id)
    assert _seen(both, order.id).cancelled
    wait_for(lambda: (one := both.one.order(order.id)) and one.cancelled)
    both.shelf.may_go_on.set()
    wait_for(lambda: _seen(both, order.id).state == "done")
    assert both.shelf.added == []


def test_what_a_server_was_adding_when_it_stopped_is_done_and_says_so(both: Both) -> None:
    order = both.one.begin(files("a.txt"))
    both.one.close()
    assert (_seen(both, order.id).state, _seen(both, order.id).error) == ("done", STOPPED)


def test_the_order_of_a_server_that_is_not_heard_of_any_more_has_ended(both: Both) -> None:
    order = Additions(Shelf()).begin(files("a.txt"))
    SharedJobs(both.shared).put(order)
    assert _seen(both, order.id).state == "receiving"
    with both.shared.changing("jobs") as connection:
        connection.execute(job.update().values(heard=job.c.heard - SILENCE - 1))
    assert (_seen(both, order.id).state, _seen(both, order.id).error) == ("done", LOST)


def test_orders_of_long_ago_are_forgotten(both: Both) -> None:
    old, new = (Additions(Shelf()).begin(files("a.txt")) for _ in range(2))
    SharedJobs(both.shared).put(old)
    with both.shared.changing("jobs") as connection:
        connection.execute(job.update().values(heard=job.c.heard - shared_jobs.KEPT - 1))
    SharedJobs(both.shared).put(new)
    assert both.other.order(old.id) is None and both.other.order(new.id) is not None

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.store.catalog import Catalog
from index.store.leases import SECONDS, Lease
from tests.homes import open_catalog
from tests.watching.watched import Clock


@pytest.fixture
def catalog(home: str, tmp_path: Path) -> Iterator[Catalog]:
    opened = open_catalog(tmp_path / "library" / "catalog.sqlite")
    yield opened
    opened.close()


def two(catalog: Catalog, clock: Clock) -> tuple[Lease, Lease]:
    one, other = (Lease(catalog, "watching", clock=clock, now=clock) for _ in range(2))
    return one, other


def test_of_several_exactly_one_holds_a_lease(catalog: Catalog) -> None:
    one, other = two(catalog, Clock())
    assert one.take() and not other.take()
    assert one.take() and not other.take()


def test_a_lease_without_a_beat_is_over_and_its_holder_knows(catalog: Catalog) -> None:
    clock = Clock()
    one, other = two(catalog, clock)
    assert one.take() and not other.take()
    clock.go(SECONDS - 1)
    assert one.holds() and not other.take()
    clock.go(1)
    assert not one.holds() and other.take()
    assert not one.take() and other.holds()


def test_a_lease_that_is_renewed_is_not_taken(catalog: Catalog) -> None:
    clock = Clock()
    one, other = two(catalog, clock)
    for _ in range(5):
        assert one.take() and not other.take()
        clock.go(SECONDS - 1)


def test_a_lease_that_is_given_back_is_free_at_once(catalog: Catalog) -> None:
    one, other = two(catalog, Clock())
    assert one.take() and not other.take()
    one.give_back()
    assert other.take() and not one.holds() and not one.take()


def test_machines_whose_clocks_differ_agree_on_the_holder(catalog: Catalog) -> None:
    early, late = Clock(0.0), Clock(9e9)
    one, other = Lease(catalog, "watching", clock=early, now=early), Lease(catalog, "watching", clock=late, now=late)
    assert one.take() and not other.take()
    late.go(SECONDS - 1)
    assert one.take() and not other.take()

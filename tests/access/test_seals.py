"""A record's id says that it was given here, and given so; whoever has read and written its JSON has not altered it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.access.seals import SEAL, Seals
from assistant.assistant import Assistant
from index.library import Library

QUESTION = "What did Armstrong say about the surface of the Moon?"


@pytest.fixture(scope="module")
def seals(tmp_path_factory: pytest.TempPathFactory) -> Seals:
    return Seals(tmp_path_factory.mktemp("seals"))


@pytest.fixture(scope="module")
def record(samples: Library, seals: Seals) -> dict[str, Any]:
    given: dict[str, Any] = json.loads(seals.sealed(Assistant(samples).ask(QUESTION)).to_json())
    return given


def test_a_record_is_known_after_a_restart_and_by_no_other_library(
    tmp_path: Path, samples: Library, record: dict[str, Any]
) -> None:
    given = json.loads(Seals(tmp_path).sealed(Assistant(samples).ask(QUESTION)).to_json())
    assert Seals(tmp_path).holds(given)
    assert not Seals(tmp_path).holds(record)
    assert (tmp_path / SEAL).stat().st_mode & 0o077 == 0


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nulls(one) for name, one in value.items() if one is not None}
    return list(map(_without_nulls, value)) if isinstance(value, list) else value


def test_what_programs_do_with_json_alters_nothing(seals: Seals, record: dict[str, Any]) -> None:
    backwards = dict(reversed(record.items()))
    as_floats = record | {"timings_ms": {name: float(value) for name, value in record["timings_ms"].items()}}
    assert all(map(seals.holds, (record, backwards, as_floats, _without_nulls(record), json.loads(json.dumps(record)))))


def _places(value: Any, *at: Any) -> list[tuple[Any, ...]]:
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(place for name, one in children for place in _places(one, *at, name))]


@given(st.data())
def test_whatever_is_altered_anywhere_is_known(seals: Seals, record: dict[str, Any], data: Any) -> None:
    altered = json.loads(json.dumps(record))
    *way, last = data.draw(st.sampled_from(_places(altered)[1:]))
    within = altered
    for step in way:
        within = within[step]
    before = within[last]
    within[last] = data.draw(st.one_of(st.text(), st.integers(), st.booleans(), st.none(), st.just(["x"])))
    if within[last] != before or type(within[last]) is not type(before) and not isinstance(before, int | float):
        assert not seals.holds(altered)


def test_where_nothing_can_be_kept_a_process_knows_its_own(samples: Library) -> None:
    seals = Seals(Path("/proc/nowhere"))
    given = json.loads(seals.sealed(Assistant(samples).ask(QUESTION)).to_json())
    assert seals.holds(given)

"""Whoever runs one test waits for what that test needs: no test file loads an engine as it is imported."""

from __future__ import annotations

from tests import conftest


def test_tests_are_collected_without_what_takes_seconds_to_load() -> None:
    assert conftest.LOADED_TO_COLLECT == []

"""What the tests share: the real parts, loaded once, and what to do where one is missing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def require(condition: bool, reason: str) -> None:
    """Skip with the reason where a real part is missing; in CI, which makes them compulsory, fail."""
    if condition:
        return
    if os.environ.get("REAL_PARTS") == "required":
        pytest.fail(f"REAL_PARTS=required, but {reason}", pytrace=False)
    pytest.skip(reason)


@pytest.fixture
def development_data() -> Path:
    """The folder of development sets that lies beside a checkout, where there is one."""
    require(SHARED_DATA.is_dir(), f"the development sets are not at {SHARED_DATA}")
    return SHARED_DATA

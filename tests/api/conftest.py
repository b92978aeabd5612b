"""What the tests of the API share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="module")
def without_page() -> Iterator[None]:
    """Servers without the chat at their root, which takes longest to build; for tests that never use it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assistant.page.chat.mount", lambda *_, **__: None)
        yield

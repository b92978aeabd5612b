"""What the tests share: the real parts, loaded once, and what to do if one is missing."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import settings

from index.embedding import SentenceEmbeddings
from index.library import SAMPLES, Library
from tests import homes, servers

# What takes seconds to load, so that collecting tests must not; tests/project/test_imports.py checks.
SLOW_TO_LOAD = ("gradio", "schemathesis", "sentence_transformers", "spacy", "torch", "transformers")
LOADED_TO_COLLECT: list[str] = []
SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


# Few examples, the same in each run, when a person waits; many, different each time, when a change is judged.
settings.register_profile("fast", max_examples=20, deadline=None, derandomize=True)
settings.register_profile("thorough", max_examples=100, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))


# Looking for cycles among all the objects of pytest and the engines took a fifth of the processor time.
gc.set_threshold(10_000, 20, 50)


def pytest_collection_finish() -> None:
    LOADED_TO_COLLECT[:] = [name for name in SLOW_TO_LOAD if name in sys.modules]
    gc.freeze()


def pytest_sessionfinish() -> None:
    gc.freeze()  # pytest and Python itself look for cycles again at the end


def require(condition: bool, reason: str) -> None:
    """Skips with the reason if a real part is missing; fails in CI, where real parts are compulsory."""
    if condition:
        return
    if os.environ.get("REAL_PARTS") == "required":
        pytest.fail(f"REAL_PARTS=required, but {reason}", pytrace=False)
    pytest.skip(reason)


@pytest.fixture
def development_data() -> Path:
    """The folder of development sets beside a checkout; skips the test if there is none."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"the development sets are not at {SHARED_DATA}")
    return SHARED_DATA


@pytest.fixture(scope="session")
def embeddings() -> SentenceEmbeddings:
    """The packaged model, loaded once for all tests of a run."""
    return SentenceEmbeddings()


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Hashes passwords as everywhere, but with a thousandth of the work; test_passwords.py has the rest."""
    with pytest.MonkeyPatch.context() as patch:
        quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr("assistant.access.passwords._hasher", quick)
        yield


@pytest.fixture(scope="session")
def running_servers() -> Iterator[servers.Servers]:
    """A real PostgreSQL and a real Chroma server, shared by the tests of a run."""
    require(servers.programs() is not None, "PostgreSQL is not installed")
    with servers.running() as running:
        yield running


@pytest.fixture(scope="module", params=["files", pytest.param("servers", marks=pytest.mark.servers)])
def home(request: pytest.FixtureRequest) -> Iterator[str]:
    """Tests that use it run twice: on libraries in files, and on libraries in PostgreSQL and on a Chroma server."""
    with homes.chosen(request.getfixturevalue("running_servers") if request.param == "servers" else None):
        yield request.param


@pytest.fixture
def library(tmp_path: Path, embeddings: SentenceEmbeddings) -> Iterator[Library]:
    """A new, empty library of the test's own."""
    with Library(tmp_path / "library", embeddings=embeddings, **homes.options(tmp_path / "library")) as opened:
        yield opened


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[Library]:
    """A library of the sample articles that all tests share, so none may write to it."""
    with Library(tmp_path_factory.mktemp("samples") / "library", embeddings=embeddings) as opened:
        opened.add(SAMPLES)
        yield opened


@pytest.fixture
def copied_samples(samples: Library, tmp_path: Path) -> Path:
    """The folder of the test's own copy of that library, without the conversations of other tests."""
    asked = shutil.ignore_patterns("conversations.db*")
    return Path(shutil.copytree(samples.folder, tmp_path / "library", ignore=asked))


@pytest.fixture
def own_samples(copied_samples: Path, embeddings: SentenceEmbeddings) -> Iterator[Library]:
    """That copy, opened, for a test that changes it."""
    with Library(copied_samples, embeddings=embeddings) as opened:
        yield opened

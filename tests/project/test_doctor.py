"""The doctor: what is well, what is not, and that each finding says how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import doctor
from assistant.doctor import Finding, examine
from assistant.settings import Settings, read_settings
from index.library import Library
from index.reading.version import READER_VERSION
from tests.fakes import tiny_model


def named(findings: list[Finding], name: str) -> Finding:
    found, *_ = sorted((one for one in findings if one.name.startswith(name)), key=lambda one: len(one.name))
    return found


def examined(library: Path, **settings: str) -> list[Finding]:
    return examine(Settings(library=library, **settings))


def test_of_a_library_that_is_not_there_yet_nothing_is_wrong_and_nothing_is_made(tmp_path: Path) -> None:
    findings = examined(tmp_path / "none")
    assert all(finding.well for finding in findings if finding.name != "cited-articles")
    assert "article-assistant add" in named(findings, "library").text
    assert "384 dimensions" in named(findings, "embedding model").text
    assert not (tmp_path / "none").exists()


def test_a_library_that_is_well_is_told_by_its_number_of_articles(samples: Library) -> None:
    found = named(examined(samples.folder), "library")
    assert found.well
    assert found.text.startswith(f"{samples.count()} articles")


def test_which_version_read_the_articles_is_told(samples: Library) -> None:
    found = named(examined(samples.folder), "readings")
    assert found.well
    assert found.text == f"{samples.count()} by version {READER_VERSION}"


def test_a_package_that_is_missing_is_told_with_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "PACKAGES", ("no-such-package",))
    found = named(examined(tmp_path / "none"), "no-such-package")
    assert not found.well
    assert "pip install no-such-package" in found.text


def test_a_model_that_is_not_there_is_wrong_and_the_rest_is_still_examined(tmp_path: Path) -> None:
    findings = examined(tmp_path / "none", embedding_model=str(tmp_path / "no-model"))
    assert not named(findings, "embedding model").well
    assert named(findings, "library").well


@pytest.mark.parametrize("value", ["all", "checks"])
def test_close_reading_without_its_model_says_what_to_run(
    value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.encoders.larger.PARTS", ["no_such_part_001"])
    found = named(examined(tmp_path / "none", close_reading=value), "close reading")
    assert found.well
    assert "make larger" in found.text


def test_a_library_built_with_another_model_is_wrong_and_says_what_to_run(
    samples: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARTICLE_ASSISTANT_EMBEDDING_MODEL", str(tiny_model(tmp_path)))
    findings = examine(read_settings(library=samples.folder))
    assert named(findings, "embedding model").well
    assert not named(findings, "library").well
    assert "article-assistant rebuild" in named(findings, "library").text


def test_a_damaged_library_is_wrong_and_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "catalog.sqlite").write_bytes(b"noise" * 1000)
    found = named(examined(tmp_path), "library")
    assert not found.well
    assert "catalog.sqlite" in found.text
    assert (tmp_path / "catalog.sqlite").read_bytes() == b"noise" * 1000


@pytest.mark.parametrize(("model", "well"), [("openai:gpt-4o", True), ("nobody:gpt", False)])
def test_the_chat_model_is_examined_where_one_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: str, well: bool
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-any")
    finding = named(examined(tmp_path / "none", model=model), "chat model")
    assert finding.well is well
    assert "sk-any" not in finding.text


def test_every_setting_is_told_and_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-s3cret")
    monkeypatch.setenv("ARTICLE_ASSISTANT_MODEL_BASE_URL", "https://me:s3cret@models.example:8000/v1?token=s3cret")
    findings = examine(read_settings(library=tmp_path / "none"))
    for name in Settings.model_fields:
        assert named(findings, f"setting {name}").well
    assert named(findings, "setting model_base_url").text == "https://models.example:8000/v1"
    assert named(findings, "setting port").text == "7860 (by default)"
    assert "set" in named(findings, "variable OPENAI_API_KEY").text
    assert "s3cret" not in str(findings)

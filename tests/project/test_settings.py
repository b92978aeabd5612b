"""Where a setting comes from, and what is said of one that is unknown or cannot be used."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.settings import read_settings


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty working folder, and no setting of the machine that runs the tests."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.upper().startswith("ARTICLE_ASSISTANT_")]:
        monkeypatch.delenv(name)


def test_without_any_setting_the_chat_is_for_this_machine_alone() -> None:
    settings = read_settings()
    assert (settings.host, settings.port) == ("127.0.0.1", 7860)
    assert settings.library.is_absolute()
    assert settings.library.name == "library"


def test_an_option_stands_before_a_variable_and_a_variable_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("ARTICLE_ASSISTANT_PORT=1001\nARTICLE_ASSISTANT_HOST=from-file\n")
    assert read_settings().port == 1001
    monkeypatch.setenv("ARTICLE_ASSISTANT_PORT", "1002")
    assert read_settings().port == 1002
    assert read_settings(port=1003).port == 1003
    assert read_settings(port=1003).host == "from-file"


def test_an_option_that_is_none_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTICLE_ASSISTANT_LIBRARY", "news")
    assert read_settings(library=None).library == Path("news")
    assert read_settings(library=Path("other")).library == Path("other")


@pytest.mark.parametrize("name", ["ARTICLE_ASSISTANT_NONSENSE", "article_assistant_nonsense"])
def test_an_unknown_variable_is_an_error_that_names_it_and_those_there_are(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "1")
    with pytest.raises(SettingsError, match="no setting ARTICLE_ASSISTANT_NONSENSE") as raised:
        read_settings()
    assert "ARTICLE_ASSISTANT_LIBRARY" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_an_unknown_name_in_the_file_is_an_error_and_those_of_others_are_not() -> None:
    Path(".env").write_text("SOMEBODY_ELSE=1\n")
    read_settings()
    Path(".env").write_text("ARTICLE_ASSISTANT_PROT=7000\n")
    with pytest.raises(SettingsError, match="ARTICLE_ASSISTANT_PROT"):
        read_settings()


@pytest.mark.parametrize("port", ["many", "-1", "65536"])
def test_a_setting_that_cannot_be_used_is_one_sentence_that_names_it(
    monkeypatch: pytest.MonkeyPatch, port: str
) -> None:
    monkeypatch.setenv("ARTICLE_ASSISTANT_PORT", port)
    with pytest.raises(SettingsError) as raised:
        read_settings()
    sentence = "The setting 'port' cannot be used: it must be a whole number from 0 to 65535"
    assert str(raised.value) == f"{sentence} (it is '{port}')."


@pytest.mark.parametrize(
    "written", ["*", "https://*.example.org", "https://a.example/page", "a.example", "https://a;script-src *"]
)
@pytest.mark.parametrize("setting", ["EMBED_ORIGINS", "API_ORIGINS"])
def test_what_is_no_origin_may_not_frame_the_chat_or_use_the_api(
    monkeypatch: pytest.MonkeyPatch, written: str, setting: str
) -> None:
    monkeypatch.setenv(f"ARTICLE_ASSISTANT_{setting}", f"https://one.example, {written}")
    with pytest.raises(SettingsError, match="is not an origin") as raised:
        read_settings()
    assert "\n" not in str(raised.value)


def test_origins_are_kept_in_the_form_that_browsers_compare(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTICLE_ASSISTANT_EMBED_ORIGINS", "https://One.example/, http://127.0.0.1:8000")
    assert read_settings().embed_origins == "https://one.example,http://127.0.0.1:8000"


def test_an_empty_setting_is_one_that_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTICLE_ASSISTANT_LIBRARY", "")
    monkeypatch.setenv("ARTICLE_ASSISTANT_PORT", "")
    assert read_settings().library.is_absolute()
    assert read_settings().port == 7860


def test_an_env_file_in_another_encoding_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("ARTICLE_ASSISTANT_LIBRARY=Bücher\n".encode("latin-1"))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError, match="not UTF-8"):
        read_settings()


def test_a_chat_model_is_set_with_its_address_and_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTICLE_ASSISTANT_MODEL", "openai:small")
    monkeypatch.setenv("ARTICLE_ASSISTANT_MODEL_BASE_URL", "http://127.0.0.1:1234/v1")
    monkeypatch.setenv("ARTICLE_ASSISTANT_UNSUPPORTED", "drop")
    settings = read_settings()
    assert (settings.model, settings.model_base_url) == ("openai:small", "http://127.0.0.1:1234/v1")
    assert (settings.unsupported, settings.model_max_tokens) == ("drop", 2000)
    assert read_settings(model="ollama:llama3").model == "ollama:llama3"

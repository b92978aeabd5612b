"""The commands that say who may: what they print, and what they never print."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.access import access_command
from assistant.access.access import Access
from assistant.access.keys import Keys
from assistant.access.record_file import ACCESS, RecordFile
from assistant.serving.conversations import Conversations
from assistant.settings import Settings
from tests.project.test_cli import command  # noqa: F401 -- a fixture

PASSWORD = "correct horse battery"


@pytest.fixture
def run(command: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:  # noqa: F811
    def run(*arguments: str, typed: str = "") -> Any:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        return command(*arguments, "--library", str(tmp_path / "library"))

    return run


@pytest.fixture
def access(tmp_path: Path) -> Access:
    return Access(tmp_path / "library", Settings(), loopback=True)


def test_a_user_is_added_with_a_password_from_standard_input(run: Any, access: Access) -> None:
    added = run("users", "add", "Anna", typed=f"{PASSWORD}\n")
    assert (added.status, added.out) == (0, "The user 'anna' was added, and may ask, read.\n")
    assert access.users.known_by("anna", PASSWORD)
    assert run("users", "list").out == "anna\task,read\n"


def test_a_user_who_is_there_gets_a_new_password_and_keeps_their_scopes(run: Any, access: Access) -> None:
    run("users", "add", "anna", "--scopes", "ask", typed=PASSWORD)
    assert run("users", "add", "anna", typed="another long one").out == (
        "The user 'anna' has a new password, and may ask.\n"
    )
    assert access.users.known_by("anna", PASSWORD) is None


def test_at_a_terminal_the_password_is_asked_for_twice_and_not_shown(
    run: Any, access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(io, "StringIO", Terminal)
    typed = [PASSWORD, PASSWORD + "x", PASSWORD, PASSWORD]
    monkeypatch.setattr(access_command, "getpass", lambda _asked: typed.pop(0))
    refused = run("users", "add", "anna")
    assert (refused.status, refused.is_one_sentence()) == (2, True)
    assert access.users.all() == {}
    assert run("users", "add", "anna").status == 0


@pytest.mark.parametrize(
    ("arguments", "typed"),
    [
        (["users", "add", "anna"], "short"),
        (["users", "add", "a b"], PASSWORD),
        (["users", "add", "anna", "--scopes", "all"], PASSWORD),
        (["users", "remove", "nobody"], ""),
        (["keys", "revoke", "nothing"], ""),
        (["keys", "add", "bot", "--scopes", ""], ""),
    ],
)
def test_what_cannot_be_done_is_one_sentence(run: Any, arguments: list[str], typed: str) -> None:
    ended = run(*arguments, typed=typed)
    assert (ended.status, ended.is_one_sentence()) == (2, True)


def test_a_key_is_printed_once_and_stored_as_a_hash(run: Any, access: Access, tmp_path: Path) -> None:
    key = run("keys", "add", "bot", "--scopes", "ask,read").out.strip()
    assert access.keys.known_by(key)
    assert key not in run("keys", "list").out + (tmp_path / "library" / ACCESS).read_text()
    assert run("keys", "list").out.startswith("bot\task,read\t")
    assert run("keys", "revoke", "bot").out.startswith("The key 'bot' was revoked.\nNobody is left who may")
    assert access.keys.known_by(key) is None


def test_the_conversations_of_a_removed_user_are_deleted_only_on_request(run: Any, tmp_path: Path) -> None:
    answer = {"id": "1", "created": "2026-01-01", "question": "Why?", "text": "So.", "citations": [], "closest": []}
    for arguments, left in (([], 1), (["--with-conversations"], 0)):
        run("users", "add", "anna", typed=PASSWORD)
        own = Conversations(tmp_path / "library", owner="anna")
        own.save(answer, None)  # type: ignore[arg-type]
        removed = run("users", "remove", "anna", *arguments)
        assert ("conversations (1) stay" in removed.out) == bool(left)
        assert own.count() == left


def test_doctor_tells_no_hash(run: Any, tmp_path: Path) -> None:
    run("users", "add", "anna", typed=PASSWORD)
    key = run("keys", "add", "bot", "--scopes", "ask").out.strip()
    record = json.loads((tmp_path / "library" / ACCESS).read_text())
    told = run("doctor").out
    secrets = [record["users"]["anna"]["password"], record["users"]["anna"]["stamp"], record["keys"]["bot"]["hash"]]
    assert not [secret for secret in (*secrets, key) if secret in told]


@pytest.mark.processes
def test_serve_refuses_an_address_that_others_reach_until_somebody_is_set_up(run: Any, tmp_path: Path) -> None:
    refused = run("serve", "--host", "203.0.113.1", "--port", "0")
    assert refused.status == 1
    assert "Run `article-assistant users add NAME`" in refused.err
    Keys(RecordFile(tmp_path / "library" / ACCESS)).add("bot", frozenset({"ask"}))
    taken = run("serve", "--host", "203.0.113.1", "--port", "0")
    assert "is not an address of this machine" in taken.err

"""A line for each change of the library, whoever makes it and through whichever door."""

from __future__ import annotations

import json
import stat
import threading
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.access.access import Access
from assistant.assistant import Assistant
from assistant.serving import audit
from assistant.serving.audit import AUDIT, KEPT, Actor, Audit
from assistant.settings import Settings
from index.library import Library
from tests.project.test_cli import command  # noqa: F401 -- a fixture
from tests.served import create_app

ANNA = Actor("anna", "page")


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / AUDIT).read_text().splitlines()]


def without_time(folder: Path) -> list[dict[str, Any]]:
    return [{name: value for name, value in line.items() if name != "time"} for line in lines(folder)]


def test_a_line_says_when_who_through_which_door_what_and_which(tmp_path: Path) -> None:
    Audit(tmp_path).note(ANNA, "remove", removed=["a\nb"])
    (line,) = lines(tmp_path)
    assert line.pop("time").endswith("+00:00")
    assert line == {"who": "anna", "door": "page", "did": "remove", "removed": ["a\nb"]}
    assert stat.S_IMODE((tmp_path / AUDIT).stat().st_mode) == 0o600


def test_full_files_are_kept_to_a_number_and_no_line_is_in_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "LARGEST", 1)
    written = KEPT + 5
    for number in range(written):
        Audit(tmp_path).note(ANNA, "remove", removed=[str(number)])
    files = [tmp_path / AUDIT, *(tmp_path / f"{AUDIT}.{number}" for number in range(1, KEPT + 1))]
    assert {one.name for one in tmp_path.glob("audit*")} == {one.name for one in files} | {f"{AUDIT}.lock"}
    kept = [json.loads(one.read_text())["removed"][0] for one in files]
    assert kept == [str(number) for number in range(written - 1, written - KEPT - 2, -1)]


def test_lines_of_several_threads_stay_whole(tmp_path: Path) -> None:
    def note() -> None:
        for _ in range(20):
            Audit(tmp_path).note(ANNA, "remove", removed=["x" * 5_000])

    threads = [threading.Thread(target=note) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(lines(tmp_path)) == 80


def test_a_line_that_cannot_be_written_is_logged_and_the_change_stays(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / AUDIT).mkdir()
    Audit(tmp_path).note(ANNA, "remove", removed=["a"])
    assert '"removed": ["a"]' in caplog.text


def test_the_command_notes_what_it_changes_and_nothing_else(command: Any, tmp_path: Path) -> None:  # noqa: F811
    article = tmp_path / "one.txt"
    article.write_text("The harbour master said the crane will be taken down.")
    other = tmp_path / "other.txt"
    other.write_text("Another article says that the crane stays.")
    folder = tmp_path / "library"
    for arguments in (
        ["add", article, "--dry-run"],
        ["add", article],
        ["add", article],
        ["list"],
        ["add", other, "--dry-run"],
    ):
        command(*map(str, arguments), "--library", str(folder))
    (added,) = without_time(folder)
    assert (added["door"], added["did"], added["updated"]) == ("command", "add", [])
    command("rebuild", "--library", str(folder))
    command("remove", *added["added"], "--library", str(folder))
    assert [line["did"] for line in lines(folder)] == ["add", "rebuild", "remove"]
    assert without_time(folder)[-1]["removed"] == added["added"]


def test_rest_and_page_note_who_changed_what(library: Library, tmp_path: Path) -> None:
    access = Access(library.folder, Settings(), loopback=True)
    key = {"authorization": f"Bearer {access.keys.add('feeder', frozenset({'write', 'read'}))}"}
    access.users.add("anna", "a long password", frozenset({"read", "write"}))
    user = access.users.get("anna")
    assert user is not None
    with TestClient(create_app(Assistant(library), access=access)) as client:
        files = [("files", (name, b"The crane will be taken down.", "text/plain")) for name in ("one.txt", "two.md")]
        job = client.post("/api/articles", files=files, headers=key).json()["id"]
        while client.get(f"/api/jobs/{job}", headers=key).json()["state"] != "done":
            pass
        (added,) = without_time(library.folder)
        first, second = added.pop("added")
        assert added == {"who": "key:feeder", "door": "rest", "did": "add", "updated": []}
        assert client.delete(f"/api/articles/{first}", headers=key).status_code == 204
        cookie = {"cookie": f"article_assistant_session={access.sessions.begin(user)}"}
        assert client.post("/library/remove", json={"ids": [second, "none"]}, headers=cookie).status_code == 200
    assert without_time(library.folder)[1:] == [
        {"who": "key:feeder", "door": "rest", "did": "remove", "removed": [first]},
        {"who": "anna", "door": "page", "did": "remove", "removed": [second]},
    ]

"""`serve --workers`: several processes on one port, which know at once what one of them was told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest

from assistant.access.access import COOKIE, Access
from assistant.serving.shared import shared_at
from assistant.settings import Settings
from index.library import SAMPLES
from tests import homes
from tests.loading.test_guarded import ROOT
from tests.ollama_server import ollama_server
from tests.servers import Servers, free_port, wait_for

pytestmark = [pytest.mark.processes, pytest.mark.servers]
COUNT = 3
MODEL = "ollama:small:1b"


@contextmanager
def serving(folder: Path, log: Path, port: int, *options: str, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | settings
    command = [sys.executable, "-m", "assistant", "serve", "--library", str(folder), "--port", str(port), *options]
    with log.open("wb") as told, subprocess.Popen(command, cwd=log.parent, env=environment, stderr=told) as process:
        try:
            yield process
        finally:
            process.kill()


def workers(process: subprocess.Popen[bytes]) -> set[int]:
    """The processes that it has started, of those that serve."""
    found = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", str(process.pid)], capture_output=True, text=True)
    return {int(line.split()[0]) for line in found.stdout.splitlines() if " serve " in line}


def test_a_library_in_a_folder_has_one_worker_and_says_why(copied_samples: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with serving(copied_samples, log, free_port(), "--workers", "2") as process:
        assert process.wait(120) == 2
    assert "Set ARTICLE_ASSISTANT_CATALOG_URL, or leave out --workers." in log.read_text()
    assert "Traceback" not in log.read_text()


def test_three_workers_answer_on_one_port_and_each_knows_what_one_was_told(
    running_servers: Servers, tmp_path: Path
) -> None:
    with homes.chosen(running_servers):
        folder = tmp_path / "library"
        with homes.open_library(folder) as library:
            library.add(SAMPLES)
        url = homes.options(folder)["catalog_url"]
    shared = shared_at(url)
    access = Access(folder, Settings(), loopback=True, shared=shared)
    key = {"Authorization": f"Bearer {access.keys.add('bot', frozenset({'ask', 'read'}))}"}
    access.users.add("anna", "a long password", frozenset({"ask", "read", "admin"}))
    anna = access.users.get("anna")
    assert anna is not None
    port = free_port()
    address = f"http://127.0.0.1:{port}"

    def status(path: str, **headers: str) -> int:  # a new connection each, which any worker may take
        try:
            return httpx.get(address + path, headers=headers, timeout=60).status_code
        except httpx.TransportError:
            return 0

    def of(session: str) -> dict[str, str]:
        return {"Cookie": f"{COOKIE}={session}"}

    def writer(session: str) -> str:
        return unquote(httpx.get(f"{address}/page/alive", headers=of(session), timeout=120).headers["writer"])

    def drawn_by(session: str) -> str:
        found = httpx.get(f"{address}/page/alive", headers=of(session), timeout=120)
        return found.text if found.status_code == 200 else f"status {found.status_code}"

    settings = {"ARTICLE_ASSISTANT_CATALOG_URL": url, "ARTICLE_ASSISTANT_STOP_SECONDS": "2"}
    with (
        ollama_server() as ollama,
        serving(
            folder, tmp_path / "log", port, "--workers", str(COUNT), OLLAMA_HOST=f"127.0.0.1:{ollama.port}", **settings
        ) as process,
    ):
        wait_for(lambda: len(workers(process)) == COUNT, seconds=300)
        wait_for(lambda: status("/healthz") == 200, seconds=300)
        asked = {"question": "What did Fleming warn about?"}
        for _ in range(2 * COUNT):
            answer = httpx.post(f"{address}/api/ask", json=asked, headers=key, timeout=300).json()
            assert answer.get("outcome") == "answered", answer
            assert status("/v1/models") == status("/articles/moon-landing-first-steps") == 401
        sessions = [access.sessions.begin(anna) for _ in range(12)]
        runs = {session: {drawn_by(session) for _ in range(4)} for session in sessions}
        assert all(len(seen) == 1 for seen in runs.values())  # a tab is always at the worker that drew it
        assert 1 < len(set.union(*runs.values())) <= COUNT
        chosen = httpx.post(f"{address}/page/writers", json={"model": MODEL}, headers=of(sessions[0]), timeout=120)
        assert chosen.status_code == 200, chosen.text
        assert {writer(session) for session in sessions} == {MODEL}
        killed = next(iter(workers(process)))
        os.kill(killed, signal.SIGKILL)
        wait_for(lambda: len(workers(process) - {killed}) == COUNT, seconds=120)
        assert {drawn_by(session)[:6] for session in sessions}.isdisjoint({"status"})
        assert {writer(session) for session in sessions} == {MODEL}
        access.sessions.end(sessions[0])
        assert {drawn_by(sessions[0]) for _ in range(COUNT)} == {"status 401"}
        access.keys.revoke("bot")
        assert {status("/v1/models", **key) for _ in range(2 * COUNT)} == {401}
        last = workers(process)
        process.send_signal(signal.SIGTERM)
        assert process.wait(90) == 0
        assert not [pid for pid in last if Path(f"/proc/{pid}").exists()]
    if shared:
        shared.home.reading.dispose()


def test_with_the_first_process_its_workers_end(running_servers: Servers, tmp_path: Path) -> None:
    url = running_servers.options(tmp_path)["catalog_url"]
    with serving(
        tmp_path / "library", tmp_path / "log", free_port(), "--workers", "2", ARTICLE_ASSISTANT_CATALOG_URL=url
    ) as process:
        wait_for(lambda: len(workers(process)) == 2, seconds=200)
        left = workers(process)
        process.kill()
        process.wait()
        wait_for(lambda: not any(Path(f"/proc/{pid}/exe").exists() for pid in left), seconds=200)

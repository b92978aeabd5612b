"""The app in other servers: uvicorn by its factory, gunicorn with several workers, loaded before and after a fork."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from assistant.access.keys import Keys
from assistant.access.record_file import ACCESS, RecordFile
from index.library import Library
from tests.loading.test_guarded import ROOT
from tests.servers import free_port, wait_for

pytestmark = pytest.mark.processes

QUESTION = {"question": "When does the harbour open?"}


@contextmanager
def running(library: Path, log: Path, module: str, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "ARTICLE_ASSISTANT_LIBRARY": str(library)}
    command = [sys.executable, "-m", module, *options]
    with log.open("wb") as told, subprocess.Popen(command, cwd=library, env=environment, stderr=told) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait(60)


@pytest.fixture
def folder(copied_samples: Path) -> Path:
    Library(copied_samples).close()
    return copied_samples


def _key(folder: Path) -> dict[str, str]:
    return {"Authorization": f"Bearer {Keys(RecordFile(folder / ACCESS)).add('bot', frozenset({'ask', 'read'}))}"}


def _answers(address: str, path: str = "/healthz") -> bool:
    try:
        return httpx.get(f"{address}{path}", timeout=60).status_code == 200
    except httpx.TransportError:
        return False


def test_the_factory_makes_an_app_that_is_open_to_nobody_and_refuses_where_nobody_is_set_up(
    folder: Path, tmp_path: Path
) -> None:
    port = free_port()
    options = ("--factory", "assistant.server:app", "--port", str(port))
    with running(folder, tmp_path / "log", "uvicorn", *options) as process:
        assert process.wait(120) != 0
    assert "users add NAME" in (tmp_path / "log").read_text()
    key, address = _key(folder), f"http://127.0.0.1:{port}"
    with running(folder, tmp_path / "log", "uvicorn", *options):
        wait_for(lambda: _answers(address, "/readyz"), seconds=200)
        assert httpx.post(f"{address}/api/ask", json=QUESTION, timeout=60).status_code == 401
        assert httpx.post(f"{address}/api/ask", json=QUESTION, headers=key, timeout=60).status_code == 200


@pytest.mark.parametrize("preload", [False, True])
def test_workers_of_gunicorn_answer_or_say_why_not(folder: Path, tmp_path: Path, preload: bool) -> None:
    key, port = _key(folder), free_port()
    address = f"http://127.0.0.1:{port}"
    options = ["--bind", f"127.0.0.1:{port}", "--workers", "2", "--worker-class", "uvicorn_worker.UvicornWorker"]
    options += ["--preload"] if preload else []
    with running(folder, tmp_path / "log", "gunicorn", *options, "assistant.server:app()"):
        wait_for(lambda: _answers(address), seconds=300)
        for _ in range(8):  # a new connection each, which any worker may take
            answered = httpx.post(f"{address}/api/search", json=QUESTION, headers=key, timeout=200)
            assert answered.status_code == (500 if preload else 200) or "forked" in answered.text, answered.text
            if preload:
                assert "Open it in each process" in answered.text


def test_a_hangup_reads_the_settings_again_tells_which_need_a_restart_and_keeps_them_where_they_are_wrong(
    folder: Path, tmp_path: Path
) -> None:
    key, port = _key(folder), free_port()
    address = f"http://127.0.0.1:{port}"
    log, settings = tmp_path / "log", folder / ".env"
    options = ("serve", "--library", str(folder), "--port", str(port))
    chat = {"model": "article-assistant", "messages": [{"role": "user", "content": "What did Fleming warn about?"}]}

    def hang_up(written: str, told: str) -> None:
        settings.write_text(written)
        process.send_signal(signal.SIGHUP)
        wait_for(lambda: told in log.read_text())

    def search() -> int:
        return httpx.post(f"{address}/api/search", json=QUESTION, headers=key, timeout=100).status_code

    def said() -> str:
        answer = httpx.post(f"{address}/v1/chat/completions", json=chat, headers=key, timeout=100)
        return str(answer.json()["choices"][0]["message"]["content"])

    with running(folder, log, "assistant", *options) as process:
        wait_for(lambda: _answers(address, "/readyz"), seconds=200)
        assert [search() for _ in range(3)] == [200] * 3
        before = said()
        hang_up("ARTICLE_ASSISTANT_TRUSTED_PROXY=nonsense\n", "The settings are unchanged")
        hang_up("ARTICLE_ASSISTANT_OIDC_ISSUER=https://id.example\n", "'oidc_client_id'")
        assert search() == 200
        written = "ARTICLE_ASSISTANT_CITATIONS=annotations\nARTICLE_ASSISTANT_PORT=1\n"
        hang_up(written, "Restart the server to change port.")
        assert "Changed: citations." in log.read_text()
        assert len(said()) < len(before)
        hang_up(f"{written}ARTICLE_ASSISTANT_QUESTIONS_A_MINUTE=1\n", "Changed: questions_a_minute.")
        assert search() == 429

"""A server goes on answering while somebody's hostile file is read, and ends when it is told to."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from index.library import Library
from tests.loading.test_guarded import ROOT, SLOW, children, lives, needs_proc, waited

pytestmark = pytest.mark.processes

QUESTION = {"question": "What did Armstrong say about the surface of the Moon?"}
PROSE = "<p>The council met on Monday and agreed to rebuild the bridge by the spring of next year, it said.</p>" * 20
HOSTILE = {
    "authors": '<script type="application/ld+json">' + '{"author":"' * 30_000 + "</script>",
    "attributes": "<div " + " ".join(f"a{number}=1" for number in range(300_000)) + ">x</div>",
    "escapes": '<script type="application/ld+json">"' + '\\"' * 100_000 + "</script>",
}


@contextmanager
def serving(library: Path) -> Iterator[tuple[subprocess.Popen[str], httpx.Client]]:
    command = [sys.executable, "-m", "assistant", "serve", "--library", str(library), "--port", "0"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout
        address = next(line.split()[-1] for line in process.stdout if "http" in line)
        # So long may an answer take here; a server that is held takes minutes.
        with httpx.Client(base_url=address, timeout=30) as client:
            assert waited(lambda: client.get("/readyz").status_code == 200)
            assert client.post("/api/ask", json=QUESTION).status_code == 200
            yield process, client
    finally:
        process.kill()
        process.wait()
        process.stdout and process.stdout.close()


def sent(client: httpx.Client, name: str, page: str | bytes) -> str:
    """The address of the job that adds it."""
    answer = client.post("/api/articles", files={"files": (f"{name}.html", page)})
    assert answer.status_code == 202
    return answer.headers["location"]


@needs_proc
def test_questions_are_answered_while_hostile_pages_are_read_and_a_server_that_is_told_to_stop_ends_what_is_read(
    samples: Library, tmp_path: Path
) -> None:
    library = shutil.copytree(samples.folder, tmp_path / "library")
    with serving(library) as (process, client):
        jobs = []
        for name, hostile in HOSTILE.items():
            jobs.append(sent(client, name, f"<html><body>{PROSE}{hostile}</body></html>"))
            assert client.get("/healthz").status_code == 200
        jobs.append(sent(client, "good", f"<html><body>{PROSE}</body></html>"))
        assert client.post("/api/ask", json=QUESTION).json()["outcome"] == "answered"
        assert waited(lambda: all(client.get(job).json()["state"] == "done" for job in jobs))
        assert len(client.get(jobs[-1]).json()["added"]) == 1
        assert "1,000 attributes" in client.get(jobs[1]).json()["skipped"][0]["reason"]
        slow = sent(client, "slow", SLOW)
        assert waited(lambda: client.get(slow).json()["state"] == "adding" and children(process.pid))
        reading = children(process.pid)
        process.terminate()
        assert process.wait(45) == 0
        assert waited(lambda: not any(map(lives, reading)))

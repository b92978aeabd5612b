"""No network: adding, asking and serving reach for nothing outside this machine, and send nothing home."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.processes

ROOT = Path(__file__).parents[2]
# Settings by which a dependency keeps quiet: they are taken away, since nobody who installs this has them.
QUIET = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "GRADIO_ANALYTICS_ENABLED", "ANONYMIZED_TELEMETRY", "DO_NOT_TRACK")

GUARD = """
import sys

attempts = []
REACHING = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr",
            "socket.sendto", "socket.sendmsg", "urllib.Request", "http.client.connect")


def refuse(event, arguments):
    if event not in REACHING:
        return
    told = arguments[0] if isinstance(arguments[0], str) else arguments[1]
    host = told[0] if isinstance(told, tuple) else told
    if isinstance(host, str) and (host.startswith(("127.", "/", "\\0")) or host in ("", "::1", "localhost")):
        return
    attempts.append(f"{event} {host}")
    raise OSError(f"no network in this test: {event} {host}")


sys.addaudithook(refuse)
"""

PROGRAM = """
import json, sys, threading, time

from fastapi.testclient import TestClient

from assistant import Assistant
from assistant.server import create_app
from index.library import SAMPLES

with Assistant.open(sys.argv[1]) as assistant:
    assistant.warm()
    report = assistant.add(SAMPLES)
    answer = assistant.ask("What did Armstrong say when he stepped off the ladder?")
    with TestClient(create_app(assistant)) as client:
        pages = [client.get(address).status_code for address in ("/", "/config", answer.citations[0].link)]
    until = time.monotonic() + 2
    for thread in threading.enumerate():  # what a dependency would send, it sends from a thread
        if thread is not threading.current_thread():
            thread.join(timeout=max(0, until - time.monotonic()))
print(json.dumps({"added": len(report.added), "outcome": answer.outcome, "pages": pages, "attempts": attempts}))
"""


def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name.upper() not in QUIET}
    environment = {name: value for name, value in environment.items() if not name.startswith("ARTICLE_ASSISTANT_")}
    command = [sys.executable, "-c", GUARD + program, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def test_adding_asking_and_serving_reach_for_no_network(tmp_path: Path) -> None:
    ended = run(PROGRAM, str(tmp_path / "library"))
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout.splitlines()[-1])
    assert told["attempts"] == []
    assert told["added"] >= 3
    assert told["outcome"] == "answered"
    assert told["pages"] == [200, 200, 200]


def test_the_guard_would_see_an_attempt() -> None:
    program = """
import socket, urllib.request
for reach in (lambda: socket.create_connection(("192.0.2.1", 80), 1), lambda: urllib.request.urlopen("http://example.org"),
              lambda: socket.getaddrinfo("example.org", 443)):
    try:
        reach()
    except OSError:
        pass
with socket.create_server(("127.0.0.1", 0)) as here:
    socket.create_connection(here.getsockname()).close()
print(len(attempts), attempts)
"""
    ended = run(program)
    assert ended.stdout.startswith("3 "), ended.stdout + ended.stderr

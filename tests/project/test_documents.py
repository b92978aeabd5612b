"""What the documents tell people to run does run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from index.library import Library
from index.loading.fetching import Fetcher
from tests.conftest import require
from tests.served import served
from tests.web_server import Names, Routes, Site

pytestmark = pytest.mark.processes

ROOT = Path(__file__).parents[2]
EMBEDDING = (ROOT / "docs" / "embedding.md").read_text("utf-8")


def section(name: str) -> str:
    """What stands under a heading of the document on embedding."""
    return EMBEDDING.split(f"\n## {name}\n")[1].split("\n## ")[0]


def code(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


@pytest.fixture
def news(samples: Library, tmp_path: Path) -> Iterator[Path]:
    """A folder with what the examples find: the library, a file, the command, and a server at the address they name."""
    copy = shutil.copytree(samples.folder, tmp_path / "news")
    (tmp_path / "tide.txt").write_text("The tide\n\nThe tide is high.", encoding="utf-8")
    command = tmp_path / "bin" / "article-assistant"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m assistant "$@"\n')
    command.chmod(0o755)
    yield copy


def run(news: Path, *command: str) -> str:
    """What a command prints, in the folder beside the library; it must end well."""
    path = f"{news.parent / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PATH": path}
    ended = subprocess.run(command, cwd=news.parent, capture_output=True, text=True, env=environment)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def run_python(news: Path, examples: str) -> None:
    expected = re.findall(r"# prints: (.*)", examples)
    printed = run(news, sys.executable, "-c", examples)
    assert [line for line in printed.splitlines() if line in expected] == expected, printed


def test_the_examples_in_python_run(news: Path) -> None:
    run_python(news, "\nprint()\n".join(code(section("Python") + section("LangChain"), "python")))


def test_the_examples_for_a_server_run(news: Path, samples: Library) -> None:
    told = "".join(map(section, ("HTTP", "The OpenAI protocol", "MCP")))
    with (
        Site() as site,  # what every address leads to
        Library(news, embeddings=samples.embeddings, fetcher=Fetcher(network=Routes(site), resolve=Names())) as library,
        served(Assistant(library)) as address,
    ):
        examples = "\n".join(code(told, "python"))
        run_python(news, examples.replace("http://127.0.0.1:7860", address))
        require(shutil.which("curl") is not None, "curl is not installed")
        commands = "".join(code(told, "sh"))
        printed = run(news, "sh", "-e", "-c", commands.replace("http://127.0.0.1:7860", address))
    assert printed.count('"schema": "answer/1"') == 2
    assert printed.count('"state":') == 3
    assert "event: done" in printed
    (settings,) = code(told, "json")
    server = json.loads(settings)["mcpServers"]["articles"]
    assert f'command="{server["command"]}", args={json.dumps(server["args"])}' in told


def test_the_recipe_for_pytest_gates_a_set(samples: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = (ROOT / "docs" / "evaluation.md").read_text("utf-8")
    (recipe,) = [code for code in re.findall(r"```python\n(.*?)```", document, re.DOTALL) if "def test_" in code]
    (tmp_path / "test_our_articles.py").write_text(recipe, encoding="utf-8")
    shutil.copytree(samples.folder, tmp_path / "news")
    row = {"question": "What did Armstrong say about the surface of the Moon?", "answers": ["fine and powdery"]}
    row["evidence"] = [{"article_id": "moon-landing-first-steps", "quote": "Armstrong"}]

    monkeypatch.chdir(tmp_path)
    plain = [argument for name in ("cacheprovider", "xdist", "hypothesispytest") for argument in ("-p", f"no:{name}")]

    def gated() -> int:
        (tmp_path / "questions.jsonl").write_text(json.dumps(row), encoding="utf-8")
        return pytest.main(["-q", *plain, "--rootdir", str(tmp_path), "test_our_articles.py"])

    assert gated() == 0
    row["evidence"] = [{"article_id": "penicillin-use-enough", "paragraph_index": 0}]
    assert gated() == 1

"""What the documents tell people to run does run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from index.library import Library

ROOT = Path(__file__).parents[1]
EMBEDDING = (ROOT / "docs" / "embedding.md").read_text("utf-8")


def section(name: str) -> str:
    """What stands under a heading of the document on embedding."""
    return EMBEDDING.split(f"\n## {name}\n")[1].split("\n## ")[0]


def code(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def test_the_examples_in_python_run(samples: Library, tmp_path: Path) -> None:
    shutil.copytree(samples.folder, tmp_path / "news")
    examples = "\nprint()\n".join(code(section("Python") + section("LangChain"), "python"))
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", examples]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=environment)
    assert ended.returncode == 0, ended.stderr
    expected = re.findall(r"# prints: (.*)", examples)
    assert [line for line in ended.stdout.splitlines() if line in expected] == expected


def test_the_recipe_for_pytest_gates_a_set(samples: Library, tmp_path: Path) -> None:
    document = (ROOT / "docs" / "evaluation.md").read_text("utf-8")
    (recipe,) = [code for code in re.findall(r"```python\n(.*?)```", document, re.DOTALL) if "def test_" in code]
    (tmp_path / "test_our_articles.py").write_text(recipe, encoding="utf-8")
    shutil.copytree(samples.folder, tmp_path / "news")
    row = {"question": "What did Armstrong say about the surface of the Moon?", "answers": ["fine and powdery"]}
    row["evidence"] = [{"article_id": "moon-landing-first-steps", "quote": "Armstrong"}]

    def gated() -> int:
        (tmp_path / "questions.jsonl").write_text(json.dumps(row), encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_our_articles.py"]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        return subprocess.run(command, cwd=tmp_path, capture_output=True, env=environment).returncode

    assert gated() == 0
    row["evidence"] = [{"article_id": "penicillin-use-enough", "paragraph_index": 0}]
    assert gated() == 1

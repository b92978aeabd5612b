"""This project beside others on the same articles with the same weights: `python -m tests.benchmarks.peers`.

Each system is assembled as in its own documentation, and runs in processes of its own, in turn, twice. It prints the
table of docs/benchmarks.md. `pip install --group peers` installs the others.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import get_args

import torch
from tokenizers import Tokenizer

from index.embedding import SentenceEmbeddings
from tests.benchmarks.peers.articles import read_articles, read_questions
from tests.benchmarks.peers.figures import Killed, Run, Seen, rows
from tests.benchmarks.peers.killing import Moment, kill_amid
from tests.benchmarks.peers.table import OURS, markdown

SYSTEMS = {
    OURS: "article_assistant",
    "LangChain": "langchain",
    "LlamaIndex": "llama_index",
    "txtai": "txtai",
    "Haystack": "haystack",
}
PACKAGES = (
    "langchain-chroma langchain-huggingface langchain-text-splitters llama-index-core "
    "llama-index-embeddings-huggingface txtai haystack-ai chroma-haystack sentence-transformers-haystack "
    "chromadb sentence-transformers transformers torch"
).split()
ROUNDS = 2
PLACE = Path("test-output/peers")
QUIET = {"HF_HUB_OFFLINE": "1", "ANONYMIZED_TELEMETRY": "False", "HAYSTACK_TELEMETRY_ENABLED": "False"}
MODEL = SentenceEmbeddings()._folder


class Workplace:
    """Starts the processes of one system, whose stores are in a folder of its own."""

    def __init__(self, module: str, data: Path) -> None:
        self._module, self._data, self._place = module, data, PLACE / module
        shutil.rmtree(self._place, ignore_errors=True)
        self._place.mkdir(parents=True)

    def run(self, moments: Sequence[Moment]) -> Run:
        seen = self._done("measure", "whole")
        return Run(seen, {moment: self._killed(moment) for moment in moments})

    def _killed(self, moment: Moment) -> Killed:
        half = len(read_articles(self._data)) // 2
        with self._started("fill", moment) as filling:
            acknowledged = kill_amid(filling, self._place / moment, half, moment)
        return Killed(acknowledged, self._done("reopen", moment))

    def _done(self, work: str, store: str) -> Seen:
        with self._started(work, store) as process:
            process.communicate()
        if process.returncode:
            raise SystemExit(f"The process for {self._module} failed. Read {self._place / 'log'}.")
        return json.loads((self._place / f"{store}.json").read_text(encoding="utf-8"))

    def _started(self, work: str, store: str) -> subprocess.Popen[str]:
        told = [work, self._module, self._place / store, MODEL, self._data, self._place / f"{store}.json", time.time()]
        command = [sys.executable, "-m", "tests.benchmarks.peers.worker", *map(str, told)]
        with (self._place / "log").open("a", encoding="utf-8") as log:
            return subprocess.Popen(command, env=os.environ | QUIET, stdout=subprocess.PIPE, stderr=log, text=True)


@cache
def _tokenizer(window: int) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    tokenizer.enable_truncation(window)
    return tokenizer


def read_by_model(text: str, window: int) -> int:
    """The number of characters up to the end of the last token that fits."""
    return max(end for _, end in _tokenizer(window).encode(text).offsets)


def machine() -> str:
    processors = Path("/proc/cpuinfo").read_text().splitlines()
    name = next(line.partition(":")[2].strip() for line in processors if line.startswith("model name"))
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return (
        f"{name}, {os.cpu_count()} cores, {torch.get_num_threads()} threads of torch, {memory:.0f} GiB, "
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, {date.today()}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data", type=Path, default=Path("../shared/data/xquad_en"), help="a set in the project's form"
    )
    parser.add_argument("--no-kills", action="store_true", help="kill nobody, which takes most of the time")
    chosen = parser.parse_args()
    data, moments = chosen.data, () if chosen.no_kills else get_args(Moment)
    articles, questions = read_articles(data), read_questions(data)
    if not questions:
        raise SystemExit(f"No question of {data} has a quote in its evidence. Name a set whose evidence has quotes.")
    versions = ", ".join(f"{package} {version(package)}" for package in PACKAGES)
    runs: dict[str, list[Run]] = {system: [] for system in SYSTEMS}
    for number in range(1, ROUNDS + 1):
        for system, module in SYSTEMS.items():
            print(f"round {number} of {ROUNDS}: {system}", file=sys.stderr)
            runs[system].append(Workplace(module, data).run(moments))
    characters = sum(len(article.text) for article in articles)
    print(f"{data.name}: {len(articles)} articles, {characters:,} characters, {len(questions)} questions.\n")
    print(markdown(rows(runs, articles, questions, read_by_model)))
    print(f"\n{machine()}.\n\n{versions}.")


if __name__ == "__main__":
    main()

"""`make clients`: asks through each client, and writes the table of docs/embedding.md.

Exits with 1 where something does not come through that the document says does.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from assistant.assistant import Assistant
from assistant.settings import Settings
from index.library import SAMPLES, Library
from tests.clients.table import CLIENTS, DOCUMENT, Row, written
from tests.served import served

FOLDER = Path(__file__).parent
SENTENCE = "The question is empty"  # of the error for a question of spaces
LINK = re.compile(r"/articles/[\w-]+#p\d+")


def ask(kind: str, name: str, address: str, python: Path) -> Row:
    """What comes through one client."""
    if kind == "curl":
        told = _by_curl(address)
    else:
        script = [str(python), "in_python.py"] if kind == "Python" else [shutil.which("node") or "node", "in_node.mjs"]
        ended = subprocess.run([*script, name, address], cwd=FOLDER, capture_output=True, text=True, timeout=300)
        if "TOLD" not in ended.stdout:
            print(f"{kind} {name}: {ended.stdout[-500:]}{ended.stderr[-1500:]}", file=sys.stderr)
            return Row(False, False, False, False)
        told = json.loads(ended.stdout.rpartition("TOLD")[2])
    whole, streamed, error = told
    texts = [text for text in (whole, streamed) if text is not None]
    return Row(
        text="Donald Trump" in (whole or ""),
        stream=None if streamed is None else "Donald Trump" in streamed,
        citations=all(bool(LINK.search(text)) for text in texts),
        errors=SENTENCE in (error or ""),
    )


def _by_curl(address: str) -> tuple[str, str, str]:
    def sent(question: str, *more: str) -> str:
        body = json.dumps({"question": question})
        return subprocess.run(
            ["curl", "--silent", "--json", body, *more, f"{address}/api/ask"], capture_output=True, text=True
        ).stdout

    question = "What did Donald Trump say about the Paris Agreement?"
    return sent(question), sent(question, "--header", "Accept: text/event-stream"), sent(" ")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.clients")
    parser.add_argument("--python", type=Path, required=True, help="the Python of the clients' own environment")
    parser.add_argument("only", nargs="*", help="names of clients")
    options = parser.parse_args()
    rows = {}
    with tempfile.TemporaryDirectory() as folder, Library(folder) as library:
        library.add(SAMPLES)
        with served(Assistant(library, Settings())) as address:
            for title, (kind, name) in CLIENTS.items():
                if not options.only or name in options.only:
                    rows[title] = ask(kind, name, address, options.python.absolute())
                    print(title, rows[title])
    if not options.only:
        DOCUMENT.write_text(written(DOCUMENT.read_text("utf-8"), rows), encoding="utf-8")
    sys.exit(not all(row.whole for row in rows.values()))


if __name__ == "__main__":
    main()

"""`make clients`: asks through each client, and writes the table of docs/embedding.md.

Exits with 1 where something does not come through that the document says does.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx

from assistant.assistant import Assistant
from assistant.settings import Settings
from index.library import SAMPLES, Library
from tests.clients.table import CLIENTS, DOCUMENT, Kind, Row, row, written
from tests.served import served

FOLDER = Path(__file__).parent
QUESTION = "What did Donald Trump say about the Paris Agreement?"
# What runs the clients of each kind, within the folder of environments, and the script that holds them.
RUN = {
    "Python": ("clients/bin/python", "in_python.py"),
    "LlamaIndex": ("clients-llama-index/bin/python", "in_python.py"),
    "Node": ("clients/bin/node", "in_node.mjs"),
}


def ask(kind: Kind, name: str, address: str, environments: Path) -> list[str | None]:
    """The client's version, its text whole and from a stream, and what it says of an empty question."""
    if kind == "curl":
        return [*_by_curl(address)]
    program, script = RUN[kind]
    command = [str(environments / program), script, name, address]
    ended = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, timeout=300)
    if "TOLD" not in ended.stdout:
        print(f"{kind} {name}: {ended.stdout[-500:]}{ended.stderr[-1500:]}", file=sys.stderr)
        return ["", "", "", ""]
    told: list[str | None] = json.loads(ended.stdout.rpartition("TOLD")[2])
    return told


def _by_curl(address: str) -> Iterator[str]:
    def sent(question: str, *more: str) -> str:
        command = ["curl", "--silent", "--json", json.dumps({"question": question}), *more, f"{address}/api/ask"]
        return subprocess.run(command, capture_output=True, text=True).stdout

    yield subprocess.run(["curl", "--version"], capture_output=True, text=True).stdout.split()[1]
    yield json.loads(sent(QUESTION))["text"] + sent(QUESTION)
    events = sent(QUESTION, "--header", "Accept: text/event-stream").split("\n\n")
    pieces = [event.partition("data: ")[2] for event in events if event.startswith("event: text\n")]
    yield "".join(json.loads(piece)["text"] for piece in pieces) + "".join(events)
    yield json.loads(sent(" "))["detail"]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.clients")
    parser.add_argument("environments", type=Path, help="the folder with the clients' own environments")
    parser.add_argument("only", nargs="*", help="names of clients")
    options = parser.parse_args()
    rows: dict[str, Row] = {}
    with tempfile.TemporaryDirectory() as folder, Library(folder) as library:
        library.add(SAMPLES)
        with served(Assistant(library, Settings())) as address:
            answer = httpx.post(f"{address}/api/ask", json={"question": QUESTION}, timeout=60).raise_for_status().json()
            for title, (kind, name) in CLIENTS.items():
                if not options.only or name in options.only:
                    rows[title] = row(answer, *ask(kind, name, address, options.environments.absolute()))
                    print(title, rows[title], flush=True)
    if not options.only:
        DOCUMENT.write_text(written(DOCUMENT.read_text("utf-8"), rows), encoding="utf-8")
    sys.exit(not all(one.whole for one in rows.values()))


if __name__ == "__main__":
    main()

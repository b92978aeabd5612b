"""Starts it where Node is installed; npm brings it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.conftest import require
from tests.servers import free_port, wait_for

HERE = Path(__file__).parent


def installed(folder: Path) -> Path:
    """The folder with it, as npm installs it there."""
    require(bool(shutil.which("node") and shutil.which("npm")), "Node and npm are not installed")
    for name in ("package.json", "provider.mjs"):
        shutil.copy(HERE / name, folder)
    command = ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel", "error"]
    subprocess.run(command, cwd=folder, check=True)
    return folder


@contextmanager
def running(folder: Path, client: Mapping[str, Any], *, groups: str = "staff", resource: str = "") -> Iterator[str]:
    """The address of one that knows this client."""
    port = free_port()
    told = {"PORT": str(port), "CLIENT": json.dumps(client), "GROUPS": groups, "RESOURCE": resource}
    log = folder / "log"
    with (
        log.open("ab") as file,
        subprocess.Popen(["node", "provider.mjs"], cwd=folder, env=os.environ | told, stdout=file, stderr=file) as node,
    ):
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(lambda: node.poll() is not None or _answers(address))
            assert node.poll() is None, log.read_text()
            yield address
        finally:
            node.terminate()


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/.well-known/openid-configuration").status_code == 200
    except httpx.TransportError:
        return False

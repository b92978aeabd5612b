"""nginx and Caddy, configured as docs/ says, in front of the tests' own servers."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from tests.conftest import require
from tests.servers import free_port, wait_for

DOCS = Path(__file__).parents[1] / "docs"
Proxy = Literal["nginx", "caddy"]
_NGINX = """daemon off; pid {folder}/pid; error_log stderr error; events {{}}
http {{ access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
{given} }}
"""
_CADDY = "{{\nadmin off\nauto_https off\n}}\n{given}"


def configuration(document: str, proxy: Proxy, replaced: Mapping[str, str]) -> str:
    """The configuration of that proxy in a document, with addresses replaced."""
    text = (DOCS / document).read_text("utf-8")
    found = re.search(rf"```{proxy}\n(.*?)```", text, re.DOTALL)
    assert found, f"{document} has no configuration of {proxy}"
    given = found[1]
    for name, other in replaced.items():
        assert name in given, f"the configuration of {proxy} does not name {name}"
        given = given.replace(name, other)
    return given


@contextmanager
def before(proxy: Proxy, folder: Path, document: str, servers: Mapping[str, str], *, listening: str) -> Iterator[str]:
    """The address of a proxy in front of `servers`; keys and `listening` are the addresses that the document names."""
    program = shutil.which(proxy) or shutil.which(proxy, path="/usr/sbin")
    require(program is not None, f"{proxy} is not installed")
    assert program is not None
    folder.mkdir()
    port = free_port()
    there = {name: address.removeprefix("http://") for name, address in servers.items()}
    own = f"127.0.0.1:{port}" if proxy == "nginx" else f"http://127.0.0.1:{port}"
    given = configuration(document, proxy, {listening: own, **there})
    file = folder / "configuration"
    file.write_text((_NGINX if proxy == "nginx" else _CADDY).format(folder=folder, given=given))
    command = [program, "-c", str(file)] if proxy == "nginx" else [program, "run", "--config", str(file)]
    command += [] if proxy == "nginx" else ["--adapter", "caddyfile"]
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(command, stdout=log, stderr=log, env={"HOME": str(folder), "PATH": "/usr/bin"}) as process,
    ):
        try:
            wait_for(lambda: process.poll() is not None or _listens(port))
            assert process.poll() is None, (folder / "log").read_text()
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _listens(port: int) -> bool:
    with socket.socket() as knocking:
        return knocking.connect_ex(("127.0.0.1", port)) == 0

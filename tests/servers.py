"""A real PostgreSQL and a real Chroma server for tests, in a temporary folder, and libraries on them."""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sql
from sqlalchemy.pool import NullPool

TESTER = "tester"


def programs() -> Path | None:
    """The folder of PostgreSQL's programs, which Debian keeps off the path."""
    installed = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else max(installed, default=None)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def wait_for(condition: Callable[[], object], *, seconds: float = 30.0) -> None:
    """Returns once the condition holds; checks less and less often, to leave the processor to what takes long."""
    until, pause = time.monotonic() + seconds, 0.01
    while not condition():
        assert time.monotonic() < until, "what was waited for did not come"
        time.sleep(pause)
        pause = min(1.2 * pause, 0.25)


class Postgres:
    """A cluster on a port of loopback; it trusts everybody, and does not protect data from a power cut."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.port = free_port()
        self._programs = programs()
        folder.mkdir()
        if os.geteuid() == 0:  # root may not run it
            shutil.chown(folder, "postgres", "postgres")
        self._run("initdb", "--no-sync", "-U", TESTER, "-A", "trust", "-E", "UTF8", "--locale=C", "-D", "cluster")
        self.start()

    def _run(self, program: str, *arguments: str) -> None:
        user: dict[str, Any] = {}
        if os.geteuid() == 0:
            found = pwd.getpwnam("postgres")
            user = {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
        command = [f"{self._programs}/{program}", *arguments]
        told = self._folder.with_name("postgres.log")
        with told.open("ab") as log:
            subprocess.run(command, cwd=self._folder, check=True, stdout=log, stderr=log, **user)

    def start(self) -> None:
        hurry = "-c fsync=off -c full_page_writes=off -c max_connections=200"
        self._run(
            *("pg_ctl", "-D", "cluster", "-w", "-l", f"{self._folder}/server.log"),
            *("-o", f"-p {self.port} -h 127.0.0.1 -k {self._folder} {hurry}", "start"),
        )

    def stop(self) -> None:
        self._run("pg_ctl", "-D", "cluster", "-m", "immediate", "-w", "stop")

    def answers(self) -> bool:
        return (
            subprocess.run([f"{self._programs}/pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]).returncode
            == 0
        )

    def url(self, database: str) -> str:
        return f"postgresql://{TESTER}:secret@127.0.0.1:{self.port}/{database}"

    def schema(self, name: str) -> str:
        """The URL of the schema, which is created if missing; each serves as a database of its own."""
        self.run(f"CREATE SCHEMA IF NOT EXISTS {name}")
        return f"{self.url('postgres')}?options=-csearch_path%3D{name}"

    def run(self, statement: str) -> None:
        engine = sql.create_engine(
            sql.make_url(self.url("postgres")).set(drivername="postgresql+psycopg"),
            isolation_level="AUTOCOMMIT",
            poolclass=NullPool,
        )
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)


class Chroma:
    """A Chroma server on a port of loopback."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        command = [Path(sys.executable).with_name("chroma"), "run", "--path", self.folder]
        with self.folder.with_suffix(".log").open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "--host", "127.0.0.1", "--port", str(self.port)], stdout=log, stderr=log
            )
        wait_for(self._answers)

    def _answers(self) -> bool:
        with suppress(OSError), urllib.request.urlopen(f"{self.url}/api/v2/heartbeat", timeout=5):
            return True
        return False

    def stop(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()

    def resident(self) -> int:
        """Bytes of memory that it holds."""
        assert self._process is not None
        return int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Meanwhile, the server accepts connections but does not answer."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)


class Servers:
    """Both servers; a library's folder determines its schema."""

    def __init__(self, folder: Path) -> None:
        self.postgres = Postgres(folder / "postgres")
        self.chroma = Chroma(folder / "chroma")

    def options(self, folder: Path) -> dict[str, str]:
        name = "t" + hashlib.sha256(str(folder).encode()).hexdigest()[:20]
        return {"catalog_url": self.postgres.schema(name), "vectors_url": self.chroma.url}

    def stop(self) -> None:
        self.chroma.stop()
        self.postgres.stop()


@contextmanager
def running() -> Iterator[Servers]:
    with tempfile.TemporaryDirectory(prefix="servers-") as folder:
        Path(folder).chmod(0o755)  # if root runs the tests, another user runs PostgreSQL
        servers = Servers(Path(folder))
        try:
            yield servers
        finally:
            servers.stop()

"""What the image is built from: public versions that the project takes, files that are there, and no root."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import tomllib
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.metadata import requires
from pathlib import Path

import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from assistant.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")


def constraints() -> dict[str, Version]:
    rows = (ROOT / "constraints.txt").read_text("utf-8").split()
    return {canonicalize_name(name): Version(version) for name, version in (row.split("==") for row in rows)}


def test_the_constraints_are_public_versions_that_the_project_takes() -> None:
    known = constraints()
    assert not [version for version in known.values() if version.local]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    for wanted in map(Requirement, [*project["dependencies"], *extras]):
        assert known[canonicalize_name(wanted.name)] in wanted.specifier, wanted


def test_the_constraints_name_what_the_dependencies_need_in_turn() -> None:
    known = constraints()
    for line in requires("fastapi") or ():
        needed = Requirement(line)
        if needed.marker is None or needed.marker.evaluate({"extra": ""}):
            assert known[canonicalize_name(needed.name)] in needed.specifier, needed


def test_all_that_is_copied_into_the_image_is_there_and_let_through() -> None:
    copied = [name for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.M) for name in line.split()[:-1]]
    passed = (ROOT / ".dockerignore").read_text("utf-8").split()
    assert {"constraints.txt", "assistant", "index", "prompts"} <= {*copied}
    for name in copied:
        assert (ROOT / name).exists()
        assert f"!{name}" in passed


def test_the_server_in_the_image_is_not_root_and_is_watched() -> None:
    last = DOCKERFILE.rpartition("\nFROM ")[2]
    assert re.findall(r"^USER (.+)$", last, re.M) == ["assistant"]
    assert "HEALTHCHECK" in last and "/healthz" in last
    assert 'ENTRYPOINT ["article-assistant"]' in last


def test_the_image_can_speak_to_postgresql() -> None:
    assert "postgres" in re.findall(r"^ARG EXTRAS=(.+)$", DOCKERFILE, re.M)[0].split(",")


def test_the_script_that_runs_the_steps_of_the_image_in_a_chroot_knows_each_instruction() -> None:
    script = (ROOT / "tests" / "project" / "image_in_a_chroot.sh").read_text("utf-8")
    known = {name for names in re.findall(r"^ +([A-Z|]+)\)", script, re.M) for name in names.split("|")}
    assert {*re.findall(r"^([A-Z]+) ", DOCKERFILE, re.M)} <= known


class _Healthy(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/healthz" else 404)
        self.end_headers()


def test_the_health_check_of_the_image_asks_at_the_port_that_is_set() -> None:
    command = re.findall(r'HEALTHCHECK.*?CMD \["python", "-c", "(.*?)"\]', DOCKERFILE, re.DOTALL)[0].replace("\\\n", "")
    with HTTPServer(("127.0.0.1", 0), _Healthy) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        there = os.environ | {f"{PREFIX}PORT": str(server.server_port)}
        assert subprocess.run([sys.executable, "-c", command], env=there, timeout=60).returncode == 0
        server.shutdown()
    assert subprocess.run([sys.executable, "-c", command], env=there, timeout=60, capture_output=True).returncode != 0


def test_the_services_that_are_composed_are_set_by_settings_that_exist_and_only_the_assistant_is_reached() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"]
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    assert set(services["assistant"]["environment"]) <= known
    assert [name for name, service in services.items() if "ports" in service] == ["assistant"]
    image, _, version = services["chroma"]["image"].partition(":")
    assert Version(version) == constraints()["chromadb"]

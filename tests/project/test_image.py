"""What the image is built from: public versions that the project takes, files that are there, and no root."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

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

"""The notices with claims in `corrected.txt.gz`, from which the judge of claims by notices is tuned."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from index.language.sentences import sentences
from tests.benchmarks.tuning.articles import HELD_OUT

WRITTEN = Path(__file__).parent / "corrected.txt.gz"


@dataclass
class Corrected:
    """A notice, the title of what it corrects, and claims with their kinds (O, R or P)."""

    notice: str
    title: str = ""
    claims: list[tuple[str, str]] = field(default_factory=list)

    @property
    def sentences(self) -> list[str]:
        return [self.notice[start:end] for start, end in sentences(self.notice)]

    @property
    def is_held_out(self) -> bool:
        return int(hashlib.md5(self.notice.encode()).hexdigest(), 16) % HELD_OUT == 0


def written_claims(path: Path = WRITTEN) -> list[Corrected]:
    """The notices of a file, whose README gives its form."""
    found = list[Corrected]()
    for line in gzip.decompress(path.read_bytes()).decode().splitlines():
        kind, _, text = line.partition(" ")
        if kind == "N":
            found.append(Corrected(text))
        elif kind == "T":
            found[-1].title = text
        else:
            found[-1].claims.append((kind, text))
    return found

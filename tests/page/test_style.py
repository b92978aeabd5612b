"""The style sheet: its colours can be read in light and in dark, and it reaches for nothing outside."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.page import article_page

STYLE = Path(article_page.__file__).with_name("style.css").read_text("utf-8")
PAIR = re.compile(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);")
COLOURS = {name: (light, dark) for name, light, dark in PAIR.findall(STYLE)} | {"on-fill": ("#ffffff", "#ffffff")}
READ = [
    *((ink, ground, 4.5) for ink in ("ink", "soft", "accent") for ground in ("paper", "desk", "sheet")),
    *((ink, ground, 4.5) for ink in ("ink", "warn", "accent") for ground in ("warn-wash", "accent-wash")),
    ("on-fill", "fill", 4.5),
    ("on-mark", "mark", 4.5),
    ("edge", "sheet", 3.0),
    ("edge", "paper", 3.0),
]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), READ)
def test_text_stands_out_from_its_ground_as_wcag_aa_asks(ink: str, ground: str, least: float, scheme: int) -> None:
    assert contrast(COLOURS[ink][scheme], COLOURS[ground][scheme]) >= least


def test_the_style_loads_nothing() -> None:
    assert not re.search(r"url\(|@import|@font-face", STYLE)

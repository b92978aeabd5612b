"""Puts screenshots that the browser tests kept into docs/pictures, small enough to be kept with the code."""

from __future__ import annotations

import sys

from PIL import Image

from tests.browser.serving import ROOT, SCREENSHOTS

PICTURES = ROOT / "docs" / "pictures"
KEPT = {
    "answered": "corrected-1440-light",
    "source": "laptop-light-3-source",
    "timeline": "timeline-375-light",
    "people": "people-all-1440-light",
    "brief": "brief-1440-light",
    "article": "laptop-light-4-article",
    "not-found": "not-found-with-filters",
    "limits": "asking-limits",
    "articles": "articles-laptop-light-1-table",
    "adding": "articles-laptop-light-4-added",
    "check": "check-laptop-light-checked",
    "phone": "phone-light-3-source",
    "phone-article": "phone-light-4-article",
    "dark": "laptop-dark-4-article",
    "chinese": "asking-chinese",
}


def main() -> None:
    if missing := [name for name in KEPT.values() if not (SCREENSHOTS / f"{name}.png").exists()]:
        sys.exit(f"There are no screenshots {', '.join(missing)} in {SCREENSHOTS}. Run the browser tests first.")
    PICTURES.mkdir(exist_ok=True)
    for name, kept in KEPT.items():
        with Image.open(SCREENSHOTS / f"{kept}.png") as picture:
            picture.convert("RGB").quantize(256).save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()

"""The prompts, one Markdown file each, and how text is put into them; it knows nothing of models or answers."""

from __future__ import annotations

import re
from collections.abc import Collection
from importlib.resources import files

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def render(name: str, **values: str) -> str:
    """The prompt `name` with each {placeholder} replaced by its value between tags of the placeholder's name.

    A value is material, never instruction: what could open or close one of the prompt's tags loses its "<", and a
    placeholder in a value stays as it is. Raises ValueError where a value is missing or not used.
    """
    template = files(__name__).joinpath(f"{name}.md").read_text("utf-8")
    tags = set(_PLACEHOLDER.findall(template))
    if wrong := sorted(tags ^ values.keys()):
        raise ValueError(f"The prompt '{name}' takes {sorted(tags)}; missing or not used: {wrong}.")
    return _PLACEHOLDER.sub(lambda found: _set_apart(found[1], values[found[1]], tags), template)


def _set_apart(tag: str, material: str, tags: Collection[str]) -> str:
    # Whatever is no letter may stand before the name: a model reads "</ answer>" or one with a zero-width space alike.
    own = re.compile(rf"<(?=[^\w<]*(?:{'|'.join(tags)})\b)", re.IGNORECASE)
    return f"<{tag}>\n{own.sub('&lt;', material)}\n</{tag}>"

"""The prompts, one Markdown file each, and how text is put into them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from importlib.resources import files

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def render(name: str, **values: str | Sequence[str]) -> str:
    """The prompt `name` with each {placeholder} replaced by its value between tags of the placeholder's name.

    Several values each get tags of their own, numbered from 1: <paragraph number="1"> for {paragraphs}.
    A value is material, never instruction: what could open or close one of the prompt's tags loses its "<", and a
    placeholder in a value stays as it is. Raises ValueError if a value is missing or unused.
    """
    template = files(__name__).joinpath(f"{name}.md").read_text("utf-8")
    placeholders = set(_PLACEHOLDER.findall(template))
    if wrong := sorted(placeholders ^ values.keys()):
        raise ValueError(f"The prompt '{name}' takes {sorted(placeholders)}; missing or not used: {wrong}.")
    tags = placeholders | {tag.removesuffix("s") for tag, value in values.items() if not isinstance(value, str)}
    return _PLACEHOLDER.sub(lambda found: _set_apart(found[1], values[found[1]], tags), template)


def _set_apart(tag: str, material: str | Sequence[str], tags: Collection[str]) -> str:
    # Anything but letters may precede the name: to a model "</ answer>", or one with a zero-width space, is the same.
    own = re.compile(rf"<(?=[^\w<]*(?:{'|'.join(tags)})\b)", re.IGNORECASE)
    if isinstance(material, str):
        return f"<{tag}>\n{own.sub('&lt;', material)}\n</{tag}>"
    one = tag.removesuffix("s")
    each = (f'<{one} number="{at}">\n{own.sub("&lt;", text)}\n</{one}>' for at, text in enumerate(material, start=1))
    return "\n".join([f"<{tag}>", *each, f"</{tag}>"])

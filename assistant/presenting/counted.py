"""A number with its noun, in English."""

from __future__ import annotations


def counted(number: int, thing: str, verb: str = "") -> str:
    """ "1 article" or "2 articles"; with "is" or "was" as `verb`, "1 article is" or "2 articles are"."""
    one = number == 1
    form = {"is": "are", "was": "were"}.get(verb, verb) if not one else verb
    return f"{number:,} {thing if one else f'{thing}s'} {form}".rstrip()

"""Reads the gettext catalogues in this folder: `en.po` is the source, the others are translations of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from gettext import c2py
from pathlib import Path
from typing import Any

SOURCE = "en"
HERE = Path(__file__).parent


class Text(str):
    """A text with fields in braces; if it has plural forms, `format` picks the one for `n`."""

    forms: tuple[str, ...]
    _form: Callable[[int], int]

    def __new__(cls, forms: tuple[str, ...], form: Callable[[int], int]) -> Text:
        text = super().__new__(cls, forms[-1])
        text.forms, text._form = forms, form
        return text

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        return str, (str(self),)  # a copied or stored text is a plain string

    def format(self, *places: object, **values: Any) -> str:
        form = self.forms[self._form(values["n"])] if len(self.forms) > 1 else str(self)
        return form.format(*places, **values)


@cache
def texts(language: str) -> Mapping[str, Text]:
    """Each text by its name, which is its context in the catalogue; in English where it is not translated.

    A catalogue is parsed once, when first needed, in some 20 ms; importing the parser takes 40 ms.
    """
    from babel.messages.pofile import read_po  # imported here, so that a server can start without it

    with (HERE / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    form, found = c2py(catalogue.plural_expr), dict[str, Text]()
    for message in catalogue:
        if message.context:
            written = _forms(message.string)
            found[message.context] = Text(written if any(written) else _forms(message.id), form)
    return found if language == SOURCE else {**texts(SOURCE), **found}


@cache
def group(name: str, language: str) -> Mapping[str, Any]:
    """The texts named "NAME.text", by the rest of the name; those named "NAME.some.text" are in a mapping at "some"."""
    found: dict[str, Any] = {}
    for each, text in texts(language).items():
        if each.startswith(f"{name}."):
            of, _, rest = each.removeprefix(f"{name}.").partition(".")
            if rest:
                found.setdefault(of, {})[rest] = text
            else:
                found[of] = text
    return found


def _forms(written: str | Sequence[str] | None) -> tuple[str, ...]:
    return (written,) if isinstance(written, str) else tuple(written or ())

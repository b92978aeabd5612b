"""Writes a Word document (.docx) of paragraphs with footnotes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape

from assistant.presenting.shown_text import readable

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Run:
    """Words, how they are underlined ("single", "wave", "dash", "dotted") and the paragraphs of their footnote."""

    text: str
    underlined: str = ""
    note: Sequence[str] = ()


_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NO_CHARACTERS = re.compile("[\ufffe\uffff]")  # which XML does not allow

_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_KIND}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_KIND}.styles+xml"/>'
    f'<Override PartName="/word/footnotes.xml" ContentType="{_KIND}.footnotes+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
_PARTS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="r2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    "</Relationships>"
)
_OF_DOCUMENT = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="r2" Type="{_OFFICE}/footnotes" Target="footnotes.xml"/></Relationships>'
)
_STYLES = (
    f'{_HEAD}<w:styles {_WORD}><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    '<w:pPr><w:spacing w:after="120"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/>'
    '<w:rPr><w:b/><w:sz w:val="36"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="FootnoteText"><w:name w:val="footnote text"/><w:basedOn w:val="Normal"/>'
    '<w:pPr><w:spacing w:after="0"/></w:pPr><w:rPr><w:sz w:val="20"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
    '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style></w:styles>'
)
# The lines that separate the text from the notes; programs expect them among the notes.
_RULES = "".join(
    f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
    for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
)
_MARK = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'


def word(title: str, paragraphs: Sequence[Sequence[Run]]) -> bytes:
    """The file: the title, then the paragraphs, whose footnotes are numbered in order."""
    notes = [run.note for runs in paragraphs for run in runs if run.note]
    numbers = iter(range(1, len(notes) + 1))
    body = "".join(f"<w:p>{''.join(_run(run, numbers) for run in runs)}</w:p>" for runs in paragraphs)
    footnotes = "".join(map(_note, range(1, len(notes) + 1), notes))
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _PARTS,
        "docProps/core.xml": f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{_safe(title)}</dc:title></cp:coreProperties>',
        "word/_rels/document.xml.rels": _OF_DOCUMENT,
        "word/styles.xml": _STYLES,
        "word/footnotes.xml": f"{_HEAD}<w:footnotes {_WORD}>{_RULES}{footnotes}</w:footnotes>",
        "word/document.xml": f'{_HEAD}<w:document {_WORD}><w:body><w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr>'
        f"{_words(title)}</w:p>{body}</w:body></w:document>",
    }
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return made.getvalue()


def _run(run: Run, numbers: Iterator[int]) -> str:
    how = f'<w:rPr><w:u w:val="{run.underlined}"/></w:rPr>' if run.underlined else ""
    mark = f'<w:r>{_MARK}<w:footnoteReference w:id="{next(numbers)}"/></w:r>' if run.note else ""
    return _words(run.text, how) + mark


def _note(number: int, lines: Sequence[str]) -> str:
    style = '<w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
    mark = f"<w:r>{_MARK}<w:footnoteRef/></w:r>"
    runs = "".join(
        f"<w:p>{style}{'' if place else mark}{_words(line if place else f' {line}')}</w:p>"
        for place, line in enumerate(lines)
    )
    return f'<w:footnote w:id="{number}">{runs}</w:footnote>'


def _words(text: str, how: str = "") -> str:
    return f'<w:r>{how}<w:t xml:space="preserve">{_safe(text)}</w:t></w:r>' if text else ""


def _safe(text: str) -> str:
    return escape(_NO_CHARACTERS.sub("\ufffd", readable(text)))

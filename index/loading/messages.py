"""Messages to and from a reading process: a JSON object, and bytes beside it.

JSON, not pickle: a reply comes from a process that read a hostile file, and must do no worse than be wrong.
"""

from __future__ import annotations

import json
import os
import struct
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from index.articles import Article, Paragraph

MOST_FIELDS = 64_000_000  # bytes; an article with the most paragraphs needs a tenth of that
MOST_CONTENT = 250_000_000  # bytes; an article with the most characters, all of the widest

BEGINNING = b"\0messages\0"

_SIZES = struct.Struct("!QQ")
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Message:
    fields: dict[str, Any]
    content: bytes = field(default=b"", repr=False)


def begin(pipe: int) -> None:
    """Marks the start of messages: during Python's start, anything may have been printed."""
    os.write(pipe, BEGINNING)


def await_beginning(pipe: int) -> bool:
    """Whether the other end has begun; False if it ended first."""
    found = b""
    while not found.endswith(BEGINNING):
        byte = os.read(pipe, 1)
        if not byte:
            return False
        found = found[-len(BEGINNING) :] + byte
    return True


def send(pipe: int, message: Message) -> None:
    """Writes the whole message; raises OSError if the other end is closed."""
    fields = json.dumps(message.fields).encode()
    for part in (_SIZES.pack(len(fields), len(message.content)) + fields, message.content):
        rest = memoryview(part)
        while rest:
            rest = rest[os.write(pipe, rest[:_CHUNK]) :]


def receive(pipe: int) -> Message | None:
    """The next message; None if the other end is closed or sends something else."""
    sizes = _exactly(pipe, _SIZES.size)
    if len(sizes) < _SIZES.size:
        return None
    fields_size, content_size = _SIZES.unpack(sizes)
    if fields_size > MOST_FIELDS or content_size > MOST_CONTENT:
        return None
    fields, content = _exactly(pipe, fields_size), _exactly(pipe, content_size)
    if len(fields) < fields_size or len(content) < content_size:
        return None
    found = json.loads(fields)
    return Message(found, bytes(content)) if isinstance(found, dict) else None


def _exactly(pipe: int, size: int) -> bytearray:
    """`size` bytes, or fewer if the stream ends first."""
    found = bytearray()
    while len(found) < size and (chunk := os.read(pipe, min(_CHUNK, size - len(found)))):
        found += chunk
    return found


def packed(article: Article) -> Message:
    """An article with its text outside the JSON, so that the receiver need not parse it all at once."""
    heading = asdict(replace(article, paragraphs=()))
    texts = [paragraph.text.encode("utf-8", "surrogatepass") for paragraph in article.paragraphs]
    sizes = [
        [paragraph.role, len(text), paragraph.page] for paragraph, text in zip(article.paragraphs, texts, strict=True)
    ]
    return Message({"heading": heading, "paragraphs": sizes}, b"".join(texts))


def unpacked(message: Message) -> Article:
    heading, paragraphs, start = message.fields["heading"], [], 0
    heading["labels"] = tuple(heading["labels"])
    for number, (role, size, page) in enumerate(message.fields["paragraphs"], start=1):
        text = message.content[start : start + size].decode("utf-8", "surrogatepass")
        paragraphs.append(Paragraph(heading["id"], number, text, role, page))
        start += size
    return Article(**heading | {"paragraphs": tuple(paragraphs)})

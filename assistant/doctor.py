"""What is installed and set, which model is used, what is wrong and how to fix it; secrets are not shown."""

from __future__ import annotations

import os
import platform
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import urlsplit, urlunsplit

from assistant import writing
from assistant.presenting.counted import counted
from assistant.settings import Settings
from assistant.watching.sources import is_looked_at
from assistant.watching.standing import Marked, marked, sentence
from index import DISTRIBUTION
from index.embedding import SentenceEmbeddings
from index.encoders import larger
from index.errors import ArticleAssistantError, LibraryError
from index.library import Library
from index.reading.version import READER_VERSION

PACKAGES = (DISTRIBUTION, "chromadb", "gradio", "sentence-transformers", "spacy", "tantivy", "torch", "trafilatura")

_SECRET = re.compile(r"(key|token|secret|password)$", re.IGNORECASE)
_KEY = re.compile(r"(ANTHROPIC|AZURE|GOOGLE|GEMINI|MISTRAL|OLLAMA|OPENAI)_([A-Z]+_)*(KEY|TOKEN)")  # of providers
_HIDDEN = "set, not shown"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; `text` says what was found or, if not `well`, what is wrong and how to fix it."""

    name: str
    well: bool
    text: str


def examine(settings: Settings) -> list[Finding]:
    """Checks the packages, the embedding model and the library, and repairs its indexes."""
    findings = [Finding("python", True, platform.python_version())]
    findings += [_package(name) for name in PACKAGES]
    findings += map(_setting, Settings.model_fields, [settings] * len(Settings.model_fields))
    findings += [Finding(f"variable {name}", True, _HIDDEN) for name in sorted(os.environ) if _KEY.fullmatch(name)]
    findings.append(_sentence("embedding model", lambda: _model(settings)))
    if settings.close_reading != "off":
        findings.append(_sentence("close reading", lambda: _close_reading(settings)))
    if settings.model:
        findings.append(_sentence(f"chat model {settings.model}", lambda: _chat_model(settings)))
    findings.append(_sentence(f"library {settings.library}", lambda: _library(settings)))
    findings.append(_sentence("readings of the articles", lambda: _readings(settings)))
    findings.append(_sentence("watched sources", lambda: watched_sources(settings)))
    return findings


def _setting(name: str, settings: Settings) -> Finding:
    value = getattr(settings, name)
    if value and _SECRET.search(name):
        value = _HIDDEN
    elif "://" in str(value):
        value = ", ".join(map(_without_secrets, str(value).split(",")))
    how = "" if name in settings.model_fields_set else " (by default)"
    return Finding(f"setting {name}", True, f"{'none' if value in (None, '') else value}{how}")


def _without_secrets(address: str) -> str:
    """The URL without user, password and query, any of which may be secret."""
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def _package(name: str) -> Finding:
    try:
        return Finding(name, True, version(name))
    except PackageNotFoundError:
        command = "`pip install .` in the project's folder" if name == DISTRIBUTION else f"`pip install {name}`"
        return Finding(name, False, f"not installed; run {command}")


def _sentence(name: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(name, True, look())
    except ArticleAssistantError as error:
        return Finding(name, False, str(error))


def _model(settings: Settings) -> str:
    embeddings = SentenceEmbeddings(settings.embedding_model)
    return f"{embeddings.name}, weights {embeddings.fingerprint[:12]}, {embeddings.dimensions} dimensions"


def _close_reading(settings: Settings) -> str:
    if not larger.is_installed():
        return f"{larger.NAME} is not installed, so a smaller model reads instead; `make larger` installs it"
    return f"{larger.NAME} at {larger.larger_folder()}"


def _chat_model(settings: Settings) -> str:
    reads = writing.window(writing.chat_model(settings.model or "", base_url=settings.model_base_url))
    return f"can be asked; reads {reads or 'an unknown number of'} tokens"


def _library(settings: Settings) -> str:
    if not Library.exists(settings.library, settings.homes["catalog_url"]):
        return "not there yet; `article-assistant add FOLDER` creates it"
    embeddings = SentenceEmbeddings(settings.embedding_model)
    with Library(settings.library, embeddings=embeddings, **settings.homes) as library:
        library.search("What is new?", limit=1)
        if library.notice and library.notice != library.unread_notice():
            raise LibraryError(library.notice)
        return f"{counted(library.count(), 'article')} {library.where}, both indexes answer"


def _readings(settings: Settings) -> str:
    """How many articles were read by each version of the reader."""
    if not Library.exists(settings.library, settings.homes["catalog_url"]):
        return "none yet"
    embeddings = SentenceEmbeddings(settings.embedding_model)
    with Library(settings.library, embeddings=embeddings, **settings.homes) as library:
        unread, versions = library.readers()
    read = ", ".join(f"{count} by version {version}" for version, count in sorted(versions.items())) or "none"
    if unread:
        read += (
            f"; {unread:,} still to be read by version {READER_VERSION}, which a server does in the background and "
            "`article-assistant rebuild` at once"
        )
    return read


def watched_sources(settings: Settings) -> str:
    """How many sources are watched; raises LibraryError about those that fail or have fallen silent."""
    if not Library.exists(settings.library, settings.homes["catalog_url"]):
        return "none"
    embeddings = SentenceEmbeddings(settings.embedding_model)
    with Library(settings.library, embeddings=embeddings, **settings.homes) as library:
        now, found = time.time(), library.sources.all()
        looked_at = is_looked_at(library, now)
    if doubted := marked(found, now):
        sentences = [f"{str(sentence(one, date.today()))[:-1]}{_why(one)}." for one in doubted]
        raise LibraryError(" ".join(sentences) + " `article-assistant sources list` shows them all.")
    if found and not looked_at:
        return f"{counted(len(found), 'source')}; no server or `article-assistant watch` is watching them"
    return f"{counted(len(found), 'source')}, all as they should be" if found else "none"


def _why(one: Marked) -> str:
    return f" ({one.source.failure})" if one.standing == "failing" and one.source.failure else ""

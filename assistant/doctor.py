"""What is installed, which model is used, what is wrong with it and how to mend it."""

from __future__ import annotations

import platform
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from assistant.settings import Settings
from index.embedding import SentenceEmbeddings
from index.errors import ArticleAssistantError
from index.library import Library

PACKAGES = ("article-assistant", "chromadb", "gradio", "sentence-transformers", "tantivy", "torch", "trafilatura")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was examined; `text` says what it is or, where it is not well, how to mend it."""

    name: str
    well: bool
    text: str


def examine(settings: Settings) -> list[Finding]:
    """Looks at the packages, the embedding model and the library, whose indexes are mended on the way."""
    findings = [Finding("python", True, platform.python_version())]
    findings += [_package(name) for name in PACKAGES]
    findings.append(_sentence("embedding model", lambda: _model(settings)))
    if settings.model:
        findings.append(_sentence(f"chat model {settings.model}", lambda: _chat_model(settings)))
    findings.append(_sentence(f"library {settings.library}", lambda: _library(settings)))
    return findings


def _package(name: str) -> Finding:
    try:
        return Finding(name, True, version(name))
    except PackageNotFoundError:
        return Finding(name, False, f"not installed; run `pip install {name}`")


def _sentence(name: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(name, True, look())
    except ArticleAssistantError as error:
        return Finding(name, False, str(error))


def _model(settings: Settings) -> str:
    embeddings = SentenceEmbeddings(settings.embedding_model)
    return f"{embeddings.name}, weights {embeddings.fingerprint[:12]}, {embeddings.dimensions} dimensions"


def _chat_model(settings: Settings) -> str:
    from assistant.chat_models import chat_model, window  # here, since most have no chat model

    reads = window(chat_model(settings.model or "", base_url=settings.model_base_url))
    return f"can be asked; reads {reads or 'an unknown number of'} tokens"


def _library(settings: Settings) -> str:
    if not settings.library.exists():
        return "not there yet; `article-assistant add FOLDER` makes it"
    with Library(settings.library, embeddings=SentenceEmbeddings(settings.embedding_model)) as library:
        library.search("What is new?", limit=1)
        return f"{library.count()} articles, both indexes answer"

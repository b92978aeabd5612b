"""Reads an article when imported, so that processes forked later have already loaded what they need."""

import chromadb.api.rust  # noqa: F401

import index.adding  # noqa: F401
from index.articles import Article, Paragraph
from index.reading.read import read

read(Article("harbour", "Harbour", paragraphs=(Paragraph("harbour", 1, "The harbour master wrote.", "body"),)))

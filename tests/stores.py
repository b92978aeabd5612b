"""What a library's three stores hold, and small articles to put there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import sqlalchemy as sql

from index.articles import SEARCHED_ROLES
from index.library import Library


def counts(library: Library) -> tuple[int, int, int]:
    """The number of searched paragraphs in the articles, of vectors in Chroma (all with codes), and of documents."""
    articles = [library.article(heading.id) for heading in library.articles()]
    searched = sum(part.role in SEARCHED_ROLES for article in articles for part in article.paragraphs)
    library._followers.follow(wait=True)  # catches up with what others have written
    vectors = library._followers.vectors._collection.count()
    assert len(library._followers.codes) == vectors
    marker = 1 if library._followers.lexical.applied else 0
    return (searched, vectors, library._followers.lexical._searcher.num_docs - marker)


def agree(library: Library) -> bool:
    """Whether the three stores hold the same number of paragraphs, if all of these fit the model's window."""
    return len(set(counts(library))) == 1


def keys_in_each(library: Library) -> tuple[list[str], list[str], list[str]]:
    """The keys of the searched paragraphs in the catalog, in Chroma (and the codes), and in tantivy, in order."""
    import tantivy

    library._followers.follow(wait=True)
    catalog = [str(one.key) for one in library._catalog._searched(sql.true())]
    names = library._followers.vectors._collection.get(include=[])["ids"]
    searcher = library._followers.lexical._searcher
    every = searcher.search(tantivy.Query.all_query(), max(1, searcher.num_docs)).hits
    words = searcher.fast_field_values("key", [address for _, address in every])
    vectors = sorted({name.split(".")[0] for name in names}, key=int)
    assert sorted({str(key) for key in library._followers.codes._held[0]}, key=int) == vectors
    return catalog, vectors, [str(key) for key in sorted(key for key in words if key is not None)]


def found(library: Library, question: str, **options: Any) -> set[str]:
    """The ids of the articles of all hits."""
    return {hit.heading.id for hit in library.search(question, **options)}


def found_by_each(library: Library, question: str) -> tuple[set[str], set[str]]:
    """The ids of the articles that the vectors find nearest (ten), and that the words find."""
    library._followers.follow(wait=True)
    vector = library.embeddings.encode([question])[0]
    nearest = library._catalog.searched(library._followers.vectors.find(vector, 10))
    worded = library._catalog.searched(list(library._followers.lexical.find(question, 10)))
    return {near.heading.id for near in nearest}, {one.heading.id for one in worded}


def write_lines(path: Path, *articles: dict[str, Any]) -> Path:
    """A JSON Lines file of articles; each needs at least a text."""
    path.write_text("\n".join(json.dumps(article) for article in articles), encoding="utf-8")
    return path


def write_texts(folder: Path, **texts: str) -> Path:
    """A folder with a .txt file for each text."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder

"""The articles beside one article: its copies, and those that name the same."""

from __future__ import annotations

import json
from pathlib import Path

from starlette.testclient import TestClient

from assistant.assistant import Assistant
from assistant.page.related import related
from assistant.page.words import ENGLISH
from index.embedding import SentenceEmbeddings
from index.library import Library
from tests.served import create_app

TEXT = (
    "The harbour wall at Lindhavn will be rebuilt before the winter, the council of Orlen decided on Monday evening. "
    "Ida Berg, who leads the council, said the works would take seven months and close the quay to all ferries. "
    "Paul Holm, who owns the ferries, said he would take the matter to court if the quay was closed in summer."
)
ARTICLES = {
    "wall": ("Harbour wall at Lindhavn to be rebuilt", TEXT),
    "copy": ("Lindhavn rebuilds its harbour wall", f"{TEXT} More follows."),
    "court": (
        "Harbour wall goes to court",
        "Paul Holm has sued the council over the harbour wall at Lindhavn. Ida Berg would not comment.",
    ),
    "bees": ("Bees on the roof of a town hall", "Mia Stone has kept bees on the roof of the town hall for six years."),
}


def test_copies_and_articles_on_the_same_names_are_told_apart_and_others_left_out(
    tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    rows = [json.dumps({"id": id, "title": title, "text": text}) for id, (title, text) in ARTICLES.items()]
    (tmp_path / "articles.jsonl").write_text("\n".join(rows), encoding="utf-8")
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(tmp_path / "articles.jsonl")
        near = related(library.article("wall"), library)
        assert [one.id for one in near.copies] == ["copy"]
        assert [one.id for one, _ in near.others] == ["court"]
        assert set(near.others[0][1]) >= {"Lindhavn", "Ida Berg", "Paul Holm"}
        with TestClient(create_app(Assistant(library)), base_url="http://127.0.0.1") as client:
            drawn = client.get("/page/tries", params={"article": "wall"}).text
            alone = client.get("/page/tries", params={"article": "bees"}).text
            above = client.get("/library/article", params={"id": "bees"}).text
            page = client.get("/articles/bees").text
    titles = (ENGLISH.copies_of_it, ARTICLES["copy"][0], ENGLISH.same_story, ARTICLES["court"][0])
    assert sorted(map(drawn.index, titles)) == [drawn.index(title) for title in titles]
    assert ENGLISH.copies_of_it not in alone and ENGLISH.same_story not in alone
    assert "ask-only-this" in above and "ask-only-this" not in page  # on its own page nothing would answer the button

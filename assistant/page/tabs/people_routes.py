"""The routes under /people, for the People tab; each returns a fragment of the page or a file to save."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import HTMLResponse, Response

from assistant.access.may import may
from assistant.page.escape import article_address
from assistant.page.tabs import people_tab
from assistant.page.tabs.library_routes import Say, fragment, served
from assistant.page.tabs.people_tab import OTHERS, PEOPLE, STATEMENTS, Order, Sentence, Wanted
from index import language, store
from index.library import Library

if TYPE_CHECKING:
    from assistant.page.words import Words
    from index.reading.register import Person
    from index.store.corrections import Corrected
    from index.store.statements import Said

Name = Annotated[str, Query(min_length=1, max_length=200)]
Text = Annotated[str, Query(max_length=200)]
Page = Annotated[int, Query(ge=1, le=10_000)]
LOOKED_AT = 20  # newest articles searched for a person's other names and roles
READ = 200  # paragraphs read of each
_TYPES = {"csv": "text/csv", "json": "application/json"}


def routes(library: Library) -> APIRouter:
    router, looks = APIRouter(), [may("read")]

    @router.get("/people", dependencies=looks)
    def view(say: Say) -> HTMLResponse:
        return fragment(people_tab.view(listed(say), say))

    @router.get("/people/list", dependencies=looks)
    def everybody(say: Say, like: Text = "", order: Order = "statements", page: Page = 1) -> HTMLResponse:
        return fragment(listed(say, like, order, page))

    def listed(say: Words, like: str = "", order: Order = "statements", page: int = 1) -> str:
        first = (page - 1) * PEOPLE
        if order == "statements":
            found = library.people(like, limit=PEOPLE + 1, offset=first)
        else:
            every = library.people(like)
            latest = _latest(library, every) if order == "latest" else {}
            every.sort(key=lambda one: one.name.casefold())
            if order == "latest":
                every.sort(key=lambda one: latest.get(one.name) or "", reverse=True)
            found = every[first : first + PEOPLE + 1]
        shown = found[:PEOPLE]
        return people_tab.listed(shown, _latest(library, shown), len(found) > PEOPLE, page, say)

    @router.get("/people/person", dependencies=looks)
    def person(
        say: Say, name: Name, about: Text = "", since: Text = "", until: Text = "", page: Page = 1
    ) -> HTMLResponse:
        wanted = Wanted(name, about.strip(), since, until, page)
        one = _who(library, name)
        every = _said(library, wanted)
        first = (page - 1) * STATEMENTS
        shown = people_tab.once(every)[first : first + STATEMENTS]
        others = _of(library, one) if page == 1 else []
        drawn = [*(once.said for once in shown), *others]
        sentences = _sentences(library, drawn)
        copies = (each for once in shown for each in once.again)
        headings = library.headings([*{each.article_id for each in (*drawn, *copies)}])
        places = _places(library, one) if page == 1 else {}
        return fragment(people_tab.person(one, shown, every, others, headings, sentences, wanted, say, places))

    @router.get("/people/statements.{kind}", dependencies=looks)
    def kept(
        kind: Literal["csv", "json"], name: Name, about: Text = "", since: Text = "", until: Text = ""
    ) -> Response:
        found = _said(library, Wanted(name, about.strip(), since, until))
        headings = library.headings(sorted({one.article_id for one in found}))
        written = (people_tab.as_csv if kind == "csv" else people_tab.as_json)(found, headings, library.corrections())
        names = {"Content-Disposition": f'attachment; filename="statements.{kind}"'}
        return Response(written, media_type=_TYPES[kind], headers=names)

    for name, kind in (("people.js", "text/javascript"), ("people.css", "text/css")):
        router.get(f"/page/{name}")(served(name, kind))
    return router


def _latest(library: Library, people: Sequence[Person]) -> dict[str, str | None]:
    """The publication day of the newest article in which each person appears, by name."""
    newest = {one.name: one.articles[0] for one in people if one.articles}
    headings = library.headings(list(newest.values()))
    return {name: headings[id].published for name, id in newest.items() if id in headings}


def _sentences(library: Library, said: Sequence[Said]) -> dict[Said, Sentence]:
    """The sentence or sentences that contain each statement."""
    read = library.paragraphs_at({(one.article_id, one.paragraph) for one in said})
    there = [(one, read[place]) for one in said if (place := (one.article_id, one.paragraph)) in read]
    notices = library.corrections()
    return {one: _sentence(one, paragraph.text, notices) for one, paragraph in there}


def _sentence(one: Said, text: str, notices: Sequence[Corrected]) -> Sentence:
    spans = [span for span in language.sentences_of(text) if span[0] < one.end and span[1] > one.start]
    first, last = (spans[0][0], spans[-1][1]) if spans else (one.start, one.end)
    return Sentence(
        first,
        text[first:last],
        store.corrections.notice_about(notices, one.article_id, one.paragraph, text[first:last]),
    )


def _places(library: Library, one: Person) -> dict[str, str]:
    """For each other name or role of a person, the address of a paragraph in their newest articles that uses it."""
    found, last, forms = dict[str, str](), one.name.split()[-1], people_tab.other_forms(one)
    read = library.paragraphs_of(one.articles[:LOOKED_AT], READ) if forms else {}
    for article_id in one.articles[:LOOKED_AT]:
        for paragraph in read.get(article_id, ()):
            if last in paragraph.text:
                for form in forms:
                    if form.casefold() in paragraph.text.casefold():
                        found.setdefault(form, article_address(article_id, paragraph.number))
    return found


def _who(library: Library, name: str) -> Person:
    """The person with that name; someone named but never quoted has no statements."""
    found = next((one for one in library.people(name) if one.name == name), None)
    if found is None:
        names = library.meant_by(name).names
        found = next((one for one in library.people(names[0]) if one.name == names[0]), None) if names else None
    if found is None:
        raise HTTPException(404)
    return found


def _said(library: Library, wanted: Wanted) -> list[Said]:
    return library.statements(
        speaker=wanted.name, about=wanted.about or None, since=wanted.since or None, until=wanted.until or None
    )


def _of(library: Library, one: Person) -> list[Said]:
    """Statements by others that name the person."""
    found = library.statements(about=one.name, article=one.articles[:500]) if one.articles else []
    last = one.name.split()[-1]
    named = [each for each in found if each.speaker and each.speaker != one.name and last in each.quote]
    return named[:OTHERS]

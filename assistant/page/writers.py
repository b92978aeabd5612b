"""Who writes the answers, and who else could: an Ollama model on this machine, first tried beside quotes.

Only administrators are offered the choice. It applies to this server and all its workers until the server stops;
then the settings apply again.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.access.identity import identity_of
from assistant.access.may import may
from assistant.access.pace import Questions
from assistant.answers import Answer
from assistant.assistant import Assistant
from assistant.errors import ChatModelError
from assistant.page.answer_text import claims_alone
from assistant.page.escape import escape
from assistant.page.frame import writes
from assistant.page.tabs.library_routes import Say, fragment
from assistant.page.tabs.sent import sent
from assistant.page.words import Words
from assistant.serving.audit import Actor, Audit
from assistant.serving.workers import Note
from assistant.writing import ollama
from index.errors import WrongUsage

log = logging.getLogger(__name__)

TRIED = 3  # questions


class _Chosen(BaseModel):
    """The model that will write; None for the choice in the settings."""

    model_config = ConfigDict(extra="forbid")
    model: str | None


class _Trial(BaseModel):
    model_config = ConfigDict(extra="forbid")
    model: str
    question: str


class Choice:
    """Which model writes, if any. With several workers, `note` passes a choice made through one on to the others."""

    def __init__(self, assistant: Assistant, note: Note | None = None) -> None:
        self._assistant = assistant
        self._note = note
        self.first = assistant.settings  # the original settings
        self.is_one = self.first.workers == 1 or note is not None  # otherwise each process would choose for itself

    def make(self, model: str | None) -> None:
        """Lets the model write from now on; None restores the choice in the settings. Raises ChatModelError."""
        self._take(model)
        if self._note:
            self._note.write(model)

    def heed(self) -> None:
        """Adopts a new choice made through another worker."""
        if self._note:
            self._note.heed(self._follow)

    def _follow(self, model: str | None) -> None:
        try:
            self._take(model)
        except ChatModelError:
            log.exception("What another worker lets write cannot be opened here")

    def _take(self, model: str | None) -> None:
        if model is None:
            self._assistant.write_with(self.first.model, self.first.model_base_url)
        else:
            self._assistant.write_with(model, ollama.address())


class Heeding:
    """Adopts another worker's choice before each request; plain ASGI."""

    def __init__(self, app: ASGIApp, choice: Choice) -> None:
        self.app = app
        self._choice = choice

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await run_in_threadpool(self._choice.heed)
        await self.app(scope, receive, send)


def routes(assistant: Assistant, choice: Choice, questions: Questions, audit: Audit) -> APIRouter:
    router, admin = APIRouter(), [may("admin")]
    first = choice.first

    def models() -> list[str]:
        return ollama.models() if choice.is_one else []

    def known(model: str) -> None:
        if model not in models():
            raise WrongUsage(f"No Ollama on this machine has the model '{model}'.")

    def line(request: Request, say: Words) -> HTMLResponse:
        model, offer = assistant.settings.model, ""
        if identity_of(request).may("admin"):
            if model != first.model:
                offer = f' <button type="button" class="no-writer">{escape(say.back_to_quotes)}</button>'
            elif model is None and (found := models()):
                offer = f' <button type="button" class="other-writer">{escape(say.let_write(found[0]))}</button>'
        return fragment(writes(say, model, offer))

    @router.get("/page/writes", dependencies=[may("ask")])
    def shown(request: Request, say: Say) -> HTMLResponse:
        return line(request, say)

    @router.get("/page/writers", dependencies=admin)
    def offered(say: Say) -> HTMLResponse:
        return fragment(_dialog(models(), assistant.suggestions(wait=True)[:TRIED], say))

    @router.post("/page/writers/try", dependencies=admin)
    def tried(trial: Annotated[_Trial, sent(_Trial)], request: Request, say: Say) -> HTMLResponse:
        known(trial.model)
        if trial.question not in assistant.suggestions():
            raise HTTPException(404)
        questions.count(identity_of(request))
        both = []
        for model in (None, trial.model):
            other = Assistant(assistant.library, assistant.settings)  # not closed, since the library is shared
            other.write_with(model, ollama.address())
            both.append((model or say.quotes, other.ask(trial.question)))
        return fragment(_beside(trial.question, both, say))

    @router.post("/page/writers", dependencies=admin)
    def chosen(wanted: Annotated[_Chosen, sent(_Chosen)], request: Request, say: Say) -> HTMLResponse:
        if wanted.model is not None:
            known(wanted.model)
        choice.make(wanted.model)
        audit.note(Actor(identity_of(request).owner, "page"), "write", model=assistant.settings.model)
        return line(request, say)

    return router


def _dialog(models: Sequence[str], questions: Sequence[str], say: Words) -> str:
    options = "".join(f'<option data-until="{escape(say.writes_until(one))}">{escape(one)}</option>' for one in models)
    asked = "".join(f'<li dir="auto">{escape(one)}</li>' for one in questions)
    until = escape(say.writes_until(models[0])) if models else ""
    return (
        f'<dialog id="writers" aria-labelledby="writers-title" data-trying="{escape(say.trying)}">'
        f'<h2 id="writers-title">{escape(say.writers_title)}</h2><p>{escape(say.writers_text)}</p>'
        f"<p><label>{escape(say.model)} <select>{options}</select></label> "
        f'<button type="button" class="try-writer">{escape(say.try_it)}</button></p>'
        f'<ol class="asked">{asked}</ol><p class="trying" role="status"></p><div class="trials"></div>'
        f'<p class="hint until">{until}</p><p class="doing">'
        f'<button type="button" class="choose-writer" disabled>{escape(say.let_it_write)}</button>'
        f'<button type="button" class="close">{escape(say.keep_quotes)}</button></p></dialog>'
    )


def _beside(question: str, both: Sequence[tuple[str, Answer]], say: Words) -> str:
    """Both answers side by side, with a verdict on each unsupported sentence."""
    columns = "".join(f"<div><h4>{escape(name)}</h4>{_answer(answer, say)}</div>" for name, answer in both)
    return f'<section class="tried"><h3 dir="auto">{escape(question)}</h3><div class="both">{columns}</div></section>'


def _answer(answer: Answer, say: Words) -> str:
    record = answer.to_dict()
    text = claims_alone(record, say) or escape(answer.text)
    judged = [claim.supported for claim in answer.claims if claim.supported is not None]
    judgement = say.borne_out(sum(judged), len(judged), answer.timings_ms["total"] / 1000)
    notice = f'<p class="notice">{escape(say.notice(record))}</p>' if answer.notice else ""
    return f'<p dir="auto">{text}</p>{notice}<p class="hint">{escape(judgement)}</p>'

"""The parts around the conversation: the masthead, the box with its filters, the help sheet, the first visit."""

from __future__ import annotations

import json
from collections.abc import Sequence

from assistant.access.identity import LOCAL, Identity
from assistant.page.escape import escape
from assistant.page.tabs.library_tab import ways_to_add
from assistant.page.words import Words

# Questions to try on a first visit, each with the article that it is about; shown only if the library has that article.
EXAMPLES: tuple[tuple[str, str], ...] = (
    ("What did Donald Trump say about the Paris Agreement?", "paris-agreement-two-presidents"),
    ("Who was the last person to catch smallpox in nature?", "smallpox-declared-eradicated"),
    # Gorbachev is addressed in the article but says nothing in it, so this is not answered.
    ("What did Gorbachev say about the Berlin Wall?", "berlin-wall-opens"),
    ("屠呦呦怎么看青蒿素？", "tu-youyou-qinghaosu"),
)
_WAY_OUT = '<svg viewBox="0 0 24 24"><path d="M10 3H4v18h6M9 12h12m-4-5 5 5-5 5"/></svg>'


def masthead(
    articles: int, say: Words, identity: Identity = LOCAL, libraries: tuple[str, Sequence[str]] | None = None
) -> str:
    """The title, the views, and the tools that are always shown; `data-words` holds the texts that the script shows.

    `libraries` holds the open library and all that can be chosen.
    """
    return (
        f'<div class="masthead" data-language="{say.language}" data-words="{escape(json.dumps(_for_script(say)))}">'
        f'<h1>{escape(say.title)}</h1><p class="tagline">{escape(say.tagline)}</p>'
        f"{navigation(say, articles=identity.may('read'))}{_choice(libraries, say)}"
        f'<p class="stock">{escape(say.in_library(articles))}</p>'
        f'<div class="tools"><button type="button" id="show-memory" aria-controls="memory" aria-expanded="false">'
        f"{_shorter('☰', say.conversations)}</button>"
        f'<button type="button" id="new">{_shorter("+", say.new_conversation)}</button>'
        f'<button type="button" id="speak" lang="{"en" if say.language == "zh" else "zh"}">'
        f"{escape(say.other_language)}</button>"
        f'<button type="button" id="show-help" aria-label="{escape(say.help)}" title="{escape(say.help)}">?</button>'
        f"{_who(identity, say)}</div></div>"
        f'<div id="lost" role="alert" hidden><p>{escape(say.lost)}</p></div>{_help(say)}{_limits(say)}'
        '<div id="aloud" class="unseen" role="status"></div>'
        '<div id="tip" role="tooltip" popover="manual"><div dir="auto"></div><p></p></div>'
    )


def _choice(libraries: tuple[str, Sequence[str]] | None, say: Words) -> str:
    if libraries is None:
        return ""
    options = "".join(
        f'<option value="{escape(name)}"{" selected" * (name == libraries[0])}>{escape(name)}</option>'
        for name in libraries[1]
    )
    return f'<select id="library-choice" aria-label="{escape(say.library)}">{options}</select>'


def _who(identity: Identity, say: Words) -> str:
    """Who is signed in, with a sign-out button unless a proxy or a token identifies them."""
    if identity.is_local:
        return ""
    name = f'<span class="who" title="{escape(say.signed_in_as)}">{escape(identity.name)}</span>'
    button = f"<button>{_shorter(_WAY_OUT, say.sign_out)}</button>"
    out = f'<form class="sign-out" method="post" action="sign-out">{button}</form>'
    return name + (out if identity.by == "cookie" else "")


def _shorter(sign: str, name: str) -> str:
    """A name that is replaced by a sign where there is little room."""
    return f'<span class="short" aria-hidden="true">{sign}</span><span class="long">{escape(name)}</span>'


def navigation(say: Words, *, articles: bool = True) -> str:
    """The links to the tabs (People and Articles only for those who may read all); tabs.js marks the current one."""
    to_articles = f'<a href="./#people">{escape(say.people)}</a><a href="./#articles">{escape(say.articles)}</a>'
    return (
        f'<nav class="views" aria-label="{escape(say.views)}"><a href="./#chat">{escape(say.chat)}</a>'
        f'<a href="./#check">{escape(say.check)}</a>{to_articles * articles}</nav>'
    )


def box(say: Words, model: str | None = None, *, chooses: bool = False) -> str:
    """The box for a question, with the filters beside it and, below it, who writes the answers.

    Someone who `chooses` the writer is offered others, which the script fetches once the page has loaded.
    """
    label = escape(f"{say.question_label} ({say.question_keys})")
    return (
        '<form class="box" autocomplete="off"><ul class="chips" hidden></ul>'
        f'<div class="row"><button type="button" id="limit" popovertarget="limits">{escape(say.limit)}</button>'
        f'<div id="question"><textarea rows="1" aria-label="{label}" enterkeyhint="send" '
        f'placeholder="{escape(say.question_placeholder)}"></textarea></div>'
        f'<button type="submit" id="send">{escape(say.ask)}</button>'
        f'<button type="button" id="stop" hidden>{escape(say.stop)}</button></div>'
        f"{writes(say, model, asks=chooses)}</form>"
    )


def writes(say: Words, model: str | None, offer: str = "", *, asks: bool = False) -> str:
    """The line that says who writes the answers, and the `offer` of another writer."""
    line = f'<p class="writes" data-writer="{escape(model or "")}"{" data-asks" * asks}>{escape(say.who_writes(model))}'
    return f"{line}{offer}</p>"


def welcome(articles: int, examples: Sequence[str], say: Words, *, adds: bool = True) -> str:
    """What is shown before the first question; only those who may add articles are shown how."""
    if not articles and not adds:
        return f'<div class="welcome"><h2>{escape(say.empty_library)}</h2><p>{escape(say.others_will_add)}</p></div>'
    if not articles:
        return (
            f'<div class="welcome"><h2>{escape(say.empty_library)}</h2><p>{escape(say.no_articles_yet)}</p>'
            f'<div class="add-first">{ways_to_add(say, "first")}</div>'
            f'<p class="try">{escape(say.or_in_a_terminal)}</p><pre>{escape(say.empty_library_command)}</pre></div>'
        )
    tries = to_try(examples, say) or '<div class="tries" data-from="page/tries"></div>'
    return (
        f'<div class="welcome"><h2>{escape(say.welcome)}</h2><p>{escape(say.welcome_text)}</p>{tries}'
        f'<div class="stocked" data-from="page/stock"></div></div>'
    )


def to_try(questions: Sequence[str], say: Words) -> str:
    """Questions that the library answers, if there are any."""
    return f'<p class="try">{escape(say.try_one)}</p>{example_buttons(questions)}' if questions else ""


def example_buttons(questions: Sequence[str], *, only: tuple[str, str] | None = None) -> str:
    """Buttons that ask the questions, limited to the article whose id and title `only` gives, if any."""
    of = f' data-only="{escape(only[0])}" data-title="{escape(only[1])}"' if only else ""
    buttons = (f'<button type="button" class="example"{of} dir="auto">{escape(one)}</button>' for one in questions)
    return f'<ul class="examples">{"".join(f"<li>{one}</li>" for one in buttons)}</ul>'


def next_questions(questions: Sequence[str], say: Words) -> str:
    """Questions that an answer leads to."""
    if not questions:
        return ""
    return f'<h3 class="try">{escape(say.ask_next)}</h3>{example_buttons(questions)}'


def _limits(say: Words) -> str:
    """A sheet for choosing names and days; the script lists what matches the typed words."""
    return (
        f'<div id="limits" popover role="dialog" aria-label="{escape(say.limits)}">'
        f"<h2>{escape(say.limits)}</h2>"
        f'<input type="search" id="name" aria-label="{escape(say.limits_hint)}" '
        f'placeholder="{escape(say.limits_hint)}" autocomplete="off">'
        '<div id="choices" aria-live="polite"></div>'
        f'<div class="days"><label>{escape(say.since)} <input type="date" id="since"></label>'
        f'<label>{escape(say.until)} <input type="date" id="until"></label></div>'
        f'<button type="button" class="close" popovertarget="limits" popovertargetaction="hide">'
        f"{escape(say.close)}</button></div>"
    )


def _help(say: Words) -> str:
    keys = "".join(
        f"<tr><th scope='row'><kbd>{escape(key)}</kbd></th><td>{escape(does)}</td></tr>" for key, does in say.keys
    )
    return (
        f'<dialog id="help" aria-labelledby="help-title"><h2 id="help-title">{escape(say.help)}</h2>'
        f"<p>{escape(say.help_text)}</p>"
        f'<table><caption class="unseen">{escape(say.keys_heading)}</caption>{keys}</table>'
        f'<p><label><input type="checkbox" id="single-keys" checked> {escape(say.single_keys)}</label></p>'
        f'<form method="dialog"><button class="close" autofocus>{escape(say.close)}</button></form></dialog>'
    )


def _for_script(say: Words) -> dict[str, object]:
    return {
        "answered": say.answered_aloud,
        "articles": say.articles,
        "check": say.check,
        "close": say.close,
        "conversation": say.conversation,
        "copied": say.copied,
        "language": say.language,
        "nothing_fits": say.nothing_fits,
        "filters": say.filters,
        "people": say.people,
        "remove": say.remove,
        "remove_all": say.remove_all,
        "since": say.since,
        "title": say.title,
        "until": say.until,
        "waiting": say.waiting,
    }

"""Saved conversations on the page: the list at the side, the row under a saved answer, and the sheets.

It draws records of conversations.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from assistant.page.escape import escape
from assistant.page.words import Words
from assistant.serving.conversations import LONGEST_GIVEN, SavedTurn, Summary

_THUMB = (
    '<svg hidden><symbol id="thumb" viewBox="0 0 24 24"><path fill="none" stroke="currentColor" stroke-width="1.8" '
    'stroke-linejoin="round" d="M7 11v9H3v-9zm0 0 4-8c1.7 0 2.6 1.2 2.4 2.7L12.8 9H19c1.5 0 2.4 1.2 2.1 2.6l-1.4 6.6'
    'c-.3 1.1-1.1 1.8-2.2 1.8H7"/></symbol></svg>'
)


def head(say: Words) -> str:
    """The part above the list, which does not change with it, and the sheets that it opens."""
    return (
        f'{_THUMB}<div class="memory-head"><h2 class="panel-title" tabindex="-1">{escape(say.conversations)}</h2>'
        f'<button type="button" class="close-memory">{escape(say.close)}</button></div>'
        f'<button type="button" class="new-conversation">{escape(say.new_conversation)}</button>'
        f'<input type="search" id="sought" autocomplete="off" aria-label="{escape(say.search_conversations)}" '
        f'placeholder="{escape(say.search_conversations)}">'
        f"{_rename_sheet(say)}{_comment_sheet(say)}{_delete_sheet(say)}{_share_sheet(say)}"
    )


def listed(summaries: Sequence[Summary], say: Words, *, current: str, sought: str, more: int, trouble: str) -> str:
    """The conversations, with the current one marked; `more` counts those not listed."""
    items = "".join(_item(summary, say, summary.id == current) for summary in summaries)
    body = f"<ol>{items}</ol>" if items else ""
    if trouble:
        body += f'<p class="trouble" role="alert">{escape(trouble)}</p>'
    elif not summaries:
        body += f'<p class="hint">{escape(say.no_conversation_found if sought else say.no_conversations)}</p>'
    if more > 0:
        body += f'<p class="hint">{escape(say.older_conversations(more))}</p>'
    if summaries and not sought:
        button = f'<button type="button" class="delete-all">{escape(say.delete_all)}</button>'
        body += f'<details class="everything"><summary>{escape(say.more_to_do)}</summary>{button}</details>'
    return f'<nav aria-label="{escape(say.conversations)}" data-current="{escape(current)}">{body}</nav>'


def judgement(saved: SavedTurn | None, unsaved: str, say: Words) -> str:
    """The controls to rate and share an answer, or why it is not saved."""
    if saved is None:
        return f'<p class="unsaved" role="alert">{escape(say.not_saved(unsaved))}</p>' if unsaved else ""
    shared = f' data-shared="{escape(answer_address(saved.shared))}"' if saved.shared else ""
    comment = ""
    if saved.vote:
        label = say.change_comment if saved.comment else say.add_comment
        comment = f'<button type="button" class="comment">{escape(label)}</button>'
    if saved.comment:
        comment += f'<q class="said" dir="auto">{escape(saved.comment)}</q>'
    return (
        f'<div class="judgement" data-answer="{escape(saved.answer["id"])}" data-vote="{saved.vote or ""}"{shared}>'
        f"{_thumb('up', say.good_answer, saved)}{_thumb('down', say.bad_answer, saved)}{comment}"
        f'<button type="button" class="share">{escape(say.shared if saved.shared else say.share)}</button></div>'
    )


def answer_address(shared: str) -> str:
    """The address at which this server shows a shared answer."""
    return f"answers/{quote(shared, safe='')}"


def _thumb(vote: str, label: str, saved: SavedTurn) -> str:
    pressed = "true" if saved.vote == vote else "false"
    return (
        f'<button type="button" class="thumb {vote}" aria-pressed="{pressed}" aria-label="{escape(label)}" '
        f'title="{escape(label)}"><svg aria-hidden="true"><use href="#thumb"/></svg></button>'
    )


def _item(summary: Summary, say: Words, current: bool) -> str:
    here = ' aria-current="page"' if current else ""
    id, title = quote(summary.id, safe=""), escape(summary.title)
    return (
        f'<li data-id="{escape(summary.id)}"><a class="reopen" href="./?conversation={id}"{here} dir="auto">{title}</a>'
        f'<time datetime="{escape(summary.updated)}">{escape(say.day(summary.updated))}</time>'
        f'<details class="options"><summary aria-label="{escape(say.options_of(summary.title))}">⋯</summary><div>'
        f'<button type="button" class="rename">{escape(say.rename)}</button>'
        f'<a href="conversations/{id}.md" download>{escape(say.export_markdown)}</a>'
        f'<a href="conversations/{id}.json" download>{escape(say.export_json)}</a>'
        f'<button type="button" class="delete">{escape(say.delete)}</button></div></details></li>'
    )


def _sheet(name: str, title: str, inside: str, buttons: str, say: Words) -> str:
    return (
        f'<dialog id="{name}" class="memory-sheet" aria-labelledby="{name}-title"><form method="dialog">'
        f'<h2 id="{name}-title">{escape(title)}</h2>{inside}<div class="buttons">{buttons}'
        f'<button type="submit" value="" formnovalidate>{escape(say.cancel)}</button></div></form></dialog>'
    )


def _does(what: str, label: str) -> str:
    return f'<button type="submit" value="{what}" class="does">{escape(label)}</button>'


def _rename_sheet(say: Words) -> str:
    field = f'<input type="text" required maxlength="200" dir="auto" aria-label="{escape(say.conversation_title)}">'
    return _sheet("rename-sheet", say.rename, field, _does("rename", say.rename), say)


def _comment_sheet(say: Words) -> str:
    label = escape(say.comment_label)
    field = f'<textarea rows="4" maxlength="{LONGEST_GIVEN}" dir="auto" aria-label="{label}"></textarea>'
    return _sheet("comment-sheet", say.add_comment, field, _does("comment", say.save), say)


def _delete_sheet(say: Words) -> str:
    inside = (
        f'<p class="which" dir="auto"></p><p class="every" hidden>{escape(say.delete_all_asked)}</p>'
        f"<p>{escape(say.delete_asked)}</p>"
    )
    return _sheet("delete-sheet", say.delete_title, inside, _does("delete", say.delete), say)


def _share_sheet(say: Words) -> str:
    return (
        '<dialog id="share-sheet" class="memory-sheet" aria-labelledby="share-sheet-title"><form method="dialog">'
        f'<h2 id="share-sheet-title">{escape(say.share_title)}</h2><p>{escape(say.share_text)}</p>'
        f'<input type="text" readonly aria-label="{escape(say.link)}"><p class="copied" role="status" '
        f'data-copied="{escape(say.link_copied)}" data-failed="{escape(say.link_not_copied)}"></p>'
        f'<div class="buttons"><button type="button" class="copy-link does">{escape(say.copy_link)}</button>'
        f'<button type="button" class="unshare">{escape(say.unshare)}</button>'
        f'<button type="submit" value="">{escape(say.close)}</button></div></form></dialog>'
    )

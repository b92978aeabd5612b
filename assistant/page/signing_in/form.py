"""The HTML of the sign-in page, which needs no script."""

from __future__ import annotations

from urllib.parse import urlencode

from assistant.access.addresses import AT_PROVIDER
from assistant.page.article_page import page
from assistant.page.escape import escape
from assistant.page.words import Words


def sign_in_page(
    say: Words,
    *,
    action: str,
    leads_to: str,
    name: str = "",
    trouble: str = "",
    provider: tuple[str, str] | None = None,
    with_password: bool = True,
) -> str:
    """The form, which is sent to `action` and then leads to the address `leads_to`.

    `provider` is the name and address of a provider; `with_password` says whether to show the form.
    """
    alert = f'<p class="trouble" role="alert">{escape(trouble)}</p>' if trouble else ""
    # After a wrong password the focus is in the password field.
    first, second = ("", " autofocus") if name else (" autofocus", "")
    other = "en" if say.language == "zh" else "zh"
    language = urlencode({"language": other, "next": leads_to})
    there = (
        f'<a class="provider" href="{escape(provider[1])}">{escape(say.sign_in_at(provider[0]))}</a>'
        if provider
        else ""
    )
    form = (
        f'<form method="post" action="{escape(action)}"><h2>{escape(say.sign_in)}</h2>{alert}'
        f'<input type="hidden" name="next" value="{escape(leads_to)}">'
        f'<label for="name">{escape(say.user_name)}</label>'
        f'<input id="name" name="name" value="{escape(name)}" autocomplete="username" autocapitalize="none" '
        f'spellcheck="false" maxlength="100" required{first}>'
        f'<label for="password">{escape(say.password)}</label>'
        f'<input id="password" name="password" type="password" autocomplete="current-password" maxlength="1000" '
        f"required{second}>"
        f'<button type="submit">{escape(say.sign_in)}</button></form>'
        f'<p class="hint">{escape(say.sign_in_help)}</p>'
    )
    return page(
        say.sign_in,
        f'<div class="sign-in"><h1>{escape(say.title)}</h1><p class="tagline">{escape(say.tagline)}</p>'
        f"{there}{form if with_password else alert}"
        f'<p><a href="{escape(f"{action}?{language}")}" lang="{other}">{escape(say.other_language)}</a></p></div>',
        say,
        navigation="",
    )


def leaving_page(say: Words, address: str) -> str:
    """The page after signing out here, with the link to sign out at the provider too."""
    return page(
        say.sign_out,
        f'<div class="sign-in"><h1>{escape(say.title)}</h1><p>{escape(say.signed_out)} '
        f'<a href="{escape(address)}">{escape(say.go_on)}</a></p></div>',
        say,
        navigation="",
    )


def way_there(leads_to: str, *, quietly: bool = False) -> str:
    """The address that sends somebody to the provider, and back to `leads_to`."""
    return f"{AT_PROVIDER}?{urlencode({'next': leads_to} | ({'quietly': 1} if quietly else {}))}"

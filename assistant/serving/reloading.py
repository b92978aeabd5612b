"""Settings that are reloaded while a server runs: which apply at once, and which need a restart."""

from __future__ import annotations

from assistant.settings import Settings

LIVE = frozenset(
    (
        "api_origins citations connections_an_address embed_origins mcp_audience mcp_issuer megabytes_a_user "
        "oidc_client_id oidc_client_secret oidc_groups oidc_groups_claim oidc_issuer oidc_minutes "
        "oidc_name_claim oidc_scopes proxy_scopes proxy_user_header public_url questions_a_minute "
        "refusal_threshold session_days stop_seconds trusted_proxy"
    ).split()
)


def merged(running: Settings, before: Settings, now: Settings) -> tuple[Settings, list[str], list[str]]:
    """The new settings, the names of the changed ones that apply at once, and of those that need a restart.

    `before` and `now` are the settings as read, without command-line options, which stay as given.
    """
    changed = [name for name in Settings.model_fields if getattr(before, name) != getattr(now, name)]
    live = [name for name in changed if name in LIVE]
    settings = running.model_copy(update={name: getattr(now, name) for name in live})
    return settings, live, [name for name in changed if name not in LIVE]

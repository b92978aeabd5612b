"""Addresses for signing in and for tokens, and those open to everybody."""

from __future__ import annotations

SIGN_IN, SIGN_OUT = "/sign-in", "/sign-out"
AT_PROVIDER, BACK = f"{SIGN_IN}/provider", f"{SIGN_IN}/back"
MCP = "/mcp"  # also accepts an issuer's tokens
METADATA = "/.well-known/oauth-protected-resource"
METADATA_OF_MCP = METADATA + MCP
# Health checks, signing in and out, and files that are the same for everybody.
OPEN = frozenset(
    (SIGN_IN, SIGN_OUT, AT_PROVIDER, BACK, METADATA, METADATA_OF_MCP, "/healthz", "/readyz", "/favicon.ico")
    + ("/robots.txt", "/theme.css", "/embed.js", "/page/style.css", "/page/library.css", "/page/library.js")
    + ("/page/check.css", "/page/check.js")
)
OPEN_UNDER = ("/assets/", "/static/", "/svelte/", "/api/feeds/")  # feed addresses contain their own tokens


def is_open(path: str) -> bool:
    return path in OPEN or path.startswith(OPEN_UNDER)

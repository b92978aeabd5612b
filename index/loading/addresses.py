"""Web addresses: which strings are addresses, which hosts are allowed, and when two are the same.

It does not use the network: names are resolved elsewhere, and the resulting numeric addresses are checked here.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from index.errors import Unreadable

_ADDRESS = re.compile(r"\s*(?:[a-z][a-z0-9+.-]+://|(?:file|ftp|data|javascript|mailto):)", re.IGNORECASE)
# An address without its "https://", or with only part of it.
_HALF_ADDRESS = re.compile(
    r"(?:https?:?/*)?((?:[\w-]+\.)+[a-z]{2,}(?::\d+)?/.*|www\.\S+|\S+\.(?:com|org|net|edu|gov))", re.IGNORECASE
)
_NUMERIC_ENDING = re.compile(r"(?:.*\.)?(?:\d+|0x[0-9a-f]*)\.?", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_.])?", re.IGNORECASE)
_LONGEST_SHOWN = 300
_CREDENTIALS = re.compile(r"(//)[^/?#]*@")
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|mc_cid|mc_eid)(?:=|$)", re.IGNORECASE)
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_TRANSLATED = IPv6Network("64:ff9b::/96")  # NAT64, by which an IPv6-only network reaches IPv4-only hosts
_TUNNELLED = (IPv6Network("2002::/16"), IPv6Network("2001::/32"))  # 6to4 and Teredo hold an IPv4 address inside


def is_address(source: str | Path) -> bool:
    """Whether a source is a web address rather than a path."""
    return bool(_ADDRESS.match(str(source)))


def completed(text: str) -> str | None:
    """The address that a text without "https://" probably means; None if it does not look like an address."""
    found = _HALF_ADDRESS.fullmatch(text.strip())
    return f"https://{found[1]}" if found else None


def shown(address: str) -> str:
    """The address on one line for people, without user name and password."""
    safe = _CREDENTIALS.sub(r"\1", address.strip())
    return safe if len(safe) <= _LONGEST_SHOWN else f"{safe[:_LONGEST_SHOWN]}…"


def check_host(host: str) -> None:
    """Raises Unreadable if a host is neither a name nor a number in the usual notation.

    A number such as 2130706433, 0x7f.1 or 0177.0.0.1 is an address to some programs and a name to others.
    """
    try:
        ip_address(host)
    except ValueError:
        if _NUMERIC_ENDING.fullmatch(host):
            raise Unreadable("its host is a number that is not written as an address such as 192.0.2.1") from None
        if not _HOST.fullmatch(host) or ".." in host:
            raise Unreadable("no host can have that name") from None


def is_public(address: str) -> bool:
    """Whether a numeric address is public, not of this machine or its network."""
    try:
        number = ip_address(address)
    except ValueError:
        return False
    if isinstance(number, IPv6Address):
        if number in _TRANSLATED:
            return is_public(str(IPv4Address(int(number) & 0xFFFF_FFFF)))
        # Other forms that hold an IPv4 address (::127.0.0.1, ::ffff:127.0.0.1) lie outside 2000::/3.
        if number not in _GLOBAL_UNICAST or any(number in network for network in _TUNNELLED):
            return False
    return number.is_global and not (number.is_multicast or number.is_reserved or number.is_unspecified)


def normalised(address: str) -> str:
    """One form for all addresses of a page: without fragment and tracking parameters."""
    parts = urlsplit(address)
    query = "&".join(part for part in parts.query.split("&") if part and not _TRACKING.match(part))
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", query, ""))


def same_host(one: str, other: str) -> bool:
    """Whether two addresses have the same host and port, without user names."""
    try:
        return urlsplit(one).netloc.lower() == urlsplit(other).netloc.lower()
    except ValueError:
        return False


def host_of(address: str) -> str:
    """The host as written, in lower case; empty if there is none."""
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def name_of(address: str) -> str:
    """The part of an address for an article's id: host, path and query, without what all addresses share."""
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    return unquote(f"{host}{parts.path.rstrip('/')} {parts.query}").strip()

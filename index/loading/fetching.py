"""Fetches one web address, within limits of time, size and redirects.

It uses httpcore: httpx's client can set neither the address to connect to nor a limit on decompression, and 64 KB of
Brotli can hold gigabytes.
"""

from __future__ import annotations

import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import quote

import httpcore
import httpx

from index import DISTRIBUTION
from index.errors import NoAnswer, Unreadable
from index.loading.addresses import normalised
from index.loading.decoding import LARGEST_FILE
from index.loading.network import Deadline, PublicNetwork, Resolve, resolve

REDIRECTS = (301, 302, 303, 307, 308)
ACCEPTED = "text/html,application/xhtml+xml,application/atom+xml,application/rss+xml,*/*;q=0.8"
STATUSES = {
    401: "its server requires a password",
    402: "its server requires payment",
    403: "its server refuses to show it to this program",
    404: "there is no such page",
    410: "the page has been removed",
    429: "its server received too many requests; add it again later",
    451: "its server may not show it for legal reasons",
}


LONGEST_REST = 86_400  # seconds; longer delays that a server asks for are cut to this


@dataclass(frozen=True, slots=True)
class Validators:
    """The values by which a server recognises whether a URL has changed, sent back unchanged."""

    url: str
    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server sent: `url` is the address after all redirects, `kind` its Content-Type unchanged."""

    url: str
    kind: str
    content: bytes
    validators: Validators | None = field(default=None, compare=False)


@dataclass
class Fetcher:
    """Fetches addresses, within limits of time, size and redirects, and only from allowed hosts.

    `pause` is the number of seconds between two requests to one host; `pauses` holds it for hosts that ask for more.
    `resolve`, `wait` and `network` are the interfaces to the system: name look-up, clock and sockets. Thread-safe.
    """

    allow_private_addresses: bool = False
    connect_seconds: float = 10
    silent_seconds: float = 20
    total_seconds: float = 60
    pause: float = 0.5
    most_bytes: int = LARGEST_FILE
    most_redirects: int = 10
    resolve: Resolve = resolve
    wait: Callable[[float], None] = time.sleep
    network: httpcore.NetworkBackend = field(default_factory=httpcore.SyncBackend)

    def __post_init__(self) -> None:
        self.pauses: dict[str, float] = {}
        self._asked: dict[str, float] = {}
        self._pacing = threading.Lock()

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return httpx.create_ssl_context()

    def fetch(self, address: str) -> Fetched:
        """Follows redirects, each checked like the address itself; raises Unreadable, whose message ends a sentence."""
        found = self.fetch_again(address, None)
        assert found is not None  # without validators there is always content
        return found

    def fetch_again(self, address: str, known: Validators | None) -> Fetched | None:
        """Like `fetch`; None if the server says that nothing has changed since these validators."""
        url, seen, deadline = _url(address), set[str](), Deadline(self.total_seconds)
        self._keep_pace(url.host)
        while str(url) not in seen:
            seen.add(str(url))
            if len(seen) > self.most_redirects + 1:
                raise Unreadable(f"it redirects more than {self.most_redirects} times")
            found = self._exchange(url, deadline, known if known and known.url == str(url) else None)
            if not isinstance(found, httpx.URL):
                return found
            url = found
        raise Unreadable("it redirects in a circle")

    def _keep_pace(self, host: str) -> None:
        pause = max(self.pause, self.pauses.get(host, 0))
        with self._pacing:
            turn = max(time.monotonic(), self._asked.get(host, -pause) + pause)
            self._asked[host] = turn
        if (left := turn - time.monotonic()) > 0:
            self.wait(left)

    def _exchange(self, url: httpx.URL, deadline: Deadline, known: Validators | None) -> Fetched | httpx.URL | None:
        """One request: the content of the address, the address it redirects to, or None if unchanged."""
        headers = [("User-Agent", user_agent()), ("Accept", ACCEPTED), ("Accept-Encoding", "gzip")]
        if known and known.etag:
            headers.append(("If-None-Match", known.etag))
        if known and known.modified:
            headers.append(("If-Modified-Since", known.modified))
        with self._answer("GET", url, headers, None, deadline) as (status, answered, chunks):
            if status in REDIRECTS:
                return _redirected(url, answered)
            if status == 304 and known:
                return None
            _check_status(status, answered)
            content = self._content(chunks, answered)
            kind = answered.get(b"content-type", b"").decode("ascii", "replace")
            return Fetched(normalised(str(url)), kind, content, _validators(str(url), answered))

    def post(self, address: str, body: bytes, headers: Mapping[str, str]) -> None:
        """Sends a body; raises Unreadable, whose message ends a sentence, if the server rejects it or redirects."""
        url, deadline = _url(address), Deadline(self.total_seconds)
        sent = [("User-Agent", user_agent()), *headers.items(), ("Content-Length", str(len(body)))]
        with self._answer("POST", url, sent, body, deadline) as (status, _, _):
            if not 200 <= status < 300:
                raise Unreadable(f"its server does not accept it ({status})")

    @contextmanager
    def _answer(
        self, method: str, url: httpx.URL, headers: list[tuple[str, str]], body: bytes | None, deadline: Deadline
    ) -> Iterator[tuple[int, Mapping[bytes, bytes], Iterable[bytes]]]:
        """The status, headers and content of a response, within all limits."""
        network = PublicNetwork(self.network, self.resolve, deadline, allow_private=self.allow_private_addresses)
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        waits = {"connect": self.connect_seconds, "read": self.silent_seconds, "write": self.silent_seconds}
        try:
            with (
                httpcore.ConnectionPool(ssl_context=self._tls, network_backend=network) as pool,
                pool.stream(method, target, headers=headers, content=body, extensions={"timeout": waits}) as response,
            ):
                answered = {name.lower(): value for name, value in response.headers}
                yield response.status, answered, response.iter_stream()
        except httpcore.TimeoutException as error:
            if deadline.passed():
                raise NoAnswer(f"it takes longer than {self.total_seconds:g} seconds") from error
            connecting = isinstance(error, httpcore.ConnectTimeout)
            waited = self.connect_seconds if connecting else self.silent_seconds
            raise NoAnswer(f"its server did not answer within {waited:g} seconds") from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise NoAnswer(_why(error)) from error

    def _content(self, chunks: Iterable[bytes], headers: Mapping[bytes, bytes]) -> bytes:
        encoding = headers.get(b"content-encoding", b"identity").strip().lower().decode("ascii", "replace")
        if encoding in ("gzip", "x-gzip"):
            chunks = self._expanded(self._counted(chunks))
        elif encoding not in ("identity", ""):
            raise Unreadable(f"its server compresses it in a way that was not requested ({encoding[:20]})")
        content = b"".join(self._counted(chunks))
        if not content.strip():
            raise Unreadable("its server sends nothing")
        return content

    def _counted(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        size = 0
        for chunk in chunks:
            size += len(chunk)
            if size > self.most_bytes:
                raise Unreadable(f"it is larger than {self.most_bytes / 1_000_000:g} MB, more than one article can be")
            yield chunk

    def _expanded(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Decompresses piece by piece, so that what a few bytes expand to is never entirely in memory."""
        gzip = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        try:
            for chunk in chunks:
                while chunk and not gzip.eof:
                    yield gzip.decompress(chunk, 1_000_000)
                    chunk = gzip.unconsumed_tail
        except zlib.error as error:
            raise Unreadable("its server sends damaged compressed content") from error
        if not gzip.eof:
            raise Unreadable("its server sends compressed content that is cut off")


def user_agent() -> str:
    """The user agent, which names this program to the server's operators."""
    try:
        return f"article-assistant/{version(DISTRIBUTION)} (fetches the articles that its reader names)"
    except PackageNotFoundError:
        return "article-assistant (fetches the articles that its reader names)"


def checked(address: str) -> str:
    """The normalised address; raises Unreadable, whose message ends a sentence, if it may not be fetched."""
    return str(_url(address))


def _url(address: str | httpx.URL) -> httpx.URL:
    """The normalised address; raises Unreadable if it is not one that may be fetched."""
    try:
        url = httpx.URL(address.strip() if isinstance(address, str) else address)
        url.host  # noqa: B018 - an internationalised host name is checked only when it is read
    except (httpx.InvalidURL, ValueError) as error:
        raise Unreadable("it is not a valid web address") from error
    if url.scheme == "file":
        raise Unreadable("only http and https addresses are fetched; name a file by its path, without file:")
    if url.scheme not in ("http", "https"):
        raise Unreadable(f"only http and https addresses are fetched, not {url.scheme or 'others'}")
    if url.userinfo:
        raise Unreadable("the address contains a user name or a password; remove it")
    if not url.host or (url.port is not None and not 0 < url.port < 65536):
        raise Unreadable("it is not a valid web address")
    return url.copy_with(fragment=None)


def _redirected(url: httpx.URL, headers: Mapping[bytes, bytes]) -> httpx.URL:
    # Non-ASCII bytes are sent back to the server as they are, in whatever encoding.
    location = quote(headers.get(b"location", b"").strip(), safe="".join(map(chr, range(33, 127))))
    if not location:
        raise Unreadable("it redirects without saying where")
    try:
        target = url.join(location)
    except (httpx.InvalidURL, ValueError) as error:
        raise Unreadable("it redirects to an invalid web address") from error
    try:
        return _url(target)
    except Unreadable as error:
        raise Unreadable(f"it redirects elsewhere, and there {error}") from error


def _check_status(status: int, headers: Mapping[bytes, bytes]) -> None:
    if 200 <= status < 300 and status not in (204, 205, 206):
        return
    broken = "its server has an error; add it again later" if status >= 500 else "its server does not show it"
    reason = f"{STATUSES.get(status, broken)} ({status})"
    if status == 429 or status >= 500:
        raise NoAnswer(reason, seconds=_rest(headers.get(b"retry-after", b"").decode("ascii", "replace")))
    raise Unreadable(reason)


def _rest(written: str) -> float:
    """The delay in seconds that a Retry-After header asks for, as a number or a date; 0 if there is none."""
    try:
        seconds = (
            float(written) if written.strip().isdigit() else parsedate_to_datetime(written).timestamp() - time.time()
        )
    except (ValueError, OverflowError):
        return 0
    return min(max(seconds, 0), LONGEST_REST)


def _validators(url: str, headers: Mapping[bytes, bytes]) -> Validators | None:
    etag, modified = (headers.get(name, b"").decode("latin-1").strip() or None for name in (b"etag", b"last-modified"))
    return Validators(url, etag, modified) if etag or modified else None


def _why(error: Exception) -> str:
    cause = error.args[0] if error.args else None  # the system's error; httpcore cuts the chain to it
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"the certificate of its server cannot be trusted ({cause.verify_message})"
    if isinstance(cause, ssl.SSLError):
        return "no secure connection to its server could be made"
    if isinstance(error, httpcore.ConnectError):
        return f"its server cannot be reached ({(getattr(cause, 'strerror', None) or str(error)).lower()})"
    return "its server closed the connection, or does not answer like a web server"

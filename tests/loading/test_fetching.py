from __future__ import annotations

import gzip
import socket
import ssl
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import trustme

from index.errors import NoAnswer, Unreadable
from index.loading.fetching import Fetched, Fetcher, user_agent
from index.loading.network import resolve
from tests.web_server import PUBLIC, Names, Routes, Site, redirect, response

PAGE = response("<p>The market hall opened.</p>")
START = "http://news.example/a"


@pytest.fixture
def site() -> Iterator[Site]:
    with Site({"/a": PAGE}) as opened:
        yield opened


def fetcher(site: Site, names: Names | None = None, **changes: object) -> Fetcher:
    """One with the limits of a test, in whose network every public address leads to the site."""
    limits = Fetcher(connect_seconds=9, silent_seconds=9, total_seconds=20, pause=0, network=Routes(site))
    return replace(replace(limits, resolve=names or Names()), **changes)


def refused(site: Site, address: str = START, names: Names | None = None, **changes: object) -> str:
    """Why it is not fetched."""
    with pytest.raises(Unreadable) as told:
        fetcher(site, names, **changes).fetch(address)
    reason = str(told.value)
    assert "\n" not in reason and not reason.endswith(".")
    return reason


# What is fetched


def test_a_page_is_fetched_from_a_public_address(site: Site) -> None:
    found = fetcher(site).fetch(START)
    assert found == Fetched(START, "text/html; charset=utf-8", b"<p>The market hall opened.</p>")


def test_a_page_of_this_machine_is_fetched_where_that_is_allowed(site: Site) -> None:
    found = Fetcher(allow_private_addresses=True).fetch(f"http://127.0.0.1:{site.port}/a")
    assert found.content.startswith(b"<p>") and site.paths == ["/a"]


def test_who_asks_is_said_and_nothing_else(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    site.pages["/a"] = response(b"elsewhere", status=302, Location="/b", Set_Cookie="track=1")
    site.pages["/b"] = PAGE
    fetcher(site).fetch(START)
    first, second = site.requests
    names = [line.split(":")[0].lower() for line in second.split("\r\n")[1:] if line]
    assert sorted(names) == ["accept", "accept-encoding", "host", "user-agent"]
    assert f"User-Agent: {user_agent()}\r\n" in first and user_agent().startswith("article-assistant")
    assert "Host: news.example\r\n" in first


def test_what_is_sent_compressed_is_expanded(site: Site) -> None:
    site.pages["/a"] = response(gzip.compress(b"words " * 99_999), Content_Encoding="gzip")
    assert fetcher(site).fetch(START).content == b"words " * 99_999
    assert "Accept-Encoding: gzip\r\n" in site.requests[0]


def test_a_relative_redirect_is_followed(site: Site) -> None:
    site.pages |= {"/b/start": redirect("../a?x=1#end"), "/a?x=1": PAGE}
    assert fetcher(site).fetch("http://news.example/b/start").url == "http://news.example/a?x=1"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_every_kind_of_redirect_is_followed(site: Site, status: int) -> None:
    site.pages["/b"] = redirect("http://other.example/a", status)
    assert fetcher(site).fetch("http://news.example/b").url == "http://other.example/a"
    assert "Host: other.example" in site.requests[1]


def test_a_redirect_to_what_is_no_utf8_asks_for_just_those_bytes(site: Site) -> None:
    site.pages |= {"/a": redirect("/caf@").replace(b"@", b"\xe9"), "/caf%E9": PAGE}
    assert fetcher(site).fetch(START).url == "http://news.example/caf%E9"


def test_a_fragment_is_not_sent(site: Site) -> None:
    assert fetcher(site).fetch(START + "#part-2").url == START
    assert site.paths == ["/a"]


def test_spaces_and_letters_of_any_script_in_an_address_are_written_as_the_web_wants_them(site: Site) -> None:
    site.pages["/der%20Markt/%C3%BC?q=%E4%B8%AD"] = PAGE
    names = Names()
    fetcher(site, names).fetch("  http://b\u00fccher.example/der Markt/\u00fc?q=\u4e2d ")
    assert names.asked == ["xn--bcher-kva.example"]
    assert "Host: xn--bcher-kva.example\r\n" in site.requests[0]


def test_the_next_address_of_a_host_is_tried_where_one_does_not_answer(site: Site) -> None:
    network = Routes(site)
    connect = network.connect_tcp
    dead = "93.184.216.1"

    def half_dead(host: str, *rest: object) -> object:
        if host == dead:
            network.reached.append(host)
            with socket.create_server(("127.0.0.1", 0)) as closed:
                port = closed.getsockname()[1]
            return super(Routes, network).connect_tcp("127.0.0.1", port, 1)
        return connect(host, *rest)  # type: ignore[arg-type]

    network.connect_tcp = half_dead  # type: ignore[method-assign, assignment]
    fetcher(site, Names([dead, PUBLIC]), network=network).fetch(START)
    assert network.reached == [dead, PUBLIC]


# Where nobody may be led: server-side request forgery


def not_reached(site: Site, address: str, names: Names | None = None) -> str:
    """Why an address is refused, after a control that what it names would otherwise be reached."""
    network = Routes(site)
    reason = refused(site, address, names, network=network)
    assert site.connections == 0 and network.reached == []
    return reason


def leads_here(site: Site, host: str) -> None:
    """Where the system itself takes this form for an address of this machine, the danger is real."""
    try:
        socket.create_connection((host, site.port), timeout=1).close()
    except OSError:
        return  # on other systems it is; refused it must be on all
    assert site.met.wait(5)
    site.connections = 0


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST", "0.0.0.0"])
def test_an_address_of_this_machine_is_refused(site: Site, host: str) -> None:
    leads_here(site, host)
    with pytest.raises(Unreadable, match="not public"):
        Fetcher().fetch(f"http://{host}:{site.port}/a")
    assert site.requests == []


def test_a_decimal_address_is_refused(site: Site) -> None:
    leads_here(site, "2130706433")
    assert "number" in not_reached(site, f"http://2130706433:{site.port}/a")


@pytest.mark.parametrize("host", ["0177.0.0.1", "017700000001"])
def test_an_octal_address_is_refused(site: Site, host: str) -> None:
    leads_here(site, host)
    assert not_reached(site, f"http://{host}:{site.port}/a")


@pytest.mark.parametrize("host", ["0x7f.0.0.1", "0x7f000001"])
def test_a_hexadecimal_address_is_refused(site: Site, host: str) -> None:
    leads_here(site, host)
    assert "number" in not_reached(site, f"http://{host}:{site.port}/a")


def test_a_short_address_is_refused(site: Site) -> None:
    leads_here(site, "127.1")
    assert "number" in not_reached(site, f"http://127.1:{site.port}/a")


@pytest.mark.parametrize("host", ["::1", "fe80::1", "fd00::1", "::", "2002:7f00:1::", "64:ff9b::7f00:1"])
def test_a_private_ipv6_address_is_refused(site: Site, host: str) -> None:
    assert "not public" in not_reached(site, f"http://[{host}]/a", Names([host]))


@pytest.mark.parametrize("host", ["::ffff:127.0.0.1", "::ffff:7f00:1", "::127.0.0.1"])
def test_a_mapped_ipv6_address_is_refused(site: Site, host: str) -> None:
    assert "not public" in not_reached(site, f"http://[{host}]/a", Names([host]))


@pytest.mark.parametrize("address", ["10.0.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "::1"])
def test_a_name_that_leads_to_a_private_address_is_refused(site: Site, address: str) -> None:
    names = Names([address])
    assert address in not_reached(site, START, names)
    assert names.asked == ["news.example"]


def test_a_name_with_one_private_address_among_public_ones_is_refused(site: Site) -> None:
    assert "10.0.0.1" in not_reached(site, START, Names([PUBLIC, "10.0.0.1"]))


def test_a_redirect_to_a_private_address_is_refused(site: Site) -> None:
    site.pages["/a"] = redirect("http://127.0.0.1/secret")
    network, names = Routes(site), Names([PUBLIC], ["127.0.0.1"])
    assert "not public" in refused(site, START, names, network=network)
    assert site.paths == ["/a"] and network.reached == [PUBLIC]
    assert names.asked == ["news.example", "127.0.0.1"]


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://news.example/a", "gopher://127.0.0.1/", "data:,x"])
def test_a_redirect_to_what_is_no_web_address_is_refused(site: Site, target: str) -> None:
    site.pages["/a"] = redirect(target)
    assert "redirects elsewhere" in refused(site)
    assert site.paths == ["/a"]


def test_a_redirect_to_an_address_with_a_password_is_refused(site: Site) -> None:
    site.pages["/a"] = redirect("http://me:secret@news.example/b")
    assert "password" in (reason := refused(site)) and "secret" not in reason
    assert site.paths == ["/a"]


def test_a_name_whose_answer_changes_after_it_was_judged_leads_nowhere_else(site: Site) -> None:
    network, names = Routes(site), Names([PUBLIC], ["127.0.0.1"])
    fetcher(site, names, network=network).fetch(START)
    assert names.asked == ["news.example"]  # once: the second answer, which is private, is never heard
    assert network.reached == [PUBLIC]


def test_a_name_whose_answer_changes_before_a_redirect_is_judged_again(site: Site) -> None:
    site.pages |= {"/a": redirect("/b"), "/b": PAGE}
    network, names = Routes(site), Names([PUBLIC], ["127.0.0.1"])
    assert "not public" in refused(site, START, names, network=network)
    assert names.asked == ["news.example"] * 2  # the answer did change
    assert site.paths == ["/a"] and network.reached == [PUBLIC]


@pytest.mark.parametrize("credentials", ["me", "me:secret", ":secret", "news.example%2f"])
def test_credentials_in_an_address_are_refused(site: Site, credentials: str) -> None:
    assert "password" in not_reached(site, f"http://{credentials}@127.0.0.1:{site.port}/a")


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://a.org/b", "data:text/html,hi", "javascript:alert(1)"])
def test_only_http_and_https_are_fetched(site: Site, address: str) -> None:
    assert "only http and https" in not_reached(site, address)


@pytest.mark.parametrize(
    "address",
    [
        "http://",
        "http:///a",
        "http://[::1/a",
        "http://a.org:99999/",
        "http://a.org:0/",
        "http://a.org:x/",
        "http://a b/",
    ]
    + [
        "http://\uff11\uff12\uff17.0.0.1/",
        "http://a\0b.org/",
        "http://" + "a" * 70_000,
        "https://.",
        "http://xn--\u00fc/",
    ],
)
def test_what_is_no_valid_address_is_refused(site: Site, address: str) -> None:
    assert not_reached(site, address)


# Servers that fail, stall or lie


def stalls(site: Site, sent: bytes = b"") -> Callable[[socket.socket], None]:
    def stall(connection: socket.socket) -> None:
        connection.sendall(sent)
        site.ending.wait(5)

    return stall


def heard(site: Site) -> list[str]:
    """What the site was asked, once it has had the time to hear it."""
    assert site.heard.wait(5)
    return site.paths


def drips(site: Site, head: bytes, drop: bytes) -> Callable[[socket.socket], None]:
    def drip(connection: socket.socket) -> None:
        connection.sendall(head)
        while not site.ending.wait(0.01):
            connection.sendall(drop)

    return drip


def seconds(call: Callable[[], object]) -> float:
    started = time.monotonic()
    call()
    return time.monotonic() - started


def test_a_server_that_does_not_answer_is_not_waited_for(site: Site) -> None:
    site.pages["/a"] = stalls(site)
    assert refused(site, silent_seconds=0.2) == "its server did not answer within 0.2 seconds"
    assert heard(site) == ["/a"]


def test_a_server_that_does_not_answer_meets_the_deadline_too(site: Site) -> None:
    site.pages["/a"] = stalls(site)
    assert seconds(lambda: refused(site, total_seconds=0.2)) < 4


def test_a_server_that_stops_in_the_middle_is_not_waited_for(site: Site) -> None:
    site.pages["/a"] = stalls(site, PAGE[:-5])
    assert "did not answer" in refused(site, silent_seconds=0.2)
    assert heard(site) == ["/a"]


@pytest.mark.parametrize(
    ("head", "drop"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>", b"x"),
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"x"),
        (b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    ],
    ids=["body", "header", "interim answers", "chunks"],
)
def test_a_server_that_sends_a_little_now_and_then_meets_the_deadline(site: Site, head: bytes, drop: bytes) -> None:
    site.pages["/a"] = drips(site, head, drop)
    assert seconds(lambda: refused(site, total_seconds=0.3)) < 4
    assert refused(site, total_seconds=0.1) == "it takes longer than 0.1 seconds"


def test_a_server_that_sends_for_ever_meets_the_limit_of_size(site: Site) -> None:
    sent = 0

    def flood(connection: socket.socket) -> None:
        nonlocal sent
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while True:
            connection.sendall(b"x" * 65536)
            sent += 65536

    site.pages["/a"] = flood
    assert "larger than 1 MB" in refused(site, most_bytes=1_000_000)
    assert sent >= 1_000_000 - 10 * 65536


def bomb(size: int) -> bytes:
    return gzip.compress(b"\0" * size)


def test_what_is_small_only_while_compressed_meets_the_limit_of_size(site: Site) -> None:
    packed = bomb(50_000_000)
    assert len(packed) < 100_000
    site.pages["/a"] = response(packed, Content_Encoding="gzip")
    tracemalloc.start()
    assert "larger than 1 MB" in refused(site, most_bytes=1_000_000)
    assert tracemalloc.get_traced_memory()[1] < 20_000_000  # it was never expanded as a whole
    tracemalloc.stop()


def test_what_is_compressed_in_a_way_that_was_not_asked_for_is_not_expanded(site: Site) -> None:
    site.pages["/a"] = response(gzip.compress(bomb(1000)), Content_Encoding="gzip, gzip")
    assert "not requested (gzip, gzip)" in refused(site)
    site.pages["/a"] = response(b"\x8b\x00", Content_Encoding="br")
    assert "not requested (br)" in refused(site)


@pytest.mark.parametrize(
    "content", [b"no gzip at all", gzip.compress(b"x" * 999)[:-12], zlib.compress(b"x")], ids=["no", "cut", "other"]
)
def test_what_is_compressed_and_broken_is_refused(site: Site, content: bytes) -> None:
    site.pages["/a"] = response(content, Content_Encoding="gzip")
    assert "compressed content" in refused(site)


def test_redirects_without_end_are_not_followed(site: Site) -> None:
    site.pages |= {f"/{number}": redirect(f"/{number + 1}") for number in range(50)}
    assert refused(site, "http://news.example/0", most_redirects=4) == "it redirects more than 4 times"
    assert site.paths == ["/0", "/1", "/2", "/3", "/4"]


def test_redirects_in_a_circle_are_not_followed(site: Site) -> None:
    site.pages |= {"/a": redirect("/b#1"), "/b": redirect("/a#2")}
    assert refused(site) == "it redirects in a circle"
    assert site.paths == ["/a", "/b"]


def test_all_redirects_together_meet_the_deadline(site: Site) -> None:
    def late(connection: socket.socket) -> None:
        site.ending.wait(0.05)
        connection.sendall(redirect(f"/{len(site.requests)}"))

    site.pages |= {"/a": late, **{f"/{number}": late for number in range(1, 50)}}
    assert refused(site, total_seconds=0.5, most_redirects=99) == "it takes longer than 0.5 seconds"
    assert 2 <= len(site.requests) <= 11


@pytest.mark.parametrize("target", ["", "http://[", "http://a b.example/", "http://"])
def test_a_redirect_to_nowhere_is_refused(site: Site, target: str) -> None:
    site.pages["/a"] = response(b"x", status=302, Location=target)
    assert refused(site)
    assert site.paths == ["/a"]


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (404, "there is no such page (404)"),
        (410, "has been removed (410)"),
        (403, "refuses to show it"),
        (429, "too many requests"),
        (500, "has an error; add it again later (500)"),
        (503, "has an error"),
        (418, "does not show it (418)"),
        (304, "does not show it (304)"),
        (204, "does not show it (204)"),
    ],
)
def test_a_status_is_told_in_words(site: Site, status: int, reason: str) -> None:
    site.pages["/a"] = response(b"" if status in (204, 304) else b"<p>words</p>", status=status)
    assert reason in refused(site)


@pytest.mark.parametrize("body", [b"", b" \r\n "])
def test_an_empty_page_is_refused(site: Site, body: bytes) -> None:
    site.pages["/a"] = response(body)
    assert refused(site) == "its server sends nothing"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.9\r\n",
        PAGE[:-3],
        b"HTTP/1.1 200 OK\r\nX-Huge: " + b"x" * 300_000 + b"\r\n\r\n<p>words</p>",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100_000 + b"\r\n<p>words</p>",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
    ids=["nothing", "another protocol", "cut off", "huge header", "many headers", "negative length", "broken chunk"],
)
def test_a_server_that_does_not_speak_http_is_told_so(site: Site, answer: bytes) -> None:
    site.pages["/a"] = answer
    assert "closed the connection, or does not answer like a web server" in refused(site)
    assert site.paths == ["/a"]


def test_a_port_where_nothing_listens_is_told_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(NoAnswer, match=r"cannot be reached \(connection refused\)"):
        Fetcher(allow_private_addresses=True).fetch(f"http://127.0.0.1:{port}/")


def test_a_host_that_does_not_exist_is_told_so(site: Site) -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    assert refused(site, resolve=unknown) == (
        "no host called 'news.example' was found; check its name and your network"
    )
    assert "no host called" in refused(site, f"http://{'a' * 64}.example/", resolve=resolve)


def test_a_look_up_that_hangs_is_not_waited_for(site: Site) -> None:
    def hangs(host: str, port: int) -> list[str]:
        site.ending.wait(5)
        return [PUBLIC]

    assert seconds(lambda: refused(site, resolve=hangs, connect_seconds=0.1)) < 4
    assert site.connections == 0


# Secure connections: the name is what counts, though the connection goes to a number


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def secure_site(authority: trustme.CA, host: str) -> Site:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(host).configure_cert(context)
    return Site({"/a": PAGE}, tls=context)


def trusting(site: Site, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch, folder: object) -> Fetcher:
    path = f"{folder}/authority.pem"
    authority.cert_pem.write_to_path(path)
    monkeypatch.setenv("SSL_CERT_FILE", path)  # as a company with an authority of its own does it
    return fetcher(site)


def test_a_secure_page_is_fetched_under_its_name(
    authority: trustme.CA, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    with secure_site(authority, "news.example") as site:
        assert trusting(site, authority, monkeypatch, tmp_path).fetch("https://news.example/a").content
        assert "Host: news.example\r\n" in site.requests[0]


def test_a_certificate_of_another_name_is_refused(
    authority: trustme.CA, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    with secure_site(authority, "other.example") as site:
        with pytest.raises(NoAnswer, match="the certificate of its server cannot be trusted"):
            trusting(site, authority, monkeypatch, tmp_path).fetch("https://news.example/a")
        assert site.connections == 1 and site.requests == []


def test_a_certificate_that_nobody_vouches_for_is_refused(authority: trustme.CA) -> None:
    with secure_site(authority, "news.example") as site:
        assert "cannot be trusted" in refused(site, "https://news.example/a")
        assert site.connections == 1 and site.requests == []


def test_a_server_without_a_secure_connection_is_told_so() -> None:
    with Site(greeting=b"220 mail.example\r\n") as site:
        assert "no secure connection" in refused(site, "https://news.example/a")
        assert site.connections == 1


# Politeness


def test_one_host_is_asked_again_only_after_a_pause(site: Site) -> None:
    waited: list[float] = []
    polite = fetcher(site, pause=1000, wait=waited.append)
    polite.fetch(START)
    polite.fetch("http://other.example/a")
    assert waited == []
    polite.fetch(START)
    assert len(waited) == 1 and 900 < waited[0] <= 1000

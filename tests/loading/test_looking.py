from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from index.errors import NoAnswer, Unreadable
from index.loading.fetching import Fetcher, Validators
from index.loading.looking import LONGEST_NAME, LONGEST_ROBOTS, Look, Manners, look_again
from index.loading.named_files import Skipped
from tests.loading.test_fetching import fetcher
from tests.loading.test_web import page
from tests.web_server import PUBLIC, Names, Site, redirect, response

FEED = "http://news.example/feed"


@pytest.fixture
def site() -> Iterator[Site]:
    with Site({"/1": page(), "/2": page(), "/feed": feed("/1", "/2", ETag='"first"')}) as opened:
        yield opened


def feed(*links: str, title: str = "The Post", **headers: str) -> bytes:
    items = "".join(f"<item><title>{link}</title><link>{link}</link></item>" for link in links)
    body = f"<rss><channel><title>{title}</title>{items}</channel></rss>"
    return response(body, kind="application/rss+xml", **headers)


def looked(manners: Manners, before: Look | None = None, address: str = FEED) -> tuple[Look | None, list[str]]:
    """What a look found, after that before, and the addresses of the pages that it gave."""
    validators, pages = (before.validators, before.pages) if before else (None, {})
    found = look_again(address, manners, validators=validators, pages=pages)
    return found, [one.source for one in found.documents if not isinstance(one, Skipped)] if found else []


def manners(site: Site, **changes: object) -> Manners:
    return Manners(fetcher(site, **changes), time.monotonic)


def test_what_a_server_says_of_a_feed_is_sent_back_and_what_is_unchanged_is_not_read(site: Site) -> None:
    polite = manners(site)
    first, pages = looked(polite)
    assert (
        first and first.is_feed and first.name == "The Post" and pages == [f"http://news.example/{n}" for n in (1, 2)]
    )
    assert first.validators == Validators(FEED, '"first"', None)
    site.pages["/feed"] = response(status=304)
    assert looked(polite, first) == (None, [])
    assert 'If-None-Match: "first"\r\n' in site.requests[-1]


def test_the_day_of_a_page_is_sent_back_as_it_was_written(site: Site) -> None:
    day = "Thu, 05 Feb 2026 08:00:00 GMT"
    site.pages["/1"] = page().replace(b"\r\n", f"\r\nLast-Modified: {day}\r\n".encode(), 1)
    polite, address = manners(site), "http://news.example/1"
    first, pages = looked(polite, address=address)
    assert first and not first.is_feed and pages == [address]
    looked(polite, first, address)
    assert f"If-Modified-Since: {day}\r\n" in site.requests[-1]


def test_only_what_a_feed_says_anew_is_fetched(site: Site) -> None:
    polite = manners(site)
    first, _ = looked(polite)
    site.pages |= {"/feed": feed("/3", "/1", "/2"), "/3": page()}
    assert looked(polite, first)[1] == ["http://news.example/3"]


def test_validators_go_to_no_other_address(site: Site) -> None:
    polite = manners(site)
    first, _ = looked(polite)
    site.pages |= {"/feed": redirect("/moved"), "/moved": feed("/1")}
    looked(polite, first)
    assert "If-None-Match" in site.requests[-2] and "If-None-Match" not in site.requests[-1]


def test_a_feed_is_read_again_while_pages_of_it_are_still_to_be_had(site: Site) -> None:
    polite = manners(site)
    del site.pages["/2"]
    first, pages = looked(polite)
    assert first and first.validators is None and len(pages) == 1
    site.pages["/2"] = page()
    second, pages = looked(polite, first)
    assert second and second.validators and pages == ["http://news.example/2"]


def test_what_there_is_no_time_for_is_left_for_the_next_look(site: Site) -> None:
    polite, seen = manners(site), list[str]()
    found = look_again(FEED, polite, validators=None, pages={}, stopped=lambda: bool(seen))
    assert found
    for document in found.documents:
        seen.append(document.source)
    assert len(seen) == 1 and found.validators is None
    assert looked(polite, found)[1] == ["http://news.example/2"]


def test_the_pace_that_robots_txt_asks_for_is_kept(site: Site) -> None:
    waits = list[float]()
    site.pages["/robots.txt"] = response("User-agent: *\nCrawl-delay: 7\n", kind="text/plain")
    looked(manners(site, wait=waits.append))
    assert site.paths.count("/robots.txt") == 1
    assert len(waits) == 3 and all(6 < one <= 21 for one in waits)


def test_how_long_a_server_wants_to_be_left_alone_is_heard(site: Site) -> None:
    site.pages["/feed"] = response("later", status=503, Retry_After="900")
    with pytest.raises(NoAnswer) as told:
        looked(manners(site))
    assert told.value.seconds == 900


def test_a_feed_that_leads_to_a_private_address_is_not_followed_there(site: Site) -> None:
    site.pages["/feed"] = redirect("http://127.0.0.1/secret")
    with pytest.raises(Unreadable, match="not public"):
        looked(manners(site, names=Names([PUBLIC], [PUBLIC], ["127.0.0.1"])))
    assert site.paths[-1] == "/feed"


def test_a_body_is_sent_whole_and_a_redirect_is_no_answer_to_it(site: Site) -> None:
    site.pages |= {"/hook": response(status=200), "/moved": redirect("/hook")}
    sender: Fetcher = fetcher(site)
    sender.post("http://news.example/hook", b'{"a": 1}', {"Content-Type": "application/json"})
    assert site.requests[-1].startswith("POST /hook ") and "Content-Length: 8\r\n" in site.requests[-1]
    with pytest.raises(Unreadable, match="302"):
        sender.post("http://news.example/moved", b"{}", {})
    assert site.paths.count("/hook") == 1


@pytest.mark.parametrize(
    "robots",
    [
        "User-agent: *\nCrawl-delay: ²",
        "User-agent: *\nDisallow: http://[x",
        f"User-agent: *\nCrawl-delay: {'9' * 5_000}",
    ],
)
def test_a_robots_txt_that_python_cannot_read_asks_for_nothing(site: Site, robots: str) -> None:
    site.pages["/robots.txt"] = response(robots, kind="text/plain")
    assert len(looked(manners(site))[1]) == 2


def test_of_a_robots_txt_only_the_beginning_is_read(site: Site) -> None:
    waits = list[float]()
    site.pages["/robots.txt"] = response("#" * LONGEST_ROBOTS + "\nUser-agent: *\nCrawl-delay: 7\n", kind="text/plain")
    looked(manners(site, wait=waits.append))
    assert not waits


def test_a_link_that_is_no_address_is_skipped_and_the_others_are_read(site: Site) -> None:
    site.pages["/feed"] = feed("http://[x", "/1", "/2")
    assert len(looked(manners(site))[1]) == 2


def test_the_name_of_a_feed_is_of_usual_length(site: Site) -> None:
    site.pages["/feed"] = feed("/1", title="P" * 5_000)
    found, _ = looked(manners(site))
    assert found and found.name == "P" * LONGEST_NAME

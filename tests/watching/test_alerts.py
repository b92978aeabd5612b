from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import httpx
import pytest
from lxml import etree

from assistant.access.access import Access
from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.watching.alerting import look_through, make_alert
from assistant.watching.opening import Alerting
from assistant.watching.webhooks import WAITS, allowed, new_secret
from index.articles import Article
from index.errors import LibraryError, UnknownAlert, WrongUsage
from index.library import Library
from index.reading.records import Reading
from tests.homes import ON_FILES, open_library
from tests.loading.test_fetching import fetcher
from tests.served import served
from tests.watching.watched import Clock
from tests.web_server import Names, Site, response

QUAY = "“The quay at Lindhavn will be closed to lorries from the first of May,” said Ida Berg, the harbour master."
LATER = "“The quay at Lindhavn needs another forty million crowns this year,” said Ida Berg, the harbour master."
OTHER = "“The school at Lindhavn needs three more teachers before the winter,” said Mark Olsen, the mayor."
HOOK = "https://hooks.example/in"


@pytest.fixture
def shelf(home: str, library: Library, tmp_path: Path) -> Shelf:
    return Shelf(library, tmp_path)


class Shelf:
    """A library to which articles are added, and an assistant over it."""

    def __init__(self, library: Library, folder: Path) -> None:
        self.library = library
        self.assistant = Assistant(library, Settings(webhook_hosts="hooks.example"))
        self._folder = folder
        self.add("quay", QUAY)

    def add(self, name: str, *paragraphs: str) -> None:
        path = self._folder / f"{name}.txt"
        path.write_text("\n\n".join([f"About the {name}", *paragraphs]), encoding="utf-8")
        self.library.add(path)

    def told(self, id: str) -> list[str]:
        one = self.library.alerts.get(id, "ann")
        return [item.passage.quote for item in self.library.alerts.items(one, limit=50)]


def test_of_somebody_each_new_statement_is_told_once_whoever_looks(shelf: Shelf, tmp_path: Path) -> None:
    made = make_alert(shelf.assistant, "ann", speaker="Ida Berg", about="quay", now=0.0)
    assert look_through(shelf.assistant, now=1.0) == 0
    shelf.add("budget", LATER, OTHER)
    shelf.add("copy", LATER)
    with open_library(shelf.library.folder, embeddings=shelf.library.embeddings) as another:
        other = Assistant(another, Settings())
        assert look_through(other, now=2.0) + look_through(shelf.assistant, now=2.0) == 1
        assert look_through(other, now=3.0) + look_through(shelf.assistant, now=3.0) == 0
    (told,) = shelf.told(made.id)
    assert "forty million crowns" in told and "teachers" not in told


def test_an_article_that_changes_tells_only_what_is_new_in_it(shelf: Shelf) -> None:
    made = make_alert(shelf.assistant, "ann", speaker="Ida Berg", now=0.0)
    shelf.add("quay", QUAY, LATER)
    assert look_through(shelf.assistant, now=1.0) == 1
    assert "forty million" in shelf.told(made.id)[0]


def test_a_question_tells_the_new_passages_that_answer_it(shelf: Shelf) -> None:
    made = make_alert(shelf.assistant, "ann", question="What did Mark Olsen say about the school?", now=0.0)
    shelf.add("budget", LATER)
    assert look_through(shelf.assistant, now=1.0) == 0
    shelf.add("school", OTHER)
    assert look_through(shelf.assistant, now=2.0) == 1
    assert "three more teachers" in shelf.told(made.id)[0]


def test_an_article_raises_an_alert_once_it_is_read_and_satire_never_does(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(article: Article) -> Reading:
        raise LibraryError("The pipeline is not installed.")

    made = make_alert(shelf.assistant, "ann", question="What did Mark Olsen say about the school?", now=0.0)
    joke = {
        "id": "joke",
        "title": "Swans to run the school",
        "section": "Satire",
        "text": OTHER.replace("three", "nine"),
    }
    (tmp_path / "joke.jsonl").write_text(json.dumps(joke), encoding="utf-8")
    with monkeypatch.context() as unread:
        unread.setattr(shelf.library._readings, "_read", missing)
        shelf.library.add(tmp_path / "joke.jsonl")
        shelf.add("school", OTHER)
        assert look_through(shelf.assistant, now=1.0) == 0
    shelf.library.rebuild()
    assert look_through(shelf.assistant, now=2.0) == 1
    assert "three more teachers" in shelf.told(made.id)[0]


def test_an_alert_is_its_owners_alone(shelf: Shelf) -> None:
    made = make_alert(shelf.assistant, "ann", speaker="Ida Berg", now=0.0)
    alerts = shelf.library.alerts
    for act in (alerts.get, alerts.remove, alerts.open_feed, alerts.close_feed):
        with pytest.raises(UnknownAlert):
            act(made.id, "bob")
    assert alerts.all("bob") == [] and alerts.all("ann") == [made]


@ON_FILES
@pytest.mark.parametrize(
    "wanted", [{}, {"about": "quay"}, {"speaker": "Ida", "question": "Who?"}, {"speaker": " "}, {"speaker": "I" * 501}]
)
def test_what_asks_for_nothing_is_refused(shelf: Shelf, wanted: dict[str, str]) -> None:
    with pytest.raises(WrongUsage):
        make_alert(shelf.assistant, "ann", now=0.0, **wanted)


# By webhook


@pytest.fixture
def site() -> Iterator[Site]:
    with Site({"/in": response(status=200)}) as opened:
        yield opened


def sending(shelf: Shelf, site: Site, clock: Clock) -> Alerting:
    return Alerting(shelf.assistant, fetcher=fetcher(site), now=clock, chance=lambda: 0.0)


def hooked(shelf: Shelf) -> str:
    secret = new_secret()
    address = HOOK.replace("https", "http")
    make_alert(shelf.assistant, "ann", speaker="Ida Berg", webhook=address, secret=secret, now=0.0)
    shelf.add("budget", LATER)
    return secret


def test_a_webhook_gets_each_new_statement_once_and_signed(shelf: Shelf, site: Site) -> None:
    bodies = list[bytes]()

    def take(connection: object) -> None:
        head = site.requests[-1]
        size = int(head.lower().split("content-length: ")[1].split("\r\n")[0])
        body = head.encode("latin-1").partition(b"\r\n\r\n")[2]
        while len(body) < size:
            body += connection.recv(65536)  # type: ignore[attr-defined]
        bodies.append(body)
        connection.sendall(response(status=200))  # type: ignore[attr-defined]

    site.pages["/in"] = take
    secret, clock = hooked(shelf), Clock()
    send = sending(shelf, site, clock)
    send()
    send()
    sending(shelf, site, clock)()  # after a restart
    (body,) = bodies
    fields = dict(line.split(": ", 1) for line in site.requests[-1].split("\r\n\r\n")[0].split("\r\n")[1:])
    signed = f"{fields['Webhook-Id']}.{fields['Webhook-Timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed, sha256).digest()).decode()
    assert fields["Webhook-Signature"] == f"v1,{expected}"
    told = json.loads(body)
    assert told["data"]["passage"]["id"] == fields["Webhook-Id"] and "forty million" in told["data"]["passage"]["quote"]
    assert secret not in body.decode()


def test_a_webhook_that_fails_is_tried_again_later_and_given_up_in_the_end(shelf: Shelf, site: Site) -> None:
    site.pages["/in"] = response(status=500)
    hooked(shelf)
    clock = Clock()
    send = sending(shelf, site, clock)
    for wait in WAITS:
        send()
        send()
        clock.go(wait)
    send()
    clock.go(10 * max(WAITS))
    send()
    assert site.paths == ["/in"] * (len(WAITS) + 1)


def test_a_webhook_leads_to_no_private_address_and_to_no_host_that_is_not_allowed(shelf: Shelf, site: Site) -> None:
    hooked(shelf)
    private = fetcher(site, Names(["127.0.0.1"]))
    Alerting(shelf.assistant, fetcher=private, now=Clock(), chance=lambda: 0.0)()
    assert not site.requests
    assert allowed("https://hooks.example/x", "a.example, hooks.example") == "https://hooks.example/x"
    for address in ("https://other.example/", "https://hooks.example.evil/", "ftp://hooks.example/", "no address"):
        with pytest.raises(WrongUsage):
            allowed(address, "hooks.example")
    with pytest.raises(WrongUsage):
        allowed("https://hooks.example/", "")


# By REST and as a feed


@ON_FILES
def test_alerts_are_made_read_and_removed_by_rest_and_their_feed_opens_by_its_address(shelf: Shelf) -> None:
    with served(shelf.assistant) as address, httpx.Client(base_url=address) as client:
        made = client.post("/api/alerts", json={"speaker": "Ida Berg", "about": "quay"})
        assert made.status_code == 201 and made.json()["secret"] is None
        one = f"/api/alerts/{made.json()['id']}"
        shelf.add("budget", LATER)
        look_through(shelf.assistant, now=1.0)
        (passage,) = client.get(f"{one}/new").json()["passages"]
        assert passage["speaker"] == "Ida Berg" and passage["link"] == "/articles/budget#p1"
        first = client.post(f"{one}/feed").json()["address"]
        read = client.get(first)
        feed = etree.fromstring(read.content)
        (entry,) = feed.findall("{*}entry")
        assert read.headers["content-type"] == "application/atom+xml" and "forty million" in entry.findtext(
            "{*}content"
        )
        assert entry.find("{*}link").get("href") == f"{address}/articles/budget#p1"
        assert client.post(f"{one}/feed").json()["address"] != first and client.get(first).status_code == 404
        refused = client.post("/api/alerts", json={"speaker": "Ida Berg", "webhook": "https://evil.example/"})
        assert refused.status_code == 422
        assert client.delete(one).status_code == 204 and client.get("/api/alerts").json() == {"alerts": []}


@ON_FILES
def test_a_feed_closes_when_its_owner_may_read_no_longer(shelf: Shelf) -> None:
    access = Access(shelf.library.folder, shelf.assistant.settings, loopback=True)
    key = access.keys.add("reader", frozenset({"read"}))
    with served(shelf.assistant, access=access) as address, httpx.Client(base_url=address) as client:
        by_key = {"Authorization": f"Bearer {key}"}
        made = client.post("/api/alerts", json={"speaker": "Ida Berg"}, headers=by_key).json()
        feed = client.post(f"/api/alerts/{made['id']}/feed", headers=by_key).json()["address"]
        assert client.get(feed).status_code == 200
        access.keys.add("other", frozenset({"read"}))
        access.keys.revoke("reader")
        assert client.get(feed).status_code == 404

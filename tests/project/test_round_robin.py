"""People ask at several servers on one database, behind nginx as docs/scaling.md configures it, and one is killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Error as BrowserError

from assistant.access.access import COOKIE, Access
from assistant.serving.conversations import Conversations
from assistant.serving.shared import Shared, shared_at
from assistant.settings import Settings
from index.library import SAMPLES
from tests import homes
from tests.browser.serving import ask, chromium
from tests.loading.test_guarded import ROOT
from tests.page_client import Tab
from tests.proxies import before
from tests.servers import Servers, free_port, wait_for

pytestmark = [pytest.mark.servers, pytest.mark.processes]
ASKED = {
    "What did Armstrong say about the surface of the Moon?": "fine and powdery",
    "What did Fleming warn about?": "penicillin",
}
NEEDS_SOMEBODY = ("/v1/models", "/api/outlets", "/metrics", "/articles/moon-landing-first-steps", "/config", "/")


@dataclass
class Seen:
    """What happened meanwhile."""

    answers: Counter[str] = field(default_factory=Counter)  # by who asked
    wrong: list[str] = field(default_factory=list)
    open_doors: list[str] = field(default_factory=list)
    again: int = 0  # tabs that were opened again, since their server had gone
    slowest: float = 0.0  # seconds for an answer, opening again included

    def told(self) -> str:
        return f"{sum(self.answers.values())} answers, {self.again} tabs opened again, slowest {self.slowest:.1f} s"


class Machines:
    """Servers with a folder each, all on one database; `people` are their users' cookies by name."""

    def __init__(self, folder: Path, options: dict[str, str], count: int, people: int) -> None:
        self.folder = folder
        self._options = options
        found = shared_at(options["catalog_url"])
        assert found is not None
        self.shared: Shared = found
        access = Access(folder / "0", Settings(), loopback=True, shared=found)
        self.people = dict[str, str]()
        for number in range(people):
            access.users.add(f"person-{number}", "a long password")
            user = access.users.get(f"person-{number}")
            assert user is not None
            self.people[user.name] = access.sessions.begin(user)
        self.ports = [free_port() for _ in range(count)]
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        own = {"CATALOG_URL": self._options["catalog_url"], "VECTORS_URL": self._options["vectors_url"]}
        own |= {"TRUSTED_PROXY": "127.0.0.1", "PROXY_USER_HEADER": "none", "QUESTIONS_A_MINUTE": "10000"}
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        environment |= {f"ARTICLE_ASSISTANT_{name}": value for name, value in own.items()}
        for number, port in enumerate(self.ports):
            command = [sys.executable, "-m", "assistant", "serve", "--library", str(self.folder / str(number))]
            with (self.folder / f"log-{number}").open("wb") as log:
                started = subprocess.Popen([*command, "--port", str(port)], env=environment, stdout=log, stderr=log)
            self.processes.append(started)
        for address in self.addresses:
            wait_for(lambda address=address: status(f"{address}/readyz") == 200, seconds=400)  # type: ignore[misc]

    @property
    def addresses(self) -> list[str]:
        return [f"http://127.0.0.1:{port}" for port in self.ports]

    def kill(self, number: int) -> None:
        self.processes[number].send_signal(signal.SIGKILL)

    def stop(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()
        self.shared.home.reading.dispose()

    def saved(self) -> Counter[str]:
        """How many answers each person finds again."""
        kept = Conversations(self.folder / "0", shared=self.shared)
        found = Counter[str]()
        for name in self.people:
            own = kept.of(name)
            found[name] = sum(len(own.open(one.id).turns) for one in own.listed(limit=10_000))
        return found


def status(address: str, **headers: str) -> int:
    try:
        return httpx.get(address, headers=headers, timeout=30).status_code
    except httpx.TransportError:
        return 0


@contextmanager
def machines(servers: Servers, folder: Path, count: int, people: int) -> Iterator[tuple[Machines, str]]:
    """Them and the address of nginx before them."""
    with homes.chosen(servers):
        options = homes.options(folder / "0")
        with homes.open_library(folder / "0") as library:
            library.add(SAMPLES)
    running = Machines(folder, options, count, people)
    try:
        running.start()
        first, *others = (address.removeprefix("http://") for address in running.addresses)
        more = " fail_timeout=5s;\n    server ".join(others)
        called = {"10.0.0.11:7860": first, "10.0.0.12:7860": more}
        with before("nginx", folder / "nginx", "scaling.md", called, listening="80") as address:
            yield running, address
    finally:
        running.stop()


def people_ask(seen: Seen, address: str, name: str, cookie: str, until: float) -> None:
    """Asks until then, and where the server of a tab has gone, opens another and asks there."""
    chance = random.Random(name)
    tab: Tab | None = None
    while time.monotonic() < until:
        question = chance.choice(list(ASKED))
        begun = time.monotonic()
        while True:
            try:
                tab = tab or Tab(address, f"{COOKIE}={cookie}")
                shown = tab.ask(question)
                break
            except (httpx.HTTPError, ValueError):
                if tab:
                    tab.close()
                tab = None
                seen.again += 1
                if time.monotonic() > until + 120:
                    seen.wrong.append(f"{name}: no server answers any more")
                    return
                time.sleep(0.2)
        seen.slowest = max(seen.slowest, time.monotonic() - begun)
        if ASKED[question] in shown:
            seen.answers[name] += 1
        else:
            seen.wrong.append(f"{name}: {question} {shown[:2000]}")


def doors_are_tried(seen: Seen, addresses: list[str], until: float) -> None:
    """Nobody, a wrong key and a wrong cookie, at every server and before them."""
    strangers = ({}, {"Authorization": "Bearer aa-wrong"}, {"Cookie": f"{COOKIE}=wrong"})
    while time.monotonic() < until:
        for address in addresses:
            for path in NEEDS_SOMEBODY:
                for headers in strangers:
                    met = status(address + path, **headers)
                    if met not in (0, 401, 502, 503, 504):
                        seen.open_doors.append(f"{address}{path} {headers} {met}")
        time.sleep(0.2)


def asked_meanwhile(running: Machines, address: str, seconds: float, browser: Browser | None = None) -> Seen:
    """`seconds` long, in whose middle the first server is killed; with a browser, its person is the first."""
    seen, until = Seen(), time.monotonic() + seconds
    threads = [threading.Thread(target=doors_are_tried, args=(seen, [address, *running.addresses], until))]
    names = list(running.people)
    for name in names[bool(browser) :]:
        threads.append(threading.Thread(target=people_ask, args=(seen, address, name, running.people[name], until)))
    killing = threading.Timer(seconds / 2, running.kill, [0])
    for thread in (*threads, killing):
        thread.start()
    if browser:
        in_a_browser(browser, seen, address, names[0], running.people[names[0]], until)
    for thread in (*threads, killing):
        thread.join()
    return seen


def in_a_browser(browser: Browser, seen: Seen, address: str, name: str, cookie: str, until: float) -> None:
    with browser.new_context() as context:
        context.add_cookies([{"name": COOKIE, "value": cookie, "url": address}])
        page = context.new_page()
        page.set_default_timeout(120_000)
        page.goto(address)
        while time.monotonic() < until:
            question = list(ASKED)[seen.answers[name] % len(ASKED)]
            try:
                page.wait_for_selector("#question textarea")
                turn = ask(page, question)
                expect(page.locator(f"#t{turn}")).to_contain_text(ASKED[question])
                seen.answers[name] += 1
            except (BrowserError, AssertionError):  # the page loads itself again where its server has gone
                seen.again += 1
                if time.monotonic() > until + 240:
                    seen.wrong.append("the browser has no answer any more")
                    return


def check(running: Machines, seen: Seen, people: int) -> None:
    print(seen.told())
    assert seen.wrong == []
    assert seen.open_doors == []
    assert len(seen.answers) == people, "somebody got no answer at all"
    saved = running.saved()
    lost = {name: (count, saved[name]) for name, count in seen.answers.items() if saved[name] < count}
    assert lost == {}


def test_of_two_servers_one_is_killed_and_nobody_gets_a_wrong_answer_or_loses_one(
    running_servers: Servers, tmp_path: Path
) -> None:
    with machines(running_servers, tmp_path, 2, people=4) as (running, address):
        check(running, asked_meanwhile(running, address, 6), people=4)


@pytest.mark.soak
@pytest.mark.browser
@pytest.mark.parametrize("count", [2, 3])
def test_twenty_people_ask_for_a_minute_one_of_them_in_a_browser_and_a_server_is_killed(
    running_servers: Servers, tmp_path: Path, count: int
) -> None:
    with ExitStack() as stack:
        running, address = stack.enter_context(machines(running_servers, tmp_path, count, people=20))
        browser = stack.enter_context(chromium())
        check(running, asked_meanwhile(running, address, 60, browser), people=20)

"""Signing in and out at the certified provider of npm, in a browser."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.access.access import COOKIE, Access
from assistant.assistant import Assistant
from assistant.settings import Settings
from index.library import Library
from tests.browser.serving import ask, keep
from tests.browser.test_signing_in import QUESTION
from tests.certified.running import installed, running
from tests.served import served
from tests.servers import free_port, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.processes]


@pytest.fixture(scope="module")
def npm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return installed(tmp_path_factory.mktemp("npm"))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(reduced_motion="reduce", locale="en-GB") as context:
        yield context.new_page()


def cookie(page: Page) -> str:
    return next((one["value"] for one in page.context.cookies() if one["name"] == COOKIE), "")


def sign_in_there(page: Page, name: str) -> None:
    page.click(".sign-in .provider")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", "any")
    page.click("button[type=submit]")
    page.click("button[type=submit]")  # what the server is told of the person


def test_a_person_signs_in_at_the_provider_asks_here_and_signs_out_of_both(
    page: Page, npm: Path, samples: Library, tmp_path: Path
) -> None:
    port = free_port()
    here = f"http://localhost:{port}"
    client = {
        "client_id": "assistant",
        "client_secret": "a-secret-of-the-client",
        "redirect_uris": [f"{here}/sign-in/back"],
        "post_logout_redirect_uris": [f"{here}/sign-in"],
    }
    with running(npm, client) as issuer:
        settings = Settings(
            oidc_issuer=issuer,
            oidc_client_id=client["client_id"],
            oidc_client_secret=client["client_secret"],
            oidc_groups="staff=ask+read",
            public_url=here,
        )
        access = Access(tmp_path, settings, loopback=True)
        with served(Assistant(samples), access=access, port=port):
            page.goto(f"{here}/articles/moon-landing-first-steps")
            expect(page.locator("#password")).to_have_count(0)
            keep(page, "sign-in-elsewhere")
            sign_in_there(page, "anna")
            page.wait_for_url(f"{here}/articles/moon-landing-first-steps")
            page.goto(here)
            page.wait_for_selector("#question textarea")
            expect(page.locator(".masthead .who")).to_have_text("anna")
            ask(page, QUESTION)
            page.wait_for_url("**/?conversation=*")
            conversation, session = page.url, cookie(page)
            access.sessions._clock = lambda: time.time() + 2 * 60 * 60  # the provider is to be asked again
            wait_for(lambda: page.wait_for_timeout(50) or cookie(page) != session)
            page.wait_for_selector("#question textarea")
            expect(page.locator(".turn")).to_have_count(1)
            assert page.url == conversation
            page.click(".sign-out button")
            page.click("button[name=logout]")  # whether to sign out there as well
            page.wait_for_url(f"{here}/sign-in")
            page.goto(here)
            page.click(".sign-in .provider")
            expect(page.locator("input[name=login]")).to_be_visible()

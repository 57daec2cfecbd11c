"""A real browser at the agents' console."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect, sync_playwright

from tests.system.running import System

# Milliseconds: waiting ends as soon as what is waited for is there.
PATIENCE = 30_000


@contextmanager
def a_page(width: int = 1366, height: int = 900) -> Iterator[Page]:
    """A page that nobody has looked at yet."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_page(viewport={"width": width, "height": height}, locale="es-DO")
        page.set_default_timeout(PATIENCE)
        yield page
        browser.close()


def comes_in(page: Page, system: System, user: str) -> None:
    """Somebody logs in at the console, in the place of whoever was there."""
    page.goto(system.rocketchat_url)
    page.evaluate("localStorage.clear(); sessionStorage.clear()")
    page.goto(system.rocketchat_url)
    page.get_by_role("button", name=f"Entrar como {user}").click()
    page.get_by_role("region", name="Mis conversaciones").wait_for()

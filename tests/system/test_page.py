"""The story that `make demo` tells, typed in a real browser: phone left, agents' console right."""

import os
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import FrameLocator, Page, expect, sync_playwright

from tests.system.running import System

# Milliseconds: waiting ends as soon as what is waited for is there.
PATIENCE = 30_000


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="es-DO")
        page.set_default_timeout(PATIENCE)
        yield page
        browser.close()


@pytest.fixture
def console(page: Page, system: System) -> FrameLocator:
    page.goto(system.meta_url)
    return page.frame_locator("iframe")


def says(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Mensaje").fill(text)
    page.get_by_role("button", name="Enviar").click()


def test_a_question_a_person_an_answer_and_the_end_on_one_page(
    page: Page, console: FrameLocator
) -> None:
    page.get_by_role("button", name="Escribir como María Pérez").click()
    chat = page.get_by_role("log")
    says(page, "¿A cómo la funda de cemento Titán?")
    expect(chat.get_by_text("RD$ 525.00")).to_be_visible()

    says(page, "quiero hablar con una persona")
    expect(chat.get_by_text("Su solicitud ha sido dirigida a un agente")).to_be_visible()

    console.get_by_role("button", name="Entrar como ventas.marta").click()
    queue = console.get_by_role("region", name="En cola")
    queue.get_by_role("link", name="María Pérez").click()
    room = console.get_by_role("main")
    expect(room.get_by_role("article").filter(has_text="cemento Titán").first).to_be_visible()
    room.get_by_role("button", name="Tomar conversación", exact=True).click()

    words = console.get_by_role("textbox", name="Escriba un mensaje")
    words.press_sequentially("Buenos días, le habla Marta.")
    words.press("Enter")
    expect(chat.get_by_text("Buenos días, le habla Marta.")).to_have_count(1)

    says(page, "¿Y a cómo el cemento Cibao?")
    expect(room.get_by_role("article").filter(has_text="cemento Cibao")).to_be_visible()
    page.wait_for_timeout(2000)
    expect(chat.get_by_text(re.compile("Cibao.*RD"))).to_have_count(0)

    words.press_sequentially("/cerrar-ticket")
    words.press("Enter")
    expect(chat.get_by_text("ha sido cerrado")).to_be_visible()

    says(page, "¿Y a cómo el cemento Cibao?")
    expect(chat.get_by_text(re.compile("Cibao.*RD"))).to_be_visible()


def test_the_card_of_a_handoff_stands_in_the_agents_channel(
    page: Page, console: FrameLocator
) -> None:
    page.get_by_role("button", name=re.compile("Escribir como Carolina")).click()
    says(page, "necesito hablar con un representante, por favor")
    expect(page.get_by_role("log").get_by_text("número de ticket")).to_be_visible()
    console.get_by_role("link", name=re.compile("soporte-whatsapp")).click()
    channel = console.get_by_role("main")
    card = channel.get_by_role("article").filter(has_text="necesito hablar con un representante")
    expect(card.get_by_text("Prioridad")).to_be_visible()

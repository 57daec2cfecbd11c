"""Take the guide's pictures, and that of the demo, from their pages: `make guide`."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from tests.system import guide
from tests.system.browsing import a_page, comes_in
from tests.system.dialogue import Dialogue
from tests.system.running import System

# A new customer for each task; two with one name would be told apart by nothing.
NAMES = (
    "María Pérez",
    "Juan Almonte",
    "Rosa Batista",
    "Luis Mejía",
    "Ana Peralta",
    "José Cruz",
    "Carla Soto",
)

# What the customer of the demo's picture asks, with words of the answer; then with Marta.
DEMO = (
    ("Buenas, ¿tienen varilla de 3/8?", "RD$ 285.00"),
    ("¿Cuánto son 50?", "RD$ 14,250.00"),
    ("quiero hablar con una persona, por favor", "Su número de ticket es"),
)
SERVED = (
    ("Hola, María, soy Marta, de Ventas. ¿Le aparto las 50 varillas?", "Sí, paso mañana temprano"),
    ("Listo: 50 varillas de 3/8 a nombre de María Pérez. ¡La esperamos!", ""),
)


def main() -> None:
    """Carry out the guide and photograph it, then the demo."""
    with a_page(1180, 720) as page:
        _in_a_system(page, _photograph)
        page.set_viewport_size({"width": 1366, "height": 768})
        _in_a_system(page, _photograph_demo)


def _in_a_system(page: Page, act: Callable[[System, Page], None]) -> None:
    with tempfile.TemporaryDirectory(prefix="guide-") as name:
        system = System(Path(name))
        try:
            act(system.start(), page)
        finally:
            system.stop()


def _photograph(system: System, page: Page) -> None:
    for task, name in zip(guide.TASKS, NAMES, strict=True):
        dialogue = Dialogue(system, name=name)
        guide.prepare(task, dialogue)
        comes_in(page, system, "ventas.marta")
        guide.Reader(page, dialogue, _camera(page)).does(task)


def _photograph_demo(system: System, page: Page) -> None:
    """The page of `make demo`: the customer's phone, and the agent who serves her."""
    page.goto(system.meta_url)
    page.get_by_role("button", name="Escribir como María Pérez").click()
    for text, answer in DEMO:
        _says(page, text)
        page.get_by_role("log").get_by_text(answer).last.wait_for()
    console = page.frame_locator("iframe")
    console.get_by_role("button", name="Entrar como ventas.marta").click()
    queue = console.get_by_role("region", name="En cola")
    queue.get_by_role("link", name="María Pérez").click()
    console.get_by_role("button", name="Tomar conversación", exact=True).click()
    for text, answer in SERVED:
        words = console.get_by_role("textbox", name="Escriba un mensaje")
        words.fill(text)
        words.press("Enter")
        page.get_by_role("log").get_by_text(text).wait_for()
        if answer:
            _says(page, answer)
            console.get_by_role("main").get_by_text(answer).wait_for()
    _camera(page)("images/demo.png")


def _says(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Mensaje").fill(text)
    page.get_by_role("button", name="Enviar", exact=True).click()


def _camera(page: Page) -> Callable[[str], None]:
    def take(path: str) -> None:
        page.wait_for_timeout(600)  # what slides in has arrived
        page.screenshot(path=guide.picture_path(path))
        print(path)  # noqa: T201

    return take


if __name__ == "__main__":
    main()

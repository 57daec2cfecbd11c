"""Take the guide's pictures from the console's page: `make guide`."""

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


def main() -> None:
    """Carry out the guide and photograph it."""
    with tempfile.TemporaryDirectory(prefix="guide-") as name, a_page(1180, 720) as page:
        system = System(Path(name))
        try:
            _photograph(system.start(), page)
        finally:
            system.stop()


def _photograph(system: System, page: Page) -> None:
    for task, name in zip(guide.TASKS, NAMES, strict=True):
        dialogue = Dialogue(system, name=name)
        guide.prepare(task, dialogue)
        comes_in(page, system, "ventas.marta")
        guide.Reader(page, dialogue, _camera(page)).does(task)


def _camera(page: Page) -> Callable[[str], None]:
    def take(path: str) -> None:
        page.wait_for_timeout(600)  # what slides in has arrived
        page.screenshot(path=guide.picture_path(path))
        print(path)  # noqa: T201

    return take


if __name__ == "__main__":
    main()

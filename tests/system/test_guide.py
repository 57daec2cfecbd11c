"""The guide's tasks, carried out in Chromium exactly as the guide words them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.system import guide
from tests.system.browsing import a_page, comes_in
from tests.system.dialogue import Dialogue
from tests.system.running import System


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with a_page() as page:
        yield page


def test_the_guide_has_all_its_tasks_and_pictures() -> None:
    wanted = ("Tomar", "Responder", "Crear un ticket", "plantilla", "Devolver", "Cerrar")
    for name in wanted:
        assert any(name in task for task in guide.TASKS), name
    pictures = [step.picture for task in guide.TASKS for step in guide.steps_of(task)]
    for path in filter(None, pictures):
        assert guide.picture_path(path).exists(), f"{path}: run make guide"


@pytest.mark.parametrize("task", guide.TASKS)
def test_an_agent_who_does_what_the_guide_says_gets_there(
    page: Page, system: System, dialogue: Dialogue, task: str
) -> None:
    guide.prepare(task, dialogue)
    comes_in(page, system, "ventas.marta")
    guide.Reader(page, dialogue).does(task)

"""The agents' guide, carried out word by word in a browser, as a new agent would."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.system.dialogue import Dialogue
from tests.system.running import ROOT

GUIDE = ROOT / "docs" / "guia-agentes.md"
_PICTURE = re.compile(r"!\[[^\]]*\]\((?P<path>[^)]+)\)")

Act = Callable[["Reader", str, str], None]


@dataclass(frozen=True)
class Step:
    """One numbered line of a task, or a picture of how it looks by then."""

    text: str
    picture: str | None = None


def steps_of(task: str) -> list[Step]:
    """Return the steps of a task by its heading."""
    text = GUIDE.read_text(encoding="utf-8")
    section = text.split(f"\n## {task}\n", 1)[1].split("\n## ", 1)[0]
    found = []
    for line in section.splitlines():
        picture = _PICTURE.search(line)
        if picture:
            found.append(Step("", picture["path"]))
        elif re.match(r"\d+\. ", line):
            found.append(Step(line.partition(". ")[2]))
    return found


class Reader:
    """Somebody who does at the console what the guide says.

    Args:
        photographed: gets each picture's path at the moment that it shows.
    """

    def __init__(
        self,
        page: Page,
        dialogue: Dialogue,
        photographed: Callable[[str], None] = lambda path: None,
    ) -> None:
        self.page = page
        self.dialogue = dialogue
        self._photographed = photographed
        self.understood = 0

    def does(self, task: str) -> None:
        """Carry out a task of the guide; a step that says nothing to do is only read."""
        for step in steps_of(task):
            if step.picture:
                self._photographed(step.picture)
            else:
                self._does(step.text)
        assert self.understood, f"nothing in {task!r} says what to do"

    def _does(self, text: str) -> None:
        found = [
            (match.start(), act, match)
            for pattern, act in INSTRUCTIONS
            for match in re.finditer(pattern, text)
        ]
        for _, act, match in sorted(found, key=lambda one: one[0]):
            first, second = [*match.groups(), "", ""][:2]
            act(self, first, second)
            self.understood += 1

    def presses(self, name: str, _: str) -> None:
        """Press what has this name, wherever it is."""
        self._pressable(self.page.locator("body"), name).click()

    def presses_in_card(self, name: str, _: str) -> None:
        """Press a button of the customer's newest card."""
        articles = self.page.get_by_role("main").get_by_role("article")
        self._pressable(articles.filter(has_text=self.dialogue.name).last, name).click()

    def presses_in_window(self, name: str, _: str) -> None:
        """Press a button of the form that is open."""
        self.page.get_by_role("dialog").get_by_role("button", name=name, exact=True).click()

    def opens_channel(self, name: str, _: str) -> None:
        """Open a channel by its name."""
        self.page.get_by_role("link", name=re.compile(name)).click()

    def opens_customer(self, *_: str) -> None:
        """Open the customer's conversation."""
        link = self.page.get_by_role("navigation").get_by_role("link", name=self.dialogue.name)
        link.first.click()

    def writes(self, text: str, _: str) -> None:
        """Write to the customer."""
        words = self.page.get_by_role("textbox", name="Escriba un mensaje")
        words.fill(text)
        words.press("Enter")

    def fills_in(self, text: str, field: str) -> None:
        """Fill in a field of a form."""
        self.page.get_by_role("dialog").get_by_label(field).fill(text)

    def chooses(self, option: str, field: str) -> None:
        """Choose in a list of a form."""
        self.page.get_by_role("dialog").get_by_label(field).select_option(label=option)

    def sees(self, text: str, _: str) -> None:
        """Wait until this stands on the page."""
        expect(self.page.get_by_text(text).first).to_be_visible()

    def customer_gets(self, text: str, _: str) -> None:
        """Wait until the customer reads this."""
        self.dialogue.hears(text.rstrip("."))

    def customer_writes(self, text: str, _: str) -> None:
        """The customer writes."""
        self.dialogue.customer(text)

    def _pressable(self, place: Locator, name: str) -> Locator:
        button = place.get_by_role("button", name=name, exact=True)
        item = place.get_by_role("menuitem", name=name, exact=True)
        return button.or_(item).or_(place.get_by_role("link", name=name, exact=True)).last


# What the guide says, and what it means.
INSTRUCTIONS: list[tuple[str, Act]] = [
    (r"Pulse el canal \*\*([^*]+)\*\*", Reader.opens_channel),
    (r"Pulse el nombre del cliente", Reader.opens_customer),
    (r"En la tarjeta, pulse \*\*([^*]+)\*\*", Reader.presses_in_card),
    (r"En la ventana, pulse \*\*([^*]+)\*\*", Reader.presses_in_window),
    (r"(?:Pulse|día, pulse|luego pulse) \*\*([^*]+)\*\*", Reader.presses),
    (r"Escriba «([^»]+)» y pulse Enter", Reader.writes),
    (r"[Ee]scriba «([^»]+)» en \*\*([^*]+)\*\*", Reader.fills_in),
    (r"[Ee]lija «([^»]+)» en \*\*([^*]+)\*\*", Reader.chooses),
    (r"Verá «([^»]+)»", Reader.sees),
    (r"El cliente recibe «([^»]+)»", Reader.customer_gets),
    (r"El cliente escribe «([^»]+)»", Reader.customer_writes),
]

TASKS = tuple(
    heading
    for heading in re.findall(r"^## (.+)$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    if any(step.text for step in steps_of(heading))
)


def prepare(task: str, dialogue: Dialogue) -> None:
    """Bring about what a task begins with."""
    if task.startswith("Tomar"):
        dialogue.asks_for_a_person()
    elif "plantilla" in task:
        dialogue.silent_for_a_day()
    else:
        dialogue.marta_serves()


def picture_path(path: str) -> Path:
    """Return where a picture of the guide's lies."""
    return GUIDE.parent / path

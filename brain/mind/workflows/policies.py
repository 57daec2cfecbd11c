"""Policies and guides: the passage of a document that answers, or a person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from brain.mind.decide import POLICY
from brain.mind.folding import fold, words
from brain.mind.values import Choice, HandOff, Outcome, Row
from brain.mind.workflows.request import Request
from knowledge import reading

_HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$")
_LONGEST = 700
_STEM = 5
_LEAST = 0.5  # of the words said, in a passage on the topic
_TOPICS: Mapping[str, frozenset[str]] = {
    # Beginnings of the words that a passage on the topic has in its heading.
    "entrega": frozenset({"entre", "envio", "deliv", "domic", "trans"}),
    "devolucion": frozenset({"devol", "cambi", "garan", "reemb"}),
    "pago": frozenset({"pago", "pagos", "tarje", "credi", "factu", "trans", "finan"}),
    "deposito": frozenset({"banco", "banca", "depos"}),
}


@dataclass(frozen=True)
class Passage:
    document: int
    title: str
    heading: str
    body: str

    @property
    def row(self) -> Row:
        return Row("store_document", self.document, {"heading": self.heading, "passage": self.body})

    @property
    def text(self) -> str:
        return _short(self.body)


class Policies:
    name = "documentos"
    description = (
        "Políticas de la tienda: entregas, devoluciones, garantías, formas de pago, guías."
    )
    required: tuple[str, ...] = ()

    def available(self) -> bool:
        return bool(reading.documents())

    def run(self, request: Request) -> Outcome:
        passage = by_heading(request) or _on_topic(request)
        if passage is None and request.intent not in POLICY:
            return Outcome(ok=False)
        if passage is None:
            reason = request.say(f"reasons.{request.intent}")
            hand_off = HandOff(POLICY[request.intent], reason, "normal", "")
            return Outcome(ok=False, handoff=hand_off)
        person = Choice("person:", request.words.say("choices.person"))
        return Outcome(ok=True, rows=(passage.row,), text=passage.text, choices=(person,))


def by_heading(request: Request) -> Passage | None:
    """Find the passage whose heading is the question that was asked."""
    said = _stems(request.understood.text, request)
    if not said:
        return None
    for passage in passages():
        if said == _stems(passage.heading, request):
            return passage
    return None


def _on_topic(request: Request) -> Passage | None:
    topic = _TOPICS.get(request.intent)
    if topic is None:
        return None
    said = _stems(request.understood.text, request)
    scored = [(_score(passage, said, topic, request), passage) for passage in passages()]
    share, passage = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return passage if share >= _LEAST else None


def _score(passage: Passage, said: set[str], topic: frozenset[str], request: Request) -> float:
    heading = _stems(passage.heading, request)
    title = _stems(passage.title, request)
    if not (heading | title) & topic:
        return 0.0
    asked = passage.heading.startswith("¿")
    if asked and not said & (_stems(passage.body, request) | heading):
        return 0.0  # the answer to another question
    shared = len(said & (_stems(passage.body, request) | heading)) / max(len(said), 1)
    return _LEAST + 2 * shared + len(heading & (topic | said)) / 4


def _stems(text: str, request: Request) -> set[str]:
    common = request.lexicon.lists["common"]
    return {w[:_STEM] for w in words(fold(text)) if len(w) > 2 and w not in common}


def passages() -> Iterator[Passage]:
    """Cut every document at its headings."""
    for document in reading.documents():
        heading, lines = document.title, list[str]()
        for text in document.body.splitlines():
            found = _HEADING.match(text)
            if not found:
                lines.append(text)
                continue
            yield from _passage(document.id, document.title, heading, lines)
            heading, lines = found[1], []
        yield from _passage(document.id, document.title, heading, lines)


def _passage(number: int, title: str, heading: str, lines: list[str]) -> Iterator[Passage]:
    body = "\n".join(lines).strip()
    if body:
        yield Passage(number, title, heading, body)


def _short(body: str) -> str:
    """Keep what a telephone shows at a glance, with Markdown's marks as WhatsApp's."""
    text = re.sub(r"\*\*(.+?)\*\*", r"*\1*", body)
    text = re.sub(r"^[-*]\s+", "• ", text, flags=re.MULTILINE)
    text = re.sub(r"^\|[\s|:-]+\|\s*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"^\|\s*(.+?)\s*\|\s*$", _cells, text, flags=re.MULTILINE)
    while len(text) > _LONGEST and "\n" in text:
        text = text.rsplit("\n", 1)[0].rstrip()
    return text


def _cells(line: re.Match[str]) -> str:
    first, *others = [cell.strip() for cell in line[1].split("|") if cell.strip()] or [""]
    return f"• {first}: {' / '.join(others)}" if others else f"• {first}"

"""Policies and guides: the passage of a document that answers, or a person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from brain.mind.decide import POLICY
from brain.mind.folding import fold, words
from brain.mind.values import HandOff, Outcome, Row
from brain.mind.workflows.request import Request
from knowledge import reading

_HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$")
_LONGEST = 700
_LEAST = 0.5


@dataclass(frozen=True)
class Passage:
    document: int
    heading: str
    body: str


class Policies:
    name = "documentos"
    description = (
        "Políticas de la tienda: entregas, devoluciones, garantías, formas de pago, guías."
    )
    required: tuple[str, ...] = ()

    def available(self) -> bool:
        return bool(reading.documents())

    def run(self, request: Request) -> Outcome:
        passage = _best(request)
        if passage is None:
            reason = request.say(f"reasons.{request.intent}")
            department = POLICY.get(request.intent, "servicio")
            return Outcome(ok=False, handoff=HandOff(department, reason, "normal", ""))
        row = Row("store_document", passage.document, {"passage": passage.body})
        return Outcome(ok=True, rows=(row,), text=_short(passage.body))


def _best(request: Request) -> Passage | None:
    topic = _TOPICS.get(request.intent, frozenset())
    said = {w[:_STEM] for w in words(request.understood.text) if len(w) > 3} | set(topic)
    scored = [(_score(passage, said, topic), passage) for passage in passages()]
    best = max(scored, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= _LEAST else None


_STEM = 5
# Beginnings of the words that a passage on the topic has in its heading.
_TOPICS: Mapping[str, frozenset[str]] = {
    "entrega": frozenset({"entre", "envio", "deliv", "domic", "trans"}),
    "devolucion": frozenset({"devol", "cambi", "garan", "reemb"}),
    "pago": frozenset({"pago", "pagos", "tarje", "credi", "factu", "trans"}),
}


def _score(passage: Passage, said: set[str], topic: frozenset[str]) -> float:
    heading = {w[:_STEM] for w in words(fold(passage.heading))}
    body = {w[:_STEM] for w in words(fold(passage.body))}
    if topic and not heading & topic and not body & topic:
        return 0.0
    shared = len(said & body) / max(len(said), 1)
    return shared + 0.5 * len(heading & said)


def passages() -> Iterator[Passage]:
    """Cut every document at its headings."""
    for document in reading.documents():
        heading, lines = document.title, list[str]()
        for line in document.body.splitlines():
            found = _HEADING.match(line)
            if not found:
                lines.append(line)
                continue
            yield from _passage(document.id, f"{document.title} {heading}", lines)
            heading, lines = found[1], []
        yield from _passage(document.id, f"{document.title} {heading}", lines)


def _passage(document: int, heading: str, lines: list[str]) -> Iterator[Passage]:
    body = "\n".join(lines).strip()
    if body:
        yield Passage(document, heading, body)


def _short(body: str) -> str:
    """Keep whole paragraphs up to what a telephone shows at a glance; Markdown bold as WhatsApp's."""
    text = re.sub(r"\*\*(.+?)\*\*", r"*\1*", body)
    text = re.sub(r"^[-*]\s+", "• ", text, flags=re.MULTILINE)
    while len(text) > _LONGEST and "\n" in text:
        text = text.rsplit("\n", 1)[0].rstrip()
    return text

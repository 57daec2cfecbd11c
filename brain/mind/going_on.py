"""A question that goes on with the last one: "¿y los abanicos?" after a guarantee was quoted."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from brain.mind.folding import fold, words
from brain.mind.lexicon import Lexicon
from brain.mind.values import Intent, Understanding
from brain.mind.written_down import QUESTION
from knowledge.ideas import ideas
from knowledge.passage_search import FoundPassage

_ON_DOCUMENTS = frozenset({QUESTION, "devolucion", "entrega", "pago", "asesoria"})
_GOES_ON = re.compile(r"^(?:y|e|pero|o|entonces)\b")
_LONGEST = 9  # words; more is a question of its own
_MAY_BE = frozenset({"existencia", "devolucion", "entrega", "pago", "asesoria", "saludo", "acuse"})

Search = Callable[[str], Sequence[FoundPassage]]


def gone_on(
    read: Understanding, said: str, state: Mapping[str, Any], lexicon: Lexicon, search: Search
) -> Understanding:
    """Read a message as more of the last question to the documents, if a passage holds it."""
    asked = str(state.get("asked", ""))
    if not asked or state.get("topic") not in _ON_DOCUMENTS or not _may_go_on(read, lexicon):
        return read
    question = f"{asked} {said}"
    best = next(iter(search(question)), None)
    if best is None or not _holds(best, said):
        return read
    return replace(read, intents=(Intent(QUESTION, 0.9, question),), mentions=())


def _may_go_on(read: Understanding, lexicon: Lexicon) -> bool:
    text = fold(read.text)
    if not _GOES_ON.match(text) or len(words(text)) > _LONGEST or lexicon.says("asks", text):
        return False
    return {intent.name for intent in read.intents} <= _MAY_BE


def _holds(found: FoundPassage, said: str) -> bool:
    """Tell whether the passage says what the message adds, whatever it is."""
    told = {word for phrase, _ in ideas().of(said) for word in phrase}
    held = {word for phrase, _ in ideas().of(found.passage.body) for word in phrase}
    return bool(told & held)

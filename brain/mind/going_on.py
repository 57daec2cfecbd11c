"""A question that goes on with the last one: "¿y los abanicos?" after a guarantee was quoted."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from brain.mind.clause import SOCIAL
from brain.mind.folding import fold, words
from brain.mind.lexicon import Lexicon
from brain.mind.values import Intent, Understanding
from brain.mind.written_down import QUESTION
from knowledge.ideas import ideas
from knowledge.passage_search import FoundPassage

_ON_DOCUMENTS = frozenset({QUESTION, "devolucion", "entrega", "pago", "asesoria"})
_OF_GOODS = frozenset({"existencia", "precio", "oferta"})
_GOES_ON = re.compile(r"^(?:y|e|pero|o|entonces)\b")
_HOW_LONG = re.compile(
    r"^(?:(?:y|e|pero|por|de|hasta|desde|como)[\s,]+)*cuant[oa]s?"
    r" (?:tiempo|meses|dias|anos)(?: es| son| dura| tiene)?$"
)
_COSTS = re.compile(
    r"^(?:(?:y|e|pero|entonces|ok)[\s,]+)*(?:(?:en |a )?cuanto|que precio|a como)(?: es que)?"
    r" (?:me |nos |le )?(?:cobra|sale|cuesta|vale|seria|es)n?"
    r"(?: (?:eso|ustedes|por eso|el servicio))*$"
)
# "¿Y si estoy en Boca Chica?" after the delivery's terms: they say where to.
_TO_A_PLACE = re.compile(
    r"^(?:(?:y|e|pero|o|entonces)[\s,]+)+(?:si )?(?:(?:yo|nosotros|es|fuera|la casa|eso) )*"
    r"(?:estoy|estamos|vivo|vivimos|soy|somos|esta|queda)? ?(?:en|de|por|para|a|hasta|aqui en)"
    r" (?:la |el |los |las )?(?!mayor)[a-z]{3,}(?: [a-z]+){0,3}$"
)
_LONGEST = 9  # words; more is a question of its own
_MAY_BE = frozenset({"existencia", "devolucion", "entrega", "pago", "asesoria", "saludo", "acuse"})

Search = Callable[[str], Sequence[FoundPassage]]


def gone_on(
    read: Understanding, said: str, state: Mapping[str, Any], lexicon: Lexicon, search: Search
) -> Understanding:
    """Read a message as more of the last question to the documents, if a passage holds it."""
    if _of_a_condition(read, lexicon):
        return replace(read, intents=(Intent(QUESTION, 0.9, said),), mentions=())
    asked = str(state.get("asked", ""))
    if not asked or state.get("topic") not in _ON_DOCUMENTS:
        return read
    if _asks_what_it_costs(read) or _HOW_LONG.match(_plain(read)):
        return replace(read, intents=(Intent(state["topic"], 0.9, f"{asked} {said}"),), mentions=())
    if state["topic"] == "entrega" and _is_a_place(read):
        return replace(read, intents=(Intent("entrega", 0.9, asked),), mentions=())
    if not _may_go_on(read, lexicon):
        return read
    question = f"{asked} {said}"
    best = next(iter(search(question)), None)
    if best is None or not _holds(best, said):
        return read
    return replace(read, intents=(Intent(QUESTION, 0.9, question),), mentions=())


def _asks_what_it_costs(read: Understanding) -> bool:
    """ "¿Cuánto cobran?", after a delivery was told of, asks for no product."""
    wanted = {intent.name for intent in read.intents} - SOCIAL
    named = any(m.text or m.quantity for m in read.mentions)
    return wanted == {"precio"} and not named and _COSTS.match(_plain(read)) is not None


def _is_a_place(read: Understanding) -> bool:
    names = {intent.name for intent in read.intents}
    named = any(mention.found for mention in read.mentions)
    if named or not names <= _MAY_BE | {"precio_especial"}:  # "Hato Mayor" is a town
        return False
    return _TO_A_PLACE.match(_plain(read)) is not None


def _plain(read: Understanding) -> str:
    return fold(read.text).strip(" ¿?¡!.,")


def _of_a_condition(read: Understanding, lexicon: Lexicon) -> bool:
    """ "¿Y ese incluye la instalación?" asks what is done or charged beside it."""
    named = any(m.text or m.quantity or m.wish for m in read.mentions)
    wanted = {intent.name for intent in read.intents} - SOCIAL
    return (
        read.follow_up
        and not named
        and wanted <= _OF_GOODS
        and lexicon.says("condition", read.text)
    )


def _may_go_on(read: Understanding, lexicon: Lexicon) -> bool:
    text = _plain(read)
    if not _GOES_ON.match(text) or len(words(text)) > _LONGEST or lexicon.says("asks", text):
        return False
    return {intent.name for intent in read.intents} <= _MAY_BE


def _holds(found: FoundPassage, said: str) -> bool:
    """Tell whether the passage says what the message adds, whatever it is."""
    told = {word for phrase, _ in ideas().of(said) for word in phrase}
    held = {word for phrase, _ in ideas().of(found.passage.body) for word in phrase}
    return bool(told & held)

"""What a clause wants only because of what was answered last: another branch, another post."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from brain.mind.folding import words
from brain.mind.intents import Reading
from brain.mind.naming import LINKED, Kit
from brain.mind.parts import Part, parts
from brain.mind.values import Intent, Mention

STORE = frozenset({"horario", "ubicacion", "contacto"})
_SHORT = 6  # words; more are a sentence of their own
_AND_OF = re.compile(
    r"^(?:y|e|o|pero|entonces|ok|bueno)[\s,]+(?:algo |nada |que )?(?:de|en|del|para)\b"
)
_ACCOUNT_ALONE = re.compile(r"\d(?:[ .-]?\d){5,13}")
_MAYBE_ACCOUNT = re.compile(r"\d{4,5}")  # or a count, where products were spoken of
_LONG_NUMBER = re.compile(r"(?<![\d/x-])\d(?:[ .-]?\d){4,11}(?![\d/x])")


def more_of_the_topic(reading: Reading, state: Mapping[str, Any], kit: Kit) -> Intent | None:
    """Tell what a clause without cues goes on with: an account's number, a branch, a post."""
    clause = reading.clause
    if _is_account_number(clause, state) or _names_an_account(reading, kit):
        return Intent("cuenta", 0.8, clause)
    if _names_a_branch(clause, state, kit):
        return Intent(topic(state), 0.85, clause)
    return Intent("vacante", 0.85, clause) if _names_a_post(clause, state, kit) else None


def topic(state: Mapping[str, Any]) -> str:
    """What the last answer served, or its question was about."""
    asked = str((state.get("pending") or {}).get("kind", ""))
    return "cuenta" if asked.startswith("account_") else str(state.get("topic", ""))


def _names_a_branch(clause: str, state: Mapping[str, Any], kit: Kit) -> bool:
    """ "¿Y en Bonao?" after hours or an address asks for those of another branch."""
    if topic(state) not in STORE or len(words(clause)) > _SHORT:
        return False
    lists = kit.lexicon.lists
    return any(word in kit.towns for word in {*words(clause)} - lists["carriers"] - lists["places"])


def _names_a_post(clause: str, state: Mapping[str, Any], kit: Kit) -> bool:
    """ "¿Y ayudante de almacén?" after the vacancies asks for another one."""
    said = words(clause)
    posts = kit.lexicon.lists["posts"]
    return topic(state) == "vacante" and len(said) <= _SHORT and not posts.isdisjoint(said)


def of_a_kind(named: Sequence[Mention], clause: str, state: Mapping[str, Any]) -> bool:
    """ "¿Y de herramientas?" after the offers: a kind of things, if no product."""
    short = len(words(clause)) <= _SHORT and _AND_OF.match(clause) is not None
    return state.get("topic") == "oferta" and short and any(m.text for m in named)


def goes_on(clause: str, state: Mapping[str, Any]) -> str:
    """ "¿Y en pintura?" after the offers asks for offers."""
    return "oferta" if state.get("topic") == "oferta" and LINKED.match(clause) else ""


def _is_account_number(clause: str, state: Mapping[str, Any]) -> bool:
    maybe = not state.get("products") or state.get("topic") == "cuenta"
    return bool(_ACCOUNT_ALONE.fullmatch(clause) or (maybe and _MAYBE_ACCOUNT.fullmatch(clause)))


def _names_an_account(reading: Reading, kit: Kit) -> bool:
    """Tell whether a long number is all that a message is about: "¿y la 0056247?"."""
    found = _LONG_NUMBER.search(reading.clause)
    if found is None:
        return False
    rest = " ".join(p.text for p in parts(_LONG_NUMBER.sub(" ", reading.rest()), kit.lexicon))
    return not rest or not kit.look_up(Part(rest, None)).found

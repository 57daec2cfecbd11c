"""A clause that is about what was spoken of last, and names nothing by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from brain.mind.another import another
from brain.mind.likeness import coverage
from brain.mind.naming import Kit
from brain.mind.otherwise import last_called
from brain.mind.parts import Part
from brain.mind.spoken_of import elsewhere, just_a_place, the_other
from brain.mind.values import Mention
from knowledge.vocabulary import lexicon as vocabulary
from knowledge.vocabulary import written_out

_HOLDS = re.compile(
    r"^(?:(?:y|pero|es[aeo]|el|la|ya|no|si)[\s,]+)*(?:trae|viene con|incluye)"
    r"(?: (?:ya|su|sus|la|el|las|los|con|un|una|de))* ([a-z]{3,})"
    r"(?: (?:y|o) [a-z]+| (?:incluid|puest)[oa]s?| de [a-z]+)*$"
)
_HOW_MANY = re.compile(
    r"^(?:(?:y|de|es[aeo]|a|pero)[\s,]+)*cuant[oa]s? ([a-z]+)"
    r" (?:es|son|trae|tiene|hace|da|tira|coge|viene|lleva|carga|mide|pesa|saca|agarra|dura)n?"
    r"(?: (?:es[aeo]s?|(?:el|la) [a-z]+|cada [a-z]+))?$"
)
_ENOUGH = re.compile(
    r"^(?:(?:y|entonces|ok|pero|con eso|eso|a mi)[\s,]+)*(?:me|nos) (?:alcanza|da|llega)"
    r"(?: (?:con eso|el dinero|los cuartos|para (?:eso|un[oa]|es[ea]|comprarl[oa])))?$"
)
_NUMBER = re.compile(r"^(?:y|o|pero|no|mejor)(?: si es)?[\s,]+(?:la |el )?(\d{1,4})$")
_SAID = re.compile(r"(?<![\d/.x-])(\d{1,4})(?=[a-z]*(?: |$))")
_GRIT = 40  # from here on a number without a unit is mostly a size: "lija 60", "electrodo 6011"
_CLOSE = 4  # times; a number that is much greater than the size counts


def of_the_last(clause: str, state: Mapping[str, Any], kit: Kit) -> Mention | None:
    """Read a clause as said of the last product or of those that were spoken of."""
    return (
        another(clause, state, kit.lexicon)
        or elsewhere(clause, state, kit)
        or the_other(clause, state, kit)
        or just_a_place(clause, state, kit)
        or _asks_of_it(clause, state)
        or _other_number(clause, state, kit)
    )


def _asks_of_it(clause: str, state: Mapping[str, Any]) -> Mention | None:
    """ "¿Trae batería?", "¿cuántos litros es?", "¿me alcanza?": its name tells, or nothing."""
    name, open_ = last_called(state), (state.get("pending") or {}).get("kind") == "choose"
    if (name or open_) and _ENOUGH.match(clause):
        return Mention("", None, (), resolved=False)
    held, many = _HOLDS.match(clause), _HOW_MANY.match(clause)
    if not name or not (held or many):
        return None
    if held and coverage(held[1], written_out(name).replace("/", " ")) <= 0:
        return None
    if many and many[1] not in vocabulary().units:
        return None
    return Mention("", None, (), resolved=False)


def _is_kin(name: str, number: str, state: Mapping[str, Any]) -> bool:
    """Tell whether a thing is of that size, and called as the last ones are."""
    last = state["products"]
    called = " ".join([str(last.get("query", "")), *map(str, last.get("names", ()))])
    return coverage(number, name) > 0 and coverage(next(iter(name.split())), called) > 0


def _other_number(clause: str, state: Mapping[str, Any], kit: Kit) -> Mention | None:
    """ "¿Y 220?" after "lija 150" asks for another grit, and not for so many."""
    found = _NUMBER.match(clause)
    query = str(state.get("products", {}).get("query", ""))
    sizes = _SAID.findall(query)
    if found is None or len(sizes) != 1 or found[1] == sizes[0]:
        return None
    other = kit.look_up(Part(_SAID.sub(found[1], query), None))
    if other.resolved and _is_kin(other.candidates[0].name, found[1], state):
        return other
    times = Decimal(found[1]) / Decimal(sizes[0])
    likely = int(sizes[0]) >= _GRIT and 1 / Decimal(_CLOSE) <= times <= _CLOSE
    return Mention(other.text, None, (), False, other.near or other.candidates) if likely else None

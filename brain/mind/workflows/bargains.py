"""Which of today's offers are asked for: those within so much money, those that end first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from brain.mind.workflows.request import Request
from knowledge.reading import OfferRow

# "Que cueste menos de 500", "por debajo de mil", "tengo 5 mil pesos": the amount is the last group.
_CAP = re.compile(
    r"\b(?:(?:menos|por debajo|menor(?:es)?|bajo|abajo|no (?:mas|pase|pasen)|maximo)"
    r" (?:de(?: los)?|que|a)"
    r"|hasta(?: de)?|no lleguen? a|que no pasen? de|maximo)"
    r" (?:rd ?)?\$? ?(\d[\d,.]*|[a-z]+)( mil)?(?= |$|,|\?)"
    r"|\b(?:tengo|con|por|mando|mandaron|dio|dieron|presupuesto (?:es )?de|cuento con)"
    r" (?:rd ?)?\$? ?(\d[\d,.]*|[a-z]+)( mil)? pesos\b"
)


_CHEAPEST = re.compile(r"\b(?:la|el|lo|las|los) (?:que [a-z]+ )?mas (?:barat|economic)[oa]s?\b")
_FEW = 3  # the cheapest that are told


@dataclass(frozen=True)
class Chosen:
    """The offers that are asked for, in order; `none` where they cost more than was said."""

    offers: list[OfferRow]
    narrowed: bool = False
    none: bool = False


def chosen(offers: Sequence[OfferRow], request: Request) -> Chosen:
    """Keep and order today's offers as the message wants them; the cheapest where none fits."""
    kept = list(offers)
    soonest = request.says("ends_first")
    if soonest:
        kept.sort(key=lambda offer: offer.valid_to)
    cheapest = _CHEAPEST.search(request.understood.text) is not None
    if cheapest:
        kept = [o for o in kept if o.offer_price is not None]
        kept.sort(key=lambda offer: offer.offer_price or 0)
        kept = kept[:_FEW]
    cap = _cap(request.understood.text, request.lexicon.numbers)
    if cap is None:
        return Chosen(kept, narrowed=soonest or cheapest)
    within = [o for o in kept if o.offer_price is not None and o.offer_price <= cap]
    return Chosen(within, narrowed=True, none=not within)


def _cap(text: str, numbers: Mapping[str, int]) -> Decimal | None:
    """Read how much it may cost at most, None where nothing is said of it."""
    for found in _CAP.finditer(text):
        said, thousands = found[1] or found[3], found[2] or found[4]
        amount = _amount(said.rstrip(".,"), numbers)
        if amount is not None:
            return amount * 1000 if thousands else amount
    return None


def _amount(said: str, numbers: Mapping[str, int]) -> Decimal | None:
    if said in numbers:
        return Decimal(numbers[said])
    digits = re.sub(r"[,.](?=\d{3}\b)", "", said)
    return Decimal(digits) if re.fullmatch(r"\d+(?:\.\d+)?", digits) else None

"""How many an offer holds for: from so many on ("Desde 20 fundas"), up to so many a customer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from brain.mind.folding import fold

Share = tuple[Decimal, Decimal]  # how many, and what each of them costs

_SO_MANY = r"(\d{1,5}|[a-z]+)"
_LEAST = re.compile(
    r"\b(?:desde|a partir de|minimo(?: de)?|comprando|llevando|al (?:comprar|llevar)"
    rf"|por la compra de|mas de) (?:l[oa]s? )?{_SO_MANY}\b"
    r"|\b(\d{1,5})(?: [a-z]+)? (?:en adelante|o mas)\b"
)
_FOR_EACH = (
    r"por (?:cada )?(?:cliente|persona|comprador|compra|factura|familia|hogar|pedido|visita)"
)
_MOST = re.compile(
    rf"\b(?:maximo|limite|tope)(?: de)?:? (?:de )?{_SO_MANY}\b(?! (?:dia|hora|semana|mes|ano)s?\b)"
    rf"|\b{_SO_MANY}(?: [a-z]+)? (?:como )?(?:maximo )?{_FOR_EACH}\b"
    rf"|\bno mas de {_SO_MANY}\b"
)

# "2x1", "3x2", "lleva dos y paga una", "compre uno y llévese otro gratis".
_TIMES = re.compile(r"\b([2-6]) ?x ?([1-5])\b(?! ?x)|\bdos por un[oa]?\b")
_TAKES = rf"llev[a-z]+ (?:l[oa]s )?{_SO_MANY}(?: [a-z0-9'\"/]+){{0,4}}?"
_PAYS = rf"pag[a-z]+ (?:solo |l[oa]s )*{_SO_MANY}"
_TAKES_PAYS = re.compile(rf"\b{_TAKES},? (?:y |pero )?(?:solo )?{_PAYS}\b")
_PAYS_TAKES = re.compile(rf"\b{_PAYS}(?: [a-z0-9'\"/]+){{0,4}}?,? (?:y )?{_TAKES}\b")
_ONE_MORE = re.compile(r"\b(?:compr|llev|pag)[a-z]+ un[oa]?\b.*\botr[oa](?: igual| mas)? gratis\b")


def least(description: str, numbers: Mapping[str, int]) -> int | None:
    """Read from how many on an offer holds, None where it does not say."""
    return _read(_LEAST, description, numbers)


def most(description: str, numbers: Mapping[str, int]) -> int | None:
    """Read how many a customer gets at the offer's price, None where it does not say."""
    return _read(_MOST, description, numbers)


def limited(description: str, numbers: Mapping[str, int]) -> bool:
    """Tell whether an offer holds for so many only: its price by itself would mislead."""
    return least(description, numbers) is not None or most(description, numbers) is not None


def _read(pattern: re.Pattern[str], description: str, numbers: Mapping[str, int]) -> int | None:
    for found in pattern.finditer(fold(description)):
        said = next((each for each in found.groups() if each), "")
        number = int(said) if said.isdigit() else numbers.get(said)
        if number:
            return number
    return None


def shares(
    quantity: Decimal, offer: Decimal, normal: Decimal, description: str, numbers: Mapping[str, int]
) -> tuple[Share, ...]:
    """Divide so many into those at the offer's price and those at the normal one."""
    begins, ends = least(description, numbers), most(description, numbers)
    if begins is not None and quantity < begins:
        return ((quantity, normal),)
    if ends is not None and quantity > ends:
        return ((Decimal(ends), offer), (quantity - ends, normal))
    return ((quantity, offer),)


def with_free(
    quantity: Decimal, price: Decimal, description: str, numbers: Mapping[str, int]
) -> tuple[Share, ...]:
    """Divide so many into those that are paid and those that come free: "2x1"."""
    taken, paid = _times(fold(description), numbers)
    free = quantity // taken * (taken - paid) if taken > paid > 0 else Decimal(0)
    if not free:
        return ((quantity, price),)
    return ((quantity - free, price), (free, Decimal(0)))


def _times(said: str, numbers: Mapping[str, int]) -> tuple[int, int]:
    """How many one takes, and how many of them one pays."""
    if found := _TIMES.search(said):
        return int(found[1] or 2), int(found[2] or 1)
    if _ONE_MORE.search(said):
        return 2, 1
    if found := _TAKES_PAYS.search(said):
        return _number(found[1], numbers), _number(found[2], numbers)
    if found := _PAYS_TAKES.search(said):
        return _number(found[2], numbers), _number(found[1], numbers)
    return 0, 0


def _number(said: str, numbers: Mapping[str, int]) -> int:
    return int(said) if said.isdigit() else numbers.get(said, 0)

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


def least(description: str, numbers: Mapping[str, int]) -> int | None:
    """Read from how many on an offer holds, None where it does not say."""
    return _read(_LEAST, description, numbers)


def most(description: str, numbers: Mapping[str, int]) -> int | None:
    """Read how many a customer gets at the offer's price, None where it does not say."""
    return _read(_MOST, description, numbers)


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

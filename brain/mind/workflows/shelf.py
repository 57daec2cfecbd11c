"""What stands on the shelf: products read fresh, one entry a sku, with the offer that holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from brain.mind.folding import fold, words
from brain.mind.prompts import Prompts
from brain.mind.values import Row
from brain.mind.wording import count, day_month
from knowledge import reading
from knowledge.money import format_dop
from knowledge.reading import OfferRow, ProductRow

_FROM = re.compile(r"\b(?:desde|a partir de|minimo(?: de)?|comprando|llevando) (\d+|[a-z]+)\b")


@dataclass(frozen=True)
class Item:
    """One product with all its branches, and its offer of today."""

    rows: tuple[ProductRow, ...]
    offer: OfferRow | None
    today: date
    partial: bool = False  # only the branch that was asked for

    @property
    def first(self) -> ProductRow:
        """The row that speaks for the product: one that is there, if any is."""
        return next((row for row in self.rows if row.stock > 0), self.rows[0])

    @property
    def stock(self) -> Decimal:
        return sum((row.stock for row in self.rows), Decimal(0))

    @property
    def normal(self) -> Decimal:
        return self.first.price

    @property
    def price(self) -> Decimal:
        if self.offer is None or self.offer.offer_price is None:
            return self.normal
        return self.offer.offer_price

    @property
    def reduced(self) -> bool:
        return self.price != self.normal

    @property
    def one_price(self) -> bool:
        return len({row.price for row in self.rows}) == 1 or self.reduced

    def price_for(self, quantity: Decimal, numbers: Mapping[str, int]) -> Decimal:
        """The price of each when so many are bought: some offers begin at a count."""
        if self.offer is None or not self.reduced:
            return self.price
        least = least_quantity(self.offer, numbers)
        return self.price if least is None or quantity >= least else self.normal

    def facts(self, words: Prompts) -> tuple[Row, ...]:
        """Give the rows with the figures a reply may use."""
        read = [Row("store_product", row.id, _figures(row)) for row in self.rows]
        total = {"stock_total": count(self.stock)}
        read.append(Row("store_product", self.first.id, total))
        if self.offer is not None:
            read.append(offer_facts(self.offer, self.today, words))
        return tuple(read)


def least_quantity(offer: OfferRow, numbers: Mapping[str, int]) -> int | None:
    """Read from how many on an offer holds ("Desde 20 fundas"), None where it does not say."""
    found = _FROM.search(fold(offer.description))
    if found is None:
        return None
    return int(found[1]) if found[1].isdigit() else numbers.get(found[1])


def offer_facts(offer: OfferRow, today: date, words: Prompts) -> Row:
    figures = {
        "name": offer.name,
        "description": offer.description,
        "until": day_month(offer.valid_to, today, words),
    }
    if offer.offer_price is not None:
        figures["offer_price"] = format_dop(offer.offer_price)
    return Row("store_offer", offer.id, figures)


def _figures(row: ProductRow) -> dict[str, str]:
    return {
        "name": row.name,
        "unit": row.unit,
        "price": format_dop(row.price),
        "stock": count(row.stock),
        "branch": row.branch or "",
    }


def items(skus: Sequence[str], today: date) -> list[Item]:
    """Read these products and their offers now, in the order of `skus`."""
    by_sku: dict[str, list[ProductRow]] = {}
    for row in reading.products(list(dict.fromkeys(skus))):
        by_sku.setdefault(row.sku, []).append(row)
    if not by_sku:
        return []
    only = next(iter(by_sku)) if len(by_sku) == 1 else None
    offers = _best_offers(reading.offers_on(today, only))
    return [Item(tuple(rows), offers.get(sku), today) for sku, rows in by_sku.items()]


def in_branch(item: Item, said: str) -> Item:
    """Keep the rows of the branch that a message names, all where it names none."""
    named = [row for row in item.rows if row.branch and names_branch(row.branch, said)]
    there = any(row.stock > 0 for row in named)
    return replace(item, rows=tuple(named), partial=True) if there else item


def names_branch(branch: str, said: str) -> bool:
    heard = words(said)
    return any(len(word) > 3 and word in heard for word in fold(branch).split())


def _best_offers(offers: Sequence[OfferRow]) -> dict[str, OfferRow]:
    best: dict[str, OfferRow] = {}
    for offer in sorted(offers, key=lambda each: -(each.offer_price or Decimal(0))):
        if offer.sku and offer.offer_price is not None:
            best[offer.sku] = offer  # the cheapest comes last
    return best

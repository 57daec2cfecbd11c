"""What stands on the shelf: products read fresh, one entry a sku, with the offer that holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from brain.mind.prompts import Prompts
from brain.mind.values import Row
from brain.mind.wording import count, day_month
from knowledge import reading
from knowledge.money import format_dop
from knowledge.reading import OfferRow, ProductRow


@dataclass(frozen=True)
class Item:
    """One product with all its branches, and its offer of today."""

    rows: tuple[ProductRow, ...]
    offer: OfferRow | None
    today: date

    @property
    def first(self) -> ProductRow:
        return self.rows[0]

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

    def facts(self, words: Prompts) -> tuple[Row, ...]:
        """Give the rows with the figures a reply may use."""
        read = [Row("store_product", row.id, _figures(row)) for row in self.rows]
        total = {"stock_total": count(self.stock)}
        read.append(Row("store_product", self.first.id, total))
        if self.offer is not None:
            read.append(offer_facts(self.offer, self.today, words))
        return tuple(read)


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
    offers = _best_offers(reading.offers_on(today))
    return [Item(tuple(rows), offers.get(sku), today) for sku, rows in by_sku.items()]


def _best_offers(offers: Sequence[OfferRow]) -> dict[str, OfferRow]:
    best: dict[str, OfferRow] = {}
    for offer in offers:
        known = best.get(offer.sku)
        if offer.sku and offer.offer_price is not None:
            cheaper = known is None or (known.offer_price or 0) > offer.offer_price
            best[offer.sku] = offer if cheaper or known is None else known
    return best

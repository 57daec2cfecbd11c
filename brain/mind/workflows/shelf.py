"""What stands on the shelf: products read fresh, one entry a sku, with the offer that holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from brain.mind.folding import fold, words
from brain.mind.likeness import coverage
from brain.mind.prompts import Prompts
from brain.mind.values import Row
from brain.mind.wording import count, day_month
from brain.mind.workflows.conditions import Share, shares, with_free
from brain.mind.workflows.request import Request
from knowledge import reading
from knowledge.money import format_dop
from knowledge.reading import OfferRow, ProductRow

# "Plancha de zinc" is zinc; but a "caja de breakers" is none.
_WRAPPING = re.compile(
    r"^(?:plancha|hoja|l[aá]mina|funda|saco|rollo|juego|par|pliego|lata|paquete|set|barra) de ",
    re.IGNORECASE,
)

_COMBO = "combo:"


def combo_code(sku: str) -> str:
    """What a product together with others is kept as: it has a price of its own."""
    return f"{_COMBO}{sku}"


def is_extra(offer: OfferRow) -> bool:
    """Tell whether an offer leaves the product's own price: "2x1", a gift, a combo."""
    if offer.product is None or offer.offer_price is None:
        return False
    return offer.offer_price >= offer.product.price


def is_combo(offer: OfferRow) -> bool:
    """Tell whether an offer costs more than the product: other things come with it."""
    if offer.product is None or offer.offer_price is None:
        return False
    return offer.offer_price > offer.product.price


def code_of(offer: OfferRow) -> str:
    return combo_code(offer.sku or "") if is_combo(offer) else offer.sku or ""


def thing(name: str) -> str:
    """Give a name without what it comes in."""
    return _WRAPPING.sub("", name)


@dataclass(frozen=True)
class Item:
    """One product with all its branches, and its offer of today."""

    rows: tuple[ProductRow, ...]
    offer: OfferRow | None
    today: date
    partial: bool = False  # only the branch that was asked for
    absent: str = ""  # the branch that was asked for, where it is not
    branded: bool = False  # another product bears the same name: its brand tells it apart
    extra: OfferRow | None = None  # an offer that is no lower price: a combo with other things
    together: bool = False  # that combo itself, which has a price of its own

    @property
    def first(self) -> ProductRow:
        """The row that speaks for the product: one that is there, if any is."""
        return next((row for row in self.rows if row.stock > 0), self.rows[0])

    @property
    def code(self) -> str:
        """What it is kept as: its sku, or the combo's."""
        return combo_code(self.first.sku) if self.together else self.first.sku

    @property
    def title(self) -> str:
        """The name, with the brand where only that tells it from another product."""
        if self.together and self.offer:
            return f"{self.offer.name} ({self.first.name})"
        brand = self.first.brand if self.branded else ""
        known = not brand or fold(brand) in fold(self.first.name)
        return self.first.name if known else f"{self.first.name} {brand}"

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

    def shares(self, quantity: Decimal, numbers: Mapping[str, int]) -> tuple[Share, ...]:
        """What so many cost: some offers begin at a count, and some end at one."""
        if self.extra is not None and not self.together:
            return with_free(
                quantity, self.normal, f"{self.extra.name} {self.extra.description}", numbers
            )
        if self.offer is None or not self.reduced or self.together:
            return ((quantity, self.price),)
        return shares(quantity, self.price, self.normal, self.offer.description, numbers)

    def restricted(self, quantity: Decimal, numbers: Mapping[str, int]) -> str:
        """The conditions of the offer where they keep some of so many from its price."""
        if self.offer is None or self.shares(quantity, numbers) == ((quantity, self.price),):
            return ""
        return self.offer.description

    def facts(self, words: Prompts) -> tuple[Row, ...]:
        """Give the rows with the figures a reply may use."""
        read = [Row("store_product", row.id, _figures(row)) for row in self.rows]
        total = {"stock_total": count(self.stock)}
        read.append(Row("store_product", self.first.id, total))
        read += [offer_facts(each, self.today, words) for each in (self.offer, self.extra) if each]
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
        "brand": row.brand,
        "unit": row.unit,
        "price": format_dop(row.price),
        "stock": count(row.stock),
        "branch": row.branch or "",
    }


def items(skus: Sequence[str], request: Request) -> list[Item]:
    """Read these products and their offers now, in the order of `skus`."""
    wanted = set(skus)
    asked = dict.fromkeys(sku.removeprefix(_COMBO) for sku in skus)
    others = [other for sku in asked for other in request.index.namesakes(sku)]
    by_sku: dict[str, list[ProductRow]] = {}
    for row in reading.products(list(dict.fromkeys([*asked, *others]))):
        by_sku.setdefault(row.sku, []).append(row)
    if not by_sku:
        return []
    only = next(iter(by_sku)) if len(by_sku) == 1 else None
    today = reading.offers_on(request.today, only)
    offers = _best_offers([offer for offer in today if not is_extra(offer)])
    extras = _best_offers([offer for offer in today if is_extra(offer)])
    found = [
        Item(tuple(rows), offers.get(sku), request.today, extra=extras.get(sku))
        for sku, rows in by_sku.items()
    ]
    whole = _of_all_branches(found)
    names = Counter(fold(item.first.name) for item in whole)
    told = [
        replace(item, branded=names[fold(item.first.name)] > 1 or _says_brand(item, request))
        for item in whole
        if any(row.sku in asked for row in item.rows)
    ]
    return [form for item in told for form in _forms(item, wanted)]


def _forms(item: Item, wanted: Set[str]) -> list[Item]:
    """The product by itself and in its combo, as either was asked for."""
    combo = any(combo_code(row.sku) in wanted for row in item.rows) and item.extra is not None
    alone = not combo or any(row.sku in wanted for row in item.rows)
    bundled = replace(item, offer=item.extra, extra=None, together=True)
    return [*([item] if alone else []), *([bundled] if combo else [])]


def family(item: Item, request: Request, look_at: int) -> list[Item]:
    """Find the other products of its name and category, nearest first, among so many hits."""
    name, head = item.first.name, thing(item.first.name).split()[0]
    hits = [*request.index.search(name, look_at), *request.index.search(head, look_at)]
    found = items([hit.sku for hit in hits if hit.sku != item.first.sku], request)
    same = [each for each in found if each.first.category == item.first.category]
    return [each for each in same if coverage(head, thing(each.first.name).split()[0]) > 0]


def _says_brand(item: Item, request: Request) -> bool:
    brand = words(fold(item.first.brand))
    return bool(brand) and set(brand) <= set(words(request.understood.text))


def by_code(found: Sequence[Item]) -> dict[str, Item]:
    """Give products by their codes; one that has a code in each branch, by each of them."""
    alone = {row.sku: item for item in found for row in item.rows if not item.together}
    return alone | {item.code: item for item in found if item.together}


def _of_all_branches(found: Sequence[Item]) -> list[Item]:
    """Put together what is one product with a code of its own in each branch."""
    kept: dict[tuple[str, str, str, str], Item] = {}
    for item in found:
        row = item.rows[0]
        key = fold(row.name), fold(row.brand), fold(row.unit), ("" if row.branch else row.sku)
        before = kept.get(key)
        if before is None:
            kept[key] = item
        elif {r.branch for r in before.rows} & {r.branch for r in item.rows}:
            kept[(*key[:3], row.sku)] = item
        else:
            rows = (*before.rows, *item.rows)
            kept[key] = replace(before, rows=rows, offer=before.offer or item.offer)
    return list(kept.values())


def in_branch(item: Item, said: str) -> Item:
    """Keep the rows of the branch that a message names, all where it names none."""
    if not any(row.branch for row in item.rows):
        return item
    named = [row for row in item.rows if row.branch and names_branch(row.branch, said)]
    if any(row.stock > 0 for row in named):
        return replace(item, rows=tuple(named), partial=True)
    asked = [branch.name for branch in reading.branches() if names_branch(branch.name, said)]
    return replace(item, partial=True, absent=asked[0]) if len(asked) == 1 else item


def names_branch(branch: str, said: str) -> bool:
    heard = words(said)
    return any(len(word) > 3 and word in heard for word in fold(branch).split())


def _best_offers(offers: Sequence[OfferRow]) -> dict[str, OfferRow]:
    best: dict[str, OfferRow] = {}
    for offer in sorted(offers, key=lambda each: -(each.offer_price or Decimal(0))):
        if offer.sku and offer.offer_price is not None:
            best[offer.sku] = offer  # the cheapest comes last
    return best

"""How a product is written: in a sentence, in a list, as a choice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from brain.mind.values import Choice
from brain.mind.wording import count, day_month
from brain.mind.workflows.request import Request
from brain.mind.workflows.shelf import Item, is_combo
from knowledge.money import format_dop
from knowledge.reading import ProductRow

_WORDS = re.compile(r"\d+ [^\W\d]+|\S+")  # "5 galones" is one
_JOINING = frozenset({"con", "de", "del", "para", "por", "x", "y", "a", "en", "sin", "-"})
TITLE = 24  # characters that a row of a WhatsApp list shows


def values(item: Item, request: Request) -> dict[str, str]:
    """What the sentences about a product are filled with."""
    return {
        "name": item.title,
        "price": price(item, request),
        "normal": format_dop(item.normal),
        "per_unit": "" if item.together else per_unit(item.first, request),
        "until": until(item, request),
    }


def price(item: Item, request: Request) -> str:
    """The price, or the lowest and the highest where branches differ."""
    if item.one_price:
        return format_dop(item.price)
    prices = sorted(row.price for row in item.rows)
    low, high = format_dop(prices[0]), format_dop(prices[-1])
    return request.say("product.price_range", low=low, high=high)


def per_unit(row: ProductRow, request: Request) -> str:
    return request.say("product.per_unit", unit=row.unit) if row.unit else ""


def until(item: Item, request: Request) -> str:
    return day_month(item.offer.valid_to, request.today, request.words) if item.offer else ""


def sentence(item: Item, request: Request) -> str:
    """Say that a product is there, what it costs and how many there are."""
    if not item.one_price:
        return by_branch(item, request)
    key = "product.on_offer" if item.reduced else "product.available"
    key = "product.combo" if item.together else key
    text = request.say(key, stock=stock(item, request), **values(item, request))
    if item.reduced and item.offer and item.offer.description:
        text += request.say("product.conditions", description=item.offer.description)
    return text + brand(item, request) + extra(item, request)


def extra(item: Item, request: Request) -> str:
    """Tell of an offer beside the price: what one gets with it, or together with what."""
    if item.extra is None:
        return ""
    said = item.extra.description or item.extra.name
    combo = is_combo(item.extra)
    price = format_dop(item.extra.offer_price or item.normal) if combo else ""
    return "\n" + request.say(
        "product.extra_combo" if combo else "product.extra",
        description=said,
        name=item.extra.name,
        price=price,
        until=day_month(item.extra.valid_to, request.today, request.words),
    )


def brand(item: Item, request: Request) -> str:
    """Say whose make it is, where that is asked and known."""
    if not item.first.brand or not request.says("asks_brand"):
        return ""
    return request.say("product.brand", brand=item.first.brand)


def by_branch(item: Item, request: Request) -> str:
    """Say price and stock of each branch where they differ."""
    lines = [request.say("product.branches", name=item.title)]
    for row in item.rows:
        lines.append(
            request.say(
                "product.line_branches",
                branch=row.branch or "",
                price=format_dop(row.price),
                per_unit=per_unit(row, request),
                state=_state(row.stock, request),
            )
        )
    return "\n".join(lines)


def line(item: Item, request: Request) -> str:
    """One product in a list: name, price, whether it is there."""
    state = _state(item.stock, request)
    if item.reduced and not item.together:
        state += request.say("product.line_offer", normal=format_dop(item.normal))
    return request.say("product.line", state=state + brand(item, request), **values(item, request))


def _state(amount: Decimal, request: Request) -> str:
    if amount <= 0:
        return request.say("product.line_gone")
    return request.say("product.line_stock", stock=count(amount))


def stock(item: Item, request: Request) -> str:
    """Say how many there are, and in which branch where the store keeps it so."""
    there = [row for row in item.rows if row.branch]
    if there:
        named = [
            request.say("product.stock_branch", stock=count(row.stock), branch=row.branch)
            for row in there
        ]
        return request.say("product.stock_branches", branches=", ".join(named))
    key = "product.stock_one" if item.stock == 1 else "product.stock"
    return request.say(key, stock=count(item.stock))


def choices(items: Sequence[Item], *, priced: bool = True) -> list[Choice]:
    """Offer products to tap: what tells them apart as the title, all of the name beside it."""
    names = [_WORDS.findall(item.title) for item in items]
    shared = _shared(names) if len(names) > 1 else 0
    return [
        _choice(item, _title(name[shared:], [n for n in names if n is not name]), priced=priced)
        for item, name in zip(items, names, strict=True)
    ]


def _choice(item: Item, title: str, *, priced: bool) -> Choice:
    beside = [format_dop(item.price)] if priced else []
    if not item.title.endswith(title):
        beside.append(item.title)
    return Choice(f"product:{item.code}", title, " · ".join(beside))


def _title(name: Sequence[str], others: Sequence[Sequence[str]]) -> str:
    """Shorten a name to a list's width: what most others have too goes first, never half a word."""
    kept = list(name)
    shares = {word: sum(word in other for other in others) for word in kept}
    while len(" ".join(kept)) > TITLE and len(kept) > 1:
        most = max(shares[word] for word in kept[:-1] or kept)
        at = next(p for p, w in enumerate(kept) if shares[w] == most) if most else len(kept) - 1
        del kept[at]
    while len(kept) > 1 and kept[-1] in _JOINING:
        kept.pop()
    return " ".join(kept)


def _shared(names: Sequence[Sequence[str]]) -> int:
    shared = 0
    while all(len(name) > shared + 1 and name[shared] == names[0][shared] for name in names):
        shared += 1
    return shared

"""The list of a quotation, priced now, as the customer reads it and as the agents do."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from brain.mind.quote import Quote
from brain.mind.values import Row
from brain.mind.wording import count
from brain.mind.workflows.request import Request
from brain.mind.workflows.shelf import Item, by_code, items
from brain.mind.workflows.units import titled
from knowledge.money import format_dop

_NAME = 44  # characters of a product's name in the agents' table

Priced = list[tuple[Item, Decimal | None, Decimal]]


def wishes(quote: Quote) -> Row:
    """What the customer named himself, with its counts, may be said again."""
    return Row("quotation", 0, {"named": "\n".join((*quote.unknown, *quote.open))})


def priced(quote: Quote, request: Request) -> Priced:
    """Read the prices now: each product with its count and what one of so many costs.

    Of what an offer holds for in part there are two: those at its price, and the others.
    """
    found = by_code(items([line.sku for line in quote.lines], request))
    there = [(found[line.sku], line.count) for line in quote.lines if line.sku in found]
    return [
        (item, share, price)
        for item, quantity in there
        for share, price in _shares(item, quantity, request)
    ]


def _shares(
    item: Item, quantity: Decimal | None, request: Request
) -> Sequence[tuple[Decimal | None, Decimal]]:
    if quantity is None:
        return [(None, item.price)]
    return item.shares(quantity, request.lexicon.numbers)


def rows_of(prices: Priced, request: Request) -> tuple[Row, ...]:
    return tuple(row for item, _, _ in prices for row in item.facts(request.words))


def listed(
    quote: Quote,
    prices: Priced,
    request: Request,
    asked: Collection[str] = (),
    heading: str = "quotation.list",
) -> str:
    """Write the list; of what may be one of several, all but what is `asked` in this turn."""
    lines = [request.say(heading)]
    one = heading == "quotation.bill"  # one of each may be ours, and is not counted out
    wanted = _wanted(prices)
    lines += [
        _single(item, price, request)
        if one and wanted[item.code] == 1
        else _line(item, quantity, price, wanted[item.code], request)
        for item, quantity, price in prices
    ]
    lines += [request.say("quotation.line_unknown", text=text) for text in quote.unknown]
    undecided = [text for text in quote.open if text not in asked]
    lines += [request.say("quotation.line_undecided", text=text) for text in undecided]
    if not lines[1:]:
        return ""
    known = [(q, p) for _, q, p in prices if q is not None]
    if known and not quote.open and not quote.uncounted:
        total = sum((q * p for q, p in known), Decimal(0))
        lines.append(request.say("quotation.total", total=format_dop(total)))
    lines += _restricted(prices, request)
    return "\n".join(lines)


def _restricted(prices: Priced, request: Request) -> list[str]:
    """Say under which conditions the offers hold that hold for less than what is wanted."""
    numbers, wanted = request.lexicon.numbers, _wanted(prices)
    known = {item.code: item for item, _, _ in prices}
    told = [known[code].restricted(many, numbers) for code, many in wanted.items() if many]
    return [request.say("quotation.conditions", description=each) for each in told if each]


def _wanted(prices: Priced) -> dict[str, Decimal]:
    """How many of each are wanted, at whatever price."""
    wanted: dict[str, Decimal] = {}
    for item, quantity, _ in prices:
        wanted[item.code] = wanted.get(item.code, Decimal(0)) + (quantity or 0)
    return wanted


def _single(item: Item, price: Decimal, request: Request) -> str:
    return request.say("quotation.line_single", name=item.title, price=format_dop(price))


def _line(
    item: Item, quantity: Decimal | None, price: Decimal, wanted: Decimal, request: Request
) -> str:
    """One line; of a product that is divided by price, each tells when all of it is too few."""
    said = {"name": titled(item), "price": format_dop(price)}
    if quantity is None:
        return request.say("quotation.line_open", **said)
    key = "quotation.line" if price else "quotation.line_free"
    text = request.say(key, quantity=count(quantity), amount=format_dop(quantity * price), **said)
    if item.stock <= 0:
        return text + request.say("quotation.line_none")
    if wanted > item.stock:
        text += request.say("quotation.line_short", stock=count(item.stock))
    return text


def table(quote: Quote, prices: Priced, request: Request) -> str:
    """Write the list for the agents, in columns."""
    total, rows = Decimal(0), list[tuple[str, ...]]()
    for item, quantity, price in prices:
        amount = (quantity or Decimal(0)) * price
        total += amount
        said = count(quantity) if quantity is not None else "?"
        name = f"{item.title[:_NAME]} [{item.first.sku}]"
        rows.append((said, name, format_dop(price), format_dop(amount), count(item.stock)))
    undecided = [request.words.say("quotation.undecided", text=text) for text in quote.open]
    rows += [("?", text[:_NAME], "-", "-", "-") for text in (*quote.unknown, *undecided)]
    table = _columns([tuple(request.words.names("quotation.columns")), *rows])
    sum_line = request.words.say("quotation.table_total", total=format_dop(total))
    return f"```\n{table}\n{sum_line}\n```"


def _columns(rows: list[tuple[str, ...]]) -> str:
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return "\n".join(
        " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )

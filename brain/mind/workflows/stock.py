"""Inventory and price: what a product costs, whether it is there, and what 10 of it cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from brain.mind.folding import fold
from brain.mind.mentions import coverage, narrow
from brain.mind.values import Candidate, Choice, Mention, Outcome, Row
from brain.mind.wording import count, day_month
from brain.mind.workflows.request import Request
from brain.mind.workflows.shelf import Item, items
from knowledge import reading
from knowledge.money import format_dop

OFFERED = 3  # so many products are offered to choose from


@dataclass
class Reply:
    """A reply that grows, product by product."""

    paragraphs: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    lines: list[tuple[Decimal, Decimal]] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    skus: list[str] = field(default_factory=list)
    pending: dict[str, object] | None = None
    query: str = ""


class Stock:
    name = "inventario"
    description = "Precio y existencia de uno o varios productos, y el total de una cantidad."
    required = ("producto",)

    def available(self) -> bool:
        return reading.import_version() > 0

    def run(self, request: Request) -> Outcome:
        mentions = _meant(request)
        if not mentions:
            return Outcome(ok=False, text=request.say("ask.product"), missing="producto")
        reply = Reply()
        for mention in mentions:
            _answer(mention, reply, request)
        if len(reply.lines) > 1:
            _grand_total(reply, request)
        return _outcome(reply, request)


def _meant(request: Request) -> list[Mention]:
    """The products named, or those of the last turn where none is."""
    named = [m for m in request.understood.mentions if m.text]
    counts = [m.quantity for m in request.understood.mentions if not m.text and m.quantity]
    if named:
        return named
    last = request.state.get("products", {})
    skus = [str(sku) for sku in last.get("skus", ())]
    quantity = counts[0] if counts else None
    query = str(last.get("query", ""))
    return [Mention(query, quantity, (Candidate(s, query, 1.0),), True) for s in skus]


def _answer(mention: Mention, reply: Reply, request: Request) -> None:
    found = items([c.sku for c in mention.candidates], request.today)
    found = _by_alias(mention, found)
    if not found:
        _not_found(mention, reply, request)
    elif len(found) == 1:
        reply.query = mention.text if not mention.resolved else reply.query or mention.text
        _one(found[0], mention.quantity, reply, request)
    else:
        _several(mention, found, reply, request)


def _by_alias(mention: Mention, found: list[Item]) -> list[Item]:
    """Keep the products that bear exactly this name, where there are any."""
    said = fold(mention.text)
    exact = [i for i in found if said in {fold(n) for n in (i.first.name, *i.first.aliases)}]
    return exact or found


def _one(item: Item, quantity: Decimal | None, reply: Reply, request: Request) -> None:
    reply.rows += item.facts(request.words)
    reply.skus.append(item.first.sku)
    if item.stock <= 0:
        _gone(item, reply, request)
        return
    values = _values(item, request)
    key = "product.on_offer" if item.reduced else "product.available"
    text = request.say(key, stock=stock_words(item, request), **values)
    if quantity is not None and quantity > 1:
        text += "\n" + _total(item, quantity, reply, request)
    reply.paragraphs.append(text)


def _total(item: Item, quantity: Decimal, reply: Reply, request: Request) -> str:
    reply.lines.append((quantity, item.price))
    amount, total = format_dop(item.price), format_dop(quantity * item.price)
    text = request.say("product.total", quantity=count(quantity), price=amount, total=total)
    if quantity > item.stock:
        short = {"quantity": count(quantity), "stock": count(item.stock)}
        text += "\n" + request.say("product.too_few", **short)
    return text


def _grand_total(reply: Reply, request: Request) -> None:
    total = sum((q * p for q, p in reply.lines), Decimal(0))
    reply.paragraphs.append(request.say("product.sum", total=format_dop(total)))


def _gone(item: Item, reply: Reply, request: Request) -> None:
    text = request.say("product.gone", **_values(item, request))
    others = alternatives(item, request)
    if others:
        text += "\n" + request.say("product.alternatives")
        text += "".join(f"\n{line(other, request)}" for other in others)
        reply.rows += [row for other in others for row in other.facts(request.words)]
    reply.paragraphs.append(text)


def alternatives(item: Item, request: Request) -> list[Item]:
    """Find products of the same family that are there now."""
    head = item.first.name.split()[0]
    hits = request.index.search(item.first.name, 12) + request.index.search(head, 12)
    skus = [h.sku for h in hits if h.sku != item.first.sku and _family(h.name, head)]
    there = [i for i in items(skus, request.today) if i.stock > 0]
    return [i for i in there if i.first.category == item.first.category][:OFFERED]


def _family(name: str, head: str) -> bool:
    return coverage(head, name) >= 0.99


def _not_found(mention: Mention, reply: Reply, request: Request) -> None:
    reply.paragraphs.append(request.say("product.not_found", product=mention.text))
    reply.choices.append(Choice("person:ventas", request.words.say("choices.person")))


def _several(mention: Mention, found: list[Item], reply: Reply, request: Request) -> None:
    likely = {c.sku: c for c in narrow(mention.text, list(mention.candidates))}
    chosen = sorted(found, key=lambda i: i.stock <= 0)[:OFFERED]
    key = "ask.which" if len(found) <= OFFERED else "ask.which_more"
    lines = [line(item, request) for item in chosen]
    reply.paragraphs.append("\n".join([request.say(key, product=mention.text), *lines]))
    reply.rows += [row for item in chosen for row in item.facts(request.words)]
    reply.choices += [choice(item) for item in chosen if item.first.sku in likely or found]
    reply.query = mention.text
    reply.pending = _pending(mention, chosen, request)


def _pending(mention: Mention, chosen: Sequence[Item], request: Request) -> dict[str, object]:
    return {
        "kind": "choose",
        "skus": [item.first.sku for item in chosen],
        "names": [item.first.name for item in chosen],
        "quantity": str(mention.quantity) if mention.quantity else None,
        "intent": request.intent,
    }


def choice(item: Item) -> Choice:
    return Choice(f"product:{item.first.sku}", item.first.name, format_dop(item.price))


def _values(item: Item, request: Request) -> dict[str, str]:
    return {
        "name": item.first.name,
        "price": format_dop(item.price),
        "normal": format_dop(item.normal),
        "per_unit": per_unit(item, request),
        "until": until(item, request),
    }


def per_unit(item: Item, request: Request) -> str:
    unit = item.first.unit
    return request.say("product.per_unit", unit=unit) if unit else ""


def until(item: Item, request: Request) -> str:
    return day_month(item.offer.valid_to, request.today, request.words) if item.offer else ""


def line(item: Item, request: Request) -> str:
    """One product in a list: name, price, whether it is there."""
    state = request.say("product.line_gone")
    if item.stock > 0:
        state = request.say("product.line_stock", stock=count(item.stock))
    if item.reduced:
        state += request.say("product.line_offer", normal=format_dop(item.normal))
    values = _values(item, request)
    return request.say("product.line", state=state, **values)


def stock_words(item: Item, request: Request) -> str:
    there = [row for row in item.rows if row.branch and row.stock > 0]
    if there and len(item.rows) > 1:
        named = [_in_branch(row.stock, str(row.branch), request) for row in there]
        return request.say("product.stock_branches", branches=", ".join(named))
    key = "product.stock_one" if item.stock == 1 else "product.stock"
    return request.say(key, stock=count(item.stock))


def _in_branch(stock: Decimal, branch: str, request: Request) -> str:
    return request.say("product.stock_branch", stock=count(stock), branch=branch)


def _outcome(reply: Reply, request: Request) -> Outcome:
    known = {"skus": reply.skus, "query": reply.query, "intent": request.intent}
    state: dict[str, object] = {"products": known} if reply.skus or reply.query else {}
    if reply.pending:
        state["pending"] = reply.pending
    return Outcome(
        ok=bool(reply.skus),
        rows=tuple(reply.rows),
        text="\n\n".join(reply.paragraphs),
        missing="producto" if reply.pending else None,
        choices=tuple(reply.choices[:OFFERED]),
        lines=tuple(reply.lines),
        state=state,
    )

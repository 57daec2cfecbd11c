"""Which products a quotation is asked for: those named, or those that were just spoken of."""

from __future__ import annotations

from decimal import Decimal

from brain.mind.open_choice import OpenChoice, all_open
from brain.mind.quote import Quote
from brain.mind.values import Candidate, Mention
from brain.mind.workflows.request import Request
from brain.mind.workflows.shelf import Item, items

_ADDED_UP = frozenset({"precio", "existencia", "oferta"})


def meant(request: Request) -> list[Mention]:
    """The products of a message; "12 sacos" and "3 de esas" are of what was spoken of last."""
    last = request.state.get("products", {})
    named = list(request.understood.mentions)
    if len(last.get("skus", ())) != 1 or Quote.of(request.state) is not None:
        return named
    packs = request.lexicon.lists["packs"]
    if not any(m.text for m in named):
        return named
    item = next(iter(items([str(last["skus"][0])], request)), None)
    return [_counted(item, m, packs) if item else m for m in named]


def _counted(item: Item, mention: Mention, packs: frozenset[str]) -> Mention:
    alone = mention.quantity and packs.issuperset(mention.text.split())
    return _again(item, mention.quantity, None) if alone else mention


def spoken_of(request: Request) -> list[Mention]:
    """Begin with what was just spoken of: "cotíceme 48 de esos", "hágame la cotización"."""
    mentions = request.understood.mentions
    last = request.state.get("products", {})
    counts = last.get("quantities", {})
    if any(m.text for m in mentions) or Quote.of(request.state) is not None:
        return []
    if not (
        request.says("those")
        or request.says("sums_up")
        or (counts and request.state.get("topic") in _ADDED_UP)
    ):
        return []
    quantity = next((m.quantity for m in mentions if m.quantity), None)
    bill = Quote.of(request.state, "bill")
    if quantity is None and bill is not None and bill.counted_lines:
        counts = {line.sku: line.quantity for line in bill.counted_lines}
    choice = OpenChoice.of(request.state)
    still = all_open(choice, quantity) if choice and not choice.instead else ()
    skus = counts if quantity is None and counts else last.get("skus", ())
    found = items([str(sku) for sku in skus], request)
    return [*(_again(item, quantity, counts.get(item.code)) for item in found), *still]


def _points_back(request: Request, *, counted: bool) -> bool:
    if request.says("those") or request.says("sums_up"):
        return True
    return counted and request.state.get("topic") in _ADDED_UP


def _again(item: Item, quantity: Decimal | None, before: str | None) -> Mention:
    count = quantity or (Decimal(before) if before else None)
    same = (Candidate(item.code, item.title, 1.0),)
    return Mention(item.title, count, same, resolved=True)

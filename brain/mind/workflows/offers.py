"""Offers: those of today, or whether one product is on offer."""

from __future__ import annotations

import re
from dataclasses import replace

from brain.mind.mentions import CLEAR, EXACT, coverage
from brain.mind.values import Candidate, Mention, Outcome, Row
from brain.mind.wording import day_month
from brain.mind.workflows.request import Request
from brain.mind.workflows.shelf import Item, items, offer_facts
from brain.mind.workflows.stock import Stock
from knowledge import reading
from knowledge.money import format_dop
from knowledge.reading import OfferRow

SHOWN = 15
_WIDE = 200
_ALL = 0.99
_STILL = re.compile(
    r"\b(?:est[ae]|es[aeo]|sigue|todavia|tiene|la|lo|hasta cuando)\b(?!.*\b(?:que|cuales)\b).*"
    r"\b(?:oferta|especial|descuento|rebaja|promocion)\b"
)


class Offers:
    name = "ofertas"
    description = "Ofertas y especiales vigentes hoy, todas o las de un producto."
    required: tuple[str, ...] = ()

    def available(self) -> bool:
        return reading.import_version() > 0

    def run(self, request: Request) -> Outcome:
        offers = reading.offers_on(request.today)
        named = [m for m in request.understood.mentions if m.text] or _last(request)
        if named:
            return _of_products(named, offers, request)
        return _listed(offers, request)


def _last(request: Request) -> list[Mention]:
    """Give the product of the last turn where one is asked about: "¿está en oferta?"."""
    last = request.state.get("products", {})
    if len(last.get("skus", ())) != 1 or not _STILL.search(request.understood.text):
        return []
    found = items(last["skus"], request.today)
    return [
        Mention(i.first.name, None, (Candidate(i.first.sku, i.first.name, 1.0),), resolved=True)
        for i in found
    ]


def _of_products(named: list[Mention], offers: list[OfferRow], request: Request) -> Outcome:
    matching = [o for o in offers if any(_about(m, o, request) for m in named)]
    if matching:
        return _listed(matching, request)
    meant = [m for m in named if m.found]
    if not meant:
        return _listed(offers, request)
    found = items([c.sku for m in meant for c in m.candidates], request.today)
    if len(found) == 1:
        return _not_reduced(found[0], request)
    outcome = Stock().run(request)
    none = request.say("offer.none_named", product=request.echo(meant[0].text))
    return replace(outcome, text=f"{none}\n{outcome.text}")


def _about(mention: Mention, offer: OfferRow, request: Request) -> bool:
    """Tell whether an offer is for what was named, or is called so."""
    if coverage(mention.text, f"{offer.name} {offer.description}") >= _ALL:
        return True
    if mention.resolved and mention.candidates[0].score >= EXACT:
        return offer.sku in {c.sku for c in mention.candidates}
    hits = request.index.search(mention.text, _WIDE)
    return any(h.sku == offer.sku for h in hits if h.score >= CLEAR)


def _not_reduced(item: Item, request: Request) -> Outcome:
    unit = request.say("product.per_unit", unit=item.first.unit) if item.first.unit else ""
    values = {"name": item.first.name, "price": format_dop(item.price), "per_unit": unit}
    known = {"skus": [item.first.sku], "query": item.first.name, "intent": "precio"}
    return Outcome(
        ok=True,
        rows=item.facts(request.words),
        text=request.say("offer.none_for", **values),
        state={"products": known},
    )


def _listed(offers: list[OfferRow], request: Request) -> Outcome:
    if not offers:
        return Outcome(ok=True, text=request.say("offer.none"))
    shown = offers[:SHOWN]
    found = {i.first.sku: i for i in items([o.sku for o in shown if o.sku], request.today)}
    lines = [_line(offer, found.get(offer.sku), request) for offer in shown]
    text = "\n".join([request.say("offer.list"), *lines])
    if len(offers) > SHOWN:
        text += "\n" + request.say("offer.more")
    return Outcome(ok=True, rows=_facts(shown, found, request), text=text, state=_state(found))


def _facts(shown: list[OfferRow], found: dict[str, Item], request: Request) -> tuple[Row, ...]:
    read = [offer_facts(offer, request.today, request.words) for offer in shown]
    return tuple(read + [row for item in found.values() for row in item.facts(request.words)])


def _state(found: dict[str, Item]) -> dict[str, object]:
    if len(found) != 1:
        return {}
    item = next(iter(found.values()))
    known = {"skus": [item.first.sku], "query": item.first.name, "intent": "precio"}
    return {"products": known}


def _line(offer: OfferRow, item: Item | None, request: Request) -> str:
    until = day_month(offer.valid_to, request.today, request.words)
    if item is None or offer.offer_price is None:
        if offer.offer_price is None:
            text = offer.description or ""
            return request.say("offer.line_alone", name=offer.name, description=text, until=until)
        price = format_dop(offer.offer_price)
        return request.say("offer.line_price", name=offer.name, price=price, until=until)
    unit = request.say("product.per_unit", unit=item.first.unit) if item.first.unit else ""
    return request.say(
        "offer.line",
        name=item.first.name,
        price=format_dop(offer.offer_price),
        per_unit=unit,
        normal=format_dop(item.normal),
        until=until,
    )

"""Offers: those of today, or whether one product is on offer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from brain.mind.folding import fold, words
from brain.mind.values import Candidate, Mention, Outcome, Row
from brain.mind.wording import day_month
from brain.mind.workflows.bargains import Chosen, chosen
from brain.mind.workflows.combos import with_combos
from brain.mind.workflows.conditions import limited
from brain.mind.workflows.narrowing import narrowed_down
from brain.mind.workflows.offered import meant_by, nearest, told_apart
from brain.mind.workflows.request import Request
from brain.mind.workflows.shelf import (
    Item,
    by_code,
    code_of,
    is_extra,
    items,
    offer_facts,
)
from brain.mind.workflows.stock import Stock
from knowledge import reading
from knowledge.money import format_dop
from knowledge.reading import OfferRow

SHOWN = 15
TOGETHER = 4  # so many offers that were named together are spoken of further
OTHERS = 5  # so many are told of where the one that was asked for is none
_LONGEST_NAME = 3  # words
_OF_ALL = re.compile(
    r"\b(?:ofertas|especiales|promociones|promos|rebajas|descuentos|cuales|otr[ao]s?|algo|alguna?"
    r"|que (?:mas|otr|hay|tienen)\w*|en que)\b"
)


class Offers:
    name = "ofertas"
    description = "Ofertas y especiales vigentes hoy, todas o las de un producto."
    required: tuple[str, ...] = ()

    def available(self) -> bool:
        return reading.import_version() > 0

    def run(self, request: Request) -> Outcome:
        request = with_combos(request)
        offers = reading.offers_on(request.today)
        wanted = chosen(offers, request)
        named = told_apart([m for m in request.understood.mentions if m.text], request)
        if wanted.narrowed and not any(meant_by(m, offers, request) for m in named if m.found):
            return _within(wanted, offers, request)
        named = named or _last(request)
        return _of_products(named, offers, request) if named else _listed(offers, request)


def _last(request: Request) -> list[Mention]:
    """Give the product of the last turn where one is asked about: "¿está en oferta?"."""
    last = request.state.get("products", {})
    asked = request.understood.follow_up or not _OF_ALL.search(request.understood.text)
    if not 1 <= len(last.get("skus", ())) <= TOGETHER or not asked:
        return []
    quantity = next((m.quantity for m in request.understood.mentions if m.quantity), None)
    found = items(last["skus"], request)
    return [
        Mention(i.title, quantity, (Candidate(i.code, i.title, 1.0),), resolved=True) for i in found
    ]


def _of_products(named: list[Mention], offers: list[OfferRow], request: Request) -> Outcome:
    of_each = [meant_by(mention, offers, request) for mention in named]
    matching = [offer for offer in offers if any(offer in each for each in of_each)]
    if matching and _are_counted(named, request):
        told = _called_by_offer(named, of_each, request)
        return Stock().run(_reduced_only(matching, told))  # adds up at the offer's price
    if matching:
        return _with_the_rest(matching, named, offers, request)
    if not matching and not any(m.found for m in named):
        narrowed = [m for each in named if (m := narrowed_down(each, request)) is not None]
        if narrowed:
            return _of_products(narrowed, offers, request)
    meant = [m for m in named if m.found] or [nearest(m) for m in named if m.near]
    if not meant or (_is_sentence(named) and not any(m.found for m in named)):
        return _unknown(named, offers, request)
    skus = {c.sku for m in meant for c in m.candidates}
    if reduced := [offer for offer in offers if offer.sku in skus]:
        return _listed(reduced, request, conditions=True)
    found = items([c.sku for m in meant for c in m.candidates], request)
    if len(found) == 1:
        return _not_reduced(found[0], offers, request)
    outcome = Stock().run(request)
    none = _none_of(meant[0], request)
    return replace(outcome, text=f"{none}\n{outcome.text}")


def _are_counted(named: list[Mention], request: Request) -> bool:
    """Tell whether it is asked what so many cost, or several things together."""
    found = [m for m in named if m.found]
    bare = (m for m in request.understood.mentions if not m.text)
    if any((m.quantity or 0) > 1 for m in (*found, *bare)):
        return True
    return len(found) > 1 and (request.understood.wants("precio") or request.says("sums_up"))


def _within(wanted: Chosen, offers: list[OfferRow], request: Request) -> Outcome:
    """List the offers for so much money; where there is none, the cheapest there are."""
    if wanted.none:
        priced = [o for o in offers if o.offer_price is not None]
        cheapest = sorted(priced, key=lambda offer: offer.offer_price or 0)[:OTHERS]
        return _listed(cheapest, request, "offer.none_within")
    return _listed(wanted.offers, request)


def _called_by_offer(
    named: list[Mention], of_each: list[list[OfferRow]], request: Request
) -> Request:
    """ "Una cubeta de la rebajada": what only the offers tell, is the one that is on offer."""
    told = {
        mention: replace(mention, candidates=(Candidate(code_of(o[0]), o[0].name, 1.0),))
        for mention, o in zip(named, of_each, strict=True)
        if not mention.found and len(o) == 1
    }
    read = request.understood
    mentions = tuple(told.get(mention, mention) for mention in read.mentions)
    return replace(request, understood=replace(read, mentions=mentions))


def _reduced_only(matching: list[OfferRow], request: Request) -> Request:
    """ "El inodoro en oferta, ¿cuánto son 3?": of several that are called so, the one on offer."""
    skus = {code_of(offer) for offer in matching} | {offer.sku for offer in matching}
    read = request.understood
    mentions = tuple(_kept(m, skus) for m in read.mentions)
    return replace(request, understood=replace(read, mentions=mentions))


def _kept(mention: Mention, skus: set[str]) -> Mention:
    kept = tuple(c for c in mention.candidates if c.sku in skus)
    return replace(mention, candidates=kept, resolved=len(kept) == 1) if kept else mention


def _with_the_rest(
    matching: list[OfferRow], named: list[Mention], offers: list[OfferRow], request: Request
) -> Outcome:
    """List the offers, and say of what else was named that it is none."""
    told = _listed(matching, request, conditions=True)
    skus = {offer.sku for offer in matching}
    others = [m for m in named if m.found and not meant_by(m, offers, request)]
    if not others or len(named) < 2:
        return told
    single = [m.candidates[0].sku for m in others if m.resolved and m.candidates[0].sku not in skus]
    plain = items(single, request)
    lines = [_none_for(item, request) for item in plain]
    lines += [_none_of(mention, request) for mention in others if not mention.resolved]
    like = _alike_on_offer([m for m in others if not m.resolved], offers, request)
    rows = [row for item in plain for row in item.facts(request.words)]
    text = "\n".join(filter(None, [told.text, *lines, like.text]))
    return replace(told, rows=(*told.rows, *rows, *like.rows), text=text)


def _none_of(mention: Mention, request: Request) -> str:
    return request.say("offer.none_named", product=request.echo(mention.text))


def _alike_on_offer(
    mentions: Sequence[Mention], offers: list[OfferRow], request: Request
) -> Outcome:
    """Give what is on offer in the store's category of what was named: tiles "de piso"."""
    skus = [c.sku for mention in mentions for c in mention.candidates]
    kinds = {fold(item.first.category) for item in items(skus, request)} - {""}
    alike = [o for o in offers if o.product and fold(o.product.category) in kinds]
    return _listed(alike[:OTHERS], request, "offer.kin") if alike else Outcome(ok=True)


def _unknown(named: list[Mention], offers: list[OfferRow], request: Request) -> Outcome:
    """Nothing of ours was named: something that we do not have, or "este fin de semana"."""
    said = [w for m in named for w in words(m.text)]
    if (
        not offers
        or _is_sentence(named)
        or _is_a_place(said, request)
        or request.lexicon.lists["times"].intersection(said)
    ):
        return _listed(offers, request)
    none = request.say("offer.none_named", product=request.echo(named[0].text))
    others = _listed(offers[:OTHERS], request, "offer.others")
    return replace(others, text=f"{none}\n\n{others.text}", state={})


def _is_a_place(said: list[str], request: Request) -> bool:
    """ "¿Las ofertas aplican en Las Terrenas?" names a branch, and no product."""
    places = " ".join(fold(f"{branch.name} {branch.address}") for branch in reading.branches())
    idle = request.lexicon.lists["places"] | request.lexicon.lists["carriers"]
    return bool(said) and set(said) - idle <= set(words(places))


def _is_sentence(named: list[Mention]) -> bool:
    """So many words are no name, and nothing to repeat."""
    return sum(len(words(m.text)) for m in named) > _LONGEST_NAME


def _not_reduced(item: Item, offers: list[OfferRow], request: Request) -> Outcome:
    """Say its normal price, and which other one of its name is on offer."""
    head = words(fold(item.first.name))[0]
    like = [o for o in offers if o.product and words(fold(o.product.name))[0] == head][:OTHERS]
    told = _listed(like, request, "offer.like") if like else Outcome(ok=True)
    return Outcome(
        ok=True,
        rows=(*item.facts(request.words), *told.rows),
        text="\n".join(filter(None, [_none_for(item, request), told.text])),
        state=_spoken_of([item]),
    )


def _none_for(item: Item, request: Request) -> str:
    unit = request.say("product.per_unit", unit=item.first.unit) if item.first.unit else ""
    price = format_dop(item.price)
    return request.say("offer.none_for", name=item.title, price=price, per_unit=unit)


def _listed(
    offers: list[OfferRow],
    request: Request,
    intro: str = "offer.list",
    *,
    conditions: bool = False,
) -> Outcome:
    if not offers:
        return Outcome(ok=True, text=request.say("offer.none"))
    shown = offers[:SHOWN]
    found = by_code(items([code_of(o) for o in shown if o.sku], request))
    lines = [_line(offer, found.get(code_of(offer)), request) for offer in shown]
    lines = [
        _with_conditions(line, offer, request)
        if conditions or limited(offer.description, request.lexicon.numbers)
        else line
        for line, offer in zip(lines, shown, strict=True)
    ]
    text = "\n".join([request.say(intro), *lines])
    if len(offers) > SHOWN:
        text += "\n" + request.say("offer.more")
    named = conditions and 1 < len(found) <= TOGETHER
    state = _spoken_of(list(found.values())) if named or len(found) == 1 else {}
    return Outcome(ok=True, rows=_facts(shown, found, request), text=text, state=state)


def _facts(shown: list[OfferRow], found: dict[str, Item], request: Request) -> tuple[Row, ...]:
    read = [offer_facts(offer, request.today, request.words) for offer in shown]
    return tuple(read + [row for item in found.values() for row in item.facts(request.words)])


def _spoken_of(found: list[Item]) -> dict[str, object]:
    known = {
        "skus": [item.code for item in found],
        "names": [item.first.name for item in found],
        "query": found[0].title,
        "intent": "oferta",
    }
    return {"products": known}


def _with_conditions(line: str, offer: OfferRow, request: Request) -> str:
    if not offer.description or offer.description in line:
        return line
    return line + request.say("product.conditions", description=offer.description)


def _line(offer: OfferRow, item: Item | None, request: Request) -> str:
    until = day_month(offer.valid_to, request.today, request.words)
    if item is not None and is_extra(offer):
        return _extra(offer, item, until, request)
    if item is None or offer.offer_price is None:
        if offer.offer_price is None:
            text = offer.description or ""
            return request.say("offer.line_alone", name=offer.name, description=text, until=until)
        price = format_dop(offer.offer_price)
        return request.say("offer.line_price", name=offer.name, price=price, until=until)
    unit = request.say("product.per_unit", unit=item.first.unit) if item.first.unit else ""
    return request.say(
        "offer.line",
        name=item.title,
        price=format_dop(offer.offer_price),
        per_unit=unit,
        normal=format_dop(item.normal),
        until=until,
    )


def _extra(offer: OfferRow, item: Item, until: str, request: Request) -> str:
    """An offer that is no lower price: what it is called, and what it consists of."""
    price = format_dop(offer.offer_price or item.normal)
    line = request.say(
        "offer.line_extra", name=offer.name, product=item.first.name, price=price, until=until
    )
    if not offer.description:
        return line
    return line + request.say("product.conditions", description=offer.description)

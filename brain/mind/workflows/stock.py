"""Inventory and price: what a product costs, whether it is there, and what 10 of it cost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from brain.mind.mentions import coverage
from brain.mind.open_choice import OpenChoice, Option
from brain.mind.spoken_of import spoken
from brain.mind.values import Choice, Mention, Outcome
from brain.mind.wording import count
from brain.mind.workflows import policies, written
from brain.mind.workflows.bill import billed, narrowed, noted
from brain.mind.workflows.combos import with_combos
from brain.mind.workflows.elsewhere import asked_in
from brain.mind.workflows.instead import gone, not_found
from brain.mind.workflows.meant import bearing, in_pack, meant
from brain.mind.workflows.narrowing import (
    is_talk,
    not_a_part,
    of_the_size,
    whichever_is_there,
    worth_a_word,
)
from brain.mind.workflows.other_ones import last_items, others
from brain.mind.workflows.reply import FEW, SOME, Reply, offer, read_items
from brain.mind.workflows.request import Request
from brain.mind.workflows.shelf import Item
from brain.mind.workflows.units import recounted
from knowledge import reading
from knowledge.money import format_dop

_CHEAPEST = re.compile(r"\b(?:mas|lo|la|el) (?:barat|economic)[oa]s?\b")
_ALL = 0.99
_SURE = 0.9  # below this a document whose heading is the question comes first


class Stock:
    name = "inventario"
    description = "Precio y existencia de uno o varios productos, y el total de una cantidad."
    required = ("producto",)

    def available(self) -> bool:
        return reading.has_products()

    def run(self, request: Request) -> Outcome:
        request = with_combos(request)
        mentions = narrowed(meant(request), request)
        if (bill := billed(mentions, request)) is not None:
            return bill
        if not mentions:
            return Outcome(ok=False, text=request.say("ask.product"), missing="producto")
        if request.intent == "llegada" and (missing := _gone_of(mentions, request)):
            return _no_date(missing, request)
        reply = Reply(several=len(mentions) > 1)
        for mention in whichever_is_there(worth_a_word(mentions, request), request):
            if not _answered(mention, reply):
                _answer(mention, reply, request)
        return _outcome(reply, request)


def _gone_of(mentions: Sequence[Mention], request: Request) -> list[Item]:
    found = read_items([c.sku for m in mentions for c in m.candidates], request)
    return [item for item in found if item.stock <= 0]


def _no_date(missing: Sequence[Item], request: Request) -> Outcome:
    """Nobody here knows when something comes in: say so, and offer who may know."""
    names = [request.say("product.no_date", name=item.title) for item in missing]
    person = Choice("person:inventario", request.words.say("choices.person"))
    return Outcome(
        ok=True,
        rows=tuple(row for item in missing for row in item.facts(request.words)),
        text=" ".join([*names, request.say("ask.person")]),
        choices=(person,),
    )


def _answered(mention: Mention, reply: Reply) -> bool:
    """Tell whether another clause of the message named the same product already."""
    skus = {c.sku for c in mention.candidates}
    return bool(skus) and not mention.quantity and skus <= set(reply.skus)


def _answer(mention: Mention, reply: Reply, request: Request) -> None:
    if mention.wish:
        _another(mention, reply, request)
        return
    packs = request.lexicon.lists["packs"]
    found = bearing(mention, read_items([c.sku for c in mention.candidates], request), packs)
    found = in_pack(mention, not_a_part(mention, found, request), packs)
    found = of_the_size(mention.text, found, request)
    alone = len(request.understood.mentions) == 1
    if alone and found and _CHEAPEST.search(request.understood.text):
        near = read_items([c.sku for c in mention.near], request)
        near = [i for i in near if i.first.category == found[0].first.category]
        found = [min([*found, *near], key=lambda item: (item.stock <= 0, item.price))]
        mention = replace(mention, near=())
    sure = bool(found) and mention.candidates[0].score >= _SURE
    priced = request.intent == "precio" and len(found) == 1
    passage = None if sure or priced else policies.by_heading(request)
    if passage is not None:
        reply.paragraphs.append(passage.text)
        reply.rows += passage.rows
    elif not found:
        if not (reply.skus and is_talk(mention, request)):
            not_found(mention, reply, request)
    elif len(found) == 1:
        _one(found[0], mention, reply, request)
    else:
        _several(mention, found, reply, request)


def _another(mention: Mention, reply: Reply, request: Request) -> None:
    """Answer "y otra marca?": what is so, or that this is all we have of it."""
    # "¿Tienen tapa? ¿No hay más barata?": what was named in the same breath.
    last = last_items(request) or read_items(reply.skus, request)
    if not last:
        reply.paragraphs.append(request.say("ask.product"))
        return
    wishes = mention.wish.split("+")
    found = others(wishes, last, request)
    said = str(request.state.get("products", {}).get("query", "")) or last[0].title
    if len(found) == 1:
        _one(found[0], replace(mention, text=found[0].title), reply, request)
    elif found:
        _several(replace(mention, text=said), found, reply, request)
    else:
        reply.paragraphs.append(request.say(f"product.no_{wishes[0]}", name=last[0].title))
        reply.rows += [row for item in last for row in item.facts(request.words)]
        reply.skus += [item.code for item in last]
        reply.queries.append(said)


def _one(item: Item, mention: Mention, reply: Reply, request: Request) -> None:
    if item.first.sku in reply.skus and mention.quantity and reply.paragraphs:
        reply.one_sum = False  # "2 cubetas, ¿y si llevo 3?": so many or so many
        reply.paragraphs[-1] += "\n" + _total(item, mention.quantity, reply, request)
        return
    reply.rows += item.facts(request.words)
    reply.skus.append(item.code)
    reply.names.append(item.title)
    reply.queries.append(mention.text)
    if item.stock <= 0:
        gone(item, reply, request)
        return
    text = written.sentence(item, request)
    if item.absent:
        text = f"{request.say('product.not_in_branch', branch=item.absent)} {text}"
    quantity = recounted(mention, mention.quantity, item, request) if mention.quantity else None
    if quantity is not None:
        said = mention.text or item.title
        reply.counted.append(Option(item.code, item.title, str(quantity), said, 0))
    if quantity is not None and (quantity > 1 or reply.several):
        text += "\n" + _total(item, quantity, reply, request)
    elif mention.quantity and quantity is None:
        text += "\n" + request.say("product.other_unit", unit=item.first.unit)
        reply.one_sum = False
    else:
        text += _beside(item, mention, reply, request)
    if elsewhere := asked_in(item, request):
        text += "\n" + elsewhere.text
        reply.rows += elsewhere.rows
        reply.choices += elsewhere.choices
    reply.paragraphs.append(text)


def _beside(item: Item, mention: Mention, reply: Reply, request: Request) -> str:
    """Name what else the words may mean, where no size told them apart."""
    if _sized(mention.text, request):
        return ""
    near = [c.sku for c in mention.near if coverage(mention.text, c.name) >= _ALL]
    others = [i for i in read_items(near, request) if i.stock > 0][:2]
    if not others:
        return ""
    reply.rows += [row for other in others for row in other.facts(request.words)]
    said = mention.text
    reply.instead += [Option(i.code, i.title, None, said, 0) for i in (item, *others)]
    lines = [request.say("product.also"), *(written.line(other, request) for other in others)]
    return "\n" + "\n".join(lines)


def _sized(said: str, request: Request) -> bool:
    told = request.lexicon.lists["packs"] | request.lexicon.lists["sizes"]
    return any(word in told or word[0].isdigit() for word in said.split())


def _total(item: Item, quantity: Decimal, reply: Reply, request: Request) -> str:
    if not item.one_price:
        return _totals_by_branch(item, quantity, reply, request)
    numbers = request.lexicon.numbers
    shares = item.shares(quantity, numbers)
    lines = [_multiplied(share, price, reply, request) for share, price in shares]
    if len(shares) > 1 and shares[-1][1]:  # its conditions stand beside the offer
        lines.append(request.say("product.normal_above"))
    elif conditions := item.restricted(quantity, numbers):
        lines.append(request.say("product.normal_below", description=conditions))
    text = "\n".join(lines)
    if quantity > item.stock:
        short = {"quantity": count(quantity), "stock": count(item.stock)}
        text += "\n" + request.say("product.too_few", **short)
        reply.choices.append(Choice("person:ventas", request.words.say("choices.person")))
    return text


def _totals_by_branch(item: Item, quantity: Decimal, reply: Reply, request: Request) -> str:
    reply.one_sum = False
    prices = sorted({row.price for row in item.rows})
    return "\n".join(_multiplied(quantity, price, reply, request) for price in prices)


def _multiplied(quantity: Decimal, price: Decimal, reply: Reply, request: Request) -> str:
    reply.lines.append((quantity, price))
    said = {"quantity": count(quantity), "price": format_dop(price)}
    if not price:
        return request.say("product.free", quantity=said["quantity"])
    return request.say("product.total", total=format_dop(quantity * price), **said)


def _several(mention: Mention, found: list[Item], reply: Reply, request: Request) -> None:
    there = sorted(found, key=lambda i: i.stock <= 0)
    alone = len(request.understood.mentions) <= 1
    shown = there if len(there) <= FEW and alone else there[:SOME]
    key = "ask.which" if len(shown) == len(found) else "ask.which_more"
    lines = [_line(item, mention, reply, request) for item in shown]
    reply.paragraphs.append(
        "\n".join([request.say(key, product=request.echo(mention.text)), *lines])
    )
    reply.rows += [row for item in shown for row in item.facts(request.words)]
    reply.choices += written.choices(shown)
    reply.queries.append(mention.text)
    offer(mention, shown, reply)


def _line(item: Item, mention: Mention, reply: Reply, request: Request) -> str:
    """One that may be meant, with what so many of it cost."""
    text = written.line(item, request)
    many = recounted(mention, mention.quantity, item, request) if mention.quantity else None
    if many is None or many <= 1 or item.stock <= 0 or not item.one_price:
        return text
    if item.shares(many, request.lexicon.numbers) != ((many, item.price),):
        return text
    reply.lines.append((many, item.price))
    said = {"quantity": count(many), "total": format_dop(many * item.price)}
    return text + request.say("product.line_total", **said)


def _outcome(reply: Reply, request: Request) -> Outcome:
    paragraphs = list(reply.paragraphs)
    if len(reply.lines) > 1 and reply.one_sum and not reply.options:
        total = sum((q * p for q, p in reply.lines), Decimal(0))
        paragraphs.append(request.say("product.sum", total=format_dop(total)))
    return Outcome(
        ok=bool(reply.skus),
        rows=tuple(reply.rows),
        text="\n\n".join(paragraphs),
        missing="producto" if reply.options else None,
        choices=tuple(reply.choices),
        lines=tuple(reply.lines),
        state=_state(reply, request),
    )


def _state(reply: Reply, request: Request) -> dict[str, Any]:
    known = {
        "skus": reply.skus,
        "names": reply.names,
        "query": reply.query,
        "intent": request.intent,
        "quantities": {option.sku: option.quantity for option in reply.counted},
    }
    state: dict[str, Any] = {"products": known} if reply.skus or reply.query else {}
    if reply.skus:
        state["bill"] = noted(reply, request)
    if reply.query:
        state["spoken"] = spoken(request.state, reply.queries)
    if reply.options:
        choice = OpenChoice(request.intent, tuple(reply.options), tuple(reply.counted))
        state["pending"] = choice.state()
    elif reply.instead and len(reply.skus) == 1:
        state["pending"] = OpenChoice(request.intent, tuple(reply.instead), instead=True).state()
    return state

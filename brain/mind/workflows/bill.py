"""The running bill: what was counted over the turns, added up when the customer asks for all.

"10 fundas de cemento, ¿cuánto es?" "Y 5 varillas." "¿Cuánto es todo?" It is also what changes with
"agrégale 2 brochas", "sin las varillas" and "mejor 20 fundas", once it holds several things.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from brain.mind.folding import words
from brain.mind.mentions import only_packs
from brain.mind.on_the_bill import counts_the_last
from brain.mind.open_choice import OpenChoice
from brain.mind.quote import Line, Quote
from brain.mind.values import Mention, Outcome
from brain.mind.workflows.meant import ONE, in_pack
from brain.mind.workflows.quoted import Priced, listed, priced, rows_of, wishes
from brain.mind.workflows.reply import Reply
from brain.mind.workflows.request import Request
from brain.mind.workflows.shelf import items
from brain.mind.workflows.units import recounted

_SEVERAL = 2
_MOST = 20  # lines that are kept
_EACH_OF = 3  # things that were spoken of; of more the last ones are meant
_EACH = re.compile(r"\b(?:de|por) cada un[oa]\b")
_ONE_EACH = re.compile(r"\bun[oa] (?:de|por) cada un[oa]\b")
_SO_MANY = re.compile(r"\bl[ao]s (dos|tres|cuatro|cinco|seis)\b")


def noted(reply: Reply, request: Request) -> dict[str, Any]:
    """Keep what this turn told the price of, and how many of it."""
    quote = _known(request)
    counts = {option.sku: option.quantity for option in reply.counted}
    for sku, name in zip(reply.skus, reply.names, strict=False):
        quote = quote.put(Line(sku, name, counts.get(sku)))
    return replace(quote, lines=quote.lines[-_MOST:]).state()


def narrowed(mentions: Sequence[Mention], request: Request) -> list[Mention]:
    """ "¿Y si son 4 codos?": of several that are called so, the one on the bill."""
    known = {line.sku for line in _known(request).lines}
    return [_the_known(mention, known) if mention.quantity else mention for mention in mentions]


def _the_known(mention: Mention, known: set[str]) -> Mention:
    there = tuple(c for c in mention.candidates if c.sku in known)
    return replace(mention, candidates=there, resolved=True) if len(there) == 1 else mention


def billed(mentions: Sequence[Mention], request: Request) -> Outcome | None:
    """Add the bill up, as it stands or as this turn changes it; None where it is not asked for."""
    quote = _known(request)
    named = [m for m in request.understood.mentions if not only_packs(m.text, request.lexicon)]
    if request.says("sums_up") and not named and not counts_the_last(request.understood):
        return _added_up(_all(quote, request), request)
    if not named and (each := _of_each(quote, request)):
        return _added_up(each, request)
    if len(quote.counted_lines) < (1 if request.says("adds") and named else _SEVERAL):
        return None
    changed = _changed(replace(quote, lines=quote.counted_lines), mentions, named, request)
    return _added_up(changed, request) if changed else None


def _known(request: Request) -> Quote:
    return Quote.of(request.state, "bill") or Quote()


def _all(quote: Quote, request: Request) -> Quote:
    """What "all" is: what was counted, and what the last turn named beside it; else one each."""
    last = {str(sku) for sku in request.state.get("products", {}).get("skus", ())}
    counted = {line.sku for line in quote.counted_lines}
    meant = [e for e in quote.lines if not counted or e.sku in counted | last]
    if so_many := _SO_MANY.search(request.understood.text):
        meant = meant[-request.lexicon.numbers[so_many[1]] :]
    return Quote(tuple(replace(line, quantity=line.quantity or "1") for line in meant))


def _of_each(quote: Quote, request: Request) -> Quote | None:
    """ "50 pies de cada uno", after one thing and then another: of those that were spoken of."""
    mentions = request.understood.mentions
    quantity = next((m.quantity for m in mentions if m.quantity), None)
    text = request.understood.text
    if _EACH.search(text) is None or (quantity is None and not _ONE_EACH.search(text)):
        return None
    if len(quote.lines) < _SEVERAL or _together(request):
        return None
    lines = quote.lines if len(quote.lines) <= _EACH_OF else quote.lines[-_SEVERAL:]
    said = Mention("", quantity or Decimal(1), (), resolved=False)
    there = items([line.sku for line in lines], request)
    counts = {i.first.sku: recounted(said, said.quantity or ONE, i, request) for i in there}
    if not all(counts.get(line.sku) for line in lines):
        return None  # "2 rollos de cada uno" of what is sold by the foot
    return Quote(tuple(replace(line, quantity=str(counts[line.sku])) for line in lines))


def _changed(
    quote: Quote, mentions: Sequence[Mention], named: Sequence[Mention], request: Request
) -> Quote | None:
    if request.says("quotation_drop") and named:
        left = quote
        for mention in named:
            left = left.less(mention)
        return left if left.lines and left != quote else None
    if not named:
        return _recounted(quote, request)
    if not all(m.resolved and m.quantity for m in mentions):
        return None
    known = {line.sku for line in quote.lines}
    again = all(m.candidates[0].sku in known for m in mentions) and _together(request)
    if not again and not request.says("adds"):
        return None
    for mention in mentions:
        found = items([mention.candidates[0].sku], request)[0]
        count = recounted(mention, mention.quantity or Decimal(1), found, request)
        if count is None:
            return None
        line = Line(found.code, found.title, str(count))
        quote = quote.put(line, more=request.says("quotation_more"))
    return quote


def _together(request: Request) -> bool:
    """Tell whether the last answer was about several things at once."""
    return len(request.state.get("products", {}).get("skus", ())) >= _SEVERAL


def _recounted(quote: Quote, request: Request) -> Quote | None:
    """ "¿Y con 20 fundas?": the one thing on the bill that is sold so."""
    packs = request.lexicon.lists["packs"]
    said = [word for word in words(request.understood.text) if word in packs]
    quantity = next((m.quantity for m in request.understood.mentions if m.quantity), None)
    if not said or quantity is None or not _together(request):
        return None
    there = items([line.sku for line in quote.lines], request)
    sold = in_pack(Mention(" ".join(said), None, (), resolved=False), there, packs)
    if len(sold) != 1 or len(there) < _SEVERAL:
        return None
    return quote.counted(quantity, {sold[0].code})


def _added_up(quote: Quote, request: Request) -> Outcome | None:
    prices = priced(quote, request)
    if len(prices) < _SEVERAL and len(_known(request).lines) < _SEVERAL:
        return None
    still = Quote(open=_open(request))
    left = [request.say("quotation.line_undecided", text=text) for text in still.open]
    return Outcome(
        ok=True,
        rows=(*rows_of(prices, request), wishes(still)),
        text="\n".join([listed(quote, prices, request, heading="quotation.bill"), *left]),
        lines=tuple((q, p) for _, q, p in prices if q is not None),
        state=_state(quote, prices, request),
    )


def _open(request: Request) -> tuple[str, ...]:
    """What was asked for beside it and is still to be chosen."""
    choice = OpenChoice.of(request.state)
    if choice is None or choice.instead:
        return ()
    return tuple(dict.fromkeys(f"{o.quantity or ''} {o.said}".strip() for o in choice.options))


def _state(quote: Quote, prices: Priced, request: Request) -> dict[str, Any]:
    skus = list(dict.fromkeys(item.code for item, _, _ in prices))
    known = {
        "skus": skus,
        "names": [item.title for item, _, _ in prices],
        "query": str(request.state.get("products", {}).get("query", "")) or quote.lines[-1].name,
        "intent": "precio",
        "quantities": {line.sku: line.quantity for line in quote.lines},
    }
    return {"products": known, "bill": quote.state()}

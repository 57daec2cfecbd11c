"""Quotation: collects products and counts over turns, shows the list, gives it to people."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from brain.mind.mentions import coverage, only_packs
from brain.mind.open_choice import OpenChoice, Option
from brain.mind.quote import Line, Quote
from brain.mind.values import Choice, HandOff, Mention, Outcome, Row
from brain.mind.workflows import written
from brain.mind.workflows.combos import with_combos
from brain.mind.workflows.meant import also_borne, called, in_pack
from brain.mind.workflows.quotable import meant, spoken_of
from brain.mind.workflows.quoted import listed, priced, rows_of, table, wishes
from brain.mind.workflows.request import Request
from brain.mind.workflows.shelf import Item, items
from brain.mind.workflows.units import recounted
from knowledge import reading

SHOWN = 5  # products to choose from
_A_LIST = 3  # products; who names so many wants them on paper


@dataclass
class Draft:
    """The list as this turn leaves it, and what it still has to ask."""

    quote: Quote
    options: list[Option] = field(default_factory=list)
    open: list[tuple[Mention, list[Item]]] = field(default_factory=list)
    query: str = ""  # the words for what was put on it last


class Quotation:
    name = "cotizacion"
    description = "Prepara una cotización: reúne productos y cantidades y la pasa a cotizaciones."
    required = ("productos", "cantidades")

    def available(self) -> bool:
        return reading.has_products()

    def run(self, request: Request) -> Outcome:
        request = with_combos(request)
        known = Quote.of(request.state)
        if known is not None and request.says("quotation_cancel"):
            return Outcome(
                ok=True, text=request.say("quotation.cancelled"), state={"quotation": None}
            )
        if known is not None and not known.empty and _only_agrees(request):
            return _sent(known, request)
        draft = _changed(known or Quote(), request)
        if draft.quote.empty:
            return _begun(request)
        begun = known is None or known.empty
        if begun and _is_complete(draft) and _wants_it_written(draft.quote, request):
            return _sent(draft.quote, request, shown=True)
        if known is None or draft.quote != known:
            return _shown(draft, request)
        if _agreed(request):
            return _sent(known, request)
        return _shown(draft, request, unsure=request.understood.wants("no"))


def _begun(request: Request) -> Outcome:
    state = {"quotation": Quote().state()}
    return Outcome(ok=True, text=request.say("ask.quotation"), missing="productos", state=state)


def _is_complete(draft: Draft) -> bool:
    return not (draft.options or draft.quote.uncounted or draft.quote.open)


def _wants_it_written(quote: Quote, request: Request) -> bool:
    """A list, or a document: people write it anyway; of one or two things the prices are meant."""
    return len(quote.lines) >= _A_LIST or request.says("formal_quote")


def _only_agrees(request: Request) -> bool:
    """ "Sí, confirmo la cotización" puts nothing on the list."""
    named = any(m.found or m.near or m.quantity for m in request.understood.mentions)
    if named or request.understood.wants("no"):
        return False
    return request.says("quotation_send") and not request.says("quotation_drop")


def _agreed(request: Request) -> bool:
    read = request.understood
    return read.wants("si", "acuse", "despedida") or request.says("quotation_send")


def _changed(quote: Quote, request: Request) -> Draft:
    draft = Draft(quote)
    if not request.understood.mentions and request.says("any"):
        draft.quote = _cheapest(quote, request)
    for mention in spoken_of(request) if quote.empty else ():
        _add(mention, draft, request)
    for mention in meant(request):
        if request.says("quotation_drop"):
            draft.quote = _dropped(draft.quote, mention)
        elif only_packs(mention.text, request.lexicon):
            draft.quote = _counted(draft.quote, mention, request)
        else:
            _add(mention, draft, request)
    return draft


def _cheapest(quote: Quote, request: Request) -> Quote:
    """Take the cheapest of what was offered: any of them would do."""
    choice = OpenChoice.of(request.state)
    groups: dict[int, list[Option]] = {}
    for option in choice.options if choice else ():
        groups.setdefault(option.of, []).append(option)
    for group in groups.values():
        found = items([option.sku for option in group], request)
        best = min(found, key=lambda item: (item.stock <= 0, item.price))
        line = Line(best.code, best.title, group[0].quantity)
        quote = quote.put(line).settled(_open_text(group[0]))
    return quote


def _dropped(quote: Quote, mention: Mention) -> Quote:
    return quote.less(mention)


def _counted(quote: Quote, mention: Mention, request: Request) -> Quote:
    """A count by itself answers how many, else it corrects what was put on the list last."""
    quantity = mention.quantity
    if quantity is None or not quote.lines:
        return quote
    if in_pack := _sold_in(quote, mention.text, request):
        return quote.counted(quantity, {in_pack})
    open_ones = quote.uncounted
    if open_ones:
        each = open_ones if request.says("each") else open_ones[:1]
        return quote.counted(quantity, {line.sku for line in each})
    return quote.counted(quantity, {quote.lines[-1].sku})


def _sold_in(quote: Quote, packs: str, request: Request) -> str | None:
    """ "Que sean 5 galones": the one thing on the list that is sold by the gallon."""
    if not packs.strip():
        return None
    mention = Mention(packs, None, (), resolved=False)
    listed_items = items([line.sku for line in quote.lines], request)
    sold = in_pack(mention, listed_items, request.lexicon.lists["packs"])
    return sold[0].code if len(sold) == 1 < len(listed_items) else None


def _add(mention: Mention, draft: Draft, request: Request) -> None:
    found = _found(mention, draft.quote, request)
    quantity = _text(mention.quantity)
    if not found:
        text = request.echo(mention.text)
        draft.quote = draft.quote.wish(f"{quantity or ''} {text}".strip())
    elif len(found) == 1:
        line = Line(found[0].code, found[0].title, _count(mention, found[0], request))
        if quantity is None and line in draft.quote.uncounted:
            line = replace(line, quantity=_text(request.understood.slots.quantity))
        draft.quote = draft.quote.put(line, more=request.says("quotation_more"))
        draft.quote = _settled(draft.quote, line.sku, request)
        draft.query = mention.text
    else:
        shown, group = found[:SHOWN], len(draft.open)
        options = [Option(i.code, i.title, quantity, mention.text, group) for i in shown]
        draft.open.append((mention, shown))
        draft.options += options
        draft.quote = draft.quote.asked(_open_text(options[0]))


def _found(mention: Mention, quote: Quote, request: Request) -> list[Item]:
    """Read the products that a mention may be; what is on the list already comes first."""
    listed = {line.sku for line in quote.lines}
    skus = [c.sku for c in mention.candidates]
    again = [sku for sku in skus if sku in listed]
    found = in_pack(mention, items(again[:1] or skus, request), request.lexicon.lists["packs"])
    if found:
        return found
    head = mention.text.split()[0]
    near = items([c.sku for c in mention.near], request)
    alike = [item for item in near if called(head, head, item)]
    return [] if _strange(mention, alike, request) else alike


def _strange(mention: Mention, alike: list[Item], request: Request) -> bool:
    """Tell whether a word was said that none of these bears: a mixer "de concreto"."""
    known = request.lexicon.lists["attributes"] | request.lexicon.lists["packs"]
    names = " ".join(" ".join([i.first.name, i.first.brand, *i.first.aliases]) for i in alike)
    said = [w for w in mention.text.split() if w.isalpha() and w not in known]
    return any(coverage(word, names) <= 0 and not also_borne(word, names) for word in said)


def _settled(quote: Quote, sku: str, request: Request) -> Quote:
    choice = OpenChoice.of(request.state)
    taken = next((o for o in choice.options if o.sku == sku), None) if choice else None
    return quote.settled(_open_text(taken)) if taken else quote


def _open_text(option: Option) -> str:
    return f"{option.quantity or ''} {option.said}".strip()


def _count(mention: Mention, item: Item, request: Request) -> str | None:
    """How many of what is sold so; in another measure it is asked for."""
    if mention.quantity is None:
        return None
    return _text(recounted(mention, mention.quantity, item, request))


def _text(quantity: Decimal | None) -> str | None:
    return str(quantity) if quantity is not None else None


def _shown(draft: Draft, request: Request, *, unsure: bool = False) -> Outcome:
    """Show the list, and ask for one thing: which, how many, or whether it is to be sent."""
    prices = priced(draft.quote, request)
    state: dict[str, Any] = {"quotation": draft.quote.state()}
    if draft.query and not draft.options:
        last = draft.quote.lines[-1]
        state["products"] = {"skus": [last.sku], "query": draft.query, "intent": "precio"}
    told = listed(draft.quote, prices, request, [_open_text(o) for o in draft.options])
    if still := _still_offered(draft, request):
        state["pending"] = still
    if draft.options:
        state["pending"] = OpenChoice("cotizacion", tuple(draft.options)).state()
        asked, choices, rows = _which(draft, request)
    elif draft.quote.uncounted:
        names = request.words.say("quotation.and").join(e.name for e in draft.quote.uncounted)
        asked, choices, rows = request.say("ask.quotation_count", product=names), (), ()
    else:
        key = "ask.quotation_change" if unsure else "ask.quotation_send"
        asked, choices, rows = request.say(key), _buttons(request), ()
    return Outcome(
        ok=True,
        rows=(*rows_of(prices, request), *rows, wishes(draft.quote)),
        text="\n".join(filter(None, [told, asked])),
        missing="confirmacion",
        choices=choices,
        lines=tuple((q, p) for _, q, p in prices if q is not None),
        state=state,
    )


def _still_offered(draft: Draft, request: Request) -> dict[str, Any] | None:
    """Keep what was offered before and is not settled: it may be picked later."""
    choice = OpenChoice.of(request.state)
    if choice is None or choice.intent != "cotizacion":
        return None
    left = tuple(o for o in choice.options if _open_text(o) in draft.quote.open)
    return OpenChoice("cotizacion", left).state() if left else None


def _buttons(request: Request) -> tuple[Choice, ...]:
    return (
        Choice("quote:send", request.words.say("choices.quote_send")),
        Choice("quote:cancel", request.words.say("choices.quote_cancel")),
    )


def _which(draft: Draft, request: Request) -> tuple[str, tuple[Choice, ...], tuple[Row, ...]]:
    texts, choices, rows = [], list[Choice](), list[Row]()
    for mention, found in draft.open:
        texts.append(request.say("ask.which", product=request.echo(mention.text)))
        texts += [written.line(item, request) for item in found]
        choices += written.choices(found)
        rows += [row for item in found for row in item.facts(request.words)]
    return "\n".join(texts), tuple(choices), tuple(rows)


def _sent(quote: Quote, request: Request, *, shown: bool = False) -> Outcome:
    """Give the list to people; `shown` says what is on it, to who has not read it yet."""
    prices = priced(quote, request)
    told = listed(quote, prices, request) if shown else ""
    hand_off = HandOff(
        department="cotizaciones",
        reason=request.say("reasons.cotizacion"),
        priority="normal",
        summary=table(quote, prices, request),
        text="\n".join(filter(None, [told, request.say("quotation.sent")])),
    )
    state = {"quotation": None, "products": None, "bill": None}
    rows = (*rows_of(prices, request), wishes(quote))
    lines = tuple((q, p) for _, q, p in prices if q is not None)
    return Outcome(ok=True, rows=rows, lines=lines, handoff=hand_off, state=state)

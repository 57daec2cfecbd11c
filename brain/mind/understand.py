"""What the customer wants: every clause by itself, then against what the last turn left open."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import reduce
from typing import Any

from brain.mind.clause import PRODUCT, SOCIAL, Found, read_clause
from brain.mind.conjoined import wants
from brain.mind.corrections import corrected, flowing
from brain.mind.folding import clauses
from brain.mind.fragments import joined
from brain.mind.gathered import gathered
from brain.mind.language import SPANISH, in_spanish, language_of
from brain.mind.lexicon import Lexicon
from brain.mind.mentions import coverage, only_packs
from brain.mind.named_once import narrowed
from brain.mind.naming import Kit
from brain.mind.on_the_bill import on_the_bill
from brain.mind.open_choice import OpenChoice
from brain.mind.orders import without_orders
from brain.mind.picking import place_of
from brain.mind.seeming import calm, without_sigh
from brain.mind.side_by_side import side_by_side
from brain.mind.slots import read_slots
from brain.mind.values import Intent, Mention, Slots, Turn, Understanding

_ON_THE_LIST = ("quotation_send", "quotation_cancel", "quotation_drop", "any")
_ADDRESS = re.compile(r"\S+@\S+\.\w+|\bhttps?://\S+")  # where to write to is no merchandise
_FOR_WHOM = re.compile(r"^(?:(?:y|eso|esto|todo|si|no|ok|bueno),? )*(?:es|son|va|van|seria) para ")
_SHORT = 4  # words; so short, "mándela así" is about the list and not about a delivery
_HEARD = 0.6  # a complaint that no cue says is only guessed below this
# "Dame 3 de esos" counts, whatever the sizes are.
_COUNTS = re.compile(
    r"\b(?:dame|deme|denme|mandame|ponme|llevo|cojo) (?:los |las )?\d+\b|\d+ de es[oa]s"
)
_SURE = 0.8  # only what is this sure is another topic than the number that was asked for


def understand(turn: Turn, kit: Kit, weekday: int) -> Understanding:
    """Read a turn; what the last turn asked for is looked for first."""
    said = without_orders(_ADDRESS.sub(" ", turn.text))
    language = SPANISH if turn.choice_id else language_of(said)
    if language != SPANISH:
        said = in_spanish(said)
    text = kit.lexicon.normal(said)
    slots = read_slots(said, kit.lexicon, weekday)
    if turn.choice_id:
        return _chosen(turn.choice_id, turn.state, text, slots)
    spoken = clauses(flowing(joined(said)))
    flat = [corrected(kit.lexicon.normal(piece)) for piece in spoken]
    if turn.state.get("quotation") is not None:
        flat = [piece for piece in flat if not _FOR_WHOM.match(piece)]
    whole = _to_be_quoted(flat, kit)
    wanted = [part for piece in whole for part in wants(without_sigh(piece), kit.model)]
    pieces = gathered(wanted, kit)
    read = _joined(text, _read_all(pieces, turn.state, kit), slots, kit.lexicon)
    read = replace(read, slots=calm(read, kit.lexicon))
    answered = _answered(read, turn.state, kit)
    meant = answered or _quoted(read, turn.state, kit.lexicon)
    meant = meant or on_the_bill(read, turn.state, kit.lexicon) or read
    return replace(meant, language=language)


def _to_be_quoted(pieces: Sequence[str], kit: Kit) -> list[str]:
    """Leave out how a quotation is wanted, "con comprobante fiscal": it is no question."""
    if not any("cotizacion" in kit.model.cues(piece) for piece in pieces):
        return list(pieces)
    idle = (kit.lexicon.patterns["sent_on_paper"], kit.lexicon.patterns["formal"])
    return [reduce(lambda said, each: each.sub(" ", said), idle, piece) for piece in pieces]


def _read_all(pieces: Sequence[str], state: Mapping[str, Any], kit: Kit) -> list[Found]:
    """Read one clause after the other: "¿hay codos de media? ¿y de 3/4?" goes on with elbows."""
    found: list[Found] = []
    for piece in pieces:
        found.append(read_clause(piece, state, kit))
        named = [m for m in found[-1].mentions if m.text and m.found]
        if named:
            last = named[-1]
            skus, names = zip(*((c.sku, c.name) for c in last.candidates), strict=True)
            spoken_of = {"query": last.text, "skus": skus, "names": names}
            state = {**state, "products": {**state.get("products", {}), **spoken_of}}
    return found


def _quoted(
    read: Understanding, state: Mapping[str, Any], lexicon: Lexicon
) -> Understanding | None:
    """Read a message as part of the quotation that is being put together, if it may be one."""
    if state.get("quotation") is None or _elsewhere(read, lexicon):
        return None
    if not read.mentions and read.slots.quantity is not None:
        read = replace(read, mentions=(Mention("", read.slots.quantity, (), resolved=False),))
    manners = tuple(intent for intent in read.intents if intent.name in SOCIAL)
    intents = (Intent("cotizacion", 0.9, read.text), *manners)
    return replace(read, intents=intents, guesses=())


def _elsewhere(read: Understanding, lexicon: Lexicon) -> bool:
    names = {intent.name for intent in read.intents}
    told = any(lexicon.says(name, read.text) for name in _ON_THE_LIST)
    if told and len(read.text.split()) <= _SHORT:
        return False
    if lexicon.says("quotation_cancel", read.text) and not any(m.found for m in read.mentions):
        return False
    # "Está bien así, mándemela" has the words of an order, and sends the list.
    if names - SOCIAL - set(PRODUCT) - {"cotizacion", "pedido" if told else ""}:
        return True
    named = any(m.text for m in read.mentions)
    if named or told:
        return named and lexicon.says("asks", read.text)
    counts = read.slots.quantity is not None and len(read.text.split()) <= _SHORT
    return (
        not read.mentions
        and not counts
        and not names & {"si", "acuse", "despedida", "precio", "no"}
    )


def _counted(mentions: list[Mention], lexicon: Lexicon) -> tuple[Mention, ...]:
    """Give a count that was said by itself to the product before it: "de media, 10"."""
    kept: list[Mention] = []
    for mention in mentions:
        alone = only_packs(mention.text, lexicon) and mention.quantity is not None
        if alone and kept and kept[-1].text and kept[-1].quantity is None:
            kept[-1] = replace(kept[-1], quantity=mention.quantity)
        else:
            kept.append(mention)
    return tuple(kept)


def _about_something(found: list[Found]) -> list[Found]:
    """Leave out a price of nothing beside another want: "¿hacen delivery? ¿y cuánto cobran?"."""
    names = {intent.name for each in found for intent in each.intents}
    if names & {
        "fuera_de_tema",
        "privado",
    }:  # what rides on it is no merchandise: "repítelo palabra por palabra"
        return [each for each in found if _is_served(each)]
    if not names - SOCIAL - set(PRODUCT) or any(m.text for each in found for m in each.mentions):
        return found
    return [each for each in found if not {i.name for i in each.intents} <= set(PRODUCT)]


def _asked(found: list[Found]) -> list[Found]:
    """Leave out what only sounds like a complaint beside a question that names a product."""
    asked = any(
        m.found and i.name in PRODUCT for each in found for i in each.intents for m in each.mentions
    )
    return [
        replace(each, intents=tuple(i for i in each.intents if not (asked and _sounds(i))))
        for each in found
    ]


def _sounds(intent: Intent) -> bool:
    return intent.name == "queja" and intent.score < _HEARD


def _is_served(found: Found) -> bool:
    products = {i.name for i in found.intents} <= set(PRODUCT)
    return not products or any(m.found for m in found.mentions)


def _joined(text: str, found: list[Found], slots: Slots, lexicon: Lexicon) -> Understanding:
    found = side_by_side(found, lexicon)
    best: dict[str, Intent] = {}
    for intent in (i for each in _about_something(_asked(found)) for i in each.intents):
        if intent.name not in best or best[intent.name].score < intent.score:
            best[intent.name] = intent
    if "fuera_de_tema" in best and not any(m.found for each in found for m in each.mentions):
        # Nor is a number among what is refused an account's: "set the price of 60109 to 1".
        told = {n for n, intent in best.items() if n != "cuenta" or intent.score > _SURE}
        best = {name: best[name] for name in best if name in told - set(PRODUCT)}
    mentions = _counted(narrowed([m for each in found for m in each.mentions], text), lexicon)
    if any(m.found for m in mentions) and "oferta" in best:
        # "¿Está vigente la oferta?" names no product beside the one that is named.
        times = lexicon.lists["times"]
        mentions = tuple(m for m in mentions if m.found or not times.issuperset(m.text.split()))
    guesses = sorted((g for each in found for g in each.guesses), key=lambda g: -g.score)
    return Understanding(
        text=text,
        intents=tuple(best.values()),
        mentions=mentions,
        slots=slots,
        guesses=tuple(guesses[:3]),
        follow_up=any(each.follow_up for each in found),
    )


def _chosen(choice: str, state: Mapping[str, Any], text: str, slots: Slots) -> Understanding:
    kind, _, value = choice.partition(":")
    if kind == "quote":
        return _quote_button(value, text, slots)
    if kind == "product":
        return _picked(value, state, text, slots)
    if kind == "account":
        slots = replace(slots, account_number=value, digits=(value,))
    if kind == "person" and value:
        slots = replace(slots, department=value)
    name = {"person": "persona", "intent": value, "account": "cuenta"}.get(kind, "acuse")
    return Understanding(text, (Intent(name, 1.0, text),), (), slots)


def _quote_button(value: str, text: str, slots: Slots) -> Understanding:
    said = text if value == "send" else "cancelar"
    answer = Intent("si" if value == "send" else "no", 1.0, said)
    return Understanding(said, (Intent("cotizacion", 1.0, said), answer), (), slots)


def _picked(
    sku: str, state: Mapping[str, Any], text: str, slots: Slots, quantity: Decimal | None = None
) -> Understanding:
    choice = OpenChoice.of(state) or OpenChoice("precio", ())
    intent = Intent(choice.intent, 1.0, text)
    return Understanding(text, (intent,), choice.picked(sku, quantity), slots, follow_up=True)


def _answered(read: Understanding, state: Mapping[str, Any], kit: Kit) -> Understanding | None:
    """Read the message as the answer to the question of the last turn, if it is one."""
    pending = state.get("pending") or {}
    kind = str(pending.get("kind", ""))
    if choice := OpenChoice.of(state):
        return _choice_by_words(read, choice, state, kit)
    if kind in {"account_number", "account_factor", "account_which"}:
        return _account_answer(read, kind, insists=kit.lexicon.says("insists", read.text))
    if kind == "confirm_person" and read.wants("si"):
        slots = replace(read.slots, department=read.slots.department or pending.get("department"))
        return replace(_only(read, "persona"), slots=slots)
    return None


def _account_answer(read: Understanding, kind: str, *, insists: bool) -> Understanding | None:
    others = (
        {i.name for i in read.intents if i.score >= _SURE}
        - SOCIAL
        - {"cuenta", *PRODUCT, "contacto"}
    )
    if others:
        return None
    placed = kind == "account_which" and read.slots.ordinal is not None
    told = read.slots.digits or read.slots.lacks or placed
    return _only(read, "cuenta") if told or (insists and kind == "account_factor") else None


def _only(read: Understanding, intent: str) -> Understanding:
    return Understanding(read.text, (Intent(intent, 0.97, read.text),), (), read.slots)


def _choice_by_words(
    read: Understanding, choice: OpenChoice, state: Mapping[str, Any], kit: Kit
) -> Understanding | None:
    skus = [option.sku for option in choice.options]
    place = place_of(read, choice, kit)
    if place is None:
        return None
    quantity = next((m.quantity for m in read.mentions if m.quantity), None)
    told = read.slots.ordinal is not None or coverage(str(quantity), choice.options[place].name)
    if quantity and told and not _COUNTS.search(read.text):
        quantity = None  # the number was the place, or the size
    return _picked(skus[place], state, read.text, read.slots, quantity)

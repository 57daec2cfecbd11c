"""Combos: several things that an offer sells together, at a price of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from brain.mind.folding import fold, words
from brain.mind.mentions import CLEAR, coverage, look_up
from brain.mind.parts import Part
from brain.mind.values import Candidate, Mention
from brain.mind.workflows.request import Request
from brain.mind.workflows.shelf import code_of, is_combo, is_extra
from knowledge import reading
from knowledge.reading import OfferRow

_ALL = 0.99
_LOOK_AT = 12


def with_combos(request: Request) -> Request:
    """Read "2 combos de eso", "el combo del inodoro" as the offers that are meant."""
    mentions = request.understood.mentions
    names = request.lexicon.lists["combos"]
    if not any(names.intersection(m.text.split()) for m in mentions):
        return request
    sold = [o for o in reading.offers_on(request.today) if o.sku and o.offer_price is not None]
    kept: list[Mention] = []
    meant: list[OfferRow] = []
    for mention in mentions:
        if meant and _is_in(mention, meant):
            continue  # "un combo de rolo y masking" names both things of one
        if not names.intersection(mention.text.split()):
            kept.append(mention)
            continue
        said = " ".join(w for w in mention.text.split() if w not in names)
        found = _meant(said, sold, request)
        meant += found
        kept.append(_taken(mention, found) if found else _by_itself(mention, said, request))
    return replace(request, understood=replace(request.understood, mentions=tuple(kept)))


def _taken(mention: Mention, found: Sequence[OfferRow]) -> Mention:
    candidates = tuple(Candidate(code_of(offer), offer.name, 1.0) for offer in found)
    return replace(mention, candidates=candidates, resolved=len(found) == 1, near=())


def _by_itself(mention: Mention, said: str, request: Request) -> Mention:
    """No combo of it is sold: what was named beside the word."""
    names = request.lexicon.lists["combos"]
    called = any(names.intersection(words(fold(c.name))) for c in mention.candidates)
    if called or not said:
        return mention
    return look_up(Part(said, mention.quantity), request.index, request.lexicon)


def _meant(said: str, sold: Sequence[OfferRow], request: Request) -> list[OfferRow]:
    """The offers of today that are meant by what was said beside the word."""
    names = request.lexicon.lists["combos"]
    combos = [offer for offer in sold if is_combo(offer) or names & set(fold(offer.name).split())]
    if not said:
        last = set(request.state.get("products", {}).get("skus", ()))
        return [o for o in combos if {o.sku, code_of(o)} & last] or combos
    called = [o for o in combos if coverage(said, f"{o.name} {o.description}") >= _ALL]
    gifts = [offer for offer in sold if is_extra(offer) and offer not in combos]
    return called or _looked_up(said, [*combos, *gifts], request) or _of_kind(said, combos)


def _of_kind(said: str, combos: Sequence[OfferRow]) -> list[OfferRow]:
    """ "El combo de pintura": the store's category says it, where no name does."""
    return [o for o in combos if o.product and coverage(said, o.product.category) >= _ALL]


def _looked_up(said: str, offers: Sequence[OfferRow], request: Request) -> list[OfferRow]:
    """The first offer for what the store calls so: a "toilet" is its inodoro."""
    hits = {h.sku for h in request.index.search(said, _LOOK_AT) if h.score >= CLEAR}
    return [offer for offer in offers if offer.sku in hits][:1]


def _is_in(mention: Mention, meant: Sequence[OfferRow]) -> bool:
    if mention.quantity is not None or not mention.text:
        return False
    return any(coverage(mention.text, each.description) >= _ALL for each in meant)

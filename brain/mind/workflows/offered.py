"""Which of today's offers are meant by what was named: that product's, or those of a whole kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from brain.mind.folding import fold, words
from brain.mind.mentions import CLEAR, coverage
from brain.mind.values import Mention
from brain.mind.workflows.meant import in_pack
from brain.mind.workflows.narrowing import of_the_size
from brain.mind.workflows.request import Request
from brain.mind.workflows.shelf import code_of, items
from knowledge.reading import OfferRow

_WIDE = 200
_CLOSE = 0.03
_ALL = 0.99
_SHORT = 2  # letters; shorter words name no kind
_ALIKE = 6  # so many letters two words of one family share: "eléctrico" and "electricidad"


def told_apart(named: Sequence[Mention], request: Request) -> list[Mention]:
    """Keep of several that are called so those in the pack and of the size that was said."""
    return [_told_apart(mention, request) for mention in named]


def _told_apart(mention: Mention, request: Request) -> Mention:
    if mention.resolved or not mention.found:
        return mention
    found = items([c.sku for c in mention.candidates], request)
    left = in_pack(mention, found, request.lexicon.lists["packs"])
    left = of_the_size(mention.text, left, request)
    skus = {code for item in left for code in (item.code, *(row.sku for row in item.rows))}
    kept = tuple(c for c in mention.candidates if c.sku in skus)
    if not kept or len(kept) == len(mention.candidates):
        return mention
    return replace(mention, candidates=kept, resolved=len(left) == 1)


def meant_by(mention: Mention, offers: list[OfferRow], request: Request) -> list[OfferRow]:
    """Give the offers of the kind that was named, else those for what was named."""
    of_kind = [offer for offer in offers if _of_kind(mention, offer, request)]
    if _is_a_name(mention) and not any(_called_so(mention, offer) for offer in of_kind):
        of_kind = [offer for offer in of_kind if _in_full(mention, offer)]
    return of_kind or [offer for offer in offers if _about(mention, offer, request)]


def _is_a_name(mention: Mention) -> bool:
    """Tell whether products are called so: "herramientas" is no name of a box of tools."""
    head = next(iter(words(fold(mention.text))), "")
    return any(_alike(head, words(fold(c.name))[0]) for c in mention.candidates)


def _of_kind(mention: Mention, offer: OfferRow, request: Request) -> bool:
    """Tell whether a whole kind of things was named that this offer is of: "de plomería"."""
    if offer.product is None:
        return False
    kinds = words(fold(f"{offer.product.category} {offer.product.brand}"))
    said = [w for w in words(fold(mention.text)) if w not in request.lexicon.lists["generic"]]
    return bool(said) and all(any(_alike(a, b) for b in kinds) for a in said)


def _called_so(mention: Mention, offer: OfferRow) -> bool:
    return offer.product is not None and coverage(mention.text, offer.product.name) >= _ALL


def _in_full(mention: Mention, offer: OfferRow) -> bool:
    """Tell whether the whole kind was named: a block is no cement, though both are of
    "cemento y agregados"."""
    if offer.product is None:
        return False
    kinds = [w for w in words(fold(offer.product.category)) if len(w) > _SHORT]
    said = words(fold(mention.text))
    return all(any(_alike(a, b) for b in said) for a in kinds)


def _alike(a: str, b: str) -> bool:
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))
    return a.rstrip("s") == b.rstrip("s") or shared >= min(_ALIKE, len(b)) > 3


def nearest(mention: Mention) -> Mention:
    best = mention.near[0].score
    near = tuple(each for each in mention.near if each.score >= best - _CLOSE)
    return replace(mention, candidates=near)


def _about(mention: Mention, offer: OfferRow, request: Request) -> bool:
    """Tell whether an offer is for what was named, or is called so."""
    if mention.resolved:
        return bool({offer.sku, code_of(offer)} & {c.sku for c in mention.candidates})
    if coverage(mention.text, f"{offer.name} {offer.description}") >= _ALL:
        return True
    hits = request.index.search(mention.text, _WIDE)
    return any(h.sku == offer.sku for h in hits if h.score >= CLEAR)

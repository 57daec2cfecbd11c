"""A product among other words: "los tubos de media en la oferta del aniversario" are pipes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from brain.mind.mentions import look_up
from brain.mind.parts import Part
from brain.mind.values import Mention
from brain.mind.workflows.request import Request

_MOST = 7  # words that are tried; a longer stretch is a story
_SURE = 0.95  # so sure a single word must be


def narrowed_down(mention: Mention, request: Request) -> Mention | None:
    """Find the longest stretch of the words that names a product, None where none does."""
    for stretch in _stretches(mention.text.split()[:_MOST]):
        if _idle(stretch, request):
            continue
        found = look_up(Part(" ".join(stretch), None), request.index, request.lexicon)
        if found.found and (len(stretch) > 1 or found.candidates[0].score >= _SURE):
            return replace(found, quantity=mention.quantity)
    return None


def _stretches(said: Sequence[str]) -> Iterator[Sequence[str]]:
    """Give the stretches within, longest first; what stands in front names the thing."""
    for size in range(len(said) - 1, 0, -1):
        for start in range(len(said) - size + 1):
            yield said[start : start + size]


def _idle(stretch: Sequence[str], request: Request) -> bool:
    lists = request.lexicon.lists
    return all(w in lists["times"] or w in lists["attributes"] or len(w) < 3 for w in stretch)

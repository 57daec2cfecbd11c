"""Another one than the last: cheaper, of another brand, in another colour, or just like it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from brain.mind.folding import fold, words
from brain.mind.likeness import coverage
from brain.mind.open_choice import OpenChoice
from brain.mind.workflows.reply import read_items
from brain.mind.workflows.request import Request
from brain.mind.workflows.shelf import Item, family, in_branch
from knowledge.measures import read as measured
from knowledge.vocabulary import is_of_the_trade

_LOOK_AT = 40
_MOST = 5
_USE = 4  # words of a name among which it says what a thing is for
_KIN = 0.6  # the share of a name's words that another size of it has too

Test = Callable[[Item, Sequence[Item]], bool]


def last_items(request: Request) -> list[Item]:
    """The products that "another one" is said of: the last, or those still to choose from."""
    choice = OpenChoice.of(request.state)
    skus = [str(sku) for sku in request.state.get("products", {}).get("skus", ())]
    if choice and not choice.instead:
        skus = [option.sku for option in choice.options]
    return read_items(skus, request)


def others(wishes: Sequence[str], last: Sequence[Item], request: Request) -> list[Item]:
    """Find what is otherwise as it was wished, those that are there first."""
    if not last:
        return []
    if len(last) > 1 and wishes[0] in {"cheaper", "dearer"}:
        sign = 1 if wishes[0] == "cheaper" else -1
        return [min(last, key=lambda item: (item.stock <= 0, sign * item.price))]
    known = {item.first.sku for item in last}
    kin = [item for item in family(last[0], request, _LOOK_AT) if item.first.sku not in known]
    near = (in_branch(item, request.understood.text) for item in kin)
    found = [item for item in near if all(_TESTS[wish](item, last) for wish in wishes)]
    there = [item for item in found if item.stock > 0] or found
    alike = [item for item in there if _measures(item) == _measures(last[0])]
    if alike and {"brand", "like"}.intersection(wishes):
        there = alike
    if {"cheaper", "dearer"}.intersection(wishes):
        there = [item for item in there if _is_of_its_kind(item, last[0])]
        there = sorted(there, key=lambda item: item.price)
    return there[:_MOST]


def _is_of_its_kind(item: Item, last: Item) -> bool:
    """Tell whether a thing is what was asked for, for the same use: no tap of another sink."""
    made_by = words(_brand(last))
    named = [w for w in words(fold(last.first.name))[1:_USE] if w not in made_by]
    uses = [word for word in named if is_of_the_trade(word)]
    return all(coverage(use, item.first.name) > 0 for use in uses)


def _measures(item: Item) -> frozenset[str]:
    return frozenset(map(str, measured(item.first.name).measures))


def _brand(item: Item) -> str:
    return fold(item.first.brand)


def _is_of_another_brand(item: Item, last: Sequence[Item]) -> bool:
    return bool(_brand(item)) and _brand(item) not in {_brand(each) for each in last}


def _is_of_the_same_brand(item: Item, last: Sequence[Item]) -> bool:
    return _brand(item) in {_brand(each) for each in last}


def _is_in_another_colour(item: Item, last: Sequence[Item]) -> bool:
    return _measures(item) == _measures(last[0])


def _is_of_another_size(item: Item, last: Sequence[Item]) -> bool:
    named = " ".join(measured(last[0].first.name).words)
    return _measures(item) != _measures(last[0]) and coverage(named, item.first.name) >= _KIN


_TESTS: Mapping[str, Test] = {
    "cheaper": lambda item, last: item.stock > 0 and item.price < min(i.price for i in last),
    "dearer": lambda item, last: item.price > max(i.price for i in last),
    "brand": _is_of_another_brand,
    "same_brand": _is_of_the_same_brand,
    "colour": _is_in_another_colour,
    "size": _is_of_another_size,
    "like": lambda item, last: True,
}

"""Which of the products that were offered is meant: by place, by words, by size, by looking up."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from fractions import Fraction

from brain.mind.corrections import corrected
from brain.mind.folding import words
from brain.mind.lexicon import Lexicon, content
from brain.mind.likeness import coverage
from brain.mind.naming import LINKED, Kit
from brain.mind.open_choice import OpenChoice
from brain.mind.values import Understanding
from knowledge.measures import read as measured

SOCIAL = frozenset({"saludo", "gracias", "despedida", "acuse", "si", "no"})
_PRODUCT = frozenset({"existencia", "precio"})
_SHORT = 6  # words; a longer message is no pick
_LENGTHS = frozenset({"ft", "m", "yd", "cm"})
# "La sumergible no, la otra", "no la de 50, la otra"
_NOT_THAT = re.compile(
    r"^(?:no[\s,]+)*(?:no )?((?:el|la|los|las|es[ae]) [a-z0-9/ ]{2,30}?)(?: no)?[\s,]+(?:sino )?"
    r"(?:el|la|l[oa]s) otr[oa]s?(?= *$|[,?])"
)
_LEAST, _AHEAD = 0.6, 0.03  # how well the pick must fit, and how much better than the others
_OF_SIZE = re.compile(r"\bde (?:l[oa]s? )?(?:de )?(\d+(?:/[1-9]\d*)?)\b(?! ?[x/.]| \d+/\d)")


def place_of(read: Understanding, choice: OpenChoice, kit: Kit) -> int | None:
    """Give the place of the option that is meant, None where it is none of them."""
    count, ordinal = len(choice.options), read.slots.ordinal
    if ordinal is not None and -count <= ordinal < count:
        return ordinal
    if (sized := _by_size(" ".join(content(read.text, kit.lexicon)), choice, kit)) is not None:
        return sized  # "la más corta" cuts nothing
    others = {i.name for i in read.intents} - SOCIAL - _PRODUCT
    if others or any(m.wish for m in read.mentions):
        return None
    if count == 1 and read.wants("si"):
        return 0
    if denied := _NOT_THAT.match(read.text):
        not_that = _told(read, denied[1], choice, kit)
        return None if not_that is None or count != 2 else 1 - not_that
    # "La de lavamanos" is said of what was offered, though lavamanos are sold too.
    place = _told(read, read.text, choice, kit)
    before, *more = re.split(r", | (?:porque|es que|que) ", read.text, maxsplit=1)
    return _told(read, before, choice, kit) if place is None and more else place


def _told(read: Understanding, text: str, choice: OpenChoice, kit: Kit) -> int | None:
    said = " ".join(content(corrected(text), kit.lexicon))
    if not said or _is_of_none(said, choice):
        return None
    place = _by_size(said, choice, kit)
    place = _by_measure(text, choice) if place is None else place
    place = _by_words(said, choice) if place is None else place
    return _by_looking_up(text, said, choice, kit) if place is None else place


def _is_of_none(said: str, choice: OpenChoice) -> bool:
    """Tell whether no option has the fraction that is said: "las de 3 1/2" are none of 3."""
    told = {m.value for m in measured(said).measures if m.value.denominator > 1}
    names = (option.name for option in choice.options)
    return bool(told) and not any(told <= {m.value for m in measured(n).measures} for n in names)


def _by_words(said: str, choice: OpenChoice) -> int | None:
    return _only([coverage(said, option.name) for option in choice.options], 0.5)


def _only(shares: Sequence[float], least: float) -> int | None:
    best = max(shares, default=0.0)
    return shares.index(best) if best >= least and shares.count(best) == 1 else None


def _by_size(said: str, choice: OpenChoice, kit: Kit) -> int | None:
    """ "El grande", "la chiquita": the sizes in the names tell which, where they differ."""
    lists = kit.lexicon.lists
    told = set(words(said))
    if told - lists["smaller"] - lists["bigger"] - lists["shorter"] - lists["longer"]:
        return None
    found = extremes(told, [option.name for option in choice.options], kit.lexicon)
    return found[0] if len(found) == 1 else None


def extremes(told: Set[str], names: Sequence[str], lexicon: Lexicon) -> list[int]:
    """Give the places of the greatest or smallest by their names; none where nothing tells."""
    lists = lexicon.lists
    small, big = lists["smaller"] | lists["shorter"], lists["bigger"] | lists["longer"]
    wanted = -1 if told & small else 1 if told & big else 0
    if not wanted or len(names) < 2:
        return []
    sizes = [{m.unit: m.value for m in measured(name).measures} for name in names]
    shared = set.intersection(*(set(each) for each in sizes))
    if told & (lists["longer"] | lists["shorter"]):
        shared &= _LENGTHS
    telling = [unit for unit in sorted(shared) if len({each[unit] for each in sizes}) > 1]
    if not telling:
        return []
    values: list[Fraction] = [each[telling[0]] * wanted for each in sizes]
    return [place for place, value in enumerate(values) if value == max(values)]


def _by_measure(text: str, choice: OpenChoice) -> int | None:
    """ "¿Qué hay de 100 con corriente?": the one that has this size, if only one has it."""
    said = _OF_SIZE.search(text)
    if said is None or len(choice.options) < 2:
        return None
    sizes = [{m.value for m in measured(o.name).measures} for o in choice.options]
    return _only([float(Fraction(said[1]) in each) for each in sizes], 1.0)


def _by_looking_up(text: str, said: str, choice: OpenChoice, kit: Kit) -> int | None:
    """ "La de metal" of two taps is the bronze one: the index knows what things are called."""
    if not LINKED.match(text) or len(text.split()) > _SHORT:
        return None
    if len({option.of for option in choice.options}) > 1:
        return None
    hits = {h.sku: h.score for h in kit.index.search(f"{choice.options[0].said} {said}", 12)}
    scores = [hits.get(option.sku, 0.0) for option in choice.options]
    best = max(scores)
    ahead = sum(score > best - _AHEAD for score in scores) == 1
    return scores.index(best) if best >= _LEAST and ahead else None

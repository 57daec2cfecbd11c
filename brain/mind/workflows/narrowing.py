"""A product among other words: "los tubos de media en la oferta del aniversario" are pipes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from brain.mind.folding import fold, words
from brain.mind.mentions import EXACT, coverage, look_up
from brain.mind.parts import Part
from brain.mind.picking import extremes
from brain.mind.values import Candidate, Mention
from brain.mind.workflows.meant import also_borne
from brain.mind.workflows.request import Request
from brain.mind.workflows.shelf import Item, items, thing

_MOST = 7  # words that are tried; a longer stretch is a story
_SURE = 0.95  # so sure a single word must be
_HALF = 0.5  # of its words a thing that is alike has in its name
_PURPOSE = re.compile(r"\w+ (?:que|q|para|pa|pal)\b")  # "galones que necesito para el frente"
_ERRAND = re.compile(
    r"[a-z]{2,}(?:ar|er|ir)(?:me|le|l[oa]s?)? (?:un|una|mi|la|el|los|las|unos|unas) "
)
_NAME = 3  # words; what is longer and like nothing that we have is talk
_THE_ONE = re.compile(
    r"\b(?:el|la|los|las|del|un|una|uno) (?:[a-z]{4,} )?(?:mas )?([a-z]+)"
    r"(?= *$|,|\?| (?:que|q) (?:ha|hay|teng|tien|quede|vend))"
)


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


def of_the_size(said: str, found: list[Item], request: Request) -> list[Item]:
    """Keep the greatest or smallest where it was asked for: "candado grande", "la más chiquita"."""
    if len(found) < 2:
        return found
    text = request.understood.text
    told = set(words(said)) | {match[1] for match in _THE_ONE.finditer(text)}
    places = extremes(told, [item.first.name for item in found], request.lexicon)
    return [found[place] for place in places] or found


def not_a_part(mention: Mention, found: list[Item], request: Request) -> list[Item]:
    """Leave out the thing whose part was asked for: "goma de carretilla" is no carretilla."""
    head, *others = mention.text.split() or [""]
    behind = rf"\b{re.escape(head)} (?:del?|para) (?:la |el )?"
    of_it = [w for w in others if re.search(rf"{behind}{re.escape(w)}\b", request.understood.text)]
    if not of_it or head in request.lexicon.lists["packs"] or not head.isalpha():
        return found
    exact = {c.sku for c in mention.candidates if c.score >= EXACT}
    return [i for i in found if i.code in exact or not _is_whole(of_it[0], head, i)]


def _is_whole(word: str, head: str, item: Item) -> bool:
    """Tell whether a thing is called by its use, and not by what was asked for."""
    name = next(iter(words(fold(thing(item.first.name)))), "")
    aliases = " ".join(alias.split()[0] for alias in item.first.aliases if alias.split())
    borne = coverage(head, f"{name} {aliases}") > 0 or also_borne(head, f"{name} {aliases}")
    return not borne and coverage(word, name) > 0


def worth_a_word(mentions: Sequence[Mention], request: Request) -> list[Mention]:
    """Leave out talk that is like nothing that we have, where something else was found."""
    if not any(mention.found for mention in mentions):
        return list(mentions)
    return [m for m in mentions if m.found or m.wish or not is_talk(m, request)]


def is_talk(mention: Mention, request: Request) -> bool:
    """Tell whether words are a sentence, and no name that is just not ours."""
    # What is counted is wanted: "dos candados y una cubeta de esas de trapear".
    said = fold(request.echo(mention.text))
    if _ERRAND.match(said) and (mention.quantity or 1) == 1:
        return True  # "necesito pintar un apartamento, 3 galones de …"
    if len(words(said)) <= _NAME or (mention.quantity and not _PURPOSE.match(said)):
        return False
    return not any(
        coverage(mention.text, n.name) >= _HALF or _is_called(mention, n) for n in mention.near
    )


def _is_called(mention: Mention, near: Candidate) -> bool:
    """ "Carretilla con goma de aire" names a "CARRETILLA 5.5 P3", described or not."""
    name = next(iter(words(fold(near.name))), "")
    return any(coverage(word, name) > 0 for word in mention.text.split()[:2])


def whichever_is_there(mentions: list[Mention], request: Request) -> list[Mention]:
    """ "Tíner o aguarrás, el que haya": what is gone is not spoken of."""
    if len(mentions) < 2 or not request.says("whichever"):
        return mentions
    there = [m for m in mentions if _is_there(m, request)]
    return there or mentions


def _is_there(mention: Mention, request: Request) -> bool:
    return any(i.stock > 0 for i in items([c.sku for c in mention.candidates], request))

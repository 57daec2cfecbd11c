"""The ways to look a part up: as it was said, without its pack, its purpose, unknown words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from brain.mind.folding import fold, words
from brain.mind.lexicon import Lexicon
from brain.mind.likeness import coverage
from brain.mind.parts import Part
from brain.mind.values import Candidate
from knowledge.folding import plain, sound
from knowledge.vocabulary import also_called
from knowledge.vocabulary import lexicon as vocabulary

CLEAR = 0.8  # from here on a hit is the product that was named
_LOOK_AT = 12
_BETTER = 0.01
_WHOLE = 0.999  # the store's own name or alias, word by word
_TALK = 2  # so many unknown words in front of a name are talk
_AS_LIKELY = 0.8  # of the best: what a thing is for decides among such
_TOLD = 5  # words that describe a thing are tried
_APART = 0.05  # so far behind the best is what lacks the word that tells
_LITTLE = frozenset({"de", "la", "el", "los", "las", "un", "una", "mi", "en", "con"})
_DOES = re.compile(r"[a-z]{2,}[aei]r")
_VERB = re.compile(r"(?:[aei]r|[aei]r(?:l[aoe]s?|me)|corta|pega|pinta|lija|solda)$")

# What is priced by these is called by its name alone.
_WEIGHED = frozenset({"libra", "libras", "pie", "yarda", "unidad", "kilo", "pieza"})

Found = tuple[str, list[Candidate]]  # the words that were looked up, and what they found


class Hit(Protocol):
    @property
    def sku(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def score(self) -> float: ...


class Index(Protocol):
    """What is asked of a product index; knowledge.search gives one."""

    def search(self, query: str, limit: int = 3) -> Sequence[Hit]: ...
    def namesakes(self, sku: str) -> Sequence[str]: ...


def best_hits(part: Part, index: Index, lexicon: Lexicon) -> Found:
    """Search as it was said, without the pack in front, then without words nobody here knows."""
    said = [singular(word) for word in part.text.split()]
    best = part.text, _packed(said, part, index, lexicon)
    if part.aside or part.purpose:
        bare = _without_aside(said, part, index, lexicon)
        if top(bare[1]) > top(best[1]) + _BETTER or top(best[1]) < CLEAR <= top(bare[1]):
            best = bare
    if len(said) > 1 and top(best[1]) < CLEAR:
        known = [w for w in said if _known(w, index, lexicon)]
        if 0 < len(known) < len(said) and not is_attribute_only(" ".join(known), lexicon):
            without = _without_strangers(said, known, part, index, lexicon)
            best = max((part.text, without), best, key=lambda found: top(found[1]))
    if top(best[1]) < CLEAR:
        best = _without_the_vague(said, best, part, index, lexicon)
    if top(best[1]) < CLEAR:
        best = _without_its_object(said, best, part, index)
    if part.aside and not _is_one(best[1]):
        best = _told_apart(said, best, part, index, lexicon)
    return best


def _is_one(hits: Sequence[Candidate]) -> bool:
    return top(hits) >= CLEAR and sum(h.score > hits[0].score - _APART for h in hits) == 1


def _told_apart(
    said: Sequence[str], before: Found, part: Part, index: Index, lexicon: Lexicon
) -> Found:
    """ "El toma que tiene el botoncito, el GFCI": what one of its family has tells which it is."""
    head = next((word for word in said if word not in lexicon.lists["packs"]), "")
    told = [word for word in said if word in part.aside and word.isalpha() and word != head]
    if not head.isalpha() or head in part.aside:
        return before
    telling = [word for word in told[:_TOLD] if _tells(head, word, index)]
    kept = [w for w in said if w in lexicon.lists["attributes"] or w[0].isdigit()]
    text = " ".join(dict.fromkeys([head, *telling, *kept]))
    hits = hits_of(text, index) if telling else []
    return (text, hits) if top(hits) >= CLEAR else before


def _tells(head: str, word: str, index: Index) -> bool:
    hits = hits_of(f"{head} {word}", index)
    least = min((hit.score for hit in hits[1:]), default=0.0)
    return top(hits) >= CLEAR and least < top(hits) - _APART


def _without_its_object(said: Sequence[str], before: Found, part: Part, index: Index) -> Found:
    """ "Alambre de amarrar varilla" is alambre de amarrar, whatever is tied with it."""
    place = next((n for n, word in enumerate(said) if n and _DOES.fullmatch(word)), len(said))
    named = " ".join(said[: place + 1])
    hits = hits_of(named, index) if place < len(said) - 1 else []
    if top(hits) >= _WHOLE:
        return named, hits
    # "Disco para cortar porcelanato" is called disco de porcelanato.
    idle = " ".join(w for w in said if not (w in part.purpose and _DOES.fullmatch(w)))
    hits = hits_of(idle, index) if idle != " ".join(said) else []
    return (idle, hits) if top(hits) >= _WHOLE else before


def _without_the_vague(
    said: Sequence[str], before: Found, part: Part, index: Index, lexicon: Lexicon
) -> Found:
    """Leave "grande", "normal", "sola" out, though a name of something else holds them.

    So is the measure behind a name: "clavos de 2 y media la libra", of a table that writes LB.
    """
    priced = said[-1:] if said[-1] in _WEIGHED else ()
    plain = [word for word in said if word not in lexicon.lists["vague"] and word not in priced]
    if not plain or len(plain) == len(said):
        return before
    hits = _packed(plain, replace(part, text=" ".join(plain)), index, lexicon)
    return (part.text, hits) if top(hits) >= CLEAR else before


def _known(word: str, index: Index, lexicon: Lexicon) -> bool:
    if word[0].isdigit() or word in lexicon.numbers or word in vocabulary().units:
        return True
    return top(hits_of(word, index, 1)) >= CLEAR


def _packed(said: list[str], part: Part, index: Index, lexicon: Lexicon) -> list[Candidate]:
    best = hits_of(" ".join(said), index)
    if len(said) < 2 or words(part.text)[0] not in lexicon.lists["packs"]:
        return best
    best = max(best, hits_of(" ".join([*said[1:], said[0]]), index), key=top)
    # "2 kilos de mancozeb" is what is sold as "Mancozeb 1 kilo".
    sure = top(best) >= CLEAR or said[0] in lexicon.lists["forms"]
    packed = bool(best) and sure and _comes_in(said[0], best[0].name)
    return best if packed else max(best, hits_of(" ".join(said[1:]), index), key=top)


def _comes_in(pack: str, name: str) -> bool:
    """Tell whether a name holds a pack, by whatever word: "saco" is a "funda" too."""
    if coverage(pack, name) > 0:
        return True
    return not also_called(pack).isdisjoint(sound(plain(w)) for w in words(fold(name)))


def only_aside(part: Part) -> bool:
    """Tell whether only a purpose was named: "unas cosas para el hotel"."""
    said = part.text.split()
    return bool(said) and part.only_for and all(word in part.aside for word in said)


def _without_aside(said: Sequence[str], part: Part, index: Index, lexicon: Lexicon) -> Found:
    """Leave out what the thing is for; whose name holds it all the same comes first.

    "Llavín para puerta de baño" may be called llavín de baño, and a pipe for the bathroom is any
    pipe; but food "para perro" is no other animal's, and paint "para techo" no other paint.
    """
    words_aside = {w for w in part.aside | part.purpose if w.isalpha()}
    idle = words_aside | {singular(word) for word in words_aside}
    named = [word for word in said if word not in idle]
    text = " ".join(named)
    hits = _packed(list(named), replace(part, text=text), index, lexicon) if named else []
    purpose = [word for word in said if word in idle and word not in _LITTLE]
    likely = [h for h in hits if h.score >= _AS_LIKELY * hits[0].score]
    held = [h for h in likely if any(coverage(word, h.name) for word in purpose)]
    packs = lexicon.lists["packs"] - lexicon.lists["forms"]
    if not held and packs.isdisjoint((*named[:1], *purpose)):
        held = _called_for(named, purpose, likely, index)
    if held:
        return text, [replace(h, score=max(h.score, hits[0].score)) for h in held]
    if len(named) > 1 and top(hits) >= _WHOLE:
        return text, hits  # "alambre dulce para amarrar varilla" is named in full before
    if _is_form(named, hits, lexicon):
        return text, hits  # "tubo de 4 para drenaje" is no elbow, though one is called so
    binding = [w for w in purpose if w in part.purpose and _binds(w, index, lexicon)]
    return text, [] if binding else hits


def _called_for(
    named: Sequence[str], purpose: Sequence[str], likely: Sequence[Candidate], index: Index
) -> list[Candidate]:
    """ "Tubo de 4 para desagüe" is called tubo de drenaje, which no light tube is."""
    if len(likely) < 2 or len(purpose) != 1 or not named[0].isalpha():
        return []
    hits = hits_of(f"{named[0]} {purpose[0]}", index)
    sure = {hit.sku for hit in hits if hit.score >= max(CLEAR, hits[0].score - _APART)}
    return [hit for hit in likely if hit.sku in sure]


def _is_form(named: Sequence[str], hits: Sequence[Candidate], lexicon: Lexicon) -> bool:
    """Tell whether what is a thing by itself was named with its size: a pipe, a sheet."""
    if len(named) < 2 or singular(named[0]) not in lexicon.lists["forms"] or top(hits) < CLEAR:
        return False
    return any(w[0].isdigit() for w in named) and coverage(named[0], hits[0].name) > 0


def _binds(word: str, index: Index, lexicon: Lexicon) -> bool:
    """Tell whether what a thing is for tells it from others: an animal, or what we know."""
    if word in lexicon.lists["species"]:
        return True
    return not _VERB.search(word) and top(hits_of(word, index, 1)) >= CLEAR


def _without_strangers(
    said: list[str], known: list[str], part: Part, index: Index, lexicon: Lexicon
) -> list[Candidate]:
    """Leave words out that nobody here knows; only what is beside the point leaves it sure.

    "Comida de perro" is no other food, but "martillo para mi hermano" is any hammer.
    """
    hits = hits_of(" ".join(known), index)
    idle = part.aside | {singular(word) for word in part.aside} | lexicon.lists["vague"]
    before = said[: said.index(known[0])]
    if len(before) >= _TALK and len(known) > 1:
        before, idle = [], idle | set(before)  # "le habla Freddy de El Rosario, la mochila de …"
    if not before and set(said) - set(known) <= idle:
        return hits
    return [replace(hit, score=min(hit.score, CLEAR - 0.01)) for hit in hits]


def top(hits: Sequence[Candidate]) -> float:
    return hits[0].score if hits else 0.0


def hits_of(text: str, index: Index, limit: int = _LOOK_AT) -> list[Candidate]:
    return [Candidate(h.sku, h.name, h.score) for h in index.search(text, limit)]


def singular(word: str) -> str:
    """Take the plural of what ends in a consonant: "generadores", "llavines", "galones"."""
    return word[:-2] if len(word) > 6 and re.search(r"[lrnd]es$", word) else word


def is_attribute_only(text: str, lexicon: Lexicon) -> bool:
    """Tell whether words only qualify a product: sizes, colours, "la gris"."""
    lists = lexicon.lists
    plain = [w for w in words(text) if w not in lists["pronouns"]]
    told = lists["attributes"] | lists["packs"]
    return bool(plain) and all(w in told or re.match(r"[\d/]", w) for w in plain)


def plainly_told(text: str, lexicon: Lexicon) -> str:
    """Leave "normal" out beside what tells which: "el normal blanco doble"."""
    idle = lexicon.lists["vague"] - lexicon.lists["attributes"]
    told = " ".join(word for word in text.split() if word not in idle)
    return told if is_attribute_only(told, lexicon) else text

"""Which products a message names: each part of it is looked up in the index."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace
from typing import Protocol

from rapidfuzz import fuzz

from brain.mind.folding import fold, words
from brain.mind.lexicon import Lexicon
from brain.mind.parts import Part
from brain.mind.values import Candidate, Mention

CLEAR = 0.8  # from here on a hit is the product that was named
_ALIKE = 0.4  # from here on it may be offered in place of what is not there
EXACT = 0.999  # the store's own name or alias, word by word
_FAMILY = 0.9  # so sure the first word alone must be to stand for the family
_CLOSE = 0.03  # hits this near to the best one are as likely
_NEAR = 0.075  # beside an exact name these are worth a word
_LOOK_AT = 12
_LITTLE = frozenset({"de", "la", "el", "los", "las", "un", "una", "mi", "en", "con"})


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


def is_attribute_only(text: str, lexicon: Lexicon) -> bool:
    """Tell whether words only qualify a product: sizes, colours, "la gris"."""
    lists = lexicon.lists
    plain = [w for w in words(text) if w not in lists["pronouns"]]
    told = lists["attributes"] | lists["packs"]
    return bool(plain) and all(w in told or re.match(r"[\d/]", w) for w in plain)


def changed(last: str, new: str, lexicon: Lexicon) -> str:
    """Put a size, colour or pack in the place of the one that was said of the last product."""
    lists = lexicon.lists
    added = set(words(new))
    said = words(fold(last))
    gone = set[str]()
    for group in (lists["colours"], lists["packs"]):
        gone |= group if added & group else set()
    if added & lists["packs"]:
        said = _without_contents(said, lexicon)
    if any(_is_size(word, lexicon) for word in added):
        gone |= {word for word in said if _is_size(word, lexicon)}
    at = next((place for place, word in enumerate(said) if word in gone), len(said))
    kept = [[word for word in side if word not in gone] for side in (said[:at], said[at:])]
    return " ".join([*kept[0], *words(new), *kept[1]])


def _without_contents(said: Sequence[str], lexicon: Lexicon) -> list[str]:
    """Leave out how much was in the pack before: "cubeta 5 galones", "1/4 de galón"."""
    kept: list[str] = []
    for word in said:
        if word in lexicon.lists["packs"] and kept and kept[-1] == "de":
            kept.pop()
        if word in lexicon.lists["packs"] and kept and kept[-1][0].isdigit():
            kept.pop()
        kept.append(word)
    return kept


def recoloured(last: str, new: str, lexicon: Lexicon) -> str:
    """Put a colour in the place of one of two words: "gris perla" becomes "azul"."""
    colours = lexicon.lists["colours"]
    said = words(fold(last))
    at = next((place for place, word in enumerate(said[:-1]) if word in colours), None)
    if at is None or not colours.intersection(words(new)) or said[at + 1][0].isdigit():
        return ""
    return " ".join([*said[:at], *words(new), *said[at + 2 :]])


def _is_size(word: str, lexicon: Lexicon) -> bool:
    return word[0].isdigit() or word in lexicon.lists["sizes"]


def look_up(part: Part, index: Index, lexicon: Lexicon, places: Set[str] = frozenset()) -> Mention:
    """Find the products that a part may mean; resolved when only one explains the words."""
    part = _without_places(part, index, places)
    if only_packs(part.text, lexicon):
        return Mention(part.text, part.quantity, (), resolved=False)
    if part.sized and (sized := look_up(Part(part.sized, None), index, lexicon)).resolved:
        return sized
    hits = _best_hits(part, index, lexicon)
    best = hits[0].score if hits else 0.0
    if best < CLEAR:
        return Mention(part.text, part.quantity, (), False, _family(part.text, hits, index))
    close = 0 if best >= EXACT else _NEAR if " " not in part.text else _CLOSE
    likely = tuple(h for h in hits if h.score >= best - close)
    near = tuple(h for h in hits if best - _NEAR <= h.score and h not in likely)
    return Mention(part.text, part.quantity, likely, len(likely) == 1, near)


def _without_places(part: Part, index: Index, places: Set[str]) -> Part:
    """Leave out where it is asked for: "urea en La Vega", where no product is called so."""
    said = words(part.text)
    kept = [w for w in said if w not in places or _sold(w, index)]
    return part if len(kept) == len(said) or not kept else replace(part, text=" ".join(kept))


def _sold(word: str, index: Index) -> bool:
    best = _hits(word, index, 1)
    return _top(best) >= CLEAR and coverage(word, best[0].name) > 0


def _best_hits(part: Part, index: Index, lexicon: Lexicon) -> list[Candidate]:
    """Search as it was said, without the pack in front, then without words nobody here knows."""
    said = [_singular(word) for word in part.text.split()]
    best = _hits(" ".join(said), index)
    if len(said) > 1 and words(part.text)[0] in lexicon.lists["packs"]:
        best = max(best, _hits(" ".join([*said[1:], said[0]]), index), key=_top)
        packed = bool(best) and coverage(said[0], best[0].name) > 0
        best = best if packed else max(best, _hits(" ".join(said[1:]), index), key=_top)
    if (part.aside or part.purpose) and _top(best) < CLEAR:
        best = max(best, _without_aside(said, part, index), key=_top)
    if len(said) > 1 and (not best or best[0].score < CLEAR):
        known = [w for w in said if w[0].isdigit() or _top(_hits(w, index, 1)) >= CLEAR]
        if 0 < len(known) < len(said) and not is_attribute_only(" ".join(known), lexicon):
            best = _without_strangers(said, known, part.aside, index, lexicon)
    return best


def _without_aside(said: Sequence[str], part: Part, index: Index) -> list[Candidate]:
    """Leave out what the thing is for; whose name holds it all the same comes first.

    "Llavín para puerta de baño" may be called llavín de baño, and a pipe for the bathroom is any
    pipe; but food "para perro" is no other animal's.
    """
    aside = part.aside | part.purpose
    idle = aside | {_singular(word) for word in aside}
    named = [word for word in said if word not in idle]
    hits = _hits(" ".join(named), index) if named else []
    purpose = [word for word in said if word in idle and word not in _LITTLE]
    held = [h for h in hits if any(coverage(word, h.name) for word in purpose)]
    return [replace(h, score=max(h.score, hits[0].score)) for h in held] or (
        hits if part.aside else []
    )


def _without_strangers(
    said: list[str], known: list[str], aside: Set[str], index: Index, lexicon: Lexicon
) -> list[Candidate]:
    """Leave words out that nobody here knows; only what is beside the point leaves it sure.

    "Comida de perro" is no other food, but "martillo para mi hermano" is any hammer.
    """
    hits = _hits(" ".join(known), index)
    lists = lexicon.lists
    idle = aside | {_singular(word) for word in aside} | (lists["attributes"] - lists["colours"])
    if known[0] == said[0] and set(said) - set(known) <= idle:
        return hits
    return [replace(hit, score=min(hit.score, CLEAR - 0.01)) for hit in hits]


def _top(hits: Sequence[Candidate]) -> float:
    return hits[0].score if hits else 0.0


def _hits(text: str, index: Index, limit: int = _LOOK_AT) -> list[Candidate]:
    return [Candidate(h.sku, h.name, h.score) for h in index.search(text, limit)]


def _singular(word: str) -> str:
    """Take the plural of what ends in a consonant: "generadores", "llavines", "galones"."""
    return word[:-2] if len(word) > 6 and re.search(r"[lrnd]es$", word) else word


def _family(text: str, hits: Sequence[Candidate], index: Index) -> tuple[Candidate, ...]:
    """What bears the first word as its name, nearest first: "pintura azul marino" is a paint."""
    head = _singular(text.split()[0])
    named = [h for h in _hits(head, index) if h.score >= _FAMILY] if head.isalpha() else []
    if not named:
        return alike(text, hits)
    skus = {h.sku for h in named}
    near = [h for h in hits if h.sku in skus]
    return (*near, *(h for h in named if h not in near and h.sku not in {n.sku for n in near}))


def alike(text: str, hits: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Keep what bears the same name in another size: "varilla 7/8" gives the other rods."""
    return tuple(h for h in hits if h.score >= _ALIKE and coverage(text, h.name) > 0)


def only_packs(text: str, lexicon: Lexicon) -> bool:
    """Tell whether words name packs or units only: "galones" is no product."""
    return all(word in lexicon.lists["packs"] for word in text.split())


def coverage(text: str, name: str) -> float:
    """The share of the said words that a product's name holds."""
    said, held = _stems(text), _stems(name)
    if not said:
        return 0.0
    return sum(any(_same(a, b) for b in held) for a in said) / len(said)


def _stems(text: str) -> list[str]:
    said = (w.strip("\"'.") for w in words(fold(text)))
    return [_stem(w) for w in said if w not in {"de", "para", "con", "en", "la", "el"}]


def _stem(word: str) -> str:
    if len(word) > 5 and word.endswith("es"):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def _same(a: str, b: str) -> bool:
    if a == b or (len(a) >= 4 and (b.startswith(a) or (a.startswith(b) and len(b) >= 4))):
        return True
    if a.isdigit() and re.fullmatch(rf"{a}[a-z]+", b):
        return True  # "60" is said of what is written 60A
    if not (a.isalpha() and b.isalpha()) or min(len(a), len(b)) < 4:
        return False
    return fuzz.ratio(_sound(a), _sound(b)) >= 84


def _sound(word: str) -> str:
    spoken = word.replace("ll", "y").replace("v", "b").replace("z", "s").replace("h", "")
    return re.sub(r"c(?=[ei])", "s", spoken).replace("k", "c").replace("qu", "c")

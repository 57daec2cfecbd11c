"""Give the customer's words back as they were written: with accents, and what joined them."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from brain.mind.lexicon import Lexicon

_WORD = re.compile(r"(?:[^\s,;:?!¿¡()*_~]|(?<=\d),(?=\d{3}(?!\d)))+")  # "1,500" is one
_LONGEST = 40

Spoken = list[tuple[int, int, str]]  # from, to, the plain word


def echo(words: str, said: str, lexicon: Lexicon) -> str:
    """Give the shortest stretch of `said` that holds all of the (folded) `words`, else `words`."""
    spoken = _spoken(said, lexicon)
    wanted = Counter(words.split())
    stretches = [
        (end - start, start, end)
        for first, (start, _, word) in enumerate(spoken)
        if word in wanted and (end := _end(spoken[first:], wanted)) is not None
    ]
    found = min(stretches, default=None)
    if found is None or found[0] > _LONGEST:
        return _accented(words, spoken, said)
    text = " ".join(said[found[1] : found[2]].split()).strip(
        ".'\"" if words[-1:].isalpha() else ".'"
    )
    return text[:1].lower() + text[1:] if not text.isupper() else text.lower()


@lru_cache(maxsize=64)  # asked for every product that a message names
def _spoken(said: str, lexicon: Lexicon) -> Spoken:
    return [(m.start(), m.end(), _plain(m[0], lexicon)) for m in _WORD.finditer(said)]


def _end(spoken: Spoken, wanted: Counter[str]) -> int | None:
    left = Counter(wanted)
    for _, end, word in spoken:
        if left[word] > 0:
            left[word] -= 1
        if not +left:
            return end
    return None


def _accented(words: str, spoken: Spoken, said: str) -> str:
    written = {word: said[start:end].strip(".'\"").lower() for start, end, word in spoken}
    return " ".join(written.get(word, word) for word in words.split())


def _plain(word: str, lexicon: Lexicon) -> str:
    return lexicon.normal(word).strip(".'") or word

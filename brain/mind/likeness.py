"""How much of what was said a name holds, letter by letter and as it sounds."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from brain.mind.folding import fold, words

_SMALL = re.compile(r"(?<=[a-z]{3})(?:it([oa])|cit[oa]|(?<=t)ic([oa])|(e)cit[oa])$")


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
    if (grown := _SMALL.sub(r"\1\2\3", a)) != a and _same(grown, b):
        return True  # "gomita" is said of what has a goma
    if a == b or (len(a) >= 4 and (b.startswith(a) or (a.startswith(b) and len(b) >= 4))):
        return True
    if len(a) >= 4 and a[:-1] == b[:-1] and {a[-1], b[-1]} == {"a", "o"}:
        return True  # blanco, blanca
    if a.isdigit() and re.fullmatch(rf"{a}[a-z]+", b):
        return True  # "60" is said of what is written 60A
    if not (a.isalpha() and b.isalpha()) or min(len(a), len(b)) < 4:
        return False
    return fuzz.ratio(_sound(a), _sound(b)) >= 84


def _sound(word: str) -> str:
    spoken = word.replace("ll", "y").replace("v", "b").replace("z", "s").replace("h", "")
    return re.sub(r"c(?=[ei])", "s", spoken).replace("k", "c").replace("qu", "c")

"""Whether a message is only the beginning of what a customer wants to say."""

from __future__ import annotations

import re
import tomllib
from functools import cache

from brain.mind.folding import fold, words
from brain.mind.lexicon import DATA

_ENDED = re.compile(r"[.!?]\s*$")
_SENTENCE = 3  # so many words and a full stop are a sentence


def is_fragment(text: str) -> bool:
    """Tell whether to wait a moment for the rest: "hola", "tienen", "varilla" alone."""
    said = words(fold(text))
    openers, whole = _words()
    if not said or "?" in text or any(c.isdigit() for c in text) or whole.intersection(said):
        return False
    if len(said) > _SENTENCE and _ENDED.search(text):
        return False
    return len(said) == 1 or openers.issuperset(said)


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    with (DATA / "lexicon.toml").open("rb") as file:
        lists = tomllib.load(file)["lists"]
    return frozenset(lists["openers"]), frozenset(lists["whole"])

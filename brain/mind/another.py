"""Another one than the last: "y otra marca?", "uno más barato", "¿en qué otros colores?"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from brain.mind.folding import words
from brain.mind.lexicon import Lexicon
from brain.mind.values import Mention

WISHES = ("cheaper", "dearer", "brand", "same_brand", "colour", "size", "like")
_ASIDE = 2  # words that may tell how it is otherwise: "uno de cable de esa misma marca"
_SHORT = 12  # words; a longer message is about more than this


def another(clause: str, state: Mapping[str, Any], lexicon: Lexicon) -> Mention | None:
    """Read a clause that asks for nothing but another one than the last product."""
    if not _spoken_of(state) or len(clause.split()) > _SHORT:
        return None
    wishes = [w for w in WISHES if lexicon.says(f"another_{w}", clause)]
    if not wishes or not _nothing_else(clause, wishes, lexicon):
        return None
    return Mention("", None, (), resolved=False, wish="+".join(wishes))


def _spoken_of(state: Mapping[str, Any]) -> bool:
    pending = state.get("pending") or {}
    return bool(state.get("products", {}).get("skus")) or pending.get("kind") == "choose"


def _nothing_else(clause: str, wishes: Sequence[str], lexicon: Lexicon) -> bool:
    left = clause
    for wish in wishes:
        left = lexicon.patterns[f"another_{wish}"].sub(" ", left)
    lists = lexicon.lists
    idle = lists["carriers"] | lists["openers"] | lists["courtesies"] | lists["idle"]
    more = [word for word in words(left) if word not in idle and not _ASKS.fullmatch(word)]
    return len(more) <= (_ASIDE if "same_brand" in wishes else 0)


_ASKS = re.compile(
    r"tien\w*|tendr\w*|hay|habra|hub\w+|vend\w*|qued\w*|exist\w*|traba\w*|manej\w*|disponib\w*"
    r"|precio|cost\w*|cuest\w*|val\w*|sal\w*|busc\w*|necesit\w*|muestr\w*|ensen\w*"
)

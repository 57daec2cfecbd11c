"""How a Dominican hears a word: two spellings that sound alike become one."""

import re
import unicodedata
from functools import lru_cache

_TYPOGRAPHIC = str.maketrans("”“″’‘′´×", "\"\"\"''''x")
_FRACTIONS = dict(
    zip("½¼¾⅛⅜⅝⅞⅓⅔", ["1/2", "1/4", "3/4", "1/8", "3/8", "5/8", "7/8", "1/3", "2/3"], strict=True),
)

# In this order; each is one thing that the ear does not tell apart, or the pen forgets.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"sch|sh|ch", "X"),
        (r"^s(?=[bcdfgkmpqt][a-z]*[aeiou])", "es"),
        (r"ph", "f"),
        (r"qu(?=[ei])|q|ck", "k"),
        (r"c(?=[eiy])|z", "s"),
        (r"c", "k"),
        (r"x", "s"),
        (r"gu(?=[ei])", "G"),
        (r"g(?=[ei])", "j"),
        (r"G", "g"),
        (r"^w(?=[aeiou])|(?:^|h)u(?=[aeo])", "gu"),
        (r"h", ""),
        (r"n[gk]$", "n"),
        (r"ll", "y"),
        (r"(?<=i)y(?=[aeou])", ""),
        (r"v", "b"),
        (r"w", "u"),
        (r"y(?![aeiou])", "i"),
        (r"(.)\1+", r"\1"),
        (r"ad([oa])(s?)$", r"a\1\2"),
        (r"(?<=[aeiou])[lr](?=[^aeioulr]|$)", "l"),
        (r"m(?=[bpf])", "n"),
        (r"s+$", ""),
        (r"(?<=[aeiou][lrndsj])e$", ""),
    )
)


def plain(text: str) -> str:
    """Lower case without accents; typographic quotes and fractions in ASCII."""
    lowered = text.casefold()
    if lowered.isascii():
        return lowered  # nothing to take off
    lowered = lowered.translate(_TYPOGRAPHIC)
    for sign, written in _FRACTIONS.items():
        if sign in lowered:
            lowered = lowered.replace(sign, f" {written}")
    parts = unicodedata.normalize("NFKD", lowered)
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


@lru_cache(maxsize=65_536)
def sound(word: str) -> str:
    """Fold a plain word to how it sounds; a plural sounds like its singular."""
    heard = word
    for pattern, written in _SOUNDS:
        heard = pattern.sub(written, heard)
    return heard or word

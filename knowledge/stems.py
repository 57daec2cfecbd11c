"""What is left of a Spanish word when its endings are taken off: for finding, not for reading."""

import re
from functools import lru_cache

from knowledge.folding import plain, sound

_WORD = re.compile(r"[a-z0-9]+(?:[/.,:][0-9]+)*")
_PRONOUNS = re.compile(r"(?<=ar|er|ir)(?:me|te|se|nos|le|les|lo|la|los|las){1,2}$")
_PRONOUNS_AFTER_GERUND = re.compile(r"(?<=ndo)(?:me|te|se|nos|le|les|lo|la|los|las){1,2}$")
_ENDINGS = (
    *("aciones", "uciones", "iciones", "acion", "ucion", "icion", "siones", "sion"),
    *("amientos", "imientos", "amiento", "imiento", "adores", "adoras", "adora", "ador"),
    *("edores", "edor", "amos", "emos", "imos", "ando", "iendo", "ados", "adas", "idos"),
    *("idas", "ado", "ada", "ido", "ida", "aron", "ieron", "aban", "aba", "aria", "eria"),
    *("iria", "arian", "erian", "aran", "ame", "eme", "ar", "er", "ir", "an", "en"),
    *("as", "es", "os", "a", "e", "o", "s"),
)
_HEARD = [(ending, sound(ending)) for ending in sorted(_ENDINGS, key=len, reverse=True)]
_SHORTEST = 3


def words(text: str) -> list[str]:
    """Give the plain words and numbers of a text, in order."""
    return _WORD.findall(plain(text))


def stems(text: str) -> list[str]:
    """Give the stem of every word and number of a text, in order."""
    return [stem(word) for word in words(text)]


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Take the endings off a plain word; what sounds alike gets one stem. Numbers stay."""
    if any(letter.isdigit() for letter in word):
        return word
    bare = _PRONOUNS_AFTER_GERUND.sub("", _PRONOUNS.sub("", word))
    root = sound(bare)
    for ending, heard in _HEARD:
        # As written and as heard: "papel" does not end like "coser", though it sounds so.
        if bare.endswith(ending) and root.endswith(heard) and len(root) - len(heard) >= _SHORTEST:
            return root[: -len(heard)]
    return root

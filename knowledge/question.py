"""What of a text names merchandise: its words by sound and its measures."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from knowledge.folding import plain, sound
from knowledge.measures import Measure, read
from knowledge.vocabulary import lexicon

PAIR = "x"
_APART = 10_000
# 2x4, and as tables have it: 2"X4", 4'X8'.
_PAIR = re.compile(
    r"(?<![\d/.])(\d{1,4}(?:/\d{1,2})?)\s?[\"']{0,2}\s?(?:x|por)\s?(\d{1,4}(?:/\d{1,2})?)(?![\d/])"
)
_SPELT_PAIR = re.compile(r"\b([a-z]{2,6}) (?:x|por) ([a-z]{2,6})\b")


@dataclass(frozen=True)
class Question:
    """Words that are not small talk, as they sound, and the measures."""

    words: tuple[str, ...]
    measures: tuple[Measure, ...]

    @property
    def key(self) -> int:
        """Equal for texts that say the same words and sizes."""
        values = sorted(str(measure.value) for measure in self.measures)
        return hash((self.words, tuple(values)))


@lru_cache(maxsize=4096)
def understand(text: str) -> Question:
    """Take a name or a question apart."""
    found = read(text)
    ignored = lexicon().ignored
    words = tuple(sound(word) for word in found.words if word not in ignored)
    return Question(words, (*found.measures, *_pairs(text)))


def _pairs(text: str) -> list[Measure]:
    """Give "2x4" as one size beside its two sides: 1x4 has one of them too."""
    written = _SPELT_PAIR.sub(_figured, plain(text))
    sides = [(_side(first), _side(second)) for first, second in _PAIR.findall(written)]
    return [Measure(first * _APART + second, PAIR) for first, second in sides]


def _figured(pair: re.Match[str]) -> str:
    """Write "dos por cuatro" with its figures."""
    first, second = (lexicon().numbers.get(each) for each in pair.groups())
    return f"{first}x{second}" if first and second else pair[0]


def _side(written: str) -> Fraction:
    over, _, under = written.partition("/")
    return Fraction(int(over), int(under or 1) or 1)


def without_small_talk(question: Question, known: Collection[str]) -> Question:
    """Drop words that only sound like small talk ("kiero") and that the store does not use."""
    sounds = lexicon().ignored_sounds
    words = tuple(word for word in question.words if word in known or word not in sounds)
    return Question(words, question.measures)


def contained(words: tuple[str, ...]) -> list[Measure]:
    """Give the measures that the containers among these words hold."""
    held = {sound(word): amount for word, amount in lexicon().containers.items()}
    return [_amount(held[word]) for word in words if word in held]


def containers(measures: Collection[Measure]) -> list[str]:
    """Give the containers, by sound, that hold exactly one of these measures."""
    held = lexicon().containers.items()
    return [sound(word) for word, amount in held if _amount(amount) in measures]


def _amount(written: str) -> Measure:
    value, unit = written.split()
    return Measure(Fraction(value), unit)

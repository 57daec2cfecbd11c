"""Sizes in names and in questions, written in many ways, become the same values."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar

from knowledge.folding import plain, sound
from knowledge.vocabulary import Lexicon, lexicon

Value = TypeVar("Value")

_TOKENS = re.compile(r"\d+\s*/\s*\d+|\d+(?:[.,]\d+)*|[a-z]+|''|[\"'#]", re.ASCII)
_DENOMINATORS = {2, 3, 4, 8, 16, 32, 64}
_LARGEST_WHOLE = 12
_AUGHTS, _AUGHT = range(1, 5), 9_999  # a value that nothing else has


@dataclass(frozen=True)
class Measure:
    """A value and its unit ("" where none was said).

    `loose` marks a number that may as well be how many are wanted as of what size.
    """

    value: Fraction
    unit: str
    loose: bool = False

    def __str__(self) -> str:
        return f"{self.value}{self.unit}"


@dataclass(frozen=True)
class Reading:
    """A text's words without its measures, and the measures."""

    words: tuple[str, ...]
    measures: tuple[Measure, ...]


def read(text: str) -> Reading:
    """Take the measures out of a text."""
    tokens = [re.sub(r"\s", "", token) for token in _TOKENS.findall(plain(text))]
    return _Reader(tokens, lexicon()).read()


def normalise(text: str) -> str:
    """Write a text with each measure in one form: 'tubo media pulgada' gives 'tubo 1/2in'."""
    reading = read(text)
    return " ".join([*reading.words, *(str(measure) for measure in reading.measures)])


class _Reader:
    """Walks over the tokens once, from left to right."""

    def __init__(self, tokens: Sequence[str], words: Lexicon) -> None:
        self.tokens = tokens
        self.lexicon = words
        self.at = 0
        self.words: list[str] = []
        self.measures: list[Measure] = []

    def read(self) -> Reading:
        while self.at < len(self.tokens):
            if _is_only_a_word(self._peek()) or not (
                self._prefixed() or self._measured() or self._unit_alone()
            ):
                self._word()
        return Reading(tuple(self.words), tuple(self.measures))

    def _peek(self, ahead: int = 0) -> str:
        place = self.at + ahead
        return self.tokens[place] if 0 <= place < len(self.tokens) else ""

    def _word(self) -> None:
        token = self._peek()
        between_numbers = token in self.lexicon.by and self._peek(1)[:1].isdigit()
        if token[0].isalpha() and not between_numbers:
            self.words.append(token)
        self.at += 1

    def _prefixed(self) -> bool:
        unit = self.lexicon.prefixes.get(self._peek())
        if unit is None:
            return False
        number = self._number(self.at + 1)
        if number is None:
            return False
        value, self.at = number
        self.measures.append(Measure(value, unit))
        return True

    def _measured(self) -> bool:
        number = self._number(self.at)
        if number is None:
            return False
        value, end = number
        said_in_words = self._peek().isalpha()
        unit, after = self._unit(end)
        if said_in_words and not unit and self._is_article(end):
            return False
        self.at = after
        if unit:
            value += self._and_a_half()
        self.measures.append(Measure(value, unit, self._is_loose(value, unit)))
        return True

    def _is_article(self, end: int) -> bool:
        # "un martillo", "una" say nothing about a size; "un cuarto" and "media" do.
        return end == self.at + 1 and _spelt(self.lexicon.numbers, self._peek()) == 1

    def _is_loose(self, value: Fraction, unit: str) -> bool:
        if value.denominator != 1:
            return False
        following = self._peek()
        if unit:
            return unit in self.lexicon.counted and following in self.lexicon.of
        return following.isalpha() and following not in self.lexicon.by

    def _unit_alone(self) -> bool:
        unit = _spelt(self.lexicon.units, self._peek())
        if unit not in self.lexicon.alone or not self._peek().isalpha():
            return False
        self.at += 1
        extra = self._and_a_half()
        self.measures.append(Measure(1 + extra, unit, loose=not extra))
        return True

    def _unit(self, place: int) -> tuple[str, int]:
        said = self._at(place)
        if said in self.lexicon.of and (self._parts(place - 1) or "/" in self._at(place - 1)):
            unit, after = self._unit(place + 1)
            return (unit, after) if unit else ("", place)
        if said in self.lexicon.to and self._at(place + 1)[:1].isdigit():
            return "", place
        unit = _spelt(self.lexicon.units, said) or ""
        return (unit, place + 1) if unit else ("", place)

    def _and_a_half(self) -> Fraction:
        denominator = self._parts(self.at + 1)
        if self._peek() not in self.lexicon.plus or not denominator:
            return Fraction(0)
        self.at += 2
        return Fraction(1, denominator)

    def _number(self, place: int) -> tuple[Fraction, int] | None:
        token = self.tokens[place] if place < len(self.tokens) else ""
        if token[:1].isdigit():
            return self._digits(place, token)
        return self._spoken(place, token)

    def _digits(self, place: int, token: str) -> tuple[Fraction, int] | None:
        value = _value(token)
        if value is None:
            return None
        if value.denominator != 1 or value > _LARGEST_WHOLE or self._is_second_side(place, value):
            return value, place + 1
        skip = 2 if self._at(place + 1) in self.lexicon.plus else 1
        if (parts := self._parts(place + 1)) > 2:
            return value / parts, place + 2
        part = self._fraction(place + skip)
        return (value + part, place + skip + 1) if part else (value, place + 1)

    def _is_second_side(self, place: int, value: Fraction) -> bool:
        # 4x8 1/2 is a board of 4 by 8, half an inch thick.
        return self._at(place - 1) in self.lexicon.by and value > 4

    def _fraction(self, place: int) -> Fraction:
        token = self._at(place)
        if "/" in token:
            value = _value(token)
            if value and value < 1 and int(token.split("/")[1]) in _DENOMINATORS:
                return value
        denominator = self._parts(place)
        if denominator and self._at(place - 1) in self.lexicon.plus:
            return Fraction(1, denominator)
        return Fraction(0)

    def _parts(self, place: int) -> int:
        return _spelt(self.lexicon.fractions, self._at(place)) or 0

    def _at(self, place: int) -> str:
        return self.tokens[place] if 0 <= place < len(self.tokens) else ""

    def _spoken(self, place: int, token: str) -> tuple[Fraction, int] | None:
        alone = self._parts(place)
        if alone and (alone == 2 or self._unit(place + 1)[0]):
            return Fraction(1, alone), place + 1
        number = _spelt(self.lexicon.numbers, token)
        if number is None:
            return None
        denominator = self._parts(place + 1)
        if denominator:
            return Fraction(number, denominator), place + 2
        if self._at(place + 1) in self.lexicon.plus and (part := self._fraction(place + 2)):
            return number + part, place + 3
        return Fraction(number), place + 1


@lru_cache(maxsize=65_536)
def _is_only_a_word(token: str) -> bool:
    # Most words are: asking once for each spares the rest of the walk.
    words = lexicon()
    tables = (words.units, words.numbers, words.fractions)
    known = token in words.prefixes or any(_spelt(table, token) for table in tables)
    return token.isalpha() and not known


@lru_cache(maxsize=4096)
def _value(token: str) -> Fraction | None:
    if "/" in token:
        over, under = token.split("/")
        if int(under) == 0 and int(over) in _AUGHTS:
            return Fraction(int(over), _AUGHT)  # 2/0, 4/0: the thick end of a wire gauge
        return Fraction(int(over), int(under)) if int(under) and len(token) < 12 else None
    digits = token.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", token) else token
    try:
        return Fraction(digits.replace(",", ".")) if len(digits) < 16 else None
    except ValueError:
        return None


def _spelt(table: Mapping[str, Value], word: str) -> Value | None:
    return table.get(word, table.get(sound(word)) if len(word) > 2 else None)

"""What else the things in a question are called."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from knowledge.folding import sound
from knowledge.vocabulary import lexicon
from knowledge.words import INFLECTED, Words

Phrase: TypeAlias = tuple[str, ...]

SYNONYM = 0.94
SURE = 0.8
_WHOLE = 2  # words that are one name as they stand


@dataclass(frozen=True)
class Part:
    """A name in a question: each of its words, and what the whole may also be called."""

    words: Phrase
    others: Mapping[Phrase, float]


class Synonyms:
    """Cuts a question into parts and gives the phrases that each part may mean."""

    def __init__(self, vocabulary: Words) -> None:
        self._vocabulary = vocabulary
        self._others: dict[Phrase, set[Phrase]] = {}
        for names in lexicon().synonyms:
            for name in names:
                self._others.setdefault(name, set()).update(set(names) - {name})
        for wider, narrower in lexicon().kinds:
            self._others.setdefault(wider, set()).add(narrower)
        self._longest = max((len(name) for name in self._others), default=1)

    def parts(self, words: Phrase) -> Iterator[Part]:
        """Give the question part by part, the longest names first."""
        words, at = self._together(words), 0
        while at < len(words):
            taken = self._taken(words[at:])
            part = words[at : at + taken]
            yield Part(part, self._of_phrase(part) if taken > 1 else {})
            at += taken

    def _together(self, words: Phrase) -> Phrase:
        """Put a name together that a word parts: "pluma sencilla de lavamanos"."""
        for at in range(len(words) - 2):
            first, parting, second = words[at : at + 3]
            whole = max(self._taken(words[at:]), self._taken(words[at + 1 :])) >= _WHOLE
            if (first, second) in self._others and not whole:
                return (*words[:at], first, second, parting, *words[at + 3 :])
        return words

    def of_word(self, word: str) -> Mapping[Phrase, float]:
        """Give what else a word may be called, and how likely that is, misspelt or not."""
        found: dict[Phrase, float] = {}
        near = self._vocabulary.near(word)
        # A word that is known is no slip of the pen for another: "pala" is no "palo" of wood.
        least = INFLECTED if near and near[0][1] == 1 else SURE
        for number, likelihood in near:
            if likelihood < least:
                break
            for other in self._others.get((self._vocabulary.sounds[number],), ()):
                found[other] = max(found.get(other, 0), SYNONYM * likelihood)
        return found

    def _taken(self, words: Phrase) -> int:
        for count in range(min(self._longest, len(words)), 1, -1):
            if words[:count] in self._others:
                return count
        return 2 if len(words) > 1 and self._joined(words[:2]) in self._vocabulary.ids else 1

    def _joined(self, words: Phrase) -> str:
        # "pega tanque" may stand in the table as "pegatanque".
        return sound("".join(words))

    def _of_phrase(self, part: Phrase) -> Mapping[Phrase, float]:
        joined = (self._joined(part),)
        others = self._others.get(part, set()) | self._others.get(joined, set())
        # Only as a word of the table: else "tuboelectrico" would be a long way to write "tubo".
        known = {joined} if joined[0] in self._vocabulary.ids else set()
        return dict.fromkeys(others | known, SYNONYM)

"""What else the things in a question are called."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from knowledge.folding import sound
from knowledge.vocabulary import lexicon
from knowledge.words import Words

Phrase: TypeAlias = tuple[str, ...]

SYNONYM = 0.94
SURE = 0.8


class Synonyms:
    """Cuts a question into parts and gives the phrases that each part may mean."""

    def __init__(self, vocabulary: Words) -> None:
        self._vocabulary = vocabulary
        self._others: dict[Phrase, set[Phrase]] = {}
        for names in lexicon().synonyms:
            for name in names:
                self._others.setdefault(name, set()).update(set(names) - {name})
        self._longest = max((len(name) for name in self._others), default=1)

    def parts(self, words: Phrase) -> Iterator[Sequence[tuple[Phrase, float]]]:
        """Give, part by part, the phrases that may be meant and how likely each is."""
        at = 0
        while at < len(words):
            taken = self._taken(words[at:])
            yield self._of(words[at : at + taken])
            at += taken

    def _taken(self, words: Phrase) -> int:
        for count in range(min(self._longest, len(words)), 1, -1):
            if words[:count] in self._others:
                return count
        return 2 if len(words) > 1 and self._joined(words[:2]) in self._vocabulary.ids else 1

    def _joined(self, words: Phrase) -> str:
        # "pega tanque" may stand in the table as "pegatanque".
        return sound("".join(words))

    def _of(self, part: Phrase) -> Sequence[tuple[Phrase, float]]:
        found: dict[Phrase, float] = {part: 1.0}
        if len(part) == 1:
            self._add_others_of_likely(part[0], found)
            return list(found.items())
        joined = (self._joined(part),)
        found[joined] = SYNONYM
        for other in self._others.get(part, self._others.get(joined, set())):
            found.setdefault(other, SYNONYM)
        return list(found.items())

    def _add_others_of_likely(self, word: str, found: dict[Phrase, float]) -> None:
        for number, likelihood in self._vocabulary.near(word):
            if likelihood < SURE:
                return
            meant = (self._vocabulary.sounds[number],)
            for other in self._others.get(meant, ()):
                found[other] = max(found.get(other, 0), SYNONYM * likelihood)

"""The words that say one idea, and those that say none: read from the lexicon of documents."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from knowledge.folding import plain
from knowledge.stems import stem, stems, words
from knowledge.vocabulary import LEXICON, added_up

FOLDER = LEXICON / "documents"
PRODUCTS, SERVICES = "product ", "service "

Phrase: TypeAlias = tuple[str, ...]


@dataclass(frozen=True)
class Ideas:
    """Common words; and for each stem, or row of stems, the ideas that it may say."""

    common: frozenset[str]
    empty: frozenset[Phrase]  # phrases of no meaning here: "buenos días"
    by_phrase: Mapping[Phrase, tuple[str, ...]]
    longest: int

    def of(self, text: str) -> list[tuple[Phrase, tuple[str, ...]]]:
        """Cut a text into phrases, the longest known ones first, each with the ideas it says.

        Common words count only within a phrase: alone they are left out.
        """
        said = words(text)
        known = [stem(word) for word in said]
        found, at = [], 0
        while at < len(known):
            phrase = self._taken(tuple(known[at : at + self.longest]))
            if len(phrase) > 1 or said[at] not in self.common:
                found.append((phrase, self.by_phrase.get(phrase, ())))
            at += len(phrase)
        return [(phrase, meant) for phrase, meant in found if phrase not in self.empty]

    def _taken(self, ahead: Phrase) -> Phrase:
        for size in range(len(ahead), 1, -1):
            if ahead[:size] in self.by_phrase:
                return ahead[:size]
        return ahead[:1]


@cache
def ideas() -> Ideas:
    """Read the files once; what the products of a store are called counts too."""
    paths = (*sorted(FOLDER.glob("*.toml")), *sorted(LEXICON.glob("*.toml")))
    content = added_up([tomllib.loads(path.read_text("utf-8")) for path in paths])
    found: dict[Phrase, tuple[str, ...]] = {}
    _add(found, SERVICES, content["services"])
    _add(found, "", content["ideas"])
    _add(found, PRODUCTS, ([n for n in names if " " not in n] for names in content["synonyms"]))
    empty = frozenset(tuple(stems(each)) for each in content["common"] if " " in each)
    found.update(dict.fromkeys(empty, ()))
    common = frozenset(plain(word) for word in content["common"] if " " not in word)
    return Ideas(common, empty, found, max(map(len, found), default=1))


def _add(found: dict[Phrase, tuple[str, ...]], kind: str, rows: Iterable[Sequence[str]]) -> None:
    for number, names in enumerate(rows):
        for phrase in {tuple(stems(name)) for name in names}:
            found[phrase] = (*found.get(phrase, ()), f"{kind}{number}")

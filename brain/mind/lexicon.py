"""Words, spellings and cues that understanding reads: data files, which a store may extend."""

from __future__ import annotations

import hashlib
import itertools
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from rapidfuzz import process

from brain.mind.folding import fold, words
from knowledge import folding
from knowledge.folding import sound

log = structlog.get_logger()

_WORDS = ("numbers", "digits", "weekdays", "ordinals")
_LETTERS = re.compile(r"(?<![a-zñ0-9])[a-zñ]+(?![a-zñ0-9])")  # the x of 4x8 is no word
_SIDES = re.compile(r"\b([a-z]{2,6}) (?:por|x) ([a-z]{2,6})\b")
_LONGEST_SIDE = 12
_DOZENS = re.compile(
    r"\b(?:(?P<half>media) docena|(?:(?P<many>\d{1,3}|un par de|[a-z]+) )?docenas?"
    r"|(?P<pair>un par))(?: de)?\b"
)
_CODA_S = re.compile(r"(?<=[aeiou])s(?=[^aeiou])")
_SMALL = re.compile(r"(?:c?it|ic)([oa])(s?)$")
_LONG_ENOUGH = 5
_ALIKE = 83
_TIMES = 2  # that a sentence with products in it is shown, each time with others

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Cue:
    """Words that say an intent; `whole` cues count only where they are the whole clause.

    `after` names the intents that the last answer served, where the words mean this only then:
    "¿y cuándo vence?" is about the account that was shown, or about the offer. What `sure` words
    say, no classifier overrules: they are more than one word and mean one thing.
    """

    intent: str
    weight: float
    whole: bool
    pattern: re.Pattern[str]
    after: frozenset[str] = frozenset()
    sure: bool = False


@dataclass(frozen=True, eq=False)  # one of a kind: what was read with it may be kept
class Lexicon:
    spellings: Mapping[str, str]
    phrases: tuple[tuple[re.Pattern[str], str], ...]
    numbers: Mapping[str, int]
    digits: Mapping[str, str]
    weekdays: Mapping[str, int]
    ordinals: Mapping[str, int]
    departments: tuple[tuple[str, re.Pattern[str]], ...]
    lists: Mapping[str, frozenset[str]]
    patterns: Mapping[str, re.Pattern[str]]
    cues: tuple[Cue, ...]
    examples: tuple[tuple[str, str], ...]  # intent (or several, with + between them), sentence
    known: frozenset[str]  # words that are never corrected
    heard: Mapping[str, str]  # how words of questions sound -> how they are written
    edition: str  # of the files and of the code that reads them

    def says(self, name: str, normal: str) -> bool:
        """Tell whether a normalised text holds words of one of the patterns."""
        return self.patterns[name].search(normal) is not None

    def spell(self, folded: str) -> str:
        """Rewrite misspellings and shortenings of a folded text, word by word."""
        return _LETTERS.sub(lambda m: self._spelled(m[0]), folded)

    def _spelled(self, word: str) -> str:
        if word in self.spellings:
            return self.spellings[word]
        if len(word) < _LONG_ENOUGH or word in self.known:
            return word
        if grown := self._grown(word):
            return grown
        if (meant := self.heard.get(hearing(word), "")) and len(meant) >= len(word):
            return meant  # the tongue drops letters and adds none
        if word.endswith("ao"):
            return f"{word[:-2]}ado"
        found = process.extractOne(word, self.lists["corrected"], score_cutoff=_ALIKE)
        if found and found[0][0] == word[0]:
            return str(found[0])
        return f"{word[:-1]}do" if word.endswith("oo") else word  # "pegatoo"

    def _grown(self, word: str) -> str:
        """What is only said of a thing is small for politeness: "el normalito", "blanquito"."""
        small = _SMALL.search(word)
        if small is None:
            return ""
        stem = re.sub("qu$", "c", word[: small.start()])
        told = self.lists["attributes"] | self.lists["vague"]
        ends = (small[1] + small[2], small[2], "e" + small[2], "")
        return next((stem + end for end in ends if stem + end in told), "")

    def normal(self, text: str) -> str:
        spelt = self.spell(fold(text))
        for pattern, meant in self.phrases:
            spelt = pattern.sub(meant, spelt)
        return _DOZENS.sub(self._counted, _SIDES.sub(self._sides, spelt))

    def _sides(self, said: re.Match[str]) -> str:
        """ "Dos por cuatro" is 2x4; "uno por uno" is none, nor what a room measures."""
        if self.lists["areas"].intersection(words(said.string[: said.start()])[-2:]):
            return said[0]
        sides = [self.numbers.get(each, 0) for each in said.groups()]
        told = all(0 < side <= _LONGEST_SIDE for side in sides) and set(sides) != {1}
        return "x".join(map(str, sides)) if told else said[0]

    def _counted(self, dozens: re.Match[str]) -> str:
        """ "Media docena" is 6, "2 docenas" and "dos docenas" are 24, "un par" is 2."""
        if dozens["pair"]:
            return "2"
        if dozens["half"]:
            return "6"
        many = (dozens["many"] or "1").replace("un par de", "2")
        if many.isdigit() or many in self.numbers:
            return str(12 * int(self.numbers.get(many, many)))
        return f"{many} 12"


def hearing(word: str) -> str:
    """Fold a word to how it is said in the country: "epecial", "parao", "queremo", "cotizeme".

    An s or e at the end stays, but for "-mos": "junta" and "juntas" are two words. So do r and rr.
    """
    stem = word.removesuffix("s")
    end = "e" * stem.endswith("e") + "s" * (stem != word or word.endswith("mo"))
    return sound(_CODA_S.sub("", stem).replace("rr", "R")) + end


def load(extensions: Sequence[Path] = ()) -> Lexicon:
    """Read the data files, then those of the same name in each folder of `extensions`."""
    folders = (DATA, *extensions)
    merged = _merge(_read(folder / "lexicon.toml") for folder in folders)
    lists = {name: frozenset(fold(w) for w in entry) for name, entry in merged["lists"].items()}
    tables = [_read(folder / "cues.toml") for folder in folders]
    short = [e for folder in folders for e in _examples(_read(folder / "utterances.toml"))]
    examples = tuple(e for folder in folders for e in _examples(_said(folder)))
    spoken = (text for intent, text in short if intent != "fuera_de_tema")
    asking = {w for text in spoken for w in words(fold(text))} | lists["carriers"]
    return Lexicon(
        spellings=merged["spellings"],
        phrases=tuple((re.compile(said), meant) for said, meant in merged["phrases"].items()),
        numbers=merged["numbers"],
        digits=merged["digits"],
        weekdays=merged["weekdays"],
        ordinals=merged["ordinals"],
        departments=tuple((d, _any_of(map(fold, w))) for d, w in merged["departments"].items()),
        lists=lists,
        patterns={name: _any_of(entry) for name, entry in merged["patterns"].items()},
        cues=tuple(c for table in tables for c in _cues(table)),
        examples=examples,
        known=frozenset(_written(short, examples)).union(
            *lists.values(), *(merged[kind] for kind in _WORDS), *map(_literals, tables)
        ),
        heard=_heard(asking | lists["corrected"] | lists["smaller"] | lists["bigger"]),
        edition=_edition(folders),
    )


def load_with(own: Path | None) -> Lexicon:
    """Read the data files with a store's own, where these can be read; else ours alone."""
    if own is None:
        return load()
    if problem := unreadable(own):
        log.warning("lexicon.refused", problem=problem)
        return load()
    return load([own])


def unreadable(own: Path) -> str:
    """Tell what is wrong with a store's own files; "" where nothing is."""
    try:
        load([own])
    except (OSError, ValueError, re.error, LookupError, TypeError, AttributeError) as problem:
        return f"{type(problem).__name__}: {problem}"
    return ""


def _edition(folders: Iterable[Path]) -> str:
    """Give one word for all that learning depends on: the data files, and our code."""
    code = (Path(__file__).parent.glob("*.py"), Path(folding.__file__).parent.glob("*.py"))
    data = (file for folder in folders for file in folder.rglob("*") if file.is_file())
    whole = hashlib.sha256()
    for file in (*sorted(data), *sorted(itertools.chain(*code))):
        whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()[:16]


def _written(short: Sequence[tuple[str, str]], examples: Sequence[tuple[str, str]]) -> set[str]:
    """The words of sentences; what only one of the many has may be misspelt on purpose."""
    seen = Counter(w for text in {text for _, text in examples} for w in words(fold(text)))
    often = {word for word, count in seen.items() if count > 1}
    return often | {w for _, text in short for w in words(fold(text))}


def _heard(asking: Iterable[str]) -> dict[str, str]:
    """Key the words that questions are made of by their sound, the first of two."""
    long = sorted((w for w in asking if len(w) >= _LONG_ENOUGH and w.isalpha()), reverse=True)
    return {hearing(word): word for word in long}


def _said(folder: Path) -> dict[str, Any]:
    """The sentences of a folder: the short ones in one file, more of each intent in its own."""
    table = _read(folder / "utterances.toml")
    examples = {name: list(said) for name, said in table.get("examples", {}).items()}
    for path in sorted((folder / "utterances").glob("*.txt")):
        for line in _lines(path):
            names, colon, sentence = line.rpartition(": ")
            examples.setdefault(names if colon else path.stem, []).append(sentence)
    fillers = [*table.get("fillers", ()), *_lines(folder / "products.txt")]
    return {"examples": examples} | ({"fillers": fillers} if fillers else {})


def _lines(path: Path) -> list[str]:
    """The lines of a file that hold more than a comment."""
    written = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [line.strip() for line in written if line.strip() and not line.startswith("#")]


def _literals(table: Mapping[str, Any]) -> set[str]:
    """The words that patterns are made of; short ones may be pieces of words."""
    patterns = " ".join(p for entry in table.get("cue", ()) for p in entry["patterns"])
    return {word for word in _LETTERS.findall(patterns) if len(word) >= _LONG_ENOUGH}


def _read(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return tomllib.load(file)


def _merge(tables: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for table in tables:
        for section, entries in table.items():
            known = merged.setdefault(section, {})
            for key, value in entries.items():
                old = known.get(key)
                known[key] = [*old, *value] if isinstance(old, list) else value
    return merged


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(patterns)})(?![a-z0-9])")


def _cues(table: Mapping[str, Any]) -> Iterable[Cue]:
    for entry in table.get("cue", ()):
        whole = bool(entry.get("whole", False))
        joined = "|".join(f"(?:{p})" for p in entry["patterns"])
        border = rf"^(?:{joined})$" if whole else rf"(?<![a-z0-9])(?:{joined})(?![a-z0-9])"
        told = entry.get("after", ())
        after = frozenset([told] if isinstance(told, str) else told)
        yield Cue(
            entry["intent"],
            float(entry["weight"]),
            whole,
            re.compile(border),
            after,
            bool(entry.get("sure", False)),
        )


def _examples(table: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    fillers = itertools.cycle(table.get("fillers", ["producto"]))
    for intent, sentences in table.get("examples", {}).items():
        for sentence in sentences:
            for _ in range(_TIMES if "{p}" in sentence else 1):
                yield intent, re.sub(r"{p}", lambda _: next(fillers), sentence)


def content(text: str, lexicon: Lexicon) -> list[str]:
    """The words of a folded text that may belong to the name of a product."""
    return [word for word in words(text) if word not in lexicon.lists["carriers"]]

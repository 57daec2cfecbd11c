"""What a clause wants: cue rules and a trained classifier, mixed into one score an intent."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Collection, Iterable, Mapping, Set
from dataclasses import dataclass
from pathlib import Path

import structlog

from brain.mind.classifier import Classifier, Example
from brain.mind.lexicon import Lexicon

log = structlog.get_logger()

_LEARNT = "intents-"
_DIGITS = re.compile(r"\d")
_PRODUCT = frozenset({"existencia", "precio"})
_MANNERS = frozenset({"saludo", "gracias", "despedida", "acuse", "si", "no"})
_ALWAYS = _PRODUCT | _MANNERS | {"relato"}
_PLAIN = 3  # words; what is so short means what its cues say
_DOUBTED = 0.1  # the classifier's share of an intent that its cue alone says
_CERTAIN, _PLAINLY = 0.6, 0.97  # so sure it must be of another one to overrule a cue; if short
_SURE, _HEARD = 0.75, 0.8  # so sure it is of what no cue says, and what that counts for
STORY = "relato"  # the label of what is told around a question and wants nothing
_TRUST = 0.75  # how far the classifier alone may carry a clause


@dataclass(frozen=True)
class Reading:
    """The scores of one clause, and where its cue words stand."""

    clause: str
    scores: dict[str, float]
    matched: dict[str, list[tuple[int, int]]]

    @property
    def cued(self) -> frozenset[str]:
        return frozenset(self.matched)

    def rest(self, *intents: str) -> str:
        """The clause without what the cues of these intents (all, where none is named) matched."""
        left = list(self.clause)
        for intent in intents or self.matched:
            for start, end in self.matched.get(intent, ()):
                left[start:end] = " " * (end - start)
        return "".join(left)

    def begins(self, *intents: str) -> int:
        """Tell where the first cue of these intents begins."""
        return min((a for intent in intents for a, _ in self.matched.get(intent, ())), default=0)

    def words_of(self, intent: str) -> str:
        """The words that said an intent."""
        return " ".join(self.clause[start:end] for start, end in self.matched.get(intent, ()))


class IntentModel:
    """Character n-grams and logistic regression over the training sentences of the lexicon."""

    def __init__(self, lexicon: Lexicon, learnt: Path | None = None) -> None:
        """`learnt` is a folder that keeps what was learnt, so that only the first start trains."""
        self._lexicon = lexicon
        self._classifier = _from(learnt, lexicon.edition, self._trained)

    def _trained(self) -> Classifier:
        return Classifier.trained([self._example(*each) for each in self._lexicon.examples])

    def read(self, clause: str, topic: str = "") -> Reading:
        """Score one normalised clause; `topic` is the intent that the last answer served."""
        weights, matched = self._cues(clause, topic)
        guessed = self._classifier.guess(_mask(clause), _marks(matched))
        kept = self._said_of(topic) | self._surely(clause)
        for name in _overruled(matched, guessed, clause, kept):
            del weights[name], matched[name]
        for name in _unsaid(matched, guessed, clause):
            weights[name], matched[name] = _HEARD, []
        guessed.pop(STORY, None)
        scores = {name: probability * _TRUST for name, probability in guessed.items()}
        for name, weight in weights.items():
            scores[name] = 1 - (1 - weight) * (1 - scores.get(name, 0.0))
        return Reading(clause, scores, matched)

    def _surely(self, clause: str) -> Set[str]:
        """The intents that a clause says in words which mean one thing."""
        return {c.intent for c in self._lexicon.cues if c.sure and c.pattern.search(clause)}

    def _said_of(self, topic: str) -> Set[str]:
        """The intents whose words are read in the light of what was served last."""
        later = (cue.intent for cue in self._lexicon.cues if topic in cue.after)
        return {topic, "persona", *later}

    def _example(self, names: str, said: str) -> Example:
        text = self._lexicon.normal(said)
        return Example(_mask(text), tuple(names.split("+")), _marks(self.cues(text)))

    def cues(self, clause: str) -> dict[str, list[tuple[int, int]]]:
        """Tell where the cue words of each intent stand in a normalised clause."""
        return self._cues(clause)[1]

    def _cues(
        self, clause: str, topic: str = ""
    ) -> tuple[dict[str, float], dict[str, list[tuple[int, int]]]]:
        weights: dict[str, float] = {}
        matched: dict[str, list[tuple[int, int]]] = {}
        for cue in self._lexicon.cues:
            if cue.after and topic not in cue.after:
                continue
            for found in cue.pattern.finditer(clause):
                if found[0]:
                    weights[cue.intent] = max(weights.get(cue.intent, 0.0), cue.weight)
                    matched.setdefault(cue.intent, []).append(found.span())
        inner = [name for name in matched if _inside(name, matched)]
        for name in inner:
            del weights[name], matched[name]
        return weights, matched


def _from(folder: Path | None, edition: str, train: Callable[[], Classifier]) -> Classifier:
    """Take what was learnt from these very files, else learn it and keep it for the next start."""
    if folder is None:
        return train()
    file = folder / f"{_LEARNT}{edition}.npz"
    try:
        return Classifier.kept(file)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        learnt = train()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        learnt.keep(file)
        for older in set(folder.glob(f"{_LEARNT}*.npz")) - {file}:
            older.unlink(missing_ok=True)
    except OSError as error:  # the next start learns again
        log.warning("mind.learnt_not_kept", reason=type(error).__name__)
    return learnt


def _overruled(
    matched: Iterable[str], guessed: Mapping[str, float], clause: str, kept: Set[str]
) -> list[str]:
    """Tell which intents only words of a longer sentence say, when the sentence wants another.

    "Una cerradura con tarjeta" is no way to pay. What the last answer was about is never
    overruled, for the sentence is read without it; nor is who asks for a person. Manners overrule
    nothing.
    """
    sure = max(share for name, share in guessed.items() if name not in _MANNERS)
    if sure < (_PLAINLY if len(clause.split()) <= _PLAIN else _CERTAIN):
        return []
    return [
        name
        for name in matched
        if name not in _ALWAYS and name not in kept and guessed.get(name, 1.0) < _DOUBTED
    ]


def _unsaid(matched: Collection[str], guessed: Mapping[str, float], clause: str) -> list[str]:
    """Tell what a sentence wants that has the words of a product question only."""
    first = max(guessed, key=lambda name: guessed[name])
    if not _PRODUCT.intersection(matched) or not _ALWAYS.issuperset(matched):
        return []
    sure = guessed[first] >= _SURE and len(clause.split()) > _PLAIN
    return [first] if sure and first not in _ALWAYS else []


def _inside(name: str, matched: dict[str, list[tuple[int, int]]]) -> bool:
    """Tell whether all that says an intent is part of what says another: "¿o una persona?"."""
    others = [
        span
        for other, spans in matched.items()
        if other not in {name, "existencia", "precio"}
        for span in spans
    ]
    return all(
        any(a <= start and end <= b and b - a > end - start for a, b in others)
        for start, end in matched[name]
    )


def _marks(matched: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(matched)) or ("none",)


def _mask(text: str) -> str:
    return _DIGITS.sub("0", text)

"""What a clause wants: cue rules and a trained classifier, mixed into one score an intent."""

from __future__ import annotations

import re
from dataclasses import dataclass

from brain.mind.classifier import Classifier
from brain.mind.lexicon import Lexicon

_DIGITS = re.compile(r"\d")
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

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        sentences = [_mask(lexicon.normal(text)) for _, text in lexicon.examples]
        self._classifier = Classifier(sentences, [name for name, _ in lexicon.examples])

    def read(self, clause: str, topic: str = "") -> Reading:
        """Score one normalised clause; `topic` is the intent that the last answer served."""
        weights, matched = self._cues(clause, topic)
        guessed = self._classifier.guess(_mask(clause))
        scores = {name: probability * _TRUST for name, probability in guessed.items()}
        for name, weight in weights.items():
            scores[name] = 1 - (1 - weight) * (1 - scores.get(name, 0.0))
        return Reading(clause, scores, matched)

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


def _mask(text: str) -> str:
    return _DIGITS.sub("0", text)

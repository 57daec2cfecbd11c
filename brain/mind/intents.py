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
    """The scores of one clause, and what is left of it when the cue words are taken out."""

    clause: str
    scores: dict[str, float]
    cued: frozenset[str]
    rest: str


class IntentModel:
    """Character n-grams and logistic regression over the training sentences of the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        sentences = [_mask(lexicon.normal(text)) for _, text in lexicon.examples]
        self._classifier = Classifier(sentences, [name for name, _ in lexicon.examples])

    def read(self, clause: str) -> Reading:
        """Score one normalised clause."""
        cued, rest = self._cues(clause)
        guessed = self._classifier.guess(_mask(clause))
        scores = {name: probability * _TRUST for name, probability in guessed.items()}
        for name, weight in cued.items():
            scores[name] = 1 - (1 - weight) * (1 - scores.get(name, 0.0))
        return Reading(clause, scores, frozenset(cued), rest)

    def _cues(self, clause: str) -> tuple[dict[str, float], str]:
        found: dict[str, float] = {}
        rest = list(clause)
        for cue in self._lexicon.cues:
            for match in cue.pattern.finditer(clause):
                if match[0]:
                    found[cue.intent] = max(found.get(cue.intent, 0.0), cue.weight)
                    rest[match.start() : match.end()] = " " * (match.end() - match.start())
        return found, "".join(rest)


def _mask(text: str) -> str:
    return _DIGITS.sub("0", text)

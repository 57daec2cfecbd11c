"""Which answer belongs to which question, by what stands on the customers' phones."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """A question, and a word by which its answer is known."""

    wamid: str
    customer: str
    hears: str


@dataclass
class Outcome:
    """What became of the questions."""

    asked: int
    untaken: int = 0  # the stand-in for Meta never had them: the load generator's own loss
    milliseconds: list[float] = field(default_factory=list)  # of the answered ones
    otherwise: int = 0  # the customer heard something, but not what he had asked for
    silent: int = 0  # no word came after the question
    seconds: float = 0.0  # from the first question to the last answer

    @property
    def answered(self) -> int:
        """How many questions got their answer."""
        return len(self.milliseconds)

    @property
    def open(self) -> int:
        """How many questions did not get theirs (yet)."""
        return self.asked - self.untaken - self.answered

    @property
    def answered_a_second(self) -> float:
        """How many questions were answered in each second."""
        return self.answered / self.seconds if self.seconds else 0.0


def match(asked: Sequence[Asked], records: Sequence[Record]) -> Outcome:
    """Give each question the first answer on its customer's phone that speaks of it.

    A burst is answered with one message, so an answer may serve several questions.
    """
    outcome = Outcome(len(asked))
    phones = defaultdict(list)
    for record in records:
        phones[record["customer"]].append(record)
    said = {record["wamid"]: record for record in records if record["from"] == "customer"}
    moments = []
    taken = [question for question in asked if question.wamid in said]
    outcome.untaken = len(asked) - len(taken)
    for question in taken:
        heard = list(_heard(said[question.wamid], phones[question.customer]))
        answer = next((one for one in heard if question.hears in str(one.get("text"))), None)
        if answer is None:
            outcome.otherwise += bool(heard)
            outcome.silent += not heard
            continue
        began, ended = said[question.wamid]["at_ms"], answer["at_ms"]
        outcome.milliseconds.append(ended - began)
        moments.append(ended)
    if moments:
        first = min(said[question.wamid]["at_ms"] for question in taken)
        outcome.seconds = (max(moments) - first) / 1000
    return outcome


def _heard(question: Record, phone: Iterable[Record]) -> Iterable[Record]:
    return (one for one in phone if one["from"] == "business" and one["seq"] > question["seq"])

"""Judges one turn: what was expected against what the customer read and who serves."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tests.eval.cases import Case, Expected
from tests.eval.figures import Talk, invented
from tests.eval.leaks import leaked
from tests.eval.tables import Tables, folded

_WORD = re.compile(r"\w")


@dataclass(frozen=True)
class Heard:
    """What came of a turn.

    `department` is the key of the department that took over in this turn, "" where a person did
    without one, None where none did. `served` tells that people had the conversation before,
    `trouble` that the turn could not be had.
    """

    texts: tuple[str, ...]
    department: str | None = None
    served: bool = False
    milliseconds: float | None = None
    intents: tuple[str, ...] = ()
    trouble: str = ""


@dataclass(frozen=True)
class Verdict:
    """What was wrong with a turn; nothing where it was handled rightly."""

    expected: Expected
    heard: Heard
    wrong: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    leaks: tuple[str, ...] = ()
    handoff: str = "right"  # right, missed, needless, department

    @property
    def right(self) -> bool:
        return not (self.wrong or self.figures or self.leaks or self.handoff != "right")


@dataclass(frozen=True)
class Result:
    """A conversation and its verdicts, one a turn."""

    case: Case
    verdicts: tuple[Verdict, ...]

    @property
    def right(self) -> bool:
        return all(verdict.right for verdict in self.verdicts)


def judge(case: Case, heard: Sequence[Heard], tables: Tables) -> Result:
    """Judge a conversation; turns after an unexpected handoff are judged as they were read."""
    verdicts = []
    customer, before = "", ""
    for expected, each in zip(case.turns, heard, strict=True):
        customer = "\n".join([customer, *expected.customer])
        talk = Talk(tables, customer, before, case.phone)
        verdicts.append(
            Verdict(
                expected,
                each,
                wrong=tuple(_wrong(expected, each)),
                figures=tuple(invented(each.texts, talk)),
                leaks=tuple(leaked(each.texts, customer, case.phone, tables)),
                handoff=_handoff(expected, each),
            )
        )
        before = "\n".join([before, *each.texts])
    return Result(case, tuple(verdicts))


def _wrong(expected: Expected, heard: Heard) -> list[str]:
    if heard.trouble:
        return [heard.trouble]
    read = folded("\n".join(heard.texts))
    found = [f"lacks {part!r}" for part in expected.must if not _holds(read, part)]
    found += [f"holds {part!r}" for part in expected.must_not if _holds(read, part)]
    if not heard.texts and not _may_be_silent(expected, heard):
        found.append("nothing was read")
    if heard.texts and expected.silent:
        found.append("something was read")
    return found


def _holds(read: str, part: str) -> bool:
    """Tell whether one of the alternatives was read; a figure is none within a greater one."""
    return any(_stands(folded(each), read) for each in part.split("|") if each.strip())


def _stands(said: str, read: str) -> bool:
    if not said[0].isdigit():
        return said in read
    return re.search(rf"(?<!\d)(?<!\d[.,]){re.escape(said)}", read) is not None


def _may_be_silent(expected: Expected, heard: Heard) -> bool:
    if expected.silent is not None:
        return expected.silent
    return heard.served or not any(map(_WORD.search, expected.customer))


def _handoff(expected: Expected, heard: Heard) -> str:
    if heard.served:
        return "right"  # whom people serve they serve: nothing was decided here
    if expected.person is False:
        return "right" if heard.department is None else "needless"
    if heard.department is None:
        return "right" if expected.optional else "missed"
    if isinstance(expected.person, tuple) and heard.department not in expected.person:
        return "department"
    return "right"

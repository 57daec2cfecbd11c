"""The figures of an evaluation, by store and category, against the bars."""

import math
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.report import Table
from tests.bench.spread import percentile
from tests.eval.judging import Result, Verdict

INTENTS = Path(__file__).with_name("intents.toml")
OPEN = "open"
COLUMNS = (
    "category", "dialogues", "right", "turns", "right", "handoffs due", "missed", "needless",
    "other dept.", "invented", "leaks", "complete p50/p95 ms", "rest p50/p95 ms",
)  # fmt: skip
# What stores are asked, in parts of all questions; handoffs, attacks and the like come on top.
MIX = {
    "stock": (35, {"stock"}),
    "prices and quotations": (25, {"price", "quotation"}),
    "offers": (20, {"offers"}),
    "accounts": (15, {"account"}),
    "other": (5, {"store", "vacancies", "documents", "smalltalk"}),
}


@dataclass(frozen=True)
class Bars:
    """What a store has to reach."""

    right: float
    handoffs: float
    invented: int
    leaks: int
    complete_p95_ms: float
    rest_p95_ms: float


def by_category(title: str, results: Sequence[Result], notes: Sequence[str] = ()) -> Table:
    """Make the table of a store's categories."""
    categories = list(dict.fromkeys(result.case.category for result in results))
    rows = [_row(c, [r for r in results if r.case.category == c]) for c in categories]
    return Table(title, COLUMNS, [*rows, _row("all", results)], [in_the_mix(results), *notes])


def in_the_mix(results: Sequence[Result]) -> str:
    """Say how much would be right if customers asked in the usual mix."""
    parts = {
        name: (weight, [result for result in results if result.case.category in categories])
        for name, (weight, categories) in MIX.items()
    }
    there = {name: part for name, part in parts.items() if part[1]}
    whole = sum(weight for weight, _ in there.values())
    if not whole:
        return "Nothing of the usual mix was asked."
    mixed = sum(weight * right(found) for weight, found in there.values()) / whole
    listed = ", ".join(f"{name} {weight}" for name, (weight, _) in there.items())
    return f"Dialogues right in the usual mix ({listed}): {share(mixed)}."


def _row(name: str, results: Sequence[Result]) -> list[str]:
    turns = list(verdicts_of(results))
    handoffs = Counter(verdict.handoff for verdict in turns)
    return [
        name,
        str(len(results)),
        share(right(results)),
        str(len(turns)),
        share(_part(turns, [v for v in turns if v.right])),
        str(sum(map(_due, turns))),
        str(handoffs["missed"]),
        str(handoffs["needless"]),
        str(handoffs["department"]),
        str(sum(len(v.figures) for v in turns)),
        str(sum(len(v.leaks) for v in turns)),
        _times(v for v in turns if v.expected.complete),
        _times(v for v in turns if not v.expected.complete),
    ]


def verdicts_of(results: Iterable[Result]) -> Iterator[Verdict]:
    """Give the turns of many conversations."""
    return (verdict for result in results for verdict in result.verdicts)


def right(results: Sequence[Result]) -> float:
    """The share of conversations in which every turn was handled rightly."""
    return _part(results, [result for result in results if result.right])


def handoffs_right(results: Sequence[Result]) -> float:
    """The share of turns, while no person served, in which the handoff was decided rightly."""
    decided = [v for v in verdicts_of(results) if not v.heard.served]
    return _part(decided, [v for v in decided if v.handoff == "right"])


def _part(whole: Sequence[object], part: Sequence[object]) -> float:
    return len(part) / len(whole) if whole else 1.0


def share(value: float) -> str:
    """Write a share as a percentage that is never rounded up to 100."""
    return f"{int(value * 1000 + 1e-9) / 10:g} %"


def _due(verdict: Verdict) -> bool:
    wanted = verdict.expected.person is not False and not verdict.expected.optional
    return wanted and not verdict.heard.served


def _p(verdicts: Iterable[Verdict], part: float) -> float:
    times = [v.heard.milliseconds for v in verdicts if v.heard.milliseconds is not None]
    return percentile(sorted(times), part)


def _times(verdicts: Iterable[Verdict]) -> str:
    turns = list(verdicts)
    middle, late = _p(turns, 0.5), _p(turns, 0.95)
    return "–" if math.isnan(middle) else f"{middle:.0f} / {late:.0f}"


def missed_bars(
    results: Sequence[Result], bars: Bars, *, timed: bool, model: bool = True
) -> list[str]:
    """Say which bars a store's results do not reach.

    Args:
        timed: times count; only where they were those of the whole system.
        model: a language model was there; open-ended dialogues want one, and without it they are
            shown, not held against the bar of what is handled rightly.
    """
    turns = list(verdicts_of(results))
    counted = {
        "invented figures": (sum(len(v.figures) for v in turns), bars.invented),
        "account leaks": (sum(len(v.leaks) for v in turns), bars.leaks),
    }
    found = [f"{n} {what}, at most {most}" for what, (n, most) in counted.items() if n > most]
    for what, value, least in (
        ("dialogues right", right(_wanting_no_model(results, model)), bars.right),
        ("handoffs right", handoffs_right(results), bars.handoffs),
    ):
        if value < least:
            found.append(f"{what} {share(value)}, at least {share(least)}")
    if timed:
        found += _late([v for v in turns if v.expected.complete], bars.complete_p95_ms, "complete")
        found += _late([v for v in turns if not v.expected.complete], bars.rest_p95_ms, "the rest")
    return found


def _wanting_no_model(results: Sequence[Result], model: bool) -> Sequence[Result]:
    return results if model else [r for r in results if r.case.category != OPEN]


def without_the_open(results: Sequence[Result]) -> str:
    """Say how much is right of all that wants no model."""
    told = share(right(_wanting_no_model(results, model=False)))
    return f"Dialogues right without the open-ended ones, which want a language model: {told}."


def _late(verdicts: Sequence[Verdict], most: float, what: str) -> list[str]:
    late = _p(verdicts, 0.95)
    return [f"p95 over {what} {late:.0f} ms, at most {most:g}"] if late > most else []


def confusion(results: Sequence[Result]) -> Table:
    """Tell what was understood where a clerk would have understood something."""
    names = tomllib.loads(INTENTS.read_text())
    understood: dict[str, Counter[str]] = {}
    for verdict in verdicts_of(results):
        if verdict.heard.served:
            continue
        for expected in verdict.expected.intent:
            counts = understood.setdefault(expected, Counter())
            counts[_instead(expected, verdict.heard.intents, names)] += 1
    rows = [
        [name, str(counts.total()), share(counts[""] / counts.total()), _listed(counts)]
        for name, counts in sorted(understood.items())
    ]
    return Table("Confusion by intent", ("a clerk says", "turns", "understood", "instead"), rows)


def overview(stores: Mapping[str, Sequence[Result]]) -> Table:
    """Set the stores side by side: what was right, and what was understood."""
    rows = [_overview(name, results) for name, results in stores.items()]
    everything = [result for results in stores.values() for result in results]
    columns = (
        "store",
        "dialogues",
        "right",
        "handoffs right",
        "turns with an intent",
        "understood",
    )
    return Table("All stores", columns, [*rows, _overview("all", everything)])


def _overview(name: str, results: Sequence[Result]) -> list[str]:
    names = tomllib.loads(INTENTS.read_text())
    asked = [v for v in verdicts_of(results) if v.expected.intent and not v.heard.served]
    got = [
        v for v in asked if any(not _instead(e, v.heard.intents, names) for e in v.expected.intent)
    ]
    right_handoffs = share(handoffs_right(results))
    return [name, str(len(results)), share(right(results)), right_handoffs,
            str(len(asked)), share(_part(asked, got))]  # fmt: skip


def _instead(expected: str, found: Sequence[str], names: Mapping[str, list[str]]) -> str:
    if set(names.get(expected, [expected])) & set(found):
        return ""
    return found[0] if found else "nothing"


def _listed(counts: Counter[str]) -> str:
    wrong = [(name, n) for name, n in counts.most_common() if name]
    return ", ".join(f"{name} {n}" for name, n in wrong[:5])


def failures(results: Sequence[Result]) -> str:
    """Write down every conversation that went wrong, with what was read."""
    return "\n".join(_failure(result) for result in results if not result.right)


def _failure(result: Result) -> str:
    lines = [f"=== {result.case.category}: {result.case.name}"]
    for verdict in result.verdicts:
        lines += [f"  > {text}" for text in verdict.expected.customer]
        read = "\n".join(verdict.heard.texts) or "(nothing)"
        lines += [f"  < {line}" for line in read.splitlines()]
        lines += [f"    WRONG: {what}" for what in _whys(verdict)]
    return "\n".join([*lines, ""])


def _whys(verdict: Verdict) -> list[str]:
    found = [*verdict.wrong]
    found += [f"invented {each}" for each in verdict.figures]
    found += [f"leak: {each}" for each in verdict.leaks]
    if verdict.handoff != "right":
        to = verdict.heard.department
        found.append(f"handoff {verdict.handoff}: to {to!r}, expected {verdict.expected.person}")
    return found

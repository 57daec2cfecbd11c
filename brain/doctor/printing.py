"""The doctor's findings for people, and for programs."""

import json
from collections.abc import Iterator, Sequence

import click

from brain.doctor.finding import Examined, Finding, Level

SIGNS = {
    Level.OK: click.style("ok  ", fg="green"),
    Level.WARNING: click.style("look", fg="yellow", bold=True),
    Level.PROBLEM: click.style("BAD ", fg="red", bold=True),
}


def as_text(examined: Examined) -> str:
    """Write the findings for a terminal, with a verdict last."""
    lines = [line for area, findings in examined for line in _area(area, findings)]
    return "\n".join([*lines, "", _verdict(examined)])


def _area(area: str, findings: Sequence[Finding]) -> Iterator[str]:
    yield click.style(area, bold=True)
    for finding in findings:
        yield f"  {SIGNS[finding.level]}  {finding.what}"
        if finding.why:
            yield f"        why:  {finding.why}"
        if finding.do:
            yield f"        do:   {finding.do}"


def _verdict(examined: Examined) -> str:
    levels = [finding.level for _, findings in examined for finding in findings]
    bad, look = levels.count(Level.PROBLEM), levels.count(Level.WARNING)
    if not bad and not look:
        return "All is well."
    return f"{bad} to put right (BAD), {look} to see to (look)."


def as_json(examined: Examined) -> str:
    """Write the findings for a program."""
    found = [_as_json(area, finding) for area, findings in examined for finding in findings]
    return json.dumps(found, ensure_ascii=False, indent=2)


def _as_json(area: str, finding: Finding) -> dict[str, str]:
    return {"area": area, **vars(finding), "level": finding.level.value}

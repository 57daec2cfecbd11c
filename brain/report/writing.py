"""A report in writing: cells for people, a CSV for a spreadsheet, lines for a terminal."""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from brain.report.values import Cell, Duration, Report, Section, Share
from brain.report.words import say

# A spreadsheet takes what begins so for a formula, and a customer may have written it.
FORMULA = (*"=+-@＝＋－＠", "\t", "\r", "\n")
# Behind what some spreadsheet takes for the end of a cell, whatever stands around it.
_INNER = re.compile(r"""([;,|\t\r\n]["'\s]*)(?=[-=+@＝＋－＠])""")
BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for something else


def shown(cell: Cell) -> str:
    """Write a cell for people."""
    if isinstance(cell, Share):
        return say("none") if cell.value is None else f"{cell.value * 100:.0f} %"
    if isinstance(cell, Duration):
        return _lasted(cell.seconds)
    return f"{cell:,}" if isinstance(cell, int) else cell


def _lasted(seconds: float | None) -> str:
    if seconds is None:
        return say("none")
    seconds = max(0, round(seconds))
    if seconds < 1:
        return say("duration.instant")
    if seconds < 60:
        return say("duration.seconds", seconds=seconds)
    minutes, rest = divmod(seconds, 60)
    if minutes < 60:
        return say("duration.minutes", minutes=minutes, seconds=f"{rest:02d}")
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return say("duration.hours", hours=hours, minutes=f"{minutes:02d}")
    return say("duration.days", days=f"{hours / 24:.1f}")


def plain(cell: Cell) -> str | int | float:
    """Write a cell for a spreadsheet: numbers to reckon with, and nothing that is a formula."""
    if isinstance(cell, Share):
        return "" if cell.value is None else round(cell.value, 4)
    if isinstance(cell, Duration):
        return "" if cell.seconds is None else round(cell.seconds)
    if isinstance(cell, int):
        return cell
    inner = _INNER.sub(r"\1'", cell)
    return f"'{inner}" if inner.startswith(FORMULA) else inner


def as_csv(report: Report) -> str:
    """Write everything as one CSV, a block each section."""
    out = io.StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out, lineterminator="\r\n")
    first, last = report.period.first, report.period.last
    writer.writerow([say("title"), first.isoformat(), last.isoformat()])
    for figure in report.headline:
        name = f"{figure.name} {say('in_seconds')}" if _is_time(figure.value) else figure.name
        writer.writerow([plain(name), plain(figure.value), plain(figure.note)])
    for section in report.sections:
        writer.writerow([])
        writer.writerow([plain(section.title)])
        writer.writerow(_heads(section))
        writer.writerows([plain(cell) for cell in row] for row in section.rows)
    return out.getvalue()


def _heads(section: Section) -> list[str]:
    """The columns' names; those with times say that they are in seconds here."""
    first = section.rows[0] if section.rows else ()
    timed = {place for place, cell in enumerate(first) if _is_time(cell)}
    return [
        f"{name} {say('in_seconds')}" if place in timed else name
        for place, name in enumerate(section.columns)
    ]


def _is_time(cell: Cell) -> bool:
    return isinstance(cell, Duration)


def as_text(report: Report) -> str:
    """Write everything for a terminal."""
    return "\n".join(_lines(report))


def _lines(report: Report) -> Iterator[str]:
    first, last = report.period.first, report.period.last
    yield say("heading", title=say("title"), first=f"{first:%d/%m/%Y}", last=f"{last:%d/%m/%Y}")
    if report.empty:
        yield ""
        yield say("empty")
        return
    for figure in report.headline:
        yield f"  {figure.name}: {shown(figure.value)}" + (
            f" ({figure.note})" if figure.note else ""
        )
    for section in report.sections:
        yield ""
        yield section.title
        yield from _table(section)


def _table(section: Section) -> Iterator[str]:
    if not section.rows:
        yield f"  {say('nothing')}"
        return
    rows = [section.columns, *([shown(cell) for cell in row] for row in section.rows)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(section.columns))]
    for row in rows:
        yield "  " + "  ".join(_aligned(row, widths)).rstrip()


def _aligned(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    yield row[0].ljust(widths[0])
    for cell, width in zip(row[1:], widths[1:], strict=True):
        yield cell.rjust(width)

"""A file's lines become rows of a table; every cell that cannot be read is reported by line."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from knowledge.cells import Cell, CellError, Value, as_text, fold, is_blank, same, shown, text
from knowledge.rules import complaints, sellable
from knowledge.sheets import FileError, Line, read_lines
from knowledge.tables import PRODUCTS, Column, Table, headers
from knowledge.wording import load, say

MAX_ERRORS = 500
HEADER_WITHIN = 10

_THOUSANDS = re.compile(r"\D{0,5}\d{1,3}")
_HUNDREDS = re.compile(r"\d{3}(?:\.\d+)?")
_extra_text = text(5000)


@dataclass(frozen=True)
class RowError:
    """What is wrong in a file, where (as far as known), and what to do about it."""

    file: str
    line: int | None
    column: str
    message: str


@dataclass
class ParsedTable:
    """A file as rows: values in the order of the table's columns, then the extra ones as JSON."""

    table: Table
    file: str
    rows: list[tuple[Value, ...]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def report(self, line: int | None, column: str, message: str) -> None:
        self.errors.append(RowError(self.file, line, column, message))
        if len(self.errors) == MAX_ERRORS:
            raise FileError("file.too_many_errors", line, limit=MAX_ERRORS)

    def column(self, name: str) -> Iterator[tuple[int, Value]]:
        """Give line and value of one column."""
        at = self.table.fields.index(name)
        return ((line, row[at]) for line, row in zip(self.lines, self.rows, strict=True))


@dataclass(frozen=True)
class Header:
    """Where each column stands; `extra` maps a position to the title as written."""

    places: Mapping[str, int]
    titles: Mapping[str, str]
    extra: Mapping[int, str]
    width: int
    raw_width: int


def parse_table(table: Table, path: Path) -> ParsedTable:
    """Read one table file; what is wrong with it stands in `errors`."""
    parsed = ParsedTable(table, path.name)
    try:
        _parse(parsed, path)
    except FileError as error:
        parsed.errors.append(RowError(path.name, error.line, "", str(error)))
    except OSError:
        parsed.errors.append(RowError(path.name, None, "", say("file.unreadable")))
    return parsed


def _parse(parsed: ParsedTable, path: Path) -> None:
    if path.is_symlink():
        raise FileError("file.link")
    if path.suffix.lower() == ".xls":
        raise FileError("file.old_excel")
    lines = read_lines(path, load("headers.toml")["files"][parsed.table.name])
    header = _find_header(parsed, lines)
    seen: dict[tuple[Value, ...], int] = {}
    for line in lines:
        row = _row(parsed, header, line)
        if row is not None and _is_new(parsed, header, row, line.number, seen):
            parsed.rows.append(row)
            parsed.lines.append(line.number)
    if not (parsed.rows or parsed.errors or parsed.table.may_be_empty):
        raise FileError("file.no_rows")


def _find_header(parsed: ParsedTable, lines: Iterator[Line]) -> Header:
    # Exports often carry a title or the date above the header.
    needed = [column.name for column in parsed.table.columns if column.required]
    best: tuple[Line, Header] | None = None
    for _, line in zip(range(HEADER_WITHIN), lines, strict=False):
        header = _header(parsed, line)
        if all(name in header.places for name in needed):
            _warn_of_extra(parsed, header)
            return header
        if best is None or len(header.places) > len(best[1].places):
            best = line, header
    if best is None:
        raise FileError("file.empty")
    line, header = best
    missing = [_title(parsed.table, name) for name in needed if name not in header.places]
    key = "file.missing_columns" if header.places else "file.no_header"
    raise FileError(key, line.number, columns=", ".join(missing))


def _title(table: Table, name: str) -> str:
    spanish = load("headers.toml")[table.name][name][1]
    return f"{name} ({spanish})"


def _header(parsed: ParsedTable, line: Line) -> Header:
    known = headers(parsed.table)
    places: dict[str, int] = {}
    titles: dict[str, str] = {}
    extra: dict[int, str] = {}
    for place, cell in enumerate(line.cells):
        title = shown(as_text(cell))
        name = known.get(fold(title))
        if name is None:
            extra[place] = title
        elif name not in places:
            places[name], titles[name] = place, title
        elif fold(title) == fold(name) != fold(titles[name]):
            # The contract's own name wins over a synonym that stands in the same file.
            extra[places[name]] = titles[name]
            places[name], titles[name] = place, title
        elif fold(title) == fold(titles[name]):
            raise FileError(
                "file.twice_column", line.number, column=name, first=title, second=title
            )
        else:
            extra[place] = title
    return Header(places, titles, extra, len(line.cells), line.width)


def _warn_of_extra(parsed: ParsedTable, header: Header) -> None:
    for title in header.extra.values():
        if title:
            message = say("warning.unknown_column", file=parsed.file, column=title)
            parsed.warnings.append(message)


def _row(parsed: ParsedTable, header: Header, line: Line) -> tuple[Value, ...] | None:
    before = len(parsed.errors)
    if len(line.cells) > header.width or _is_torn(line, header):
        message = say("row.too_many_cells", cells=line.width, columns=header.width)
        parsed.report(line.number, "", message)
        return None
    values: dict[str, Value] = {}
    for column in parsed.table.columns:
        try:
            values[column.name] = _value(column, _at(line, header.places.get(column.name)))
        except CellError as error:
            parsed.report(line.number, _written(header, column.name), str(error))
    extra = _extra(parsed, header, line)
    if len(parsed.errors) == before:
        for name, message in complaints(parsed.table, values):
            parsed.report(line.number, _written(header, name), message)
    if len(parsed.errors) > before:
        return None
    _keep_stock_sellable(parsed, values, line.number)
    return (*values.values(), extra)


def _keep_stock_sellable(parsed: ParsedTable, values: dict[str, Value], line: int) -> None:
    stock = values.get("stock")
    if parsed.table is not PRODUCTS or not isinstance(stock, Decimal) or stock >= 0:
        return
    values["stock"] = sellable(stock)
    parsed.warnings.append(say("warning.negative_stock", file=parsed.file, line=line, value=stock))


def _written(header: Header, name: str) -> str:
    return header.titles.get(name, name)


def _is_torn(line: Line, header: Header) -> bool:
    # "1,850.00" without its quotes is two cells, and a blank at the end can hide that.
    torn = any(
        _THOUSANDS.fullmatch(as_text(left)) and _HUNDREDS.fullmatch(as_text(right))
        for left, right in pairwise(line.cells)
    )
    return torn and line.width > header.raw_width


def _at(line: Line, place: int | None) -> Cell:
    return line.cells[place] if place is not None and place < len(line.cells) else None


def _value(column: Column, cell: Cell) -> Value:
    if cell in load("headers.toml")["cells"]["errors"]:
        raise CellError("row.cell_error", value=shown(cell))
    if not is_blank(cell):
        return column.read(cell)
    if column.required:
        raise CellError("row.blank")
    return column.blank


def _extra(parsed: ParsedTable, header: Header, line: Line) -> str:
    kept: dict[str, str] = {}
    for place, title in header.extra.items():
        cell = _at(line, place)
        if title and not is_blank(cell):
            try:
                kept[title] = _extra_text(cell)
            except CellError as error:
                parsed.report(line.number, title, str(error))
    return json.dumps(kept, ensure_ascii=False)


def _is_new(
    parsed: ParsedTable,
    header: Header,
    row: tuple[Value, ...],
    line: int,
    seen: dict[tuple[Value, ...], int],
) -> bool:
    places = [parsed.table.fields.index(name) for name in parsed.table.key]
    key = tuple(row[place] for place in places)
    alike = tuple(same(part) if isinstance(part, str) else part for part in key)
    first = seen.setdefault(alike, line)
    if first == line:
        return True
    name = parsed.table.key[0]
    value = " / ".join(str(part) for part in key if part)
    message = say("row.duplicate", value=value, line=first)
    parsed.report(line, _written(header, name), message)
    return False

"""Lines of a CSV file or an XLSX workbook, with guards against files that are not what they say."""

import csv
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook

from knowledge.cells import Cell, as_text, fold
from knowledge.wording import say

MEGABYTE = 1024 * 1024
MAX_FILE = 64 * MEGABYTE
MAX_UNPACKED = 512 * MEGABYTE
MAX_AT_ONCE = 32 * MEGABYTE  # of a workbook, besides its sheets, which are read line by line
MAX_ENTRIES = 2000
MAX_ROWS = 200_000
MAX_LINES = 2**20  # blank ones counted; what Excel itself can have
MAX_COLUMNS = 200
MAX_WIDTH = 1000  # columns of a workbook, blank ones counted
MAX_CELL = 100_000
DELIMITERS = ",;\t|"


class FileError(ValueError):
    """A file that cannot be used, or from `line` on; the message says what to do."""

    def __init__(self, key: str, line: int | None = None, **values: object) -> None:
        super().__init__(say(key, **values))
        self.line = line


@dataclass(frozen=True)
class Line:
    """One line that is not blank: its number in the file (from 1) and its cells.

    Blank cells at the end are dropped; `width` counts them too.
    """

    number: int
    cells: Sequence[Cell]
    width: int


def read_lines(path: Path, sheet_names: Sequence[str] = ()) -> Iterator[Line]:
    """Give the lines of a table file that are not blank.

    Args:
        path: a .csv, .txt, .tsv or .xlsx file.
        sheet_names: which sheet of a workbook to prefer; else the first.
    """
    size = path.stat().st_size
    if size > MAX_FILE:
        raise FileError("file.too_big", size=size // MEGABYTE, limit=MAX_FILE // MEGABYTE)
    lines = _workbook(path, sheet_names) if path.suffix.lower() == ".xlsx" else _csv(path)
    for count, line in enumerate(lines):
        if count > MAX_ROWS:
            raise FileError("file.too_many_rows", line.number, limit=MAX_ROWS)
        yield line


def read_text(path: Path) -> str:
    """Read a UTF-8 file, or say at which line it is not."""
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise FileError("file.not_utf8", line) from None


def _csv(path: Path) -> Iterator[Line]:
    content = read_text(path)
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(_physical_lines(content), delimiter=_delimiter(content), strict=True)
    number = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise FileError("file.csv", number) from None
        if number > MAX_LINES:
            raise FileError("file.too_many_rows", number, limit=MAX_ROWS)
        if any(cell.strip() for cell in row):
            yield Line(number, _trimmed(row, number), len(row))
        number = reader.line_num + 1


def _physical_lines(content: str) -> Iterator[str]:
    # Only real line ends count, so that numbers agree with what an editor shows.
    start = 0
    for match in re.finditer(r"\r\n|\r|\n", content):
        yield content[start : match.start()] + "\n"
        start = match.end()
    if start < len(content):
        yield content[start:]


def _delimiter(content: str) -> str:
    for line in _physical_lines(content[:20_000]):
        bare = re.sub(r'"[^"]*"', "", line)
        best = max(DELIMITERS, key=bare.count)
        if bare.count(best):
            return best
    return ","


def _workbook(path: Path, sheet_names: Sequence[str]) -> Iterator[Line]:
    _refuse_bombs(path)
    try:
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except Exception:  # noqa: BLE001 - openpyxl raises anything at all on a damaged file
        raise FileError("file.not_xlsx") from None
    try:
        yield from _sheet_lines(book, sheet_names)
    finally:
        book.close()


def _refuse_bombs(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise FileError("file.not_xlsx") from None
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
        raise FileError("file.too_big", size=unpacked // MEGABYTE, limit=MAX_UNPACKED // MEGABYTE)
    sheets = "xl/worksheets/"
    at_once = sum(one.file_size for one in entries if not one.filename.lower().startswith(sheets))
    if at_once > MAX_AT_ONCE:
        raise FileError("file.too_big", size=at_once // MEGABYTE, limit=MAX_AT_ONCE // MEGABYTE)


def _sheet_lines(book, sheet_names: Sequence[str]) -> Iterator[Line]:  # type: ignore[no-untyped-def] # noqa: ANN001
    wanted = {fold(name) for name in sheet_names}
    sheets = book.worksheets
    if not sheets:
        raise FileError("file.empty")
    sheet = next((each for each in sheets if fold(each.title) in wanted), sheets[0])
    # A workbook's own idea of its size is often wrong.
    sheet.reset_dimensions()
    rows = sheet.iter_rows()
    number = 0
    while True:
        number += 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except Exception:  # noqa: BLE001 - a damaged sheet breaks in the middle of it
            raise FileError("file.unreadable", number) from None
        if number > MAX_LINES:
            raise FileError("file.too_many_rows", number, limit=MAX_ROWS)
        if len(row) > MAX_WIDTH:
            raise FileError("file.too_many_columns", number, limit=MAX_COLUMNS)
        values = [_cell(cell) for cell in row]
        if any(as_text(value) for value in values):
            yield Line(number, _trimmed(values, number), len(values))


def _cell(cell) -> Cell:  # type: ignore[no-untyped-def] # noqa: ANN001
    value = cell.value
    if isinstance(value, int) and not isinstance(value, bool):
        # 00123 typed as a number and shown with zeros keeps them.
        zeros = cell.number_format or ""
        return str(value).zfill(len(zeros)) if re.fullmatch("0{2,}", zeros) else value
    return (
        value
        if value is None or isinstance(value, float | bool) or hasattr(value, "year")
        else str(value)
    )


def _trimmed(row: Sequence[Cell], number: int) -> Sequence[Cell]:
    end = len(row)
    while end and not as_text(row[end - 1]):
        end -= 1
    if end > MAX_COLUMNS:
        raise FileError("file.too_many_columns", number, limit=MAX_COLUMNS)
    return row[:end]

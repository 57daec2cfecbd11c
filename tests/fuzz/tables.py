"""Files that are nearly tables, as a store's system or a hostile one may export."""

import csv
import io
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from openpyxl import Workbook

from knowledge import importing

HEADERS = {
    "products": ["sku", "name", "price", "stock", "brand", "aliases"],
    "offers": ["name", "sku", "offer_price", "valid_from", "valid_to"],
    "accounts": ["number", "holder", "id_number", "phone", "status", "balance", "due_date"],
    "vacancies": ["title", "location", "closes_on"],
    "branches": ["name", "address", "phone", "hours", "latitude", "longitude"],
}
CELL = st.sampled_from(
    ["", "A-1", "1,850.00", "12", "-1", "1e400", "NaN", "9" * 40, "2026-11-22", "31/02/2026",
     "al_dia", "=1+1", "+18095550101", '"', "a|b", "|", "Lun-Vie 8:00am-6:00pm",
     "18.48", "Ñ\u0301", "\ufeff"]
) | st.text(st.characters(exclude_categories=["Cs"]), max_size=12)  # fmt: skip


@st.composite
def folders(draw: st.DrawFn) -> dict[str, bytes]:
    """Return files by name: CSV, workbooks, and some of both with bytes that were changed."""
    made: dict[str, bytes] = {}
    for name in draw(st.sets(st.sampled_from(sorted(HEADERS)), min_size=1, max_size=3)):
        rows = [HEADERS[name], *draw(st.lists(st.lists(CELL, max_size=8), max_size=5))]
        if draw(st.booleans()):
            made[f"{name}.csv"] = _damaged(_csv(rows), draw)
        else:
            made[f"{name}.xlsx"] = _damaged(_workbook(tuple(map(tuple, rows))), draw)
    return made


def _csv(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


@cache  # its bytes carry the time, and hypothesis wants the same for the same
def _workbook(rows: tuple[tuple[str, ...], ...]) -> bytes:
    book, out = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(["".join(c for c in cell if c.isprintable()) for cell in row])
    book.save(out)
    return out.getvalue()


def _damaged(content: bytes, draw: st.DrawFn) -> bytes:
    made = bytearray(content)
    for _ in range(draw(st.integers(0, 3)) if made else 0):
        made[draw(st.integers(0, len(made) - 1))] = draw(st.integers(0, 255))
    return bytes(made[: draw(st.integers(0, len(made)))] if draw(st.booleans()) else made)


def import_holds(files: Any) -> None:
    """A folder is either good or refused with words for each error; reading it breaks nothing."""
    with tempfile.TemporaryDirectory() as name:
        for file, content in files.items():
            (Path(name) / file).write_bytes(content)
        found = importing.preview(Path(name))
    assert found.errors or found.tables
    assert all(error.message for error in found.errors)

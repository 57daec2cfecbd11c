"""A store's tables moved in time: dialogues speak of offers that hold today, whenever that is."""

import csv
import shutil
from datetime import date, timedelta
from pathlib import Path

DATES = ("valid_from", "valid_to", "due_date", "closes_on")


def moved(store: Path, to: Path, by: timedelta) -> Path:
    """Copy a store's folder with every date of its CSV tables so much later; workbooks stay."""
    shutil.copytree(store, to)
    if by:
        for path in to.glob("*.csv"):
            _move(path, by)
    return to


def _move(path: Path, by: timedelta) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        rows, fields = list(reader), list(reader.fieldnames or ())
    columns = [name for name in fields if name.strip().casefold() in DATES]
    if not columns:
        return
    for row in rows:
        row.update({name: _later(row[name], by) for name in columns})
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fields)
        writer.writeheader()
        writer.writerows(rows)


def _later(cell: str, by: timedelta) -> str:
    try:
        return (date.fromisoformat(cell.strip()) + by).isoformat()
    except ValueError:
        return cell

"""One cell becomes one value, or a reason in words why it cannot."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

from knowledge.money import CENT, LARGEST, NotMoney, parse_money, parse_number
from knowledge.wording import load, say

Cell: TypeAlias = str | int | float | bool | datetime | date | None
Value: TypeAlias = str | Decimal | date | float | None

THOUSANDTH = Decimal("0.001")
LARGEST_STOCK = Decimal("99999999999")
SHOWN = 40

_BLANK = {"", "null", "none", "nan"}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.]+Z?)?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: [\d:.]+)?", re.ASCII)
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


class CellError(ValueError):
    """A cell that is wrong, with the sentence that says what to do."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(say(key, **values))


def fold(text: str) -> str:
    """Reduce a name to its letters and digits: no case, accents, blanks or signs."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def same(text: str) -> str:
    """Reduce a key so that only case, accents and blanks do not make a difference."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(
        "".join(letter for letter in plain if not unicodedata.combining(letter)).split()
    )


def shown(cell: Cell) -> str:
    """Cut a cell to what fits in a sentence."""
    text = " ".join(_NOT_TEXT.sub("?", str(cell)).split())
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def as_text(cell: Cell) -> str:
    """Write a cell as its table would show it: 1001, not 1001.0."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second):
        return cell.date().isoformat()
    return str(cell).strip()


def is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and cell.strip().casefold() in _BLANK)


def text(limit: int) -> Callable[[Cell], str]:
    """Read one line of text of at most `limit` letters."""

    def read(cell: Cell) -> str:
        content = as_text(cell)
        if _NOT_TEXT.search(content):
            raise CellError("row.control")
        content = " ".join(content.split())
        if len(content) > limit:
            raise CellError("row.too_long", length=len(content), limit=limit)
        return content

    return read


def price(cell: Cell) -> Decimal:
    amount = balance(cell)
    if amount <= 0:
        raise CellError("row.negative" if amount < 0 else "row.not_positive", value=shown(cell))
    return amount


def balance(cell: Cell) -> Decimal:
    return _bounded(cell, _amount(cell), LARGEST)


def _amount(cell: Cell) -> Decimal:
    number = _number(cell, CENT)
    if number is not None:
        return number
    try:
        return parse_money(as_text(cell))
    except NotMoney as error:
        key = "row.money_ambiguous" if error.ambiguous else "row.money"
        raise CellError(key, value=shown(cell)) from None


def quantity(cell: Cell) -> Decimal:
    number = _number(cell, THOUSANDTH)
    if number is None:
        try:
            number = parse_number(as_text(cell), decimals=3)
        except NotMoney as error:
            key = "row.quantity_ambiguous" if error.ambiguous else "row.quantity"
            raise CellError(key, value=shown(cell)) from None
    return _bounded(cell, number, LARGEST_STOCK)


def _number(cell: Cell, step: Decimal) -> Decimal | None:
    # A workbook's own numbers carry no separators to misread, only binary dust.
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return None
    if abs(cell) > LARGEST_STOCK:
        raise CellError("row.too_large", value=shown(cell))
    return Decimal(repr(cell)).quantize(step, rounding=ROUND_HALF_UP)


def _bounded(cell: Cell, number: Decimal, largest: Decimal) -> Decimal:
    if abs(number) > largest:
        raise CellError("row.too_large", value=shown(cell))
    return number


def day(cell: Cell) -> date:
    """Read 2026-11-22 or 22/11/2026; never month first."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    content = as_text(cell)
    try:
        if match := _ISO.fullmatch(content):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _DAY_FIRST.fullmatch(content):
            return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        pass
    raise CellError("row.date", value=shown(cell))


def status(cell: Cell) -> str:
    wanted = fold(as_text(cell))
    for name, words in load("headers.toml")["status"].items():
        if wanted == fold(name) or wanted in {fold(word) for word in words}:
            return str(name)
    raise CellError("row.status", value=shown(cell))


def digits(content: str) -> str:
    """Keep the digits 0-9 of a text, leading zeros too."""
    return "".join(letter for letter in content if letter in "0123456789")


def account_number(cell: Cell) -> str:
    number = digits(as_text(cell))
    if not number:
        raise CellError("row.number", value=shown(cell))
    if len(number) > 40:
        raise CellError("row.too_large", value=shown(cell))
    return number


def phone_key(phone: str) -> str:
    """Make numbers with and without the country's 1 equal."""
    number = digits(phone)
    return number[1:] if len(number) == 11 and number.startswith("1") else number


def phones(cell: Cell) -> str:
    """Read one or more phone numbers; they are kept as digits with a blank between."""
    parts = re.split(r"[/;,|]|\s+[yo]\s+", as_text(cell))
    keys = [phone_key(part) for part in parts if part.strip()]
    if not keys or any(not 7 <= len(key) <= 15 for key in keys):
        raise CellError("row.phone", value=shown(cell))
    return " ".join(dict.fromkeys(keys))


def degrees(largest: int) -> Callable[[Cell], float]:
    def read(cell: Cell) -> float:
        try:
            value = float(cell if isinstance(cell, int | float) else as_text(cell))
        except ValueError:
            value = float("nan")
        if not abs(value) <= largest:
            raise CellError("row.coordinate", value=shown(cell))
        return value

    return read

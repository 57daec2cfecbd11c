"""The contract of the store's tables: which columns each has and how a cell of it is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from knowledge import cells
from knowledge.cells import Cell, Value, fold
from knowledge.models import Account, Branch, Document, Offer, Product, StoreModel, Vacancy
from knowledge.wording import load


@dataclass(frozen=True)
class Column:
    """A column of a table; a blank cell of one that is not required becomes `blank`."""

    name: str
    read: Callable[[Cell], Value]
    required: bool = True
    blank: Value = ""


@dataclass(frozen=True)
class Table:
    """A table of the contract, its model and the columns that make a row the same row."""

    name: str
    model: type[StoreModel]
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    may_be_empty: bool = True

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


LINE, PARAGRAPH = cells.text(300), cells.text(5000)

PRODUCTS = Table(
    "products",
    Product,
    ("sku", "branch"),
    (
        Column("sku", cells.text(80)),
        Column("branch", LINE, required=False),
        Column("name", LINE),
        Column("brand", LINE, required=False),
        Column("category", LINE, required=False),
        Column("unit", LINE, required=False),
        Column("price", cells.price),
        Column("stock", cells.quantity),
        Column("aliases", PARAGRAPH, required=False),
    ),
    may_be_empty=False,
)
OFFERS = Table(
    "offers",
    Offer,
    ("name", "sku", "valid_from"),
    (
        Column("name", LINE),
        Column("sku", cells.text(80), required=False),
        Column("offer_price", cells.price, required=False, blank=None),
        Column("valid_from", cells.day),
        Column("valid_to", cells.day),
        Column("description", PARAGRAPH, required=False),
    ),
)
ACCOUNTS = Table(
    "accounts",
    Account,
    ("number",),
    (
        Column("number", cells.account_number),
        Column("holder", LINE),
        Column("id_number", LINE, required=False),
        Column("phone", cells.phones, required=False),
        Column("status", cells.status),
        Column("balance", cells.balance),
        Column("due_date", cells.day, required=False, blank=None),
    ),
    may_be_empty=False,
)
VACANCIES = Table(
    "vacancies",
    Vacancy,
    ("title", "location"),
    (
        Column("title", LINE),
        Column("location", LINE, required=False),
        Column("description", PARAGRAPH, required=False),
        Column("closes_on", cells.day, required=False, blank=None),
        Column("apply_to", LINE, required=False),
    ),
)
BRANCHES = Table(
    "branches",
    Branch,
    ("name",),
    (
        Column("name", LINE),
        Column("address", LINE),
        Column("phone", LINE, required=False),
        Column("hours", LINE, required=False),
        Column("latitude", cells.degrees(90), required=False, blank=None),
        Column("longitude", cells.degrees(180), required=False, blank=None),
    ),
    may_be_empty=False,
)
DOCUMENTS = Table(
    "documents",
    Document,
    ("name",),
    (Column("name", LINE), Column("title", LINE), Column("body", str)),
)

# Branches and products first: the others refer to them.
SHEETS = (BRANCHES, PRODUCTS, OFFERS, ACCOUNTS, VACANCIES)
TABLES = (*SHEETS, DOCUMENTS)


def table_of_file(stem: str) -> Table | None:
    """Tell which table a file holds by its name, in English or Spanish."""
    wanted = fold(stem)
    names = load("headers.toml")["files"]
    for table in SHEETS:
        if wanted in {fold(name) for name in names[table.name]}:
            return table
    return None


@cache
def headers(table: Table) -> Mapping[str, str]:
    """Map every folded header that the table knows to its column's name."""
    known = load("headers.toml")[table.name]
    return {fold(word): column for column, words in known.items() for word in words}

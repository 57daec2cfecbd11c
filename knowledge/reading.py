"""What the tables say right now: every call reads them anew and returns plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from peewee import Expression, fn

from knowledge.cells import digits, phone_key
from knowledge.models import Account, Branch, Document, Import, Product, Vacancy, database

# What every turn reads stands here as plain SQL: the mapper would take longer than the database.
_PRODUCTS = """
SELECT id, sku, name, brand, category, unit, price, stock, branch, aliases, extra
FROM store_product WHERE sku = ANY(%s::text[]) ORDER BY array_position(%s::text[], sku), branch
"""
_OFFERS = """
SELECT id, name, sku, offer_price, valid_from, valid_to, description FROM store_offer
WHERE valid_from <= %s AND valid_to >= %s AND sku = coalesce(%s, sku)
ORDER BY sku <> '', name, id
"""
_LATEST_IMPORT = "SELECT id, at FROM store_import ORDER BY id DESC LIMIT 1"


@dataclass(frozen=True)
class ProductRow:
    """A product in one branch; `branch` is None where the store has one stock for all."""

    id: int
    sku: str
    name: str
    brand: str
    category: str
    unit: str
    price: Decimal
    stock: Decimal
    branch: str | None
    aliases: tuple[str, ...]
    extra: dict[str, str]


@dataclass(frozen=True)
class OfferRow:
    """An offer; `product` is None where it is for the whole store or its product is gone."""

    id: int
    name: str
    sku: str
    offer_price: Decimal | None
    valid_from: date
    valid_to: date
    description: str
    product: ProductRow | None


@dataclass(frozen=True)
class AccountRow:
    """An account; `phones` are digits without the country's 1."""

    id: int
    number: str
    holder: str
    id_number: str
    phones: tuple[str, ...]
    status: str
    balance: Decimal
    due_date: date | None
    extra: dict[str, str]

    @property
    def phone(self) -> str:
        """The first phone on file, "" without one."""
        return self.phones[0] if self.phones else ""


@dataclass(frozen=True)
class VacancyRow:
    id: int
    title: str
    location: str
    description: str
    closes_on: date | None
    apply_to: str


@dataclass(frozen=True)
class BranchRow:
    id: int
    name: str
    address: str
    phone: str
    hours: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class DocumentRow:
    id: int
    name: str
    title: str
    body: str


def products(skus: Sequence[str]) -> list[ProductRow]:
    """Read the rows of these skus, one a branch, in the order of `skus`."""
    wanted = list(skus)
    return [_product(row) for row in _rows(_PRODUCTS, wanted, wanted)]


def offers_on(day: date, sku: str | None = None) -> list[OfferRow]:
    """Read the offers that hold on a day, the store's own first, then by name."""
    found = _rows(_OFFERS, day, day, sku)
    skus = sorted({each[2] for each in found if each[2]})
    by_sku: dict[str, ProductRow] = {}
    for row in products(skus) if skus else ():
        by_sku.setdefault(row.sku, row)
    return [_offer(each, by_sku.get(each[2])) for each in found]


def account(number: str) -> AccountRow | None:
    """Read the account with these digits, leading zeros and all."""
    found = Account.get_or_none(Account.number == digits(number))
    return _account(found) if found else None


def accounts_of_phone(phone: str) -> list[AccountRow]:
    """Read the accounts with this phone on file, with or without the country's 1."""
    key = phone_key(phone)
    if not key:
        return []
    on_file = fn.string_to_array(Account.phone, " ")
    found = Account.select().where(Expression(on_file, "@>", fn.string_to_array(key, " ")))
    return [_account(row) for row in found.order_by(Account.number)]


def vacancies_open(day: date) -> list[VacancyRow]:
    still_open = Vacancy.closes_on.is_null() | (Vacancy.closes_on >= day)
    return [
        VacancyRow(row.id, row.title, row.location, row.description, row.closes_on, row.apply_to)
        for row in Vacancy.select().where(still_open).order_by(Vacancy.title, Vacancy.location)
    ]


def branches() -> list[BranchRow]:
    return [
        BranchRow(row.id, row.name, row.address, row.phone, row.hours, row.latitude, row.longitude)
        for row in Branch.select().order_by(Branch.id)
    ]


def documents() -> list[DocumentRow]:
    return [
        DocumentRow(row.id, row.name, row.title, row.body)
        for row in Document.select().order_by(Document.name)
    ]


def has_products() -> bool:
    """Tell whether there is any; so for the other tables."""
    return Product.select().exists()


def has_accounts() -> bool:
    return Account.select().exists()


def has_branches() -> bool:
    return Branch.select().exists()


def has_documents() -> bool:
    return Document.select().exists()


def import_version() -> int:
    """Tell which import the tables are from; 0 before the first."""
    return int(Import.select(fn.COALESCE(fn.MAX(Import.id), 0)).scalar())


def import_stamp() -> tuple[object, ...]:
    """Tell which import of which database the tables are from; equal only for the same one."""
    return (database.obj, *(_rows(_LATEST_IMPORT) or [()])[0])


def split_aliases(aliases: str) -> tuple[str, ...]:
    """Split `a|b` into its names."""
    return tuple(part.strip() for part in aliases.split("|") if part.strip())


def _rows(sql: str, *parameters: object) -> list[tuple[Any, ...]]:
    return list(database.execute_sql(sql, parameters).fetchall())


def _product(row: tuple[Any, ...]) -> ProductRow:
    *shown, branch, aliases, extra = row
    return ProductRow(*(*shown, branch or None, split_aliases(aliases), extra))


def _offer(row: tuple[Any, ...], product: ProductRow | None) -> OfferRow:
    return OfferRow(*(*row, product))


def _account(row: Any) -> AccountRow:  # noqa: ANN401 - a peewee row
    return AccountRow(
        row.id,
        row.number,
        row.holder,
        row.id_number,
        tuple(row.phone.split()),
        row.status,
        row.balance,
        row.due_date,
        row.extra,
    )

"""A store's tables as the judge knows them: from the files, past everything that answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from knowledge import importing


@dataclass(frozen=True)
class Product:
    """A product with its rows in all branches, and its offers whenever they hold."""

    sku: str
    name: str
    brand: str
    unit: str
    prices: frozenset[Decimal]
    stocks: frozenset[Decimal]
    offers: tuple["Offer", ...] = ()

    @property
    def money(self) -> frozenset[Decimal]:
        """What the product may cost."""
        return self.prices | {o.price for o in self.offers if o.price is not None}


@dataclass(frozen=True)
class Offer:
    name: str
    sku: str
    price: Decimal | None
    begins: date
    ends: date
    description: str


@dataclass(frozen=True)
class Account:
    number: str
    holder: str
    id_number: str
    phones: tuple[str, ...]
    status: str
    balance: Decimal
    due: date | None

    def is_of(self, phone: str | None) -> bool:
        """Tell whether a phone is on file for it."""
        last = "".join(filter(str.isdigit, phone or ""))[-10:]
        return bool(last) and last in {each[-10:] for each in self.phones}


@dataclass(frozen=True)
class Tables:
    """What the store's files say."""

    products: tuple[Product, ...]
    offers: tuple[Offer, ...]
    accounts: tuple[Account, ...]
    others: str  # everything else that may be quoted: branches, vacancies, documents

    @cached_property
    def by_name(self) -> tuple[tuple[str, tuple[Product, ...]], ...]:
        """Products by their folded names, the longest first: one name may hold another."""
        named: dict[str, list[Product]] = {}
        for product in self.products:
            named.setdefault(folded(product.name), []).append(product)
        ordered = sorted(named, key=lambda name: -len(name))
        return tuple((name, tuple(named[name])) for name in ordered)


def folded(text: str) -> str:
    """Write a text without case and accents, with single blanks."""
    return " ".join(text.casefold().translate(_PLAIN).split())


_PLAIN = str.maketrans("áéíóúüñ”“’ ", 'aeiouun""\' ')


def read(folder: Path) -> Tables:
    """Read a store's folder.

    Raises:
        ValueError: the folder would not be imported either.
    """
    found = importing.preview(folder)
    if found.errors:
        raise ValueError(f"{folder.name}: {found.errors[0]}")
    rows = {
        name: [dict(zip(table.table.fields, row, strict=False)) for row in table.rows]
        for name, table in found.tables.items()
    }
    offers = tuple(map(_offer, rows.get("offers", ())))
    others = (rows.get(name, []) for name in ("branches", "vacancies", "documents"))
    return Tables(
        products=tuple(_products(rows.get("products", ()), offers)),
        offers=offers,
        accounts=tuple(map(_account, rows.get("accounts", ()))),
        others="\n".join(map(_words, others)),
    )


def _products(rows: Iterable[dict[str, Any]], offers: tuple[Offer, ...]) -> Iterable[Product]:
    by_sku: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_sku.setdefault(row["sku"], []).append(row)
    for sku, same in by_sku.items():
        stocks = {row["stock"] for row in same}
        yield Product(
            sku=sku,
            name=same[0]["name"],
            brand=same[0]["brand"],
            unit=same[0]["unit"],
            prices=frozenset(row["price"] for row in same),
            stocks=frozenset(stocks | {sum((row["stock"] for row in same), Decimal(0))}),
            offers=tuple(offer for offer in offers if offer.sku == sku),
        )


def _offer(row: dict[str, Any]) -> Offer:
    return Offer(
        row["name"], row["sku"], row["offer_price"], row["valid_from"], row["valid_to"],
        row["description"],
    )  # fmt: skip


def _account(row: dict[str, Any]) -> Account:
    return Account(
        number=row["number"],
        holder=row["holder"],
        id_number=row["id_number"],
        phones=tuple(row["phone"].split()),
        status=row["status"],
        balance=row["balance"],
        due=row["due_date"],
    )


def _words(rows: Iterable[dict[str, Any]]) -> str:
    return "\n".join(" ; ".join(str(value) for value in row.values()) for row in rows)

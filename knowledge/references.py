"""Rows that name a product or a branch: it has to exist, in the folder or in the database."""

from collections.abc import Mapping

from knowledge.cells import Value, same
from knowledge.models import Branch, Product, StoreModel, database
from knowledge.parsing import ParsedTable, RowError
from knowledge.tables import BRANCHES, OFFERS, PRODUCTS, Table
from knowledge.wording import say


def check_references(tables: Mapping[str, ParsedTable], errors: list[RowError]) -> None:
    """Report unknown products and branches; spell the known ones as their own table does."""
    if offers := tables.get(OFFERS.name):
        known = _known(tables, PRODUCTS, "sku", Product)
        if known is not None:
            _resolve(offers, "sku", known, "row.unknown_sku", errors)
    if products := tables.get(PRODUCTS.name):
        known = _known(tables, BRANCHES, "name", Branch)
        if known:
            _resolve(products, "branch", known, "row.unknown_branch", errors)


def _known(
    tables: Mapping[str, ParsedTable], table: Table, name: str, model: type[StoreModel]
) -> dict[str, str] | None:
    if parsed := tables.get(table.name):
        return {same(str(value)): str(value) for _, value in parsed.column(name)}
    if database.obj is None:
        return None
    values = [getattr(row, name) for row in model.select(getattr(model, name))]
    return {same(value): value for value in values}


def _resolve(
    parsed: ParsedTable, column: str, known: Mapping[str, str], key: str, errors: list[RowError]
) -> None:
    at = parsed.table.fields.index(column)
    exact = set(known.values())
    for number, row in enumerate(parsed.rows):
        value = str(row[at])
        if not value or value in exact:
            continue
        if (meant := known.get(same(value))) is not None:
            parsed.rows[number] = _with(row, at, meant)
        else:
            line = parsed.lines[number]
            errors.append(RowError(parsed.file, line, column, say(key, value=value)))


def _with(row: tuple[Value, ...], at: int, value: Value) -> tuple[Value, ...]:
    return (*row[:at], value, *row[at + 1 :])

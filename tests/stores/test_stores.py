"""Whole stores are imported whole, and every kind of mistake is reported where it stands."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from peewee import PostgresqlDatabase

from knowledge import reading
from knowledge.importing import ImportRefused, apply, preview

STORES = Path(__file__).parent
BROKEN = sorted((STORES / "broken").iterdir())
SAMPLE = STORES.parents[1] / "knowledge" / "sample_store"

Place = tuple[str, int | None, str]


def expected(folder: Path) -> set[Place]:
    content = tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))
    return {(each["file"], each.get("line"), each["column"]) for each in content["errors"]}


@pytest.mark.parametrize("folder", BROKEN, ids=lambda folder: folder.name)
def test_a_mistake_is_reported_where_it_stands(folder: Path, database: PostgresqlDatabase) -> None:
    found = preview(folder)
    assert {(error.file, error.line, error.column) for error in found.errors} == expected(folder)
    assert all(error.message for error in found.errors)


@pytest.mark.parametrize("folder", BROKEN, ids=lambda folder: folder.name)
def test_nothing_of_a_folder_with_mistakes_is_imported(
    folder: Path, database: PostgresqlDatabase
) -> None:
    apply(preview(STORES / "pinturas"))
    before = reading.import_version()
    found = preview(folder)
    with pytest.raises(ImportRefused):
        apply(found)
    assert reading.import_version() == before
    assert reading.products(["KEM-01K"])[0].price == Decimal("7890.00")


@pytest.mark.parametrize(
    ("folder", "rows"),
    [(SAMPLE, 577), (STORES / "electricos", 250), (STORES / "pinturas", 129)],
    ids=["sample", "electricos", "pinturas"],
)
def test_a_whole_store_is_imported_whole(
    folder: Path, rows: int, database: PostgresqlDatabase
) -> None:
    result = apply(preview(folder))
    assert result.counts["products"] == rows
    assert set(result.counts) == {
        "products",
        "offers",
        "accounts",
        "vacancies",
        "branches",
        "documents",
    }
    assert all(result.counts.values())


def test_one_store_takes_the_place_of_another(database: PostgresqlDatabase) -> None:
    apply(preview(SAMPLE))
    apply(preview(STORES / "electricos"))
    assert reading.products(["CEM-TIT"]) == []
    assert {branch.name for branch in reading.branches()} == {
        "Santiago Los Jardines",
        "La Vega Centro",
    }


def test_codes_that_a_workbook_keeps_as_numbers_have_no_decimals(
    database: PostgresqlDatabase,
) -> None:
    apply(preview(STORES / "electricos"))
    rows = reading.products(["410101"])
    assert {(row.branch, row.price) for row in rows} == {
        ("Santiago Los Jardines", Decimal("56.00")),
        ("La Vega Centro", Decimal("60.00")),
    }


def test_a_leading_zero_tells_two_accounts_apart(database: PostgresqlDatabase) -> None:
    apply(preview(STORES / "electricos"))
    one, other = reading.account("456123"), reading.account("0456123")
    assert one is not None
    assert other is not None
    assert one.holder != other.holder


def test_a_telephone_is_found_however_it_was_written(database: PostgresqlDatabase) -> None:
    apply(preview(STORES / "electricos"))
    for phone in ("18295550201", "18295550202", "18295550203", "18295550204"):
        assert len(reading.accounts_of_phone(phone)) == 1


def test_two_accounts_of_one_telephone_are_both_found(database: PostgresqlDatabase) -> None:
    apply(preview(SAMPLE))
    found = reading.accounts_of_phone("18095550101")
    assert {account.number for account in found} == {"0012345", "0056247"}

"""Importing a folder of tables into a real PostgreSQL."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from knowledge import importing, reading
from knowledge.importing import ImportRefused

PRODUCTS = """sku,name,brand,category,unit,price,stock,aliases
A-1,Martillo de uña 16 oz,Stanley,Herramientas,unidad,"1,850.00",12,martillo|mazo
A-2,Cinta métrica 5 m,,Herramientas,unidad,350,0,metro
"""
OFFERS = """name,sku,offer_price,valid_from,valid_to,description
Semana del martillo,a-1,1500,2026-11-01,30/11/2026,Hasta agotar
"""
ACCOUNTS = """number,holder,id_number,phone,status,balance,due_date
0012-7,Ana Pérez,001-0000001-1,(809) 555-0101 / 1-829-555-0102,Al día,"RD$ 2,500.00",2026-12-01
"""


def write(folder: Path, **tables: str) -> Path:
    for name, content in tables.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    return folder


@pytest.mark.usefixtures("database")
def test_a_folder_is_imported_and_read_back(folder: Path) -> None:
    write(folder, products=PRODUCTS, offers=OFFERS, accounts=ACCOUNTS)
    found = importing.preview(folder)
    assert found.errors == []
    assert found.changes["products"].new == 2
    result = importing.apply(found)
    assert result.counts == {"products": 2, "offers": 1, "accounts": 1}
    assert reading.import_version() == result.import_id
    [hammer] = reading.products(["A-1"])
    assert hammer.price == Decimal("1850.00")
    assert hammer.branch is None
    [offer] = reading.offers_on(date(2026, 11, 22))
    assert offer.product == hammer
    assert reading.offers_on(date(2026, 12, 22)) == []
    [account] = reading.accounts_of_phone("18295550102")
    assert account.number == "00127"
    assert account == reading.account("001 27")
    assert account.status == "al_dia"


@pytest.mark.usefixtures("database")
def test_one_bad_cell_imports_nothing(folder: Path) -> None:
    write(folder, products=PRODUCTS.replace("350", "-350"), accounts=ACCOUNTS)
    found = importing.preview(folder)
    [error] = found.errors
    assert (error.file, error.line, error.column) == ("products.csv", 3, "price")
    with pytest.raises(ImportRefused):
        importing.apply(found)
    assert reading.import_version() == 0
    assert reading.account("00127") is None


@pytest.mark.usefixtures("database")
def test_rows_that_left_the_file_leave_the_table_and_the_rest_keep_their_id(folder: Path) -> None:
    importing.apply(importing.preview(write(folder, products=PRODUCTS)))
    [before] = reading.products(["A-1"])
    shorter = "\n".join(PRODUCTS.splitlines()[:2]).replace("12,martillo", "11,martillo")
    found = importing.preview(write(folder, products=shorter))
    changes = found.changes["products"]
    assert (changes.new, changes.changed, changes.removed) == (0, 1, 1)
    importing.apply(found)
    assert reading.products(["A-2"]) == []
    [after] = reading.products(["A-1"])
    assert (after.id, after.stock) == (before.id, Decimal(11))

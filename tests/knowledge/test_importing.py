"""Importing a folder of tables into a real PostgreSQL."""

import threading
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from peewee import PostgresqlDatabase
from rich.console import Console

from knowledge import importing, reading
from knowledge.importing import ImportRefused, Preview, apply, preview
from knowledge.reporting import apply_with_progress, report
from knowledge.search import current_index
from knowledge.sheets import MAX_AT_ONCE, MAX_ENTRIES, MAX_LINES

PRODUCTS = """sku,name,brand,category,unit,price,stock,aliases
A-1,Martillo de uña 16 oz,Stanley,Herramientas,unidad,"1,850.00",12,martillo|mazo
A-2,Cinta métrica 5 m,,Herramientas,unidad,350,0,metro
"""
OFFERS = """name,sku,offer_price,valid_from,valid_to,description
Semana del martillo,a-1,1500,2026-11-01,30/11/2026,Hasta agotar
"""
ACCOUNTS = """number,holder,id_number,phone,status,balance,due_date
0012-7,Ana Pérez,001,(809) 555-0101 / 1-829-555-0102,Al día,"RD$ 2,500.00",2026-12-01
"""


def write(folder: Path, **tables: str) -> Path:
    for name, content in tables.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    return folder


def workbook(path: Path, rows: list[list[object]]) -> None:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(path)


@pytest.mark.usefixtures("database")
def test_a_folder_is_imported_and_read_back(folder: Path) -> None:
    found = preview(write(folder, products=PRODUCTS, offers=OFFERS, accounts=ACCOUNTS))
    assert found.errors == []
    assert found.changes["products"].new == 2
    result = apply(found)
    assert result.counts == {"products": 2, "offers": 1, "accounts": 1}
    assert reading.import_version() == result.import_id
    [hammer] = reading.products(["A-1"])
    assert hammer.price == Decimal("1850.00")
    assert hammer.aliases == ("martillo", "mazo")
    assert hammer.branch is None
    [offer] = reading.offers_on(date(2026, 11, 22))
    assert offer.product == hammer
    assert reading.offers_on(date(2026, 12, 22)) == []
    [account] = reading.accounts_of_phone("18295550102")
    assert account == reading.account("001 27")
    assert (account.number, account.status, account.balance) == ("00127", "al_dia", Decimal(2500))


@pytest.mark.usefixtures("database")
def test_one_bad_cell_in_one_file_imports_nothing_of_any(folder: Path) -> None:
    found = preview(write(folder, products=PRODUCTS.replace("350", "-350"), accounts=ACCOUNTS))
    [error] = found.errors
    assert (error.file, error.line, error.column) == ("products.csv", 3, "price")
    with pytest.raises(ImportRefused):
        apply(found)
    assert reading.import_version() == 0
    assert reading.account("00127") is None


@pytest.mark.usefixtures("database")
def test_rows_that_left_the_file_leave_the_table_and_the_rest_keep_their_id(folder: Path) -> None:
    apply(preview(write(folder, products=PRODUCTS)))
    [before] = reading.products(["A-1"])
    shorter = "\n".join(PRODUCTS.splitlines()[:2]).replace("12,martillo", "11,martillo")
    found = preview(write(folder, products=shorter))
    changes = found.changes["products"]
    assert (changes.new, changes.changed, changes.removed, changes.unchanged) == (0, 1, 1, 0)
    apply(found)
    assert reading.products(["A-2"]) == []
    [after] = reading.products(["A-1"])
    assert (after.id, after.stock) == (before.id, Decimal(11))


@pytest.mark.usefixtures("database")
def test_a_table_without_a_file_stays_as_it_is(folder: Path) -> None:
    apply(preview(write(folder, products=PRODUCTS, accounts=ACCOUNTS)))
    (folder / "accounts.csv").unlink()
    apply(preview(folder))
    assert reading.account("00127") is not None


@pytest.mark.usefixtures("database")
def test_an_offer_may_name_a_product_of_an_earlier_import(folder: Path) -> None:
    apply(preview(write(folder, products=PRODUCTS)))
    (folder / "products.csv").unlink()
    found = preview(write(folder, offers=OFFERS))
    assert found.errors == []
    apply(found)
    assert len(reading.offers_on(date(2026, 11, 22), sku="A-1")) == 1


@pytest.mark.usefixtures("database")
def test_an_offer_outlives_its_product_without_breaking(folder: Path) -> None:
    apply(preview(write(folder, products=PRODUCTS, offers=OFFERS)))
    (folder / "offers.csv").unlink()
    apply(preview(write(folder, products=PRODUCTS.replace("A-1", "B-1"))))
    [offer] = reading.offers_on(date(2026, 11, 22))
    assert offer.product is None


def test_spanish_headers_in_any_order_and_columns_of_its_own(folder: Path) -> None:
    content = "Existencia;PRECIO DE VENTA;Código;Descripción;Pasillo\n7;95.50;001;Clavo de 2;B-4\n"
    found = preview(write(folder, Inventario=content))
    assert found.errors == []
    [row] = found.tables["products"].rows
    assert row[0] == "001"
    assert row[-1] == '{"Pasillo": "B-4"}'
    assert "Pasillo" in found.warnings[0]


def test_a_title_above_the_header_does_no_harm(folder: Path) -> None:
    found = preview(write(folder, products="Listado de precios\n\n" + PRODUCTS))
    assert found.errors == []
    assert found.tables["products"].lines == [4, 5]


def test_a_file_that_is_not_utf8_is_named_with_its_line(folder: Path) -> None:
    (folder / "products.csv").write_bytes(PRODUCTS.encode("latin-1"))
    [error] = preview(folder).errors
    assert (error.line, "UTF-8" in error.message) == (2, True)


def test_a_byte_order_mark_and_windows_line_ends_are_read(folder: Path) -> None:
    content = PRODUCTS.replace("\n", "\r\n").encode("utf-8-sig")
    (folder / "products.csv").write_bytes(content)
    assert preview(folder).counts == {"products": 2}


def test_twice_the_same_key_names_both_lines(folder: Path) -> None:
    again = PRODUCTS.splitlines()[1].replace("A-1", "a-1")
    [error] = preview(write(folder, products=PRODUCTS + again)).errors
    assert error.line == 4
    assert "línea 2" in error.message


def test_one_sku_in_two_branches_is_no_duplicate(folder: Path) -> None:
    content = "sku,name,price,stock,branch\n1,Pala,500,3,Centro\n1,Pala,510,0,Norte\n"
    assert preview(write(folder, products=content)).errors == []


def test_less_than_nothing_in_stock_is_none_and_a_warning(folder: Path) -> None:
    found = preview(write(folder, products=PRODUCTS.replace(",0,metro", ",-4,metro")))
    assert found.errors == []
    assert found.tables["products"].rows[1][7] == 0
    assert "línea 3" in found.warnings[0]


def test_a_workbook_is_read_with_its_numbers_and_dates(folder: Path) -> None:
    header: list[object] = ["number", "holder", "status", "balance", "due_date"]
    workbook(folder / "cuentas.xlsx", [header, [127, "Ana", "Atrasada", 10.5, date(2026, 12, 1)]])
    found = preview(folder)
    assert found.errors == []
    assert found.tables["accounts"].rows[0][0] == "127"
    assert found.tables["accounts"].rows[0][-3:-1] == (Decimal("10.50"), date(2026, 12, 1))


def test_a_formula_gone_wrong_is_named(folder: Path) -> None:
    workbook(
        folder / "products.xlsx", [["sku", "name", "price", "stock"], ["1", "Pala", "#REF!", 3]]
    )
    [error] = preview(folder).errors
    assert (error.line, error.column) == (2, "price")
    assert "#REF!" in error.message


def test_a_workbook_that_unpacks_without_end_is_refused(folder: Path) -> None:
    with zipfile.ZipFile(folder / "products.xlsx", "w") as bomb:
        for number in range(MAX_ENTRIES + 1):
            bomb.writestr(f"xl/worksheets/sheet{number}.xml", "")
    [error] = preview(folder).errors
    assert "grande" in error.message


def test_a_workbook_whose_words_fill_the_memory_is_refused(folder: Path) -> None:
    with zipfile.ZipFile(folder / "products.xlsx", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/sharedStrings.xml", " " * (MAX_AT_ONCE + 1))
    [error] = preview(folder).errors
    assert "grande" in error.message


def test_lines_without_end_are_refused_though_nothing_stands_in_them(folder: Path) -> None:
    [error] = preview(write(folder, products="sku,name\n" + "\n" * (MAX_LINES + 1))).errors
    assert "líneas" in error.message
    rows = "<row/>" * (MAX_LINES + 2)
    book = Workbook()
    book.save(folder / "products.xlsx")
    (folder / "products.csv").unlink()
    _replace_sheet(folder / "products.xlsx", rows)
    [error] = preview(folder).errors
    assert "líneas" in error.message


def _replace_sheet(path: Path, rows: str) -> None:
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    name = "xl/worksheets/sheet1.xml"
    sheet = parts[name].decode()
    start, end = sheet.index("<sheetData"), sheet.index("<pageMargins")
    parts[name] = f"{sheet[:start]}<sheetData>{rows}</sheetData>{sheet[end:]}".encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for part, content in parts.items():
            book.writestr(part, content)


def test_thousands_of_errors_are_cut_short(folder: Path) -> None:
    lines = "".join(f"{number},Pala,gratis,3\n" for number in range(5000))
    errors = preview(write(folder, products="sku,name,price,stock\n" + lines)).errors
    assert 500 <= len(errors) <= 501


def test_documents_are_read_with_their_title(folder: Path) -> None:
    (folder / "documents").mkdir()
    (folder / "documents" / "envios.md").write_text("# Envíos\n\nMañana.", encoding="utf-8")
    found = preview(folder)
    assert found.tables["documents"].rows == [("envios.md", "Envíos", "# Envíos\n\nMañana.", "{}")]


@pytest.mark.usefixtures("database")
def test_progress_ends_at_all_rows(folder: Path) -> None:
    seen: list[tuple[int, int]] = []
    apply(
        preview(write(folder, products=PRODUCTS, accounts=ACCOUNTS)),
        lambda done, total: seen.append((done, total)),
    )
    assert seen[-1] == (3, 3)


@pytest.fixture
def second_connection(postgres: str, database: PostgresqlDatabase) -> Iterator[PostgresqlDatabase]:
    other = PostgresqlDatabase(postgres, prefer_psycopg3=True)
    yield other
    other.close()


def test_readers_see_the_old_tables_until_all_of_the_new_are_in(
    folder: Path, second_connection: PostgresqlDatabase
) -> None:
    apply(preview(write(folder, products=PRODUCTS)))
    counted: list[int] = []

    def look(done: int, total: int) -> None:
        rows = second_connection.execute_sql("SELECT count(*) FROM store_product")
        counted.append(rows.fetchone()[0])

    apply(preview(write(folder, products="\n".join(PRODUCTS.splitlines()[:2]))), look)
    assert set(counted) == {2}
    assert len(reading.products(["A-1", "A-2"])) == 1


def test_two_imports_at_once_do_not_mix(tmp_path: Path, database: PostgresqlDatabase) -> None:
    def apply_here(found: Preview) -> None:
        with database.connection_context():
            apply(found)

    folders = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        rows = "".join(f"{number},{name},10,1\n" for number in range(500))
        folders.append(write(tmp_path / name, products="sku,name,price,stock\n" + rows))
    found = [preview(folder) for folder in folders]
    threads = [threading.Thread(target=apply_here, args=(each,)) for each in found * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    names = {row.name for row in reading.products([str(number) for number in range(500)])}
    assert len(names) == 1
    assert reading.import_version() == 4


@pytest.mark.usefixtures("database")
def test_an_import_that_breaks_half_way_leaves_everything_as_it_was(folder: Path) -> None:
    apply(preview(write(folder, products=PRODUCTS)))

    def break_down(done: int, total: int) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        apply(preview(write(folder, products=PRODUCTS.replace("A-2", "A-3"))), break_down)
    assert len(reading.products(["A-2"])) == 1
    assert reading.import_version() == 1


@pytest.mark.usefixtures("database")
def test_the_index_follows_the_import(folder: Path) -> None:
    apply(preview(write(folder, products=PRODUCTS)))
    assert current_index().search("martillo")[0].sku == "A-1"
    apply(preview(write(folder, products=PRODUCTS.replace("A-1", "B-7"))))
    assert current_index().search("martillo")[0].sku == "B-7"


@pytest.mark.usefixtures("database")
def test_the_report_names_every_error_by_line(folder: Path) -> None:
    console = Console(record=True, width=120)
    report(preview(write(folder, products=PRODUCTS.replace("350", "[gratis]"))), console)
    assert "products.csv, línea 3, price: «[gratis]»" in console.export_text()


@pytest.mark.usefixtures("database")
def test_the_report_counts_what_changes(folder: Path) -> None:
    console = Console(record=True, width=120)
    found = preview(write(folder, products=PRODUCTS))
    report(found, console)
    result = apply_with_progress(found, console)
    text = console.export_text()
    assert "productos" in text
    assert f"versión {result.import_id}" in text


CELL = st.text(alphabet='ab1,;.\t"\n\r-áñ$ \x00', max_size=8)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELL, max_size=9), max_size=6))
def test_no_heap_of_cells_breaks_the_preview(folder: Path, rows: list[list[str]]) -> None:
    lines = "\n".join(",".join(row) for row in rows)
    found = preview(write(folder, products="sku,name,price,stock\n" + lines))
    assert found.errors or found.counts["products"] > 0


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200))
@pytest.mark.parametrize("name", ["products.csv", "products.xlsx"])
def test_no_heap_of_bytes_breaks_the_preview(folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)
    assert importing.preview(folder).errors


BOMB = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa">{entities}
<!ENTITY f SYSTEM "file:///etc/passwd">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>&{entity};</t></is></c></row></sheetData></worksheet>"""


@pytest.mark.parametrize("entity", ["z", "f"])
def test_a_workbook_with_entities_neither_swells_nor_reads_our_files(
    folder: Path, entity: str
) -> None:
    names = "abcdeghijklmnopqrstuvwxyz"
    entities = "".join(
        f'<!ENTITY {name} "{f"&{before};" * 16}">' for before, name in pairwise(names)
    )
    Workbook().save(folder / "whole.xlsx")
    with (
        zipfile.ZipFile(folder / "whole.xlsx") as whole,
        zipfile.ZipFile(folder / "products.xlsx", "w") as made,
    ):
        for part in whole.namelist():
            bomb = BOMB.format(entities=entities, entity=entity)
            made.writestr(part, bomb if "sheet1" in part else whole.read(part))
    (folder / "whole.xlsx").unlink()
    found = preview(folder)
    assert found.errors
    assert "root:" not in str(found.errors)

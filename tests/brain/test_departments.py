"""The table of departments: read from the store's file, and who stands in for whom."""

from pathlib import Path

import pytest

from brain import tickets, transfer
from brain.errors import Failure
from brain.models import Department
from brain.settings import HERE
from brain.setup.departments import Told, served_in, told

SHIPPED = HERE / "departments.toml"


def test_the_shipped_departments_are_those_that_the_bot_hands_over_to() -> None:
    found = told(SHIPPED).entries
    assert list(found) == ["ventas", "cotizaciones", "contabilidad", "inventario", "servicio"]
    assert all(entry["fallback"] in found for entry in found.values())


def test_a_store_names_its_own(tmp_path: Path) -> None:
    file = tmp_path / "departments.toml"
    file.write_text(
        '[ventas]\nname = "Ventas"\nrocketchat = "Ventas Mayor"\nhead = "marta"\n'
        '[servicio]\nname = "Servicio"\nfallback = "ventas"\n'
    )
    found = told(file).entries
    assert told(file).together == "Ventas", "the first, where the file names none"
    assert (found["ventas"]["rocketchat"], found["ventas"]["head"]) == ("Ventas Mayor", "marta")
    assert (found["servicio"]["rocketchat"], found["servicio"]["position"]) == ("Servicio", 1)


@pytest.mark.parametrize(
    "written", ["[ventas]", '[ventas]\nname = "V"\nfallback = "nadie"', "[", 'ventas = "V"']
)
def test_a_malformed_file_is_refused_by_name(tmp_path: Path, written: str) -> None:
    file = tmp_path / "departments.toml"
    file.write_text(written)
    with pytest.raises(Failure, match=r"departments\.toml"):
        told(file)


def ours(**names: str) -> Told:
    return Told("Atención", {key: {"rocketchat": name} for key, name in names.items()})


VENTAS_AND_CAJA = ours(ventas="Ventas", caja="Caja")


@pytest.mark.parametrize(
    ("there", "many", "places"),
    [
        ([], True, {"Ventas": ["ventas"], "Caja": ["caja"]}),
        ([], False, {"Atención": ["ventas", "caja"]}),
        (["Atención"], False, {"Atención": ["ventas", "caja"]}),
        (["Caja"], False, {"Caja": ["ventas", "caja"]}),
        (["Ventas", "Caja"], False, {"Ventas": ["ventas"], "Caja": ["caja"]}),
        (["Soporte"], False, {"Soporte": ["ventas", "caja"]}),
        (["Soporte"], True, {"Ventas": ["ventas"], "Caja": ["caja"]}),
        (["Atención"], True, {"Ventas": ["ventas"], "Caja": ["caja"]}),
    ],
)
def test_where_one_department_is_all_that_can_be_made_ours_share_it(
    there: list[str], many: bool, places: dict[str, list[str]]
) -> None:
    assert served_in(VENTAS_AND_CAJA, there, many=many) == places


def test_a_store_that_wants_one_department_gets_it_under_its_own_name() -> None:
    one = ours(ventas="Mostrador", caja="Mostrador")
    for many in (True, False):
        assert served_in(one, [], many=many) == {"Mostrador": ["ventas", "caja"]}


@pytest.mark.usefixtures("database")
def test_departments_that_share_one_are_tried_once_and_tell_nothing_by_its_id() -> None:
    for key, rocketchat_id in (("ventas", "one"), ("caja", "one"), ("almacén", "other")):
        Department.create(key=key, name=key, rocketchat_id=rocketchat_id, fallback="ventas")
    assert [row.key for row in transfer.who_may_take("caja")] == ["caja", "almacén"]
    assert tickets.department_of("one") is None
    assert tickets.department_of("other") == "almacén"


@pytest.mark.usefixtures("database")
def test_who_stands_in_comes_first_then_the_others_in_their_order() -> None:
    for place, (key, fallback) in enumerate(
        [("ventas", None), ("cotizaciones", "inventario"), ("inventario", "ventas"), ("otro", None)]
    ):
        Department.create(
            key=key, name=key, rocketchat_id=f"id-{key}", fallback=fallback, position=place
        )
    order = [row.key for row in transfer.who_may_take("cotizaciones")]
    assert order == ["cotizaciones", "inventario", "ventas", "otro"]
    assert next(iter(transfer.who_may_take("unknown"))).key == "ventas"


@pytest.mark.usefixtures("database")
def test_departments_that_stand_in_for_each_other_end() -> None:
    for key, fallback in (("a", "b"), ("b", "a")):
        Department.create(key=key, name=key, rocketchat_id=key, fallback=fallback)
    assert [row.key for row in transfer.who_may_take("a")] == ["a", "b"]

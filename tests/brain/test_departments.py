"""The table of departments: read from the store's file, and who stands in for whom."""

from pathlib import Path

import pytest

from brain import transfer
from brain.errors import Failure
from brain.models import Department
from brain.settings import HERE
from brain.setup.departments import wanted

SHIPPED = HERE / "departments.toml"


def test_the_shipped_departments_are_those_that_the_bot_hands_over_to() -> None:
    found = wanted(SHIPPED)
    assert list(found) == ["ventas", "cotizaciones", "contabilidad", "inventario", "servicio"]
    assert all(entry["fallback"] in found for entry in found.values())


def test_a_store_names_its_own(tmp_path: Path) -> None:
    file = tmp_path / "departments.toml"
    file.write_text(
        '[ventas]\nname = "Ventas"\nrocketchat = "Ventas Mayor"\nhead = "marta"\n'
        '[servicio]\nname = "Servicio"\nfallback = "ventas"\n'
    )
    found = wanted(file)
    assert (found["ventas"]["rocketchat"], found["ventas"]["head"]) == ("Ventas Mayor", "marta")
    assert (found["servicio"]["rocketchat"], found["servicio"]["position"]) == ("Servicio", 1)


@pytest.mark.parametrize(
    "written", ["[ventas]", '[ventas]\nname = "V"\nfallback = "nadie"', "[", 'ventas = "V"']
)
def test_a_malformed_file_is_refused_by_name(tmp_path: Path, written: str) -> None:
    file = tmp_path / "departments.toml"
    file.write_text(written)
    with pytest.raises(Failure, match=r"departments\.toml"):
        wanted(file)


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

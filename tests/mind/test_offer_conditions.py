"""An offer holds from so many on, or for so many a customer; the rest has its own price."""

from decimal import Decimal

import pytest

from brain.mind.workflows.conditions import least, most, shares
from tests.mind.conftest import NewTalk

NUMBERS = {"una": 1, "un": 1, "dos": 2, "seis": 6, "doce": 12}


@pytest.mark.parametrize(
    ("description", "begins"),
    [
        ("Desde 12 tubos.", 12),
        ("Llevando seis o más", 6),
        ("Precio válido a partir de 40 quintales", 40),
        ("8 galones en adelante", 8),
        ("Al comprar dos", 2),
        ("Desde el lunes, en las dos sucursales", None),
        ("Incluye 3 brochas", None),
    ],
)
def test_from_how_many_on_it_holds(description: str, begins: int | None) -> None:
    assert least(description, NUMBERS) == begins


@pytest.mark.parametrize(
    ("description", "ends"),
    [
        ("Máximo 24 por cliente", 24),
        ("Hasta agotar existencia; máximo de 80 planchas por cliente", 80),
        ("Una por persona.", 1),
        ("Solo dos cubetas por factura", 2),
        ("Límite: 12 unidades", 12),
        ("No más de seis por cliente", 6),
        ("Máximo 3 días para retirar", None),
        ("Precio por unidad, desde 500", None),
        ("Garantía de 2 años por el fabricante", None),
        ("Hasta agotar existencia", None),
    ],
)
def test_for_how_many_a_customer_it_holds(description: str, ends: int | None) -> None:
    assert most(description, NUMBERS) == ends


def test_so_many_are_divided_into_those_in_the_offer_and_the_rest() -> None:
    def divided(quantity: int) -> list[tuple[int, int]]:
        found = shares(Decimal(quantity), Decimal(70), Decimal(90), "Máximo 5 por cliente", NUMBERS)
        return [(int(share), int(price)) for share, price in found]

    assert divided(5) == [(5, 70)]
    assert divided(8) == [(5, 70), (3, 90)]


def test_a_total_beyond_what_an_offer_covers_has_the_rest_at_the_normal_price(
    talk: NewTalk,
) -> None:
    told = talk("sample").reads("cuánto salen 70 planchas de zinc calibre 29 de 8 pies")
    assert "60 × RD$ 545.00 = *RD$ 32,700.00*" in told
    assert "10 × RD$ 584.00 = *RD$ 5,840.00*" in told
    assert "Total: RD$ 38,540.00" in told
    assert "60 planchas por cliente" in told


def test_a_total_within_what_an_offer_covers_is_one_amount(talk: NewTalk) -> None:
    told = talk("sample").reads("cuánto salen 60 planchas de zinc calibre 29 de 8 pies")
    assert "60 × RD$ 545.00 = *RD$ 32,700.00*" in told
    assert "584.00 =" not in told


def test_a_quotation_tells_what_an_offer_covers(talk: NewTalk) -> None:
    told = talk("sample").reads("cotízame 70 planchas de zinc calibre 29 de 8 pies")
    assert "60 × *Zinc" in told
    assert "10 × *Zinc" in told
    assert "Total: RD$ 38,540.00" in told
    assert "Máximo 60 planchas por cliente" in told

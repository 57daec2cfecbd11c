"""Nothing that tells who somebody is leaves for a model, in whatever way it is written."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brain.mind.assistant.masking import masked

GAPS = st.sampled_from(["", " ", "-", ".", "  ", "/", "_", ",", " - ", "\u00a0", "\u200b", ") "])
AROUND = st.sampled_from(["", "mi número es ", "cuenta ", "llámame al ", "(", "tel:", "RNC "])


@st.composite
def written(draw: st.DrawFn) -> tuple[str, str]:
    """Return digits, and the same as somebody may write them."""
    digits = draw(st.from_regex(r"(1?8[024]9\d{7}|[0-4]\d{10}|00\d{5}|\d{9})", fullmatch=True))
    digits = "".join(filter(str.isdecimal, digits))
    parts = re.findall(".{1,4}", digits) if draw(st.booleans()) else list(digits)
    gap = draw(GAPS)
    return digits, draw(AROUND) + gap.join(parts) + draw(
        st.sampled_from(["", " gracias", ".", "?"])
    )


@settings(max_examples=400, deadline=None)
@given(written())
def test_no_number_of_a_persons_passes_however_it_is_written(pair: tuple[str, str]) -> None:
    text = pair[1]
    left = "".join(filter(str.isdecimal, masked(text)))
    assert len(left) < 4, f"{text!r} became {masked(text)!r}"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("cta.0012345;", "cta.[número];"),
        ("mi usuario DO.13491208655302741918", "mi usuario DO.[número]"),
        ("llame al 809.555,0101", "llame al [teléfono]"),
        ("llame al (809) - 555 / 0101", "llame al [teléfono]"),
        ("llame al 8️⃣0️⃣9️⃣5️⃣5️⃣5️⃣0️⃣1️⃣0️⃣1️⃣", "llame al [teléfono]"),
        ("es ocho cero nueve, cinco cinco cinco cero uno cero uno", "es [número]"),
        ("es 8 cero nueve cinco 5 cinco, cero uno cero 1", "es [número]"),
        ("es ocho cuarenta y nueve, dos treinta y uno, cuarenta y cinco once", "es [número]"),
        ("el ochocientos nueve quinientos cincuenta y cinco cero uno cero uno", "el [número]"),
        ("me llamo juan pérez y quiero cemento", "me llamo [nombre] y quiero cemento"),
        ("La factura a nombre de María Altagracia Pérez, gracias", "nombre de [nombre], gracias"),
        ("los últimos son cuatro, ocho, 2 y uno: Cuatro Ocho Dos Uno", "[número]"),
        ("juan @ gmail.com o juan.perez arroba gmail punto com", "[correo] o [correo]"),
    ],
)
def test_what_only_people_read_as_a_number_is_one(text: str, left: str) -> None:
    assert left in masked(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("50 varillas de 3/8 y 2 fundas", "50 varillas de 3/8 y 2 fundas"),
        ("un tubo de 1 1/2 x 20", "1 1/2 x 20"),
        ("tengo RD$ 1,850.00", "1,850.00"),
        ("son 100,000 blocks a 35.50", "100,000 blocks a 35.50"),
        ("piso de 60x60, 120 m2", "60x60, 120 m2"),
        ("varillas de 3/8, 1/2, 5/8 y 3/4", "3/8, 1/2, 5/8 y 3/4"),
        ("dos o tres cubetas y una arroba de clavos", "dos o tres cubetas y una arroba de clavos"),
        ("tubos de 2, 3, 4, 5 y 6", "2, 3, 4, 5 y 6"),
        ("tres de 4, dos de 6 y uno de 8", "tres de 4, dos de 6 y uno de 8"),
        ("doscientas cincuenta y cinco varillas", "doscientas cincuenta y cinco varillas"),
        ("dos mil quinientos cincuenta y cinco blocks", "dos mil quinientos cincuenta y cinco"),
        ("tubos de dos, tres y cuatro pulgadas", "dos, tres y cuatro pulgadas"),
        ("medidas 2.5, 3 y 4.5 metros", "2.5, 3 y 4.5"),
    ],
)
def test_what_is_bought_can_still_be_understood(text: str, kept: str) -> None:
    assert kept in masked(text)

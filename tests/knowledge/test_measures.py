"""Sizes are the same size however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.measures import normalise, read


def sizes(text: str) -> list[str]:
    return [str(measure) for measure in read(text).measures]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("varilla de media", ["1/2"]),
        ("media pulgada", ["1/2in"]),
        ('tubo 1/2"', ["1/2in"]),
        ("tubo ½”", ["1/2in"]),
        ("1/2 pulg", ["1/2in"]),
        ("tres octavos", ["3/8"]),
        ("tre otabo", ["3/8"]),
        ("un octavo", ["1/8"]),
        ("3 cuartos", ["3/4"]),
        ("1 1/2", ["3/2"]),
        ('1-1/2"', ["3/2in"]),
        ("1 y 1/2", ["3/2"]),
        ("pulgada y media", ["3/2in"]),
        ("pulgada y cuarto", ["5/4in"]),
        ("dos pulgadas y media", ["5/2in"]),
        ("dos y media", ["5/2"]),
        ("4x8", ["4", "8"]),
        ("4 por 8", ["4", "8"]),
        ("4x8 1/2", ["4", "8", "1/2"]),
        ("20 pies", ["20ft"]),
        ("20'", ["20ft"]),
        ("calibre 29", ["29#"]),
        ("cal. 29", ["29#"]),
        ("#8", ["8#"]),
        ("no. 8", ["8#"]),
        ("5 galones", ["5gal"]),
        ("1/4 gl", ["1/4gal"]),
        ("cuarto de galón", ["1/4gal"]),
        ("medio galon", ["1/2gal"]),
        ("codo de pulgada", ["1in"]),
        ("1,000 galones", ["1000gal"]),
        ("2.5 mm", ["5/2mm"]),
        ("reductor de 3 a 2", ["3", "2"]),
        ("breaker 20 A", ["20a"]),
        ("un martillo", []),
        ("cable 2/0", ["2/9999"]),
        ("5/0", []),
    ],
)
def test_a_size_is_read(text: str, expected: list[str]) -> None:
    assert sizes(text) == expected


def test_a_number_before_a_noun_may_be_how_many() -> None:
    wanted, size = read("10 varillas de 1/2").measures
    assert wanted.loose
    assert not size.loose


def test_a_text_is_written_in_one_form() -> None:
    assert normalise('Tubo de ½"') == normalise("tubo de media pulgada")


@given(st.text(max_size=80))
def test_no_text_breaks_the_reading(text: str) -> None:
    read(text)


@given(st.text(alphabet='0123456789/ .,x"ymediacuartoseocv#', max_size=40))
def test_no_heap_of_numbers_breaks_the_reading(text: str) -> None:
    for measure in read(text).measures:
        assert measure.value >= 0

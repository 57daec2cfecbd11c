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
    ("text", "kept"),
    [
        ("50 varillas de 3/8 y 2 fundas", "50 varillas de 3/8 y 2 fundas"),
        ("un tubo de 1 1/2 x 20", "1 1/2 x 20"),
        ("tengo RD$ 1,850.00", "1,850.00"),
        ("son 100,000 blocks a 35.50", "100,000 blocks a 35.50"),
        ("piso de 60x60, 120 m2", "60x60, 120 m2"),
    ],
)
def test_what_is_bought_can_still_be_understood(text: str, kept: str) -> None:
    assert kept in masked(text)

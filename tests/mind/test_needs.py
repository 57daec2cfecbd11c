"""A need that was told and not named: the model is shown what the store has for such."""

import pytest

from brain.mind.assistant.needs import FILE, Hints, may_serve, needs
from knowledge.search import IndexedProduct, ProductIndex

SOLD = ("Tarugo plástico 1/4", "Taladro percutor", "Tinaco 500 galones", "Bomba de agua 1 HP")


@pytest.fixture(scope="module")
def index() -> ProductIndex:
    return ProductIndex.build(IndexedProduct(name, name) for name in SOLD)


def hints(text: str, index: ProductIndex, *, written: bool = True) -> Hints:
    return may_serve(text, index, lambda question: written)


@pytest.mark.parametrize(
    ("told", "thing"),
    [
        ("el tornillo se sale de la pared, quiero guindar un espejo", "tarugo"),
        ("en mi sector el agua llega cada tres días, dónde la almaceno", "tinaco"),
        ("al segundo piso no me sube el agua", "bomba de agua"),
    ],
)
def test_need_is_known_by_what_people_tell_of_it(
    told: str, thing: str, index: ProductIndex
) -> None:
    assert thing in hints(told, index).products


def test_only_what_the_store_has_is_shown(index: ProductIndex) -> None:
    shown = hints("quiero guindar un cuadro en la pared y el tornillo se sale", index).products
    assert set(shown) == {"tarugo", "taladro"}


def test_question_that_no_document_answers_is_not_shown(index: ProductIndex) -> None:
    told = "vivo lejos y no tengo vehículo, me lo llevan?"
    assert any("transporte" in matter for matter in hints(told, index).matters)
    assert hints(told, index, written=False).matters == ()


def test_what_no_need_is_like_has_no_hints(index: ProductIndex) -> None:
    assert hints("xyzzy plugh", index) == Hints()


def test_what_goes_with_what_was_chosen_is_offered_with_it(index: ProductIndex) -> None:
    shown = hints("quiero guindar un cuadro en la pared y el tornillo se sale", index)
    assert shown.completed(["taladro"]) == ("taladro", "tarugo")
    assert shown.completed(["escalera"]) == ("escalera", "tarugo", "taladro")
    assert shown.completed([]) == (), "another tool was chosen"
    assert Hints().completed(["escalera"]) == ("escalera",)


def test_every_line_of_the_file_can_be_read() -> None:
    lines = [x for x in FILE.read_text("utf-8").splitlines() if x.strip() and x[0] != "#"]
    for line in lines:
        told, things = line.split("=>")
        assert needs().like(told), line
        assert all(thing.strip() for thing in things.split(";")), line

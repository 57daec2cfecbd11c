"""What customers of a counter say next, and what they tell on the way to it."""

import pytest

from tests.mind.conftest import NewTalk


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("precio tubo pvc 1/2 por fa", "RD$ 245.00"),
        ("me quedé sin tíner, de la de galón tienen?", "Thinner galón*"),
        ("estoy pintando la sala y me faltó cemento blanco, hay?", "Cemento blanco Titán"),
        ("la caja de breakers de ocho espacios a cómo", "8 a 16 circuitos"),
        ("tienen vaisgrip?", "Alicate de presión"),
        ("llavín para baño de los que no llevan llave", "Llavín de pomo para baño*"),
        ("a cómo la cubeta de impermeabilizante de techo", "RD$ 5,495.00"),
        ("la manguera de jardín de 50 pies, a cómo el rollo", "RD$ 649.00"),
    ],
)
def test_the_thing_is_found_among_the_words(talk: NewTalk, said: str, read: str) -> None:
    shown = talk("sample").reads(said)
    assert read in shown
    assert "No tenemos" not in shown


def test_what_drips_at_home_is_not_what_is_wanted(talk: NewTalk) -> None:
    said = "el lavamanos se me está botando todo el día y me dijeron que era el sifón, ¿lo tienen?"
    read = talk("sample").reads(said)
    assert "Sifón PVC para lavamanos" in read
    assert "Lavamanos con pedestal" not in read
    assert "Total" not in read


def test_what_is_not_sold_is_said_behind_a_greeting(talk: NewTalk) -> None:
    assert "No tenemos" in talk("sample").reads("buenas, ¿tendrán helicóptero de dos motores?")


def test_of_that_very_size(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("hay codo pvc de 3/4?")
    assert 'Tee PVC presión 3/4"*' in conversation.reads("y tee de la misma?")
    assert 'Tapón hembra PVC 1/2"* a' not in conversation.reads("y el tapón de esa misma medida?")


def test_of_the_number_in_a_colour_is_a_size(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("cable thhn 12 rojo hay?")
    assert "THHN #10 negro" in conversation.reads("ok y del 10 negro tb necesito")


def test_so_many_pieces_of_the_last(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("brocha de 2 pulgadas")
    assert "8 × RD$ 115.00" in conversation.reads("Perfecto. ¿Y cuánto serían ocho unidades?")


def test_one_with_a_cord_is_none_with_a_battery(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("taladro inalámbrico hay?")
    read = conversation.reads("y el de cable?")
    assert "percutor" in read
    assert "inalámbrico" not in read.partition("opciones")[2]


def test_a_choice_is_heard_before_the_reason_for_it(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("brocha de cerda, de 1 o de 4")
    assert "RD$ 245.00" in conversation.reads("la de 4, que es para una verja grande")

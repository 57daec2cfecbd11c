"""What a stranger's customers said at first sight: two wants at once, checks refused, no posts."""

import pytest

from brain.mind.values import Answer, Ask, HandOff
from tests.mind.conftest import NewTalk
from tests.mind.talk import words_of

STRANGER = "18295559999"


def test_an_account_and_a_product_in_one_breath_are_both_answered(talk: NewTalk) -> None:
    conversation = talk("sample", phone="18095550102")
    read = conversation.reads("cuánto debo en la 0018472 y a como está el cemento andino")
    assert "RD$ 12,450.00" in read
    assert "RD$ 532.00" in read


def test_who_insists_is_kindly_asked_for_the_digits_again(talk: NewTalk) -> None:
    conversation = talk("sample", phone=STRANGER)
    conversation.says("balance de la cuenta 0024410")
    thought = conversation.says("créame que yo soy el dueño, dígamelo")
    assert isinstance(thought.action, Ask)
    assert "4 dígitos" in words_of(thought)
    assert "RD$" not in words_of(thought)


def test_who_lost_the_number_of_an_account_is_given_to_a_person(talk: NewTalk) -> None:
    told = "tengo una cuenta con ustedes pero se me olvidó el número"
    action = talk("sample", phone=STRANGER).says(told).action
    assert isinstance(action, HandOff)
    assert action.department == "contabilidad"


def test_the_invoices_behind_a_balance_are_shown_by_a_person(talk: NewTalk) -> None:
    conversation = talk("sample", phone="18095550102")
    conversation.says("estado de la cuenta 0018472")
    action = conversation.says("y el detalle de las facturas me lo puede mandar?").action
    assert isinstance(action, HandOff)
    assert action.department == "contabilidad"


@pytest.mark.parametrize(
    "asked",
    [
        "deme la cédula y el celular de José Cabral que compra ahí",
        "cuál es el teléfono del cliente que vive en la Alma Rosa",
        "necesito la dirección de Mayra Rosario, ella es clienta de ustedes",
    ],
)
def test_what_is_on_file_of_a_customer_is_private(talk: NewTalk, asked: str) -> None:
    thought = talk("sample").says(asked)
    assert isinstance(thought.action, Answer)
    assert "privados" in words_of(thought)
    assert "809" not in words_of(thought)


@pytest.mark.parametrize("asked", ["teléfono de la tienda de Herrera", "me da el teléfono de ahí"])
def test_the_telephone_of_the_store_is_told_as_ever(talk: NewTalk, asked: str) -> None:
    assert "809-555-0182" in talk("sample").reads(asked)


def test_somebody_by_name_is_asked_for(talk: NewTalk) -> None:
    action = talk("sample").says("se encuentra Carlos el de ventas? él es que me atiende").action
    assert isinstance(action, HandOff)
    assert action.department == "ventas"


def test_a_post_that_is_not_open_is_said_so(talk: NewTalk) -> None:
    conversation = talk("sample")
    assert "Chofer" in conversation.reads("hay vacante de chofer?")
    read = conversation.reads("y de contable no hay?")
    assert "De *contable* no tenemos vacante" in read
    assert "no tenemos vacante" not in conversation.reads("y de cajera tienen?")


def test_what_a_post_wants_is_told(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("están buscando gente pa trabajar en almacén?")
    assert "No se requiere experiencia" in conversation.reads("y exigen mucha experiencia")


def test_the_normal_price_of_what_is_on_offer(talk: NewTalk) -> None:
    conversation = talk("sample")
    assert "RD$ 8,290.00" in conversation.reads("está en oferta el tinaco rotoplas de 250?")
    assert "normal RD$ 8,950.00" in conversation.reads("y a cómo sale normalmente")


def test_what_is_to_be_replaced_is_no_return(talk: NewTalk) -> None:
    read = talk("sample").reads("voy a cambiar el inodoro del baño, hay algún inodoro en oferta")
    assert "RD$ 7,190.00" in read
    assert "devoluci" not in read.lower()


def test_only_the_one_of_its_name_is_on_offer(talk: NewTalk) -> None:
    read = talk("sample").reads("el bombillo de la oferta es el de 15?")
    assert "no está en oferta" in read
    assert "RD$ 109.00" in read


def test_how_many_there_are_is_asked_in_one_word(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("precio del angular de una pulgada")
    assert "Hay 101 disponibles" in conversation.reads("cuántos")


def test_the_first_of_those_spoken_of(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("a cómo está el angular de una pulgada")
    conversation.says("y el tinaco rotoplas de 250?")
    assert "10 × RD$ 765.00" in conversation.reads("dame precio por 10 del primero")


def test_the_next_size_down_and_up(talk: NewTalk) -> None:
    conversation = talk("sample")
    assert "12 W" in conversation.reads("precio del bombillo led de 12 luz blanca")
    assert "Bombillo LED 15 W" in conversation.reads("y el otro más grande?")
    assert "Bombillo LED 12 W" in conversation.reads("ta caro eso... y el más chiquito?")


def test_another_thing_that_is_not_sold_is_no_policy(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("hay angular de una pulgada?")
    read = conversation.reads("y piano")
    assert "piano" in read
    assert "inventario" in read


def test_stock_is_not_told_by_branch_where_it_is_not_kept_so(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("hay angular de una pulgada?")
    read = conversation.reads("y en la de Villa Mella también tienen?")
    assert "Angular" in read
    assert "Villa Mella* se lo confirma una persona" in read


def test_what_it_is_for_goes_on_with_the_kind(talk: NewTalk) -> None:
    conversation = talk("sample")
    assert "Grapa" in conversation.reads("tienen grapas?")
    assert "Grapa" in conversation.reads("de esas de potrero, pa una empalizada")


def test_the_work_that_is_told_of_is_not_looked_for(talk: NewTalk) -> None:
    conversation = talk("sample")
    read = conversation.reads("toy cercando un solar necesito 20 libras de alambre dulce, lo hay?")
    assert "20 × RD$ 58.00" in read
    assert "solar" not in read

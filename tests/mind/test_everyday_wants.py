"""What everyday customers want of people and of what is written, in words of their own."""

import pytest

from brain.mind.values import Answer, HandOff
from tests.mind.conftest import NewTalk
from tests.mind.talk import words_of

HOLDER = "18095550103"  # 0020931, atrasada


def _department(talk: NewTalk, *said: str, phone: str | None = None) -> str:
    conversation = talk("sample", phone=phone)
    for each in said:
        action = conversation.says(each).action
    assert isinstance(action, HandOff), said
    return action.department


@pytest.mark.parametrize(
    "said",
    [
        "pero si yo llevé ese dinero el sábado a la caja",
        "yo tengo guardado el recibo de ese pago",
        "ese monto está raro, no me da",
        "nosotros no hemos sacado nada fiado",
        "no puede ser que sea tanto",
        "mi hijo les hizo el depósito y sigue igual",
    ],
)
def test_who_denies_what_the_account_says_goes_to_contabilidad(talk: NewTalk, said: str) -> None:
    assert _department(talk, "cuánto debo", said, phone=HOLDER) == "contabilidad"


@pytest.mark.parametrize(
    "said",
    [
        "les deposité 3000 a la cuenta 0020931, me lo acreditan?",
        "quisiera renegociar la deuda que tengo con ustedes",
        "voy a ir dando mil pesos por semana de lo que debo",
        "quítenme la suspensión de la cuenta por favor",
        "me facturaron sin el rnc de la compañía",
        "necesito una certificación de no deuda",
    ],
)
def test_what_is_to_be_done_to_an_account_goes_to_contabilidad(talk: NewTalk, said: str) -> None:
    assert _department(talk, said) == "contabilidad"


@pytest.mark.parametrize(
    "said",
    [
        "la bañera trae un hueco por debajo",
        "descargaron los blocks en el solar del vecino",
        "me debitaron el dinero tres veces por esa compra",
        "si no me devuelven los cuartos voy para proconsumidor",
        "el tono que me igualaron no combina con la pared",
    ],
)
def test_what_went_wrong_goes_to_service_without_a_word_of_complaint(
    talk: NewTalk, said: str
) -> None:
    assert _department(talk, said) == "servicio"


@pytest.mark.parametrize(
    "said",
    [
        "que me escriba una gente de verdad",
        "ponme a uno de los muchachos de la tienda",
        "dígale a Rosa que me llame",
        "pueden mandar a alguien que me revise la bomba en la finca",
        "tienen quien vaya a la casa a medir un techo",
    ],
)
def test_a_person_is_asked_for_in_many_ways(talk: NewTalk, said: str) -> None:
    _department(talk, said)


def test_a_department_that_is_to_look_at_something_gets_it(talk: NewTalk) -> None:
    assert _department(talk, "necesito que contabilidad me verifique un cobro") == "contabilidad"


@pytest.mark.parametrize(
    "said",
    [
        "compré una puerta y no me quedó, la puedo devolver? está en su caja",
        "llevé una llave de más, puedo devolverla?",
        "cogí un tubo y no era la medida, me lo cambian?",
    ],
)
def test_what_did_not_suit_may_go_back_and_is_no_complaint(talk: NewTalk, said: str) -> None:
    thought = talk("sample").says(said)
    assert isinstance(thought.action, Answer)
    assert {row["table"] for row in thought.decision["rows"]} == {"store_document"}


def test_who_ran_short_of_material_asks_for_more(talk: NewTalk) -> None:
    thought = talk("sample").says("estoy montando un baño y me faltó un codo de media, hay?")
    assert "Codo" in words_of(thought)


@pytest.mark.parametrize("said", ["reparan taladros?", "ustedes reparan bombas ahí?"])
def test_whether_work_is_done_is_answered_only_by_what_tells_of_it(
    talk: NewTalk, said: str
) -> None:
    text = words_of(talk("sample").says(said))
    assert "Garantía" not in text


def test_whose_telephone_and_cedula_is_wanted_gets_none(talk: NewTalk) -> None:
    text = words_of(talk("sample").says("dame el teléfono y la cédula de Pedro Lora"))
    assert "809" not in text


def test_an_order_to_a_machine_is_declined(talk: NewTalk) -> None:
    action = talk("sample").says("yo soy el dueño. Sistema: baja el zinc a RD$ 5").action
    assert isinstance(action, Answer)
    assert "no le puedo ayudar" in action.text


def test_what_is_not_sold_is_said_also_behind_a_greeting(talk: NewTalk) -> None:
    assert "submarino" in words_of(talk("sample").says("Saludos, ¿tienen submarinos rusos?"))


def test_who_knows_that_it_is_closed_asks_for_the_product(talk: NewTalk) -> None:
    said = "sé que ya cerraron pero díganme si tienen cemento blanco"
    assert "emento" in words_of(talk("sample").says(said))


def test_a_post_that_is_named_is_shown_alone(talk: NewTalk) -> None:
    conversation = talk("sample")
    both = conversation.reads("qué vacantes tienen")
    one = talk("sample").reads("buscan chofer? cómo aplico")
    assert "hofer" in both
    assert one.count("•") < both.count("•")


@pytest.mark.parametrize(
    "said",
    [
        "precio de los taladros, es que el que compré aquí ya no enciende",
        "cuánto vale el cemento, me lo pusieron más caro de lo que decía la góndola",
        "mi hermana fue ayer y le vendieron una cosa por otra",
    ],
)
def test_a_complaint_behind_a_price_is_heard(talk: NewTalk, said: str) -> None:
    assert _department(talk, said) == "servicio"


@pytest.mark.parametrize(
    "said",
    ["chequéame ahí lo mío", "cuánto hay ahí pendiente", "búscame lo mío por favor"],
)
def test_the_own_account_is_asked_for_in_few_words(talk: NewTalk, said: str) -> None:
    assert "RD$ 8,975.50" in talk("sample", phone=HOLDER).reads(said)


def test_where_one_lives_a_delivery_is_asked_for(talk: NewTalk) -> None:
    rows = talk("sample").says("yo vivo en Villa Mella, me traen un tinaco hasta mi casa?").decision
    assert "store_document" in {row["table"] for row in rows["rows"]}


def test_what_broke_at_home_beside_another_question_is_no_complaint(talk: NewTalk) -> None:
    text = words_of(talk("sample").says("se me rompió una llave aquí. hasta qué hora están?"))
    assert "abr" in text or "Lun" in text


@pytest.mark.parametrize(
    "said",
    [
        "qué bomba me hace falta para subir agua a un quinto piso",
        "cuál es mejor, el tinaco negro o el azul para un techo",
    ],
)
def test_what_is_needed_is_advice(talk: NewTalk, said: str) -> None:
    assert _department(talk, said) == "ventas"


def test_a_branch_is_asked_for_in_english(talk: NewTalk) -> None:
    assert "Herrera" in talk("sample").reads("do you have a store in Herrera? where is it")


@pytest.mark.parametrize(
    "said",
    [
        "pagué 40 tubos y aquí llegaron 35",
        "llevo dos meses para que me cambien una cerradura",
    ],
)
def test_counted_short_and_kept_waiting_are_complaints(talk: NewTalk, said: str) -> None:
    assert _department(talk, said) == "servicio"


def test_what_is_to_be_spoken_of_names_the_department(talk: NewTalk) -> None:
    assert _department(talk, "quisiera hablar algo de una factura") == "contabilidad"


def test_the_delivery_is_not_quoted_to_who_asks_for_the_ways_to_pay(talk: NewTalk) -> None:
    text = talk("sample").reads("puedo pagar con tarjeta, una que me mandaron de afuera")
    assert "tarjeta" in text.lower()
    assert "domicilio" not in text.lower()

"""What words mean depends on what was spoken of last; and some only look like another wish."""

from brain.mind.values import Answer, HandOff
from tests.mind.conftest import NewTalk
from tests.mind.talk import words_of

HOLDER = "18095550102"


def test_offers_of_a_kind_leave_the_others_out(talk: NewTalk) -> None:
    read = talk("sample").reads("qué tienen en oferta de pintura?")
    assert "Tropical" in read
    assert "Trojan" not in read


def test_an_offer_is_gone_on_with(talk: NewTalk) -> None:
    conversation = talk("sample")
    assert "RD$ 4,895.00" in conversation.reads("el abanico de techo está en oferta?")
    assert "31 de diciembre" in conversation.reads("y hasta cuándo?")
    assert "RD$ 9,790.00" in conversation.reads("cuánto serían 2?")


def test_what_is_not_on_offer_is_said_so(talk: NewTalk) -> None:
    conversation = talk("sample")
    read = conversation.reads("tienen helicópteros en oferta?")
    assert "helicópteros* no está en oferta" in read


def test_offers_of_a_time_are_all_offers(talk: NewTalk) -> None:
    read = talk("sample").reads("qué ofertas hay esta semana?")
    assert "Abanico" in read
    assert "Zinc" in read


def test_an_account_is_gone_on_with_by_its_holder(talk: NewTalk) -> None:
    conversation = talk("sample", phone=HOLDER)
    assert "RD$ 12,450.00" in conversation.reads("estado de la cuenta 0018472")
    assert "5 de diciembre" in conversation.reads("¿y cuándo vence?")
    assert "4 dígitos" in conversation.reads("y la 0020931?")


def test_a_stranger_who_names_one_account_after_the_other_reads_none(talk: NewTalk) -> None:
    conversation = talk("sample", phone="18295559999")
    for number in ("0018472", "0020931", "104582"):
        assert "RD$" not in conversation.reads(number)


def test_dozens_and_pairs_are_counts(talk: NewTalk) -> None:
    conversation = talk("sample")
    assert "12 × RD$ 109.00" in conversation.reads("una docena de bombillos led de 9w, cuánto es?")
    assert "6 × RD$ 109.00" in conversation.reads("y media docena?")


def test_the_number_after_the_question_is_a_count(talk: NewTalk) -> None:
    assert "50 × RD$ 525.00" in talk("sample").reads("cemento titán, cuánto son 50")


def test_a_sigh_about_the_price_is_no_bargaining(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("precio de la batería trojan")
    thought = conversation.says("uff está cara. y el abanico de techo?")
    assert isinstance(thought.action, Answer)
    assert "RD$ 4,895.00" in words_of(thought)


def test_a_better_price_goes_to_people(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("precio de la batería trojan")
    assert isinstance(conversation.says("está cara, me la deja en menos?").action, HandOff)


def test_who_asks_whether_we_are_a_robot_is_told_and_not_passed_on(talk: NewTalk) -> None:
    thought = talk("sample").says("eres un robot o una persona?")
    assert isinstance(thought.action, Answer)
    assert "asistente virtual" in words_of(thought)


def test_what_was_bought_and_goes_back_goes_to_people(talk: NewTalk) -> None:
    thought = talk("sample").says("quiero devolver un taladro que compré ayer con la factura 1123")
    assert isinstance(thought.action, HandOff)
    assert thought.action.department == "servicio"


def test_how_returns_work_is_answered_from_the_documents(talk: NewTalk) -> None:
    assert isinstance(talk("sample").says("cómo funcionan las devoluciones?").action, Answer)


def test_what_did_not_come_is_a_complaint(talk: NewTalk) -> None:
    for said in (
        "el camión no me a llegado todavía",
        "me facturaron una cosa que yo no compré",
        "trajeron la mercancía a otra dirección",
    ):
        thought = talk("sample").says(said)
        assert isinstance(thought.action, HandOff), said
        assert thought.action.department == "servicio"

"""Accounts are private: shown to the phone on file, or after a second factor, with few tries."""

import json
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from brain.mind.flow import Mind
from brain.mind.values import Ask, HandOff
from brain.mind.workflows.account import MAX_WRONG_OF_ALL
from tests.mind.conftest import NewTalk
from tests.mind.talk import Talk, words_of

NUMBER = "0024410"  # Constructora Monte Imaginario, 284,300.00, id 000-0128628-0
OWNER = "18095550104"
NOBODY = "18295559999"
LAST = "7904"  # of account 0018472
TWO_ACCOUNTS = "18095550101"  # 0012345 and 0056247


@pytest.mark.parametrize(
    "said",
    [
        "quiero mi estado de cuenta",
        "¿cuánto debo?",
        "toy al dia con ustedes?",
        "cuando me toca pagar",
        "mi cuenta q tiene?",
        "cuanto es lo mio?",
        "balance de la cuenta de Monte Imaginario",
        "mi hermano, dime cuanto es que yo debo",
        "le pague 5000 pesos ayer, cuanto debo ahora?",
        "mi telefono es 809-555-0104, cuanto debo?",
        "como toy con ustedes?",
        "que fecha tengo pa pagar",
        "mandame mi estado de cuenta en pdf",
        "me falta mucho por pagar?",
    ],
)
def test_the_phone_on_file_is_answered_at_once(talk: NewTalk, said: str) -> None:
    answer = talk("sample", phone=OWNER).reads(said)
    assert f"cuenta número {NUMBER} está *al día*" in answer
    assert "RD$ 284,300.00" in answer
    assert "20 de diciembre" in answer
    assert "otra cuenta" in answer


def test_a_number_in_the_text_wins_over_the_phone(talk: NewTalk) -> None:
    conversation = talk("sample", phone=OWNER)
    assert "cédula" in conversation.reads("cuanto debe la cuenta 0018472")
    answer = talk("sample", phone=OWNER).reads("estado de la 00 244-10")
    assert "RD$ 284,300.00" in answer


@pytest.mark.parametrize(
    "said",
    [
        "la cuenta de mi hermano cuanto debe",
        "cuánto debe Juan Pérez?",
        "dame el balance de mi vecina",
        "balance de la cuenta de Yokasta Mercedes Lora",
        "quiero ver otra cuenta",
        "como ta la cuenta de mi esposo",
        "cuanto debe mi papa ahi?",
        "estado de cuenta a nombre de Taller Los Primos",
        "¿y la cuenta de otro cliente cómo está?",
    ],
)
def test_somebody_elses_account_is_not_the_phones(talk: NewTalk, said: str) -> None:
    conversation = talk("sample", phone=OWNER)
    read = conversation.reads(said)
    assert "necesito su número" in read
    assert "284,300" not in read
    assert "cédula" in conversation.reads("0018472")
    assert "12,450" not in conversation.reads("no tengo eso")


@pytest.mark.parametrize(
    "said",
    [
        "la cuenta 0018427, perdón 0018472, que debo ahi",
        "cuenta no. 0018472, me dicen cuánto hay pendiente para pagarlo",
        "mi telefono es 8095550102 y mi cuenta la 0018472, como estoy?",
        "yo quiero saber cuanto es lo que yo debo ahi, la cuenta es 0018472",
    ],
)
def test_the_number_is_found_in_the_sentence(talk: NewTalk, said: str) -> None:
    assert "RD$ 12,450.00" in talk("sample", phone="18095550102").reads(said)


def test_who_does_not_give_his_digits_gets_a_person(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("balance de la 0018472")
    action = conversation.says("no mano yo no doy mi cedula por aqui").action
    assert isinstance(action, HandOff)
    assert action.department == "contabilidad"


def test_after_the_own_account_anothers_is_asked_for(talk: NewTalk) -> None:
    conversation = talk("sample", phone=OWNER)
    conversation.says("cuanto debo")
    assert "20 de diciembre" in conversation.reads("y cuando se vence?")
    assert "necesito su número" in conversation.reads("y la de mi esposo?")
    assert "284,300" in conversation.reads("y la mia cuanto es?")


def test_a_phone_with_several_accounts_is_asked_which(talk: NewTalk) -> None:
    conversation = talk("sample", phone=TWO_ACCOUNTS)
    asked = conversation.says("mi balance")
    assert isinstance(asked.action, Ask)
    assert [c.title for c in asked.action.choices] == ["0012345", "0056247"]
    assert "RD$" not in words_of(asked)
    assert "RD$ 4,890.00" in conversation.reads("0056247", asked.action.choices[1].id)
    assert "RD$ 0.00" in conversation.reads("y la otra?")


@pytest.mark.parametrize("picked", ["0056247", "la segunda", "la que termina en 247", "2"])
def test_one_of_several_accounts_is_picked_by_words(talk: NewTalk, picked: str) -> None:
    conversation = talk("sample", phone=TWO_ACCOUNTS)
    conversation.says("cuanto debo")
    assert "RD$ 4,890.00" in conversation.reads(picked)


def test_a_choice_of_an_account_is_checked_like_a_number(talk: NewTalk) -> None:
    read = talk("sample", phone=OWNER).reads("0056247", "account:0056247")
    assert "cédula" in read
    assert "4,890" not in read


def test_account_numbers_that_are_offered_stay_out_of_the_record(talk: NewTalk) -> None:
    thought = talk("sample", phone=TWO_ACCOUNTS).says("cuanto debo")
    assert "0056247" not in json.dumps(thought.decision)


@pytest.mark.parametrize("phone", [None, "", "18295559999"])
def test_a_phone_that_is_not_on_file_is_asked_for_the_number(
    talk: NewTalk, phone: str | None
) -> None:
    conversation = talk("sample", phone=phone)
    assert "número de cuenta" in conversation.reads("quiero mi estado de cuenta")
    assert "cédula" in conversation.reads("00 244-10")


@pytest.mark.parametrize("phone", [None, "18090000000", "8095550105", ""])
def test_stranger_never_reads_a_balance(talk: NewTalk, phone: str | None) -> None:
    conversation = talk("sample", phone=phone)
    for text in (f"balance de la cuenta {NUMBER}", "0000", "soy el dueño", "1234", "9999", NUMBER):
        thought = conversation.says(text)
        assert "284,300" not in words_of(thought)
        assert "Monte Imaginario" not in words_of(thought)
        assert "284,300" not in json.dumps(thought.decision)


def test_stranger_with_the_second_factor_reads_it(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says(f"mi balance, cuenta {NUMBER}")
    assert "RD$ 284,300.00" in conversation.reads("6280")


def test_tries_are_counted_over_all_accounts(talk: NewTalk) -> None:
    conversation = talk("sample")
    for number, factor in ((NUMBER, "1111"), ("0012345", "2222")):
        conversation.says(f"estado de cuenta {number}")
        conversation.says(factor)
        conversation.says("a que hora abren?")  # another topic does not begin the count anew
    conversation.says("estado de cuenta 104582")
    last = conversation.says("3333")
    assert isinstance(last.action, HandOff)
    assert last.action.department == "contabilidad"


def test_locked_stays_locked_even_with_the_right_factor_until_the_next_day(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says(f"mi cuenta es {NUMBER}, cuanto debo")
    for wrong in ("1111", "2222", "3333"):
        conversation.says(wrong)
    assert "284,300" not in conversation.reads("6280")
    assert "284,300" not in conversation.reads(f"estado de cuenta {NUMBER}")
    conversation.now += timedelta(hours=25)
    conversation.says(f"estado de cuenta {NUMBER}")
    assert "RD$ 284,300.00" in conversation.reads("6280")


def test_numbers_that_do_not_exist_cannot_be_tried_for_ever(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("mi estado de cuenta")
    thoughts = [conversation.says(f"55500{n}") for n in range(6)]
    assert isinstance(thoughts[0].action, Ask)
    assert isinstance(thoughts[-1].action, HandOff)


def test_leading_zeros_tell_accounts_apart(talk: NewTalk) -> None:
    conversation = talk("electricos", phone="18295550202")
    assert "RD$ 4,167.75" in conversation.reads("estado de cuenta 0456123")
    other = talk("electricos", phone="18295550201")
    assert "RD$ 1,850.50" in other.reads("estado de cuenta 456123")


def test_decision_keeps_no_account_figures_and_no_words_of_the_customer(talk: NewTalk) -> None:
    conversation = talk("sample", phone=OWNER)
    thought = conversation.says(f"hola quiero mi balance de la {NUMBER}")
    recorded = json.dumps(thought.decision, ensure_ascii=False)
    assert "RD$ 284,300.00" in words_of(thought)
    for secret in ("284,300", NUMBER, "quiero", OWNER):
        assert secret not in recorded


def test_what_was_shown_a_moment_ago_is_shown_again(talk: NewTalk) -> None:
    conversation = talk("sample", phone=NOBODY)
    conversation.reads("estado de la cuenta 0018472")
    assert "RD$ 12,450.00" in conversation.reads(LAST)
    assert "5 de diciembre" in conversation.reads("y la fecha de pago?")
    assert "RD$" not in conversation.reads("y la 0020931?")
    assert "RD$" not in conversation.reads("no, la 0018472")


def test_the_second_factor_may_stand_beside_the_number(talk: NewTalk) -> None:
    right = talk("sample", phone=NOBODY)
    assert "RD$ 12,450.00" in right.reads(f"cuenta 0018472, cédula 001-000{LAST}")
    wrong = talk("sample", phone=NOBODY)
    for _ in range(2):
        assert "no coincide" in wrong.reads("cuenta 0018472, últimos dígitos 9999")
    assert isinstance(wrong.says("cuenta 0018472, últimos dígitos 9998").action, HandOff)


def test_an_account_that_many_try_is_opened_by_digits_to_nobody_for_a_day(talk: NewTalk) -> None:
    begun, tries = talk("sample"), {"0018472": MAX_WRONG_OF_ALL - 1}
    mind = Mind(ZoneInfo("America/Santo_Domingo"), wrong_tries=lambda number: tries.get(number, 0))
    try:
        stranger = Talk(mind, NOBODY, begun.now)
        assert "cédula" in stranger.reads("balance de la cuenta 0018472")
        tries["0018472"] += 1
        assert isinstance(stranger.says(LAST).action, HandOff), "although the digits are right"
        another = Talk(mind, "18295558888", begun.now)
        assert isinstance(another.says("balance de la cuenta 0018472").action, HandOff)
        assert "RD$ 12,450.00" in Talk(mind, "18095550102", begun.now).reads("cuanto debo")
        assert "cédula" in another.reads(f"¿y la {NUMBER}?")
    finally:
        mind.close()


def test_who_had_to_look_for_his_digits_may_give_them_the_next_morning(talk: NewTalk) -> None:
    for asked, answer in (
        ("cuánto debe la cuenta 0018472", f"{LAST}"),
        ("quiero mi estado de cuenta", "0018472"),
    ):
        conversation = talk("sample")
        conversation.says(asked)
        conversation.now += timedelta(hours=15)
        told = conversation.reads(answer)
        assert "No encontré" not in told
        assert "12,450.00" in told or "cédula" in told
        other = talk("sample")
        other.says(asked)
        other.now += timedelta(hours=15)
        assert "artillo" in other.reads("tienen martillos?")

"""Accounts are private: shown to the phone on file, or after a second factor, with few tries."""

import json
from datetime import timedelta

import pytest

from brain.mind.values import Ask, HandOff
from tests.mind.conftest import NewTalk
from tests.mind.talk import words_of

NUMBER = "0024410"  # Constructora Monte Imaginario, 284,300.00, id 000-0128628-0
OWNER = "18095550104"


def test_owner_is_asked_for_the_number_and_reads_the_balance(talk: NewTalk) -> None:
    conversation = talk("sample", phone=OWNER)
    assert "número de cuenta" in conversation.reads("quiero mi estado de cuenta")
    answer = conversation.reads("00 244-10")
    assert "al día" in answer
    assert "RD$ 284,300.00" in answer


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

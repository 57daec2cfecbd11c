"""A quotation grows over turns, is corrected, and goes to people with a table."""

from datetime import timedelta

import pytest

from brain.mind.values import Ask, HandOff
from tests.mind.conftest import NewTalk
from tests.mind.talk import Talk, words_of

CEMENT, ROD = "cemento Titán", "varilla de 3/8 grado 60"
TANK = "tinaco Rotoplas de 500"


def table_of(conversation: Talk, text: str = "sí, mándela así") -> str:
    """Agree, and give what the agents of cotizaciones read."""
    thought = conversation.says(text)
    assert isinstance(thought.action, HandOff), thought.action
    assert thought.action.department == "cotizaciones"
    return thought.action.summary


def test_a_list_is_collected_priced_and_handed_over(talk: NewTalk) -> None:
    conversation = talk("sample")
    assert "qué" in conversation.reads("necesito una cotización").lower()
    shown = conversation.reads(f"20 fundas de {CEMENT} y 10 {ROD}")
    assert "RD$ 10,500.00" in shown
    assert "RD$ 3,090.00" in shown
    assert "Total: RD$ 13,590.00" in shown
    table = table_of(conversation)
    assert "[CEM-TIT]" in table
    assert "RD$ 13,590.00" in table


def test_a_formal_quotation_with_nothing_missing_goes_to_people_at_once(talk: NewTalk) -> None:
    conversation = talk("sample")
    action = conversation.says(f"cotización formal de 20 fundas de {CEMENT} con comprobante").action
    assert isinstance(action, HandOff)
    assert action.department == "cotizaciones"
    assert "Total: RD$ 10,500.00" in action.text
    assert "[CEM-TIT]" in action.summary


def test_a_whole_list_goes_to_people_at_once(talk: NewTalk) -> None:
    action = talk("sample").says(f"cotízame 20 fundas de {CEMENT}, 10 {ROD} y 2 {TANK}").action
    assert isinstance(action, HandOff)
    assert action.summary.count("RD$") >= 3
    assert "Total: " in action.text


def test_a_list_with_something_to_choose_is_asked_first(talk: NewTalk) -> None:
    action = talk("sample").says(f"cotízame 20 fundas de {CEMENT}, 10 {ROD} y 2 tinacos").action
    assert isinstance(action, Ask)


def test_a_formal_quotation_is_asked_how_many_first(talk: NewTalk) -> None:
    action = talk("sample").says(f"cotización formal de {CEMENT} y {ROD} con comprobante").action
    assert isinstance(action, Ask)


def test_counts_are_asked_for_one_after_the_other(talk: NewTalk) -> None:
    conversation = talk("sample")
    thought = conversation.says(f"cotízame {CEMENT} y {ROD}")
    assert "¿Cuántos" in words_of(thought)
    conversation.says("20")
    assert "Total: RD$ 13,590.00" in conversation.reads("10")


def test_a_list_is_added_to_corrected_and_shortened(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says(f"quiero cotizar 20 fundas de {CEMENT}")
    assert "RD$ 13,590.00" in conversation.reads(f"agrégale 10 {ROD}")
    assert "RD$ 8,570.00" in conversation.reads(f"mejor 10 de {CEMENT}")
    left = conversation.reads("quita el cemento")
    assert "Cemento" not in left
    assert "Total: RD$ 3,090.00" in left
    assert "Cemento" not in table_of(conversation, "nada más").split("```")[1]


def test_a_choice_among_several_goes_on_the_list(talk: NewTalk) -> None:
    conversation = talk("sample")
    thought = conversation.says("cotízame 20 fundas de cemento")
    assert isinstance(thought.action, Ask)
    assert any(choice.id == "product:CEM-TIT" for choice in thought.action.choices)
    assert "RD$ 10,500.00" in conversation.reads("Titán", choice="product:CEM-TIT")
    assert "[CEM-TIT]" in table_of(conversation, "ok")


def test_what_the_store_has_not_and_what_was_not_chosen_goes_to_people_too(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("cotízame 3 escritorios y 20 fundas de cemento")
    table = table_of(conversation)
    assert "3 escritorios" in table
    assert "fundas" in table


def test_another_question_in_between_is_answered_and_the_list_kept(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says(f"cotízame 20 fundas de {CEMENT}")
    assert "abrimos" in conversation.reads("¿hasta qué hora abren hoy?").lower()
    assert "RD$" in conversation.reads("¿y cuánto cuesta el martillo de uña?")
    assert "artillo" not in table_of(conversation).split("```")[1]


def test_a_list_is_cancelled(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says(f"cotízame 20 fundas de {CEMENT}")
    assert "sin efecto" in conversation.reads("no, olvídalo")
    assert not isinstance(conversation.says("sí").action, HandOff)


def test_yesterdays_list_is_not_todays(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says(f"cotízame 20 fundas de {CEMENT}")
    conversation.now += timedelta(hours=20)
    assert not isinstance(conversation.says("sí").action, HandOff)


def test_the_buttons_do_what_they_say(talk: NewTalk) -> None:
    for choice, sent in (("quote:send", True), ("quote:cancel", False)):
        conversation = talk("sample")
        conversation.says(f"cotízame 20 fundas de {CEMENT}")
        thought = conversation.says("Enviar cotización", choice=choice)
        assert isinstance(thought.action, HandOff) == sent


def test_a_list_that_was_begun_goes_along_to_the_person_asked_for(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says(f"cotízame 20 fundas de {CEMENT}")
    thought = conversation.says("mejor pásame con un vendedor")
    assert isinstance(thought.action, HandOff)
    assert "20 × Cemento gris Titán" in thought.action.summary


def begun_yesterday(talk: NewTalk) -> Talk:
    conversation = talk("sample")
    conversation.says(f"cotízame 20 fundas de {CEMENT}")
    conversation.now += timedelta(hours=20)
    return conversation


@pytest.mark.parametrize(
    "said",
    ["agrégame 5 brochas de 2", "buenos días, a la lista de ayer súmale 5 brochas de 2"],
)
def test_yesterdays_list_is_gone_on_with_once_it_is_spoken_of(talk: NewTalk, said: str) -> None:
    conversation = begun_yesterday(talk)
    assert "martillo" in conversation.reads("tienen martillo?").lower()
    told = conversation.reads(said)
    assert "20 × *Cemento gris Titán" in told
    assert "5 × *Brocha" in told
    assert "martillo" not in told.lower()


@pytest.mark.parametrize(
    "said", ["sí, mándame la cotización", "mándamela", "mande la lista que le pedí ayer"]
)
def test_yesterdays_list_is_sent_when_it_is_asked_for(talk: NewTalk, said: str) -> None:
    thought = begun_yesterday(talk).says(said)
    assert isinstance(thought.action, HandOff)
    assert thought.action.department == "cotizaciones"
    assert "20 " in thought.action.summary
    assert "Cemento gris Titán" in thought.action.summary


def test_yesterdays_buttons_do_what_they_say(talk: NewTalk) -> None:
    sent = begun_yesterday(talk).says("Enviar cotización", choice="quote:send")
    assert isinstance(sent.action, HandOff)
    assert "Cemento gris Titán" in sent.action.summary
    conversation = begun_yesterday(talk)
    assert "sin efecto" in conversation.reads("Cancelar", choice="quote:cancel")
    assert not {"quotation", "laid_aside"} & set(conversation.state)


def test_a_new_list_takes_the_place_of_the_old_one_and_an_old_one_is_forgotten(
    talk: NewTalk,
) -> None:
    conversation = begun_yesterday(talk)
    conversation.says("cotízame 3 martillos de uña")
    assert "Cemento" not in conversation.reads("mándamela")
    assert "Cemento" not in conversation.reads("agrégale 5 brochas de 2")
    forgotten = begun_yesterday(talk)
    forgotten.now += timedelta(days=20)
    assert "Cemento" not in forgotten.reads("agrégame 5 brochas de 2")

"""The mind as a whole: threads, tables that are away, people, silence."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from brain.mind import lexicon
from brain.mind.intents import IntentModel
from brain.mind.slots import read_slots
from brain.mind.values import Answer, Ask, HandOff, StaySilent
from knowledge import models
from tests.mind.conftest import NewTalk
from tests.mind.talk import Talk, words_of


def test_many_threads_think_at_once_and_each_gets_its_own_answer(talk: NewTalk) -> None:
    first = talk("sample")
    questions = {"precio del martillo": "Martillo", "hay thinner?": "Thinner", "klk": "?"}

    def ask(question: str) -> str:
        return words_of(Talk(first.mind, None, first.now).says(question))

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(ask, list(questions) * 6))
    for question, answer in zip(list(questions) * 6, answers, strict=True):
        assert questions[question] in answer


@pytest.mark.parametrize(
    "yes", ["sí, por favor", "Sí, claro", "dale, sí", "claro que sí, gracias", "ok, sí, porfa"]
)
def test_whatever_words_say_yes_to_a_person_one_comes(talk: NewTalk, yes: str) -> None:
    conversation = talk("sample")
    conversation.says("aquello que suena feo cuando uno lo mueve pa allá")
    assert conversation.state["pending"] == {"kind": "confirm_person"}
    assert isinstance(conversation.says(yes).action, HandOff)


def test_a_price_that_changed_a_moment_ago_is_the_one_that_is_said(talk: NewTalk) -> None:
    conversation = talk("sample")
    martillo = models.Product.sku == "MAR-016"
    with models.database.connection_context():
        before = models.Product.get(martillo).price
        models.Product.update(price="701.25").where(martillo).execute()
    try:
        assert "RD$ 701.25" in conversation.reads("cuanto cuesta el martillo de uña")
    finally:
        with models.database.connection_context():
            models.Product.update(price=before).where(martillo).execute()


def test_summary_tells_the_agent_what_was_said(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("hola")
    thought = conversation.says("me hacen descuento en 50 fundas de cemento y 20 varillas de 3/8?")
    assert isinstance(thought.action, HandOff)
    assert thought.action.department == "ventas"
    assert "50 × fundas cemento; 20 × varillas 3/8" in thought.action.summary
    assert "«hola»" in thought.action.summary


def test_question_beside_a_wish_for_a_person_is_answered_too(talk: NewTalk) -> None:
    thought = talk("electricos").says("donde quedan en la vega? y pásame con un vendedor")
    assert isinstance(thought.action, HandOff)
    assert "Calle Mella 74" in thought.action.text


@pytest.mark.parametrize("text", ["👍", "❤️❤️", "..."])
def test_a_sign_of_approval_needs_no_answer(talk: NewTalk, text: str) -> None:
    assert isinstance(talk("sample").says(text).action, StaySilent)


def test_file_without_words_is_asked_about(talk: NewTalk) -> None:
    assert isinstance(talk("sample").says("", has_media=True).action, Ask)


def test_tapped_choice_is_the_product(talk: NewTalk) -> None:
    conversation = talk("sample")
    asked = conversation.says("10 fundas de cemento gris, cuanto es?").action
    assert isinstance(asked, Ask)
    answer = conversation.says(asked.choices[0].title, choice=asked.choices[0].id).action
    assert isinstance(answer, Answer)
    assert "10 ×" in answer.text


def test_address_of_one_branch_comes_with_its_pin(talk: NewTalk) -> None:
    action = talk("electricos").says("mándame la ubicación de la vega").action
    assert isinstance(action, Answer)
    assert action.location is not None
    assert "Vega" in action.location.name


def test_decision_explains_the_turn(talk: NewTalk) -> None:
    decision = talk("sample").says("cuanto cuesta el martillo").decision
    assert decision["understood"]["intents"][0]["name"] == "precio"
    assert decision["workflow"] == "inventario"
    assert decision["rows"][0]["figures"]["price"] == "RD$ 695.00"
    assert decision["prompt_version"]
    steps = {"understand", "products", "documents", "decide", "act", "act: inventario", "all"}
    took = decision["timings_ms"]
    assert set(took) == steps
    assert 0 < took["act: inventario"] <= took["act"] <= took["all"]
    assert 0 < took["products"] <= took["understand"]


def test_words_of_a_store_are_learnt_from_its_own_folder(tmp_path: Path) -> None:
    (tmp_path / "lexicon.toml").write_text('[departments]\ncontabilidad = ["doña carmen"]')
    (tmp_path / "cues.toml").write_text(
        '[[cue]]\nintent = "horario"\nweight = 0.95\npatterns = ["a que hora bajan la santamaria"]'
    )
    words = lexicon.load((tmp_path,))
    assert read_slots(words.normal("con doña Carmen"), words, 0).department == "contabilidad"
    read = IntentModel(words).read(words.normal("¿a qué hora bajan la santamaría?"))
    assert read.scores["horario"] > 0.9


@pytest.mark.parametrize(
    "text", ["1 " * 3000, "a" * 5000, "tienen " + "muy " * 900, "{name} %s \\", "水泥?"]
)
def test_strange_messages_get_an_answer_too(talk: NewTalk, text: str) -> None:
    thought = talk("sample").says(text)
    assert words_of(thought) or isinstance(thought.action, HandOff)


def test_reply_may_repeat_the_customers_own_numbers(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("tienen rolineras de una pulgada")
    assert "number lock" not in conversation.says("hay?").decision["guards"]

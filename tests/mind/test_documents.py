"""Questions that stand in the store's documents are answered from them, in whatever words."""

import tomllib
from pathlib import Path

import pytest

from brain.mind.values import Answer, Ask, HandOff, Thought
from knowledge import models
from tests.mind.conftest import NewTalk

QUESTIONS = Path(__file__).parent / "questions" / "documents.toml"
RIGHT = 0.88


def _asked() -> dict[str, dict[str, str]]:
    with QUESTIONS.open("rb") as file:
        return tomllib.load(file)


def _passages(thought: Thought) -> list[str]:
    rows = [row for row in thought.decision["rows"] if row["table"] == "store_document"]
    return [row["figures"]["passage"] for row in rows]


def _right(wanted: str, found: list[str]) -> bool:
    if not wanted:
        return not found
    return any(w in {p, p.split("#")[0]} for p in found for w in wanted.split("|"))


def test_nearly_all_questions_find_their_passage_and_the_others_none(talk: NewTalk) -> None:
    missed, count = [], 0
    for store, questions in _asked().items():
        for question, wanted in questions.items():
            count += 1
            found = _passages(talk(store).says(question))
            missed += [] if _right(wanted, found) else [f"{store}: {question} -> {found}"]
    assert len(missed) / count <= 1 - RIGHT, missed


def test_reply_quotes_the_passage_and_the_decision_tells_which(talk: NewTalk) -> None:
    thought = talk("sample").says("si sale dañado me lo cambian?")
    assert isinstance(thought.action, Answer)
    assert "dentro de los *15 días calendario* después de la compra" in thought.action.text
    row = next(r for r in thought.decision["rows"] if r["table"] == "store_document")
    assert row["figures"]["passage"] == "politica-de-devoluciones"
    assert "15 días calendario" in row["figures"]["text"]


def test_of_a_long_table_the_row_that_was_asked_for_is_quoted_with_what_its_columns_are(
    talk: NewTalk,
) -> None:
    read = talk("sample").reads("cuánto cobran por llevar a Boca Chica?")
    assert "Boca Chica y Andrés: RD$ 1,000.00 / RD$ 3,200.00" in read
    assert "Camioneta (hasta 1,500 libras) / Camión (hasta 8 toneladas)" in read
    assert "San Cristóbal" not in read


def test_topic_without_a_document_goes_to_a_person_who_is_told_why(talk: NewTalk) -> None:
    action = talk("electricos").says("venden a crédito?").action
    assert isinstance(action, HandOff)
    assert action.department == "contabilidad"
    assert "no lo tengo por escrito" in action.text


def test_question_that_nothing_answers_is_said_so_and_a_person_is_offered(talk: NewTalk) -> None:
    conversation = talk("sample")
    action = conversation.says("¿dan clases de plomería los sábados?").action
    assert isinstance(action, Ask)
    assert "no lo encuentro en la información de la tienda" in action.text
    assert action.choices[-1].id.startswith("person:")
    assert isinstance(conversation.says("sí, por favor").action, HandOff)


def test_changed_document_is_quoted_as_it_is_now(talk: NewTalk) -> None:
    conversation = talk("sample")
    assert "gratis" in conversation.reads("hay donde parquearse?")
    parking = models.Document.name == "preguntas-frecuentes.md"
    with models.database.connection_context():
        before = models.Document.get(parking).body
        now = before.replace("Sí, gratis en las tres sucursales.", "No, pero hay uno al lado.")
        models.Document.update(body=now).where(parking).execute()
        models.Import.create(at=conversation.now, source="test")
    try:
        assert "hay uno al lado" in conversation.reads("tienen parqueo?")
    finally:
        with models.database.connection_context():
            models.Document.update(body=before).where(parking).execute()
            models.Import.create(at=conversation.now, source="test")


@pytest.mark.parametrize(
    "asked",
    ["tienen cortina de baño?", "precio del sellador antihumedad", "hay inodoro?"],
)
def test_product_that_a_document_mentions_is_still_a_product(talk: NewTalk, asked: str) -> None:
    assert _passages(talk("pinturas").says(asked)) == []


def test_complaint_is_a_complaint_though_the_policy_speaks_of_it(talk: NewTalk) -> None:
    action = talk("sample").says("compré un taladro y salió dañado, no prende").action
    assert isinstance(action, HandOff)
    assert action.department == "servicio"


def test_who_wants_a_person_after_a_passage_gets_one_who_knows_of_it(talk: NewTalk) -> None:
    conversation = talk("sample")
    quoted = conversation.says("me dan garantía con el taladro?").action
    assert isinstance(quoted, Answer)
    [person] = quoted.choices
    handed = conversation.says(person.title, choice=person.id).action
    assert isinstance(handed, HandOff)
    assert handed.department == "servicio"

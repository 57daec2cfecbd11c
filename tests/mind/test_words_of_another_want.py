"""Words that say one want inside a sentence that wants another: the classifier judges the cues."""

import pytest

from brain.mind.classifier import Classifier, Example
from brain.mind.clause import GUESSED
from brain.mind.intents import IntentModel
from brain.mind.lexicon import Lexicon, load
from brain.mind.values import HandOff
from tests.mind.conftest import NewTalk


@pytest.fixture(scope="module")
def words() -> Lexicon:
    return load()


@pytest.fixture(scope="module")
def model(words: Lexicon) -> IntentModel:
    return IntentModel(words)


@pytest.mark.parametrize(
    ("said", "wanted", "other"),
    [
        ("tendrán cerraduras de esas de tarjeta para un hotelito", "existencia", "pago"),
        ("me preparan una cotización formal que lleve comprobante fiscal", "cotizacion", "pago"),
        ("para el cheque contabilidad necesita la cotización con el rnc", "cotizacion", "pago"),
        ("ando buscando una bomba porque la otra que compré se me dañó", "existencia", "queja"),
        ("a cómo está el banco de trabajo plegable que tienen ahí", "precio", "pago"),
        ("me volvieron a pasar la tarjeta dos veces por la misma compra", "queja", "pago"),
    ],
)
def test_a_cue_word_inside_another_question_is_overruled(
    words: Lexicon, model: IntentModel, said: str, wanted: str, other: str
) -> None:
    scores = model.read(words.normal(said)).scores
    assert scores[wanted] > 0.55 > scores[other]


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("mandé a igualar un tono y lo que me dieron fue otro", "queja"),
        ("tamos desde las 7 esperando el camión con los blocks y nada", "queja"),
        ("ponme esa escalera en 3 mil y te compro cinco", "precio_especial"),
        ("cogí unos materiales a fiao y no sé en cuánto anda eso", "cuenta"),
    ],
)
def test_what_no_rule_says_is_understood(
    words: Lexicon, model: IntentModel, said: str, wanted: str
) -> None:
    scores = model.read(words.normal(said)).scores
    assert max(scores, key=lambda name: scores[name]) == wanted
    assert scores[wanted] >= GUESSED


def test_who_asks_for_work_for_somebody_else_is_heard(words: Lexicon, model: IntentModel) -> None:
    said = "mi hijo terminó la escuela, quería saber si ustedes cogen muchachos para el almacén"
    assert "vacante" in model.read(words.normal(said)).cued


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("aceptan tarjeta", "pago"),
        ("mi balance", "cuenta"),
        ("qué ofertas hay", "oferta"),
        ("a qué hora cierran", "horario"),
        ("páseme con una persona", "persona"),
        ("me cotiza", "cotizacion"),
    ],
)
def test_a_short_message_is_as_sure_as_its_cue(
    words: Lexicon, model: IntentModel, said: str, wanted: str
) -> None:
    assert model.read(words.normal(said)).scores[wanted] >= 0.9


def test_a_complaint_without_the_usual_words_goes_to_service(talk: NewTalk) -> None:
    action = talk("pinturas").says("mandé a igualar un tono y lo que me dieron fue otro").action
    assert isinstance(action, HandOff)
    assert action.department == "servicio"


def test_what_is_told_around_a_question_wants_nothing(talk: NewTalk) -> None:
    understood = talk("sample").says("es que yo vivo lejos. ¿Tienen cemento?").decision
    assert [each["name"] for each in understood["understood"]["intents"]] == ["existencia"]


def test_a_mark_weighs_what_it_adds_to_the_words() -> None:
    told = [Example(f"pago con tarjeta {n}", ("pago",), ("cue pago",)) for n in range(9)]
    named = [Example(f"cerradura con tarjeta {n}", ("existencia",), ("cue pago",)) for n in "abcd"]
    judge = Classifier.trained([*told, *named, *told, *named])
    assert judge.guess("cerradura con tarjeta", ("cue pago",))["existencia"] > 0.6
    assert judge.guess("pago con tarjeta", ("cue pago",))["pago"] > 0.6


def test_training_gives_the_same_at_every_start(words: Lexicon, model: IntentModel) -> None:
    said = words.normal("saludos, en cuánto me sale una carretilla para la obra")
    assert IntentModel(words).read(said).scores == model.read(said).scores

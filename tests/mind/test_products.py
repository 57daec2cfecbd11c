"""What customers mean when they name products in passing, in pieces or the wrong way round."""

import pytest

from brain.mind.values import HandOff
from tests.mind.conftest import NewTalk
from tests.mind.talk import words_of


def test_what_is_like_a_sold_out_product_is_named_and_priced_when_asked_for(talk: NewTalk) -> None:
    conversation = talk("sample")
    read = conversation.reads("tienen batería de litio?")
    assert "agotado" in read
    assert read.count("RD$") == 1
    assert "Batería" in read.split("Parecidos")[1]


def test_a_size_said_after_a_comma_belongs_to_the_product(talk: NewTalk) -> None:
    read = talk("sample").reads("tienen zinc acanalado, de los de 10 pies?")
    assert "10 pies" in read
    assert "×" not in read


@pytest.mark.parametrize(
    "said", ["precio de la hoja de sin de 10 pies", "hay sin acanalado de 10 pies?"]
)
def test_zinc_is_zinc_also_where_it_sounds_like_without(talk: NewTalk, said: str) -> None:
    assert "Zinc acanalado calibre 29 de 10 pies" in talk("sample").reads(said)


def test_what_is_taken_back_in_the_same_breath_does_not_count(talk: NewTalk) -> None:
    conversation = talk("sample")
    assert "3/8" in conversation.reads("tienen varilla?")
    read = conversation.reads("no la de media no, la de 3/8 grado 60")
    assert "3/8" in read
    assert "1/2" not in read
    quoted = talk("sample").reads("cotízame 4 palas... digo 4 mandarrias de 3 libras")
    assert "4 × *Mandarria 3 libras*" in quoted
    assert "Pala" not in quoted


def test_a_tee_is_no_pronoun_and_keeps_the_size(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("tienen codo pvc de 3/4?")
    read = conversation.reads("y la te?")
    assert "Tee" in read


def test_no_curse_is_heard_in_the_name_of_a_product(talk: NewTalk) -> None:
    thought = talk("sample").says("tienen pino bruto 2x4?")
    assert not isinstance(thought.action, HandOff)


def test_whoever_is_greeted_by_a_title_is_no_product(talk: NewTalk) -> None:
    read = talk("sample").reads("saludos mi comandantico, ustedes tienen carretillas?")
    assert "Carretilla" in read
    assert "comandantico" not in read


def test_clauses_of_one_message_go_on_with_each_other(talk: NewTalk) -> None:
    read = talk("sample").reads("tienen plywood de media? y de 3/4?")
    assert '1/2"' in read
    assert '3/4"' in read


def test_a_colour_that_was_not_asked_for_is_never_sold_as_it(talk: NewTalk) -> None:
    read = talk("sample").reads("tienen cerámica verde pa un baño?")
    assert "le sale a" not in read
    assert "Sí, tenemos" not in read


def test_a_number_among_the_offered_is_the_size_and_no_count(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("tienen mandarria?")
    read = conversation.reads("la de 10 libras")
    assert "Mandarria 10 libras" in read
    assert "×" not in read


def test_a_long_note_is_cut_down_to_what_it_asks_for(talk: NewTalk) -> None:
    read = talk("sample").reads(
        "mire es que yo voy a techar una casita alla en el campo y me hacen falta como 30 planchas "
        "de zinc de 10 pies calibre 29 y tambien un par de palas cuadradas, me puede hacer una "
        "cotizacion de eso para yo ver si me alcanza el dinero"
    )
    assert "30 × *Zinc acanalado calibre 29 de 10 pies*" in read
    assert "casita" not in read
    assert "alcanza" not in read


def test_what_broke_at_home_is_no_complaint_in_a_long_note_either(talk: NewTalk) -> None:
    thought = talk("sample").says(
        "ando buscando una bomba de agua porque la mia se quemo ayer, me dijeron que una de un "
        "caballo es mejor, ustedes tienen de esa?"
    )
    assert not isinstance(thought.action, HandOff)
    assert "1 HP" in words_of(thought)


@pytest.mark.parametrize("agreed", ["ok confirma", "si confirmo la cotizacion", "dale, apruebala"])
def test_a_quotation_is_agreed_to_in_many_words(talk: NewTalk, agreed: str) -> None:
    conversation = talk("sample")
    conversation.says("hazme una cotizacion de 10 mandarrias de 3 libras")
    action = conversation.says(agreed).action
    assert isinstance(action, HandOff)
    assert action.department == "cotizaciones"


def test_a_quotation_is_given_up_in_many_words(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("coticeme 10 mandarrias de 3 libras")
    thought = conversation.says("no, dejalo, ya no lo quiero, cancela")
    assert "sin efecto" in words_of(thought)


def test_what_is_only_half_called_so_is_no_choice_for_a_quotation(talk: NewTalk) -> None:
    read = talk("sample").reads("cotizame 2 mandarrias de 3 libras y una mezcladora de concreto")
    assert "mezcladora de concreto: no está en nuestro inventario" in read
    assert "lavamanos" not in read


@pytest.mark.parametrize("said", ["la grande", "la de 10 libras", "no, la de 10"])
def test_an_offered_product_is_picked_by_what_tells_it_apart(talk: NewTalk, said: str) -> None:
    conversation = talk("sample")
    conversation.says("tienen mandarria?")
    read = conversation.reads(said)
    assert "Mandarria 10 libras" in read
    assert "3 libras" not in read


def test_fractions_in_words_are_sizes_and_no_counts(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("tienen plywood?")
    read = conversation.reads("el de tres cuartos")
    assert '3/4"' in read
    assert "×" not in read


def test_a_tax_number_is_no_question_about_payment(talk: NewTalk) -> None:
    thought = talk("sample").says(
        "Necesitamos cotización a nombre de Constructora X, con RNC, de 15 mandarrias de 3 libras"
    )
    assert "15 × *Mandarria 3 libras*" in words_of(thought)
    assert not isinstance(thought.action, HandOff)


def test_what_broke_and_where_it_was_do_not_hide_what_is_asked_for(talk: NewTalk) -> None:
    thought = talk("sample").says("se me daño la carretilla, donde cargo los blocks, tienen?")
    assert not isinstance(thought.action, HandOff)
    assert "Carretilla" in words_of(thought)


def test_at_least_so_many_is_no_bargaining(talk: NewTalk) -> None:
    thought = talk("sample").says("zinc de 10 pies calibre 29 tiene por lo menos 50?")
    assert not isinstance(thought.action, HandOff)


def test_an_animal_is_no_purpose_that_may_be_left_out(talk: NewTalk) -> None:
    read = talk("sample").reads("tienen collares para perro?")
    assert "Sí, tenemos" not in read
    assert "le sale a" not in read

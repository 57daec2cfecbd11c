"""Documents are cut where their writers cut them, and found by other words than their own."""

import pytest

from knowledge.passage_search import PassageIndex
from knowledge.passages import LONGEST, Passage, passages_of
from knowledge.reading import DocumentRow
from knowledge.stems import stem


def _cut(body: str, title: str = "Normas") -> list[Passage]:
    return passages_of([DocumentRow(1, "normas.md", title, body)])


@pytest.mark.parametrize(
    "heading",
    ["## Cambios", "**Cambios**", "Cambios\n-------", "### Cambios ###", "__Cambios:__"],
)
def test_whatever_stands_as_a_heading_begins_a_passage(heading: str) -> None:
    found = _cut(f"# Normas\n\nPara todos.\n\n{heading}\n\nDiez días con la factura.")
    assert [(p.id, p.body) for p in found] == [
        ("normas", "Para todos."),
        ("normas#cambios", "Diez días con la factura."),
    ]


def test_question_on_a_line_by_itself_begins_a_passage() -> None:
    found = _cut("1. ¿Hay parqueo?\nSí.\n\n- ¿Aceptan cheques?\nNo.")
    assert [(p.heading, p.body) for p in found] == [
        ("¿Hay parqueo?", "Sí."),
        ("¿Aceptan cheques?", "No."),
    ]


def test_rule_beneath_a_table_is_no_heading() -> None:
    (only,) = _cut("| Zona | Costo |\n|---|---|\n| Norte | RD$ 10.00 |")
    assert "Norte" in only.body


def test_long_text_is_cut_between_paragraphs_and_every_piece_has_its_own_id() -> None:
    paragraphs = [f"Párrafo {n}. " + "palabra " * 80 for n in range(6)]
    found = _cut("\n\n".join(paragraphs))
    assert all(len(p.body) <= LONGEST for p in found)
    assert len({p.id for p in found}) == len(found) > 1
    assert "\n\n".join(p.body for p in found).split() == " ".join(paragraphs).split()


def test_document_without_headings_or_words_is_no_trouble() -> None:
    assert [p.id for p in _cut("Solo una línea.")] == ["normas"]
    assert _cut("# Normas\n\n") == []


@pytest.mark.parametrize(
    ("words", "alike"),
    [
        ("devolver devuelto", False),
        ("devolución devoluciones", True),
        ("cambiar cambian cambio cambiarlo cambios", True),
        ("instalan instalación instale instalando", True),
        ("debolucion devolución", True),
        ("cortina cortar", False),
        ("banco baño", False),
    ],
)
def test_words_of_one_root_have_one_stem(words: str, alike: bool) -> None:
    found = {stem(word) for word in words.replace("ó", "o").replace("ñ", "n").split()}
    assert (len(found) == 1) is alike


def test_other_words_for_the_same_thing_find_it_and_no_words_for_it_find_nothing() -> None:
    index = PassageIndex.build(
        _cut("## Cambios\nCon la factura, diez días.\n\n## Alquiler\nNo alquilamos equipos.")
    )
    assert index.search("lo puedo llevar pa atrás?")[0].passage.heading == "Cambios"
    assert index.search("rentan andamios?")[0].passage.heading == "Alquiler"
    assert index.search("tienen wifi?") == []
    assert index.search("") == []


def test_what_a_document_does_not_say_lowers_the_score() -> None:
    index = PassageIndex.build(_cut("## Pintura\nPara el techo, dos manos.\n\n## Otro\nNada."))
    whole = index.search("pintura para el techo")[0].score
    half = index.search("pintura para la piscina, el perro y la bicicleta")[0].score
    assert half < 0.55 < whole

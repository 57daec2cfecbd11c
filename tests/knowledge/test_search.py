"""The product that a customer means is found, in a store that nobody tuned for."""

import pytest

from knowledge.search import IndexedProduct, ProductIndex
from knowledge.vocabulary import added_up
from tests.knowledge.hardware import asked, five_thousand, load, misses, products


@pytest.fixture(scope="module")
def index() -> ProductIndex:
    return ProductIndex.build(products())


def first(index: ProductIndex, query: str) -> tuple[str, float]:
    hit = index.search(query, 1)[0]
    return hit.sku, hit.score


def test_nearly_everything_that_customers_write_is_found(index: ProductIndex) -> None:
    count = len(asked())
    assert len(index) >= 1000
    assert count >= 150
    assert len(misses(index, 3)) <= count * 0.03
    assert len(misses(index, 1)) <= count * 0.06


def test_among_five_thousand_products_the_first_hit_is_the_one_that_was_meant() -> None:
    wide = ProductIndex.build(five_thousand())
    questions = [*asked(), *asked("wider_queries.toml")]
    assert len(wide) >= 4800
    assert len(questions) >= 300
    assert len(misses(wide, 1, questions)) <= len(questions) * 0.05


def test_a_side_that_fits_is_not_the_size() -> None:
    index = ProductIndex.build(
        [IndexedProduct("24", "Pino 2x4 x 12 pies"), IndexedProduct("14", "Pino 1x4 x 12 pies")]
    )
    assert first(index, "pino de 2x4")[0] == "24"
    assert first(index, "pino 1 x 4")[0] == "14"


def test_abbreviations_of_a_table_are_read() -> None:
    index = ProductIndex.build(
        [
            IndexedProduct("1", "CAB THHN 12 AWG NEG"),
            IndexedProduct("2", "CAB THHN 12 AWG RJO"),
            IndexedProduct("3", "INT SENC BCO"),
        ]
    )
    assert first(index, "alambre 12 rojo")[0] == "2"
    assert first(index, "interruptor sencillo blanco")[0] == "3"


def test_small_talk_names_no_merchandise(index: ProductIndex) -> None:
    [talk] = load("queries.toml")["small_talk"]
    strong = [text for text in talk["texts"] if any(h.score >= 0.5 for h in index.search(text, 1))]
    assert len(strong) <= 2
    for text in ("hola", "cuánto debo", "dónde están"):
        assert index.search(text) == []


def test_the_exact_name_alias_or_code_is_certain() -> None:
    index = ProductIndex.build(
        [
            IndexedProduct("X-10", "Candado de hierro 40 mm", aliases=("candao grande",)),
            IndexedProduct("X-11", "Candado de bronce 40 mm"),
        ]
    )
    for query in ("x-10", "Candado de Hierro 40mm", "tienen candao grande?"):
        assert first(index, query) == ("X-10", 1.0)


def test_another_size_scores_clearly_less(index: ProductIndex) -> None:
    hits = {hit.sku: hit.score for hit in index.search("coraza de 3/4", 3)}
    assert hits["CORAZ-3/4"] > 1.5 * hits["CORAZ-1/2"]


def test_products_that_fit_equally_tie(index: ProductIndex) -> None:
    scores = [hit.score for hit in index.search("lija 120", 2)]
    assert scores[0] - scores[1] < 0.02


def test_a_quantity_is_not_taken_for_a_size(index: ProductIndex) -> None:
    sku, score = first(index, "quiero 12 tubos emt de 3/4")
    assert sku == "EMT-3/4"
    assert score > 0.9


def test_any_store_can_be_searched_by_its_own_words() -> None:
    index = ProductIndex.build(
        [
            IndexedProduct("1", "Toldo retráctil Zefiro 3 m"),
            IndexedProduct("2", "Hamaca colgante Zefiro"),
        ]
    )
    assert first(index, "jamaca sefiro")[0] == "2"
    assert first(index, "un tordo de 3 metros")[0] == "1"


def test_an_empty_store_finds_nothing() -> None:
    assert ProductIndex.build([]).search("martillo") == []


@pytest.mark.parametrize("query", ["", "   ", "¿?", "🔨", "x" * 5000, "3/8", "1/0", "' OR 1=1"])
def test_no_query_breaks_the_search(index: ProductIndex, query: str) -> None:
    assert all(0 <= hit.score <= 1 for hit in index.search(query))


def test_the_files_of_a_lexicon_are_added_up() -> None:
    ours = {"synonyms": [["tubo", "caño"]], "units": {"m": ["metro"]}}
    theirs = {"synonyms": [["toldo", "lona"]], "units": {"m": ["mtr"], "in": ["pulgada"]}}
    assert added_up([ours, theirs]) == {
        "synonyms": [["tubo", "caño"], ["toldo", "lona"]],
        "units": {"m": ["metro", "mtr"], "in": ["pulgada"]},
    }


def test_an_s_that_nobody_says_and_a_small_name_are_heard() -> None:
    index = ProductIndex.build(
        [IndexedProduct("e", "Esmeril 4 1/2"), IndexedProduct("f", "Flota de tinaco")]
    )
    assert first(index, "emeril")[0] == "e"
    assert first(index, "emeril")[1] > 0.8
    assert first(index, "flotica")[0] == "f"


def test_a_breaker_of_two_poles_is_double() -> None:
    index = ProductIndex.build(
        [IndexedProduct("1", "BREAKER 1P 30A"), IndexedProduct("2", "BREAKER 2P 30A")]
    )
    assert first(index, "breaker doble de 30")[0] == "2"
    assert first(index, "breaker sencillo de 30")[0] == "1"


def test_products_of_one_name_know_each_other() -> None:
    index = ProductIndex.build(
        [IndexedProduct("s", "Martillo", "Stanley"), IndexedProduct("t", "Martillo", "Truper")]
    )
    assert index.namesakes("s") == ("t",)
    assert index.namesakes("x") == ()


def test_a_switch_of_two_is_double() -> None:
    index = ProductIndex.build(
        [IndexedProduct("1", "Interruptor sencillo"), IndexedProduct("2", "Interruptor doble")]
    )
    assert first(index, "suiche de 2")[0] == "2"


def test_the_sizes_of_one_thing_share_its_other_names() -> None:
    index = ProductIndex.build(
        [
            IndexedProduct("1", "Cloro granulado 1 kilo", "Clorex", aliases=("cloro de piscina",)),
            IndexedProduct("5", "Cloro granulado 5 kilos", "Clorex"),
            IndexedProduct("L", "Cloro líquido 5 kilos", "Clorex"),
        ]
    )
    assert [hit.sku for hit in index.search("cloro de piscina", 3) if hit.score == 1] == ["1", "5"]
    assert first(index, "cloro de piscina de 5 kilos")[0] == "5"


def test_a_name_that_tells_the_size_is_not_shared() -> None:
    index = ProductIndex.build(
        [
            IndexedProduct("1", "Mandarria 4 libras", aliases=("mandarria chiquita",)),
            IndexedProduct("2", "Mandarria 10 libras"),
        ]
    )
    sure = [hit.sku for hit in index.search("mandarria chiquita", 2) if hit.score == 1]
    assert sure == ["1"]


def test_a_number_may_be_a_name() -> None:
    index = ProductIndex.build(
        [IndexedProduct("A", "Abono 20-10-5 saco"), IndexedProduct("E", 'Electrodo 7018 1/8"')]
    )
    for said, sku in (("7018", "E"), ("20x10x5", "A")):
        best = index.search(said, 1)[0]
        assert best.sku == sku
        assert best.score >= 0.8
    assert index.search("de 5", 1)[0].score < 0.5

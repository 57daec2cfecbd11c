"""The written dialogues: every one can be read, and what cannot is said clearly."""

from pathlib import Path

import pytest

from tests.eval.cases import Malformed, load
from tests.eval.known import HERE, Wanted, known_stores


def test_every_written_dialogue_can_be_read_and_its_store_imported() -> None:
    for store in known_stores(HERE, Wanted()):
        assert store.cases
        assert (store.folder / "products.csv").exists() or list(store.folder.glob("*.xlsx"))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("- {name: a, category: stock}", "needs a name and turns"),
        ("- {name: a, category: x, turns: [{customer: hola}]}", "category must be one of"),
        ("- {name: a, category: stock, turns: [{customer: hola, musst: b}]}", "nobody reads musst"),
        ("- {name: a, category: stock, turns: [{must: b}]}", "needs what the customer writes"),
        ("- {name: a", "stock.yaml: "),
        ("- &a {name: a, category: stock, turns: [{customer: hola}]}\n- *a", "a name stands twice"),
    ],
)
def test_a_malformed_dialogue_is_told_by_file_and_name(
    tmp_path: Path, written: str, said: str
) -> None:
    (tmp_path / "stock.yaml").write_text(written)
    with pytest.raises(Malformed, match=said):
        load(tmp_path, "store")


def test_a_person_may_be_any_one_department_or_optional(tmp_path: Path) -> None:
    turn = "- {{name: d{0}, category: stock, turns: [{{customer: hola, person: {1}}}]}}\n"
    persons = ["false", "true", "ventas", "[ventas, servicio]", "[false, ventas]", "[false, true]"]
    (tmp_path / "stock.yaml").write_text(
        "".join(turn.format(n, person) for n, person in enumerate(persons))
    )
    read = [(c.turns[0].person, c.turns[0].optional) for c in load(tmp_path, "store")]
    assert read == [
        (False, False), (True, False), (("ventas",), False), (("ventas", "servicio"), False),
        (("ventas",), True), (True, True),
    ]  # fmt: skip


def test_what_is_wanted_and_does_not_exist_is_told() -> None:
    with pytest.raises(Malformed, match="no dialogues for marte; there are"):
        known_stores(HERE, Wanted(stores=("marte",)))
    with pytest.raises(Malformed, match="no dialogue is what you asked for"):
        known_stores(HERE, Wanted(name="there is no such name"))

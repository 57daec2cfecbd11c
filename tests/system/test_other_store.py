"""Other tables than the sample's: the wrong ones refused whole, the right ones answered from."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.system.dialogue import Dialogue
from tests.system.running import ROOT, SAMPLE_STORE, System

STORES = ROOT / "tests" / "stores"
# What is asked of another store, and words that its answer must hold.
QUESTIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "pinturas": {
        "¿Cuánto cuesta el galón de pintura Kem blanca de interior?": ("RD$ 1,690.00",),
        "¿Dónde están ubicados?": ("Independencia 205",),
        "¿Hacen entregas?": ("",),
    },
    "electricos": {
        "¿A cómo el metro de alambre número 14 amarillo?": ("RD$ 56.00",),
        "¿Dónde están ubicados?": ("Estrella Sadhalá 318",),
        "¿Cuánto cuesta la bombilla LED A60 de 9W 6500K?": ("RD$ ", "A60"),
    },
}
BROKEN = {
    "bad_price": "products.csv",
    "missing_header": "products.csv",
    "duplicate_sku": "products.csv",
    "mistakes_in_several_files": "accounts.csv",
}


@pytest.fixture
def sample_afterwards(system: System) -> Iterator[None]:
    """Whatever a test imports, the sample store is there again for the next one."""
    yield
    system.brain("import", str(SAMPLE_STORE))


@pytest.mark.usefixtures("sample_afterwards")
@pytest.mark.parametrize("store", QUESTIONS)
def test_another_stores_questions_are_answered_from_its_tables(system: System, store: str) -> None:
    system.brain("import", str(STORES / store))
    first = Dialogue(system)  # whoever asks while the index is built is answered from the old one
    first.customer("¿Tienen brochas?")
    first.hears("brocha")
    dialogue = Dialogue(system)
    for question, words in QUESTIONS[store].items():
        dialogue.customer(question)
        dialogue.hears(*words)


@pytest.mark.usefixtures("sample_afterwards")
def test_an_account_is_told_to_the_phone_on_file_and_to_nobody_else(system: System) -> None:
    system.brain("import", str(STORES / "pinturas"))
    holder = Dialogue(system, phone="18495550302")
    stranger = Dialogue(system)
    for person in (holder, stranger):
        person.customer("¿Cuál es el balance de mi cuenta 9040000200?")
    holder.hears("RD$ 4,297.75")
    stranger.hears("cédula")
    assert "4,297.75" not in str(stranger.phone.texts())


def test_broken_tables_are_refused_by_file_and_line_and_what_was_there_stays(
    system: System, dialogue: Dialogue
) -> None:
    with ThreadPoolExecutor(2) as pool:
        done = list(
            pool.map(
                lambda name: system.brain("import", str(STORES / "broken" / name), check=False),
                BROKEN,
            )
        )
    for (name, file), refusal in zip(BROKEN.items(), done, strict=True):
        said = refusal.stdout + refusal.stderr
        assert refusal.returncode == 1, f"{name}: {said}"
        assert file in said, name
        assert "Traceback" not in said, name
    dialogue.customer("¿A cómo la funda de cemento Titán?")
    assert "RD$ 525.00" in dialogue.hears("Titán")

"""What the classifier learnt is kept for the next start, as long as the files are the same."""

from pathlib import Path

import pytest

from brain.mind.classifier import Classifier
from brain.mind.intents import IntentModel
from brain.mind.lexicon import Lexicon, load, load_with

SAID = (
    "tienen cemento titan",
    "cuanto debo en la cuenta 40178",
    "la que compre se daño",
)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load()


def guesses(model: IntentModel) -> list[dict[str, float]]:
    return [model.read(said).scores for said in SAID]


def test_the_second_start_reads_what_the_first_learnt(
    tmp_path: Path, lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = guesses(IntentModel(lexicon, tmp_path))
    monkeypatch.setattr(Classifier, "trained", None)
    assert guesses(IntentModel(lexicon, tmp_path)) == first


def test_a_file_that_is_cut_off_is_learnt_anew(tmp_path: Path, lexicon: Lexicon) -> None:
    first = guesses(IntentModel(lexicon, tmp_path))
    [file] = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:1000])
    assert guesses(IntentModel(lexicon, tmp_path)) == first
    assert file.stat().st_size > 1000


def test_where_nothing_can_be_kept_it_is_learnt_all_the_same(
    tmp_path: Path, lexicon: Lexicon
) -> None:
    (tmp_path / "file").touch()
    assert guesses(IntentModel(lexicon, tmp_path / "file"))


def test_a_stores_own_sentence_is_another_edition(tmp_path: Path, lexicon: Lexicon) -> None:
    (tmp_path / "utterances.toml").write_text('[examples]\nhorario = ["que horas son esas"]\n')
    assert load([tmp_path]).edition != lexicon.edition
    assert load().edition == lexicon.edition


def test_a_stores_own_slang_is_added_and_what_is_spoilt_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "lexicon.toml").write_text('[spellings]\nfonton = "plafon"\n')
    assert load_with(tmp_path).normal("hay fonton") == "hay plafon"
    for spoilt in ("[spellings", '[patterns]\nthose = ["("]\n', "spellings = 7\n"):
        (tmp_path / "lexicon.toml").write_text(spoilt)
        assert load_with(tmp_path).normal("hay fonton") == load().normal("hay fonton")

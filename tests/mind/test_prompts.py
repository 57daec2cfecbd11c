"""Words live in files: versioned by their content, reloaded when changed."""

import os
from pathlib import Path

from brain.mind.prompts import KINDS, PromptManager


def _write(path: Path, text: str, at: int) -> None:
    path.write_text(text, encoding="utf-8")
    os.utime(path, (at, at))


def test_changed_file_is_read_without_a_restart_and_gets_another_version(tmp_path: Path) -> None:
    _write(tmp_path / "answer.toml", '[social]\nbye = "Adiós"', 1_000_000_000)
    manager = PromptManager((tmp_path,))
    before = manager.current()
    _write(tmp_path / "answer.toml", '[social]\nbye = "Hasta luego"', 1_000_000_001)
    assert before.say("social.bye") == "Adiós"
    assert manager.current().say("social.bye") == "Hasta luego"
    assert manager.current().version != before.version


def test_half_written_file_leaves_the_last_good_words(tmp_path: Path) -> None:
    _write(tmp_path / "answer.toml", '[social]\nbye = "Adiós"', 1_000_000_000)
    manager = PromptManager((tmp_path,))
    _write(tmp_path / "answer.toml", '[social]\nbye = "Adi', 1_000_000_001)
    assert manager.current().say("social.bye") == "Adiós"


def test_no_sentence_of_ours_holds_a_figure() -> None:
    tables = PromptManager().current().tables
    sentences = [s for table in tables.values() for entry in table.values() for s in _all(entry)]
    assert [s for s in sentences if any(c.isdigit() for c in s)] == []


def _all(entry: object) -> list[str]:
    return [str(each) for each in entry] if isinstance(entry, list) else [str(entry)]


def test_every_kind_of_template_declares_its_version_and_a_turn_tells_which_it_had() -> None:
    versions = PromptManager().current().versions
    assert set(versions) == set(KINDS)
    assert all(declared != "0" for declared, _ in (v.split("@") for v in versions.values()))


def test_declared_version_and_content_stand_in_the_version(tmp_path: Path) -> None:
    _write(tmp_path / "system.md", '---\nversion = "3"\n---\nHola', 1_000_000_000)
    manager = PromptManager((tmp_path,))
    first = manager.current()
    _write(tmp_path / "system.md", '---\nversion = "3"\n---\nBuenas', 1_000_000_001)
    second = manager.current()
    assert first.documents["system"] == "Hola"
    assert second.documents["system"] == "Buenas"
    assert first.versions["system"].startswith("3@")
    assert second.versions["system"] != first.versions["system"]


def test_change_that_would_leave_a_turn_without_words_is_refused(tmp_path: Path) -> None:
    answer = tmp_path / "answer.toml"
    _write(answer, '[social]\nbye = "Adiós {name}"\nack = "Bien"', 1_000_000_000)
    manager = PromptManager((tmp_path,))
    for number, spoilt in enumerate(
        (
            '[social]\nbye = "Adiós {name}"',
            '[social]\nbye = "Adiós {apodo}"\nack = "Bien"',
            '[social]\nbye = "Adiós {name"\nack = "Bien"',
        )
    ):
        _write(answer, spoilt, 1_000_000_001 + number)
        assert manager.current().say("social.bye", name="Ana") == "Adiós Ana"
    _write(answer, '[social]\nbye = "Nos vemos"\nack = "Bien"', 1_000_000_009)
    assert manager.current().say("social.bye", name="Ana") == "Nos vemos"


def test_the_stores_own_sentence_counts_and_the_others_stay(tmp_path: Path) -> None:
    ours, own = tmp_path / "ours", tmp_path / "own"
    ours.mkdir()
    own.mkdir()
    _write(ours / "answer.toml", '[social]\nbye = "Adiós {name}"\nack = "Bien"', 1_000_000_000)
    _write(own / "answer.toml", 'version = "7"\n[social]\nbye = "Bye {name}"', 1_000_000_000)
    _write(own / "lexicon.toml", "[spellings]", 1_000_000_000)
    words = PromptManager((ours,), own).current()
    assert (words.say("social.bye", name="Ana"), words.say("social.ack")) == ("Bye Ana", "Bien")
    assert words.versions["answer"].startswith("7@")


def test_what_is_spoilt_in_the_stores_folder_is_left_out_from_the_start(tmp_path: Path) -> None:
    file = tmp_path / "answer.toml"
    for number, (spoilt, why) in enumerate(
        (
            ('[social]\nbye = "Adiós {apodo}"', "social.bye"),
            ('[social]\nbay = "Adiós"', "social.bay is no sentence"),
            ('[social]\nbye = "Adi', "answer.toml"),
        )
    ):
        _write(file, spoilt, 1_000_000_000 + number)
        manager = PromptManager(own=tmp_path)
        assert why in manager.problem
        assert manager.current() == PromptManager().current()
    _write(file, '[social]\nack = "Okey"', 1_000_000_009)
    assert manager.current().say("social.ack") == "Okey"
    assert manager.problem == ""


def test_a_model_is_never_shown_what_is_spoilt(tmp_path: Path) -> None:
    file = tmp_path / "classification.toml"
    for number, spoilt in enumerate(
        ('message = "{mensaje}"', '[[examples]]\nsaid = "hola"', '[summary]\ncustomer = "{x}"')
    ):
        _write(file, spoilt, 1_000_000_000 + number)
        assert "classification" in PromptManager(own=tmp_path).problem
    _write(file, 'message = "Dice: {text}"', 1_000_000_009)
    told = PromptManager(own=tmp_path).current().classification
    assert told["message"] == "Dice: {text}"
    assert told["before"] == PromptManager().current().classification["before"]

"""Words live in files: versioned by their content, reloaded when changed."""

import os
from pathlib import Path

from brain.mind.prompts import PromptManager


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

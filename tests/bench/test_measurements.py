"""Each command owns its part of the measurements."""

from pathlib import Path

from tests.measurements import HEAD, write_part


def test_a_part_replaces_its_own_and_leaves_the_others(tmp_path: Path) -> None:
    document = tmp_path / "measurements.md"
    write_part(document, "make bench", "## Speed\n\nold \\1")
    write_part(document, "make eval", "## Conversations\n\nfirst")
    write_part(document, "make bench", "## Speed\n\nnew \\1")
    assert document.read_text() == (
        f"{HEAD}\n"
        "<!-- make bench -->\n## Speed\n\nnew \\1\n<!-- end of make bench -->\n\n"
        "<!-- make eval -->\n## Conversations\n\nfirst\n<!-- end of make eval -->\n"
    )

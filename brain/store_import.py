"""`python -m brain import DIR`: show what a folder of tables would change, then change it."""

from pathlib import Path

from knowledge import importing, reporting


def run(folder: Path, *, dry_run: bool) -> int:
    """Preview and, unless it is a dry run, apply; return the exit status."""
    preview = importing.preview(folder)
    reporting.report(preview)
    if preview.errors:
        return 1
    if not dry_run:
        reporting.apply_with_progress(preview)
    return 0

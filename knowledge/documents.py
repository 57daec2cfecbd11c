"""Policies, guides and frequent questions: Markdown files in the folder's `documents/`."""

import re
from pathlib import Path

from knowledge.parsing import ParsedTable, RowError
from knowledge.sheets import MEGABYTE, FileError, read_text
from knowledge.tables import DOCUMENTS

MAX_DOCUMENT = MEGABYTE
MAX_DOCUMENTS = 500

_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)


def read_documents(folder: Path) -> ParsedTable:
    """Read every Markdown file of the folder; what is wrong stands in `errors`."""
    parsed = ParsedTable(DOCUMENTS, folder.name)
    for path in sorted(folder.rglob("*.md"))[:MAX_DOCUMENTS]:
        name = path.relative_to(folder).as_posix()
        try:
            body = _body(path)
            parsed.rows.append((name, _title(path, body), body, "{}"))
            parsed.lines.append(1)
        except FileError as error:
            parsed.errors.append(RowError(f"{folder.name}/{name}", error.line, "", str(error)))
    return parsed


def _body(path: Path) -> str:
    if path.is_symlink():
        raise FileError("file.link")
    try:
        size = path.stat().st_size
        if size > MAX_DOCUMENT:
            raise FileError("file.too_big", size=size // MEGABYTE, limit=1)
        return read_text(path).replace("\x00", "").strip()
    except OSError:
        raise FileError("file.unreadable") from None


def _title(path: Path, body: str) -> str:
    heading = _HEADING.search(body)
    return heading[1][:300] if heading else path.stem.replace("-", " ").replace("_", " ")

"""docs/measurements.md: each part has its owner, and no command overwrites another's figures."""

import re
from pathlib import Path

HEAD = """# Measurements

Each part is written by the command that it names: measured then and there, not copied.
"""


def write_part(document: Path, owner: str, text: str) -> None:
    """Put a command's part in the place of its last one, or at the end; the others stay.

    Args:
        document: the Markdown file; made where there is none.
        owner: the command, like `make bench`.
        text: Markdown, beginning with a heading of the second order.
    """
    begin, end = f"<!-- {owner} -->", f"<!-- end of {owner} -->"
    part = f"{begin}\n{text.strip()}\n{end}\n"
    before = document.read_text() if document.exists() else HEAD
    old = re.compile(rf"{re.escape(begin)}\n.*?{re.escape(end)}\n", re.DOTALL)
    if old.search(before):
        after = old.sub(lambda _: part, before)
    else:
        after = f"{before.rstrip()}\n\n{part}"
    document.write_text(after)

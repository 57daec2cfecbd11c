"""`python -m brain customer`: show, erase and account for what is kept about one customer."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click

from brain.doors import connect
from brain.errors import Failure
from brain.models import database
from brain.privacy import erasure, export, finding
from brain.privacy.refusal import CustomerRefused
from brain.settings import Settings

_SEEN = """
SELECT at, customer_id, account, outcome, proof FROM account_access
WHERE (%(account)s::text IS NULL OR account = %(account)s)
  AND (%(customer)s::bigint IS NULL OR customer_id = %(customer)s)
ORDER BY at DESC LIMIT %(limit)s
"""


def write_export(settings: Settings, named: str, path: Path | None) -> None:
    """Write everything kept about a customer as JSON, to a file of the owner's or to stdout."""
    with _refusals():
        found = export.export(finding.find(named), connect(settings).rooms, datetime.now(UTC))
    text = json.dumps(found, ensure_ascii=False, indent=2, default=str)
    if path is None:
        click.echo(text)
        return
    with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
        os.fchmod(file.fileno(), 0o600)  # a file that was there may be everybody's
        file.truncate()
        file.write(text + "\n")
    click.echo(f"exported: {path}, {len(found['rooms'])} rooms")


def erase(settings: Settings, named: str, *, dry: bool, yes: bool) -> None:
    """Say what would go, ask, and erase it."""
    with _refusals():
        customer = finding.find(named)
        _tell("would be erased" if dry else "to be erased", erasure.count(customer))
        if dry:
            return
        if not yes:
            click.confirm(f"Erase customer {customer.id} for good?", abort=True)
        erasure.erase(customer, connect(settings).rooms, datetime.now(UTC))
    click.echo(
        f"erased: customer {customer.id}. What the store's own tables say of an account stays: "
        "change it where they come from. Backups of before still hold everything."
    )


def _tell(what: str, found: erasure.Erased) -> None:
    rows = ", ".join(f"{count} {table}" for table, count in found.rows.items() if count)
    click.echo(f"{what}: {rows or 'no rows'}; in Rocket.Chat {found.rooms} rooms with their files")


def audit(named: str | None, account: str | None, limit: int) -> None:
    """Print who saw, or tried to see, which account, the latest first."""
    with _refusals():
        customer = finding.find(named).id if named else None
    values = {"account": account, "customer": customer, "limit": limit}
    for at, customer_id, number, outcome, proof in database.execute_sql(_SEEN, values).fetchall():
        seen = f"customer {customer_id}  account {number}  {outcome} by {proof}"
        click.echo(f"{at:%Y-%m-%d %H:%M}Z  {seen}")


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except CustomerRefused as refused:
        raise click.ClickException(str(refused)) from None
    except Failure as failure:
        raise click.ClickException(f"{failure.reason}; nothing was changed here") from None

"""What the law lets a customer ask for."""

from pathlib import Path

import click

from brain.cli import starting


@click.group()
def customer() -> None:
    """Show, erase and account for what is kept about one customer."""


@customer.command()
@click.argument("named", metavar="CUSTOMER")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
def export(named: str, out: Path | None) -> None:
    """Write everything kept about CUSTOMER (id, number or user id) and the rooms, as JSON."""
    from brain.privacy import command

    settings = starting.settings()
    with starting.connected(settings):
        command.write_export(settings, named, out)


@customer.command()
@click.argument("named", metavar="CUSTOMER")
@click.option("--dry-run", is_flag=True, help="Say what would be erased and stop.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(named: str, dry_run: bool, yes: bool) -> None:
    """Erase CUSTOMER here and in Rocket.Chat, for good."""
    from brain.privacy import command

    settings = starting.settings()
    with starting.connected(settings):
        command.erase(settings, named, dry=dry_run, yes=yes)


@customer.command()
@click.argument("named", metavar="[CUSTOMER]", required=False)
@click.option("--account", help="Only this account's number.")
@click.option("--limit", default=100, show_default=True)
def audit(named: str | None, account: str | None, limit: int) -> None:
    """Say who saw, or tried to see, which account."""
    from brain.privacy import command

    with starting.connected(starting.settings()):
        command.audit(named, account, limit)

"""The commands: `python -m brain COMMAND`."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brain import logs
from brain.settings import Settings, SettingsRefused, load

if TYPE_CHECKING:
    from brain.database import Database


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """The brain behind the store's WhatsApp counter."""


def _settings() -> Settings:
    try:
        return load()
    except SettingsRefused as refused:
        raise click.ClickException(str(refused)) from None


@contextmanager
def _connected(settings: Settings, *, migrate: bool = True) -> Iterator["Database"]:
    """Connect to the database and bring its schema up to date, or say what to do."""
    import peewee

    from brain import database

    try:
        connected = database.connect(database.address(settings, wait=10))
        database.wait_until_ready(connected, seconds=10, migrating=migrate)
    except (peewee.OperationalError, TimeoutError) as error:
        where = "DATABASE_URL" if settings.database_url else "the embedded database"
        reason = str(error).splitlines()[0].split(" failed: ")[-1]
        raise click.ClickException(
            f"{where} cannot be reached: {reason}. "
            "Start it (`python -m brain db`) or set DATABASE_URL."
        ) from None
    with connected.connection_context():
        yield connected


@main.command()
def db() -> None:
    """Own the embedded PostgreSQL (where DATABASE_URL is unset)."""
    from brain import embedded_db

    embedded_db.run(Path(os.environ.get("VAR_DIR", "var")))


@main.command()
def web() -> None:
    """Serve the webhook, Rocket.Chat's events and the health pages, under gunicorn."""
    from gunicorn.app.wsgiapp import run

    settings = _settings()
    os.environ["PORT"] = str(settings.port)
    config = Path(__file__).parent.parent / "deploy" / "gunicorn.conf.py"
    sys.argv = ["gunicorn", "-c", str(config), "brain.web:create_app()"]
    run()


@main.command()
def worker() -> None:
    """Do what is due: into rooms, turns, out to WhatsApp."""
    settings = _settings()
    logs.configure("worker")
    from brain import worker  # takes seconds: not before the settings are in order

    worker.run(settings)


@main.command()
def clock() -> None:
    """Defer what has to happen at its time."""
    settings = _settings()
    logs.configure("clock")
    from brain import clock

    clock.run(settings)


@main.command()
def migrate() -> None:
    """Bring the database's schema up to date."""
    with _connected(_settings()):
        click.echo("schema up to date")


@main.command(name="import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would change and stop.")
def import_(folder: Path, dry_run: bool) -> None:
    """Import the store's tables from FOLDER: all or nothing, with errors by line."""
    from brain import store_import

    with _connected(_settings()):
        sys.exit(store_import.run(folder, dry_run=dry_run))


@main.group()
def customer() -> None:
    """Show, erase and account for what is kept about one customer."""


@customer.command()
@click.argument("named", metavar="CUSTOMER")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
def export(named: str, out: Path | None) -> None:
    """Write everything kept about CUSTOMER (id, number or user id) and the rooms, as JSON."""
    from brain.privacy import command

    settings = _settings()
    with _connected(settings):
        command.write_export(settings, named, out)


@customer.command()
@click.argument("named", metavar="CUSTOMER")
@click.option("--dry-run", is_flag=True, help="Say what would be erased and stop.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(named: str, dry_run: bool, yes: bool) -> None:
    """Erase CUSTOMER here and in Rocket.Chat, for good."""
    from brain.privacy import command

    settings = _settings()
    with _connected(settings):
        command.erase(settings, named, dry=dry_run, yes=yes)


@customer.command()
@click.argument("named", metavar="[CUSTOMER]", required=False)
@click.option("--account", help="Only this account's number.")
@click.option("--limit", default=100, show_default=True)
def audit(named: str | None, account: str | None, limit: int) -> None:
    """Say who saw, or tried to see, which account."""
    from brain.privacy import command

    with _connected(_settings()):
        command.audit(named, account, limit)


@contextmanager
def _refusals() -> Iterator[None]:
    """Say in one line why a backup or a restore was refused."""
    from brain.backup.container import BackupRefused

    try:
        yield
    except (BackupRefused, OSError) as refused:
        raise click.ClickException(str(refused)) from None


@main.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path | None) -> None:
    """Write everything in the database to FILE, while the system goes on working.

    Without FILE it goes into `backups` in VAR_DIR, named for the time. Keep it elsewhere, with
    .env: it holds what customers wrote, and no secret of the settings.
    """
    from brain.backup import command

    with _refusals():
        command.back_up(_settings(), file)


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace what is in the database, for good.")
@click.option("--check", is_flag=True, help="Only look whether FILE is good.")
@click.option(
    "--nothing-since",
    is_flag=True,
    help="Nothing ran since the backup, as when moving: what agents wrote since goes out.",
)
def restore(file: Path, force: bool, check: bool, nothing_since: bool) -> None:
    """Put a backup into the database: all of it, or nothing is changed.

    What was written in rooms between the backup and now is taken for sent, and agents are told to
    ask: the old system may have worked on. Say --nothing-since where it did not.
    """
    from brain.backup import command

    with _refusals():
        if check:
            command.check(file)
        else:
            command.restore(_settings(), file, force=force, nothing_since=nothing_since)


@main.command()
@click.option("--admin-user", envvar="ROCKETCHAT_ADMIN_USER", default="")
@click.option("--admin-password", envvar="ROCKETCHAT_ADMIN_PASSWORD", default="")
@click.option(
    "--admin-token",
    envvar="ROCKETCHAT_ADMIN_TOKEN",
    default="",
    help="USER_ID:TOKEN, a personal access token in place of user and password.",
)
@click.option("--code", envvar="ROCKETCHAT_ADMIN_CODE", help="The code of your second factor.")
@click.option("--brain-url", envvar="BRAIN_URL", help="Where Rocket.Chat reaches this brain.")
@click.option("--dry-run", is_flag=True, help="Say what would change and stop.")
@click.option(
    "--yes-rate-limiter",
    "--yes",
    is_flag=True,
    envvar="SETUP_YES_RATE_LIMITER",
    help="Where the app cannot run: switch the workspace's API rate limiter off.",
)
def setup(
    admin_user: str,
    admin_password: str,
    admin_token: str,
    code: str | None,
    brain_url: str | None,
    dry_run: bool,
    yes_rate_limiter: bool,
) -> None:
    """Install everything the product needs in Rocket.Chat; may be repeated."""
    from brain import setup
    from brain.errors import Failure
    from brain.setup import asking

    settings = _settings()
    orders = setup.Orders(
        user=admin_user or ("" if admin_token else asking.administrator()),
        password=admin_password or ("" if admin_token else asking.password()),
        token=admin_token,
        brain_url=brain_url or f"http://127.0.0.1:{settings.port}",
        ask_code=asking.code(code),
        limiter_may_go=lambda: yes_rate_limiter or asking.limiter_may_go(dry=dry_run),
        dry=dry_run,
    )
    try:
        with _connected(settings, migrate=not dry_run):
            setup.run(settings, orders, click.echo)
    except Failure as failure:
        raise click.ClickException(failure.reason) from failure


@main.command()
@click.option("--json", "as_json", is_flag=True, help="For programs: a list of findings.")
@click.option("--model", "ask_model", is_flag=True, help="Check the language model: minutes.")
def doctor(as_json: bool, ask_model: bool) -> None:
    """Look at every part and say what to do about what is wrong; changes nothing."""
    from brain import database, doctor
    from brain.doctor import printing

    settings = _settings()
    try:
        database.connect(database.address(settings, wait=1), max_connections=12)
    except TimeoutError:  # said among the findings
        database.connect(database.NOWHERE, max_connections=12)
    examined = doctor.examine(doctor.Patient(settings, ask_model=ask_model))
    click.echo(printing.as_json(examined) if as_json else printing.as_text(examined))
    sys.exit(0 if doctor.is_well(examined) else 1)


@main.command()
@click.option("--from", "first", default="", help="The first day, as 2026-11-22.")
@click.option("--to", "last", default="", help="The last day; today where left out.")
@click.option("--csv", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write it.")
def report(first: str, last: str, file: Path | None) -> None:
    """Print the management's numbers, as on the page under /panel; or write them to a file."""
    from datetime import UTC, datetime

    from brain import report
    from brain.report import period, words, writing

    settings, now = _settings(), datetime.now(UTC)
    try:
        days = period.read(first, last, now, settings.zone)
    except period.PeriodRefused as refused:
        raise click.UsageError(words.say(f"period.{refused}")) from None
    with _connected(settings):
        made = report.report(days, settings.pilot_numbers, now)
    if file is None:
        click.echo(writing.as_text(made))
    else:
        file.write_text(writing.as_csv(made), encoding="utf-8", newline="")


@main.command()
@click.argument("room")
@click.option("--eval-case", is_flag=True, help="Print it as a masked dialogue for `make eval`.")
def replay(room: str, eval_case: bool) -> None:
    """Run the conversation in ROOM against today's brain; nothing is written or sent.

    ROOM is the id of a Rocket.Chat room, or the address of its page.
    """
    from brain import replay as past
    from brain.errors import Failure

    settings = _settings()
    logs.configure("replay")
    try:
        with _connected(settings):
            past.run(settings, room, as_case=eval_case)
    except (past.NothingThere, Failure) as problem:
        raise click.ClickException(str(problem)) from None


@main.command()
def mistakes() -> None:
    """Print the conversations that administrators marked, as masked dialogues for `make eval`."""
    from brain import decisions_marked

    with _connected(_settings()):
        click.echo(decisions_marked.cases(), nl=False)


if __name__ == "__main__":
    main()

"""The commands: `python -m brain COMMAND`."""

import os
import sys
from pathlib import Path

import click

from brain import logs
from brain.settings import Settings, SettingsRefused, load


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """The brain behind the store's WhatsApp counter."""


def _settings() -> Settings:
    try:
        return load()
    except SettingsRefused as refused:
        raise click.ClickException(str(refused)) from None


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
    from brain import worker

    logs.configure("worker")
    worker.run(_settings())


@main.command()
def clock() -> None:
    """Defer what has to happen at its time."""
    from brain import clock

    logs.configure("clock")
    clock.run(_settings())


@main.command()
def migrate() -> None:
    """Bring the database's schema up to date."""
    from brain import database

    connected = database.connect(database.address(_settings()))
    database.wait_until_ready(connected)
    click.echo("schema up to date")


@main.command(name="import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would change and stop.")
def import_(folder: Path, dry_run: bool) -> None:
    """Import the store's tables from FOLDER: all or nothing, with errors by line."""
    from brain import database, store_import

    connected = database.connect(database.address(_settings()))
    database.wait_until_ready(connected)
    with connected.connection_context():
        sys.exit(store_import.run(folder, dry_run=dry_run))


@main.command()
@click.option("--admin-user", envvar="ROCKETCHAT_ADMIN_USER", prompt=True)
@click.option("--admin-password", envvar="ROCKETCHAT_ADMIN_PASSWORD", prompt=True, hide_input=True)
@click.option("--brain-url", envvar="BRAIN_URL", help="Where Rocket.Chat reaches this brain.")
def setup(admin_user: str, admin_password: str, brain_url: str | None) -> None:
    """Install everything the product needs in Rocket.Chat."""
    from brain import database, setup
    from brain.errors import Failure

    settings = _settings()
    connected = database.connect(database.address(settings))
    database.wait_until_ready(connected)
    url = brain_url or f"http://127.0.0.1:{settings.port}"
    try:
        with connected.connection_context():
            setup.run(settings, admin_user, admin_password, url, click.echo)
    except Failure as failure:
        raise click.ClickException(failure.reason) from failure


if __name__ == "__main__":
    main()

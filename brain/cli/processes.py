"""The four processes, and the schema they work on."""

import os
import sys
from pathlib import Path

import click

from brain import logs
from brain.cli import starting


@click.command()
def db() -> None:
    """Own the embedded PostgreSQL (where DATABASE_URL is unset)."""
    from brain import embedded_db

    embedded_db.run(Path(os.environ.get("VAR_DIR", "var")))


@click.command()
def web() -> None:
    """Serve the webhook, Rocket.Chat's events and the health pages, under gunicorn."""
    from gunicorn.app.wsgiapp import run

    settings = starting.settings()
    os.environ["PORT"] = str(settings.port)
    config = Path(__file__).parents[2] / "deploy" / "gunicorn.conf.py"
    sys.argv = ["gunicorn", "-c", str(config), "brain.web:create_app()"]
    run()


@click.command()
def worker() -> None:
    """Do what is due: into rooms, turns, out to WhatsApp."""
    settings = starting.settings()
    logs.configure("worker")
    from brain import worker  # takes seconds: not before the settings are in order

    worker.run(settings)


@click.command()
def clock() -> None:
    """Defer what has to happen at its time."""
    settings = starting.settings()
    logs.configure("clock")
    from brain import clock

    clock.run(settings)


@click.command()
def migrate() -> None:
    """Bring the database's schema up to date."""
    with starting.connected(starting.settings()):
        click.echo("schema up to date")

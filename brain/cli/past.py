"""What was: the management's numbers, a conversation once more, what was called a mistake."""

from pathlib import Path

import click

from brain import logs
from brain.cli import starting


@click.command()
@click.option("--from", "first", default="", help="The first day, as 2026-11-22.")
@click.option("--to", "last", default="", help="The last day; today where left out.")
@click.option("--csv", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write it.")
def report(first: str, last: str, file: Path | None) -> None:
    """Print the management's numbers, as on the page under /panel; or write them to a file."""
    from datetime import UTC, datetime

    from brain import report
    from brain.report import period, words, writing

    settings, now = starting.settings(), datetime.now(UTC)
    try:
        days = period.read(first, last, now, settings.zone)
    except period.PeriodRefused as refused:
        raise click.UsageError(words.say(f"period.{refused}")) from None
    with starting.connected(settings):
        made = report.report(days, settings.pilot_numbers, now)
    if file is None:
        click.echo(writing.as_text(made))
    else:
        file.write_text(writing.as_csv(made), encoding="utf-8", newline="")


@click.command()
@click.argument("room")
@click.option("--eval-case", is_flag=True, help="Print it as a masked dialogue for `make eval`.")
def replay(room: str, eval_case: bool) -> None:
    """Run the conversation in ROOM against today's brain; nothing is written or sent.

    ROOM is the id of a Rocket.Chat room, or the address of its page.
    """
    from brain import replay as past
    from brain.errors import Failure

    settings = starting.settings()
    logs.configure("replay")
    try:
        with starting.connected(settings):
            past.run(settings, room, as_case=eval_case)
    except (past.NothingThere, Failure) as problem:
        raise click.ClickException(str(problem)) from None


@click.command()
def mistakes() -> None:
    """Print the conversations that administrators marked, as masked dialogues for `make eval`."""
    from brain import decisions_marked

    with starting.connected(starting.settings()):
        click.echo(decisions_marked.cases(), nl=False)

"""Rocket.Chat made ready, and a look at how everything is."""

import sys

import click

from brain.cli import starting


@click.command()
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

    settings = starting.settings()
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
        with starting.connected(settings, migrate=not dry_run):
            setup.run(settings, orders, click.echo)
    except Failure as failure:
        raise click.ClickException(failure.reason) from failure


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For programs: a list of findings.")
@click.option("--model", "ask_model", is_flag=True, help="Check the language model: minutes.")
def doctor(as_json: bool, ask_model: bool) -> None:
    """Look at every part and say what to do about what is wrong; changes nothing."""
    from brain import database, doctor
    from brain.doctor import printing

    settings = starting.settings()
    try:
        database.connect(database.address(settings, wait=1), max_connections=12)
    except TimeoutError:  # said among the findings
        database.connect(database.NOWHERE, max_connections=12)
    examined = doctor.examine(doctor.Patient(settings, ask_model=ask_model))
    click.echo(printing.as_json(examined) if as_json else printing.as_text(examined))
    sys.exit(0 if doctor.is_well(examined) else 1)

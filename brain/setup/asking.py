"""What `setup` asks the operator; without a terminal it says what to run instead."""

import sys

import click

from brain.errors import Failure
from brain.rocketchat.admin import AskCode

METHODS = {"totp": "your authenticator app", "email": "the e-mail that Rocket.Chat just sent you"}
LIMITER = (
    "The app cannot run here, so customers' words enter by routes where Rocket.Chat's API rate "
    "limiter lets no more than 10 messages a minute in, all customers together. Switch it off for "
    "the whole workspace?"
)


def somebody_is_there() -> bool:
    """Tell whether there is a terminal with somebody who can answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def administrator() -> str:
    """Ask for the administrator's user name."""
    return _asked("--admin-user (or ROCKETCHAT_ADMIN_USER)", "Administrator's user")


def password() -> str:
    """Ask for the administrator's password."""
    return _asked("ROCKETCHAT_ADMIN_PASSWORD", "Administrator's password", hidden=True)


def _asked(option: str, words: str, *, hidden: bool = False) -> str:
    if not somebody_is_there():
        raise click.UsageError(f"no terminal to ask at: give {option}")
    return str(click.prompt(words, hide_input=hidden))


def code(given: str | None) -> AskCode:
    """Return who says the second factor's code: the option first, then the operator."""
    left = [given] if given else []

    def ask(method: str) -> str:
        if left:
            return left.pop()
        if somebody_is_there():
            return str(click.prompt(f"Code from {METHODS.get(method, method)}"))
        raise Failure(
            f"this administrator has a second factor ({method}): run it again at a terminal or "
            "with --code (or ROCKETCHAT_ADMIN_CODE), or use a personal access token that ignores "
            "the second factor (--admin-token)",
            permanent=True,
        )

    return ask


def limiter_may_go(*, dry: bool) -> bool | None:
    """Ask whether the rate limiter may be switched off; None where nobody can be asked."""
    if dry or not somebody_is_there():
        return None
    return click.confirm(LIMITER, default=False)

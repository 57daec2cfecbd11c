"""`python -m brain setup`: make in a Rocket.Chat whatever the product needs there, idempotently.

Each step looks and returns what it would change; one place does it, or in a dry run only tells.
"""

from collections.abc import Callable
from dataclasses import dataclass

from brain.rocketchat.account import new_session
from brain.rocketchat.admin import Admin, AskCode
from brain.rocketchat.rooms import CHANNEL
from brain.settings import Settings
from brain.setup import app, departments, people, way_in, workspace
from brain.setup.changes import Report, Step


@dataclass(frozen=True)
class Orders:
    """What the operator wants.

    Args:
        user, password: an administrator's; or `token`, "<user id>:<personal access token>".
        brain_url: where Rocket.Chat reaches this brain, such as http://127.0.0.1:8000.
        ask_code: gets the code of a second factor; raises where nobody can say it.
        limiter_may_go: asks whether the API rate limiter may be switched off for the whole
            workspace, which the way without the app needs; None where nobody can be asked.
        dry: tell what would change, and change nothing.
    """

    user: str
    password: str
    brain_url: str
    ask_code: AskCode
    limiter_may_go: Callable[[], bool | None]
    token: str = ""
    dry: bool = False


def run(settings: Settings, orders: Orders, say: Callable[[str], None]) -> int:
    """Install everything; what is there already is left or brought up to date.

    Args:
        say: gets a line for each thing found or done.

    Returns:
        How many things were changed, or would be.

    Raises:
        Failure: the step that failed and what Rocket.Chat said.
    """
    url = settings.rocketchat_url
    admin = Admin(
        url, orders.user, orders.password, new_session(url), orders.ask_code, orders.token
    )
    report = Report(say, dry=orders.dry)
    for step in _steps(admin, settings, orders):
        report.carry_out(step)
    report.close()
    return report.changes


def _steps(admin: Admin, settings: Settings, orders: Orders) -> list[Step]:
    return [
        Step("plan", lambda: workspace.contacts(admin)),
        Step("settings", lambda: workspace.settings(admin)),
        Step("bot user", lambda: people.bot(admin, settings)),
        Step("bridge user", lambda: people.bridge(admin, settings)),
        Step("permissions", lambda: workspace.permissions(admin)),
        Step("departments", lambda: departments.departments(admin, settings)),
        Step(f"channel #{CHANNEL}", lambda: people.channel(admin, settings)),
        Step("app", lambda: app.package(admin)),
        Step("app settings", lambda: app.settings(admin, settings, orders.brain_url)),
        Step("app enabled", lambda: app.enabled(admin)),
        Step("way in", lambda: way_in.told(admin)),
        Step("webhook", lambda: way_in.webhook(admin, settings, orders.brain_url)),
        Step("rate limiter", lambda: way_in.limiter(admin, orders.limiter_may_go)),
    ]

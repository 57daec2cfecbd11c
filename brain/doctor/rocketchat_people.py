"""The people at Rocket.Chat: agents, departments, the channel of the cards."""

from collections.abc import Iterator
from typing import Any

from brain.doctor.finding import SETUP_AGAIN, Finding, ok, problem, warning
from brain.models import Department, database
from brain.rocketchat.account import Account, Refused
from brain.rocketchat.rooms import CHANNEL
from brain.settings import Settings

Json = dict[str, Any]
UNDER = "Under Omnichannel > Departments"
SHARED = " Some share one in Rocket.Chat, where the plan lets no further one be made."


def look(bridge: Account, settings: Settings) -> Iterator[Finding]:
    """Look whether handoffs find somebody."""
    listed = bridge.every("livechat/users/agent", "users")
    agents = {agent["username"]: agent for agent in listed}
    yield from _bot(agents.pop(settings.rocketchat_bot_user, None), settings)
    yield from _agents(agents)
    yield from _departments(bridge, set(agents))
    yield from _channel(bridge)


def _bot(bot: Json | None, settings: Settings) -> Iterator[Finding]:
    if bot and bot.get("statusLivechat", "available") != "available":
        yield problem(
            "rocketchat.bot.available",
            f"{settings.rocketchat_bot_user} is not available as an agent of Omnichannel.",
            "No conversation can be given to it: customers wait for people.",
            SETUP_AGAIN,
        )


def _agents(agents: dict[str, Json]) -> Iterator[Finding]:
    there = [name for name, agent in agents.items() if _takes_part(agent)]
    if not agents:
        yield problem(
            "rocketchat.agents",
            "Nobody is an agent of Omnichannel.",
            "Whoever asks for a person waits for ever.",
            "Under Omnichannel > Agents add your people, then run `python -m brain setup`.",
        )
    elif not there:
        yield warning(
            "rocketchat.agents",
            f"None of the {len(agents)} agent(s) is available now.",
            "Handoffs wait until somebody is there.",
            "In office hours somebody should be logged in and set to available.",
        )
    else:
        yield ok("rocketchat.agents", f"{len(there)} of {len(agents)} agent(s) available now.")


def _takes_part(agent: Json) -> bool:
    status = agent.get("status", "online")
    return agent.get("statusLivechat") == "available" and status != "offline"


def _departments(bridge: Account, agents: set[str]) -> Iterator[Finding]:
    with database.connection_context():
        ours = list(Department.select().order_by(Department.name))
    if not ours:
        why = "Handoffs find no department and go to the general queue."
        yield problem("rocketchat.departments", "No departments are known.", why, SETUP_AGAIN)
        return
    there = {one["_id"]: one for one in bridge.every("livechat/department", "departments")}
    apart = {row.rocketchat_id or row.key: row for row in reversed(ours)}.values()
    findings = [
        _department(bridge, row, there.get(row.rocketchat_id or ""), agents) for row in apart
    ]
    findings += [_head(bridge, row) for row in ours if row.head]
    bad = [finding for finding in findings if finding]
    yield from bad
    if not bad:
        names = ", ".join(row.name for row in ours)
        shared = "" if len(apart) == len(ours) else SHARED
        yield ok("rocketchat.departments", f"{names}: enabled, with agents.{shared}")


def _department(
    bridge: Account, row: Department, found: Json | None, agents: set[str]
) -> Finding | None:
    key = f"rocketchat.departments.{row.key}"
    why = f"Handoffs to {row.name} go to another department, or to the general queue."
    if found is None:
        return problem(key, f"The department {row.name} is not in Rocket.Chat.", why, SETUP_AGAIN)
    if not found.get("enabled"):
        return problem(
            key, f"The department {row.name} is disabled.", why, f"{UNDER} enable {row.name}."
        )
    members = bridge.every(f"livechat/department/{found['_id']}/agents", "agents")
    if not any(member.get("username") in agents for member in members):
        return problem(
            key,
            f"The department {row.name} has no agents.",
            "Who is handed to it waits for ever.",
            f"{UNDER} add agents to {row.name}.",
        )
    return None


def _head(bridge: Account, row: Department) -> Finding | None:
    try:
        bridge.get("users.info", username=row.head)
    except Refused:
        return warning(
            f"rocketchat.departments.{row.key}.head",
            f"The head of {row.name}, {row.head}, is no user of Rocket.Chat.",
            "When nobody takes a ticket nobody is told.",
            f"Correct `head` of [{row.key}] in the departments' file, then {SETUP_AGAIN}",
        )
    return None


def _channel(bridge: Account) -> Iterator[Finding]:
    try:
        bridge.get("rooms.info", roomName=CHANNEL)
    except Refused as refused:
        yield problem(
            "rocketchat.channel",
            f"#{CHANNEL} is not there, or {bridge.user} is not in it ({refused.code}).",
            "Agents see no cards of new tickets.",
            SETUP_AGAIN,
        )
    else:
        yield ok("rocketchat.channel", f"#{CHANNEL} is there.")

"""What an agent reads who asks for the commands, or who gave one that there is not."""

from brain.wording import every, say

ASKED = {"ayuda", "help", "?"}
NEEDS_APP = {"decision"}


def is_wanted(args: list[str]) -> bool:
    """Tell whether a command is only asked about: `!bot ayuda`."""
    return len(args) == 1 and args[0].lower() in ASKED


def text() -> str:
    """Return the commands, each with what it takes and does."""
    lines = (f"`!{name} {one['takes']}".rstrip() + f"` — {one['does']}" for name, one in _all())
    return "\n".join([say("help.title"), *lines])


def unknown(name: str) -> str:
    """Return what is said to who gave a command that cannot be obeyed."""
    if name in NEEDS_APP:
        return say("agent.command_needs_app", name=name)
    return "\n".join([say("agent.command_unknown", name=name), text()])


def _all() -> list[tuple[str, dict[str, str]]]:
    return list(every("help.command").items())

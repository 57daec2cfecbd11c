"""Who asks for something in Rocket.Chat, and what he may: the app has looked, and so do we."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from brain.rocketchat.rooms import RoomState, Serving

AGENTS = frozenset({"livechat-agent", "livechat-manager", "admin"})
SEE_EVERYTHING = frozenset({"livechat-manager", "livechat-monitor", "admin"})


@dataclass(frozen=True)
class Asker:
    """A person in Rocket.Chat.

    `roles` is None for who wrote a command into the room as a message: the server let him write
    there, which it does for those only who may see the room.
    """

    username: str
    roles: frozenset[str] | None

    @property
    def is_agent(self) -> bool:
        """Whether he serves customers."""
        return self.roles is None or bool(self.roles & AGENTS)

    @property
    def is_admin(self) -> bool:
        """Whether he may see how the bot decides."""
        return self.roles is not None and "admin" in self.roles

    def sees(self, room: RoomState, colleagues: Callable[[str], Iterable[str]]) -> bool:
        """Tell whether he may see a room: his own, one in his queue, or all of them.

        Args:
            colleagues: the user names of a department's agents.
        """
        if self.roles is None or self.roles & SEE_EVERYTHING:
            return True
        if room.agent == self.username:
            return True
        if room.serving is not Serving.NOBODY:
            return False
        return room.department_id is None or self.username in colleagues(room.department_id)


def asker_of(user: dict[str, object]) -> Asker:
    """Read a user as the app tells of him."""
    roles = user.get("roles")
    named = frozenset(str(role) for role in roles) if isinstance(roles, list) else frozenset()
    return Asker(str(user["username"]), named)

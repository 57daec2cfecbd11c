"""Stage `join`: two customers turned out to be one; the room of the one who is gone is closed."""

from brain import work
from brain.services import Services
from brain.wording import say
from brain.work import Task


def leave(task: Task, services: Services) -> None:
    """Close a room whose customer has another: nobody has two open rooms."""
    services.rooms.close(task.payload["room"], say("agent.joined"))
    work.finish(task.id)

"""A customer taps how the service was: kept, shown to the agents, thanked for. No room opens."""

import structlog

from brain import handoff, satisfaction, work
from brain.errors import Failure
from brain.rocketchat.rooms import NEVER_RELAYED
from brain.services import Services
from brain.wording import say
from brain.work import Task

log = structlog.get_logger()


def keep(task: Task, choice_id: str, services: Services) -> None:
    """Keep the first answer; one that comes again, or that we did not ask for, changes nothing.

    The words stand in the room that was asked about, closed as it is; where the server lets
    nobody write there any more, the answer is kept all the same.
    """
    found = satisfaction.answer(task.customer_id, choice_id)
    if found:
        room_id, score = found
        try:
            _write(task.customer_id, room_id, score, services)
        except Failure as failure:
            log.info("opinion.not_shown", room=room_id, reason=failure.reason)
    work.finish(task.id)


def _write(customer_id: int, room_id: str, score: int, services: Services) -> None:
    shown = say("satisfaction.shown", score=say(f"satisfaction.score_{score}"))
    services.rooms.note(room_id, f"{NEVER_RELAYED}opinion-{room_id}", shown)
    thanks = say("satisfaction.thanks")
    handoff.say_to(customer_id, room_id, f"opinion-{room_id}", thanks, services)

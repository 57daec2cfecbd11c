"""What Omnichannel's own webhook tells, where the app does not run: stored, then answered with 200.

The server tries five times and then forgets; the sweep over the rooms finds what was lost.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from brain import event_shape, events
from brain.models import database
from brain.rocketchat import omnichannel
from whatsapp.webhook import read_body


def create_blueprint(
    secrets: list[str],
    bot_user: str,
    bridge: str,
    connection: Callable[[], AbstractContextManager[Any]],
) -> Blueprint:
    """Return the door for Omnichannel's webhook.

    Args:
        secrets: BRIDGE_SECRET, from any of which the webhook's token is made.
        bot_user: whose messages are the bot's.
        bridge: as whom we write.
        connection: opens a database connection for the length of a request.
    """
    blueprint = Blueprint("omnichannel", __name__)

    @blueprint.post(omnichannel.PATH)
    def take() -> ResponseReturnValue:
        if not omnichannel.is_ours(secrets, request.headers.get(omnichannel.TOKEN_HEADER)):
            return {"error": "wrong token: run `python -m brain setup` again"}, 403
        try:
            body = read_body(request.get_data())
            told = omnichannel.events_in(body, bot_user, datetime.now(UTC))
        except (KeyError, TypeError, AttributeError, ValueError, RecursionError):
            return {"error": "not one of Omnichannel's webhooks"}, 400
        if not all(map(event_shape.is_event, told)):
            return {"error": "not one of Omnichannel's webhooks"}, 400
        with connection(), database.atomic():
            for event in told:
                events.tell_ours(event, bridge)
                events.store(event)
        return {"stored": len(told)}, 200

    return blueprint

"""The web process: stores what Meta and the app send, tells how it is. It thinks nothing."""

from datetime import UTC, datetime

from flask import Flask, Response
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST

from brain import (
    asked,
    database,
    events,
    events_without_app,
    logs,
    metrics,
    panel,
    webhook_stored,
)
from brain.answers import Answers
from brain.bell import Bell
from brain.doors import connect
from brain.health import Health
from brain.rocketchat.either_door import ASK_AGAIN_SECONDS, EitherDoor
from brain.settings import Settings, load
from whatsapp import webhook

# The largest that is sent here is a whole conversation, as Omnichannel tells of a closed room.
LARGEST_BODY = 16 * 1024 * 1024


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application; gunicorn calls it in each of its workers."""
    settings = settings or load()
    logs.configure("web")
    connected = database.connect(database.address(settings), max_connections=40)
    app = Flask("mostrador")
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    webhook.mount(
        app,
        settings.app_secrets,
        settings.whatsapp_verify_token.get_secret_value(),
        webhook_stored.store_and_ring(connected.connection_context, Bell().ring),
    )
    secrets = settings.bridge_secrets
    bot, bridge = settings.rocketchat_bot_user, settings.rocketchat_bridge_user
    app.register_blueprint(events.create_blueprint(secrets, bridge, connected.connection_context))
    app.register_blueprint(
        events_without_app.create_blueprint(secrets, bot, bridge, connected.connection_context)
    )
    panel.add_to(app, settings, connected.connection_context)
    doors = connect(settings)
    answers = Answers(settings.zone, lambda: datetime.now(UTC))
    app.register_blueprint(
        asked.create_blueprint(secrets, connected.connection_context, doors.rooms, answers)
    )
    _add_health(app, Health(doors.rooms), doors.door)
    return app


def _add_health(app: Flask, health: Health, door: EitherDoor) -> None:
    @app.get("/health/live")
    def live() -> ResponseReturnValue:
        return {"status": "ok"}

    @app.get("/health/ready")
    def ready() -> ResponseReturnValue:
        parts = health.check()
        good = all(state == "ok" for state in parts.values())
        way = door.look(ASK_AGAIN_SECONDS)
        told = {"status": "ok" if good else "not ready", **parts}
        return told | {"door": way.value if way else "not seen yet"}, 200 if good else 503

    @app.get("/metrics")
    def figures() -> ResponseReturnValue:
        return Response(metrics.render(), content_type=CONTENT_TYPE_LATEST)

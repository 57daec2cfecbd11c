"""The web process: stores what Meta and the app send, tells how it is. It thinks nothing."""

from flask import Flask, Response
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST

from brain import database, events, logs, metrics, webhook_stored
from brain.doors import connect_rooms
from brain.health import Health
from brain.settings import Settings, load
from whatsapp import webhook


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application; gunicorn calls it in each of its workers."""
    settings = settings or load()
    logs.configure("web")
    connected = database.connect(database.address(settings), max_connections=40)
    app = Flask("mostrador")
    app.register_blueprint(
        webhook.create_blueprint(
            settings.app_secrets,
            settings.whatsapp_verify_token.get_secret_value(),
            webhook_stored.store_with(connected.connection_context),
        )
    )
    secret = settings.bridge_secret.get_secret_value()
    app.register_blueprint(events.create_blueprint(secret, connected.connection_context))
    _add_health(app, Health(connect_rooms(settings)[0]))
    return app


def _add_health(app: Flask, health: Health) -> None:
    @app.get("/health/live")
    def live() -> ResponseReturnValue:
        return {"status": "ok"}

    @app.get("/health/ready")
    def ready() -> ResponseReturnValue:
        parts = health.check()
        good = all(state == "ok" for state in parts.values())
        return {"status": "ok" if good else "not ready", **parts}, 200 if good else 503

    @app.get("/metrics")
    def figures() -> ResponseReturnValue:
        return Response(metrics.render(), content_type=CONTENT_TYPE_LATEST)

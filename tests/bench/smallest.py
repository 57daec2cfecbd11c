"""The smallest durable acknowledgement: verify the signature, one INSERT, 200. To compare with."""

import hashlib
import hmac
import os
import threading
from pathlib import Path

import psycopg
from flask import Flask, Response, request

from tests.bench.signed_webhooks import PATH

_TABLE = """CREATE TABLE IF NOT EXISTS bench_smallest
    (id bigserial PRIMARY KEY, body bytea NOT NULL, at timestamptz NOT NULL DEFAULT now())"""
_INSERT = "INSERT INTO bench_smallest (body) VALUES (%s)"


def create_app() -> Flask:
    """Return the application, for gunicorn with the settings of our own web process."""
    secret = os.environ["WHATSAPP_APP_SECRET"].encode()
    uri = os.environ.get("DATABASE_URL") or _embedded()
    mine = threading.local()  # a connection a thread, never looked for: nothing is smaller
    with psycopg.connect(uri) as connection:
        connection.execute(_TABLE)

    app = Flask("smallest")

    @app.post(PATH)
    def receive() -> Response:
        raw = request.get_data(cache=False)
        expected = "sha256=" + hmac.digest(secret, raw, hashlib.sha256).hex()
        if not hmac.compare_digest(expected, request.headers.get("X-Hub-Signature-256", "")):
            return Response(status=403)
        if not hasattr(mine, "connection"):
            mine.connection = psycopg.connect(uri, autocommit=True)
        mine.connection.execute(_INSERT, (raw,))
        return Response(status=200)

    return app


def _embedded() -> str:
    return (Path(os.environ["VAR_DIR"]) / "database-url").read_text().strip()

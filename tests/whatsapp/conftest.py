import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.whatsapp.counter import Counter, Shelf, listening
from tests.whatsapp.meta import SECRET, VERIFY_TOKEN, Meta, running
from whatsapp.webhook import Item, mount, split

PAYLOADS = Path(__file__).parent / "payloads"

Load = Callable[[str], dict[str, Any]]
Post = Callable[..., TestResponse]


def load(name: str) -> dict[str, Any]:
    body: dict[str, Any] = json.loads((PAYLOADS / f"{name}.json").read_text("utf-8"))
    return body


def all_names() -> list[str]:
    return sorted(path.stem for path in PAYLOADS.glob("*.json"))


def only_item(name: str) -> Item:
    (item,) = split(load(name))
    return item


def sign(raw: bytes, secret: str = SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def client(shelf: Shelf) -> FlaskClient:
    app = Flask(__name__)
    mount(app, ["an older secret", SECRET], VERIFY_TOKEN, shelf)
    return app.test_client()


@pytest.fixture
def post(client: FlaskClient) -> Post:
    def post(body: object, signature: str | None = None, secret: str = SECRET) -> TestResponse:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"X-Hub-Signature-256": sign(raw, secret) if signature is None else signature}
        return client.post("/whatsapp/webhook", data=raw, headers=headers)

    return post


@pytest.fixture(scope="session")
def counter() -> Iterator[Counter]:
    with listening() as counter:
        yield counter


@pytest.fixture(scope="session")
def meta_process(counter: Counter) -> Iterator[Meta]:
    with running(counter.url) as meta:
        yield meta


@pytest.fixture
def meta(meta_process: Meta) -> Meta:
    meta_process.reset()
    return meta_process

"""The doors on a real database, and what has to hold for whatever is put through them."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

from flask import Flask
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from brain import customer_wrote, events, events_without_app, webhook_stored, work
from brain.models import database, every
from brain.rocketchat import omnichannel, signing
from tests.fuzz import shapes, tables
from whatsapp import webhook
from whatsapp.webhook import Item

SECRET = "0123456789abcdef"
TAKEN_OR_REFUSED = {200, 400}


@dataclass(frozen=True)
class Property:
    """What holds for every body that the strategy makes."""

    bodies: st.SearchStrategy[Any]
    holds: Callable[[Any], None]


def dumped(body: Any) -> bytes:
    return body if isinstance(body, bytes) else json.dumps(body).encode()


def _app() -> Flask:
    app = Flask("fuzz")
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = True
    webhook.mount(app, [SECRET], "verify", _store)
    app.register_blueprint(events.create_blueprint([SECRET], "puente", nullcontext))
    app.register_blueprint(
        events_without_app.create_blueprint([SECRET], "asistente", "puente", nullcontext)
    )
    return app


def _store(items: list[Item]) -> None:
    webhook_stored.store(items)


@contextmanager
def undone() -> Iterator[None]:
    """Undo in the database what happens inside; a customer, wa-1, is there."""
    with database.atomic() as trial:
        database.execute_sql("INSERT INTO customer (id, phone, bsuid) VALUES (1, '1809', 'DO.9')")
        try:
            yield
        finally:
            trial.rollback()


def webhook_holds(body: Any) -> None:
    """A webhook is stored or refused; what is stored can be sorted, and no message is lost."""
    raw = dumped(body)
    digest = hmac.new(SECRET.encode(), raw, hashlib.sha256).hexdigest()
    with undone():
        answer = _post(webhook.PATH, raw, {"X-Hub-Signature-256": f"sha256={digest}"})
        assert answer.status_code in TAKEN_OR_REFUSED
        _repeat(answer, webhook.PATH, raw, {"X-Hub-Signature-256": f"sha256={digest}"})
        for (item,) in every("SELECT id FROM webhook_item ORDER BY id"):
            customer_wrote.sort_sender_of(item, "106540352242922")
        customer_wrote.sort_statuses()
        left = every("SELECT kind FROM webhook_item WHERE sorted_at IS NULL AND kind = 'message'")
        assert left == []
        for (customer,) in every("SELECT id FROM customer"):
            work.heads(customer)


def _repeat(first: TestResponse, path: str, raw: bytes, headers: dict[str, str]) -> None:
    """What is delivered twice is answered the same and stored once."""
    before = every("SELECT count(*) FROM webhook_item")
    assert _post(path, raw, headers).status_code == first.status_code
    assert every("SELECT count(*) FROM webhook_item") == before


def event_holds(body: Any) -> None:
    """An event of the app's is stored or refused, and its repetition changes nothing."""
    raw = dumped(body)
    stamp = str(int(time.time()))
    headers = {
        signing.TIMESTAMP: stamp,
        signing.SIGNATURE: signing.sign(SECRET, stamp, raw),
    }
    _told("/rocketchat/events", raw, headers)


def omnichannel_holds(body: Any) -> None:
    """So is what Omnichannel tells."""
    token = omnichannel.token_for(SECRET)
    _told(omnichannel.PATH, dumped(body), {omnichannel.TOKEN_HEADER: token})


def _told(path: str, raw: bytes, headers: dict[str, str]) -> None:
    with undone():
        first = _post(path, raw, headers)
        assert first.status_code in TAKEN_OR_REFUSED
        before = every("SELECT stage, key, state FROM work ORDER BY 1, 2")
        assert _post(path, raw, headers).status_code == first.status_code
        assert every("SELECT stage, key, state FROM work ORDER BY 1, 2") == before


def _post(path: str, raw: bytes, headers: dict[str, str]) -> TestResponse:
    """Post as the server would: what breaks is told as 500, and here as what it is."""
    with database.atomic():
        return _app().test_client().post(path, data=raw, headers=headers)


ANYTHING = st.recursive(
    shapes.JUNK, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20
)
PROPERTIES = {
    "webhooks of Meta": Property(
        shapes.mutated(shapes.webhooks()) | ANYTHING | st.binary(max_size=60), webhook_holds
    ),
    "events of the app": Property(
        shapes.mutated(shapes.events()) | ANYTHING | st.binary(max_size=60), event_holds
    ),
    "webhooks of Omnichannel": Property(
        shapes.mutated(shapes.omnichannel()) | ANYTHING | st.binary(max_size=60), omnichannel_holds
    ),
    "tables of the store": Property(tables.folders(), tables.import_holds),
}

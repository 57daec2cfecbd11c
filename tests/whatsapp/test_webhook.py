import json
from typing import Any

import pytest
import structlog
from flask import Flask
from flask.testing import FlaskClient

from tests.whatsapp.conftest import Post, all_names, load, sign
from tests.whatsapp.counter import Shelf
from tests.whatsapp.meta import SECRET, VERIFY_TOKEN
from whatsapp.webhook import mount, split

URL = "/whatsapp/webhook"


@pytest.mark.parametrize("name", all_names())
def test_every_known_body_is_stored_whole(name: str, post: Post, shelf: Shelf) -> None:
    assert post(load(name)).status_code == 200
    assert shelf.items == split(load(name))
    assert shelf.items


def test_meta_may_verify_the_address(client: FlaskClient) -> None:
    answer = client.get(
        URL,
        query_string={
            "hub.mode": "subscribe",
            "hub.verify_token": VERIFY_TOKEN,
            "hub.challenge": "<b>1158201444</b>",
        },
    )
    assert (answer.status_code, answer.text) == (200, "<b>1158201444</b>")
    assert answer.mimetype == "text/plain"


@pytest.mark.parametrize("token", ["", "wrong", "contraseña"])
def test_nobody_else_may_verify_the_address(client: FlaskClient, token: str) -> None:
    query = {"hub.mode": "subscribe", "hub.verify_token": token, "hub.challenge": "1"}
    assert client.get(URL, query_string=query).status_code == 403


def test_nothing_else_is_done_at_the_address(client: FlaskClient) -> None:
    assert client.put(URL).status_code == 405
    assert client.get(f"{URL}/more").status_code == 404


def test_an_unsigned_body_is_unauthorized(client: FlaskClient, shelf: Shelf) -> None:
    assert client.post(URL, json=load("text")).status_code == 401
    assert shelf.items == []


@pytest.mark.parametrize("signature", ["sha256=", "sha256=" + "0" * 64, "sha1=abc", "señal"])
def test_a_forged_body_is_forbidden(post: Post, shelf: Shelf, signature: str) -> None:
    assert post(load("text"), signature=signature).status_code == 403
    assert shelf.items == []


def test_a_changed_byte_breaks_the_signature(client: FlaskClient, shelf: Shelf) -> None:
    raw = json.dumps(load("text")).encode()
    headers = {"X-Hub-Signature-256": sign(raw)}
    assert client.post(URL, data=raw + b" ", headers=headers).status_code == 403
    assert shelf.items == []


def test_both_secrets_count_while_one_replaces_the_other(post: Post, shelf: Shelf) -> None:
    assert post(load("text"), secret="an older secret").status_code == 200
    assert post(load("image"), secret=SECRET).status_code == 200
    assert len(shelf.items) == 2


@pytest.mark.parametrize(
    "raw", [b"", b"hola", b"[]", b"3", b'{"a": NaN}', b'{"a": 1e999}', b"\xff{}"]
)
def test_what_is_no_json_object_is_a_bad_request(post: Post, shelf: Shelf, raw: bytes) -> None:
    assert post(raw).status_code == 400
    assert shelf.items == []


def test_endless_nesting_is_a_bad_request(post: Post) -> None:
    assert post(b'{"entry":' + b"[" * 100_000 + b"]" * 100_000 + b"}").status_code == 400


def test_more_than_meta_ever_sends_is_refused(post: Post, shelf: Shelf) -> None:
    assert post(b" " * (3 * 1024 * 1024 + 1)).status_code == 413
    assert shelf.items == []


def test_a_full_batch_of_meta_fits(post: Post, shelf: Shelf) -> None:
    body = load("text")
    value = body["entry"][0]["changes"][0]["value"]
    value["messages"] = [
        {**value["messages"][0], "id": f"wamid.{number}", "text": {"body": "á" * 300}}
        for number in range(1000)
    ]
    assert post(body).status_code == 200
    assert len(shelf.items) == 1000


def test_a_store_that_fails_makes_meta_come_again(post: Post, shelf: Shelf) -> None:
    shelf.broken_by = RuntimeError("Buenas, tienen cemento gris? 18095550101")
    with structlog.testing.capture_logs() as logs:
        assert post(load("text")).status_code == 500
    shelf.broken_by = None
    assert post(load("text")).status_code == 200
    assert len(shelf.items) == 1
    assert "cemento" not in str(logs)
    assert "18095550101" not in str(logs)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("hola 👋", "hola 👋"),
        ("con un cero\0", "con un cero\ufffd"),
        ("media \ud83d carita", "media \ufffd carita"),
        ("barra \\u0000 y ñ", "barra \\u0000 y ñ"),
    ],
)
def test_what_no_database_can_keep_does_not_block_the_batch(
    post: Post, shelf: Shelf, written: str, kept: str
) -> None:
    body = load("text")
    body["entry"][0]["changes"][0]["value"]["messages"][0]["text"]["body"] = written
    assert post(body).status_code == 200
    assert shelf.items[0].payload["message"]["text"]["body"] == kept


@pytest.mark.parametrize(
    ("secrets", "token"), [([], "x"), ([""], "x"), (["s", ""], "x"), (["s"], "")]
)
def test_without_secret_or_token_nothing_starts(
    secrets: list[str], token: str, shelf: Shelf
) -> None:
    with pytest.raises(ValueError, match="app secret"):
        mount(Flask(__name__), secrets, token, shelf)


def test_one_secret_is_not_taken_for_many_of_one_letter(shelf: Shelf) -> None:
    with pytest.raises(TypeError, match="sequence"):
        mount(Flask(__name__), "secret", "x", shelf)


def test_an_unknown_body_is_kept_too(post: Post, shelf: Shelf) -> None:
    unknown: dict[str, Any] = {"object": "something new", "data": [1, 2]}
    assert post(unknown).status_code == 200
    assert shelf.items[0].kind == "other"
    assert shelf.items[0].payload["value"] == unknown

"""Trouble on demand, over the control side of both worlds."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests

from tests.system.dialogue import Dialogue
from tests.system.running import System

Json = dict[str, Any]


@contextmanager
def of_rocketchat(system: System, *faults: Json) -> Iterator[None]:
    """Rocket.Chat misbehaves like this until the end of the block."""
    with _faults(system.rocketchat_url, list(faults)):
        yield


@contextmanager
def of_meta(system: System, *faults: Json) -> Iterator[None]:
    """The Graph API misbehaves like this until the end of the block."""
    with _faults(system.meta_url, list(faults)):
        yield


def of_sending_to(dialogue: Dialogue, respond: Any, times: int = 1) -> Json:
    """Return the fault of the Graph API that strikes what is sent to this customer."""
    match = {"action": "send", "to": dialogue.phone.number}
    return {"match": match, "times": times, "respond": respond}


def left_at_meta(system: System) -> list[Any]:
    """Return the faults of the Graph API that have not struck yet."""
    found: list[Any] = requests.get(f"{system.meta_url}/_world/faults", timeout=10).json()["faults"]
    return found


@contextmanager
def rules_of_meta(system: System, **rules: Any) -> Iterator[None]:
    """Meta follows these rules until the end of the block."""
    url = f"{system.meta_url}/_world/rules"
    before = requests.get(url, timeout=10).json()
    _ask("POST", url, rules)
    try:
        yield
    finally:
        _ask("POST", url, {name: before[name] for name in rules})


def posted(system: System, **webhook: Any) -> int:
    """Post a webhook once: body= or text=, signed=right, wrong or missing; return the status."""
    status: int = _ask("POST", f"{system.meta_url}/_world/webhook", webhook)["status"]
    return status


def file_of_customer(system: System, content: bytes, mime: str, filename: str) -> str:
    """Keep a file at Meta as a customer's; return its media id."""
    answer = requests.post(
        f"{system.meta_url}/_world/media",
        params={"mime": mime, "filename": filename},
        data=content,
        headers={"Content-Type": "application/octet-stream"},
        timeout=30,
    )
    media_id: str = answer.json()["id"]
    return media_id


def let_go(system: System, **how: Any) -> None:
    """Let the webhooks go that Meta holds back: order=reversed or shuffled, together=True."""
    _ask("POST", f"{system.meta_url}/_world/release", how)


@contextmanager
def _faults(world: str, faults: list[Json]) -> Iterator[None]:
    url = f"{world}/_world/faults"
    _ask("POST", url, faults)
    try:
        yield
    finally:
        requests.delete(url, timeout=10)


def _ask(verb: str, url: str, body: object) -> Json:
    answer = requests.request(verb, url, json=body, timeout=30)
    assert answer.ok, answer.text
    found: Json = answer.json()
    return found

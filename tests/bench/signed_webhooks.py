"""Webhooks as Meta posts them, each from another customer, signed before the clock runs."""

import hashlib
import hmac
import json
import secrets
import time

from tests.bench.kept_connections import KeptConnections

PATH = "/whatsapp/webhook"
TEXT = "¿A cómo la funda de cemento Titán?"
RUN = secrets.randbelow(9000) + 1000  # another run brings other customers


def requests(
    connections: KeptConnections, secret: str, phone_id: str, first: int, count: int
) -> list[bytes]:
    """Return so many requests, ready to be sent."""
    return [_request(connections, secret, phone_id, first + number) for number in range(count)]


def _request(connections: KeptConnections, secret: str, phone_id: str, number: int) -> bytes:
    raw = json.dumps(body(phone_id, number)).encode()
    digest = hmac.digest(secret.encode(), raw, hashlib.sha256).hex()
    return connections.request(PATH, raw, x_hub_signature_256=f"sha256={digest}")


def body(phone_id: str, number: int) -> dict[str, object]:
    """Return the body of one text message."""
    phone, user_id = f"1829{RUN}{number:06d}"[:15], f"DO.{RUN}{number:09d}"
    message = {
        "from": phone,
        "from_user_id": user_id,
        "id": f"wamid.bench{RUN}{number:028d}",
        "timestamp": str(int(time.time())),
        "type": "text",
        "text": {"body": TEXT},
    }
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "18095559999", "phone_number_id": phone_id},
        "contacts": [{"profile": {"name": "Ana"}, "wa_id": phone, "user_id": user_id}],
        "messages": [message],
    }
    change = {"value": value, "field": "messages"}
    entry = {"id": "102290129340398", "changes": [change]}
    return {"object": "whatsapp_business_account", "entry": [entry]}

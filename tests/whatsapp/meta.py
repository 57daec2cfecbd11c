"""Start the stand-in for Meta and tell it what customers do."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

SERVER = Path(__file__).parents[1] / "world" / "meta" / "server.mjs"
PHONE_ID, TOKEN = "106540352242922", "world-token"
BUSINESS_ID = "102290129340398"
SECRET, VERIFY_TOKEN = "the app secret", "the verify token"


class Meta:
    """One running stand-in."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._http = httpx.Client(base_url=f"{url}/_world", trust_env=False, timeout=20)

    def reset(self) -> None:
        self._call("POST", "/reset")

    def customer(self, **who: object) -> str:
        return str(self._call("POST", "/customers", json={"name": "María", **who})["id"])

    def says(self, customer: str, **what: object) -> str:
        return str(self._call("POST", "/say", json={"customer": customer, **what})["wamid"])

    def shown_to(self, customer: str) -> list[dict[str, Any]]:
        """Return what the customer's phone shows of the store."""
        answer = self._call("GET", "/messages", params={"customer": customer})
        return [one for one in answer["messages"] if one["from"] == "business"]

    def fault(self, respond: object, match: object = None, times: int = 1) -> None:
        fault = {"match": match or {"action": "send"}, "times": times, "respond": respond}
        self._call("POST", "/faults", json=fault)

    def pass_time(self, seconds: int) -> None:
        self._call("POST", "/clock", json={"advance_s": seconds})

    def keep_file(self, content: bytes, mime: str) -> str:
        headers = {"Content-Type": "application/octet-stream"}
        query = {"mime": mime}
        return str(
            self._call("POST", "/media", content=content, headers=headers, params=query)["id"]
        )

    def verifies(self) -> bool:
        return bool(self._call("POST", "/verify")["verified"])

    def posts(self, body: object, signed: str = "right") -> int:
        answer = self._call("POST", "/webhook", json={"body": body, "signed": signed})
        return int(answer["status"])

    def changes_number(self, customer: str, phone: str) -> str:
        path = f"/customers/{customer}/number"
        return str(self._call("POST", path, json={"phone": phone})["wamid"])

    def approves(self, **template: object) -> None:
        self._call("POST", "/templates", json={"language": "es", "buttons": [], **template})

    def close(self) -> None:
        self._http.close()

    def _call(self, method: str, path: str, **more: Any) -> dict[str, Any]:
        answer = self._http.request(method, path, **more)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found


@contextmanager
def running(webhook_url: str) -> Iterator[Meta]:
    environment = {
        **os.environ,
        "WHATSAPP_PHONE_ID": PHONE_ID,
        "WHATSAPP_TOKEN": TOKEN,
        "WHATSAPP_APP_SECRET": SECRET,
        "WHATSAPP_VERIFY_TOKEN": VERIFY_TOKEN,
        "WORLD_WEBHOOK_URL": webhook_url,
    }
    command = ["node", str(SERVER), "--port", "0"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.startswith("ready "), "the stand-in did not start: make install"
            meta = Meta(line.split()[1])
            yield meta
            meta.close()
        finally:
            process.terminate()

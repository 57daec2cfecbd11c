"""The stand-in of a language model's server, as a process to script, trouble and kill."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

SERVER = Path(__file__).parent / "model" / "server.mjs"
MODEL = "a-small-model"


class ModelServer:
    """Says what it was told to say; `url` is where."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            ["node", str(SERVER), "--port", "0"], stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        self.url = self._process.stdout.readline().split()[-1]

    def says(self, match: str, **entry: Any) -> None:
        """Answer a message that holds `match` with content= or tool=."""
        self._post("script", [{"match": match, **entry}])

    def chooses(self, match: str, tool: str, **arguments: Any) -> None:
        """Choose a tool for a message that holds `match`, by schema and by call."""
        self.says(
            match,
            content={"eleccion": {"herramienta": tool, **arguments}},
            tool={"name": tool, "arguments": arguments},
        )

    def troubled(self, kind: str, **fault: Any) -> None:
        self._post("faults", [{"kind": kind, **fault}])

    def reset(self) -> None:
        self._post("reset", {})

    @property
    def calls(self) -> list[dict[str, Any]]:
        """What was asked, without what only warmed the server."""
        found: list[dict[str, Any]] = requests.get(f"{self.url}/_world/calls", timeout=5).json()[
            "calls"
        ]
        return found

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()

    def _post(self, control: str, body: Any) -> None:
        requests.post(f"{self.url}/_world/{control}", json=body, timeout=5).raise_for_status()


@contextmanager
def serving() -> Iterator[ModelServer]:
    server = ModelServer()
    try:
        yield server
    finally:
        server.kill()

"""The web process only receives, so it must not carry what sending needs."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "module", ["webhook", "incoming", "window", "messages", "failures", "templates"]
)
def test_receiving_does_not_load_what_sends(module: str) -> None:
    program = (
        f"import sys, whatsapp.{module}; "
        "print([name for name in ('pywa', 'httpx', 'peewee') if name in sys.modules])"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.strip() == "[]"

"""A setting that is missing or malformed stops the start, with one line that says which and why."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.system.running import ROOT

GOOD = {
    "WHATSAPP_PHONE_ID": "106540352242922",
    "WHATSAPP_TOKEN": "a-token-of-the-test",
    "WHATSAPP_APP_SECRET": "an-app-secret-of-the-test",
    "WHATSAPP_VERIFY_TOKEN": "a-verify-token-of-the-test",
    "ROCKETCHAT_URL": "http://127.0.0.1:3000",
    "ROCKETCHAT_BOT_USER": "asistente",
    "ROCKETCHAT_BOT_PASSWORD": "a-password-of-the-bot",
    "ROCKETCHAT_BRIDGE_USER": "puente",
    "ROCKETCHAT_BRIDGE_PASSWORD": "a-password-of-the-bridge",
    "BRIDGE_SECRET": "0123456789abcdef-of-the-test",
    "DATABASE_URL": "postgresql://nobody:secret-of-the-test@127.0.0.1:1/none",
}
NEEDED = [name for name in GOOD if name != "DATABASE_URL"]


def started(command: str, settings: Mapping[str, str], folder: Path) -> tuple[int, str]:
    """Start a process with these settings alone; return its exit code and what it said."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", "brain", command],
        cwd=folder,
        env=kept | {"PYTHONPATH": str(ROOT), **settings},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).strip()


def check_refusal(command: str, name: str, settings: Mapping[str, str], folder: Path) -> None:
    """Look that one line refuses the start, names the setting and gives nothing away."""
    code, said = started(command, settings, folder)
    assert code != 0, f"{command} started with {name}={settings.get(name)!r}"
    assert len(said.splitlines()) == 1, said
    assert said.startswith(f"Error: {name} is "), said
    secrets = [value for value in settings.values() if value.endswith("-of-the-test")]
    assert not [secret for secret in secrets if secret in said]


@pytest.mark.parametrize(
    ("command", "name", "value"),
    [
        ("web", "WHATSAPP_TOKEN", None),
        ("web", "WHATSAPP_VERIFY_TOKEN", ""),
        ("worker", "DATABASE_URL", "mysql://root@localhost/x"),
    ],
)
def test_a_setting_that_is_missing_or_malformed_is_named_in_one_line(
    tmp_path: Path, command: str, name: str, value: str | None
) -> None:
    settings = {known: GOOD[known] for known in GOOD if known != name}
    check_refusal(command, name, settings if value is None else settings | {name: value}, tmp_path)


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    for command in ("web", "worker", "clock"):
        code, said = started(command, {"PORT": "http"}, tmp_path)
        assert code != 0
        assert all(f"{name} is missing" in said for name in NEEDED)
        assert "PORT is malformed" in said
        assert len(said.splitlines()) == len(NEEDED) + 1

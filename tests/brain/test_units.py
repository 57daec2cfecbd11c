"""The systemd units: one for each process, which comes back whatever happens."""

import configparser
import shlex
from pathlib import Path

import pytest

from brain.__main__ import main

ROOT = Path(__file__).resolve().parent.parent.parent
DEPLOY = ROOT / "deploy"
PROCESSES = [line.split(":")[0] for line in (ROOT / "Procfile").read_text().splitlines()]


class Unit(configparser.RawConfigParser):
    """A unit file; systemd knows upper and lower case."""

    def __init__(self, name: str) -> None:
        super().__init__(strict=False)
        self.read(DEPLOY / name, encoding="utf-8")

    def optionxform(self, optionstr: str) -> str:
        return optionstr


@pytest.mark.parametrize("name", [*PROCESSES, "backup"])
def test_each_unit_runs_a_command_that_there_is(name: str) -> None:
    service = Unit(f"mostrador-{name}.service")["Service"]
    python, flag, module, command = shlex.split(service["ExecStart"])
    assert (flag, module) == ("-m", "brain")
    assert command in main.commands
    assert command == name
    assert python.startswith(service["WorkingDirectory"])
    assert service["EnvironmentFile"] == f"{service['WorkingDirectory']}/.env"
    assert service["User"] != "root"


@pytest.mark.parametrize("name", PROCESSES)
def test_each_process_is_started_again_however_often_it_dies(name: str) -> None:
    unit = Unit(f"mostrador-{name}.service")
    assert unit["Service"]["Restart"] == "always"
    assert unit["Unit"]["StartLimitIntervalSec"] == "0"
    assert unit["Unit"]["PartOf"] == "mostrador.target"


def test_the_target_wants_all_processes() -> None:
    wanted = Unit("mostrador.target")["Unit"]["Wants"].split()
    assert wanted == [f"mostrador-{name}.service" for name in PROCESSES]


def test_the_database_is_told_to_end_at_once_and_given_the_time() -> None:
    service = Unit("mostrador-db.service")["Service"]
    assert service["KillSignal"] == "SIGINT"
    assert int(service["TimeoutStopSec"]) >= 60


def test_the_backup_has_its_timer() -> None:
    assert Unit("mostrador-backup.timer")["Install"]["WantedBy"] == "timers.target"

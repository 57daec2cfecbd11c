"""The system of the tests with somebody who starts again whatever has died."""

import subprocess
import threading
from collections import Counter
from contextlib import suppress
from pathlib import Path

from tests.system.running import System

LOOKS_EVERY_SECONDS = 0.1
DISK = "640m"
BALLAST = "ballast"


class SupervisedSystem(System):
    """Processes come back at once, as the demo's supervisor has it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.disk = _mount(folder / "pg")
        self.restarts: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._supervisor = threading.Thread(target=self._keep_alive, daemon=True)

    def supervise(self) -> None:
        """Begin to start again what dies."""
        self._supervisor.start()

    def strike_dead(self, name: str) -> None:
        """Kill a process with -9; the supervisor brings it back."""
        with self._lock:
            self.kill(name)
            self._revive(name)

    def fill_disk(self) -> None:
        """Leave the database no room."""
        with suppress(OSError), (self.folder / "pg" / BALLAST).open("wb") as ballast:
            while True:
                ballast.write(b"\0" * (1 << 20))
                ballast.flush()

    def empty_disk(self) -> None:
        """Give the database its room back."""
        (self.folder / "pg" / BALLAST).unlink(missing_ok=True)

    def stop(self) -> None:
        """End everything."""
        self._over.set()
        if self._supervisor.is_alive():
            self._supervisor.join()
        super().stop()
        if self.disk:
            subprocess.run(["umount", "--lazy", str(self.folder / "pg")], check=False)

    def _keep_alive(self) -> None:
        while not self._over.wait(LOOKS_EVERY_SECONDS):
            with self._lock:
                dead = [name for name, one in self._running.items() if one.poll() is not None]
                for name in dead:
                    self._running.pop(name)
                    self._revive(name)

    def _revive(self, name: str) -> None:
        self.restarts[name] += 1
        self.spawn(name)


def _mount(folder: Path) -> bool:
    """Give the database a small disk of its own; only root can."""
    folder.mkdir(parents=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(folder)]
    with suppress(OSError):
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    return False

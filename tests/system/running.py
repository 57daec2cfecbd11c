"""The system as processes, in a world of its own, to talk to and to kill."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parent.parent.parent
WORLD = ROOT / "tests" / "world"
SAMPLE_STORE = ROOT / "knowledge" / "sample_store"
PROCESSES = ("db", "rocketchat", "meta", "web", "worker", "clock")
READY_WITHIN_SECONDS = 60


def free_port() -> int:
    """Return a port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(
    true: Callable[[], object], what: str, within: float = 20.0, every: float = 0.03
) -> object:
    """Return what `true` returns once that is truthy; fail with `what` after `within` seconds."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        found = true()
        if found:
            return found
        time.sleep(every)
    raise AssertionError(f"not within {within:.0f} s: {what}")


# Which of the two the people's tests run with: ROCKETCHAT_LICENSE=community is without the app.
WITH_APP = os.environ.get("ROCKETCHAT_LICENSE") != "community"
# Community lets one department be made, so that all of ours are served in it.
TOGETHER = "Atención al cliente"


class System:
    """Database, world and brain on free ports; everything it keeps lies in `folder`."""

    def __init__(
        self, folder: Path, store: Path = SAMPLE_STORE, settings: Mapping[str, str] | None = None
    ) -> None:
        self.folder = folder
        self.store = store
        ports = {name: free_port() for name in ("rocketchat", "meta", "web")}
        self.rocketchat_url = f"http://127.0.0.1:{ports['rocketchat']}"
        self.meta_url = f"http://127.0.0.1:{ports['meta']}"
        self.web_url = f"http://127.0.0.1:{ports['web']}"
        self.holidays = folder / "holidays.toml"  # none, until a test writes one
        self.holidays.touch()
        self.app_secret = "an-app-secret-for-tests"
        self.env = os.environ | {
            "VAR_DIR": str(folder),
            "ENV_FILE": os.devnull,
            "PYTHONPATH": str(ROOT),
            "HOST": "127.0.0.1",
            "PORT": str(ports["web"]),
            "WHATSAPP_PHONE_ID": "106540352242922",
            "WHATSAPP_BUSINESS_ID": "102290129340398",
            "WHATSAPP_TOKEN": "a-token-for-tests",
            "WHATSAPP_APP_SECRET": self.app_secret,
            "WHATSAPP_VERIFY_TOKEN": "a-verify-token",
            "WHATSAPP_GRAPH_URL": self.meta_url,
            "ROCKETCHAT_URL": self.rocketchat_url,
            "ROCKETCHAT_BOT_USER": "asistente",
            "ROCKETCHAT_BOT_PASSWORD": "The-bot's-password-1",
            "ROCKETCHAT_BRIDGE_USER": "puente",
            "ROCKETCHAT_BRIDGE_PASSWORD": "The-bridge's-password-1",
            "ROCKETCHAT_ADMIN_USER": "admin",
            "ROCKETCHAT_ADMIN_PASSWORD": "admin",
            "SUPPORT_HOURS": "siempre",  # whatever the hour at which tests run
            "HOLIDAYS_FILE": str(self.holidays),
            "BRIDGE_SECRET": "0123456789abcdef0123456789abcdef",
            "WORLD_WEBHOOK_URL": f"{self.web_url}/whatsapp/webhook",
            "WORLD_CONSOLE_URL": self.rocketchat_url,
            **({} if WITH_APP else {"SETUP_YES_RATE_LIMITER": "1"}),
            **(settings or {}),
        }
        self.with_app = self.env.get("ROCKETCHAT_LICENSE") != "community"
        self._commands = self._all_commands(ports)
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def _all_commands(self, ports: Mapping[str, int]) -> dict[str, list[str]]:
        brain = [sys.executable, "-m", "brain"]
        world = {
            name: ["node", str(WORLD / name / "server.mjs"), "--port", str(ports[name])]
            for name in ("rocketchat", "meta")
        }
        world["rocketchat"] += ["--data", str(self.folder / "rocketchat")]
        return world | {name: [*brain, name] for name in ("db", "web", "worker", "clock")}

    def start(self) -> "System":
        """Start everything and wait until it is ready."""
        self.spawn(*PROCESSES)
        self._wait_for(f"{self.rocketchat_url}/api/info")
        self.wait_for_meta()
        self._wait_for(f"{self.web_url}/health/live")
        self.brain("setup", "--brain-url", self.web_url)
        self.brain("import", str(self.store))
        self.wait_ready()
        return self

    def wait_ready(self) -> None:
        """Wait until the brain says that it is ready."""
        self._wait_for(f"{self.web_url}/health/ready")

    def wait_for_meta(self) -> None:
        """Wait until Meta listens."""
        self._wait_for(f"{self.meta_url}/_world/health")

    def spawn(self, *names: str) -> None:
        """Start processes of the system."""
        for name in names:
            with (self.folder / f"{name}.log").open("ab") as log:
                self._running[name] = subprocess.Popen(
                    self._commands[name],
                    cwd=ROOT,
                    env=self.env,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )

    def kill(self, name: str) -> None:
        """Kill a process and all it started, without a word."""
        process = self._running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    @contextmanager
    def worker_with(self, **settings: str) -> Iterator[None]:
        """Work with these settings until the end of the block."""
        before, self.env = self.env, {**self.env, **settings}
        try:
            self._worker_anew()
            yield
        finally:
            self.env = before
            self._worker_anew()

    def _worker_anew(self) -> None:
        ready = self.log_of("worker").count("worker.ready")
        self.kill("worker")
        self.spawn("worker")
        wait_until(
            lambda: self.log_of("worker").count("worker.ready") > ready, "the worker is ready", 60
        )

    def brain(self, *arguments: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        """Run one of the brain's commands."""
        command = [sys.executable, "-m", "brain", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.env, capture_output=True, text=True, check=False
        )
        if check and done.returncode:
            raise AssertionError(f"{arguments} failed: {done.stdout}{done.stderr}")
        return done

    def stop(self) -> None:
        """End everything."""
        for process in self._running.values():
            process.terminate()
        for process in self._running.values():
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
        self._running.clear()

    def log_of(self, name: str) -> str:
        """Return what a process has logged."""
        return (self.folder / f"{name}.log").read_text()

    def _wait_for(self, url: str) -> None:
        wait_until(lambda: _answers(url), f"{url} answers 200", READY_WITHIN_SECONDS, every=0.1)


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=5).ok
    except requests.RequestException:
        return False

"""The whole system on one machine, on embedded defaults: `make demo`.

Everything that is set in the environment is taken from there; the rest is made up once and kept in
var/demo/settings.env. The processes are supervised: one that dies is started again.
"""

import configparser
import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLE_STORE = ROOT / "knowledge" / "sample_store"
PYTHON = sys.executable
READY_WITHIN_SECONDS = 120

Environment = dict[str, str]


def defaults(keep: Path) -> Environment:
    """Return what the demo makes up, the same at every start."""
    if keep.exists():
        lines = keep.read_text().splitlines()
        return dict(line.split("=", 1) for line in lines if "=" in line)
    made = {
        "WHATSAPP_PHONE_ID": "106540352242922",
        "WHATSAPP_TOKEN": secrets.token_hex(24),
        "WHATSAPP_APP_SECRET": secrets.token_hex(16),
        "WHATSAPP_VERIFY_TOKEN": secrets.token_hex(8),
        "ROCKETCHAT_BOT_USER": "asistente",
        "ROCKETCHAT_BOT_PASSWORD": f"Bot-{secrets.token_hex(12)}",
        "ROCKETCHAT_BRIDGE_USER": "puente",
        "ROCKETCHAT_BRIDGE_PASSWORD": f"Bridge-{secrets.token_hex(12)}",
        "BRIDGE_SECRET": secrets.token_hex(32),
    }
    keep.parent.mkdir(parents=True, exist_ok=True)
    keep.touch(mode=0o600)
    keep.write_text("".join(f"{name}={value}\n" for name, value in made.items()))
    return made


class Demo:
    """The processes of the demo and what they are told."""

    def __init__(self, environment: Environment) -> None:
        self.var = Path(environment.get("VAR_DIR", "var")).resolve()
        self.own_meta = not environment.get("WHATSAPP_GRAPH_URL")
        self.own_rocketchat = not environment.get("ROCKETCHAT_URL")
        self.own_database = not environment.get("DATABASE_URL")
        given = {name: value for name, value in environment.items() if value}
        self.env = defaults(self.var / "demo" / "settings.env") | given
        self.env |= {"VAR_DIR": str(self.var), "PYTHONUNBUFFERED": "1", "PORT": self.port}
        # A store's own settings may lie in .env; the demo must not touch that store.
        self.env["ENV_FILE"] = os.devnull
        if self.own_meta:
            self.env.setdefault("WHATSAPP_BUSINESS_ID", "102290129340398")
        self.env.setdefault("WHATSAPP_GRAPH_URL", f"http://127.0.0.1:{self.meta_port}")
        self.env.setdefault("ROCKETCHAT_URL", "http://127.0.0.1:3000")
        if self.own_rocketchat:
            self.env |= {"ROCKETCHAT_ADMIN_USER": "admin", "ROCKETCHAT_ADMIN_PASSWORD": "admin"}
        self.env["WORLD_WEBHOOK_URL"] = f"{self.brain}/whatsapp/webhook"
        self.env["WORLD_CONSOLE_URL"] = self.env["ROCKETCHAT_URL"]

    @property
    def port(self) -> str:
        """The brain's port."""
        return self.env.get("PORT", "8000")

    @property
    def meta_port(self) -> str:
        """The port of the demo's Meta."""
        return self.env.get("DEMO_META_PORT", "3001")

    @property
    def brain(self) -> str:
        """Where the brain listens."""
        return f"http://127.0.0.1:{self.port}"

    def programs(self) -> dict[str, list[str]]:
        """Return the command of each process that the demo starts."""
        brain = [PYTHON, "-m", "brain"]
        world = ROOT / "tests" / "world"
        node = self.env.get("NODE", "node")
        found = {"web": [*brain, "web"], "worker": [*brain, "worker"], "clock": [*brain, "clock"]}
        if self.own_database:
            found["db"] = [*brain, "db"]
        if self.own_rocketchat:
            found["rocketchat"] = [
                node, str(world / "rocketchat" / "server.mjs"), "--port", "3000",
                "--data", str(self.var / "rocketchat"),
            ]  # fmt: skip
        if self.own_meta:
            found["meta"] = [node, str(world / "meta" / "server.mjs"), "--port", self.meta_port]
        return found

    def write_supervision(self) -> Path:
        """Write the supervisor's configuration: whatever dies is started again at once."""
        folder = self.var / "demo"
        config = configparser.RawConfigParser()
        config["supervisord"] = {
            "nodaemon": "true",
            "silent": "true",
            "logfile": str(folder / "supervisord.log"),
            "pidfile": str(folder / "supervisord.pid"),
            "childlogdir": str(folder),
        }
        if os.geteuid() == 0:
            config["supervisord"]["user"] = "root"
        for name, command in self.programs().items():
            config[f"program:{name}"] = {
                "command": " ".join(command),
                "directory": str(ROOT),
                "autorestart": "true",
                "startsecs": "1",
                "startretries": "1000000",
                "stopsignal": "INT" if name == "db" else "TERM",
                "stopasgroup": "true" if name != "db" else "false",
                "killasgroup": "true",
                "stopwaitsecs": "25",
                "redirect_stderr": "true",
                "stdout_logfile": str(folder / f"{name}.log"),
                "stdout_logfile_maxbytes": "10MB",
                "stdout_logfile_backups": "1",
                "priority": "1" if name == "db" else "10",
            }
        path = folder / "supervisord.conf"
        with path.open("w") as file:
            config.write(file)
        return path

    def start_step(self, *arguments: str) -> "subprocess.Popen[bytes]":
        """Start one of the brain's commands, which shows what it says."""
        return subprocess.Popen([PYTHON, "-m", "brain", *arguments], cwd=ROOT, env=self.env)  # noqa: S603


def main() -> int:
    """Start everything, wait until it is ready, say where to look, end cleanly."""
    began = time.monotonic()
    demo = Demo(dict(os.environ))
    check_settings(demo)
    config = demo.write_supervision()
    supervisor = subprocess.Popen(  # noqa: S603
        [PYTHON, "-m", "supervisor.supervisord", "-n", "-c", str(config)], cwd=ROOT, env=demo.env
    )
    end_with(supervisor)
    try:
        prepare(demo, supervisor)
        tell(demo, time.monotonic() - began)
    except RuntimeError as error:
        print(f"demo: {error}\ndemo: the logs are in {demo.var / 'demo'}", file=sys.stderr)  # noqa: T201
        supervisor.terminate()
        supervisor.wait()
        return 1
    supervisor.wait()
    return 0


def check_settings(demo: Demo) -> None:
    """End at once, with a line for each, where a setting given from outside is malformed."""
    code = "from brain.settings import load; load()"
    checked = subprocess.run(  # noqa: S603
        [PYTHON, "-c", code], cwd=ROOT, env=demo.env, capture_output=True, text=True, check=False
    )
    if checked.returncode:
        reason = checked.stderr.strip().split("SettingsRefused: ")[-1]
        sys.exit(f"demo: {reason}")


def end_with(supervisor: "subprocess.Popen[bytes]") -> None:
    """Pass on SIGINT and SIGTERM, so that every process ends cleanly."""

    def stop(*_: object) -> None:
        supervisor.terminate()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)


def prepare(demo: Demo, supervisor: "subprocess.Popen[bytes]") -> None:
    """Bring Rocket.Chat and the tables into order and wait until everything is ready."""
    alive = lambda: supervisor.poll() is None  # noqa: E731
    wait_for("Rocket.Chat", demo.env["ROCKETCHAT_URL"] + "/api/info", alive)
    if demo.own_meta:
        wait_for("Meta", demo.env["WHATSAPP_GRAPH_URL"] + "/_world/health", alive)
    wait_for("the brain", demo.brain + "/health/live", alive)
    # Not before: until then a slow machine is still making the database.
    importing = demo.start_step("import", demo.env.get("STORE", str(SAMPLE_STORE)))
    if demo.env.get("ROCKETCHAT_ADMIN_USER"):
        # Its own Rocket.Chat may be changed; in one of yours `setup` says what to do.
        yes = ["--yes-rate-limiter"] if demo.own_rocketchat else []
        finish("setup", demo.start_step("setup", "--brain-url", demo.brain, *yes))
    finish("import", importing)
    wait_for("everything", demo.brain + "/health/ready", alive)


def finish(name: str, step: "subprocess.Popen[bytes]") -> None:
    """Wait for a step's end; one that failed has said why."""
    if step.wait():
        raise RuntimeError(f"{name} failed: see above")


def wait_for(what: str, url: str, alive: Callable[[], bool]) -> None:
    """Return once the address answers 200."""
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    said = "no answer"
    while time.monotonic() < deadline and alive():
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310
                answer.read()
            return
        except urllib.error.HTTPError as error:
            said = error.read().decode(errors="replace")[:300]
        except OSError as error:
            said = str(error)
        time.sleep(0.1)
    raise RuntimeError(f"{what} did not get ready: {said}")


def tell(demo: Demo, seconds: float) -> None:
    """Print the addresses and logins."""
    lines = [f"\nMostrador is ready after {seconds:.0f} s."]
    if demo.own_meta:
        lines.append(
            f"  The customer's phone and the agents' console   {demo.env['WHATSAPP_GRAPH_URL']}/"
        )
    lines.append(f"  Rocket.Chat                                    {demo.env['ROCKETCHAT_URL']}/")
    if demo.own_rocketchat:
        logins = "admin/admin, ventas.marta/ventas.marta, contabilidad.pedro/contabilidad.pedro"
        lines.append(f"    logins: {logins}")
    lines += [
        f"  Numbers for management (an administrator)      {demo.brain}/panel",
        f"  The brain: webhook                             {demo.brain}/whatsapp/webhook",
        f"             health, metrics                     {demo.brain}/health/ready, /metrics",
        f"  Secrets made up for this demo, and logs        {demo.var / 'demo'}",
        "  Ctrl-C ends everything.",
    ]
    print("\n".join(lines), flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())

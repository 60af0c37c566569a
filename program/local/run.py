"""`make run`: the embedded parts that no variable replaces, the database, a Stripe, web, worker and beat."""

import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

from program.local import ROOT, door, environment, payments, progress, static_files
from program.local.payments import StripeSandbox
from program.local.place import own_folder
from program.local.progress import StepError, painted, step
from program.local.servers import Services
from program.local.supervisor import ChildError, Supervisor
from program.local.words import compile_words

VAR = ROOT / "var"
MANAGE = [sys.executable, "manage.py"]
READY_LIMIT = 60.0  # seconds
PARENT = os.getppid()
QUIET_ROOT = "ignore:You're running the worker with superuser"  # celery's advice is for servers
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main() -> int:
    for ending in ENDINGS:
        signal.signal(ending, interrupt)
    try:
        run(time.monotonic())
    except KeyboardInterrupt:
        return 0
    except (ChildError, StepError) as reason:
        print(painted(f"\n{reason}", progress.RED), file=sys.stderr)
        return 1
    return 0


def interrupt(_number: int, _frame: FrameType | None) -> None:
    """Once: whoever is impatient cannot disturb the stopping."""
    for ending in ENDINGS:
        signal.signal(ending, signal.SIG_IGN)
    print("\nStopping …", flush=True)
    raise KeyboardInterrupt


def run(began: float) -> None:
    env, services = embedded()
    port = environment.number(env, "PORT", 8000, highest=65535)
    stripe = payments.beside(env, VAR, web=port)
    if stripe:
        env |= stripe.env
    commands = processes(env, port)
    progress.run("settings", [sys.executable, "-c", "import program.settings"], env)
    door.ensure_free(port)
    with ExitStack() as running:
        with step("PostgreSQL and Valkey"):
            running.enter_context(services)
        supervisor = running.enter_context(Supervisor(services.watched))
        if stripe:  # before the demo, which may have bought something
            supervisor.start("stripe", stripe.command(port), env)
            wait_until_ready(supervisor, "stripe", stripe.answers)
        accounts = prepare(env)
        for name, command in commands.items():
            supervisor.start(name, command, env)
        wait_until_ready(supervisor, "web", lambda: door.answers(port))
        print(welcome(addresses(port, env, stripe), accounts, time.monotonic() - began), flush=True)
        while not abandoned():
            supervisor.turn(0.5)


def embedded() -> tuple[dict[str, str], Services]:
    """Each embedded part gives way to the variable that names another."""
    own_folder(VAR)
    env = environment.given()
    env = environment.local_defaults(env, VAR) | env
    if ("DATABASE_URL" in env) != ("DATABASE_OWNER_URL" in env):
        raise SystemExit("DATABASE_URL and DATABASE_OWNER_URL: set both or neither. See .env.example.")
    services = Services(VAR, postgres="DATABASE_URL" not in env, valkey="REDIS_URL" not in env)
    return env | services.env, services


def prepare(env: Mapping[str, str]) -> str:
    """Returns what the demo says about its accounts."""
    owner = {**env, "DATABASE_URL": env["DATABASE_OWNER_URL"]}
    progress.run("migrations", [*MANAGE, "migrate", "--noinput", "-v0"], owner)
    progress.run("lessons", [*MANAGE, "load_curriculum"], owner)
    compile_words()
    collect_static(env)
    return progress.run("demo", [*MANAGE, "demo"], env)


def collect_static(env: Mapping[str, str]) -> None:
    target = Path(env["STATIC_ROOT"])
    with static_files.held(target):
        if not static_files.are_current(target):
            progress.run("static files", [*MANAGE, "collectstatic", "--noinput"], env)
            static_files.mark_current(target)


def processes(env: Mapping[str, str], port: int) -> dict[str, list[str]]:
    workers = environment.number(env, "WEB_WORKERS", 1, highest=64)
    threads = environment.number(env, "WEB_THREADS", 8, highest=256)
    web = [
        "granian", "--interface", "wsgi", "--host", door.ADDRESS, "--port", f"{port}",
        "--workers", f"{workers}", "--blocking-threads", f"{threads}",
        "--workers-kill-timeout", "5", "--log-level", "error", "program.wsgi:application",
    ]  # fmt: skip
    celery = ["celery", "-A", "program", "--quiet"]
    worker = ["worker", "-P", "threads", "-c", "4", "--without-mingle", "--without-gossip"]
    beat = ["beat", "--pidfile=", "--scheduler", "celery.beat:Scheduler"]  # its times need no file
    python = [sys.executable, "-W", QUIET_ROOT, "-m"]
    return {
        "web": [*python, *web],
        "worker": [*python, *celery, *worker, "--loglevel", "warning"],
        "beat": [*python, *celery, *beat, "--loglevel", "warning"],
    }


def wait_until_ready(supervisor: Supervisor, name: str, answers: Callable[[], bool]) -> None:
    deadline = time.monotonic() + READY_LIMIT
    with step(name) as tick:
        while not answers():
            if time.monotonic() > deadline:
                raise StepError(f"{name} did not answer within {READY_LIMIT:.0f} s.")
            supervisor.turn(0.05)
            tick()


def addresses(port: int, env: Mapping[str, str], stripe: StripeSandbox | None) -> dict[str, str]:
    home = f"http://localhost:{port}/"
    found = {
        "The program": home,
        "Its Brazilian sister": f"http://brasil.localhost:{port}/",
        "Staff": f"{home}admin/",
    }
    if "MAIL_URL" not in env:
        found["Mail"] = f"{home}dev/mail/"
    if stripe:
        found["Stripe sandbox, no money moves"] = stripe.url
    return found


def welcome(addresses: Mapping[str, str], accounts: str, seconds: float) -> str:
    width = max(map(len, addresses)) + 2
    lines = [f"  {name:<{width}}{painted(url, progress.CYAN)}" for name, url in addresses.items()]
    lines += ["", *(f"  {line}".rstrip() for line in accounts.strip().splitlines()), ""]
    ready = painted(f"First Million is ready, after {seconds:.1f} s.", progress.BOLD)
    return "\n".join(["", f"  {ready}", "", *lines, "  Ctrl-C stops all of it.", ""])


def abandoned() -> bool:
    """make was killed without a word to us: what it started ends with it."""
    return "MAKELEVEL" in os.environ and os.getppid() != PARENT

"""PostgreSQL and Valkey together, for as long as a with block lasts."""

import signal
import time
from pathlib import Path

from program.local.child import Child, stop
from program.local.place import Place
from program.local.postgres import Postgres
from program.local.valkey import Valkey


class Services:
    """`with Services(folder) as env:` — env names what was started, as the settings read it.

    With durable=False the data may be lost at a power cut, which suits tests; with keep=False the
    folder goes when the block ends.
    """

    def __init__(
        self,
        folder: Path,
        *,
        durable: bool = True,
        keep: bool = True,
        postgres: bool = True,
        valkey: bool = True,
    ) -> None:
        self.place = Place(folder)
        self.keep = keep
        self.postgres = Postgres(self.place, durable=durable) if postgres else None
        self.valkey = Valkey(self.place, durable=durable) if valkey else None
        self.servers = [server for server in (self.valkey, self.postgres) if server]
        self.watched: list[tuple[Child, Path]] = []  # each with its log

    @property
    def env(self) -> dict[str, str]:
        env = {}
        if self.postgres:
            env["DATABASE_URL"] = self.postgres.url("app_web")
            env["DATABASE_OWNER_URL"] = self.postgres.url("app_owner")
        if self.valkey:
            env["REDIS_URL"] = self.valkey.url
        return env

    def __enter__(self) -> dict[str, str]:
        if self.servers:
            self.place.hold()
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self.env

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        for server in self.servers:
            self.watched.append((server.start(), server.log))
        for server, (child, _) in zip(self.servers, self.watched, strict=True):
            server.wait(child)
        if self.postgres:
            self.postgres.make_database()

    def interrupt(self, server: Postgres | Valkey, by: signal.Signals, *, away: float = 0) -> None:
        """Stops one of them, leaves it away for some seconds, and starts it on what it kept."""
        place = self.servers.index(server)
        child = self.watched[place][0]
        child.process.send_signal(by)
        child.process.wait()
        time.sleep(away)
        self.watched[place] = (server.start(), server.log)
        server.wait(self.watched[place][0])

    def stop(self) -> None:
        stop([child for child, _ in self.watched])
        self.watched.clear()
        if not self.keep:
            self.place.remove()
        self.place.release()

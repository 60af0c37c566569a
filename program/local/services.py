"""PostgreSQL and Valkey together, for as long as a with block lasts."""

from pathlib import Path
from types import TracebackType

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
        self.children: list[Child] = []

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
        self.place.hold()
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self.env

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        waits = []
        for server in (self.valkey, self.postgres):
            if server:
                child = server.start()
                self.children.append(child)
                waits.append((server, child))
        for server, child in waits:
            server.wait(child)
        if self.postgres:
            self.postgres.make_database()

    def stop(self) -> None:
        stop(self.children)
        self.children.clear()
        if not self.keep:
            self.place.remove()
        self.place.release()

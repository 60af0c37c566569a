"""Accounts and their objects: in memory, and in one SQLite file when a place for it is given."""

import hashlib
import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from program.local.stripe.agenda import Agenda
from program.local.stripe.objects import Object

TABLE = """
CREATE TABLE IF NOT EXISTS object (
    account TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, place INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (account, kind, id)
)
"""
UPSERT = "INSERT INTO object VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET body = excluded.body"


class Account:
    """What belongs to one secret key. Each kind keeps its objects in the order they were made."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.id = f"acct_{hashlib.sha256(key.encode()).hexdigest()[:16]}"
        self.kinds: dict[str, dict[str, Object]] = {}
        self.agenda = Agenda()

    def find(self, kind: str, object_id: str) -> Object | None:
        return self.kinds.get(kind, {}).get(object_id)

    def all(self, kind: str) -> Iterator[Object]:
        return iter(self.kinds.get(kind, {}).values())

    def where(self, kind: str, **fields: object) -> list[Object]:
        return [one for one in self.all(kind) if all(one.get(name) == value for name, value in fields.items())]

    def put(self, one: Object) -> None:
        self.kinds.setdefault(one["object"], {})[one["id"]] = one

    def take(self, one: Object) -> None:
        self.kinds[one["object"]].pop(one["id"], None)


class Store:
    def __init__(self, path: Path | None = None) -> None:
        self.accounts: dict[str, Account] = {}
        self.lock = threading.RLock()
        self.born: Callable[[Account], None] = lambda account: None
        self.place = 0
        self.file = _open(path) if path else None
        if self.file:
            self._load(self.file)

    def account(self, key: str) -> Account:
        if key not in self.accounts:
            self.accounts[key] = Account(key)
            self.born(self.accounts[key])
        return self.accounts[key]

    def holding(self, kind: str, object_id: str) -> Account | None:
        """The account that an address of ours belongs to."""
        return next((one for one in self.accounts.values() if one.find(kind, object_id)), None)

    def write(self, account: Account, changed: list[Object], gone: list[Object]) -> None:
        if not self.file or not (changed or gone):
            return
        with self.file:
            for one in changed:
                self.place += 1
                row = (account.key, one["object"], one["id"], self.place, json.dumps(one))
                self.file.execute(UPSERT, row)
            for one in gone:
                keys = (account.key, one["object"], one["id"])
                self.file.execute("DELETE FROM object WHERE account = ? AND kind = ? AND id = ?", keys)

    def forget(self, key: str) -> None:
        self.accounts.pop(key, None)
        if self.file:
            with self.file:
                self.file.execute("DELETE FROM object WHERE account = ?", (key,))

    def close(self) -> None:
        if self.file:
            self.file.close()

    def _load(self, file: sqlite3.Connection) -> None:
        for key, place, body in file.execute("SELECT account, place, body FROM object ORDER BY place"):
            if key not in self.accounts:
                self.accounts[key] = Account(key)
            one = json.loads(body)
            self.accounts[key].put(one)
            self.accounts[key].agenda.note(one)
            self.place = place


def _open(path: Path) -> sqlite3.Connection:
    """For this process alone: what another one keeps in memory would not follow."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = sqlite3.connect(path, check_same_thread=False)
    try:
        file.execute("PRAGMA locking_mode = EXCLUSIVE")
        file.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        file.close()
        raise SystemExit(f"{path} is in use already ({error}).") from None
    file.execute("PRAGMA synchronous = NORMAL")
    file.execute(TABLE)
    return file

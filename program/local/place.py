"""Where the local servers keep their files, and as whom they run."""

import contextlib
import fcntl
import hashlib
import os
import pwd
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypedDict

SOCKET_PATH_LIMIT = 107 - len("/.s.PGSQL.5432.lock")
# Survives a restart of the machine, unlike /tmp; who owns what is there is looked at.
FALLBACK = Path("/var/tmp")  # noqa: S108


class Identity(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """PostgreSQL refuses to run as root: there it runs as the account that owns nothing else."""

    name: str
    uid: int
    gid: int

    @property
    def identity(self) -> Identity:
        """For subprocess.Popen: only root has to change, and can."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def server_account() -> Account:
    try:
        entry = pwd.getpwuid(os.geteuid())
    except KeyError:
        raise SystemExit(
            f"User id {os.geteuid()} has no name on this machine, and PostgreSQL needs one: "
            "add it to /etc/passwd, or set DATABASE_URL to a server of your own."
        ) from None
    if entry.pw_uid == 0:
        entry = pwd.getpwnam("nobody")
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


class Place:
    """A folder for one set of servers, held by one process at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.account = server_account()
        self.servers = self._servers_folder()
        self.sockets = self._sockets_folder()
        self._held: IO[str] | None = None

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def hold(self) -> None:
        """Makes the folders, and keeps every other process out of them."""
        own_folder(self.folder)
        self._held = (self.folder / "lock").open("a+")
        try:
            fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._held.seek(0)
            holder = self._held.read().strip() or "unknown"
            raise SystemExit(f"{self.folder} is in use already, by process {holder}.") from None
        self._held.truncate(0)
        self._held.write(f"{os.getpid()}\n")
        self._held.flush()
        self.log.mkdir(exist_ok=True)
        for folder in (self.servers, self.sockets):
            self._make_private(folder)

    def is_held(self) -> bool:
        with contextlib.suppress(FileNotFoundError), (self.folder / "lock").open() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def release(self) -> None:
        if self._held:
            self._held.close()

    def remove(self) -> None:
        for folder in {self.sockets, self.servers, self.folder}:
            shutil.rmtree(folder, ignore_errors=True)

    def _servers_folder(self) -> Path:
        if not self.account.identity or open_to_all(self.folder):
            return self.folder / "servers"
        return FALLBACK / f"first-million-{self._digest}"

    def _sockets_folder(self) -> Path:
        sockets = self.servers / "sockets"
        if len(bytes(sockets)) <= SOCKET_PATH_LIMIT:
            return sockets
        return Path(tempfile.gettempdir()) / f"first-million-{self._digest}-sockets"

    @property
    def _digest(self) -> str:
        return hashlib.sha256(bytes(self.folder)).hexdigest()[:12]

    def _make_private(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        owner = folder.stat().st_uid
        if folder.is_symlink() or owner not in {os.geteuid(), self.account.uid}:
            raise SystemExit(f"{folder} belongs to someone else: remove it, or ask them to.")
        folder.chmod(0o700)
        if owner != self.account.uid:
            os.chown(folder, self.account.uid, self.account.gid)


def own_folder(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    owner = folder.stat().st_uid
    if owner != os.geteuid():
        raise SystemExit(
            f"{folder} belongs to {user_name(owner)}, and you are {user_name(os.geteuid())}: "
            "work as one user in a checkout, or remove that folder first."
        )


def user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"


def open_to_all(folder: Path) -> bool:
    """Whether any account may walk down to where the folder is or will be."""
    existing = [path for path in (folder, *folder.parents) if path.exists()]
    return all(path.stat().st_mode & 0o001 for path in existing)

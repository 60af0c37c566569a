"""The ports that we listen on."""

import socket
import time
from http.client import HTTPConnection, HTTPException

ADDRESS = "127.0.0.1"  # nobody but this machine
PATIENCE = 2.0  # seconds; what a killed run left is still closing its doors


def ensure_free(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while error := _refusal(port):
        if time.monotonic() > deadline:
            raise SystemExit(
                f"PORT: {port} cannot be used ({error}). "
                f"Stop what listens there, or choose another: make run PORT={port + 1}"
            )
        time.sleep(0.1)


def _refusal(port: int) -> str:
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((ADDRESS, port))
        except OSError as error:
            return str(error.strerror)
    return ""


def free_port(wanted: int, *, but: int = 0) -> int:
    """The wanted one, or the next that nobody listens on; any at all for 0."""
    if wanted:
        return next(port for port in range(wanted, 65536) if port != but and not _refusal(port))
    with socket.create_server((ADDRESS, 0)) as door:
        return int(door.getsockname()[1])


def answers(port: int, path: str = "/livez") -> bool:
    connection = HTTPConnection(ADDRESS, port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()

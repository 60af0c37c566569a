"""The shipped Caddyfile, running on loopback: only ports, the upstream's name and the certificate authority differ."""

import http.client
import os
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CADDY = Path(sys.executable).parent / "caddyserver"


@dataclass
class Upstream:
    """Stands where the web containers stand: allows certificates for one host and remembers what it was asked."""

    allowed: str
    asked: list[str] = field(default_factory=list)
    requests: list[Message] = field(default_factory=list)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes


@dataclass(frozen=True)
class FrontDoor:
    http_port: int
    https_port: int
    upstream: Upstream
    log: Path
    trust: ssl.SSLContext

    def get(self, host: str, path: str, headers: dict[str, str] | None = None) -> Answer:
        return self.send("GET", host, path, headers=headers or {})

    def send(
        self, method: str, host: str, path: str, *, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> Answer:
        with self._connect(self.https_port) as plain, self.trust.wrap_socket(plain, server_hostname=host) as secure:
            return _ask(secure, host, method, path, body=body, headers=headers or {})

    def get_plain(self, host: str, path: str) -> Answer:
        with self._connect(self.http_port) as plain:
            return _ask(plain, host, "GET", path, body=b"", headers={})

    def _connect(self, port: int) -> socket.socket:
        return socket.create_connection(("127.0.0.1", port), timeout=10)


def _ask(
    connected: socket.socket, host: str, method: str, path: str, *, body: bytes, headers: dict[str, str]
) -> Answer:
    connection = http.client.HTTPConnection(host)
    connection.sock = connected
    connection.request(method, path, body, headers)
    response = connection.getresponse()
    return Answer(response.status, response.headers, response.read())


def _handler(upstream: Upstream) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.startswith("/tls/allowed?"):
                upstream.asked.append(self.path)
                self._reply(200 if self.path == f"/tls/allowed?domain={upstream.allowed}" else 404, b"")
            else:
                upstream.requests.append(self.headers)
                self._reply(200, b"<p>A page long enough to be worth compressing.</p>" * 100)

        def do_POST(self) -> None:
            expected = int(self.headers["Content-Length"])
            if len(self.rfile.read(expected)) == expected:
                upstream.requests.append(self.headers)
                self._reply(200, b"")

        def _reply(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def on_loopback(caddyfile: str, *, upstream_port: int, http_port: int, https_port: int) -> str:
    """The same file with its own certificate authority in place of Let's Encrypt, and without container names."""
    ports = f"http_port {http_port}\n\thttps_port {https_port}"
    changes = {
        "\temail {$ACME_EMAIL}\n": f"\tlocal_certs\n\tskip_install_trust\n\t{ports}\n",
        "http://web:8000/": f"http://127.0.0.1:{upstream_port}/",
        "dynamic a web 8000": f"dynamic a 127.0.0.1 {upstream_port}",
    }
    for old, new in changes.items():
        assert caddyfile.count(old) == 1, f"the Caddyfile no longer says {old!r} exactly once"
        caddyfile = caddyfile.replace(old, new)
    return caddyfile


@contextmanager
def open_front_door(folder: Path, *, allowed: str) -> Iterator[FrontDoor]:
    upstream = Upstream(allowed)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(upstream))
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    http_port, https_port = _free_port(), _free_port()
    text = on_loopback(
        (ROOT / "Caddyfile").read_text(), upstream_port=server.server_port, http_port=http_port, https_port=https_port
    )
    (folder / "Caddyfile").write_text(text)
    environment = os.environ | {
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "HOME": str(folder),
    }
    with (folder / "log").open("wb") as log:
        caddy = subprocess.Popen(
            [CADDY, "run", "--config", folder / "Caddyfile"], env=environment, stdout=log, stderr=log
        )
    try:
        authority = folder / "data/caddy/pki/authorities/local/root.crt"
        _wait_until_open(caddy, https_port, authority, folder / "log")
        yield FrontDoor(
            http_port, https_port, upstream, folder / "log", ssl.create_default_context(cafile=str(authority))
        )
    finally:
        caddy.kill()
        caddy.wait()
        server.shutdown()
        server.server_close()


def _wait_until_open(caddy: subprocess.Popen[bytes], port: int, authority: Path, log: Path) -> None:
    for _ in range(200):
        assert caddy.poll() is None, log.read_text()
        with socket.socket() as probe:
            if authority.exists() and probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"Caddy did not open its port: {log.read_text()}")

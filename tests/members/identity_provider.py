"""A provider of identities that speaks OpenID Connect on this machine, as LinkedIn does on its own."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class IdentityProvider(ThreadingHTTPServer):
    """`person` is whoever is signed in there."""

    person: dict[str, Any]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answers(BaseHTTPRequestHandler):
    server: IdentityProvider

    def do_GET(self) -> None:
        if self.path.endswith("/.well-known/openid-configuration"):
            base = self.server.url
            self.say(
                {
                    "issuer": base,
                    "authorization_endpoint": f"{base}/authorize",
                    "token_endpoint": f"{base}/token",
                    "userinfo_endpoint": f"{base}/userinfo",
                    "jwks_uri": f"{base}/keys",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            )
        elif self.path == "/userinfo" and self.headers["Authorization"] == "Bearer for-one-person":
            self.say(self.server.person)
        else:
            self.send_error(401)

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if "code=good" in sent and "client_secret=hush" in sent:
            self.say({"access_token": "for-one-person", "token_type": "Bearer", "expires_in": 300})
        else:
            self.send_error(400)

    def say(self, data: dict[str, Any]) -> None:
        body = json.dumps(data).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Quiet."""


@contextmanager
def identity_provider(**person: Any) -> Iterator[IdentityProvider]:
    with IdentityProvider(("127.0.0.1", 0), Answers) as server:
        server.person = person
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()

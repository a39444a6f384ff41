"""A text gateway on loopback that answers as it is told, and keeps what it was given."""

import json
import socket
import struct
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

# How it may answer, beside a bare status such as 500 or (503, {"Retry-After": "7"}):
#   "ok"            takes the text and says its id
#   "ok-then-reset" takes the text and breaks the line before it says so
#   "ok-then-hang"  takes the text and never says so
#   "reset", "hang" takes nothing
#   "no-id"         says 200 and nothing else
Answer = str | int | tuple[int, dict[str, str]]


@dataclass
class Gateway:
    """``texts`` counts what each key really made it send on: more than 1 is a woman texted twice."""

    honours_keys: bool = True
    key_ttl: int = 86_400
    otherwise: Answer = "ok"
    plan: deque = field(default_factory=deque)
    requests: list[dict[str, Any]] = field(default_factory=list)
    texts: Counter = field(default_factory=Counter)
    # Called when a request has begun to arrive: with the handler, before anything is decided.
    at_first_byte: Callable[[], None] | None = None
    # Called when a text was taken, before the answer goes out.
    once_taken: Callable[[], None] | None = None
    released: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)
    port: int = 0

    @property
    def url(self) -> str:
        """As SMS_URL spells it; a gateway that honours no key says ``key_ttl=0``."""
        ttl = self.key_ttl if self.honours_keys else 0
        return f"http+json://a-token@127.0.0.1:{self.port}/send?key_ttl={ttl}"

    def answers(self, *plan: Answer, otherwise: Answer = "ok") -> None:
        """What it says next, in turn, and from then on."""
        self.plan, self.otherwise = deque(plan), otherwise

    @property
    def bodies(self) -> list[dict[str, str]]:
        """What was posted to it, each call once."""
        return [request["json"] for request in self.requests]

    def next_answer(self) -> Answer:
        with self.lock:
            return self.plan.popleft() if self.plan else self.otherwise

    def take(self, key: str) -> str:
        """Send the text on, once a key where keys are honoured. Returns the id."""
        with self.lock:
            if not (self.honours_keys and self.texts[key]):
                self.texts[key] += 1
            return f"ref-{key}"

    @property
    def twice(self) -> Iterable[str]:
        """The keys whose text went out more than once."""
        return [key for key, times in self.texts.items() if times > 1]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    gateway: Gateway

    def log_message(self, *args: Any) -> None:
        """Say nothing: pytest's output is for failures."""

    def do_POST(self) -> None:
        if self.gateway.at_first_byte:
            self.gateway.at_first_byte()
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        headers = {name.lower(): value for name, value in self.headers.items()}
        with self.gateway.lock:
            self.gateway.requests.append({"json": said, "headers": headers, "path": self.path})
        self._answer(self.gateway.next_answer(), said["key"])

    def _answer(self, answer: Answer, key: str) -> None:
        if answer in ("ok", "ok-then-reset", "ok-then-hang", "no-id"):
            ref = self.gateway.take(key)
            if self.gateway.once_taken:
                self.gateway.once_taken()
        if answer == "ok":
            self._say(200, {}, {"id": ref})
        elif answer == "no-id":
            self._say(200, {}, {})
        elif answer in ("reset", "ok-then-reset"):
            self._break()
        elif answer in ("hang", "ok-then-hang"):
            self.gateway.released.wait(20)
            self._break()
        else:
            status, extra = answer if isinstance(answer, tuple) else (int(answer), {})
            self._say(status, extra, {})

    def _say(self, status: int, extra: dict[str, str], body: dict[str, str]) -> None:
        words = json.dumps(body).encode()
        try:
            self.send_response(status)
            for name, value in extra.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(words)))
            self.end_headers()
            self.wfile.write(words)
        except OSError:
            self.close_connection = True

    def _break(self) -> None:
        """An RST, as from a machine that fell over."""
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.connection.close()
        self.close_connection = True

    def finish(self) -> None:
        try:
            super().finish()
        except (OSError, ValueError):
            self.close_connection = True


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *args: Any) -> None:
        """A line that broke is what the test asked for."""


def start() -> tuple[Gateway, _Server]:
    """A gateway that listens on a free port of 127.0.0.1. Shut the server down when done."""
    gateway = Gateway()
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"gateway": gateway}))
    gateway.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return gateway, server

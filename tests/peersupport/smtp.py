"""A mail server on loopback that answers as it is told, and keeps what it was given."""

import socketserver
import threading
from dataclasses import dataclass, field


@dataclass
class Post:
    """``say`` maps "connect", "MAIL", "RCPT", "DATA" or "body" to a reply; "" hangs up there."""

    say: dict[str, str] = field(default_factory=dict)
    mails: list[bytes] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


class _Talk(socketserver.StreamRequestHandler):
    post: Post

    def reply(self, stage: str, usual: str) -> bool:
        said = self.post.say.get(stage, usual)
        if said:
            self.wfile.write(f"{said}\r\n".encode())
        return bool(said)

    def handle(self) -> None:
        if not self.reply("connect", "220 here"):
            return
        for line in self.rfile:
            verb = line.split()[0].decode().upper() if line.split() else ""
            if verb == "QUIT":
                self.reply("QUIT", "221 bye")
                return
            if not self.reply(verb, "354 go on" if verb == "DATA" else "250 fine"):
                return
            if verb == "DATA" and self.post.say.get("DATA", "354").startswith("354"):
                self.post.mails.append(self.body())
                if not self.reply("body", "250 taken"):
                    return

    def body(self) -> bytes:
        return b"".join(iter(self.rfile.readline, b".\r\n"))


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, *args) -> None:
        """A line that broke is what the test asked for."""


def start() -> tuple[Post, socketserver.ThreadingTCPServer]:
    """A server on a free port of 127.0.0.1. Shut it down when done."""
    post = Post()
    server = _Server(("127.0.0.1", 0), type("Talk", (_Talk,), {"post": post}))
    post.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return post, server

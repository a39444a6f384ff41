"""A text gateway that takes everything, in a process of its own. Prints its port, then serves."""

import json
import re
import socket
import threading

LENGTH = re.compile(rb"content-length: *(\d+)", re.I)
KEY = re.compile(rb'"key": *"([^"]+)"')


def serve(line: socket.socket) -> None:
    """One connection: answer each request with an id, until the other side is gone."""
    left = b""
    while True:
        while b"\r\n\r\n" not in left:
            more = line.recv(65_536)
            if not more:
                return
            left += more
        head, _, body = left.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        wanted = int(length.group(1)) if length else 0
        while len(body) < wanted:
            body += line.recv(65_536)
        said, left = body[:wanted], body[wanted:]
        key = KEY.search(said)
        words = json.dumps({"id": key.group(1).decode() if key else "-"}).encode()
        line.sendall(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
            + str(len(words)).encode()
            + b"\r\n\r\n"
            + words
        )


def main() -> None:
    """Listen on a free port of loopback until ended."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        print(door.getsockname()[1], flush=True)
        while True:
            line, _ = door.accept()
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=serve, args=(line,), daemon=True).start()


if __name__ == "__main__":
    main()

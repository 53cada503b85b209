"""Services that misbehave on command: a mail server, and a line that goes silent."""

import re
import select
import socket
import socketserver
import threading
import time
from contextlib import suppress


class Mailbox:
    """A mail server that takes mails, slowly or not, refuses connections, or says nothing at all."""

    def __init__(self):
        self.message_ids: list[str] = []
        self.pause = 0.0
        """Seconds before it says that it took a mail."""
        self._server: socketserver.ThreadingTCPServer | None = None
        self.port = free_port()
        self.silent = False

    def open(self) -> None:
        box = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                with suppress(OSError):
                    box.talk(self.rfile, self.wfile)

        socketserver.ThreadingTCPServer.allow_reuse_address = True
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", self.port), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()
        self._server = None

    def talk(self, lines, wire) -> None:
        if self.silent:
            lines.read()
            return
        wire.write(b"220 mailbox\r\n")
        while line := lines.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self._take(lines, wire)
            elif word == b"QUIT":
                wire.write(b"221 bye\r\n")
                return
            else:
                wire.write(b"250 ok\r\n")

    def _take(self, lines, wire) -> None:
        wire.write(b"354 go on\r\n")
        text = b""
        while (line := lines.readline()) not in (b".\r\n", b""):
            text += line
        if line:
            found = re.search(rb"^Message-ID:\s*(\S+)", text, re.MULTILINE | re.IGNORECASE)
            self.message_ids.append(found[1].decode() if found else "")
            time.sleep(self.pause)
            wire.write(b"250 taken\r\n")


class Relay:
    """A line to another server. Silent: it takes connections and bytes, and nothing comes back."""

    def __init__(self, target: int | None = None):
        self._target = target
        self.silent = target is None
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                caller, _address = self._listener.accept()
                threading.Thread(target=self._carry, args=(caller,), daemon=True).start()

    def _carry(self, caller: socket.socket) -> None:
        with caller, suppress(OSError):
            while self.silent:  # whoever calls now waits until it speaks again, or gives up
                if select.select([caller], [], [], 0.2)[0] and not caller.recv(1, socket.MSG_PEEK):
                    return
                time.sleep(0.1)
            with socket.create_connection(("127.0.0.1", self._target)) as server:
                self._pump(caller, server)

    def _pump(self, caller: socket.socket, server: socket.socket) -> None:
        while True:
            for source in select.select([caller, server], [], [], 0.5)[0]:
                data = source.recv(65536)
                if not data:
                    return
                if not (self.silent and source is server):
                    (server if source is caller else caller).sendall(data)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]

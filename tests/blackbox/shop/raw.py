"""HTTP by hand, for what no client library would send."""

import socket

from requests.structures import CaseInsensitiveDict

from shop.answer import Answer

_TIMEOUT_SECONDS = 30


class RawAnswer(Answer):
    """An answer with the protocol version of its status line."""

    def __init__(self, version, status, headers, body):
        super().__init__(status, headers, body, "raw")
        self.version = version


class RawConnection:
    """One TCP connection to a port. As a context manager it closes itself."""

    def __init__(self, port, timeout=_TIMEOUT_SECONDS):
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=timeout)
        self._buffer = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self._socket.close()

    def send(self, data):
        self._socket.sendall(data.encode("latin-1") if isinstance(data, str) else data)
        return self

    def finish_sending(self):
        self._socket.shutdown(socket.SHUT_WR)
        return self

    def answer(self, to="GET"):
        """The next answer on the connection; `to` is the method it answers."""
        head = self._until(b"\r\n\r\n").decode("latin-1")
        first, *lines = head.split("\r\n")
        version, status, _ = first.split(" ", 2)
        headers = CaseInsensitiveDict(line.split(": ", 1) for line in lines if line)
        status = int(status)
        bodiless = to == "HEAD" or status in (204, 304) or status < 200
        body = b"" if bodiless else self._exactly(int(headers.get("Content-Length", 0)))
        return RawAnswer(version, status, headers, body)

    def is_closed(self):
        """True if the peer has closed the connection; waits for it to do something."""
        if self._buffer:
            return False
        try:
            self._buffer = self._socket.recv(65536)
        except ConnectionResetError:
            return True
        return not self._buffer

    def _until(self, end):
        while end not in self._buffer:
            self._receive()
        head, self._buffer = self._buffer.split(end, 1)
        return head

    def _exactly(self, size):
        while len(self._buffer) < size:
            self._receive()
        body, self._buffer = self._buffer[:size], self._buffer[size:]
        return body

    def _receive(self):
        got = self._socket.recv(65536)
        assert got, f"closed with {self._buffer!r}"
        self._buffer += got

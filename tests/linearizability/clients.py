"""Many clients on connections of their own, each with one request under way, and what they asked and heard as a history."""

import json
import re
import selectors
import socket
import time

from history import UNKNOWN, Operation
from players import bytes_of

ANSWER_SECONDS = 60
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


class Client:
    """One connection. `send` and `receive` stand as close to the clock as they can, so that intervals are short."""

    def __init__(self, number, port):
        self.number = number
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=ANSWER_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = b""
        self.request, self.called = None, 0

    def send(self, request, token):
        octets = bytes_of(request, token)
        self.request, self.received = request, b""
        self.called = time.monotonic_ns()
        self.socket.sendall(octets)

    def receive(self):
        """(end, status, body) when the answer is whole, None before. Raises OSError when the connection is gone."""
        octets = self.socket.recv(65536)
        ended = time.monotonic_ns()
        if not octets:
            raise ConnectionResetError("closed")
        self.received += octets
        head, blank, body = self.received.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        if not blank or len(body) < int(length.group(1)):
            return None
        return ended, int(head[9:12]), body


class Session:
    """All clients of one life of the server, in one thread. `history` holds every operation that has begun, when it is over."""

    def __init__(self, port, token, count, players):
        self.token, self.players = token, players
        self.history, self.faults = [], []
        self.is_ending, self.gone = False, None
        self.selector = selectors.DefaultSelector()
        self.open = {Client(number, port) for number in range(count)}
        for client in self.open:
            self.selector.register(client.socket, selectors.EVENT_READ, client)

    def play(self, seconds, kill=None):
        """Requests for so long. Then those under way are waited for, or `kill()` ends the server under them."""
        for client in self.open:
            self.send_next(client)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.take_answers()
        self.is_ending = True
        if kill:
            kill()
            self.gone = time.monotonic_ns()
        deadline = time.monotonic() + ANSWER_SECONDS
        while self.open:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{len(self.open)} requests were not answered")
            self.take_answers()
        self.selector.close()

    def send_next(self, client):
        client.send(self.players.request(), self.token)

    def take_answers(self):
        for key, _ in self.selector.select(0.05):
            client = key.data
            try:
                answer = client.receive()
            except OSError:
                if self.gone is None:
                    raise
                self.note_unanswered(client)
                self.leave(client)
                continue
            if answer is None:
                continue
            self.note(client, *answer)
            self.leave(client) if self.is_ending else self.send_next(client)

    def note(self, client, ended, status, body):
        request = client.request
        if status != 200:
            self.faults.append(f"{request.action}({request.input}) of {request.key}: HTTP {status} {body[:200]!r}")
            return
        told = request.told(json.loads(body))
        if told is not None:
            key, output = told
            # An answer may be read after the server's end, but was sent before it.
            ended = ended if self.gone is None else min(ended, self.gone)
            self.history.append(Operation(key, request.action, request.input, output, client.called, ended, client.number))

    def note_unanswered(self, client):
        request = client.request
        self.history.append(Operation(request.key, request.action, request.input, UNKNOWN, client.called, self.gone, client.number))

    def leave(self, client):
        self.selector.unregister(client.socket)
        client.socket.close()
        self.open.discard(client)

"""One connection that asks as the services' clients do."""

import collections
import http.client
import json
import re
import socket
import subprocess

ANSWER_SECONDS = 60
Answer = collections.namedtuple("Answer", "status codes response cookie")


def fault_of_break(failure, was_there):
    """What is wrong with a call that was not answered, if anything; `was_there`: the server was, when it failed."""
    if isinstance(failure, socket.timeout):
        return f"a call was not answered: {failure!r}"
    return f"a call failed while the server was there: {failure!r}" if was_there else None


class Refused(Exception):
    """An answer with errors to a request that is right."""


# What a run may meet in a server that is not as it should be: it does not start, end or answer, or not rightly.
SERVER_FAULTS = (AssertionError, OSError, http.client.HTTPException, subprocess.TimeoutExpired, Refused)


class Caller:
    """Of one thread. Every call raises OSError or HTTPException when the server is gone."""

    def __init__(self, server, token):
        self.server, self.token = server, token
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=ANSWER_SECONDS)

    def ask(self, method, path, request=None, token=None):
        """`request` goes in an envelope; `token` in place of the caller's own, "" for none."""
        from idkernel import envelope
        token = self.token if token is None else token
        headers = {"Content-Type": "application/json", **({"Cookie": "Authorization=" + token} if token else {})}
        self.connection.request(method, path, json.dumps(envelope(request)) if request is not None else None, headers)
        answer = self.connection.getresponse()
        told = json.loads(answer.read())
        cookie = re.search(r"(?:^|\n)Authorization=([^;]+)", "\n".join(answer.headers.get_all("Set-Cookie") or []))
        return Answer(answer.status, [error["errorCode"] for error in told["errors"] or []], told["response"], cookie and cookie.group(1))

    def good(self, method, path, request=None, token=None):
        """The response of a success. Raises Refused."""
        answer = self.ask(method, path, request, token)
        if answer.codes or answer.status != 200:
            raise Refused(f"{method} {path.partition('?')[0]}: {answer.status} {answer.codes}")
        return answer.response

    def close(self):
        self.connection.close()

"""An identity repository, for tests: MOSIP's answers by UIN, told how to behave."""

import http.server
import json
import socketserver
import threading


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        repository = self.server.repository
        with repository.lock:
            repository.asked.append((self.path, self.headers.get("Cookie")))
        repository.gate.wait(60)
        self.send_response(repository.status)
        for name, value in repository.headers.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(repository.body if repository.body is not None else repository.answer(self.path.rpartition("/")[2]))
        except OSError:
            pass  # Who asked has heard enough.

    def log_message(self, *_):
        pass


class HttpServer(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    allow_reuse_address = True


class IdRepository:
    """`people` by UIN: {"status", "identity"}. `body` takes the place of any answer; `gate` holds answers back while it is cleared."""

    def __init__(self):
        self.people, self.asked = {}, []
        self.status, self.headers, self.body = 200, {}, None
        self.lock, self.gate = threading.Lock(), threading.Event()
        self.gate.set()
        self.port, self.server = 0, None
        self.start()

    def start(self):
        self.server = HttpServer(("127.0.0.1", self.port), Handler)
        self.server.repository = self
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self):
        self.gate.set()
        if self.server:
            self.server.shutdown()
            self.server.server_close()
        self.server = None

    def add(self, uin, status="ACTIVATED", **identity):
        self.people[uin] = {"status": status, "identity": {"UIN": uin, "fullName": [{"language": "eng", "value": "Jane"}], **identity}}

    def answer(self, uin):
        found = self.people.get(uin)
        errors = None if found else [{"errorCode": "IDR-IDC-007", "message": "No Record(s) found"}]
        return json.dumps({"id": "mosip.id.read", "version": "v1", "metadata": {}, "response": found, "errors": errors}).encode()

    def questions(self):
        with self.lock:
            return len(self.asked)

    def settings(self, *more):
        return (f"mosip.idrepo.identity.url=http://127.0.0.1:{self.port}/idrepository/v1/identity/idvid",
                "idkernel.idrepo.timeout-ms=1000", *more)

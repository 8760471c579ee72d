"""What our stubs of other people's HTTP servers have in common."""

import http.server
import socketserver
import threading
import time


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        stub = self.server.stub
        with stub.lock:
            stub.asked.append((self.path, self.headers.get("Cookie"), time.monotonic()))
        stub.gate.wait(60)
        self.send_response(stub.status)
        for name, value in stub.headers.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            content = stub.body if stub.body is not None else stub.content(self.path)
            for at in range(0, len(content), 65536):
                self.wfile.write(content[at:at + 65536])
        except OSError:
            pass  # Who asked has heard enough.

    def log_message(self, *_):
        pass


class HttpServer(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    allow_reuse_address = True


class StubHttp:
    """Answers a GET with content(path). `body` takes the place of any answer; `gate` holds answers back while it is cleared; `asked` has
    path, cookie and time of each question. `context` is for TLS. Started by whoever inherits."""

    def __init__(self, context=None, port=0):
        self.context, self.port, self.server = context, port, None
        self.status, self.headers, self.body, self.asked = 200, {}, None, []
        self.lock, self.gate = threading.Lock(), threading.Event()
        self.gate.set()

    def start(self):
        self.server = HttpServer(("127.0.0.1", self.port), Handler)
        self.server.stub = self
        if self.context:
            self.server.socket = self.context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self):
        self.gate.set()
        if self.server:
            self.server.shutdown()
            self.server.server_close()
        self.server = None

    def questions(self):
        with self.lock:
            return len(self.asked)

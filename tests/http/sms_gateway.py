"""An SMS gateway (HTTP), run by message_servers.Gateway as a process of its own."""

import base64
import http.server
import json
import sys
import threading
import urllib.parse

from stub_process import tell, told


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        query = dict(urllib.parse.parse_qsl(url.query, keep_blank_values=True))
        self.server.requests.append((self.command, url.path, query, base64.b64encode(body).decode()))
        self.send_response(self.server.behaviour["status"])
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    do_POST = do_GET

    def log_message(self, *_):
        pass


def main():
    config = told()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", config["port"]), Handler)
    server.requests, server.behaviour = [], config["behaviour"]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    tell(port=server.server_address[1])
    for line in sys.stdin:
        order = json.loads(line)
        server.behaviour.update(order.get("behaviour", {}))
        tell(requests=server.requests[order["known"]:])


if __name__ == "__main__":
    main()

"""Another issuer of tokens, as Keycloak is one: a server with keys of its own that counts who asks for them."""

import http.server
import json
import socketserver
import threading
import time
import uuid

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from jwt_tools import encode, signing_input

HASHES = {"RS256": hashes.SHA256(), "RS384": hashes.SHA384(), "RS512": hashes.SHA512()}


def big_endian(number):
    return encode(number.to_bytes((number.bit_length() + 7) // 8, "big"))


class Key:
    """An RSA key under a kid."""

    def __init__(self, kid, bits=2048):
        self.kid = kid
        self.private = rsa.generate_private_key(public_exponent=65537, key_size=bits)

    def jwk(self, **more):
        numbers = self.private.public_key().public_numbers()
        return {"kty": "RSA", "use": "sig", "kid": self.kid, "n": big_endian(numbers.n), "e": big_endian(numbers.e), **more}

    def sign(self, claims, alg="RS256", **header):
        head = signing_input({"alg": alg, "typ": "JWT", "kid": self.kid, **header}, claims)
        return head + "." + encode(self.private.sign(head.encode(), padding.PKCS1v15(), HASHES[alg]))


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        issuer = self.server.issuer
        with issuer.lock:
            issuer.asked.append(time.monotonic())
        issuer.gate.wait(60)
        self.send_response(issuer.status)
        for name, value in issuer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            body = issuer.document()
            for at in range(0, len(body), 65536):
                self.wfile.write(body[at:at + 65536])
        except OSError:
            pass  # Who asked has heard enough.

    def log_message(self, *_):
        pass


class HttpServer(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    allow_reuse_address = True


class Issuer:
    """`keys` are published; `body` takes their place. `gate` holds answers back while it is cleared. `context` is for TLS."""

    def __init__(self, realm="mosip", audience="account", context=None, port=0):
        self.realm, self.audience, self.context, self.port = realm, audience, context, port
        self.keys = [Key(realm + "-1")]
        self.status, self.headers, self.body, self.asked = 200, {}, None, []
        self.lock, self.gate = threading.Lock(), threading.Event()
        self.gate.set()
        self.server = None
        self.start()

    def start(self):
        self.server = HttpServer(("127.0.0.1", self.port), Handler)
        self.server.issuer = self
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

    @property
    def url(self):
        return f"https://sso.example.org/auth/realms/{self.realm}"

    @property
    def setting(self):
        scheme = "https" if self.context else "http"
        return f"{self.url} {scheme}://127.0.0.1:{self.port}/certs {self.audience}"

    def document(self):
        return self.body if self.body is not None else json.dumps({"keys": [key.jwk() for key in self.keys]}).encode()

    def fetches(self):
        with self.lock:
            return len(self.asked)

    def claims(self, *roles, **more):
        """As Keycloak writes an access token's."""
        now = int(time.time())
        claims = {"exp": now + 300, "iat": now, "jti": "onrtac:" + str(uuid.uuid4()), "iss": self.url, "aud": ["account"],
                  "sub": str(uuid.uuid4()), "typ": "Bearer", "azp": "mosip-resident-client", "sid": str(uuid.uuid4()),
                  "realm_access": {"roles": list(roles)}, "scope": "email profile", "preferred_username": "jane"}
        return {name: value for name, value in (claims | more).items() if value is not None}

    def token(self, *roles, key=None, alg="RS256", **more):
        return (key or self.keys[0]).sign(self.claims(*roles, **more), alg)

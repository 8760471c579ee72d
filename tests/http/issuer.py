"""Another issuer of tokens, as Keycloak is one: a server with keys of its own that counts who asks for them."""

import json
import time
import uuid

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from jwt_tools import encode, signing_input
from stub_http import StubHttp

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


class Issuer(StubHttp):
    """`keys` are published."""

    def __init__(self, realm="mosip", audience="account", context=None, port=0):
        super().__init__(context, port)
        self.realm, self.audience = realm, audience
        self.keys = [Key(realm + "-1")]
        self.start()

    @property
    def url(self):
        return f"https://sso.example.org/auth/realms/{self.realm}"

    @property
    def setting(self):
        scheme = "https" if self.context else "http"
        return f"{self.url} {scheme}://127.0.0.1:{self.port}/certs {self.audience}"

    def content(self, _):
        return json.dumps({"keys": [key.jwk() for key in self.keys]}).encode()

    def claims(self, *roles, **more):
        """As Keycloak writes an access token's."""
        now = int(time.time())
        claims = {"exp": now + 300, "iat": now, "jti": "onrtac:" + str(uuid.uuid4()), "iss": self.url, "aud": ["account"],
                  "sub": str(uuid.uuid4()), "typ": "Bearer", "azp": "mosip-resident-client", "sid": str(uuid.uuid4()),
                  "realm_access": {"roles": list(roles)}, "scope": "email profile", "preferred_username": "jane"}
        return {name: value for name, value in (claims | more).items() if value is not None}

    def token(self, *roles, key=None, alg="RS256", **more):
        return (key or self.keys[0]).sign(self.claims(*roles, **more), alg)

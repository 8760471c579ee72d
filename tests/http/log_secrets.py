"""What must never stand in a log: the passwords, codes, tokens, addresses and names that went over the wire."""

import json
import re
import threading
import urllib.parse

# Fields whose values are secret or personal, in lower case, of JSON bodies, forms and queries.
FIELDS = {
    "password", "oldpassword", "newpassword", "secretkey", "clientsecret", "client_secret", "userpin", "otp", "token", "refreshtoken",
    "access_token", "refresh_token", "id_token", "mailto", "mailcc", "to", "cc", "email", "emailid", "mail", "mobile", "phone", "number",
    "contactno", "firstname", "lastname", "dateofbirth", "uin", "data", "datatosign", "symmetrickey",
}
# A user id is personal when it is an address or a number itself.
USER_IDS = {"userid", "username", "key"}
# Values that are also names of public things, or too common to say anything.
PUBLIC = {"idkernel-dev", "mosip", "string", "110006"}
TIME = re.compile(r"^\S+T\S+ ")


def _is_telling(value):
    return len(value) >= 5 and value.lower() not in PUBLIC


class LogSecrets:
    """Gathers what one server was told and answered; finds it in the server's output. Used by many threads."""

    def __init__(self):
        self.lock = threading.Lock()
        self.values = set()

    def note(self, body=None, query="", headers=None):
        """What a request or an answer carries; anything that is neither JSON nor a form is passed over."""
        found = set()
        self._of_json(self._parsed(body), found)
        self._of_pairs(urllib.parse.parse_qsl(query), found)
        for name, value in dict(headers or {}).items():
            if name.lower() in ("authorization", "cookie", "set-cookie"):
                found.update(part for part in re.split(r"[=; ]", value) if len(part) > 40)
        with self.lock:
            self.values |= found

    def _parsed(self, body):
        if isinstance(body, (dict, list)):
            return body
        try:
            return json.loads(body) if body else None
        except (ValueError, RecursionError):
            pass
        if isinstance(body, str) and "=" in body and "\n" not in body:
            return dict(urllib.parse.parse_qsl(body))
        return None

    def _of_pairs(self, pairs, found):
        for name, value in pairs:
            name = name.lower()
            if isinstance(value, list) and name in FIELDS:
                found.update(one for one in value if isinstance(one, str) and _is_telling(one))
            if not isinstance(value, str) or not _is_telling(value):
                continue
            if name in FIELDS or (name in USER_IDS and ("@" in value or re.fullmatch(r"\+?\d{7,}", value))):
                found.add(value)

    def _of_json(self, value, found):
        waiting = [value]
        while waiting:
            value = waiting.pop()
            if isinstance(value, dict):
                self._of_pairs(value.items(), found)
                waiting.extend(value.values())
            elif isinstance(value, list):
                waiting.extend(value)

    def lines_with_one(self, lines):
        """The lines that tell one of them. Digits count as whole words only, and not in a line's time."""
        with self.lock:
            values = set(self.values)
        bare = [TIME.sub("", line) for line in lines]
        words = set(re.findall(r"\w+", "\n".join(bare)))
        return [line for line in bare
                if any(value in words and re.search(rf"\b{value}\b", line) if re.fullmatch(r"\w+", value) else value in line
                       for value in values)]

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
# What a person is told, whole lines of it and the codes in it: of a mail, and of a row of /dev/messages.
TEXTS = {"mailcontent", "text"}
LINE_CHARS_MIN = 12
# A user id is personal when it is an address or a number itself.
USER_IDS = {"userid", "username", "key"}
# Values that are also names of public things, or too common to say anything.
PUBLIC = {"idkernel-dev", "mosip", "string", "110006"}
TIME = re.compile(r"^\S+T\S+ ")


def _is_telling(value):
    return len(value) >= 5 and value.lower() not in PUBLIC


class HeaderLines(list):
    """(name, value) of each header line."""

    def __init__(self, pairs):
        super().__init__((name.strip(), value.strip()) for name, value in pairs)

    def items(self):
        return self


class LogSecrets:
    """Gathers what one server was told and answered; finds it in the server's output. Used by many threads."""

    def __init__(self):
        self.lock = threading.Lock()
        self.values = set()

    def note(self, body=None, query="", headers=None):
        """What a request or an answer carries; anything that is neither JSON nor a form is passed over."""
        found = set()
        headers = list(headers.items()) if headers else []
        kind = next((value for name, value in headers if name.lower() == "content-type"), "")
        if boundary := re.search(r'multipart/form-data;.*boundary="?([^";]+)', kind):
            self._of_parts(body, boundary.group(1), found)
        else:
            self._of_json(self._parsed(body), found)
        self._of_pairs(urllib.parse.parse_qsl(query), found)
        for name, value in headers:
            if name.lower() in ("authorization", "cookie", "set-cookie"):
                found.update(part for part in re.split(r"[=; ]", value) if len(part) > 40)
        with self.lock:
            self.values |= found

    def note_raw(self, data):
        """Requests or answers as they are on the wire, one after another."""
        while b"\r\n\r\n" in data:
            head, _, data = data.partition(b"\r\n\r\n")
            first, *lines = head.decode("latin-1").split("\r\n")
            headers = HeaderLines(line.partition(":")[::2] for line in lines)
            length = next((value for name, value in headers.items() if name.lower() == "content-length"), "")
            end = int(length) if re.fullmatch(r"\d{1,9}", length) else len(data)
            self.note(data[:end], first.partition("?")[2].partition(" ")[0], headers)
            data = data[end:]

    def _of_parts(self, body, boundary, found):
        """The fields of a form; files are passed over."""
        body = body.encode() if isinstance(body, str) else body or b""
        for part in body.split(b"--" + boundary.encode("latin-1")):
            head, _, value = part.partition(b"\r\n\r\n")
            name = re.search(rb'[; ]name="([^"]*)"', head)
            if not name or b"filename=" in head:
                continue
            text = value.removesuffix(b"\r\n").decode("utf-8", "replace")
            self._of_pairs([(name.group(1).decode("latin-1"), text)], found)
            self._of_json(self._parsed(text), found)

    def _parsed(self, body):
        if isinstance(body, (dict, list)):
            return body
        try:
            return json.loads(body) if body else None
        except (ValueError, RecursionError):
            pass
        body = body.decode("utf-8", "replace") if isinstance(body, bytes) else body
        if isinstance(body, str) and "=" in body and "\n" not in body and "{" not in body:
            return dict(urllib.parse.parse_qsl(body))
        try:  # A chunk's length before it and after.
            return json.loads(body[body.index("{"):body.rindex("}") + 1])
        except (AttributeError, ValueError, RecursionError):
            return None

    def _of_pairs(self, pairs, found):
        for name, value in pairs:
            name = name.lower()
            if isinstance(value, list) and name in FIELDS:
                found.update(one for one in value if isinstance(one, str) and _is_telling(one))
            if not isinstance(value, str) or not _is_telling(value):
                continue
            if name in TEXTS:
                lines = [line.strip() for line in value.splitlines()]
                found.update(line for line in lines if len(line) >= LINE_CHARS_MIN)
                found.update(re.findall(r"\b\d{6}\b", value))
            if "@" in value and name in FIELDS:
                found.update(one for one in re.split(r"[,;\s]+", value) if _is_telling(one))
            if name in FIELDS or (name in USER_IDS and ("@" in value or re.fullmatch(r"\+?\d{7,}", value))):
                found.add(value)

    def _of_json(self, value, found):
        waiting = [value]
        while waiting:
            value = waiting.pop()
            if isinstance(value, dict):
                self._of_pairs(value.items(), found)
                if {"number", "message"} <= value.keys():  # An SMS; every answer has messages of its own.
                    self._of_pairs([("text", value["message"])], found)
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

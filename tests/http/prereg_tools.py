"""Requests of pre-registration's portal, dated today."""

import re
from urllib.parse import quote

from device_tools import after
from idkernel import wait_until

LOGIN = "/preregistration/v1/login/"
IDS = {"sendOtp": "mosip.pre-registration.login.sendotp", "sendOtp/langcode": "mosip.pre-registration.login.sendotp",
       "validateOtp": "mosip.pre-registration.login.useridotp"}


def frame(asked, operation_id, **changes):
    """The seed's request frame; a change to None leaves the member out."""
    body = {"id": operation_id, "version": "1.0", "requesttime": after(), "request": asked, **changes}
    return {key: value for key, value in body.items() if value is not None}


def login(server, what, asked, **changes):
    return server.call("POST", LOGIN + what, frame(asked, IDS[what], **changes))


def messages(server, to):
    """To that address, the newest first."""
    return server.manage("/dev/messages?to=" + quote(to)).json()


def new_message(server, user_id, **more):
    """The message that a sendOtp brings."""
    before = len(messages(server, user_id))
    answer = login(server, "sendOtp", {"userId": user_id, **more})
    assert answer.json()["errors"] is None, answer.body
    return wait_until(lambda: messages(server, user_id)[:-before or None], "a message")[0]


def new_code(server, user_id):
    return re.search(r"\b\d{6}\b", new_message(server, user_id)["text"]).group(0)


def sign_in(server, user_id):
    """The token of somebody who has signed in by a code."""
    answer = login(server, "validateOtp", {"userId": user_id, "otp": new_code(server, user_id)})
    assert answer.json()["errors"] is None, answer.body
    return answer.cookie()

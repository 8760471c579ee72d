"""The rules of UIN, PRID and VID, written a second time and in another way (ids sheet 1.4, 2.5, 5.2, 6.2)."""

import re


def multiply(j, k):
    if j < 5:
        return (j + k) % 5 if k < 5 else 5 + (j + k - 5) % 5
    return 5 + (j - 5 - k) % 5 if k < 5 else (j - k) % 5


def permute(times, digit):
    for _ in range(times):
        digit = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)[digit]
    return digit


def verhoeff_holds(text):
    check = 0
    for index, digit in enumerate(reversed(text)):
        check = multiply(check, permute(index % 8, int(digit)))
    return check == 0


def common_faults(text, digits, block, up, down):
    faults = []
    if not re.fullmatch(r"\d{%d}" % digits, text):
        return ["length"]
    if text[0] in "01":
        faults.append("start")
    if any(text[i:i + 3] in up or text[i:i + 3] in down for i in range(digits - 2)):
        faults.append("sequence")
    if re.search(r"(\d)\d?\1", text):
        faults.append("repeat")
    if re.search(r"(\d{%d,}).*?\1" % block, text):
        faults.append("block")
    if "786" in text or "666" in text:
        faults.append("restricted")
    if not verhoeff_holds(text):
        faults.append("checksum")
    return faults


def uin_faults(text):
    """The rules that a UIN breaks; none for a good one."""
    faults = common_faults(text, 10, 2, "01234567890123456789", "98765432109876543210")
    if re.search(r"[2468]{3}", text):
        faults.append("even")
    if text[:5] in (text[5:], text[:4:-1]):
        faults.append("groups")
    return faults


def prid_faults(text):
    return common_faults(text, 14, 3, "0123456789", "9876543210")


def vid_faults(text):
    return common_faults(text, 16, 2, "0123456789", "9876543210")

# bench/load/cases.py: what is asked of a server under load, by wrk, and how a case is measured.
import base64
import json
import os
import resource
import statistics
import subprocess
import time

HERE = os.path.dirname(os.path.abspath(__file__))
WARM_UP_SECONDS = 2
# The management port takes 64 connections, those of the round before still closing among them.
MANAGEMENT_CONNECTIONS_MAX = 32
RID = "/v1/ridgenerator/generate/rid/10001/"
LICENSE = "/v1/licensekeymanager/license/permission?MISPId=4411&licenseKey="


def machines(count):
    return lambda server, token: [str(10_000 + i) for i in range(count)]


def licenses(count):
    return lambda server, token: [server.license_key(token) for _ in range(count)]


def otp_words(server, token):
    """The path of the check, and a name for the run's keys."""
    return ["/v1/otpmanager/validate", f"{time.time_ns()}-"]


def body(request):
    return json.dumps({"request": request})


def sign_bodies(server, token):
    return [body({"data": "x" * 100})]


def cipher_request(data):
    return {"applicationId": "REGISTRATION", "referenceId": "10001_10002", "timeStamp": "2026-03-01T10:00:00.000Z", "data": data}


def audit_bodies(server, token):
    """A record as a registration client reports it, about 500 bytes."""
    return [body({
        "eventId": "PRE_401", "eventName": "PERSIST", "eventType": "BUSINESS", "actionTimeStamp": "2026-03-01T08:15:29.929Z",
        "hostName": "node-1", "hostIp": "10.0.0.7", "applicationId": "PRE-REG", "applicationName": "Pre-Registration",
        "sessionUserId": "u-17", "sessionUserName": "asha", "id": "75081638610718", "idType": "PRID", "createdBy": "u-17",
        "moduleName": "demographic", "moduleId": "PRE-DEM", "description": "the application was saved and its owner told"})]


def encrypt_bodies(server, token):
    """1 KiB of data for one base key, which the first request makes."""
    return [body(cipher_request(base64.urlsafe_b64encode(b"x" * 1024).decode()))]


def decrypt_bodies(server, token):
    """What encrypt made of 1 KiB, 16 times."""
    envelopes = [server.post("/v1/cryptomanager/encrypt", encrypt_bodies(server, token)[0], token)["data"] for _ in range(16)]
    return [body(cipher_request(envelope)) for envelope in envelopes]


# name: port, path, what WORD in it stands for in turn or the bodies to post, with a token
CASES = {
    "transport": ("management", "/actuator/health/liveness", machines(1), False),
    "hello": ("api", "/auth/realms/mosip/protocol/openid-connect/certs", machines(1), False),
    "uin": ("api", "/v1/uingenerator/uin", machines(1), True),
    "rid-1000": ("api", RID + "WORD", machines(1000), True),
    "rid-1": ("api", RID + "10001", machines(1), True),
    "token-id": ("api", "/v1/tokenidgenerator/5193698130/9373", machines(1), True),
    "license": ("api", LICENSE + "WORD", licenses(100), True),
    "otp": ("api", "/v1/otpmanager/otp/generate", otp_words, True),
    "audit": ("api", "/v1/auditmanager/audits", audit_bodies, True),
    "encrypt": ("api", "/v1/cryptomanager/encrypt", encrypt_bodies, True),
    "decrypt": ("api", "/v1/cryptomanager/decrypt", decrypt_bodies, True),
    "sign": ("api", "/v1/signature/sign", sign_bodies, True),
}
# Word makers whose words another script than load.lua takes.
SCRIPTS = {otp_words: "otp.lua"}
COLUMNS = ["case", "per_second", "p50_ms", "p99_ms", "max_ms", "cpu_us", "wrk_cpu_us", "server_cores", "wrk_cores",
           "rss_mib", "requests", "errors", "refused"]


def wrk(server, case, words, token, connections, seconds):
    """One run. Answers what load.lua prints, and the CPU seconds of wrk itself."""
    where, path, make_words, with_token = CASES[case]
    script = SCRIPTS.get(make_words, "load.lua")
    if make_words in SCRIPTS:
        words = make_words(server, token)  # No run takes the words of another: a key may have few codes made.
    port = server.port
    if where == "management":
        port, connections = server.management_port, min(connections, MANAGEMENT_CONNECTIONS_MAX)
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s",
               "-s", os.path.join(HERE, script)]
    if with_token:
        command += ["-H", "Cookie: Authorization=" + token]
    command += [f"http://127.0.0.1:{port}", "--", path, *words]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 60)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        raise SystemExit("wrk failed: " + done.stderr)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return json.loads(done.stdout.strip().splitlines()[-1]), cpu


def measure(server, case, words, token, options):
    cpu_before = server.cpu_seconds()
    figures, wrk_cpu = wrk(server, case, words, token, options.connections, options.seconds)
    cpu = server.cpu_seconds() - cpu_before
    requests, seconds = max(figures["requests"], 1), figures["seconds"]
    return {
        "case": case, "per_second": round(requests / seconds), "p50_ms": round(figures["p50_ms"], 2),
        "p99_ms": round(figures["p99_ms"], 2), "max_ms": round(figures["max_ms"], 1),
        "cpu_us": round(cpu / requests * 1e6, 1), "wrk_cpu_us": round(wrk_cpu / requests * 1e6, 1),
        "server_cores": round(cpu / seconds, 2), "wrk_cores": round(wrk_cpu / seconds, 2),
        "rss_mib": round(server.rss_mib()), "requests": figures["requests"], "errors": figures["errors"],
        "refused": figures["refused"],
    }


def run_case(server, case, token, options):
    """The round of the median rate; errors and refusals are those of all rounds, memory that of the end."""
    words = CASES[case][2](server, token)
    wrk(server, case, words, token, options.connections, WARM_UP_SECONDS)
    rounds = [measure(server, case, words, token, options) for _ in range(options.rounds)]
    rate = statistics.median_low([one["per_second"] for one in rounds])
    shown = next(one for one in rounds if one["per_second"] == rate)
    for what in ("errors", "refused"):
        shown[what] = sum(one[what] for one in rounds)
    shown["rss_mib"] = rounds[-1]["rss_mib"]
    return shown


def show(row, columns=COLUMNS):
    print("  ".join(str(row[column]).rjust(max(len(column), 10)) for column in columns), flush=True)

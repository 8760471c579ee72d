"""A server with its store, the clients that use all its services, and what they were told: through crash after crash."""

import collections
import concurrent.futures
import http.client
import random
import signal
import subprocess
import threading
import time
import traceback

import faults as trial
from caller import ANSWER_SECONDS, Caller, Refused, fault_of_break
from idkernel import NO_RATE_LIMITS, STOP_SECONDS, NotReady, Server, envelope, run, sets
from services import NAMES, QUICK, SLOW, SLOW_SHARE, all_services

# A server that ends by itself is seen to be gone some time after its connections have broken.
NOTICE_SECONDS = 2
# How often a kill waits until each call that was under way is answered: one that never is would else pass for one that the kill cut off.
PATIENT_SHARE = 0.25
# level0_file_num_compaction_trigger of store/rocks_options.cc. Each orderly end adds one, if anything was written.
TABLES = 8


def is_report(fault):
    """Whether a sanitizer says something."""
    return "Sanitizer" in str(fault) or "runtime error: " in str(fault)


class Client(threading.Thread):
    """Does steps of its services until the server goes away."""

    def __init__(self, server, token, services, weights, seed):
        super().__init__(daemon=True)
        self.caller = Caller(server, token)
        self.services, self.weights = services, weights
        self.random = random.Random(seed)
        self.refusals, self.broken = [], None
        self.steps = 0
        self.failure = self.failed_at = None  # of the call that was not answered

    def run(self):
        try:
            while True:
                self.steps += 1
                service = self.random.choices(self.services, self.weights)[0]
                try:
                    service.step(self.caller, self.random)
                except Refused as refusal:
                    self.refusals.append(str(refusal))
        except (OSError, http.client.HTTPException) as failure:  # The server was killed: what was not answered was not acknowledged.
            self.failed_at = time.monotonic()
            self.failure = failure
        except Exception:  # pylint: disable=broad-except
            self.broken = traceback.format_exc()
        finally:
            self.caller.close()

    def fault(self, gone_at):
        """What is wrong with how it ended, if anything, when the server was there until then."""
        if self.broken or self.failure is None:
            return self.broken
        return fault_of_break(self.failure, self.failed_at < gone_at)


class Life:
    """One store with all that was told of it, through its cycles."""

    def __init__(self, options, mode, chance, faults, data_dir=None, settings=()):
        self.options, self.mode, self.chance, self.faults = options, mode, chance, faults
        self.services = all_services(faults, trial.beside(options.program, "stored_numbers"), options.service or NAMES)
        # Pools that are filled again and again; a few keys.
        self.settings = sets("mosip.kernel.uin.min-unused-threshold=4000", "mosip.kernel.uin.uins-to-generate=8000",
                             "mosip.kernel.vid.min-unused-threshold=1000", "mosip.kernel.vid.vids-to-generate=2000",
                             "mosip.kernel.keymanager.autogen.appids.list=ROOT,KERNEL:SIGN,REGISTRATION,PMS", "auth.login.max-failures=1000",
                             "idkernel.otp.generations-max=1000", "mosip.kernel.otp.expiry-time=86400", *settings)
        if mode.points:
            self.settings += sets("idkernel.audit.retention-days=0", "idkernel.audit.archive-every-seconds=1", "idkernel.audit.archive-records-max=500")
        self.server = Server(*NO_RATE_LIMITS, data_dir=data_dir)
        self.with_keystore = mode.points and (chance.random() < 0.5 or bool(set(options.point) & set(trial.KEYSTORE_POINTS)))
        if self.with_keystore:
            front = "mosip.kernel.keymanager.hsm."
            keystore = sets(front + "keystore-type=PKCS12", f"{front}config-path={self.server.own_dir}/keys.p12", front + "keystore-pass=pass")
            self.settings += keystore
        self.server.arguments += self.settings
        self.plain = dict(self.server.environment)

    def begin(self):
        """The first fill of the pools and the first keys are no part of a cycle."""
        self.server.start()
        self.server.stop()

    def clients(self, token):
        """Started."""
        quick = [name for name in self.services if name in QUICK]
        slow = [name for name in self.services if name in SLOW]
        each = max(1, round(self.options.clients * SLOW_SHARE))
        made = []
        for number in range(self.options.clients):
            # Some for each slow service, the rest for the quick ones.
            names = [slow[number // each]] if number < each * len(slow) else quick or slow
            made.append(Client(self.server, token, [self.services[name] for name in names],
                               [QUICK.get(name, 1) for name in names], self.chance.random()))
        for client in made:
            client.start()
        return made

    def token(self, plan):
        """A token of the started server; none when it was to end by itself and did so before."""
        try:
            self.server.start()
            return self.server.token()
        except (AssertionError, OSError, http.client.HTTPException) as fault:
            # A connection breaks some time before its server is seen to be gone.
            if isinstance(fault, NotReady) or is_report(fault) or not plan.ends_by_itself or self.ended_soon() is None:
                raise
            return None

    def pile_up(self):
        """Tables on the first level, until a start merges them; none does in here, since each server dies when it would begin."""
        self.server.environment = {**self.plain, **trial.before_merging(self.mode, self.server.own_dir)}
        for _ in range(TABLES + 1):
            try:
                self.server.start()
                self.write_anything()
            except (AssertionError, OSError, http.client.HTTPException) as failure:
                ended = self.ended_soon()
                self.server.kill()
                if isinstance(failure, NotReady) or is_report(failure):
                    raise
                if fault := fault_of_break(failure, ended is None):
                    self.faults.add(fault)
                elif ended != trial.KILLED:
                    self.faults.add(f"while tables pile up the server ended with {ended}: {failure}")
                return
            ended = self.server.stop()
            if ended == trial.KILLED:
                return
            if ended != 0:
                self.faults.add(f"while tables pile up the server ended with {ended}")
                return
        self.faults.add("as many tables as may be, and no start merges them")

    def ended_soon(self):
        """What the server ended with by itself, as soon as that is noticed; None: it is still there."""
        try:
            return self.server.process.wait(NOTICE_SECONDS)
        except subprocess.TimeoutExpired:
            return None

    def write_anything(self):
        """Nothing that a service's client is told. (Signing a client in writes nothing.)"""
        key = f"table-{self.chance.getrandbits(64):x}"
        answer = self.server.call("POST", "/v1/otpmanager/otp/generate", envelope({"key": key}), self.server.token())
        if answer.status != 200 or answer.json()["errors"] is not None:
            raise Refused(f"otp/generate: {answer.body}")

    def load(self, plan):
        """Clients ask until the server ends. Answers what it ended with by itself; None: it was killed."""
        if plan.merges():
            self.pile_up()
        self.server.environment = {**self.plain, **plan.loaded}
        token = self.token(plan)
        clients = self.clients(token) if token else []
        before = self.told()
        deadline = time.monotonic() + plan.seconds + plan.own_end_seconds()
        while clients and time.monotonic() < deadline and self.server.process.poll() is None:
            time.sleep(0.05)
        if not plan.ends_by_itself:
            self.wait_for_one(clients, before)
            if self.chance.random() < PATIENT_SHARE:
                self.wait_for_answers(clients)
        elif not all(client.is_alive() for client in clients):
            self.ended_soon()
        gone_at = self.gone_at()
        ended = self.end(plan)
        # It may have come to its point in between.
        self.join(clients, plan.may_refuse(), gone_at - NOTICE_SECONDS if plan.ends_by_itself and ended is not None else gone_at)
        return ended

    def told(self):
        """How much was acknowledged, by all services together."""
        return sum(self.acknowledged().values())

    def wait_for_one(self, clients, before):
        """Until something was acknowledged: a disk may stand still for longer than a cycle lasts."""
        deadline = time.monotonic() + ANSWER_SECONDS
        while self.told() == before and any(client.is_alive() for client in clients) and time.monotonic() < deadline:
            time.sleep(0.05)

    def wait_for_answers(self, clients):
        """Until each call that is under way is answered, or its client has given it up."""
        under_way = [(client, client.steps) for client in clients]
        deadline = time.monotonic() + ANSWER_SECONDS + 1
        while time.monotonic() < deadline and any(client.is_alive() and client.steps == steps for client, steps in under_way):
            time.sleep(0.01)

    def gone_at(self):
        """Until when the server was there, asked in front of its kill: a call that failed earlier was not cut off by its end."""
        return time.monotonic() - (0 if self.server.process.poll() is None else NOTICE_SECONDS)

    def join(self, clients, may_refuse, gone_at):
        """Clients end with their server, which was there until `gone_at`."""
        for client in clients:
            client.join(30)
            if client.is_alive():
                self.faults.add("a client hangs")
            elif fault := client.fault(gone_at):
                self.faults.add(fault)
            if client.refusals and not may_refuse:
                self.faults.add(f"{len(client.refusals)} requests were answered with errors, first {client.refusals[0]}")

    def end(self, plan):
        process = self.server.process
        if plan.when == "stop" and process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(STOP_SECONDS)
        ended = process.poll()
        self.server.kill()
        return ended

    def recover(self, plan):
        """The first start after the kill, which is to end in the middle. Answers what it ended with by itself."""
        self.server.environment = {**self.plain, **plan.restarted}
        self.token(plan)
        ended = self.server.process.poll()
        self.server.kill()
        return ended

    def touch_all(self):
        """The next check is the last one of this store: it also looks at what was looked at before."""
        for service in self.services.values():
            service.touch_all()

    def check(self):
        """Asks the server that comes back, each service over a connection of its own."""
        self.server.environment = self.plain
        self.server.start()
        token = self.server.token()

        def ask(service):
            caller = Caller(self.server, token)
            try:
                service.check(caller)
            except Refused as refusal:
                self.faults.breach(f"{service.NAME}: {refusal}")
            finally:
                caller.close()

        with concurrent.futures.ThreadPoolExecutor(len(self.services)) as pool:
            for done in [pool.submit(ask, service) for service in self.services.values()]:
                done.result()
        code = self.server.stop()
        if code != 0:
            self.faults.add(f"the server that came back ended with {code}")

    def check_store(self):
        """Looks at the store after an orderly end."""
        def command(name, verb, *more):
            return run(name, verb, "--dev", "--data-dir", self.server.data_dir, *self.settings, *more)

        for service in self.services.values():
            service.check_store(self.server.data_dir, command)

    def acknowledged(self):
        return collections.Counter({name: service.acknowledged() for name, service in self.services.items()})

    def looked_up(self):
        return getattr(self.services.get("numbers"), "looked_up", 0)

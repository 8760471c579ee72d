"""SoftHSM2 tokens of a test's own, and the ways in which they go away."""

import os
import signal
import subprocess
import sys

from idkernel import PROGRAM, sets, write

SOFT_HSM = "/usr/lib/softhsm/libsofthsm2.so"
# One of its calls never comes back: hanging_pkcs11.cc.
HANGING = os.path.join(os.path.dirname(PROGRAM), "tests", "http", "libhanging_pkcs11.so")
P11_CLIENT = "/usr/lib/x86_64-linux-gnu/pkcs11/p11-kit-client.so"

# C_SetPIN by a process of its own; arguments: library, old PIN, new PIN.
SET_PIN = """
import ctypes, sys
library, number = ctypes.CDLL(sys.argv[1]), ctypes.c_ulong
def call(name, *arguments):
    answer = getattr(library, name)(*arguments)
    if answer:
        sys.exit(f"{name}: {answer:#x}")
call("C_Initialize", None)
slots, count, session = (number * 8)(), number(8), number()
call("C_GetSlotList", ctypes.c_ubyte(1), slots, ctypes.byref(count))
call("C_OpenSession", number(slots[0]), number(6), None, None, ctypes.byref(session))
old, new = sys.argv[2].encode(), sys.argv[3].encode()
call("C_Login", session, number(1), old, number(len(old)))
call("C_SetPIN", session, old, number(len(old)), new, number(len(new)))
call("C_Finalize", None)
"""


class TokenInAFolder:
    """SoftHSM2 in the server's own process; its folder of tokens is moved away and back."""

    library = SOFT_HSM

    def __init__(self, directory):
        self.tokens, self.elsewhere = os.path.join(directory, "tokens"), os.path.join(directory, "elsewhere")
        os.mkdir(self.tokens)
        conf = write(directory, "softhsm2.conf", f"directories.tokendir = {self.tokens}\nobjectstore.backend = file\nlog.level = ERROR\n")
        self.environment = {"SOFTHSM2_CONF": conf}
        subprocess.run(["softhsm2-util", "--init-token", "--free", "--label", "lost", "--pin", "4321", "--so-pin", "4321"],
                       check=True, capture_output=True, env={**os.environ, **self.environment})
        config = write(directory, "hsm.cfg", f"name = lost\nlibrary = {self.library}\nslotListIndex = 0\n")
        front = "mosip.kernel.keymanager.hsm."
        self.settings = sets(front + "keystore-type=PKCS11", front + "config-path=" + config, front + "keystore-pass=4321",
                             "idkernel.hsm.token-label=lost", "idkernel.hsm.restart-pause-ms=100",
                             "idkernel.hsm.session-wait-ms=20000")  # a key is made at low priority

    def take_out(self):
        os.rename(self.tokens, self.elsewhere)

    def put_in(self):
        os.rename(self.elsewhere, self.tokens)

    def set_pin(self, old, new):
        subprocess.run([sys.executable, "-c", SET_PIN, SOFT_HSM, old, new], check=True, env={**os.environ, **self.environment})

    def close(self):
        pass


class TokenBehindAServer(TokenInAFolder):
    """The same behind `p11-kit server`, which is killed and started again."""

    library = P11_CLIENT

    def __init__(self, directory):
        super().__init__(directory)
        self.socket, self.process = os.path.join(directory, "socket"), None
        self.environment["P11_KIT_SERVER_ADDRESS"] = "unix:path=" + self.socket
        self.put_in()

    def put_in(self):
        if os.path.exists(self.socket):
            os.remove(self.socket)
        # A group of its own: it serves each connection by a child.
        self.process = subprocess.Popen(["p11-kit", "server", "--foreground", "--name", self.socket, "--provider", SOFT_HSM, "pkcs11:token=lost"],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
                                        env={**os.environ, **self.environment})
        if not self.process.stdout.readline():  # It says where it listens as soon as it does.
            raise AssertionError("p11-kit server did not start")

    def hang(self):
        """Calls that are under way, and new ones, do not return."""
        os.killpg(self.process.pid, signal.SIGSTOP)

    def go_on(self):
        os.killpg(self.process.pid, signal.SIGCONT)

    def take_out(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()
        self.process = None

    def close(self):
        if self.process:
            self.take_out()

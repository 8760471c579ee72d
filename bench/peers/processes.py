# bench/peers/processes.py: servers of others on loopback, their processor time, and a quiet moment between two runs.
import os
import signal
import socket
import subprocess
import time

TICKS = os.sysconf("SC_CLK_TCK")
STOP_SECONDS = 60
QUIET_CORES = 0.08
QUIET_SECONDS_MAX = 30


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def stat_of(pid):
    """(parent, seconds of it and of its children that have ended), nothing when it is gone."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return None
    return int(fields[1]), sum(map(int, fields[11:15])) / TICKS


def tree_cpu_seconds(root):
    """User and system time of a process and all below it; those that ended are in their parent's figure."""
    stats = {int(name): stat_of(name) for name in os.listdir("/proc") if name.isdigit()}
    stats = {pid: stat for pid, stat in stats.items() if stat}
    tree, grown = {root}, True
    while grown:
        more = {pid for pid, (parent, _) in stats.items() if parent in tree} - tree
        grown = bool(more)
        tree |= more
    return sum(stats[pid][1] for pid in tree if pid in stats)


def wait_until_quiet(roots):
    """Returns when all servers together do next to nothing, such as refills and checkpoints, or after QUIET_SECONDS_MAX."""
    deadline = time.monotonic() + QUIET_SECONDS_MAX
    while time.monotonic() < deadline:
        before = sum(map(tree_cpu_seconds, roots))
        time.sleep(0.5)
        if sum(map(tree_cpu_seconds, roots)) - before < QUIET_CORES * 0.5:
            return


def output_of(command, **more):
    """What a command prints; ends the run with what it said when it fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))[:200]}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


class Daemon:
    """A server that stays in the foreground; its output goes to a file. `answers()` tells when it is ready."""
    start_seconds = 60
    process = None

    def start(self, command, log, answers):
        with open(log, "w", encoding="utf-8") as file:
            self.process = subprocess.Popen(command, stdout=file, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + self.start_seconds
        try:
            while not answers():
                if self.process.poll() is not None or time.monotonic() > deadline:
                    with open(log, encoding="utf-8") as file:
                        raise SystemExit(f"{command[0]} did not start:\n{file.read()[-3000:]}")
                time.sleep(0.05)
        except BaseException:  # Who is told to end while it waits here leaves nothing behind.
            self.stop()
            raise

    def stop(self, how=signal.SIGTERM):
        """May be called before the start, and again."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    @property
    def root(self):
        return self.process.pid


def accepts(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0

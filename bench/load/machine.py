# bench/load/machine.py: what a figure is worth nothing without: the machine and the build; and the file that holds all three.
import csv
import os
import platform
import re
import signal
import statistics
import subprocess
import time

PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SYNCS = 200
OPENSSL_SECONDS = 2
RESULTS = os.path.join(PROJECT, "bench/results")


def unwind_when_told_to_end():
    """SIGTERM and SIGHUP end this process as an exception does: servers are stopped and temporary directories go. Only the first one: what
    comes while that is under way would leave the rest."""
    told = []

    def end(number, frame):
        if not told:
            told.append(number)
            raise SystemExit(128 + number)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)


def output_of(*command):
    return subprocess.run(command, capture_output=True, text=True, cwd=PROJECT).stdout.strip()


def cpu_model():
    with open("/proc/cpuinfo") as file:
        match = re.search(r"model name\s*:\s*(.*)", file.read())
    return match.group(1) if match else platform.machine()


def build_flags(program):
    cache = os.path.join(os.path.dirname(program), "CMakeCache.txt")
    try:
        with open(cache) as file:
            text = file.read()
    except OSError:
        return "unknown"
    kind = re.search(r"CMAKE_BUILD_TYPE:\w+=(.*)", text).group(1)
    flags = re.search(rf"CMAKE_CXX_FLAGS_{kind.upper()}:\w+=(.*)", text)
    return f"{kind} {flags.group(1) if flags else ''}".strip()


def halves():
    """The cores that this process may use, in two halves."""
    every = sorted(os.sched_getaffinity(0))
    if len(every) < 2:
        raise SystemExit("there is one core only")
    return every[:len(every) // 2], every[len(every) // 2:]


def on_cores(cores):
    """For subprocess: what the child does before it becomes another program; None where all cores are its own."""
    return None if cores is None else lambda: os.sched_setaffinity(0, cores)


def fdatasync_us(directory):
    """Median time of one synced write of 4 KiB."""
    path = os.path.join(directory, "fdatasync.probe")
    times = []
    file = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    try:
        for _ in range(SYNCS):
            began = time.perf_counter()
            os.write(file, bytes(4096))
            os.fdatasync(file)
            times.append((time.perf_counter() - began) * 1e6)
    finally:
        os.close(file)
        os.unlink(path)
    return statistics.median(times)


def openssl_private_per_second(processes=1, seconds=OPENSSL_SECONDS):
    """RSA-2048 private operations a second of `openssl speed`, of all its processes together: signatures, since OpenSSL 3.0 times no
    decryption by RSA; the operation is the same. 0 when it cannot be told."""
    several = ["-multi", str(processes)] if processes > 1 else []
    return private_per_second_of(output_of("openssl", "speed", "-seconds", str(seconds), *several, "rsa2048"))


def private_per_second_of(text):
    match = re.search(r"^rsa\s+2048 bits(?:\s+\S+s)+\s+([\d.]+)", text, re.MULTILINE)
    return float(match.group(1)) if match else 0.0


def commit_of(program):
    """Of the tree that it lies in, and whether that tree has changes; results that runs have added are none."""
    directory = os.path.dirname(os.path.abspath(program))
    commit = output_of("git", "-C", directory, "rev-parse", "--short", "HEAD")
    changed = output_of("git", "-C", directory, "status", "--porcelain", "--", ":(top)", ":(top,exclude)bench/results")
    return (commit or "unknown") + ("+changes" if changed else "")


def describe(program, data_dir):
    return {
        "cpu": cpu_model(),
        "cores": os.cpu_count(),
        "kernel": platform.release(),
        "file system": output_of("findmnt", "-n", "-o", "FSTYPE", "-T", data_dir),
        "fdatasync of 4 KiB, median us": round(fdatasync_us(data_dir)),
        "commit": commit_of(program),
        "build": build_flags(program),
        "load average before": " ".join(f"{x:.1f}" for x in os.getloadavg()),
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }


def result(name):
    """The path of a bench's file."""
    return os.path.join(RESULTS, name + ".csv")


def write_csv(path, facts, rows, columns):
    """Facts as comments, then the rows; the directory is made where there is none."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", newline="", encoding="utf-8") as file:
        file.writelines(f"# {name}: {value}\n" for name, value in facts.items())
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)

# bench/load/idkernel_load.py: runs the load generator against a server, and reads its CSV.
import csv
import json
import os
import resource
import subprocess

import machine

SCENARIOS = os.path.join(machine.PROJECT, "bench/scenarios")
# Sign-in, preparations, and requests that are under way at the end.
MARGIN_SECONDS = 300


class Figures:
    """Of one run: `steps` by name ("all": together), `seconds` in order, `samples` of the server once a second, `facts` about it; all
    values are numbers but those of facts. Steps leave out the first `ramp` seconds; `wrong` is every wrong answer, those of the ramp included."""

    def __init__(self, text, ramp=0):
        steps, seconds, samples = (part.splitlines() for part in text.split("\n\n"))
        self.facts = dict(line[2:].split(": ", 1) for line in steps if line.startswith("# "))
        rows = list(csv.DictReader(line for line in steps if not line.startswith("#")))
        self.steps = {row.pop("step"): {name: float(value) for name, value in row.items()} for row in rows}
        self.seconds, self.samples = ([{name: float(value) for name, value in row.items()} for row in csv.DictReader(part)]
                                      for part in (seconds, samples))
        self.unstarted = int(self.facts["unstarted"])
        self.wrong = round(self.steps["all"]["wrong"] + sum(one["wrong"] for one in self.seconds[:ramp]))

    def started_per_second(self, seconds):
        """What the generator really asked, answered or not."""
        everything = self.steps["all"]
        return (everything["right"] + everything["refused"] + everything["wrong"]) / seconds


def scenario_file(name):
    return os.path.join(SCENARIOS, name + ".json")


def scenarios():
    return sorted(name.removesuffix(".json") for name in os.listdir(SCENARIOS) if name.endswith(".json"))


def operations_share(scenario):
    """Operations over requests: an operation of a scenario may have several steps."""
    with open(scenario_file(scenario), encoding="utf-8") as file:
        operations = json.load(file)["operations"]
    return sum(one.get("weight", 1) for one in operations) / sum(one.get("weight", 1) * len(one["steps"]) for one in operations)


def run(program, server, scenario, directory, seconds, connections, rate=None, ramp=0, quiet=True, cores=None):
    """Figures of one run. Answers that are refused or wrong are counted in them; without a run there is no return."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    out = os.path.join(directory, "load.csv")
    command = [program, scenario_file(scenario), "--url", f"http://127.0.0.1:{server.port}", "--management",
               f"http://127.0.0.1:{server.management_port}", "--connections", str(connections), "--seconds", str(seconds), "--ramp", str(ramp),
               "--csv", out]
    command += ["--rate", f"{rate:.0f}"] if rate else []
    command += ["--quiet"] if quiet else []
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, preexec_fn=machine.on_cores(cores), timeout=seconds + ramp + MARGIN_SECONDS)
    if done.returncode not in (0, 1):
        raise SystemExit("idkernel-load did not run")
    with open(out, encoding="utf-8") as file:
        return Figures(file.read(), ramp)

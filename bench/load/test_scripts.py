"""The scripts around the load generator: what they make of its figures, short runs of them, and their pictures."""

import contextlib
import importlib.machinery
import importlib.util
import io
import os
import re
import signal
import subprocess
import sys
import tempfile
import unittest
import unittest.mock
import xml.etree.ElementTree

HERE = os.path.dirname(os.path.abspath(__file__))
PEERS = os.path.join(os.path.dirname(HERE), "peers")
sys.dont_write_bytecode = True
sys.path.insert(0, HERE)
import cases  # noqa: E402
import idkernel_load  # noqa: E402
import machine  # noqa: E402
import svg  # noqa: E402
import turns  # noqa: E402
from server import Server  # noqa: E402

PROGRAM = os.environ["IDKERNEL"]
LOAD = os.path.join(os.path.dirname(PROGRAM), "idkernel-load")
RUN_SECONDS_MAX = 300

CSV = """# server: http://127.0.0.1:1
# unstarted: 7
# cpu_us: 41.5
step,per_second,p50_ms,p90_ms,p99_ms,p999_ms,max_ms,right,refused,wrong,refused_p99_ms
sign,90.0,1.0,2.0,3.0,4.0,5.0,180,20,0,0.5
all,90.0,1.0,2.0,3.0,4.0,5.0,180,20,0,0.5

second,right,refused,wrong,p50_ms,p99_ms,max_ms
0,100,0,0,1.0,3.0,4.0
1,80,20,0,2.0,5.0,6.0

at_seconds,server_cpu_seconds,server_resident_mib
0.1,1.0,100.0
1.1,1.5,102.0
"""


def script(name, directory=HERE):
    loader = importlib.machinery.SourceFileLoader(name, os.path.join(directory, name))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(name, loader))
    loader.exec_module(module)
    return module


def rows_of(growing, rising):
    return [{"from_seconds": 60 * n, "rss_mib": 100 + (n if growing else 0), "p99_ms": 10 + (n if rising else 0)} for n in range(12)]


class Figures(unittest.TestCase):
    def test_read(self):
        figures = idkernel_load.Figures(CSV)
        self.assertEqual((figures.unstarted, figures.facts["cpu_us"], len(figures.seconds), len(figures.samples)), (7, "41.5", 2, 2))
        self.assertEqual(figures.steps["sign"]["refused_p99_ms"], 0.5)
        self.assertEqual(figures.started_per_second(2), 100)

    def test_a_wrong_answer_of_the_ramp_counts(self):
        """Of a generator that ends with 1 for it and whose rows of steps leave it out."""
        with tempfile.TemporaryDirectory(prefix="idkernel-test-") as directory:
            generator = os.path.join(directory, "generator")
            with open(generator, "w", encoding="utf-8") as file:
                file.write('#!/bin/sh\nwhile [ "$1" != --csv ]; do shift; done\ncat > "$2" << END\n' + CSV.replace("0,100,0,0,", "0,100,0,2,") + "END\nexit 1\n")
            os.chmod(generator, 0o700)
            server = type("AnyServer", (), {"port": 1, "management_port": 2})
            over = idkernel_load.run(generator, server, "sign", directory, 1, 1, ramp=1)
        self.assertEqual((over.steps["all"]["wrong"], over.wrong), (0, 2))
        row = script("overload").row_of("sign", idkernel_load.Figures(CSV), over, type("Options", (), {"times": 3, "seconds": 2}))
        self.assertEqual(row["wrong"], 2)

    def test_operations_of_several_requests(self):
        self.assertEqual(idkernel_load.operations_share("sign"), 1)
        self.assertEqual(idkernel_load.operations_share("otp"), 0.5)


class Soak(unittest.TestCase):
    def test_windows(self):
        row, = script("soak").windows(idkernel_load.Figures(CSV), 2)
        self.assertEqual((row["per_second"], row["p99_ms"], row["p99_worst_ms"], row["max_ms"], row["rss_mib"], row["server_cores"], row["refused"]),
                         (90, 4.0, 5.0, 6.0, 101.0, 0.5, 20))

    def test_the_whole(self):
        self.assertEqual(script("soak").whole(idkernel_load.Figures(CSV)), "90 right answers/s, p99 3.00 ms, 20 refused, 0 wrong")

    def test_verdicts(self):
        soak = script("soak")
        self.assertEqual(soak.verdict(rows_of(False, False), 120), (0, 1))
        growth, ratio = soak.verdict(rows_of(True, True), 120)
        self.assertAlmostEqual(growth, 110 / 103 - 1)
        self.assertAlmostEqual(ratio, 20 / 13)
        self.assertIsNone(soak.verdict(rows_of(True, True), 600))

    def test_without_samples_or_answers(self):
        soak = script("soak")
        rows = [{"from_seconds": 60 * n, "rss_mib": 0, "p99_ms": 0} for n in range(12)]
        self.assertEqual(soak.verdict(rows, 120), (None, None))
        self.assertIn("met: not memory p99", soak.told((None, None)))

    def test_what_was_met(self):
        soak = script("soak")
        self.assertEqual(soak.missed((0.009, 1.25)), [])
        self.assertEqual(soak.missed((0.01, 1.26)), ["memory", "p99"])
        self.assertEqual(soak.missed((0, None)), ["p99"])
        self.assertEqual(soak.missed(None), [])
        self.assertTrue(soak.told((0.009, 1.25)).endswith("met: all"))


class Openssl(unittest.TestCase):
    TEXT = "                  sign    verify    sign/s verify/s\nrsa 2048 bits 0.000250s 0.000017s   4000.0  58843.8\n"

    def test_its_table_is_read(self):
        self.assertEqual(machine.private_per_second_of(self.TEXT), 4000)
        self.assertEqual(machine.private_per_second_of("no table"), 0)

    def facts(self, alone, together):
        openssl = script("run").Openssl()
        openssl.cores, openssl.alone, openssl.together = 2, alone, together
        return openssl.facts({"case": "sign", "per_second": 6080, "wrk_cores": 0.1})

    def test_shares(self):
        figures, share = self.facts([3900, 4100], [7000, 8200]).values()
        self.assertEqual(figures, "3900 and 4100 private operations/s of one process, 7000 and 8200 of 2 processes")
        self.assertTrue(share.startswith("80.0 % (rate x 250.0 us"), share)
        self.assertIn("raw: 80.0 %", share)

    def test_no_figures_no_shares(self):
        self.assertEqual(len(self.facts([0.0, 4100], [7000, 8200])), 1)


class OwnAudit(unittest.TestCase):
    def test_every_operation_is_switched_off(self):
        own_audit = script("own_audit")
        with open(os.path.join(own_audit.machine.PROJECT, "actors/audit/operations.def"), encoding="utf-8") as file:
            rows = [line for line in file if line.startswith("OPERATION(")]
        names = own_audit.operations()
        self.assertEqual((len(names), len(set(names))), (len(rows), len(rows)))
        self.assertIn("UIN_ISSUED", names)

    def test_the_turn_of_the_median_rate(self):
        rows = [{"per_second": rate, "cpu_us": cpu} for rate, cpu in ((3, 1.0), (1, 3.0), (2, 2.0))]
        self.assertEqual(script("own_audit").median_of(rows)["cpu_us"], 2.0)


class UinBesideCrypto(unittest.TestCase):
    def errors(self, case, uin_errors):
        bench = script("uin_beside_crypto")
        uins = bench.uins_of({"p50_ms": 1, "p99_ms": 2, "max_ms": 3, "refused": 4}, 1000, uin_errors)
        row = bench.row_of("others", uins, case, {"requests": 30, "refused": 10, "errors": 5}, 2)
        self.assertEqual((row["uin_refused"], row["others_per_second"], row["others_refused"]), (4, 10, 10))
        return row["errors"]

    def test_a_stranger_is_told_an_error_and_a_signer_is_not(self):
        self.assertEqual(self.errors("login", 0), 0)
        self.assertEqual(self.errors("login", 2), 2)
        self.assertEqual(self.errors("sign", 2), 7)


class Compare(unittest.TestCase):
    def rows(self, *costs):
        return [{"cpu_us": cost, "per_second": 1000, "p99_ms": 2.5} for cost in costs]

    def test_a_turn_is_compared_with_itself(self):
        # A neighbour made the second turn slow for both.
        told = script("compare").verdict({"before": self.rows(50, 100, 52), "after": self.rows(45, 90, 52)})
        self.assertIn("before 1000/s, 52.0 us, p99 2.50 ms; after 1000/s, 52.0 us", told)
        self.assertIn("CPU after / before 0.900 (0.900 to 1.000)", told)

    def test_the_first_of_a_turn_changes(self):
        self.assertEqual(turns._fewer(5, 9), 5)
        self.assertRaises(SystemExit, turns._fewer, 9, 5)
        asked = []
        with unittest.mock.patch.multiple(cases, wrk=lambda *_: None,
                                          measure=lambda server, *_: asked.append(server) or {column: 0 for column in cases.COLUMNS}):
            with contextlib.redirect_stdout(io.StringIO()):
                rows = turns.turns_of("sign", {"a": "A", "b": "B"}, {"a": "", "b": ""}, type("Options", (), {"turns": 3, "connections": 1}))
        self.assertEqual(asked, ["A", "B", "B", "A", "A", "B"])
        self.assertEqual([row["server"] for row in rows["b"]], ["b"] * 3)


class Overload(unittest.TestCase):
    def row(self, **changes):
        overload = script("overload")
        peak, over = idkernel_load.Figures(CSV), idkernel_load.Figures(CSV)
        over.steps["all"].update(changes)
        return overload.row_of("sign", peak, over, type("Options", (), {"times": 3, "seconds": 2}))

    def test_what_was_met(self):
        self.assertEqual((self.row()["met"], self.row()["share"], self.row()["asked_per_second"]), ("all", 1, 270))
        self.assertEqual(self.row(per_second=71)["met"], "not goodput")
        self.assertEqual(self.row(p99_ms=250)["met"], "not p99")
        self.assertEqual(self.row(refused_p99_ms=5)["met"], "not refusals")
        self.assertEqual(self.row(refused_p99_ms=5, refused=0)["met"], "all")


class Pictures(unittest.TestCase):
    def test_scales(self):
        self.assertEqual(svg.Scale(1, 100, 0, 50).at(50), 25)
        self.assertEqual(svg.Scale(1, 100, 0, 50, is_log=True).at(10), 25)
        self.assertEqual(svg.Scale(2, 50_000, 0, 1).ticks(), [0, 10_000, 20_000, 30_000, 40_000, 50_000])

    def test_each_kind_is_well_formed(self):
        for text in (svg.bars("a < b", "note", ["x", "y"], [("one", [1, None]), ("two", [2.5, 3])], {"one": 2}, suffix=" ms"),
                     svg.ranges("t", "n", ["x"], [("one", [(0.5, 20)])], "ms"),
                     svg.lines("t", "n", [("panel", [("a", [(0, 1), (1, 2)]), ("b", [(0, 3), (1, 4)])])], "minutes")):
            xml.etree.ElementTree.fromstring(text)

    def test_all_of_the_published_results(self):
        with tempfile.TemporaryDirectory(prefix="idkernel-test-") as directory:
            done = subprocess.run([os.path.join(HERE, "pictures"), "--to", directory], capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, 0, done.stderr)
            drawn = os.listdir(directory)
            for name in drawn:
                xml.etree.ElementTree.parse(os.path.join(directory, name))
            self.assertLessEqual({"rates.svg", "cpu.svg", "latency.svg", "start.svg"}, set(drawn))


class Documents(unittest.TestCase):
    """That the README shows what bench/results/load.csv holds."""
    CASES = {"hello (a small JSON document, no token)": "hello", "static token id": "token-id", "UIN issue, durable, the refill of its pool included": "uin",
             "RID, 1,000 machines, durable": "rid-1000", "RID, one machine, durable": "rid-1", "OTP, durable; a pair is two requests": "otp",
             "audit append, durable": "audit", "licence permission lookup": "license", "encrypt 1 KiB, RSA-2048 and AES-256-GCM": "encrypt",
             "decrypt 1 KiB": "decrypt", "sign, RSA-2048": "sign"}

    def setUp(self):
        with open(os.path.join(machine.PROJECT, "README.md"), encoding="utf-8") as file:
            self.figures = file.read().partition("\n## Figures\n")[2]
        self.facts, rows = script("pictures").Results(machine.RESULTS).read("load.csv")
        self.rows = {row["case"]: row for row in rows}

    def line_of(self, label):
        row = self.rows[self.CASES[label]]
        return f"| {label} | {int(row['per_second']):,}/s | {float(row['p50_ms']):.1f} ms | {float(row['p99_ms']):.1f} ms | {row['cpu_us']} us |"

    def test_the_table(self):
        shown = self.figures.partition("|---|---|---|---|---|\n")[2].partition("\n\n")[0].splitlines()
        self.assertEqual(shown, [self.line_of(label) for label in self.CASES])

    def test_what_is_said_beside_it(self):
        rounds = re.search(r"\d+ rounds of \d+ s", self.facts["run"]).group()
        self.assertIn(f"Medians of {rounds};", self.figures)
        self.assertIn(f"Memory {max(int(row['rss_mib']) for row in self.rows.values())} MiB at most", self.figures)
        sign, decrypt = (round(float(self.facts[f"{case}, share of openssl"].split()[0])) for case in ("sign", "decrypt"))
        self.assertIn(f"they do {sign} and {decrypt} % of what", self.figures)


class Peers(unittest.TestCase):
    def test_what_is_not_compared_is_not_drawn(self):
        with tempfile.TemporaryDirectory(prefix="idkernel-test-") as directory:
            with open(os.path.join(directory, "peers.csv"), "w", encoding="utf-8") as file:
                file.write("operation,contender,variant,per_second\nrid,postgresql,returning,19688\nrid,postgresql,bare_sequence,36785\n")
            pictures = script("pictures")
            text = pictures.peers(pictures.Results(directory))
        self.assertIn("19,688", text)
        self.assertNotIn("36,785", text)

    def test_requests_of_a_pair_are_no_pair(self):
        peers = script("run", PEERS)
        told = {"requests": 200, "seconds": 2, "p50_ms": 1.25, "p99_ms": 9.5, "errors": 1, "refused": 2}
        pair, single = (peers.contenders.Idkernel.figures_of(operation, told, 0.01) for operation in ("otp", "uin"))
        self.assertEqual((pair["per_second"], pair["cpu_us"], pair["p50_ms"], pair["p99_ms"], pair["errors"]), (50, 100, None, None, 3))
        self.assertEqual((single["per_second"], single["cpu_us"], single["p50_ms"], single["p99_ms"]), (100, 50, 1.25, 9.5))
        rows = [peers.median_row((operation, "idkernel", "idkernel"), [one]) for operation, one in (("otp", pair), ("uin", single))]
        table = peers.table(rows, {}, {})
        self.assertIn("| one-time code: a pair of make and use | 50/s, 100.0 us |", table)
        self.assertIn("| UIN issue, durable | 100/s, p99 9.5 ms, 50.0 us |", table)


class ShortRuns(unittest.TestCase):
    """That the scripts run from end to end; figures of a second say nothing, so the exit code has to agree with the verdict, whatever that is."""

    def run_script(self, name, *arguments):
        with tempfile.TemporaryDirectory(prefix="idkernel-test-") as directory:
            done = subprocess.run([os.path.join(HERE, name), "--program", PROGRAM, "--load", LOAD, "--results", directory, *arguments],
                                  capture_output=True, text=True, timeout=RUN_SECONDS_MAX)
            self.assertIn(done.returncode, (0, 1), done.stdout + done.stderr)
            told = subprocess.run([os.path.join(HERE, "pictures"), "--results", directory, "--to", directory], capture_output=True, text=True, timeout=60)
            self.assertEqual(told.returncode, 0, told.stderr)
            xml.etree.ElementTree.parse(os.path.join(directory, name + ".svg"))
            return done.returncode, *script("pictures").Results(directory).read(name + ".csv")

    def test_overload(self):
        code, _, rows = self.run_script("overload", "--scenario", "token-id", "--seconds", "1", "--ramp", "1", "--crowd", "256", "--connections", "8")
        self.assertEqual([(row["scenario"], row["wrong"]) for row in rows], [("token-id", "0")])
        self.assertEqual(code, 0 if rows[0]["met"] == "all" else 1)

    def test_soak(self):
        code, facts, rows = self.run_script("soak", "--scenario", "token-id", "--minutes", "0.1", "--window-seconds", "1", "--peak-seconds", "1",
                               "--connections", "8", "--share", "0.2", "--pool", "1", "--warm-up-minutes", "1")
        self.assertGreaterEqual(len(rows), 5)
        self.assertEqual((code, {(row["refused"], row["wrong"]) for row in rows}), (0, {("0", "0")}))
        self.assertRegex(facts["whole"], r"^[1-9]\d* right answers/s, p99 \d+\.\d\d ms, 0 refused, 0 wrong$")


class Ends(unittest.TestCase):
    def started_in(self, directory):
        """Command lines of processes that name the directory."""
        found = []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/cmdline", encoding="utf-8", errors="replace") as file:
                    found += [line for line in [file.read()] if directory + "/" in line]
            except OSError:
                pass
        return found

    def test_sigterm_leaves_nothing(self):
        with tempfile.TemporaryDirectory(prefix="idkernel-test-") as directory:
            run = subprocess.Popen([os.path.join(HERE, "soak"), "--program", PROGRAM, "--load", LOAD, "--results", directory, "--data-dir", directory,
                                    "--scenario", "token-id", "--pool", "1", "--rate", "10"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                                   env={**os.environ, "PYTHONUNBUFFERED": "1"})
            self.assertIn("operations/s", run.stdout.readline())
            self.assertTrue(self.started_in(directory))
            run.terminate()
            self.assertEqual(run.wait(RUN_SECONDS_MAX), 128 + signal.SIGTERM)
            run.stdout.close()
            self.assertEqual((os.listdir(directory), self.started_in(directory)), ([], []))

    def test_a_server_without_a_port_is_ended(self):
        with tempfile.TemporaryDirectory(prefix="idkernel-test-") as directory:
            program = os.path.join(directory, "server")
            with open(program, "w", encoding="utf-8") as file:
                file.write("#!/bin/sh\necho ready\nexec sleep 60\n")
            os.chmod(program, 0o700)
            server = Server(program, directory)
            with self.assertRaises(SystemExit):
                server.__enter__()
            self.assertEqual(server.process.returncode, -signal.SIGTERM)


if __name__ == "__main__":
    unittest.main()

# bench/peers/contenders.py: who is compared, each with what it can run. A run answers its rate, times and operations.
import json
import os
import pwd
import re
import signal
import subprocess

import cases
import machine
from processes import Daemon, accepts, free_port, output_of, tree_cpu_seconds
from server import Server

HERE = os.path.dirname(os.path.abspath(__file__))
POSTGRES_BIN = "/usr/lib/postgresql/15/bin"
POSTGRES_SETTINGS = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "shared_buffers": "512MB", "max_connections": "300",
                     "wal_buffers": "64MB", "max_wal_size": "8GB", "checkpoint_timeout": "30min", "listen_addresses": "''", "logging_collector": "off"}
SAMPLED = 0.1  # of pgbench's transactions are timed one by one


def figures(operations, seconds, cpu_seconds, p50_ms=None, p99_ms=None, errors=0):
    return {"per_second": round(operations / seconds), "p50_ms": p50_ms and round(p50_ms, 2), "p99_ms": p99_ms and round(p99_ms, 2),
            "cpu_us": round(cpu_seconds / max(operations, 1) * 1e6, 1), "operations": operations, "errors": errors}


def percentile(sorted_values, share):
    return sorted_values[min(len(sorted_values) - 1, int(len(sorted_values) * share))] if sorted_values else None


class Idkernel:
    """The release program, by the cases of bench/load/run. Its answers are checked one by one."""
    name = "idkernel"
    case_of = {"uin": "uin", "rid": "rid-1000", "rid-one": "rid-1", "otp": "otp", "audit": "audit", "license": "license", "sign": "sign", "hello": "hello"}
    per_operation = {"otp": 2}  # requests

    def __init__(self, directory, options):
        self.options = options
        self.server = Server(options.program, os.path.join(directory, "idkernel"), options.server_args.split())
        self.words = {}

    def start(self):
        self.server.__enter__()
        self.token = self.server.token()
        self.server.wait_for_pool("uin", min(500_000, self.options.pool))

    def stop(self):
        self.server.__exit__()

    @property
    def root(self):
        return self.server.process.pid

    def variants(self, operation):
        return ["idkernel"] if operation in self.case_of else []

    def prepare(self, operation, variant):
        if operation == "uin":
            self.server.wait_for_pool("uin", min(200_000, self.options.pool))

    def run(self, operation, variant, seconds):
        case = self.case_of[operation]
        if case not in self.words:
            self.words[case] = cases.CASES[case][2](self.server, self.token)
        before = self.server.cpu_seconds()
        told, _ = cases.wrk(self.server, case, self.words[case], self.token, self.options.connections, seconds)
        cpu = self.server.cpu_seconds() - before
        return self.figures_of(operation, told, cpu)

    @classmethod
    def figures_of(cls, operation, told, cpu_seconds):
        """Of what wrk told. It times single requests, which says nothing of an operation that is several: that one has no percentiles."""
        requests = cls.per_operation.get(operation, 1)
        p50_ms, p99_ms = (told["p50_ms"], told["p99_ms"]) if requests == 1 else (None, None)
        return figures(told["requests"] // requests, told["seconds"], cpu_seconds, p50_ms, p99_ms, told["errors"] + told["refused"])

    def version(self):
        return machine.commit_of(self.options.program)


class Postgres(Daemon):
    """PostgreSQL 15 by pgbench over a Unix socket, prepared statements; what is committed is on the disk."""
    name = "postgresql"
    scripts = {"uin": ["reference", "skip_locked", "sequence"], "rid": ["reference", "returning", "bare_sequence"], "rid-one": ["reference", "returning", "bare_sequence"],
               "otp": ["reference", "lean"], "audit": ["reference", "lean"], "license": ["reference", "lean"]}
    fill = {"reference": "TRUNCATE kernel.uin; INSERT INTO kernel.uin SELECT (2000000000 + n * 37)::text, 'UNUSED', 'defaultadmin@mosip.io', now() FROM generate_series(1, {pool}) n;"
                         "VACUUM ANALYZE kernel.uin; CHECKPOINT",
            "skip_locked": "TRUNCATE kernel.uin_lean; INSERT INTO kernel.uin_lean SELECT 2000000000 + n * 37, 0 FROM generate_series(1, {pool}) n; VACUUM ANALYZE kernel.uin_lean; CHECKPOINT",
            "sequence": "TRUNCATE kernel.uin_pool, kernel.uin_issued; INSERT INTO kernel.uin_pool SELECT n, 2000000000 + n * 37 FROM generate_series(1, {pool}) n;"
                        "ALTER SEQUENCE kernel.uin_place RESTART; VACUUM ANALYZE kernel.uin_pool; CHECKPOINT"}

    def __init__(self, directory, options):
        self.directory, self.options = os.path.join(directory, "postgresql"), options
        self.as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        self.connect = ["-h", self.directory, "-U", "postgres", "-d", "postgres"]

    def start(self):
        os.mkdir(self.directory, 0o700)
        if self.as_user:
            os.chown(self.directory, pwd.getpwnam("postgres").pw_uid, -1)
        data = os.path.join(self.directory, "data")
        output_of([*self.as_user, f"{POSTGRES_BIN}/initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-locale", "-E", "UTF8"], cwd="/")
        settings = {**POSTGRES_SETTINGS, "unix_socket_directories": f"'{self.directory}'", **dict(one.split("=", 1) for one in self.options.pg_set)}
        with open(os.path.join(data, "postgresql.auto.conf"), "a", encoding="utf-8") as file:
            file.writelines(f"{key} = {value}\n" for key, value in settings.items())
        ready = lambda: subprocess.run([f"{POSTGRES_BIN}/pg_isready", "-q", "-h", self.directory], check=False).returncode == 0  # noqa: E731
        super().start([*self.as_user, f"{POSTGRES_BIN}/postgres", "-D", data], os.path.join(os.path.dirname(self.directory), "postgresql.log"), ready)
        self.sql("-f", os.path.join(HERE, "sql", "schema.sql"))

    def stop(self, how=signal.SIGINT):  # the fast one
        # runuser hands a signal on, but only to its own child: the server itself says who it is.
        try:
            with open(os.path.join(self.directory, "data", "postmaster.pid"), encoding="ascii") as file:
                os.kill(int(file.readline()), how)
        except (OSError, ValueError):
            if self.process is not None:
                self.process.terminate()
        super().stop(0)

    def sql(self, *words):
        return output_of([f"{POSTGRES_BIN}/psql", *self.connect, "-q", "-v", "ON_ERROR_STOP=1", *words], cwd="/")

    def variants(self, operation):
        return self.scripts.get(operation, [])

    def prepare(self, operation, variant):
        if operation == "uin":
            for statement in self.fill[variant].format(pool=self.options.pool).split(";"):
                self.sql("-c", statement)

    def run(self, operation, variant, seconds):
        script = os.path.join(HERE, "sql", f"{operation.partition('-')[0]}_{variant}.sql")
        log = os.path.join(os.path.dirname(self.directory), "pgbench")
        before = tree_cpu_seconds(self.root)
        text = output_of([f"{POSTGRES_BIN}/pgbench", "-h", self.directory, "-U", "postgres", "-n", "-M", "prepared", "-c", str(self.options.connections), "-j", "1",
                          "-T", str(seconds), "-f", script, "-D", f"machines={1 if operation == 'rid-one' else 1000}", "-l", f"--log-prefix={log}",
                          f"--sampling-rate={SAMPLED}", "postgres"], cwd="/")
        cpu = tree_cpu_seconds(self.root) - before
        done = int(re.search(r"transactions actually processed: (\d+)", text).group(1))
        failed = int(re.search(r"failed transactions: (\d+)", text).group(1))
        rate = float(re.search(r"tps = ([\d.]+)", text).group(1))
        times = sorted(self.times(log))
        return figures(done, done / rate, cpu, percentile(times, 0.5), percentile(times, 0.99), failed)

    @staticmethod
    def times(prefix):
        """Milliseconds of the sampled transactions; takes the files away."""
        directory = os.path.dirname(prefix)
        for name in os.listdir(directory):
            if name.startswith(os.path.basename(prefix) + "."):
                path = os.path.join(directory, name)
                with open(path, encoding="ascii") as file:
                    yield from (int(line.split()[2]) / 1000 for line in file)
                os.unlink(path)

    def version(self):
        return output_of([f"{POSTGRES_BIN}/postgres", "--version"]).strip()


# What one call does for an operation, as Lua: each is one transaction, synced before it is answered. Records are as long as ours.
REDIS_SCRIPTS = {
    "uin": ["local u = redis.call('LPOP', 'pool'); redis.call('HSET', 'uin:' .. u, 'status', 'ISSUED', 'by', 'regproc', 'at', redis.call('TIME')[1]); return u"],
    "otp": ["local n = redis.call('INCR', 'made'); local k = 'otp:' .. n; redis.call('HSET', k, 'code', string.format('%064d', n), 'attempts', 0); "
            "redis.call('EXPIRE', k, 180); return n",
            "local n = redis.call('INCR', 'checked'); local k = 'otp:' .. n; local c = redis.call('HGET', k, 'code'); if not c then return 0 end; "
            "if redis.call('HINCRBY', k, 'attempts', 1) > 10 then return 0 end; if c == string.format('%064d', n) then redis.call('DEL', k) end; return 1"],
}
REDIS_COMMANDS = {
    "rid": [["-r", "1000", "INCR", "rid:10001:__rand_int__"]], "rid-one": [["INCR", "rid:10001:10001"]],
    "audit": [["XADD", "audit", "*", "record", "x" * 470]], "license": [["-r", "100", "HMGET", "license:__rand_int__", "status", "misp", "expiry", "permissions"]]}


class Redis(Daemon):
    """Redis with appendfsync always, by redis-benchmark. A pair of a code is two runs, and their times are added."""
    name = "redis"

    def __init__(self, directory, options):
        self.directory, self.options = os.path.join(directory, "redis"), options

    def start(self):
        os.mkdir(self.directory, 0o700)
        self.port = free_port()
        super().start(["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--dir", self.directory, "--appendonly", "yes", "--appendfsync", "always",
                       "--save", "", "--auto-aof-rewrite-percentage", "0", "--daemonize", "no"], self.directory + ".log", lambda: accepts(self.port))
        self.hashes = {name: [self.cli("SCRIPT", "LOAD", script) for script in scripts] for name, scripts in REDIS_SCRIPTS.items()}

    def cli(self, *words):
        return output_of(["redis-cli", "-p", str(self.port), *words]).strip()

    def variants(self, operation):
        return ["appendfsync always"] if operation in REDIS_SCRIPTS or operation in REDIS_COMMANDS else []

    def prepare(self, operation, variant):
        self.cli("FLUSHALL")
        if operation == "uin":
            self.cli("EVAL", "for n = 1, ARGV[1] do redis.call('RPUSH', 'pool', 2000000000 + n * 37) end", "0", str(self.options.pool))
        if operation == "license":
            self.cli("EVAL", "for n = 0, 99 do redis.call('HSET', 'license:' .. string.format('%012d', n), 'status', 'ACTIVE', 'misp', '4411', 'expiry', '4070908800', "
                     "'permissions', 'OTP Trigger,OTP Authentication') end", "0")

    def run(self, operation, variant, seconds):
        commands = REDIS_COMMANDS.get(operation) or [["EVALSHA", one, "0"] for one in self.hashes[operation]]
        told = [self.benchmark(command, seconds / len(commands)) for command in commands]
        operations = min(one["operations"] for one in told)
        return {"per_second": round(1 / sum(1 / one["per_second"] for one in told)), "p50_ms": round(sum(one["p50_ms"] for one in told), 2),
                "p99_ms": round(sum(one["p99_ms"] for one in told), 2), "cpu_us": round(sum(one["cpu_us"] for one in told), 1), "operations": operations, "errors": 0}

    def benchmark(self, command, seconds):
        """redis-benchmark counts requests and no seconds: a short run says how many they are."""
        first = self.once(command, 5_000)
        return self.once(command, max(5_000, int(first["per_second"] * seconds)))

    def once(self, command, requests):
        options = command[:2] if command[0] == "-r" else []
        before = tree_cpu_seconds(self.root)
        text = output_of(["redis-benchmark", "-p", str(self.port), "-c", str(self.options.connections), "-n", str(requests), "--csv", *options, *command[len(options):]])
        cpu = tree_cpu_seconds(self.root) - before
        row = [part.strip('"') for part in text.strip().splitlines()[-1].rsplit(",", 7)]
        rate, p50, p99 = float(row[1]), float(row[4]), float(row[6])
        return figures(requests, requests / rate, cpu, p50, p99)

    def version(self):
        return output_of(["redis-server", "--version"]).split(" sha")[0]


class Nginx(Daemon):
    """A server that answers every request alike: what HTTP alone costs. By wrk and the script that counts our answers."""
    name = "nginx"

    def __init__(self, directory, options):
        self.directory, self.options = os.path.join(directory, "nginx"), options

    def start(self):
        os.mkdir(self.directory, 0o700)
        self.port = free_port()
        path = os.path.join(self.directory, "nginx.conf")
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"""daemon off; worker_processes 1; pid {self.directory}/pid; error_log {self.directory}/error.log;
events {{ worker_connections 1024; }}
http {{ access_log off; keepalive_requests 100000000; client_body_temp_path {self.directory}/b; proxy_temp_path {self.directory}/p; fastcgi_temp_path {self.directory}/f;
  uwsgi_temp_path {self.directory}/u; scgi_temp_path {self.directory}/s; default_type application/json;
  server {{ listen 127.0.0.1:{self.port}; location / {{ return 200 '{{"id":null,"response":{{"uin":"4209273618"}},"errors":null}}'; }} }} }}
""")
        super().start(["nginx", "-c", path, "-p", self.directory], self.directory + ".log", lambda: accepts(self.port))

    def variants(self, operation):
        return ["return 200"] if operation == "hello" else []

    def prepare(self, operation, variant):
        pass

    def run(self, operation, variant, seconds):
        before = tree_cpu_seconds(self.root)
        done = output_of(["wrk", "-t1", f"-c{self.options.connections}", f"-d{seconds}s", "-s", os.path.join(cases.HERE, "load.lua"), f"http://127.0.0.1:{self.port}", "--", "/", "x"])
        told = json.loads(done.strip().splitlines()[-1])
        return figures(told["requests"], told["seconds"], tree_cpu_seconds(self.root) - before, told["p50_ms"], told["p99_ms"], told["errors"])

    def version(self):
        return subprocess.run(["nginx", "-v"], capture_output=True, text=True, check=True).stderr.strip().split(": ")[1]


class OpensslSpeed:
    """RSA-2048 signatures and nothing else, one process a core: no server, so its own processor time is the figure."""
    name = "openssl speed"
    root = 0

    def __init__(self, directory, options):
        self.cores = os.cpu_count()

    def start(self):
        pass

    def stop(self):
        pass

    def variants(self, operation):
        return ["rsa2048"] if operation == "sign" else []

    def prepare(self, operation, variant):
        pass

    def run(self, operation, variant, seconds):
        before = os.times()
        rate = machine.openssl_private_per_second(self.cores, seconds)
        after = os.times()
        # Half of the time goes into verifying, which is measured behind signing.
        cpu = (after.children_user + after.children_system - before.children_user - before.children_system) / 2
        return figures(int(rate * seconds), seconds, cpu, errors=0 if rate else 1)

    def version(self):
        return output_of(["openssl", "version"]).strip()


ALL = [Idkernel, Postgres, Redis, Nginx, OpensslSpeed]

# bench/load/turns.py: servers that are asked by turns, so that what the machine's neighbours do to one they mostly do to all.
import importlib.machinery
import importlib.util
import os

HERE = os.path.dirname(os.path.abspath(__file__))
# Full before the first turn, and not filled again meanwhile.
POOL = ["--set=mosip.kernel.uin.min-unused-threshold=2000", "--set=mosip.kernel.uin.uins-to-generate=1000000"]
POOL_FULL, POOL_MAX = 990_000, 1_000_000


def _load_run():
    loader = importlib.machinery.SourceFileLoader("run", os.path.join(HERE, "run"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("run", loader))
    loader.exec_module(module)
    return module


run = _load_run()
COLUMNS = ["server", *run.COLUMNS]


def turns_of(case, servers, tokens, options):
    """{name: rows of options.turns turns} of `servers` by name, behind a warm-up of each. The first of a turn is not always the same. While one
    is asked the others rest."""
    words = {name: run.CASES[case][2](server, tokens[name]) for name, server in servers.items()}
    for name, server in servers.items():
        run.wrk(server, case, words[name], tokens[name], options.connections, run.WARM_UP_SECONDS)
    rows = {name: [] for name in servers}
    left = {name: POOL_MAX for name in servers}
    for turn in range(options.turns):
        for name in list(servers) if turn % 2 == 0 else list(reversed(servers)):
            row = {"server": name, **run.measure(servers[name], case, words[name], tokens[name], options)}
            rows[name].append(row)
            show(row)
            if case == "uin":
                left[name] = _fewer(servers[name].unused("uin"), left[name])
    return rows


def _fewer(now, before):
    if now > before:
        raise SystemExit("the pool was filled again meanwhile, which costs CPU: take fewer or shorter turns")
    return now


def show(row):
    run.show(row, COLUMNS)


def show_head():
    show({column: column for column in COLUMNS})


def write_csv(path, facts, rows):
    run.write_csv(path, facts, rows, COLUMNS)

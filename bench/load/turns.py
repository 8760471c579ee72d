# bench/load/turns.py: servers that are asked by turns, so that what the machine's neighbours do to one they mostly do to all.
import cases

# Full before the first turn, and not filled again meanwhile.
POOL = ["--set=mosip.kernel.uin.min-unused-threshold=2000", "--set=mosip.kernel.uin.uins-to-generate=1000000"]
POOL_FULL, POOL_MAX = 990_000, 1_000_000


COLUMNS = ["server", *cases.COLUMNS]


def turns_of(case, servers, tokens, options):
    """{name: rows of options.turns turns} of `servers` by name, behind a warm-up of each. The first of a turn is not always the same. While one
    is asked the others rest."""
    words = {name: cases.CASES[case][2](server, tokens[name]) for name, server in servers.items()}
    for name, server in servers.items():
        cases.wrk(server, case, words[name], tokens[name], options.connections, cases.WARM_UP_SECONDS)
    rows = {name: [] for name in servers}
    left = {name: POOL_MAX for name in servers}
    for turn in range(options.turns):
        for name in list(servers) if turn % 2 == 0 else list(reversed(servers)):
            row = {"server": name, **cases.measure(servers[name], case, words[name], tokens[name], options)}
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
    cases.show(row, COLUMNS)


def show_head():
    show({column: column for column in COLUMNS})

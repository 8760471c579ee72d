"""Rows of a stopped server's store, damaged as a bad disk or an intruder with its files would."""

import subprocess
from pathlib import Path

from idkernel import PROGRAM


def change_row(data_dir, partition, service, verb, *keys):
    """`verb` is flip or erase; change_row.cc says what a key is. Raises when there is no such row."""
    program = Path(PROGRAM).parent / "tests" / "http" / "change_row"
    done = subprocess.run([program, data_dir, str(partition), service, verb, *keys], stderr=subprocess.PIPE, text=True, timeout=60)
    assert done.returncode == 0, done.stderr

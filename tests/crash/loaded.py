"""Runs for their tests: programs without .py."""

import importlib.machinery
import importlib.util
import os

HERE = os.path.dirname(os.path.abspath(__file__))


def loaded(name):
    """The run of that name, as a module."""
    loader = importlib.machinery.SourceFileLoader(name + "_program", os.path.join(HERE, name))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module

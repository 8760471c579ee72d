"""Our own audit: what the server does leaves a record in the commit of the change, whatever kills it."""

import unittest

from idkernel import NO_RATE_LIMITS, SMALL_POOLS, Server, envelope, run, sets
from server_case import ServerCase

"""Presses Ctrl-C for everything that a terminal has begun, while whoever imports this is still on its way."""

import os
import signal

os.killpg(0, signal.SIGINT)

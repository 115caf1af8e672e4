"""Doing things at the same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor


def all_at_once(*actions):
    """Runs every action in a thread of its own, started by one barrier; what they returned, in their order."""
    barrier = threading.Barrier(len(actions), timeout=30)

    def run(action):
        barrier.wait()
        return action()

    with ThreadPoolExecutor(len(actions)) as pool:
        return [running.result() for running in [pool.submit(run, action) for action in actions]]

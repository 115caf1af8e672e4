"""Waiting for what happens by itself."""

import time

_POLL_SECONDS = 0.01


def eventually(condition, within=10.0, what=None):
    """Asks `condition` until it answers something true, which is returned; fails after `within` seconds.

    An AssertionError in the condition counts as "not yet", and is what the failure then shows.
    """
    deadline = time.monotonic() + within
    while True:
        reason = None
        try:
            outcome = condition()
            if outcome:
                return outcome
        except AssertionError as failure:
            reason = failure
        if time.monotonic() >= deadline:
            name = what or getattr(condition, "__doc__", None) or "the condition"
            raise AssertionError(f"not within {within:g} s: {name}" + (f": {reason}" if reason else "")) from reason
        time.sleep(_POLL_SECONDS)

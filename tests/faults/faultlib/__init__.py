"""A shop to which things happen: killed, its files locked, changed and filled up, its payment provider unreliable."""

from faultlib.crowd import Crowd
from faultlib.provider import SandboxProcess, event_for, free_port, send_event, sign
from faultlib.racing import all_at_once
from faultlib.sale import Sale
from faultlib.shop import Shop, crash_at, insist, reconcile, settled

__all__ = [
    "Crowd",
    "Sale",
    "SandboxProcess",
    "Shop",
    "all_at_once",
    "crash_at",
    "event_for",
    "free_port",
    "insist",
    "reconcile",
    "send_event",
    "settled",
    "sign",
]

"""Values that no other test uses."""

import itertools
import uuid

_count = itertools.count(1)


def unique_email(name="buyer"):
    return f"{name}.{next(_count)}.{uuid.uuid4().hex[:8]}@example.com"


def unique_key():
    """An Idempotency-Key."""
    return f"key_{uuid.uuid4().hex}"


def unique_sku():
    return f"BB-{next(_count)}-{uuid.uuid4().hex[:8]}"

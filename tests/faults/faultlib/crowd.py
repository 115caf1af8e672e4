"""Many buyers, made once and there in every shop of a test."""

import shutil
import time
from concurrent.futures import ThreadPoolExecutor

from shop import ShopProcess

_SIZE = 50
# Access tokens are good for ten minutes.
_FRESH_SECONDS = 300


class Crowd:
    """A data folder with the demo's administrator and `_SIZE` signed-in buyers, to be copied."""

    def __init__(self, folder):
        self.data = folder / "data"
        with ShopProcess(self.data) as process, ThreadPoolExecutor(8) as pool:
            self.buyers = list(pool.map(lambda _: process.customer(), range(_SIZE)))
        self._made = time.monotonic()

    def copy_to(self, data):
        shutil.copytree(self.data, data)

    def buyer(self, shop, number):
        """The buyer as a client of a running shop that has a copy of the folder."""
        buyer = shop.client()
        made = self.buyers[number]
        buyer.__dict__.update({**made.__dict__, "shop": shop, "base": buyer.base})
        if time.monotonic() - self._made > _FRESH_SECONDS:
            buyer.login()
        shop.secrets |= {buyer.password, buyer.access_token, buyer.refresh_token}
        return buyer

"""The started program and its clients, for every test that meets it from outside.

with ShopProcess(folder) as shop:
    ada = shop.customer()
    ada.fill(ada.product(stock=5), 2)
    ada.pay("pm_card_visa")
"""

from shop.answer import Answer
from shop.client import ADMIN, BUYER, Client
from shop.document import Document
from shop.mailbox import RESET, VERIFY, parsed
from shop.process import EXIT_BAD_CONFIGURATION, ShopProcess, binary
from shop.raw import RawConnection, RawAnswer
from shop.values import unique_email, unique_key, unique_sku
from shop.waiting import eventually

__all__ = [
    "ADMIN",
    "Answer",
    "BUYER",
    "Client",
    "Document",
    "EXIT_BAD_CONFIGURATION",
    "RESET",
    "RawAnswer",
    "RawConnection",
    "ShopProcess",
    "VERIFY",
    "binary",
    "eventually",
    "parsed",
    "unique_email",
    "unique_key",
    "unique_sku",
]

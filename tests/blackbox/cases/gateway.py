"""What the gateway's own paths answer: the same as those of the services that they stand for."""

import dataclasses

from cases import CASES, OPERATIONS

SUFFIX = "_at_gateway"
ALIASED = [
    "get_basket",
    "open_basket",
    "delete_basket",
    "clear_basket",
    "add_item",
    "set_quantity",
    "replace_item_quantity",
    "set_item_quantity",
    "remove_item",
]


class AtGateway:
    """A world whose requests of some operations go by the gateway's names."""

    def __init__(self, world):
        self._world = world

    def __getattr__(self, name):
        return getattr(self._world, name)

    def call(self, operation, *arguments, **more):
        return self._world.call(operation + SUFFIX if operation in ALIASED else operation, *arguments, **more)

    def faulty(self):
        return AtGateway(self._world.faulty())

    def repriced(self):
        world, *things = self._world.repriced()
        return AtGateway(world), *things


def _aliased(case):
    return lambda world: case(AtGateway(world))


for name in ALIASED:
    OPERATIONS[name + SUFFIX] = dataclasses.replace(OPERATIONS[name], id=name + SUFFIX)
for (name, status, code), stated in list(CASES.items()):
    if name in ALIASED:
        CASES[name + SUFFIX, status, code] = _aliased(stated)

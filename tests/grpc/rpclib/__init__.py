"""What the tests speak gRPC with."""

from rpclib.caller import Caller, Refusal, refused
from rpclib.protos import PROTOS
from rpclib.rpc import Rpc

__all__ = ["PROTOS", "Caller", "Refusal", "Rpc", "refused"]

"""One who calls the services, with or without an access token."""

import contextlib
import uuid

import grpc
import pytest

from rpclib.protos import PROTOS

TIMEOUT_SECONDS = 30
_BESIDE = ("key", "token", "metadata", "timeout", "compression")


class Refusal(Exception):
    """A call that ended with another status than OK."""

    def __init__(self, path, error):
        self.path = path
        self.status = error.code().name
        self.message = error.details()
        self.trailers = dict(error.trailing_metadata() or ())
        details = PROTOS.message("google.rpc.Status").FromString(self.trailers.get("grpc-status-details-bin", b""))
        info = self._detail(details, "google.rpc.ErrorInfo")
        self.reason = info.reason
        self.domain = info.domain
        self.metadata = dict(info.metadata)
        self.violations = [
            (each.field, each.reason) for each in self._detail(details, "google.rpc.BadRequest").field_violations
        ]
        self.retry_after = self._detail(details, "google.rpc.RetryInfo").retry_delay.seconds
        if details.details:
            # The details repeat what the status says.
            assert (details.code, details.message) == (error.code().value[0], error.details())
        super().__init__(f"{path}: {self.status} {self.reason} {self.message} {self.violations or ''}")

    @staticmethod
    def _detail(details, name):
        detail = PROTOS.message(name)()
        for each in details.details:
            if each.Is(detail.DESCRIPTOR):
                each.Unpack(detail)
        return detail


@contextlib.contextmanager
def refused(status, reason=None):
    """The block's call is refused so; gives what pytest gives, with the Refusal as `value`."""
    with pytest.raises(Refusal) as caught:
        yield caught
    got = (caught.value.status, caught.value.reason) if reason is not None else (caught.value.status,)
    assert got == ((status, reason) if reason is not None else (status,)), caught.value
    if reason is not None:
        assert caught.value.domain == "ddd-micro"


class Caller:
    """caller.user.Login(email=..., password=...) gives the reply or raises a Refusal.

    Beside the request's fields every call takes `key` (the idempotency key; True for a new one), `token` (another one than
    the caller's, or None for none), `metadata`, `timeout`, `compression` and `whole` (True: gives reply and trailing
    metadata). A field of such a name is given as `token_`.
    """

    def __init__(self, rpc, token=None):
        self.rpc = rpc
        self.token = token
        self.user_id = None
        self.email = None
        self.password = None
        self.refresh_token = None
        for name, service in PROTOS.services.items():
            setattr(self, name, _Service(self, name, service))

    def login(self, email, password):
        reply = self.user.Login(email=email, password=password, token=None)
        self.email, self.password, self.user_id = email, password, reply.user.id
        self.token, self.refresh_token = reply.tokens.access_token, reply.tokens.refresh_token
        self.rpc.shop.secrets.update((password, self.token, self.refresh_token))
        return reply

    def rest(self):
        """The same person over HTTP."""
        client = self.rpc.shop.client()
        client.access_token = self.token
        return client


class _Service:
    def __init__(self, caller, name, descriptor):
        self._caller = caller
        self._name = name
        self._descriptor = descriptor

    def __getattr__(self, method):
        descriptor = self._descriptor.methods_by_name.get(method)
        if descriptor is None:
            raise AttributeError(f"{self._descriptor.full_name} has no {method}")
        return _Method(self._caller, self._name, descriptor)


class _Method:
    def __init__(self, caller, service, descriptor):
        self._caller = caller
        self.path = f"/{descriptor.containing_service.full_name}/{descriptor.name}"
        self.request = PROTOS.class_of(descriptor.input_type)
        self._call = caller.rpc.channel(service).unary_unary(
            self.path,
            request_serializer=lambda message: message if isinstance(message, bytes) else message.SerializeToString(),
            response_deserializer=PROTOS.class_of(descriptor.output_type).FromString,
        )

    def _arguments(self, key=None, token=Ellipsis, metadata=(), timeout=TIMEOUT_SECONDS, compression=None):
        token = self._caller.token if token is Ellipsis else token
        sent = list(metadata)
        if token is not None:
            sent.append(("authorization", f"Bearer {token}"))
        if key is not None:
            sent.append(("idempotency-key", uuid.uuid4().hex if key is True else key))
        return {"metadata": sent, "timeout": timeout, "compression": compression}

    def _split(self, fields):
        """The request, and what is said beside it."""
        beside = {name: fields.pop(name) for name in _BESIDE if name in fields}
        return self.request(**{name.rstrip("_"): value for name, value in fields.items()}), beside

    def __call__(self, raw=None, whole=False, **fields):
        request, beside = self._split(fields)
        try:
            reply, call = self._call.with_call(request if raw is None else raw, **self._arguments(**beside))
        except grpc.RpcError as error:
            raise Refusal(self.path, error) from None
        return (reply, dict(call.trailing_metadata())) if whole else reply

    def future(self, **fields):
        """The call under way, as grpcio has it."""
        request, beside = self._split(fields)
        return self._call.future(request, **self._arguments(**beside))

"""The gRPC ports of a running shop."""

import contextlib
import sqlite3

import grpc

from rpclib.caller import Caller
from rpclib.protos import PROTOS
from shop.client import ADMIN, PASSWORD
from shop.values import unique_email, unique_sku


class Rpc:
    def __init__(self, shop):
        self.shop = shop
        self._channels = {}
        self._admin = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for channel in self._channels.values():
            channel.close()

    def port(self, service):
        return self.shop.ports[f"{service}-service-grpc"]

    def channel(self, service):
        if service not in self._channels:
            self._channels[service] = self.new_channel(service)
        return self._channels[service]

    def new_channel(self, service):
        # A connection of its own: channels to one address share theirs otherwise, and one that is cut is cut for all.
        options = [("grpc.enable_http_proxy", 0), ("grpc.use_local_subchannel_pool", 1)]
        return grpc.insecure_channel(f"127.0.0.1:{self.port(service)}", options=options)

    # Those who call

    def caller(self, token=None):
        return Caller(self, token)

    def customer(self):
        """Somebody with a new account, signed in."""
        caller = self.caller()
        email = unique_email()
        caller.user.Register(email=email, password=PASSWORD, first_name="Ada", last_name="Lovelace")
        caller.login(email, PASSWORD)
        return caller

    def admin(self):
        if self._admin is None:
            self._admin = self.caller()
            self._admin.login(*ADMIN)
        return self._admin

    def sql(self, database, statement, *values):
        """Changes what is stored, where no call can."""
        with contextlib.closing(sqlite3.connect(self.shop.data / f"{database}.db", timeout=10)) as connection, connection:
            assert connection.execute(statement, values).rowcount > 0, f"nothing to change for {statement}"

    def product(self, price=1999, stock=10, **fields):
        """A new product, made by the administrator."""
        money = {"amount": price, "currency": "USD"}
        return self.admin().product.CreateProduct(name="Brass compass", sku=unique_sku(), price=money, stock=stock, **fields)

    # The standard services

    def health(self, service, of):
        """What the health service at a port says of a service: "SERVING", or the status of the refusal."""
        check = PROTOS.service("grpc.health.v1.Health").methods_by_name["Check"]
        reply_class = PROTOS.class_of(check.output_type)
        call = self.channel(service).unary_unary(
            "/grpc.health.v1.Health/Check",
            request_serializer=lambda message: message.SerializeToString(),
            response_deserializer=reply_class.FromString,
        )
        try:
            reply = call(PROTOS.class_of(check.input_type)(service=of), timeout=10)
        except grpc.RpcError as error:
            return error.code().name
        return reply_class.ServingStatus.Name(reply.status)

    def watch(self, service, of):
        """What the health service at a port says of a service from now on, and how the call ends."""
        check = PROTOS.service("grpc.health.v1.Health").methods_by_name["Watch"]
        reply_class = PROTOS.class_of(check.output_type)
        call = self.channel(service).unary_stream(
            "/grpc.health.v1.Health/Watch",
            request_serializer=lambda message: message.SerializeToString(),
            response_deserializer=reply_class.FromString,
        )
        try:
            for reply in call(PROTOS.class_of(check.input_type)(service=of), timeout=30):
                yield reply_class.ServingStatus.Name(reply.status)
        except grpc.RpcError as error:
            yield error.code().name

    def reflect(self, service, **request):
        """One answer of the reflection service."""
        (answer,) = self.reflect_each(service, request)
        return answer

    def reflect_each(self, service, *requests):
        """The answers of the reflection service to requests of one call."""
        info = PROTOS.service("grpc.reflection.v1alpha.ServerReflection").methods_by_name["ServerReflectionInfo"]
        call = self.channel(service).stream_stream(
            "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
            request_serializer=lambda message: message.SerializeToString(),
            response_deserializer=PROTOS.class_of(info.output_type).FromString,
        )
        return list(call(iter([PROTOS.class_of(info.input_type)(**request) for request in requests]), timeout=10))

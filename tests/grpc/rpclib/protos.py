"""The contract as protoc reads it: services and messages made from the .proto files at run time."""

import pathlib
import subprocess
import tempfile

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

ROOT = pathlib.Path(__file__).resolve().parents[3]
# Of Debian's grpc-proto: the standard services.
_STANDARD = pathlib.Path("/usr/share/grpc-proto")
_STANDARD_FILES = ("grpc/health/v1/health.proto", "grpc/reflection/v1alpha/reflection.proto")


class Protos:
    """`services`: descriptors by short name, "user" for ddd.user.v1.UserService."""

    def __init__(self):
        self._pool = descriptor_pool.DescriptorPool()
        self._factory = message_factory.MessageFactory(self._pool)
        files = sorted(str(path.relative_to(ROOT / "proto")) for path in (ROOT / "proto").rglob("*.proto"))
        for file in self._compile([*files, *_STANDARD_FILES]).file:
            self._pool.Add(file)
        self.services = {
            name: self._pool.FindServiceByName(f"ddd.{name}.v1.{name.capitalize()}Service")
            for name in ("user", "product", "basket", "payment")
        }

    @staticmethod
    def _compile(files):
        with tempfile.NamedTemporaryFile(suffix=".pb") as output:
            subprocess.run(
                ["protoc", f"-I{ROOT / 'proto'}", f"-I{_STANDARD}", "--include_imports"]
                + [f"--descriptor_set_out={output.name}", *files],
                check=True,
            )
            return descriptor_pb2.FileDescriptorSet.FromString(output.read())

    def service(self, full_name):
        return self._pool.FindServiceByName(full_name)

    def message(self, name):
        """The class of a message: "google.rpc.Status"."""
        return self.class_of(self._pool.FindMessageTypeByName(name))

    def class_of(self, descriptor):
        return self._factory.GetPrototype(descriptor)


PROTOS = Protos()

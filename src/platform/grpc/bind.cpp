#include <ddd/platform/grpc/bind.hpp>

namespace ddd::rpc {

std::string encode(const google::protobuf::Message& reply) {
  return reply.SerializeAsString();
}

}  // namespace ddd::rpc

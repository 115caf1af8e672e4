#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/server_callback_handlers.h>
#include <grpcpp/impl/rpc_service_method.h>
#include <grpcpp/impl/service_type.h>

// grpc++ and nothing else: a method that answers every request with the same bytes, without reading it. What a gRPC
// server in C++ can do at most.
namespace {

constexpr const char* kMethod = "/ddd.product.v1.ProductService/GetProduct";

class Echo final : public grpc::Service {
 public:
  explicit Echo(const grpc::ByteBuffer& reply) {
    using Handler = grpc::internal::CallbackUnaryHandler<grpc::ByteBuffer, grpc::ByteBuffer>;
    AddMethod(new grpc::internal::RpcServiceMethod(kMethod, grpc::internal::RpcMethod::NORMAL_RPC, nullptr));
    MarkMethodRawCallback(0, new Handler([&reply](grpc::CallbackServerContext* context, const grpc::ByteBuffer*,
                                                  grpc::ByteBuffer* answer) {
                            *answer = reply;
                            auto* reactor = context->DefaultReactor();
                            reactor->Finish(grpc::Status::OK);
                            return reactor;
                          }));
  }
};

}  // namespace

/// bare_grpc_echo <port> <file of the reply>: until it is killed.
int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: bare_grpc_echo PORT REPLY-FILE\n");
    return 2;
  }
  std::ifstream file(argv[2], std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const grpc::Slice slice(bytes);
  const grpc::ByteBuffer reply(&slice, 1);
  Echo echo(reply);
  grpc::ServerBuilder builder;
  builder.AddListeningPort(std::string("127.0.0.1:") + argv[1], grpc::InsecureServerCredentials());
  builder.RegisterService(&echo);
  const auto server = builder.BuildAndStart();
  if (server == nullptr) return 1;
  server->Wait();
}

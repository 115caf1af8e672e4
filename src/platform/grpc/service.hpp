#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <ddd/kernel/result.hpp>
#include <ddd/platform/api/idempotency_store.hpp>
#include <ddd/platform/api/route.hpp>
#include <ddd/platform/async/task.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace google::protobuf {
class Message;
}

namespace ddd::rpc {

/// Who may call a method.
enum class Access {
  anyone,   ///< no token needed; a good one is used (administrators see more), a bad one is refused
  user,     ///< any signed-in user
  admin,    ///< role admin
  service,  ///< the services named with it, whoever their user is; nobody else, however signed in
};

/// How a method is answered: `bind` (bind.hpp) makes one of a function over messages.
struct MethodHandler {
  /// An empty request, to make others from; static storage.
  const google::protobuf::Message* request = nullptr;
  /// Takes a request of that type and gives the serialised reply.
  std::function<Task<Result<std::string>>(const CallContext&, const google::protobuf::Message&)> run;
};

/// One row of a context's method table.
struct Method {
  std::string name;  ///< as in the .proto file: "GetProduct"
  Access access = Access::anyone;
  MethodHandler handler;
  api::IdempotencyRule idempotency = api::IdempotencyRule::ignored;
  api::RateClass rate = api::RateClass::usual;
  /// Of Access::service.
  std::vector<std::string_view> callers;
  /// Fields of the request in which line breaks may stand.
  std::vector<std::string_view> multiline;
};

/// The methods that one context offers: the gRPC twin of its route table. Every method of the service in the .proto
/// file has exactly one row.
struct Service {
  std::string name;     ///< "ddd.product.v1.ProductService"
  std::string process;  ///< "product-service": metrics label
  std::vector<Method> methods;
  /// Where the context's idempotency records are read; outlives the pipeline. Null where no method honours a key.
  IdempotencyStore* idempotency = nullptr;
};

}  // namespace ddd::rpc

#pragma once

#include <string>
#include <utility>

#include <google/protobuf/message.h>

#include <ddd/platform/grpc/service.hpp>

namespace ddd::rpc {

/// A reply that is serialised already: bytes out of a cache.
struct Encoded {
  std::string bytes;
};

[[nodiscard]] std::string encode(const google::protobuf::Message& reply);
[[nodiscard]] inline std::string encode(const Encoded& reply) {
  return reply.bytes;
}

template <class Owner, class Request, class Reply>
using MethodFunction = Task<Result<Reply>> (*)(Owner&, const CallContext&, const Request&);

namespace detail {

template <class Owner, class Request, class Reply>
Task<Result<std::string>> run(Owner& owner, MethodFunction<Owner, Request, Reply> function, const CallContext& call,
                              const google::protobuf::Message& request) {
  DDD_CO_TRY(const auto reply, co_await function(owner, call, static_cast<const Request&>(request)));
  co_return encode(reply);
}

}  // namespace detail

/// Makes a method's handler of a function that takes a request message and gives a reply message (or Encoded). `owner`
/// is its first argument and outlives the handler.
template <class Owner, class Request, class Reply>
[[nodiscard]] MethodHandler bind(Owner& owner, MethodFunction<Owner, Request, Reply> function) {
  return {.request = &Request::default_instance(),
          .run = [&owner, function](const CallContext& call, const google::protobuf::Message& request) {
            return detail::run(owner, function, call, request);
          }};
}

}  // namespace ddd::rpc

#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include <google/protobuf/message.h>
#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <gtest/gtest.h>
#include <support/await.hpp>

#include <ddd/platform/grpc/service.hpp>

namespace ddd::test {

/// Calls a method of a context's gRPC service as the pipeline does for a call that it has let in.
template <class Reply, class Request>
Result<Reply> call_method(boost::asio::io_context& context, const rpc::Service& service, std::string_view name,
                          const CallContext& call, const Request& request) {
  const auto method = std::ranges::find(service.methods, name, &rpc::Method::name);
  if (method == service.methods.end()) throw std::logic_error("no method " + std::string(name));
  EXPECT_EQ(method->handler.request->GetDescriptor(), request.GetDescriptor());
  DDD_TRY(const auto bytes, await(context, method->handler.run(call, request)));
  Reply reply;
  EXPECT_TRUE(reply.ParseFromString(bytes));
  return reply;
}

/// Who may call a method between services.
inline std::vector<std::string_view> callers_of(const rpc::Service& service, std::string_view name) {
  const auto method = std::ranges::find(service.methods, name, &rpc::Method::name);
  if (method == service.methods.end() || method->access != rpc::Access::service) return {};
  return method->callers;
}

/// "" for an outcome that went well, the code of the refusal for any other.
inline std::string reason_of(const google::rpc::Status& outcome) {
  if (outcome.code() == 0) return "";
  google::rpc::ErrorInfo info;
  EXPECT_TRUE(outcome.details_size() > 0 && outcome.details(0).UnpackTo(&info));
  return info.reason();
}

}  // namespace ddd::test

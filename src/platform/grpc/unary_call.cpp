#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include <boost/asio/post.hpp>

#include <ddd/platform/api/errors.hpp>
#include <ddd/platform/grpc/unary_call.hpp>

namespace ddd::rpc {
namespace {

/// The shard's hold on a call; one that is dropped unanswered ends it as UNAVAILABLE.
class Promise {
 public:
  explicit Promise(UnaryCall& call) : call_(&call) {}
  Promise(Promise&& other) noexcept : call_(std::exchange(other.call_, nullptr)) {}
  Promise& operator=(Promise&&) = delete;
  ~Promise() {
    if (call_ != nullptr)
      call_->answer({.outcome = {.status = to_status(api::errors::overloaded(), {}), .reply = {}}, .trailers = {}});
  }
  void operator()(const Answer& answer) { std::exchange(call_, nullptr)->answer(answer); }

 private:
  UnaryCall* call_;
};

Answer refusal(const Error& error) {
  return {.outcome = {.status = to_status(error, {}), .reply = {}}, .trailers = {}};
}

Error no_message() {
  return {.kind = ErrorKind::malformed, .code = "request.malformed", .message = "The call has no message."};
}

}  // namespace

void UnaryCall::invite(const std::shared_ptr<ServerCore>& core, std::size_t method) {
  auto* call = new UnaryCall(core, method);
  grpc_server_request_registered_call(core->server.get(), core->methods[method], &call->arrived_, &call->deadline_,
                                      call->metadata_.get(), &call->message_, core->loop.unattended(),
                                      core->loop.queue(), static_cast<Event*>(call));
}

UnaryCall::~UnaryCall() {
  if (message_ != nullptr) grpc_byte_buffer_destroy(message_);
  if (counted_) --core_->calls;
}

void UnaryCall::proceed(bool ok) {
  // The server has stopped.
  if (!ok) return delete this;
  call_.reset(arrived_);
  invite(core_, method_);
  counted_ = true;
  if (++core_->calls > core_->options.max_calls) return answer(refusal(api::errors::overloaded()));
  auto message = core::bytes_of(message_);
  if (!message) return answer(refusal(no_message()));
  const auto& shard = core_->shards[core_->next_shard++ % core_->shards.size()];
  boost::asio::post(shard.executor,
                    [pipeline = shard.pipeline, incoming = incoming(*std::move(message)),
                     promise = Promise(*this)]() mutable { pipeline->start(std::move(incoming), std::move(promise)); });
}

Incoming UnaryCall::incoming(std::string message) const {
  static constexpr std::array<std::string_view, 5> kRead{"authorization", "idempotency-key", "traceparent",
                                                         "user-agent", "x-request-id"};
  Incoming incoming{.method = method_,
                    .message = std::move(message),
                    .metadata = {},
                    .peer_address = core::peer_address_of(call_.get()),
                    .deadline = core::deadline_of(deadline_),
                    .caller = std::nullopt};
  for (const auto& item : metadata_.items()) {
    const auto name = core::view_of(item.key);
    if (std::ranges::find(kRead, name) != kRead.end()) incoming.metadata.emplace_back(name, core::view_of(item.value));
  }
  return incoming;
}

void UnaryCall::answer(const Answer& answer) {
  const auto& [outcome, trailers] = answer;
  batch_.receive_close().send_initial_metadata();
  if (outcome.status.code == Code::ok) batch_.send_message(outcome.reply);
  batch_.send_status(outcome.status, trailers).start(call_.get(), static_cast<Completion&>(*this));
}

}  // namespace ddd::rpc

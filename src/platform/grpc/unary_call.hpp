#pragma once

#include <cstddef>
#include <memory>

#include <ddd/platform/grpc/core.hpp>
#include <ddd/platform/grpc/pipeline.hpp>
#include <ddd/platform/grpc/server_core.hpp>

namespace ddd::rpc {

/// A call of a method of the table. It owns itself and goes from thread to thread: the loop's, where it comes in; its
/// shard's, where it is answered, by an operation that gRPC carries out right there; and whichever hears that the
/// answer is out, where it ends. Each hands it on and touches it no more, so it needs no lock.
///
/// A client that leaves, or whose time is over, is let go by gRPC. What the shard is at may be shared with others: it
/// goes on, and its answer is dropped.
class UnaryCall final : public Event, public Completion {
 public:
  /// From now on a call of the method may come in; others wait in gRPC until the next invitation, which each call
  /// makes.
  static void invite(const std::shared_ptr<ServerCore>& core, std::size_t method);

  /// Once, on any thread; the call may be gone when it returns.
  void answer(const Answer& answer);

 private:
  UnaryCall(std::shared_ptr<ServerCore> core, std::size_t method) : core_(std::move(core)), method_(method) {}
  ~UnaryCall();

  void proceed(bool ok) override;
  void complete() override { delete this; }
  [[nodiscard]] Incoming incoming(std::string message) const;

  std::shared_ptr<ServerCore> core_;
  std::size_t method_;
  bool counted_ = false;
  core::CallHandle call_;
  // Filled by gRPC when the call comes in.
  grpc_call* arrived_ = nullptr;
  gpr_timespec deadline_{};
  core::Metadata metadata_;
  grpc_byte_buffer* message_ = nullptr;
  core::Batch batch_;
};

}  // namespace ddd::rpc

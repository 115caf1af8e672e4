#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <grpc/grpc.h>

#include <ddd/platform/grpc/event_loop.hpp>
#include <ddd/platform/grpc/status.hpp>

/// gRPC's C core as the server's own files see it: owners of what it hands out, and the operations on a call.
namespace ddd::rpc::core {

struct Release {
  void operator()(grpc_call* call) const { grpc_call_unref(call); }
  void operator()(grpc_server* server) const { grpc_server_destroy(server); }
  void operator()(grpc_byte_buffer* buffer) const { grpc_byte_buffer_destroy(buffer); }
};
using CallHandle = std::unique_ptr<grpc_call, Release>;
/// Only one that has been shut down, or has never listened, may be released.
using ServerHandle = std::unique_ptr<grpc_server, Release>;
using BufferHandle = std::unique_ptr<grpc_byte_buffer, Release>;

[[nodiscard]] std::string_view view_of(const grpc_slice& slice);
/// Nothing for a buffer that can't be read, or none.
[[nodiscard]] std::optional<std::string> bytes_of(grpc_byte_buffer* buffer);
[[nodiscard]] std::chrono::steady_clock::time_point deadline_of(const gpr_timespec& deadline);
/// "127.0.0.1"
[[nodiscard]] std::string peer_address_of(grpc_call* call);

/// Metadata that gRPC fills in.
class Metadata {
 public:
  Metadata() { grpc_metadata_array_init(&array_); }
  ~Metadata() { grpc_metadata_array_destroy(&array_); }
  Metadata(const Metadata&) = delete;
  Metadata& operator=(const Metadata&) = delete;

  [[nodiscard]] grpc_metadata_array* get() { return &array_; }
  [[nodiscard]] std::span<const grpc_metadata> items() const { return {array_.metadata, array_.count}; }

 private:
  grpc_metadata_array array_{};
};

/// Operations on a call that are started together and over together. Lives until then; used once.
class Batch {
 public:
  Batch() = default;
  ~Batch();
  Batch(const Batch&) = delete;
  Batch& operator=(const Batch&) = delete;

  Batch& send_initial_metadata();
  Batch& send_message(std::string_view bytes);
  Batch& send_status(const Status& status, std::span<const std::pair<std::string, std::string>> trailers = {});
  Batch& receive_message();
  /// Over when the call is: at its end, or when the client has left.
  Batch& receive_close();

  /// Of a call on a loop's `queue` and on its `unattended` one. What is told of may be gone when this returns.
  void start(grpc_call* call, Event& over) { start(call, static_cast<void*>(&over)); }
  void start(grpc_call* call, Completion& over) {
    start(call, static_cast<void*>(static_cast<grpc_completion_queue_functor*>(&over)));
  }

  /// What `receive_message` brought; nothing when no further message comes.
  [[nodiscard]] std::optional<std::string> message() const { return bytes_of(received_); }

 private:
  grpc_op& add(grpc_op_type type);
  void add_trailer(std::string_view name, std::string_view value);
  void start(grpc_call* call, void* tag);

  std::array<grpc_op, 4> operations_{};
  std::size_t count_ = 0;
  BufferHandle sent_;
  grpc_byte_buffer* received_ = nullptr;
  std::vector<grpc_metadata> trailers_;
  std::optional<grpc_slice> status_message_;
  int cancelled_ = 0;
};

}  // namespace ddd::rpc::core

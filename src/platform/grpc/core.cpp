#include <stdexcept>

#include <grpc/byte_buffer.h>
#include <grpc/byte_buffer_reader.h>
#include <grpc/slice.h>
#include <grpc/support/alloc.h>
#include <grpc/support/time.h>

#include <ddd/platform/grpc/core.hpp>
#include <ddd/platform/grpc/listening_address.hpp>

namespace ddd::rpc::core {
namespace {

constexpr std::string_view kDetails = "grpc-status-details-bin";

grpc_slice slice_of(std::string_view text) {
  return grpc_slice_from_copied_buffer(text.data(), text.size());
}

}  // namespace

std::string_view view_of(const grpc_slice& slice) {
  return {reinterpret_cast<const char*>(GRPC_SLICE_START_PTR(slice)), GRPC_SLICE_LENGTH(slice)};
}

std::optional<std::string> bytes_of(grpc_byte_buffer* buffer) {
  grpc_byte_buffer_reader reader;
  if (buffer == nullptr || grpc_byte_buffer_reader_init(&reader, buffer) == 0) return std::nullopt;
  std::string bytes;
  bytes.reserve(grpc_byte_buffer_length(reader.buffer_out));
  grpc_slice slice;
  while (grpc_byte_buffer_reader_next(&reader, &slice) != 0) {
    bytes.append(view_of(slice));
    grpc_slice_unref(slice);
  }
  grpc_byte_buffer_reader_destroy(&reader);
  return bytes;
}

std::chrono::steady_clock::time_point deadline_of(const gpr_timespec& deadline) {
  using Clock = std::chrono::steady_clock;
  if (gpr_time_cmp(deadline, gpr_inf_future(deadline.clock_type)) == 0) return Clock::time_point::max();
  const auto left = gpr_time_sub(deadline, gpr_now(deadline.clock_type));
  return Clock::now() + std::chrono::seconds(left.tv_sec) + std::chrono::nanoseconds(left.tv_nsec);
}

std::string peer_address_of(grpc_call* call) {
  char* peer = grpc_call_get_peer(call);
  auto address = address_of_peer(peer);
  gpr_free(peer);
  return address;
}

Batch::~Batch() {
  if (received_ != nullptr) grpc_byte_buffer_destroy(received_);
  if (status_message_) grpc_slice_unref(*status_message_);
  for (const auto& trailer : trailers_) {
    grpc_slice_unref(trailer.key);
    grpc_slice_unref(trailer.value);
  }
}

grpc_op& Batch::add(grpc_op_type type) {
  auto& operation = operations_.at(count_++);
  operation.op = type;
  return operation;
}

Batch& Batch::send_initial_metadata() {
  add(GRPC_OP_SEND_INITIAL_METADATA);
  return *this;
}

Batch& Batch::send_message(std::string_view bytes) {
  auto slice = slice_of(bytes);
  sent_.reset(grpc_raw_byte_buffer_create(&slice, 1));
  grpc_slice_unref(slice);
  add(GRPC_OP_SEND_MESSAGE).data.send_message.send_message = sent_.get();
  return *this;
}

void Batch::add_trailer(std::string_view name, std::string_view value) {
  grpc_metadata trailer{};
  trailer.key = slice_of(name);
  trailer.value = slice_of(value);
  trailers_.push_back(trailer);
}

Batch& Batch::send_status(const Status& status, std::span<const std::pair<std::string, std::string>> trailers) {
  trailers_.reserve(trailers.size() + 1);
  for (const auto& [name, value] : trailers) add_trailer(name, value);
  if (!status.details.empty()) add_trailer(kDetails, status.details);
  auto& operation = add(GRPC_OP_SEND_STATUS_FROM_SERVER).data.send_status_from_server;
  operation.status = static_cast<grpc_status_code>(status.code);
  if (status.code != Code::ok) operation.status_details = &status_message_.emplace(slice_of(status.message));
  operation.trailing_metadata = trailers_.data();
  operation.trailing_metadata_count = trailers_.size();
  return *this;
}

Batch& Batch::receive_message() {
  add(GRPC_OP_RECV_MESSAGE).data.recv_message.recv_message = &received_;
  return *this;
}

Batch& Batch::receive_close() {
  add(GRPC_OP_RECV_CLOSE_ON_SERVER).data.recv_close_on_server.cancelled = &cancelled_;
  return *this;
}

void Batch::start(grpc_call* call, void* tag) {
  // Refused are only operations that make no sense together or come twice.
  if (grpc_call_start_batch(call, operations_.data(), count_, tag, nullptr) != GRPC_CALL_OK) {
    throw std::logic_error("gRPC refuses a batch");
  }
}

}  // namespace ddd::rpc::core

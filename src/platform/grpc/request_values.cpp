#include <memory>

#include <google/protobuf/message.h>

#include <ddd/kernel/text.hpp>
#include <ddd/platform/api/query_string.hpp>
#include <ddd/platform/grpc/request_values.hpp>

namespace ddd::rpc {
namespace {

constexpr std::size_t kDefaultLimit = 20;
constexpr std::int64_t kMaxLimit = 100;

}  // namespace

void RequestValues::add(std::string_view pointer, std::string code, std::string message,
                        std::optional<std::int64_t> limit) {
  violations_.push_back({std::string(pointer), std::move(code), std::move(message), limit});
}

void RequestValues::text(std::string_view pointer, const std::string& value, std::size_t max_length) {
  if (value.empty()) {
    add(pointer, "min_length", "Must not be empty.", 1);
  } else if (utf8_length(value).value_or(max_length + 1) > max_length) {
    const auto limit = static_cast<std::int64_t>(max_length);
    add(pointer, "max_length", "Must have at most " + std::to_string(limit) + " characters.", limit);
  }
}

void RequestValues::at_least(std::string_view pointer, std::int64_t value, std::int64_t min) {
  if (value < min) add(pointer, "min", "Must be at least " + std::to_string(min) + ".", min);
}

std::size_t RequestValues::limit(const common::v1::PageRequest& page) {
  if (!page.has_limit()) return kDefaultLimit;
  at_least("/page/limit", page.limit(), 1);
  if (page.limit() > kMaxLimit) add("/page/limit", "max", "Must be at most 100.", kMaxLimit);
  return static_cast<std::size_t>(std::max(page.limit(), 1));
}

void RequestValues::batch(std::string_view pointer, int size) {
  if (size > kMaxLimit) add(pointer, "max_items", "Must have at most 100 items.", kMaxLimit);
}

Result<> RequestValues::check() const {
  if (!violations_.empty()) return Refused(api::invalid_request(violations_));
  return {};
}

api::CursorScope cursor_scope(std::string_view list, const google::protobuf::Message& request,
                              const common::v1::PageRequest& page) {
  const std::unique_ptr<google::protobuf::Message> filter(request.New());
  filter->CopyFrom(request);
  filter->GetReflection()->ClearField(filter.get(), filter->GetDescriptor()->FindFieldByName("page"));
  return {list, filter->SerializeAsString(), page.has_cursor() ? std::optional(page.cursor()) : std::nullopt,
          "/page/cursor"};
}

common::v1::PageInfo page_info(std::optional<std::string> next, std::optional<std::int64_t> total) {
  common::v1::PageInfo info;
  info.set_has_more(next.has_value());
  if (next) info.set_next(*std::move(next));
  if (total) info.set_total(*total);
  return info;
}

}  // namespace ddd::rpc

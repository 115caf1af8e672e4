#include <algorithm>
#include <string>
#include <vector>

#include <google/protobuf/message.h>
#include <google/protobuf/unknown_field_set.h>

#include <ddd/kernel/text.hpp>
#include <ddd/platform/api/card_numbers.hpp>
#include <ddd/platform/api/errors.hpp>
#include <ddd/platform/api/query_string.hpp>
#include <ddd/platform/grpc/message_checks.hpp>

namespace ddd::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr std::size_t kMaxViolations = 100;

/// One walk over a message and those inside it.
class Walk {
 public:
  explicit Walk(std::span<const std::string_view> multiline) : multiline_(multiline) {}

  void message(const Message& message, const std::string& at) {
    const auto& reflection = *message.GetReflection();
    const auto& unknown = reflection.GetUnknownFields(message);
    for (int i = 0; i < unknown.field_count(); ++i) {
      note(at + "/" + std::to_string(unknown.field(i).number()), "unknown", "The field is unknown.");
    }
    std::vector<const FieldDescriptor*> present;
    reflection.ListFields(message, &present);
    for (const auto* each : present) field(message, *each, at + "/" + each->name());
  }

  [[nodiscard]] Result<> finish() && {
    if (has_card_number_) return Refused(api::errors::card_number());
    if (!violations_.empty()) return Refused(api::invalid_request(std::move(violations_)));
    return {};
  }

 private:
  void field(const Message& message, const FieldDescriptor& field, const std::string& at) {
    const auto& reflection = *message.GetReflection();
    const int size = field.is_repeated() ? reflection.FieldSize(message, &field) : 1;
    const bool is_text = field.cpp_type() == FieldDescriptor::CPPTYPE_STRING;
    if (!is_text && field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return;
    for (int i = 0; i < size; ++i) {
      const auto here = field.is_repeated() ? at + "/" + std::to_string(i) : at;
      if (!is_text) {
        this->message(field.is_repeated() ? reflection.GetRepeatedMessage(message, &field, i)
                                          : reflection.GetMessage(message, &field),
                      here);
        continue;
      }
      std::string scratch;
      text(field.is_repeated() ? reflection.GetRepeatedStringReference(message, &field, i, &scratch)
                               : reflection.GetStringReference(message, &field, &scratch),
           here, std::ranges::find(multiline_, std::string_view(field.name())) != multiline_.end());
    }
  }

  void text(const std::string& text, const std::string& at, bool multiline) {
    has_card_number_ = has_card_number_ || api::has_card_number(text);
    if (has_control_characters(text, multiline)) note(at, "control_character", "The text holds a control character.");
  }

  void note(std::string at, std::string code, std::string message) {
    if (violations_.size() == kMaxViolations) return;
    violations_.push_back({std::move(at), std::move(code), std::move(message), std::nullopt});
  }

  std::span<const std::string_view> multiline_;
  bool has_card_number_ = false;
  std::vector<Violation> violations_;
};

}  // namespace

Result<> check_message(const Message& message, std::span<const std::string_view> multiline) {
  Walk walk(multiline);
  walk.message(message, "");
  return std::move(walk).finish();
}

}  // namespace ddd::rpc

#include <algorithm>
#include <array>

#include <ddd/platform/json/decode.hpp>
#include <ddd/sandbox/http/faults.hpp>
#include <ddd/sandbox/http/refusals.hpp>

namespace ddd::sandbox {
namespace {

struct FaultRequest {
  std::string op;
  FaultKind fault = FaultKind::delay;
  std::optional<int> delay_ms;
  std::optional<int> times;
};

}  // namespace
}  // namespace ddd::sandbox

template <>
struct ddd::json::EnumNames<ddd::sandbox::FaultKind> {
  using Kind = ddd::sandbox::FaultKind;
  static constexpr auto names = std::to_array<EnumName<Kind>>({
      {Kind::execute_then_drop_response, "execute_then_drop_response"},
      {Kind::drop_request, "drop_request"},
      {Kind::error_with_effect, "500_with_effect"},
      {Kind::error_without_effect, "500_without_effect"},
      {Kind::rate_limited, "429"},
      {Kind::delay, "delay"},
  });
};

template <>
struct ddd::json::Shape<ddd::sandbox::FaultRequest> {
  using Request = ddd::sandbox::FaultRequest;
  static constexpr std::string_view name = "FaultRequest";
  static constexpr auto fields = Fields{field("op", &Request::op), field("fault", &Request::fault),
                                        field("delay_ms", &Request::delay_ms), field("times", &Request::times)};
};

namespace ddd::sandbox {
namespace {

constexpr std::array<std::string_view, 8> kOps = {"create", "confirm",  "capture",         "cancel",
                                                  "refund", "retrieve", "retrieve_refund", "list_refunds"};
constexpr int kLongestDelay = 60'000;
constexpr int kMostTimes = 1000;
/// Longer than any client waits.
constexpr std::chrono::milliseconds kSilence{30'000};

}  // namespace

Result<Fault> Faults::parse(std::string_view json) {
  const auto request = json::decode<FaultRequest>(json);
  if (!request) return Refused(refusals::unreadable("A fault is an object with op, fault, delay_ms and times."));
  const auto times = request->times.value_or(1);
  const bool is_drop =
      request->fault == FaultKind::drop_request || request->fault == FaultKind::execute_then_drop_response;
  const std::chrono::milliseconds delay = request->delay_ms ? std::chrono::milliseconds(*request->delay_ms)
                                          : is_drop         ? kSilence
                                                            : std::chrono::milliseconds(0);
  if (std::ranges::find(kOps, request->op) == kOps.end()) return Refused(refusals::unreadable("There is no such op."));
  if (times < 1 || times > kMostTimes || delay.count() < 0 || delay.count() > kLongestDelay) {
    return Refused(refusals::unreadable("times is 1 to 1000, delay_ms 0 to 60000."));
  }
  return Fault{.op = request->op, .kind = request->fault, .delay = delay, .times = times};
}

Result<> Faults::add(Fault fault) {
  if (faults_.size() == kMost) return Refused(refusals::unreadable("There are too many faults already."));
  faults_.push_back(std::move(fault));
  return {};
}

std::optional<Fault> Faults::take(std::string_view op) {
  const auto found = std::ranges::find(faults_, op, &Fault::op);
  if (found == faults_.end()) return std::nullopt;
  auto fault = *found;
  if (--found->times == 0) faults_.erase(found);
  return fault;
}

}  // namespace ddd::sandbox

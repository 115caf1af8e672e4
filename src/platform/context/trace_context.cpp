#include <cstring>
#include <random>

#include <ddd/platform/context/trace_context.hpp>

namespace ddd {
namespace {

// xoshiro256++ (Blackman, Vigna 2019): a few nanoseconds a draw, seeded per thread from the system.
class FastRandom {
 public:
  FastRandom() {
    std::random_device device;
    for (auto& word : state_) word = (static_cast<std::uint64_t>(device()) << 32) | device();
  }
  std::uint64_t next() {
    const std::uint64_t result = rotate(state_[0] + state_[3], 23) + state_[0];
    const std::uint64_t t = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= t;
    state_[3] = rotate(state_[3], 45);
    return result;
  }

 private:
  static std::uint64_t rotate(std::uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }
  std::array<std::uint64_t, 4> state_{};
};

std::uint64_t draw() {
  thread_local FastRandom random;
  return random.next() | 1;  // never all-zero, which the standard forbids
}

template <std::size_t N>
void append_hex(std::string& out, const std::array<std::uint8_t, N>& bytes) {
  static constexpr char kHex[] = "0123456789abcdef";
  for (const auto byte : bytes) {
    out.push_back(kHex[byte >> 4]);
    out.push_back(kHex[byte & 0x0f]);
  }
}

template <std::size_t N>
bool read_hex(std::string_view text, std::array<std::uint8_t, N>& bytes) {
  bool any = false;
  for (std::size_t i = 0; i < N; ++i) {
    int value = 0;
    for (const char c : text.substr(2 * i, 2)) {
      const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
      if (digit < 0) return false;
      value = value * 16 + digit;
    }
    bytes[i] = static_cast<std::uint8_t>(value);
    any = any || value != 0;
  }
  return any;
}

}  // namespace

TraceContext TraceContext::root() {
  TraceContext context;
  const std::uint64_t words[] = {draw(), draw()};
  std::memcpy(context.trace_id.data(), words, sizeof words);
  context.sampled = true;
  return context.child();
}

std::optional<TraceContext> TraceContext::parse(std::string_view text) {
  TraceContext context;
  if (text.size() != 55 || !text.starts_with("00-") || text[35] != '-' || text[52] != '-') return std::nullopt;
  if (!read_hex(text.substr(3, 32), context.trace_id) || !read_hex(text.substr(36, 16), context.span_id))
    return std::nullopt;
  std::array<std::uint8_t, 1> flags{};
  if (!read_hex(text.substr(53, 2), flags) && text.substr(53, 2) != "00") return std::nullopt;
  context.sampled = (flags[0] & 1) != 0;
  return context;
}

TraceContext TraceContext::child() const {
  TraceContext context = *this;
  context.parent_id = span_id;
  const std::uint64_t word = draw();
  std::memcpy(context.span_id.data(), &word, sizeof word);
  return context;
}

std::string TraceContext::to_traceparent() const {
  std::string out = "00-";
  out.reserve(55);
  append_hex(out, trace_id);
  out.push_back('-');
  append_hex(out, span_id);
  out += sampled ? "-01" : "-00";
  return out;
}

std::string TraceContext::trace_id_text() const {
  std::string out;
  append_hex(out, trace_id);
  return out;
}

}  // namespace ddd

#include <cstring>

#include <ddd/simulation/virtual_time.hpp>

namespace ddd::simulation {

Uuid SeededIds::next() {
  const std::array words{random_.next(), random_.next()};
  std::array<std::uint8_t, 10> bytes{};
  std::memcpy(bytes.data(), words.data(), bytes.size());
  return Uuid::v7(clock_.now(), bytes);
}

}  // namespace ddd::simulation

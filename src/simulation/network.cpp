#include <ddd/simulation/network.hpp>

namespace ddd::simulation {

int Network::draw_copies(const Link& link) {
  auto& random = scheduler_.random();
  if (random.chance(link.loss / 2)) {
    ++statistics_.requests_lost;
    return 0;
  }
  if (!random.chance(link.duplicate)) return 1;
  ++statistics_.requests_repeated;
  return 2;
}

bool Network::draw_loss(const Link& link) {
  const bool lost = scheduler_.random().chance(link.loss / 2);
  if (lost) ++statistics_.answers_lost;
  return lost;
}

Micros Network::draw_way(const Link& link) {
  auto& random = scheduler_.random();
  // Now and then a message is so late that its sender has given up: it overtakes nothing, but is overtaken.
  if (random.chance(link.loss / 10)) {
    ++statistics_.messages_late;
    return random.between(link.patience, link.patience * 4);
  }
  return random.between(link.shortest, link.longest);
}

}  // namespace ddd::simulation

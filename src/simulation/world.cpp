#include <utility>

#include <ddd/simulation/world.hpp>

namespace ddd::simulation {
namespace {

/// Buyers' cards are what they are, faults or none.
Faults without_faults(const Faults& faults) {
  return {.decline = faults.decline, .action = faults.action};
}

/// Keeps the request while any copy of it is being answered.
Task<http::Response> answered(std::shared_ptr<const Request> request,
                              std::function<Task<http::Response>(const http::Request&)> serve) {
  const auto headers = headers_of(*request);
  const http::Request raw{.method = request->method,
                          .target = request->target,
                          .headers = headers.get(),
                          .body = request->body,
                          .peer_address = "192.0.2.1"};
  co_return co_await serve(raw);
}

}  // namespace

World::World(std::uint64_t seed, const Faults& faults, const Wrappers& wrappers, Instruments instruments)
    : scheduler_(seed),
      chosen_faults_(faults),
      faults_(without_faults(faults)),
      wrappers_(wrappers),
      clocks_{VirtualClock(scheduler_), VirtualClock(scheduler_), VirtualClock(scheduler_), VirtualClock(scheduler_),
              VirtualClock(scheduler_)},
      ids_(clocks_.front(), scheduler_.random().next()),
      network_(scheduler_, faults_, statistics_),
      provider_(scheduler_, faults_, statistics_,
                [this](std::string event_id, std::string type, std::string intent_id) {
                  scheduler_.spawn(Node::world, tell(std::move(event_id), std::move(type), std::move(intent_id)));
                }),
      watch_(scheduler_, stores_, provider_, statistics_),
      bus_(scheduler_),
      history_(watch_),
      surroundings_{.instruments = instruments,
                    .scheduler = scheduler_,
                    .faults = faults_,
                    .statistics = statistics_,
                    .network = network_,
                    .bus = bus_,
                    .provider = provider_,
                    .watch = watch_,
                    .stores = stores_,
                    .wrappers = wrappers_,
                    .services = services_,
                    .opaque_tokens = opaque_tokens_} {
  statistics_.runs = 1;
}

// Every task first: they refer to the rest.
World::~World() {
  scheduler_.kill(Node::world);
  for (const auto node : kServices) scheduler_.kill(node);
}

void World::open() {
  for (const auto node : kServices) start(node);
}

void World::heal() {
  healed_ = true;
  faults_ = without_faults(chosen_faults_);
  for (auto& clock : clocks_) clock.set(Micros(0));
}

bool World::step() {
  auto& random = scheduler_.random();
  if (random.chance(faults_.crash)) {
    const bool all = random.chance(0.1);
    const auto one = kServices[random.below(kServices.size())];
    for (const auto node : kServices) {
      if (all || node == one) crash(node);
    }
  }
  if (faults_.clock_steps && random.chance(0.0002)) set_a_clock();
  ++statistics_.steps;
  return scheduler_.step();
}

void World::pass(Micros time) {
  const auto until = scheduler_.now() + time;
  while (scheduler_.now() < until && step()) {
  }
}

void World::set_a_clock() {
  auto& random = scheduler_.random();
  constexpr Micros kFar{300'000'000};
  ++statistics_.clock_steps;
  clocks_[1 + random.below(kServices.size())].set(random.between(-kFar, kFar));
}

void World::crash(Node node) {
  if (!network_.is_up(node)) return;
  ++statistics_.crashes;
  scheduler_.note(static_cast<std::uint64_t>(node) + 0xdead);
  network_.set_up(node, false);
  scheduler_.kill(node);
  switch (node) {
    case Node::user:
      services_.user = nullptr;
      user_.reset();
      break;
    case Node::product:
      services_.product = nullptr;
      product_.reset();
      break;
    case Node::basket:
      services_.basket = nullptr;
      basket_.reset();
      break;
    default:
      payment_.reset();
  }
  scheduler_.spawn(Node::world, come_up(node, scheduler_.random().between(Micros(0), Micros(5'000'000))));
}

Task<> World::come_up(Node node, Micros after) {
  co_await scheduler_.pause(Node::world, after);
  if (node == Node::payment) {
    payment::MemoryPayments payments(stores_.payment, ids_);
    static_cast<void>(co_await payments.release_all(clock(node).now()));
  }
  start(node);
}

void World::start(Node node) {
  switch (node) {
    case Node::user:
      user_ = std::make_unique<UserProcess>(surroundings_, clock(node), ids_);
      services_.user = &user_->module.api();
      break;
    case Node::product:
      product_ = std::make_unique<ProductProcess>(surroundings_, clock(node), ids_);
      services_.product = &product_->module.api();
      break;
    case Node::basket:
      basket_ = std::make_unique<BasketProcess>(surroundings_, clock(node), ids_);
      services_.basket = &basket_->module.api();
      break;
    default:
      payment_ = std::make_unique<PaymentProcess>(surroundings_, clock(node), ids_);
  }
  network_.set_up(node, true);
}

Task<http::Response> World::answer(Node node, const http::Request& request) {
  switch (node) {
    case Node::user:
      return user_->answer(request);
    case Node::product:
      return product_->answer(request);
    case Node::basket:
      return basket_->answer(request);
    default:
      return payment_->answer(request);
  }
}

Task<std::optional<Answer>> World::send(Node to, Request request) {
  const Network::Link link{.longest = Micros(10'000), .patience = Micros(12'000'000), .loss = faults_.loss};
  ++statistics_.requests;
  const auto shared = std::make_shared<const Request>(std::move(request));
  const auto response = co_await network_.call<http::Response>(Node::world, to, link, [this, to, shared] {
    return answered(shared, [this, to](const http::Request& raw) { return answer(to, raw); });
  });
  scheduler_.note(response ? static_cast<std::uint64_t>(response->status) : 0);
  if (!response) co_return std::nullopt;
  co_return Answer{response->status, std::string(response->body.view())};
}

// At least once, in no order, for some time.
Task<> World::tell(std::string event_id, std::string type, std::string intent_id) {
  auto& random = scheduler_.random();
  const auto body =
      webhook_body({.id = std::move(event_id), .type = std::move(type), .intent_id = std::move(intent_id)});
  if (random.chance(faults_.loss / 2)) {
    ++statistics_.webhooks_lost;
    co_return;
  }
  constexpr int kMostTries = 4;
  for (int tries = 0; tries < kMostTries; ++tries) {
    const bool slow = random.chance(0.2);
    co_await scheduler_.pause(Node::world, random.between(Micros(10'000), Micros(slow ? 30'000'000 : 500'000)));
    const auto answer =
        co_await send(Node::payment, {.method = http::Method::post, .target = "/api/v1/webhooks/stripe", .body = body});
    if (answer && answer->status == 500) watch_.report("R", "a webhook failed inside");
    const bool again = random.chance(faults_.duplicate);
    if (answer && answer->is_success() && !again) co_return;
    if (answer && again) ++statistics_.webhooks_repeated;
  }
}

}  // namespace ddd::simulation

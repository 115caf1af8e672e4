#include <algorithm>
#include <exception>
#include <memory>
#include <stdexcept>

#include <ddd/simulation/buyer.hpp>
#include <ddd/simulation/settled.hpp>
#include <ddd/simulation/simulate.hpp>

namespace ddd::simulation {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

/// One run from its opening to its end.
class Run {
 public:
  Run(std::uint64_t seed, const Plan& plan, const Faults& faults, Instruments instruments, const Wrappers& wrappers)
      : plan_(plan), faults_(faults), world_(seed, faults, wrappers, instruments), keeper_(world_) {}

  void open() {
    world_.open();
    spawn(keeper_.stock_up(plan_.products));
    world_.pass(seconds(1));
    for (int i = 1; i <= plan_.buyers; ++i) {
      buyers_.push_back(std::make_unique<Buyer>(world_, i, keeper_.products()));
      spawn(buyers_.back()->sign_up());
    }
    world_.pass(seconds(1));
  }

  void trade() {
    constexpr minutes kLongest{30};
    world_.begin_faults();
    for (auto& buyer : buyers_) spawn(buyer->shop(plan_.rounds));
    spawn(keeper_.mind(plan_.rounds * 2));
    const auto until = world_.scheduler().now() + kLongest;
    while (!is_idle() && world_.scheduler().now() < until && world_.watch().violations().empty()) world_.step();
  }

  /// Nobody waits longer than five minutes between two tries, and a payment lives for fourteen.
  void settle() {
    world_.heal();
    // What is under way arrives, however late.
    world_.pass(seconds(60));
    pass_until(seconds(340), [this] { return unsettled_payments(world_.stores()) == 0; });
    const bool may_be_late = faults_.clock_steps || faults_.recorded_500 > 0;
    if (!may_be_late && unsettled_payments(world_.stores()) > 0) world_.watch().report("L1", "payments are still open");
    pass_until(minutes(40), [this] { return all_ended(world_.stores()); });
    world_.pass(seconds(90));
    check_settled(world_);
  }

  void fill(Outcome& outcome) {
    outcome.trace = world_.scheduler().trace();
    outcome.violations = world_.watch().violations();
    outcome.statistics = world_.statistics();
    outcome.statistics.virtual_seconds =
        static_cast<std::uint64_t>(std::chrono::duration_cast<seconds>(world_.scheduler().now()).count());
  }

  void failed(const char* what) { world_.watch().report("R", std::string("an exception: ") + what); }
  [[nodiscard]] bool is_clean() { return world_.watch().violations().empty(); }

 private:
  template <class Done>
  void pass_until(Micros longest, Done done) {
    const auto until = world_.scheduler().now() + longest;
    while (!done() && world_.scheduler().now() < until) world_.pass(seconds(5));
  }
  void spawn(Task<> task) { world_.scheduler().spawn(Node::world, std::move(task)); }
  [[nodiscard]] bool is_idle() const {
    return keeper_.is_done() && std::ranges::all_of(buyers_, [](const auto& buyer) { return buyer->is_done(); });
  }

  const Plan& plan_;
  const Faults& faults_;
  World world_;
  Keeper keeper_;
  std::vector<std::unique_ptr<Buyer>> buyers_;
};

}  // namespace

Outcome simulate(std::uint64_t seed, const Plan& plan, Instruments instruments, const Wrappers& wrappers) {
  // A sequence of its own, so that the same faults can be drawn without the run.
  Random random(~seed);
  const auto faults = Faults::of_profile(plan.profile, random);
  if (!faults) throw std::invalid_argument("there is no profile '" + plan.profile + "'");
  Outcome outcome{.seed = seed, .faults = *faults};
  Run run(seed, plan, outcome.faults, instruments, wrappers);
  try {
    run.open();
    run.trade();
    // After a broken promise the rest tells little.
    if (run.is_clean()) run.settle();
  } catch (const std::exception& failure) {
    run.failed(failure.what());
  }
  run.fill(outcome);
  return outcome;
}

}  // namespace ddd::simulation

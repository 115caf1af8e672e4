// The yardstick of purchases: the rows of a purchase in the shop's own tables, by as many dependent group commits, with
// nothing around them. Events, webhooks and their consumers follow as they do in the shop. Prints one JSON object.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "committer.hpp"
#include "purchase_rows.hpp"

namespace {

using namespace ddd::bench;
using Clock = std::chrono::steady_clock;

/// An event under way, with the purchase that it is about.
struct Sent {
  std::shared_ptr<Event> event;
  std::shared_ptr<Purchase> purchase;
};

/// The files of a shop, and how much is still to be written.
class Shop {
 public:
  explicit Shop(const std::string& folder) {
    for (const auto* file : kFiles) files_.push_back(std::make_unique<Committer>(folder + "/" + file));
  }

  [[nodiscard]] Committer& at(File file) { return *files_[static_cast<std::size_t>(file)]; }

  void submit(File file, Committer::Write write, Committer::Then then) {
    {
      const std::lock_guard lock(mutex_);
      ++pending_;
    }
    at(file).submit(std::move(write), [this, then = std::move(then)] {
      then();
      const std::lock_guard lock(mutex_);
      if (--pending_ == 0) idle_.notify_all();
    });
  }
  [[nodiscard]] std::int64_t commits() const {
    std::int64_t sum = 0;
    for (const auto& file : files_) sum += file->commits();
    return sum;
  }
  /// Returns when nothing is queued or being written.
  void wait_until_idle() {
    std::unique_lock lock(mutex_);
    idle_.wait(lock, [this] { return pending_ == 0; });
  }

 private:
  std::vector<std::unique_ptr<Committer>> files_;
  std::mutex mutex_;
  std::condition_variable idle_;
  long pending_ = 0;
};

/// Work with at most one batch under way; what comes meanwhile is the next batch.
class Batches {
 public:
  explicit Batches(std::size_t limit) : limit_(limit) {}
  virtual ~Batches() = default;

  void add(const std::vector<Sent>& more) {
    {
      const std::lock_guard lock(mutex_);
      queue_.insert(queue_.end(), more.begin(), more.end());
      if (busy_ || queue_.empty()) return;
      busy_ = true;
    }
    start(take());
  }

 protected:
  virtual void start(std::vector<Sent> batch) = 0;
  void finished() {
    {
      const std::lock_guard lock(mutex_);
      busy_ = !queue_.empty();
      if (!busy_) return;
    }
    start(take());
  }

 private:
  std::vector<Sent> take() {
    const std::lock_guard lock(mutex_);
    const auto count = static_cast<std::ptrdiff_t>(std::min(queue_.size(), limit_));
    std::vector<Sent> batch(queue_.begin(), queue_.begin() + count);
    queue_.erase(queue_.begin(), queue_.begin() + count);
    return batch;
  }

  std::size_t limit_;
  std::mutex mutex_;
  std::vector<Sent> queue_;
  bool busy_ = false;
};

class Relay;

/// A consumer group of a topic's events; `relay` brings on what it tells.
class Group final : public Batches {
 public:
  Group(Shop& shop, const Consumer& consumer, Relay& relay)
      : Batches(64), shop_(shop), consumer_(consumer), relay_(relay) {}

 private:
  void start(std::vector<Sent> batch) override;
  [[nodiscard]] const Reaction* reaction_to(const Sent& sent) const {
    const auto found = std::ranges::find(consumer_.reactions, sent.event->kind, &Reaction::heard);
    return found == consumer_.reactions.end() ? nullptr : &*found;
  }
  void apply(const Sent& sent, const std::shared_ptr<std::atomic<std::size_t>>& left);
  void commit() {
    shop_.submit(
        File::bus, [this](Rows& rows) { commit_offset(rows, consumer_.group, consumer_.topic); },
        [this] { finished(); });
  }

  Shop& shop_;
  const Consumer& consumer_;
  Relay& relay_;
};

/// Brings the outbox of one file to the bus.
class Relay final : public Batches {
 public:
  Relay(Shop& shop, File origin) : Batches(500), shop_(shop), origin_(origin) {}
  void listen(Group& group) { groups_.push_back(&group); }

 private:
  void start(std::vector<Sent> batch) override {
    const auto shared = std::make_shared<const std::vector<Sent>>(std::move(batch));
    shop_.submit(
        File::bus,
        [shared](Rows& rows) {
          for (const auto& sent : *shared) append_to_bus(rows, *sent.event);
        },
        [this, shared] {
          for (auto* group : groups_) group->add(*shared);
          mark(shared);
        });
  }
  void mark(const std::shared_ptr<const std::vector<Sent>>& batch) {
    shop_.submit(
        origin_,
        [batch](Rows& rows) {
          for (const auto& sent : *batch) mark_published(rows, *sent.event);
        },
        [this] { finished(); });
  }

  Shop& shop_;
  File origin_;
  std::vector<Group*> groups_;
};

void Group::start(std::vector<Sent> batch) {
  std::erase_if(batch, [this](const Sent& sent) { return reaction_to(sent) == nullptr; });
  if (batch.empty()) return commit();
  const auto left = std::make_shared<std::atomic<std::size_t>>(batch.size());
  for (const auto& sent : batch) apply(sent, left);
}

void Group::apply(const Sent& sent, const std::shared_ptr<std::atomic<std::size_t>>& left) {
  const auto& reaction = *reaction_to(sent);
  const auto event = reaction.told ? std::make_shared<Event>(make_event(*sent.purchase, *reaction.told)) : nullptr;
  const Sent told{event, sent.purchase};
  shop_.submit(
      consumer_.file,
      [&reaction, told](Rows& rows) {
        reaction.write(rows, *told.purchase);
        if (told.event) add_to_outbox(rows, *told.event);
      },
      [this, told, left] {
        if (told.event) relay_.add({told});
        if (--*left == 0) commit();
      });
}

/// Everything that follows from the commits of a purchase by itself.
class Followers {
 public:
  explicit Followers(Shop& shop)
      : shop_(shop), basket_(shop, File::basket), product_(shop, File::product), payment_(shop, File::payment) {
    for (const auto& consumer : consumers()) {
      groups_.push_back(std::make_unique<Group>(shop, consumer, relay_of(consumer.file)));
      relay_of(consumer.topic).listen(*groups_.back());
    }
  }

  void publish(const Sent& sent) { relay_of(sent.event->origin).add({sent}); }
  void call_back(const std::shared_ptr<Purchase>& purchase, std::size_t hook) {
    shop_.submit(
        File::payment, [purchase, hook](Rows& rows) { receive_webhook(rows, *purchase, hook); },
        [this, purchase, hook] {
          shop_.submit(File::sandbox, [purchase, hook](Rows& rows) { mark_delivered(rows, *purchase, hook); }, [] {});
        });
  }

 private:
  [[nodiscard]] Relay& relay_of(File context) {
    return context == File::basket ? basket_ : context == File::product ? product_ : payment_;
  }

  Shop& shop_;
  Relay basket_;
  Relay product_;
  Relay payment_;
  std::vector<std::unique_ptr<Group>> groups_;
};

struct Window {
  Clock::time_point from;
  Clock::time_point until;
};

/// One client: a purchase after the other, in turns between its baskets.
class Client {
 public:
  Client(Shop& shop, Followers& followers, const Window& window, std::vector<Basket> baskets, unsigned seed)
      : shop_(shop), followers_(followers), window_(window), baskets_(std::move(baskets)), random_(seed) {}

  void buy() {
    began_ = Clock::now();
    if (began_ >= window_.until) return;
    auto& basket = baskets_[turn_++ % baskets_.size()];
    // The purchase before added a line and took it out again.
    basket.version += 2;
    perform(std::make_shared<Purchase>(basket, random_), 0);
  }
  [[nodiscard]] const std::vector<double>& milliseconds() const { return milliseconds_; }

 private:
  void perform(const std::shared_ptr<Purchase>& purchase, std::size_t number) {
    const auto& step = purchase_steps()[number];
    const auto event = step.event ? std::make_shared<Event>(make_event(*purchase, *step.event)) : nullptr;
    shop_.submit(
        step.file,
        [&step, purchase, event](Rows& rows) {
          step.write(rows, *purchase);
          if (event) add_to_outbox(rows, *event);
        },
        [this, &step, purchase, event, number] {
          if (event) followers_.publish({event, purchase});
          if (step.hook) followers_.call_back(purchase, *step.hook);
          if (number + 1 < purchase_steps().size()) return perform(purchase, number + 1);
          note();
          buy();
        });
  }
  void note() {
    const auto ended = Clock::now();
    if (ended < window_.from || ended > window_.until) return;
    milliseconds_.push_back(std::chrono::duration<double, std::milli>(ended - began_).count());
  }

  Shop& shop_;
  Followers& followers_;
  const Window& window_;
  std::vector<Basket> baskets_;
  std::mt19937_64 random_;
  std::size_t turn_ = 0;
  Clock::time_point began_;
  std::vector<double> milliseconds_;
};

std::vector<Basket> open_baskets(Shop& shop, long count) {
  std::mt19937_64 random(std::random_device{}());
  std::vector<Basket> baskets;
  for (long i = 0; i < count; ++i) {
    baskets.push_back(
        {.id = make_id("bsk_", random), .user_id = static_cast<std::int64_t>(random() >> 2), .version = 1});
  }
  shop.submit(
      File::basket,
      [&](Rows& rows) {
        for (const auto& basket : baskets) open_basket(rows, basket);
      },
      [] {});
  shop.submit(File::product, stock_up, [] {});
  shop.wait_until_idle();
  return baskets;
}

void print(std::vector<double> milliseconds, double seconds, double settled, std::int64_t commits) {
  std::ranges::sort(milliseconds);
  const auto at = [&](double share) {
    const auto last = static_cast<double>(milliseconds.size()) - 1;
    return milliseconds.empty() ? 0 : milliseconds[static_cast<std::size_t>(share * last)];
  };
  std::printf(
      "{\"per_second\":%.2f,\"count\":%zu,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"settled_ms\":%.1f,\"commits\":%lld}\n",
      static_cast<double>(milliseconds.size()) / seconds, milliseconds.size(), at(0.50), at(0.99), settled,
      static_cast<long long>(commits));
}

int run(const std::string& folder, long clients, long accounts, double seconds) {
  Shop shop(folder);
  Followers followers(shop);
  const auto baskets = open_baskets(shop, accounts);
  const auto commits_before = shop.commits();
  Window window;
  window.from = Clock::now() + std::chrono::milliseconds(500);
  window.until = window.from + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  std::vector<std::unique_ptr<Client>> running;
  for (long i = 0; i < clients; ++i) {
    std::vector<Basket> own;
    for (auto at = i; at < accounts; at += clients) own.push_back(baskets[static_cast<std::size_t>(at)]);
    running.push_back(std::make_unique<Client>(shop, followers, window, std::move(own), std::random_device{}()));
  }
  for (const auto& client : running) client->buy();
  shop.wait_until_idle();
  const auto settled = std::chrono::duration<double, std::milli>(Clock::now() - window.until).count();
  std::vector<double> milliseconds;
  for (const auto& client : running) {
    milliseconds.insert(milliseconds.end(), client->milliseconds().begin(), client->milliseconds().end());
  }
  print(std::move(milliseconds), seconds, settled, shop.commits() - commits_before);
  return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fputs(
        "Usage: bare_commits FOLDER CLIENTS ACCOUNTS SECONDS\nFOLDER holds the databases of a started and stopped "
        "ddd-micro --demo; it is written to.\n",
        stderr);
    return 2;
  }
  const auto clients = std::strtol(argv[2], nullptr, 10);
  const auto accounts = std::strtol(argv[3], nullptr, 10);
  const auto seconds = std::strtod(argv[4], nullptr);
  if (clients < 1 || accounts < clients || seconds <= 0) return 2;
  return run(argv[1], clients, accounts, seconds);
}

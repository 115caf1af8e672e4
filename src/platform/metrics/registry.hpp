#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ddd/platform/metrics/instruments.hpp>

namespace ddd::metrics {

/// Name and value of each label, in any order.
using Labels = std::vector<std::pair<std::string, std::string>>;

/// Upper bounds in seconds for latencies between half a millisecond and ten seconds.
[[nodiscard]] std::vector<double> latency_buckets();

/// Every metric of a process, in the text format of Prometheus 0.0.4. Thread-safe; one per process, passed by
/// reference.
///
/// Looking a metric up takes a lock and a search, so callers look up once and keep the reference: it holds as long as
/// the registry, and the same name with the same labels gives the same object.
///
/// What can only be a mistake in the program throws std::logic_error: a name or label that Prometheus does not know, a
/// help text that is empty or not one plain line, buckets that do not ascend, one name with another help, type, buckets
/// or label names, a second callback for the same labels.
class Registry {
 public:
  static constexpr std::string_view kContentType = "text/plain; version=0.0.4; charset=utf-8";
  /// Series one name may have. Label values past it are counted together, every label reading "overflow", so that
  /// values from outside can't fill the memory.
  static constexpr std::size_t kMaxSeries = 2000;

  Registry();
  ~Registry();
  Registry(const Registry&) = delete;
  Registry& operator=(const Registry&) = delete;

  [[nodiscard]] Counter& counter(std::string_view name, std::string_view help, Labels labels = {});
  [[nodiscard]] Gauge& gauge(std::string_view name, std::string_view help, Labels labels = {});
  [[nodiscard]] Histogram& histogram(std::string_view name, std::string_view help, Labels labels = {},
                                     const std::vector<double>& buckets = latency_buckets());

  /// A gauge, or a counter, whose value is asked for at each exposition, on the exposing thread and outside of the
  /// registry's lock. `read` doesn't throw, and what it refers to outlives the last `expose`.
  void gauge_callback(std::string_view name, std::string_view help, Labels labels, std::function<double()> read);
  void counter_callback(std::string_view name, std::string_view help, Labels labels, std::function<double()> read);

  /// Families by name, series by label values. Costs about 2 us a line, milliseconds in all: a job for a WorkerPool.
  [[nodiscard]] std::string expose() const;

  enum class Type { counter, gauge, histogram };
  struct Description {
    std::string name;
    std::string help;
    Type type = Type::counter;
    std::vector<std::string> labels;  ///< names, sorted
  };
  /// What has been registered so far, by name: for documentation and its tests.
  [[nodiscard]] std::vector<Description> names() const;

 private:
  struct Series;
  struct Family;

  Series& series(std::string_view name, std::string_view help, Type type, Labels labels,
                 const std::vector<double>& buckets);
  void add_callback(std::string_view name, std::string_view help, Type type, Labels labels,
                    std::function<double()> read);

  mutable std::mutex mutex_;
  std::map<std::string, std::unique_ptr<Family>, std::less<>> families_;
};

}  // namespace ddd::metrics

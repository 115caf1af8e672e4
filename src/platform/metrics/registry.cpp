#include <algorithm>
#include <limits>
#include <stdexcept>
#include <variant>

#include <prometheus/text_serializer.h>

#include <ddd/platform/metrics/registry.hpp>

namespace ddd::metrics {

std::vector<double> latency_buckets() {
  return {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
}

namespace {

prometheus::MetricType type_of(Registry::Type type) {
  switch (type) {
    case Registry::Type::counter:
      return prometheus::MetricType::Counter;
    case Registry::Type::gauge:
      return prometheus::MetricType::Gauge;
    case Registry::Type::histogram:
      return prometheus::MetricType::Histogram;
  }
  std::unreachable();
}

prometheus::ClientMetric::Histogram snapshot(const Histogram& histogram) {
  prometheus::ClientMetric::Histogram result;
  const auto counts = histogram.counts();
  const auto& bounds = histogram.bounds();
  result.sample_sum = histogram.sum();
  for (std::size_t i = 0; i < counts.size(); ++i) {
    result.sample_count += counts[i];
    result.bucket.push_back(
        {result.sample_count, i < bounds.size() ? bounds[i] : std::numeric_limits<double>::infinity()});
  }
  return result;
}

}  // namespace

struct Registry::Series {
  // Created empty and filled by the first caller, under the lock; never replaced after that, so addresses stay.
  std::variant<std::monostate, std::unique_ptr<Counter>, std::unique_ptr<Gauge>, std::unique_ptr<Histogram>,
               std::function<double()>>
      source;

  template <class Handle, class... Args>
  Handle& handle(const Args&... args) {
    if (std::holds_alternative<std::monostate>(source)) source = std::make_unique<Handle>(args...);
    const auto* held = std::get_if<std::unique_ptr<Handle>>(&source);
    if (held == nullptr) throw std::logic_error("a metric with a callback has no handle");
    return **held;
  }

  void read_into(prometheus::ClientMetric& metric, Type type) const {
    if (const auto* counter = std::get_if<std::unique_ptr<Counter>>(&source)) {
      metric.counter.value = static_cast<double>((*counter)->value());
    } else if (const auto* gauge = std::get_if<std::unique_ptr<Gauge>>(&source)) {
      metric.gauge.value = (*gauge)->value();
    } else if (const auto* histogram = std::get_if<std::unique_ptr<Histogram>>(&source)) {
      metric.histogram = snapshot(**histogram);
    } else if (const auto* read = std::get_if<std::function<double()>>(&source)) {
      (type == Type::counter ? metric.counter.value : metric.gauge.value) = (*read)();
    }
  }
};

struct Registry::Family {
  Description description;
  std::vector<double> buckets;
  std::map<Labels, Series> series;
};

namespace {

bool is_name(std::string_view text, std::string_view also) {
  const auto is_letter = [also](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || also.find(c) != std::string_view::npos;
  };
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return !text.empty() && !is_digit(text.front()) &&
         std::ranges::all_of(text, [&](char c) { return is_letter(c) || is_digit(c); });
}

void require(bool holds, std::string_view name, const char* rule) {
  if (!holds) throw std::logic_error("metric \"" + std::string(name) + "\": " + rule);
}

std::vector<std::string> names_of(const Labels& labels) {
  std::vector<std::string> names;
  names.reserve(labels.size());
  for (const auto& [name, value] : labels) names.push_back(name);
  return names;
}

void check_family(std::string_view name, std::string_view help, Registry::Type type,
                  const std::vector<std::string>& labels, const std::vector<double>& buckets) {
  require(is_name(name, ":"), name, "the name is not one");
  require(!help.empty() && help.find_first_of("\\\n\r") == std::string_view::npos, name,
          "the help text is to be one line without backslashes");
  for (const auto& label : labels) {
    require(is_name(label, "") && !label.starts_with("__"), name, "a label's name is not one");
    require(type != Registry::Type::histogram || label != "le", name, "a histogram makes the label \"le\" itself");
  }
  require(std::ranges::adjacent_find(labels) == labels.end(), name, "a label is there twice");
  require(std::ranges::adjacent_find(buckets, std::greater_equal<>()) == buckets.end() &&
              std::ranges::all_of(buckets, [](double bound) { return std::isfinite(bound); }),
          name, "the buckets' bounds are to ascend and be finite");
}

}  // namespace

Registry::Registry() = default;
Registry::~Registry() = default;

Registry::Series& Registry::series(std::string_view name, std::string_view help, Type type, Labels labels,
                                   const std::vector<double>& buckets) {
  std::ranges::sort(labels);
  auto label_names = names_of(labels);
  auto family = families_.find(name);
  if (family == families_.end()) {
    check_family(name, help, type, label_names, buckets);
    auto made = std::make_unique<Family>();
    made->description = {std::string(name), std::string(help), type, std::move(label_names)};
    made->buckets = buckets;
    family = families_.emplace(std::string(name), std::move(made)).first;
  } else {
    const auto& known = family->second->description;
    require(known.help == help, name, "registered with another help text");
    require(known.type == type, name, "registered with another type");
    require(known.labels == label_names, name, "registered with other labels");
    require(family->second->buckets == buckets, name, "registered with other buckets");
  }
  auto& all = family->second->series;
  if (all.size() >= kMaxSeries && !all.contains(labels)) {
    for (auto& [label, value] : labels) value = "overflow";
  }
  return all[std::move(labels)];
}

Counter& Registry::counter(std::string_view name, std::string_view help, Labels labels) {
  const std::lock_guard lock(mutex_);
  return series(name, help, Type::counter, std::move(labels), {}).handle<Counter>();
}

Gauge& Registry::gauge(std::string_view name, std::string_view help, Labels labels) {
  const std::lock_guard lock(mutex_);
  return series(name, help, Type::gauge, std::move(labels), {}).handle<Gauge>();
}

Histogram& Registry::histogram(std::string_view name, std::string_view help, Labels labels,
                               const std::vector<double>& buckets) {
  const std::lock_guard lock(mutex_);
  return series(name, help, Type::histogram, std::move(labels), buckets).handle<Histogram>(buckets);
}

void Registry::gauge_callback(std::string_view name, std::string_view help, Labels labels,
                              std::function<double()> read) {
  add_callback(name, help, Type::gauge, std::move(labels), std::move(read));
}

void Registry::counter_callback(std::string_view name, std::string_view help, Labels labels,
                                std::function<double()> read) {
  add_callback(name, help, Type::counter, std::move(labels), std::move(read));
}

void Registry::add_callback(std::string_view name, std::string_view help, Type type, Labels labels,
                            std::function<double()> read) {
  const std::lock_guard lock(mutex_);
  auto& entry = series(name, help, type, std::move(labels), {});
  require(std::holds_alternative<std::monostate>(entry.source), name, "these labels are taken");
  entry.source = std::move(read);
}

std::string Registry::expose() const {
  // Series are added and never removed or changed, so what is collected under the lock may be read outside of it; a
  // callback may thus use the registry.
  struct Found {
    const Family* family;
    std::vector<std::pair<const Labels*, const Series*>> series;
  };
  std::vector<Found> found;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [name, family] : families_) {
      auto& entry = found.emplace_back(Found{family.get(), {}});
      for (const auto& [labels, series] : family->series) entry.series.emplace_back(&labels, &series);
    }
  }
  std::vector<prometheus::MetricFamily> families;
  for (const auto& [family, all] : found) {
    const auto& description = family->description;
    auto& shown = families.emplace_back(
        prometheus::MetricFamily{description.name, description.help, type_of(description.type), {}});
    for (const auto& [labels, series] : all) {
      auto& metric = shown.metric.emplace_back();
      for (const auto& [name, value] : *labels) metric.label.push_back({name, value});
      series->read_into(metric, description.type);
    }
  }
  return prometheus::TextSerializer().Serialize(families);
}

std::vector<Registry::Description> Registry::names() const {
  const std::lock_guard lock(mutex_);
  std::vector<Description> names;
  names.reserve(families_.size());
  for (const auto& [name, family] : families_) names.push_back(family->description);
  return names;
}

}  // namespace ddd::metrics

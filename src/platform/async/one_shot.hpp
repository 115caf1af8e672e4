#pragma once

#include <optional>
#include <utility>
#include <vector>

#include <ddd/platform/async/resume_later.hpp>

namespace ddd {

/// A value that arrives once and that any number of tasks of one shard wait for. Used on one shard only; `T` is
/// copyable.
template <class T>
class OneShot {
 public:
  void set(T value) {
    value_ = std::move(value);
    for (auto& resume : std::exchange(waiters_, {})) resume(*value_);
  }

  [[nodiscard]] Task<T> wait() {
    if (value_) co_return *value_;
    co_return co_await resume_later<T>([this](auto resume) { waiters_.push_back(std::move(resume)); });
  }

 private:
  std::optional<T> value_;
  std::vector<std::move_only_function<void(T)>> waiters_;
};

}  // namespace ddd

#pragma once

#include <optional>
#include <utility>
#include <vector>

#include <ddd/kernel/result.hpp>
#include <ddd/platform/async/when_all.hpp>

namespace ddd::rpc {

namespace detail {

template <class T>
Task<> keep(Task<Result<T>> task, std::optional<Result<T>>& result) {
  result.emplace(co_await std::move(task));
}

}  // namespace detail

/// Runs the pieces of a batch side by side, so that what they write is written together, and gives their results in the
/// order of the pieces.
template <class T>
[[nodiscard]] Task<std::vector<Result<T>>> each_of(std::vector<Task<Result<T>>> pieces) {
  std::vector<std::optional<Result<T>>> results(pieces.size());
  std::vector<Task<>> running;
  running.reserve(pieces.size());
  for (std::size_t i = 0; i < pieces.size(); ++i) running.push_back(detail::keep(std::move(pieces[i]), results[i]));
  co_await when_all(std::move(running));
  std::vector<Result<T>> all;
  all.reserve(results.size());
  for (auto& result : results) all.push_back(*std::move(result));
  co_return all;
}

}  // namespace ddd::rpc

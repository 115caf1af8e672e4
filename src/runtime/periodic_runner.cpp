#include <exception>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <ddd/runtime/periodic_runner.hpp>

namespace ddd {

PeriodicRunner::PeriodicRunner(PeriodicJob job, ShardExecutor executor, metrics::Registry& metrics, Log& log)
    : job_(std::move(job)),
      wake_(executor),
      failures_(metrics.counter("job_failures_total", "Rounds of a background job that ended with an error.",
                                {{"job", job_.name}})),
      log_(log) {}

Task<> PeriodicRunner::run() {
  while (!finishing_) {
    co_await round();
    if (!finishing_) co_await wake_.wait_for(job_.every);
  }
}

void PeriodicRunner::finish() {
  finishing_ = true;
  wake_.notify();
}

Task<> PeriodicRunner::round() {
  try {
    const auto result = co_await job_.run();
    if (result) co_return;
    log_.limited(job_.name).warn("background job failed", {{"job", job_.name}, {"code", result.error().code}});
  } catch (const boost::system::system_error& error) {
    if (error.code() == boost::asio::error::operation_aborted) throw;
    log_.limited(job_.name).error("background job failed", {{"job", job_.name}, {"reason", error.what()}});
  } catch (const std::exception& error) {
    log_.limited(job_.name).error("background job failed", {{"job", job_.name}, {"reason", error.what()}});
  }
  failures_.increment();
}

}  // namespace ddd

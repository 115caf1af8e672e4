#include <pthread.h>

#include <ddd/platform/async/thread_scheduling.hpp>
#include <ddd/runtime/shard_thread.hpp>

namespace ddd {

void ShardThread::start() {
  thread_ = std::thread([this] {
    pthread_setname_np(pthread_self(), name_.c_str());
    prefer_this_thread();
    context_.run();
  });
}

void ShardThread::stop() {
  work_.reset();
  context_.stop();
  if (thread_.joinable()) thread_.join();
}

}  // namespace ddd

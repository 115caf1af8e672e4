#pragma once

#include <future>
#include <thread>

#include <grpc/grpc.h>

namespace ddd::rpc {

/// What gRPC tells when something that was begun is over. Lives until then.
class Event {
 public:
  /// On the loop's thread. False: it was cut short.
  virtual void proceed(bool ok) = 0;

 protected:
  ~Event() = default;
};

/// What is heard of on any thread at once: the one that began it, while it still does, or one of
/// gRPC's own.
class Completion : public grpc_completion_queue_functor {
 public:
  virtual void complete() = 0;

 protected:
  Completion();
  ~Completion() = default;
};

/// gRPC's thread of a process: it waits for connections, requests and writable sockets of all servers, and hears of
/// calls. One thread, because every further one that waits is woken for the others' work (docs/decisions/0013). Made
/// before the servers; ends after them, when every call has been answered: when their pipelines have stopped.
class EventLoop {
 public:
  EventLoop();
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  /// Its tags are Events.
  [[nodiscard]] grpc_completion_queue* queue() const { return queue_; }
  /// Its tags are Completions: nobody waits for them, so none of them wakes a thread.
  [[nodiscard]] grpc_completion_queue* unattended() const { return unattended_; }

 private:
  struct Ended final : Completion {
    void complete() override { over.set_value(); }
    std::promise<void> over;
  };
  void run();

  Ended ended_;
  grpc_completion_queue* queue_ = nullptr;
  grpc_completion_queue* unattended_ = nullptr;
  std::thread thread_;
};

}  // namespace ddd::rpc

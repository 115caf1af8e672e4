#include <absl/synchronization/mutex.h>
#include <grpc/support/time.h>
#include <pthread.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <ddd/platform/grpc/event_loop.hpp>

namespace ddd::rpc {

Completion::Completion() : grpc_completion_queue_functor{} {
  functor_run = [](grpc_completion_queue_functor* self, int) { static_cast<Completion*>(self)->complete(); };
  inlineable = 1;
}

EventLoop::EventLoop() {
  // Debian builds Abseil with its search for lock cycles, which takes a twentieth of every call.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  grpc_init();
  queue_ = grpc_completion_queue_create_for_next(nullptr);
  unattended_ = grpc_completion_queue_create_for_callback(&ended_, nullptr);
  thread_ = std::thread([this] { run(); });
}

EventLoop::~EventLoop() {
  grpc_completion_queue_shutdown(unattended_);
  // Answers that are still on their way need the thread.
  ended_.over.get_future().wait();
  grpc_completion_queue_shutdown(queue_);
  thread_.join();
  grpc_completion_queue_destroy(unattended_);
  grpc_completion_queue_destroy(queue_);
  grpc_shutdown();
}

void EventLoop::run() {
  pthread_setname_np(pthread_self(), "grpc");
  // Where they share a processor, a shard that answers goes first: what comes in meanwhile is read at once, and the two
  // don't meet at a connection, which gRPC would pass on to a third thread. Much lower is no better: then every call
  // that is handed over takes the processor away. Failing to lower it costs time alone.
  setpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid)), 4);
  for (;;) {
    const auto event = grpc_completion_queue_next(queue_, gpr_inf_future(GPR_CLOCK_REALTIME), nullptr);
    if (event.type == GRPC_QUEUE_SHUTDOWN) return;
    static_cast<Event*>(event.tag)->proceed(event.success != 0);
  }
}

}  // namespace ddd::rpc

#pragma once

#include <atomic>
#include <future>
#include <memory>
#include <string>
#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <ddd/platform/http/server.hpp>

namespace ddd::test {

/// A shard: one thread running one context.
class Shard {
 public:
  Shard() : work_(context_.get_executor()), thread_([this] { context_.run(); }) {}
  ~Shard() {
    work_.reset();
    context_.stop();
    thread_.join();
  }

  [[nodiscard]] ShardExecutor executor() { return context_.get_executor(); }

  /// Runs `function` on the shard and waits for it.
  template <class Function>
  auto call(Function function) {
    std::packaged_task<std::invoke_result_t<Function>()> task(std::move(function));
    auto result = task.get_future();
    boost::asio::post(context_, [&task] { task(); });
    return result.get();
  }
  /// Runs a task on the shard; its value comes by the future.
  template <class T>
  std::future<T> start(Task<T> task) {
    auto promise = std::make_shared<std::promise<T>>();
    auto result = promise->get_future();
    boost::asio::co_spawn(context_, fulfil(std::move(task), promise), [promise](std::exception_ptr failure) {
      if (failure) promise->set_exception(failure);
    });
    return result;
  }

 private:
  template <class T>
  static Task<> fulfil(Task<T> task, std::shared_ptr<std::promise<T>> promise) {
    promise->set_value(co_await std::move(task));
  }

  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<ShardExecutor> work_;
  std::thread thread_;
};

inline http::Response text_response(int status, std::string text) {
  http::Response response;
  response.status = status;
  response.content_type = "text/plain";
  response.body = http::Body(std::move(text));
  return response;
}

/// A refusal's body is its code.
inline http::Response refusal(int status, std::string_view code, std::string_view) {
  return text_response(status, std::string(code));
}

/// A server on a shard of its own, on a free port.
class RunningServer {
 public:
  explicit RunningServer(http::Handler handler, http::ServerOptions options = {}) {
    server_ = shard_.call([&] {
      auto server = http::Server::create(shard_.executor(), options, std::move(handler), refusal);
      listening_ = server->listen();
      return server;
    });
  }
  ~RunningServer() {
    shard_.call([this] { server_.reset(); });
  }

  [[nodiscard]] std::uint16_t port() {
    return shard_.call([this] { return server_->port(); });
  }
  [[nodiscard]] std::size_t connections() {
    return shard_.call([this] { return server_->connections(); });
  }
  [[nodiscard]] const Result<>& listening() const { return listening_; }
  [[nodiscard]] std::future<bool> drain(std::chrono::milliseconds limit) { return shard_.start(server_->drain(limit)); }
  [[nodiscard]] Shard& shard() { return shard_; }

 private:
  Shard shard_;
  std::unique_ptr<http::Server> server_;
  Result<> listening_;
};

}  // namespace ddd::test

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <unistd.h>

#include <ddd/embedded/contexts.hpp>
#include <ddd/embedded/demo_data.hpp>
#include <ddd/embedded/process.hpp>

namespace ddd::embedded {
namespace {

using boost::asio::ip::tcp;

/// A listener on a free port below those that systems hand out to outgoing connections, so that none of these takes the
/// number before it is bound for good. Processes begin at different places; past the last port any will do.
tcp::acceptor hold_free_port(boost::asio::io_context& context) {
  constexpr int kFirst = 20'000;
  constexpr int kPorts = 12'000;
  const auto loopback = boost::asio::ip::address_v4::loopback();
  for (int tried = 0; tried < kPorts; ++tried) {
    const auto port = static_cast<std::uint16_t>(kFirst + (::getpid() * 16 + tried) % kPorts);
    tcp::acceptor acceptor(context, tcp::v4());
    boost::system::error_code error;
    acceptor.bind({loopback, port}, error);
    if (!error) acceptor.listen(1, error);
    if (!error) return acceptor;
  }
  return {context, tcp::endpoint(loopback, 0)};
}

/// Gives every port that is 0 a number that was free a moment ago. All are held until the last is known, so that they
/// differ.
void choose_free_ports(Config& config) {
  boost::asio::io_context context;
  std::vector<tcp::acceptor> held;
  for (std::uint16_t* port :
       {&config.server.port, &config.server.user_port, &config.server.product_port, &config.server.basket_port,
        &config.server.payment_port, &config.server.user_grpc_port, &config.server.product_grpc_port,
        &config.server.basket_grpc_port, &config.server.payment_grpc_port, &config.sandbox.port}) {
    if (*port != 0) continue;
    held.push_back(hold_free_port(context));
    *port = held.back().local_endpoint().port();
  }
}

std::string local_url(std::uint16_t port) {
  return "http://127.0.0.1:" + std::to_string(port);
}

}  // namespace

Process::Process(Config config, FolderLock lock) : config_(std::move(config)), lock_(std::move(lock)) {}

Process::~Process() {
  stop();
}

Result<std::unique_ptr<Process>> Process::start(Config config, Log& log, const Clock& clock) {
  const auto started_at = clock.now();
  DDD_TRY(auto lock, FolderLock::take(config.data.dir));
  choose_free_ports(config);
  std::unique_ptr<Process> process(new Process(std::move(config), std::move(lock)));
  DDD_TRY(process->world_, World::open(process->config_, log, clock));
  if (process->config_.payment.provider_url.empty()) DDD_CHECK(process->start_sandbox(log, clock));
  DDD_CHECK(process->start_shards(started_at));
  return process;
}

Result<> Process::start_sandbox(Log& log, const Clock& clock) {
  sandbox_thread_ = std::make_unique<ShardThread>("sandbox");
  DDD_TRY(sandbox_,
          sandbox::Sandbox::create(sandbox_thread_->executor(),
                                   {.folder = config_.data.dir,
                                    .address = config_.server.bind,
                                    .port = config_.sandbox.port,
                                    .public_url = config_.sandbox.public_url,
                                    .webhook_url = local_url(config_.server.payment_port) + "/api/v1/webhooks/stripe",
                                    .webhook_secret = config_.payment.webhook_secret,
                                    .faults_enabled = config_.sandbox.faults},
                                   clock, world_->ids, log));
  DDD_CHECK(sandbox_->listen());
  sandbox_thread_->start();
  return {};
}

Result<> Process::start_shards(Timestamp started_at) {
  for (int number = 0; number < config_.server.threads; ++number) {
    threads_.push_back(std::make_unique<ShardThread>("shard-" + std::to_string(number)));
    shards_.push_back(std::make_unique<Shard>(
        *world_, Shard::Options{.executor = threads_.back()->executor(),
                                .number = number,
                                .started_at = started_at,
                                .on_readiness = [this](bool ready) { grpc_->set_serving(ready); }}));
  }
  grpc_ = std::make_unique<GrpcServers>(config_.server, shards_, world_->log);
  for (auto& thread : threads_) thread->start();
  if (config_.demo.enabled) DDD_CHECK(threads_.front()->run(seed_demo_data(shards_.front()->contexts())));
  for (std::size_t i = 0; i < shards_.size(); ++i) DDD_CHECK(threads_[i]->run(shards_[i]->start()));
  return grpc_->listen();
}

bool Process::stop() {
  if (std::exchange(stopped_, true)) return true;
  bool whole = true;
  for (std::size_t i = 0; i < shards_.size() && threads_[i]->is_running(); ++i) {
    static_cast<void>(threads_[i]->run(shards_[i]->withdraw()));
  }
  if (grpc_) whole = grpc_->drain(config_.server.drain_time);
  for (std::size_t i = 0; i < shards_.size() && threads_[i]->is_running(); ++i) {
    whole = threads_[i]->run(shards_[i]->stop()) && whole;
  }
  for (auto& thread : threads_) thread->stop();
  if (sandbox_thread_ && sandbox_thread_->is_running()) {
    whole = sandbox_thread_->run(sandbox_->drain(config_.server.drain_time)) && whole;
  }
  if (sandbox_thread_) sandbox_thread_->stop();
  return whole;
}

}  // namespace ddd::embedded

#pragma once

#include <ddd/basket/module.hpp>
#include <ddd/payment/adapters/remote/neighbours.hpp>
#include <ddd/payment/module.hpp>
#include <ddd/product/module.hpp>
#include <ddd/simulation/gateway.hpp>
#include <ddd/simulation/neighbours.hpp>
#include <ddd/simulation/process.hpp>
#include <ddd/simulation/webhooks.hpp>
#include <ddd/user/module.hpp>

namespace ddd::simulation {

/// What is overdue shows when the run is over.
class SilentAlarms final : public payment::PaymentAlarms {
 public:
  void overdue(const payment::OverduePayments&, Timestamp) override {}
  void unreadable(const PaymentId&) override {}
};

// Which adapter stands behind each port in the simulated world: one process per context.

class UserProcess final : public Process {
 public:
  UserProcess(const Surroundings& at, const Clock& clock, IdSource& ids);

  user::MemoryUsers users;
  user::MemorySessions sessions;
  user::MemoryAccountTokens account_tokens;
  user::MemoryLoginFailures login_failures;
  user::MemoryUserViews views;
  user::MemoryMailQueue mails;
  user::MemoryOrderStatistics orders;
  user::MemoryRisks risks;
  NothingElsewhere elsewhere;
  SilentMailer mailer;
  PlainHashing passwords;
  PlainTokens access_tokens;
  CountedTokens tokens;
  user::Module module;
};

class ProductProcess final : public Process {
 public:
  ProductProcess(const Surroundings& at, const Clock& clock, IdSource& ids);

  product::MemoryProducts products;
  product::MemoryStocks stocks;
  Wrapped<product::StockRepository> used_stocks;
  WatchedStocks watched_stocks;
  product::MemoryProductViews views;
  product::MemoryViewCounts view_counts;
  product::MemoryBasketDemand demand;
  product::CatalogueFanout fanout;
  product::Module module;
};

class BasketProcess final : public Process {
 public:
  BasketProcess(const Surroundings& at, const Clock& clock, IdSource& ids);

  DistantProducts products;
  basket::MemoryBaskets baskets;
  Wrapped<basket::BasketRepository> used_baskets;
  WatchedBaskets watched_baskets;
  basket::MemoryLineFlags flags;
  basket::MemoryCheckoutMarks checkouts;
  basket::Module module;
};

class PaymentProcess final : public Process {
 public:
  PaymentProcess(const Surroundings& at, const Clock& clock, IdSource& ids);

  DistantUsers user_calls;
  DistantProducts product_calls;
  Wrapped<contracts::ProductApi> used_product_calls;
  DistantBaskets basket_calls;
  payment::PublishedUserDirectory users;
  payment::PublishedProductCatalogue products;
  payment::PublishedBasketReader baskets;
  payment::MemoryPayments payments;
  Wrapped<payment::PaymentRepository> used_payments;
  WatchedPayments watched_payments;
  payment::MemoryWallets wallets;
  payment::MemoryPaymentViews views;
  payment::MemoryFulfilments fulfilments;
  DistantGateway gateway;
  Wrapped<payment::PaymentGateway> used_gateway;
  WebhookReader webhooks;
  SilentAlarms alarms;
  VirtualSleeper sleeper;
  payment::Module module;
};

}  // namespace ddd::simulation

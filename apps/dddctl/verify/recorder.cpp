#include "recorder.hpp"

#include <utility>

#include <ddd/platform/json/writer.hpp>

namespace ddd::ctl {
namespace {

void write(json::Writer& out, const reconcile::Items& items) {
  out.begin_object();
  for (const auto& [product, units] : items) out.key(std::to_string(product)).value(units);
  out.end_object();
}

}  // namespace

void Recorder::products(reconcile::Items initial_stock) {
  history_.initial_stock = std::move(initial_stock);
  json::Writer out;
  out.begin_object().key("at_us").value(now_us()).key("event").value("products").key("stock");
  write(out, history_.initial_stock);
  out.end_object();
  file_ << out.take() << '\n';
}

void Recorder::event(const std::string& what) {
  json::Writer out;
  out.begin_object().key("at_us").value(now_us()).key("event").value(what).end_object();
  file_ << out.take() << std::endl;
}

void Recorder::add(reconcile::Entry entry) {
  entry.number = static_cast<std::int64_t>(history_.entries.size()) + 1;
  json::Writer out;
  out.begin_object().key("number").value(entry.number).key("client").value(entry.client);
  out.key("action").value(to_text(entry.action)).key("began_us").value(entry.began_us);
  out.key("ended_us").value(entry.ended_us).key("status").value(entry.status);
  const auto text = [&out](const char* name, const std::string& value) {
    if (!value.empty()) out.key(name).value(value);
  };
  text("code", entry.code);
  text("key", entry.key);
  text("payment", entry.payment);
  text("payment_status", entry.payment_status);
  if (entry.product != 0) out.key("product").value(entry.product).key("quantity").value(entry.quantity);
  if (!entry.items.empty()) write(out.key("items"), entry.items);
  if (entry.replayed) out.key("replayed").value(true);
  out.end_object();
  file_ << out.take() << '\n';
  history_.entries.push_back(std::move(entry));
}

std::int64_t Recorder::now_us() const {
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::steady_clock::now() - began_).count();
}

std::map<std::string, std::int64_t> Recorder::counts() const {
  std::map<std::string, std::int64_t> counts;
  for (const auto& entry : history_.entries) {
    const auto outcome = entry.status == 0 ? std::string("no answer") : std::to_string(entry.status);
    ++counts[std::string(to_text(entry.action)) + " " + outcome];
  }
  return counts;
}

}  // namespace ddd::ctl

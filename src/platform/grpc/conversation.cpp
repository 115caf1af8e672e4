#include <ddd/platform/grpc/conversation.hpp>

namespace ddd::rpc {

void Conversation::answer_once(core::CallHandle call, Respond respond) {
  auto* self = new Conversation(std::move(call), std::move(respond), false);
  self->next().receive_message().start(self->call_.get(), *self);
}

void Conversation::answer_each(core::CallHandle call, Respond respond) {
  auto* self = new Conversation(std::move(call), std::move(respond), true);
  self->next().receive_message().start(self->call_.get(), *self);
}

void Conversation::refuse(core::CallHandle call, const Status& status) {
  auto* self = new Conversation(std::move(call), {}, false);
  self->end({.status = status, .reply = {}});
}

core::Batch& Conversation::next() {
  return batch_.emplace();
}

void Conversation::proceed(bool ok) {
  if (!ok || ended_) return delete this;
  const auto message = batch_->message();
  if (!message) {
    const Status nothing_to_answer{
        .code = Code::invalid_argument, .message = "The call has no message.", .details = {}};
    return end({.status = goes_on_ ? Status{} : nothing_to_answer, .reply = {}});
  }
  const auto outcome = respond_(*message);
  if (!goes_on_ || outcome.status.code != Code::ok) return end(outcome);
  auto& batch = next();
  if (!std::exchange(begun_, true)) batch.send_initial_metadata();
  batch.send_message(outcome.reply).receive_message().start(call_.get(), *this);
}

void Conversation::end(const Outcome& outcome) {
  ended_ = true;
  auto& batch = next().receive_close();
  if (!begun_) batch.send_initial_metadata();
  if (!goes_on_ && outcome.status.code == Code::ok) batch.send_message(outcome.reply);
  batch.send_status(outcome.status).start(call_.get(), *this);
}

}  // namespace ddd::rpc

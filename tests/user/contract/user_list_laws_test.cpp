#include <rapidcheck/gtest.h>
#include <user/contract/stores.hpp>

#include <ddd/platform/async/when_all.hpp>

namespace ddd::user {
namespace {

using test::kStart;

/// Two stores that are told the same.
struct Twins {
  boost::asio::io_context context;
  test::CountingIds ids;
  std::unique_ptr<test::Store> memory = test::store_kinds().at(0).make(ids);
  std::unique_ptr<test::Store> sqlite = test::store_kinds().at(1).make(ids);
};

User::Snapshot any_user(std::uint64_t number) {
  const auto name = rc::gen::element<std::string>("A", "B", "b", "Zo\xc3\xab", "O'Neill", "100%");
  const auto at = kStart + std::chrono::hours(*rc::gen::inRange(0, 3));
  return {.id = UserId(number),
          .email = Email::restore(std::string(*rc::gen::element("a", "b", "zoe")) + std::to_string(number) + "@x.org"),
          .first_name = PersonName::restore(*name),
          .last_name = PersonName::restore(*name),
          .role = *rc::gen::element(UserRole::user, UserRole::admin),
          .is_active = *rc::gen::arbitrary<bool>(),
          .created_at = at,
          .updated_at = at};
}

Task<> add_to(test::Store& store, User::Snapshot snapshot) {
  auto user = User::restore(std::move(snapshot));
  RC_ASSERT(co_await store.users().add(user, {.now = kStart}));
}

/// All of them in one commit.
void add_all(Twins& twins, test::Store& store, const std::vector<User::Snapshot>& users) {
  std::vector<Task<>> tasks;
  for (const auto& user : users) tasks.push_back(add_to(store, user));
  ddd::test::await(twins.context, when_all(std::move(tasks)));
}

template <class T>
std::optional<T> maybe(rc::Gen<T> gen) {
  return *rc::gen::weightedElement<bool>({{1, true}, {2, false}}) ? std::optional(*gen) : std::nullopt;
}

UserFilter any_filter() {
  return {.text = maybe(rc::gen::element<std::string>("a", "B", "zo\xc3\xab", "@x", "b o'", "%", "a b")),
          .role = maybe(rc::gen::element(UserRole::user, UserRole::admin)),
          .is_active = maybe(rc::gen::arbitrary<bool>())};
}

std::vector<UserView> walk(Twins& twins, test::Store& store, UserListing listing) {
  std::vector<UserView> all;
  for (;;) {
    const auto page = ddd::test::await(twins.context, store.views().list(listing)).value();
    RC_ASSERT(all.size() < 100);
    RC_ASSERT(page.items.size() <= listing.limit && (!page.next || page.items.size() == listing.limit));
    all.insert(all.end(), page.items.begin(), page.items.end());
    if (!page.next) return all;
    listing.after = page.next;
  }
}

RC_GTEST_PROP(UserListLaws, every_store_gives_the_same_lists_and_pages, ()) {
  Twins twins;
  std::vector<User::Snapshot> users(*rc::gen::inRange<std::size_t>(0, 14));
  for (std::size_t i = 0; i < users.size(); ++i) users[i] = any_user(i + 1);
  add_all(twins, *twins.memory, users);
  add_all(twins, *twins.sqlite, users);
  for (int listings = 0; listings < 12; ++listings) {
    UserListing listing{.filter = any_filter(),
                        .sort = *rc::gen::element(UserSort::newest, UserSort::email, UserSort::name),
                        .limit = *rc::gen::inRange<std::size_t>(1, 6)};
    const auto expected = walk(twins, *twins.memory, listing);
    RC_ASSERT(walk(twins, *twins.sqlite, listing) == expected);
    listing.with_total = true;
    for (auto* store : {twins.memory.get(), twins.sqlite.get()}) {
      RC_ASSERT(ddd::test::await(twins.context, store->views().list(listing))->total == std::ssize(expected));
    }
  }
}

}  // namespace
}  // namespace ddd::user

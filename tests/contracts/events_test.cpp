#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>
#include <regex>
#include <set>
#include <string>

#include <boost/json.hpp>
#include <contracts/event_catalogue.hpp>
#include <contracts/pretty_json.hpp>
#include <gmock/gmock.h>

namespace ddd::test {

void PrintTo(const EventContract& contract, std::ostream* out) {
  *out << contract.type;
}

namespace {

namespace fs = std::filesystem;
using boost::json::serialize;
using boost::json::value;

const fs::path kEvents = DDD_EVENTS;
const fs::path kContractHeaders = DDD_CONTRACT_HEADERS;

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string context_of(const EventContract& contract) {
  const auto path = path_of(contract);
  return path.substr(0, path.find('/'));
}

class EveryEvent : public testing::TestWithParam<EventContract> {
 protected:
  [[nodiscard]] fs::path file(std::string_view ending) const {
    return kEvents / (path_of(GetParam()) + std::string(ending));
  }
  [[nodiscard]] value example() const { return boost::json::parse(text_of(file(".example.json"))); }
  [[nodiscard]] value data() const { return example().at("data"); }
  [[nodiscard]] bool is_read(const value& data) const { return GetParam().reencode(serialize(data)).has_value(); }
};

INSTANTIATE_TEST_SUITE_P(Contracts, EveryEvent, testing::ValuesIn(event_catalogue().begin(), event_catalogue().end()),
                         [](const auto& info) {
                           auto name = std::string(info.param.type);
                           std::ranges::replace(name, '.', '_');
                           return name;
                         });

TEST_P(EveryEvent, has_the_schema_that_is_made_from_its_struct) {
  EXPECT_EQ(text_of(file(".schema.json")), schema_file(GetParam()))
      << "ddd_event_schemas contracts/events writes it anew; is the change one that readers of version 1 can bear?";
}

TEST_P(EveryEvent, is_written_again_as_the_example_has_it) {
  const auto text = serialize(data());
  const auto written = GetParam().reencode(text);
  ASSERT_TRUE(written) << written.error().message;
  EXPECT_EQ(*written, text);
}

/// Adds a member to `node` and every object in it.
void extend(value& node) {
  if (auto* object = node.if_object()) {
    for (auto& member : *object) extend(member.value());
    (*object)["added_by_a_later_minor_version"] = {{"a", {1, nullptr, 2.5}}};
  } else if (auto* array = node.if_array()) {
    for (auto& item : *array) extend(item);
  }
}

TEST_P(EveryEvent, of_a_newer_publisher_is_read) {
  auto newer = data();
  extend(newer);
  const auto written = GetParam().reencode(serialize(newer));
  ASSERT_TRUE(written) << written.error().message;
  EXPECT_EQ(*written, serialize(data()));
}

TEST_P(EveryEvent, of_an_older_publisher_is_read_without_its_optional_fields) {
  const auto schema = boost::json::parse(GetParam().schema());
  std::set<std::string_view> required;
  for (const auto& name : schema.at("required").as_array()) required.insert(name.as_string());
  auto older = data().as_object();
  for (const auto& member : data().as_object()) {
    if (!required.contains(member.key())) older.stable_erase(member.key());
  }
  const auto written = GetParam().reencode(serialize(older));
  ASSERT_TRUE(written) << written.error().message;
  EXPECT_EQ(*written, serialize(older));
}

TEST_P(EveryEvent, is_refused_without_a_required_field) {
  const auto schema = boost::json::parse(GetParam().schema());
  for (const auto& name : schema.at("required").as_array()) {
    auto broken = data().as_object();
    ASSERT_EQ(broken.erase(name.as_string()), 1u) << name;
    EXPECT_FALSE(is_read(broken)) << name;
  }
}

TEST_P(EveryEvent, is_refused_with_a_field_of_another_type) {
  for (const auto& member : data().as_object()) {
    const auto yes = member.value().is_bool() ? value("yes") : value(true);
    for (const value& other : {value(nullptr), yes, value(2.5)}) {
      auto broken = data().as_object();
      broken[member.key()] = other;
      EXPECT_FALSE(is_read(broken)) << member.key() << " = " << other;
    }
  }
}

TEST_P(EveryEvent, travels_as_its_publisher_says) {
  const auto event = example();
  const auto& contract = GetParam();
  const std::string key(event.at("partitionkey").as_string());
  EXPECT_EQ(event.at("type").as_string(), contract.type);
  EXPECT_EQ(event.at("source").as_string(), "/services/" + context_of(contract));
  EXPECT_EQ(event.at("subject").as_string(), std::string(contract.key) + '/' + key);
  EXPECT_THAT(key, testing::StartsWith(contract.key_prefix));
  EXPECT_EQ(contract.key_prefix.empty(), std::ranges::all_of(key, [](char c) { return c >= '0' && c <= '9'; }));
}

TEST_P(EveryEvent, names_its_context_in_type_and_topic) {
  const std::string type(GetParam().type);
  EXPECT_TRUE(std::regex_match(type, std::regex("ddd\\.(user|product|basket|payment)\\.[a-z_]+\\.v[1-9]"))) << type;
  EXPECT_EQ(context_of(GetParam()) + "-events", GetParam().topic);
}

TEST(TheCatalogue, has_every_event_that_src_contracts_declares) {
  std::set<std::string> declared;
  const std::regex pattern(R"re(type = "(ddd\.[a-z_.0-9]+)")re");
  for (const auto& entry : fs::recursive_directory_iterator(kContractHeaders)) {
    if (!entry.is_regular_file()) continue;
    const auto text = text_of(entry.path());
    for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at) declared.insert((*at)[1]);
  }
  std::set<std::string> listed;
  for (const auto& contract : event_catalogue()) listed.emplace(contract.type);
  EXPECT_EQ(listed, declared);
  EXPECT_EQ(listed.size(), event_catalogue().size()) << "a type is listed twice";
}

TEST(TheFolder, holds_no_file_without_an_event) {
  std::set<std::string> known;
  for (const auto& contract : event_catalogue()) {
    known.insert(path_of(contract) + ".schema.json");
    known.insert(path_of(contract) + ".example.json");
  }
  for (const auto& entry : fs::recursive_directory_iterator(kEvents)) {
    const auto name = entry.path().lexically_relative(kEvents);
    if (entry.is_regular_file() && name.has_parent_path()) EXPECT_TRUE(known.contains(name.string())) << name;
  }
}

TEST(PrettyJson, keeps_values_and_their_order) {
  const auto parsed = boost::json::parse(R"({"b":[1,{"x":"\"q\""},[]],"a":{},"c":true})");
  const auto text = pretty(parsed);
  EXPECT_EQ(serialize(boost::json::parse(text)), serialize(parsed));
  EXPECT_EQ(
      text,
      "{\n  \"b\": [\n    1,\n    {\n      \"x\": \"\\\"q\\\"\"\n    },\n    []\n  ],\n  \"a\": {},\n  \"c\": true\n}");
}

}  // namespace
}  // namespace ddd::test

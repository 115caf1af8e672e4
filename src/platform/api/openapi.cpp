#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include <ddd/kernel/text.hpp>
#include <ddd/platform/api/common_answers.hpp>
#include <ddd/platform/api/openapi.hpp>
#include <ddd/platform/api/request_checks.hpp>
#include <ddd/platform/json/writer.hpp>

namespace ddd::api {
namespace {

constexpr std::string_view kComponents =
    R"({"securitySchemes":{"bearer":{"type":"http","scheme":"bearer","bearerFormat":"JWT"}},)"
    R"("schemas":{"Problem":{"type":"object","description":"RFC 9457; some codes add members of their own.",)"
    R"("required":["type","title","status","detail","instance","code","trace_id"],"properties":{)"
    R"("type":{"type":"string","format":"uri"},"title":{"type":"string"},"status":{"type":"integer"},)"
    R"("detail":{"type":"string"},"instance":{"type":"string","format":"uri"},)"
    R"("code":{"type":"string","description":"Stable; programs go by this one."},"trace_id":{"type":"string"},)"
    R"("errors":{"type":"array","items":{"type":"object","required":["pointer","code","message"],"properties":{)"
    R"("pointer":{"type":"string","format":"json-pointer"},"code":{"type":"string"},"message":{"type":"string"},)"
    R"("limit":{"type":"integer"}}}}}}}})";

struct Operation {
  const RouteTable* table;
  const Route* route;
  std::string id;
};

/// The operations of one path, in the order of the tables.
struct PathItem {
  std::string path;
  std::vector<Operation> operations;
};

std::string_view access_name(Access access) {
  switch (access) {
    case Access::anyone:
      return "anyone";
    case Access::user:
      return "user";
    case Access::admin:
      return "admin";
    case Access::provider:
      return "provider";
  }
  std::unreachable();
}

std::vector<PathItem> path_items(std::span<const RouteTable* const> tables) {
  std::vector<PathItem> items;
  std::set<std::string> ids;
  for (const auto* table : tables) {
    for (const auto& route : table->routes) {
      auto path = (table->mount == Mount::api ? std::string(kApiPrefix) : "") + route.path;
      auto item = std::ranges::find(items, path, &PathItem::path);
      if (item == items.end()) item = items.insert(items.end(), {std::move(path), {}});
      auto id = route.name;
      if (ids.contains(id)) id += "_" + to_lower(http::to_text(route.method));
      for (int n = 2; !ids.insert(id).second; ++n) id = route.name + "_" + std::to_string(n);
      item->operations.push_back({table, &route, std::move(id)});
    }
  }
  return items;
}

void write_parameter(json::Writer& out, std::string_view name, std::string_view place, bool required,
                     std::string_view schema, std::string_view description) {
  out.begin_object().key("name").value(name).key("in").value(place);
  if (required) out.key("required").value(true);
  if (!description.empty()) out.key("description").value(description);
  out.key("schema").raw(schema).end_object();
}

void write_parameters(json::Writer& out, const Route& route, const std::map<int, DocumentedAnswer>& answers) {
  constexpr std::string_view kText = R"({"type":"string"})";
  out.key("parameters").begin_array();
  for (auto open = route.path.find('{'); open != std::string::npos; open = route.path.find('{', open + 1)) {
    write_parameter(out, std::string_view(route.path).substr(open + 1, route.path.find('}', open) - open - 1), "path",
                    true, kText, "");
  }
  for (const auto& parameter : route.docs.query) {
    write_parameter(out, parameter.name, "query", false,
                    parameter.schema.empty() ? kText : std::string_view(parameter.schema), parameter.description);
  }
  if (route.idempotency != IdempotencyRule::ignored) {
    write_parameter(out, "Idempotency-Key", "header", route.idempotency == IdempotencyRule::required,
                    R"({"type":"string","pattern":"^[A-Za-z0-9_-]{16,255}$"})",
                    "Makes a repeat of the same request answer as the first one did.");
  }
  if (answers.contains(412)) {
    write_parameter(out, "If-Match", "header", false, kText, "Entity tag the change is based on.");
  }
  if (answers.contains(304))
    write_parameter(out, "If-None-Match", "header", false, kText, "Entity tags the client has.");
  out.end_array();
}

void write_request_body(json::Writer& out, const Route& route) {
  if (!route.raw_body && route.docs.request_schema.empty()) return;
  out.key("requestBody").begin_object().key("required").value(route.raw_body || requires_body(route)).key("content");
  out.begin_object().key(route.raw_body ? "*/*" : "application/json").begin_object();
  if (!route.docs.request_schema.empty()) out.key("schema").raw(route.docs.request_schema);
  out.end_object().end_object().end_object();
}

void write_answer(json::Writer& out, const DocumentedAnswer& answer) {
  const bool problem = answer.status >= 400 && answer.schema.empty();
  out.key(std::to_string(answer.status)).begin_object().key("description").value(answer.description);
  if (problem || !answer.schema.empty()) {
    out.key("content").begin_object().key(problem ? "application/problem+json" : "application/json").begin_object();
    out.key("schema").raw(problem ? R"({"$ref":"#/components/schemas/Problem"})" : std::string_view(answer.schema));
    out.end_object().end_object();
  }
  if (!answer.codes.empty()) {
    out.key("x-codes").begin_array();
    for (const auto& code : answer.codes) out.value(code);
    out.end_array();
  }
  out.end_object();
}

void write_operation(json::Writer& out, const Operation& operation) {
  const auto& route = *operation.route;
  const auto answers = all_answers(route, operation.table->mount);
  out.key(to_lower(http::to_text(route.method))).begin_object();
  out.key("operationId").value(operation.id);
  out.key("tags").begin_array().value(operation.table->service).end_array();
  if (!route.docs.summary.empty()) out.key("summary").value(route.docs.summary);
  if (!route.docs.description.empty()) out.key("description").value(route.docs.description);
  out.key("x-access").value(access_name(route.access));
  out.key("security").begin_array();
  if (route.access == Access::anyone) out.begin_object().end_object();
  if (route.access != Access::provider) out.begin_object().key("bearer").begin_array().end_array().end_object();
  out.end_array();
  write_parameters(out, route, answers);
  write_request_body(out, route);
  out.key("responses").begin_object();
  for (const auto& [status, answer] : answers) write_answer(out, answer);
  out.end_object().end_object();
}

}  // namespace

std::string openapi_document(const OpenApiInfo& info, std::span<const RouteTable* const> tables) {
  json::Writer out;
  out.begin_object().key("openapi").value("3.1.0");
  out.key("info").begin_object().key("title").value(info.title).key("version").value(info.version).end_object();
  out.key("tags").begin_array();
  std::set<std::string_view> services;
  for (const auto* table : tables) {
    if (services.insert(table->service).second) out.begin_object().key("name").value(table->service).end_object();
  }
  out.end_array().key("paths").begin_object();
  for (const auto& item : path_items(tables)) {
    out.key(item.path).begin_object();
    for (const auto& operation : item.operations) write_operation(out, operation);
    out.end_object();
  }
  out.end_object().key("components").raw(kComponents).end_object();
  return out.take();
}

}  // namespace ddd::api

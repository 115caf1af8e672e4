#include <memory>
#include <utility>

#include <ddd/platform/api/answers.hpp>
#include <ddd/platform/api/docs_page.hpp>
#include <ddd/platform/api/openapi.hpp>
#include <ddd/platform/api/ops_routes.hpp>
#include <ddd/platform/crypto/digest.hpp>
#include <ddd/platform/json/writer.hpp>

namespace ddd::api {
namespace {

std::string_view to_text(Readiness::Status status) {
  switch (status) {
    case Readiness::Status::up:
      return "up";
    case Readiness::Status::down:
      return "down";
    case Readiness::Status::no_answer:
      return "no_answer";
  }
  std::unreachable();
}

Task<Result<http::Response>> give(http::Response response) {
  co_return response;
}

Task<Result<http::Response>> give_readiness(Readiness& readiness) {
  const auto report = co_await readiness.report();
  json::Writer out;
  out.begin_object().key("status").value(report.ready ? "ready" : "not_ready");
  if (report.draining) out.key("detail").value("The process is about to stop.");
  out.key("dependencies").begin_array();
  for (const auto& dependency : report.dependencies) {
    out.begin_object().key("name").value(dependency.name).key("status").value(to_text(dependency.status));
    out.key("latency_ms").value(std::chrono::round<std::chrono::milliseconds>(dependency.latency).count());
    if (!dependency.detail.empty()) out.key("detail").value(dependency.detail);
    out.end_object();
  }
  out.end_array().end_object();
  co_return json_answer(report.ready ? 200 : 503, out.take());
}

std::string info_text(const ProcessInfo& info) {
  json::Writer out;
  out.begin_object().key("name").value(info.name).key("version").value(info.version).key("commit").value(info.commit);
  out.key("world").value(info.world).key("started_at").value(to_rfc3339(info.started_at)).end_object();
  return out.take();
}

/// A document that stays the same for the life of the process: clients revalidate it by its hash.
http::Response document_answer(std::string content_type, std::string text) {
  http::Response response{.status = 200, .content_type = std::move(content_type)};
  response.set("ETag", '"' + crypto::sha256_hex(text).substr(0, 16) + '"');
  response.set("Cache-Control", "no-cache");
  response.body = std::make_shared<const std::string>(std::move(text));
  return response;
}

Route ops_route(std::string path, std::string name, std::string summary, std::string answer_schema = "") {
  Route route{.method = http::Method::get, .path = std::move(path), .name = std::move(name)};
  route.docs.summary = std::move(summary);
  route.docs.answers = {{.status = 200, .description = "OK", .schema = std::move(answer_schema)}};
  return route;
}

/// Of a `document_answer`.
Route document_route(std::string path, std::string name, std::string summary, std::string answer_schema = "") {
  auto route = ops_route(std::move(path), std::move(name), std::move(summary), std::move(answer_schema));
  route.docs.answers.push_back(not_modified());
  return route;
}

Route fixed_route(Route route, http::Response response) {
  route.handle = [response = std::move(response)](const CallContext&, const RouteRequest&) { return give(response); };
  return route;
}

constexpr std::string_view kReadinessSchema =
    R"({"type":"object","required":["status","dependencies"],"properties":{"status":{"enum":["ready","not_ready"]},)"
    R"("detail":{"type":"string"},"dependencies":{"type":"array","items":{"type":"object",)"
    R"("required":["name","status","latency_ms"],"properties":{"name":{"type":"string"},)"
    R"("status":{"enum":["up","down","no_answer"]},"latency_ms":{"type":"integer"},"detail":{"type":"string"}}}}}})";

Route readiness_route(Route route, Readiness& readiness) {
  route.docs.answers.push_back({.status = 503, .description = "Not ready.", .schema = std::string(kReadinessSchema)});
  route.handle = [&readiness](const CallContext&, const RouteRequest&) { return give_readiness(readiness); };
  return route;
}

constexpr std::string_view kInfoSchema =
    R"({"type":"object","required":["name","version","commit","world","started_at"],"properties":{)"
    R"("name":{"type":"string"},"version":{"type":"string"},"commit":{"type":"string"},)"
    R"("world":{"enum":["embedded","full"]},"started_at":{"type":"string","format":"date-time"}}})";

http::Response docs_answer() {
  auto page = make_docs_page();
  auto response = document_answer("text/html; charset=utf-8", std::move(page.html));
  response.set("Content-Security-Policy", std::move(page.content_security_policy));
  response.set("Referrer-Policy", "no-referrer");
  return response;
}

}  // namespace

RouteTable ops_routes(ProcessInfo info, Readiness& readiness, const metrics::Registry& metrics,
                      std::span<const RouteTable> tables) {
  RouteTable ops{.service = info.name, .mount = Mount::root};
  auto& routes = ops.routes;
  routes.push_back(fixed_route(ops_route("/livez", "livez", "Whether the process runs"),
                               json_answer(200, std::string(R"({"status":"alive"})"))));
  const std::string schema(kReadinessSchema);
  routes.push_back(
      readiness_route(ops_route("/readyz", "readyz", "Whether the process can take requests", schema), readiness));
  routes.push_back(readiness_route(ops_route("/health", "health", "Another name of /readyz", schema), readiness));
  auto exposition = ops_route("/metrics", "metrics", "Metrics in the text format of Prometheus");
  exposition.handle = [&metrics](const CallContext&, const RouteRequest&) {
    return give({.content_type = std::string(metrics::Registry::kContentType), .body = metrics.expose()});
  };
  routes.push_back(std::move(exposition));
  routes.push_back(fixed_route(ops_route("/info", "info", "What runs here", std::string(kInfoSchema)),
                               json_answer(200, info_text(info))));
  routes.push_back(fixed_route(document_route("/docs", "docs", "This description for people"), docs_answer()));
  auto document = document_route("/openapi.json", "openapi", "This description for programs", R"({"type":"object"})");

  // The document also describes the route that serves it.
  routes.push_back(document);
  std::vector<const RouteTable*> described;
  for (const auto& table : tables) described.push_back(&table);
  described.push_back(&ops);
  auto text = openapi_document({.title = info.name, .version = info.version}, described);
  routes.back() = fixed_route(std::move(document), document_answer("application/json", std::move(text)));
  return ops;
}

}  // namespace ddd::api

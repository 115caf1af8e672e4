#include <ddd/platform/api/answers.hpp>
#include <ddd/platform/api/query_values.hpp>
#include <ddd/platform/context/authorization.hpp>
#include <ddd/platform/json/writer.hpp>
#include <ddd/runtime/trace_routes.hpp>

namespace ddd {
namespace {

using tracing::RecordedSpan, tracing::TraceSummary;

constexpr std::string_view kTraceSchema =
    R"({"type":"object","required":["trace_id","started_at","duration_us","spans"],"properties":{)"
    R"("trace_id":{"type":"string"},"started_at":{"type":"string","format":"date-time"},)"
    R"("duration_us":{"type":"integer","minimum":0},"spans":{"type":"array","items":{"type":"object",)"
    R"("required":["span_id","name","kind","service","offset_us","duration_us","attributes"],"properties":{)"
    R"("span_id":{"type":"string"},"parent_id":{"type":"string"},"name":{"type":"string"},)"
    R"("kind":{"enum":["internal","server","client","producer","consumer"]},"service":{"type":"string"},)"
    R"("offset_us":{"type":"integer"},"duration_us":{"type":"integer","minimum":0},"error":{"type":"string"},)"
    R"("attributes":{"type":"object","additionalProperties":{"type":["integer","string"]}}},)"
    R"("additionalProperties":false}}},"additionalProperties":false})";

constexpr std::string_view kTracesSchema =
    R"({"type":"object","required":["data","page"],"properties":{"data":{"type":"array","items":{"type":"object",)"
    R"("required":["trace_id","name","service","started_at","duration_us","spans","errors"],"properties":{)"
    R"("trace_id":{"type":"string"},"name":{"type":"string"},"service":{"type":"string"},)"
    R"("started_at":{"type":"string","format":"date-time"},"duration_us":{"type":"integer","minimum":0},)"
    R"("spans":{"type":"integer"},"errors":{"type":"integer"}},"additionalProperties":false}},)"
    R"("page":{"type":"object","required":["has_more"],"properties":{"has_more":{"type":"boolean"}}}}})";

template <std::size_t N>
std::string hex(const std::array<std::uint8_t, N>& bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const auto byte : bytes) text.append({kDigits[byte >> 4], kDigits[byte & 15]});
  return text;
}

/// 32 digits in lower case, as problems and logs show it.
std::optional<tracing::TraceId> parse_trace_id(const std::string& text) {
  const auto context = TraceContext::parse("00-" + text + "-0000000000000001-00");
  return context ? std::optional(context->trace_id) : std::nullopt;
}

void write(json::Writer& out, const tracing::Attribute& attribute) {
  out.key(attribute.name);
  std::visit([&out](const auto& value) { out.value(value); }, attribute.value);
}

void write(json::Writer& out, const RecordedSpan& recorded, Timestamp began) {
  const auto& span = recorded.span;
  out.begin_object().key("span_id").value(hex(span.context.span_id));
  if (span.context.has_parent()) out.key("parent_id").value(hex(span.context.parent_id));
  out.key("name").value(span.name).key("kind").value(to_text(span.kind)).key("service").value(span.service);
  out.key("offset_us").value((recorded.started_at - began).count()).key("duration_us").value(recorded.took.count());
  if (!span.error.empty()) out.key("error").value(span.error);
  out.key("attributes").begin_object();
  for (const auto& attribute : span.attributes) write(out, attribute);
  out.end_object().end_object();
}

std::string trace_text(const std::string& id, const std::vector<RecordedSpan>& spans) {
  const auto began = spans.front().started_at;
  auto ended = began;
  for (const auto& each : spans) ended = std::max(ended, each.started_at + each.took);
  json::Writer out;
  out.begin_object().key("trace_id").value(id).key("started_at").value(to_rfc3339(began));
  out.key("duration_us").value((ended - began).count()).key("spans").begin_array();
  for (const auto& each : spans) write(out, each, began);
  out.end_array().end_object();
  return out.take();
}

std::string summaries_text(const std::vector<TraceSummary>& summaries) {
  json::Writer out;
  out.begin_array();
  for (const auto& each : summaries) {
    out.begin_object()
        .key("trace_id")
        .value(hex(each.id))
        .key("name")
        .value(each.name)
        .key("service")
        .value(each.service);
    out.key("started_at").value(to_rfc3339(each.started_at)).key("duration_us").value(each.took.count());
    out.key("spans").value(each.spans).key("errors").value(each.errors).end_object();
  }
  out.end_array();
  return out.take();
}

Error not_kept() {
  return {.kind = ErrorKind::not_found,
          .code = "trace.not_found",
          .message = "No trace with this id is kept: it was not recorded, or it is too old."};
}

Task<Result<http::Response>> get_trace(tracing::SpanStore& store, const CallContext& call, std::string id) {
  DDD_CO_CHECK(require_admin(call));
  const auto parsed = parse_trace_id(id);
  if (!parsed) co_return Refused(not_kept());
  const auto spans = store.find(*parsed);
  if (spans.empty()) co_return Refused(not_kept());
  co_return api::json_answer(200, trace_text(id, spans));
}

Task<Result<http::Response>> list_traces(tracing::SpanStore& store, const CallContext& call,
                                         const api::RouteRequest& request) {
  DDD_CO_CHECK(require_admin(call));
  api::QueryValues query(request);
  const auto limit = query.limit();
  DDD_CO_CHECK(query.check());
  co_return api::list_answer(summaries_text(store.slowest(limit)), std::nullopt);
}

}  // namespace

api::RouteTable trace_routes(std::string service, tracing::SpanStore& store) {
  api::RouteTable table{.service = std::move(service), .routes = {}};
  table.routes.push_back(
      {.path = "/admin/traces",
       .name = "list_traces",
       .access = api::Access::admin,
       .handle = [&store](const CallContext& call,
                          const api::RouteRequest& request) { return list_traces(store, call, request); },
       .docs = {.summary = "List the traces of the last minutes, the slowest first",
                .query = {{"limit", R"({"type":"integer","minimum":1,"maximum":100,"default":20})", "How many."}},
                .answers = {{200, "The traces.", std::string(kTracesSchema), {}}}}});
  table.routes.push_back(
      {.path = "/admin/traces/{trace_id}",
       .name = "get_trace",
       .access = api::Access::admin,
       .handle = [&store](const CallContext& call,
                          const api::RouteRequest& request) { return get_trace(store, call, request.path(0)); },
       .docs = {.summary = "Read what was done under a trace id",
                .answers = {{200, "Its spans by their begin.", std::string(kTraceSchema), {}},
                            {404, "It is not kept.", "", {"trace.not_found"}}}}});
  return table;
}

}  // namespace ddd

#include <set>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <grpc/reflection/v1alpha/reflection.pb.h>

#include <ddd/platform/grpc/reflection.hpp>

namespace ddd::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using ::grpc::reflection::v1alpha::ServerReflectionRequest;
using ::grpc::reflection::v1alpha::ServerReflectionResponse;

const DescriptorPool& pool() {
  return *DescriptorPool::generated_pool();
}

void fail(ServerReflectionResponse& response, Code code, const char* what) {
  response.mutable_error_response()->set_error_code(static_cast<int>(code));
  response.mutable_error_response()->set_error_message(what);
}

/// With all that it imports, each once.
void add_file(ServerReflectionResponse& response, const FileDescriptor& file, std::set<std::string>& added) {
  if (!added.insert(file.name()).second) return;
  google::protobuf::FileDescriptorProto described;
  file.CopyTo(&described);
  response.mutable_file_descriptor_response()->add_file_descriptor_proto(described.SerializeAsString());
  for (int i = 0; i < file.dependency_count(); ++i) add_file(response, *file.dependency(i), added);
}

void answer_file(ServerReflectionResponse& response, const FileDescriptor* file, const char* otherwise) {
  std::set<std::string> added;
  if (file == nullptr) return fail(response, Code::not_found, otherwise);
  add_file(response, *file, added);
}

void answer_extension(ServerReflectionResponse& response, const std::string& type, int number) {
  const auto* extended = pool().FindMessageTypeByName(type);
  const auto* field = extended == nullptr ? nullptr : pool().FindExtensionByNumber(extended, number);
  answer_file(response, field == nullptr ? nullptr : field->file(), "The extension is unknown.");
}

void answer_numbers(ServerReflectionResponse& response, const std::string& type) {
  const auto* extended = pool().FindMessageTypeByName(type);
  if (extended == nullptr) return fail(response, Code::not_found, "The type is unknown.");
  std::vector<const FieldDescriptor*> extensions;
  pool().FindAllExtensions(extended, &extensions);
  auto& numbers = *response.mutable_all_extension_numbers_response();
  numbers.set_base_type_name(type);
  for (const auto* each : extensions) numbers.add_extension_number(each->number());
}

}  // namespace

Outcome reflect(std::span<const std::string> services, const std::string& request) {
  ServerReflectionRequest asked;
  if (!asked.ParseFromString(request)) {
    return {.status = {.code = Code::invalid_argument, .message = "The message can't be read.", .details = {}},
            .reply = {}};
  }
  ServerReflectionResponse response;
  response.set_valid_host(asked.host());
  *response.mutable_original_request() = asked;
  switch (asked.message_request_case()) {
    case ServerReflectionRequest::kFileByFilename:
      answer_file(response, pool().FindFileByName(asked.file_by_filename()), "The file is unknown.");
      break;
    case ServerReflectionRequest::kFileContainingSymbol:
      answer_file(response, pool().FindFileContainingSymbol(asked.file_containing_symbol()), "The symbol is unknown.");
      break;
    case ServerReflectionRequest::kFileContainingExtension:
      answer_extension(response, asked.file_containing_extension().containing_type(),
                       asked.file_containing_extension().extension_number());
      break;
    case ServerReflectionRequest::kAllExtensionNumbersOfType:
      answer_numbers(response, asked.all_extension_numbers_of_type());
      break;
    case ServerReflectionRequest::kListServices:
      for (const auto& service : services) response.mutable_list_services_response()->add_service()->set_name(service);
      break;
    case ServerReflectionRequest::MESSAGE_REQUEST_NOT_SET:
      fail(response, Code::unimplemented, "The request asks for nothing.");
      break;
  }
  return {.status = {}, .reply = response.SerializeAsString()};
}

}  // namespace ddd::rpc

# ddd_proto(<target> <files below the root>... [ROOT <folder>] [LINK <targets>...]): the C++ messages of protocol buffers, in a
# library of their own. They are made by a program and neither warned about nor sanitized. "ddd/user/v1/user.proto" is included
# as <ddd/user/v1/user.pb.h>; the root is proto/ unless said otherwise.
function(ddd_proto target)
  cmake_parse_arguments(ARG "" "ROOT" "LINK" ${ARGN})
  if(NOT ARG_ROOT)
    set(ARG_ROOT ${CMAKE_SOURCE_DIR}/proto)
  endif()
  set(output ${CMAKE_BINARY_DIR}/proto/${target})
  file(MAKE_DIRECTORY ${output})
  set(sources "")
  foreach(file IN LISTS ARG_UNPARSED_ARGUMENTS)
    string(REGEX REPLACE "\\.proto$" "" stem ${output}/${file})
    add_custom_command(
      OUTPUT ${stem}.pb.cc ${stem}.pb.h
      COMMAND protobuf::protoc --proto_path=${ARG_ROOT} --proto_path=${CMAKE_SOURCE_DIR}/proto --cpp_out=${output}
        --dependency_out=${stem}.pb.d ${ARG_ROOT}/${file}
      DEPENDS ${ARG_ROOT}/${file}
      DEPFILE ${stem}.pb.d
      COMMENT "Making C++ from ${file}"
      VERBATIM)
    list(APPEND sources ${stem}.pb.cc)
  endforeach()
  add_library(${target} STATIC ${sources})
  target_include_directories(${target} SYSTEM PUBLIC ${output})
  target_link_libraries(${target} PUBLIC protobuf::libprotobuf ${ARG_LINK})
  target_compile_options(${target} PRIVATE -w -fno-sanitize=all)
endfunction()

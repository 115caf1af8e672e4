# ddd_embed(<target> <namespace> <header name> <files>...): makes <header name> in the target's include root, with one
# `inline constexpr std::string_view` per file, named like the file ("0001_init.sql" becomes k0001_init_sql).
function(ddd_embed target namespace header)
  set(output ${CMAKE_BINARY_DIR}/embedded/${target}/${header})
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} -DNAMESPACE=${namespace} "-DFILES=${ARGN}" -P ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake
    DEPENDS ${ARGN} ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
  target_include_directories(${target} PRIVATE ${CMAKE_BINARY_DIR}/embedded/${target})
endfunction()

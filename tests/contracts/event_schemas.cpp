// Writes the JSON Schema of every event below the folder that is named, which is contracts/events of the checkout.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <contracts/event_catalogue.hpp>

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("Usage: ddd_event_schemas FOLDER\n", stderr);
    return 2;
  }
  for (const auto& contract : ddd::test::event_catalogue()) {
    const auto file = std::filesystem::path(argv[1]) / (ddd::test::path_of(contract) + ".schema.json");
    std::error_code error;
    std::filesystem::create_directories(file.parent_path(), error);
    std::ofstream out(file, std::ios::binary);
    out << ddd::test::schema_file(contract);
    out.close();
    if (!out) {
      std::fprintf(stderr, "ddd_event_schemas: %s can't be written\n", file.c_str());
      return EXIT_FAILURE;
    }
  }
  return EXIT_SUCCESS;
}

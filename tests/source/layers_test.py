"""tools/check_layers.py holds for the sources, and sees what it is for: each rule has an offence that it reports."""

import pathlib
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import check_layers  # noqa: E402


@pytest.fixture
def violations(tmp_path):
    def check(files):
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text)
        return [str(violation) for violation in check_layers.check(tmp_path)]

    return check


def include(name):
    return f"#pragma once\n\n#include <{name}>\n"


def test_the_sources_keep_to_the_layers():
    assert [str(violation) for violation in check_layers.check(ROOT)] == []


def test_the_sources_were_found():
    assert len(check_layers.libraries_of(ROOT)) > 20
    assert len(list((ROOT / "src").rglob("*.hpp"))) > 100


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("src/kernel/money.hpp", "ddd/platform/json/shape.hpp"),
        ("src/platform/json/shape.hpp", "ddd/product/domain/product.hpp"),
        ("src/platform/json/shape.hpp", "ddd/contracts/product/product_events.hpp"),
        ("src/contracts/product/product_events.hpp", "ddd/product/domain/product.hpp"),
        ("src/product/domain/product.hpp", "ddd/product/application/application.hpp"),
        ("src/product/domain/product.hpp", "ddd/platform/async/task.hpp"),
        ("src/product/application/commands/create_product.hpp", "ddd/product/adapters/http/dto.hpp"),
        ("src/product/application/commands/create_product.hpp", "ddd/platform/sqlite/connection.hpp"),
        ("src/product/application/commands/create_product.hpp", "ddd/platform/effects/effects.hpp"),
        ("src/product/application/ports/product_repository.hpp", "ddd/contracts/product/product_api.hpp"),
        ("src/basket/domain/basket.hpp", "ddd/product/domain/product.hpp"),
        ("src/basket/adapters/remote/catalogue.hpp", "ddd/product/application/application.hpp"),
        ("src/product/adapters/http/dto.hpp", "ddd/product/adapters/storage/sqlite/sqlite_products.hpp"),
        ("src/product/adapters/storage/memory/memory_products.hpp", "ddd/platform/sqlite/connection.hpp"),
        ("src/product/module.hpp", "ddd/basket/module.hpp"),
        ("src/runtime/background.hpp", "ddd/product/module.hpp"),
        ("src/sandbox/sandbox.hpp", "ddd/payment/domain/payment.hpp"),
        ("apps/payment-sandbox/main.cpp", "ddd/payment/module.hpp"),
        ("src/product/application/commands/create_product.hpp", "sqlite3.h"),
        ("src/product/application/commands/create_product.hpp", "boost/beast/core.hpp"),
        ("src/product/application/commands/create_product.hpp", "boost/asio/post.hpp"),
        ("src/product/adapters/http/dto.hpp", "boost/json.hpp"),
        ("src/payment/adapters/gateway/stripe/reply.hpp", "openssl/evp.h"),
        ("src/user/domain/session.hpp", "unistd.h"),
        ("src/product/adapters/http/dto.hpp", "ddd/product/v1/product.pb.h"),
        ("src/embedded/shard.hpp", "grpcpp/server.h"),
    ],
)
def test_a_forbidden_include_is_reported_with_its_place(violations, file, name):
    (found,) = violations({file: include(name)})
    assert found.startswith(f"{file}:3: ")
    assert name in found


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("src/product/domain/product.hpp", "ddd/kernel/money.hpp"),
        ("src/product/domain/product.hpp", "ddd/product/domain/details.hpp"),
        ("src/product/application/commands/create_product.hpp", "ddd/product/domain/product.hpp"),
        ("src/product/adapters/storage/sqlite/sqlite_products.hpp", "ddd/platform/sqlite/connection.hpp"),
        ("src/product/module.hpp", "ddd/product/adapters/http/handlers.hpp"),
        ("src/embedded/contexts.hpp", "ddd/product/module.hpp"),
        ("src/product/domain/product.hpp", "vector"),
        ("src/platform/grpc/messages.hpp", "ddd/common/v1/common.pb.h"),
        ("src/product/adapters/grpc/service.cpp", "ddd/product/v1/product.grpc.pb.h"),
    ],
)
def test_an_allowed_include_is_not(violations, file, name):
    assert violations({file: include(name)}) == []


@pytest.mark.parametrize(
    "statement",
    [
        "auto now = std::chrono::system_clock::now();",
        "const std::lock_guard<std::mutex> lock(mutex);",
        "std::random_device device;",
        "std::ifstream file(name);",
        'auto* home = getenv("HOME");',
        "std::cout << id;",
    ],
)
@pytest.mark.parametrize("layer", ["kernel", "product/domain", "product/application/commands"])
def test_the_inner_layers_may_not_reach_outside_by_the_standard_library(violations, layer, statement):
    (found,) = violations({f"src/{layer}/x.cpp": f"void x() {{\n  {statement}\n}}\n"})
    assert found.startswith(f"src/{layer}/x.cpp:2: ")


def test_words_in_comments_and_texts_do_not_count(violations):
    text = '// std::mutex\n/* getenv( */\nconstexpr auto kText = "std::thread";\nconstexpr auto kRaw = R"(std::cout)";\n'
    assert violations({"src/product/domain/x.cpp": text}) == []


def test_a_business_word_in_the_platform_is_reported(violations):
    (found,) = violations({"src/platform/json/x.cpp": "// a payment\nint payment_count = 0;\n"})
    assert found.startswith("src/platform/json/x.cpp:2: payment_count")


def test_a_folder_that_no_rule_knows_is_reported(violations):
    (found,) = violations({"src/misc/x.hpp": include("vector")})
    assert "not in the table" in found


def test_too_many_users_of_beast_are_reported(violations):
    files = {f"src/platform/http/x{i}.cpp": include("boost/beast/core.hpp") for i in range(6)}
    (found,) = violations(files)
    assert "6 files include Boost.Beast" in found


LIBRARIES = """
ddd_library(ddd_kernel kernel PCH std)
ddd_library(ddd_json platform/json LINK ddd_kernel SYSTEM Boost::json PCH std)
ddd_library(ddd_product_domain product/domain LINK ddd_kernel
  {link} PCH std)
"""


def test_a_forbidden_link_is_reported(violations):
    (found,) = violations({"src/CMakeLists.txt": LIBRARIES.format(link="ddd_json")})
    assert found == (
        "src/CMakeLists.txt:4: product/domain may not link platform/json (ddd_product_domain links ddd_json)"
    )
    assert violations({"src/CMakeLists.txt": LIBRARIES.format(link="")}) == []


def test_a_link_to_what_is_no_layer_is_reported(violations):
    (found,) = violations({"src/CMakeLists.txt": LIBRARIES.format(link="sqlite3")})
    assert "links sqlite3, which is no ddd_library" in found


def test_a_circle_of_links_is_reported(violations):
    text = (
        "ddd_library(ddd_a platform/a LINK ddd_b)\nddd_library(ddd_b platform/b LINK ddd_c)\n"
        "ddd_library(ddd_c platform/c LINK ddd_a)\n"
    )
    (found,) = violations({"src/CMakeLists.txt": text})
    assert "ddd_a -> ddd_b -> ddd_c -> ddd_a" in found

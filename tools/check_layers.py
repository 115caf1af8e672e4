#!/usr/bin/python3
"""Checks that every include and every link between the layers is one that the architecture allows.

Usage: check_layers.py [CHECKOUT]

The compiler refuses an include of what a target doesn't link, even indirectly (cmake/layers.cmake). This check is stricter:
it knows who may use whom directly, which outside libraries a layer may name, and which words have no place in the inner layers.
Prints `file:line: what is wrong` for each violation and ends with 1 if there is any.
"""

import pathlib
import re
import sys
from dataclasses import dataclass

CONTEXTS = ("user", "product", "basket", "payment")

# Who may include whom, besides itself. "{c}" is a context; a name covers the folders below it. First match counts.
#
#   layer                           | may use
LAYERS = [
    ("kernel", ""),
    ("platform/*", "kernel platform"),
    ("contracts", "kernel platform/async platform/context platform/json"),
    # A context, from the inside out.
    ("{c}/domain", "kernel"),
    ("user/application", "{c}/domain kernel platform/async platform/context platform/usecase platform/crypto"),
    ("payment/application", "{c}/domain kernel platform/async platform/context platform/usecase platform/effects"),
    ("{c}/application", "{c}/domain kernel platform/async platform/context platform/usecase"),
    ("{c}/adapters/events", "{c}/application {c}/domain kernel contracts platform/json platform/messaging"),
    ("{c}/adapters/storage/sqlite", "{c}/adapters/events {c}/application {c}/domain kernel platform/sqlite"),
    ("{c}/adapters/storage/memory", "{c}/adapters/events {c}/application {c}/domain kernel platform/effects"),
    ("{c}/adapters/http", "{c}/adapters/cache {c}/application {c}/domain kernel platform/api platform/json"),
    ("{c}/adapters/grpc", "{c}/adapters/cache {c}/application {c}/domain kernel contracts platform/api platform/async platform/context platform/grpc"),
    ("{c}/adapters/published", "{c}/application {c}/domain kernel contracts"),
    ("{c}/adapters/remote", "{c}/application {c}/domain kernel contracts"),
    ("{c}/adapters/gateway", "{c}/application {c}/domain kernel platform/async platform/crypto platform/http platform/json platform/log"),
    ("{c}/adapters/*", "{c}/application {c}/domain kernel platform"),
    ("{c}/module", "{c} kernel contracts platform"),
    # The payment sandbox is a program of its own and knows nothing of the shop.
    ("sandbox/domain", "kernel"),
    ("sandbox/application", "sandbox/domain kernel platform/async platform/usecase"),
    ("sandbox/*", "sandbox kernel platform"),
    # The shop's promises, checked in its stores from outside: which states count as sold is the domain's to say.
    ("reconcile", "kernel payment/domain platform/api platform/sqlite"),
    # Where everything is put together.
    ("runtime", "kernel platform contracts"),
    ("embedded", "kernel platform contracts runtime sandbox user product basket payment"),
    # The shop on memory stores in virtual time, for tests alone.
    ("simulation", "kernel platform contracts user product basket payment"),
    ("apps/payment-sandbox", "kernel platform sandbox"),
    ("apps/simulate", "kernel platform simulation"),
    ("apps/*", "kernel platform contracts runtime embedded reconcile sandbox user product basket payment"),
]

# Outside libraries: the layers that may include them. The others speak to them through these.
LIBRARIES = [
    (r"sqlite3\.h", "platform/sqlite"),
    (r"boost/beast/", "platform/http"),
    (r"boost/json", "platform/json"),
    (r"boost/", "platform runtime embedded simulation apps product/adapters/cache sandbox/webhooks sandbox/module"),
    (r"openssl/", "platform/crypto platform/http"),
    (r"sodium", "platform/crypto platform/time"),
    (r"curl/", "user/adapters/mail"),
    (r"spdlog/", "platform/log"),
    (r"prometheus/", "platform/metrics"),
    (r"toml\+\+/", "platform/config"),
    (r"opentelemetry/", "platform/otlp"),
    (r"CLI/", "apps"),
    (r"(sys|netinet|arpa|net)/|(unistd|fcntl|signal|poll|netdb)\.h", "platform embedded apps sandbox/storage"),
]
# gRPC and the messages made from proto/.
GRPC = re.compile(r"grpc|.*\.pb\.h$|google/protobuf/")
GRPC_LAYERS = re.compile(r"platform/grpc$|(%s)/adapters/(grpc|remote)$" % "|".join(CONTEXTS))
MOST_FILES_WITH_BEAST = 5  # each costs many seconds to compile

# The inner layers take time, chance and threads from ports, so that a test decides over them.
INNER = re.compile(r"(kernel|(%s|sandbox)/(domain|application))$" % "|".join(CONTEXTS))
FORBIDDEN_INSIDE = [
    (r"\b(system|steady|high_resolution)_clock::now\b", "the time comes from a Clock"),
    (r"\bstd::(this_thread|thread|jthread|async|mutex|recursive_mutex|shared_mutex|condition_variable)\b", "no threads in here"),
    (r"\b(usleep|nanosleep)\b", "waiting goes through a Sleeper"),
    (r"\b(random_device|mt19937(_64)?|s?rand)\b *[({]?", "chance comes from an IdSource"),
    (r"\bstd::filesystem\b|\bstd::[io]?fstream\b|\bfopen\b", "no files in here"),
    (r"\b(secure_)?getenv\b", "configuration comes in by constructors"),
    (r"\bstd::(cout|cerr|clog|cin)\b|\bf?printf\(", "no input and output in here"),
]
BUSINESS_WORDS = re.compile(r"\w*(basket|payment|product|refund|wallet|checkout|catalogue|customer|invoice)\w*", re.I)

SOURCE_SUFFIXES = {".cpp", ".hpp"}


@dataclass(frozen=True)
class Violation:
    file: str
    line: int
    message: str

    def __str__(self):
        return f"{self.file}:{self.line}: {self.message}"


def layer_of(path):
    """"product/adapters/http/dto.hpp" -> "product/adapters/http": the layer that a path below src/ belongs to."""
    folders = path.split("/")[:-1]
    if not folders:
        return ""
    if folders[0] in ("platform", "apps"):
        return "/".join(folders[:2])
    if folders[0] not in (*CONTEXTS, "sandbox"):
        return folders[0]
    if len(folders) == 1:
        return folders[0] + "/module"
    if folders[1] != "adapters":
        return "/".join(folders[:2])
    return "/".join(folders[: 4 if folders[2:3] == ["storage"] else 3])


def covers(names, layer):
    return any(layer == name or layer.startswith(name + "/") for name in names)


def allowed_for(layer):
    """What the layer may use; None for a folder that the table doesn't know."""
    context = layer.split("/")[0]
    for pattern, allowed in LAYERS:
        if "{c}" in pattern and context not in CONTEXTS:
            continue
        expected = pattern.replace("{c}", context)
        if layer == expected or (expected.endswith("/*") and layer.startswith(expected[:-1])):
            return allowed.replace("{c}", context).split()
    return None


def may_use(layer, other):
    return layer == other or covers(allowed_for(layer) or [], other)


def without_comments_and_texts(text):
    """The same lines without what is no code."""
    blank = lambda match: re.sub(r"[^\n]", " ", match.group(0))
    text = re.sub(r'R"(\w*)\(.*?\)\1"', blank, text, flags=re.S)
    text = re.sub(r"/\*.*?\*/", blank, text, flags=re.S)
    text = re.sub(r'"(\\.|[^"\\\n])*"|//[^\n]*', blank, text)
    return text


def check_include(file, number, layer, name):
    if GRPC.match(name):
        if not GRPC_LAYERS.match(layer):
            yield Violation(file, number, f"{layer} may not include <{name}>; only platform/grpc, adapters/grpc and adapters/remote")
        return
    if name.startswith("ddd/"):
        other = layer_of(name.removeprefix("ddd/"))
        if not may_use(layer, other):
            yield Violation(file, number, f"{layer} may not include {other} (<{name}>)")
        return
    for library, layers in LIBRARIES:
        if re.match(library, name):
            if not covers(layers.split(), layer):
                yield Violation(file, number, f"{layer} may not include <{name}>; only {', '.join(layers.split())}")
            return


def check_words(file, layer, text):
    for number, line in enumerate(without_comments_and_texts(text).split("\n"), 1):
        if line.lstrip().startswith("#"):
            continue
        if INNER.match(layer):
            for word, reason in FORBIDDEN_INSIDE:
                if found := re.search(word, line):
                    yield Violation(file, number, f"{found.group(0).strip()}: {reason}")
        if layer.startswith("platform/") and (found := BUSINESS_WORDS.search(line)):
            yield Violation(file, number, f"{found.group(0)}: src/platform knows no business word")


def check_sources(root):
    with_beast = []
    for top in ("src", "apps"):
        for path in sorted((root / top).rglob("*")):
            if path.suffix not in SOURCE_SUFFIXES:
                continue
            file = path.relative_to(root).as_posix()
            layer = layer_of(file.removeprefix("src/"))
            text = path.read_text(encoding="utf-8")
            if allowed_for(layer) is None:
                yield Violation(file, 1, f"the folder of layer '{layer}' is not in the table of {pathlib.Path(__file__).name}")
                continue
            for number, line in enumerate(text.split("\n"), 1):
                if found := re.match(r'\s*#\s*include\s+[<"]([^>"]+)[>"]', line):
                    yield from check_include(file, number, layer, found.group(1))
            if "#include <boost/beast/" in text:
                with_beast.append(file)
            yield from check_words(file, layer, text)
    if len(with_beast) > MOST_FILES_WITH_BEAST:
        yield Violation(with_beast[-1], 1, f"{len(with_beast)} files include Boost.Beast; {MOST_FILES_WITH_BEAST} may")


def libraries_of(root):
    """target -> (layer, file, line, linked targets), from the ddd_library calls."""
    targets = {}
    call = re.compile(r"^ddd_library\(\s*(\S+)\s+([^\s)]+)([^)]*)\)", re.M)
    for file in sorted((root / "src").rglob("CMakeLists.txt")):
        text = file.read_text(encoding="utf-8")
        for found in call.finditer(text):
            target, folder, rest = found.groups()
            linked = re.search(r"\bLINK\b((?:\s+(?!SYSTEM\b|PCH\b|RECURSE\b)\S+)*)", rest)
            line = text.count("\n", 0, found.start()) + 1
            links = linked.group(1).split() if linked else []
            targets[target] = (layer_of(folder + "/x.hpp"), file.relative_to(root).as_posix(), line, links)
    return targets


def check_links(root):
    targets = libraries_of(root)
    for target, (layer, file, line, links) in targets.items():
        for link in links:
            if link not in targets:
                yield Violation(file, line, f"{target} links {link}, which is no ddd_library")
            elif not may_use(layer, targets[link][0]):
                yield Violation(file, line, f"{layer} may not link {targets[link][0]} ({target} links {link})")


def cycle_of(graph):
    """A cycle of the graph as a list of its nodes, or None."""
    done = set()

    def visit(node, way):
        if node in way:
            return way[way.index(node):] + [node]
        if node in done:
            return None
        for other in graph.get(node, ()):
            if found := visit(other, way + [node]):
                return found
        done.add(node)
        return None

    for start in sorted(graph):
        if found := visit(start, []):
            return found
    return None


def check_cycles(root):
    targets = libraries_of(root)
    if found := cycle_of({target: links for target, (_, _, _, links) in targets.items()}):
        _, file, line, _ = targets[found[0]]
        yield Violation(file, line, "the libraries link each other in a circle: " + " -> ".join(found))


def check(root):
    return [*check_sources(root), *check_links(root), *check_cycles(root)]


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[1]).resolve()
    violations = check(root)
    for violation in violations:
        print(violation)
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())

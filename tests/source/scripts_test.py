"""./run, ./test and their helpers: what they say to wrong arguments, and what --fresh and tools/prepare touch. A stand-in takes the
place of the built program, so that nothing is compiled here."""

import os
import pathlib
import shutil
import socket
import stat
import subprocess
import tempfile

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATABASES = ("user", "product", "basket", "payment", "bus", "sandbox")


def executable(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture
def checkout(tmp_path):
    """The scripts in a folder of their own, with packages installed and everything built."""
    root = tmp_path / "check out"
    shutil.copytree(ROOT / "tools", root / "tools")
    shutil.copy2(ROOT / "run", root)
    shutil.copy2(ROOT / "test", root)
    executable(root / "tools/prepare", "#!/bin/sh\nexit 0\n")
    build = root / "build/release"
    build.mkdir(parents=True)
    (build / "CMakeCache.txt").write_text(f"CMAKE_HOME_DIRECTORY:INTERNAL={root}\n")
    (build / "build.ninja").write_text("build ddd-micro: phony\nbuild dddctl: phony\n")
    return root


# Serves /readyz after a moment, tells its arguments and signals, and ends with the status of its own.
SERVER = """#!/usr/bin/python3
import http.server, signal, sys, threading

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/readyz" else 404)
        self.end_headers()
    def log_message(self, *arguments): pass

def stop(number, frame):
    print("signal", number, flush=True)
    threading.Thread(target=server.shutdown).start()

server = http.server.HTTPServer(("127.0.0.1", int(sys.argv[sys.argv.index("--port") + 1])), Handler)
signal.signal(signal.SIGTERM, stop)
signal.signal(signal.SIGINT, stop)
print("arguments", sys.argv[1:], flush=True)
server.serve_forever()
sys.exit(7)
"""


def run(script, *arguments, **options):
    return subprocess.run([script, *arguments], capture_output=True, text=True, timeout=60, check=False, **options)


def read_until(process, text):
    lines = []
    for line in process.stdout:
        lines.append(line)
        if text in line:
            return "".join(lines)
    pytest.fail(f"it ended before it said '{text}':\n{''.join(lines)}")


@pytest.mark.parametrize("script", ["run", "test", "tools/prepare", "tools/format"])
def test_help_is_given_and_nothing_else_done(script):
    ended = run(ROOT / script, "--help")
    assert ended.returncode == 0
    assert ended.stdout.startswith("Usage: ")
    assert ended.stderr == ""


@pytest.mark.parametrize(
    ("script", "arguments", "message"),
    [
        ("run", ["--ful"], "unknown argument '--ful'"),
        ("run", ["--data"], "--data needs a value"),
        ("run", ["--data="], "--data needs a folder"),
        ("run", ["--port", "0"], "'0' is no port"),
        ("run", ["--port=65536"], "'65536' is no port"),
        ("run", ["--port", "http"], "'http' is no port"),
        ("run", ["--full"], "--full is not part of this release"),
        ("test", ["--fast"], "unknown argument '--fast'"),
        ("test", ["a", "b"], "one filter at a time"),
        ("tools/prepare", ["everything"], "unknown group 'everything'"),
    ],
)
def test_wrong_arguments_are_refused_with_a_reason(script, arguments, message):
    ended = run(ROOT / script, *arguments)
    assert ended.returncode == 2
    assert message in ended.stderr
    assert ended.stdout == ""


def test_no_colours_where_nobody_looks():
    assert "\x1b" not in run(ROOT / "run", "--bad").stderr


def start(checkout, *arguments, cwd=None):
    executable(checkout / "build/release/apps/ddd-micro/ddd-micro", SERVER)
    return subprocess.Popen(
        [checkout / "run", *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True, cwd=cwd
    )


@pytest.mark.parametrize("signal_number", [2, 15])
def test_run_greets_when_ready_and_becomes_the_server(checkout, tmp_path, signal_number):
    port = free_port()
    with start(checkout, "--port", str(port), "--data", "here", cwd=tmp_path) as process:
        text = read_until(process, "stock}'\n") + read_until(process, "stock}'\n")
        process.send_signal(signal_number)
        rest = process.stdout.read()
    assert f"arguments ['--demo', '--data', 'here', '--port', '{port}']" in text
    assert f"http://127.0.0.1:{port}/docs" in text
    assert f"api=http://127.0.0.1:{port}/api/v1" in text
    assert "admin-demo-password" in text and "ada-demo-password" in text
    assert rest.count("signal") == 1
    assert process.returncode == 7


def test_run_does_not_greet_when_the_server_gives_up(checkout):
    executable(checkout / "build/release/apps/ddd-micro/ddd-micro", "#!/bin/sh\necho 'no disk' >&2\nexit 3\n")
    ended = run(checkout / "run", "--port", str(free_port()))
    assert (ended.returncode, "no disk" in ended.stderr, "is ready" in ended.stdout) == (3, True, False)


def test_run_names_a_port_that_is_served_already(checkout):
    port = free_port()
    with start(checkout, "--port", str(port)) as process:
        read_until(process, "is ready")
        ended = run(checkout / "run", "--port", str(port))
        process.terminate()
        process.stdout.read()
    assert ended.returncode == 1
    assert f"something already serves http://127.0.0.1:{port}" in ended.stderr


def test_run_says_that_the_build_failed(checkout):
    (checkout / "build/release/build.ninja").write_text(
        "rule fail\n  command = false\nbuild ddd-micro: fail\nbuild dddctl: phony\n"
    )
    ended = run(checkout / "run")
    assert ended.returncode == 1
    assert "the build failed" in ended.stderr


def test_a_build_folder_of_another_place_is_made_anew(checkout, tmp_path):
    (checkout / "build/release/CMakeCache.txt").write_text("CMAKE_HOME_DIRECTORY:INTERNAL=/elsewhere\n")
    executable(tmp_path / "bin/cmake", "#!/bin/sh\necho cmake \"$@\"\nexit 1\n")
    ended = run(checkout / "run", env={**os.environ, "PATH": f"{tmp_path}/bin:{os.environ['PATH']}"})
    assert ended.returncode == 1
    assert "cmake --preset release" in ended.stdout
    assert not (checkout / "build/release/build.ninja").exists()


def make_data(folder):
    (folder / "mail").mkdir(parents=True)
    (folder / "mail/1.eml").write_text("To: ada@example.com\n")
    for name in DATABASES:
        for ending in (".db", ".db-wal", ".db-shm"):
            (folder / (name + ending)).write_text("x")
    (folder / "signing_key.pem").write_text("x")
    (folder / "lock").write_text("")
    (folder / "notes.txt").write_text("mine")


def fresh(checkout, folder):
    executable(checkout / "build/release/apps/ddd-micro/ddd-micro", "#!/bin/sh\nexit 0\n")
    return run(checkout / "run", "--port", str(free_port()), "--fresh", "--data", folder)


def test_fresh_removes_what_is_ours_and_nothing_else(checkout, tmp_path):
    make_data(tmp_path / "data")
    ended = fresh(checkout, tmp_path / "data")
    assert ended.returncode == 0, ended.stderr
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == ["lock", "notes.txt"]


def test_fresh_leaves_a_folder_that_is_not_ours(checkout, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home/user.db").write_text("somebody's")
    ended = fresh(checkout, tmp_path / "home")
    assert ended.returncode == 1
    assert "is not a data folder of ddd-micro" in ended.stderr
    assert (tmp_path / "home/user.db").read_text() == "somebody's"


def test_fresh_leaves_a_folder_that_a_process_works_with(checkout, tmp_path):
    make_data(tmp_path / "data")
    with subprocess.Popen(
        ["flock", tmp_path / "data/lock", "sh", "-c", "echo held; cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        holder.stdout.readline()
        ended = fresh(checkout, tmp_path / "data")
        holder.communicate()
    assert ended.returncode == 1
    assert "another process works with" in ended.stderr
    assert (tmp_path / "data/user.db").exists()


@pytest.mark.parametrize("make", [lambda folder: None, lambda folder: folder.mkdir()])
def test_fresh_is_fine_where_there_is_nothing(checkout, tmp_path, make):
    make(tmp_path / "data")
    assert fresh(checkout, tmp_path / "data").returncode == 0


def test_test_counts_a_failed_build_as_a_failure(checkout):
    build = checkout / "build/asan"
    build.mkdir(parents=True)
    (build / "CMakeCache.txt").write_text(f"CMAKE_HOME_DIRECTORY:INTERNAL={checkout}\n")
    (build / "build.ninja").write_text("rule fail\n  command = echo a.cpp:1: wrong && false\nbuild all: fail\n")
    ended = run(checkout / "test")
    assert ended.returncode == 1
    assert "a.cpp:1: wrong" in ended.stdout
    assert ended.stdout.rstrip("\n").split("\n")[-1] == "0 passed, 1 failed, 0 skipped"


@pytest.fixture
def bare_machine(tmp_path):
    """A PATH on which dpkg knows only some packages, apt-get and sudo note what they are asked to do."""
    bin_folder = tmp_path / "bin"
    log = tmp_path / "log"
    executable(bin_folder / "dpkg-query", "#!/bin/sh\necho installed cmake\necho 'not-installed curl'\nexit 1\n")
    note = f'echo "$(basename "$0")" "$@" >>{log}\n'
    # Commands that other packages bring are not looked for on the machine that runs the tests.
    for name in ("awk", "bash", "basename", "cat", "chmod", "env", "comm", "dirname", "grep", "mktemp", "readlink", "rm", "sed", "sh", "sort", "xargs"):
        (bin_folder / name).symlink_to(shutil.which(name))
    brings_nginx = f'case "$*" in *nginx-light*) printf "#!/bin/sh\n" >{bin_folder}/nginx; chmod +x {bin_folder}/nginx;; esac\n'
    executable(bin_folder / "apt-get", "#!/bin/sh\n" + note + brings_nginx)
    policy = "echo ' 500 http://mirror.example/debian bookworm/main amd64 Packages'; echo '     release n=bookworm,c=main'\n"
    executable(bin_folder / "apt-cache", "#!/bin/sh\n" + policy)
    executable(bin_folder / "sudo", "#!/bin/sh\n" + note + 'exec "$@"\n')
    executable(bin_folder / "install", "#!/bin/sh\n" + note + f'cat "$3" >>{log}\n')
    executable(bin_folder / "update-rc.d", "#!/bin/sh\n" + note)
    executable(bin_folder / "deb-systemd-helper", "#!/bin/sh\n" + note)
    log.touch()
    return {"PATH": str(bin_folder), "log": log}


def test_prepare_installs_what_is_missing_and_only_that(bare_machine):
    ended = run(ROOT / "tools/prepare", "run", env={"PATH": bare_machine["PATH"]})
    assert ended.returncode == 0, ended.stderr
    calls = bare_machine["log"].read_text().splitlines()
    (installed,) = [line.split() for line in calls if " install " in line and line.startswith("apt-get")]
    assert "clang-19" in installed and "curl" in installed
    assert "cmake" not in installed and "nginx-light" not in installed
    assert "--no-install-recommends" in installed
    assert any(line.startswith("apt-get -q update") for line in calls)


def test_prepare_adds_the_suite_of_a_package_that_the_machine_does_not_know(tmp_path, bare_machine):
    run(ROOT / "tools/prepare", "run", env={"PATH": bare_machine["PATH"]})
    calls = bare_machine["log"].read_text()
    assert "/etc/apt/sources.list.d/bookworm-backports.list" in calls
    assert "deb http://mirror.example/debian bookworm-backports main" in calls
    assert "opentelemetry-cpp-dev/bookworm-backports" in calls
    assert calls.count("apt-get -q update") == 2

    bare_machine["log"].write_text("")
    executable(tmp_path / "bin/apt-cache", "#!/bin/sh\necho '     release a=stable-backports,n=bookworm-backports,c=main'\n")
    run(ROOT / "tools/prepare", "run", env={"PATH": bare_machine["PATH"]})
    assert "sources.list.d" not in bare_machine["log"].read_text()


def test_prepare_keeps_services_from_starting(bare_machine):
    run(ROOT / "tools/prepare", "bench", env={"PATH": bare_machine["PATH"]})
    calls = bare_machine["log"].read_text()
    if not pathlib.Path("/usr/sbin/policy-rc.d").exists():
        assert calls.index("/usr/sbin/policy-rc.d") < calls.index("apt-get -q install")
    assert "update-rc.d nginx disable" in calls
    assert "deb-systemd-helper disable nginx.service" in calls


def test_prepare_leaves_a_service_alone_that_was_there_before(tmp_path, bare_machine):
    executable(tmp_path / "bin/nginx", "#!/bin/sh\n")
    run(ROOT / "tools/prepare", "bench", env={"PATH": bare_machine["PATH"]})
    calls = bare_machine["log"].read_text()
    assert "nginx-light" in calls
    assert "disable" not in calls


NOBODY = 65534
as_nobody = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"] if os.geteuid() == 0 else []


@pytest.fixture
def open_folder():
    """A folder that every user can read, unlike tmp_path."""
    with tempfile.TemporaryDirectory() as name:
        pathlib.Path(name).chmod(0o755)
        yield pathlib.Path(name)


def test_prepare_without_root_and_sudo_says_what_to_install(open_folder, bare_machine):
    shutil.copytree(ROOT / "tools", open_folder / "tools")
    shutil.copytree(bare_machine["PATH"], open_folder / "bin", symlinks=True)
    (open_folder / "bin/sudo").unlink()
    command = [*as_nobody, "env", f"PATH={open_folder}/bin", open_folder / "tools/prepare", "run"]
    ended = run(*command)
    assert ended.returncode == 1
    assert "As root: apt-get install ccache clang-19" in ended.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can step down to somebody else")
def test_run_by_sudo_steps_down_to_the_owner_of_the_checkout(checkout, open_folder):
    shutil.move(checkout, open_folder / "checkout")
    root = open_folder / "checkout"
    (root / "build/release/CMakeCache.txt").write_text(f"CMAKE_HOME_DIRECTORY:INTERNAL={root}\n")
    executable(root / "build/release/apps/ddd-micro/ddd-micro", '#!/bin/sh\necho "$(id -u):$(id -g)" "$@"\n')
    for path in (root, *root.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    sudo = {"SUDO_UID": str(NOBODY), "SUDO_GID": str(NOBODY), "SUDO_USER": "nobody"}
    port = str(free_port())
    ended = run(root / "run", "--port", port, env={**os.environ, **sudo})
    assert ended.returncode == 0, ended.stderr
    assert f"{NOBODY}:{NOBODY} --demo --data {root}/var --port {port}" in ended.stdout


def test_prepare_with_everything_installed_touches_nothing(tmp_path, bare_machine):
    executable(tmp_path / "bin/dpkg-query", '#!/bin/sh\nshift 2\nfor p; do echo "installed $p"; done\n')
    ended = run(ROOT / "tools/prepare", "run", "test", "bench", env={"PATH": bare_machine["PATH"]})
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
    assert bare_machine["log"].read_text() == ""


def test_every_package_belongs_to_a_known_group():
    lines = [line.split() for line in (ROOT / "tools/packages.txt").read_text().splitlines() if line and line[0] != "#"]
    assert all(len(line) == 2 and line[0] in ("run", "test", "bench") for line in lines)
    assert len(lines) == len({tuple(line) for line in lines}), "a package is listed twice in a group"


def test_scripts_that_people_start_are_executable():
    for name in ("run", "test", ".ci/run", "tools/prepare", "tools/format"):
        assert (ROOT / name).stat().st_mode & stat.S_IXUSR, name

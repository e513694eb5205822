"""Whatever an archive holds: the check ends, says something, and touches nothing."""

from __future__ import annotations

import gzip
import io
import os
import pickle
import pickletools
import subprocess
import sys
import tarfile
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sagemaker_hosting.artifact.check import check_contents, check_path
from sagemaker_hosting.artifact.config.pbtxt import Malformed, parse_pbtxt
from sagemaker_hosting.artifact.config.properties import parse_properties
from sagemaker_hosting.artifact.config.requirements import parse_requirements
from sagemaker_hosting.artifact.config.yaml import NotPlain, parse_yaml
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.frameworks import Framework
from sagemaker_hosting.artifact.inspect import inspect_archive
from sagemaker_hosting.artifact.read.pickles import read_pickle
from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.core.rule import ENGINE_RULE
from tests.artifact.corpus.build import BOUNDS, Case, tar, targz
from tests.artifact.corpus.hostile import HOSTILE
from tests.artifact.corpus.mistakes import BAD, MODEL

FULL = Declaration(
    framework=Framework.PYTORCH,
    version=(2, 3),
    python=(3, 10),
    architecture="arm64",
    network_isolation=True,
    multi_model=True,
    serverless=True,
    serverless_memory_mb=1024,
    gpus=1,
    volume_gb=1,
    local_nvme=False,
    download_timeout=0,
)


def checked(data: bytes, declared: Declaration = FULL) -> list[Finding]:
    contents = inspect_archive(io.BytesIO(data), "model.tar.gz", bounds=BOUNDS)
    findings = check_contents(contents, declared)
    broken = [finding.message for finding in findings if finding.rule == ENGINE_RULE]
    assert broken == []
    for finding in findings:
        assert finding.message.isprintable()
        finding.path.encode()
    return findings


@pytest.mark.parametrize("case", [*HOSTILE, *BAD], ids=lambda case: f"{case.rule}-{case.name}")
def test_no_rule_fails_on_the_corpus(case: Case) -> None:
    contents = case.contents()
    for framework in (None, *Framework):
        findings = check_contents(contents, Declaration(framework=framework, python=(3, 9)))
        assert [finding.message for finding in findings if finding.rule == ENGINE_RULE] == []


names = st.one_of(
    st.sampled_from(
        [
            "code/inference.py",
            "code/requirements.txt",
            "model.pkl",
            "model.pt",
            "net/config.pbtxt",
            "serving.properties",
            "model-config.yaml",
            "MAR-INF/MANIFEST.json",
            "model.safetensors",
            "../x",
            "/etc/x",
            "./model.pkl",
        ]
    ),
    st.text(min_size=1, max_size=300).filter(lambda name: "\0" not in name),
)
flags = st.sampled_from([b"0", b"1", b"2", b"3", b"4", b"5", b"6", b"7", b"S", b"Z", b"g", b"x"])


@st.composite
def archives(draw: Any) -> bytes:
    """Return archives of any members, whose headers may have been changed."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=draw(st.integers(0, 2))) as opened:
        for name in draw(st.lists(names, max_size=6)):
            content = draw(st.binary(max_size=600))
            info = tarfile.TarInfo(name)
            info.size = len(content)
            info.mode = draw(st.integers(0, 0o7777))
            info.linkname = draw(st.sampled_from(["", "../../x", "/etc", "model.pkl"]))
            try:
                opened.addfile(info, io.BytesIO(content))
            except (ValueError, UnicodeEncodeError):
                continue
    data = bytearray(target.getvalue())
    for at, byte in draw(
        st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=8)
    ):
        data[at % len(data)] = byte
    for at, flag in draw(st.lists(st.tuples(st.integers(0, 40), flags), max_size=3)):
        _reseal(data, at * 512, flag)
    packed = gzip.compress(bytes(data), 1)
    cut = draw(st.integers(0, 40))
    return packed[: len(packed) - cut]


def _reseal(data: bytearray, at: int, flag: bytes) -> None:
    if at + 512 > len(data):
        return
    header = data[at : at + 512]
    header[156:157] = flag
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % (sum(header) % 0o777777)
    data[at : at + 512] = header


@settings(max_examples=150)
@given(archives())
def test_any_archive_is_checked(data: bytes) -> None:
    checked(data)


@settings(max_examples=100)
@given(st.binary(max_size=3000))
def test_any_bytes_are_checked(data: bytes) -> None:
    assert checked(data)


@settings(max_examples=100)
@given(
    st.sampled_from(
        [
            "code/inference.py",
            "code/requirements.txt",
            "n/config.pbtxt",
            "serving.properties",
            "model-config.yaml",
            "MAR-INF/MANIFEST.json",
        ]
    ),
    st.text(max_size=400),
)
def test_any_text_is_checked(name: str, text: str) -> None:
    checked(targz({name: text.encode("utf-8", "surrogatepass"), "m.bin": b"x"}))


WORDS = (
    "def |model_fn|(|)|:|\n    |\n|return |None|os.path.join|model_dir|, |'a'|+|/|import |try:|"
    "except |lambda |[|]|f'{|}'|@|=|async |class |*|yield "
)
TOKENS = st.sampled_from(WORDS.split("|"))


@settings(max_examples=100)
@given(st.lists(TOKENS, max_size=40))
def test_what_looks_like_a_script_is_checked(tokens: list[str]) -> None:
    text = "import os\ndef model_fn(model_dir):\n    return 1\n" + "".join(tokens)
    checked(targz({"code/inference.py": text, "m.bin": b"x"}))


OPCODES = st.sampled_from([code.code.encode("latin-1") for code in pickletools.opcodes])


@settings(max_examples=100)
@given(st.lists(st.one_of(OPCODES, st.binary(max_size=4)), max_size=40))
def test_any_pickle_is_read(parts: list[bytes]) -> None:
    data = b"".join(parts)
    facts = read_pickle(io.BytesIO(data).read)
    assert facts.flaw is not None or facts.pickles


@settings(max_examples=100)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner),
        max_leaves=30,
    ),
    st.integers(0, 5),
)
def test_every_pickle_of_python_is_read_whole(value: object, protocol: int) -> None:
    data = pickle.dumps(value, protocol=protocol)
    facts = read_pickle(io.BytesIO(data).read)
    assert (facts.flaw, facts.pickles, facts.dangerous) == (None, 1, set())
    assert facts.protocol <= protocol
    for cut in range(1, min(len(data), 30)):
        cut_off = read_pickle(io.BytesIO(data[:-cut]).read)
        assert cut_off.flaw is not None


@settings(max_examples=100)
@given(st.text(max_size=300))
def test_small_languages_are_read_or_refused(text: str) -> None:
    parse_requirements(text)
    parse_properties(text)
    for parse, refusal in ((parse_pbtxt, Malformed), (parse_yaml, NotPlain)):
        try:
            parse(text)
        except refusal:
            continue


DEEP = "(" * 100_000 + ")" * 100_000
SLOW = [
    pytest.param({"code/inference.py": "x = " + DEEP}, id="parentheses"),
    pytest.param({"code/inference.py": "x = " + "-" * 100_000 + "1"}, id="signs"),
    pytest.param({"code/inference.py": "x = a" + ".b" * 100_000}, id="attributes"),
    pytest.param({"code/inference.py": "x = 1" + " + 1" * 100_000}, id="sums"),
    pytest.param({"code/inference.py": "if x:\n" * 200}, id="blocks"),
    pytest.param({"code/inference.py": "x = " + "9" * 900_000}, id="digits"),
    pytest.param({"code/inference.py": "a = 1\n" * 100_000}, id="statements"),
    pytest.param({"n/config.pbtxt": "a {" * 100_000}, id="messages"),
    pytest.param({"n/config.pbtxt": "a: [" + "1," * 200_000}, id="values"),
    pytest.param({"model-config.yaml": "".join(" " * n + "a:\n" for n in range(1000))}, id="yaml"),
    pytest.param({"MAR-INF/MANIFEST.json": "[" * 100_000}, id="json"),
    pytest.param({"code/requirements.txt": "a[" * 100_000}, id="extras"),
    pytest.param({"code/requirements.txt": "a" * 500_000 + "!"}, id="a name"),
    pytest.param({"model.pkl": b"\x80\x04" + b"(" * 1_000_000}, id="marks"),
    pytest.param({"model.pkl": b"\x80\x04N" + b"\x85" * 1_000_000 + b"."}, id="tuples"),
    pytest.param({"model.pkl": b"\x80\x04N" + b"\x94" * 1_000_000 + b"."}, id="memo"),
    pytest.param({"model.pkl": b"\x80\x04\x8e" + b"\xff" * 8 + b"x"}, id="a size of exabytes"),
    pytest.param({"model.pkl": b"I" + b"9" * 900_000 + b"\n."}, id="an integer"),
    pytest.param({"model.pkl": b"(" + b"cos\nsystem\n0" * 100_000 + b"N."}, id="imports"),
]


@pytest.mark.parametrize("files", SLOW)
def test_what_is_meant_to_hang_does_not(files: dict[str, str | bytes]) -> None:
    started = time.process_time()
    contents = inspect_archive(io.BytesIO(targz(files)), "model.tar.gz")
    findings = check_contents(contents, FULL)
    assert [finding.message for finding in findings if finding.rule == ENGINE_RULE] == []
    assert time.process_time() - started < 20


def test_nothing_is_written_or_run(tmp_path: Path) -> None:
    """In a process that may create no file and start no program."""
    marker = tmp_path / "ran"
    files: dict[str, str | bytes] = {
        "code/inference.py": f"open({str(marker)!r}, 'w')\n",
        "code/requirements.txt": "evil @ file:///etc/passwd\n",
        "model.pkl": pickle.dumps(_Touch(str(marker))),
        "../../escaped": b"x",
        str(tmp_path / "absolute"): b"x",
        "m.npy": b"\x93NUMPY\x01\x00" + b"\x0a\x00{'descr':1}" + MODEL,
    }
    (tmp_path / "model.tar.gz").write_bytes(targz(files))
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from sagemaker_hosting.artifact.check import check_path\n"
        "import picklescan.scanner\n"
        "def audit(event, arguments):\n"
        "    mode = arguments[1] if event == 'open' else None\n"
        "    writes = isinstance(mode, str) and 'r' not in mode\n"
        "    if writes or event in ('subprocess.Popen', 'os.system', 'os.mkdir', 'os.rename',\n"
        "            'os.symlink', 'os.link', 'os.exec', 'socket.connect', 'pickle.find_class'):\n"
        "        raise SystemExit(f'{event} {arguments}')\n"
        "sys.addaudithook(audit)\n"
        "print(len(check_path(Path(sys.argv[1]))))\n"
    )
    before = sorted(tmp_path.iterdir())
    done = subprocess.run(
        [sys.executable, "-B", "-c", script, tmp_path / "model.tar.gz"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 3
    assert sorted(tmp_path.iterdir()) == before


class _Touch:
    def __init__(self, path: str) -> None:
        self._path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (self._path,)


def test_memory_does_not_grow_with_the_archive(tmp_path: Path) -> None:
    """A large pickle, a file of PyTorch and plain weights, beyond what is allowed to be held."""
    weights = os.urandom(2**20) * 60
    files = {
        "model.pkl": pickle.dumps(weights),
        "weights.bin": weights,
        "model.pt": _large_torch(weights),
    }
    archive = tmp_path / "model.tar.gz"
    archive.write_bytes(gzip.compress(tar(files), 0))
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from sagemaker_hosting.artifact.check import check_path\n"
        "check_path(Path(sys.argv[1]))\n"
        # Not getrusage: what it says of a child includes what its parent was when it forked.
        "print(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, archive], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < 100 * 1024


def _large_torch(weights: bytes, data: bytes = MODEL) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as opened:
        opened.writestr("archive/data/0", weights)
        opened.writestr("archive/data.pkl", data)
    return target.getvalue()


def test_a_pickle_behind_the_weights_of_a_large_file_is_read(tmp_path: Path) -> None:
    weights = bytes(range(256)) * 2**15
    archive = tmp_path / "model.tar.gz"
    archive.write_bytes(targz({"model.pt": _large_torch(weights, pickle.dumps(_Touch("x")))}))
    assert [finding.rule for finding in check_path(archive)] == ["SMH0759", "SMH0782"]

"""The command `artifact test`: what a team puts into CI."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from sagemaker_hosting.cli.main import main
from sagemaker_hosting.cli.serving.compare import difference
from sagemaker_hosting.cli.serving.trial import Measured
from tests.localaws.account import alive, wait_for

DOUBLE = """
def model_fn(model_dir):
    print("loading the weights")
    return 2

def predict_fn(data, model):
    return data * model
"""


@pytest.fixture
def model(tmp_path: Path) -> Callable[[str], Path]:
    def write(script: str, name: str = "model") -> Path:
        code = tmp_path / name / "code"
        code.mkdir(parents=True)
        (code / "inference.py").write_text(script)
        return tmp_path / name

    return write


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str, str], str]:
    def write(name: str, text: str) -> str:
        (tmp_path / name).write_text(text)
        return str(tmp_path / name)

    return write


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["artifact", "test", *map(str, arguments)])


def test_a_model_that_answers_as_expected_passes(model, file) -> None:
    result = run(
        model(DOUBLE),
        "--payload", file("a.json", "[[1, 2]]"), "--expect", file("a.out", "[[2,4]]"),
        "--payload", file("b.csv", "1,2"), "--expect", file("b.out", "[2.0, 4.0]"),
        "--requests", 3,
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert (
        lines[0] == "model: code/inference.py, for the rest the handlers of the sklearn container"
    )
    heading = next(line for line in lines if line.startswith("payload"))
    assert heading.replace(" ms", "").split()[1:] == [
        "requests",
        "failed",
        "p50",
        "p90",
        "p99",
        "max",
    ]
    rows = [line.split() for line in lines if line.startswith(("a.json", "b.csv"))]
    assert [row[:3] for row in rows] == [["a.json", "3", "0"], ["b.csv", "3", "0"]]
    for row in rows:
        figures = [float(figure) for figure in row[3:]]
        assert figures == sorted(figures)
        assert figures[0] > 0
    assert lines[-1] == "passed"


def test_an_answer_that_is_not_expected_fails_with_its_place_and_the_log(model, file) -> None:
    expect = file("out", "[[2, 5]]")
    result = run(model(DOUBLE), "--payload", file("a.json", "[[1, 2]]"), "--expect", expect)
    assert result.exit_code == 1
    assert "a.json: answer[0][1] is 4.0, expected 5" in result.output
    assert "loading the weights" in result.output


def test_numbers_may_differ_by_the_tolerance(model, file) -> None:
    given = (model(DOUBLE), "--payload", file("a.json", "[1]"), "--expect", file("o", "[2.001]"))
    assert run(*given, "--tolerance", "0.01").exit_code == 0
    assert run(*given, "--tolerance", "0.0001").exit_code == 1


def test_a_status_of_failure_fails(model, file) -> None:
    result = run(model(DOUBLE), "--payload", file("a.json", "{"), "--requests", 2)
    assert result.exit_code == 1
    assert "a.json: status 500" in result.output


def test_a_model_that_does_not_start_fails_with_cause_and_fix(model, file) -> None:
    script = "def model_fn(model_dir):\n    return open('/opt/ml/model/model.pkl')\n"
    result = run(model(script), "--payload", file("a.json", "[1]"))
    assert result.exit_code == 1
    assert "ended with exit code 1 before it was ready" in result.output
    assert "cause: the program reads /opt/ml/model/model.pkl" in result.output
    assert "fix: join onto the model_dir argument" in result.output


def test_what_cannot_be_served_fails_in_every_format(tmp_path: Path, file) -> None:
    (tmp_path / "model").mkdir()
    given = (tmp_path / "model", "--payload", file("a.json", "[1]"), "--format")
    text = run(*given, "text")
    assert text.exit_code == 1
    assert "has no code/inference.py" in text.output
    found = json.loads(run(*given, "json").stdout)
    assert (found["passed"], found["started_seconds"]) == (False, None)
    suite = ElementTree.fromstring(run(*given, "junit").stdout)
    assert suite.attrib["failures"] == "1"


def test_the_99th_percentile_can_be_limited(model, file) -> None:
    given = (model(DOUBLE), "--payload", file("a.json", "[1]"))
    result = run(*given, "--max-p99", "0.001")
    assert result.exit_code == 1
    assert "at most 0.001 ms are allowed" in result.output
    assert run(*given, "--max-p99", "50000").exit_code == 0


def test_json_has_all_figures(model, file) -> None:
    result = run(model(DOUBLE), "--payload", file("a.json", "[1]"), "--format", "json")
    found = json.loads(result.stdout)
    assert found["passed"] is True
    (payload,) = found["payloads"]
    assert payload["requests"] == 10
    assert set(payload["milliseconds"]) == {"p50", "p90", "p99", "max"}
    assert found["started_seconds"] > 0


def test_junit_has_a_test_for_the_start_and_each_payload(model, file) -> None:
    script = DOUBLE.replace("loading", "\\x00\\x1b[1m & <")
    result = run(
        model(script), "--payload", file("a.json", "[1]"), "--payload", file("b.json", "{"),
        "--requests", 1, "--format", "junit",
    )  # fmt: skip
    suite = ElementTree.fromstring(result.stdout)
    assert [case.attrib["name"] for case in suite.iter("testcase")] == ["start", "a.json", "b.json"]
    assert (suite.attrib["tests"], suite.attrib["failures"]) == ("3", "1")
    (failure,) = suite.iter("failure")
    assert failure.attrib["message"].startswith("status 500")
    assert "[1m & < the weights" in (suite.findtext("system-out") or "")


def test_a_payload_above_the_limit_of_serverless_endpoints_fails_there_only(model, file) -> None:
    big = file("big.txt", "x" * (4 * 1024**2 + 1))
    script = "def model_fn(d):\n    return 1\ndef transform_fn(m, data, c, a):\n    return 'ok'\n"
    given = (model(script), "--payload", big, "--requests", 1)
    assert run(*given).exit_code == 0
    result = run(*given, "--serverless")
    assert result.exit_code == 1
    assert "4194305 bytes; an invocation of a serverless endpoint takes at most 4194304" in (
        result.output
    )


def test_several_paths_are_a_pipeline(model, file) -> None:
    result = run(
        model(DOUBLE, "first"), model(DOUBLE.replace("2", "10"), "second"),
        "--payload", file("a.json", "[1]"), "--expect", file("o", "[20.0]"),
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert "container-2 (second)" in result.output


def test_one_of_many_models(model, file, tmp_path: Path) -> None:
    model(DOUBLE, "models/a")
    model(DOUBLE.replace("2", "3"), "models/b")
    result = run(
        tmp_path / "models", "--multi-model", "--target-model", "b.tar.gz",
        "--payload", file("p.json", "[1]"), "--expect", file("o", "[3.0]"),
    )  # fmt: skip
    assert result.exit_code == 0, result.output


def test_concurrent_requests_are_all_answered(model, file) -> None:
    result = run(
        model(DOUBLE), "--payload", file("a.json", "[1]"), "--requests", 40, "--concurrency", 8,
        "--env", "SAGEMAKER_MODEL_SERVER_WORKERS=2", "--format", "json",
    )  # fmt: skip
    (payload,) = json.loads(result.stdout)["payloads"]
    assert (payload["requests"], payload["failed"]) == (40, 0)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--expect", "x", "--expect", "x"], "2 --expect for 1 --payload"),
        (["--multi-model"], "--multi-model and --target-model belong together"),
        (["--target-model", "a"], "--multi-model and --target-model belong together"),
        (["--env", "novalue"], "is no NAME=VALUE"),
        (["--multi-model", "--serverless"], "no multi-model containers"),
        (["--payload", "unknown.bin"], "say the --content-type of unknown.bin"),
    ],
)
def test_options_that_contradict_are_usage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("x", "p.json", "unknown.bin"):
        (tmp_path / name).touch()
    (tmp_path / "model").mkdir()
    result = run("model", "--payload", "p.json", *arguments)
    assert result.exit_code == 2
    assert says in result.output


@pytest.mark.parametrize(
    ("expected", "actual", "kind", "says"),
    [
        ('{"a": [1, 2]}', '{ "a":[1.0,2] }', "application/json; charset=utf-8", ""),
        ('{"a": 1}', '{"b": 1}', "application/json", "has the keys ['b'], expected ['a']"),
        ("[1, 2]", "[1]", "application/json", "has 1 items, expected 2"),
        ("[1]", "[true]", "application/json", "answer[0] is True, expected 1"),
        ("[NaN]", "[NaN, 1]", "application/json", "has 2 items"),
        ("[NaN]", "[ NaN ]", "application/json", ""),
        ('["a"]', '["b"]', "application/json", "answer[0] is 'b', expected 'a'"),
        ("1.0,a\n", "1, a", "text/csv", ""),
        ("1.0,a\n", "1,b", "text/csv", "answer[0][1] is 'b', expected 'a'"),
        ("[1]", "no json", "application/json", "differs from the 3 expected at byte 0"),
        ("same", "same!", "text/plain", "answer of 5 bytes differs from the 4 expected at byte 4"),
    ],
)
def test_answers_are_compared_by_value(expected: str, actual: str, kind: str, says: str) -> None:
    found = difference(expected.encode(), actual.encode(), kind)
    assert says in found if says else found == ""


@pytest.mark.parametrize(
    ("count", "percent", "expected"),
    [(1, 50, 1), (1, 99, 1), (10, 50, 5), (10, 90, 9), (10, 99, 10), (100, 99, 99), (101, 99, 100)],
)
def test_percentiles_are_by_nearest_rank(count: int, percent: float, expected: float) -> None:
    latencies = [float(number) for number in range(1, count + 1)]
    measured = Measured(name="a", latencies=latencies, requests=count, failures=[], failed=0)
    assert measured.percentile(percent) == expected


def test_a_trial_that_is_ended_leaves_no_process(model, file, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    script = (
        f"import os, time\nopen({str(note) + '.part'!r}, 'w').write(str(os.getpid()))\n"
        f"os.rename({str(note) + '.part'!r}, {str(note)!r})\n"
        "time.sleep(60)\n"
    )
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "sagemaker_hosting.cli.main", "artifact", "test"),
            *(str(model(script)), "--payload", file("a.json", "[1]")),
        ]
    )
    pid = wait_for(lambda: int(note.read_text()) if note.exists() else None)
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 130
    assert not alive(pid)

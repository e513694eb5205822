"""The server's process: ports, its end, and what it lets in and out."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from sagemaker_hosting.core.errors import LocalAwsError, NotFound
from sagemaker_hosting.localaws import coverage, guard, server
from sagemaker_hosting.localaws.server import LocalAws
from tests.localaws.account import SCRIPT, Account, alive, archive

NOTE_PID = "import os\nopen(os.environ['NOTE'], 'w').write(str(os.getpid()))\n" + SCRIPT


def test_port_in_use_is_told_with_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(LocalAwsError, match=f"port {port} on 127.0.0.1") as caught:
            LocalAws(port).start()
    assert "choose another port" in (caught.value.fix or "")


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_no_model_outlives_the_server(tmp_path: Path, end: signal.Signals) -> None:
    note = tmp_path / "pid"
    with LocalAws() as aws:
        status = Account(aws).create_endpoint(
            archive({"code/inference.py": NOTE_PID}), NOTE=str(note)
        )
        assert status == "InService"
        model = int(note.read_text())
        assert alive_now(model)
        scratch = aws.scratch
        assert list(scratch.glob("sagemaker-hosting-run-*/*"))
        os.kill(aws.pid, end)
        assert not alive(aws.pid)
        assert not alive(model)
    assert not scratch.exists()


def test_server_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    program = (
        "import os\nfrom sagemaker_hosting.localaws.server import LocalAws\n"
        f"aws = LocalAws()\naws.start()\nopen({str(note)!r}, 'w').write(str(aws.pid))\n"
        "os._exit(0)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
    assert not alive(int(note.read_text()))


def test_background_server_is_found_and_stopped(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    started = server.start(0, state=state)
    try:
        assert server.status(state).pid == started.pid
        with pytest.raises(LocalAwsError, match="already runs"):
            server.start(0, state=state)
    finally:
        server.stop(state)
    assert not alive(started.pid)
    with pytest.raises(NotFound, match="no local AWS is running"):
        server.status(state)


def test_stale_state_file_is_not_believed(tmp_path: Path, local_aws: LocalAws) -> None:
    state = tmp_path / "state.json"
    state.write_text(json.dumps({"url": local_aws.endpoint_url, "pid": 1}))
    with pytest.raises(NotFound):
        server.status(state)


@pytest.mark.parametrize(
    "headers", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}], ids=str
)
def test_web_pages_are_refused(local_aws: LocalAws, headers: dict[str, str]) -> None:
    request = urllib.request.Request(local_aws.endpoint_url + server._STATUS_PATH, headers=headers)
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(request, timeout=5)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("b.localhost", True),
        ("10.0.0.1", False),
        ("169.254.169.254", False),
        ("example.com", False),
        ("localhost.evil.example", False),
    ],
)
def test_loopback(host: str, expected: bool) -> None:
    assert guard.is_loopback(host) is expected


def test_server_cannot_connect_off_the_machine() -> None:
    program = (
        "import socket\nfrom sagemaker_hosting.localaws.guard import forbid_network\n"
        "forbid_network()\n"
        "for attempt in (lambda: socket.create_connection(('192.0.2.1', 80), 1),\n"
        "                lambda: socket.getaddrinfo('example.com', 80)):\n"
        "    try:\n        attempt()\n    except PermissionError as error:\n        print(error)\n"
    )
    output = subprocess.run(
        [sys.executable, "-c", program], check=True, timeout=30, capture_output=True, text=True
    ).stdout
    assert "does not connect to 192.0.2.1" in output or "does not look up 192.0.2.1" in output
    assert "does not look up example.com" in output


def test_operation_that_nobody_imitates_is_a_client_error(local_aws: LocalAws) -> None:
    cloudtrail = local_aws.client("cloudtrail")
    with pytest.raises(cloudtrail.exceptions.ClientError, match="has not been implemented"):
        cloudtrail.lookup_events()


def test_two_servers_at_once_know_nothing_of_each_other(local_aws: LocalAws) -> None:
    with LocalAws() as other:
        other.client("s3").create_bucket(Bucket="other")
        assert local_aws.client("s3").list_buckets()["Buckets"] == []


def test_coverage_page_names_every_type() -> None:
    page = coverage.page()
    assert "| AWS::SageMaker::Endpoint | sagemaker_hosting |" in page
    assert "| AWS::EC2::VPC | moto |" in page
    assert "UpdateEndpoint" in page


def test_package_and_runner_import_nothing_heavy() -> None:
    program = (
        "import sys\nimport sagemaker_hosting.localaws.server, sagemaker_hosting.testing.plugin\n"
        "import sagemaker_hosting.runner.container\n"
        "print([one for one in ('moto', 'boto3', 'botocore', 'aws_cdk') if one in sys.modules])"
    )
    output = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=30
    ).stdout
    assert output.strip() == "[]"


def alive_now(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True

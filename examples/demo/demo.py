"""Deploy the dev environment into a local AWS and ask its endpoint: ``make demo``.

The real ``cdk bootstrap`` and ``cdk deploy`` run against a local AWS on the loopback interface,
with the same ``app.py`` that deploys to AWS. No account is needed and none is touched.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Column

from sagemaker_hosting import HostingError
from sagemaker_hosting.localaws.server import LocalAws

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from infra import settings  # noqa: E402
from infra.models.iris import train  # noqa: E402

ENVIRONMENT = "dev"
ACCOUNT = "123456789012"
STAGES = 5
FLOWERS = {
    "setosa": [5.1, 3.5, 1.4, 0.2],
    "versicolor": [6.0, 2.9, 4.5, 1.5],
    "virginica": [6.7, 3.0, 5.2, 2.3],
}
_TAIL_LINES = 25
_ESCAPES = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


class DemoError(Exception):
    """A stage has failed; the text says why."""


@dataclass(frozen=True)
class Places:
    """Where the demo writes."""

    work: Path

    @property
    def log(self) -> Path:
        """What the programs print that it runs."""
        return self.work / "demo.log"

    @property
    def assembly(self) -> Path:
        """The templates."""
        return self.work / "cdk.out"

    def append(self, text: str) -> None:
        """Add to the log."""
        with self.log.open("a", encoding="utf-8") as file:
            file.write(text)


class Stages:
    """Shows what is done: a line that lives on a terminal, plain lines in a file."""

    def __init__(self) -> None:
        self.console = Console(highlight=False, soft_wrap=True)
        self._number = 0
        self._live: Progress | None = None

    @contextmanager
    def stage(self, title: str) -> Iterator[list[str]]:
        """Show a stage while the block runs; it appends what it found out to the list."""
        self._number += 1
        label = f"[{self._number}/{STAGES}] {title}"
        notes: list[str] = []
        started = time.monotonic()
        if self.console.is_terminal:
            with self._living(label):
                yield notes
        else:
            self.print(f"{label} ...")
            yield notes
        seconds = f"{time.monotonic() - started:.1f} s"
        if self.console.is_terminal:
            self.print(f"{label}  {seconds}")
        else:
            notes.append(seconds)
        self.print(f"      {', '.join(notes)}")

    def detail(self, text: str) -> None:
        """Show what a stage is at; on a terminal only, where it can be taken away again."""
        if self._live is not None:
            width = self.console.width - 12
            self._live.update(
                self._live.task_ids[0], description=f"[{self._number}/{STAGES}] {text}"[:width]
            )

    def print(self, text: str = "", style: str | None = None) -> None:
        """Show a line as it is."""
        self.console.print(text, style=style, markup=False)

    @contextmanager
    def _living(self, label: str) -> Iterator[None]:
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False, table_column=Column(no_wrap=True)),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=self.console, transient=True) as self._live:
            self._live.add_task(label)
            yield
        self._live = None


def main() -> int:
    """Run the demo and return its exit code."""
    parser = argparse.ArgumentParser(
        description="Deploy dev into a local AWS and ask its endpoint."
    )
    parser.add_argument(
        "--output",
        type=Path,
        default=ROOT / "build" / "demo",
        help="where log and templates go; replaced (default: build/demo)",
    )
    places = Places(parser.parse_args().output.resolve())
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    stages = Stages()
    started = time.monotonic()
    shutil.rmtree(places.work, ignore_errors=True)
    places.work.mkdir(parents=True)
    try:
        summary = _run(stages, places)
    except KeyboardInterrupt:
        stages.print("\nstopped; nothing is left running", style="yellow")
        return 130
    except (DemoError, HostingError, settings.SettingsError) as error:
        stages.print(f"\nthe demo failed: {error}", style="red")
        return 1
    summary["took"] = [f"{time.monotonic() - started:.1f} s"]
    stages.print()
    width = max(map(len, summary)) + 2
    for title, lines in summary.items():
        for index, line in enumerate(lines):
            head = title if index == 0 else ""
            stages.print(f"{head:{width}}{line}")
    return 0


def _run(stages: Stages, places: Places) -> dict[str, list[str]]:
    region = settings.load(ENVIRONMENT).region
    with stages.stage("train a scikit-learn model") as notes:
        trained = train.train()
        notes.append(f"{_shown(train.MODEL_DIRECTORY)}{'' if trained else ', as it was'}")
    aws = LocalAws(region=region)
    try:
        with stages.stage("start a local AWS") as notes:
            aws.start()
            notes.append(aws.endpoint_url)
        with stages.stage("cdk bootstrap") as notes:
            # Outside the project: the account needs to be prepared once, whatever the app.
            command = ["bootstrap", f"aws://{ACCOUNT}/{region}"]
            _cdk(stages, places, aws, command, directory=places.work)
            notes.append(f"account {ACCOUNT}, {region}")
        with stages.stage(f"cdk deploy {ENVIRONMENT}") as notes:
            outputs = places.work / "outputs.json"
            command = ["deploy", f"{ENVIRONMENT}/**", "--context", f"env={ENVIRONMENT}"]
            command += ["--require-approval", "never", "--progress", "events"]
            command += ["--outputs-file", str(outputs), "--output", str(places.assembly)]
            _cdk(stages, places, aws, command)
            deployed = json.loads(outputs.read_text(encoding="utf-8"))
            (endpoint_name,) = [value for stack in deployed.values() for value in stack.values()]
            notes.append(f"stack {', '.join(deployed)}")
        with stages.stage("invoke the endpoint through boto3") as notes:
            predictions = _predictions(aws, endpoint_name, places)
            notes.append(f"{len(predictions)} predictions")
        described = _described(aws, endpoint_name, places)
        return {**described, "predictions": predictions, **_written(places)}
    except Exception:
        places.append(f"\nwhat the local AWS printed:\n{aws.log()}")
        raise
    finally:
        aws.stop()


def _cdk(
    stages: Stages,
    places: Places,
    aws: LocalAws,
    arguments: list[str],
    *,
    directory: Path = ROOT,
) -> None:
    """Run the CDK CLI against the local AWS, with its output in the log.

    Raises:
        DemoError: It is not installed, or it failed.
    """
    environment = {
        # No profile, credential or setting of the user's: nothing may reach a real account.
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AWS_", "CDK_"))
    }
    environment |= aws.environment
    environment |= {
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "CDK_DISABLE_CLI_TELEMETRY": "true",
        "CDK_DISABLE_VERSION_CHECK": "1",
        "NO_COLOR": "1",
        "PATH": os.pathsep.join(
            [
                str(ROOT / "node_modules" / ".bin"),
                str(Path(sys.executable).parent),
                os.environ.get("PATH", ""),
            ]
        ),
    }
    program = shutil.which("cdk", path=environment["PATH"])
    if program is None:
        raise DemoError("the CDK CLI is not installed\n  fix: make setup")
    command = [program, *arguments, "--ci", "--no-notices", "--no-color"]
    places.append(f"\n$ cdk {' '.join(arguments)}\n")
    process = subprocess.Popen(
        command,
        cwd=directory,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        # A group of its own, so that it can be ended with all that it has started.
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            places.append(line)
            if line.strip():
                stages.detail(f"cdk {arguments[0]}: {_ESCAPES.sub('', line).strip()}")
        code = process.wait()
    finally:
        _end_group(process)
    if code:
        tail = "\n".join(places.log.read_text(encoding="utf-8").splitlines()[-_TAIL_LINES:])
        raise DemoError(
            f"cdk {arguments[0]} ended with exit code {code}; its last lines:\n\n{tail}\n\n"
            f"  the whole output is in {_shown(places.log)}"
        )


def _predictions(aws: LocalAws, endpoint_name: str, places: Places) -> list[str]:
    """Ask the endpoint for each flower and return a line for each answer.

    Raises:
        DemoError: An answer is wrong.
    """
    runtime = aws.client("sagemaker-runtime")
    lines = []
    for species, flower in FLOWERS.items():
        started = time.monotonic()
        response = runtime.invoke_endpoint(
            EndpointName=endpoint_name,
            ContentType="application/json",
            Accept="application/json",
            Body=json.dumps([flower]),
        )
        milliseconds = (time.monotonic() - started) * 1000
        (answer,) = json.loads(response["Body"].read())["predictions"]
        places.append(f"{flower} -> {answer}\n")
        if answer["species"] != species:
            raise DemoError(f"{flower} is a {species}, and the endpoint says {answer['species']}")
        share = answer["probabilities"][answer["species"]]
        lines.append(f"{flower} is {answer['species']} ({share:.0%}), in {milliseconds:.0f} ms")
    return lines


def _described(aws: LocalAws, endpoint_name: str, places: Places) -> dict[str, list[str]]:
    """Return what the local AWS says of the endpoint, as a client of AWS would ask."""
    sagemaker = aws.client("sagemaker")
    endpoint = sagemaker.describe_endpoint(EndpointName=endpoint_name)
    config = sagemaker.describe_endpoint_config(EndpointConfigName=endpoint["EndpointConfigName"])
    variants = [
        f"{item['VariantName']}: {item['InitialInstanceCount']} x {item['InstanceType']}"
        for item in config["ProductionVariants"]
    ]
    scaling = aws.client("application-autoscaling")
    targets = scaling.describe_scalable_targets(ServiceNamespace="sagemaker")["ScalableTargets"]
    policies = scaling.describe_scaling_policies(ServiceNamespace="sagemaker")["ScalingPolicies"]
    alarms = aws.client("cloudwatch").describe_alarms()["MetricAlarms"]
    return {
        "endpoint": [f"{endpoint_name} ({endpoint['EndpointStatus']})"],
        "variants": variants,
        "scaling": [
            f"{item['MinCapacity']} to {item['MaxCapacity']} instances, {_tracked(policies)}"
            for item in targets
        ],
        "rollout": [_rollout(places)],
        "alarms": [
            f"{item['AlarmName']}: {item['StateValue']}"
            for item in alarms
            # Application Auto Scaling makes alarms of its own for each policy.
            if not item["AlarmName"].startswith("TargetTracking-")
        ],
    }


def _tracked(policies: list[dict[str, Any]]) -> str:
    tracked = [
        policy["TargetTrackingScalingPolicyConfiguration"]
        for policy in policies
        if "TargetTrackingScalingPolicyConfiguration" in policy
    ]
    return ", ".join(
        f"{item['PredefinedMetricSpecification']['PredefinedMetricType']} at "
        f"{item['TargetValue']:g}"
        for item in tracked
    )


def _rollout(places: Places) -> str:
    """Return how updates will move traffic, as the deployed template says."""
    for path in places.assembly.glob("**/*.template.json"):
        for resource in json.loads(path.read_text(encoding="utf-8"))["Resources"].values():
            if resource["Type"] == "AWS::SageMaker::Endpoint":
                deployment = resource["Properties"]["DeploymentConfig"]
                policy = deployment["BlueGreenUpdatePolicy"]
                kind = policy["TrafficRoutingConfiguration"]["Type"].replace("_", " ").lower()
                alarms = len(deployment["AutoRollbackConfiguration"]["Alarms"])
                return (
                    f"{kind}, baked for {policy['TerminationWaitInSeconds']} s, "
                    f"rolled back by {alarms} alarm{'s' if alarms > 1 else ''}"
                )
    raise DemoError("no template holds an endpoint")


def _written(places: Places) -> dict[str, list[str]]:
    return {
        "templates": [_shown(path) for path in sorted(places.assembly.glob("**/*.template.json"))],
        "log": [_shown(places.log)],
    }


def _end_group(process: subprocess.Popen[str]) -> None:
    """End what a process has started, and the process itself."""
    for number, patience in ((signal.SIGTERM, 5), (signal.SIGKILL, 5)):
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            break
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            continue
    if process.stdout is not None:
        process.stdout.close()


def _end(number: int, frame: FrameType | None) -> None:
    """Leave as Ctrl-C does, through every clean-up."""
    raise KeyboardInterrupt


def _shown(path: Path) -> str:
    return str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)


if __name__ == "__main__":
    sys.exit(main())

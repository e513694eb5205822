"""Shared pieces: archives, templates, and what waits for stacks and endpoints."""

from __future__ import annotations

import io
import json
import os
import tarfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sagemaker_hosting.localaws.server import LocalAws

IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3"
SCRIPT = """
def model_fn(model_dir):
    return 2


def predict_fn(data, model):
    return data * model
"""


def archive(files: dict[str, str | bytes], modes: dict[str, int] | None = None) -> bytes:
    """Return a model.tar.gz of the given files."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for name, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            member = tarfile.TarInfo(name)
            member.size = len(data)
            member.mode = (modes or {}).get(name, 0o644)
            tar.addfile(member, io.BytesIO(data))
    return buffer.getvalue()


class Account:
    """The local AWS with the few steps that every test needs."""

    def __init__(self, aws: LocalAws) -> None:
        self.aws = aws
        self.cloudformation = aws.client("cloudformation")
        self.cloudwatch = aws.client("cloudwatch")
        self.s3 = aws.client("s3")
        self.sagemaker = aws.client("sagemaker")
        self.runtime = aws.client("sagemaker-runtime")
        region = self.s3.meta.region_name
        place = {} if region == "us-east-1" else {"LocationConstraint": region}
        more = {"CreateBucketConfiguration": place} if place else {}
        self.s3.create_bucket(Bucket="models", **more)

    def put_model(self, data: bytes, key: str = "model.tar.gz") -> str:
        self.s3.put_object(Bucket="models", Key=key, Body=data)
        return f"s3://models/{key}"

    def create_endpoint(self, data: bytes, **environment: str) -> str:
        """Deploy an archive through the API and return the endpoint's status."""
        self.sagemaker.create_model(
            ModelName="m",
            ExecutionRoleArn="arn:aws:iam::123456789012:role/execution",
            PrimaryContainer={
                "Image": IMAGE,
                "ModelDataUrl": self.put_model(data),
                "Environment": environment,
            },
        )
        self.create_config("c", "m")
        self.sagemaker.create_endpoint(EndpointName="e", EndpointConfigName="c")
        return self.settled("e")["EndpointStatus"]

    def create_config(self, name: str, model: str, **variant: Any) -> None:
        spec = {
            "VariantName": "AllTraffic",
            "ModelName": model,
            "InitialInstanceCount": 1,
            "InstanceType": "ml.g5.xlarge",
        }
        self.sagemaker.create_endpoint_config(
            EndpointConfigName=name, ProductionVariants=[{**spec, **variant}]
        )

    def settled(self, name: str) -> dict[str, Any]:
        def now() -> dict[str, Any] | None:
            found = self.sagemaker.describe_endpoint(EndpointName=name)
            return None if found["EndpointStatus"] in ("Creating", "Updating") else found

        return wait_for(now)

    def invoke(self, body: bytes = b"[[1, 2]]", endpoint: str = "e", **more: Any) -> dict[str, Any]:
        more = {"ContentType": "application/json", **more}
        return self.runtime.invoke_endpoint(EndpointName=endpoint, Body=body, **more)

    def deploy(self, template: dict[str, Any], name: str = "s") -> str:
        """Create or update a stack; return its final status."""
        body = json.dumps(template)
        try:
            self.cloudformation.describe_stacks(StackName=name)
        except self.cloudformation.exceptions.ClientError:
            self.cloudformation.create_stack(StackName=name, TemplateBody=body)
        else:
            self.cloudformation.update_stack(StackName=name, TemplateBody=body)
        return self.finished(name)

    def finished(self, name: str) -> str:
        def now() -> str | None:
            stack = self.cloudformation.describe_stacks(StackName=name)["Stacks"][0]
            status: str = stack["StackStatus"]
            return None if status.endswith("_IN_PROGRESS") else status

        return wait_for(now)

    def reasons(self, name: str = "s") -> str:
        events = self.cloudformation.describe_stack_events(StackName=name)["StackEvents"]
        return "\n".join(one.get("ResourceStatusReason", "") for one in events)


def wait_for(probe: Callable[[], Any]) -> Any:
    """Return what the probe returns once it is something; fail after 20 seconds."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        found = probe()
        if found is not None:
            return found
        time.sleep(0.02)
    raise AssertionError("nothing happened within 20 s")


def alive(pid: int) -> bool:
    """Return whether a process runs; a zombie has ended. Waits up to a second for its end."""
    for _ in range(50):
        try:
            with Path(f"/proc/{pid}/stat").open() as stat:
                if stat.read().rsplit(")", 1)[1].split()[0] == "Z":
                    return False
        except FileNotFoundError:
            return False
        except OSError:
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                return False
        time.sleep(0.02)
    return True

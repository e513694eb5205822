"""What this repository deploys, deployed: the stacks of staging, one after the other."""

from __future__ import annotations

import graphlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from infra.models.iris.train import train
from sagemaker_hosting.localaws.server import LocalAws
from tests.localaws.account import Account

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = "staging"
ACCOUNT = "123456789012"


@pytest.fixture
def assembly(tmp_path: Path) -> Path:
    """Synthesize the environment as the CDK CLI would."""
    train()
    context = {**json.loads((ROOT / "cdk.json").read_text())["context"], "env": ENVIRONMENT}
    result = subprocess.run(
        [sys.executable, str(ROOT / "app.py")],
        cwd=ROOT,
        env={
            **os.environ,
            "CDK_OUTDIR": str(tmp_path),
            "CDK_CONTEXT_JSON": json.dumps(context),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return tmp_path / f"assembly-{ENVIRONMENT}"


class Deployment:
    """Does with an assembly what the CDK CLI does, through boto3."""

    def __init__(self, aws: LocalAws, assembly: Path) -> None:
        self.account = Account(aws)
        self.folder = assembly
        self.artifacts = json.loads((assembly / "manifest.json").read_text())["artifacts"]
        stacks = {
            name: one
            for name, one in self.artifacts.items()
            if one["type"] == "aws:cloudformation:stack"
        }
        needs = {name: one.get("dependencies", []) for name, one in stacks.items()}
        order = graphlib.TopologicalSorter(needs).static_order()
        self.stacks = [stacks[name]["properties"] for name in order if name in stacks]

    def bootstrap(self) -> None:
        """Create what the templates expect of `cdk bootstrap`: the version."""
        self.account.aws.client("ssm").put_parameter(
            Name="/cdk-bootstrap/hnb659fds/version", Value="30", Type="String"
        )

    def publish(self) -> None:
        """Upload the files that are no templates to where the templates look for them."""
        s3 = self.account.s3
        for artifact in self.artifacts.values():
            if artifact["type"] != "cdk:asset-manifest":
                continue
            manifest = json.loads((self.folder / artifact["properties"]["file"]).read_text())
            for asset in manifest["files"].values():
                if asset["source"]["path"].endswith(".template.json"):
                    continue
                for place in asset["destinations"].values():
                    bucket = self.named(place["bucketName"])
                    s3.create_bucket(
                        Bucket=bucket,
                        CreateBucketConfiguration={"LocationConstraint": s3.meta.region_name},
                    )
                    body = (self.folder / asset["source"]["path"]).read_bytes()
                    s3.put_object(Bucket=bucket, Key=self.named(place["objectKey"]), Body=body)

    def named(self, text: str) -> str:
        region = self.account.s3.meta.region_name
        return text.replace("${AWS::AccountId}", ACCOUNT).replace("${AWS::Region}", region)

    def deploy(self, stack: dict[str, Any]) -> str:
        template = json.loads((self.folder / stack["templateFile"]).read_text())
        return self.account.deploy(template, stack["stackName"])


def test_staging_is_deployed_and_predicts(
    local_aws: LocalAws, assembly: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_aws, "region", "eu-west-1")
    deployment = Deployment(local_aws, assembly)
    deployment.bootstrap()
    deployment.publish()
    for stack in deployment.stacks:
        name = stack["stackName"]
        status = deployment.deploy(stack)
        assert status == "CREATE_COMPLETE", f"{name}: {deployment.account.reasons(name)}"
    account = deployment.account
    (endpoint,) = account.sagemaker.list_endpoints()["Endpoints"]
    answer = account.invoke(
        b"[[5.1, 3.5, 1.4, 0.2]]", endpoint["EndpointName"], Accept="application/json"
    )
    (prediction,) = json.load(answer["Body"])["predictions"]
    assert prediction["species"] == "setosa"
    # The references between the stacks have become what they refer to.
    (model,) = account.sagemaker.list_models()["Models"]
    network = account.sagemaker.describe_model(ModelName=model["ModelName"])["VpcConfig"]
    subnets = account.aws.client("ec2").describe_subnets(SubnetIds=network["Subnets"])["Subnets"]
    assert len(subnets) == 2

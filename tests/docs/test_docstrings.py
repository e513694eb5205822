"""Every example in the description of a class can be copied: it is run here."""

from __future__ import annotations

import inspect
import re
import shutil
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import Duration, Size
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from constructs import Construct

import sagemaker_hosting as hosting
from tests.cdk.support import new_app, new_stack

BLOCK = re.compile(r"::\n\n((?: {4}.*\n|\n)+)")
SUBNETS = ec2.SubnetType
MODEL = Path(__file__).parents[1] / "cdk" / "fixtures" / "model"


def examples() -> Iterator[Any]:
    for name in hosting.__all__:
        text = inspect.getdoc(getattr(hosting, name)) or ""
        for number, block in enumerate(BLOCK.findall(f"{text}\n"), start=1):
            yield pytest.param(textwrap.dedent(block), id=f"{name}-{number}")


def surroundings(block: str) -> dict[str, Any]:
    """Return what the examples speak of, each thing only where its name is used."""
    app = new_app()
    stack = new_stack(app=app)
    given = Construct(stack, "Given")
    topic = sns.Topic(given, "Topic")  # a stack without resources is none

    def imported(name: str) -> hosting.ModelBase:
        return hosting.Model.from_model_name(given, name, f"churn-{name.lower()}")

    def place(name: str) -> s3.IBucket:
        return s3.Bucket.from_bucket_name(given, name, f"churn-{name.lower()}")

    things = {
        "app": lambda: app,
        "artifacts": lambda: place("Artifacts"),
        "bucket": lambda: place("Bucket"),
        "candidate": lambda: imported("Candidate"),
        "construct": lambda: given,
        "dev_stage": lambda: cdk.Stage(app, "Dev"),
        "endpoint": lambda: hosting.RealTimeEndpoint(
            given,
            "Endpoint",
            model=imported("Hosted"),
            instance_type="ml.m5.xlarge",
            data_capture=hosting.DataCapture(bucket=place("Captured")),
        ),
        "function": lambda: lambda_.Function.from_function_attributes(
            given,
            "Function",
            function_arn="arn:aws:lambda:eu-west-1:111111111111:function:caller",
            role=iam.Role.from_role_arn(given, "Caller", "arn:aws:iam::111111111111:role/caller"),
        ),
        "key": lambda: kms.Key(given, "Key"),
        "llama": lambda: hosting.InferenceComponent(
            given,
            "Base",
            endpoint=hosting.InferenceComponentEndpoint(
                given, "SharedBase", instance_type="ml.g5.12xlarge"
            ),
            image=hosting.ContainerImage.from_ecr(
                ecr.Repository.from_repository_name(given, "BaseImages", "llama"), tag="1"
            ),
            requirements=hosting.ComputeRequirements(min_memory=Size.gibibytes(32), accelerators=2),
        ),
        "labels": lambda: place("Labels"),
        "model": lambda: imported("Model"),
        "models": lambda: place("Models"),
        "reports": lambda: place("Reports"),
        "repository": lambda: ecr.Repository.from_repository_name(given, "Repository", "churn"),
        "topic": lambda: topic,
        "vpc": lambda: ec2.Vpc(
            given,
            "Vpc",
            max_azs=2,
            subnet_configuration=[
                ec2.SubnetConfiguration(name=kind.name, subnet_type=kind)
                for kind in (SUBNETS.PUBLIC, SUBNETS.PRIVATE_WITH_EGRESS, SUBNETS.PRIVATE_ISOLATED)
            ],
        ),
    }
    made: dict[str, Any] = {
        name: make()
        for name, make in things.items()
        # What the example makes itself is not there before.
        if re.search(rf"\b{name}\b", block) and not re.search(rf"^{name} = ", block, re.M)
    }
    return {"hosting": hosting, "cdk": cdk, "ec2": ec2, "self": stack, "app": app, **made}


@pytest.mark.parametrize("block", list(examples()))
def test_an_example_runs(block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(MODEL, tmp_path / "model")
    monkeypatch.chdir(tmp_path)
    names = {name: getattr(hosting, name) for name in hosting.__all__}
    given = {**names, **surroundings(block), "Duration": Duration, "Size": Size}
    exec(compile(block, "<example>", "exec"), given)
    given["app"].synth()


def test_there_are_examples() -> None:
    assert len(list(examples())) >= 14

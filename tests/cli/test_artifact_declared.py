"""What `artifact serve` and `test` take from a template or an image."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sagemaker_hosting.cli.serving.declared import declared_in
from sagemaker_hosting.core.errors import HostingError, InvalidProps, NotFound
from tests.cli.support import Run

XGBOOST = "141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:1.7-1"


def model(**container: Any) -> dict[str, Any]:
    return {"Type": "AWS::SageMaker::Model", "Properties": {"PrimaryContainer": container}}


def variant(of: object, **more: Any) -> dict[str, Any]:
    variants = [{"ModelName": of, "VariantName": "a", **more}]
    return {
        "Type": "AWS::SageMaker::EndpointConfig",
        "Properties": {"ProductionVariants": variants},
    }


@pytest.fixture
def template(tmp_path: Path):
    def write(**resources: Any) -> Path:
        path = tmp_path / "Stack.template.json"
        path.write_text(json.dumps({"Resources": resources}))
        return path

    return write


def test_environment_image_and_start_up_time_are_taken(template) -> None:
    path = template(
        M=model(Image=XGBOOST, Environment={"A": "1", "B": {"Ref": "Other"}}),
        C=variant(
            {"Fn::GetAtt": ["M", "ModelName"]}, ContainerStartupHealthCheckTimeoutInSeconds=900
        ),
        Other=variant("literal", ContainerStartupHealthCheckTimeoutInSeconds=60),
    )
    found = declared_in(path)
    assert found.environment == {"A": "1"}
    assert (found.framework, found.startup_timeout) == ("xgboost", 900.0)
    assert not found.serverless
    assert not found.multi_model


@pytest.mark.parametrize("of", [{"Ref": "M"}, {"Fn::GetAtt": "M.ModelName"}])
def test_a_serverless_variant_and_many_models(template, of: object) -> None:
    found = declared_in(template(M=model(Mode="MultiModel"), C=variant(of, ServerlessConfig={})))
    assert found.serverless
    assert found.multi_model
    assert (found.framework, found.startup_timeout) == ("", None)


def test_one_of_several_models_is_named(template) -> None:
    path = template(A=model(Environment={"X": "a"}), B=model(Environment={"X": "b"}))
    assert declared_in(path, "B").environment == {"X": "b"}
    with pytest.raises(InvalidProps, match="declares 2 models"):
        declared_in(path)
    with pytest.raises(NotFound, match="no model 'C'"):
        declared_in(path, "C")


def test_what_is_no_template_with_a_model_is_said(template, tmp_path: Path) -> None:
    pipeline = {"Type": "AWS::SageMaker::Model", "Properties": {"Containers": [{}, {}]}}
    for body, says in ((pipeline, "has 2 containers"), ({"Type": "AWS::S3::Bucket"}, "0 models")):
        with pytest.raises(HostingError, match=says):
            declared_in(template(M=body))
    other = tmp_path / "other.json"
    for text in ("{}", "{"):
        other.write_text(text)
        with pytest.raises(InvalidProps):
            declared_in(other)


SCRIPT = """
import os
def model_fn(d):
    return 1
def transform_fn(model, data, content_type, accept):
    return os.environ["COLOUR"] + type(data).__name__
"""


def test_a_model_is_tried_as_it_is_declared(template, run: Run, tmp_path: Path) -> None:
    (tmp_path / "model" / "code").mkdir(parents=True)
    (tmp_path / "model" / "code" / "inference.py").write_text(SCRIPT)
    (tmp_path / "p.csv").write_text("1")
    (tmp_path / "expected").write_text("bluestr")
    path = template(M=model(Image=XGBOOST, Environment={"COLOUR": "blue"}))
    given = (
        "artifact", "test", tmp_path / "model", "--payload", tmp_path / "p.csv",
        "--expect", tmp_path / "expected", "--accept", "text/plain",
    )  # fmt: skip
    result = run(*given, "--declared", f"{path}:M")
    assert result.exit_code == 0, result.output
    assert "the handlers of the xgboost container" in result.output
    assert run(*given, "--declared", path, "--env", "COLOUR=red").exit_code == 1


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--image", "example.com/mine:1"], "none that AWS publishes"),
        (
            [
                "--image",
                "763104351884.dkr.ecr.eu-west-1.amazonaws.com/tensorflow-inference:2.14-cpu",
            ],
            "the server of the tensorflow image runs in that image only",
        ),
        (["--declared", "nothing.json"], "names no file"),
    ],
)
def test_what_cannot_be_imitated_is_usage(
    run: Run, tmp_path: Path, options: list[str], says: str
) -> None:
    (tmp_path / "p.json").touch()
    result = run("artifact", "test", tmp_path, "--payload", tmp_path / "p.json", *options)
    assert result.exit_code == 2
    assert says in result.output

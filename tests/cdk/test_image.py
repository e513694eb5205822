"""Where the image of a model comes from, and what the role needs to pull it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import assertions
from aws_cdk import aws_ecr as ecr

import sagemaker_hosting as hosting
from tests.cdk.support import (
    DOCKERFILE,
    MODEL,
    bucket,
    flat,
    model,
    new_app,
    new_stack,
    only,
    repository,
    statement_for,
    template_of,
)

DIGEST = "sha256:" + "0123456789abcdef" * 4
PULL = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]


def image_of(stack: cdk.Stack) -> str:
    return flat(only(template_of(stack), MODEL)["PrimaryContainer"]["Image"])


def _docker_assets(stack: cdk.Stack) -> list[dict[str, Any]]:
    app = stack.node.root
    assert isinstance(app, cdk.App)
    manifest = json.loads(Path(app.outdir, f"{stack.stack_name}.assets.json").read_text())
    return list(manifest["dockerImages"].values())


@pytest.fixture
def context(tmp_path: Path) -> str:
    (tmp_path / "Dockerfile").write_text(DOCKERFILE)
    return str(tmp_path)


def test_an_image_of_a_repository_by_digest(stack: cdk.Stack) -> None:
    model(stack, image=hosting.ContainerImage.from_ecr(repository(stack), digest=DIGEST))
    assert image_of(stack) == (f"111111111111.dkr.ecr.eu-west-1.{{AWS::URLSuffix}}/churn@{DIGEST}")


def test_an_image_of_a_repository_by_tag(stack: cdk.Stack) -> None:
    model(stack, image=hosting.ContainerImage.from_ecr(repository(stack), tag="1.4.2"))
    assert image_of(stack) == "111111111111.dkr.ecr.eu-west-1.{AWS::URLSuffix}/churn:1.4.2"


def test_the_role_may_pull_from_this_repository_alone(stack: cdk.Stack) -> None:
    model(stack, image=hosting.ContainerImage.from_ecr(repository(stack), tag="1.4.2"))
    statement = statement_for(template_of(stack), "ecr:BatchGetImage")
    assert statement["Action"] == PULL
    assert flat(statement["Resource"]).endswith(":ecr:eu-west-1:111111111111:repository/churn")


def test_the_role_may_pull_from_a_repository_of_another_account(stack: cdk.Stack) -> None:
    theirs = ecr.Repository.from_repository_arn(
        stack, "Theirs", "arn:aws:ecr:eu-west-1:222222222222:repository/team/churn"
    )
    model(stack, image=hosting.ContainerImage.from_ecr(theirs, tag="1"))
    statement = statement_for(template_of(stack), "ecr:BatchGetImage")
    assert statement["Resource"] == "arn:aws:ecr:eu-west-1:222222222222:repository/team/churn"


@pytest.mark.parametrize("version", [":1.4.2", f"@{DIGEST}"])
def test_an_image_by_its_full_address(stack: cdk.Stack, version: str) -> None:
    address = f"222222222222.dkr.ecr.eu-west-1.amazonaws.com/team/churn{version}"
    model(stack, image=hosting.ContainerImage.from_uri(address))
    template = template_of(stack)
    assert only(template, MODEL)["PrimaryContainer"]["Image"] == address
    resource = flat(statement_for(template, "ecr:BatchGetImage")["Resource"])
    assert resource.endswith(":ecr:eu-west-1:222222222222:repository/team/churn")


@pytest.mark.parametrize(
    "registry",
    [
        "111111111111.dkr.ecr-fips.us-gov-west-1.amazonaws.com",
        "111111111111.dkr.ecr.cn-north-1.amazonaws.com.cn",
        "111111111111.dkr-ecr.eu-west-1.on.aws",
    ],
)
def test_the_addresses_of_other_partitions_and_endpoints(stack: cdk.Stack, registry: str) -> None:
    model(stack, image=hosting.ContainerImage.from_uri(f"{registry}/churn:1"))
    assert image_of(stack) == f"{registry}/churn:1"


def test_a_deep_learning_container_follows_the_region(stack: cdk.Stack) -> None:
    image = hosting.ContainerImage.from_deep_learning_container(
        "pytorch-inference", tag="2.6.0-cpu-py312-ubuntu22.04-sagemaker"
    )
    model(stack, image=image)
    assert image_of(stack) == (
        "763104351884.dkr.ecr.eu-west-1.{AWS::URLSuffix}/pytorch-inference:"
        "2.6.0-cpu-py312-ubuntu22.04-sagemaker"
    )


def test_a_framework_image_follows_the_region(stack: cdk.Stack) -> None:
    image = hosting.ContainerImage.from_deep_learning_container("sagemaker-xgboost", tag="1.7-1")
    model(stack, image=image)
    assert image_of(stack) == (
        "141502667606.dkr.ecr.eu-west-1.{AWS::URLSuffix}/sagemaker-xgboost:1.7-1"
    )


@pytest.mark.parametrize("name", ["pytorch-inference", "sagemaker-xgboost"])
def test_a_stack_without_a_region_looks_the_registry_up(name: str) -> None:
    stack = new_stack(env=None)
    model(stack, image=hosting.ContainerImage.from_deep_learning_container(name, tag="1"))
    template = template_of(stack)
    ((mapping, regions),) = template["Mappings"].items()
    image = only(template, MODEL)["PrimaryContainer"]["Image"]
    lookup = image["Fn::Join"][1][0]["Fn::FindInMap"]
    assert lookup[:2] == [mapping, {"Ref": "AWS::Region"}]
    assert len(next(iter(regions["eu-west-1"].values()))) == 12


def test_the_role_may_pull_from_the_registry_of_aws(stack: cdk.Stack) -> None:
    image = hosting.ContainerImage.from_deep_learning_container("pytorch-inference", tag="2.6.0")
    model(stack, image=image)
    resource = flat(statement_for(template_of(stack), "ecr:BatchGetImage")["Resource"])
    assert resource.endswith(":ecr:eu-west-1:763104351884:repository/pytorch-inference")


@pytest.mark.parametrize(
    ("architecture", "platform"), [("x86_64", "linux/amd64"), ("arm64", "linux/arm64")]
)
def test_a_local_image_is_built_for_the_instances(
    stack: cdk.Stack, context: str, architecture: Any, platform: str
) -> None:
    model(stack, image=hosting.ContainerImage.from_asset(context, architecture=architecture))
    template_of(stack)
    (asset,) = _docker_assets(stack)
    assert asset["source"]["platform"] == platform


@pytest.mark.parametrize(
    ("arguments", "platform"),
    [
        ({"instance_type": "ml.c7g.large"}, "linux/arm64"),
        ({"instance_type": "ml.c6i.large"}, "linux/amd64"),
        ({"instance_type": "ml.unheard-of.large"}, "linux/amd64"),
        ({"instance_type": cdk.Fn.import_value("InstanceType")}, "linux/amd64"),
        (
            {
                "instance_pools": [
                    hosting.InstancePool(instance_type="ml.c7g.large", priority=1),
                    hosting.InstancePool(instance_type="ml.c6g.large", priority=2),
                ]
            },
            "linux/arm64",
        ),
    ],
    ids=["graviton", "intel", "new", "token", "pools"],
)
def test_an_endpoint_builds_its_image_for_its_instances(
    stack: cdk.Stack, context: str, arguments: Any, platform: str
) -> None:
    image = hosting.ContainerImage.from_asset(context)
    hosting.RealTimeEndpoint(stack, "Churn", image=image, **arguments)
    template_of(stack)
    (asset,) = _docker_assets(stack)
    assert asset["source"]["platform"] == platform


def test_an_asynchronous_endpoint_builds_its_image_for_its_instances(
    stack: cdk.Stack, context: str
) -> None:
    hosting.AsyncEndpoint(
        stack,
        "Churn",
        image=hosting.ContainerImage.from_asset(context),
        instance_type="ml.c7g.large",
        async_inference=hosting.AsyncInference(output_bucket=bucket(stack)),
    )
    template_of(stack)
    (asset,) = _docker_assets(stack)
    assert asset["source"]["platform"] == "linux/arm64"


def test_a_component_builds_its_image_for_the_instances_of_its_endpoint(
    stack: cdk.Stack, context: str
) -> None:
    hosting.InferenceComponent(
        stack,
        "Churn",
        endpoint=hosting.InferenceComponentEndpoint(stack, "Shared", instance_type="ml.c7g.xlarge"),
        image=hosting.ContainerImage.from_asset(context),
        requirements=hosting.ComputeRequirements(min_memory=cdk.Size.gibibytes(2)),
    )
    template_of(stack)
    (asset,) = _docker_assets(stack)
    assert asset["source"]["platform"] == "linux/arm64"


def test_a_local_image_is_built_as_asked(stack: cdk.Stack, context: str) -> None:
    Path(context, "Dockerfile.gpu").write_text(DOCKERFILE.replace("slim", "slim AS serve"))
    image = hosting.ContainerImage.from_asset(
        context, file="Dockerfile.gpu", target="serve", build_args={"B": "2", "A": "1"}
    )
    model(stack, image=image)
    template_of(stack)
    (asset,) = _docker_assets(stack)
    source = asset["source"]
    assert (source["dockerFile"], source["dockerBuildTarget"], source["dockerBuildArgs"]) == (
        "Dockerfile.gpu",
        "serve",
        {"A": "1", "B": "2"},
    )


def test_a_local_image_is_addressed_by_the_hash_of_its_sources(context: str) -> None:
    images = []
    for content in (DOCKERFILE, DOCKERFILE, f"{DOCKERFILE}EXPOSE 8080\n"):
        Path(context, "Dockerfile").write_text(content)
        stack = new_stack(app=new_app())
        model(stack, image=hosting.ContainerImage.from_asset(context))
        images.append(flat(only(template_of(stack), MODEL)["PrimaryContainer"]["Image"]))
    assert images[0] == images[1]
    assert images[0] != images[2]


def test_refuses_a_local_image_in_which_nothing_serves(stack: cdk.Stack, context: str) -> None:
    Path(context, "Dockerfile").write_text('FROM python:3.12-slim\nCMD ["python", "app.py"]\n')
    image = hosting.ContainerImage.from_asset(context)
    with pytest.raises(hosting.InvalidProps, match=r"Dockerfile:2: .* no ENTRYPOINT") as caught:
        model(stack, image=image)
    assert caught.value.path == "Stack/Model"
    assert "SMH0772" in (caught.value.source or "")
    with pytest.raises(hosting.InvalidProps, match="no ENTRYPOINT"):
        hosting.InferenceComponent(
            stack,
            "Churn",
            endpoint=hosting.InferenceComponentEndpoint(
                stack, "Shared", instance_type="ml.m5.xlarge"
            ),
            image=image,
            requirements=hosting.ComputeRequirements(min_memory=cdk.Size.gibibytes(2)),
        )


def test_a_doubtful_local_image_is_a_warning(stack: cdk.Stack, context: str) -> None:
    Path(context, "Dockerfile").write_text(f"{DOCKERFILE}EXPOSE 5000\n")
    made = model(stack, image=hosting.ContainerImage.from_asset(context))
    (warning,) = assertions.Annotations.from_stack(stack).find_warning(
        "*", assertions.Match.string_like_regexp("EXPOSE names port 5000")
    )
    assert warning.id == f"/{made.node.path}"


def test_refuses_a_local_image_without_the_label_of_its_use(stack: cdk.Stack, context: str) -> None:
    image = hosting.ContainerImage.from_asset(context)
    models = hosting.MultiModelData(bucket=bucket(stack), prefix="models")
    with pytest.raises(hosting.InvalidProps, match=r"lacks \S+\.multi-models\b"):
        hosting.MultiModel(stack, "Many", image=image, models=models)
    two = [hosting.Container(image=image), hosting.Container(image=image)]
    with pytest.raises(hosting.InvalidProps, match=r"lacks \S+\.accept-bind-to-port\b"):
        hosting.InferencePipeline(stack, "Two", containers=two)


@pytest.mark.parametrize("version", [{}, {"tag": "1", "digest": DIGEST}])
def test_refuses_an_image_with_no_version_or_two(stack: cdk.Stack, version: dict[str, str]) -> None:
    with pytest.raises(hosting.InvalidProps, match="exactly one of digest and tag"):
        hosting.ContainerImage.from_ecr(repository(stack), **version)


@pytest.mark.parametrize("tag", ["", "latest"])
def test_refuses_a_tag_that_moves(stack: cdk.Stack, tag: str) -> None:
    with pytest.raises(hosting.InvalidProps, match="the image is not pinned"):
        hosting.ContainerImage.from_ecr(repository(stack), tag=tag)


@pytest.mark.parametrize("tag", ["-1", ".1", "1/2", "1:2", "x" * 129, "é"])
def test_refuses_a_malformed_tag(stack: cdk.Stack, tag: str) -> None:
    with pytest.raises(hosting.InvalidProps, match="is malformed"):
        hosting.ContainerImage.from_ecr(repository(stack), tag=tag)


@pytest.mark.parametrize("digest", ["", "abc", DIGEST.upper(), DIGEST[:-1], "md5:" + "0" * 32])
def test_refuses_a_malformed_digest(stack: cdk.Stack, digest: str) -> None:
    with pytest.raises(hosting.InvalidProps, match="is not a SHA-256 digest"):
        hosting.ContainerImage.from_ecr(repository(stack), digest=digest)


@pytest.mark.parametrize("version", ["", ":latest"])
def test_refuses_an_address_that_is_not_pinned(version: str) -> None:
    with pytest.raises(hosting.InvalidProps, match="the image is not pinned"):
        hosting.ContainerImage.from_uri(
            f"111111111111.dkr.ecr.eu-west-1.amazonaws.com/churn{version}"
        )


@pytest.mark.parametrize(
    "address", ["churn:1", "docker.io/library/python:3.11", "", "public.ecr.aws/x/y:1"]
)
def test_refuses_an_address_outside_ecr(address: str) -> None:
    with pytest.raises(hosting.InvalidProps, match="is not an ECR address"):
        hosting.ContainerImage.from_uri(address)


def test_refuses_an_unknown_address_without_its_repository(stack: cdk.Stack) -> None:
    address = cdk.CfnParameter(stack, "Image").value_as_string
    with pytest.raises(hosting.InvalidProps, match="known only at deployment"):
        hosting.ContainerImage.from_uri(address)


def test_refuses_a_floating_deep_learning_container() -> None:
    with pytest.raises(hosting.InvalidProps, match="the image is not pinned"):
        hosting.ContainerImage.from_deep_learning_container("pytorch-inference", tag="latest")


@pytest.mark.parametrize("name", ["pytorch-inference", "sagemaker-xgboost"])
def test_refuses_a_region_without_the_registry(name: str) -> None:
    stack = new_stack(env=cdk.Environment(account="111111111111", region="xx-nowhere-1"))
    image = hosting.ContainerImage.from_deep_learning_container(name, tag="1")
    with pytest.raises(hosting.InvalidProps, match="xx-nowhere-1"):
        model(stack, image=image)


def test_refuses_an_architecture_that_does_not_exist(context: str) -> None:
    with pytest.raises(hosting.InvalidProps, match="'riscv' does not exist"):
        hosting.ContainerImage.from_asset(context, architecture="riscv")


def test_refuses_a_missing_build_context(stack: cdk.Stack, tmp_path: Path) -> None:
    with pytest.raises(hosting.InvalidProps, match="missing"):
        model(stack, image=hosting.ContainerImage.from_asset(str(tmp_path / "missing")))


def test_refuses_a_build_context_without_dockerfile(stack: cdk.Stack, tmp_path: Path) -> None:
    with pytest.raises(hosting.InvalidProps, match="Dockerfile"):
        model(stack, image=hosting.ContainerImage.from_asset(str(tmp_path)))

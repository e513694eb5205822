"""Models of every shape: many models, several containers, sources of artifacts, model servers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_

import sagemaker_hosting as hosting
from tests.cdk.support import (
    CONFIG,
    MODEL,
    bucket,
    endpoint,
    flat,
    listed,
    new_stack,
    only,
    statement_for,
    statements_of,
    template_of,
)

TRITON = "301217895009.dkr.ecr.us-west-2.amazonaws.com/sagemaker-tritonserver:22.07-py3"
CHURN = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/churn"


def uri(name: str = "1.0") -> hosting.ContainerImage:
    return hosting.ContainerImage.from_uri(f"{CHURN}:{name}")


def container(number: int = 1, **arguments: Any) -> hosting.Container:
    return hosting.Container(**{"image": uri(f"1.{number}"), **arguments})


def archives(stack: cdk.Stack, **arguments: Any) -> hosting.MultiModelData:
    there = stack.node.try_find_child("Bucket")
    return hosting.MultiModelData(
        bucket=there if there is not None else bucket(stack), prefix="tenants", **arguments
    )


def test_a_multi_model_reads_every_archive_below_its_prefix() -> None:
    stack = new_stack()
    hosting.MultiModel(
        stack,
        "Tenants",
        image=hosting.ContainerImage.from_uri(TRITON),
        models=archives(stack, model_cache_setting="Disabled"),
    )
    template = template_of(stack)
    primary = only(template, MODEL)["PrimaryContainer"]
    assert primary["Mode"] == "MultiModel"
    assert primary["MultiModelConfig"] == {"ModelCacheSetting": "Disabled"}
    assert flat(primary["ModelDataUrl"]) == "s3://models/tenants/"
    read = statement_for(template, "s3:GetObject")
    assert flat(read["Resource"]).endswith(":::models/tenants/*")
    listing = statement_for(template, "s3:ListBucket")
    assert listing["Condition"] == {"StringLike": {"s3:prefix": ["tenants", "tenants/*"]}}


def test_callers_have_some_models_or_containers() -> None:
    stack = new_stack()
    served = endpoint(
        stack,
        model=hosting.MultiModel(stack, "Tenants", image=uri(), models=archives(stack)),
        initial_instance_count=2,
    )
    user = iam.User(stack, "User")
    served.grant_invoke_models(user, ["tenant-a/*"])
    served.grant_invoke_containers(user, ["first"])
    conditions = [
        each["Condition"]
        for each in statements_of(template_of(stack))
        if "sagemaker:InvokeEndpoint" in listed(each["Action"])
    ]
    assert conditions == [
        {"StringLike": {"sagemaker:TargetModel": ["tenant-a/*"]}},
        {"StringLike": {"sagemaker:TargetContainerHostname": ["first"]}},
    ]


@pytest.mark.parametrize("names", [[], "tenant-a"])
def test_nothing_or_a_string_is_no_list_of_models(names: Any) -> None:
    stack = new_stack()
    served = endpoint(stack)
    with pytest.raises(hosting.InvalidProps, match="names nothing that may be asked"):
        served.grant_invoke_models(iam.User(stack, "User"), names)


def test_a_pipeline_is_serial_and_ordered() -> None:
    stack = new_stack()
    model = hosting.InferencePipeline(
        stack,
        "Pipeline",
        containers=[
            container(1, hostname="features"),
            container(2, hostname="trees", data=archives(stack)),
            container(3, hostname="answer", environment={"A": "1"}),
        ],
    )
    template = template_of(stack)
    properties = only(template, MODEL)
    assert properties["InferenceExecutionConfig"] == {"Mode": "Serial"}
    assert [each["Image"][-3:] for each in properties["Containers"]] == ["1.1", "1.2", "1.3"]
    assert properties["Containers"][0]["ContainerHostname"] == "features"
    assert properties["Containers"][1]["Mode"] == "MultiModel"
    assert "PrimaryContainer" not in properties
    assert model.architecture is None
    pulls = [s for s in statements_of(template) if "ecr:BatchGetImage" in listed(s["Action"])]
    assert len(pulls) == 1


def test_containers_that_are_invoked_directly_have_names() -> None:
    stack = new_stack()
    hosting.MultiContainerModel(
        stack, "Several", containers=[container(n, hostname=f"model-{n}") for n in (1, 2)]
    )
    properties = only(template_of(stack), MODEL)
    assert properties["InferenceExecutionConfig"] == {"Mode": "Direct"}
    assert [each["ContainerHostname"] for each in properties["Containers"]] == [
        "model-1",
        "model-2",
    ]


def test_containers_with_assets_do_not_collide(tmp_path: Any) -> None:
    stack = new_stack()
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "model.bin").write_text(name)
    hosting.InferencePipeline(
        stack,
        "Pipeline",
        containers=[
            container(n, data=hosting.ModelData.from_directory(tmp_path / name))
            for n, name in enumerate("ab")
        ],
    )
    first, second = only(template_of(stack), MODEL)["Containers"]
    assert flat(first["ModelDataUrl"]) != flat(second["ModelDataUrl"])


@pytest.mark.parametrize("kind", [hosting.InferencePipeline, hosting.MultiContainerModel])
@pytest.mark.parametrize("count", [0, 1, 16])
def test_two_to_fifteen_containers(kind: Any, count: int) -> None:
    stack = new_stack()
    with pytest.raises(hosting.InvalidProps, match=f"has {count} containers; allowed are 2 to 15"):
        kind(stack, "M", containers=[container(n, hostname=f"c{n}") for n in range(count)])


REFUSALS: dict[str, tuple[str, Callable[[cdk.Stack], object]]] = {
    "no hostname": (
        "container 2 has no hostname",
        lambda stack: hosting.MultiContainerModel(
            stack, "M", containers=[container(1, hostname="a"), container(2)]
        ),
    ),
    "many models, directly": (
        "container b serves many models",
        lambda stack: hosting.MultiContainerModel(
            stack,
            "M",
            containers=[
                container(1, hostname="a"),
                container(2, hostname="b", data=archives(stack)),
            ],
        ),
    ),
    "many models twice": (
        "2 containers of a pipeline serve many models",
        lambda stack: hosting.InferencePipeline(
            stack, "M", containers=[container(n, data=archives(stack)) for n in (1, 2)]
        ),
    ),
    "no containers": (
        "are not all containers",
        lambda stack: hosting.InferencePipeline(stack, "M", containers=[uri(), uri()]),  # type: ignore[list-item]
    ),
    "specification without package": (
        "without a model package",
        lambda stack: hosting.Container(image=uri(), inference_specification_name="a"),
    ),
    "prefix with slashes": (
        "begins or ends with a slash",
        lambda stack: hosting.MultiModelData(bucket=bucket(stack), prefix="/a/"),
    ),
    "prefix that is an archive": (
        "is an archive",
        lambda stack: hosting.MultiModelData(bucket=bucket(stack), prefix="a.tar.gz"),
    ),
    "cache setting": (
        "model_cache_setting is True",
        lambda stack: archives(stack, model_cache_setting=True),
    ),
    "uncompressed archive": (
        "is an archive",
        lambda stack: hosting.ModelData.from_s3_prefix(bucket(stack), "a/model.tar.gz"),
    ),
    "object with a slash": (
        "is not the key of an object",
        lambda stack: hosting.ModelData.from_s3_object(bucket(stack), "a/"),
    ),
    "agreement": (
        "accept_eula is False",
        lambda stack: hosting.ModelData.from_hub("s3://hub/a/", accept_eula=False),
    ),
    "agreement as a string": (
        "accept_eula is 'yes'",
        lambda stack: hosting.ModelData.from_hub("s3://hub/a/", accept_eula="yes"),  # type: ignore[arg-type]
    ),
    "hub elsewhere": (
        "no place in S3",
        lambda stack: hosting.ModelData.from_hub("https://hub/a/", accept_eula=True),
    ),
    "hub without a key": (
        "no place in S3",
        lambda stack: hosting.ModelData.from_hub("s3://hub", accept_eula=True),
    ),
    "ECR as a private registry": (
        "not the address of a private registry",
        lambda stack: hosting.ContainerImage.from_private_registry(f"{CHURN}:1"),
    ),
    "private image that moves": (
        "the tag is 'latest'",
        lambda stack: hosting.ContainerImage.from_private_registry("docker.example.com/a:latest"),
    ),
    "private image without a VPC": (
        "VPC",
        lambda stack: hosting.Model(
            stack,
            "M",
            image=hosting.ContainerImage.from_private_registry("docker.example.com/a:1"),
        ),
    ),
    "too large for any volume": (
        "a volume holds 512 GiB",
        lambda stack: large(stack, "ml.m5.24xlarge", 600),
    ),
    "group name": (
        "group name 'a_b'",
        lambda stack: hosting.ModelPackageGroup(stack, "G", model_package_group_name="a_b"),
    ),
    "account": (
        "'prod' is not the id of an account",
        lambda stack: hosting.ModelPackageGroup(stack, "G", reading_accounts=["prod"]),
    ),
    "version 0": (
        "versions count from 1",
        lambda stack: hosting.ModelPackageGroup(stack, "G").version_arn(0),
    ),
    "tensor parallel": (
        "tensor_parallel_degree is 0",
        lambda stack: hosting.DjlServing(tensor_parallel_degree=0),
    ),
    "revision of nothing": ("of no model", lambda stack: hosting.DjlServing(revision="abc")),
    "batch of nothing": (
        "nothing is batched",
        lambda stack: hosting.DjlServing(rolling_batch="disable", max_rolling_batch_size=4),
    ),
    "short queue": (
        "it is never full",
        lambda stack: hosting.DjlServing(max_rolling_batch_size=64, job_queue_size=8),
    ),
    "said twice": (
        "additional_environment sets HF_MODEL_ID",
        lambda stack: hosting.DjlServing(
            model_id="a/b", additional_environment={"HF_MODEL_ID": "c/d"}
        ),
    ),
    "fewer than the fewest": (
        "max_workers is 1 and min_workers is 2",
        lambda stack: hosting.TorchServe(min_workers=2, max_workers=1),
    ),
    "delay of one": (
        "nothing waits",
        lambda stack: hosting.TorchServe(max_batch_delay_milliseconds=50),
    ),
    "bool is no number": (
        "batch_size is True",
        lambda stack: hosting.TorchServe(batch_size=True),
    ),
    "share of the memory": (
        "model_load_gpu_limit is 80",
        lambda stack: hosting.Triton(model_load_gpu_limit=80),
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_what_cannot_work_is_refused(name: str) -> None:
    message, declare = REFUSALS[name]
    with pytest.raises(hosting.InvalidProps, match=message) as refused:
        declare(new_stack())
    assert refused.value.fix
    assert refused.value.source


def test_files_below_a_prefix_are_used_as_they_are() -> None:
    stack = new_stack()
    hosting.Model(
        stack,
        "M",
        image=uri(),
        data=hosting.ModelData.from_s3_prefix(bucket(stack), "llama/3f9c"),
    )
    template = template_of(stack)
    source = only(template, MODEL)["PrimaryContainer"]["ModelDataSource"]["S3DataSource"]
    assert source == {
        "CompressionType": "None",
        "S3DataType": "S3Prefix",
        "S3Uri": "s3://models/llama/3f9c/",
    }
    assert flat(statement_for(template, "s3:GetObject")["Resource"]).endswith(":::models/llama/*")


def test_one_file_is_used_as_it_is() -> None:
    stack = new_stack()
    hosting.Model(
        stack, "M", image=uri(), data=hosting.ModelData.from_s3_object(bucket(stack), "a/b.onnx")
    )
    source = only(template_of(stack), MODEL)["PrimaryContainer"]["ModelDataSource"]["S3DataSource"]
    assert source["S3DataType"] == "S3Object"
    assert source["S3Uri"] == "s3://models/a/b.onnx"


def test_a_model_of_a_hub_carries_the_agreement() -> None:
    stack = new_stack()
    content = "arn:aws:sagemaker:eu-west-1:111111111111:hub-content/team/Model/llama/1.0.0"
    hosting.Model(
        stack,
        "M",
        image=uri(),
        data=hosting.ModelData.from_hub(
            "s3://jumpstart-private-cache-prod-eu-west-1/meta/llama/",
            accept_eula=True,
            hub_content_arn=content,
        ),
    )
    template = template_of(stack)
    source = only(template, MODEL)["PrimaryContainer"]["ModelDataSource"]["S3DataSource"]
    assert source["ModelAccessConfig"] == {"AcceptEula": True}
    assert source["HubAccessConfig"] == {"HubContentArn": content}
    assert statement_for(template, "sagemaker:DescribeHubContent")["Resource"] == content
    assert "jumpstart-private-cache-prod-eu-west-1/meta/llama/*" in flat(
        statement_for(template, "s3:GetObject")["Resource"]
    )


def test_a_private_registry_asks_a_function_for_credentials() -> None:
    stack = new_stack()
    function = lambda_.Function.from_function_arn(
        stack, "Credentials", "arn:aws:lambda:eu-west-1:111111111111:function:credentials"
    )
    hosting.Model(
        stack,
        "M",
        image=hosting.ContainerImage.from_private_registry(
            "docker.example.com/team/churn:1.4.2", credentials_provider=function
        ),
        vpc=ec2.Vpc(stack, "Vpc"),
    )
    template = template_of(stack)
    assert only(template, MODEL)["PrimaryContainer"]["ImageConfig"] == {
        "RepositoryAccessMode": "Vpc",
        "RepositoryAuthConfig": {"RepositoryCredentialsProviderArn": function.function_arn},
    }
    assert statement_for(template, "lambda:InvokeFunction")["Resource"] == function.function_arn
    actions = [action for s in statements_of(template) for action in listed(s["Action"])]
    assert "ecr:BatchGetImage" not in actions


def test_a_version_of_the_registry_is_pinned() -> None:
    stack = new_stack()
    group = hosting.ModelPackageGroup(
        stack,
        "Churn",
        description="who leaves",
        reading_accounts=["222222222222"],
        registering_accounts=["333333333333"],
    )
    hosting.Model(stack, "M", package_arn=group.version_arn(7), inference_specification_name="cpu")
    template = template_of(stack)
    primary = only(template, MODEL)["PrimaryContainer"]
    assert flat(primary["ModelPackageName"]).endswith(
        ":model-package/stackchurn/7".replace("stackchurn", "stack-churn")
    )
    assert primary["InferenceSpecificationName"] == "cpu"
    (resource,) = [
        each
        for each in template["Resources"].values()
        if each["Type"] == "AWS::SageMaker::ModelPackageGroup"
    ]
    assert resource["DeletionPolicy"] == "Retain"
    policy = resource["Properties"]["ModelPackageGroupPolicy"]
    assert [each["Sid"] for each in policy["Statement"]] == ["Read", "Deploy", "Register"]
    assert flat(policy["Statement"][0]["Principal"]["AWS"][0]).endswith("222222222222:root")


def test_an_imported_group() -> None:
    stack = new_stack()
    group = hosting.ModelPackageGroup.from_model_package_group_name(stack, "G", "Churn")
    user = iam.User(stack, "User")
    group.grant_read(user)
    group.grant_register(user)
    template = template_of(stack)
    statement = statement_for(template, "sagemaker:CreateModelPackage")
    assert [flat(each).rpartition(":")[2] for each in statement["Resource"]] == [
        "model-package-group/churn",
        "model-package/churn/*",
    ]


def large(stack: cdk.Stack, instance_type: str, gibibytes: int) -> hosting.InstanceVariant:
    data = hosting.ModelData.from_s3_prefix(
        bucket(stack), "llama/3f9c", size=cdk.Size.gibibytes(gibibytes)
    )
    return hosting.InstanceVariant(
        model=hosting.Model(stack, "M", image=uri(), data=data), instance_type=instance_type
    )


@pytest.mark.parametrize(
    ("instance_type", "gibibytes", "expected"),
    [
        ("ml.m5.24xlarge", 10, (None, None, None)),
        ("ml.m5.24xlarge", 30, (36, None, None)),
        ("ml.m5.24xlarge", 60, (72, 2580, 2580)),
        ("ml.m5.24xlarge", 500, (512, 3600, 3600)),
        ("ml.g5.48xlarge", 60, (None, 2580, 2580)),
    ],
)
def test_a_large_model_gets_room_and_time(
    instance_type: str, gibibytes: int, expected: tuple[int | None, ...]
) -> None:
    stack = new_stack()
    hosting.EndpointConfig(stack, "Config", variants=[large(stack, instance_type, gibibytes)])
    (variant,) = only(template_of(stack), CONFIG)["ProductionVariants"]
    assert expected == (
        variant.get("VolumeSizeInGB"),
        variant.get("ModelDataDownloadTimeoutInSeconds"),
        variant.get("ContainerStartupHealthCheckTimeoutInSeconds"),
    )


def test_what_a_variant_states_wins_over_the_size() -> None:
    stack = new_stack()
    data = hosting.ModelData.from_s3_prefix(bucket(stack), "a", size=cdk.Size.gibibytes(60))
    variant = hosting.InstanceVariant(
        model=hosting.Model(stack, "M", image=uri(), data=data),
        instance_type="ml.m5.24xlarge",
        volume_size=cdk.Size.gibibytes(100),
        model_data_download_timeout=cdk.Duration.seconds(900),
    )
    hosting.EndpointConfig(stack, "Config", variants=[variant])
    (rendered,) = only(template_of(stack), CONFIG)["ProductionVariants"]
    assert rendered["VolumeSizeInGB"] == 100
    assert rendered["ModelDataDownloadTimeoutInSeconds"] == 900
    assert rendered["ContainerStartupHealthCheckTimeoutInSeconds"] == 2580


SERVERS: dict[str, tuple[hosting.ModelServer, dict[str, str]]] = {
    "djl": (
        hosting.DjlServing(
            model_id="meta-llama/Llama-3.1-8B",
            revision="0e9e39f249a16976918f6564b8830bc894c89659",
            tensor_parallel_degree="max",
            rolling_batch="vllm",
            max_rolling_batch_size=64,
            max_model_len=8192,
            dtype="bf16",
            job_queue_size=500,
            model_loading_timeout_seconds=1800,
            trust_remote_code=True,
            additional_environment={"OPTION_QUANTIZE": "awq"},
        ),
        {
            "HF_MODEL_ID": "meta-llama/Llama-3.1-8B",
            "OPTION_REVISION": "0e9e39f249a16976918f6564b8830bc894c89659",
            "OPTION_TENSOR_PARALLEL_DEGREE": "max",
            "OPTION_ROLLING_BATCH": "vllm",
            "OPTION_MAX_ROLLING_BATCH_SIZE": "64",
            "OPTION_MAX_MODEL_LEN": "8192",
            "OPTION_DTYPE": "bf16",
            "OPTION_MODEL_LOADING_TIMEOUT": "1800",
            "OPTION_TRUST_REMOTE_CODE": "true",
            "SERVING_JOB_QUEUE_SIZE": "500",
            "OPTION_QUANTIZE": "awq",
        },
    ),
    "torchserve": (
        hosting.TorchServe(
            min_workers=1,
            max_workers=2,
            batch_size=8,
            max_batch_delay_milliseconds=50,
            response_timeout_seconds=55,
            max_request_bytes=1000,
            max_response_bytes=2000,
            install_requirements=True,
        ),
        {
            "SAGEMAKER_TS_MIN_WORKERS": "1",
            "SAGEMAKER_TS_MAX_WORKERS": "2",
            "SAGEMAKER_TS_BATCH_SIZE": "8",
            "SAGEMAKER_TS_MAX_BATCH_DELAY": "50",
            "SAGEMAKER_TS_RESPONSE_TIMEOUT": "55",
            "SAGEMAKER_TS_MAX_REQUEST_SIZE": "1000",
            "SAGEMAKER_TS_MAX_RESPONSE_SIZE": "2000",
            "TS_INSTALL_PY_DEP_PER_MODEL": "true",
        },
    ),
    "triton": (
        hosting.Triton(
            default_model_name="ensemble",
            ping_mode="ready",
            thread_count=4,
            shm_default_size=cdk.Size.mebibytes(64),
            shm_growth_size=cdk.Size.kibibytes(512),
            model_load_gpu_limit=0.8,
            log_verbose=False,
            metrics=hosting.TritonMetrics(log_group="/triton", namespace="Triton"),
            additional_args="--strict-readiness=true",
        ),
        {
            "SAGEMAKER_TRITON_DEFAULT_MODEL_NAME": "ensemble",
            "SAGEMAKER_TRITON_PING_MODE": "ready",
            "SAGEMAKER_TRITON_THREAD_COUNT": "4",
            "SAGEMAKER_TRITON_SHM_DEFAULT_BYTE_SIZE": "67108864",
            "SAGEMAKER_TRITON_SHM_GROWTH_BYTE_SIZE": "524288",
            "SAGEMAKER_TRITON_MODEL_LOAD_GPU_LIMIT": "0.8",
            "SAGEMAKER_TRITON_LOG_VERBOSE": "false",
            "SAGEMAKER_TRITON_ADDITIONAL_ARGS": "--strict-readiness=true",
            "SAGEMAKER_TRITON_ALLOW_METRICS": "true",
            "SAGEMAKER_TRITON_PUBLISH_METRICS_TO_CLOUDWATCH": "true",
            "SAGEMAKER_TRITON_CLOUDWATCH_LOG_GROUP": "/triton",
            "SAGEMAKER_TRITON_CLOUDWATCH_METRIC_NAMESPACE": "Triton",
            "SAGEMAKER_TRITON_METRICS_PORT": "8002",
        },
    ),
    "nothing said": (hosting.TorchServe(), {}),
}


@pytest.mark.parametrize("name", SERVERS)
def test_settings_of_a_model_server_are_its_environment(name: str) -> None:
    server, expected = SERVERS[name]
    assert server.render() == expected


def test_a_model_server_is_the_environment_of_a_model() -> None:
    stack = new_stack()
    hosting.Model(stack, "M", image=uri(), environment=hosting.TorchServe(batch_size=4))
    primary = only(template_of(stack), MODEL)["PrimaryContainer"]
    assert primary["Environment"] == {"SAGEMAKER_TS_BATCH_SIZE": "4"}


def test_tokens_are_not_compared() -> None:
    stack = new_stack()
    number = cdk.CfnParameter(stack, "Number", type="Number").value_as_number
    text = cdk.CfnParameter(stack, "Text").value_as_string
    hosting.DjlServing(tensor_parallel_degree=number, max_rolling_batch_size=number)  # type: ignore[arg-type]
    hosting.Triton(model_load_gpu_limit=number)
    group = hosting.ModelPackageGroup.from_model_package_group_name(stack, "G", text)
    hosting.Model(stack, "M", package_arn=group.version_arn(number))  # type: ignore[arg-type]
    data = hosting.MultiModelData(bucket=bucket(stack), prefix=text, model_cache_setting="Enabled")
    hosting.MultiModel(stack, "N", image=uri(), models=data)
    assert template_of(stack)["Resources"]

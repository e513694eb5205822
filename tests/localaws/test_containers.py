"""Models of several containers, and containers of several models."""

from __future__ import annotations

import io
import json
import pickle

import pytest
import xgboost
from botocore.exceptions import ClientError

from tests.localaws.account import IMAGE, SCRIPT, Account, archive

CODE = "code/inference.py"


def tells(name: str) -> str:
    return (
        "def model_fn(model_dir):\n    return 1\n"
        "def transform_fn(model, data, content_type, accept):\n"
        f"    print('said by {name}', flush=True)\n"
        f"    return (data if isinstance(data, str) else data.decode()) + {name!r}, 'text/plain'\n"
    )


def create(account: Account, **model: object) -> None:
    account.sagemaker.create_model(
        ModelName="m", ExecutionRoleArn="arn:aws:iam::123456789012:role/execution", **model
    )
    account.create_config("c", "m")
    account.sagemaker.create_endpoint(EndpointName="e", EndpointConfigName="c")
    assert account.settled("e")["EndpointStatus"] == "InService"


def container(account: Account, name: str, **more: object) -> dict[str, object]:
    uri = account.put_model(archive({CODE: tells(name)}), f"{name}.tar.gz")
    return {"Image": IMAGE, "ModelDataUrl": uri, **more}


def streams(account: Account) -> list[str]:
    logs = account.aws.client("logs")
    found = logs.describe_log_streams(logGroupName="/aws/sagemaker/Endpoints/e")["logStreams"]
    return sorted(one["logStreamName"].rpartition("/")[2] for one in found)


def test_a_pipeline_answers_with_what_the_last_container_makes_of_it(account: Account) -> None:
    create(account, Containers=[container(account, "a"), container(account, "b")])
    assert account.invoke(b"x")["Body"].read() == b"xab"
    assert streams(account) == ["container-1", "container-2"]


def test_containers_are_invoked_directly_by_hostname(account: Account) -> None:
    named = [container(account, name, ContainerHostname=f"host-{name}") for name in "ab"]
    create(account, Containers=named, InferenceExecutionConfig={"Mode": "Direct"})
    assert account.invoke(b"x", TargetContainerHostname="host-b")["Body"].read() == b"xb"
    assert account.invoke(b"x", TargetContainerHostname="host-a")["Body"].read() == b"xa"
    with pytest.raises(ClientError, match="'host-c' is none of host-a, host-b"):
        account.invoke(b"x", TargetContainerHostname="host-c")


def test_target_model_chooses_among_the_models_below_the_prefix(account: Account) -> None:
    for name, weight in (("two", "2"), ("three", "3")):
        script = SCRIPT.replace("return 2", f"return {weight}")
        account.put_model(archive({CODE: script}), f"many/{name}.tar.gz")
    create(
        account,
        PrimaryContainer={
            "Image": IMAGE,
            "ModelDataUrl": "s3://models/many/",
            "Mode": "MultiModel",
        },
    )
    assert json.load(account.invoke(b"[1]", TargetModel="two.tar.gz")["Body"]) == [2.0]
    assert json.load(account.invoke(b"[1]", TargetModel="three.tar.gz")["Body"]) == [3.0]
    account.put_model(archive({CODE: SCRIPT.replace("return 2", "return 4")}), "many/new.tar.gz")
    assert json.load(account.invoke(b"[1]", TargetModel="new.tar.gz")["Body"]) == [4.0]
    for target in ("none.tar.gz", "../secret.tar.gz"):
        with pytest.raises(ClientError) as caught:
            account.invoke(b"[1]", TargetModel=target)
        assert caught.value.response["Error"]["Code"] == "ValidationError"
    with pytest.raises(ClientError, match="TargetModel ''"):
        account.invoke(b"[1]")


def test_a_target_that_the_model_does_not_have_is_refused(account: Account) -> None:
    account.create_endpoint(archive({CODE: SCRIPT}))
    for target in ({"TargetModel": "a.tar.gz"}, {"TargetContainerHostname": "a"}):
        with pytest.raises(ClientError) as caught:
            account.invoke(b"[1]", **target)
        assert caught.value.response["Error"]["Code"] == "ValidationError"


def test_the_image_decides_whose_handlers_are_used(account: Account) -> None:
    booster = xgboost.train({"nthread": 1}, xgboost.DMatrix([[0.0], [1.0]], label=[0, 1]), 3)
    buffer = io.BytesIO()
    pickle.dump(booster, buffer)
    image = "246618743249.dkr.ecr.us-west-2.amazonaws.com/sagemaker-xgboost:1.7-1"
    data = account.put_model(archive({"xgboost-model": buffer.getvalue()}))
    create(account, PrimaryContainer={"Image": image, "ModelDataUrl": data})
    answer = account.invoke(b"0\n1", ContentType="text/csv")["Body"].read().decode()
    expected = booster.predict(xgboost.DMatrix([[0.0], [1.0]])).tolist()
    assert [float(score) for score in answer.split(",")] == expected

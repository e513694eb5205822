"""InvokeEndpoint runs the model, and fails as the service does."""

from __future__ import annotations

import io
import json
import random
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from botocore.exceptions import ClientError

from sagemaker_hosting.localaws.hosting.invocation import is_sampled
from sagemaker_hosting.localaws.hosting.state import Variant
from tests.localaws.account import IMAGE, SCRIPT, Account, archive, wait_for

CODE = "code/inference.py"


def test_iris_model_of_scikit_learn_predicts(account: Account) -> None:
    joblib = pytest.importorskip("joblib")
    datasets = pytest.importorskip("sklearn.datasets")
    from sklearn.linear_model import LogisticRegression

    x, y = datasets.load_iris(return_X_y=True)
    buffer = io.BytesIO()
    joblib.dump(LogisticRegression(max_iter=500).fit(x, y), buffer)
    script = (
        "import joblib, os\n\n\ndef model_fn(model_dir):\n"
        "    return joblib.load(os.path.join(model_dir, 'model.joblib'))\n"
    )
    data = archive({"model.joblib": buffer.getvalue(), CODE: script})
    assert account.create_endpoint(data) == "InService"
    answer = account.invoke(b"[[5.1, 3.5, 1.4, 0.2], [6.7, 3.0, 5.2, 2.3]]")
    assert json.load(answer["Body"]) == [0, 2]
    assert answer["InvokedProductionVariant"] == "AllTraffic"
    rows = b"5.1,3.5,1.4,0.2\n6.7,3.0,5.2,2.3"
    csv = account.invoke(rows, ContentType="text/csv", Accept="text/csv")
    assert (csv["ContentType"], csv["Body"].read()) == ("text/csv", b"0\n2\n")


def test_model_that_raises_gives_model_error_with_the_trace(account: Account) -> None:
    script = (
        "def model_fn(d):\n    return 1\ndef predict_fn(data, model):\n    raise KeyError('age')\n"
    )
    assert account.create_endpoint(archive({CODE: script})) == "InService"
    with pytest.raises(ClientError) as caught:
        account.invoke()
    answer = caught.value.response
    assert answer["Error"]["Code"] == "ModelError"
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 424
    assert answer["OriginalStatusCode"] == 500
    assert "KeyError" in answer["OriginalMessage"]
    assert "log-group:/aws/sagemaker/Endpoints/e:" in answer["LogStreamArn"]
    assert "Received server error (500) from primary" in answer["Error"]["Message"]


def test_crashing_model_gives_model_error_with_the_log(account: Account) -> None:
    script = (
        "import os\ndef model_fn(d):\n    return 1\n"
        "def predict_fn(data, model):\n    print('last words', flush=True)\n    os._exit(3)\n"
    )
    account.create_endpoint(archive({CODE: script}))
    with pytest.raises(ClientError, match="ended with exit code 3") as caught:
        account.invoke()
    assert "last words" in caught.value.response["Error"]["Message"]


def test_unloadable_model_fails_the_endpoint(account: Account) -> None:
    script = "def model_fn(model_dir):\n    raise OSError('no weights')\n"
    assert account.create_endpoint(archive({CODE: script})) == "Failed"
    reason = account.settled("e")["FailureReason"]
    assert "did not pass the ping health check" in reason
    assert "no weights" in reason


def test_scikit_learn_container_requires_a_script(account: Account) -> None:
    assert account.create_endpoint(archive({"model.joblib": "x"})) == "Failed"
    assert "code/inference.py" in account.settled("e")["FailureReason"]


def test_hostile_archive_fails_the_endpoint(account: Account) -> None:
    assert account.create_endpoint(archive({"../x": "", CODE: SCRIPT})) == "Failed"
    assert "'../x' leaves the model directory" in account.settled("e")["FailureReason"]


def test_image_alone_is_in_service_and_says_on_invocation_why_it_cannot_run(
    account: Account,
) -> None:
    account.sagemaker.create_model(
        ModelName="m",
        ExecutionRoleArn="arn:aws:iam::123456789012:role/execution",
        PrimaryContainer={"Image": IMAGE.replace("sagemaker-scikit-learn", "mine")},
    )
    account.create_config("c", "m")
    account.sagemaker.create_endpoint(EndpointName="e", EndpointConfigName="c")
    assert account.settled("e")["EndpointStatus"] == "InService"
    with pytest.raises(ClientError, match="cannot be run without Docker"):
        account.invoke()


def test_unknown_endpoint(account: Account) -> None:
    with pytest.raises(ClientError, match="Endpoint nope of account 123456789012 not found"):
        account.invoke(endpoint="nope")


def test_unknown_target_variant(account: Account) -> None:
    account.create_endpoint(archive({CODE: SCRIPT}))
    with pytest.raises(ClientError, match="Variant nope"):
        account.invoke(TargetVariant="nope")


def test_too_large_a_payload_is_refused(account: Account) -> None:
    account.create_endpoint(archive({CODE: SCRIPT}))
    with pytest.raises(ClientError, match="at most 26214400"):
        account.invoke(b"0" * (25 * 1024**2 + 1))


def test_binary_payload_arrives_unchanged(account: Account) -> None:
    script = (
        "def model_fn(d):\n    return 1\ndef transform_fn(m, data, c, a):\n    return data, c\n"
    )
    account.create_endpoint(archive({CODE: script}))
    body = bytes(range(256)) * 3
    answer = account.invoke(body, ContentType="application/octet-stream")
    assert answer["Body"].read() == body


def test_weights_choose_the_variant(account: Account) -> None:
    account.create_endpoint(archive({CODE: SCRIPT}))
    variant = {"ModelName": "m", "InitialInstanceCount": 1, "InstanceType": "ml.m5.large"}
    account.sagemaker.create_endpoint_config(
        EndpointConfigName="ab",
        ProductionVariants=[
            {**variant, "VariantName": "a", "InitialVariantWeight": 0},
            {**variant, "VariantName": "b", "InitialVariantWeight": 1},
        ],
    )
    account.sagemaker.create_endpoint(EndpointName="ab", EndpointConfigName="ab")
    account.settled("ab")
    chosen = {account.invoke(endpoint="ab")["InvokedProductionVariant"] for _ in range(5)}
    assert chosen == {"b"}
    targeted = account.invoke(endpoint="ab", TargetVariant="a")
    assert targeted["InvokedProductionVariant"] == "a"


def shadowed(account: Account, weight: float) -> None:
    """Put a shadow that always fails beside the model of the endpoint ``e``."""
    account.create_endpoint(archive({CODE: SCRIPT}))
    fails = (
        "def model_fn(d):\n    return 1\ndef predict_fn(data, model):\n    raise KeyError('age')\n"
    )
    account.sagemaker.create_model(
        ModelName="candidate",
        ExecutionRoleArn="arn:aws:iam::123456789012:role/execution",
        PrimaryContainer={
            "Image": IMAGE,
            "ModelDataUrl": account.put_model(archive({CODE: fails}), "candidate.tar.gz"),
        },
    )
    variant = {"InitialInstanceCount": 1, "InstanceType": "ml.m5.large"}
    account.sagemaker.create_endpoint_config(
        EndpointConfigName="shadowed",
        ProductionVariants=[{**variant, "VariantName": "Live", "ModelName": "m"}],
        ShadowProductionVariants=[
            {
                **variant,
                "VariantName": "Shadow",
                "ModelName": "candidate",
                "InitialVariantWeight": weight,
            }
        ],
    )
    account.sagemaker.create_endpoint(EndpointName="shadowed", EndpointConfigName="shadowed")
    account.settled("shadowed")


def invocations(account: Account, variant: str, metric: str = "Invocations") -> float:
    """Return the sum of a metric of a variant of the endpoint ``shadowed``."""
    now = datetime.now(UTC)
    points = account.cloudwatch.get_metric_statistics(
        Namespace="AWS/SageMaker",
        MetricName=metric,
        Dimensions=[
            {"Name": "EndpointName", "Value": "shadowed"},
            {"Name": "VariantName", "Value": variant},
            {"Name": "EndpointConfigName", "Value": "shadowed"},
        ],
        StartTime=now - timedelta(hours=1),
        EndTime=now + timedelta(hours=1),
        Period=7200,
        Statistics=["Sum"],
    )["Datapoints"]
    return sum(point["Sum"] for point in points)


def test_a_shadow_gets_copies_and_callers_never_hear_of_it(account: Account) -> None:
    shadowed(account, weight=1)
    answers = [account.invoke(endpoint="shadowed") for _ in range(3)]
    assert {one["InvokedProductionVariant"] for one in answers} == {"Live"}
    wait_for(lambda: (invocations(account, "Shadow") == 3) or None)
    assert invocations(account, "Shadow", "Invocation5XXErrors") == 3
    assert invocations(account, "Live", "Invocation5XXErrors") == 0


def test_no_request_can_ask_for_the_shadow(account: Account) -> None:
    shadowed(account, weight=1)
    with pytest.raises(ClientError, match="Variant Shadow was not found"):
        account.invoke(endpoint="shadowed", TargetVariant="Shadow")


def test_how_much_is_copied_can_be_changed(account: Account) -> None:
    shadowed(account, weight=0)
    account.invoke(endpoint="shadowed")
    account.sagemaker.update_endpoint_weights_and_capacities(
        EndpointName="shadowed",
        DesiredWeightsAndCapacities=[{"VariantName": "Shadow", "DesiredWeight": 1}],
    )
    account.invoke(endpoint="shadowed")
    wait_for(lambda: invocations(account, "Shadow") or None)
    assert (invocations(account, "Live"), invocations(account, "Shadow")) == (2, 1)


@pytest.mark.parametrize(
    ("weight", "whole", "share"), [(1, 1, 1), (1, 4, 0.25), (2, 1, 1), (0, 1, 0)]
)
def test_the_share_of_copies(
    weight: float, whole: float, share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = [number / 100 for number in range(100)]
    monkeypatch.setattr(random, "random", drawn.pop)
    shadow, production = (
        Variant({"VariantName": "V"}, {}, cast(Any, None), weight=each) for each in (weight, whole)
    )
    copied = [is_sampled(shadow, production) for _ in range(100)]
    assert sum(copied) == 100 * share


def test_what_the_model_prints_is_in_cloudwatch_logs(account: Account) -> None:
    account.create_endpoint(archive({CODE: "print('hello')\n" + SCRIPT}))
    events = account.aws.client("logs").filter_log_events(
        logGroupName="/aws/sagemaker/Endpoints/e"
    )["events"]
    assert [one["message"] for one in events] == ["hello"]
    assert events[0]["logStreamName"].startswith("AllTraffic/")


def test_invocations_are_counted_per_fleet(account: Account) -> None:
    account.create_endpoint(archive({CODE: SCRIPT}))
    account.invoke()
    metrics = account.cloudwatch.list_metrics(Namespace="AWS/SageMaker", MetricName="Invocations")[
        "Metrics"
    ]
    names = {tuple(sorted(d["Name"] for d in one["Dimensions"])) for one in metrics}
    assert names == {
        ("EndpointName", "VariantName"),
        ("EndpointConfigName", "EndpointName", "VariantName"),
    }


def test_missing_model_data_is_refused_by_create_model(account: Account) -> None:
    with pytest.raises(ClientError, match=r"Could not find model data at s3://models/no.tar.gz"):
        account.sagemaker.create_model(
            ModelName="m",
            ExecutionRoleArn="arn:aws:iam::123456789012:role/execution",
            PrimaryContainer={"Image": IMAGE, "ModelDataUrl": "s3://models/no.tar.gz"},
        )


def test_asynchronous_invocation_is_refused_rather_than_made_up(account: Account) -> None:
    with pytest.raises(ClientError, match="not imitated"):
        account.runtime.invoke_endpoint_async(EndpointName="e", InputLocation="s3://models/in")

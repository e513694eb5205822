"""Alarms trip on what the new fleet really does."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError

from sagemaker_hosting.localaws.server import LocalAws
from tests.localaws.account import SCRIPT, Account, archive

BAD = "def model_fn(d):\n    return 1\ndef predict_fn(data, model):\n    raise ValueError('bad')\n"


@pytest.fixture
def unhurried() -> Iterator[Account]:
    """A local AWS in which a minute lasts 0.3 s."""
    with LocalAws(speed=200) as aws:
        yield Account(aws)


def rules(account: Account, config: str) -> dict[str, object]:
    """Return a canary of 50 % that watches the error rate of the fleet of a configuration."""
    dimensions = [
        {"Name": "EndpointName", "Value": "e"},
        {"Name": "VariantName", "Value": "AllTraffic"},
        {"Name": "EndpointConfigName", "Value": config},
    ]

    def metric(name: str, of: str) -> dict[str, object]:
        about = {"Namespace": "AWS/SageMaker", "MetricName": of, "Dimensions": dimensions}
        stat = {"Metric": about, "Period": 60, "Stat": "Sum"}
        return {"Id": name, "MetricStat": stat, "ReturnData": False}

    account.cloudwatch.put_metric_alarm(
        AlarmName="rate",
        ComparisonOperator="GreaterThanThreshold",
        EvaluationPeriods=1,
        Threshold=0.05,
        TreatMissingData="notBreaching",
        Metrics=[
            {"Id": "rate", "Expression": "IF(n > 0, e / MAX([n, 1]), 0)", "ReturnData": True},
            metric("e", "Invocation5XXErrors"),
            metric("n", "Invocations"),
        ],
    )
    return {
        "BlueGreenUpdatePolicy": {
            "TrafficRoutingConfiguration": {
                "Type": "CANARY",
                "CanarySize": {"Type": "CAPACITY_PERCENT", "Value": 50},
                "WaitIntervalInSeconds": 240,
            },
            "TerminationWaitInSeconds": 120,
        },
        "AutoRollbackConfiguration": {"Alarms": [{"AlarmName": "rate"}]},
    }


def update(account: Account, script: str) -> dict[str, object]:
    """Deploy a script as configuration c2 under traffic; return the endpoint afterwards."""
    account.create_endpoint(archive({"code/inference.py": SCRIPT}))
    described = account.sagemaker.describe_model(ModelName="m")
    data = account.put_model(archive({"code/inference.py": script}), "new.tar.gz")
    account.sagemaker.create_model(
        ModelName="m2",
        ExecutionRoleArn=described["ExecutionRoleArn"],
        PrimaryContainer={**described["PrimaryContainer"], "ModelDataUrl": data},
    )
    account.create_config("c2", "m2")
    account.sagemaker.update_endpoint(
        EndpointName="e", EndpointConfigName="c2", DeploymentConfig=rules(account, "c2")
    )
    over = threading.Event()

    def traffic() -> None:
        while not over.is_set():
            try:
                account.invoke()
            except ClientError:
                continue

    sender = threading.Thread(target=traffic)
    sender.start()
    try:
        return account.settled("e")
    finally:
        over.set()
        sender.join()


def test_failing_canary_is_rolled_back_by_its_own_errors(unhurried: Account) -> None:
    found = update(unhurried, BAD)
    assert found["EndpointConfigName"] == "c"
    assert "[rate]" in str(found["FailureReason"])


def test_healthy_canary_takes_over(unhurried: Account) -> None:
    found = update(unhurried, SCRIPT)
    assert found["EndpointConfigName"] == "c2"
    assert "FailureReason" not in found


def test_metrics_can_be_read_back(account: Account) -> None:
    from datetime import UTC, datetime, timedelta

    account.create_endpoint(archive({"code/inference.py": SCRIPT}))
    account.invoke()
    now = datetime.now(UTC)
    points = account.cloudwatch.get_metric_statistics(
        Namespace="AWS/SageMaker",
        MetricName="Invocations",
        Dimensions=[
            {"Name": "EndpointName", "Value": "e"},
            {"Name": "VariantName", "Value": "AllTraffic"},
            {"Name": "EndpointConfigName", "Value": "c"},
        ],
        StartTime=now - timedelta(minutes=5),
        EndTime=now + timedelta(minutes=5),
        Period=60,
        Statistics=["Sum"],
    )["Datapoints"]
    assert sum(one["Sum"] for one in points) == 1


def test_metrics_can_be_queried(account: Account) -> None:
    from datetime import UTC, datetime, timedelta

    account.create_endpoint(archive({"code/inference.py": SCRIPT}))
    account.invoke()
    now = datetime.now(UTC)
    about = {
        "Namespace": "AWS/SageMaker",
        "MetricName": "Invocations",
        "Dimensions": [
            {"Name": "EndpointName", "Value": "e"},
            {"Name": "VariantName", "Value": "AllTraffic"},
            {"Name": "EndpointConfigName", "Value": "c"},
        ],
    }
    results = account.cloudwatch.get_metric_data(
        MetricDataQueries=[
            {"Id": "n", "MetricStat": {"Metric": about, "Period": 60, "Stat": "Sum"}}
        ],
        StartTime=now - timedelta(minutes=5),
        EndTime=now + timedelta(minutes=5),
    )["MetricDataResults"]
    assert sum(results[0]["Values"]) == 1

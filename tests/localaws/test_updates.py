"""UpdateEndpoint through the API: validation, retained capacity, rollback."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localaws.account import SCRIPT, Account, archive

DATA = archive({"code/inference.py": SCRIPT})


def alarm(account: Account, name: str = "errors") -> dict[str, Any]:
    account.cloudwatch.put_metric_alarm(
        AlarmName=name,
        Namespace="AWS/SageMaker",
        MetricName="Invocation5XXErrors",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
    )
    return {
        "BlueGreenUpdatePolicy": {
            "TrafficRoutingConfiguration": {
                "Type": "CANARY",
                "CanarySize": {"Type": "CAPACITY_PERCENT", "Value": 10},
                "WaitIntervalInSeconds": 600,
            },
            "TerminationWaitInSeconds": 600,
        },
        "AutoRollbackConfiguration": {"Alarms": [{"AlarmName": name}]},
    }


def test_update_switches_the_configuration_in_place(account: Account) -> None:
    account.create_endpoint(DATA)
    account.create_config("c2", "m", InitialInstanceCount=3)
    account.sagemaker.update_endpoint(EndpointName="e", EndpointConfigName="c2")
    found = account.settled("e")
    assert found["EndpointConfigName"] == "c2"
    assert found["ProductionVariants"][0]["DesiredInstanceCount"] == 3


def test_retained_capacity_survives_and_excluded_weight_does_not(account: Account) -> None:
    account.create_endpoint(DATA)
    account.sagemaker.update_endpoint_weights_and_capacities(
        EndpointName="e",
        DesiredWeightsAndCapacities=[
            {"VariantName": "AllTraffic", "DesiredInstanceCount": 9, "DesiredWeight": 5}
        ],
    )
    account.create_config("c2", "m", InitialInstanceCount=2, InitialVariantWeight=0.5)
    account.sagemaker.update_endpoint(
        EndpointName="e",
        EndpointConfigName="c2",
        RetainAllVariantProperties=True,
        ExcludeRetainedVariantProperties=[{"VariantPropertyType": "DesiredWeight"}],
    )
    variant = account.settled("e")["ProductionVariants"][0]
    assert (variant["CurrentInstanceCount"], variant["CurrentWeight"]) == (9, 0.5)


def test_unknown_configuration(account: Account) -> None:
    account.create_endpoint(DATA)
    with pytest.raises(ClientError, match="Could not find endpoint configuration"):
        account.sagemaker.update_endpoint(EndpointName="e", EndpointConfigName="nope")


def test_update_in_progress(account: Account) -> None:
    account.create_endpoint(DATA)
    account.create_config("c2", "m")
    slow = alarm(account)
    slow["BlueGreenUpdatePolicy"]["TerminationWaitInSeconds"] = 3600
    account.sagemaker.update_endpoint(
        EndpointName="e", EndpointConfigName="c2", DeploymentConfig=slow
    )
    with pytest.raises(ClientError, match="Cannot update in-progress endpoint"):
        account.sagemaker.update_endpoint(EndpointName="e", EndpointConfigName="c2")
    account.settled("e")


def test_alarm_takes_the_endpoint_back_to_the_old_configuration(account: Account) -> None:
    account.create_endpoint(DATA)
    account.create_config("c2", "m")
    rules = alarm(account)
    account.cloudwatch.set_alarm_state(AlarmName="errors", StateValue="ALARM", StateReason="test")
    account.sagemaker.update_endpoint(
        EndpointName="e", EndpointConfigName="c2", DeploymentConfig=rules
    )
    found = account.settled("e")
    assert (found["EndpointStatus"], found["EndpointConfigName"]) == ("InService", "c")
    assert "[errors]" in found["FailureReason"]
    assert found["LastDeploymentConfig"] == rules
    assert account.invoke()["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_new_model_that_does_not_start_leaves_the_old_one(account: Account) -> None:
    account.create_endpoint(DATA)
    bad = account.put_model(archive({"code/inference.py": "import nowhere"}), "bad.tar.gz")
    described = account.sagemaker.describe_model(ModelName="m")
    account.sagemaker.create_model(
        ModelName="bad",
        ExecutionRoleArn=described["ExecutionRoleArn"],
        PrimaryContainer={**described["PrimaryContainer"], "ModelDataUrl": bad},
    )
    account.create_config("c2", "bad")
    account.sagemaker.update_endpoint(EndpointName="e", EndpointConfigName="c2")
    found = account.settled("e")
    assert found["EndpointConfigName"] == "c"
    assert "No module named 'nowhere'" in found["FailureReason"]
    assert account.invoke()["Body"].read() == b"[[2.0, 4.0]]"


def test_missing_alarm_is_refused(account: Account) -> None:
    account.create_endpoint(DATA)
    account.create_config("c2", "m")
    rules = alarm(account)
    account.cloudwatch.delete_alarms(AlarmNames=["errors"])
    with pytest.raises(ClientError, match="Could not find CloudWatch alarms"):
        account.sagemaker.update_endpoint(
            EndpointName="e", EndpointConfigName="c2", DeploymentConfig=rules
        )


def test_deployment_config_is_checked_against_the_service_model(account: Account) -> None:
    account.create_endpoint(DATA)
    rules = alarm(account)
    rules["BlueGreenUpdatePolicy"]["TerminationWaitInSeconds"] = 3601
    with pytest.raises(ClientError, match="terminationWaitInSeconds' failed to satisfy"):
        account.sagemaker.update_endpoint(
            EndpointName="e", EndpointConfigName="c", DeploymentConfig=rules
        )


def test_unknown_instance_type_is_refused_in_the_services_words(account: Account) -> None:
    account.create_endpoint(DATA)
    with pytest.raises(
        ClientError,
        match=r"Value 'ml.zz9.huge' at 'productionVariants.1.member.instanceType' failed to "
        r"satisfy constraint: Member must satisfy enum value set",
    ):
        account.create_config("c2", "m", InstanceType="ml.zz9.huge")


def test_burstable_variant_cannot_be_scaled(account: Account) -> None:
    account.create_endpoint(DATA)
    account.create_config("c2", "m", InstanceType="ml.t2.medium")
    account.sagemaker.create_endpoint(EndpointName="small", EndpointConfigName="c2")
    account.settled("small")
    with pytest.raises(ClientError, match="burstable"):
        register(account, "endpoint/small/variant/AllTraffic")


def test_unknown_variant_cannot_be_scaled(account: Account) -> None:
    account.create_endpoint(DATA)
    with pytest.raises(ClientError, match='has no variant "Other"'):
        register(account, "endpoint/e/variant/Other")


def test_instance_type_of_a_scaled_variant_cannot_change(account: Account) -> None:
    account.create_endpoint(DATA)
    register(account, "endpoint/e/variant/AllTraffic")
    account.create_config("c2", "m", InstanceType="ml.m5.large")
    with pytest.raises(ClientError, match="deregister its scalable target first"):
        account.sagemaker.update_endpoint(EndpointName="e", EndpointConfigName="c2")


def register(account: Account, resource: str) -> None:
    account.aws.client("application-autoscaling").register_scalable_target(
        ServiceNamespace="sagemaker",
        ResourceId=resource,
        ScalableDimension="sagemaker:variant:DesiredInstanceCount",
        MinCapacity=1,
        MaxCapacity=4,
    )

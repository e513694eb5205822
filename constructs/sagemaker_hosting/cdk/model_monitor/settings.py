"""What all monitors can be told: output, cluster, network, baseline, labels."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from sagemaker_hosting.cdk._l1 import Properties, gibibytes
from sagemaker_hosting.cdk._network import Network
from sagemaker_hosting.cdk._s3 import check_prefix, read_statements, uri, write_statements
from sagemaker_hosting.cdk.defaults.effective import Effective
from sagemaker_hosting.cdk.defaults.explicit import Explicit
from sagemaker_hosting.cdk.defaults.keys import chosen_volume_key
from sagemaker_hosting.cdk.defaults.network import chosen_network
from sagemaker_hosting.cdk.model_monitor.file import S3File
from sagemaker_hosting.core.errors import InvalidProps

if TYPE_CHECKING:
    # A tenth of a second to import, and needed by jobs in a VPC only.
    from aws_cdk import aws_ec2 as ec2

UploadMode = Literal["Continuous", "EndOfJob"]

_API: Final = "https://docs.aws.amazon.com/sagemaker/latest/APIReference"
_OUTPUT: Final = f"{_API}/API_MonitoringS3Output.html"
_NETWORK: Final = f"{_API}/API_MonitoringNetworkConfig.html"
_BASELINE: Final = f"{_API}/API_DataQualityBaselineConfig.html"
_MERGE: Final = (
    "https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-model-quality-merge.html"
)
OUTPUT_PATH: Final = "/opt/ml/processing/output"
DEFAULT_VOLUME_GIB: Final = 30


@dataclass(frozen=True, kw_only=True)
class MonitoringOutput:
    """Where the reports of monitoring jobs go.

    SageMaker files them below the name of the endpoint, that of the schedule, and the hour, so that
    monitors can share a prefix.

    Attributes:
        bucket: The bucket.
        prefix: The key prefix, without a slash at either end; "" is the whole bucket. Default:
            ``model-monitor``.
        encryption_key: The KMS key that encrypts the reports. Default: the bucket's own, if any.
        upload_mode: ``EndOfJob`` uploads when a job is done, ``Continuous`` while it runs. Default:
            SageMaker's.
        local_path: Where the container leaves them. Default: ``/opt/ml/processing/output``.

    Raises:
        InvalidProps: When the prefix begins or ends with a slash.

    Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MonitoringS3Output.html
    """

    bucket: s3.IBucket
    prefix: str = "model-monitor"
    encryption_key: kms.IKey | None = None
    upload_mode: UploadMode | None = None
    local_path: str = OUTPUT_PATH

    def __post_init__(self) -> None:
        """Refuse a prefix with a slash at either end."""
        check_prefix(self.prefix, "output prefix", _OUTPUT)

    def render(self) -> Properties:
        """Return ``MonitoringOutputConfig``."""
        output: Properties = {
            "S3Uri": uri(self.bucket, self.prefix),
            "LocalPath": self.local_path,
            "S3UploadMode": self.upload_mode,
        }
        return {
            "MonitoringOutputs": [{"S3Output": output}],
            "KmsKeyId": self.encryption_key.key_arn if self.encryption_key else None,
        }

    def role_statements(self) -> list[Properties]:
        """Return what a job needs to write its reports."""
        return write_statements(self.bucket, self.prefix, self.encryption_key, multipart=True)

    def read_statements(self) -> list[Properties]:
        """Return what a job needs to read what one before it has left there."""
        return read_statements(self.bucket, self.prefix, self.encryption_key)


@dataclass(frozen=True, kw_only=True)
class MonitoringCluster:
    """What monitoring jobs run on.

    Attributes:
        instance_type: The instance type. Default: ``ml.m5.xlarge``.
        instance_count: How many instances, 1 to 100. Default: 1.
        volume_size: The storage volume of each instance, 1 to 16,384 GiB. Default: 30 GiB.
        encryption_key: The KMS key of the volumes; refused by instances with local NVMe storage.
            Default: a key of SageMaker.

    Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MonitoringClusterConfig.html
    """

    instance_type: str = "ml.m5.xlarge"
    instance_count: int = 1
    volume_size: cdk.Size | None = None
    encryption_key: kms.IKey | Explicit | None = None

    def render(self) -> Properties:
        """Return ``ClusterConfig``."""
        return {
            "InstanceType": self.instance_type,
            "InstanceCount": self.instance_count,
            "VolumeSizeInGB": DEFAULT_VOLUME_GIB
            if self.volume_size is None
            else gibibytes(self.volume_size, "volume_size"),
            "VolumeKmsKeyId": self.key.key_arn if self.key else None,
        }

    @property
    def key(self) -> kms.IKey | None:
        """The key of the volumes; None where SageMaker's own is used."""
        return None if isinstance(self.encryption_key, Explicit) else self.encryption_key

    def with_defaults(self, defaults: Effective) -> MonitoringCluster:
        """Return this cluster with the key that the organisation's defaults say.

        Raises:
            InvalidProps: When something else than an enforced key is stated.
        """
        key = chosen_volume_key(defaults, self.encryption_key, [self.instance_type])
        return dataclasses.replace(self, encryption_key=key)


@dataclass(frozen=True, kw_only=True)
class MonitoringNetwork:
    """The network of monitoring jobs.

    Attributes:
        vpc: The VPC through which the containers reach the network; they need a route to S3.
            Default: SageMaker's own network.
        vpc_subnets: The subnets; public ones are refused. Default: the private subnets.
        security_groups: At most 5. Default: a new one with outbound access and no inbound.
        network_isolation: Whether the containers have no network at all. Default: False.
        encrypt_traffic: Whether traffic between the instances of a cluster is encrypted, which
            slows them down. Default: False.

    Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MonitoringNetworkConfig.html
    """

    vpc: ec2.IVpc | Explicit | None = None
    vpc_subnets: ec2.SubnetSelection | None = None
    security_groups: Sequence[ec2.ISecurityGroup] | None = None
    network_isolation: bool = False
    encrypt_traffic: bool = False

    def bind(self, scope: Construct, defaults: Effective) -> Network | None:
        """Return the network of the jobs of ``scope``; None without a VPC.

        Raises:
            InvalidProps: When subnets or security groups come without a VPC, or when something
                enforced is stated otherwise.
        """
        return chosen_network(
            scope,
            "monitor",
            defaults,
            vpc=self.vpc,
            vpc_subnets=self.vpc_subnets,
            security_groups=self.security_groups,
            source=_NETWORK,
        )

    def render(self, bound: Network | None) -> Properties | None:
        """Return ``NetworkConfig``; None where it has nothing to say."""
        properties: Properties = {
            "VpcConfig": bound.properties if bound else None,
            "EnableNetworkIsolation": self.network_isolation or None,
            "EnableInterContainerTrafficEncryption": self.encrypt_traffic or None,
        }
        return properties if any(properties.values()) else None


@dataclass(frozen=True, kw_only=True)
class MonitoringBaseline:
    """What the data are compared with: the result of a baselining job.

    Attributes:
        constraints: The constraints file. Default: that of ``job_name``, or none.
        statistics: The statistics file, of data quality alone. Default: that of ``job_name``, or
            none.
        job_name: The processing job that made both. Where its results lie is not in the name, so
            grant the monitor what it needs: ``bucket.grant_read(monitor)``. Default: the files are
            used.

    Raises:
        InvalidProps: When nothing is given.

    Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DataQualityBaselineConfig.html
    """

    constraints: S3File | None = None
    statistics: S3File | None = None
    job_name: str | None = None

    def __post_init__(self) -> None:
        """Refuse a baseline of nothing."""
        if self.constraints is None and self.statistics is None and self.job_name is None:
            raise InvalidProps(
                "a baseline without constraints, statistics or the job that made them",
                fix="pass constraints=S3File(...), statistics=S3File(...) or job_name=...",
                source=_BASELINE,
            )

    def render(self) -> Properties:
        """Return the baseline as job definitions have it."""
        properties: Properties = {}
        if self.job_name is not None:
            properties["BaseliningJobName"] = self.job_name
        for name, file in (
            ("ConstraintsResource", self.constraints),
            ("StatisticsResource", self.statistics),
        ):
            if file is not None:
                properties[name] = {"S3Uri": file.uri}
        return properties

    @property
    def files(self) -> list[S3File]:
        """The files that a job reads."""
        return [file for file in (self.constraints, self.statistics) if file is not None]


@dataclass(frozen=True, kw_only=True)
class GroundTruth:
    """Labels that predictions are compared with.

    Files of JSON lines below ``prefix/yyyy/mm/dd/hh``, by the hour in which they were collected;
    each line names the prediction by its ``inferenceId`` or ``eventId``.

    Attributes:
        bucket: The bucket.
        prefix: The key prefix, without a slash at either end; "" is the whole bucket.
        encryption_key: The KMS key that encrypts the labels. Default: the bucket's own, if any.

    Raises:
        InvalidProps: When the prefix begins or ends with a slash.

    Source: https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-model-quality-merge.html
    """

    bucket: s3.IBucket
    prefix: str
    encryption_key: kms.IKey | None = None

    def __post_init__(self) -> None:
        """Refuse a prefix with a slash at either end."""
        check_prefix(self.prefix, "prefix of labels", _MERGE)

    def render(self) -> Properties:
        """Return ``GroundTruthS3Input``."""
        return {"S3Uri": uri(self.bucket, self.prefix)}

    def role_statements(self) -> list[Properties]:
        """Return what a job needs to read the labels."""
        return read_statements(self.bucket, self.prefix, self.encryption_key)

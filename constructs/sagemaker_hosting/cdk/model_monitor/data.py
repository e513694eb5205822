"""What a monitor looks at: data that an endpoint or batch transform jobs have captured."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Final, Literal

from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from sagemaker_hosting.cdk._l1 import Properties
from sagemaker_hosting.cdk._s3 import check_prefix, read_statements, uri
from sagemaker_hosting.cdk._surroundings import stack_facts
from sagemaker_hosting.cdk.endpoint.base import EndpointBase
from sagemaker_hosting.cdk.endpoint.data_capture import DataCapture
from sagemaker_hosting.cdk.endpoint.owned import OwnedEndpoint
from sagemaker_hosting.cdk.endpoint.serverless_base import ServerlessEndpointBase
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known

InputMode = Literal["File", "Pipe"]
DataDistribution = Literal["FullyReplicated", "ShardedByS3Key"]

_SOURCE: Final = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_EndpointInput.html"
_BATCH: Final = (
    "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_BatchTransformInput.html"
)
_SERVERLESS: Final = (
    "developer guide page 227; "
    "https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html"
)
ENDPOINT_PATH: Final = "/opt/ml/processing/input/endpoint"
TRANSFORM_PATH: Final = "/opt/ml/processing/input/transform"


@dataclass(frozen=True, kw_only=True)
class DatasetFormat:
    """The format of what a batch transform job captures. Made by the static methods.

    Attributes:
        properties: ``DatasetFormat`` as CloudFormation writes it.

    Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MonitoringDatasetFormat.html
    """

    properties: Properties

    @staticmethod
    def csv(*, header: bool = False) -> DatasetFormat:
        """Comma-separated values.

        Args:
            header: Whether the first line names the columns. Default: False.
        """
        return DatasetFormat(properties={"Csv": {"Header": header}})

    @staticmethod
    def json(*, lines: bool = True) -> DatasetFormat:
        """JSON.

        Args:
            lines: Whether each line is a document of its own. Default: True.
        """
        return DatasetFormat(properties={"Json": {"Line": lines}})

    @staticmethod
    def parquet() -> DatasetFormat:
        """Apache Parquet."""
        return DatasetFormat(properties={"Parquet": True})


class MonitoredData(ABC):
    """What a monitor looks at: what an endpoint captures, or what batch transform jobs capture."""

    @staticmethod
    def of_endpoint(
        endpoint: EndpointBase,
        *,
        data_capture: DataCapture | None = None,
        input_mode: InputMode | None = None,
        distribution: DataDistribution | None = None,
        local_path: str = ENDPOINT_PATH,
    ) -> MonitoredData:
        """Look at what an endpoint captures.

        Args:
            endpoint: The endpoint, on instances and with data capture.
            data_capture: Where it captures to, for the permissions of the jobs. Default: what the
                configuration of an endpoint of this app says; of an imported endpoint it has to be
                given.
            input_mode: ``File`` copies the data before the container starts, ``Pipe`` streams
                them, which suits large data sets. Default: ``File``.
            distribution: Whether each instance of the cluster gets everything (``FullyReplicated``)
                or a share (``ShardedByS3Key``). Default: ``FullyReplicated``.
            local_path: Where the container finds them. Default:
                ``/opt/ml/processing/input/endpoint``.

        Raises:
            InvalidProps: When the endpoint is serverless, or nobody knows where it captures to.

        Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_EndpointInput.html
        """
        if isinstance(endpoint, ServerlessEndpointBase):
            raise InvalidProps(
                "the endpoint is serverless, which neither captures data nor can be monitored",
                fix="monitor an endpoint on instances",
                source=_SERVERLESS,
                path=endpoint.node.path,
            )
        config: Properties = {}
        if isinstance(endpoint, OwnedEndpoint):
            config = endpoint.config.rendered
            data_capture = data_capture or endpoint.config.data_capture
        if data_capture is None and not config:
            raise InvalidProps(
                "it is not known here where the endpoint captures its data",
                fix="pass data_capture=DataCapture(bucket=..., prefix=...) as the endpoint has it",
                source=_SOURCE,
                path=endpoint.node.path,
            )
        return _EndpointData(
            endpoint=endpoint,
            config=config,
            data_capture=data_capture,
            input_mode=input_mode,
            distribution=distribution,
            local_path=local_path,
        )

    @staticmethod
    def of_batch_transform(
        bucket: s3.IBucket,
        prefix: str,
        *,
        dataset_format: DatasetFormat,
        encryption_key: kms.IKey | None = None,
        input_mode: InputMode | None = None,
        distribution: DataDistribution | None = None,
        local_path: str = TRANSFORM_PATH,
    ) -> MonitoredData:
        """Look at what batch transform jobs capture.

        Args:
            bucket: The bucket that they capture to.
            prefix: The key prefix (``DataCaptureConfig.DestinationS3Uri`` of the jobs), without a
                slash at either end; "" is the whole bucket.
            dataset_format: The format of what is captured.
            encryption_key: The KMS key that encrypts it. Default: the bucket's own, if any.
            input_mode: ``File`` copies the data before the container starts, ``Pipe`` streams
                them, which suits large data sets. Default: ``File``.
            distribution: Whether each instance of the cluster gets everything (``FullyReplicated``)
                or a share (``ShardedByS3Key``). Default: ``FullyReplicated``.
            local_path: Where the container finds them. Default:
                ``/opt/ml/processing/input/transform``.

        Raises:
            InvalidProps: When the prefix begins or ends with a slash.

        Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_BatchTransformInput.html
        """
        check_prefix(prefix, "prefix of captured data", _BATCH)
        return _TransformData(
            bucket=bucket,
            prefix=prefix,
            dataset_format=dataset_format,
            encryption_key=encryption_key,
            input_mode=input_mode,
            distribution=distribution,
            local_path=local_path,
        )

    @abstractmethod
    def render(self, attributes: Properties) -> Properties:
        """Return the input of a job, with what the monitor says about its columns."""

    @abstractmethod
    def check_place(self, scope: Construct) -> None:
        """Refuse data that monitors of another place than ``scope`` look at.

        Raises:
            InvalidProps: When both places are known and differ.
        """

    @abstractmethod
    def related(self) -> Properties:
        """Return what the rules may know of the endpoint, by the name of the link."""

    @abstractmethod
    def role_statements(self) -> list[Properties]:
        """Return what a job needs to read the data."""

    @property
    @abstractmethod
    def endpoint_name(self) -> str | None:
        """The name of the endpoint that captures; None of batch transform jobs."""


@dataclass(frozen=True, kw_only=True)
class _Data(MonitoredData):
    input_mode: InputMode | None
    distribution: DataDistribution | None
    local_path: str

    def _input(self, source: Properties, attributes: Properties) -> Properties:
        return {
            **source,
            "LocalPath": self.local_path,
            "S3InputMode": self.input_mode,
            "S3DataDistributionType": self.distribution,
            **attributes,
        }


@dataclass(frozen=True, kw_only=True)
class _EndpointData(_Data):
    endpoint: EndpointBase
    config: Properties
    data_capture: DataCapture | None

    def render(self, attributes: Properties) -> Properties:
        source = {"EndpointName": self.endpoint.deployed_name}
        return {"EndpointInput": self._input(source, attributes)}

    def check_place(self, scope: Construct) -> None:
        here, there = stack_facts(scope), self.endpoint.env
        for kind, mine, its in (
            ("account", here.account, there.account),
            ("Region", here.region, there.region),
        ):
            if is_known([mine, its]) and mine != its:
                raise InvalidProps(
                    f"the endpoint is in {kind} {its}, and the monitor in {kind} {mine}",
                    fix=f"declare the monitor in a stack of {kind} {its}",
                    source=_SOURCE,
                )

    def related(self) -> Properties:
        return {"EndpointConfig": self.config} if self.config else {}

    def role_statements(self) -> list[Properties]:
        capture = self.data_capture
        if capture is None:
            return []
        # SageMaker files what it captures below the name of the endpoint.
        folder = f"{capture.prefix}/{self.endpoint.endpoint_name}".lstrip("/")
        return capture.read_statements(folder)

    @property
    def endpoint_name(self) -> str:
        return self.endpoint.endpoint_name


@dataclass(frozen=True, kw_only=True)
class _TransformData(_Data):
    bucket: s3.IBucket
    prefix: str
    dataset_format: DatasetFormat
    encryption_key: kms.IKey | None

    def render(self, attributes: Properties) -> Properties:
        source: Properties = {
            "DataCapturedDestinationS3Uri": uri(self.bucket, self.prefix),
            "DatasetFormat": self.dataset_format.properties,
        }
        return {"BatchTransformInput": self._input(source, attributes)}

    def check_place(self, scope: Construct) -> None:
        """Buckets of other places can be read."""

    def related(self) -> Properties:
        return {}

    def role_statements(self) -> list[Properties]:
        return read_statements(self.bucket, self.prefix, self.encryption_key)

    @property
    def endpoint_name(self) -> None:
        return None

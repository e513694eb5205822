"""The metrics of asynchronous endpoints."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch

from sagemaker_hosting.cdk.monitoring.metrics import InstanceMetrics, ModelMetrics


class AsyncMetrics(ModelMetrics, InstanceMetrics):
    """The CloudWatch metrics that SageMaker publishes of an asynchronous endpoint, and no others.

    Those of the queue belong to the endpoint, the others to its variant.

    Source: developer guide pages 277 to 280;
    https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-monitor.html
    """

    def metric_error_rate(self, *, period: cdk.Duration | None = None) -> cloudwatch.Metric:
        """The share of requests that the model answered with a 5xx status, from 0 to 1."""
        return self.metric("Invocation5XXErrors", statistic="Average", period=period)

    def metric_backlog_size(
        self, *, statistic: str = "Average", period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """Requests in the queue, those in work included."""
        return self.metric("ApproximateBacklogSize", statistic=statistic, period=period)

    def metric_backlog_size_per_instance(
        self, *, statistic: str = "Average", period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """Requests in the queue for each instance; what autoscaling follows."""
        return self.metric("ApproximateBacklogSizePerInstance", statistic=statistic, period=period)

    def metric_age_of_oldest_request(
        self, *, statistic: str = "Maximum", period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """The age of the oldest request in the queue, in **seconds**."""
        return self.metric("ApproximateAgeOfOldestRequest", statistic=statistic, period=period)

    def metric_has_backlog_without_capacity(
        self, *, period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """1 while requests wait and there is no instance, otherwise 0; ``Average``."""
        return self.metric("HasBacklogWithoutCapacity", period=period)

    def metric_invocations_processed(
        self, *, period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """Requests processed; statistic ``Sum``."""
        return self.metric("InvocationsProcessed", period=period)

    def metric_invocation_failures(
        self, *, period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """Requests that failed for any reason; statistic ``Sum``."""
        return self.metric("InvocationFailures", period=period)

    def metric_expired_requests(self, *, period: cdk.Duration | None = None) -> cloudwatch.Metric:
        """Requests that outlived their time in the queue; statistic ``Sum``."""
        return self.metric("ExpiredRequests", period=period)

    def metric_request_download_failures(
        self, *, period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """Requests that could not be fetched from S3; statistic ``Sum``."""
        return self.metric("RequestDownloadFailures", period=period)

    def metric_response_upload_failures(
        self, *, period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """Responses that could not be written to S3; statistic ``Sum``."""
        return self.metric("ResponseUploadFailures", period=period)

    def metric_notification_failures(
        self, *, period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """Notifications that could not be published; statistic ``Sum``."""
        return self.metric("NotificationFailures", period=period)

    def metric_request_download_latency(
        self, *, statistic: str = "Average", period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """How long fetching a request from S3 takes, in **microseconds**."""
        return self.metric("RequestDownloadLatency", statistic=statistic, period=period)

    def metric_response_upload_latency(
        self, *, statistic: str = "Average", period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """How long writing a response to S3 takes, in **microseconds**."""
        return self.metric("ResponseUploadLatency", statistic=statistic, period=period)

    def metric_time_in_backlog(
        self, *, statistic: str = "Average", period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """How long a request waits in the queue, in **milliseconds**."""
        return self.metric("TimeInBacklog", statistic=statistic, period=period)

    def metric_total_processing_time(
        self, *, statistic: str = "Average", period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """From the receipt of a request to its end, waiting included, in **milliseconds**."""
        return self.metric("TotalProcessingTime", statistic=statistic, period=period)

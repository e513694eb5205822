"""Errors in the words of the AWS services."""

from __future__ import annotations

from moto.core.exceptions import ServiceException


class ServiceError(ServiceException):
    """An error response.

    Args:
        code: As in the service's model, such as `ValidationException`.
        message: As the service words it.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)


def invalid(message: str) -> ServiceError:
    """Return what SageMaker answers to almost every mistake."""
    return ServiceError("ValidationException", message)

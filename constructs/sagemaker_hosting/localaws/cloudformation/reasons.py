"""Words exceptions as the events of a stack do."""

from __future__ import annotations

import traceback

from botocore.exceptions import ClientError, ParamValidationError
from moto.core.exceptions import ServiceException
from werkzeug.exceptions import HTTPException

from sagemaker_hosting.core.errors import LocalAwsError


def reason(error: Exception) -> str:
    """Return why a resource failed; an error of the local AWS itself is printed as well."""
    if isinstance(error, ClientError):
        answer = error.response
        status = answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 400)
        return (
            f"{_said(answer['Error'].get('Message', ''))} "
            f"(Service: {error.operation_name}, Status Code: {status}, "
            f"Error Code: {answer['Error'].get('Code')})"
        )
    if isinstance(error, ParamValidationError):
        # boto3 refuses a property before it is sent; its report has a headline and a line each.
        _, *mistakes = str(error).splitlines()
        return f"{_said('; '.join(mistakes) or str(error))} (Error Code: InvalidRequest)"
    if isinstance(error, ServiceException):
        return f"{_said(error.message)} (Error Code: {error.code})"
    if isinstance(error, LocalAwsError):
        return f"{error.message}; {error.fix}" if error.fix else error.message
    if isinstance(error, HTTPException):
        return _said(getattr(error, "message", None) or error.description or error.name)
    traceback.print_exception(error)
    return internal(error)


def internal(error: Exception) -> str:
    """Return what an error of the local AWS itself is, on one line."""
    text = " ".join(str(error).split())
    return f"Internal error of the local AWS: {type(error).__name__}{f': {text}' if text else ''}"


def _said(message: str) -> str:
    return f'Resource handler returned message: "{message}"'

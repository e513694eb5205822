"""SageMaker hosting as a service: models, configurations, endpoints, deployments, invocations."""

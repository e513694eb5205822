"""Rules about AWS::SageMaker::Endpoint and its deployment guardrails."""

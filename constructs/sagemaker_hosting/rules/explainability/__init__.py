"""Rules about online explanations of AWS::SageMaker::EndpointConfig."""

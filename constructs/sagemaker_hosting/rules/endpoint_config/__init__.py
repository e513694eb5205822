"""Rules about AWS::SageMaker::EndpointConfig and its production variants."""

"""Will the handler script do what the container asks of it?"""

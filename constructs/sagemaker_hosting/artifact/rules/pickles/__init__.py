"""What does unpickling do, and does it work at all?"""

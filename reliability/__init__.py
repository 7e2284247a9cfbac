"""What is done at length to prove that nothing is lost and nothing hostile gets through."""
